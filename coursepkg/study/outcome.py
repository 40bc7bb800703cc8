"""What one run of a lab found."""

from dataclasses import dataclass, field

import numpy as np


@dataclass
class Outcome:
    """Returned by a lab's `run` and `run_baseline`.

    Args:
        metrics: by name, a number or a dictionary of numbers; of the *test* part, unless the
            name says otherwise. Nothing may have been chosen by them.
        parameters: number of trainable parameters (0 for a rule).
        data_hash: of the data that the run used (see `rows.hash_of`).
        history: by name, one number an epoch, as `fit` returns it in `.history`.
        rows: by name, what the run said of each test row, for comparisons row by row: a list
            of numbers, or for right and wrong what `rows.packed` returns.
        weights: arrays to keep in a file, or None.
    """

    metrics: dict
    parameters: int
    data_hash: str
    history: dict = field(default_factory=dict)
    rows: dict = field(default_factory=dict)
    weights: list[np.ndarray] | None = None
