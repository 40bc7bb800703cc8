"""Recurrent layers: a cell says what happens at one step, `RNN` runs it over all of them."""

import copy

import numpy as np

from .. import fast, gru, lstm, rnn
from ..gradcheck import check_vjp
from ..initializers import glorot_uniform, orthogonal, random_generator
from ..keras_only import KerasOnly
from ..recurrence import (
    as_arrays,
    as_state,
    sequence_backward,
    sequence_forward,
    state_gradients,
)
from .base import INSTEAD, Layer, real_array, require_positive


class Cell(KerasOnly):
    """One step of a recurrent layer: a pair of step functions, and how their weights begin.

    Args:
        units: size of the output, H.
        step_forward: function (x, state, params) → (new state, cache), as `gru_step_forward`.
            x is (N, D); a state is one array, (N, H), or a tuple of arrays, the first of which
            is the output.
        step_backward: function (gradient of the new state, cache) → (gradient of x, of the
            state before, of the weights), as `gru_step_backward`.
        initial_params: function (features, rng) → the weights, a tuple of arrays.
        state_size: length of each array of a state, as in Keras: a number, by default `units`,
            or a list of them.
        checked: compare the step functions by `check_vjp` when a layer makes its weights;
            default True.
    """

    instead = INSTEAD
    in_a_layer = False

    def __init__(
        self, units, step_forward, step_backward, initial_params, state_size=None, checked=True
    ):
        require_positive(units=units)
        self.units = units
        self.step_forward = step_forward
        self.step_backward = step_backward
        self.initial_params = initial_params
        self.state_size = units if state_size is None else state_size
        self.checked = checked

    def forward(self, x, state0, params, mask=None):
        """Run a whole sequence; see `recurrence.sequence_forward`."""
        return sequence_forward(self.step_forward, x, state0, params, mask)

    def backward(self, d_outputs, d_last, cache):
        """Carry gradients back through it; see `recurrence.sequence_backward`."""
        return sequence_backward(self.step_backward, d_outputs, d_last, cache)

    def trace(self, cache):
        """Return each array of the state at every step, (N, T, size)."""
        return tuple(np.stack(arrays, axis=1) for arrays in zip(*cache.states, strict=True))

    def check(self, features):
        """Compare the two step functions on random values, for inputs of this many features.

        Raises:
            ValueError: the new state has another form than the old one, or a gradient is
                missing, has another shape, or is wrong; says which.
        """
        rng = np.random.default_rng(0)
        params = self.initial_params(features, rng)
        # Moved a little, since weights that begin with zeros hide errors.
        moved = [array + rng.normal(scale=0.1, size=np.shape(array)) for array in params]
        state = as_state([rng.normal(size=(2, size)) for size in as_arrays(self.state_size)])
        arguments = rng.normal(size=(2, features)), state, same_form(params, moved)
        new, _ = self.step_forward(*arguments)
        before, after = ([np.shape(array) for array in as_arrays(one)] for one in (state, new))
        if before != after:
            raise ValueError(
                f"step_forward was given a state of shapes {before} and returned {after}; "
                "expected the same shapes"
            )
        try:
            check_vjp(self.step_forward, self.step_backward, arguments, rng, tolerance=1e-6)
        except AssertionError as error:
            raise ValueError(f"the step functions of this cell do not fit: {error}") from None


class SimpleRNNCell(Cell):
    """The plain cell, with tanh (see `rnn.py`).

    Args:
        units: size of the state.
    """

    forward = staticmethod(rnn.rnn_forward)
    backward = staticmethod(rnn.rnn_backward)
    trace = staticmethod(rnn.rnn_trace)

    def __init__(self, units, **unknown):
        self._refuse(unknown)
        steps = rnn.rnn_step_forward, rnn.rnn_step_backward
        super().__init__(units, *steps, self.initial_params, checked=False)

    def initial_params(self, features, rng):
        """Return `RNNParams`."""
        kernels = _initial_kernels(features, self.units, 1, rng)
        return rnn.RNNParams(*kernels, np.zeros(self.units))


class GRUCell(Cell):
    """The cell of a gated recurrent unit in Keras' default convention (see `gru.py`).

    Args:
        units: size of the state.
        reset_after: True, the default: the reset gate acts after the recurrent product. The
            other convention is left to you on purpose; the course has an assignment on it.
    """

    forward = staticmethod(gru.gru_forward)
    backward = staticmethod(gru.gru_backward)
    trace = staticmethod(gru.gru_trace)

    def __init__(self, units, *, reset_after=True, **unknown):
        self._refuse(unknown)
        if not reset_after:
            raise ValueError(
                "reset_after=False is not built here: it is another model, and writing it is "
                "an exercise of this course. Keras' own GRU has it"
            )
        steps = gru.gru_step_forward, gru.gru_step_backward
        super().__init__(units, *steps, self.initial_params, checked=False)

    def initial_params(self, features, rng):
        """Return `GRUParams`."""
        kernels = _initial_kernels(features, self.units, 3, rng)
        return gru.GRUParams(*kernels, np.zeros((2, 3 * self.units)))


class LSTMCell(Cell):
    """The cell of a long short-term memory (see `lstm.py`); its state is a pair, (h, c).

    Args:
        units: size of h and of c.
        unit_forget_bias: begin with a bias of 1 for the forget gate, so that a new network
            remembers; default True (Jozefowicz et al. 2015).
    """

    forward = staticmethod(lstm.lstm_forward)
    backward = staticmethod(lstm.lstm_backward)
    trace = staticmethod(lstm.lstm_trace)

    def __init__(self, units, *, unit_forget_bias=True, **unknown):
        self._refuse(unknown)
        steps = lstm.lstm_step_forward, lstm.lstm_step_backward
        super().__init__(units, *steps, self.initial_params, [units, units], checked=False)
        self.unit_forget_bias = unit_forget_bias

    def initial_params(self, features, rng):
        """Return `LSTMParams`."""
        kernels = _initial_kernels(features, self.units, 4, rng)
        bias = np.zeros(4 * self.units)
        bias[self.units : 2 * self.units] = self.unit_forget_bias
        return lstm.LSTMParams(*kernels, bias)


def _initial_kernels(features, units, blocks, rng):
    """Return a Glorot-uniform kernel and an orthogonal recurrent kernel, as Keras begins."""
    columns = blocks * units
    return glorot_uniform((features, columns), rng), orthogonal((units, columns), rng)


def same_form(params, arrays):
    """Return arrays as a tuple of the type of `params`, named or not."""
    return params._make(arrays) if hasattr(params, "_make") else tuple(arrays)


class RNN(Layer):
    """Runs a cell over all steps.

    Args:
        cell: a `GRUCell`, `LSTMCell` or `SimpleRNNCell`, or a `Cell` of your own.
        return_sequences: give the output of every step, (N, T, H), instead of the last one,
            (N, H); default False.
        return_state: when called, give a list: the output, then the last state's arrays.
        go_backwards: read the steps in reverse. All outputs are then in the order of reading.
        stateful: begin each batch with the last state of the batch before it, row by row,
            until `reset_state`; default False: begin with zeros.
        zero_output_for_mask: give zeros at masked steps, instead of the output before; default
            False. `Bidirectional` sets it where all steps are given, as in Keras.

    Raises:
        TypeError: what was given is not a cell.
        ValueError: the cell is in another layer already.
    """

    ndim = 3

    def __init__(
        self,
        cell,
        return_sequences=False,
        return_state=False,
        go_backwards=False,
        stateful=False,
        *,
        zero_output_for_mask=False,
        **common,
    ):
        if not isinstance(cell, Cell):
            raise TypeError(f"expected a cell, such as GRUCell(8), but was given {cell!r}")
        if cell.in_a_layer:
            raise ValueError(
                f"this {type(cell).__name__} is in another layer already; make a new one. (In "
                "Keras both would have the same weights)"
            )
        super().__init__(**common)
        cell.in_a_layer = True
        self.cell = cell
        self.units = cell.units
        self.state_size = cell.state_size
        # What runs over all steps, and back; `GRU` and its like have faster ones.
        self.sequence_pair = cell.forward, cell.backward
        self.return_sequences = return_sequences
        self.return_state = return_state
        self.go_backwards = go_backwards
        self.stateful = stateful
        self.zero_output_for_mask = zero_output_for_mask
        self.states = None

    def build(self, input_shape):
        """Make the weights as the cell begins, once its step functions are known to fit."""
        self.features = input_shape[-1]
        require_positive(**{"the last axis of input_shape": self.features})
        if self.cell.checked:
            self.cell.check(self.features)
        params = self.cell.initial_params(self.features, random_generator())
        # In C order, so that an optimiser can walk through the arrays in stretches.
        arrays = [np.array(array, self.dtype, order="C") for array in params]
        self.params = same_form(params, arrays)
        self.built = True

    def unbuilt_copy(self, prefix):
        """Return a layer with the same settings and no weights yet, named `prefix`_name."""
        copied = copy.copy(self)
        copied.name = f"{prefix}_{self}".lower()
        copied.params, copied.built, copied.features, copied.states = (), False, None, None
        return copied

    def reset_state(self):
        """Let the next batch begin with zeros."""
        self.states = None

    def forward(self, inputs, training=False, mask=None, initial_state=None):
        """Run over all steps.

        Args:
            inputs: (N, T, D).
            training: not used; all layers are called alike.
            mask: (N, T) of bool, True at real steps. A masked step carries the state over;
                its output repeats the one before it, and is zero before the first.
            initial_state: array (N, H), or a list of the arrays of a state, [h, c] for an
                LSTM; zeros, or the last state of a stateful layer, by default.

        Returns:
            The output asked for, with `return_state` in a list before the last state; and a
            cache.
        """
        inputs, mask, state = self._as_read(inputs, mask, initial_state)
        run, _ = self.sequence_pair
        outputs, last, cache = run(inputs, state, self.params, mask)
        last = as_arrays(last)
        if self.stateful:
            self.states = [state.copy() for state in last]
        if self.zero_output_for_mask and mask is not None:
            outputs = outputs * mask[..., None]
        returned = outputs if self.return_sequences else outputs[:, -1]
        if self.return_state:
            returned = [returned, *last]
        return returned, (cache, outputs.shape, mask)

    def outputs(self, inputs, training=False, mask=None, initial_state=None):
        """Return the output of `forward`, whose arguments these are.

        A single step, as in a stream, calls the cell's step function: what the fast sequence
        functions prepare pays off only from a few steps on.
        """
        if inputs.shape[1:2] != (1,) or mask is not None:
            return super().outputs(inputs, training, mask, initial_state=initial_state)
        inputs, _, state = self._as_read(inputs, mask, initial_state)
        states = as_arrays(self.cell.step_forward(inputs[:, 0], state, self.params)[0])
        if self.stateful:
            self.states = states
        returned = states[0][:, None] if self.return_sequences else states[0].view()
        returned.flags.writeable = False  # it is the state that the next step begins with
        if self.return_state:
            return [returned, *(state.copy() for state in states)]
        return returned

    def backward(self, d_outputs, cache):
        """Return the gradient of the inputs, and those of the weights in Keras' order.

        Args:
            d_outputs: gradient of what `forward` returned, in the same form.
            cache: what `forward` returned.
        """
        d_inputs, _, grads = self.backward_to_state(d_outputs, cache)
        return d_inputs, grads

    def backward_to_state(self, d_outputs, cache):
        """Return what `backward` does, with the gradient of the initial state in the middle."""
        cache, shape, mask = cache
        d_outputs, d_last = self._gradients_of_steps(d_outputs, shape, mask)
        _, run_back = self.sequence_pair
        d_inputs, d_first, grads = run_back(d_outputs, as_state(d_last), cache)
        d_inputs = d_inputs[:, ::-1] if self.go_backwards else d_inputs
        return d_inputs, as_arrays(d_first), list(grads)

    def state_gradients(self, inputs, d_outputs, mask=None, initial_state=None):
        """Return the gradient that reaches the state after each step, in the order of reading.

        Args:
            inputs, mask, initial_state: what `forward` was given.
            d_outputs: gradient of what it returned.

        Returns:
            A list with an array (N, T, size) for each of a state.
        """
        outputs, cache = self._run_cell(inputs, mask, initial_state)
        d_outputs, d_last = self._gradients_of_steps(d_outputs, outputs.shape, cache.mask)
        step_backward = self.cell.step_backward
        return as_arrays(state_gradients(step_backward, d_outputs, as_state(d_last), cache))

    def trace(self, inputs, mask=None, initial_state=None):
        """Return gates, candidate and state of every step by name, each (N, T, H).

        A GRU gives z, r, candidate, h; an LSTM i, f, candidate, o, c, h; a plain network h; a
        cell of your own the arrays of its state, without names. Steps are in the order of
        reading.
        """
        _, cache = self._run_cell(np.asarray(inputs, self.dtype), mask, initial_state)
        return self.cell.trace(cache)

    def output_shape(self, input_shape):
        """Return (T, units) or (units,)."""
        return (input_shape[0], self.units) if self.return_sequences else (self.units,)

    def output_mask(self, inputs, mask):
        """Return the mask if there are steps left for it."""
        return mask if self.return_sequences else None

    def _run_cell(self, inputs, mask, initial_state):
        """Return the outputs of the cell's own loop, which keeps every step, and its cache."""
        inputs, mask, state = self._as_read(inputs, mask, initial_state)
        outputs, _, cache = self.cell.forward(inputs, state, self.params, mask)
        return outputs, cache

    def _as_read(self, inputs, mask, state):
        """Return inputs and mask in the order of reading, and the state to begin with.

        That is the one given, the last one of a stateful layer, or zeros.

        Raises:
            ValueError: one of them has a shape that does not fit; says which.
        """
        self.check(inputs.shape)
        state = self.states if state is None and self.stateful else state
        expected = [(len(inputs), size) for size in as_arrays(self.state_size)]
        if state is None:
            arrays = [np.zeros(shape, self.dtype) for shape in expected]
        else:
            arrays = [real_array(one, "initial_state", self.dtype) for one in as_arrays(state)]
        shapes = [array.shape for array in arrays]
        if shapes != expected:
            raise ValueError(
                f"{self} was given an initial state of {len(arrays)} arrays with shapes "
                f"{shapes}; expected {len(expected)} of shape {expected[0]}"
            )
        state = as_state(arrays)
        mask = self.check_mask(mask, inputs.shape)
        if self.go_backwards:
            inputs, mask = inputs[:, ::-1], None if mask is None else mask[:, ::-1]
        return inputs, mask, state

    def _gradients_of_steps(self, d_outputs, shape, mask):
        """Return gradients of the outputs of all steps, (N, T, H), and of the last state."""
        sizes = as_arrays(self.state_size)
        d_last = [np.zeros((shape[0], size), self.dtype) for size in sizes]
        if self.return_state:
            d_outputs, *d_last = d_outputs
        if self.return_sequences:
            if self.zero_output_for_mask and mask is not None:
                d_outputs = d_outputs * mask[..., None]
            return d_outputs, d_last
        # The last output is the last state, in rows that have shown one: no need for
        # gradients of all the other steps, which are zero.
        if mask is not None:
            shown = mask[:, -1] if self.zero_output_for_mask else mask.any(axis=1)
            d_outputs = d_outputs * shown[:, None]
        d_last[0] = d_last[0] + d_outputs
        return np.broadcast_to(self.dtype.type(0), shape), d_last


class SimpleRNN(RNN):
    """A plain recurrent network with tanh (see `rnn.py`).

    Args:
        units: size of the hidden state.
        arguments: the others of `RNN`.
    """

    def __init__(self, units, **arguments):
        super().__init__(SimpleRNNCell(units), **arguments)
        self.sequence_pair = fast.rnn_forward, fast.rnn_backward


class GRU(RNN):
    """A gated recurrent unit in Keras' default convention (see `gru.py`).

    Args:
        units: size of the hidden state.
        reset_after: must be True, the default (see `GRUCell`).
        arguments: the others of `RNN`.
    """

    def __init__(self, units, *, reset_after=True, **arguments):
        super().__init__(GRUCell(units, reset_after=reset_after), **arguments)
        self.sequence_pair = fast.gru_forward, fast.gru_backward


class LSTM(RNN):
    """A long short-term memory (see `lstm.py`); its state is a pair, [h, c].

    Args:
        units: size of the hidden state.
        unit_forget_bias: begin with a bias of 1 for the forget gate; default True (see
            `LSTMCell`).
        arguments: the others of `RNN`.
    """

    def __init__(self, units, *, unit_forget_bias=True, **arguments):
        super().__init__(LSTMCell(units, unit_forget_bias=unit_forget_bias), **arguments)
        self.sequence_pair = fast.lstm_forward, fast.lstm_backward
