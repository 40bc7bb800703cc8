"""Marks in code only the words that have a colour of their own.

Pygments wraps every name, bracket and space, two thirds of a page's marks, and most of its
elements. In the course's two themes they look like plain text, and a browser has less to lay
out without them.
"""

from pygments.formatters import HtmlFormatter
from pygments.token import Name, Punctuation, Whitespace
from sphinx.highlighting import PygmentsBridge

PLAIN = {Name, Punctuation, Whitespace}


class PlainCode(HtmlFormatter):
    """Sphinx' formatter, but for the kinds of `PLAIN`."""

    def _get_css_classes(self, ttype):
        return "" if ttype in PLAIN else super()._get_css_classes(ttype)


def setup(app):
    """Give Sphinx the formatter, in the attribute that it has for this."""
    PygmentsBridge.html_formatter = PlainCode
