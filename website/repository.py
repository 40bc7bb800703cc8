"""Where this copy of the course is published: found out at build time, never written down.

What is asked, in this order:

    COURSE_REPOSITORY    OWNER/NAME, a web address, or the word none: make no links
    GITHUB_REPOSITORY    set by GitHub's own workflows, with GITHUB_SERVER_URL and GITHUB_REF
    the remote "origin"  of the clone, as git and ssh read their settings

A copy without any of them has no repository, and its pages have no links to one. The pages'
own address is COURSE_SITE_URL, or that of GitHub Pages.
"""

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from sphinx.util import logging

logger = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parent.parent
GITHUB = "github.com"
NONE = "none"
WORD = r"[A-Za-z0-9](?:[\w.-]*\w)?"
NUMBER = r"\d+(?:\.\d+){3}"
# A host ends in a dot and letters, or is a number: a folder, a machine's nickname and localhost
# are nothing to link to.
HOST = re.compile(rf"(?:{WORD}\.(?:[a-z]{{2,}}|xn--[a-z0-9-]+)|{NUMBER})(?::\d+)?", re.ASCII)
PATH = re.compile(rf"(?P<owner>{WORD}(?:/{WORD})*)/(?P<name>[\w.-]+?)", re.ASCII)
SECURE_SHELL = re.compile(rf"(?:[\w.-]+@)?(?P<host>{WORD}):(?!//)(?P<path>.+)", re.ASCII)
# Where a host answers SSH, also through firewalls, and where it shows its pages.
PAGES_OF = {
    "altssh.bitbucket.org": "bitbucket.org",
    "altssh.gitlab.com": "gitlab.com",
    "ssh.github.com": GITHUB,
}
PAGES_OF |= {f"www.{host}": host for host in PAGES_OF.values()}
ONLY_SSH = re.compile(r"(?:\w+-)?(?:alt)?ssh\.")  # an SSH host whose pages are elsewhere
DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Repository:
    """A place that holds the sources, such as OWNER/NAME on GitHub."""

    host: str
    owner: str
    name: str
    branch: str = "main"
    scheme: str = "https"

    @property
    def address(self):
        """The web address, without a slash at its end."""
        return f"{self.scheme}://{self.host}/{self.owner}/{self.name}"

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
        return checked("COURSE_REPOSITORY", value, branch_of(root))
    if value := environment.get("GITHUB_REPOSITORY"):
        server = environment.get("GITHUB_SERVER_URL", f"https://{GITHUB}")
        kind, _, branch = environment.get("GITHUB_REF", "").partition("refs/heads/")
        known = branch if branch and not kind else branch_of(root)
        return checked("GITHUB_REPOSITORY", f"{server}/{value}", known)
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
    """Return the repository that an address names, or None; passwords in it are dropped.

    Args:
        text: a web address, one for SSH or for git, or OWNER/NAME.
        host: of OWNER/NAME.
        branch: the repository's first branch.
    """
    scheme, path = "https", text
    if "://" in text:
        try:
            parts = urlsplit(text)
            host, path, port = parts.hostname, parts.path, parts.port
        except ValueError:
            return None
        if parts.scheme in DEFAULT_PORTS:
            if port not in (None, DEFAULT_PORTS[parts.scheme]):
                scheme, host = parts.scheme, f"{host}:{port}"
        elif parts.scheme in {"ssh", "git+ssh"}:
            host = behind_ssh(host)  # without the port, which is none of the pages
        elif parts.scheme != "git":
            return None
    elif match := SECURE_SHELL.fullmatch(text):
        host, path = behind_ssh(match["host"]), match["path"]
    host = (host or "").lower()
    host = PAGES_OF.get(host, host)
    match = PATH.fullmatch(path.strip("/").removesuffix(".git"))
    if not match or not HOST.fullmatch(host) or ONLY_SSH.match(host):
        return None
    if host == GITHUB and "/" in match["owner"]:
        return None
    return Repository(host, match["owner"], match["name"], branch, scheme)


def behind_ssh(name):
    """Return the host that a name stands for in the settings of ssh, such as a second key's."""
    if not name or not re.fullmatch(WORD, name, re.ASCII):
        return None
    for line in output("ssh", "-G", name).splitlines():
        key, _, host = line.partition(" ")
        # Where the settings lead through a proxy it may be a number, which has no pages.
        if key == "hostname" and not re.fullmatch(NUMBER, host):
            return host
    return name


def checked(variable, text, branch):
    """Return the repository that a variable names."""
    if repository := parse(text, GITHUB, branch):
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
    # With the replacements of `insteadOf`.
    return git(root, "remote", "get-url", "origin")


def branch_of(root):
    """Return the name of the remote's first branch, as far as the clone knows it."""
    head = git(root, "symbolic-ref", "--short", "refs/remotes/origin/HEAD")
    return head.removeprefix("origin/") or "main"


def git(root, *arguments):
    """Return what git answers, or "" if it is missing or has no answer."""
    return output("git", "-C", str(root), *arguments)


def output(*command):
    """Return what a program prints, or "" if it is missing, fails or takes too long."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    if "safe.directory" in done.stderr and "--show-toplevel" in command:
        logger.info(
            "the pages have no links to a repository: these files belong to another user, and "
            "git reads them only after: git config --global --add safe.directory %s",
            Path(command[2]).resolve(),
        )
    return done.stdout.strip() if done.returncode == 0 else ""


def setup(app):
    """Keep what was found as `course_repository` and `course_site` of the configuration."""
    repository = find_repository(root=app.srcdir)
    app.add_config_value("course_repository", repository, "html")
    app.add_config_value("course_site", site_address(repository), "html")
