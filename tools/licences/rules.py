"""Which licences are allowed, and how what a package says is read."""

import re
import tomllib
from pathlib import Path

KNOWN = Path(__file__).with_name("known.toml")


class Rules:
    """The file `known.toml`, or another of its form."""

    def __init__(self, path=KNOWN):
        known = tomllib.loads(Path(path).read_text("utf-8"))
        self.allowed = set(known["allowed"])
        self.words = known["words"]
        self.packages = known["packages"]
        self.site = known["site"]

    def name_of(self, package, said):
        """Return an SPDX expression for what a package says."""
        parts = [self.words.get(part.strip(), part.strip()) for part in said.split(";")]
        return self.packages.get(package) or " AND ".join(dict.fromkeys(parts))

    def problem(self, what, licence):
        """Return why a licence is not allowed, or None if it is.

        Of licences joined by OR one must be allowed, of those joined by AND each.
        """
        for part in re.split(r"\s+AND\s+", licence):
            choices = re.split(r"\s+OR\s+", part.strip("() "))
            if not self.allowed & {choice.strip("() ") for choice in choices}:
                return (
                    f"{what} is under {licence!r}, and {part!r} is not in the list `allowed` "
                    f"of {KNOWN.name}: read it, and add it there or do without {what}"
                )
        return None
