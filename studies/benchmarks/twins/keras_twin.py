"""Keras' ways of working, with TensorFlow."""

import tensorflow as tf

from coursepkg import keras_nn as nn

from ..cases import BATCHES
from ..timing import repeated
from .fitting import batches, training_ways


def build(case):
    """Return the case's model, for batches of any size unless it keeps a state."""
    x, _ = case.data()
    rows = case.batch if case.loss is None else None
    example = nn.Input(batch_shape=(rows, *x.shape[1:]), dtype=x.dtype)
    return nn.Sequential([example, *case.layers(nn)])


def ways(case):
    """Return, for each kind of work, the ways to do it (see `twins`)."""
    model = build(case)
    x = batches(case, case.data()[0])
    compiled = tf.function(model)
    calls = {
        "predict": lambda one: model.predict(one, batch_size=case.batch, verbose=0),
        "predict_on_batch": model.predict_on_batch,
        "tf.function": lambda one: compiled(one).numpy(),
    }
    if case.loss is None:
        calls["model(x)"] = lambda one: model(one).numpy()  # hopeless with more than one step
        return {"streaming": {way: using(call, x) for way, call in calls.items()}}
    return {
        "training": training_ways(nn, model, case),
        "inference": {way: using(call, x) for way, call in calls.items()},
    }


def using(call, x):
    """Return the timing of a call on one batch after the other."""
    return repeated(lambda i: call(x[i % BATCHES]))
