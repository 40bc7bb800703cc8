"""Starts processes that see Python, NumPy and the course's public part, and nothing else.

Debian's bubblewrap makes a process with its own empty file system, process numbers, users and
network. Into the file system go, read-only, the folders below and the libraries that grading
offers; what can be written is a small /tmp, which lives in memory and ends with the process.
"""

import csv
import io
import os
import platform
import shutil
import struct
import subprocess
import sys
import sysconfig
from contextlib import closing
from dataclasses import dataclass
from fcntl import F_DUPFD_CLOEXEC, F_SETFL
from functools import cache
from importlib import metadata
from pathlib import Path

import numpy as np
from packaging.requirements import Requirement

import coursepkg

from .inside import wire

COURSE = Path(coursepkg.__file__).resolve().parent
RUNNER = Path(__file__).resolve().with_name("inside")
NUMPY = Path(np.__file__).resolve().parent
# IPython's own reading of magics, and no more of it: all of it would load for a second.
MAGICS = ("IPython/core/inputtransformer2.py", "IPython/utils/tokenutil.py")
LIBRARIES = ("numpy", "scipy", "pandas", "matplotlib", "tqdm")  # what learners may import
SCRATCH = 2**24  # bytes of all files that a submission may write; they are gone afterwards
PUBLIC = (
    "__init__.py",
    "checks.py",
    "moved.py",
    "numpy_nn",
)  # of the course; the rest names solutions
SYSTEM = ("/usr/lib", "/usr/lib64", "/lib", "/lib64")  # what Python and NumPy are linked to
PACKAGES = "/packages"  # where they are seen inside
START = (
    "import sys; from importlib import import_module; sys.path[:0] = sys.argv[5:];"
    "import_module(sys.argv[1]).main(*map(int, sys.argv[2:5]))"
)
# One thread for matrix products, the same hashes every time, and nothing of ours.
ENVIRONMENT = {
    **dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
    "PYTHONHASHSEED": "0",
    "MPLBACKEND": "agg",
    "MPLCONFIGDIR": "/tmp",
    "LC_ALL": "C.UTF-8",
}
REFUSED = Path(__file__).with_name("syscalls.csv")
ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}  # the kernel's numbers for them
LOAD, IF_EQUAL, IF_AT_LEAST, IF_BITS, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER, ARCHITECTURE, SECOND = 0, 4, 24  # where in the data; of the second argument, 32 bits
KILL, ALLOW = 0x80000000, 0x7FFF0000
REFUSE, UNKNOWN = 0x00050001, 0x00050026  # "operation not permitted", "not implemented"
# Calls that came to Linux in 2019 or later, the same on all machines: a C library does without
# them, since it runs on older kernels. x86_64 has a second set of numbers far above.
NEW_CALLS = 424
FUTEX_PRIVATE = 128  # of this process's own memory
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
TRIAL_SECONDS = 60


class SandboxError(Exception):
    """No sandbox can be had here."""


@dataclass(frozen=True)
class Limits:
    """What one process that holds a submission may take of the machine."""

    load_seconds: float = 30  # for all the code outside functions
    statement_seconds: int = 5  # for one statement of it
    call_seconds: float = 5  # for one call
    submission_seconds: float = 180  # for one submission, whatever is started anew
    cpu_seconds: int = 120  # of processor time, all in all
    memory: int = 2**30  # bytes of address space
    reply: int = 2**25  # bytes of one answer
    libraries: tuple = LIBRARIES


def start(limits, errors=subprocess.DEVNULL):
    """Start a sandboxed process and return it as a `Popen`.

    Args:
        limits: `Limits`.
        errors: where its standard error goes, and with it all that learners print.

    Raises:
        SandboxError: bubblewrap is missing, or this kind of machine is not supported.
    """
    tool, python = shutil.which("bwrap"), os.path.realpath(sys.executable)
    if not tool:
        raise SandboxError(MISSING)
    refused_calls = syscall_filter()
    reading, writing = os.pipe()
    with closing(os.fdopen(reading, "rb")):
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(refused_calls)
        wrapped = [
            *(tool, *ISOLATION, *_visible(python, limits.libraries), "--seccomp", str(reading)),
            *("--remount-ro", "/", "--chdir", "/tmp", "--", python),
        ]
        more = {"stderr": errors, "pass_fds": (reading,)}
        return _opened(wrapped, limits, "inside.runner", PACKAGES, **more)


def start_without(limits):
    """Start a process that has limits and no sandbox: it can read and write all we can."""
    folders = (str(path.parent) for path in (COURSE, RUNNER.parent, NUMPY))
    more = {"stderr": subprocess.DEVNULL}
    return _opened([sys.executable], limits, f"{__package__}.inside.runner", *folders, **more)


def check():
    """Try the sandbox.

    Raises:
        SandboxError: it is missing or does not work; the message says what to do.
    """
    no_code = io.BytesIO()
    wire.write_question(no_code, [])
    with start(Limits(), subprocess.PIPE) as process:
        try:
            answer, errors = process.communicate(no_code.getvalue(), timeout=TRIAL_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            answer, errors = b"", f"no answer after {TRIAL_SECONDS} s".encode()
    if not answer:
        words = errors.decode("utf-8", "replace").strip()
        raise SandboxError(f"bubblewrap is here, but does not work:\n{words}\n\n{MISSING}")


def _opened(python, limits, module, *folders, **more):
    """Start Python with the module's `main`; it looks for modules in these folders first."""
    numbers = limits.memory, limits.cpu_seconds, limits.statement_seconds
    return subprocess.Popen(
        [*python, "-I", "-S", "-c", START, module, *map(str, numbers), *folders],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=ENVIRONMENT,
        start_new_session=True,
        **more,
    )


@cache
def parts_of(libraries):
    """Return the files and folders of libraries, and of all that these need, as a dictionary.

    Raises:
        SandboxError: one of them is not installed here.
    """
    waiting, seen, parts = list(libraries), set(), {}
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        try:
            library = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            raise SandboxError(f"the library {name} is not installed here") from None
        needed = map(Requirement, library.requires or ())
        waiting += [n.name for n in needed if not n.marker or n.marker.evaluate({"extra": ""})]
        for top in {file.parts[0] for file in library.files or ()}:
            if top not in ("..", "__pycache__") and not top.endswith((".dist-info", ".pth")):
                parts[top] = library.locate_file(top)
    return parts


def _visible(python, libraries):
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
        arguments += ["--ro-bind", str(COURSE / part), f"{PACKAGES}/{COURSE.name}/{part}"]
    arguments += ["--ro-bind", str(RUNNER), f"{PACKAGES}/{RUNNER.name}"]
    parts = {part: metadata.distribution("ipython").locate_file(part) for part in MAGICS}
    for name, part in {**parts_of(libraries), **parts}.items():
        arguments += ["--ro-bind", str(part), f"{PACKAGES}/{name}"]
    return [*arguments, "--size", str(SCRATCH), "--tmpfs", "/tmp"]


def syscall_filter():
    """Return what the process may not ask of the kernel, as a program that the kernel runs.

    Namespaces and limits leave gaps: limits on processes do not bind the user root, memory
    shared by name is in no limit, a process may open namespaces of its own, and one submission
    may signal to another by a lock on a file that both see. So the calls of `syscalls.csv` are
    refused, and all that are newer than `NEW_CALLS`: SECURITY.md has the reasons. The numbers
    are those of the kernel's tables, asm/unistd_64.h and asm-generic/unistd.h. The program is
    in the kernel's classic filter language: each instruction is a code, two jumps and a value,
    and it sees the call's number, the architecture and the arguments.

    Raises:
        SandboxError: the calls of this kind of machine are not known here.
    """
    machine = platform.machine()
    if machine not in ARCHITECTURES:
        known = " and ".join(ARCHITECTURES)
        raise SandboxError(f"the sandbox knows {known}, and this machine is {machine}")
    with open(REFUSED, encoding="utf-8", newline="") as file:
        calls = {row["call"]: int(row[machine]) for row in csv.DictReader(file) if row[machine]}
    fcntl, futex = calls.pop("fcntl"), calls.pop("futex")
    refuse, allow = (RETURN, 0, 0, REFUSE), (RETURN, 0, 0, ALLOW)
    instructions = [
        (LOAD, 0, 0, ARCHITECTURE),
        *((IF_EQUAL, 1, 0, ARCHITECTURES[machine]), (RETURN, 0, 0, KILL)),
        (LOAD, 0, 0, NUMBER),
        *((IF_AT_LEAST, 0, 1, NEW_CALLS), (RETURN, 0, 0, UNKNOWN)),
    ]
    for number in calls.values():
        instructions += [(IF_EQUAL, 0, 1, number), refuse]
    instructions += [
        *((IF_EQUAL, 0, 5, fcntl), (LOAD, 0, 0, SECOND)),
        (IF_EQUAL, 2, 0, F_DUPFD_CLOEXEC),
        *((IF_AT_LEAST, 0, 1, F_SETFL + 1), refuse, allow),
        *((IF_EQUAL, 0, 4, futex), (LOAD, 0, 0, SECOND)),
        *((IF_BITS, 1, 0, FUTEX_PRIVATE), refuse, allow),
        allow,
    ]
    return b"".join(struct.pack("<HBBI", *instruction) for instruction in instructions)
