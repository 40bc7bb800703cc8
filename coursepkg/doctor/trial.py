"""A small GRU, run by a child of the doctor: `python -m coursepkg.doctor.trial numpy|keras`."""

import sys
from importlib.metadata import version

import numpy as np

from coursepkg import numpy_nn

TOLERANCE = 1e-5  # in float32


def model_of(nn):
    """Return a small model of a twin."""
    model = nn.Sequential([nn.Input((5, 2)), nn.GRU(4), nn.Dense(1)])
    model.compile(optimizer="adam", loss="mean_squared_error")
    return model


def sequences():
    """Return (16, 5, 2) random numbers."""
    return np.random.default_rng(0).normal(size=(16, 5, 2)).astype("float32")


def numpy_trial():
    """Train the NumPy twin; its loss must fall."""
    x = sequences()
    history = model_of(numpy_nn).fit(x, x[:, -1, :1], batch_size=16, epochs=2, verbose=0)
    first, second = history.history["loss"]
    if not second < first:
        raise RuntimeError(f"the loss went from {first} to {second}")
    return f"trains, with NumPy {np.__version__}"


def keras_trial():
    """Give both twins the same weights and inputs; they must agree."""
    from coursepkg import keras_nn

    x, ours, theirs = sequences(), model_of(numpy_nn), model_of(keras_nn)
    ours.set_weights(theirs.get_weights())
    apart = float(np.abs(ours.predict(x, verbose=0) - theirs.predict(x, verbose=0)).max())
    if not apart < TOLERANCE:
        raise RuntimeError(f"the twins are {apart} apart")
    return f"agrees with the NumPy twin, with Keras {version('keras')}"


if __name__ == "__main__":
    print({"numpy": numpy_trial, "keras": keras_trial}[sys.argv[1]]())
