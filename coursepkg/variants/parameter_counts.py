"""How many numbers a recurrent layer learns in each convention, and how many it saves.

Each gate, and the candidate likewise, has a matrix for the input, one for the state, and one
or two rows of biases. So D inputs and H units need, a block, D·H + H² + (rows of biases)·H.
"""

from typing import NamedTuple

from coursepkg.numpy_nn.layers.base import require_positive


class Blocks(NamedTuple):
    """The number of blocks of weights in a layer, and of rows of biases in each block."""

    number: int  # gates, and the candidate
    bias_rows: int


CONVENTIONS = {
    "Keras SimpleRNN": Blocks(1, 1),
    "Keras GRU": Blocks(3, 2),
    "Keras GRU, reset_after=False": Blocks(3, 1),
    "Keras LSTM": Blocks(4, 1),
    "PyTorch RNN": Blocks(1, 2),
    "PyTorch GRU": Blocks(3, 2),
    "PyTorch LSTM": Blocks(4, 2),
}


def parameter_count(convention, inputs, units):
    """Return the number of weights and biases of one layer.

    Args:
        convention: a name in `CONVENTIONS`, such as "Keras GRU".
        inputs: features of a step, D.
        units: hidden size, H.

    Raises:
        ValueError: the convention is not known, or a size is not a positive integer.
    """
    if convention not in CONVENTIONS:
        raise ValueError(
            f"{convention!r} is not a known convention; "
            f"expected one of: {', '.join(CONVENTIONS)}"
        )
    require_positive(inputs=inputs, units=units)
    number, bias_rows = CONVENTIONS[convention]
    return number * (inputs * units + units**2 + bias_rows * units)


def share_saved(smaller, larger, inputs, units):
    """Return which share of the larger layer's parameters the smaller one does without.

    Args:
        smaller, larger: names in `CONVENTIONS`, such as "Keras GRU" and "Keras LSTM".
        inputs, units: sizes of both layers.

    Returns:
        A number below 1; negative if the smaller layer is not smaller.
    """
    counts = [parameter_count(name, inputs, units) for name in (smaller, larger)]
    return 1 - counts[0] / counts[1]
