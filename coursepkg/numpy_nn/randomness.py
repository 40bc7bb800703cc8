"""The one source of random numbers of this twin: weights, shuffling and dropout draw from it.

It is a generator of our own. NumPy's global state is neither read nor changed.
"""

import numpy as np


class _Source:
    generator = np.random.default_rng()


def set_random_seed(seed):
    """Start the stream of random numbers anew, as `keras.utils.set_random_seed` does.

    Args:
        seed: non-negative integer. The same seed and the same calls give the same numbers.
    """
    _Source.generator = np.random.default_rng(seed)


def random_generator():
    """Return the `numpy.random.Generator` that layers and models draw from."""
    return _Source.generator
