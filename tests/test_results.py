import numpy as np
import pytest

from coursepkg.__main__ import main
from coursepkg.study import tables
from coursepkg.study.statistics import paired_difference


@pytest.fixture
def found(toy, tmp_path, monkeypatch):
    """The results of the toy's study, read from a folder below it."""
    main(["study", "toy", "--into", str(tmp_path)])
    below = tmp_path / "chapters" / "labs"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    return tables.read_results("toy")


def test_rows_by_hand(found):
    rows = {row.name: row for row in tables.table(found, ["score", "far.score"])}
    assert list(rows) == ["rule", "plain, keras", "plain, numpy", "wide, numpy"]
    score = rows["plain, numpy"].scores["score"]
    values = [0.3, 0.4, 0.5]  # (seed + units) / 10
    assert score.mean == pytest.approx(np.mean(values))
    assert score.deviation == pytest.approx(np.std(values, ddof=1))
    assert rows["plain, numpy"].scores["far.score"].mean == pytest.approx(0.8)
    assert rows["wide, numpy"].parameters == 9
    assert rows["rule"].scores["score"].count == 1
    assert [row.name for row in tables.table(found, ["score"], ["wide"])] == ["wide, numpy"]


def test_values_by_hand_are_in_the_order_of_the_seeds(found):
    found["runs"].reverse()
    values = tables.values(found, "far.score", ("plain", "numpy"))
    np.testing.assert_allclose(values, [0.6, 0.8, 1.0])


def test_lines(found):
    lines = list(tables.lines(tables.table(found, ["score"]), digits=2))
    assert lines == [
        "              parameters          score",
        "rule                   0           0.50",
        "plain, keras           3    0.40 ± 0.10",
        "plain, numpy           3    0.40 ± 0.10",
        "wide, numpy            9    1.00 ± 0.10",
    ]


def test_differences_are_paired_by_seed(found):
    # Another order, and a seed that the other has not.
    found["runs"] = [
        run
        for run in reversed(found["runs"])
        if (run["configuration"], run["seed"]) != ("wide", 0)
    ]
    pair = tables.difference(found, "score", ("wide", "numpy"), ("plain", "numpy"))
    assert pair == paired_difference([1.0, 1.1], [0.4, 0.5])
    assert pair.count == 2


def test_a_baseline_counts_for_every_seed(found):
    pair = tables.difference(found, "far.score", ("plain", "keras"), "rule")
    assert pair == paired_difference([0.6, 0.8, 1.0], [0.5] * 3)


def test_what_is_not_there(found):
    with pytest.raises(ValueError, match="no runs of wide, keras; there are: plain, keras;"):
        tables.runs_of(found, "wide", "keras")
    with pytest.raises(ValueError, match="no baseline 'guess'"):
        tables.difference(found, "score", ("plain", "numpy"), "guess")
    with pytest.raises(ValueError, match=r"no metric 'far\.recall'; there are: score"):
        tables.table(found, ["far.recall"])
    with pytest.raises(FileNotFoundError, match=r"results/titanic\.json is in the course's"):
        tables.read_results("titanic")
