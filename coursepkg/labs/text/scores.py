"""How good a model's probabilities are, in the figures that all text labs show."""

import numpy as np
from sklearn.metrics import f1_score, log_loss

from .answers import class_probabilities


def evaluate(found, inputs):
    """Return the scores of models over the test part, by name (see `scores`).

    Args:
        found: by name, what a model's `predict` returned for `inputs.x_test`.
        inputs: `TextInputs`.
    """
    return {
        name: scores(class_probabilities(outputs), inputs.y_test, inputs.class_names)
        for name, outputs in found.items()
    }


def scores(probabilities, labels, class_names):
    """Return the scores of probabilities beside the truth.

    Args:
        probabilities: (N, classes), of rows that nothing was chosen by.
        labels: (N,), places among the class names.
        class_names: in the order of the labels.

    Returns:
        "accuracy"; "macro f1", the mean of the classes' F1; "f1" by class name; "loss", the
        mean cross-entropy; "calibration error", what the probability of the named class
        differs from the share of right answers, on average over ten equally wide groups.
    """
    probabilities, labels = np.asarray(probabilities, float), np.asarray(labels)
    if probabilities.shape != (len(labels), len(class_names)) or not len(labels):
        raise ValueError(
            f"expected probabilities of shape ({len(labels)}, {len(class_names)}), a row a "
            f"label and a column a class, but was given {probabilities.shape}"
        )
    named, classes = probabilities.argmax(axis=1), range(len(class_names))
    by_class = f1_score(labels, named, labels=classes, average=None, zero_division=0)
    # A float32 softmax adds up to 1 within 1e-7 only, and log_loss asks for more.
    shares = probabilities / probabilities.sum(axis=1, keepdims=True)
    return {
        "accuracy": float(np.mean(named == labels)),
        "macro f1": float(by_class.mean()),
        "f1": dict(zip(class_names, map(float, by_class), strict=True)),
        "loss": float(log_loss(labels, shares, labels=classes)),
        "calibration error": calibration_error(probabilities, labels),
    }


def calibration_error(probabilities, labels, groups=10):
    """Return the expected calibration error (Guo et al. 2017, arXiv:1706.04599)."""
    sure, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == labels
    group = np.minimum((sure * groups).astype(int), groups - 1)
    gaps = [abs((sure[group == i] - right[group == i]).sum()) for i in range(groups)]
    return float(sum(gaps) / len(labels))


def worst_errors(probabilities, labels, count=5):
    """Return the rows that a model got wrong while most sure, the worst first."""
    probabilities, labels = np.asarray(probabilities), np.asarray(labels)
    of_truth = probabilities[np.arange(len(labels)), labels]
    order = np.argsort(of_truth, kind="stable")
    return [int(i) for i in order[:count] if probabilities[i].argmax() != labels[i]]
