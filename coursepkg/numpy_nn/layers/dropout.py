"""Dropout: noise during training, none afterwards (Srivastava et al. 2014)."""

from numbers import Real

from ..initializers import random_generator
from .base import Layer


class Dropout(Layer):
    """Set a random share of the inputs to zero during training, and scale up the rest.

    The scale, 1 / (1 − rate), keeps the expected value as it was, so that nothing has to be
    changed for predictions.

    Args:
        rate: the share that is dropped, from 0 up to but not including 1.
        common: the others of `Layer`.

    Raises:
        ValueError: the rate is not such a number.
    """

    def __init__(self, rate, **common):
        if not (isinstance(rate, Real) and 0 <= rate < 1):
            raise ValueError(f"rate should be at least 0 and below 1, but was {rate!r}")
        super().__init__(**common)
        self.rate = rate

    def forward(self, inputs, training=False, mask=None):
        """Return the outputs, of the inputs' shape; the cache holds the factors."""
        self.check(inputs.shape)
        if not training or self.rate == 0:
            return inputs, None
        remaining = random_generator().random(self._noise_shape(inputs.shape)) >= self.rate
        factors = remaining.astype(self.dtype) / self.dtype.type(1 - self.rate)
        return inputs * factors, factors

    def backward(self, d_outputs, cache):
        """Return the gradient of the inputs: what was dropped has none."""
        return (d_outputs if cache is None else d_outputs * cache), []

    def _noise_shape(self, shape):
        return shape


class SpatialDropout1D(Dropout):
    """Dropout of whole features: each is dropped at all steps of an example, or at none.

    Steps that lie side by side are alike, so that dropping single entries of an embedding
    hides little (Tompson et al. 2015, for images).

    Args:
        rate: the share of features that is dropped.
    """

    ndim = 3

    def _noise_shape(self, shape):
        batch, _, features = shape
        return (batch, 1, features)
