"""What the labs with texts share: rows of ids, answers, scores, a baseline and drawings."""

from .answers import Answer, answer, class_probabilities, word_by_word
from .baseline import WordCounts
from .drawings import plot, plot_calibration, plot_confusion
from .gates import plot_gates
from .inputs import TextInputs, first_rows, make_inputs
from .models import CELLS, reading_layers, recurrent_layer
from .scores import evaluate, scores, worst_errors

__all__ = [
    "CELLS",
    "Answer",
    "TextInputs",
    "WordCounts",
    "answer",
    "class_probabilities",
    "evaluate",
    "first_rows",
    "make_inputs",
    "plot",
    "plot_calibration",
    "plot_confusion",
    "plot_gates",
    "reading_layers",
    "recurrent_layer",
    "scores",
    "word_by_word",
    "worst_errors",
]
