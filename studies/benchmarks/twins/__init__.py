"""What each twin can be timed at: `ways(case)` of a twin's module.

Every module gives, for a kind of work ("training", "inference", "streaming"), the ways that
its users have of doing it. Each way is a function of a number of seconds: it works for about
as long, and returns the median time of one step or pass.
"""

from importlib import import_module
from importlib.util import find_spec

# By name: the package without which the twin cannot be measured.
NEEDS = {"numpy": "numpy", "keras": "tensorflow", "torch": "torch"}

# Set before a twin's library is loaded. oneDNN is TensorFlow's own default on most machines;
# the course turns it off elsewhere, so that results do not differ between processors.
ENVIRONMENT = {"keras": {"TF_ENABLE_ONEDNN_OPTS": "1", "TF_CPP_MIN_LOG_LEVEL": "2"}}


def available():
    """Return the names of the twins that can be measured here."""
    return [name for name, package in NEEDS.items() if find_spec(package)]


def load(name):
    """Return a twin's module; this imports its library."""
    return import_module(f".{name}_twin", __package__)
