"""The loops inside `lstm_forward` and `lstm_backward`: the equations of `lstm.py`, made fast.

The tests hold this second reading against the step pair, to rounding; `gru_fast.py` says what
makes it fast. Gates are kept in the order i, f, o, candidate: the three sigmoids side by side.
"""

from typing import NamedTuple

import numpy as np

from .activations import sigmoid_backward, tanh_backward
from .sequences import by_gate, clear_padded

SIGMOIDS_FIRST = [0, 1, 3, 2]  # places of i, f, o, candidate in Keras' i, f, candidate, o


class WeightsByGate(NamedTuple):
    """Weights as `take_steps` wants them; those of i, f and o are negated."""

    kernel: np.ndarray  # (4, D, H)
    recurrent_kernel: np.ndarray  # (4, H, H)
    bias: np.ndarray  # (4, 1, H)


def weights_by_gate(params):
    """Return the `WeightsByGate` of `LSTMParams`."""
    arrays = params.kernel, params.recurrent_kernel, params.bias[None]
    weights = WeightsByGate(*(by_gate(array, 4)[SIGMOIDS_FIRST] for array in arrays))
    for weight in weights:
        weight[:3] *= -1  # for σ(a) = 1 / (1 + exp(−a))
    return weights


def take_steps(cache, cut, recurrent_kernel):
    """Take the steps of a stretch, from the last state known.

    Args:
        cache: an `LSTMCache`. Its gates hold the products of the input, and are turned into
            gates; its h, c and tanh_c are filled in.
        cut: slice of the steps to take.
        recurrent_kernel: that of `WeightsByGate`.
    """
    a, written = np.empty_like(cache.gates[:, 0]), np.empty_like(cache.h[0])
    a_sigmoids, a_candidate = a[:3], a[3]
    gates = cache.gates[:, cut]
    steps = zip(
        *(cache.h[cut], cache.h[1:][cut], cache.c[cut], cache.c[1:][cut], cache.tanh_c[cut]),
        *(gates.swapaxes(0, 1), gates[:3].swapaxes(0, 1), *gates, cache.padding.rows[cut]),
        strict=True,
    )
    with np.errstate(over="ignore"):  # exp(−a) may overflow: σ(a) is then 0, as it should be
        for (
            h_prev,
            h,
            c_prev,
            c,
            tanh_c,
            x_product,
            sigmoids,
            i,
            f,
            o,
            candidate,
            padded,
        ) in steps:
            np.matmul(h_prev, recurrent_kernel, out=a)
            np.add(x_product, a, out=a)
            # i, f, o = σ(a); candidate = tanh(a)
            np.exp(a_sigmoids, out=a_sigmoids)
            np.add(a_sigmoids, 1, out=a_sigmoids)
            np.reciprocal(a_sigmoids, out=sigmoids)
            np.tanh(a_candidate, out=candidate)
            # c = f ⊙ c + i ⊙ candidate
            np.multiply(f, c_prev, out=c)
            np.multiply(i, candidate, out=written)
            np.add(c, written, out=c)
            # h = o ⊙ tanh(c)
            np.tanh(c, out=tanh_c)
            np.multiply(o, tanh_c, out=h)
            if padded is not None:
                np.copyto(c, c_prev, where=padded)
                np.copyto(h, h_prev, where=padded)


def take_steps_back(cache, cut, d_state, dh, recurrent_kernel_t, da, to_cell):
    """Carry the gradient of the state back over a stretch.

    Args:
        cache: an `LSTMCache`.
        cut: slice of the steps.
        d_state: gradient of the state after them, (dh, dc); becomes that of the one before.
        dh: gradient that the outputs of these steps send to the states, (steps, N, H).
        recurrent_kernel_t: transposed recurrent kernel, (4H, H).
        da, to_cell: `factors`; `da` becomes the gradients of the sums inside the gates.

    Returns:
        Gradients of h and of c after every step, (2, steps, N, H).
    """
    d_output, d_cell = d_state
    f, padded_rows = cache.gates[1, cut], cache.padding.rows[cut]
    reaching = np.empty((2, *f.shape), f.dtype)
    steps = [*zip(dh, f, da, to_cell, *reaching, padded_rows, strict=True)]
    for dh_t, f_t, da_t, dc_t, d_output_t, d_cell_t, padded in reversed(steps):
        np.add(d_output, dh_t, out=d_output_t)
        np.copyto(d_cell_t, d_cell)
        # The cell is reached along two ways: as the next cell, and through the output.
        np.multiply(d_output_t, dc_t, out=dc_t)
        np.add(d_cell, dc_t, out=dc_t)
        np.multiply(dc_t[:, None], da_t[:, :3], out=da_t[:, :3])
        np.multiply(d_output_t, da_t[:, 3], out=da_t[:, 3])
        np.matmul(da_t.reshape(len(da_t), -1), recurrent_kernel_t, out=d_output)
        np.multiply(dc_t, f_t, out=d_cell)
        if padded is not None:
            np.copyto(d_output, d_output_t, where=padded)
            np.copyto(d_cell, d_cell_t, where=padded)
    return reaching


def factors(cache, cut):
    """Return what gradients are multiplied with on their way.

    The equations are those of `lstm_step_backward` for a gradient of 1: of the cell for i, f
    and the candidate; of the output for o, and on the way to the cell.

    Returns:
        Into each gate, in Keras' order, (steps, N, 4, H).
        From the output to the cell, (steps, N, H).
    """
    tanh_c = cache.tanh_c[cut]
    i, f, o, candidate = cache.gates[:, cut]
    to_gates = np.empty((*f.shape[:2], 4, f.shape[2]), f.dtype)
    to_gates[:, :, 0] = sigmoid_backward(candidate, i)
    to_gates[:, :, 1] = sigmoid_backward(cache.c[cut], f)
    to_gates[:, :, 2] = tanh_backward(i, candidate)
    to_gates[:, :, 3] = sigmoid_backward(tanh_c, o)
    clear_padded(to_gates, cache.padding.rows[cut])
    return to_gates, tanh_backward(o, tanh_c)
