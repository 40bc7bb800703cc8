"""A book of nothing but the chapters' code cells and their stored output. Nothing is run."""

from pathlib import Path

import nbformat
import yaml
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests.small_site import build_site

ROOT = Path(__file__).resolve().parents[3]
TAG = "run-in-page"
LIVE = {"tags": [TAG]}
# A page for what no chapter does.
TRIAL = [
    ("first = 6\nprint('first')", "first\n", LIVE),
    ("print('not marked')", "not marked\n", {}),
    ("second = first * 7\nsecond", "42\n", LIVE),
    ("from coursepkg import keras_nn\nimport numpy as np\nprint(np.ones(2))", "", LIVE),
    ("from coursepkg import plots\nplots.use_course_style()", "", LIVE),
    ("print('folded')", "folded\n", {"tags": [TAG, "hide-input"]}),
]


def chapters():
    """Return the chapters of the course and of its labs, in their order."""
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))
    files = [
        chapter["file"]
        for part in contents["parts"]
        if part["caption"] in {"Course", "Labs"}
        for chapter in part["chapters"]
    ]
    return [file.removeprefix("chapters/") for file in files]


def code_cells(slug):
    """Return the code cells of a chapter's notebook."""
    notebook = nbformat.read(ROOT / "notebooks" / f"{slug}.ipynb", as_version=4)
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def marked(slug):
    """Return those that run in the page."""
    return [cell for cell in code_cells(slug) if TAG in cell.metadata.get("tags", ())]


def is_figure(out):
    """Tell whether an output of a notebook's cell is a figure."""
    return out.output_type != "stream" and "image/svg+xml" in out.data


def printed(cell):
    """Return the text that a cell has written."""
    pieces = [
        out.text if out.output_type == "stream" else out.data.get("text/plain", "") + "\n"
        for out in cell.outputs
        if not is_figure(out)
    ]
    return "".join(pieces)


def trial_cells():
    """Return the cells of the page for trials."""
    return [
        new_code_cell(
            source,
            metadata=metadata,
            outputs=[new_output("stream", name="stdout", text=text)] if text else [],
        )
        for source, text, metadata in TRIAL
    ]


def build(folder, pages):
    """Build a site of pages, {name: code cells}; return its folder and its warnings."""
    for name, cells in pages.items():
        notebook = new_notebook(cells=[new_markdown_cell(f"# {name}"), *cells])
        notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
        path = folder / f"{name}.ipynb"
        path.parent.mkdir(exist_ok=True)
        nbformat.write(notebook, path)
    listed = "\n".join(pages)
    (folder / "index.md").write_text(f"# Cells\n\n```{{toctree}}\n{listed}\n```\n")
    return build_site(folder, nb_execution_mode="off", html_context={"default_mode": "light"})
