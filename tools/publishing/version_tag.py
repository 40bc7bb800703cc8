"""Tags the commit that changed the version: `python -m tools.publishing.version_tag`.

The tag is v<version>. Nothing is done if the remote has it there already, and a tag that names
another commit stays where it is.
"""

import re
import sys
from pathlib import Path

from tools.publishing.branch import PublishingError, git

ROOT = Path(__file__).resolve().parent.parent.parent
FILE = "coursepkg/__init__.py"


def tag_version(root, remote="origin"):
    """Push the tag of the version that is checked out; return its name and commit.

    Raises:
        PublishingError: the history is incomplete, the remote's tag names another commit, or
            git failed. Nothing was changed.
    """
    (version,) = re.findall(
        r'^__version__ = "(.+)"$', Path(root, FILE).read_text("utf-8"), re.M
    )
    if git(root, "rev-parse", "--is-shallow-repository") == "true":
        raise PublishingError("the history is incomplete: git fetch --unshallow")
    # Of a merge the commit that brought the version into this branch.
    log = ("log", "-1", "-m", "--first-parent", "--format=%H", "-G^__version__ = ", "--", FILE)
    tag, commit = f"v{version}", git(root, *log)
    # An annotated tag has a second line for the commit that it names.
    tagged = git(root, "ls-remote", remote, f"refs/tags/{tag}", f"refs/tags/{tag}^{{}}").split()
    if not tagged:
        git(root, "push", "--quiet", remote, f"{commit}:refs/tags/{tag}")
    elif tagged[-2] != commit:
        raise PublishingError(
            f"{tag} is the tag of {tagged[-2][:12]}, and {commit[:12]} has this version, too: "
            f"a tag is not moved; change the version in {FILE}"
        )
    return tag, commit


def main(root=ROOT):
    """Run the command and return its exit status."""
    try:
        print("{} is the tag of {}".format(*tag_version(root)))
    except PublishingError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
