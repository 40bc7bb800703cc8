"""What recurrent layers share: weights, initial states, and the choice of what to give."""

import numpy as np

from .. import initializers
from ..checks import require_input_shape, require_mask, require_positive, require_states
from .base import Layer


class Recurrent(Layer):
    """The base of `SimpleRNN`, `GRU` and `LSTM`, which name their cell's functions and weights.

    Args:
        units: size of the hidden state, H.
        return_sequences: give the output of every step, (N, T, H), instead of the last one,
            (N, H); default False.
        return_state: when called, give a list: the output, then the last state's arrays.
        go_backwards: read the steps in reverse. All outputs are then in the order of reading.
        stateful: begin each batch with the last state of the batch before it, row by row,
            until `reset_state`; default False: begin with zeros.
        zero_output_for_mask: give zeros at masked steps, instead of the output before; default
            False. `Bidirectional` sets it where all steps are given, as in Keras.
    """

    blocks = 1  # of weights side by side: one for each gate and the candidate
    state_size = 1  # arrays in a state

    def __init__(
        self,
        units,
        return_sequences=False,
        return_state=False,
        go_backwards=False,
        stateful=False,
        zero_output_for_mask=False,
        **common,
    ):
        require_positive(units=units)
        super().__init__(**common)
        self.units = units
        self.return_sequences = return_sequences
        self.return_state = return_state
        self.go_backwards = go_backwards
        self.stateful = stateful
        self.zero_output_for_mask = zero_output_for_mask
        self.states = None

    def build(self, input_shape):
        """Make the weights: Glorot-uniform, orthogonal, and biases as the cell begins."""
        features, columns = input_shape[-1], self.blocks * self.units
        self.params = self.params_type(
            kernel=self._initial(initializers.glorot_uniform, (features, columns)),
            recurrent_kernel=self._initial(initializers.orthogonal, (self.units, columns)),
            bias=self._initial_bias(columns),
        )
        self.built = True

    def check(self, shape):
        """Expect (batch, steps, features)."""
        features = self.params.kernel.shape[0] if self.built else None
        require_input_shape(self._label(), shape, 3, features)

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
                LSTM; zeros, or the state kept by a stateful layer, by default.

        Returns:
            The output asked for, with `return_state` in a list before the last state; and a
            cache.
        """
        self.check(inputs.shape)
        states = self._initial_states(initial_state, len(inputs))
        if mask is not None:
            mask = require_mask(self._label(), mask, inputs.shape)
        if self.go_backwards:
            inputs, mask = inputs[:, ::-1], None if mask is None else mask[:, ::-1]
        outputs, last, cache = self._run(inputs, states, mask)
        if self.stateful:
            self.states = last
        if self.zero_output_for_mask and mask is not None:
            outputs = outputs * mask[..., None]
        given = outputs if self.return_sequences else outputs[:, -1]
        return ([given, *last] if self.return_state else given), (cache, outputs.shape, mask)

    def outputs(self, inputs, training=False, mask=None, initial_state=None):
        """Return the output of `forward`, whose arguments these are.

        A single step, as in a stream, takes the cell's step function: what the function for
        sequences prepares is worth its while only from a few steps on.
        """
        if inputs.shape[1:2] != (1,) or mask is not None:
            return super().outputs(inputs, training, mask, initial_state=initial_state)
        self.check(inputs.shape)
        states = self._step(inputs[:, 0], self._initial_states(initial_state, len(inputs)))
        if self.stateful:
            self.states = states
        given = states[0][:, None] if self.return_sequences else states[0].view()
        given.flags.writeable = False  # it is the state that the next step begins with
        return [given, *states] if self.return_state else given

    def backward(self, d_outputs, cache, d_states=None):
        """Return the gradient of the inputs, and those of the weights in Keras' order.

        Args:
            d_outputs: gradient of what `forward` returned, in the same form.
            cache: what `forward` returned.
            d_states: arrays (N, T, H), one for each of a state, to be filled with the
                gradient that reaches the state after each step, in the order of reading.
        """
        d_inputs, _, grads = self.backward_to_state(d_outputs, cache, d_states)
        return d_inputs, grads

    def backward_to_state(self, d_outputs, cache, d_states=None):
        """Return what `backward` does, with the gradient of the initial state in the middle."""
        cache, shape, mask = cache
        d_last = [np.zeros((shape[0], shape[2]), self.dtype) for _ in range(self.state_size)]
        if self.return_state:
            d_outputs, *d_last = d_outputs
        if self.return_sequences:
            if self.zero_output_for_mask and mask is not None:
                d_outputs = d_outputs * mask[..., None]
        else:
            # The last output is the last state, in rows that have shown one: no need for
            # gradients of all the other steps, which are zero.
            if mask is not None:
                shown = mask[:, -1] if self.zero_output_for_mask else mask.any(axis=1)
                d_outputs = d_outputs * shown[:, None]
            d_last[0] = d_last[0] + d_outputs
            d_outputs = np.broadcast_to(self.dtype.type(0), shape)
        d_inputs, d_first, grads = self._run_back(d_outputs, d_last, cache, d_states)
        return (d_inputs[:, ::-1] if self.go_backwards else d_inputs), d_first, list(grads)

    def trace(self, inputs, mask=None, initial_state=None):
        """Return gates, candidate and state of every step by name, each (N, T, H).

        A GRU gives z, r, candidate, h; an LSTM i, f, candidate, o, c, h; a plain network h.
        Steps are in the order of reading.
        """
        inputs = np.asarray(inputs, self.dtype)
        _, (cache, *_) = self.forward(inputs, mask=mask, initial_state=initial_state)
        return self._trace(cache)

    def output_shape(self, input_shape):
        """Return (T, units) or (units,)."""
        return (input_shape[0], self.units) if self.return_sequences else (self.units,)

    def output_mask(self, inputs, mask):
        """Return the mask if there are steps left for it."""
        return mask if self.return_sequences else None

    def _initial_states(self, given, rows):
        if given is None:
            given = self.states if self.stateful else None
        shape = (rows, self.units)
        if given is None:
            return [np.zeros(shape, self.dtype) for _ in range(self.state_size)]
        given = [given] if isinstance(given, np.ndarray) else list(given)
        return require_states(self._label(), given, self.state_size, shape, self.dtype)

    def _initial_bias(self, columns):
        return self._initial(initializers.zeros, (columns,))

    def _step(self, inputs, states):
        return [self.cell_step(inputs, states[0], self.params)[0]]

    def _run(self, inputs, states, mask):
        outputs, last, cache = self.cell_forward(inputs, states[0], self.params, mask)
        return outputs, [last], cache

    def _run_back(self, d_outputs, d_last, cache, d_states):
        d_states = None if d_states is None else d_states[0]
        d_inputs, d_first, grads = self.cell_backward(d_outputs, d_last[0], cache, d_states)
        return d_inputs, [d_first], grads
