"""A linear recurrence: by hand, by loop and by scan; and what makes the scan right."""

import numpy as np
import pytest

from coursepkg.variants.scan import combine, recurrence_by_loop, recurrence_by_scan

WAYS = [recurrence_by_loop, recurrence_by_scan]
LENGTHS = [1, 2, 3, 4, 5, 7, 8, 9, 31, 64, 100]


def a_case(steps, shape=(3, 2), seed=5):
    rng = np.random.default_rng(seed)
    keep, write = rng.normal(size=(2, steps, *shape))
    return keep, write, rng.normal(size=shape)


@pytest.mark.parametrize("way", WAYS)
def test_by_hand(way):
    states = way(np.array([0.5, 2.0, 0.0, 1.0]), np.array([1.0, 3.0, 7.0, -2.0]), 4.0)
    np.testing.assert_array_equal(states, [3, 9, 7, 5])


@pytest.mark.parametrize("steps", LENGTHS)
def test_scan_equals_loop(steps):
    case = a_case(steps)
    np.testing.assert_allclose(recurrence_by_scan(*case), recurrence_by_loop(*case), rtol=1e-10)


def test_every_number_is_a_recurrence_of_its_own():
    keep, write, start = a_case(9)
    whole = recurrence_by_scan(keep, write, start)
    alone = recurrence_by_scan(keep[:, 2, 1], write[:, 2, 1], start[2, 1])
    np.testing.assert_array_equal(whole[:, 2, 1], alone)


def test_combined_steps_do_what_they_do_one_after_the_other():
    keep, write, start = a_case(2)
    both_keep, both_write = combine((keep[0], write[0]), (keep[1], write[1]))
    after_both = recurrence_by_loop(keep, write, start)[1]
    np.testing.assert_allclose(both_keep * start + both_write, after_both, rtol=1e-12)


def test_combining_is_associative_and_not_commutative():
    keep, write, _ = a_case(3)
    a, b, c = zip(keep, write, strict=True)
    left, right = combine(combine(a, b), c), combine(a, combine(b, c))
    np.testing.assert_allclose(left, right, rtol=1e-12)
    assert not np.allclose(combine(a, b), combine(b, a))


@pytest.mark.parametrize("way", WAYS)
def test_a_closed_step_forgets_all_before_it(way):
    keep, write, start = a_case(12)
    keep[6] = 0
    other = np.concatenate([write[:6] + 50, write[6:]])
    before, after = way(keep, write, start), way(keep, other, start - 9)
    np.testing.assert_array_equal(before[6:], after[6:])
    assert not np.isclose(before[:6], after[:6]).any()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_arguments_and_precision_stay_as_they_are(way, dtype):
    case = [array.astype(dtype) for array in a_case(6)]
    for array in case:
        array.flags.writeable = False
    assert way(*case).dtype == dtype


@pytest.mark.parametrize("way", WAYS)
def test_shapes_that_numpy_would_stretch_are_refused(way):
    keep, write, start = a_case(4)
    with pytest.raises(ValueError, match=r"keep has shape \(4, 3, 1\), write \(4, 3, 2\)"):
        way(keep[..., :1], write, start)
    with pytest.raises(ValueError, match=r"start \(2,\); expected"):
        way(keep, write, start[0])
