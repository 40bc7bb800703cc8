"""Where a run took place; and when its code counts as that of a commit."""

import subprocess

import pytest

from studies import provenance

FILES = {
    "coursepkg/gru.py": "gates",
    "studies/jobs.py": "jobs",
    "studies/results/imdb.json": "{}",
    "studies/benchmarks/results.json": "{}",
    "chapters/gru.md": "# The GRU",
    "requirements.txt": "numpy",
}


def write(root, name, text):
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text)


@pytest.fixture
def repository(tmp_path):
    """A small repository in which everything is committed."""
    for name, text in FILES.items():
        write(tmp_path, name, text)
    someone = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    for words in (["init"], ["add", "."], [*someone, "commit", "-m", "all"]):
        subprocess.run(["git", "-C", str(tmp_path), *words], check=True, capture_output=True)
    return tmp_path


@pytest.mark.parametrize(
    "changed",
    [
        "studies/results/imdb.json",
        "studies/results/runs/imdb/gru/numpy-0.json",
        "studies/weights/imdb/gru-numpy-0.npz",
        "studies/benchmarks/results.json",
        "chapters/gru.md",
        "notes.py",
    ],
)
def test_what_a_study_writes_and_does_not_execute_leaves_it_clean(repository, changed):
    before = provenance.commit(repository)
    write(repository, changed, "new")
    assert provenance.commit(repository) == before
    assert not before.endswith("-dirty")


@pytest.mark.parametrize(
    "changed",
    [
        *("coursepkg/gru.py", "studies/jobs.py", "requirements.txt"),
        *("coursepkg/new/cell.py", "studies/labs/new.py"),
    ],
)
def test_other_code_makes_it_dirty(repository, changed):
    before = provenance.commit(repository)
    write(repository, changed, "new")
    assert provenance.commit(repository) == f"{before}-dirty"


def test_code_that_is_gone_makes_it_dirty(repository):
    (repository / "coursepkg/gru.py").unlink()
    assert provenance.commit(repository).endswith("-dirty")


def test_outside_a_repository(tmp_path):
    assert provenance.commit(tmp_path) is None


def test_machine():
    described = provenance.describe_machine()
    assert described["cores"] >= 1
    assert described["processor"]
    assert described["numpy"]
    assert described["tensorflow"]
    assert provenance.installed("no-such-package") is None
    assert provenance.output_of("no-such-command") is None
