"""One commit without history, made of the built site, and pushed as a branch.

The site is 60 MB; kept as history, a year of it would outweigh the course a hundredfold. So the
branch always has one commit. Its objects are made in a temporary folder: neither this
repository nor its index sees them.
"""

import os
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

BRANCH = "gh-pages"
NO_JEKYLL = ".nojekyll"  # else GitHub leaves out what begins with an underscore


class PublishingError(Exception):
    """The site cannot be published; the message says what to do."""


class Site(NamedTuple):
    """What is about to be pushed."""

    commit: str
    source: str  # the commit of the course that it was built from
    files: int
    size: int  # bytes
    remote: str
    replaces: str  # the commit that the branch has there, or ""


def git(root, *words, environment=None):
    """Run git and return what it prints.

    Raises:
        PublishingError: git failed; the message is what it said.
    """
    done = subprocess.run(
        ["git", "-C", str(root), *words],
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise PublishingError(f"git {words[0]} failed: {done.stderr.strip()}")
    return done.stdout.strip()


@contextmanager
def committed(root, html, remote):
    """Lend the `Site` as a commit, and a function that pushes it.

    Args:
        root: the repository.
        html: the folder of the built site.
        remote: name of a remote, such as "origin".

    Raises:
        PublishingError: the site is not built, files of the course are not committed, or git
            failed. Nothing was changed.
    """
    html = Path(html).resolve()
    if not (html / "index.html").is_file():
        raise PublishingError(f"there is no site in {html}: run make book first")
    if changed := git(root, "status", "--porcelain", "--untracked-files=no"):
        raise PublishingError(f"commit these first, the site should say what it is:\n{changed}")
    source = git(root, "rev-parse", "HEAD")
    if git(root, "branch", "--show-current") == BRANCH:
        raise PublishingError(f"{BRANCH} is checked out here; it would be replaced")
    remote_head = git(root, "ls-remote", remote, f"refs/heads/{BRANCH}").split()
    (html / NO_JEKYLL).touch()
    with tempfile.TemporaryDirectory() as folder:
        scratch = {
            "GIT_INDEX_FILE": f"{folder}/index",
            "GIT_OBJECT_DIRECTORY": f"{folder}/objects",
            "GIT_ALTERNATE_OBJECT_DIRECTORIES": git(
                root, "rev-parse", "--path-format=absolute", "--git-path", "objects"
            ),
        }
        os.mkdir(scratch["GIT_OBJECT_DIRECTORY"])
        # Forced: a fork's list of ignored files is about the course, not about its site.
        git(root, f"--work-tree={html}", "add", "--all", "--force", ".", environment=scratch)
        tree = git(root, "write-tree", environment=scratch)
        message = f"The site of {source}"
        commit = git(root, "commit-tree", tree, "-m", message, environment=scratch)
        sizes = [path.stat().st_size for path in html.rglob("*") if path.is_file()]
        replaces = remote_head[0] if remote_head else ""
        site = Site(commit, source, len(sizes), sum(sizes), remote, replaces)

        def push():
            # Only if the branch is still the one that was shown.
            lease = f"--force-with-lease=refs/heads/{BRANCH}:{replaces}"
            target = f"{commit}:refs/heads/{BRANCH}"
            git(root, "push", "--quiet", lease, remote, target, environment=scratch)

        yield site, push
