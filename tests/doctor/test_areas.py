"""Each area of the doctor, on machines where something is missing, broken or hanging."""

import os
import sys
import time
from importlib import metadata

import psutil
import pytest

from coursepkg.doctor import browser, child, data_sets, twins, versions


def only(area):
    (finding,) = area.look()
    return finding


def test_a_browser_that_answers(programs, monkeypatch):
    monkeypatch.delenv("CHROMIUM", raising=False)
    path = programs("chromium", "echo '<html><head></head><body></body></html>'")
    found = only(browser)
    assert found.works
    assert str(path) in found.found


@pytest.mark.parametrize(
    ("script", "says"),
    [
        ("exit 0", "does not start"),
        ("echo '<html>'; exit 3", "does not start"),
        ("echo no display >&2; exit 1", "no display"),
        ("exec /bin/sleep 60", "no answer after 0.5 s"),
    ],
)
def test_a_browser_that_does_not(programs, monkeypatch, script, says):
    monkeypatch.setenv("CHROMIUM", str(programs("broken", script)))
    monkeypatch.setattr(browser, "SECONDS", 0.5 if "sleep" in script else 30)
    found = only(browser)
    assert not found.works
    assert says in found.found
    assert "CHROMIUM=" in found.mend


def test_no_browser(programs, monkeypatch):
    monkeypatch.delenv("CHROMIUM", raising=False)
    assert "no Chromium found" in only(browser).found


def test_a_child_is_ended_with_what_it_has_started(tmp_path):
    child_of_child = f"/bin/sleep 60 & echo $! > {tmp_path}/id; wait"
    answer = child.ask(["/bin/sh", "-c", child_of_child], 0.5)
    assert not answer.well
    number = int((tmp_path / "id").read_text())

    def ended():
        """Return whether it is gone; it may also wait, ended, for whoever adopts it."""
        try:
            return psutil.Process(number).status() == psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return True

    until = time.monotonic() + 10  # far below the minute that it would sleep
    while not ended() and time.monotonic() < until:
        time.sleep(0.01)
    assert ended()


def test_results_and_data_that_are_not_here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COURSEPKG_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("COURSEPKG_DATA_DIR", str(tmp_path / "nowhere"))
    found = {one.what: one for one in data_sets.look()}
    assert not found["results and weights"].works
    assert found["cache for data"].works
    assert "nowhere" in found["folder of your own"].found
    assert found["data: imdb"].mend == "python -m coursepkg data fetch imdb"
    assert not (tmp_path / "cache").exists()


def test_data_that_are_here(tmp_path, monkeypatch):
    (tmp_path / "imdb.jsonl").touch()
    names = [file.name for file in data_sets.SETS["imdb"].files.values()]
    for name in names:
        (tmp_path / name).touch()
    monkeypatch.setenv("COURSEPKG_CACHE_DIR", str(tmp_path))
    monkeypatch.delenv("COURSEPKG_DATA_DIR", raising=False)
    found = {one.what: one for one in data_sets.look()}
    assert found["data: imdb"].found == str(tmp_path)
    assert not found["data: sarcasm"].works


def test_a_cache_that_is_a_file(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("COURSEPKG_CACHE_DIR", str(tmp_path / "file" / "cache"))
    found = {one.what: one for one in data_sets.look()}
    assert not found["cache for data"].works


REQUIRES = ["numpy>=1.26", "pooch>=99", "nothere>=2", "keras>=3; extra == 'keras'"]


def test_versions(monkeypatch):
    monkeypatch.setattr(metadata, "requires", lambda name: REQUIRES)
    found = {one.what: one for one in versions.look()}
    assert found["Python"].works
    own = found["coursepkg"]
    assert own.essential
    assert "no nothere" in own.found
    assert "where >=99 is needed" in own.found
    assert own.mend == 'python -m pip install "pooch>=99" "nothere>=2"'
    assert found["coursepkg[keras]"].works
    # What the package needs anyway is not told again for each extra.
    assert "nothere" not in found["coursepkg[labs]"].found


def test_an_old_python(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 10, 2))
    assert not next(versions.look()).works


def test_the_smaller_tensorflow_serves(monkeypatch):
    def version(name):
        if name == "tensorflow-cpu":
            return "2.17.0"
        raise metadata.PackageNotFoundError

    monkeypatch.setattr(metadata, "version", version)
    assert versions.problem(versions.Requirement("tensorflow>=2.16")) is None
    wrong = versions.problem(versions.Requirement("tensorflow>=2.18"))
    assert wrong == "tensorflow-cpu 2.17.0 where >=2.18 is needed"


def test_the_twins_where_keras_is_not(monkeypatch):
    monkeypatch.setattr(twins, "find_spec", lambda name: None)
    ours, theirs = twins.look()
    assert ours.works
    assert ours.essential
    assert not theirs.works
    assert not theirs.essential


def test_a_twin_that_crashes(monkeypatch):
    crash = [sys.executable, "-c", "raise RuntimeError('the twins are 0.3 apart')"]
    monkeypatch.setattr(twins, "ask", lambda command, seconds: child.ask(crash, 60))
    ours, theirs = twins.look()
    assert "the twins are 0.3 apart" in ours.found
    assert not theirs.works


def test_the_environment_is_left_alone():
    before = dict(os.environ)
    list(data_sets.look())
    assert dict(os.environ) == before
