"""One step of a GRU that is small enough to be worked with a pencil, for pages and widgets."""

import numpy as np

from coursepkg.numpy_nn.gru import GRUParams


def worked_cell():
    """Return input, previous state and weights of a cell with one feature and two units.

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
