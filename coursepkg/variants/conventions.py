"""The same cell in other conventions: PyTorch's layout, the other direction of z, the biases.

Nothing here changes what a cell computes; it changes how its weights are written down. What
no such change can bring about is another place of the reset gate: that is another model.

D is the input size, H the hidden size.
"""

from typing import NamedTuple

import numpy as np

from coursepkg.numpy_nn.gru import GRUParams
from coursepkg.numpy_nn.lstm import LSTMParams


class PyTorchParams(NamedTuple):
    """Weights of one layer and direction of `torch.nn.GRU` or `torch.nn.LSTM`, as listed there.

    The blocks, G of them, lie one below the other: reset r, update z, candidate in a GRU; i, f,
    candidate, o in an LSTM. cuDNN wants the same blocks: these arrays, row by row, in one line.
    """

    weight_ih: np.ndarray  # (G·H, D), applied to the input, as a column
    weight_hh: np.ndarray  # (G·H, H), applied to the previous state
    bias_ih: np.ndarray  # (G·H,), joins the input's product
    bias_hh: np.ndarray  # (G·H,), joins the state's product


def gru_to_pytorch(params):
    """Return the `PyTorchParams` of the cell with these `GRUParams`.

    Raises:
        ValueError: the shapes are not (D, 3H), (H, 3H) and (2, 3H).
    """
    _require_gru(params)
    kernel, recurrent_kernel, biases = map(_gates_exchanged, params)
    return PyTorchParams(kernel.T, recurrent_kernel.T, *biases)


def gru_from_pytorch(weights):
    """Return the `GRUParams` of the cell with these `PyTorchParams`.

    Args:
        weights: the four arrays of a `torch.nn.GRU` with one layer and one direction.

    Raises:
        ValueError: the shapes are not those of a GRU.
    """
    arrays = _pytorch_arrays(weights, "a GRU", blocks=3)
    weight_ih, weight_hh, bias_ih, bias_hh = arrays
    in_rows = weight_ih.T, weight_hh.T, np.stack([bias_ih, bias_hh])
    return GRUParams(*map(_gates_exchanged, in_rows))


def lstm_to_pytorch(params):
    """Return the `PyTorchParams` of the cell with these `LSTMParams`; the second bias is zero.

    Raises:
        ValueError: the shapes are not (D, 4H), (H, 4H) and (4H,).
    """
    _require_shapes("an LSTM", params, _shapes(params, 4, ()))
    kernel, recurrent_kernel, bias = map(np.array, params)
    second = np.zeros_like(bias)
    return PyTorchParams(kernel.T, recurrent_kernel.T, bias, second)


def lstm_from_pytorch(weights):
    """Return the `LSTMParams` of the cell with these `PyTorchParams`; its biases are added.

    Args:
        weights: the four arrays of a `torch.nn.LSTM` with one layer and one direction.

    Raises:
        ValueError: the shapes are not those of an LSTM.
    """
    arrays = _pytorch_arrays(weights, "an LSTM", blocks=4)
    weight_ih, weight_hh, bias_ih, bias_hh = arrays
    return LSTMParams(weight_ih.T.copy(), weight_hh.T.copy(), bias_ih + bias_hh)


def update_gate_turned(params):
    """Return the weights of the same cell for the other direction of z.

    Since 1 − σ(a) = σ(−a), the gate that says how much to write is the gate that says how much
    to keep with all its weights and biases negated. Turning twice gives the first cell again.

    Args:
        params: `GRUParams` for h = z h_prev + (1 − z) candidate, as in Cho et al. 2014, or for
            h = (1 − z) h_prev + z candidate, as in Chung et al. 2014.

    Raises:
        ValueError: the shapes are not (D, 3H), (H, 3H) and (2, 3H).
    """
    _require_gru(params)
    turned = GRUParams(*map(np.array, params))
    for array in turned:
        array[:, : array.shape[1] // 3] *= -1
    return turned


def biases_gathered(params):
    """Return the same cell with zeros wherever the second bias is of no use.

    The second biases of both gates are added to the first. The candidate's stays: the reset
    gate multiplies it, and does not multiply the first.

    Raises:
        ValueError: the shapes are not (D, 3H), (H, 3H) and (2, 3H).
    """
    _require_gru(params)
    gathered = GRUParams(*map(np.array, params))
    first, second = gathered.bias[:, : 2 * gathered.bias.shape[1] // 3]
    first += second
    second[:] = 0
    return gathered


def one_bias(params):
    """Return the single bias, (3H,), that says all that the two rows of this cell say.

    Raises:
        ValueError: the candidate has a second bias, which no single one can stand for; or the
            shapes are not (D, 3H), (H, 3H) and (2, 3H).
    """
    first, second = biases_gathered(params).bias
    if second.any():
        raise ValueError(
            f"the candidate's second bias reaches {np.abs(second).max():.3g}; expected zeros. "
            "The reset gate multiplies it, so that no single bias can stand for both"
        )
    return first


def worked_cell():
    """Return input, previous state and weights of a GRU small enough for a pencil.

    It has one feature and two units.
    The second biases of the gates are not zero and the candidate's is, so that the cell can be
    written with one bias as well, and the two places of the reset gate can be compared.

    Returns:
        x: (1, 1).
        h_prev: (1, 2).
        params: `GRUParams`; each array is new.
    """
    params = GRUParams(
        #                 z           r           candidate
        kernel=np.array([[0.5, -1.0, 2.0, -2.0, 0.5, 1.0]]),
        recurrent_kernel=np.array(
            [
                [1.0, 0.0, -1.0, 0.5, 0.5, 2.0],
                [-0.5, 1.0, 0.5, 1.0, -2.0, 1.0],
            ]
        ),
        bias=np.array(
            [
                [0.5, 0.0, 0.0, 0.5, 0.0, -0.5],
                [0.5, 0.5, 0.0, -0.5, 0.0, 0.0],
            ]
        ),
    )
    return np.array([[1.0]]), np.array([[0.8, -0.6]]), params


def _require_gru(params):
    """Refuse weights that are not those of a GRU which resets after the product."""
    shapes = _shapes(params, 3, (2,))
    if len(params) == 3 and np.shape(params[2]) == shapes[2][1:]:
        raise ValueError(
            f"the bias was given with shape {np.shape(params[2])}; expected {shapes[2]}. One "
            "row is what a GRU with reset_after=False has, which is another model; for a cell "
            "that resets after the product, add a row of zeros"
        )
    _require_shapes("a GRU", params, shapes)


def _gates_exchanged(array):
    """Return a copy whose first two of three blocks have changed places."""
    first, second, candidate = np.split(array, 3, axis=-1)
    return np.concatenate([second, first, candidate], axis=-1)


def _shapes(params, blocks, bias_rows):
    """Return the shapes in Keras' layout that go with the sizes of the two kernels."""
    features, units = len(params[0]), len(params[1])
    width = blocks * units
    return [(features, width), (units, width), (*bias_rows, width)]


def _pytorch_arrays(weights, cell, blocks):
    """Return four arrays, refusing those of another cell or of several layers."""
    arrays = [np.asarray(array) for array in weights]
    features, units = arrays[0].shape[-1], arrays[1].shape[-1] if len(arrays) > 1 else 0
    height = blocks * units
    expected = [(height, features), (height, units), (height,), (height,)]
    _require_shapes(f"one layer of {cell} in PyTorch's layout", arrays, expected)
    return arrays


def _require_shapes(owner, arrays, expected):
    shapes = [np.shape(array) for array in arrays]
    if shapes != expected:
        raise ValueError(f"{owner} was given arrays of shapes {shapes}; expected {expected}")
