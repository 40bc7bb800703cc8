"""Kernels that are reached through a socket file of their own.

Jupyter gives a kernel five free ports, which the kernel opens a second later. Two kernels
that are started side by side can be given the same one; the second then dies before it
answers.
"""

import tempfile
from pathlib import Path

import zmq
from jupyter_client.connect import ConnectionFileMixin
from jupyter_client.manager import AsyncKernelManager, KernelManager
from traitlets import default


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
