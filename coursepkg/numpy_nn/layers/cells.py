"""The three recurrent layers: each names the pure functions of its cell."""

from .. import initializers
from ..gru import GRUParams, gru_backward, gru_forward, gru_step_forward, gru_trace
from ..lstm import LSTMParams, lstm_backward, lstm_forward, lstm_step_forward, lstm_trace
from ..rnn import RNNParams, rnn_backward, rnn_forward, rnn_step_forward, rnn_trace
from .recurrent import Recurrent


class SimpleRNN(Recurrent):
    """A plain recurrent network with tanh (see `rnn.py`); arguments as in `Recurrent`."""

    params_type = RNNParams
    cell_step = staticmethod(rnn_step_forward)
    cell_forward = staticmethod(rnn_forward)
    cell_backward = staticmethod(rnn_backward)
    _trace = staticmethod(rnn_trace)


class GRU(Recurrent):
    """A gated recurrent unit in Keras' default convention (see `gru.py`).

    Args:
        units: size of the hidden state.
        reset_after: True, the default: the reset gate acts after the recurrent product. The
            other convention is left to you on purpose; the course has an assignment on it.
        arguments: the others of `Recurrent`.
    """

    blocks = 3
    params_type = GRUParams
    cell_step = staticmethod(gru_step_forward)
    cell_forward = staticmethod(gru_forward)
    cell_backward = staticmethod(gru_backward)
    _trace = staticmethod(gru_trace)

    def __init__(self, units, reset_after=True, **arguments):
        if not reset_after:
            raise ValueError(
                "reset_after=False is not built here: it is another model, and writing it is "
                "an exercise of this course. Keras' own GRU has it"
            )
        super().__init__(units, **arguments)

    def _initial_bias(self, columns):
        return self._initial(initializers.zeros, (2, columns))


class LSTM(Recurrent):
    """A long short-term memory (see `lstm.py`); its state is a pair, [h, c].

    Args:
        units: size of the hidden state.
        unit_forget_bias: begin with a bias of 1 for the forget gate, so that a new network
            remembers; default True (Jozefowicz et al. 2015).
        arguments: the others of `Recurrent`.
    """

    blocks = 4
    state_size = 2
    params_type = LSTMParams
    _trace = staticmethod(lstm_trace)

    def __init__(self, units, unit_forget_bias=True, **arguments):
        super().__init__(units, **arguments)
        self.unit_forget_bias = unit_forget_bias

    def _initial_bias(self, columns):
        bias = super()._initial_bias(columns)
        if self.unit_forget_bias:
            bias[self.units : 2 * self.units] = 1
        return bias

    def _step(self, inputs, states):
        return list(lstm_step_forward(inputs, states, self.params)[0])

    def _run(self, inputs, states, mask):
        outputs, last, cache = lstm_forward(inputs, states, self.params, mask)
        return outputs, list(last), cache

    def _run_back(self, d_outputs, d_last, cache, d_states):
        d_inputs, d_first, grads = lstm_backward(d_outputs, d_last, cache, d_states)
        return d_inputs, list(d_first), grads
