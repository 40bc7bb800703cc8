"""Messages between the grader and a submission: a text and some arrays, never objects.

A message is its length and then its parts, each with a length of its own: the text in UTF-8
and every array in NumPy's own format. Whoever reads is told how much is too much. The text of
a question is JSON, in which an array is named by its place behind the text.
"""

import io
import json
import math
import struct

import numpy as np
from numpy.lib import format as npy

LENGTH = struct.Struct("<Q")
KINDS = {"<f8": np.float64, "<i8": np.int64, "|b1": np.bool_}
MOST_QUESTION = 2**30  # bytes
LONGEST_HEADER = 500  # bytes; a plain array's header takes about 100


class WireError(Exception):
    """What was read is not an answer."""


def write_question(stream, question):
    """Write a question: arrays, numbers and strings in tuples, lists and dictionaries."""
    arrays = []
    text = json.dumps(_without_arrays(question, arrays))
    write_answer(stream, text, arrays)


def read_question(stream):
    """Read, in the sandbox, what `write_question` has written.

    Raises:
        EOFError: there are no more questions.
    """
    text, arrays = read_answer(stream, MOST_QUESTION)
    return _with_arrays(json.loads(text), arrays)


def write_answer(stream, text, arrays=()):
    """Write a text and arrays to a binary stream."""
    parts = [text.encode("utf-8", "replace"), *map(_packed, arrays)]
    _write(stream, b"".join(LENGTH.pack(len(part)) + part for part in parts))


def read_answer(stream, most):
    """Read one answer from a binary stream.

    Args:
        stream: what to read from.
        most: bytes that it may have.

    Returns:
        text: a string.
        arrays: a list of arrays of float64, int64 or bool.

    Raises:
        EOFError: the stream ends here, or in the middle of an answer.
        WireError: this is no answer, or it is too long.
    """
    (size,) = LENGTH.unpack(_exactly(stream, LENGTH.size))
    if size > most:
        raise WireError(f"a message of {size:,} bytes, where {most:,} are the most")
    body, parts = _exactly(stream, size), []
    while body:
        (length,) = LENGTH.unpack_from(body) if len(body) >= LENGTH.size else (size,)
        if length > len(body) - LENGTH.size:
            raise WireError("a part that is longer than its message")
        parts.append(body[LENGTH.size : LENGTH.size + length])
        body = body[LENGTH.size + length :]
    if not parts:
        raise WireError("a message without a text")
    return parts[0].decode("utf-8", "replace"), [_unpacked(part) for part in parts[1:]]


def _write(stream, body):
    stream.write(LENGTH.pack(len(body)) + body)
    stream.flush()


def _exactly(stream, size):
    content = stream.read(size)
    if len(content) < size:
        raise EOFError
    return content


def _packed(array):
    file = io.BytesIO()
    npy.write_array(file, np.asarray(array, order="C"), allow_pickle=False)
    return file.getvalue()


def _unpacked(part):
    """Return an array; a header that promises more or less than follows is refused."""
    file = io.BytesIO(part)
    try:
        if npy.read_magic(file) != (1, 0):
            raise ValueError
        shape, by_column, kind = npy.read_array_header_1_0(file, LONGEST_HEADER)
    except Exception:  # a header is parsed as Python, and may be anything
        raise WireError("an array with an unreadable header") from None
    numbers = part[file.tell() :]
    if kind.str not in KINDS or (by_column and len(shape) > 1):
        raise WireError("an array of something else than plain numbers")
    if min(shape, default=0) < 0 or math.prod(shape) * kind.itemsize != len(numbers):
        raise WireError("an array whose header does not fit its numbers")
    try:
        return np.frombuffer(numbers, KINDS[kind.str]).reshape(shape)
    except (ValueError, OverflowError):  # too many axes, or an axis too long for an empty array
        raise WireError("an array of a shape that no array has") from None


def _without_arrays(value, arrays):
    """Return what JSON can hold; arrays are moved to the end of `arrays`."""
    if isinstance(value, np.ndarray):
        arrays.append(value)
        return {"array": len(arrays) - 1}
    if isinstance(value, dict):
        return {"dict": {name: _without_arrays(part, arrays) for name, part in value.items()}}
    if isinstance(value, tuple | list):
        return {type(value).__name__: [_without_arrays(part, arrays) for part in value]}
    return value.item() if isinstance(value, np.generic) else value


def _with_arrays(value, arrays):
    """Return what `_without_arrays` took apart."""
    if not isinstance(value, dict):
        return value
    ((kind, content),) = value.items()
    if kind == "array":
        return arrays[content].copy()
    if kind == "dict":
        return {name: _with_arrays(part, arrays) for name, part in content.items()}
    return {"tuple": tuple, "list": list}[kind](_with_arrays(part, arrays) for part in content)
