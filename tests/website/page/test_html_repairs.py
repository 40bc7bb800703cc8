"""What a screen reader is told about an empty corner of a table, and about the bibliography."""

import pytest

from tests.small_site import build_site, parsed

INDEX = """
Title
=====

A work [Cho14]_.

=====  ====
\\      cost
=====  ====
start  2
=====  ====

.. [Cho14] A paper.
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    folder = tmp_path_factory.mktemp("book")
    (folder / "index.rst").write_text(INDEX)
    settings = {"extensions": ["myst_nb", "website.page.html_repairs"], "html_theme": "basic"}
    return parsed(build_site(folder, **settings), "index")


def test_an_empty_corner_is_no_heading(page):
    corner, heading = page.select_one("thead tr").find_all(["td", "th"])
    assert (corner.name, heading.name) == ("td", "th")
    assert corner["class"] == ["head"]
    assert [cell.name for cell in page.select("tbody tr > *")] == ["td", "td"]


def test_the_bibliography_is_a_list_of_items(page):
    (work,) = page.select("[role=list] > *")
    assert work["role"] == "listitem"
    assert "A paper." in work.get_text()
