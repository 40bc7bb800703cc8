"""The layers, under Keras' names."""

from .base import Input, Layer
from .bidirectional import Bidirectional
from .cells import GRU, LSTM, SimpleRNN
from .dense import Dense
from .dropout import Dropout, SpatialDropout1D
from .embedding import Embedding
from .pooling import GlobalAveragePooling1D, GlobalMaxPooling1D

__all__ = [
    "GRU",
    "LSTM",
    "Bidirectional",
    "Dense",
    "Dropout",
    "Embedding",
    "GlobalAveragePooling1D",
    "GlobalMaxPooling1D",
    "Input",
    "Layer",
    "SimpleRNN",
    "SpatialDropout1D",
]
