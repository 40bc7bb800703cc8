"""A site of three pages, as somebody's fork would publish it."""

import subprocess

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tests import small_site
from tests.small_site import build_site

PAGES = {
    "chapters/index": "# A course\n\nIts opening words.\n\n## How to cite\n\n"
    "```{toctree}\ngates_and_more\nreference/changelog\n```\n",
    # A title that would end an element, if it could.
    "chapters/gates_and_more": '# Gates & </script> {"more"}\n\nHow a *gate* works.\n',
    "chapters/reference/changelog": "# Changelog\n\nWhat is new.\n",
}
PUBLISHED = """# All of them
chapters/gates_and_more.html
old/gates.html -> chapters/gates_and_more.html
"""
NOTEBOOK = [
    new_markdown_cell("# Gates\n\nSee [the other](reference/other.ipynb#A-place)."),
    new_code_cell("from coursepkg import keras_nn\nimport numpy as np", execution_count=1),
]
VARIABLES = ("COURSE_REPOSITORY", "COURSE_SITE_URL", "GITHUB_REPOSITORY", "GITHUB_REF")


@pytest.fixture(scope="session")
def publish(tmp_path_factory):
    """A function that builds the site in a clone of a remote, or in no clone at all."""

    def build(remote=None, **environment):
        folder = tmp_path_factory.mktemp("fork")
        for name, text in PAGES.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / f"{name}.md").write_text(text, encoding="utf-8")
        (folder / "notebooks").mkdir()
        notebook = new_notebook(cells=NOTEBOOK)
        nbformat.write(notebook, folder / "notebooks/gates_and_more.ipynb")
        (folder / "published.txt").write_text(PUBLISHED)
        if remote:
            subprocess.run(["git", "init", "-q", folder], check=True)
            add = ["git", "-C", folder, "remote", "add", "origin", remote]
            subprocess.run(add, check=True)
        with pytest.MonkeyPatch.context() as patch:
            for name in VARIABLES:
                patch.delenv(name, raising=False)
            for name, value in environment.items():
                patch.setenv(name, value)
            return build_site(
                folder,
                project="A course",
                root_doc="chapters/index",
                include_patterns=["chapters/**"],
            )

    return build


@pytest.fixture(scope="session")
def fork(publish):
    """The site of a fork that nobody has told its name."""
    return publish("git@github.com:Ada-Invented/gates-fork.git")


@pytest.fixture(scope="session")
def nowhere(publish):
    """The site of a copy without a repository and without an address."""
    return publish()


@pytest.fixture(scope="session")
def parsed():
    """A function that parses a page of such a site."""
    return small_site.parsed
