"""What it takes to read text word by word: streams, counting rules, drawing of words."""

from .counting import Bigram, Unigram
from .drawing import continuation
from .prompts import beginnings
from .streams import Stream, forget, log_probabilities, make_stream

__all__ = [
    "Bigram",
    "Stream",
    "Unigram",
    "beginnings",
    "continuation",
    "forget",
    "log_probabilities",
    "make_stream",
]
