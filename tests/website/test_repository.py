"""Where a copy of the course says it is published: from its surroundings alone."""

import os
import subprocess

import pytest

from website import repository
from website.repository import Repository, find_repository, parse, site_address

SAME = [
    "https://github.com/ada/gates",
    "https://github.com/ada/gates/",
    "https://github.com/ada/gates.git",
    "https://ada:secret@github.com/ada/gates.git",
    "git@github.com:ada/gates.git",
    "github.com:ada/gates",
    "ssh://git@github.com:22/ada/gates.git",
    "https://GitHub.com/ada/gates",
    "http://www.github.com/ada/gates",
    "https://github.com:443/ada/gates",
    "https://github.com//ada/gates",
    "git@github.com:/ada/gates.git",
    "git://github.com:9418/ada/gates.git",
    "git@github.com-work:ada/gates.git",
    "git@work:ada/gates.git",
    "ssh://git@work/ada/gates.git",
    "git@ssh.github.com:ada/gates.git",
    "ssh://git@ssh.github.com:443/ada/gates.git",
    "git+ssh://git@through-firewall:22/ada/gates.git",
]
NOTHING = [
    "/home/ada/gates",
    "../gates",
    "file:///home/ada/gates",
    "git@nickname:ada/gates",
    "git@github.com-play:ada/gates",
    "git@-oProxyCommand:ada/gates",
    "git@ssh.dev.azure.com:v3/ada/gates/gates",
    "ssh://git@vs-ssh.visualstudio.com:22/ada/gates",
    "https://github.com:port/ada/gates",
    "https://[github.com/ada/gates",
    "https://github.com/group/ada/gates",
    "http://localhost:3000/ada/gates",
    "https://github.com/gates",
    "https://github.com/ada/ga tes",
    'https://github.com/ada/gates"onclick=',
    "https://github.com/../gates",
    "https://github.com/ada/<gates>",
]


# What other hosts' addresses become.
ELSEWHERE = {
    "ssh://git@altssh.gitlab.com:443/ada/gates.git": "https://gitlab.com/ada/gates",
    "git@altssh.bitbucket.org:ada/gates.git": "https://bitbucket.org/ada/gates",
    "https://www.gitlab.com/group/ada/gates": "https://gitlab.com/group/ada/gates",
    "http://git.example.org:3000/ada/gates.git": "http://git.example.org:3000/ada/gates",
    "https://git.example.org:8443/ada/gates": "https://git.example.org:8443/ada/gates",
    "http://10.0.0.5:3000/ada/gates": "http://10.0.0.5:3000/ada/gates",
    "ssh://git@git.example.org:2222/ada/gates": "https://git.example.org/ada/gates",
    "git@git.through-proxy.org:ada/gates": "https://git.through-proxy.org/ada/gates",
    "https://www.example.org/ada/gates": "https://www.example.org/ada/gates",
}
# As `ssh -G` answers: the settings of somebody with two keys, a firewall and a proxy.
SSH = """#!/bin/sh
case "$2" in
work | github.com-work) host=github.com ;;
through-firewall) host=ssh.github.com ;;
git.through-proxy.org) host=10.0.0.7 ;;
*) host="$2" ;;
esac
printf 'user git\\nhostname %s\\nport 22\\n' "$host"
"""


@pytest.fixture(autouse=True)
def settings(tmp_path_factory, monkeypatch):
    """Settings of ssh and git that are the test's own."""
    folder = tmp_path_factory.mktemp("settings")
    (folder / "ssh").write_text(SSH)
    (folder / "ssh").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(folder / "gitconfig"))
    (folder / "gitconfig").write_text('[url "git@github.com:"]\ninsteadOf = gh:\n')


@pytest.fixture
def clone(tmp_path):
    """A function that makes an empty clone of a remote."""

    def make(address=None):
        subprocess.run(["git", "init", "-q", tmp_path], check=True)
        if address:
            add = ["git", "-C", tmp_path, "remote", "add", "origin", address]
            subprocess.run(add, check=True)
        return tmp_path

    return make


@pytest.mark.parametrize("address", SAME)
def test_an_address_names_the_repository_and_no_password(address):
    found = parse(address)
    assert found == Repository("github.com", "ada", "gates", "main")
    assert found.address == "https://github.com/ada/gates"


@pytest.mark.parametrize(("address", "pages"), ELSEWHERE.items())
def test_an_address_of_another_host_leads_to_its_pages(address, pages):
    assert parse(address).address == pages


@pytest.mark.parametrize("address", ["git@github.com:ada/gates", "git@work:ada/gates"])
def test_without_ssh_a_name_is_what_it_is(address, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    found = parse(address)
    assert found is None if "work" in address else found.host == "github.com"


@pytest.mark.parametrize("address", NOTHING)
def test_what_nobody_could_follow_is_no_repository(address):
    assert parse(address) is None


def test_a_clone_has_the_repository_of_its_remote(clone):
    assert find_repository({}, clone()) is None
    assert find_repository({}, clone(SAME[0])) == parse(SAME[0])


def test_git_s_own_short_forms_are_read(clone):
    assert find_repository({}, clone("gh:ada/gates")) == parse(SAME[0])


def test_files_of_another_user_are_said(clone, monkeypatch):
    root, messages = clone(SAME[0]), []
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setattr(repository.logger, "info", lambda text, *a: messages.append(text % a))
    assert find_repository({}, root) is None
    (message,) = messages
    assert message.endswith(f"git config --global --add safe.directory {root}")


def test_a_folder_of_another_repository_is_none_of_it(clone):
    (clone("https://github.com/ada/gates") / "inside").mkdir()
    assert find_repository({}, clone() / "inside") is None


def test_without_git_there_is_no_repository(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_repository({}, tmp_path) is None


def test_a_workflow_knows_its_repository_and_branch(clone):
    root = clone("https://github.com/somebody/else")
    said = {"GITHUB_REPOSITORY": "ada/gates", "GITHUB_REF": "refs/heads/trunk/one"}
    assert find_repository(said, root) == Repository("github.com", "ada", "gates", "trunk/one")
    said |= {"GITHUB_SERVER_URL": "https://git.example.org", "GITHUB_REF": "refs/pull/3/merge"}
    assert find_repository(said, root) == Repository("git.example.org", "ada", "gates", "main")


def test_the_course_s_own_variable_goes_before_all_others(clone):
    root = clone("https://github.com/somebody/else")
    others = {"GITHUB_REPOSITORY": "somebody/else"}
    said = {**others, "COURSE_REPOSITORY": "ada/gates"}
    assert find_repository(said, root).address == "https://github.com/ada/gates"
    said["COURSE_REPOSITORY"] = "https://git.example.org/group/part/gates"
    assert find_repository(said, root).address == said["COURSE_REPOSITORY"]
    assert find_repository({**others, "COURSE_REPOSITORY": "none"}, root) is None


@pytest.mark.parametrize("said", ["gates", "a/b c", "https://nowhere/ada/gates", "<a>/b"])
def test_a_variable_that_names_none_is_an_error(clone, said):
    with pytest.raises(ValueError, match=r"COURSE_REPOSITORY is .*; give OWNER/NAME"):
        find_repository({"COURSE_REPOSITORY": said}, clone())


def test_the_site_s_address():
    gates = Repository("github.com", "Ada", "gates")
    assert site_address(gates, {}) == "https://ada.github.io/gates/"
    assert site_address(Repository("github.com", "Ada", "ada.github.io"), {}) == (
        "https://ada.github.io/"
    )
    assert site_address(Repository("git.example.org", "ada", "gates"), {}) is None
    assert site_address(None, {}) is None
    own = {"COURSE_SITE_URL": "https://example.org/course"}
    assert site_address(None, own) == site_address(gates, own) == "https://example.org/course/"


@pytest.mark.parametrize(
    "said", ["example.org", "ftp://example.org", 'https://a.b/"x', "https://"]
)
def test_an_address_that_is_none_is_an_error(said):
    with pytest.raises(ValueError, match="COURSE_SITE_URL is"):
        site_address(None, {"COURSE_SITE_URL": said})
