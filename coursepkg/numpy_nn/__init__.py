"""The from-scratch twin: recurrent networks in NumPy, with Keras' names and weight layout.

The modules in the order in which to read them, each with the chapter that explains it:

- `activations.py`: σ, tanh and others, with their derivatives (gradient_descent)
- `gradcheck.py`: is a gradient right? (bptt)
- `rnn.py`: the plain cell, the loop over steps, and the way back (rnn, bptt)
- `gru.py`: the same for the gated recurrent unit (gru, gru_backward)
- `lstm.py`: and for the long short-term memory (lstm)
- `recurrence.py`: that loop for any cell, yours too (rnn)
- `layers/recurrent.py`: cells, and the layers that run them over all steps (gru)
- `layers/bidirectional.py`: two readings of the same steps (bidirectional_and_deep)
- `layers/embedding.py`, `dense.py`, `pooling.py`, `dropout.py`: the layers around them
  (labs/sarcasm, spot_the_bug)
- `layers/base.py`, `weights.py`, `initializers.py`: what all layers share (notation)
- `keras_only.py`: what Keras has and this package does not, and so refuses
- `losses.py`, `metrics.py`: what is learned, and what is reported (gradient_descent)
- `optimizers.py`, `schedules.py`: from gradients to new weights (gradient_descent)
- `callbacks.py`, `training.py`, `model.py`: the stack of layers and the loop that trains it
  (gradient_descent, labs/airline)
- `inspection.py`: gates and gradients of a trained model, step by step (vanishing, gru)
- `fast/`: the sequence loops made fast, for when all the rest is clear (reference/speed)
"""

# ruff: noqa: F401 (what is imported here is what the package offers)

from . import callbacks, layers, losses, optimizers, schedules
from .callbacks import (
    Callback,
    EarlyStopping,
    History,
    LearningRateScheduler,
    ModelCheckpoint,
    ProgressBar,
)
from .gradcheck import check_vjp
from .initializers import set_random_seed
from .inspection import gradient_norms, trace
from .layers.base import Input
from .layers.bidirectional import Bidirectional
from .layers.dense import Dense
from .layers.dropout import Dropout, SpatialDropout1D
from .layers.embedding import Embedding
from .layers.pooling import GlobalAveragePooling1D, GlobalMaxPooling1D
from .layers.recurrent import GRU, LSTM, RNN, Cell, GRUCell, LSTMCell, SimpleRNN, SimpleRNNCell
from .model import Sequential
from .optimizers import SGD, Adam, RMSprop
from .recurrence import state_gradients
from .weights import read_weights, write_weights

NAMESPACES = ["callbacks", "layers", "losses", "optimizers", "schedules"]
__all__ = [*NAMESPACES, *(name for name, value in [*vars().items()] if callable(value))]
