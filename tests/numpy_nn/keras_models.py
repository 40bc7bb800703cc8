"""The same model in both twins, with the same random weights, and Keras' gradients of it."""

import keras
import numpy as np
import tensorflow as tf

from coursepkg import keras_nn, numpy_nn

TOLERANCE = {"float32": 1e-5, "float64": 1e-9}


def twins(build, rng, dtype="float32", scale=0.7):
    """Return (ours, theirs) from a function of the twin and the layers' dtype.

    All weights are random, biases too, which start at zero otherwise: a symmetric model
    would hide exchanged gates.
    """
    ours, theirs = build(numpy_nn, dtype), build(keras_nn, dtype)
    weights = [rng.normal(scale=scale, size=weight.shape) for weight in ours.get_weights()]
    ours.set_weights(weights)
    theirs.set_weights(weights)
    return ours, theirs


def classifier(nn, dtype="float32", **compile_arguments):
    """Return a compiled model of 9 words, 5 steps and 3 classes, in the twin `nn`.

    It has no recurrence, so that Keras finds its gradients fast.
    """
    model = nn.Sequential(
        [
            nn.Input((5,), dtype="int32"),
            nn.Embedding(9, 4, dtype=dtype),
            nn.GlobalAveragePooling1D(dtype=dtype),
            nn.Dense(3, activation="softmax", dtype=dtype),
        ]
    )
    settings = {"loss": "sparse_categorical_crossentropy", "optimizer": "adam"}
    model.compile(**{**settings, **compile_arguments})
    return model


def keras_gradients(model, x, y, loss, sample_weight=None):
    """Return outputs, loss, gradients of the weights, and that of x (None for ids): arrays."""
    inputs = tf.convert_to_tensor(x)
    with tf.GradientTape() as tape:
        if inputs.dtype.is_floating:
            tape.watch(inputs)
        outputs = model(inputs, training=True)
        value = loss(y, outputs, sample_weight=sample_weight)
    weights = [weight.value for weight in model.trainable_weights]
    gradients, d_inputs = tape.gradient(value, (weights, inputs))
    as_array = lambda gradient: np.asarray(tf.convert_to_tensor(gradient))  # noqa: E731
    return (
        np.asarray(outputs),
        float(value),
        [as_array(gradient) for gradient in gradients],
        None if d_inputs is None else as_array(d_inputs),
    )


def keras_step(model, x, y, loss):
    """Take one step of a compiled model's optimiser, on gradients summed to whole arrays."""
    _, _, gradients, _ = keras_gradients(model, x, y, loss)
    model.optimizer.apply([*map(tf.convert_to_tensor, gradients)], model.trainable_variables)


def assert_close(ours, theirs, tolerance, what=""):
    """Agree relative to the largest entry: single entries may cancel to nearly nothing."""
    theirs = np.asarray(theirs)
    assert ours.shape == theirs.shape, what
    # A gradient that is small because its parts cancel keeps the rounding of the parts.
    largest = max(float(np.abs(theirs).max(initial=0)), 0.1)
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=tolerance * largest, err_msg=what)


def assert_same_model(ours, theirs, x, y, loss_name, dtype, sample_weight=None):
    """Compare outputs, loss and every gradient of two models that were compiled alike."""
    tolerance = TOLERANCE[dtype]
    loss = keras.losses.get(loss_name)
    if isinstance(loss_name, str):
        classes = {"mean_squared_error": "MeanSquaredError"}
        name = classes.get(loss_name, loss_name.title().replace("_", ""))
        loss = getattr(keras.losses, name)(dtype=dtype)
    outputs, value, gradients, d_inputs = keras_gradients(theirs, x, y, loss, sample_weight)
    assert_close(ours.predict(x), outputs, tolerance, "outputs")
    our_value, our_gradients, our_d_inputs = ours.gradients(x, y, sample_weight)
    assert_close(np.array(our_value), value, tolerance, "loss")
    assert len(our_gradients) == len(gradients)
    for index, (mine, yours) in enumerate(zip(our_gradients, gradients, strict=True)):
        assert_close(mine, yours, tolerance, f"gradient of weight {index}")
    if d_inputs is not None:
        assert_close(our_d_inputs, d_inputs, tolerance, "gradient of the inputs")


def assert_equals_keras_layer(ours, theirs, x, initial, mask, rng):
    """Compare a recurrent layer that returns its state with Keras': results, every gradient."""
    outputs, cache = ours.forward(x, mask=mask, initial_state=initial)
    d_outputs = [rng.normal(size=part.shape).astype("float32") for part in outputs]
    x_tensor, initial_tensors = tf.constant(x), [tf.constant(state) for state in initial]
    with tf.GradientTape() as tape:
        tape.watch([x_tensor, *initial_tensors])
        expected = theirs(x_tensor, initial_state=initial_tensors, mask=mask)
        total = sum(tf.reduce_sum(a * b) for a, b in zip(expected, d_outputs, strict=True))
    variables = [weight.value for weight in theirs.trainable_weights]
    gradients = tape.gradient(total, [x_tensor, *initial_tensors, *variables])

    d_inputs, d_initial, grads = ours.backward_to_state(d_outputs, cache)
    for mine, yours in zip(outputs, expected, strict=True):
        assert_close(mine, yours, 1e-5)
    for mine, yours in zip([d_inputs, *d_initial, *grads], gradients, strict=True):
        assert_close(mine, yours, 1e-5)
