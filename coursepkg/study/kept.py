"""Weights that a study keeps for the book, and the words that belong to them.

`python -m coursepkg.study.kept LAB` writes the vocabularies; the study itself the weights.
"""

import sys
from pathlib import Path
from typing import NamedTuple

from .course_files import find_file
from .jobs import load
from .tables import read_results, runs_of


class Kept(NamedTuple):
    """A model that a study kept."""

    config: dict  # of its run
    weights: Path  # for `numpy_nn.read_weights`
    vocabulary: Path  # for `Vectorizer.load`


def vocabulary_path(lab, configuration):
    """Return where a vocabulary lies, below the repository's root."""
    return Path("weights") / lab / f"{configuration}-vocabulary.txt"


def kept(lab, configuration, twin="numpy"):
    """Return the `Kept` model of a configuration.

    Raises:
        ValueError: there are no runs of it, or none that kept its weights.
    """
    for run in runs_of(read_results(lab), configuration, twin).values():
        if "weights" in run:
            paths = Path(run["weights"]), vocabulary_path(lab, configuration)
            return Kept(run["config"], *map(find_file, paths))
    raise ValueError(f"no run of {configuration}, {twin}, has kept its weights")


def write_vocabularies(lab, folder="."):
    """Write the vocabulary of every configuration that keeps weights; yield the paths.

    The lab's study has for it, beside the "kept_seed" of such a configuration, a function
    `inputs_of(config)` that returns something with a `vectorizer`.
    """
    module = load(lab)
    for name, config in module.CONFIGURATIONS.items():
        if "kept_seed" in config:
            path = Path(folder) / vocabulary_path(lab, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            module.inputs_of(config).vectorizer.save(path)
            yield path


if __name__ == "__main__":
    for lab in sys.argv[1:]:
        for written in write_vocabularies(lab):
            print(written)
