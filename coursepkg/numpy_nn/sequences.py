"""What the sequence pairs of all cells share: time first, stretches of steps, padding.

A whole sequence keeps time as the first axis and one array a gate, so that what a step reads
and writes lies side by side in memory: a sum of two such arrays, (32, 128), took 1.3 µs; of
two such blocks among the columns of a (32, 384) array, 6 µs.
"""

from typing import NamedTuple

import numpy as np

# Numbers in one array of a stretch of steps: few enough to stay in a core's cache from one
# operation to the next, many enough that calling NumPy costs little. With half as many a pass
# took 5 to 9 % longer, with twice or four times as many it took no less.
STRETCH_SIZE = 65_536
MOST_STRETCHES = 32  # each leaves its share of every weight gradient to be summed


def stretches(steps, n, size):
    """Return slices that cover `steps` steps of a state of shape (n, size)."""
    length = max(STRETCH_SIZE // (n * size), -(-steps // MOST_STRETCHES), 1)
    return [slice(start, min(start + length, steps)) for start in range(0, steps, length)]


def multiplications(x, params):
    """Return how many a pass over x, (T, N, D), takes forward; backward it is twice as many."""
    steps, n, _ = x.shape
    return steps * n * (params.kernel.size + params.recurrent_kernel.size)


def time_first(array):
    """Return (N, T, ...) as (T, N, ...), contiguous; a copy, since a cache keeps it."""
    moved = array.swapaxes(0, 1)
    # What another recurrence put out is read-only, and lies in this order already.
    return moved.copy() if moved.flags.writeable else np.ascontiguousarray(moved)


def blocks(array, count):
    """Return the blocks that lie side by side in a matrix: (N, count·H) as (count, N, H)."""
    return array.reshape(len(array), count, -1).swapaxes(0, 1)


def by_gate(weight, gates):
    """Return a copy of an (X, gates·H) weight as (gates, X, H): one matrix a gate."""
    return np.array(blocks(weight, gates), order="C")


def transposed_kernels(params):
    """Return contiguous transposes of kernel and recurrent kernel."""
    return [np.ascontiguousarray(kernel.T) for kernel in params[:2]]


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


def clear_padded(factors, rows):
    """Set `factors`, (steps, N, ...), to zero in padded rows: gradients pass gates by there."""
    for factor, padded in zip(factors, rows, strict=True):
        if padded is not None:
            factor[padded[:, 0]] = 0


def input_products(x, kernel, bias, out, aside):
    """Write x W + b of every gate into `out`; yield each stretch as soon as it is there.

    Args:
        x: inputs, (T, N, D).
        kernel: one matrix a gate, (gates, D, H).
        bias: one row a gate, (gates, 1, H).
        out: contiguous array, (gates, T, N, H).
        aside: what `work_aside` gives.
    """
    gates, steps, n, size = out.shape
    rows = out.reshape(gates, steps * n, size)

    def write(cut):
        here = rows[:, n * cut.start : n * cut.stop]
        np.matmul(flat(x[cut]), kernel, out=here)
        np.add(here, bias, out=here)

    for cut, _ in aside.ahead(write, stretches(steps, n, size)):
        yield cut


def weight_gradients(x, h_prev, da, kernel_t, dx):
    """Return a stretch's share of the gradients of the weights; write that of its input.

    Args:
        x: inputs of these steps, (steps, N, D).
        h_prev: states before these steps, (steps, N, H).
        da: gradient of the sums inside the gates, (steps, N, gates, H).
        kernel_t: transposed kernel, (gates·H, D).
        dx: where the gradient of the inputs goes, (steps, N, D).

    Returns:
        Shares of the gradients of kernel, recurrent kernel and bias.
    """
    da = flat(da)
    np.matmul(da, kernel_t, out=flat(dx))
    return flat(x).T @ da, flat(h_prev).T @ da, sum_of_rows(da)


def sum_of_rows(array):
    """Return the sum over the first axis of a matrix; so twice as fast as `sum(axis=0)`."""
    return np.ones(len(array), array.dtype) @ array


def sum_of_shares(shares):
    """Return the sum over all stretches of each array of a share.

    Args:
        shares: for every stretch, a function that returns its share (see `aside.py`).
    """
    # The last first: workers began with the first, so these are the ones nobody has begun.
    return [
        sum(arrays) for arrays in zip(*(share() for share in reversed(shares)), strict=True)
    ]
