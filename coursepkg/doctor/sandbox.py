"""The sandbox that learners' code is graded in."""

import sys

from .child import ask
from .finding import Finding

SECONDS = 30
TRIAL = "from coursepkg.grading import sandbox; sandbox.check()"


def look():
    """Yield the `Finding`; only who grades a class needs it."""
    mend = (
        "apt-get install bubblewrap, on Linux"
        if sys.platform == "linux"
        else "grade on Linux, or in a virtual machine or container of it"
    )
    answer = ask([sys.executable, "-c", TRIAL], SECONDS)
    yield Finding("sandbox", answer.well, "for grading" if answer.well else why(answer), mend)


def why(answer):
    """Return the sentence that matters of what the child has written."""
    for line in answer.text.splitlines():
        kind, _, words = line.partition("SandboxError: ")
        if words and kind.endswith("."):
            return words
    return (answer.text.splitlines() or ["it said nothing"])[-1]
