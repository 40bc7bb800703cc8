"""One recurrent layer of Keras: its outputs, last state and every gradient, as NumPy arrays."""

import os
from typing import Any, NamedTuple

# Without this TensorFlow chooses other kernels, and prints to say so.
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import numpy as np
import tensorflow as tf


class SequenceResult(NamedTuple):
    """What a sequence pair returns, for ours and for Keras'; a state is a list of arrays."""

    h: np.ndarray
    last: list
    dx: Any = None
    d_initial: Any = None
    grads: Any = None


def run_keras(layer_name, x, initial, params, mask, dh, d_last):
    """Run `keras.layers.<layer_name>` forward, and back from the gradients `dh` and `d_last`.

    Args:
        layer_name: such as "GRU".
        x: inputs, (N, T, D); their dtype is the layer's.
        initial: list of the arrays that make up the initial state.
        params: the weights, in Keras' order.
        mask: (N, T) or None.
        dh, d_last: gradients with respect to the outputs and to each array of the last state.

    Returns:
        A `SequenceResult`.
    """
    layer = getattr(keras.layers, layer_name)(
        initial[0].shape[1], return_sequences=True, return_state=True, dtype=str(x.dtype)
    )
    layer.build(x.shape)
    layer.set_weights(list(params))
    x, *initial = (tf.constant(array) for array in (x, *initial))
    with tf.GradientTape() as tape:
        tape.watch([x, *initial])
        h, *last = layer(
            x, initial_state=initial, mask=None if mask is None else tf.constant(mask)
        )
        pairs = zip([h, *last], [dh, *d_last], strict=True)
        loss = sum(tf.reduce_sum(output * gradient) for output, gradient in pairs)
    weights = [weight.value for weight in layer.trainable_weights]
    dx, d_initial, grads = tape.gradient(
        loss, (x, initial, weights), unconnected_gradients=tf.UnconnectedGradients.ZERO
    )
    to_numpy = keras.ops.convert_to_numpy
    return SequenceResult(
        to_numpy(h),
        [to_numpy(part) for part in last],
        to_numpy(tf.convert_to_tensor(dx)),
        [to_numpy(gradient) for gradient in d_initial],
        [to_numpy(tf.convert_to_tensor(gradient)) for gradient in grads],
    )


def assert_same_results(ours, theirs, tolerance):
    """Compare every array of two nests; `tolerance` is relative to the largest entry."""
    if isinstance(theirs, (list, tuple)):
        assert len(ours) == len(theirs)
        for one, other in zip(ours, theirs, strict=True):
            assert_same_results(one, other, tolerance)
    elif theirs is not None:
        assert ours.shape == theirs.shape
        assert ours.dtype == theirs.dtype
        largest = np.abs(theirs).max(initial=0)
        np.testing.assert_allclose(ours, theirs, rtol=0, atol=tolerance * max(largest, 1e-3))
