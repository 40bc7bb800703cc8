"""Drawings of a classifier's rights and wrongs."""

import matplotlib.pyplot as plt
import numpy as np
from sklearn.metrics import confusion_matrix

from coursepkg.plots import INK

from .answers import class_probabilities


def plot(found, inputs):
    """Draw how often models are right when so and so sure; arguments as for `evaluate`."""
    shares = {name: class_probabilities(outputs) for name, outputs in found.items()}
    return plot_calibration(shares, inputs.y_test)


def plot_confusion(probabilities, labels, class_names):
    """Draw how many rows of each class were given which name; return the figure.

    Args:
        probabilities: (N, classes).
        labels: (N,), places among the class names.
        class_names: in the order of the labels.
    """
    named = np.asarray(probabilities).argmax(axis=1)
    counts = confusion_matrix(labels, named, labels=range(len(class_names)))
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    figure, axes = plt.subplots(figsize=(4.2, 3.4))
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    for (row, column), count in np.ndenumerate(counts):
        # On the colours of the map, which no theme changes, nor may it change these two.
        ink = "#fdfdfd" if shares[row, column] > 0.5 else "#08306c"
        axes.text(column, row, f"{count:,}", ha="center", va="center", color=ink)
    places = range(len(class_names))
    axes.set_xticks(places, class_names)
    axes.set_yticks(places, class_names)
    axes.set(xlabel="the model says", ylabel="the truth")
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    plt.close(figure)
    return figure


def plot_calibration(models, labels, groups=10):
    """Draw the share of right answers beside the probability of what was named.

    Args:
        models: by name, probabilities (N, classes).
        labels: (N,), places among the classes.
        groups: equally wide ranges of probability; those with fewer than 10 rows are left
            out.

    Returns:
        The figure. On the dotted line a model is right as often as it says.
    """
    figure, axes = plt.subplots()
    for name, probabilities in models.items():
        sure = np.asarray(probabilities).max(axis=1)
        right = np.asarray(probabilities).argmax(axis=1) == labels
        group = np.minimum((sure * groups).astype(int), groups - 1)
        filled = [i for i in range(groups) if (group == i).sum() >= 10]
        points = [(sure[group == i].mean(), right[group == i].mean()) for i in filled]
        axes.plot(*zip(*points, strict=True), marker="o", markersize=4, label=name)
    least = 1 / np.asarray(next(iter(models.values()))).shape[1]
    axes.plot([least, 1], [least, 1], color=INK, linestyle=":", linewidth=1)
    axes.set(xlabel="how sure the model is", ylabel="share of right answers")
    axes.legend()
    plt.close(figure)
    return figure
