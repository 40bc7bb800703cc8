"""Recurrent layers: weights, and the choice between the last state and all of them."""

import numpy as np

from . import initializers
from .checks import require_input_shape, require_positive
from .gru import GRUParams, gru_backward, gru_forward
from .layers import Layer


class Recurrent(Layer):
    """What the recurrent layers share; each cell adds its weights and its two functions.

    Args:
        units: size of the hidden state.
        return_sequences: give the state of every step, (N, T, units), instead of the last
            one, (N, units); default False.
    """

    def __init__(self, units, return_sequences=False, name=None, dtype="float32"):
        require_positive(units=units)
        super().__init__(name, dtype)
        self.units = units
        self.return_sequences = return_sequences

    def check(self, shape):
        """Expect (batch, steps, features)."""
        features = self.params.kernel.shape[0] if self.built else None
        require_input_shape(self.name or type(self).__name__, shape, 3, features)

    def forward(self, inputs, training=False, initial_state=None):
        """Run over all steps of (N, T, D), starting from zeros unless given a state (N, units).

        Returns:
            The states asked for, and a cache.
        """
        self.check(inputs.shape)
        if initial_state is None:
            initial_state = np.zeros((len(inputs), self.units), self.dtype)
        states, last, cache = self._run(inputs, initial_state)
        return (states if self.return_sequences else last), (cache, states.shape)

    def backward(self, d_outputs, cache):
        """Return the gradient of the inputs, and those of the weights in Keras' order."""
        cache, shape = cache
        if self.return_sequences:
            d_states, d_last = d_outputs, np.zeros((shape[0], shape[2]), self.dtype)
        else:
            d_states, d_last = np.zeros(shape, self.dtype), d_outputs
        d_inputs, _, grads = self._run_back(d_states, d_last, cache)
        return d_inputs, list(grads)

    def output_shape(self, input_shape):
        """Return (T, units) or (units,)."""
        return (input_shape[0], self.units) if self.return_sequences else (self.units,)


class GRU(Recurrent):
    """A gated recurrent unit in Keras' default convention (see `gru.py`).

    Args:
        units: size of the hidden state.
        return_sequences: give the state of every step instead of the last; default False.
        reset_after: True, the default: the reset gate acts after the recurrent product. The
            other convention is left to you on purpose; the course has an assignment on it.
    """

    def __init__(self, units, return_sequences=False, reset_after=True, **common):
        if not reset_after:
            raise ValueError(
                "reset_after=False is not built here: it is another model, and writing it is "
                "an exercise of this course. Keras' own GRU has it"
            )
        super().__init__(units, return_sequences, **common)

    def build(self, input_shape):
        """Make the weights: Glorot-uniform, orthogonal, and zero biases, as Keras does."""
        features = input_shape[-1]
        self.params = GRUParams(
            kernel=self._initial(initializers.glorot_uniform, (features, 3 * self.units)),
            recurrent_kernel=self._initial(
                initializers.orthogonal, (self.units, 3 * self.units)
            ),
            bias=self._initial(initializers.zeros, (2, 3 * self.units)),
        )
        self.built = True

    def _run(self, inputs, initial_state):
        return gru_forward(inputs, initial_state, self.params)

    def _run_back(self, d_states, d_last, cache):
        return gru_backward(d_states, d_last, cache)
