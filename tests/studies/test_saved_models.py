"""Weights and words that a study saved, as the pages find them."""

from types import SimpleNamespace

import numpy as np
import pytest

from coursepkg.data import Vectorizer
from coursepkg.results import saved_model
from studies import jobs
from studies.records import Store


@pytest.fixture
def folder(toy, tmp_path, monkeypatch):
    """A folder with the results, weights and vocabularies of the toy lab."""
    store = Store("toy", tmp_path / "studies")
    for job in jobs.plan("toy", seeds=2, configurations=["plain"], twins=["numpy"]):
        store.save(jobs.execute(job))
    store.gather()
    monkeypatch.chdir(tmp_path)
    return tmp_path / "studies"


def test_weights_and_words_are_found(folder):
    found = saved_model("toy", "plain")
    assert found.config["units"] == 3
    assert found.weights == folder / "weights/toy/plain-numpy-0.npz"
    assert Vectorizer.load(found.vocabulary).vocabulary == ["", "[UNK]", "two", "one"]


def test_a_model_is_built_with_the_values_that_it_has_arguments_for(folder):
    def build_model(nn, units, cell="rnn", rows=7):
        return SimpleNamespace(built=(nn, units, cell, rows), set_weights=weights.extend)

    weights = []
    assert saved_model("toy", "plain").build("nn", build_model).built == ("nn", 3, "gru", 7)
    np.testing.assert_array_equal(weights, [[0, 0]])
    changed = saved_model("toy", "plain").build("nn", build_model, units=4, rows=None)
    assert changed.built == ("nn", 4, "gru", None)


def test_from_a_folder_below(folder, monkeypatch):
    (folder / "notebooks").mkdir()
    monkeypatch.chdir(folder / "notebooks")
    assert saved_model("toy", "plain").vocabulary.exists()


def test_a_configuration_without_weights(folder):
    (folder / "results/toy.json").write_text(
        (folder / "results/toy.json").read_text().replace('"weights": ', '"other": ')
    )
    with pytest.raises(ValueError, match="no run of plain, numpy, has saved its weights"):
        saved_model("toy", "plain")
    with pytest.raises(ValueError, match="no runs of narrow, numpy; there are: plain, numpy"):
        saved_model("toy", "narrow")


def test_a_file_that_is_gone(folder):
    (folder / "weights/toy/plain-vocabulary.txt").unlink()
    with pytest.raises(FileNotFoundError, match=r"plain-vocabulary\.txt is in the course"):
        saved_model("toy", "plain")
