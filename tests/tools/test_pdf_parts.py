"""What a printed book is told, and what it tells its site: contents, date, link."""

import subprocess

import pytest

from tests.tools.small_pdf import PLACE, TOC
from tools.pdf.__main__ import write_link
from tools.pdf.cover import facts, key, parts
from tools.pdf.printing import PdfError


def test_a_second_link_replaces_the_first(tmp_path):
    (tmp_path / "index.html").write_text(f"<p>{PLACE}</p>")
    (tmp_path / "course.pdf").write_bytes(b"x" * 3_000_000)
    for pages in (7, 8):
        write_link(tmp_path, "index", tmp_path / "course.pdf", pages)
    assert (tmp_path / "index.html").read_text() == (
        '<p><span class="course-pdf"><a href="course.pdf">The whole course is also one PDF</a>'
        " of 8 pages, 3 MB.</span></p>"
    )


def test_a_first_page_without_a_place_is_named(tmp_path):
    (tmp_path / "index.html").write_text("<p></p>")
    (tmp_path / "course.pdf").write_bytes(b"")
    with pytest.raises(PdfError, match=r"index\.html needs a <span"):
        write_link(tmp_path, "index", tmp_path / "course.pdf", 1)


def test_without_a_date_given_it_is_that_of_the_commit(monkeypatch, tmp_path):
    root = tmp_path
    (root / "CITATION.cff").write_text("title: A\nauthors: [{name: B}]")
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    git = ["git", "-C", str(root), "-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run([*git, "init", "-q"], check=True)
    day = "2020-02-03T12:00:00Z"
    commit = [*git, "commit", "-q", "--allow-empty", "-m", "x"]
    subprocess.run(commit, check=True, env={"PATH": "/usr/bin:/bin", "GIT_COMMITTER_DATE": day})
    assert facts(root).made == 1580731200


def test_the_pages_come_in_the_order_of_the_contents(tmp_path):
    (tmp_path / "_toc.yml").write_text(TOC)
    assert parts(tmp_path) == [
        ("", ["chapters/index"]),
        ("Course", ["chapters/gru", "chapters/labs/airline"]),
    ]
    assert key("chapters/labs/airline") == "labs-airline"
