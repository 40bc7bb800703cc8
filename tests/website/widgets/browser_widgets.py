"""Move the controls of a widget, and read its numbers back."""

import numpy as np

DESCRIPTION = "What it shows, in words."


def slide(page, label, value):
    """Set a slider as a reader's hand would."""
    slider = page.get_by_label(label, exact=True)
    slider.evaluate(
        "(input, value) => { input.value = value; input.dispatchEvent(new Event('input')); }",
        str(value),
    )
    return slider.evaluate("input => input.valueAsNumber")


def choose(page, label, value):
    """Choose from a list."""
    page.get_by_label(label, exact=True).select_option(value)


def value_of(page, label):
    """Return where a slider stands."""
    return page.get_by_label(label, exact=True).evaluate("input => input.valueAsNumber")


def values_in(box):
    """Return where all sliders of a part of the page stand, by their labels."""
    found = box.evaluate(
        """(box) => [...box.querySelectorAll('input[type=range]')].map(
             (input) => [input.labels[0].textContent, input.valueAsNumber])"""
    )
    assert len(dict(found)) == len(found), found
    return dict(found)


def table(page):
    """Return the numbers of the widget's table, by column; the first only names the rows."""
    found = page.evaluate(
        """() => [...document.querySelectorAll('.widget table tr')].map(
             row => [...row.cells].map(cell => cell.textContent))"""
    )
    head, *rows = found
    columns = list(enumerate(head))[1:]
    return {name: np.array([number(row[i]) for row in rows]) for i, name in columns}


def number(text):
    """Read a number as the widgets write it."""
    return float(text.replace("−", "-").replace(",", ""))
