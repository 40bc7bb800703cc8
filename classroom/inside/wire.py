"""Messages between the grader and a submission: a text and some arrays, never objects.

A message is its length and then its parts, each with a length of its own: the text in UTF-8,
and arrays. An array is its kind, the number of its axes, their sizes, and its numbers. Whoever
reads is told how much is too much. The text of a question is JSON, in which an array is named
by its place behind the text.
"""

import json
import struct

import numpy as np

LENGTH = struct.Struct("<Q")
HEAD = struct.Struct("<QQ")  # kind and number of axes
KINDS = (np.dtype("<f8"), np.dtype("<i8"), np.dtype("?"))
MOST_QUESTION = 2**30  # bytes
MOST_ARRAYS = 100_000  # of one message: each costs much more than its bytes
MOST_AXES = 64  # of a NumPy array


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
    body, parts, place = _exactly(stream, size), [], 0
    while place < size:
        start = place + LENGTH.size
        (length,) = LENGTH.unpack_from(body, place) if start <= size else (size,)
        place = start + length
        if place > size:
            raise WireError("a part that is longer than its message")
        if len(parts) > MOST_ARRAYS:
            raise WireError(f"a message of more than {MOST_ARRAYS:,} arrays")
        parts.append(body[start:place])
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
    array = np.asarray(array)
    head = HEAD.pack(KINDS.index(array.dtype), array.ndim)
    return head + struct.pack(f"<{array.ndim}Q", *array.shape) + array.tobytes()


def _unpacked(part):
    """Return an array; a head that promises more or less than follows is refused."""
    try:
        kind, axes = HEAD.unpack_from(part)
        if axes > MOST_AXES:
            raise ValueError
        shape = struct.unpack_from(f"<{axes}Q", part, HEAD.size)
        numbers = np.frombuffer(part, KINDS[kind], offset=HEAD.size + LENGTH.size * axes)
        return numbers.reshape(shape)
    except (struct.error, IndexError, ValueError, OverflowError):
        raise WireError("an array whose head does not fit its numbers") from None


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
