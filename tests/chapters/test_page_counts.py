"""What each page prints, how long it takes, its cells, exercises and quiz: within the limits.

`tools/page_counts.py` counts, `tools/page_counts.toml` has the limits, and says what pages that
wait to be rewritten may still have above them.
"""

import pytest

from tools import page_counts
from tools.page_counts import Part, is_verdict, off, read_page
from website.quiz.quiz_source import read

TABLE = page_counts.read_table()
PAGES, FIGURES = page_counts.all_figures(page_counts.ROOT)


@pytest.mark.parametrize("slug", FIGURES)
def test_a_page_keeps_to_the_limits_or_has_exactly_what_it_is_still_allowed(slug):
    limits, allowed = TABLE["limits"], TABLE["above"].get(slug, {})
    counts = FIGURES[slug]
    worse = {n: c for n, c in counts.items() if c > max(limits[n], allowed.get(n, 0))}
    assert worse == {}, f"too much; `python -m tools.page_counts {slug}` shows where"
    better = {n: counts.get(n, 0) for n, c in allowed.items() if counts.get(n, 0) < c}
    assert better == {}, "better than the table says: `python -m tools.page_counts --lower`"
    assert all(c > limits[n] for n, c in allowed.items()), (
        "within the limits: not for the table"
    )


def test_the_book_keeps_to_its_limits():
    assert (
        page_counts.excess(page_counts.book_figures(PAGES, TABLE["above"]), TABLE["book"]) == {}
    )


def test_the_table_names_pages_that_there_are():
    assert set(TABLE["above"]) - set(PAGES) == set()


VERDICTS = """\
the twins agree: True
in order: False
dx, dh0, dW agree: [True, True, True]
loss fell below a tenth: {'right': True, 'U not transposed': True}
over 0.02 apart from step 2 on: True
right convention, above 0.9: True
z: moved by 0.10, rows equal: True
GRU, 5 runs: 0.86 reached: False
rate times curvature 1.99: ends nearer: True
h_prev: right
right: x, h_prev, params.kernel
wrong: params.bias
equal
error below 1e-6: right
one row is enough: no
these two are the same.
5 fillers: ['learned', 'learned', 'learned']
kernel: equal, bias: equal
gradients: ok
the test of the gradients: passed
dU ✓"""
MEASUREMENTS = """\
largest ratio to the bound: 0.97
largest difference 3e-16, bound 1e-12
error 3e-9: right
2 of 4 are right
before 0.07 of the answers are right
92 % right
right 0.93, as printed 0.07
padded left: the same: True; not masked: off by 1.41
small_gru   32   True     0.834
mask=True   accuracy 0.83
same month last year     47.2   43.0
no way 1
No number found with them says anything about the real texts.
outputs differ by, after updates:  1  100
recall over 50  GRU  learned in 3 of 3 runs
what is the right way to read a thread"""


@pytest.mark.parametrize("line", VERDICTS.splitlines())
def test_a_line_that_says_what_to_conclude_is_a_verdict(line):
    assert is_verdict(line)


@pytest.mark.parametrize("line", MEASUREMENTS.splitlines())
def test_a_line_that_shows_what_was_measured_is_none(line):
    assert not is_verdict(line)


MADE_UP = """---
kernelspec: {name: python3}
---

# A made up page

:::{admonition} This chapter
:class: tip

**Time** about 12 minutes, and 7 for the optional parts.
:::

## A question first

+++ {"slideshow": {"slide_type": "slide", "text": "Words of a slide."}}

Five words and $a + b$.

$$ x = y + z $$

```{figure} figures/none.svg
:name: fig-none
:alt: These words are for those who do not see it.

Its caption.
```

```{source} coursepkg.numpy_nn.gru.gru_step_forward
```

```{code-cell} ipython3
:tags: [run-in-page]
LINES
```

### Optional: a closer look

One, two, three.

```{code-cell} ipython3
:tags: [hide-input]
LINES
```

### For everybody

## Exercises

```{exercise} Easy
:label: exercise-made-train

(*Easy.*) Train it.
```

````{solution-start} exercise-made-train
````

```{code-cell} ipython3
:tags: [solution]
1
```

```{code-cell} ipython3
:tags: [check]
2
```

````{solution-end}
````

```{exercise} Harder
:label: exercise-made-harder

(*Harder.*) Why?
```

````{solution-start} exercise-made-harder
````

Therefore.

```{code-cell} ipython3
3
```

````{solution-end}
````
"""
LINES = "\n".join(f"x = {n}\n" for n in range(16))


@pytest.fixture
def made_up(tmp_path):
    (tmp_path / "chapters").mkdir()
    text = MADE_UP.replace("LINES", LINES)
    (tmp_path / "chapters/made_up.md").write_text(text, "utf-8")
    return read_page(tmp_path, "made_up")


def test_words_cells_and_exercises_of_the_main_and_of_the_optional_part(made_up):
    # The title, the box, a heading, the sentence, the caption, two headings, the exercise.
    words = 4 + 12 + 3 + 4 + 2 + 2 + 1 + 3
    assert made_up.main == Part(words, cells=3, exercises=1)
    # The section from heading to heading; the harder exercise, and its solution.
    assert made_up.optional == Part(4 + 3 + 2 + 1, cells=2, exercises=1)
    assert Part(500, 3, 2).minutes == 2 + 2 + 10


def test_what_a_page_promises_and_what_it_has(made_up):
    assert made_up.promised == (12, 7)
    assert made_up.long_cells == ["16 lines: x = 0"], "the folded one does not count"
    assert made_up.untagged == ["exercise-made-harder"]
    counts = page_counts.figures(made_up, chapter=True)
    assert counts["minutes_off"] == 5
    assert counts["optional_off"] == 0
    assert counts["without_training"] == counts["without_check"] == 0


def test_a_chapter_without_training_or_check_is_counted(made_up):
    made_up.exercises, made_up.has_check = ["exercise-made-retrained"], False
    counts = page_counts.figures(made_up, chapter=True)
    assert counts["without_training"] == counts["without_check"] == 1
    assert "without_check" not in page_counts.figures(made_up, chapter=False)


def test_optional_sections_without_a_promised_time_are_counted(made_up):
    made_up.promised = (7, 0)
    assert page_counts.figures(made_up, chapter=True)["optional_off"] == 6
    made_up.has_optional_sections = False  # a harder exercise alone needs none
    assert "optional_off" not in page_counts.figures(made_up, chapter=True)


@pytest.mark.parametrize(
    ("promised", "measured", "minutes"), [(40, 44, 0), (40, 45, 5), (5, 6, 0), (5, 6.6, 2)]
)
def test_a_promise_may_be_wrong_by_a_tenth_or_a_minute(promised, measured, minutes):
    assert off(promised, measured) == minutes


def question(right, wrong):
    options = (
        f"   - [x] {right}\n     > **A** is right.\n   - [ ] {wrong}\n     > **B** is not."
    )
    return read(f"1. Which?\n\n{options}\n")[0]


@pytest.mark.parametrize(
    ("right", "wrong", "longest"),
    [
        ("It is long.", "Short.", True),
        ("Short.", "It is long.", False),
        ("x", "y", False),
        ("**It** is `it`", "It was it it", False),
    ],
)
def test_which_option_is_the_longest_as_it_is_read(right, wrong, longest):
    assert page_counts.right_is_longest(question(right, wrong)) is longest


def test_the_table_is_lowered_and_never_raised():
    table = {"limits": {"verdicts": 2, "minutes": 45}, "above": {}}
    table["above"] = {
        "a": {"verdicts": 9, "minutes": 60},
        "b": {"verdicts": 9},
        "gone": {"verdicts": 3},
    }
    counts = {"a": {"verdicts": 10, "minutes": 50}, "b": {"verdicts": 2}, "c": {"verdicts": 9}}
    assert page_counts.lowered(table, counts) == {"a": {"verdicts": 9, "minutes": 50}}


def test_self_checks_and_pictures_are_no_printed_lines(tmp_path):
    cell = '{"metadata": {"tags": [%s]}, "outputs": [%s]}'
    text = '{"name": "stdout", "text": ["one\\n", "\\n", "two\\n"]}'
    shown = '{"data": {"text/plain": ["3"]}}, {"data": {"image/png": "", "text/plain": ["4"]}}'
    cells = [cell % ("", f"{text}, {shown}"), cell % ('"check"', text)]
    path = tmp_path / "made_up.ipynb"
    path.write_text(f'{{"cells": [{", ".join(cells)}]}}')
    assert list(page_counts.printed_lines(path)) == ["one", "two", "3"]
