"""One page a submission: what earned points, what did not, and why."""

import hashlib
import html
import re

from .ledger import write_whole

# The page shows what learners wrote: nothing in it may run or be fetched.
PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy"
      content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}: {name}</title>
<style>
:root {{ color-scheme: light dark }}
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 45rem; margin: auto; padding: 1rem }}
table {{ border-collapse: collapse; width: 100% }}
th, td {{ text-align: left; vertical-align: top; padding: .4rem .6rem .4rem 0;
         border-bottom: 1px solid }}
td:last-child {{ overflow-wrap: anywhere }}
th:nth-child(2), td:nth-child(2) {{ white-space: nowrap }}
pre {{ white-space: pre-wrap; overflow-wrap: anywhere }}
</style>
<h1>{title}</h1>
<p>{name}</p>
{error}<table>
<tr><th>Task<th>Points<th>What we found</tr>
{tasks}
<tr><th>All<th>{total} of {points}<th></tr>
</table>
{problems}</html>
"""


def write(folder, row, assignment):
    """Write the page of a row into a folder, and return its path."""
    path = folder / f"{safe_name(row.name)}.html"
    write_whole(path, page(row, assignment))
    return path


def page(row, assignment):
    """Return the page as HTML."""
    lines = [
        f"<tr><td>{html.escape(task.title)}<td>{points_of(row, task)}"
        f"<td>{found(row, task)}</tr>"
        for task in assignment.tasks
    ]
    problems = (
        "<h2>While your code ran</h2>\n<p>These lines stopped; what came after them ran.</p>\n"
        f"<pre>{html.escape(row.problems)}</pre>\n"
    )
    return PAGE.format(
        title=html.escape(assignment.title),
        name=html.escape(row.name),
        error=f"<p><strong>Not graded: {html.escape(row.error)}.</strong></p>\n"
        if row.error
        else "",
        tasks="\n".join(lines),
        total=row.total,
        points=assignment.points,
        problems=problems if row.problems else "",
    )


def points_of(row, task):
    """Return points as text, "2 of 3"."""
    given = row.marks[task.name]
    return f"{'–' if given is None else given} of {task.points}"


def found(row, task):
    """Say what was found, with code between backticks set as code."""
    if task.by_hand:
        return "your instructor reads this part"
    text = html.escape(row.remarks.get(task.name, "not reached") or "right in every case")
    return re.sub("`([^`]+)`", r"<code>\1</code>", text)


def safe_name(name):
    """Return a file name that is short, plain, and different for different names."""
    plain = re.sub("[^A-Za-z0-9]+", "-", name).strip("-")[:60]
    return f"{plain}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
