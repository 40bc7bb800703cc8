"""The commit whose notebooks were run again and compared: only that one is published."""

import json
from pathlib import Path

from tools.publishing.branch import PublishingError, git

NOTE = Path("_build", "compared.json")


def note(root):
    """Write down the commit that is checked out; nothing, if files differ from it."""
    path = Path(root, NOTE)
    try:
        clean = not git(root, "status", "--porcelain", "--untracked-files=no")
        commit = git(root, "rev-parse", "HEAD")
    except PublishingError:  # a copy without its history is not published
        clean = False
    path.unlink(missing_ok=True)
    if clean:
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps({"commit": commit}) + "\n", "utf-8")


def require(root, commit):
    """Refuse a commit whose notebooks have not been compared.

    Raises:
        PublishingError: there is no note, or it is about another commit.
    """
    path = Path(root, NOTE)
    noted = json.loads(path.read_text("utf-8"))["commit"] if path.is_file() else ""
    if noted != commit:
        seen = f"those of {noted[:12]} were" if noted else "none were"
        raise PublishingError(
            f"the notebooks of commit {commit[:12]} have not been run and compared ({seen}): "
            "run make all first"
        )
