"""Our twin's ways of working."""

from coursepkg import numpy_nn as nn

from ..cases import BATCHES
from ..timing import repeated
from .fitting import batches, training_ways


def build(case):
    """Return the case's model."""
    return nn.Sequential([nn.Input(case.data()[0].shape[1:]), *case.layers(nn)])


def ways(case):
    """Return, for each kind of work, the ways to do it (see `twins`)."""
    model = build(case)
    x = batches(case, case.data()[0])
    if case.loss is None:
        layer = model.layers[0]
        return {"streaming": {"layer(x)": repeated(lambda i: layer(x[i % BATCHES]))}}
    inference = {
        "predict": repeated(lambda i: model.predict(x[i % BATCHES], batch_size=case.batch)),
        "model(x)": repeated(lambda i: model(x[i % BATCHES])),
    }
    return {"training": training_ways(nn, model, case), "inference": inference}
