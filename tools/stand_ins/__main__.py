"""The command line: `python -m tools.stand_ins` writes `coursepkg/data/stand_ins/` anew.

Every word was written for the course; no person, paper, film or product is meant. The texts
let each cell of a lab run and show something sensible, offline and within seconds. What a
model scores on them says nothing about real headlines, reviews or questions.
"""

import lzma
import random
import re
import tomllib
from pathlib import Path

from coursepkg.data.files import json_lines
from coursepkg.data.registry import SETS
from coursepkg.data.sources import STAND_INS

SEED = 1960
SLOT = re.compile(r"{(\w+)}")


class Grammar:
    """Phrases by name, and the random generator that picks among them.

    Args:
        phrases: dictionary from a name to its phrases, a text with one phrase a line; every
            {slot} in a phrase is filled by one of the phrases of its name.
        seed: text; the same seed makes the same sentences.
    """

    def __init__(self, phrases, seed):
        self._phrases = {name: text.strip().split("\n") for name, text in phrases.items()}
        self._random = random.Random(seed).random  # the one method that Python promises to keep

    def chance(self, share):
        """Return True in this share of all calls."""
        return self._random() < share

    def number(self, least, most):
        """Return a whole number from `least` to `most`, both included."""
        return least + int(self._random() * (most - least + 1))

    def make(self, name):
        """Return one of the phrases of this name with every slot filled."""
        phrases = self._phrases[name]
        phrase = phrases[self.number(0, len(phrases) - 1)]
        return SLOT.sub(lambda slot: self.make(slot.group(1)), phrase)

    def shuffled(self, items):
        """Return the items in random order."""
        return sorted(items, key=lambda item: self._random())


def headlines(grammar, count):
    """Yield `count` headlines and their labels, as often sarcastic as the real ones.

    The words of 13 % do not tell which kind they are. Some headlines occur twice, as in the
    real file.
    """
    for _ in range(count):
        label = int(grammar.chance(0.44))
        kind = ("plain", "sarcastic")[label]
        yield grammar.make("either" if grammar.chance(0.13) else kind), label


def reviews(grammar, count):
    """Yield `count` reviews and their labels, as many of either class.

    Three quarters of the judgements agree with the label. A quarter are said by denying the
    opposite, so that the order of words matters.
    """
    for i in range(count):
        label = i % 2
        sentences = [grammar.make("neutral") for _ in range(grammar.number(2, 8))]
        for _ in range(grammar.number(5, 9)):
            kind = "good" if grammar.chance(0.75) == (label == 1) else "bad"
            denial = "_by_denial" if grammar.chance(0.25) else ""
            sentences.append(grammar.make(kind + denial))
        middle = grammar.shuffled(sentences)
        yield " ".join([grammar.make("opening"), *middle, grammar.make("closing")]), label


def questions(grammar, count):
    """Yield `count` questions and their tags, ordered by tag as in the real files.

    42 % of the code lines are of the language, the rest fit several; 40 % of the questions
    name something of the language's world.
    """
    tags = SETS["stack_overflow"].labels
    for tag in [tag for tag in tags for _ in range(count // len(tags))]:
        code = [
            grammar.make(tag if grammar.chance(0.42) else "shared")
            for _ in range(grammar.number(2, 5))
        ]
        prose = [grammar.make("prose") for _ in range(grammar.number(1, 3))]
        if grammar.chance(0.4):
            prose.append(f"it is part of {grammar.make(f'{tag}_world')}.")
        lines = [grammar.make("title"), *prose, "..".join(["", *code, ""])]
        yield '"' + " ".join([*lines, grammar.make("closing")]) + '"', tag


INVENTORS = {
    "sarcasm": (headlines, {"all": 640}),
    "imdb": (reviews, {"train": 480, "test": 160}),
    "stack_overflow": (questions, {"train": 600, "test": 240}),
}


def stand_ins():
    """Return the content of every file, uncompressed, by its path; always the same."""
    contents = {}
    for name, (invent, sizes) in INVENTORS.items():
        phrases = tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text("utf-8"))
        data_set = SETS[name]
        for role, count in sizes.items():
            texts = invent(Grammar(phrases, f"{SEED} {role}"), count)
            contents[STAND_INS / f"{data_set.files[role].name}.xz"] = json_lines(
                {data_set.text_field: text, data_set.label_field: label}
                for text, label in texts
            )
    return contents


if __name__ == "__main__":
    STAND_INS.mkdir(exist_ok=True)
    for path, content in stand_ins().items():
        path.write_bytes(lzma.compress(content, preset=9 | lzma.PRESET_EXTREME))
