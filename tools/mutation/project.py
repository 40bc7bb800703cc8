"""Where things are: the package, its tests, and copies of both that mutants may live in."""

import resource
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE, TESTS = "coursepkg/numpy_nn", "tests/numpy_nn"
OPTIONS = ["-x", "-q", "--tb=no", "-p", "no:cacheprovider", f"--confcutdir={TESTS}"]

# Modules whose tests are not (only) in test_<module>*.py.
TESTED_IN = {
    "activations": ["activations", "dense"],
    "gru": ["gru", "recurrence"],
    "gru_fast": ["gru", "recurrence", "aside"],
    "loss_functions": ["loss_functions", "losses"],
    "lstm": ["lstm", "recurrence"],
    "lstm_fast": ["lstm", "recurrence", "aside"],
    "rnn": ["rnn", "recurrence"],
    "sequences": ["sequences", "rnn", "gru", "lstm", "recurrence", "aside"],
}


def copy_project(source, target):
    """Copy the package and its tests, so that nothing else is touched."""
    for name in (PACKAGE, TESTS):
        without = shutil.ignore_patterns("__pycache__")
        shutil.copytree(Path(source, name), Path(target, name), ignore=without)
    for name in ("coursepkg/__init__.py", "coursepkg/keras_nn.py", "pyproject.toml"):
        shutil.copy(Path(source, name), Path(target, name))


def source_of(module):
    """Return the source of a module in the current folder."""
    return Path(PACKAGE, f"{module}.py").read_text("utf-8")


def tests_of(module):
    """Return the test files that are about a module, in the current folder."""
    names = TESTED_IN.get(module, [module])
    found = {str(path) for name in names for path in Path(TESTS).glob(f"test_{name}*.py")}
    return sorted(found)


def limit_processor_time(seconds):
    """End this process once it has computed for so long; waiting and pauses do not count."""
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, most))
