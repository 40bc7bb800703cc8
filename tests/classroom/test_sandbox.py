"""Code that wants to harm the machine, or to see it: it does neither, and gets no points."""

import json
import re
import resource
import socket
import textwrap
from dataclasses import asdict, replace

import numpy as np
import psutil
import pytest
from attacks import CHOICES, HARMS, LIBRARY_HARMS, WRONG
from small_class import IMPATIENT

from classroom.__main__ import main
from classroom.sandbox import LIBRARIES, Limits, SandboxError, parts_of
from classroom.submission_process import AnswerError, StoppedError, SubmissionProcess


@pytest.fixture
def listener():
    """A server on this machine that nobody should reach."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


@pytest.fixture
def unharmed(tmp_path, listener):
    """Call it with code to fill in what it may harm; afterwards nothing is harmed."""
    canary = tmp_path / "canary"
    canary.write_text("alive")
    port = listener.getsockname()[1]
    yield lambda code: textwrap.dedent(code).format(canary=canary, folder=tmp_path, port=port)
    assert canary.read_text() == "alive"
    assert not (tmp_path / "harm").exists()
    with pytest.raises(BlockingIOError):
        listener.accept()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 2**22  # in KiB


def in_double(code):
    return "def double(x):\n" + textwrap.indent(code, "    ") + "    return 0 * x\n"


def test_no_harm_outside_functions(graded, unharmed, harm, libraries):
    limits = replace(IMPATIENT, libraries=libraries)
    assert graded(WRONG + unharmed(HARMS[harm]), limits=limits).total == 0


def test_no_harm_in_a_function(graded, unharmed, harm, libraries):
    limits = replace(IMPATIENT, libraries=libraries)
    assert graded(WRONG + in_double(unharmed(HARMS[harm])), limits=limits).total == 0


def test_no_library_does_harm(graded, unharmed, library_harm, libraries):
    code = unharmed(LIBRARY_HARMS[library_harm])
    limits = Limits(statement_seconds=20, call_seconds=20, libraries=libraries)
    row = graded(WRONG + code + in_double(code), limits=limits)
    assert row.total == 0
    # It goes as far as the library, if there is one.
    needed = library_harm.split()[-1].lower().replace("latex", "matplotlib")
    assert (f"No module named '{needed}'" in row.problems + row.remarks["double"]) == (
        needed not in libraries
    )


# Everything that can be read, as far as a message can carry it.
SPY = """
import os
def seen(top):
    for folder, _, files in os.walk(top):
        for file in files:
            yield os.path.join(folder, file)
def double(x):
    readable = [path for top in {tops} for path in seen(top)]
    texts = []
    for path in readable:
        try: texts.append(open(path, errors="replace").read(10**4))
        except OSError: pass
    seen_there = {secret!r} in " ".join(texts + readable)
    raise ValueError(f"{{len(readable)}} files, seen: {{seen_there}}")
"""


def test_neither_the_key_nor_other_submissions_are_seen(
    graded, handed_in, key, tmp_path, spy, libraries
):
    secret = "the word that nobody may learn"
    assert secret in key.read_text()
    handed_in("other_1_2_a.py", f"# {secret}")
    tops = ["/home", "/etc", "/tmp", "/proc", "/sys", "/dev"]
    tops += ["/packages/coursepkg", "/packages/inside"]
    row = graded(
        SPY.format(tops=[*tops, str(tmp_path)], secret=secret),
        f"{spy}.py",
        Limits(call_seconds=60, libraries=libraries),
    )
    assert row.total == 0
    # The public part is there to be seen, and the spy did look.
    files = re.search(r"(\d+) files, seen: False", row.remarks["double"])
    assert int(files[1]) > 20


def names_in(process, name, *arguments):
    return bytes(process.ask(name, arguments)[0].astype(np.uint8)).decode().split()


def test_of_the_course_only_the_public_part_is_seen(sandbox):
    seen = {
        "/": "etc lib lib64 packages root tmp usr",
        "/packages": " ".join(["IPython coursepkg inside", *parts_of(LIBRARIES)]),
        "/packages/IPython/core": "__pycache__ inputtransformer2.py",
        "/tmp": "",
        "/packages/coursepkg": "__init__.py checks.py moved.py numpy_nn",
        "/packages/inside": "__init__.py __pycache__ runner.py wire.py",
    }
    code = "import os\nnames = lambda n: np.array([*' '.join(os.listdir({}[n])).encode()])"
    script = [("script", code.format(list(seen)))]
    process = SubmissionProcess(sandbox.start, script, Limits())
    for place, expected in enumerate(seen.values()):
        names = names_in(process, "names", place)
        assert names or not expected
        # Where Python itself lies differs: "root", "opt" or nothing.
        assert set(names) - {"etc", "lib", "lib64", "usr"} <= set(expected.split()) | {
            psutil.Process().exe().split("/")[1]
        }
    process.close()


IMPORTS = """
def importable():
    names = []
    for name in {names}:
        try: __import__(name)
        except ImportError: continue
        names.append(name)
    return np.array([*" ".join(names).encode()])
"""


def test_of_the_course_only_the_public_part_can_be_imported(sandbox):
    public = ["coursepkg", "coursepkg.checks", "coursepkg.numpy_nn", "inside.wire", "numpy"]
    private = ["assignments", "classroom", "classroom.assignment", "classroom.marking"]
    private += ["assignment", "marking", "coursepkg.data", "coursepkg.labs", "coursepkg.plots"]
    private += ["studies", "tests", "tools", "results", "coursepkg.course_files", "filelock"]
    code = IMPORTS.format(names=private + public)
    process = SubmissionProcess(sandbox.start, [("script", code)], Limits(call_seconds=60))
    names = names_in(process, "importable")
    process.close()
    assert names == public


def test_nothing_of_the_environment_is_seen(sandbox, monkeypatch):
    monkeypatch.setenv("A_SECRET", "s")
    code = "import os\nhas = lambda: float('A_SECRET' in os.environ or len(os.environ) > 8)"
    process = SubmissionProcess(sandbox.start, [("script", code)], Limits())
    assert process.ask("has", ())[0] == 0
    process.close()


CALLS = [
    *("libc.shmget(0, 10**6, 0o1777)", "libc.memfd_create(b'x', 0)", "libc.unshare(2**28)"),
    *("libc.socket(2, 1, 0)", "libc.socketpair(1, 1, 0, (ctypes.c_int * 2)())"),
    *("libc.mount(b'none', b'/packages', b'tmpfs', 0, None)", "libc.ptrace(0, 0, 0, 0)"),
    "libc.fork()",
]


@pytest.mark.parametrize("choice", CHOICES)
def test_the_kernel_refuses(sandbox, choice):
    calls = ", ".join(CALLS)
    code = f"import ctypes\nlibc = ctypes.CDLL(None)\ncalls = lambda: np.array([{calls}])"
    limits = Limits(libraries=CHOICES[choice])
    process = SubmissionProcess(sandbox.start, [("script", code)], limits)
    assert process.ask("calls", ())[0].tolist() == [-1] * len(CALLS)
    process.close()


ENDLESS = "def f():\n    while True: pass"


def test_a_stopped_submission_leaves_no_process(sandbox):
    before = psutil.Process().children()
    process = SubmissionProcess(sandbox.start, [("script", ENDLESS)], Limits(call_seconds=0.5))
    (outer,) = set(psutil.Process().children()) - set(before)
    processes = [outer, *outer.children(recursive=True)]
    assert len(processes) >= 2
    with pytest.raises(StoppedError, match=r"after 0\.5 seconds: is it endless"):
        process.ask("f", ())
    process.close()
    _, alive = psutil.wait_procs(processes, timeout=10)
    assert not alive


def test_what_learners_raise_is_cut(graded):
    row = graded("def double(x):\n    raise ValueError('x' * 10**7)")
    assert len(json.dumps(asdict(row))) < 5_000


def test_no_tool_for_a_sandbox(sandbox, monkeypatch):
    monkeypatch.setattr(sandbox.shutil, "which", lambda name: None)
    with pytest.raises(SandboxError, match="bubblewrap, is missing"):
        sandbox.check()


def test_a_tool_that_fails_and_one_that_hangs(sandbox, monkeypatch, tmp_path):
    tool = tmp_path / "bwrap"
    monkeypatch.setattr(sandbox.shutil, "which", lambda name: str(tool))
    monkeypatch.setattr(sandbox, "TRIAL_SECONDS", 2)
    for script, words in {
        "echo no permissions to create a namespace >&2; exit 1": "no permissions",
        "exec /bin/sleep 60": "no answer after 2 s",
    }.items():
        tool.write_text(f"#!/bin/sh\n{script}\n")
        tool.chmod(0o755)
        with pytest.raises(SandboxError, match=f"does not work:\n{words}"):
            sandbox.check()


def test_a_machine_whose_calls_are_not_known(sandbox, monkeypatch):
    monkeypatch.setattr(sandbox.platform, "machine", lambda: "vax")
    with pytest.raises(SandboxError, match="knows x86_64 and aarch64, and this machine is vax"):
        sandbox.check()


HABITS = """
import matplotlib.pyplot as plt
import pandas as pd
from scipy.special import expit
from tqdm.auto import tqdm
def double(x):
    with open("scratch.txt", "w") as file:
        file.write("2")
    plt.plot(x)
    plt.savefig("figure.png")
    frame = pd.DataFrame(x)
    times = int(open("scratch.txt").read())
    return sum(frame.to_numpy() for _ in tqdm(range(times))) + 0 * expit(x)
"""


def test_libraries_and_a_scratch_file(graded):
    assert graded(HABITS, limits=Limits(call_seconds=60)).marks["double"] == 2
    row = graded(HABITS, "b.py", Limits(libraries=("numpy",), call_seconds=60))
    assert "No module named 'scipy'" in row.problems
    assert row.marks["double"] == 0


def test_files_are_small_and_gone_afterwards(graded, sandbox):
    code = "def fill():\n  for i in range(99):\n    open(f'{i}', 'wb').write(bytes(2**21))"
    process = SubmissionProcess(sandbox.start, [("script", code)], Limits())
    with pytest.raises(AnswerError, match="No space left"):
        process.ask("fill", ())
    process.close()


def test_a_library_that_is_not_there(sandbox):
    with pytest.raises(SandboxError, match="library no-such-thing is not installed"):
        sandbox.start(Limits(libraries=("no-such-thing",)))


@pytest.mark.parametrize(("more", "status"), [("filelock", 0), ("no-such-thing", 2)])
def test_an_instructor_adds_a_library(handed_in, key, tmp_path, capsys, more, status):
    handed_in("b.py", "import filelock\ndef double(x):\n    return filelock and x + x")
    words = ["--assignment", str(key.parent), "--out", str(tmp_path / "m"), "--with", more]
    assert main(["grade", str(handed_in.folder), *words]) == status
    table = tmp_path / "m" / "marks.csv"
    assert status or "b.py,b,,,2,0,2," in table.read_text()
    assert not status or "no-such-thing is not installed" in capsys.readouterr().err
