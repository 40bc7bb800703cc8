"""The two twins: does each train, and do they agree?"""

import sys
from importlib.util import find_spec

from .child import ask
from .finding import Finding

NUMPY_SECONDS, KERAS_SECONDS = 60, 180  # the first start of TensorFlow can be slow


def look():
    """Yield a `Finding` for each twin; Keras is loaded by a child, and only if it is here."""
    done = ask([sys.executable, "-m", "coursepkg.doctor.trial", "numpy"], NUMPY_SECONDS)
    yield Finding(
        "NumPy twin",
        done.well,
        _last(done),
        "python -m pip install --force-reinstall numpy threadpoolctl",
        essential=True,
    )
    if not find_spec("keras"):
        mend = "python -m pip install keras tensorflow"
        yield Finding("Keras twin", False, "Keras is not installed", mend)
        return
    done = ask([sys.executable, "-m", "coursepkg.doctor.trial", "keras"], KERAS_SECONDS)
    mend = "python -m pip install --upgrade keras tensorflow, in a new environment"
    yield Finding("Keras twin", done.well, _last(done), mend)


def _last(done):
    return done.text.splitlines()[-1] if done.text else "it said nothing"
