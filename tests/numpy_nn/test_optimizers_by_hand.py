"""Optimisers, written out once more entry by entry, and how they keep their memory."""

import math

import numpy as np
import pytest

from coursepkg.numpy_nn import optimizers
from coursepkg.numpy_nn.optimizers import clip

RATE, EPSILON = 0.3, 1e-3


def sgd(w, g, memory, momentum=0.0, nesterov=False):
    v = momentum * memory.get("v", 0.0) - RATE * g
    memory["v"] = v
    return w + (momentum * v - RATE * g if nesterov else v)


def rmsprop(w, g, memory, rho=0.7, momentum=0.0):
    s = memory["s"] = rho * memory.get("s", 0.0) + (1 - rho) * g**2
    v = memory["v"] = momentum * memory.get("v", 0.0) + RATE * g / math.sqrt(s + EPSILON)
    return w - v


def adam(w, g, memory, beta_1=0.75, beta_2=0.875):
    t = memory["t"] = memory.get("t", 0) + 1
    m = memory["m"] = beta_1 * memory.get("m", 0.0) + (1 - beta_1) * g
    s = memory["s"] = beta_2 * memory.get("s", 0.0) + (1 - beta_2) * g**2
    rate = RATE * math.sqrt(1 - beta_2**t) / (1 - beta_1**t)
    return w - rate * m / (math.sqrt(s) + EPSILON)


# All exact in single precision, to which some are rounded, as in Keras.
CASES = [
    ("SGD", sgd, {}),
    ("SGD", sgd, {"momentum": 0.75}),
    ("SGD", sgd, {"momentum": 0.75, "nesterov": True}),
    ("RMSprop", rmsprop, {"rho": 0.7}),
    ("RMSprop", rmsprop, {"rho": 0.7, "momentum": 0.625}),
    ("Adam", adam, {"beta_1": 0.75, "beta_2": 0.875}),
]


@pytest.mark.parametrize(("name", "by_hand", "settings"), CASES)
@pytest.mark.parametrize("stretch", [3, 16384])
def test_five_steps(name, by_hand, settings, stretch, monkeypatch):
    monkeypatch.setattr(optimizers, "STRETCH", stretch)
    extra = {} if name == "SGD" else {"epsilon": EPSILON}
    optimizer = getattr(optimizers, name)(RATE, **settings, **extra)
    rng = np.random.default_rng(71)
    weights = [rng.normal(size=(3, 4)), rng.normal(size=5)]
    expected = [weight.copy() for weight in weights]
    memories = [[{} for _ in range(weight.size)] for weight in weights]
    for step in range(1, 6):
        gradients = [rng.normal(size=weight.shape) for weight in weights]
        optimizer.apply(gradients, weights)
        assert optimizer.iterations == step
        for whole, gradient, memory in zip(expected, gradients, memories, strict=True):
            flat, g = whole.reshape(-1), gradient.reshape(-1)
            for i in range(whole.size):
                flat[i] = by_hand(flat[i], g[i], memory[i], **settings)
        for found, wanted in zip(weights, expected, strict=True):
            np.testing.assert_allclose(found, wanted, rtol=1e-10)


@pytest.mark.parametrize(("name", "by_hand", "settings"), CASES)
def test_gradients_stay_as_they_are_and_types_too(name, by_hand, settings):
    gradient, weight = np.arange(4, dtype="float32"), np.ones(4, "float32")
    gradient.flags.writeable = False
    optimizer = getattr(optimizers, name)(**settings)
    for _ in range(2):
        optimizer.apply([gradient], [weight])
    assert weight.dtype == np.float32
    assert all(slot.dtype == np.float32 for memory in optimizer._memory for slot in memory[1])


DEFAULTS = {
    "SGD": {"learning_rate": 0.01, "momentum": 0.0, "nesterov": False},
    "RMSprop": {"learning_rate": 0.001, "rho": 0.9, "momentum": 0.0, "epsilon": 1e-7},
    "Adam": {"learning_rate": 0.001, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-7},
}


@pytest.mark.parametrize("name", DEFAULTS)
def test_defaults(name):
    optimizer = getattr(optimizers, name)()
    limits = {"clipvalue": None, "clipnorm": None, "global_clipnorm": None}
    for setting, value in {**DEFAULTS[name], **limits, "iterations": 0}.items():
        assert getattr(optimizer, setting) == value
        assert type(getattr(optimizer, setting)) is type(value)


def test_only_what_is_needed_is_remembered():
    for name, settings, slots in [
        *[("SGD", {}, 0), ("SGD", {"momentum": 0.5}, 1)],
        *[("RMSprop", {}, 1), ("RMSprop", {"momentum": 0.5}, 2), ("Adam", {}, 2)],
    ]:
        optimizer = getattr(optimizers, name)(**settings)
        optimizer.apply([np.ones(2), np.ones(3)], [np.ones(2), np.ones(3)])
        assert [len(memory) for _, memory in optimizer._memory] == [slots, slots]


@pytest.mark.parametrize("name", DEFAULTS)
@pytest.mark.parametrize("kind", ["clipvalue", "clipnorm", "global_clipnorm"])
def test_gradients_are_clipped_first(name, kind):
    """One large gradient with a limit equals the clipped one without."""
    rng = np.random.default_rng(72)
    gradients = [rng.normal(size=3), rng.normal(size=(2, 2))]
    found, expected = ([np.ones(3), np.ones((2, 2))] for _ in range(2))
    extra = {} if name == "SGD" else {"epsilon": 0.5}
    optimizer = getattr(optimizers, name)
    optimizer(0.1, **extra, **{kind: 0.2}).apply(gradients, found)
    optimizer(0.1, **extra).apply(clip(gradients, **{kind: 0.2}), expected)
    for ours, theirs in zip(found, expected, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-14)
        assert not np.array_equal(ours, np.ones_like(ours))


def test_two_limits_or_one_below_zero_are_refused():
    with pytest.raises(ValueError, match="choose one kind of clipping"):
        optimizers.Adam(clipvalue=1.0, clipnorm=1.0)
    with pytest.raises(ValueError, match="choose one kind of clipping"):
        optimizers.SGD(clipnorm=1.0, global_clipnorm=1.0)
    with pytest.raises(ValueError, match="clipvalue should be above zero"):
        optimizers.RMSprop(clipvalue=-1.0)


@pytest.mark.parametrize("name", DEFAULTS)
def test_memory_belongs_to_an_array_and_not_to_a_place(name):
    """Some of the weights may rest; those that go on do so with what is remembered of them."""
    rng = np.random.default_rng(73)
    gradients = rng.normal(size=(3, 2, 4))
    together, apart = [np.ones(4), np.ones(4)], [np.ones(4), np.ones(4)]
    one = getattr(optimizers, name)(0.1)
    two = getattr(optimizers, name)(0.1), getattr(optimizers, name)(0.1)
    for step, which in enumerate([[0, 1], [1], [1, 0]]):
        one.apply([gradients[step, i] for i in which], [together[i] for i in which])
        for i in which:
            two[i].iterations = step
            two[i].apply([gradients[step, i]], [apart[i]])
    np.testing.assert_allclose(together, apart, rtol=1e-14)


def test_an_array_that_was_not_there_before_is_refused():
    optimizer, old, new = optimizers.SGD(0.1), np.ones(2), np.ones(3)
    optimizer.apply([np.ones(2)], [old])
    with pytest.raises(ValueError, match=r"weight 1, of shape \(3,\), was not among those"):
        optimizer.apply([np.ones(2), np.ones(3)], [old, new])
    np.testing.assert_array_equal(old, 0.9)
    assert optimizer.iterations == 1


def test_the_base_class_has_no_rule():
    optimizer = optimizers.Optimizer(0.1)
    with pytest.raises(NotImplementedError):
        optimizer.apply([np.ones(2)], [np.ones(2)])
    assert [memory for _, memory in optimizer._memory] == [[]]


def test_names():
    assert type(optimizers.get("SGD")) is optimizers.SGD
    assert type(optimizers.get("RMSprop")) is optimizers.RMSprop
    given = optimizers.SGD(0.5)
    assert optimizers.get(given) is given
    with pytest.raises(ValueError, match=r"known are: adam, rmsprop, sgd$"):
        optimizers.get("lbfgs")
