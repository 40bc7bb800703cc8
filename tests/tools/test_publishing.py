"""`make publish` against a remote in the next folder: one commit, and no surprises."""

import subprocess

import pytest

from tools.publishing.__main__ import main
from tools.publishing.branch import PublishingError, git
from tools.publishing.conditions import note_compared
from tools.publishing.version_tag import main as tag_main
from tools.publishing.version_tag import tag_version


@pytest.fixture
def fork(tmp_path, monkeypatch):
    """A clone of a course with a built site, and the bare repository that it came from."""
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "A Teacher")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "teacher@example.org")
    remote, root = tmp_path / "remote.git", tmp_path / "course"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", remote], check=True)
    subprocess.run(["git", "clone", "-q", remote, root], check=True, capture_output=True)
    (root / "course.md").write_text("# Course\n")
    (root / ".gitignore").write_text("_build/\n")
    (root / ".git" / "info" / "exclude").write_text("*.zip\n")
    build(root, "first")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "A course")
    git(root, "push", "--quiet", "origin", "HEAD:main")
    note_compared(root)
    return root, remote


def build(root, text):
    html = root / "_build" / "html"
    (html / "_static").mkdir(parents=True, exist_ok=True)
    (html / "index.html").write_text(text)
    (html / "_static" / "coursepkg.zip").write_text(text)


def published(remote):
    """What the remote serves, and how many commits its branch has."""
    files = git(remote, "ls-tree", "-r", "--name-only", "gh-pages").splitlines()
    return files, int(git(remote, "rev-list", "--count", "gh-pages"))


def test_the_whole_site_even_what_git_ignores_elsewhere(fork):
    root, remote = fork
    assert main(["--yes"], root) == 0
    files, commits = published(remote)
    assert files == [".nojekyll", "_static/coursepkg.zip", "index.html"]
    assert commits == 1
    assert git(remote, "log", "-1", "--format=%B", "gh-pages").startswith("The site of ")


def test_again_leaves_no_history_and_nothing_here(fork):
    root, remote = fork
    before = git(root, "count-objects"), git(root, "status", "--porcelain")
    main(["--yes"], root)
    build(root, "second")
    assert main(["--yes"], root) == 0
    assert published(remote)[1] == 1
    assert git(remote, "show", "gh-pages:index.html") == "second"
    assert (git(root, "count-objects"), git(root, "status", "--porcelain")) == before


def test_only_what_was_compared_is_published(fork, capsys):
    root, remote = fork
    (root / "course.md").write_text("# Another course\n")
    note_compared(root)  # with changes that are in no commit
    git(root, "commit", "--quiet", "-am", "Another")
    for noted in (False, True):
        assert main(["--yes"], root) == 1
        said = capsys.readouterr().err
        assert "have not been run and compared" in said
        assert ("none were" in said) is not noted
        # The note of the commit before does not help.
        git(root, "checkout", "--quiet", "HEAD~1")
        note_compared(root)
        git(root, "checkout", "--quiet", "-")
    assert git(remote, "branch", "--list", "gh-pages") == ""
    note_compared(root)
    assert main(["--yes"], root) == 0


@pytest.mark.parametrize("answer", ["", "no", "y", None])
def test_nothing_is_pushed_without_a_yes(fork, answer, capsys):
    root, remote = fork

    def ask(question):
        if answer is None:
            raise EOFError
        return answer

    assert main([], root, ask) == 1
    assert "3 files" in capsys.readouterr().out
    assert git(remote, "branch", "--list", "gh-pages") == ""


def test_a_yes_at_the_terminal(fork, capsys):
    root, remote = fork
    assert main([], root, lambda question: "yes") == 0
    assert published(remote)[1] == 1


def test_a_dry_run_pushes_nothing(fork, capsys):
    root, remote = fork
    assert main(["--dry-run"], root) == 0
    assert "is new there" in capsys.readouterr().out
    assert git(remote, "branch", "--list", "gh-pages") == ""


def test_what_somebody_else_has_pushed_meanwhile_stays(fork, capsys):
    root, remote = fork
    main(["--yes"], root)

    def ask(question):
        git(root, "push", "--quiet", "--force", "origin", "main:refs/heads/gh-pages")
        return "yes"

    assert main([], root, ask) == 1
    assert "git push failed" in capsys.readouterr().err
    assert published(remote)[0] == [".gitignore", "course.md"]


def test_what_cannot_be_published(fork, capsys):
    root, remote = fork
    (root / "course.md").write_text("# Changed\n")
    assert main(["--yes"], root) == 1
    assert "commit these first" in capsys.readouterr().err
    git(root, "checkout", "--quiet", "course.md")
    (root / "_build" / "html" / "index.html").unlink()
    assert main(["--yes"], root) == 1
    assert "run make book first" in capsys.readouterr().err
    assert main(["--yes", "--remote", "nowhere"], root) == 1
    assert git(remote, "branch", "--list", "gh-pages") == ""


def test_no_token_is_printed(fork, capsys):
    root, _ = fork
    git(root, "remote", "set-url", "--push", "origin", "https://me:s3cret@example.org/x.git")
    assert main(["--dry-run"], root) == 0
    printed = capsys.readouterr().out
    assert "example.org/x.git" in printed
    assert "s3cret" not in printed


def test_a_site_without_a_promised_address_is_refused(fork, capsys):
    root, remote = fork
    wheel = "wheels/coursepkg-0.1.0-py3-none-any.whl"
    (root / "published.txt").write_text(f"index.html\ngone.html\n{wheel} = {'a' * 40}\n")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "What is promised")
    note_compared(root)
    assert main(["--yes"], root) == 1
    assert f"promises: gone.html, {wheel}. Wheels" in capsys.readouterr().err
    assert git(remote, "branch", "--list", "gh-pages") == ""
    for name in ("gone.html", wheel):
        path = root / "_build" / "html" / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    assert main(["--yes"], root) == 0


def change_version(root, version):
    """Commit a version, and return the commit."""
    (root / "coursepkg").mkdir(exist_ok=True)
    (root / "coursepkg" / "__init__.py").write_text(f'__version__ = "{version}"\n')
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", f"Version {version}")
    return git(root, "rev-parse", "HEAD")


def change_words(root):
    (root / "course.md").write_text((root / "course.md").read_text() + "More.\n")
    git(root, "commit", "--quiet", "-am", "Words")


def tags(remote):
    listed = git(remote, "for-each-ref", "--format=%(refname:short) %(objectname)", "refs/tags")
    return dict(line.split() for line in listed.splitlines())


def test_the_commit_that_changes_the_version_gets_the_tag(fork, capsys):
    root, remote = fork
    first = change_version(root, "0.1.0")
    change_words(root)
    assert tag_main(root) == 0
    assert tag_main(root) == 0  # a second time there is nothing to do
    second = change_version(root, "0.2.0")
    assert tag_version(root) == ("v0.2.0", second)
    assert tags(remote) == {"v0.1.0": first, "v0.2.0": second}
    assert capsys.readouterr().out == f"v0.1.0 is the tag of {first}\n" * 2


def test_of_a_merged_branch_the_merge_gets_the_tag(fork):
    root, _ = fork
    change_version(root, "0.1.0")
    git(root, "checkout", "--quiet", "-b", "work")
    change_version(root, "0.2.0")
    git(root, "checkout", "--quiet", "-")
    change_words(root)
    git(root, "merge", "--quiet", "--no-edit", "--no-ff", "work")
    merge = git(root, "rev-parse", "HEAD")
    change_words(root)
    assert tag_version(root) == ("v0.2.0", merge)


@pytest.mark.parametrize("annotated", [False, True])
def test_a_tag_is_never_moved(fork, annotated, capsys):
    root, remote = fork
    change_version(root, "0.2.0")
    git(root, "tag", *(["-a", "-m", "x"] if annotated else []), "v0.2.0")
    git(root, "push", "--quiet", "origin", "v0.2.0")
    before = tags(remote)
    assert tag_version(root)[0] == "v0.2.0"
    change_version(root, "0.3.0")
    change_version(root, "0.2.0")
    assert tag_main(root) == 1
    assert "a tag is not moved; change the version" in capsys.readouterr().err
    assert tags(remote) == before


def test_an_incomplete_history_is_said(fork, tmp_path):
    root, remote = fork
    change_version(root, "0.2.0")
    change_words(root)
    git(root, "push", "--quiet", "origin", "HEAD:main")
    shallow = ["clone", "-q", "--depth", "1", f"file://{remote}", tmp_path / "shallow"]
    subprocess.run(["git", *shallow], check=True)
    with pytest.raises(PublishingError, match="history is incomplete"):
        tag_version(tmp_path / "shallow")
    assert tags(remote) == {}
