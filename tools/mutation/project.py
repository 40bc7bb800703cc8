"""Where things are: the package, its tests, and copies of both that mutants may live in."""

import resource
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("coursepkg/numpy_nn", "coursepkg/variants")
TESTS = ("tests/numpy_nn", "tests/variants")
OPTIONS = ["-x", "-q", "--tb=no", "-p", "no:cacheprovider", "--confcutdir=tests/numpy_nn"]

# Modules whose tests are not (only) in test_<last part of the name>*.py.
FAST = ["contract", "work", "machine"]
TESTED_IN = {
    "activations": ["activations", "dense"],
    "recurrence": ["own_cell", "inspection", "rnn", "lstm", "gru"],
    "fast.rnn": FAST,
    "fast.gru": FAST,
    "fast.lstm": FAST,
    "fast.sequences": ["sequences", *FAST],
    "layers.dense": ["dense", "initializers", "bad_input", "model", "random_models"],
    "layers.embedding": ["embedding", "fit", "inspection", "masked_metrics", "random_models"],
    "layers.pooling": ["pooling", "random_models"],
    "layers.base": ["base", "model", "bad_input", "dense", "embedding", "pooling", "dropout"],
    "layers.recurrent": ["recurrent_layers", "streaming", "own_cell", "inspection"],
    "layers.bidirectional": ["recurrent_layers", "inspection", "model"],
    "model": ["model", "bad_input", "fit", "trainable"],
    "training": ["training_steps", "fit", "masked_metrics", "trainable", "callbacks", "model"],
}


def copy_project(source, target):
    """Copy the package and its tests, so that nothing else is touched."""
    for name in (*PACKAGES, *TESTS):
        without = shutil.ignore_patterns("__pycache__")
        shutil.copytree(Path(source, name), Path(target, name), ignore=without)
    for name in ("__init__.py", "moved.py", "keras_nn.py"):
        shutil.copy(Path(source, "coursepkg", name), Path(target, "coursepkg", name))
    shutil.copy(Path(source, "pyproject.toml"), target)


def path_of(module):
    """Return where a module is below the current folder, by its name within its package."""
    name = module.replace(".", "/") + ".py"
    return next(path for package in PACKAGES if (path := Path(package, name)).is_file())


def source_of(module):
    """Return the source of a module in the current folder."""
    return path_of(module).read_text("utf-8")


def tests_of(module):
    """Return the test files that are about a module, in the current folder."""
    names = TESTED_IN.get(module, [module.rpartition(".")[2]])
    groups = (Path(folder).rglob(f"test_{name}*.py") for folder in TESTS for name in names)
    return sorted({str(path) for paths in groups for path in paths})


def limit_processor_time(seconds):
    """End this process once it has computed for so long; waiting and pauses do not count."""
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, most))
