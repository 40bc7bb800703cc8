"""Data sets, and what is done to them before a model sees them."""

from .batches import mask, trimmed_batches
from .loading import load
from .tokens import without_markup
from .vectorizer import Vectorizer
from .windows import sliding_windows

__all__ = [
    "Vectorizer",
    "load",
    "mask",
    "sliding_windows",
    "trimmed_batches",
    "without_markup",
]
