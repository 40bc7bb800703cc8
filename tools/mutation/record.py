"""What is known already, so that a run that was stopped goes on where it was.

`.mutation/<module>.json` maps the key of a mutant to its verdict. It counts as long as
neither the package nor its tests change.
"""

import hashlib
import json
from pathlib import Path

from .project import PACKAGES, ROOT, TESTS


class Record:
    """The verdicts on the mutants of one module.

    Args:
        module: its name.
        keep: believe in kills even if something has changed since. For the work on tests,
            where every change makes them stricter; not for the numbers that are published.
    """

    def __init__(self, module, keep=False):
        self.path = ROOT / ".mutation" / f"{module}.json"
        self.fingerprint = fingerprint()
        self.verdicts = {}
        if self.path.exists():
            found = json.loads(self.path.read_text("utf-8"))
            if found["fingerprint"] == self.fingerprint:
                self.verdicts = found["verdicts"]
            elif keep:
                self.verdicts = {k: v for k, v in found["verdicts"].items() if v is not None}

    def add(self, verdicts):
        """Remember verdicts by key, on disk too."""
        self.verdicts.update(verdicts)
        self.path.parent.mkdir(exist_ok=True)
        content = {"fingerprint": self.fingerprint, "verdicts": self.verdicts}
        part = self.path.with_suffix(".part")  # whole or not at all, wherever it is stopped
        part.write_text(json.dumps(content, indent=0), "utf-8")
        part.replace(self.path)


def fingerprint():
    """Return a hash of every file that a verdict depends on, in the current folder."""
    found = hashlib.sha256()
    for folder in (*PACKAGES, *TESTS):
        for path in sorted(Path(folder).rglob("*.py")):
            found.update(path.as_posix().encode() + path.read_bytes())
    return found.hexdigest()
