"""What the text labs' studies share, and the promises of their declarations."""

from types import SimpleNamespace

import numpy as np
import pytest

from coursepkg import keras_nn, numpy_nn
from coursepkg.data import Vectorizer, load
from coursepkg.labs import classification
from coursepkg.labs import sarcasm as sarcasm_lab
from coursepkg.labs.classification import first_rows
from coursepkg.results import unpack_bits
from studies import text_runs
from studies.jobs import execute, plan
from studies.labs import imdb, sarcasm, stack_overflow

TWINS = pytest.mark.parametrize("nn", [numpy_nn, keras_nn], ids=["numpy", "keras"])


@pytest.fixture(autouse=True)
def made_up_texts(monkeypatch):
    monkeypatch.setenv("COURSEPKG_SOURCE", "stand-in")


@pytest.mark.parametrize("module", [sarcasm, imdb])
def test_a_study_of_made_up_texts_is_refused(module):
    config = next(iter(module.CONFIGURATIONS.values()))
    with pytest.raises(ValueError, match=r"the real texts of .* are not here"):
        module.inputs_of(config)
    with pytest.raises(ValueError, match=r"the real texts of .* are not here"):
        module.run_baseline(next(iter(module.BASELINES.values())))
    few = module.inputs_of({**config, "rows": 7})
    assert len(few.train.ids) == len(few.test.ids) == 7


@pytest.mark.parametrize(
    ("module", "rule"),
    [
        (sarcasm, "words_and_characters"),
        (stack_overflow, "words_and_characters"),
        (imdb, "naive_bayes"),
    ],
)
def test_a_strong_rule_counts_more_and_says_what_it_chose(module, rule):
    weak, strong = (
        module.run_baseline({**module.BASELINES[name], "rows": 60}) for name in ("tf_idf", rule)
    )
    assert strong.data_hash == weak.data_hash
    assert strong.parameters > 1.2 * weak.parameters
    weights = module.BASELINES[rule].get("weights", "tf_idf")
    chosen = strong.metrics["strength, chosen on validation"]
    assert chosen in classification.STRENGTHS[weights]


@pytest.mark.usefixtures("eager")
@TWINS
def test_training_ends_with_the_weights_of_the_best_epoch(nn):
    inputs = sarcasm_lab.load_data(length=5, texts=first_rows(load("sarcasm"), 40))
    nn.set_random_seed(0)
    model = sarcasm_lab.build_model(nn, length=5, units=4, embedding=4)
    config = {"batch_size": 40, "epochs": 4, "patience": 4}
    history = text_runs.train(nn, model, inputs, config, [])
    assert len(history["val_accuracy"]) == 4
    predictions = text_runs.probabilities(model, inputs.validation.ids)
    accuracy = np.mean(predictions.argmax(axis=1) == inputs.validation.labels)
    assert accuracy == pytest.approx(max(history["val_accuracy"]))
    assert accuracy != pytest.approx(history["val_accuracy"][-1]), "the last epoch is the best"


def test_the_outcome_is_that_of_the_test_part():
    data = load("sarcasm")
    found = np.eye(2)[data.test.labels]
    found[:3] = found[:3, ::-1]
    weights = [np.array([1 / 3])]
    model = SimpleNamespace(count_params=lambda: 5, get_weights=lambda: weights)
    words = Vectorizer().fit(data.train.texts)
    outcome = text_runs.outcome(found, data, model, more={"extra": 1.0}, vectorizer=words)
    assert outcome.metrics["accuracy"] == pytest.approx(1 - 3 / len(data.test))
    assert outcome.metrics["extra"] == 1
    right = unpack_bits(outcome.rows["right"])
    assert not right[:3].any()
    assert right[3:].all()
    assert outcome.weights[0].dtype == np.float16
    assert outcome.vectorizer is words
    other = text_runs.outcome(np.eye(2)[load("imdb").test.labels], load("imdb"), model)
    assert other.data_hash != outcome.data_hash
    assert other.weights is other.vectorizer is None


def test_choosing_by_halves():
    # Rows 0 and 2 choose the first epoch, rows 1 and 3 the second.
    right = np.array([[1, 0, 1, 0], [0, 1, 0, 1], [0, 0, 0, 1]], bool)
    found = sarcasm.choice_by_halves(right)
    assert found == {"accuracy, where chosen": 1.0, "accuracy, elsewhere": 0.0}
    all_alike = sarcasm.choice_by_halves(np.ones((3, 4), bool))
    assert set(all_alike.values()) == {1.0}


def smoke(lab, configuration, twin):
    (job,) = plan(lab, 1, [configuration], [twin], smoke=True)
    finished = execute(job)
    assert finished.error is None, finished.error
    return finished


def test_the_lessons_run_says_what_the_choice_of_an_epoch_did():
    found = smoke("sarcasm", "original_gru", "numpy").record
    metrics, history = found["metrics"], found["history"]
    assert len(history["test_accuracy"]) == len(history["loss"]) == 2
    assert "val_accuracy" not in history
    assert metrics["accuracy"] == max(history["test_accuracy"])
    assert metrics["accuracy, last epoch"] == history["test_accuracy"][-1]
    seen, total = metrics["leaked"]["rows"], found["rows"]["right"]["count"]
    assert seen > 0
    both = metrics["leaked"]["accuracy"] * seen + metrics["accuracy, not leaked"] * (
        total - seen
    )
    assert both / total == pytest.approx(metrics["accuracy"], abs=1e-5)


def test_the_last_epoch_is_scored_before_the_best_one_is_put_back(monkeypatch):
    """Let the first epoch be the best, so that the last one is another."""
    monkeypatch.setitem(imdb.SMOKE, "epochs", 2)
    scored = []

    def probabilities(model, ids, ask=text_runs.probabilities):
        scored.append([weight.copy() for weight in model.get_weights()])
        return ask(model, ids)

    monkeypatch.setattr(text_runs, "probabilities", probabilities)
    monkeypatch.setitem(imdb.SMOKE, "patience", 9)
    found = smoke("imdb", "improved_gru", "numpy").record
    last, best = scored
    chosen = np.argmax(found["history"]["val_accuracy"])
    same = all(np.array_equal(one, other) for one, other in zip(last, best, strict=True))
    assert same == (chosen == 1)
    assert "accuracy, last epoch" in found["metrics"]


@pytest.mark.usefixtures("eager")
def test_keras_adds_up_the_uses_of_a_word_where_the_study_says_so(monkeypatch):
    monkeypatch.setattr(imdb, "SMOKE", {"epochs": 2, "rows": 60, "length": 4})
    names = "improved_gru", "improved_gru", "improved_gru_uses_added"
    first, again, added = (smoke("imdb", name, "keras").record["history"] for name in names)
    assert first["loss"] == again["loss"]
    assert first["loss"] != added["loss"]


@pytest.mark.usefixtures("eager")
def test_only_the_scratch_twins_first_seed_is_kept(monkeypatch):
    monkeypatch.setattr(sarcasm, "SMOKE", {"epochs": 1, "rows": 40, "length": 4})
    assert smoke("sarcasm", "improved_gru", "numpy").weights is not None
    assert smoke("sarcasm", "improved_gru", "keras").weights is None
    assert smoke("sarcasm", "small_gru", "numpy").weights is None


def recurrent_parameters(module, name):
    model = module.model_of(numpy_nn, module.CONFIGURATIONS[name])
    (layer,) = (la for la in model.layers if "GRU RNN LSTM Bidirectional".count(kind(la)))
    return layer.count_params()


def kind(layer):
    return type(layer).__name__.replace("Simple", "")


@pytest.mark.parametrize(
    ("module", "first", "second"),
    [
        (sarcasm, "improved_gru", "improved_lstm_equal_parameters"),
        (imdb, "fair_gru", "fair_lstm_equal_parameters"),
        (imdb, "fair_gru", "fair_rnn_equal_parameters"),
    ],
)
def test_equal_parameters_are_equal_within_one_in_a_hundred(module, first, second):
    found = [recurrent_parameters(module, name) for name in (first, second)]
    assert found[0] == pytest.approx(found[1], rel=0.01)


@pytest.mark.parametrize(
    ("module", "name", "count"),
    [
        (sarcasm, "original_gru", 27_185),
        (sarcasm, "original_lstm", 30_129),
        (imdb, "original_rnn", 1_280_000 + 32_896 + 129),
        (imdb, "original_lstm", 1_280_000 + 131_584 + 129),
        (imdb, "original_gru", 1_280_000 + 99_072 + 129),
    ],
)
def test_the_originals_are_the_lessons(module, name, count):
    config = module.CONFIGURATIONS[name]
    assert module.model_of(numpy_nn, config).count_params() == count
    assert not config["mask"]
