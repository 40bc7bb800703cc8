"""What the doctor finds, as one line and perhaps a second."""

from typing import NamedTuple


class Finding(NamedTuple):
    """One thing that was looked at."""

    what: str
    works: bool
    found: str  # a version, a place, or what went wrong, in a few words
    mend: str = ""  # what to do, where something is missing or broken
    essential: bool = False  # nothing of the course runs without it

    def lines(self):
        """Yield it as text."""
        verdict = "works" if self.works else "FAILS" if self.essential else "lacking"
        yield f"{verdict:9}{self.what:22}{self.found}"
        if not self.works:
            yield f"{'':31}to mend: {self.mend}"
