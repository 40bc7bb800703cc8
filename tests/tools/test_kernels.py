"""Two kernels side by side never share an address."""

import nbval.kernel
import pytest
import zmq

from tools.notebooks import comparison
from tools.notebooks.kernels import AsynchronousKernel, BlockingKernel


@pytest.mark.skipif(not zmq.has("ipc"), reason="this system has no socket files")
@pytest.mark.parametrize("manager", [BlockingKernel, AsynchronousKernel])
def test_every_kernel_has_its_own_address(manager):
    kernels = [manager() for _ in range(5)]
    assert {kernel.transport for kernel in kernels} == {"ipc"}
    assert len({kernel.ip for kernel in kernels}) == 5


def test_where_there_are_no_socket_files_ports_are_used(monkeypatch):
    monkeypatch.setattr(zmq, "has", lambda capability: False)
    kernel = BlockingKernel()
    assert (kernel.transport, kernel.connection_file) == ("tcp", "")


@pytest.mark.kernel
def test_nbval_starts_such_a_kernel_and_it_answers(monkeypatch):
    # What the plugin does is undone after the test.
    monkeypatch.setattr(nbval.kernel, "KernelManager", None)
    comparison.pytest_configure()
    running = nbval.kernel.RunningKernel("python3")
    folder = running.km._folder.name
    message = running.execute_cell_input("6 * 7")
    answers = []
    while not answers or answers[-1]["msg_type"] != "execute_result":
        answers.append(running.get_message("iopub", timeout=60))
    assert answers[-1]["content"]["data"]["text/plain"] == "42"
    assert answers[-1]["parent_header"]["msg_id"] == message
    assert folder in running.km.ip
    running.stop()
