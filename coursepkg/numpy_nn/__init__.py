"""The from-scratch twin: recurrent networks in NumPy, with Keras' names and weight layout.

The mathematics is in pure functions: `rnn.py`, `lstm.py`, `gru.py`, `dense.py`, `embedding.py`,
`pooling.py`, `loss_functions.py`. `layers/` holds weights and calls them; `model.py` stacks
layers, and `training.py` has the loop that trains them.
"""

from . import losses
from .callbacks import Callback, History, ProgressBar
from .early_stopping import BestWeights, EarlyStopping
from .gradcheck import check_vjp
from .inspection import gradient_norms, trace
from .layers import (
    GRU,
    LSTM,
    Bidirectional,
    Dense,
    Dropout,
    Embedding,
    GlobalAveragePooling1D,
    GlobalMaxPooling1D,
    Input,
    SimpleRNN,
    SpatialDropout1D,
)
from .model import Sequential
from .optimizers import SGD, Adam, RMSprop
from .randomness import set_random_seed
from .weight_files import read_weights, write_weights

__all__ = [
    "GRU",
    "LSTM",
    "SGD",
    "Adam",
    "BestWeights",
    "Bidirectional",
    "Callback",
    "Dense",
    "Dropout",
    "EarlyStopping",
    "Embedding",
    "GlobalAveragePooling1D",
    "GlobalMaxPooling1D",
    "History",
    "Input",
    "ProgressBar",
    "RMSprop",
    "Sequential",
    "SimpleRNN",
    "SpatialDropout1D",
    "check_vjp",
    "gradient_norms",
    "losses",
    "read_weights",
    "set_random_seed",
    "trace",
    "write_weights",
]
