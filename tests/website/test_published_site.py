"""What a published site tells search engines, other sites, and those who follow an old link."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

import coursepkg
from tools.publishing.branch import PublishingError, git
from website import published_site

pytestmark = pytest.mark.xdist_group("fork")  # the site is built once

ROOT = Path(__file__).resolve().parents[2]
GATES, CHANGELOG = "chapters/gates_and_more", "chapters/reference/changelog"
SITE = "https://ada-invented.github.io/gates-fork/"


def tag(page, name):
    return page.find("meta", attrs={"property": name})["content"]


def test_a_link_to_a_page_has_a_title_words_and_a_picture(fork, parsed):
    page = parsed(fork, GATES)
    assert tag(page, "og:url") == f"{SITE}{GATES}.html"
    assert "How a gate works." in tag(page, "og:description")
    picture = tag(page, "og:image").removeprefix(SITE)
    assert (fork.site / picture).read_bytes().startswith(b"\x89PNG")
    assert page.find("link", rel="canonical")["href"] == f"{SITE}{GATES}.html"
    assert len(page.find_all("meta", attrs={"name": "description"})) == 1


def test_without_an_address_a_page_has_words_and_no_picture(nowhere, parsed):
    page = parsed(nowhere, CHANGELOG)
    assert page.find("meta", attrs={"name": "description"})["content"] == "What is new."
    assert page.find("meta", attrs={"property": "og:image"}) is None


def test_the_map_of_the_site_has_every_page_once(fork):
    tree = ElementTree.parse(fork.site / "sitemap.xml")
    found = [entry.text for entry in tree.iter() if entry.tag.endswith("loc")]
    assert found == [
        f"{SITE}{name}.html"
        for name in (
            "chapters/gates_and_more",
            "chapters/index",
            "chapters/reference/changelog",
        )
    ]
    assert f"Sitemap: {SITE}sitemap.xml" in (fork.site / "robots.txt").read_text()


def test_a_dead_link_shows_a_page_whose_links_work_at_any_depth(fork, nowhere, parsed):
    page = parsed(fork, "404")
    assert page.form["action"] == "/gates-fork/search.html"
    assert page.a["href"] == "/gates-fork/chapters/index.html"
    assert parsed(nowhere, "404").a["href"] == "/chapters/index.html"


def test_an_old_address_leads_to_the_new_one(fork, parsed):
    page = parsed(fork, "old/gates")
    assert page.a["href"] == "../chapters/gates_and_more.html"
    assert page.find("meta", attrs={"http-equiv": "refresh"})["content"].endswith(
        page.a["href"]
    )
    assert (fork.site / "old" / page.a["href"]).resolve().is_file()


def test_the_footer_has_the_version_and_the_way_to_the_changelog(fork, parsed):
    line = parsed(fork, GATES).select_one(".course-version")
    assert coursepkg.__version__ in line.get_text()
    assert line.a["href"] == "reference/changelog.html"


def test_version_and_citation_are_the_same_everywhere():
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert cited["version"] == coursepkg.__version__
    assert f"\n## [{coursepkg.__version__}] - " in (ROOT / "CHANGELOG.md").read_text("utf-8")
    said = " ".join((ROOT / "chapters/index.md").read_text("utf-8").split())
    (author,), year = cited["authors"], cited["date-released"].year
    assert f"{author['name']} ({year}). *{cited['title']}*, version {cited['version']}." in said


def pages_of_the_course():
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))
    listed = [chapter["file"] for part in contents["parts"] for chapter in part["chapters"]]
    return {f"{name}.html" for name in [contents["root"], *listed]}


def test_no_address_that_was_published_goes_dead():
    known = published_site.read(ROOT / published_site.LIST)
    pages = pages_of_the_course()
    lost = published_site.dead(known, pages)
    assert not lost, f"gone: {lost}; write 'old.html -> new.html' into {published_site.LIST}"
    new = sorted(pages - {old for old, to in known.items() if to is None})
    assert not new, f"add to {published_site.LIST}, which keeps their addresses for good: {new}"


def test_the_wheel_of_this_version_is_listed_and_every_earlier_one_can_be_built():
    versions = published_site.wheels(ROOT / published_site.LIST)
    *earlier, last = versions
    assert last == coursepkg.__version__, f"add its wheel to {published_site.LIST}"
    try:
        complete = git(ROOT, "rev-parse", "--is-shallow-repository") == "false"
    except PublishingError:  # a ZIP of the course has no history
        complete = False
    for version in earlier if complete else ():
        text = git(ROOT, "show", f"{versions[version]}:coursepkg/__init__.py")
        assert f'"{version}"' in text


def test_a_page_that_vanishes_is_noticed():
    known = {"a.html": None, "b.html": "a.html", "c.html": "b.html"}
    assert published_site.dead(known, {"a.html"}) == ["c.html"]
    assert published_site.dead(known, {"b.html"}) == ["a.html", "b.html"]


@pytest.mark.parametrize(
    "line",
    [
        "a",
        "../a.html",
        "/a.html",
        "a.html -> https://b.org/c.html",
        "a.html ->",
        "wheels/a.whl",
    ],
)
def test_a_line_that_is_no_address_is_an_error(tmp_path, line):
    (tmp_path / "published.txt").write_text(f"# first\n{line}\n")
    with pytest.raises(ValueError, match=r"published.txt, line 2: .* is no page's address"):
        published_site.read(tmp_path / "published.txt")
