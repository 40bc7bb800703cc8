"""What must hold before a site is published: its notebooks are compared, no address is lost."""

import json
from pathlib import Path

from tools.publishing.branch import PublishingError, git
from website.published_site import LIST, read, wheels

NOTE = Path("_build", "compared.json")


def note_compared(root):
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


def require_compared(root, commit):
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


def require_addresses(root, html):
    """Refuse a site that lacks a page or a wheel that `published.txt` promises.

    Raises:
        PublishingError: the message names what is missing.
    """
    path = Path(root, LIST)
    if not path.is_file():
        return
    names = [f"wheels/coursepkg-{version}-py3-none-any.whl" for version in wheels(path)]
    if missing := [name for name in (*read(path), *names) if not Path(html, name).is_file()]:
        raise PublishingError(
            f"the site lacks what {LIST} promises: {', '.join(missing)}. Wheels of earlier "
            "versions are built from the history: git fetch --tags --unshallow, then make book"
        )
