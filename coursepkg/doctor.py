"""`python -m coursepkg doctor`: what works on this machine, and how to mend what does not.

The exit status is 0 if the essentials work: Python, the libraries that the package needs, and
the NumPy twin. The rest may be lacking. Nothing heavy is imported: a small GRU of each twin
trains in a child with a time limit. Of versions only the least one that is needed is compared.
"""

import os
import re
import subprocess
import sys
from collections import namedtuple
from importlib import import_module, metadata

# What was looked at, whether it works, a few words, and what to do where it does not.
Finding = namedtuple("Finding", "what works detail mend")
ESSENTIAL = {"Python", "coursepkg", "NumPy twin"}
RANGE = re.compile(r"^([\w.-]+)>=([\d.]+)(?:; *extra == ['\"](\w+)['\"])?$", re.MULTILINE)
SECONDS = 180  # the first start of TensorFlow can be slow


def add_arguments(parser):
    """There is nothing to choose."""


def run(_):
    """Print each finding as soon as it is made, and return the exit status."""
    names = {"works": [], "FAILS": [], "lacking": []}
    for area in (versions, twins, data_sets):
        # Without the libraries the data cannot be looked at.
        for what, works, detail, mend in () if names["FAILS"] and area is data_sets else area():
            verdict = "works" if works else "FAILS" if what in ESSENTIAL else "lacking"
            names[verdict].append(what)
            print(f"{verdict:9}{what:22}{detail}", flush=True)
            if not works:
                print(f"{'':31}to mend: {mend}", flush=True)
    failed, lacking = ", ".join(names["FAILS"]), ", ".join(names["lacking"])
    if failed:
        print(f"\nThe course does not run here before this is mended: {failed}.")
    else:
        print("\nThe essentials work." + (f" Lacking: {lacking}." if lacking else ""))
    return 1 if failed else 0


def versions():
    """Yield a `Finding` for Python, for what the package needs, and for each extra."""
    mend = "install Python 3.11 or newer, and make a new environment with it"
    yield Finding("Python", sys.version_info >= (3, 11), sys.version.split()[0], mend)
    try:
        ranges = RANGE.findall("\n".join(metadata.requires("coursepkg") or ()))
    except metadata.PackageNotFoundError:
        return  # it is read from its folder, and nothing says what it needs
    for extra, what in (("", ""), ("keras", "[keras]"), ("labs", "[labs]")):
        wrong = {f'"{n}>={least}"': problem(n, least) for n, least, of in ranges if of == extra}
        wrong = {requirement: text for requirement, text in wrong.items() if text}
        # Each by its own name: what a package index may have under ours is not the course.
        detail = "; ".join(wrong.values()) or "all there"
        mend = f"python -m pip install {' '.join(wrong)}"
        yield Finding(f"coursepkg{what}", not wrong, detail, mend)


def problem(name, least):
    """Return what is wrong with the installed version of a library, or None."""
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        # tensorflow-cpu has the same modules as tensorflow, without GPUs.
        return problem("tensorflow-cpu", least) if name == "tensorflow" else f"no {name}"
    here, needed = ([*map(int, re.findall(r"\d+", v)), 0, 0][:3] for v in (version, least))
    return None if here >= needed else f"{name} {version} where >={least} is needed"


def twins():
    """Yield a `Finding` for each twin: whether it trains in a child of its own."""
    mend = "python -m pip install --force-reinstall numpy threadpoolctl"
    yield Finding("NumPy twin", *trial("numpy_nn"), mend)
    mend = "python -m pip install --upgrade keras tensorflow, in a new environment"
    yield Finding("Keras twin", *trial("keras_nn"), mend)


def trial(twin):
    """Return whether a child could train a twin's GRU, and the last line that it wrote."""
    command = [sys.executable, "-c", f"from coursepkg.doctor import train; train({twin!r})"]
    try:
        child = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return False, f"no answer after {SECONDS} s"
    return not child.returncode, (child.stdout or child.stderr or "silent").splitlines()[-1]


def train(twin):
    """Train a small GRU of a twin; its loss must fall."""
    nn, x = import_module(f"coursepkg.{twin}"), import_module("numpy").eye(5)[:, :, None]
    model = nn.Sequential([nn.Input((5, 1)), nn.GRU(4), nn.Dense(1)])
    model.compile(optimizer="adam", loss="mean_squared_error")
    losses = model.fit(x, x[:, -1], epochs=2, verbose=0).history["loss"]
    assert losses[1] < losses[0], f"its loss did not fall: {losses}"
    print(f"trains; its loss fell from {losses[0]:.4f} to {losses[1]:.4f}")


def data_sets():
    """Yield a `Finding` for the cache and for each set of texts."""
    from coursepkg.data import cli, files

    folders = [cache := files.cache_folder()]
    nearest = next(path for path in (cache, *cache.parents) if path.exists())
    mend = "name a folder that you may write to in COURSEPKG_CACHE_DIR"
    yield Finding("cache for data", os.access(nearest, os.W_OK | os.X_OK), str(cache), mend)
    try:
        folders = [files.data_folder() or cache, cache]
    except files.DataError as error:
        yield Finding("folder of your own", False, str(error), "unset COURSEPKG_DATA_DIR")
    for name in cli.FETCHED:
        places = [one for one in folders if files.paths_in(one, cli.SETS[name].files)]
        detail = places[0] if places else "not here yet; the stand-in works"
        mend = f"python -m coursepkg data fetch {name}"
        yield Finding(f"data: {name}", bool(places), str(detail), mend)
