"""Threads change no result, BLAS is left as it was, and freed memory is there again."""

import platform
import subprocess
import sys
import threading

import pytest
from keras_recurrence import assert_same_results
from recurrence_cases import GRU, LSTM, RNN, make_case, masks, run_sequence

from coursepkg.numpy_nn.fast import machine, sequences


@pytest.fixture
def threads_everywhere(monkeypatch):
    """Hand over any work, however small, and cut sequences into single steps."""
    monkeypatch.setattr(machine, "WORTH_LIMITING", 0)
    monkeypatch.setattr(machine, "WORTH_A_THREAD", 0)
    monkeypatch.setattr(machine, "_cores", lambda: 3)
    monkeypatch.setattr(sequences, "STRETCH_SIZE", 1)


@pytest.fixture
def without_threadpoolctl(monkeypatch):
    monkeypatch.setitem(sys.modules, "threadpoolctl", None)
    machine._blas.cache_clear()
    yield
    machine._blas.cache_clear()


@pytest.mark.parametrize("cell", [RNN, LSTM, GRU], ids=lambda cell: cell.keras_name)
@pytest.mark.parametrize("name", ["none", "mixed"])
def test_results_do_not_depend_on_threads(cell, name, threads_everywhere, monkeypatch):
    case, mask = make_case(cell), masks()[name]
    with_threads = run_sequence(cell.fast, case, mask)
    monkeypatch.setattr(machine, "_cores", lambda: 1)
    assert_same_results(run_sequence(cell.fast, case, mask), with_threads, 0)


@pytest.mark.parametrize("cell", [RNN, LSTM, GRU], ids=lambda cell: cell.keras_name)
@pytest.mark.parametrize("name", ["none", "mixed"])
def test_results_do_not_depend_on_stretches(cell, name, monkeypatch):
    case, mask = make_case(cell), masks()[name]
    whole = run_sequence(cell.fast, case, mask)
    for size in (1, 2 * 5 * 4):
        monkeypatch.setattr(sequences, "STRETCH_SIZE", size)
        assert_same_results(run_sequence(cell.fast, case, mask), whole, 1e-13)


def test_work_is_done_by_another_thread(threads_everywhere):
    begun = threading.Event()

    def slow():
        begun.set()
        return threading.current_thread()

    with machine.background(1) as work:
        result = work.submit(slow)
        begun.wait(10)
        assert result() is not threading.current_thread()


def test_small_work_stays_here():
    with machine.background(1) as work:
        assert work.submit(threading.current_thread)() is threading.current_thread()


def test_an_error_in_a_thread_is_raised_here(threads_everywhere):
    with pytest.raises(ZeroDivisionError), machine.background(1) as work:
        work.submit(lambda: 1 / 0)()


def test_without_threadpoolctl_all_is_done_here(threads_everywhere, without_threadpoolctl):
    with machine.one_blas_thread() as limited:
        assert not limited
    with machine.background(1) as work:
        assert work.submit(threading.current_thread)() is threading.current_thread()


def test_blas_threads_are_given_back():
    threadpoolctl = pytest.importorskip("threadpoolctl")

    def limits():
        libraries = threadpoolctl.ThreadpoolController().select(user_api="blas").info()
        return [library["num_threads"] for library in libraries]

    before = limits()
    with machine.one_blas_thread() as limited, machine.one_blas_thread() as still_limited:
        assert limited
        assert still_limited
        assert limits() == [1] * len(before)
    assert limits() == before


PROGRAM = """
import resource
import numpy as np
from coursepkg.numpy_nn.fast.machine import keep_freed_memory

def step():
    for array in [np.empty(800_000, np.float32) for _ in range(8)]:
        array.fill(1)

{before}
step()
start = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(5):
    step()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - start)
"""


def page_faults(before):
    program = PROGRAM.format(before=before)
    return int(subprocess.check_output([sys.executable, "-c", program], text=True))


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="about the C library of Linux")
def test_steps_take_no_new_pages():
    assert page_faults("keep_freed_memory()") < page_faults("pass") / 10
