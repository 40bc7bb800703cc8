"""The doctor on machines where something is missing, broken or hanging."""

import os
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

from coursepkg import doctor
from coursepkg.__main__ import main
from coursepkg.data.registry import SETS
from coursepkg.doctor import Finding

ROOT = Path(__file__).parent.parent
WELL = Finding("Python", True, "3.13.0", "")
LACKING = Finding("Keras twin", False, "no keras", "pip install keras")
FATAL = Finding("NumPy twin", False, "no numpy", "pip install numpy")


@pytest.mark.parametrize(
    ("findings", "status", "last"),
    [
        ([WELL], 0, "The essentials work."),
        ([WELL, LACKING], 0, "The essentials work. Lacking: Keras twin."),
        (
            [FATAL, LACKING],
            1,
            "The course does not run here before this is mended: NumPy twin.",
        ),
    ],
)
def test_status_and_last_line(monkeypatch, capsys, findings, status, last):
    monkeypatch.setattr(doctor, "versions", lambda: [])
    monkeypatch.setattr(doctor, "twins", lambda: findings)
    monkeypatch.setattr(doctor, "data_sets", lambda: [])
    assert main(["doctor"]) == status
    printed = capsys.readouterr().out.splitlines()
    assert printed[-1] == last
    for finding in findings:
        if not finding.works:
            assert any(f"to mend: {finding.mend}" in line for line in printed)


def broken(folder, **modules):
    """Make modules that end with an error when they are imported; return an environment."""
    for name, error in modules.items():
        (folder / f"{name}.py").write_text(f"raise {error}\n")
    return {**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"}


def test_a_missing_library_is_a_finding_and_no_crash(tmp_path):
    env = broken(
        tmp_path,
        numpy="ImportError('no numpy here')",
        keras="ModuleNotFoundError('no keras here')",
    )
    done = subprocess.run(
        [sys.executable, "-m", "coursepkg", "doctor"],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    (twin,) = (line for line in lines if "NumPy twin" in line and line.startswith("FAILS"))
    assert twin.endswith("no numpy here")
    assert any("python -m pip install --force-reinstall numpy" in line for line in lines)
    assert lines[-1].endswith("before this is mended: NumPy twin.")


def test_nothing_heavy_is_loaded():
    code = (
        "import sys\nfrom coursepkg import doctor\n"
        "list(doctor.versions()), list(doctor.data_sets())\n"
        "print(*{name.split('.')[0] for name in sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    loaded = set(done.stdout.split())
    assert "numpy" in loaded
    assert not loaded & {"keras", "tensorflow", "matplotlib", "scipy", "sklearn"}


def test_data_that_are_not_here(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSEPKG_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("COURSEPKG_DATA_DIR", str(tmp_path / "nowhere"))
    findings = {one.what: one for one in doctor.data_sets()}
    assert findings["cache for data"].works
    assert "nowhere" in findings["folder of your own"].detail
    assert findings["data: imdb"].mend == "python -m coursepkg data fetch imdb"
    assert not (tmp_path / "cache").exists()


def test_data_that_are_here(tmp_path, monkeypatch):
    for file in SETS["imdb"].files.values():
        (tmp_path / file.name).touch()
    monkeypatch.setenv("COURSEPKG_CACHE_DIR", str(tmp_path))
    monkeypatch.delenv("COURSEPKG_DATA_DIR", raising=False)
    findings = {one.what: one for one in doctor.data_sets()}
    assert findings["data: imdb"].detail == str(tmp_path)
    assert not findings["data: sarcasm"].works


def test_a_cache_that_is_a_file(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("COURSEPKG_CACHE_DIR", str(tmp_path / "file" / "cache"))
    findings = {one.what: one for one in doctor.data_sets()}
    assert not findings["cache for data"].works


REQUIRES = ["numpy>=1.26", "pooch>=99", "nothere>=2", "keras>=3; extra == 'keras'"]


def test_versions(monkeypatch):
    monkeypatch.setattr(metadata, "requires", lambda name: REQUIRES)
    findings = {one.what: one for one in doctor.versions()}
    assert findings["Python"].works
    own = findings["coursepkg"]
    assert own.what in doctor.ESSENTIAL
    assert "no nothere" in own.detail
    assert "where >=99 is needed" in own.detail
    assert own.mend == 'python -m pip install "pooch>=99" "nothere>=2"'
    assert findings["coursepkg[keras]"].works
    # What the package needs anyway is not told again for each extra.
    assert "nothere" not in findings["coursepkg[labs]"].detail


def test_every_range_is_of_the_form_that_the_doctor_reads():
    """A range of another form would be passed over in silence."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    for text in [*project["dependencies"], *extras["keras"], *extras["labs"]]:
        assert doctor.RANGE.findall(text), text


def test_an_old_python(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 10, 2))
    assert not next(doctor.versions()).works


def test_the_smaller_tensorflow_serves(monkeypatch):
    def version(name):
        if name == "tensorflow-cpu":
            return "2.17.0"
        raise metadata.PackageNotFoundError

    monkeypatch.setattr(metadata, "version", version)
    assert doctor.problem("tensorflow", "2.16") is None
    wrong = doctor.problem("tensorflow", "2.18")
    assert wrong == "tensorflow-cpu 2.17.0 where >=2.18 is needed"


@pytest.mark.parametrize(
    ("here", "least", "enough"),
    [
        ("2.16", "2.16.0", True),
        ("3", "2.16", True),
        ("2.9", "2.16", False),
        ("2.20.0rc1", "2.16", True),
        ("1.26.4.post1", "1.26", True),
    ],
)
def test_versions_are_compared_as_numbers(monkeypatch, here, least, enough):
    monkeypatch.setattr(metadata, "version", lambda name: here)
    assert (doctor.problem("some", least) is None) == enough


def test_the_twins_where_keras_is_not(monkeypatch, tmp_path):
    env = broken(tmp_path, keras="ModuleNotFoundError('no keras here')")
    monkeypatch.setenv("PYTHONPATH", env["PYTHONPATH"])
    ours, theirs = doctor.twins()
    assert ours.works
    assert ours.what in doctor.ESSENTIAL
    assert not theirs.works
    assert theirs.what not in doctor.ESSENTIAL
    assert "needs Keras" in theirs.detail


def test_keras_trains():
    assert doctor.trial("keras_nn")[0]


def test_a_twin_that_crashes(monkeypatch, tmp_path):
    crash = "RuntimeError('its loss did not fall')"
    monkeypatch.setenv("PYTHONPATH", broken(tmp_path, numpy=crash)["PYTHONPATH"])
    ours, theirs = doctor.twins()
    assert "its loss did not fall" in ours.detail
    assert not theirs.works


def test_a_twin_that_hangs(monkeypatch, tmp_path):
    env = broken(tmp_path, numpy="SystemExit(__import__('time').sleep(60))")
    monkeypatch.setenv("PYTHONPATH", env["PYTHONPATH"])
    monkeypatch.setattr(doctor, "SECONDS", 1)
    assert doctor.trial("numpy_nn") == (False, "no answer after 1 s")


def test_the_environment_is_left_alone():
    before = dict(os.environ)
    list(doctor.data_sets())
    assert dict(os.environ) == before
