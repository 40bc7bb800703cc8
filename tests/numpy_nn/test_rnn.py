"""The plain recurrent network: what every cell must do, and errors in it that are caught."""

import numpy as np
import pytest
from keras_recurrence import assert_same_results
from recurrence_cases import Cell, keras_twin, make_case, only, run_steps
from recurrence_contract import RecurrenceContract

from coursepkg.numpy_nn import rnn

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
)


class TestRNN(RecurrenceContract):
    cell = RNN


def without_bias(params):
    return params._replace(bias=np.zeros_like(params.bias))


def transposed(params):
    return params._replace(recurrent_kernel=params.recurrent_kernel.T)


def without_past(params):
    return params._replace(recurrent_kernel=np.zeros_like(params.recurrent_kernel))


@pytest.mark.parametrize("breaking", [without_bias, transposed, without_past])
def test_comparison_with_keras_catches(breaking):
    case = make_case(RNN)

    def step(x, h_prev, params):
        return rnn.rnn_step_forward(x, h_prev, breaking(params))

    broken = run_steps(RNN._replace(step_forward=step), case).h
    with pytest.raises(AssertionError):
        assert_same_results(broken, keras_twin(RNN, case).h, 1e-2)
