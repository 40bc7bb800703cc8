"""Where this copy of the course is published: found out at build time, never written down.

What is asked, in this order:

    COURSE_REPOSITORY    OWNER/NAME, a web address, or the word none: make no links
    GITHUB_REPOSITORY    set by GitHub's own workflows, with GITHUB_SERVER_URL and GITHUB_REF
    the remote "origin"  of the clone

A copy without any of them has no repository, and its pages have no links to one. The pages'
own address is COURSE_SITE_URL, or that of GitHub Pages.
"""

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
GITHUB = "github.com"
NONE = "none"
WORD = r"[A-Za-z0-9](?:[\w.-]*\w)?"
# A host has a dot: a folder, a machine's nickname and localhost are nothing to link to.
HOST = re.compile(rf"{WORD}(?:\.{WORD})+", re.ASCII)
PATH = re.compile(rf"(?P<owner>{WORD}(?:/{WORD})*)/(?P<name>[\w.-]+?)", re.ASCII)
SECURE_SHELL = re.compile(r"(?:[\w.-]+@)?(?P<host>[\w.-]+):(?!/)(?P<path>.+)", re.ASCII)


@dataclass(frozen=True)
class Repository:
    """A place that holds the sources, such as OWNER/NAME on GitHub."""

    host: str
    owner: str
    name: str
    branch: str = "main"

    @property
    def address(self):
        """The web address, without a slash at its end."""
        return f"https://{self.host}/{self.owner}/{self.name}"

    @property
    def on_github(self):
        """Whether it is on GitHub, where Colab can read notebooks and Pages can be served."""
        return self.host == GITHUB


def find_repository(environment=os.environ, root=ROOT):
    """Return the `Repository` of this copy, or None where nothing names one.

    `environment` stands in for the process's own variables, `root` is the folder of the clone.

    Raises: ValueError if a variable is set and names no repository.
    """
    if value := environment.get("COURSE_REPOSITORY"):
        if value == NONE:
            return None
        return checked("COURSE_REPOSITORY", value, GITHUB, branch_of(root))
    if value := environment.get("GITHUB_REPOSITORY"):
        host = urlsplit(environment.get("GITHUB_SERVER_URL", "")).hostname or GITHUB
        kind, _, branch = environment.get("GITHUB_REF", "").partition("refs/heads/")
        known = branch if branch and not kind else branch_of(root)
        return checked("GITHUB_REPOSITORY", value, host, known)
    return parse(remote(root), branch=branch_of(root))


def site_address(repository, environment=os.environ):
    """Return the site's public address, with a slash at its end, or None if it has none.

    Raises: ValueError if COURSE_SITE_URL is set and is no web address.
    """
    if address := environment.get("COURSE_SITE_URL"):
        parts = urlsplit(address)
        plain = re.fullmatch(r"[\w.~:/%-]+", address, re.ASCII)
        if parts.scheme not in {"http", "https"} or not parts.hostname or not plain:
            raise ValueError(
                f"COURSE_SITE_URL is {address!r}; give the address that the site's first page "
                "will have, such as https://example.org/course/"
            )
        return f"{address.rstrip('/')}/"
    if repository is None or not repository.on_github:
        return None
    pages = f"{repository.owner.lower()}.github.io"
    # A repository of this name is served at the top of its owner's address.
    below = "" if repository.name.lower() == pages else f"{repository.name}/"
    return f"https://{pages}/{below}"


def parse(text, host=None, branch="main"):
    """Return the repository that an address names, or None; passwords in it are dropped."""
    if "://" in text:
        parts = urlsplit(text)
        known = parts.scheme in {"http", "https", "ssh", "git"}
        host, path = (parts.hostname if known else None), parts.path
    elif match := SECURE_SHELL.fullmatch(text):
        host, path = match["host"], match["path"]
    else:
        path = text
    match = PATH.fullmatch(path.removeprefix("/").removesuffix("/").removesuffix(".git"))
    if not host or not match or not HOST.fullmatch(host):
        return None
    return Repository(host.lower(), match["owner"], match["name"], branch)


def checked(variable, text, host, branch):
    """Return the repository that a variable names."""
    if repository := parse(text, host, branch):
        return repository
    raise ValueError(
        f"{variable} is {text!r}; give OWNER/NAME, the repository's web address, "
        f"or COURSE_REPOSITORY={NONE} to build pages without links to one"
    )


def remote(root):
    """Return the address of the clone's remote, or "" without one."""
    # A copy of the course in somebody else's repository is not that repository.
    top = git(root, "rev-parse", "--show-toplevel")
    if not top or Path(top).resolve() != Path(root).resolve():
        return ""
    return git(root, "config", "--get", "remote.origin.url")


def branch_of(root):
    """Return the name of the remote's first branch, as far as the clone knows it."""
    head = git(root, "symbolic-ref", "--short", "refs/remotes/origin/HEAD")
    return head.removeprefix("origin/") or "main"


def git(root, *arguments):
    """Return what git answers, or "" if it is missing or has no answer."""
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments], capture_output=True, text=True, check=False
        )
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def setup(app):
    """Keep what was found as `course_repository` and `course_site` of the configuration."""
    repository = find_repository(root=app.srcdir)
    app.add_config_value("course_repository", repository, "html")
    app.add_config_value("course_site", site_address(repository), "html")
