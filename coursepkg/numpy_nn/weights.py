"""Weights: read, set, counted and frozen in models and layers; written to files and read back.

A file of weights is one .npz file of plain arrays, for both twins. It may come from anywhere,
so nothing is ever unpickled, and no array is read before its size is known to be right.
"""

import os
import zipfile
from pathlib import Path

import numpy as np

from .keras_only import KerasOnly


def as_list(**setting):
    """Return a setting as a list, None as an empty one; raise a TypeError for no list."""
    [(name, values)] = setting.items()
    try:
        iterator = iter(() if values is None else values)
    except TypeError:
        raise TypeError(f"{name} should be a list, but was {values!r}") from None
    return [*iterator]


class HoldsWeights(KerasOnly):
    """A model or a layer: it holds weights itself, or in the layers inside it.

    A subclass gives it a `name`, for errors, and the attribute `_trainable`.
    """

    layers = ()  # those inside: of a model, or the two directions of a `Bidirectional`
    params = ()  # of a layer without others inside: its arrays, in Keras' order

    def __repr__(self):
        return f"<{type(self).__name__} name={self.name}, built={self.built}>"

    @property
    def weights(self):
        """The weight arrays themselves, in Keras' order: changing one changes the model."""
        if self.layers:
            return [weight for layer in self.layers for weight in layer.weights]
        return list(self.params)

    @property
    def trainable(self):
        """Whether training may change the weights; setting it sets it for all layers inside.

        It takes effect at the next step. (Keras on TensorFlow notices a change between two
        calls of `fit` only when the model is compiled again.)
        """
        return self._trainable

    @trainable.setter
    def trainable(self, value):
        self._trainable = bool(value)
        for layer in self.layers:
            layer.trainable = value

    @property
    def trainable_weights(self):
        """Those of the weights that training may change."""
        return self._unfrozen() if self._trainable else []

    @property
    def non_trainable_weights(self):
        """Those of the weights that training leaves as they are."""
        trainable = {id(weight) for weight in self.trainable_weights}
        return [weight for weight in self.weights if id(weight) not in trainable]

    def _unfrozen(self):
        # Layers that hold weights decide: what is inside a frozen one may have been thawed.
        if self.layers:
            return [weight for layer in self.layers for weight in layer._unfrozen()]
        return self.weights if self._trainable else []

    def get_weights(self):
        """Return copies of the weight arrays, in Keras' order: `weights` are the originals."""
        return [weight.copy() for weight in self.weights]

    def set_weights(self, weights):
        """Copy `weights` in, such as those that Keras' `get_weights()` returns.

        Raises:
            TypeError: they are not a list.
            ValueError: their number or a shape does not fit; nothing is changed then.
        """
        owner, current = self.name or type(self).__name__, self.weights
        weights = as_list(weights=weights)
        if len(weights) != len(current):
            raise ValueError(
                f"{owner} was given {len(weights)} weight arrays; expected {len(current)}, "
                f"of shapes {[array.shape for array in current]}"
            )
        for index, (new, old) in enumerate(zip(weights, current, strict=True)):
            if np.shape(new) != old.shape:
                raise ValueError(
                    f"weight {index} of {owner} was given with shape {np.shape(new)}; "
                    f"expected {old.shape}"
                )
        for new, old in zip(weights, current, strict=True):
            old[...] = new

    def count_params(self):
        """Return how many numbers the weights are, trainable or not; 0 before they exist."""
        return sum(weight.size for weight in self.weights)

    def save_weights(self, filepath, **unknown):
        """Write the weights to a .npz file (see `write_weights`)."""
        self._refuse(unknown, overwrite=True, max_shard_size=None)
        if not self.weights:
            raise ValueError(
                f"{self.name or type(self).__name__} has no weights to save yet: they are made "
                "when it meets its first batch, or by an Input as the first layer"
            )
        write_weights(filepath, self.weights)

    def load_weights(self, filepath, **unknown):
        """Read the weights from a .npz file; raise a ValueError for another model's."""
        self._refuse(unknown, skip_mismatch=False)
        self.set_weights(read_weights(filepath, [weight.shape for weight in self.weights]))


def write_weights(path, weights):
    """Write a list of arrays, such as the result of `model.get_weights()` of either twin.

    The file appears whole or not at all.

    Args:
        path: name of the file; should end in ".npz".
        weights: list of arrays of real numbers.

    Raises:
        ValueError: they are none, or the file's name ends otherwise.
    """
    path = checked_path(path)
    weights = [_real(array, place) for place, array in enumerate(weights)]
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.unfinished")
    try:
        with unfinished.open("wb") as file:
            np.savez(file, **{f"weight_{i:03d}": array for i, array in enumerate(weights)})
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def read_weights(path, shapes=None):
    """Return the list of arrays in a file that `write_weights` wrote.

    Use it for Keras too: `keras_model.set_weights(read_weights(path))`.

    Args:
        path: name of the file.
        shapes: the expected shapes in order, if they are known. They are compared before any
            array is read, whatever size a hostile file may claim.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: it is truncated, holds anything but plain float arrays, or other shapes
            than those expected.
    """
    path = checked_path(path)
    try:
        with zipfile.ZipFile(path) as archive:
            members = [f"weight_{i:03d}.npy" for i in range(len(archive.namelist()))]
            if sorted(archive.namelist()) != members:
                raise ValueError(f"expected members {members}, found {archive.namelist()}")
            stored = [_shape(archive, member) for member in members]
            if shapes is not None and stored != [tuple(shape) for shape in shapes]:
                raise ValueError(
                    f"it holds weights of shapes {stored}, expected {list(shapes)}"
                )
            return [_array(archive, member) for member in members]
    except FileNotFoundError:
        raise
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, SyntaxError) as error:
        raise ValueError(f"{path} is not a weights file for this model: {error}") from None


def _real(array, place):
    """Return an array of floats; raise a ValueError for what has no such form."""
    try:
        array = np.asarray(array)
    except ValueError as error:
        raise ValueError(f"weights[{place}] should be an array of numbers: {error}") from None
    if array.dtype.kind not in "biuf":
        raise ValueError(
            f"weights[{place}] should be an array of numbers, but holds {array.dtype}"
        )
    return array if array.dtype.kind == "f" else array.astype("float64")


def checked_path(path):
    """Return the name of a weights file as a path; raise a ValueError for another ending."""
    path = Path(path if isinstance(path, (str, os.PathLike)) else str(path))
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
