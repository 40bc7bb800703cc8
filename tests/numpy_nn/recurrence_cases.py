"""Cells under test, random arguments for them, and ways to run them.

N, T, D and H all differ, and every weight, bias and initial state is random, so that no two
axes, blocks or biases can be exchanged without a test noticing.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from keras_recurrence import SequenceResult, run_keras

from coursepkg.numpy_nn import fast, gru, lstm, rnn, state_gradients


class Cell(NamedTuple):
    """A cell under test: its functions, and how its weights and its state are laid out."""

    keras_name: str
    params_type: type
    blocks: int  # of width H in each weight
    bias_rows: tuple  # leading shape of the bias
    state_type: Any  # called with the arrays of a state
    state_parts: int
    step_forward: Callable
    step_backward: Callable
    forward: Callable
    backward: Callable
    trace: Callable
    fast_pair: tuple  # forward and backward of `fast`

    @property
    def fast(self):
        """The same cell with the fast sequence pair."""
        forward, backward = self.fast_pair
        return self._replace(forward=forward, backward=backward)

    def random_params(self, rng, inputs, units, dtype="float64"):
        width = self.blocks * units
        shapes = [(inputs, width), (units, width), (*self.bias_rows, width)]
        return self.params_type(
            *(rng.normal(scale=0.6, size=shape).astype(dtype) for shape in shapes)
        )

    def random_state(self, rng, n, units, dtype="float64"):
        parts = (rng.normal(size=(n, units)).astype(dtype) for _ in range(self.state_parts))
        return self.state_type(*parts)

    def parts(self, state):
        return [state] if self.state_parts == 1 else list(state)


def only(state):
    """Return the state of a cell whose state is one array."""
    return state


RNN = Cell(
    keras_name="SimpleRNN",
    params_type=rnn.RNNParams,
    blocks=1,
    bias_rows=(),
    state_type=only,
    state_parts=1,
    step_forward=rnn.rnn_step_forward,
    step_backward=rnn.rnn_step_backward,
    forward=rnn.rnn_forward,
    backward=rnn.rnn_backward,
    trace=rnn.rnn_trace,
    fast_pair=(fast.rnn_forward, fast.rnn_backward),
)

LSTM = Cell(
    keras_name="LSTM",
    params_type=lstm.LSTMParams,
    blocks=4,
    bias_rows=(),
    state_type=lstm.LSTMState,
    state_parts=2,
    step_forward=lstm.lstm_step_forward,
    step_backward=lstm.lstm_step_backward,
    forward=lstm.lstm_forward,
    backward=lstm.lstm_backward,
    trace=lstm.lstm_trace,
    fast_pair=(fast.lstm_forward, fast.lstm_backward),
)

GRU = Cell(
    keras_name="GRU",
    params_type=gru.GRUParams,
    blocks=3,
    bias_rows=(2,),
    state_type=only,
    state_parts=1,
    step_forward=gru.gru_step_forward,
    step_backward=gru.gru_step_backward,
    forward=gru.gru_forward,
    backward=gru.gru_backward,
    trace=gru.gru_trace,
    fast_pair=(fast.gru_forward, fast.gru_backward),
)


class Case(NamedTuple):
    """Arguments of a sequence pair."""

    x: np.ndarray
    initial: Any
    params: Any
    dh: np.ndarray
    d_last: Any


def make_case(cell, n=5, steps=7, inputs=3, units=4, dtype="float64", seed=0):
    rng = np.random.default_rng(seed)
    return Case(
        x=rng.normal(size=(n, steps, inputs)).astype(dtype),
        initial=cell.random_state(rng, n, units, dtype),
        params=cell.random_params(rng, inputs, units, dtype),
        dh=rng.normal(size=(n, steps, units)).astype(dtype),
        d_last=cell.random_state(rng, n, units, dtype),
    )


def masks(n=5, steps=7):
    """Masks by name: padding on either side, holes, a batch of everything."""
    late, early, holes = np.ones((3, n, steps), bool)
    for row in range(n):
        late[row, : row % 4] = False
        early[row, steps - row % 4 :] = False
        holes[row, 2 + row % 3] = False
    mixed = np.stack([late[3], early[3], holes[1], np.zeros(steps, bool), np.ones(steps, bool)])
    return {"none": None, "left": late, "right": early, "holes": holes, "mixed": mixed}


def run_sequence(cell, case, mask=None):
    """Return the `SequenceResult` of the sequence pair."""
    h, last, cache = cell.forward(case.x, case.initial, case.params, mask)
    return run_backward(cell, case, h, last, cache)


def run_backward(cell, case, h, last, cache):
    """Return the `SequenceResult` that follows from what the forward pass returned."""
    dx, d_initial, grads = cell.backward(case.dh, case.d_last, cache)
    return SequenceResult(h, cell.parts(last), dx, cell.parts(d_initial), list(grads))


def run_state_gradients(cell, case, mask=None):
    """Return the gradients that reach the states, a list of (N, T, H)."""
    _, _, cache = cell.forward(case.x, case.initial, case.params, mask)
    return cell.parts(state_gradients(cell.step_backward, case.dh, case.d_last, cache))


def keras_twin(cell, case, mask=None):
    """Return the `SequenceResult` of Keras' layer."""
    initial, d_last = cell.parts(case.initial), cell.parts(case.d_last)
    return run_keras(cell.keras_name, case.x, initial, case.params, mask, case.dh, d_last)
