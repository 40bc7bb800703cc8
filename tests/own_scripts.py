"""What every script of ours keeps to, whichever folder it lies in."""

MARKUP = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(")


def assert_short_and_without_markup(text):
    """Assert that a script is short, and that nothing it is given can become markup or code."""
    assert len(text.splitlines()) <= 200
    for way in MARKUP:
        assert way not in text
