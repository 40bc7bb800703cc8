"""Programs that behave as broken ones do, in a folder of their own."""

import os

import pytest


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """A function that puts a shell script on the PATH, which then has nothing but these."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))

    def add(name, script):
        path = folder / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        os.chmod(path, 0o755)
        return path

    return add
