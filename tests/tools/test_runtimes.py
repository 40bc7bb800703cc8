"""What `make colab-check` makes of what it sees; environments are made on demand alone."""

import subprocess
from pathlib import Path

import pytest

from tools.packages import runtimes

SITE = "http://127.0.0.1:8000/"


@pytest.fixture
def machine(monkeypatch):
    """A machine on which each new environment is written down, and NumPy may change."""
    state = {"made": [], "ran": [], "numpy": "2.4", "failing": ()}

    def environment(folder, python, packages):
        state["made"].append((python, packages))
        return folder / "python"

    def run(notebook, jupyter_path):
        assert "%pip install" in notebook.cells[0].source
        title = notebook.cells[1].source.splitlines()[0]
        state["ran"].append(title)
        return "NameError" if title in state["failing"] else ""

    def versions(python):
        return {"numpy": "2.4" if len(state["ran"]) == 0 else state["numpy"]}

    for name, stand_in in (("environment", environment), ("run", run), ("versions", versions)):
        monkeypatch.setattr(runtimes, name, stand_in)
    return state


def test_notebooks_that_need_the_same_share_an_environment(machine, capsys):
    slugs = ["gru", "sequences", "bptt"]
    assert runtimes.check(slugs, SITE, "3.13", ["ipykernel"]) == 0
    assert machine["made"] == [("3.13", ["ipykernel"])] * 2
    assert len(machine["ran"]) == 3
    assert "gru: runs" in capsys.readouterr().out


def test_a_failing_cell_and_a_replaced_package_are_counted(machine, capsys):
    path = runtimes.NOTEBOOKS / "notation.ipynb"
    title = runtimes.nbformat.read(path, as_version=4).cells[0].source.splitlines()[0]
    machine["failing"] = (title,)
    assert runtimes.check(["notation"], SITE, "3.13", []) == 1
    machine |= {"ran": [], "failing": (), "numpy": "2.5"}
    assert runtimes.check(["notation"], SITE, "3.13", []) == 1
    assert "numpy 2.4 became 2.5" in capsys.readouterr().out


def test_an_unknown_notebook_is_an_error(capsys):
    with pytest.raises(SystemExit):
        runtimes.main(["labs/none"])
    assert "no notebook: labs/none" in capsys.readouterr().err


def test_the_kernel_is_told_nothing_of_the_repository(monkeypatch):
    seen = {}

    class Client:
        def __init__(self, notebook, **settings):
            seen["folder"] = Path(settings["resources"]["metadata"]["path"])

        def execute(self, env):
            seen.update(env=env, inside=list(seen["folder"].iterdir()))

    monkeypatch.setattr(runtimes, "NotebookClient", Client)
    monkeypatch.setenv("PYTHONPATH", str(runtimes.ROOT))
    monkeypatch.setenv("JUPYTER_PATH", "")
    assert runtimes.run(None, Path("here")) == ""
    assert "PYTHONPATH" not in seen["env"]
    assert seen["inside"] == []
    assert not seen["folder"].is_relative_to(runtimes.ROOT)


@pytest.mark.parametrize("name", runtimes.RUNTIMES)
def test_a_runtime_says_what_it_brings_and_in_which_python(name):
    version, packages = runtimes.RUNTIMES[name]
    assert version in {"3.12", "3.13"}
    if packages[0] == "--requirements":
        listed = Path(packages[1]).read_text("utf-8").splitlines()
        packages = [line.split("==")[0] for line in listed if not line.startswith("#")]
        assert len(packages) == sum("==" in line for line in listed)
    assert "ipykernel" in packages


def test_uv_does_not_read_the_repository_s_settings(monkeypatch):
    seen = {}

    def run(words, cwd, capture_output, text):
        seen["folder"] = Path(cwd).resolve()
        return subprocess.CompletedProcess(words, 0, stdout="")

    monkeypatch.setattr(runtimes.subprocess, "run", run)
    runtimes.python_module("uv", "pip", "list")
    assert not seen["folder"].is_relative_to(runtimes.ROOT)
