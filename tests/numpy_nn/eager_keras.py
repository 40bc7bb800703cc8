"""Keras without its compiler, for tests of a few small steps."""

import pytest


@pytest.fixture
def eager(monkeypatch):
    """Keras' models run without being compiled, which takes longer than a few small steps."""
    import keras

    always = property(lambda model: True, lambda model, value: None)
    monkeypatch.setattr(keras.Model, "run_eagerly", always)
