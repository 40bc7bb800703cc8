"""Layers that read all states instead of the last one."""

from .. import pooling
from ..checks import require_input_shape
from .base import Layer


class _Pooling(Layer):
    """From (N, T, D) to (N, D)."""

    def check(self, shape):
        """Expect (batch, steps, features)."""
        require_input_shape(self._label(), shape, 3)

    def output_shape(self, input_shape):
        """Return (D,)."""
        return (input_shape[-1],)

    def output_mask(self, inputs, mask):
        """Return None: there are no steps any more."""
        return None


class GlobalMaxPooling1D(_Pooling):
    """The largest value of every feature over all steps, (N, T, D) → (N, D).

    As in Keras a mask is not looked at: padding counts with whatever value it has.
    """

    def forward(self, inputs, training=False, mask=None):
        """Return the maxima and a cache."""
        self.check(inputs.shape)
        return pooling.max_over_steps_forward(inputs)

    def backward(self, d_outputs, cache):
        """Return the gradient of the inputs; there are no weights."""
        return pooling.max_over_steps_backward(d_outputs, cache), []


class GlobalAveragePooling1D(_Pooling):
    """The mean of every feature over all real steps, (N, T, D) → (N, D)."""

    def forward(self, inputs, training=False, mask=None):
        """Return the means and a cache."""
        self.check(inputs.shape)
        return pooling.mean_over_steps_forward(inputs, mask)

    def backward(self, d_outputs, cache):
        """Return the gradient of the inputs; there are no weights."""
        return pooling.mean_over_steps_backward(d_outputs, cache), []
