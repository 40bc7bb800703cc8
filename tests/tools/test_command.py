"""The command that makes notebooks: what it runs, what it removes, what it leaves alone."""

import os
import subprocess
import sys

import nbformat
import pytest

from tools.notebooks.__main__ import REPOSITORY, main
from tools.notebooks.kernels import ENVIRONMENT

RUNS = """# A chapter that runs

```{source} package.gru.step
```

```{code-cell} python3
import os, sys

print("one", flush=True)
print("a progress bar", file=sys.stderr, flush=True)
print("two")
print(os.environ["COURSEPKG_OFFLINE"], os.path.basename(os.getcwd()))
```

```{code-cell} python3
:tags: [raises-exception]
{}["missing"]
```
"""


def state(path):
    """Return all that a write would change; reading changes the time of access alone."""
    found = path.stat()
    return found.st_ino, found.st_mode, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def test_nothing_runs_when_nothing_is_stale_and_orphans_go(executed, capsys):
    (executed / "chapters/labs/airline.md").unlink()
    before = state(executed / "notebooks/gru.ipynb")
    assert main([], executed) == 0
    assert capsys.readouterr().out == "labs/airline: removed, it has no chapter with code\n"
    assert not (executed / "notebooks/labs/airline.ipynb").exists()
    assert state(executed / "notebooks/gru.ipynb") == before


@pytest.mark.kernel
def test_a_round_trip_through_execution(executed, capsys):
    chapter = executed / "chapters" / "gru.md"
    stored = executed / "notebooks" / "gru.ipynb"
    chapter.write_text(RUNS)
    assert main([], executed) == 0
    assert "gru: executed in" in capsys.readouterr().out
    assert stored.read_text().endswith("}\n")
    notebook = nbformat.read(stored, as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    first, second = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [dict(output) for output in first.outputs] == [
        {"output_type": "stream", "name": "stdout", "text": "one\ntwo\n1 notebooks\n"}
    ]
    assert second.outputs[0].traceback == ["KeyError: 'missing'"]
    assert (first.execution_count, second.execution_count) == (1, 2)
    assert main(["--check"], executed) == 0

    # What nbval runs is found equal, although one cell writes to the error stream.
    options = ["-q", "--nbval", "-p", "tools.notebooks.comparison", "-p", "no:cacheprovider"]
    nbval = [sys.executable, "-m", "pytest", *options, str(stored)]
    environment = {**os.environ, **ENVIRONMENT}
    done = subprocess.run(
        nbval, cwd=REPOSITORY, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout

    # The same bytes again; and after an error in a cell, the old notebook.
    before = stored.read_bytes()
    assert main(["--all", "gru"], executed) == 0
    assert stored.read_bytes() == before
    chapter.write_text(RUNS.replace(":tags: [raises-exception]\n", ""))
    assert main(["gru"], executed) == 1
    message = capsys.readouterr().err
    assert message.startswith("chapters/gru.md:15: ")
    assert "KeyError: 'missing'" in message
    assert "\x1b" not in message
    assert stored.read_bytes() == before
    assert list(stored.parent.glob(".*")) == []
