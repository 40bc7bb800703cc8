"""Where a training step of our twin spends its time.

The products and the activations that no recurrence can do without are timed alone as well: what
NumPy takes for these is a floor under the whole.
"""

from collections import defaultdict
from statistics import median
from time import perf_counter

import numpy as np

from coursepkg import numpy_nn as nn
from coursepkg.numpy_nn.fast import one_blas_thread

from .cases import BATCHES, batches
from .timing import repeated
from .twins import numpy_model

RECURRENT = (nn.GRU, nn.LSTM, nn.SimpleRNN, nn.Bidirectional)

# What a training step calls of a layer; of the last one it may want the logits.
METHODS = {"forward": "forward", "logits": "forward", "backward": "backward"}


def of_training(case, seconds):
    """Return the median milliseconds of a step, of its parts, and of the floor, by name."""
    model = numpy_model(case)
    floor = floor_of_gru(case.batch, *_readings(model, case.steps), seconds)
    model.compile(optimizer=case.optimizer, loss=case.loss)
    spent = defaultdict(float)
    for layer in model.layers:
        kind = _kind(layer)
        for method, direction in METHODS.items():
            if hasattr(layer, method):
                part = f"{kind}, {direction}"
                setattr(layer, method, _timed(getattr(layer, method), part, spent))
    model.optimizer.apply = _timed(model.optimizer.apply, "optimiser", spent)
    x, y = case.data()
    pairs = [*zip(batches(case, x), batches(case, y), strict=True)]
    steps, number, end = [], 0, perf_counter() + seconds
    while number < 3 or perf_counter() < end:
        spent.clear()
        start = perf_counter()
        model.train_on_batch(*pairs[number % BATCHES])
        steps.append({"whole step": perf_counter() - start, **spent})
        number += 1
    parts = {part: 1000 * median(step[part] for step in steps[1:]) for part in steps[0]}
    return {"step": parts.pop("whole step"), "parts": parts, "floor": floor}


def floor_of_gru(rows, units, steps, seconds):
    """Return the milliseconds of what every step of a GRU has to do, forward and backward.

    Args:
        rows: examples in a batch.
        units: size of the state.
        steps: how many steps in all layers and directions together.
        seconds: how long to measure each.
    """
    rng = np.random.default_rng(0)
    h, da, gates, into = (
        rng.random(shape, dtype=np.float32)
        for shape in ((rows, units), (rows, 3 * units), (3, units, units), (3, rows, units))
    )
    back, d_h = np.ascontiguousarray(rng.random((3 * units, units), dtype=np.float32)), h.copy()

    def products(_):
        np.matmul(h, gates, out=into)
        np.matmul(da, back, out=d_h)

    def activations(_):
        np.exp(-into[:2])
        np.tanh(into[2])

    with one_blas_thread():
        return {
            "products of the state": 1000 * steps * repeated(products)(seconds),
            "exp and tanh": 1000 * steps * repeated(activations)(seconds),
        }


def _readings(model, steps):
    """Return the units of the recurrent layers, and their steps in all directions together."""
    directions = []
    for layer in model.layers:
        if isinstance(layer, nn.Bidirectional):
            directions += [layer.forward_layer, layer.backward_layer]
        elif isinstance(layer, RECURRENT):
            directions.append(layer)
    (units,) = {direction.units for direction in directions}
    return units, steps * len(directions)


def _kind(layer):
    if isinstance(layer, RECURRENT):
        return "recurrence"
    return "embedding" if isinstance(layer, nn.Embedding) else "other layers"


def _timed(method, part, spent):
    def timed(*arguments, **options):
        start = perf_counter()
        result = method(*arguments, **options)
        spent[part] += perf_counter() - start
        return result

    return timed
