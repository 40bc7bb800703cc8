"""What `chapters/limits.md` says of room, of noise in the state and of its quiz."""

import numpy as np
import pytest

from coursepkg import numpy_nn as nn
from coursepkg.data.series import recall
from coursepkg.numpy_nn import gru


@pytest.fixture
def layer():
    nn.set_random_seed(3)
    layer = nn.GRU(4, dtype="float64")
    layer.build((None, 3))
    return layer


@pytest.fixture
def case(layer):
    rng = np.random.default_rng(5)
    return rng.normal(size=(6, 3)), rng.uniform(-1, 1, size=(6, 4)), layer.params


def test_a_rounded_state_comes_back_to_where_it_was():
    """At a spacing of 1/4 there are nine places, so the tenth a cannot be told apart."""
    for seed in range(20):
        rng = np.random.default_rng(seed)
        params = gru.GRUParams(*(rng.normal(scale=3, size=s) for s in ((1, 3), (1, 3), (2, 3))))
        h, seen = np.zeros((1, 1)), {0.0}
        for _ in range(9):
            h, _ = gru.gru_step_forward(np.ones((1, 1)), h, params)
            h = np.round(4 * h) / 4
            if h[0, 0] in seen:
                break
            seen.add(h[0, 0])
        else:
            pytest.fail(f"seed {seed}: nine a's led to {len(seen)} places of nine")


def test_a_gate_that_is_held_by_its_bias_alone_moves_at_once():
    """`limits` 2: kernels at zero and the bias of z at 3; one update changes all three."""
    layer = nn.GRU(4)
    model = nn.Sequential([nn.Input((None, 5)), layer, nn.Dense(4, "softmax")])
    for weight in layer.params:
        weight[..., :4] = 0
    layer.params.bias[0, :4] = 3
    before = [weight[..., :4].copy() for weight in layer.params]
    model.compile(nn.Adam(0.02), "categorical_crossentropy")
    model.train_on_batch(*recall(np.random.default_rng(1), 32))
    for weight, was in zip(layer.params, before, strict=True):
        assert np.abs(weight[..., :4] - was).max() > 0.01
