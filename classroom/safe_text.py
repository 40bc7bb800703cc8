"""Text that learners chose (names, errors), made harmless where it is stored or shown."""

import sys
from unicodedata import category

# What begins a formula in a spreadsheet, in the wide forms of East Asian keyboards as well.
FORMULA = set("=+-@＝＋－＠")
# What may end a cell: which one does depends on the country that a spreadsheet is set to.
SEPARATORS = set(",;|\t")
LONGEST = 4_000  # characters of one text on a page


def shortened(value):
    """Return a text, or a dictionary or list with texts, cut to what a page can bear."""
    if isinstance(value, str) and len(value) > LONGEST:
        return f"{value[:LONGEST]} (and {len(value) - LONGEST:,} characters more)"
    if isinstance(value, dict):
        return {name: shortened(part) for name, part in value.items()}
    return [shortened(part) for part in value] if isinstance(value, list) else value


def for_table(text):
    """Return text on one line that a spreadsheet shows and never calculates.

    An apostrophe goes before whatever could begin a formula: at the start, or after a
    character at which a spreadsheet may split the line. Blanks and invisible characters
    before it do not hide it.
    """
    visible = "".join(" " if category(c) == "Cc" else c for c in text)  # no control characters
    guarded, starts_a_cell = [], True
    for character in " ".join(visible.split()):
        if starts_a_cell and character in FORMULA:
            guarded.append("'")
        guarded.append(character)
        if character in SEPARATORS:
            starts_a_cell = True
        elif character.isprintable() and character not in ' "':
            starts_a_cell = False
    return "".join(guarded)


def for_terminal(text, encoding="utf-8"):
    """Return text in which nothing moves the cursor, changes colours or ends the line.

    Such characters, and those that the terminal's encoding lacks, are shown as escapes.
    """
    plain = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
    return plain.encode(encoding, "backslashreplace").decode(encoding)


def say(text, file=None):
    """Print one line, whatever is in it; on standard output by default."""
    file = sys.stdout if file is None else file
    print(for_terminal(text, file.encoding or "utf-8"), file=file)


def complain(error):
    """Print what is wrong on standard error: our own words, in lines of their own."""
    for line in str(error).splitlines():
        say(line, sys.stderr)
