"""Runs a notebook in its own folder, offline, and keeps the outputs that are stable.

Jupyter gives a kernel five free ports, which the kernel opens a second later. Two kernels that
are started side by side can be given the same one; the second then dies before it answers. So
here a kernel is reached through a socket file of its own.
"""

import copy
import os
import re
import tempfile
from pathlib import Path

import zmq
from jupyter_client.connect import ConnectionFileMixin
from jupyter_client.manager import AsyncKernelManager, KernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from traitlets import default

from tools.notebooks.blocks import ChapterError
from tools.notebooks.book import Book

SECONDS_A_CELL = 300
ENVIRONMENT = {
    "COURSEPKG_OFFLINE": "1",
    "COURSEPKG_SOURCE": "stand-in",
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "TF_CPP_MIN_LOG_LEVEL": "2",
    # Matplotlib writes this instead of the current time into its SVG files.
    "SOURCE_DATE_EPOCH": "0",
}
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class BySocketFile(ConnectionFileMixin):
    """Where the system has socket files, a manager of one kernel that uses them."""

    @default("transport")
    def _choose_transport(self):
        return "ipc" if zmq.has("ipc") else "tcp"

    @default("connection_file")
    def _make_connection_file(self):
        if self.transport == "tcp":
            return ""
        # Its folder goes with the manager. A socket's path may have a hundred characters.
        self._folder = tempfile.TemporaryDirectory(prefix="kernel-")
        return str(Path(self._folder.name, "kernel.json"))


class BlockingKernel(BySocketFile, KernelManager):
    """What nbval asks for."""


class AsynchronousKernel(BySocketFile, AsyncKernelManager):
    """What nbclient asks for."""


def execute(book: Book, slug: str, notebook: NotebookNode, lines: list[int]) -> None:
    """Fill in the outputs; an error in a cell is reported with the chapter's line."""
    folder = book.notebook(slug).parent
    folder.mkdir(parents=True, exist_ok=True)
    metadata = copy.deepcopy(notebook.metadata)
    running = 0

    def note_start(cell, cell_index):
        nonlocal running
        running = cell_index

    client = NotebookClient(
        notebook,
        timeout=SECONDS_A_CELL,
        kernel_name="python3",
        kernel_manager_class=AsynchronousKernel,
        resources={"metadata": {"path": str(folder)}},
        extra_arguments=["--log-level=ERROR"],
        record_timing=False,
        store_widget_state=False,
        coalesce_streams=True,
        on_cell_start=note_start,
    )
    try:
        client.execute(env={**os.environ, **ENVIRONMENT})
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        with book.mistakes_in(slug):
            raise ChapterError(lines[running], COLOUR.sub("", str(error))) from None
    # The kernel adds what it knows of itself.
    notebook.metadata = metadata
    tidy(notebook)


def tidy(notebook: NotebookNode) -> None:
    """Remove from the outputs what differs from run to run or from machine to machine."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            # Progress bars are written to the error stream.
            cell.outputs = [out for out in cell.outputs if out.get("name") != "stderr"]
            for output in cell.outputs:
                if output.output_type == "error":
                    # The way to the error is made of paths of this machine.
                    output.traceback = [f"{output.ename}: {output.evalue}"]
