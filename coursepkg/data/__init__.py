"""Data sets, and what is done to them before a model sees them."""

from .loading import load
from .series import sliding_windows
from .text import Vectorizer, mask, trimmed_batches, without_markup

__all__ = [
    "Vectorizer",
    "load",
    "mask",
    "sliding_windows",
    "trimmed_batches",
    "without_markup",
]
