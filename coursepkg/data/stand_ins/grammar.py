"""Make sentences from a grammar: every {slot} is filled by one of the phrases of its name."""

import random
import re

SLOT = re.compile(r"{(\w+)}")


class Grammar:
    """Phrases by name, and the chance that picks among them.

    Args:
        phrases: dictionary from a name to its phrases, a text with one phrase a line; a
            phrase may have {slots} of its own.
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
