"""What a run leaves behind: its outcome, the record made of it, and the files of both.

    results/runs/<lab>/<configuration>/<twin>-<seed>.json    written by `save`
    results/<lab>.json                                       written by `gather`
    weights/<lab>/<configuration>-<twin>-<seed>.npz          where a run saves its weights
    weights/<lab>/<configuration>-vocabulary.txt             and the words that they are of

Every file appears whole or not at all, so a study may be interrupted at any time, and several
may write side by side. What the gathered file holds need not be run again either.
"""

import base64
import hashlib
import json
import os
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
from jsonschema import Draft202012Validator

from coursepkg.data import Vectorizer
from coursepkg.numpy_nn import write_weights

SCHEMA = Path(__file__).with_name("schema.json")
DIGITS = 6  # significant ones: more would be noise, and make the files large


@dataclass
class Outcome:
    """What a lab's `run` and `run_baseline` return.

    Args:
        metrics: by name, a number or a dictionary of numbers; of the *test* part, unless the
            name says otherwise. Nothing may have been chosen by them.
        parameters: number of trainable parameters (0 for a rule).
        data_hash: of the data that the run used (see `hash_of`).
        history: by name, one number an epoch, as `fit` returns it in `.history`.
        rows: by name, what the model answered to each test row, for comparisons row by row: a
            list of numbers, or for right and wrong what `pack_bits` returns, or for
            probabilities what `pack_probabilities` does.
        weights: arrays to save in a file, or None.
        vectorizer: whose vocabulary to save beside the weights, or None.
    """

    metrics: dict
    parameters: int
    data_hash: str
    history: dict = field(default_factory=dict)
    rows: dict = field(default_factory=dict)
    weights: list[np.ndarray] | None = None
    vectorizer: Vectorizer | None = None


def pack_bits(right):
    """Return one bit a row as a dictionary that JSON can hold.

    Args:
        right: (rows,) booleans: whether the model was right about each test row.
    """
    right = np.asarray(right)
    if right.ndim != 1 or right.dtype != bool:
        raise ValueError(
            f"expected (rows,) booleans, but was given {right.dtype} of shape {right.shape}"
        )
    return {"count": len(right), "bits": base64.b64encode(np.packbits(right)).decode()}


def pack_probabilities(probabilities):
    """Return one byte a row, in steps of 1/255, as a dictionary that JSON can hold.

    Args:
        probabilities: (rows,) of one class: 0 to 1.
    """
    probabilities = np.asarray(probabilities, float)
    if probabilities.ndim != 1 or not np.all((probabilities >= 0) & (probabilities <= 1)):
        raise ValueError(
            f"expected (rows,) probabilities from 0 to 1, got shape {probabilities.shape}, "
            f"{probabilities.min():.3g} to {probabilities.max():.3g}"
        )
    steps = np.rint(255 * probabilities).astype(np.uint8)
    return {"count": len(steps), "bytes": base64.b64encode(steps).decode()}


def hash_of(*parts):
    """Return the SHA-256 of arrays, texts and lists of texts, in this order."""
    digest = hashlib.sha256()
    for part in parts:
        if isinstance(part, np.ndarray) and part.dtype != object:
            content = f"{part.dtype.str}{part.shape}".encode() + part.tobytes()
        elif isinstance(part, str):
            content = part.encode()
        else:
            content = b"".join(hashlib.sha256(str(item).encode()).digest() for item in part)
        digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()


def plain(value):
    """Return a value with lists for arrays and floats of `DIGITS` significant digits.

    Raises:
        ValueError: a float is not finite.
        TypeError: it holds something that JSON does not know.
    """
    if isinstance(value, dict):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(item) for item in value]
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, float):
        if not np.isfinite(value):
            raise ValueError(f"expected finite numbers in a result, but found {value}")
        return float(f"{value:.{DIGITS}g}")
    raise TypeError(f"expected plain values in a result, but found {type(value).__name__}")


def check(kind, value):
    """Compare a value with the schema.

    Args:
        kind: "run", "baseline" or "results".
        value: what to check.

    Raises:
        jsonschema.ValidationError: it does not fit; the message says what and where.
    """
    validator(kind).validate(value)


@cache
def validator(kind):
    """Return what checks values of one kind."""
    schema = json.loads(SCHEMA.read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    if kind != "results":
        schema = {"$ref": f"#/$defs/{kind}", "$defs": schema["$defs"]}
    return Draft202012Validator(schema)


class Store:
    """The results of one lab.

    Args:
        lab: its name.
        folder: where results/ and weights/ are.
    """

    def __init__(self, lab, folder):
        self.lab = lab
        self.folder = Path(folder)
        self.gathered = self.folder / "results" / f"{lab}.json"
        self.runs = self.folder / "results" / "runs" / lab

    def records(self):
        """Return the record of every run that has ended, by key (see `Job.key`)."""
        records = []
        if self.gathered.exists():
            results = json.loads(self.gathered.read_text("utf-8"))
            records = results["baselines"] + results["runs"]
        for path in sorted(self.runs.glob("*/*.json")):
            records.append(json.loads(path.read_text("utf-8")))
        return {key_of(record): record for record in records}

    def missing(self, jobs):
        """Return those jobs that have not been run yet.

        Raises:
            ValueError: a run is there, but of another configuration than that of its name.
        """
        known = self.records()
        for job in jobs:
            if job.key in known and known[job.key]["config"] != job.config:
                raise ValueError(
                    f"{job} was run with {known[job.key]['config']}, now it is {job.config}. "
                    f"Give it a new name, or drop its runs with --forget {job.configuration}"
                )
        return [job for job in jobs if job.key not in known]

    def save(self, finished):
        """Write weights, vocabulary and record of a `Finished` job, the record last."""
        job, record = finished.job, finished.record
        name = "baseline" if job.twin is None else f"{job.twin}-{job.seed}"
        weights = self.folder / "weights" / self.lab
        if finished.weights is not None:
            path = weights / f"{job.configuration}-{name}.npz"
            record = {**record, "weights": path.relative_to(self.folder).as_posix()}
            path.parent.mkdir(parents=True, exist_ok=True)
            write_weights(path, finished.weights)
        if finished.vectorizer is not None:
            finished.vectorizer.save(weights / f"{job.configuration}-vocabulary.txt")
        path = self.runs / job.configuration / f"{name}.json"
        write_whole(path, json.dumps(record, allow_nan=False))

    def gather(self):
        """Write all records to one file, a line each, in an order that does not change.

        Returns:
            The file's path.
        """
        return self._write(self.records())

    def _write(self, records):
        order = sorted(records, key=lambda key: (key[0], key[1] or "", key[2] or 0))
        lists = {
            "baselines": [records[key] for key in order if key[1] is None],
            "runs": [records[key] for key in order if key[1] is not None],
        }
        check("results", {"lab": self.lab, **lists})
        text = f'{{"lab": {json.dumps(self.lab)}'
        for name, of_kind in lists.items():
            lines = ",".join(f"\n{json.dumps(r, allow_nan=False)}" for r in of_kind)
            text += f',\n"{name}": [{lines}\n]'
        write_whole(self.gathered, text + "\n}\n")
        return self.gathered

    def forget(self, configurations):
        """Drop all runs of some configurations; return how many there were."""
        records = self.records()
        dropped = {key: records.pop(key) for key in [*records] if key[0] in configurations}
        for key, record in dropped.items():
            if path := record.get("weights"):
                (self.folder / path).unlink(missing_ok=True)
            for path in self.runs.glob(f"{key[0]}/*.json"):
                path.unlink()
        if self.gathered.exists():
            self._write(records)
        return len(dropped)


def key_of(record):
    """Return the key of the job that a record is of."""
    return (record["configuration"], record.get("twin"), record.get("seed"))


def write_whole(path, text):
    """Write a file so that it appears whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.unfinished")
    try:
        unfinished.write_text(text, "utf-8")
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
