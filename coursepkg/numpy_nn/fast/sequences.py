"""What the fast sequence pairs share: time first, stretches of steps, padding.

A whole sequence keeps time as the first axis and one array a gate, so that what a step reads
and writes lies side by side in memory: a sum of two such arrays, (32, 128), took 1.3 µs; of
two such blocks among the columns of a (32, 384) array, 6 µs.
"""

from functools import partial
from typing import NamedTuple

import numpy as np

from .machine import background

# Numbers in one array of a stretch of steps: few enough to stay in a core's cache from one
# operation to the next, many enough that calling NumPy costs little. With half as many a pass
# took 5 to 9 % longer, with twice or four times as many it took no less.
STRETCH_SIZE = 65_536
MOST_STRETCHES = 32  # each leaves a share of every weight's gradient to be summed


def stretches(steps, n, size):
    """Return slices that cover `steps` steps of a state of shape (n, size)."""
    length = max(STRETCH_SIZE // (n * size), -(-steps // MOST_STRETCHES), 1)
    return [slice(start, min(start + length, steps)) for start in range(0, steps, length)]


def multiplications(x, params):
    """Return how many a pass over x, (T, N, …), takes forward; backward it is twice as many."""
    steps, n, _ = x.shape
    return steps * n * (params.kernel.size + params.recurrent_kernel.size)


def by_gate(weight, gates):
    """Return a copy of an (X, gates·H) weight as (gates, X, H): one matrix a gate."""
    return np.array(weight.reshape(len(weight), gates, -1).swapaxes(0, 1), order="C")


def flat(array):
    """Return (steps, N, ...) as (steps·N, everything else): one row an example and step."""
    return array.reshape(array.shape[0] * array.shape[1], -1)


class Padding(NamedTuple):
    """Where a mask holds the state back."""

    rows: list  # for every step (N, 1), True where the state is carried over; None: nowhere
    silent: np.ndarray | None  # (N, T), True before a row's first real step: output zero


def read_mask(mask, steps):
    """Return the `Padding` of an (N, T) mask, True at real steps, or of None."""
    if mask is None:
        return Padding([None] * steps, None)
    rows = [row[:, None] if row.any() else None for row in ~mask.T]
    silent = ~np.logical_or.accumulate(mask, axis=1)
    return Padding(rows, silent if silent.any() else None)


def outputs_of(states, padding):
    """Return what the states (T, N, H) show outside: (N, T, H), to be read but not written."""
    if padding.silent is not None:
        states = np.where(padding.silent.T[:, :, None], 0, states)
    outputs = states.swapaxes(0, 1)
    outputs.flags.writeable = False
    return outputs


def gradient_of_states(dh, padding):
    """Return the gradient that outputs (N, T, H) send to the states, (T, N, H)."""
    if padding.silent is not None:
        dh = np.where(padding.silent[:, :, None], 0, dh)
    return dh.swapaxes(0, 1)


def set_padded(factors, rows, value):
    """Set `factors`, (steps, N, ...), to `value` in padded rows."""
    for factor, padded in zip(factors, rows, strict=True):
        if padded is not None:
            factor[padded[:, 0]] = value


def with_ones(x):
    """Return x, (N, T, D), as (T, N, D + 1): time first, and a last feature that is 1.

    The bias is the weight of that feature, so that x W + b is a single product.
    """
    n, steps, features = x.shape
    dtype = x.dtype if x.dtype.kind == "f" else float  # the states are of this type
    copied = np.empty((steps, n, features + 1), dtype)
    copied[:, :, :-1] = x.swapaxes(0, 1)
    copied[:, :, -1] = 1
    return copied


def stretches_forward(x, kernel, params):
    """Yield (cut, products): slices of the steps in order, each with `input_products`.

    Those of the next few stretches are computed in the meantime, if there is a core for them.

    Args:
        x: inputs `with_ones`, (T, N, D + 1).
        kernel: one matrix a gate, its last row the bias, (gates, D + 1, H).
        params: weights; only their sizes matter.
    """
    cuts = stretches(*x.shape[:2], kernel.shape[2])
    with background(multiplications(x, params)) as work:
        yield from work.prefetch(partial(input_products, x, kernel), cuts)


def input_products(x, kernel, cut):
    """Return x W + b of every gate, for a stretch of steps.

    Args:
        x: inputs `with_ones`, (T, N, D + 1).
        kernel: one matrix a gate, its last row the bias, (gates, D + 1, H).
        cut: slice of the steps.

    Returns:
        (gates, steps, N, H).
    """
    return np.matmul(flat(x[cut]), kernel).reshape(len(kernel), -1, x.shape[1], kernel.shape[2])


def carry_back(dh, d_last, cache, states, factors, steps_back, weight_gradients):
    """Carry gradients back through all stretches of steps, the last one first.

    Args:
        dh: gradient of the outputs, (N, T, H).
        d_last: gradient of the state after the last step.
        cache: what the forward pass returned: `x`, `padding`, `params` and more.
        states: outputs before each step and after the last one, (T + 1, N, H).
        factors: function (cache, cut) → what a stretch multiplies gradients by. It depends on
            the forward pass alone, so another core may compute it in advance.
        steps_back: function (gradient of the state after a stretch, dh of it, factors, padded
            rows, transposed recurrent kernel) → gradient of the state before it, and those of
            the sums inside the gates.
        weight_gradients: function (x, h_prev, the latter gradients, transposed kernel, dx) →
            the stretch's share of the weights' gradients; see the function of this name.

    Returns:
        dx, (N, T, D); the gradient of the state before the first step; those of the weights.
    """
    x, padding, params = cache.x, cache.padding, cache.params
    dh = gradient_of_states(dh, padding)
    # As arrays of their own, which makes the products faster.
    kernel_t, recurrent_kernel_t = (np.ascontiguousarray(weight.T) for weight in params[:2])
    dx, d_state, shares = np.empty_like(x[:, :, :-1]), d_last, []
    with background(2 * multiplications(x, params)) as work:
        for cut, of_stretch in work.prefetch(
            partial(factors, cache), stretches(*dh.shape)[::-1]
        ):
            rows = dh[cut], of_stretch, padding.rows[cut]
            d_state, *d_sums = steps_back(d_state, *rows, recurrent_kernel_t)
            arguments = x[cut], states[cut], *d_sums, kernel_t, dx[cut]
            shares.append(work.submit(weight_gradients, *arguments))
        grads = params._make(sum_of_shares(shares))
    return dx.swapaxes(0, 1), d_state, grads


def weight_gradients(x, h_prev, d_sums, kernel_t, dx):
    """Return a stretch's share of the gradients of the weights; write that of its input.

    Args:
        x: inputs of these steps, `with_ones`, (steps, N, D + 1).
        h_prev: states before these steps, (steps, N, H).
        d_sums: gradient of the sums inside the gates, (steps, N, gates·H or gates, H).
        kernel_t: transposed kernel, (gates·H, D).
        dx: where the gradient of the inputs goes, (steps, N, D).

    Returns:
        Shares of the gradients of kernel, recurrent kernel and bias.
    """
    x, d_sums = flat(x)[:, :-1], flat(d_sums)
    np.matmul(d_sums, kernel_t, out=flat(dx))
    return x.T @ d_sums, flat(h_prev).T @ d_sums, sum_of_rows(d_sums)


def sum_of_rows(array):
    """Return the sum over the first axis of a matrix; so twice as fast as `sum(axis=0)`."""
    return np.ones(len(array), array.dtype) @ array


def sum_of_shares(shares):
    """Return the sum over all stretches of each array of a share.

    Args:
        shares: for every stretch, a function that returns its share (see `machine.py`).
    """
    # The last first: threads began with the first, so these are the ones nobody has begun.
    return [
        sum(arrays) for arrays in zip(*(share() for share in reversed(shares)), strict=True)
    ]
