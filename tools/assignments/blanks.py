"""Takes solutions out of code, and leaves a sentence of help and a place to write.

    # BEGIN SOLUTION Add the two products, then squash.
    return np.tanh(x @ kernel + h @ recurrent_kernel)
    # END SOLUTION

becomes that sentence as a comment and `raise NotImplementedError`. Lines `# BLANK …` in the
solution give what stands there instead: a name to fill, or code with a bug in it. nbgrader
takes solutions out by itself, between marks of its own, and always leaves the same error there.
"""

import re

BEGIN = re.compile(r"(?P<indent> *)# BEGIN SOLUTION (?P<help>.+)")
END = re.compile(r" *# END SOLUTION")
BLANK = re.compile(r" *# BLANK ?(?P<code>.*)")


class BlankError(ValueError):
    """The marks of solutions do not pair."""


def blanked(code: str) -> str:
    """Return code with blanks in the place of solutions."""
    lines, inside, instead = [], None, []
    for line in code.split("\n"):
        if begin := BEGIN.fullmatch(line):
            if inside:
                raise BlankError(f"a solution begins inside another: {line.strip()}")
            inside, instead = begin, []
        elif END.fullmatch(line):
            if not inside:
                raise BlankError("# END SOLUTION without a beginning")
            lines += _place_to_write(inside, instead)
            inside = None
        elif inside:
            instead += [blank["code"]] if (blank := BLANK.fullmatch(line)) else []
        else:
            lines.append(line)
    if inside:
        raise BlankError(f"no # END SOLUTION follows {inside[0].strip()}")
    return "\n".join(lines)


def solved(code: str) -> str:
    """Return code with its solutions, without their marks."""
    marks = BEGIN, END, BLANK
    kept = (li for li in code.split("\n") if not any(mark.fullmatch(li) for mark in marks))
    return "\n".join(kept)


def nbgrader_regions(code: str) -> str:
    """Return code with its solutions between nbgrader's marks, below the help as a comment."""
    lines, solution = [], None
    for line in code.split("\n"):
        indent = line[: len(line) - len(line.lstrip())]
        if begin := BEGIN.fullmatch(line):
            lines.append(f"{indent}# {begin['help']}")
            solution = [f"{indent}### BEGIN SOLUTION"]
        elif END.fullmatch(line):
            lines += [*solution, f"{indent}### END SOLUTION"]
            solution = None
        elif blank := BLANK.fullmatch(line):
            lines.append(f"{indent}# {blank['code']}")
        else:
            (lines if solution is None else solution).append(line)
    return "\n".join(lines)


def _place_to_write(begin, instead):
    indent = begin["indent"]
    yield f"{indent}# YOUR CODE. {begin['help']}"
    for line in instead or ['raise NotImplementedError("fill in this blank")']:
        yield f"{indent}{line}" if line else ""
