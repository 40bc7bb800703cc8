"""The `quiz` directive: questions to answer in the page, with a reason for every option.

    :::{quiz}
    1. What does the reset gate do at 0?

       - [ ] It sets the state to zero.
         > **A** is what the name suggests, and it is wrong.
       - [x] It hides the old state from the candidate.
         > **B** is right. The candidate is then made of the input alone.
    :::

Without JavaScript the answers and reasons open below each question; the scripts beside this
file turn the options into radio buttons. jupyterquiz 2.9.6.4 was looked at, and is not used: it
answers at every arrow key, tells a screen reader nothing, keeps no progress, shows nothing
without JavaScript, can fetch MathJax from another host, and has to be installed for a notebook.
"""

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from website.page.assets import load_part
from website.quiz.quiz_source import QuizError, read

logger = logging.getLogger(__name__)


class Markup(nodes.General, nodes.TextElement):
    """An HTML element that docutils has no node for; a question or an option may hold links."""


def markup(tag, *children, **attributes):
    """Return such an element; an underscore at the end of a name is for Python's sake."""
    named = {name.rstrip("_").replace("_", "-"): text for name, text in attributes.items()}
    return Markup("", "", *children, tag=tag, attributes=named)


class Quiz(SphinxDirective):
    """Questions, each with options and their reasons."""

    has_content = True

    def run(self):
        """Return the quiz, or warn about the first mistake in it."""
        try:
            questions = read("\n".join(self.content))
        except QuizError as error:
            place = (self.env.docname, self.lineno + self.content_offset + error.line)
            logger.warning("quiz: %s", error, location=place)
            return []
        # The page's name, for all pages may be one: so the printed book is made.
        page = nodes.make_id(self.env.docname)
        name = f"quiz-{page}-{self.env.new_serialno('quiz') + 1}"
        boxes = [self.question(question, name) for question in questions]
        return [markup("div", *boxes, class_="quiz")]

    def question(self, question, quiz_name):
        """Return a group of radio buttons, and below it all reasons."""
        name = f"{quiz_name}-{question.number}"
        sentence, more = self.parsed(question.text)
        legend = markup("legend", nodes.Text(f"{question.number}. "), *sentence)
        options = [self.option(option, name) for option in question.options]
        reasons = [self.reason(option, name) for option in question.options]
        summary = markup("summary", nodes.Text("Answer and reasons"))
        return markup(
            "fieldset",
            legend,
            *more,
            markup("div", *options, class_="quiz-options"),
            markup("details", summary, *reasons, class_="quiz-reasons"),
            class_="quiz-question",
            data_key=question.key,
            data_right=question.right,
        )

    def option(self, option, name):
        """Return a radio button, hidden until a script makes use of it, and its label."""
        identifier = f"{name}-{option.letter}"
        sentence, more = self.parsed(option.text)
        button = markup(
            "input",
            type="radio",
            ids=[identifier],
            name=name,
            value=option.letter,
            autocomplete="off",
            hidden="",
        )
        letter = markup("span", nodes.Text(f"{option.letter}. "), class_="quiz-letter")
        label = markup("label", letter, *sentence, for_=identifier)
        return markup("div", button, label, *more, class_="quiz-option")

    def reason(self, option, name):
        """Return the reason of an option, with a word on it that is heard, not seen."""
        verdict = nodes.Text("Right: " if option.right else "Not right: ")
        heard = markup("span", verdict, class_="quiz-heard")
        body = nodes.Element()
        self.parse(option.reason, body)
        return markup(
            "div",
            heard,
            *body.children,
            class_=f"quiz-reason {'quiz-right' if option.right else 'quiz-wrong'}",
            ids=[f"{name}-{option.letter}-reason"],
        )

    def parsed(self, passage):
        """Return what the first paragraph holds, and the blocks after it.

        In HTML neither a legend nor a label may hold a paragraph.
        """
        container = nodes.Element()
        self.parse(passage, container)
        first, *rest = container.children
        return first.children, rest

    def parse(self, passage, container):
        """Parse Markdown into a node, with its true lines."""
        offset = self.content_offset + passage.line - 1
        self.state.nested_parse(passage.text.splitlines(), offset, container)


def visit_html(translator, node):
    """Open the element."""
    translator.body.append(translator.starttag({}, node["tag"], "", **node["attributes"]))


def depart_html(translator, node):
    """Close it, unless it is one that is never closed."""
    if node["tag"] != "input":
        translator.body.append(f"</{node['tag']}>")


def load_where_used(app, pagename, templatename, context, doctree):
    """Load the scripts on the pages that have a quiz, and on no others."""
    if doctree is not None and any(doctree.findall(Markup)):
        load_part(app, "quiz/quiz.css")


def setup(app):
    """Register the directive and its hooks."""
    app.add_directive("quiz", Quiz)
    app.add_node(Markup, html=(visit_html, depart_html))
    app.connect("html-page-context", load_where_used)
