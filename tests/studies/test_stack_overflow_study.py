"""What the study of the questions adds to the lab: less padding to go through, and the slip."""

import numpy as np
import pytest

from coursepkg import numpy_nn
from coursepkg.labs import stack_overflow
from studies import text_runs
from studies.jobs import Watch
from studies.labs import stack_overflow as study


@pytest.fixture(autouse=True)
def made_up(monkeypatch):
    monkeypatch.setenv("COURSEPKG_SOURCE", "stand-in")
    monkeypatch.delenv("COURSEPKG_DATA_DIR", raising=False)


def test_sorting_by_length_changes_no_probability(monkeypatch):
    monkeypatch.setattr(study, "STEP", 4)
    numpy_nn.set_random_seed(0)
    model = stack_overflow.build_model(
        numpy_nn, "gru", 30, None, 4, 5, bidirectional=True, pooling="max"
    )
    rng = np.random.default_rng(1)
    ids = rng.integers(1, 30, size=(9, 10))
    for row, length in enumerate((0, 1, 3, 4, 5, 8, 9, 10, 10)):
        ids[row, length:] = 0
    plain = text_runs.probabilities(model, ids)
    assert np.ptp(plain, axis=0).max() > 1e-3
    np.testing.assert_allclose(study.probabilities(model, ids), plain, atol=1e-6)


SMALL = {"units": 4, "embedding": 4, "length": 30, "epochs": 1, "rows": 60}


def improved(read):
    numpy_nn.set_random_seed(0)
    config = {**study.CONFIGURATIONS["improved_gru"], **SMALL, "read": read}
    return study.run(numpy_nn, "numpy", config, 0, Watch())


def test_a_run_reads_as_much_as_the_validation_part_prefers(monkeypatch):
    losses = {length: improved([length]).metrics["loss"] for length in (30, 60)}
    assert losses[30] != losses[60]
    for preferred in (30, 60):
        # Of the validation rows at 30 and 60 tokens, then of the test rows.
        shares = iter([0.5, 0.4, 0.1, 0.9] if preferred == 30 else [0.4, 0.5, 0.9, 0.1])
        monkeypatch.setattr(study, "right", lambda *ignored, left=shares: next(left))
        metrics = improved([30, 60]).metrics
        assert metrics["loss"] == pytest.approx(losses[preferred])
        assert set(metrics["read"]) == {"30 tokens", "60 tokens"}


def test_the_confusion_is_that_of_the_score():
    outcome = improved([30])
    counts = [list(row.values()) for row in outcome.metrics["confusion"].values()]
    assert np.sum(counts) == outcome.rows["right"]["count"] == 60
    assert np.trace(counts) / 60 == pytest.approx(outcome.metrics["accuracy"])
    assert outcome.weights[0].shape == (study.VOCABULARY, 4)
    assert outcome.weights[0].dtype == np.float16


def test_the_slip_is_scored_as_the_lesson_did_and_on_clean_rows():
    config = {**study.CONFIGURATIONS["leaked_gru"], **SMALL, "read": [30], "epochs": 2}
    config |= {"rows": 40}
    slip, official = study.inputs_of(config), study.inputs_of({**config, "leak": False})
    assert slip.train.texts == official.test.texts
    assert slip.test.texts == official.train.texts
    back = stack_overflow.leaked(slip)
    np.testing.assert_array_equal(back.test.ids, slip.train.ids)
    np.testing.assert_array_equal(back.train.labels, slip.test.labels)
    numpy_nn.set_random_seed(0)
    outcome = study.run(numpy_nn, "numpy", config, 0, Watch())
    clean = study.run_baseline({**study.BASELINES["tf_idf"], "rows": 40})
    assert outcome.data_hash == clean.data_hash
    assert set(outcome.metrics) >= {"accuracy", "clean accuracy"}
    assert outcome.rows["right"]["count"] == len(official.test.labels)


def test_a_study_of_made_up_questions_is_refused():
    with pytest.raises(ValueError, match="the real texts of stack_overflow are not here"):
        study.run(numpy_nn, "numpy", study.CONFIGURATIONS["improved_gru"], 0, Watch())


def test_counting_words_keeps_the_lengths_of_the_questions():
    outcome = study.run_baseline({"punctuation": True, "length": None, "rows": 100})
    texts = text_runs.real_texts(study.load("stack_overflow"), 100).test.texts
    tokens = stack_overflow.make_vectorizer(punctuation=True).tokens
    assert outcome.rows["tokens"] == [len(tokens(question)) for question in texts]
