"""What is measured: the models of the labs at their own shapes, on made-up data.

Each case's `layers` takes a twin as an argument, as the labs do, so that all build one model.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

BATCHES = 8  # different ones, so that no twin meets the same ids again and again
WORDS = 10  # of a headline, on average


@dataclass(frozen=True)
class Case:
    """One model, its data, and how it learns; without a loss it is only ever run."""

    name: str
    layers: Callable  # twin -> list of layers
    inputs: Callable  # random generator, rows, steps -> array
    batch: int
    steps: int
    targets: Callable | None = None  # random generator, rows, steps -> array
    loss: str | None = None
    optimizer: str = "adam"
    aim: float | None = None  # Keras' time over ours that the course set out to reach

    @property
    def rows(self):
        """Number of examples in all batches together."""
        return BATCHES * self.batch

    def data(self):
        """Return inputs and targets of all batches (targets may be None), always the same."""
        rng = np.random.default_rng(0)
        x = self.inputs(rng, self.rows, self.steps)
        return x, self.targets and self.targets(rng, self.rows, self.steps)


def batches(case, array):
    """Return an array of all rows as a list of batches."""
    return [array[i * case.batch :][: case.batch] for i in range(BATCHES)]


def ids(vocabulary, first=1):
    """Return a function that draws an id of a word a step; id 0, padding, does not occur."""

    def draw(rng, rows, steps):
        return rng.integers(first, vocabulary, (rows, steps), dtype=np.int32)

    return draw


def headlines(rng, rows, steps):
    """Draw ids for a few words a row; the rest of the row is padding, id 0."""
    x = ids(1000)(rng, rows, steps)
    x[np.arange(steps) >= rng.poisson(WORDS, (rows, 1)).clip(1, steps)] = 0
    return x


def numbers(rng, rows, steps):
    """Draw one feature a step."""
    return rng.random((rows, steps, 1), dtype=np.float32)


def yes_or_no(rng, rows, steps):
    """Draw one target of two a row."""
    return rng.integers(0, 2, (rows, 1)).astype(np.float32)


def classes(rng, rows, steps):
    """Draw the number of one class of four a row."""
    return rng.integers(0, 4, rows, dtype=np.int32)


def imdb(cell):
    """Return the layers of the imdb lab with a cell of this name."""
    return lambda nn: [
        nn.Embedding(10000, 128),
        getattr(nn, cell)(128),
        nn.Dense(1, activation="sigmoid"),
    ]


def sarcasm(mask_zero):
    """Return the layers of the sarcasm lab, with padding masked or read."""
    return lambda nn: [
        nn.Embedding(1000, 16, mask_zero=mask_zero),
        nn.Bidirectional(nn.GRU(32)),
        nn.Dense(24, activation="relu"),
        nn.Dense(1, activation="sigmoid"),
    ]


def stack_overflow(nn):
    """Return the layers of the stack_overflow lab."""
    head = [nn.Dropout(0.3), nn.Dense(4, activation="softmax")]
    return [nn.Embedding(10000, 16), nn.GRU(32), *head]


def airline(nn):
    """Return the layers of the airline lab."""
    return [nn.GRU(50, return_sequences=True), nn.GRU(50), nn.Dense(1)]


def next_word(vocabulary):
    """Return the layers of the next_word lab, for a vocabulary of this size."""
    return lambda nn: [
        nn.Embedding(vocabulary, 64),
        nn.GRU(128, return_sequences=True),
        nn.Dense(vocabulary, activation="softmax"),
    ]


def streaming(nn):
    """Return one layer that keeps its state from call to call."""
    return [nn.GRU(50, stateful=True)]


BINARY = {"targets": yes_or_no, "loss": "binary_crossentropy"}
SPARSE = "sparse_categorical_crossentropy"

CASES = {
    case.name: case
    for case in [
        Case("imdb", imdb("GRU"), ids(10000), 32, 200, **BINARY, aim=1.5),
        Case("imdb_lstm", imdb("LSTM"), ids(10000), 32, 200, **BINARY),
        Case("imdb_rnn", imdb("SimpleRNN"), ids(10000), 32, 200, **BINARY),
        Case("sarcasm", sarcasm(False), ids(1000), 32, 120, **BINARY, aim=2),
        Case("sarcasm_masked", sarcasm(True), headlines, 32, 120, **BINARY),
        Case(
            *("stack_overflow", stack_overflow, ids(10000), 100, 150),
            *(classes, SPARSE, "rmsprop", 2),
        ),
        Case("airline", airline, numbers, 32, 10, yes_or_no, "mean_squared_error", aim=2),
        Case("next_word", next_word(3000), ids(3000), 20, 20, ids(3000, 0), SPARSE, aim=1.2),
        Case("next_word_large", next_word(5000), ids(5000), 16, 50, ids(5000, 0), SPARSE),
        Case("streaming", streaming, numbers, 1, 1, aim=20),
    ]
}


def get(name):
    """Return a case by its name.

    Raises:
        ValueError: there is none; the message lists those there are.
    """
    if name not in CASES:
        raise ValueError(f"unknown case {name!r}; known are: {', '.join(CASES)}")
    return CASES[name]
