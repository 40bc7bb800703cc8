"""The Keras twin: the names of `numpy_nn`, from Keras itself. Importing it loads TensorFlow."""

import os

# TensorFlow reads these once, when it is first imported: without them it reports its build
# options in every notebook, and results differ in the last digit between processors.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

try:
    from keras import Input, Sequential
    from keras.callbacks import Callback, History
    from keras.layers import GRU, Dense
    from keras.optimizers import SGD, Adam, RMSprop
    from keras.utils import set_random_seed
except ImportError as error:
    raise ImportError(
        "the Keras twin needs Keras and TensorFlow: pip install 'coursepkg[keras]'"
    ) from error

__all__ = [
    "GRU",
    "SGD",
    "Adam",
    "Callback",
    "Dense",
    "History",
    "Input",
    "RMSprop",
    "Sequential",
    "set_random_seed",
]
