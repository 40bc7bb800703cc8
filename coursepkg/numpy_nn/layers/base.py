"""What all layers share: they hold weights, call the pure functions, and check inputs."""

from contextlib import contextmanager
from numbers import Real

import numpy as np

from ..initializers import random_generator
from ..keras_only import KerasOnly
from ..weights import HoldsWeights

# What to write instead of arguments that Keras' layers take and these do not.
INSTEAD = {
    "activation": "this cell has tanh; for another write a `Cell` of your own",
    "backward_layer": "both directions have the settings of the one layer",
    "batch_input_shape": "begin the model with Input(shape), without the batch",
    "batch_shape": "leave the batch out: Input(shape)",
    "batch_size": "leave the batch out: Input(shape)",
    "data_format": "steps are the second axis, features the last",
    "dropout": "put a Dropout or SpatialDropout1D layer before it",
    "initializer": "call set_weights with weights of your own",
    "input_dim": "begin the model with Input(({},))",
    "input_length": "leave it out: the length is that of the data, or of an Input",
    "input_shape": "begin the model with Input({})",
    "keepdims": "add the axis afterwards, by x[:, None]",
    "noise_shape": "SpatialDropout1D drops whole features",
    "recurrent_activation": "the gates are sigmoids; for others write a `Cell` of your own",
    "seed": "call set_random_seed: one generator draws all random numbers",
    "unroll": "leave it out: it is about how Keras compiles",
    "use_bias": "the bias is always there; it begins with zeros",
    "use_cudnn": "leave it out: it is about how Keras computes",
    "weights": "call set_weights once the layer has some",
}


class Input(KerasOnly):
    """The shape of one example, so that a model can make its weights at once.

    Args:
        shape: positive numbers without the batch axis, as in (10, 1) for ten steps of one
            feature. None stands for a number of steps that may vary.
        dtype: accepted as in Keras and not used; an embedding reads whole numbers of any type.
        name: accepted as in Keras and not used.

    Raises:
        TypeError: the shape is not a tuple, or an argument is not known here.
        ValueError: the shape has something else in it.
    """

    instead = INSTEAD

    def __init__(self, shape=None, *, dtype=None, name=None, **unknown):
        self._refuse(unknown)
        if not isinstance(shape, (tuple, list)):
            raise TypeError(
                f"the shape of an Input should be a tuple such as (10, 1) or (None,), but was "
                f"{shape!r}"
            )
        for axis in filter(lambda axis: axis is not None, shape):
            require_positive(**{"every axis of shape": axis})
        self.shape = tuple(shape)


class Layer(HoldsWeights):
    """The base of all layers. A layer holds weights and nothing of the data it has seen:
    what the backward pass needs is in the cache that `forward` returns.

    A layer of your own has `forward` and `backward`; with weights also `build`, which puts
    them into `params` (a tuple of arrays, named or not) and sets `built`; with outputs of
    another shape than its inputs `output_shape`. A model does the rest.

    Args:
        name: shown by `summary`; by default made from the class, as in "dense_1".
        dtype: of weights and results; "float32" by default (also None), "float64" for exact
            checks, or "float16".
        trainable: False leaves the weights as they are while the model learns; default True.

    Raises:
        TypeError: an argument that is not known here; the message says what to write instead.
        ValueError: the name is no string, or the dtype none of these.
    """

    reads_ids = False  # True where the inputs are whole numbers, such as the ids of words
    # What `check` expects of inputs, as Keras' InputSpec says it:
    ndim = None  # number of axes, batch included
    min_ndim = None  # the least number of axes, where any more will do
    features = None  # length of the last axis, once there are weights; None: any
    instead = INSTEAD  # attributes of Keras are answered as its arguments are

    def __init__(self, *, name=None, dtype="float32", trainable=True, **unknown):
        self._refuse(unknown)
        if name is not None and not isinstance(name, str):
            raise ValueError(f"name should be a string, but was {name!r}")
        self.name = name
        dtype = "float32" if dtype is None else getattr(dtype, "__name__", str(dtype))
        if dtype not in ("float16", "float32", "float64"):
            raise ValueError(f"dtype should be 'float32' or 'float64', but was {dtype!r}")
        self.dtype = np.dtype(dtype)
        self._trainable = True
        if not trainable:
            self.trainable = False
        self.built = False

    def __str__(self):
        return self.name or type(self).__name__

    def build(self, input_shape):
        """Make the weights for examples of `input_shape` (no batch axis), if there are any."""
        for layer in self.layers:
            layer.build(input_shape)
        self.built = True

    def check(self, shape):
        """Raise a ValueError if inputs of this shape, batch axis included, do not fit.

        What fits is said by the attributes above: the number of axes, the length of the last
        one, and at least one entry along each. A layer without them takes any inputs.
        """
        if self.ndim is None and self.min_ndim is None:
            return
        rank = self.ndim or max(len(shape), self.min_ndim)
        axes = {2: "(batch, features)", 3: "(batch, steps, features)"}
        axes = axes.get(rank, "(batch, ..., features)")
        if len(shape) != rank:
            raise ValueError(
                f"{self} was given an input of shape {shape}; expected {rank} axes, {axes}"
            )
        if self.features is not None and shape[-1] != self.features:
            raise ValueError(
                f"{self} was given an input of shape {shape}; "
                f"its weights expect {self.features} features on the last axis"
            )
        if 0 in shape:
            raise ValueError(
                f"{self} was given an empty input of shape {shape}; "
                f"expected at least one entry along every axis of {axes}"
            )

    def check_mask(self, mask, shape):
        """Return a mask as an array of bool, or None; raise a ValueError if it does not fit.

        Args:
            mask: (N, T), True or 1 at real steps, False or 0 at others; or None.
            shape: of the inputs, (N, T, ...).
        """
        if mask is None:
            return None
        mask = real_array(mask, "mask")
        if mask.shape != shape[:2]:
            raise ValueError(
                f"{self} was given a mask of shape {mask.shape} for an input of shape "
                f"{shape}; expected {shape[:2]}, one entry a step"
            )
        if mask.dtype != bool and ((mask != 0) & (mask != 1)).any():
            raise ValueError(f"{self} was given a mask with other entries than True and False")
        return mask.astype(bool, copy=False)

    def forward(self, inputs, training=False, mask=None):
        """Compute the outputs.

        Args:
            inputs: a batch.
            training: True during training; only dropout behaves differently then.
            mask: (N, T) of bool, True at real steps; None if all are real, or if the
                inputs have no steps.

        Returns:
            The outputs, and a cache for `backward`.
        """
        raise NotImplementedError

    def outputs(self, inputs, training=False, mask=None, **arguments):
        """Return the outputs of `forward` without the cache, where no gradient is needed."""
        return self.forward(inputs, training, mask, **arguments)[0]

    def backward(self, d_outputs, cache):
        """Carry the gradient of a loss back through the layer.

        Args:
            d_outputs: gradient with respect to the outputs, of their shape.
            cache: what `forward` returned beside them.

        Returns:
            The gradient of the inputs, of their shape, or None where they are ids; and a list
            of gradients, one for each weight, summed over the batch.
        """
        raise NotImplementedError

    def reset_state(self):
        """Begin the next batch with a state of zeros; only stateful layers remember one."""
        for layer in self.layers:
            layer.reset_state()

    def output_shape(self, input_shape):
        """Return the shape of one output for one example of `input_shape`."""
        return input_shape

    def output_mask(self, inputs, mask):
        """Return the mask for the next layer; by default the one that came in."""
        return mask

    def __call__(self, inputs, *, training=False, mask=None, **arguments):
        """Return the outputs for a batch of inputs, making the weights first if need be."""
        if isinstance(inputs, Input):
            raise TypeError(
                f"{self} was called with an Input: models are written as a list here, "
                "Sequential([Input(shape), layer, layer])"
            )
        inputs = real_array(inputs, "inputs", None if self.reads_ids else self.dtype)
        if not self.built:
            self.check(inputs.shape)
            self.build(inputs.shape[1:])
        return self.outputs(inputs, training, mask, **arguments)

    def _initial(self, initializer, shape):
        # In C order, so that an optimiser can walk through the array in stretches.
        return initializer(shape, random_generator()).astype(self.dtype, order="C")


def real_array(values, name, dtype=None):
    """Return `values` as an array of `dtype`, by default of a type that they have.

    Raises:
        ValueError: they are not real numbers in a regular array, or some are masked.
    """
    if np.ma.is_masked(values):
        raise ValueError(
            f"{name} is a masked array with {np.ma.count_masked(values)} entries masked; "
            "fill or drop them first"
        )
    try:
        array = np.asarray(values)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} should be numbers in a regular array: {error}") from None
    if array.dtype.kind in "cmM":  # complex, or a time
        raise ValueError(
            f"{name} holds {array.dtype}; expected real numbers. Of a complex number take the "
            "parts you mean, of a time the days or seconds since another"
        )
    if array.dtype.kind not in "biuf":
        # Columns of several types make a frame an array of objects.
        others = [one for one in array.flat if not isinstance(one, (Real, np.bool_))]
        if others:
            value, kind = repr(others[0])[:40], type(values).__name__
            raise ValueError(
                f"{name} should be numbers in a regular array, but "
                + (f"this {kind} holds {value}" if array.ndim else f"was {value}")
                + ". A `Vectorizer` makes ids of texts, np.concatenate([*batches]) one array "
                "of a generator"
            )
        array = array.astype(float)
    return np.asarray(array, dtype)


@contextmanager
def states_unchanged(layers):
    """Let stateful layers, also those inside others, be afterwards where they were before."""
    every = [each for layer in layers for each in (layer, *layer.layers)]
    before = [(layer, layer.states) for layer in every if hasattr(layer, "states")]
    try:
        yield
    finally:
        for layer, states in before:
            layer.states = states


def require_positive(**settings):
    """Raise a ValueError for settings that are not whole numbers above zero."""
    for name, value in settings.items():
        if not isinstance(value, (int, np.integer)) or isinstance(value, bool) or value < 1:
            raise ValueError(f"{name} should be a positive integer, but was {value!r}")


def require_number(low=-np.inf, high=np.inf, **settings):
    """Raise a ValueError for settings that are not finite numbers from `low` to `high`."""
    for name, value in settings.items():
        is_number = isinstance(value, (int, float, np.integer, np.floating))
        if not is_number or not low <= value <= high or abs(value) == np.inf:
            raise ValueError(
                f"{name} should be a finite number from {low} to {high}, but was {value!r}"
            )
