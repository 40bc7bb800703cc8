"""Read labelled texts: one JSON object a line, plain or compressed with xz."""

import json
import lzma
from pathlib import Path
from typing import NamedTuple

MOST_BYTES = 2**28  # uncompressed; the largest file of the course has 34 MB
BROKEN = (lzma.LZMAError, EOFError, UnicodeDecodeError)


class Row(NamedTuple):
    """One example."""

    text: str
    label: int  # the place of its class among the class names


def read_rows(path, text_field, label_field, labels):
    """Return the rows of a file, in its order.

    Args:
        path: the file; its name ends in .xz if it is compressed.
        text_field: name of the field with the text.
        label_field: name of the field with the label.
        labels: what that field may hold, in the order of the class names.

    Raises:
        ValueError: the file is not what it should be; the message names the line.
    """
    form = f"a JSON object with a text {text_field!r} and a {label_field!r} out of {labels}"
    rows = []
    for number, line in enumerate(_lines(Path(path)), start=1):
        try:
            values = json.loads(line)
            row = Row(values[text_field], labels.index(values[label_field]))
            if not isinstance(row.text, str):
                raise TypeError
        except (ValueError, TypeError, KeyError, RecursionError):
            raise ValueError(
                f"line {number} of {path} should be {form}, but begins {line[:80]!r}"
            ) from None
        rows.append(row)
    if not rows:
        raise ValueError(f"{path} is empty; expected one line an example: {form}")
    return rows


def _lines(path):
    """Return the lines of a file. Only "\\n" ends one: texts hold other line separators."""
    opened = lzma.open if path.suffix == ".xz" else open
    try:
        with opened(path, "rb") as file:
            content = file.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise ValueError(f"{path} holds more than {MOST_BYTES:,} bytes; expected fewer")
        return content.decode().removesuffix("\n").split("\n") if content else []
    except BROKEN as error:
        raise ValueError(
            f"{path} is damaged ({error}); remove it, so that it is fetched again"
        ) from None
