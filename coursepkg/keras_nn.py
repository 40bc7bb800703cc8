"""The Keras twin: the names of `numpy_nn`, from Keras itself. Importing it loads TensorFlow."""

# ruff: noqa: F401

import os
import sys

# TensorFlow reads these once, when it is first imported: without them it reports its build
# options in every notebook, and results differ in the last digit between processors.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

try:
    from keras import Input, Sequential, callbacks, layers, losses, optimizers, regularizers
    from keras.callbacks import (
        Callback,
        EarlyStopping,
        History,
        LearningRateScheduler,
        ModelCheckpoint,
    )
    from keras.layers import (
        GRU,
        LSTM,
        RNN,
        Bidirectional,
        Dense,
        Dropout,
        Embedding,
        GlobalAveragePooling1D,
        GlobalMaxPooling1D,
        GRUCell,
        LSTMCell,
        SimpleRNN,
        SimpleRNNCell,
        SpatialDropout1D,
    )
    from keras.optimizers import SGD, Adam, RMSprop, schedules
    from keras.utils import set_random_seed
except ImportError as error:
    raise ImportError(
        "the Keras twin needs Keras and TensorFlow: pip install 'coursepkg[keras]'"
    ) from error

# What is imported above is what the twin offers.
NAMESPACES = ["callbacks", "layers", "losses", "optimizers", "schedules"]
__all__ = [*NAMESPACES, *(name for name, value in [*vars().items()] if callable(value))]

# So that `from coursepkg.keras_nn.layers import GRU` works as with the other twin.
sys.modules.update({f"{__name__}.{name}": globals()[name] for name in NAMESPACES})


# Not among the names above, because the other twin always does this.
def add_up_uses(model):
    """Let the gradients of all uses of a word be added up before the optimiser squares them.

    So Adam and RMSprop are defined. By itself Keras on TensorFlow hands them one row for each
    use of a word in a batch, and squares each row alone. A penalty of zero on the table of an
    embedding is enough: its gradient is a whole table, and so is the sum of that and of rows.

    Args:
        model: has been built, so that its embeddings have their tables.
    """
    for layer in model.layers:
        if isinstance(layer, Embedding):
            layer.embeddings.regularizer = regularizers.L2(0.0)
