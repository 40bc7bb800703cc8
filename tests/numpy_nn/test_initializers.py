import numpy as np
import pytest

from coursepkg.numpy_nn import GRU, Dense, initializers, set_random_seed


@pytest.mark.parametrize("shape", [(6, 18), (18, 6), (5, 5)])
def test_orthogonal(shape):
    matrix = initializers.orthogonal(shape, np.random.default_rng(1))
    smaller = matrix @ matrix.T if shape[0] <= shape[1] else matrix.T @ matrix
    np.testing.assert_allclose(smaller, np.eye(min(shape)), atol=1e-12)


def test_orthogonal_prefers_no_direction():
    """Without the correction of QR's signs, the first entry would have one sign only."""
    rng = np.random.default_rng(2)
    corners = [initializers.orthogonal((2, 2), rng)[0, 0] for _ in range(2000)]
    assert abs(np.mean(corners)) < 0.06


def test_glorot_uniform_has_its_limit_and_variance():
    matrix = initializers.glorot_uniform((200, 300), np.random.default_rng(3))
    limit = np.sqrt(6 / 500)
    assert np.abs(matrix).max() <= limit
    assert matrix.std() == pytest.approx(limit / np.sqrt(3), rel=0.01)
    assert abs(matrix.mean()) < 0.001


def test_uniform_has_its_limit():
    matrix = initializers.uniform((100, 50), np.random.default_rng(4))
    assert 0.049 < np.abs(matrix).max() <= 0.05


def test_layers_begin_as_in_keras():
    set_random_seed(5)
    gru, dense = GRU(4), Dense(3)
    gru.build((7, 2))
    dense.build((4,))
    assert np.abs(gru.params.kernel).max() <= np.sqrt(6 / (2 + 12))
    recurrent = gru.params.recurrent_kernel
    np.testing.assert_allclose(recurrent @ recurrent.T, np.eye(4), atol=1e-6)
    assert not gru.params.bias.any()
    assert not dense.params.bias.any()
    assert np.abs(dense.params.kernel).max() <= np.sqrt(6 / 7)


def test_the_seed_decides():
    def kernel(seed):
        set_random_seed(seed)
        layer = Dense(3)
        layer.build((4,))
        return layer.params.kernel

    np.testing.assert_array_equal(kernel(1), kernel(1))
    assert (kernel(1) != kernel(2)).all()


def test_numpys_own_random_state_is_left_alone():
    before = np.random.get_state()[1].copy()  # noqa: NPY002 -- its global state is the point
    set_random_seed(6)
    Dense(3).build((4,))
    np.testing.assert_array_equal(before, np.random.get_state()[1])  # noqa: NPY002


@pytest.mark.parametrize("seed", [-1, 1.0, "1", None, [1, 2]])
def test_seeds_that_are_none(seed):
    with pytest.raises(ValueError, match="seed should be a whole number, at least zero"):
        set_random_seed(seed)
