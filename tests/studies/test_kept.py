import pytest

from coursepkg.data import Vectorizer
from coursepkg.labs.text import TextInputs
from coursepkg.study import jobs
from coursepkg.study.execution import execute
from coursepkg.study.kept import kept, write_vocabularies
from coursepkg.study.store import Store


@pytest.fixture
def folder(toy, tmp_path, monkeypatch):
    """A folder with the results, weights and vocabularies of the toy lab."""
    store = Store("toy", tmp_path)
    for job in jobs.plan("toy", seeds=2, configurations=["plain"], twins=["numpy"]):
        store.save(execute(job))
    store.gather()
    toy.CONFIGURATIONS["plain"]["kept_seed"] = 0

    def inputs_of(config):
        assert config is toy.CONFIGURATIONS["plain"]
        return TextInputs(None, Vectorizer().fit(["one two two"]), *[None] * 6)

    toy.inputs_of = inputs_of
    written = list(write_vocabularies("toy", tmp_path))
    assert written == [tmp_path / "weights/toy/plain-vocabulary.txt"]
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_weights_and_words_are_found(folder):
    found = kept("toy", "plain")
    assert found.config["units"] == 3
    assert found.weights == folder / "weights/toy/plain-numpy-0.npz"
    assert Vectorizer.load(found.vocabulary).vocabulary == ["", "[UNK]", "two", "one"]


def test_from_a_folder_below(folder, monkeypatch):
    (folder / "notebooks").mkdir()
    monkeypatch.chdir(folder / "notebooks")
    assert kept("toy", "plain").vocabulary.exists()


def test_a_configuration_without_weights(folder):
    (folder / "results/toy.json").write_text(
        (folder / "results/toy.json").read_text().replace('"weights": ', '"other": ')
    )
    with pytest.raises(ValueError, match="no run of plain, numpy, has kept its weights"):
        kept("toy", "plain")
    with pytest.raises(ValueError, match="no runs of narrow, numpy; there are: plain, numpy"):
        kept("toy", "narrow")


def test_a_file_that_is_gone(folder):
    (folder / "weights/toy/plain-vocabulary.txt").unlink()
    with pytest.raises(FileNotFoundError, match=r"plain-vocabulary\.txt is in the course"):
        kept("toy", "plain")
