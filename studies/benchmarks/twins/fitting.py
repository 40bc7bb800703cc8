"""Training, which our twin and Keras write alike."""

from ..cases import BATCHES
from ..timing import repeated, steps_of_fit


def batches(case, array):
    """Return an array of all rows as a list of batches."""
    return [array[i * case.batch :][: case.batch] for i in range(BATCHES)]


def training_ways(nn, model, case):
    """Return the ways to train a model: a batch at a time, and `fit`."""
    model.compile(optimizer=case.optimizer, loss=case.loss)
    x, y = case.data()
    pairs = [*zip(batches(case, x), batches(case, y), strict=True)]

    def fit(callbacks):
        model.fit(x, y, batch_size=case.batch, verbose=0, callbacks=callbacks)

    return {
        "train_on_batch": repeated(lambda i: model.train_on_batch(*pairs[i % BATCHES])),
        "fit": steps_of_fit(fit, nn.Callback),
    }
