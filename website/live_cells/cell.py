"""Runs a cell inside the page; `worker.js` loads this into the page's own Python."""

import ast
import contextlib
import io
import linecache
import sys
import traceback

MOST = 20_000  # characters that a cell may write
LEFT_OUT = "\n… The rest is left out: a cell may write 20,000 characters.\n"
MOST_FIGURES = 8
NAMES = {"__name__": "__main__"}  # shared by the cells of a page


class Writer(io.TextIOBase):
    """Sends whole lines to the page, until they are too many."""

    def __init__(self, send):
        self.send = send
        self.room = MOST
        self.waiting = ""

    def write(self, text):
        """Take text; send it when a line is complete."""
        if self.room > 0:
            self.waiting += text[: self.room]
            self.room -= len(text)
            if self.room <= 0:
                self.waiting += LEFT_OUT
            if "\n" in self.waiting:
                self.flush()
        return len(text)

    def flush(self):
        """Send what waits."""
        if self.waiting:
            self.send("output", self.waiting)
            self.waiting = ""


def run(code, number, send):
    """Run a cell and return how it ended, "done" or "error".

    Args:
        code: what stands in the cell.
        number: of the cell on its page, for its name in error messages.
        send: function that gets each piece of the output: "output" and a text, or "figure"
            and a drawing as SVG.
    """
    writer = Writer(send)
    name = f"<cell {number}>"
    # Python reads the lines that it shows in an error from here.
    linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)
    with contextlib.redirect_stdout(writer), contextlib.redirect_stderr(writer):
        try:
            evaluate(code, name)
            show_figures(writer)
            ending = "done"
        except BaseException as error:
            # The first step is this file's.
            traces = error.__traceback__.tb_next.tb_next
            lines = traceback.format_exception(type(error), error, traces)
            # What was printed before must not take the room of the error.
            writer.room = max(writer.room, MOST // 2)
            print(*lines, sep="", end="")
            ending = "error"
        writer.flush()
    return ending


def evaluate(code, name):
    """Run statements; write the value of a last expression, as a notebook does."""
    body = ast.parse(code, name).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, []), name, "exec"), NAMES)
    if last and not code.rstrip().endswith(";"):
        value = eval(compile(ast.Expression(last.value), name, "eval"), NAMES)
        if value is not None:
            print(repr(value))
    elif last:
        exec(compile(ast.Module([last], []), name, "exec"), NAMES)


def show_figures(writer):
    """Send the figures that a cell has drawn, and close them, as a notebook does."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is None:
        return
    numbers = pyplot.get_fignums()
    writer.flush()
    try:
        for number in numbers[:MOST_FIGURES]:
            drawn = io.StringIO()
            pyplot.figure(number).savefig(drawn, format="svg", metadata={"Date": None})
            writer.send("figure", drawn.getvalue())
    finally:
        pyplot.close("all")
    if numbers[MOST_FIGURES:]:
        print(f"Shown are {MOST_FIGURES} of {len(numbers)} figures.")
