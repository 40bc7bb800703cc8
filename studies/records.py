"""Where runs are kept: a file for each as soon as it has ended, and one that gathers them.

    results/runs/<lab>/<configuration>/<twin>-<seed>.json    written by `save`
    results/<lab>.json                                       written by `gather`
    weights/<lab>/<configuration>-<twin>-<seed>.npz          where a run keeps its weights

Every file appears whole or not at all, so a study may be interrupted at any time, and several
may write side by side. What the gathered file holds need not be run again either.
"""

import json
import os
from pathlib import Path

from coursepkg.numpy_nn import write_weights

from .jobs import baselines, load
from .schema import check


class Store:
    """The results of one lab.

    Args:
        lab: its name.
        folder: the repository's root, or another folder for trials.
    """

    def __init__(self, lab, folder="."):
        self.lab = lab
        self.folder = Path(folder)
        self.gathered = self.folder / "results" / f"{lab}.json"
        self.runs = self.folder / "results" / "runs" / lab

    def records(self):
        """Return the record of every run that has ended, by key (see `Job.key`)."""
        found = []
        if self.gathered.exists():
            results = json.loads(self.gathered.read_text("utf-8"))
            found = results["baselines"] + results["runs"]
        for path in sorted(self.runs.glob("*/*.json")):
            found.append(json.loads(path.read_text("utf-8")))
        return {key_of(record): record for record in found}

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
        """Write the weights and the record of a `Finished` job, the record last."""
        job, record = finished.job, finished.record
        name = job.twin and f"{job.twin}-{job.seed}"
        if finished.weights is not None:
            parts = [job.configuration, name] if name else [job.configuration]
            path = self.folder / "weights" / self.lab / f"{'-'.join(parts)}.npz"
            record = {**record, "weights": path.relative_to(self.folder).as_posix()}
            path.parent.mkdir(parents=True, exist_ok=True)
            write_weights(path, finished.weights)
        path = self.runs / job.configuration / f"{name or 'baseline'}.json"
        write_whole(path, json.dumps(record, allow_nan=False))

    def gather(self):
        """Write all records to one file, a line each, in an order that does not change.

        Returns:
            The file's path.
        """
        records = self.records()
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
        doomed = [key for key in records if key[0] in configurations]
        for key in doomed:
            if path := records[key].get("weights"):
                (self.folder / path).unlink(missing_ok=True)
        for name in configurations:
            for path in self.runs.glob(f"{name}/*.json"):
                path.unlink()
        if self.gathered.exists():
            results = json.loads(self.gathered.read_text("utf-8"))
            for kind in ("baselines", "runs"):
                results[kind] = [r for r in results[kind] if key_of(r) not in doomed]
            write_whole(self.gathered, json.dumps(results))
            self.gather()
        return len(doomed)


def key_of(record):
    """Return the key of the job that a record is of."""
    return (record["configuration"], record.get("twin"), record.get("seed"))


def undeclared(lab, records):
    """Return the keys of records that differ from what the lab declares now."""
    module = load(lab)
    declared = {**baselines(module), **module.CONFIGURATIONS}
    return [key for key, record in records.items() if declared.get(key[0]) != record["config"]]


def write_whole(path, text):
    """Write a file so that it appears whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.unfinished")
    try:
        unfinished.write_text(text, "utf-8")
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
