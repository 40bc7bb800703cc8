"""Small made-up texts for the times when the real ones cannot be had.

Every word of them was written for the course; no person, paper, film or product is meant. They
let each cell of a lab run and show something sensible, offline and within seconds. What a
model scores on them says nothing about real headlines, reviews or questions.
"""

from ..rows import Row
from .headlines import make_headlines
from .questions import make_questions
from .reviews import make_reviews

SEED = 1960
MAKERS = {
    "sarcasm": (make_headlines, {"all": 640}),
    "imdb": (make_reviews, {"train": 480, "test": 160}),
    "stack_overflow": (make_questions, {"train": 600, "test": 240}),
}


def make_stand_in(name):
    """Return made-up rows of a text set, by role as its files have them; always the same.

    As in the real files, some headlines occur twice, and the questions come ordered by tag.
    """
    make, sizes = MAKERS[name]
    return {
        role: [Row(*pair) for pair in make(size, f"{SEED} {role}")]
        for role, size in sizes.items()
    }
