"""What surrounds the loss functions, counted by hand: weights, masks, targets."""

import numpy as np
import pytest

from coursepkg.numpy_nn import losses

VALUES = np.array([[1.0, 2.0, 4.0], [8.0, 16.0, 32.0]], "float32")
MASK = np.array([[True, True, False], [False, True, False]])


def test_a_mask_counts_real_steps_alone():
    weights = losses.sample_weights(VALUES, mask=MASK)
    np.testing.assert_array_equal(weights, [[2, 2, 0], [0, 2, 0]])
    assert weights.dtype == np.float32
    assert (VALUES * weights).mean() == pytest.approx((1 + 2 + 16) / 3)


@pytest.mark.parametrize(("real", "expected"), [(0, 0.0), (1, 6.0)])
def test_a_mask_with_one_real_step_or_none(real, expected):
    mask = np.zeros((2, 3), bool)
    mask[0, :real] = True
    weights = losses.sample_weights(VALUES, mask=mask)
    np.testing.assert_array_equal(weights, [[expected, 0, 0], [0, 0, 0]])


@pytest.mark.parametrize("given", [np.array([3.0, 0.5]), np.array([[3.0] * 3, [0.5] * 3])])
def test_weights_of_samples_reach_every_step(given):
    weights = losses.sample_weights(VALUES, sample_weight=given)
    np.testing.assert_array_equal(weights, [[3, 3, 3], [0.5, 0.5, 0.5]])
    assert weights.dtype == np.float32
    both = losses.sample_weights(VALUES, sample_weight=given, mask=MASK)
    np.testing.assert_array_equal(both, [[6, 6, 0], [0, 1, 0]])


def test_weights_of_steps():
    given = np.arange(6.0).reshape(2, 3)
    np.testing.assert_array_equal(losses.sample_weights(VALUES, given), given)
    one_a_row = losses.sample_weights(VALUES[:, 0], np.array([2.0, 3.0]))
    np.testing.assert_array_equal(one_a_row, [2, 3])


def test_each_loss_knows_the_activation_that_belongs_to_it():
    found = {name: loss.activation for name, loss in losses.LOSSES.items()}
    assert found == {
        "mean_squared_error": None,
        "mean_absolute_error": None,
        "binary_crossentropy": "sigmoid",
        "categorical_crossentropy": "softmax",
        "sparse_categorical_crossentropy": "softmax",
    }
    assert losses.Loss.name is None
    assert not losses.BinaryCrossentropy().from_logits


def test_targets_are_brought_into_the_shape_of_the_outputs():
    loss, y = losses.get("mse"), np.array([1.0, 2.0])
    np.testing.assert_array_equal(loss.targets(y, (2, 1)), [[1], [2]])
    with pytest.raises(ValueError, match=r"y has shape \(2,\).* outputs have shape \(2, 3\)"):
        loss.targets(y, (2, 3))


def test_classes_may_be_any_from_the_first_to_the_last():
    loss = losses.get("sparse_categorical_crossentropy")
    for y in (np.arange(4), np.array([[0.0, 3.0], [1.0, 2.0]])):
        np.testing.assert_array_equal(loss.targets(y, (*y.shape, 4)), y)
    column = np.array([[[3], [1]]])
    np.testing.assert_array_equal(loss.targets(column, (1, 2, 4)), [[3, 1]])


def test_the_first_class_that_is_wrong_is_named_with_its_place():
    loss = losses.get("sparse_categorical_crossentropy")
    y = np.array([[0.0, 1.0, 2.0], [3.0, -2.0, 9.0]])
    with pytest.raises(ValueError, match=r"y holds -2\.0 at index \(1, 1\).* 0 to 3.* 4 outp"):
        loss.targets(y, (2, 3, 4))


def test_unknown_losses():
    known = (
        "binary_crossentropy, categorical_crossentropy, mae, mean_absolute_error, "
        "mean_squared_error, mse, sparse_categorical_crossentropy"
    )
    with pytest.raises(ValueError, match=f"unknown loss 'hinge'; known are: {known}$"):
        losses.get("hinge")
