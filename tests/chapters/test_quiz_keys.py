"""Keys of quizzes that can be tried out, tried out on the package."""

import numpy as np
import pytest

from coursepkg import numpy_nn as nn
from coursepkg.numpy_nn import rnn
from coursepkg.numpy_nn.activations import softmax, softmax_backward
from coursepkg.variants import conventions


@pytest.fixture
def step():
    """Arguments of one step of a plain cell: x, h_prev, params."""
    rng = np.random.default_rng(11)
    weights = rng.normal(size=(3, 4)), rng.normal(size=(4, 4)), rng.normal(size=4)
    return [rng.normal(size=(5, 3)), rng.normal(size=(5, 4)), rnn.RNNParams(*weights)]


def named(forward, backward, arguments):
    """Return the gradients that `check_vjp` calls wrong."""
    with pytest.raises(AssertionError) as caught:
        nn.check_vjp(forward, backward, arguments, np.random.default_rng(12))
    names = ("x", "h_prev", "params.kernel", "params.recurrent_kernel", "params.bias")
    return {name for name in names if f"{name} (relative" in str(caught.value)}


def test_what_names_the_recurrent_kernel_alone(step):
    """`bptt` 5: the line of dU, and the state that this line is handed, and nothing else."""

    def kept_the_wrong_state(x, h_prev, params):
        h, cache = rnn.rnn_step_forward(x, h_prev, params)
        return h, cache._replace(h_prev=h)

    def wrong_line(dh, cache):
        dx, dh_prev, grads = rnn.rnn_step_backward(dh, cache)
        return dx, dh_prev, grads._replace(recurrent_kernel=2 * grads.recurrent_kernel)

    def transposed(x, h_prev, params):
        turned = params._replace(recurrent_kernel=params.recurrent_kernel.T)
        h, cache = rnn.rnn_step_forward(x, h_prev, turned)
        return h, cache._replace(params=params)

    forward, backward = rnn.rnn_step_forward, rnn.rnn_step_backward
    alone = {"params.recurrent_kernel"}
    assert named(kept_the_wrong_state, backward, step) == alone
    assert named(forward, wrong_line, step) == alone
    assert named(transposed, backward, step) == alone | {"h_prev"}


def test_what_softmax_sends_back():
    """`answer` 2 and 5: with cross-entropy, and with the squared error of probabilities."""
    forward = nn.losses.sparse_categorical_crossentropy_from_logits_forward
    backward = nn.losses.sparse_categorical_crossentropy_from_logits_backward

    def of_surprise(probabilities, true):
        _, cache = forward(np.array([true]), np.log([probabilities]))
        return backward(np.ones(1), cache)[0]

    np.testing.assert_allclose(of_surprise([0.2, 0.5, 0.3], 2), [0.2, 0.5, -0.7])
    unlikely = np.array([0.001, 0.999])
    assert of_surprise(unlikely, 0)[0] == pytest.approx(-0.999)
    d_probabilities = 2 * (unlikely - [1, 0])
    assert d_probabilities[0] == pytest.approx(-2, abs=0.01)
    d_scores = softmax_backward(d_probabilities, unlikely)
    assert d_scores[0] == pytest.approx(-0.004, abs=1e-4)


def test_what_a_common_summand_of_all_scores_changes():
    """`answer` 3: nothing, and a common factor does."""
    scores = np.random.default_rng(14).normal(size=27)
    np.testing.assert_allclose(softmax(scores + 5), softmax(scores))
    assert softmax(scores * 5).max() > softmax(scores).max() + 0.1


def test_pytorchs_weights_fit_once_they_are_transposed_whatever_their_order():
    """`notation` 5: as they are they do not fit; turned, nothing complains of the gates."""
    rng = np.random.default_rng(13)
    stored = [rng.normal(size=(12, 3)), rng.normal(size=(12, 4)), rng.normal(size=(2, 12))]
    ours = nn.GRU(4, dtype="float64")
    ours.build((None, 3))
    with pytest.raises(ValueError, match="weight 0"):
        ours.set_weights(stored)
    turned = [stored[0].T, stored[1].T, stored[2]]
    ours.set_weights(turned)
    x = rng.normal(size=(2, 5, 3))
    wrong = ours(x)
    ours.set_weights(conventions.gru_from_pytorch([*stored[:2], *stored[2]]))
    assert np.abs(ours(x) - wrong).max() > 0.1


def gradients_by_lag(matrix, state, steps=12):
    """Return the sizes of a gradient in a plain cell whose bias holds it at a state, (2,)."""
    bias = np.arctanh(state) - state @ matrix
    params = rnn.RNNParams(np.zeros((1, 2)), matrix, bias)
    h, _, cache = rnn.rnn_forward(np.zeros((1, steps, 1)), state[None], params)
    d_last = np.array([[1.0, 0.0]])
    d_states = nn.state_gradients(rnn.rnn_step_backward, np.zeros_like(h), d_last, cache)
    return np.linalg.norm(d_states[0], axis=-1)[::-1]


def test_eigenvalues_of_zero_do_not_decide_what_becomes_of_a_gradient():
    """`vanishing` 2: it may double with every step, or be gone after the first."""
    trap, state = 4 * np.array([[1.0, -1.0], [1.0, -1.0]]), np.array([0.0, np.sqrt(0.5)])
    np.testing.assert_array_equal(trap @ trap, 0)
    assert np.linalg.norm(trap, 2) == pytest.approx(8)
    growing = gradients_by_lag(trap, state)
    np.testing.assert_allclose(growing[2:] / growing[1:-1], 2, rtol=1e-3)
    np.testing.assert_array_equal(gradients_by_lag(0 * trap, state)[1:], 0)


def test_biases_that_are_logarithms_give_time_scales_that_are_spread_evenly():
    """`memory` 4: from 2 to T = 100, with as many units in each fourth of that."""
    biases = np.log(np.random.default_rng(14).uniform(1, 99, size=20_000))
    scales = 1 / (1 - 1 / (1 + np.exp(-biases)))
    assert 2 <= scales.min() < 2.1
    assert 99.9 < scales.max() <= 100
    np.testing.assert_allclose(
        np.quantile(scales, [0.25, 0.5, 0.75]), [26.5, 51, 75.5], rtol=0.03
    )


def test_a_not_that_never_fades_spoils_the_next_sentence():
    """`rnn` 4: with a weight of 2, *good* is blame after *not good*, and praise from zeros."""
    cell = rnn.RNNParams(
        np.array([[1.0, 0], [0, 1]]), np.array([[2.0, -2], [0, 0]]), np.zeros(2)
    )
    not_good_good = np.array([[[1.0, 0], [0, 1], [0, 1]]])
    carried, _, _ = rnn.rnn_forward(not_good_good, np.zeros((1, 2)), cell)
    anew, _, _ = rnn.rnn_forward(not_good_good[:, 2:], np.zeros((1, 2)), cell)
    assert carried[0, 1, 1] < 0
    assert carried[0, 2, 1] < 0 < anew[0, 0, 1]
    assert np.abs(carried).max() < 1
