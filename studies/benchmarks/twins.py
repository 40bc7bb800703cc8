"""What each twin can be timed at: the ways that its users have of training and predicting.

`load(name)` returns a function of a case. It gives, for a kind of work ("training",
"inference", "streaming"), the ways of doing it. Each way is a function of a number of seconds:
it works for about as long, and returns the median time of one step or pass.
"""

from importlib import import_module
from importlib.util import find_spec

from .cases import BATCHES, batches
from .timing import repeated, steps_of_fit

# By name: the package without which the twin cannot be measured.
NEEDS = {"numpy": "numpy", "keras": "tensorflow", "torch": "torch"}

# Set before a twin's library is loaded. oneDNN is TensorFlow's own default on most machines;
# the course turns it off elsewhere, so that results do not differ between processors.
ENVIRONMENT = {"keras": {"TF_ENABLE_ONEDNN_OPTS": "1", "TF_CPP_MIN_LOG_LEVEL": "2"}}


def available():
    """Return the names of the twins that can be measured here."""
    return [name for name, package in NEEDS.items() if find_spec(package)]


def load(name):
    """Import a twin's library; return the function that gives its ways for a case."""
    if name == "torch":
        return import_module(".torch_twin", __package__).ways
    import_module(f"coursepkg.{name}_nn")
    return {"numpy": numpy_ways, "keras": keras_ways}[name]


def numpy_model(case):
    """Return the case's model in our twin."""
    from coursepkg import numpy_nn as nn

    return nn.Sequential([nn.Input(case.data()[0].shape[1:]), *case.layers(nn)])


def keras_model(case):
    """Return the same in Keras, for batches of any size unless it keeps a state."""
    from coursepkg import keras_nn as nn

    x, _ = case.data()
    rows = case.batch if case.loss is None else None
    example = nn.Input(batch_shape=(rows, *x.shape[1:]), dtype=x.dtype)
    return nn.Sequential([example, *case.layers(nn)])


def numpy_ways(case):
    """Return our twin's ways."""
    from coursepkg.numpy_nn import Callback

    model = numpy_model(case)
    if case.loss is None:
        return {"streaming": {"layer(x)": on_batches(case, model.layers[0])}}
    inference = {
        "predict": on_batches(case, lambda x: model.predict(x, batch_size=case.batch)),
        "model(x)": on_batches(case, model),
    }
    return {"training": training_ways(model, case, Callback), "inference": inference}


def keras_ways(case):
    """Return Keras' ways, with TensorFlow."""
    import tensorflow as tf

    from coursepkg.keras_nn import Callback

    model = keras_model(case)
    compiled = tf.function(model)
    calls = {
        "predict": lambda x: model.predict(x, batch_size=case.batch, verbose=0),
        "predict_on_batch": model.predict_on_batch,
        "tf.function": lambda x: compiled(x).numpy(),
    }
    if case.loss is None:
        calls["model(x)"] = lambda x: model(x).numpy()  # hopeless with more than one step
    timed = {way: on_batches(case, call) for way, call in calls.items()}
    if case.loss is None:
        return {"streaming": timed}
    return {"training": training_ways(model, case, Callback), "inference": timed}


def on_batches(case, call):
    """Return the timing of a call on one batch after the other."""
    x = batches(case, case.data()[0])
    return repeated(lambda i: call(x[i % BATCHES]))


def training_ways(model, case, callback_type):
    """Return the ways to train a model that our twin and Keras share: by batch, and `fit`."""
    model.compile(optimizer=case.optimizer, loss=case.loss)
    x, y = case.data()
    pairs = [*zip(batches(case, x), batches(case, y), strict=True)]

    def fit(callbacks):
        model.fit(x, y, batch_size=case.batch, verbose=0, callbacks=callbacks)

    return {
        "train_on_batch": repeated(lambda i: model.train_on_batch(*pairs[i % BATCHES])),
        "fit": steps_of_fit(fit, callback_type),
    }
