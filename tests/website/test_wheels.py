"""The site of a later version still has the wheels that notebooks of earlier ones install."""

import re
import zipfile
from types import SimpleNamespace

import pytest

from tools.publishing.branch import git
from website import site_notebooks, wheels

PROJECT = """
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "coursepkg"
requires-python = ">=3.11"
dynamic = ["version"]

[tool.hatch.version]
path = "coursepkg/__init__.py"
"""
SITE = "https://ada.github.io/gates/"


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A repository, and a function that commits a version of it and builds its site."""
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "A Teacher")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "teacher@example.org")
    root = tmp_path / "course"
    (root / "coursepkg").mkdir(parents=True)
    git(root, "init", "-q")
    (root / "pyproject.toml").write_text(PROJECT)
    monkeypatch.setattr(wheels, "ROOT", root)

    def publish(version, listed, complete=True):
        (root / "coursepkg" / "__init__.py").write_text(f'__version__ = "{version}"\n')
        (root / "published.txt").write_text(f"index.html\n{listed}\n")
        git(root, "add", ".")
        git(root, "commit", "--quiet", "-m", f"Version {version}")
        monkeypatch.setattr(wheels, "__version__", version)
        site = tmp_path / f"site-{version}"
        app = SimpleNamespace(outdir=site, srcdir=root)
        wheels.write_wheels(app)
        return {path.name for path in (site / "wheels").glob("coursepkg-*")}, site

    return root, publish


def named(version):
    return f"wheels/coursepkg-{version}-py3-none-any.whl"


def test_a_notebook_of_an_earlier_version_finds_its_own_wheel(course, monkeypatch):
    root, publish = course
    for name, value in (("__version__", "0.1.0"), ("WHEEL", named("0.1.0"))):
        monkeypatch.setattr(site_notebooks, name, value)
    saved = site_notebooks.first_cell([], SITE)
    names, _ = publish("0.1.0", named("0.1.0"))
    assert names == {"coursepkg-0.1.0-py3-none-any.whl"}
    git(root, "tag", "v0.1.0")
    names, site = publish("0.2.0", f"{named('0.1.0')}\n{named('0.2.0')}")
    assert names == {"coursepkg-0.1.0-py3-none-any.whl", "coursepkg-0.2.0-py3-none-any.whl"}
    (address,) = re.findall(rf"{SITE}(wheels/[^\"]+)", saved)
    with zipfile.ZipFile(site / address) as archive:
        assert "0.1.0" in archive.read("coursepkg/__init__.py").decode()


def test_a_version_without_a_tag_is_built_from_the_commit_in_the_list(course):
    root, publish = course
    publish("0.1.0", named("0.1.0"))
    commit = git(root, "rev-parse", "HEAD")
    names, _ = publish("0.2.0", f"{named('0.1.0')} = {commit}\n{named('0.2.0')}")
    assert len(names) == 2


def test_without_the_history_the_site_has_the_current_wheel_alone(course):
    _, publish = course
    names, _ = publish("0.2.0", f"{named('0.1.0')}\n{named('0.2.0')}")
    assert names == {"coursepkg-0.2.0-py3-none-any.whl"}
