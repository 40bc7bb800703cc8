"""What leaves a data set before it is split, and why.

A text that stands in two parts lets a model recite instead of understand. So, before anything
is split: a text is kept once; one that occurs with two labels goes altogether, as nobody can
say which is right; one that the official test part holds leaves the training rows. Official
test parts stay as they are. Two texts are the same if they differ in blanks alone.
"""

from collections import Counter


def folded(text):
    """Return a text with every stretch of blanks as one space and none at its ends."""
    return " ".join(text.split())


def clean(rows, noun, test_rows=()):
    """Return the rows that stay, in their order, and how many left for which reason.

    Args:
        rows: `Row`s that a training part is to be made of.
        noun: what one text is called in the reasons, such as "headline".
        test_rows: rows of an official test part, if there is one.

    Returns:
        List of rows, and a dictionary from reason to count; reasons that met no row are not
        in it.
    """
    in_test = {folded(row.text) for row in test_rows}
    texts = [folded(row.text) for row in rows]
    labels = {}
    for text, row in zip(texts, rows, strict=True):
        labels.setdefault(text, set()).add(row.label)
    kept, seen, removed = [], set(), Counter()
    for text, row in zip(texts, rows, strict=True):
        if not text:
            removed[f"empty {noun}"] += 1
        elif len(labels[text]) > 1:
            removed[f"{noun} with two labels"] += 1
        elif text in seen:
            removed[f"duplicate {noun}"] += 1
        elif text in in_test:
            removed[f"{noun} of the test part"] += 1
        else:
            kept.append(row)
        seen.add(text)
    return kept, dict(removed)
