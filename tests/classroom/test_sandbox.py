"""Code that wants to harm the machine, or to see it: it does neither, and gets no points."""

import json
import re
import resource
import socket
import textwrap

import numpy as np
import psutil
import pytest
from attacks import HARMS, WRONG

from coursepkg.grading.child import Child, StoppedError
from coursepkg.grading.limits import Limits


@pytest.fixture
def listener():
    """A server on this machine that nobody should reach."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


@pytest.mark.parametrize("name", HARMS)
@pytest.mark.parametrize("place", ["outside functions", "in a function"])
def test_no_harm(graded, name, place, tmp_path, listener):
    canary = tmp_path / "canary"
    canary.write_text("alive")
    code = textwrap.dedent(HARMS[name]).format(
        canary=canary, folder=tmp_path, port=listener.getsockname()[1]
    )
    if place == "in a function":
        code = "def double(x):\n" + textwrap.indent(code, "    ") + "    return 0 * x\n"
    row = graded(WRONG + code)
    assert row.total == 0
    assert canary.read_text() == "alive"
    assert not (tmp_path / "harm").exists()
    with pytest.raises(BlockingIOError):
        listener.accept()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 2**22  # in KiB


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
    found = {found!r} in " ".join(texts + readable)
    raise ValueError(f"{{len(readable)}} files, found: {{found}}")
"""


def test_neither_the_key_nor_other_submissions_are_seen(graded, handed_in, key, tmp_path):
    secret = "the word that nobody may learn"
    assert secret in key.read_text()
    handed_in("other_1_2_a.py", f"# {secret}")
    tops = ["/home", "/etc", "/tmp", "/proc", "/sys", "/dev", "/packages/coursepkg"]
    row = graded(
        SPY.format(tops=[*tops, str(tmp_path)], found=secret), "spy.py", Limits(call_seconds=60)
    )
    assert row.total == 0
    # The public part is there to be seen, and the spy did look.
    files = re.search(r"(\d+) files, found: False", row.remarks["double"])
    assert int(files[1]) > 20


def test_of_the_course_only_the_public_part_is_seen(sandbox):
    code = "import os\nnames = lambda: np.array([*' '.join(os.listdir(%r)).encode()])"
    for folder, expected in {
        "/": "etc lib lib64 packages root usr",
        "/packages/coursepkg": "__init__.py checks.py grading numpy_nn",
        "/packages/coursepkg/grading": "__init__.py inside",
    }.items():
        child = Child(sandbox.start, [("script", code % folder)], Limits())
        found = bytes(child.ask("names", ())[0].astype(np.uint8)).decode().split()
        child.close()
        # Where Python itself lies differs: "root", "opt" or nothing.
        assert set(found) - {"etc", "lib", "lib64", "usr"} <= set(expected.split()) | {
            psutil.Process().exe().split("/")[1]
        }


def test_nothing_of_the_environment_is_seen(sandbox, monkeypatch):
    monkeypatch.setenv("A_SECRET", "s")
    code = "import os\nhas = lambda: float('A_SECRET' in os.environ or len(os.environ) > 8)"
    child = Child(sandbox.start, [("script", code)], Limits())
    assert child.ask("has", ())[0] == 0
    child.close()


CALLS = {
    "shmget": "libc.shmget(0, 10**6, 0o1777)",
    "memfd_create": "libc.memfd_create(b'x', 0)",
    "unshare": "libc.unshare(0x10000000)",
    "socket": "libc.socket(2, 1, 0)",
    "socketpair": "libc.socketpair(1, 1, 0, (ctypes.c_int * 2)())",
    "mount": "libc.mount(b'none', b'/packages', b'tmpfs', 0, None)",
    "ptrace": "libc.ptrace(0, 0, 0, 0)",
    "fork": "libc.fork()",
}


@pytest.mark.parametrize("name", CALLS)
def test_the_kernel_refuses(sandbox, name):
    code = f"import ctypes\nlibc = ctypes.CDLL(None)\ncall = lambda: float({CALLS[name]})"
    child = Child(sandbox.start, [("script", code)], Limits())
    assert child.ask("call", ())[0] == -1
    child.close()


ENDLESS = "def f():\n    while True: pass"


def test_a_stopped_submission_leaves_no_process(sandbox):
    before = psutil.Process().children()
    child = Child(sandbox.start, [("script", ENDLESS)], Limits(call_seconds=0.5))
    (outer,) = set(psutil.Process().children()) - set(before)
    processes = [outer, *outer.children(recursive=True)]
    assert len(processes) >= 2
    with pytest.raises(StoppedError, match=r"after 0\.5 seconds: is it endless"):
        child.ask("f", ())
    child.close()
    _, alive = psutil.wait_procs(processes, timeout=10)
    assert not alive


def test_what_learners_raise_is_cut(graded):
    row = graded("def double(x):\n    raise ValueError('x' * 10**7)")
    assert len(json.dumps(row.as_dictionary())) < 5_000
