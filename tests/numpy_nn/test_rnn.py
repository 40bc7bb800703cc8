"""The plain recurrent network: what every cell must do, and errors in it that are caught."""

import numpy as np
import pytest
from keras_recurrence import assert_same_results
from recurrence_cases import RNN, keras_twin, make_case
from recurrence_contract import RecurrenceContract

from coursepkg.numpy_nn import rnn
from coursepkg.numpy_nn.recurrence import sequence_forward


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

    broken, *_ = sequence_forward(step, case.x, case.initial, case.params)
    with pytest.raises(AssertionError):
        assert_same_results(broken, keras_twin(RNN, case).h, 1e-2)
