"""What `chapters/gradient_descent.md` says of clipping and borders; keys of its quiz."""

import numpy as np
import pytest

from coursepkg.numpy_nn.optimizers import SGD, Adam, RMSprop, clip


def first_step(optimizer, gradient):
    """Return the first step that an optimiser takes from zero."""
    weight = np.zeros(len(gradient))
    optimizer.apply([np.array(gradient)], [weight])
    return weight


def turned(gradient, clipped):
    """Return the angle between two gradients, in degrees."""
    cosine = gradient @ clipped / np.linalg.norm(gradient) / np.linalg.norm(clipped)
    return np.degrees(np.arccos(min(cosine, 1.0)))


def remaining_distance(optimizer, curvature, steps):
    """Return how far from the lowest point of a parabola a walk from 1 ends."""
    weight = np.array([1.0])
    for _ in range(steps):
        optimizer.apply([curvature * weight], [weight])
    return abs(weight[0])


def test_a_negative_slope_leads_to_a_larger_weight():
    assert first_step(SGD(0.1), [-4.0])[0] > 0


def test_one_over_the_curvature_arrives_first():
    distances = {r: remaining_distance(SGD(r), 50, 5) for r in (0.04, 0.02, 0.039, 0.002)}
    assert min(distances, key=distances.get) == 0.02
    assert distances[0.02] < 1e-12
    assert distances[0.04] == pytest.approx(1)


@pytest.mark.parametrize("beta", [0.5, 0.9])
def test_momentum_moves_the_border(beta):
    border = 2 * (1 + beta) / 5
    assert remaining_distance(SGD(0.99 * border, momentum=beta), 5, 3000) < 1e-3
    assert remaining_distance(SGD(1.01 * border, momentum=beta), 5, 3000) > 1e3


@pytest.mark.parametrize(
    ("make", "stays"),
    [
        (lambda: SGD(0.1), False),
        (lambda: SGD(0.1, momentum=0.9), False),
        (lambda: RMSprop(0.1), True),
        (lambda: Adam(0.1), True),
    ],
    ids=["descent", "momentum", "RMSprop", "Adam"],
)
def test_whose_steps_stay_when_the_cost_is_multiplied(make, stays):
    gradient = np.array([2.0, -3.0])
    ratio = first_step(make(), 1000 * gradient) / first_step(make(), gradient)
    np.testing.assert_allclose(ratio, 1 if stays else 1000, rtol=1e-3)


def test_only_a_common_factor_keeps_the_direction():
    gradient = np.array([30.0, 0.4])
    (by_norm,) = clip([gradient], global_clipnorm=1.0)
    (by_value,) = clip([gradient], clipvalue=1.0)
    assert turned(gradient, by_norm) < 1e-3
    assert turned(gradient, by_value) == pytest.approx(21.0, abs=0.1)
    np.testing.assert_allclose(by_value, [1, 0.4])
    np.testing.assert_allclose(by_norm, [1.0, 0.0133], atol=1e-3)


def test_a_factor_for_each_array_turns_the_whole():
    arrays = [np.array([30.0]), np.array([0.4])]
    clipped = clip(arrays, clipnorm=1.0)
    assert turned(np.concatenate(arrays), np.concatenate(clipped)) > 20
