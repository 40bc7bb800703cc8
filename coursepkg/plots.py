"""The look of the course's figures, and the drawings that several pages share."""

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np

# The site turns these two into the colours of the reader's theme; notebooks show them as is.
INK = "#1f2328"
PAPER = "#ffffff"

# Okabe and Ito's colours that stand out on white and on black, also to the colour-blind.
BLUE, ORANGE, GREEN, PURPLE = "#0072b2", "#d55e00", "#009e73", "#cc79a7"

GATES = {
    "z": "update gate z: how much is kept",
    "r": "reset gate r: how much is seen",
    "candidate": "candidate: what is offered",
    "h": "state h: what is remembered",
}


def use_course_style():
    """Set fonts, colours and sizes for all figures that follow; in a notebook, draw as SVG."""
    mpl.rcParams.update(
        {
            "figure.figsize": (6.2, 3.2),
            "figure.facecolor": PAPER,
            "axes.facecolor": PAPER,
            "savefig.facecolor": PAPER,
            "savefig.bbox": "tight",
            "svg.fonttype": "none",
            # The same drawing gives the same file: ids come from this salt, not from chance.
            "svg.hashsalt": "coursepkg",
            "font.size": 11,
            # Dashes differ as well: nothing depends on colour alone.
            "axes.prop_cycle": mpl.cycler(
                color=[BLUE, ORANGE, GREEN, PURPLE], linestyle=["-", "--", "-.", ":"]
            ),
            "axes.spines.top": False,
            "axes.spines.right": False,
            "legend.frameon": False,
            "text.color": INK,
            "axes.edgecolor": INK,
            "axes.labelcolor": INK,
            "xtick.color": INK,
            "ytick.color": INK,
        }
    )
    try:
        from IPython import get_ipython
        from matplotlib_inline.backend_inline import set_matplotlib_formats
    except ImportError:
        return
    if get_ipython() is not None:
        set_matplotlib_formats("svg", metadata={"Date": None})


def plot_losses(histories):
    """Draw training losses by epoch.

    Args:
        histories: by label, what `fit` returned.

    Returns:
        The figure.
    """
    figure, axes = plt.subplots()
    for label, history in histories.items():
        axes.plot(history.history["loss"], label=label)
    axes.set(xlabel="epoch", ylabel="loss", yscale="log")
    axes.legend()
    plt.close(figure)
    return figure


def plot_confusion(probabilities, labels, class_names):
    """Draw how many rows of each class were given which name; return the figure.

    Args:
        probabilities: (N, classes).
        labels: (N,), places among the class names.
        class_names: in the order of the labels.
    """
    places = range(len(class_names))
    counts = np.zeros((len(places), len(places)), int)
    np.add.at(counts, (np.asarray(labels), np.asarray(probabilities).argmax(axis=1)), 1)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    figure, axes = plt.subplots(figsize=(4.2, 3.4))
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    for (row, column), count in np.ndenumerate(counts):
        # On the colours of the map, which no theme changes, nor may it change these two.
        ink = "#fdfdfd" if shares[row, column] > 0.5 else "#08306c"
        axes.text(column, row, f"{count:,}", ha="center", va="center", color=ink)
    axes.set_xticks(places, class_names)
    axes.set_yticks(places, class_names)
    axes.set(xlabel="the model says", ylabel="the truth")
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    plt.close(figure)
    return figure


def plot_calibration(models, labels):
    """Draw the share of right answers beside the probability of what was named.

    Args:
        models: by name, probabilities (N, classes).
        labels: (N,), places among the classes.

    Returns:
        The figure: a point for each of ten equally wide ranges of probability that has at
        least 10 rows. On the dotted line a model is right as often as it says.
    """
    figure, axes = plt.subplots()
    for name, probabilities in models.items():
        sure = np.asarray(probabilities).max(axis=1)
        right = np.asarray(probabilities).argmax(axis=1) == labels
        group = np.minimum((sure * 10).astype(int), 9)
        filled = [i for i in range(10) if (group == i).sum() >= 10]
        points = [(sure[group == i].mean(), right[group == i].mean()) for i in filled]
        axes.plot(*zip(*points, strict=True), marker="o", markersize=4, label=name)
    least = 1 / np.asarray(next(iter(models.values()))).shape[1]
    axes.plot([least, 1], [least, 1], color=INK, linestyle=":", linewidth=1)
    axes.set(xlabel="how sure the model is", ylabel="share of right answers")
    axes.legend()
    plt.close(figure)
    return figure


def plot_gates(words, gates):
    """Draw gates, candidate and state of every unit after every word.

    Args:
        words: T tokens.
        gates: what `trace` gives of a GRU for one row, without the batch: named arrays (T, H)
            z, r, candidate, h.

    Returns:
        The figure: words from left to right, units from top to bottom in one order for all
        four, those with the most open update gate first. Colours reach as far as the values
        do: one scale for both gates, around one half, and one around zero for the others.
    """
    length = len(words)
    order = np.argsort(-np.asarray(gates.z)[:length].mean(axis=0), kind="stable")
    values = {name: np.asarray(getattr(gates, name))[:length, order].T for name in GATES}
    figure, panels = plt.subplots(2, 2, figsize=(6.2, 5.2), sharex=True, layout="constrained")
    scales = (("z", "r"), 0.5, "viridis"), (("candidate", "h"), 0, "PuOr")
    for row, (pair, middle, colours) in zip(panels, scales, strict=True):
        reach = max(np.abs(values[name] - middle).max() for name in pair)
        limits = {"vmin": middle - reach, "vmax": middle + reach}
        for axes, name in zip(row, pair, strict=True):
            image = axes.imshow(
                values[name], colours, aspect="auto", interpolation="nearest", **limits
            )
            axes.set_title(GATES[name], fontsize=10)
            axes.set_xticks(
                range(length), words, rotation=60, ha="right", rotation_mode="anchor"
            )
            axes.set_yticks([])
        ticks = [limits["vmin"], middle, limits["vmax"]]
        bar = figure.colorbar(image, ax=row, ticks=ticks, fraction=0.05)
        bar.set_ticklabels([f"{tick:.2f}" for tick in ticks])
    plt.close(figure)
    return figure
