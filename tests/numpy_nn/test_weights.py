"""Weights on disk: a round trip, both twins, and files that mean harm."""

import io
import pickle
import zipfile

import numpy as np
import pytest

from coursepkg import keras_nn
from coursepkg import numpy_nn as nn


def build(twin=nn, units=4):
    return twin.Sequential([twin.Input((6, 2)), twin.GRU(units), twin.Dense(1)])


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "model.npz"
    build().save_weights(path)
    return path


def test_round_trip(tmp_path):
    model, other = build(), build()
    model.save_weights(tmp_path / "model.npz")
    other.load_weights(tmp_path / "model.npz")
    for saved, loaded in zip(model.get_weights(), other.get_weights(), strict=True):
        np.testing.assert_array_equal(saved, loaded)
    assert [file.name for file in tmp_path.iterdir()] == ["model.npz"]


def test_both_twins_read_and_write_it(tmp_path):
    theirs, back = build(keras_nn), build()
    nn.write_weights(tmp_path / "keras.npz", theirs.get_weights())
    back.load_weights(tmp_path / "keras.npz")
    again = build(keras_nn)
    again.set_weights(nn.read_weights(tmp_path / "keras.npz"))
    for ours, loaded in zip(back.get_weights(), again.get_weights(), strict=True):
        np.testing.assert_array_equal(ours, loaded)


def refused(path, message):
    model = build()
    before = model.get_weights()
    with pytest.raises(ValueError, match=message):
        model.load_weights(path)
    for old, new in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)


def test_another_models_file(tmp_path):
    build(units=5).save_weights(tmp_path / "other.npz")
    refused(
        tmp_path / "other.npz", r"holds weights of shapes .*\(2, 15\).*expected .*\(2, 12\)"
    )


@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 0.9, 0.99])
def test_a_truncated_file(path, share):
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    refused(path, "is not a weights file")


def test_a_flipped_bit(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 4] ^= 1  # in the first array's numbers, which have a checksum
    path.write_bytes(content)
    refused(path, "is not a weights file")


class Bomb:
    """Unpickling this would leave a file behind."""

    def __init__(self, target):
        self.target = target

    def __reduce__(self):
        return open, (self.target, "w")


def archive(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)


def header(text):
    """Return a member that has a header and no data."""
    stream = io.BytesIO()
    np.lib.format.write_array_header_1_0(stream, text)
    return stream.getvalue()


def test_nothing_is_unpickled(path, tmp_path):
    target = tmp_path / "executed"
    stream = io.BytesIO()
    np.save(stream, np.array([Bomb(str(target))], object), allow_pickle=True)
    archive(path, {"weight_000.npy": stream.getvalue()})
    refused(path, "holds object")
    archive(path, {"weight_000.npy": pickle.dumps(Bomb(str(target)))})
    refused(path, "is not a weights file")
    path.write_bytes(pickle.dumps(Bomb(str(target))))
    refused(path, "is not a weights file")
    assert not target.exists()


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"../../weight_000.npy": b""}, "expected members"),
        ({"weight_000.npy": b"", "more": b""}, "expected members"),
        ({}, "holds weights of shapes"),
        (
            {
                "weight_000.npy": header(
                    {"descr": "<f4", "fortran_order": False, "shape": (10**12,)}
                )
            },
            "does not fit its size",
        ),
        (
            {"weight_000.npy": header({"descr": "<i8", "fortran_order": False, "shape": (0,)})},
            "holds int64, expected floating",
        ),
    ],
)
def test_files_that_claim_what_is_not_so(path, members, message):
    archive(path, members)
    refused(path, message)


def test_a_member_that_would_fill_the_memory_is_not_read(path):
    """Right in form and tiny on disk, but of another shape: refused before it is unpacked."""
    numbers = 5_000_000
    content = header({"descr": "<f8", "fortran_order": False, "shape": (numbers,)})
    archive(path, {"weight_000.npy": content + bytes(8 * numbers)})
    assert path.stat().st_size < 100_000
    refused(path, "holds weights of shapes")


def test_names(tmp_path):
    with pytest.raises(ValueError, match=r"should end in .npz, but was .*weights\.h5"):
        build().save_weights(tmp_path / "weights.h5")
    with pytest.raises(FileNotFoundError):
        build().load_weights(tmp_path / "none.npz")


def test_a_failed_write_leaves_the_old_file(path):
    before = path.read_bytes()
    with pytest.raises(TypeError):
        nn.write_weights(path, 5)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]
