"""Initial weights: the random generator, and the distributions that Keras uses by default.

Weights, shuffling and dropout all draw from one generator of our own. NumPy's global state is
neither read nor changed.
"""

import numpy as np

_generator = np.random.default_rng()


def set_random_seed(seed):
    """Restart the random numbers, as `keras.utils.set_random_seed` does.

    Args:
        seed: non-negative integer. The same seed and the same calls give the same numbers.

    Raises:
        ValueError: it is none.
    """
    global _generator
    if not isinstance(seed, (int, np.integer)) or seed < 0:
        raise ValueError(f"seed should be a whole number, at least zero, but was {seed!r}")
    _generator = np.random.default_rng(seed)


def random_generator():
    """Return the `numpy.random.Generator` that layers and models draw from."""
    return _generator


def glorot_uniform(shape, rng):
    """Uniform within ±sqrt(6 / (rows + columns)) (Glorot and Bengio 2010).

    Args:
        shape: (rows, columns) of the matrix.
        rng: `numpy.random.Generator`.
    """
    limit = np.sqrt(6 / sum(shape))
    return rng.uniform(-limit, limit, size=shape)


def orthogonal(shape, rng):
    """Rows or columns, whichever are fewer, orthonormal (Saxe et al. 2014).

    Keras applies it to the stacked (H, 3H) matrix of a GRU, so that no single gate's block
    is orthogonal by itself; here likewise.
    """
    rows, columns = shape
    q, r = np.linalg.qr(rng.normal(size=(max(shape), min(shape))))
    # QR leaves the signs free; this choice makes q uniform over all orthogonal matrices.
    q *= np.sign(np.diag(r))
    return q if rows >= columns else q.T


def uniform(shape, rng, limit=0.05):
    """Uniform within ±limit; Keras' choice for an embedding table."""
    return rng.uniform(-limit, limit, size=shape)


def zeros(shape, rng):
    """All zeros; `rng` is not used, but every initialiser is called alike."""
    return np.zeros(shape)
