"""Runs in a fresh environment, alone: what the package must do without the repository."""

import json
import time
from importlib import import_module, metadata


def seconds_to_import():
    """Return how long `import coursepkg` takes; nothing of it may be loaded before."""
    start = time.perf_counter()
    import_module("coursepkg")
    return time.perf_counter() - start


def train():
    """Train a GRU for two steps; its loss must fall."""
    import numpy as np

    from coursepkg import numpy_nn as nn

    x = np.random.default_rng(0).normal(size=(16, 5, 2))
    model = nn.Sequential([nn.Input((5, 2)), nn.GRU(4), nn.Dense(1)])
    model.compile(optimizer="adam", loss="mean_squared_error")
    history = model.fit(x, x[:, -1, :1], batch_size=16, epochs=2, verbose=0).history
    assert history["loss"][1] < history["loss"][0], history


def read():
    """Read the data that ship with the package, and what the notebooks take from it."""
    from coursepkg.data import load
    from coursepkg.results import find_file

    assert len(load("airline").passengers) == 144
    json.loads(find_file("studies/results/airline.json").read_text("utf-8"))


def installed():
    """Return how many packages are here, pip aside, and how many bytes they have."""
    packages = [d for d in metadata.distributions() if d.metadata["Name"] != "pip"]
    files = (d.locate_file(file) for d in packages for file in d.files or ())
    return len(packages), sum(path.stat().st_size for path in files if path.is_file())


seconds = seconds_to_import()
train()
read()
packages, size = installed()
print(json.dumps({"packages": packages, "bytes": size, "seconds": seconds}))
