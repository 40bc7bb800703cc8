"""What the tests of fetching share: an empty cache, made-up sets, a server that offers them."""

import os
from types import SimpleNamespace

import pooch
import pytest
from local_server import LocalServer
from made_up import made_up

from coursepkg.data import files, registry


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """The folder of an empty cache; nothing else of the surroundings counts."""
    for name in [name for name in os.environ if name.startswith("COURSEPKG_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("COURSEPKG_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def waits(monkeypatch):
    """How long pooch would have waited before each retry; it does not wait."""
    waits = []
    monkeypatch.setattr(pooch.core, "time", SimpleNamespace(sleep=waits.append))
    return waits


@pytest.fixture
def server():
    """A server on 127.0.0.1; `server.answers[path]` says what it does."""
    with LocalServer() as server:
        yield server


@pytest.fixture
def official(server, cache, waits, monkeypatch):
    """A function that puts a made-up set on the server, in the layout of its makers."""
    monkeypatch.setattr(files, "READ_SECONDS", 0.3)

    def offer(name):
        made = made_up(name, server.address)
        monkeypatch.setitem(registry.SETS, name, made.data_set)
        server.answers[made.path] = server.good(made.archive)
        return made

    return offer
