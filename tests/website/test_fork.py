"""A fork's pages lead to the fork, and a copy without a repository leads nowhere."""

import re
import subprocess
from pathlib import Path
from urllib.parse import unquote

import pytest

from website.repository import find_repository

pytestmark = pytest.mark.xdist_group("fork")  # the site is built once


ROOT = Path(__file__).resolve().parents[2]
GATES, CHANGELOG = "chapters/gates_and_more", "chapters/reference/changelog"
REPOSITORY = "https://github.com/Ada-Invented/gates-fork"

# Somebody else's, that our texts speak of. The course's own is found out and never written.
OTHERS = {
    "pytorch/pytorch",
}
ADDRESS = re.compile(
    r"(?:github|gitlab)\.com[/:](?P<repository>[A-Za-z0-9][\w-]*/[\w.-]+)"
    r"|(?P<pages>[A-Za-z0-9][\w-]*)\.(?:github|gitlab)\.io",
    re.IGNORECASE,
)


def links(page):
    """Return {words: address} of the links that lead out of the site."""
    found = page.select("a[href^=http]")
    return {" ".join(link.get_text().split()): link["href"] for link in found}


def test_a_fork_s_links_lead_to_the_fork(fork, parsed):
    assert fork.warnings == ""
    found = links(parsed(fork, GATES))
    issue = found.pop("Open an issue")
    assert unquote(issue).startswith(f"{REPOSITORY}/issues/new?title=Gates & </script>")
    assert f"({GATES}.md)" in unquote(issue)
    assert found == {
        "Colab": "https://colab.research.google.com/github/Ada-Invented/gates-fork/blob/"
        "gh-pages/notebooks/gates_and_more.ipynb",
        "Repository": REPOSITORY,
        "Edit this page": f"{REPOSITORY}/edit/main/{GATES}.md",
        "How to cite": f"{REPOSITORY}/blob/main/CITATION.cff",
    }


def test_only_a_page_with_a_notebook_has_buttons_for_it(fork, parsed):
    page = parsed(fork, CHANGELOG)
    assert not {"Colab", "Notebook (.ipynb)"} & {a.get_text(strip=True) for a in page("a")}
    assert "Edit this page" in links(page)


def test_every_button_has_a_name(fork, parsed):
    buttons = parsed(fork, GATES).select(".article-header-buttons :is(a, button)")
    assert len(buttons) > 5
    for button in buttons:
        assert button.get_text(strip=True) or button.get("aria-label") or button.get("title")


def test_a_copy_without_a_repository_has_no_links_to_one(nowhere, parsed):
    assert nowhere.warnings == ""
    for name in (GATES, CHANGELOG, "chapters/index"):
        page = parsed(nowhere, name)
        assert not {"Colab", "Repository", "Edit this page", "Open an issue"} & set(links(page))
        assert not re.search(r"git(hub|lab)\.(com|io)|colab", str(page), re.IGNORECASE)
    assert not (nowhere.site / "sitemap.xml").exists()


def test_the_notebook_can_be_fetched_with_and_without_a_repository(fork, nowhere, parsed):
    for built in (fork, nowhere):
        (link,) = parsed(built, GATES).select("a.btn-download-notebook-button")
        assert (built.site / "chapters" / link["href"]).resolve().is_file()


def test_without_a_repository_the_site_itself_says_how_to_cite_it(nowhere, parsed):
    def way_to_it(name):
        return parsed(nowhere, name).select(".course-version a")[-1]["href"]

    assert way_to_it(CHANGELOG) == "../index.html#how-to-cite"
    assert way_to_it("chapters/index") == "#how-to-cite"
    assert parsed(nowhere, "chapters/index").find(id="how-to-cite")


def test_a_host_that_colab_cannot_read(publish, parsed):
    built = publish(COURSE_REPOSITORY="https://gitlab.example.org/group/ada/gates")
    found = links(parsed(built, GATES))
    home = "https://gitlab.example.org/group/ada/gates"
    assert found["Repository"] == home
    assert found["Edit this page"] == f"{home}/-/edit/main/{GATES}.md"
    assert found["Open an issue"].startswith(f"{home}/-/issues/new?issue%5Btitle%5D=Gates")
    assert "Colab" not in found


def test_no_owner_or_host_is_written_down(tmp_path):
    # A repository of the test's own: the course's is missing in a ZIP of it.
    git = ["git", "-C", ROOT, f"--git-dir={tmp_path}", f"--work-tree={ROOT}"]
    subprocess.run([*git, "init", "-q"], check=True)
    untracked = ["ls-files", "-z", "--others", "--exclude-standard"]
    listed = subprocess.run([*git, *untracked], capture_output=True, text=True, check=True)
    names = listed.stdout.split("\0")[:-1]
    assert "_config.yml" in names
    ours = find_repository({})
    for name in names:
        path = ROOT / name
        if name.startswith(("website/vendor/", "tests/")) or not path.is_file():
            continue
        text = path.read_bytes().decode("utf-8", errors="ignore")
        assert ours is None or f"{ours.owner}/{ours.name}" not in text, name
        # To look for a word first is many times quicker in a long notebook.
        if "github" in text.lower() or "gitlab" in text.lower():
            named = {found["repository"] or found["pages"] for found in ADDRESS.finditer(text)}
            assert named <= OTHERS, f"{name} names {named - OTHERS}"
