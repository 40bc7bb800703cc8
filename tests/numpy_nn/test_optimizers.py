"""Optimisers and clipping: beside Keras, and numbers that can be checked by hand."""

import signal
import threading
from contextlib import nullcontext
from itertools import pairwise

import keras
import numpy as np
import pytest

from coursepkg import keras_nn, numpy_nn
from coursepkg.numpy_nn import optimizers

CASES = [
    ("SGD", {}),
    ("SGD", {"learning_rate": 0.3}),
    ("RMSprop", {}),
    ("RMSprop", {"learning_rate": 0.02, "rho": 0.7, "epsilon": 1e-3}),
    ("Adam", {}),
    ("Adam", {"learning_rate": 0.05, "beta_1": 0.8, "beta_2": 0.95, "epsilon": 1e-3}),
]


@pytest.mark.parametrize(("name", "settings"), CASES)
def test_ten_steps_equal_keras(name, settings):
    rng = np.random.default_rng(8)
    shapes = [(3, 4), (5,)]
    ours = [rng.normal(size=shape).astype("float32") for shape in shapes]
    theirs = [keras.Variable(weight.copy()) for weight in ours]
    our_optimizer = getattr(optimizers, name)(**settings)
    their_optimizer = getattr(keras.optimizers, name)(**settings)
    for _ in range(10):
        gradients = [rng.normal(size=shape).astype("float32") for shape in shapes]
        our_optimizer.apply(gradients, ours)
        their_optimizer.apply([keras.ops.convert_to_tensor(g) for g in gradients], theirs)
    for mine, yours in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(mine, yours.numpy(), rtol=1e-5, atol=1e-7)
        assert mine.dtype == np.float32


@pytest.mark.parametrize("name", ["SGD", "RMSprop", "Adam"])
def test_defaults_are_keras_defaults(name):
    config = getattr(keras.optimizers, name)().get_config()
    ours = vars(getattr(optimizers, name)())
    settings = {
        key: value for key, value in ours.items() if key in config and key != "iterations"
    }
    assert len(settings) >= 5
    assert getattr(optimizers, name)().learning_rate == pytest.approx(config["learning_rate"])
    assert settings == {key: config[key] for key in settings}


def test_every_step_descends_a_bowl():
    weight = np.array([3.0, -2.0])
    optimizer = optimizers.SGD(learning_rate=0.1)
    heights = []
    for _ in range(20):
        heights.append(float(weight @ weight))
        optimizer.apply([2 * weight], [weight])
    assert all(later < earlier for earlier, later in pairwise(heights))


@pytest.mark.parametrize("given", ["adam", "Adam", optimizers.Adam(0.5)])
def test_get(given):
    assert isinstance(optimizers.get(given), optimizers.Adam)


def test_unknown_optimizer_lists_the_known_ones():
    with pytest.raises(
        ValueError, match=r"unknown optimizer 'lbfgs'; known are: adam, rmsprop, sgd"
    ):
        optimizers.get("lbfgs")


KINDS = ["clipvalue", "clipnorm", "global_clipnorm"]


@pytest.fixture
def gradients():
    """Norms 5 and 12: together 13."""
    return [np.array([[3.0], [-4.0]]), np.array([0.0, -12.0, 0.0])]


@pytest.mark.parametrize(
    ("kind", "limit", "expected"),
    [
        ("clipvalue", 3.5, [[[3.0], [-3.5]], [0.0, -3.5, 0.0]]),
        ("clipvalue", 2.0, [[[2.0], [-2.0]], [0.0, -2.0, 0.0]]),
        ("clipnorm", 6.0, [[[3.0], [-4.0]], [0.0, -6.0, 0.0]]),
        ("clipnorm", 2.5, [[[1.5], [-2.0]], [0.0, -2.5, 0.0]]),
        ("clipnorm", 0.5, [[[0.3], [-0.4]], [0.0, -0.5, 0.0]]),
        ("global_clipnorm", 6.5, [[[1.5], [-2.0]], [0.0, -6.0, 0.0]]),
        ("global_clipnorm", 0.13, [[[0.03], [-0.04]], [0.0, -0.12, 0.0]]),
    ],
)
def test_clipping_by_hand(gradients, kind, limit, expected):
    clipped = optimizers.clip(gradients, **{kind: limit})
    assert len(clipped) == 2
    for found, wanted in zip(clipped, expected, strict=True):
        np.testing.assert_allclose(found, wanted, rtol=1e-14)


@pytest.mark.parametrize("kind", KINDS)
def test_small_gradients_stay_as_they_are(gradients, kind):
    for found, given in zip(optimizers.clip(gradients, **{kind: 13.5}), gradients, strict=True):
        np.testing.assert_array_equal(found, given)


def test_without_a_limit_nothing_is_clipped(gradients):
    assert optimizers.clip(gradients) is gradients


@pytest.mark.parametrize("kind", KINDS)
def test_clipped_gradients_of_zero_stay_zero(kind):
    (found,) = optimizers.clip([np.zeros(3)], **{kind: 0.5})
    np.testing.assert_array_equal(found, np.zeros(3))


@pytest.mark.parametrize("kind", KINDS)
def test_clipping_keeps_single_precision(kind):
    (found,) = optimizers.clip([np.full(3, 7, "float32")], **{kind: 0.5})
    assert found.dtype == np.float32


def test_global_norm(gradients):
    norm = optimizers.global_norm(gradients)
    assert norm == pytest.approx(13)
    assert type(norm) is float


def test_two_kinds_of_clipping_are_refused():
    with pytest.raises(ValueError, match="were: clipvalue, global_clipnorm"):
        optimizers.require_one_kind(clipvalue=1.0, clipnorm=None, global_clipnorm=2.0)
    optimizers.require_one_kind(clipvalue=None, clipnorm=0.5, global_clipnorm=None)


@pytest.mark.parametrize("limit", [0, -1.0, float("nan")])
def test_limits_of_clipping_are_above_zero(limit):
    with pytest.raises(ValueError, match=r"clipnorm should be (above zero|a finite number)"):
        optimizers.require_one_kind(clipnorm=limit)


@pytest.mark.parametrize("limit", [0.7, 2.0, 30.0])
@pytest.mark.parametrize("kind", KINDS)
def test_clipping_equals_keras(kind, limit):
    rng = np.random.default_rng(23)
    gradients = [rng.normal(size=shape).astype("float32") for shape in [(3, 4), (5,), (2, 1)]]
    optimizer = keras.optimizers.SGD(learning_rate=1.0, **{kind: limit})
    weights = [keras.Variable(np.zeros_like(gradient)) for gradient in gradients]
    optimizer.apply([keras.ops.convert_to_tensor(g) for g in gradients], weights)
    for ours, theirs in zip(optimizers.clip(gradients, **{kind: limit}), weights, strict=True):
        np.testing.assert_allclose(ours, -theirs.numpy(), rtol=1e-6)


@pytest.fixture(autouse=True)
def interruptible():
    """Ctrl-C raises KeyboardInterrupt, also where the tests run in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def interrupted(optimizer, interrupt, entry=2):
    """Let a weight's update be interrupted half-way: its slots have changed, it has not."""
    whole, calls = type(optimizer).update, []

    class Interrupted(type(optimizer)):
        def update(self, weight, gradient, *memory):
            calls.append(weight)
            if len(calls) == entry:
                interrupt()
            whole(self, weight, gradient, *memory)

    optimizer.__class__ = Interrupted
    return calls


def press_stop():
    signal.raise_signal(signal.SIGINT)


TRAIN = {
    "fit": lambda model, x, y: model.fit(x, y, batch_size=2, verbose=0),
    "train_on_batch": lambda model, x, y: model.train_on_batch(x[:2], y[:2]),
}


@pytest.mark.parametrize("method", TRAIN)
@pytest.mark.parametrize("name", ["sgd", "rmsprop", "adam"])
def test_a_step_that_is_interrupted_is_taken_whole(name, method):
    x, y = np.ones((6, 2)), np.ones((6, 1))
    models = [small_model(numpy_nn), small_model(numpy_nn)]
    models[1].set_weights(models[0].get_weights())
    for model in models:
        model.compile(name, "mse")
    calls = interrupted(models[0].optimizer, press_stop, entry=1)
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        TRAIN[method](models[0], x, y)
    assert len(calls) == 2
    assert signal.getsignal(signal.SIGINT) is before
    models[1].fit(x[:2], y[:2], verbose=0)
    for model in models:
        model.fit(x, y, verbose=0)
    for mine, other in zip(models[0].get_weights(), models[1].get_weights(), strict=True):
        np.testing.assert_array_equal(mine, other)


def test_an_interrupt_between_steps_does_not_wait():
    class Stop(numpy_nn.Callback):
        def on_train_batch_begin(self, batch, logs=None):
            if batch == 1:
                press_stop()

    model = small_model(numpy_nn)
    model.compile("sgd", "mse")
    with pytest.raises(KeyboardInterrupt):
        model.fit(np.ones((6, 2)), np.ones(6), batch_size=2, verbose=0, callbacks=Stop())
    assert model.optimizer.iterations == 1


def test_a_bare_step_that_is_interrupted_is_not_taken_up_again():
    optimizer, weights = optimizers.Adam(0.1), [np.ones(2), np.ones(3)]
    interrupted(optimizer, press_stop)
    with pytest.raises(KeyboardInterrupt):
        optimizer.apply([np.ones(2), np.ones(3)], weights)
    with pytest.raises(RuntimeError, match="error or interrupt broke off the last step"):
        optimizer.apply([np.ones(2), np.ones(3)], weights)


def test_an_interrupt_of_a_step_that_breaks_off_is_raised():
    optimizer, before = optimizers.SGD(0.1), signal.getsignal(signal.SIGINT)

    def stop_and_break_off():
        press_stop()
        raise MemoryError

    interrupted(optimizer, stop_and_break_off, entry=1)
    with pytest.raises(KeyboardInterrupt), optimizers.whole_steps(optimizer):
        optimizer.apply([np.ones(2)], [np.ones(2)])
    assert signal.getsignal(signal.SIGINT) is before


def test_a_step_that_breaks_off_is_not_taken_up_again():
    optimizer, weights = optimizers.Adam(0.1), [np.ones(2), np.ones(3)]

    def interrupt():
        raise MemoryError

    interrupted(optimizer, interrupt)
    with pytest.raises(MemoryError):
        optimizer.apply([np.ones(2), np.ones(3)], weights)
    with pytest.raises(RuntimeError, match="compile the model again, with a new optimizer"):
        optimizer.apply([np.ones(2), np.ones(3)], weights)


def test_in_a_thread_of_its_own_nothing_waits():
    model, errors, handlers = small_model(numpy_nn), [], []
    model.compile("sgd", "mse")
    before = signal.getsignal(signal.SIGINT)
    interrupted(model.optimizer, lambda: handlers.append(signal.getsignal(signal.SIGINT)))

    def fit():
        try:
            model.fit(np.ones((4, 2)), np.ones(4), verbose=0)
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=fit)
    thread.start()
    thread.join()
    assert errors == []
    assert handlers == [before]


def test_where_no_handler_is_callable_none_is_set():
    """As where interrupts are ignored, or there are none."""
    optimizer, before = optimizers.SGD(0.1), signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with optimizers.whole_steps(optimizer):
            assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("gradients", [[np.ones(2)], [np.ones(2), np.ones(2)]])
def test_gradients_that_do_not_fit_change_nothing(gradients):
    optimizer, weights = optimizers.SGD(0.1), [np.ones(2), np.ones(3)]
    with pytest.raises(ValueError, match="do not fit the weights"):
        optimizer.apply(gradients, weights)
    assert optimizer.iterations == 0
    np.testing.assert_array_equal(weights[0], 1)


def small_model(nn, units=1):
    return nn.Sequential([nn.Input((2,)), nn.Dense(units)])


def compile_twice(nn, model, optimizer, fit):
    model.compile(optimizer, "mse")
    fit(model)


def second_model(nn, model, optimizer, fit):
    other = small_model(nn)
    other.compile(optimizer, "mse")
    fit(other)


def second_model_of_other_sizes(nn, model, optimizer, fit):
    other = small_model(nn, units=3)
    other.compile(optimizer, "mse")
    fit(other)


def layer_added(nn, model, optimizer, fit):
    model.add(nn.Dense(1))
    model.compile(optimizer, "mse")
    fit(model)


def second_model_back_to_the_first(nn, model, optimizer, fit):
    small_model(nn).compile(optimizer, "mse")
    fit(model)


@pytest.mark.usefixtures("eager")
@pytest.mark.parametrize("name", ["SGD", "Adam"])
@pytest.mark.parametrize(
    ("path", "refused"),
    [
        (compile_twice, False),
        (second_model, True),
        (second_model_of_other_sizes, True),
        (layer_added, True),
        (second_model_back_to_the_first, False),
    ],
)
def test_a_used_optimizer_in_another_model(path, refused, name):
    for nn in (numpy_nn, keras_nn):

        def fit(model):
            model.fit(np.ones((4, 2)), np.ones((4, model.layers[-1].units)), verbose=0)

        model, optimizer = small_model(nn), getattr(nn, name)(0.1)
        model.compile(optimizer, "mse")
        fit(model)
        with pytest.raises(ValueError, match="optimizer") if refused else nullcontext():
            path(nn, model, optimizer, fit)


SCHEDULES = [
    ("ExponentialDecay", (0.1, 3, 0.5), {}),
    ("ExponentialDecay", (0.1, 3, 0.5, True), {}),
    ("CosineDecay", (0.1, 4), {}),
    ("CosineDecay", (0.1, 4, 0.2), {}),
    ("CosineDecay", (0.01, 4), {"alpha": 0.1, "warmup_target": 0.3, "warmup_steps": 3}),
]


@pytest.mark.parametrize(("name", "arguments", "more"), SCHEDULES)
def test_schedules_equal_keras(name, arguments, more):
    ours, theirs = (
        getattr(nn.schedules, name)(*arguments, **more) for nn in (numpy_nn, keras_nn)
    )
    rates = [[float(schedule(step)) for step in range(10)] for schedule in (ours, theirs)]
    np.testing.assert_allclose(*rates, rtol=1e-6, atol=1e-9)
    assert len(set(rates[0])) > 3


def own_schedule(nn):
    class Steep(nn.schedules.LearningRateSchedule):
        def __call__(self, step):
            return 0.5 / float(step + 1)

    return Steep()


@pytest.mark.parametrize("name", ["SGD", "RMSprop", "Adam"])
def test_an_optimizer_follows_a_schedule_as_in_keras(name):
    rng = np.random.default_rng(9)
    ours, theirs = (getattr(nn, name)(own_schedule(nn)) for nn in (numpy_nn, keras_nn))
    weight = rng.normal(size=4).astype("float32")
    variable = keras.Variable(weight.copy())
    for _ in range(4):
        gradient = rng.normal(size=4).astype("float32")
        assert ours.learning_rate == pytest.approx(float(theirs.learning_rate))
        ours.apply([gradient], [weight])
        theirs.apply([keras.ops.convert_to_tensor(gradient)], [variable])
        np.testing.assert_allclose(weight, variable.numpy(), rtol=1e-5, atol=1e-6)
    assert ours.learning_rate == 0.5 / 5


def test_any_function_of_the_step_is_a_schedule():
    optimizer, weight = optimizers.SGD(lambda step: 10.0**-step), np.zeros(1)
    for _ in range(3):
        optimizer.apply([-np.ones(1)], [weight])
    np.testing.assert_allclose(weight, 1.11)
    optimizer.learning_rate = 0.5
    assert optimizer.learning_rate == 0.5


@pytest.mark.parametrize("rate", ["0.1", None, [0.1]])
def test_a_learning_rate_is_a_number(rate):
    with pytest.raises(ValueError, match="learning_rate should be a finite number"):
        optimizers.Adam(rate)


def test_a_momentum_that_comes_too_late_is_refused():
    for momentum_from in (0, 1):
        optimizer, weight = optimizers.SGD(0.1), np.zeros(1)
        for step in range(3):
            if step == momentum_from:
                optimizer.momentum = 0.9
            if step and momentum_from:
                with pytest.raises(ValueError, match="it remembers nothing of it"):
                    optimizer.apply([np.ones(1)], [weight])
                break
            optimizer.apply([np.ones(1)], [weight])
        np.testing.assert_allclose(weight, -0.1 if momentum_from else -0.561)


def test_an_optimizer_shows_its_settings():
    shown = repr(optimizers.Adam(0.1, global_clipnorm=1.0))
    assert shown.startswith("Adam(learning_rate=0.1, global_clipnorm=1.0, iterations=0")
    assert "None" not in shown
