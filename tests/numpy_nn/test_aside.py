"""Work aside: the same results by every way it may be done, and BLAS left as it was."""

import sys
import threading

import pytest
from keras_recurrence import assert_same_results
from recurrence_cases import GRU, LSTM, RNN, make_case, masks, run_sequence

from coursepkg.numpy_nn import aside, sequences


@pytest.fixture
def threads_everywhere(monkeypatch):
    """Hand over any work, however small, and cut sequences into single steps."""
    monkeypatch.setattr(aside, "WORTH_LIMITING", 0)
    monkeypatch.setattr(aside, "WORTH_A_THREAD", 0)
    monkeypatch.setattr(aside, "_cores", lambda: 3)
    monkeypatch.setattr(sequences, "STRETCH_SIZE", 1)


@pytest.fixture
def without_threadpoolctl(monkeypatch):
    monkeypatch.setitem(sys.modules, "threadpoolctl", None)
    aside._blas.cache_clear()
    yield
    aside._blas.cache_clear()


@pytest.mark.parametrize("cell", [RNN, LSTM, GRU], ids=lambda cell: cell.keras_name)
@pytest.mark.parametrize("name", ["none", "mixed"])
def test_results_do_not_depend_on_threads(cell, name, threads_everywhere, monkeypatch):
    case, mask = make_case(cell), masks()[name]
    by_workers = run_sequence(cell, case, mask)
    monkeypatch.setattr(aside, "_cores", lambda: 1)
    assert_same_results(run_sequence(cell, case, mask), by_workers, 0)


@pytest.mark.parametrize("cell", [RNN, LSTM, GRU], ids=lambda cell: cell.keras_name)
@pytest.mark.parametrize("name", ["none", "mixed"])
def test_results_do_not_depend_on_stretches(cell, name, monkeypatch):
    case, mask = make_case(cell), masks()[name]
    whole = run_sequence(cell, case, mask)
    for size in (1, 2 * 5 * 4):
        monkeypatch.setattr(sequences, "STRETCH_SIZE", size)
        assert_same_results(run_sequence(cell, case, mask), whole, 1e-13)


def test_work_is_done_by_another_thread(threads_everywhere):
    begun = threading.Event()

    def work():
        begun.set()
        return threading.current_thread()

    with aside.work_aside(1) as helper:
        result = helper.behind(work)
        begun.wait(10)
        assert result() is not threading.current_thread()


def test_small_work_stays_here():
    with aside.work_aside(1) as helper:
        assert helper.behind(threading.current_thread)() is threading.current_thread()


def test_an_error_aside_is_raised_here(threads_everywhere):
    with pytest.raises(ZeroDivisionError), aside.work_aside(1) as helper:
        helper.behind(lambda: 1 / 0)()


def test_without_threadpoolctl_all_is_done_here(threads_everywhere, without_threadpoolctl):
    with aside.one_blas_thread() as limited:
        assert not limited
    with aside.work_aside(1) as helper:
        assert helper.behind(threading.current_thread)() is threading.current_thread()


def test_blas_threads_are_given_back():
    threadpoolctl = pytest.importorskip("threadpoolctl")

    def threads():
        libraries = threadpoolctl.ThreadpoolController().select(user_api="blas").info()
        return [library["num_threads"] for library in libraries]

    before = threads()
    with aside.one_blas_thread() as limited, aside.one_blas_thread() as still_limited:
        assert limited
        assert still_limited
        assert threads() == [1] * len(before)
    assert threads() == before
