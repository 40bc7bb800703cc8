"""Small, plain forms of arrays, for results that are kept as text."""

import base64
import hashlib

import numpy as np

DIGITS = 6  # significant ones: more would be noise, and make the files large


def packed(right):
    """Return one bit a row as a dictionary that JSON can hold.

    Args:
        right: (rows,) booleans: whether the model was right about each test row.
    """
    right = np.asarray(right)
    if right.ndim != 1 or right.dtype != bool:
        raise ValueError(
            f"expected (rows,) booleans, but was given {right.dtype} of shape {right.shape}"
        )
    return {"count": len(right), "bits": base64.b64encode(np.packbits(right)).decode()}


def unpacked(found):
    """Return the (rows,) booleans that `packed` was given."""
    bits = np.frombuffer(base64.b64decode(found["bits"]), np.uint8)
    return np.unpackbits(bits, count=found["count"]).astype(bool)


def hash_of(*parts):
    """Return the SHA-256 of arrays, texts and lists of texts, in this order."""
    digest = hashlib.sha256()
    for part in parts:
        if isinstance(part, np.ndarray) and part.dtype != object:
            content = f"{part.dtype.str}{part.shape}".encode() + part.tobytes()
        elif isinstance(part, str):
            content = part.encode()
        else:
            content = b"".join(hashlib.sha256(str(item).encode()).digest() for item in part)
        digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()


def plain(value):
    """Return a value with lists for arrays and floats of `DIGITS` significant digits.

    Raises:
        ValueError: a float is not finite.
        TypeError: it holds something that JSON does not know.
    """
    if isinstance(value, dict):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(item) for item in value]
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, float):
        if not np.isfinite(value):
            raise ValueError(f"expected finite numbers in a result, but found {value}")
        return float(f"{value:.{DIGITS}g}")
    raise TypeError(f"expected plain values in a result, but found {type(value).__name__}")
