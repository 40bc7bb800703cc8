"""Weights on disk: one .npz file of plain arrays, for both twins.

Nothing is ever unpickled, and nothing is read before its size is known to be right: a weights
file may come from anywhere.
"""

import os
import zipfile
from pathlib import Path

import numpy as np

_MEMBER = "weight_{:03d}"


def write_weights(path, weights):
    """Write a list of arrays, such as `model.get_weights()` of either twin gives.

    The file appears whole or not at all.

    Args:
        path: name of the file; should end in ".npz".
        weights: list of arrays.
    """
    path = _checked_path(path)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.unfinished")
    try:
        with unfinished.open("wb") as file:
            arrays = {_MEMBER.format(i): np.asarray(array) for i, array in enumerate(weights)}
            np.savez(file, **arrays)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def read_weights(path, shapes=None):
    """Return the list of arrays in a file that `write_weights` wrote.

    Use it for Keras too: `keras_model.set_weights(read_weights(path))`.

    Args:
        path: name of the file.
        shapes: if given, the expected shapes in order; others are refused before anything
            is read, whatever size a hostile file may claim.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: it is truncated, holds something else than plain float arrays, or other
            shapes than those expected.
    """
    path = _checked_path(path)
    try:
        with zipfile.ZipFile(path) as archive:
            members = [_MEMBER.format(i) + ".npy" for i in range(len(archive.namelist()))]
            if sorted(archive.namelist()) != members:
                raise ValueError(f"expected members {members}, found {archive.namelist()}")
            found = [_shape(archive, member) for member in members]
            if shapes is not None and found != [tuple(shape) for shape in shapes]:
                raise ValueError(f"it holds weights of shapes {found}, expected {list(shapes)}")
            return [_array(archive, member) for member in members]
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, SyntaxError) as error:
        if isinstance(error, FileNotFoundError):
            raise
        raise ValueError(f"{path} is not a weights file for this model: {error}") from None


def _checked_path(path):
    path = Path(path)
    if path.suffix != ".npz":
        raise ValueError(
            f"the name of a weights file should end in .npz, but was {str(path)!r}"
        )
    return path


def _shape(archive, member):
    """Return the shape that a member's header states, if the member has the size it implies."""
    with archive.open(member) as file:
        version = np.lib.format.read_magic(file)
        if version != (1, 0):
            raise ValueError(f"{member} is written in an unknown version {version}")
        shape, _, dtype = np.lib.format.read_array_header_1_0(file)
        header = file.tell()
    if dtype.kind != "f":
        raise ValueError(f"{member} holds {dtype}, expected floating-point numbers")
    size = header + dtype.itemsize * int(np.prod(shape, dtype=object))
    if archive.getinfo(member).file_size != size:
        raise ValueError(f"{member} states shape {shape}, which does not fit its size")
    return shape


def _array(archive, member):
    with archive.open(member) as file:
        return np.lib.format.read_array(file, allow_pickle=False)
