"""One page a submission: what earned points, what did not, and why."""

import hashlib
import html
import re
from pathlib import Path
from string import Template

from .ledger import write_whole

PAGE = Template(Path(__file__).with_name("feedback.html").read_text("utf-8"))


def write_page(folder, marked, assignment):
    """Write the page of a `MarkedSubmission` into a folder."""
    write_whole(folder / f"{safe_name(marked.name)}.html", page(marked, assignment))


def page(marked, assignment):
    """Return the page as HTML."""
    lines = [
        f"<tr><td>{html.escape(task.title)}<td>{points_of(marked, task)}"
        f"<td>{remark_on(marked, task)}</tr>"
        for task in assignment.tasks
    ]
    by_hand = sum(task.points for task in assignment.tasks if task.by_hand)
    error = f"<p><strong>Not graded: {html.escape(marked.error)}.</strong></p>\n"
    problems = (
        "<h2>While your code ran</h2>\n<p>These lines stopped; what came after them ran.</p>\n"
        f"<pre>{html.escape(marked.problems)}</pre>\n"
    )
    return PAGE.substitute(
        title=html.escape(assignment.title),
        name=html.escape(marked.name),
        error=error if marked.error else "",
        tasks="\n".join(lines),
        total=marked.total,
        points=assignment.points,
        by_hand=f"and {by_hand} more points from your instructor" if by_hand else "",
        problems=problems if marked.problems else "",
    )


def points_of(marked, task):
    """Return points as text, "2 of 3"."""
    points = marked.marks[task.name]
    return f"{'–' if points is None else points} of {task.points}"


def remark_on(marked, task):
    """Return the remark on a task as HTML, with code between backticks set as code."""
    if task.by_hand:
        return "your instructor reads this part"
    text = html.escape(marked.remarks.get(task.name, "not reached") or "right in every case")
    return re.sub("`([^`]+)`", r"<code>\1</code>", text)


def safe_name(name):
    """Return a file name that is short, plain, and different for different names."""
    plain = re.sub("[^A-Za-z0-9]+", "-", name).strip("-")[:60]
    return f"{plain}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
