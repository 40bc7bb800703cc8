"""From a lab's declarations to the list of runs that a study consists of."""

import json
import pkgutil
from dataclasses import dataclass
from importlib import import_module

from . import labs

TWINS = ("numpy", "keras")


@dataclass(frozen=True)
class Job:
    """One run: a configuration, a twin and a seed. A baseline has neither twin nor seed."""

    lab: str
    configuration: str
    config: dict
    twin: str | None = None
    seed: int | None = None

    @property
    def key(self):
        """What tells the runs of a lab apart."""
        return (self.configuration, self.twin, self.seed)

    def __str__(self):
        if self.twin is None:
            return f"{self.configuration} (baseline)"
        return f"{self.configuration}, {self.twin}, seed {self.seed}"


def names():
    """Return the names of the labs that have a study."""
    return sorted(module.name for module in pkgutil.iter_modules(labs.__path__))


def load(lab):
    """Return the module in which a lab declares its study.

    Raises:
        ValueError: there is none of that name, or its configurations are not plain values
            with a cell.
    """
    if lab not in names():
        raise ValueError(f"there is no study of {lab!r}; there are: {', '.join(names())}")
    module = import_module(f"{labs.__name__}.{lab}")
    for name, config in {**module.CONFIGURATIONS, **baselines(module)}.items():
        if config != json.loads(json.dumps(config)):
            raise ValueError(f"{lab}, {name}: expected values that JSON can hold, in {config}")
        if name in module.CONFIGURATIONS and "cell" not in config:
            raise ValueError(f'{lab}, {name}: expected a "cell" in {config}')
    return module


def baselines(module):
    """Return the baselines that a lab declares, by name."""
    return getattr(module, "BASELINES", {})


def seeds_of(module, twin):
    """Return how many seeds a lab declares for a twin."""
    return module.SEEDS[twin] if isinstance(module.SEEDS, dict) else module.SEEDS


def plan(lab, seeds=None, configurations=None, twins=TWINS, smoke=False):
    """Return the `Job`s of a study: seed after seed, so that half a study has half the seeds.

    Args:
        lab: its name.
        seeds: how many, counted from 0; as many as the lab declares, if None.
        configurations: names of those wanted, of baselines too; all, if None.
        twins: names of those wanted.
        smoke: whether the lab's `SMOKE` replaces values, for a quick trial.

    Raises:
        ValueError: an unknown name; the message lists those there are.
    """
    module = load(lab)
    declared = {**baselines(module), **module.CONFIGURATIONS}
    wanted = list(declared) if configurations is None else configurations
    for name in wanted:
        if name not in declared:
            raise ValueError(f"{lab} has no {name!r}; there are: {', '.join(declared)}")
    changes = module.SMOKE if smoke else {}
    configs = {name: {**declared[name], **changes} for name in wanted}
    found = [
        Job(lab, name, config) for name, config in configs.items() if name in baselines(module)
    ]
    run_by = getattr(module, "TWINS", {})
    counts = {twin: seeds_of(module, twin) if seeds is None else seeds for twin in twins}
    for seed in range(max(counts.values(), default=0)):
        found += [
            Job(lab, name, config, twin, seed)
            for name, config in configs.items()
            if name in module.CONFIGURATIONS
            for twin in twins
            if twin in run_by.get(name, TWINS) and seed < counts[twin]
        ]
    return found
