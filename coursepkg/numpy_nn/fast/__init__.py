"""The sequence pairs of `rnn.py`, `lstm.py` and `gru.py` once more, made fast.

Same names, same arguments, same results to rounding; `tests/numpy_nn/fast/test_contract.py`
holds each against its plain loop. The layers call these. To understand a cell, read the plain
one; to see how NumPy is made to hurry, begin with `gru.py` here.

- Products that do not depend on the state are computed for a stretch of steps at once, and on
  another core if there is one (`sequences.py`, `machine.py`).
- Results are written into arrays that exist already, and freed memory is kept (`machine.py`).
- σ(a) = 1 / (1 + exp(−a)), with −a straight from negated weights: 8,192 of them took 21 µs,
  and 34 through tanh.
- How much of a state's gradient reaches each gate is decided by the forward pass alone. These
  factors are computed for a whole stretch at once, which leaves a step back four operations.
"""

from .gru import gru_backward, gru_forward
from .lstm import lstm_backward, lstm_forward
from .machine import keep_freed_memory, one_blas_thread
from .rnn import rnn_backward, rnn_forward

__all__ = [
    "gru_backward",
    "gru_forward",
    "keep_freed_memory",
    "lstm_backward",
    "lstm_forward",
    "one_blas_thread",
    "rnn_backward",
    "rnn_forward",
]
