"""The from-scratch twin: recurrent networks in NumPy, with Keras' names and weight layout.

The mathematics is in pure functions (`gru.py`, `dense.py`, ...); `layers.py`, `recurrent.py`
and `model.py` are the plumbing that holds weights and calls them.
"""

from .callbacks import Callback, History, ProgressBar
from .gradcheck import check_vjp
from .layers import Dense, Input
from .model import Sequential
from .optimizers import SGD, Adam, RMSprop
from .randomness import set_random_seed
from .recurrent import GRU

__all__ = [
    "GRU",
    "SGD",
    "Adam",
    "Callback",
    "Dense",
    "History",
    "Input",
    "ProgressBar",
    "RMSprop",
    "Sequential",
    "check_vjp",
    "set_random_seed",
]
