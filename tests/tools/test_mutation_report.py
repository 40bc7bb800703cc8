"""The mutation tester counts, and holds the survivors against the list of those explained."""

import pytest

from tools.mutation import equivalent, mutants, report


def test_survivors_can_be_pasted_into_the_list():
    mutant = mutants.Mutant("example", 3, "a = 'x'", "a = None", "")
    listed = equivalent.parse(equivalent.as_toml([mutant]).replace('why = ""', 'why = "so"'))
    assert listed == {("example", "a = 'x'", "a = None"): "so"}


def test_every_reason_is_given():
    assert all(why.endswith(".") for why in equivalent.reasons().values())


@pytest.fixture
def results(monkeypatch):
    """Four mutants: two killed, one survivor that is listed and one that is not."""
    listed = {("one", "a", "b"): "No one can tell.", ("one", "gone", "b"): "An old line."}
    listed["another", "a", "b"] = "Of a module that was not tried."
    monkeypatch.setattr(report, "reasons", lambda: listed)
    first, second, third, fourth = (mutants.Mutant("one", 1, "a", text, "") for text in "bcde")
    return {"one": [(first, None), (second, "numpy"), (third, "keras"), (fourth, None)]}


def test_the_table_counts(results):
    rows = ["| one | 4 | 1 | 1 | 1 | 1 |", "| **all** | 4 | 1 | 1 | 1 | 1 |"]
    assert [*report.table(results)][2:] == rows


def test_survivors_that_differ_from_the_list_are_named(results):
    complaints = "\n".join(report.complaints(results))
    assert "1 survive" in complaints
    assert "['one', 'a', 'e']" in complaints
    assert "struck off equivalent.toml: ('one', 'gone', 'b')" in complaints
    assert "another" not in complaints
    assert report.complaints({"one": [(results["one"][0][0], "numpy")]})


def test_the_readme_keeps_what_is_around_the_report(results, monkeypatch, tmp_path):
    readme = tmp_path / "README.md"
    readme.write_text(f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n", "utf-8")
    monkeypatch.setattr(report, "README", readme)
    for _ in range(2):
        report.write(results)
    text = readme.read_text("utf-8")
    assert text.startswith(f"before\n{report.BEGIN}\n")
    assert text.endswith(f"{report.END}\nafter\n")
    assert "old\n" not in text.replace("An old line.", "")
    assert "No one can tell.\n\n- one: `a` → `b`" in text
    assert "shown to be equivalent.**\n\n- one: `a` → `e`" in text
