"""The layers, under Keras' names, one idea a module; `numpy_nn` has most of them too."""

# ruff: noqa: F401 (others import them from here)

from .base import Input, Layer
from .bidirectional import Bidirectional
from .dense import Dense
from .dropout import Dropout, SpatialDropout1D
from .embedding import Embedding
from .pooling import GlobalAveragePooling1D, GlobalMaxPooling1D
from .recurrent import GRU, LSTM, RNN, Cell, GRUCell, LSTMCell, SimpleRNN, SimpleRNNCell
