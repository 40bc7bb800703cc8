"""Training as a whole, beside Keras: metrics, validation, weights, bad input, chunks."""

import numpy as np
import pytest
from keras_models import assert_close, classifier, twins

from coursepkg import keras_nn, numpy_nn


@pytest.fixture
def data():
    rng = np.random.default_rng(40)
    return rng.integers(9, size=(11, 5)), rng.integers(3, size=11)


def test_metrics_validation_and_weights_equal_keras(data):
    x, y = data
    weights = np.linspace(0.1, 2, len(x)).astype("float32")

    def build(nn, dtype):
        return classifier(nn, dtype, optimizer="sgd", metrics=["accuracy"])

    ours, theirs = twins(build, np.random.default_rng(42))
    options = {"epochs": 3, "batch_size": 4, "shuffle": False, "verbose": 0}
    options |= {"validation_split": 0.3, "sample_weight": weights}
    mine, yours = (model.fit(x, y, **options).history for model in (ours, theirs))
    assert set(mine) == set(yours) == {"loss", "accuracy", "val_loss", "val_accuracy"}
    for name, values in mine.items():
        np.testing.assert_allclose(values, yours[name], rtol=1e-5, err_msg=name)
    mine, yours = (
        model.evaluate(x, y, batch_size=4, verbose=0, return_dict=True)
        for model in (ours, theirs)
    )
    assert mine == pytest.approx(yours, rel=1e-5)


@pytest.mark.usefixtures("eager")
@pytest.mark.parametrize(
    ("units", "activation", "loss", "names"),
    [
        (1, "sigmoid", "binary_crossentropy", ["accuracy", "mae"]),
        (3, "softmax", "categorical_crossentropy", ["accuracy", "mse"]),
        (2, None, "mean_absolute_error", ["mse", "mae"]),
    ],
)
def test_metrics_of_other_losses_equal_keras(units, activation, loss, names):
    def build(nn, dtype):
        model = nn.Sequential([nn.Input((4,)), nn.Dense(units, activation=activation)])
        model.compile(optimizer="sgd", loss=loss, metrics=names)
        return model

    rng = np.random.default_rng(43)
    ours, theirs = twins(build, rng)
    x = rng.normal(size=(20, 4)).astype("float32")
    y = np.eye(3)[rng.integers(3, size=20)][:, :units].astype("float32")
    mine, yours = ours.evaluate(x, y), theirs.evaluate(x, y, verbose=0)
    assert mine == pytest.approx(yours, rel=1e-5)
    assert len(mine) == 3


def test_validation_split_takes_the_last_rows_before_shuffling(data):
    seen = []

    class Watch(numpy_nn.Callback):
        def on_epoch_end(self, epoch, logs=None):
            seen.append((logs["val_loss"], self.model.evaluate(data[0][7:], data[1][7:])))

    classifier(numpy_nn).fit(
        *data, validation_split=0.3, epochs=2, verbose=0, callbacks=[Watch()]
    )
    assert all(by_split == pytest.approx(by_hand) for by_split, by_hand in seen)


@pytest.mark.parametrize("share", [1.0, 1.5, -0.2])
def test_a_split_that_leaves_a_side_empty(share, data):
    with pytest.raises(ValueError, match="leaves rows on both sides"):
        classifier(numpy_nn).fit(data[0][:5], data[1][:5], validation_split=share, verbose=0)


def test_a_loss_that_is_not_finite_stops_training_and_says_where():
    model = numpy_nn.Sequential([numpy_nn.Input((2,)), numpy_nn.Dense(1)])
    model.compile(optimizer=numpy_nn.SGD(learning_rate=1e18), loss="mse")
    x, y = np.ones((6, 2)), np.full((6, 1), 1e3)
    with (
        np.errstate(over="ignore", invalid="ignore"),
        pytest.raises(
            FloatingPointError, match=r"the loss became (inf|nan) at epoch 1, batch \d"
        ),
    ):
        model.fit(x, y, batch_size=2, epochs=9, verbose=0)
    assert all(np.isfinite(weight).all() for weight in model.get_weights())


@pytest.mark.parametrize("shape", [(10,), (11, 4), (11, 5, 3)])
def test_sample_weights_of_another_shape(shape, data):
    with pytest.raises(ValueError, match=r"sample_weight has shape .*each of the 11 rows"):
        classifier(numpy_nn).fit(*data, sample_weight=np.ones(shape), verbose=0)


@pytest.mark.parametrize(
    ("ids", "message"),
    [
        ([[1, 9]], "given id 9 in row 0, step 1; expected ids from 0 to 8"),
        ([[1, 2], [-1, 3]], "given id -1 in row 1, step 0"),
        ([[1.0, 2.5]], "given 2.5 in row 0, step 1; expected whole numbers"),
        ([1, 2], r"shape \(2,\).*\(None, 5\)"),
    ],
)
def test_ids_that_are_no_words(ids, message):
    with pytest.raises(ValueError, match=message):
        classifier(numpy_nn).predict(np.array(ids))


def test_truncated_backpropagation_over_chunks_equals_keras():
    """A stateful model trained chunk by chunk: the state is carried on, the gradient is not."""

    def build(nn, dtype):
        arguments = {"batch_shape": (2, 4, 3)} if nn is keras_nn else {"shape": (4, 3)}
        model = nn.Sequential(
            [
                nn.Input(**arguments),
                nn.GRU(5, return_sequences=True, stateful=True),
                nn.Dense(1),
            ]
        )
        model.compile(optimizer="adam", loss="mse")
        return model

    rng = np.random.default_rng(44)
    ours, theirs = twins(build, rng)
    theirs.run_eagerly = True
    chunks = rng.normal(size=(6, 2, 4, 3)).astype("float32")
    for _ in range(2):
        for chunk in chunks:
            target = chunk.sum(axis=-1, keepdims=True)
            ours.train_on_batch(chunk, target)
            theirs.train_on_batch(chunk, target)
        ours.reset_states()
        theirs.layers[0].reset_state()
    for mine, yours in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        assert_close(mine, yours, 1e-5)


def linear(nn, dtype="float32", units=1, activation="sigmoid", loss="binary_crossentropy"):
    model = nn.Sequential([nn.Input((4,)), nn.Dense(units, activation=activation)])
    model.compile(nn.SGD(0.3), loss)
    return model


WEIGHED = [
    ({"units": 1}, lambda classes: (classes > 0).astype("float32")),
    ({"units": 1}, lambda classes: (classes > 0).astype("float32")[:, None]),
    ({"units": 1}, lambda classes: classes * 0.45),
    (
        {"units": 3, "activation": "softmax", "loss": "categorical_crossentropy"},
        lambda classes: np.eye(3, dtype="float32")[classes],
    ),
    (
        {"units": 3, "activation": "softmax", "loss": "sparse_categorical_crossentropy"},
        lambda classes: classes,
    ),
]


@pytest.mark.usefixtures("eager")
@pytest.mark.parametrize(("settings", "targets"), WEIGHED)
def test_class_weights_equal_keras(settings, targets):
    rng = np.random.default_rng(45)
    x, y = rng.normal(size=(12, 4)).astype("float32"), targets(rng.integers(3, size=12))
    ours, theirs = twins(lambda nn, dtype: linear(nn, **settings), rng)
    options = {"class_weight": {0: 0.25, 1: 4.0}, "batch_size": 5, "shuffle": False}
    options |= {"verbose": 0, "epochs": 2, "validation_split": 0.25}
    mine, yours = (model.fit(x, y, **options).history for model in (ours, theirs))
    for name in mine:
        np.testing.assert_allclose(mine[name], yours[name], rtol=1e-5)
    plain = linear(numpy_nn, **settings).fit(x, y, **{**options, "class_weight": None}).history
    assert plain["loss"] != mine["loss"]
    for model in (ours, theirs):
        batch = model.train_on_batch(x, y, class_weight={1: 3.0}, return_dict=True)
        mine["batch"], yours = yours, batch
    assert mine["batch"]["loss"] == pytest.approx(float(yours["loss"]), rel=1e-5)


@pytest.mark.parametrize(
    "more",
    [
        {"class_weight": [1.0, 2.0]},
        {"class_weight": {0: 1.0}, "sample_weight": np.ones(12)},
    ],
)
def test_class_weights_that_mean_nothing(more):
    with pytest.raises(ValueError, match="class_weight should be a dictionary"):
        linear(numpy_nn).fit(np.ones((12, 4)), np.ones(12), verbose=0, **more)


def test_class_weights_of_steps_are_refused():
    model = numpy_nn.Sequential([numpy_nn.Input((5, 4)), numpy_nn.Dense(3, "softmax")])
    model.compile(loss="sparse_categorical_crossentropy")
    with pytest.raises(ValueError, match="without steps in its outputs"):
        model.fit(np.ones((2, 5, 4)), np.ones((2, 5)), verbose=0, class_weight={1: 2.0})


@pytest.mark.usefixtures("eager")
def test_epochs_and_validations_are_counted_as_in_keras():
    x, y, seen = np.ones((6, 4)), np.ones((6, 1)), []
    for nn in (numpy_nn, keras_nn):
        history = linear(nn).fit(
            *(x, y),
            epochs=7,
            initial_epoch=2,
            validation_freq=3,
            validation_data=(x, y),
            verbose=0,
        )
        lengths = {name: len(values) for name, values in history.history.items()}
        seen.append((history.epoch, lengths, history.params["epochs"]))
    assert seen[0] == seen[1]
    assert seen[0][1] == {"loss": 5, "val_loss": 2}


@pytest.mark.parametrize("validation", [np.ones((4, 4)), "data", (1, 2, 3, 4)])
def test_validation_data_are_a_pair(validation):
    with pytest.raises(ValueError, match=r"validation_data should be \(x, y\)"):
        linear(numpy_nn).fit(np.ones((6, 4)), np.ones(6), validation_data=validation)
