"""The LSTM: what every cell must do, and what only this one does."""

import numpy as np
import pytest
from keras_recurrence import assert_same_results
from recurrence_cases import LSTM, keras_twin, make_case, run_sequence
from recurrence_contract import RecurrenceContract

from coursepkg.numpy_nn import lstm


class TestLSTM(RecurrenceContract):
    cell = LSTM


@pytest.mark.parametrize("order", [(1, 0, 2, 3), (0, 1, 3, 2), (3, 1, 2, 0), (0, 2, 1, 3)])
def test_comparison_with_keras_catches_other_gate_orders(order):
    case = make_case(LSTM)

    def reordered(weight):
        blocks = np.split(weight, 4, axis=-1)
        return np.concatenate([blocks[place] for place in order], axis=-1)

    broken = case._replace(params=lstm.LSTMParams(*map(reordered, case.params)))
    with pytest.raises(AssertionError):
        assert_same_results(run_sequence(LSTM, broken).h, keras_twin(LSTM, case).h, 1e-2)


def test_cell_keeps_its_value_while_gates_are_shut():
    params = lstm.LSTMParams(np.zeros((1, 4)), np.zeros((1, 4)), np.zeros(4))
    params.bias[:] = [-800, 800, 3, 0]  # nothing in, nothing forgotten
    state0 = lstm.LSTMState(np.zeros((1, 1)), np.array([[7.0]]))
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        h, last, cache = lstm.lstm_forward(np.ones((1, 5, 1)), state0, params)
    assert last.c == state0.c
    assert (lstm.lstm_trace(cache).c == 7).all()
    np.testing.assert_allclose(h, 0.5 * np.tanh(7))
