"""Starts processes that see Python, NumPy and the course's public part, and nothing else.

Debian's bubblewrap makes a process with its own empty file system, process numbers, users and
network. Into the file system go, read-only, the folders below; nothing in it can be written.
"""

import io
import os
import shutil
import subprocess
import sys
import sysconfig
from contextlib import closing
from pathlib import Path

import numpy as np

from . import syscalls
from .inside import wire
from .limits import Limits

COURSE = Path(__file__).resolve().parent.parent
NUMPY = Path(np.__file__).resolve().parent
PUBLIC = ("__init__.py", "checks.py", "numpy_nn", "grading/__init__.py", "grading/inside")
SYSTEM = ("/usr/lib", "/usr/lib64", "/lib", "/lib64")  # what Python and NumPy are linked to
INSIDE = "/packages"
START = (
    "import sys; sys.path[:0] = sys.argv[4:];"
    "from coursepkg.grading.inside.runner import main; main(*map(int, sys.argv[1:4]))"
)
# One thread for matrix products, the same hashes every time, and nothing of ours.
ENVIRONMENT = {
    **dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
    "PYTHONHASHSEED": "0",
    "LC_ALL": "C.UTF-8",
}
ISOLATION = (
    *("--unshare-all", "--unshare-user", "--uid", "65534", "--gid", "65534"),
    *("--hostname", "sandbox", "--cap-drop", "ALL", "--new-session", "--die-with-parent"),
)
MISSING = (
    "Learners' code is run in a sandbox, and its tool, bubblewrap, is missing here.\n"
    "Install it: apt-get install bubblewrap on Debian and Ubuntu, dnf install bubblewrap.\n"
    "It needs Linux; elsewhere use a virtual machine or a container. With --without-sandbox\n"
    "the code runs with your rights: it can read and delete your files and use your network."
)


class SandboxError(Exception):
    """No sandbox can be had here."""


def start(limits, errors=subprocess.DEVNULL):
    """Start a sandboxed process and return it as a `Popen`.

    Args:
        limits: `Limits`.
        errors: where its standard error goes, and with it all that learners print.
    """
    tool, python = shutil.which("bwrap"), os.path.realpath(sys.executable)
    if not tool:
        raise SandboxError(MISSING)
    reading, writing = os.pipe()
    with closing(os.fdopen(reading, "rb")):
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(syscalls.program())
        command = [
            *(tool, *ISOLATION, *_bound(python), "--seccomp", str(reading)),
            *("--remount-ro", "/", "--chdir", "/", "--"),
            *_python(python, limits, INSIDE),
        ]
        return _opened(command, errors, pass_fds=(reading,))


def start_without(limits):
    """Start a process that has limits and no sandbox: it can read and write all we can."""
    folders = str(COURSE.parent), str(NUMPY.parent)
    return _opened(_python(sys.executable, limits, *folders), subprocess.DEVNULL)


def check():
    """Try the sandbox.

    Raises:
        SandboxError: it is missing or does not work; the message says what to do.
    """
    try:
        process = start(Limits(), subprocess.PIPE)
    except ValueError as error:
        raise SandboxError(str(error)) from None
    empty = io.BytesIO()
    wire.write(empty, "[]")
    answer, said = process.communicate(empty.getvalue(), timeout=60)
    if not answer:
        words = said.decode("utf-8", "replace").strip()
        raise SandboxError(f"bubblewrap is here, but does not work:\n{words}\n\n{MISSING}")


def _opened(command, errors, **more):
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        env=ENVIRONMENT,
        start_new_session=True,
        **more,
    )


def _python(python, limits, *folders):
    numbers = limits.memory, limits.cpu_seconds, limits.statement_seconds
    return [python, "-I", "-S", "-c", START, *map(str, numbers), *folders]


def _bound(python):
    """Return the arguments that say what is seen, and where."""
    arguments = []
    for folder in SYSTEM:
        if os.path.islink(folder):
            arguments += ["--symlink", os.readlink(folder), folder]
        else:
            arguments += ["--ro-bind-try", folder, folder]
    library = sysconfig.get_path("stdlib")
    if sys.base_prefix != "/usr":
        prefix = f"{sys.base_prefix}/lib"
        arguments += ["--ro-bind", prefix, prefix]
    for folder in (f"{library}/site-packages", f"{library}/dist-packages"):
        if os.path.isdir(folder):
            arguments += ["--tmpfs", folder, "--remount-ro", folder]
    arguments += ["--ro-bind", python, python]
    for file in ("/etc/ld.so.cache", "/etc/alternatives"):
        arguments += ["--ro-bind-try", file, file]
    for part in PUBLIC:
        arguments += ["--ro-bind", str(COURSE / part), f"{INSIDE}/coursepkg/{part}"]
    for part in (NUMPY, NUMPY.with_name("numpy.libs")):
        arguments += ["--ro-bind-try", str(part), f"{INSIDE}/{part.name}"]
    return arguments
