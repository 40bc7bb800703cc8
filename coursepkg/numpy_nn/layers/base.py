"""What all layers share: they hold weights, and call the pure functions."""

import numpy as np

from ..randomness import random_generator
from ..weights import HoldsWeights


class Input:
    """The shape of one example, so that a model can make its weights at once.

    Args:
        shape: without the batch axis, as in (10, 1) for ten steps of one feature. None
            stands for a number of steps that may vary.
        dtype: for likeness with Keras; an embedding reads whole numbers in any type.
    """

    def __init__(self, shape, dtype=None):
        self.shape = tuple(shape)


class Layer(HoldsWeights):
    """The base of all layers. A layer keeps weights and nothing of the data it has seen:
    what the backward pass needs travels in the cache that `forward` returns.

    Args:
        name: shown by `summary`; by default made from the class, as in "dense_1".
        dtype: of weights and results; "float32" by default, "float64" for exact checks.
        trainable: False leaves the weights as they are while the model learns; default True.
    """

    reads_ids = False  # whole numbers go in, such as the ids of words

    def __init__(self, name=None, dtype="float32", trainable=True):
        self.name = name
        self.dtype = np.dtype(dtype)
        self._trainable = True
        if not trainable:
            self.trainable = False
        self.params = ()
        self.built = False

    def build(self, input_shape):
        """Make the weights for examples of `input_shape` (no batch axis); may do nothing."""
        self.built = True

    def check(self, shape):
        """Raise a ValueError if inputs of this shape, batch axis included, do not fit."""

    def forward(self, inputs, training=False, mask=None):
        """Compute the outputs.

        Args:
            inputs: a batch.
            training: True while learning; only dropout does something else then.
            mask: (N, T) of bool, True at real steps; None if all are real, or if the
                layer before has no notion of steps.

        Returns:
            The outputs, and a cache for `backward`.
        """
        raise NotImplementedError

    def outputs(self, inputs, training=False, mask=None, **arguments):
        """Return what `forward` does, without the cache: for when nothing is to be learned."""
        return self.forward(inputs, training, mask, **arguments)[0]

    def backward(self, d_outputs, cache):
        """Return the gradient of the inputs and a list of gradients, one for each weight."""
        raise NotImplementedError

    def output_shape(self, input_shape):
        """Return the shape of one output, given the shape of one example."""
        return input_shape

    def output_mask(self, inputs, mask):
        """Return the mask that the next layer gets; by default the one that came in."""
        return mask

    def __call__(self, inputs, training=False, mask=None, **arguments):
        """Return the outputs for a batch of inputs, making the weights first if need be."""
        inputs = np.asarray(inputs, dtype=None if self.reads_ids else self.dtype)
        if not self.built:
            self.check(inputs.shape)
            self.build(inputs.shape[1:])
        return self.outputs(inputs, training, mask, **arguments)

    @property
    def weights(self):
        """The weight arrays themselves, in Keras' order: changing one changes the layer."""
        return list(self.params)

    def _label(self):
        return self.name or type(self).__name__

    def _initial(self, initializer, shape):
        # In C order, so that an optimiser can walk through the array in stretches.
        return initializer(shape, random_generator()).astype(self.dtype, order="C")
