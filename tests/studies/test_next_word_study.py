"""The study of the next word: every model is tested on the same words."""

import numpy as np
import pytest

from coursepkg import numpy_nn
from coursepkg.labs import language
from studies.jobs import Watch
from studies.labs import next_word as study

SMALL = {"reviews": 60, "vocabulary_size": 100, "embedding": 6, "units": 8, "epochs": 2}


@pytest.fixture(autouse=True)
def made_up(monkeypatch):
    monkeypatch.setenv("COURSEPKG_SOURCE", "stand-in")
    monkeypatch.delenv("COURSEPKG_DATA_DIR", raising=False)
    study.load_data.cache_clear()
    yield
    study.load_data.cache_clear()


def outcome_of(configuration, **changes):
    numpy_nn.set_random_seed(0)
    config = {**study.CONFIGURATIONS[configuration], **SMALL, **changes}
    return study.run(numpy_nn, "numpy", config, 0, Watch())


def test_the_losses_of_blocks_are_those_of_the_perplexity():
    outcome = outcome_of("gru")
    losses = outcome.rows["loss of each 100 words"]
    assert outcome.metrics["perplexity"] == pytest.approx(np.exp(np.mean(losses)))
    data = study.inputs_of(SMALL)
    assert len(losses) == data.test_stream.y.size / 100
    rule = study.run_baseline({**study.BASELINES["bigram"], **SMALL})
    assert len(rule.rows["loss of each 100 words"]) == len(losses)
    assert rule.data_hash == outcome.data_hash


def test_rules_are_asked_for_their_first_guesses_as_models_are():
    model = outcome_of("gru").metrics
    rules = {
        name: study.run_baseline({**config, **SMALL}).metrics
        for name, config in study.BASELINES.items()
    }
    for metrics in (model, *rules.values()):
        assert 0 < metrics["accuracy"] < metrics["among five"] < 1
    assert rules["unigram"]["among five"] < rules["bigram"]["among five"]
    chosen = rules["trigram"]["discounts, chosen on validation"]
    assert list(chosen) == ["of 2 words", "of 3 words"]
    assert set(chosen.values()) <= set(language.DISCOUNTS)


def test_the_longer_the_state_is_kept_the_better():
    metrics = outcome_of("gru").metrics
    dropped = [metrics["state dropped after"][f"{n} words"] for n in study.FORGETTING]
    assert dropped[0] > dropped[-1] > 0.98 * metrics["perplexity"]


def test_who_reads_both_ways_is_found_out():
    metrics = outcome_of("both_directions", epochs=8).metrics
    assert metrics["perplexity of beginnings"] > 1.2 * metrics["perplexity"]


def test_chunks_of_all_lengths_have_as_many_words_in_a_batch():
    configs = study.CONFIGURATIONS.values()
    assert {config["rows"] * config["chunk"] for config in configs} == {400}


@pytest.mark.parametrize("name", ["lstm_equal_parameters", "rnn_equal_parameters"])
def test_equal_parameters_are_equal_within_one_in_a_hundred(name):
    found = [
        study.model_of(numpy_nn, study.CONFIGURATIONS[one], rows=1, chunk=1).count_params()
        for one in ("gru", name)
    ]
    assert found[0] == pytest.approx(found[1], rel=0.01)


def test_a_study_of_made_up_reviews_is_refused():
    with pytest.raises(ValueError, match="the real texts of imdb are not here"):
        study.run(numpy_nn, "numpy", study.CONFIGURATIONS["gru"], 0, Watch())
