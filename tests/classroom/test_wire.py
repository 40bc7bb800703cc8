"""Messages out of the sandbox: what is written is read, and reading costs what it must."""

import io
import struct
import time

import numpy as np
import pytest

from classroom.inside import wire
from classroom.sandbox import Limits

MOST = Limits().reply


def read(content):
    return wire.read_answer(io.BytesIO(content), MOST)


def message(*parts):
    body = b"".join(struct.pack("<Q", len(part)) + part for part in parts)
    return struct.pack("<Q", len(body)) + body


def head(kind, *shape):
    return struct.pack(f"<{2 + len(shape)}Q", kind, len(shape), *shape)


ARRAYS = [
    *(np.array(2.5), np.zeros((0, 3)), np.arange(6.0).reshape(2, 3).T, np.array([True, False])),
    *(np.arange(24).reshape(2, 3, 4), np.array([np.nan, -np.inf]), np.zeros(0)),
]


def test_what_is_written_is_read():
    stream = io.BytesIO()
    wire.write_answer(stream, "Zürich", ARRAYS)
    text, arrays = read(stream.getvalue())
    assert text == "Zürich"
    for array, expected in zip(arrays, ARRAYS, strict=True):
        assert array.dtype == expected.dtype
        np.testing.assert_array_equal(array, expected, strict=True)


def test_a_question_keeps_its_containers():
    question = ("f", [np.arange(3.0), {"a": (1, "x", np.int64(4)), "b": None}])
    stream = io.BytesIO()
    wire.write_question(stream, question)
    stream.seek(0)
    name, (array, names) = wire.read_question(stream)
    assert (name, array.tolist(), names) == ("f", [0, 1, 2], {"a": (1, "x", 4), "b": None})


FORGED = {
    "no text": message(),
    "an unknown kind": message(b"", head(3, 1) + bytes(8)),
    "too few numbers": message(b"", head(0, 3) + bytes(16)),
    "too many numbers": message(b"", head(0, 1) + bytes(16)),
    "half a number": message(b"", head(0, 1) + bytes(9)),
    "half a head": message(b"", head(0, 1)[:20]),
    "65 axes": message(b"", head(0, *[1] * 65) + bytes(8)),
    "axes without end": message(b"", struct.pack("<QQ", 0, 2**60)),
    "an axis that nothing has": message(b"", head(0, 0, 2**63)),
    "a product that overflows": message(b"", head(0, 2**32, 2**32)),
    "a part longer than the message": struct.pack("<QQ", 8, 2**60),
    "half a length": struct.pack("<Q", 4) + bytes(4),
    "too long": struct.pack("<Q", MOST + 1),
}


@pytest.mark.parametrize("name", FORGED)
def test_what_is_no_answer(name):
    with pytest.raises(wire.WireError):
        read(FORGED[name])


def test_what_ends_too_early():
    for content in (b"", b"1234", message(b"text")[:-1]):
        with pytest.raises(EOFError):
            read(content)


def test_reading_is_linear():
    """The most parts that a reply of 30 MB can have, and an innocent tuple of numbers."""
    stream = io.BytesIO()
    wire.write_answer(stream, "", [np.float64(number) for number in range(60_000)])
    begun = time.process_time()
    assert len(read(stream.getvalue())[1]) == 60_000
    with pytest.raises(wire.WireError, match="more than 100,000 arrays"):
        read(struct.pack("<Q", 30 * 10**6) + bytes(30 * 10**6))
    assert time.process_time() - begun < 3  # 0.2 here; it was over 300
