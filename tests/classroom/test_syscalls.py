"""The kernel's filter: its program run here on every call, and beside libseccomp's."""

import csv
import ctypes
import os
import struct

import pytest

from classroom import sandbox as module
from classroom.sandbox import ALLOW, ARCHITECTURES, KILL, NEW_CALLS, REFUSE, UNKNOWN, Limits
from classroom.submission_process import SubmissionProcess

NUMBERS = [*range(600), 0x3FFFFFFF, 0x40000000, 0x40000029, 0x7FFFFFFF, 0xFFFFFFFF]
FCNTL = {0: ALLOW, 1: ALLOW, 2: ALLOW, 3: ALLOW, 4: ALLOW, 1030: ALLOW, 5: REFUSE, 6: REFUSE}
FCNTL |= {7: REFUSE, 36: REFUSE, 37: REFUSE, 38: REFUSE, 1024: REFUSE, 1026: REFUSE}
FCNTL |= {1031: REFUSE, 2**32 - 1: REFUSE, 2**32 + 6: REFUSE}
FUTEX = {128: ALLOW, 129: ALLOW, 137: ALLOW, 384 + 9: ALLOW, 0: REFUSE, 1: REFUSE, 256: REFUSE}


@pytest.fixture(params=ARCHITECTURES)
def machine(request, monkeypatch):
    """A kind of machine, as if this were one."""
    monkeypatch.setattr(module.platform, "machine", lambda: request.param)
    return request.param


@pytest.fixture
def calls(machine):
    """The numbers in the table, by name, without those that this machine lacks."""
    with open(module.REFUSED, encoding="utf-8", newline="") as file:
        return {row["call"]: int(row[machine]) for row in csv.DictReader(file) if row[machine]}


def verdict(program, number, architecture, second=0):
    """Run a program of the filter language on one call, as the kernel's documentation says."""
    data = struct.pack("<IIQ6Q", number, architecture, 0, 0, second, 0, 0, 0, 0)
    instructions = list(struct.iter_unpack("<HBBI", program))
    value, place = 0, 0
    while True:
        code, yes, no, operand = instructions[place]
        place += 1
        if code == 0x20:
            (value,) = struct.unpack_from("<I", data, operand)
        elif code == 0x06:
            return operand
        elif code == 0x05:
            place += operand
        elif code == 0x54:
            value &= operand
        else:
            holds = {0x15: value == operand, 0x25: value > operand, 0x35: value >= operand}
            place += yes if {**holds, 0x45: bool(value & operand)}[code] else no


def test_every_call_gets_its_verdict(machine, calls):
    program, here = module.syscall_filter(), ARCHITECTURES[machine]
    refused = {number for name, number in calls.items() if name not in ("fcntl", "futex")}
    assert len(refused) == len(calls) - 2  # no number twice
    for number in NUMBERS:
        expected = UNKNOWN if number >= NEW_CALLS else REFUSE if number in refused else ALLOW
        if number not in (calls["fcntl"], calls["futex"]):
            assert verdict(program, number, here) == expected, number
        for other in {*ARCHITECTURES.values(), 0x40000003, 0} - {here}:
            assert verdict(program, number, other) == KILL
    for name, verdicts in {"fcntl": FCNTL, "futex": FUTEX}.items():
        for second, expected in verdicts.items():
            assert verdict(program, calls[name], here, second) == expected, (name, second)


@pytest.fixture
def libseccomp():
    """The library that has the kernel's tables; where it is missing, nothing is compared."""
    try:
        library = ctypes.CDLL("libseccomp.so.2")
    except OSError:
        if os.environ.get("COURSE_SANDBOX") == "required":
            pytest.fail("libseccomp is missing: apt-get install libseccomp2")
        pytest.skip("libseccomp is missing: apt-get install libseccomp2")
    library.seccomp_init.restype = ctypes.c_void_p
    library.seccomp_init.argtypes = [ctypes.c_uint32]
    library.seccomp_rule_add_array.argtypes = [
        *(ctypes.c_void_p, ctypes.c_uint32, ctypes.c_int, ctypes.c_uint, ctypes.c_void_p)
    ]
    for name in ("seccomp_arch_add", "seccomp_arch_remove"):
        getattr(library, name).argtypes = [ctypes.c_void_p, ctypes.c_uint32]
    library.seccomp_export_bpf.argtypes = [ctypes.c_void_p, ctypes.c_int]
    return library


def test_the_numbers_are_those_of_libseccomp(libseccomp, machine, calls):
    with open(module.REFUSED, encoding="utf-8", newline="") as file:
        for name in [row["call"] for row in csv.DictReader(file)]:
            number = libseccomp.seccomp_syscall_resolve_name_arch(
                ARCHITECTURES[machine], name.encode()
            )
            assert (number if number >= 0 else None) == calls.get(name), name


def test_libseccomp_would_write_the_same(libseccomp, machine, calls, tmp_path):
    """Its program for the calls that are always refused: verdict by verdict."""
    here = ARCHITECTURES[machine]
    context = libseccomp.seccomp_init(ALLOW)
    libseccomp.seccomp_arch_add(context, here)
    for other in set(ARCHITECTURES.values()) - {here}:
        libseccomp.seccomp_arch_remove(context, other)
    for name in calls.keys() - {"fcntl", "futex"}:
        number = libseccomp.seccomp_syscall_resolve_name(name.encode())
        assert libseccomp.seccomp_rule_add_array(context, REFUSE, number, 0, None) == 0, name
    with open(tmp_path / "program", "wb") as file:
        assert libseccomp.seccomp_export_bpf(context, file.fileno()) == 0
    theirs, ours = (tmp_path / "program").read_bytes(), module.syscall_filter()
    for number in set(range(NEW_CALLS)) - {calls["fcntl"], calls["futex"]}:
        assert verdict(ours, number, here) == verdict(theirs, number, here), number


# (result, errno) of calls that the kernel itself is asked, inside; all that differ are shown.
ASKED = """
import ctypes, fcntl, os
libc = ctypes.CDLL(None, use_errno=True)
path = "/packages/inside/wire.py"
def number(result): return [float(result), float(ctypes.get_errno())]
def flock(): return number(libc.flock(os.open(path, 0), 2))
def lock():
    try: fcntl.lockf(os.open(path, 0), fcntl.LOCK_SH)
    except OSError as error: return [-1.0, float(error.errno)]
def lease(): return number(libc.fcntl(os.open(path, 0), 1024, 1))
def watch(): return number(libc.inotify_init1(0))
def futex(): return number(libc.syscall(%d, (ctypes.c_int * 1)(), 1, 1))
def call(n): return number(libc.syscall(n, 0, 0, 0, 0, 0))
def descriptors(): return float(fcntl.fcntl(os.dup(os.open(path, 0)), fcntl.F_GETFL))
"""
NEWER = {"pidfd_open": 434, "clone3": 435, "landlock_create_ruleset": 444, "memfd_secret": 447}


def test_the_kernel_says_the_same(sandbox):
    futex = {"x86_64": 202, "aarch64": 98}[module.platform.machine()]
    process = SubmissionProcess(sandbox.start, [("script", ASKED % futex)], Limits())
    answers = {
        name: process.ask(name, ())[0].tolist()
        for name in ("flock", "lock", "lease", "watch", "futex")
    }
    assert answers == {name: [-1, 1] for name in answers}
    for name, number in NEWER.items():
        assert process.ask("call", (number,))[0].tolist() == [-1, 38], name
    assert process.ask("descriptors", ())[0] >= 0
    process.close()
