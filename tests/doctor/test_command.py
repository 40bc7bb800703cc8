"""The whole command: what it prints, and how it ends."""

import subprocess
import sys

import pytest

from coursepkg.__main__ import main
from coursepkg.doctor import command
from coursepkg.doctor.finding import Finding

WELL = Finding("Python", True, "3.13.0", "", essential=True)
LACKING = Finding("sandbox", False, "no bubblewrap", "apt-get install bubblewrap")
NOT_BEFORE = "The course does not run here before this is mended"
FATAL = Finding("NumPy twin", False, "no numpy", "pip install numpy", essential=True)


@pytest.mark.parametrize(
    ("findings", "status", "last"),
    [
        ([WELL], 0, "The essentials work."),
        ([WELL, LACKING], 0, "The essentials work. Lacking: sandbox."),
        (
            [FATAL, LACKING],
            1,
            "The course does not run here before this is mended: NumPy twin.",
        ),
    ],
)
def test_status_and_last_line(monkeypatch, capsys, findings, status, last):
    monkeypatch.setattr(command, "AREAS", ("all",))
    monkeypatch.setattr(command, "look", lambda area: findings)
    assert main(["doctor"]) == status
    printed = capsys.readouterr().out.splitlines()
    assert printed[-1] == last
    for finding in findings:
        if not finding.works:
            assert any(f"to mend: {finding.mend}" in line for line in printed)


def test_a_missing_library_is_a_finding_and_no_crash():
    hidden = "import sys; sys.modules['numpy'] = sys.modules['packaging.requirements'] = None\n"
    show = "from coursepkg.doctor.command import look\n" + (
        "for area in ('versions', 'data_sets'):\n"
        "    print(*[(one.works, one.essential, one.mend) for one in look(area)])"
    )
    done = subprocess.run([sys.executable, "-c", hidden + show], capture_output=True, text=True)
    versions, data = done.stdout.splitlines()
    assert versions.startswith("(False, True, 'python -m pip install packaging")
    assert "(False, False, 'python -m pip install numpy')" in data


def test_nothing_heavy_is_loaded():
    code = (
        "import sys\nfrom coursepkg.doctor import command\n"
        "list(command.look('versions')), list(command.look('data_sets'))\n"
        "print(*{name.split('.')[0] for name in sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    loaded = set(done.stdout.split())
    assert "packaging" in loaded
    assert not loaded & {"keras", "tensorflow", "matplotlib", "scipy", "sklearn"}
