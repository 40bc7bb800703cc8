"""Weights written by hand for what a page may not call impossible.

The pages say "did not learn it". Each network here does what a trained one did not.
"""

import numpy as np

from coursepkg.data.series import adding
from coursepkg.numpy_nn.gru import GRUParams, gru_forward
from coursepkg.numpy_nn.rnn import RNNParams, rnn_forward
from coursepkg.variants.min_gru import MinGRUParams, min_gru_forward

OPEN, STEPS = 40.0, 10


def test_one_layer_of_a_minimal_gru_can_hold_the_first_of_ten_symbols():
    """Ten units with fixed z keep ten different sums; a read-out solves them for the first."""
    z = np.linspace(0.05, 0.95, STEPS)
    bias = np.concatenate([np.log(z / (1 - z)), np.zeros(STEPS)])
    symbols = np.random.default_rng(0).integers(4, size=(500, STEPS))
    kernel = np.zeros((1, 2 * STEPS))
    kernel[0, STEPS:] = 1  # the candidate is the symbol itself
    _, last, _ = min_gru_forward(
        symbols[..., None].astype(float), np.zeros((500, STEPS)), MinGRUParams(kernel, bias)
    )
    # Column t of these shares is what step t adds to each unit's last state.
    shares = (1 - z)[:, None] * z[:, None] ** np.arange(STEPS)[::-1]
    read_out = np.linalg.solve(shares.T, np.eye(STEPS)[0])
    np.testing.assert_allclose(last @ read_out, symbols[:, 0], atol=1e-6)
    assert (read_out < 0).any()


def test_three_tanh_units_can_add_over_fifty_steps():
    """Two units let a marked number in and keep others out; the third adds, one step later."""
    small = 1e-3
    kernel = np.array([[small, 0, 0], [OPEN, OPEN, 0]])  # of the number and of its mark
    recurrent_kernel = np.array([[0.0, 0, 1], [0, 0, -1], [0, 0, 1]])
    params = RNNParams(kernel, recurrent_kernel, np.array([-OPEN, -OPEN, 0]))
    x, y = adding(np.random.default_rng(1), 200, 50)
    x, y = x.astype(float), y.reshape(-1)
    _, last, _ = rnn_forward(x, np.zeros((200, 3)), params)
    total = (last[:, 2] + last[:, 0] - last[:, 1]) / small
    assert np.mean((total - y) ** 2) < 0.01 * np.var(y)


def test_a_gru_can_keep_a_running_total_while_it_is_small():
    """z = 0 and r = 1 make the candidate tanh(h + x): nearly the sum, far below 1."""
    params = GRUParams(
        kernel=np.array([[0.0, 0, 1]]),
        recurrent_kernel=np.array([[0.0, 0, 1]]),
        bias=np.array([[-OPEN, OPEN, 0], [0, 0, 0]]),
    )
    x = np.random.default_rng(2).uniform(-1e-4, 1e-4, size=(20, 50, 1))
    h, _, _ = gru_forward(x, np.zeros((20, 1)), params)
    np.testing.assert_allclose(h, x.cumsum(axis=1), atol=1e-7)
