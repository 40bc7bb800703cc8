"""What the sequence pairs share."""

import numpy as np
import pytest
from recurrence_cases import GRU

from coursepkg.numpy_nn.fast import sequences


@pytest.mark.parametrize(
    ("steps", "n", "size"),
    [(1, 1, 1), (7, 2, 3), (200, 32, 128), (2000, 32, 128), (33, 900, 900)],
)
def test_stretches_cover_every_step_once(steps, n, size):
    cuts = sequences.stretches(steps, n, size)
    assert [step for cut in cuts for step in range(steps)[cut]] == [*range(steps)]
    assert len(cuts) <= max(sequences.MOST_STRETCHES, 1)


def test_stretches_fit_the_cache_where_they_can():
    assert sequences.stretches(200, 32, 128)[0] == slice(
        0, sequences.STRETCH_SIZE // (32 * 128)
    )


def test_multiplications_of_a_pass():
    rng = np.random.default_rng(0)
    assert sequences.multiplications(np.empty((7, 5, 3)), GRU.random_params(rng, 3, 4)) == (
        7 * 5 * (3 * 12 + 4 * 12)
    )


def test_one_matrix_a_gate():
    weight = np.arange(24.0).reshape(2, 12)
    blocks = sequences.by_gate(weight, 3)
    for block, columns in zip(blocks, np.split(weight, 3, axis=1), strict=True):
        np.testing.assert_array_equal(block, columns)


def test_a_mask_of_real_steps_is_no_padding():
    rows, silent = sequences.read_mask(np.ones((2, 3), bool), 3)
    assert rows == [None] * 3
    assert silent is None


def test_outputs_are_silent_until_the_first_real_step():
    mask = np.array([[False, True, False], [False, False, False], [True, False, True]])
    padding = sequences.read_mask(mask, 3)
    states = np.arange(1.0, 10).reshape(3, 3, 1)  # (T, N, H)
    outputs = sequences.outputs_of(states, padding)[:, :, 0]
    np.testing.assert_array_equal(outputs, [[0, 4, 7], [0, 0, 0], [3, 6, 9]])
    gradients = sequences.gradient_of_states(np.ones((3, 3, 1)), padding)[:, :, 0]
    np.testing.assert_array_equal(gradients.T, outputs > 0)
