"""The wheel and the sdist: the same bytes twice, light, and whole without the repository."""

import hashlib
import os
import subprocess
import sys
import tarfile
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import coursepkg
from tools.packages.build import ROOT, build

pytestmark = pytest.mark.xdist_group("packages")  # built once

MOST_BYTES = 12e6  # of the wheel; nearly all are the weights of the labs
WHEEL = f"coursepkg-{coursepkg.__version__}-py3-none-any.whl"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The wheel and the sdist."""
    return build(tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def names(made):
    """What lies in the wheel."""
    return zipfile.ZipFile(made[0]).namelist()


@pytest.fixture(scope="module")
def installed(made, tmp_path_factory):
    """A folder with the wheel's content, as an installation would leave it."""
    folder = tmp_path_factory.mktemp("installed")
    zipfile.ZipFile(made[0]).extractall(folder)
    return folder


def digest(path):
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


@pytest.mark.slow
def test_two_builds_are_equal_and_the_sdist_makes_the_same_wheel(made, tmp_path, monkeypatch):
    wheel, sdist = made
    # Another day, another mask for new files, another folder.
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    mask = os.umask(0o077)
    try:
        (again,) = build(tmp_path / "again", ["sdist"])
        with tarfile.open(sdist) as archive:
            archive.extractall(tmp_path, filter="data")
        (unpacked,) = tmp_path.glob("coursepkg-*")
        for path in unpacked.rglob("*"):
            os.utime(path, (1e9, 1e9))
        (from_sdist,) = build(tmp_path / "dist", ["wheel"], root=unpacked)
    finally:
        os.umask(mask)
    assert digest(again) == digest(sdist)
    assert digest(from_sdist) == digest(wheel)


def test_name_and_size(made):
    assert made[0].name == WHEEL  # notebooks ask the site for it by this name
    assert all(path.stat().st_size < MOST_BYTES for path in made)


def test_only_the_package_and_what_the_pages_read(names):
    tops = {name.split("/")[0] for name in names}
    assert tops == {"coursepkg", f"coursepkg-{coursepkg.__version__}.dist-info"}
    assert not [name for name in names if "__pycache__" in name or name.endswith("key.py")]
    inside = {name.split("/")[2] for name in names if "/course_files/" in name}
    assert inside == {"assignments", "chapters", "studies"}
    modules = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("coursepkg/**/*.py")}
    assert modules <= set(names)
    stand_ins = [path.name for path in ROOT.glob("coursepkg/data/stand_ins/*")]
    assert len(stand_ins) == 5
    assert {f"coursepkg/data/stand_ins/{name}" for name in stand_ins} <= set(names)


def test_every_result_and_every_weight_is_there(names):
    for pattern in ("studies/*.json", "studies/results/*.json", "studies/weights/*/*"):
        for path in ROOT.glob(pattern):
            assert f"coursepkg/course_files/{path.relative_to(ROOT).as_posix()}" in names


def test_few_and_light_dependencies_and_ranges_without_pins(installed):
    (path,) = installed.glob("*.dist-info/METADATA")
    metadata = Parser().parsestr(path.read_text("utf-8"))
    requirements = [Requirement(text) for text in metadata.get_all("Requires-Dist")]
    light = {"filelock", "numpy", "pooch", "threadpoolctl", "tqdm"}
    assert {one.name for one in requirements if not one.marker} == light
    assert {"keras", "labs", "teach", "book", "test"} <= set(metadata.get_all("Provides-Extra"))
    exact = {"==", "===", "~="}
    pinned = {
        one.name for one in requirements if exact & {part.operator for part in one.specifier}
    }
    assert pinned == {"mutmut"}  # whose internals tools/mutation uses


def test_pages_find_their_files_in_the_wheel_alone(installed, tmp_path):
    code = (
        "from coursepkg import results\n"
        "print(results.__file__, results.find_file('studies/benchmarks/results.json'))\n"
        "assert results.read_results('airline')['runs']\n"
        "print(results.saved_model('imdb', 'improved_gru').weights)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(str(installed)) == 3


def test_the_repository_goes_before_the_wheel(installed, tmp_path):
    (tmp_path / "studies" / "results").mkdir(parents=True)
    (tmp_path / "studies" / "results" / "airline.json").write_text("{}")
    (tmp_path / "below").mkdir()
    code = "from coursepkg.results import read_results; print(read_results('airline'))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path / "below",
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == "{}", done.stderr


def test_a_pattern_without_files_fails(tmp_path):
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    (tmp_path / "coursepkg").mkdir()
    (tmp_path / "coursepkg" / "__init__.py").write_text('__version__ = "1"\n')
    for name in ("README.md", "LICENSE", "tools/packages/build_hook.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text((ROOT / name).read_text("utf-8"))
    (tmp_path / "pyproject.toml").write_text(text)
    with pytest.raises(RuntimeError, match=r"names assignments/\*\.csv for the wheel"):
        build(tmp_path / "dist", ["wheel"], root=tmp_path)
