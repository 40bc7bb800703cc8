"""What the check of the language finds, what it lets pass, and how its table shrinks."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools import spoken_english
from tools.spoken_english import complaints, judge, read_table

ROOT = Path(__file__).parents[2]
HABITS, _ = read_table()

NOT_SPOKEN = (
    "What will not be there in earnest counts.",
    "It is at hand.",
    "It goes on by\nway of the gate.",
    "It has never seen the like of it.",
    "So it will not do to say that.",
    "# The gate that the state\n    # hangs on is learned.",
    '    "the answer hangs "\n    f"on {word}"',
    "It has ten steps to come to itself.",
    "There is a second place to mind.",
    "So one can say that.",
    "One could try all values.",
    "To read errors one needs the questions.",
    "Use it as one does with prose.",
    "How many weights has it?",
    "How many parameters fewer has the GRU?",
    "Yes. Has it a bias?",
    "It has not a single one.",
    "It is over. Who waits wins. So wait.",
    "He has more than who asks.",
    "See there. That a matrix has values is all it takes.",
    "It is fast. What it costs: one more array.",
    "Look. What a network made of it, you have to measure.",
)
SPOKEN = (
    "In practice it depends on the state.",
    "Keep it in mind. What comes to mind?",
    "The larger one can leave, and this one cannot.",
    "No one can tell. Each one needs a mask, and one can be left out.",
    "The one reads forwards, and one step is enough.",
    "How many weights does it have? How many do you need?",
    "It is late. Who asks? The one who asks.",
    "See there. That is all. That one is right.",
    "It is a list. What it costs is one array.",
    "It will not do that again. It has not been tried.",
)


def hits(text):
    return [habit.name for habit in HABITS for _ in habit.hits(text)]


@pytest.mark.parametrize("text", NOT_SPOKEN)
def test_what_nobody_says_is_found_once(text):
    assert len(hits(text)) == 1


def test_every_habit_has_an_example():
    assert {name for text in NOT_SPOKEN for name in hits(text)} == {h.name for h in HABITS}


@pytest.mark.parametrize("text", SPOKEN)
def test_what_people_say_is_let_pass(text):
    assert hits(text) == []


def test_a_complaint_names_the_line_and_what_to_write():
    assert complaints("a.md", "One.\n\nIt hangs\non two, in earnest.\n", HABITS) == [
        "a.md:4: hangs on ==> depend on",
        "a.md:4: in earnest ==> in practice",
    ]


def test_a_file_has_exactly_the_hits_that_it_may_have():
    found = {"a.md": ["one"], "b.md": ["two", "three"], "c.md": []}
    assert judge(found, {"a.md": 1, "b.md": 2}) == []
    assert judge(found, {"a.md": 1, "b.md": 1}) == ["two", "three"]
    (fewer,) = judge(found, {"a.md": 1, "b.md": 2, "c.md": 4})
    assert fewer.startswith("c.md has 0 of 4 hits")


def test_the_table_is_lowered_and_never_raised(tmp_path, monkeypatch):
    table = tmp_path / "table.toml"
    table.write_text('# Words.\n[still_there]\n"a.md" = 1\n"b.md" = 3\n"c.md" = 4\n')
    monkeypatch.setattr(spoken_english, "TABLE", table)
    found = {"a.md": ["one", "two"], "b.md": ["three"], "c.md": []}
    spoken_english.lower(found, {"a.md": 1, "b.md": 3, "c.md": 4})
    assert table.read_text() == '# Words.\n[still_there]\n"a.md" = 1\n"b.md" = 1\n'


def test_the_command_fails_if_a_text_has_a_hit(tmp_path, monkeypatch, capsys):
    table = tmp_path / "table.toml"
    written = spoken_english.TABLE.read_text("utf-8").partition("[still_there]\n")[0]
    table.write_text(f"{written}[still_there]\n", "utf-8")
    monkeypatch.setattr(spoken_english, "TABLE", table)
    page = tmp_path / "chapters/labs/page.md"
    page.parent.mkdir(parents=True)
    page.write_text("It is learned.\n")
    assert spoken_english.main([], tmp_path) == 0
    page.write_text("It hangs on it.\n")
    assert spoken_english.main([], tmp_path) == 1
    assert "chapters/labs/page.md:1: hangs on" in capsys.readouterr().err


def test_codespell_knows_the_courses_own_words(tmp_path):
    page = tmp_path / "page.md"
    # In pieces, or codespell would complain of this file.
    ours, its = "up" + "on", "recie" + "ved"
    page.write_text(f"Based {ours} {its} wisdom.\n")
    config = ("--toml", ROOT / "pyproject.toml")
    ran = subprocess.run(
        [sys.executable, "-m", "codespell_lib", *config, page],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert f"{ours} ==> on" in ran.stdout
    assert f"{its} ==> received" in ran.stdout, "and those of its own dictionary"
