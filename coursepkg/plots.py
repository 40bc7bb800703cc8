"""The look of the course's figures, and the drawings that several pages share."""

from typing import NamedTuple

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


class Panel(NamedTuple):
    """One part of what `plot_differences` draws.

    Args:
        lines: by label, a `coursepkg.results.Comparison`; None makes the label a heading. Pairs
            of the two, where a label comes twice.
        xlabel: what the differences are measured in.
        scale: what they are multiplied by, such as 100 for points of accuracy.
        less_is_better: whether the axis runs from right to left, as for an error.
    """

    lines: dict | list
    xlabel: str = "points of accuracy"
    scale: float = 100
    less_is_better: bool = False


def plot_differences(*panels, survivors=()):
    """Draw comparisons one below the other: to the right of 0 the first model is better.

    Args:
        panels: `Panel`s, from top to bottom.
        survivors: those comparisons that survive a correction for their number.

    Returns:
        The figure: for each comparison the mean difference, its interval over the seeds, and
        below that the one over the rows, where there is one. The mark is full if the
        difference is clear, and a diamond if it survives.
    """
    lines = [
        list(panel.lines.items() if isinstance(panel.lines, dict) else panel.lines)
        for panel in panels
    ]
    counts = list(map(len, lines))
    figure, parts = plt.subplots(
        len(panels),
        figsize=(7.2, 1.1 + 0.22 * sum(counts) + 0.4 * len(panels)),
        height_ratios=counts,
        layout="constrained",
        squeeze=False,
    )
    for axes, panel, pairs in zip(parts[:, 0], panels, lines, strict=True):
        for place, (_, one) in enumerate(pairs):
            if one is not None:
                _draw_difference(axes, place, one, panel.scale, one in survivors)
        axes.axvline(0, color=INK, linewidth=0.8, linestyle="-")
        axes.set_yticks(range(len(pairs)), [label for label, _ in pairs], fontsize=9)
        axes.tick_params(axis="y", length=0)
        axes.set_ylim(len(pairs) - 0.4, -0.6)
        axes.set_xlabel(panel.xlabel)
        if panel.less_is_better:
            axes.invert_xaxis()
    bar, mark = {"linestyle": "-", "linewidth": 2}, {"linestyle": "none", "color": BLUE}
    for label, look in {
        "over the seeds": {"color": BLUE, **bar},
        "over the rows": {"color": ORANGE, **bar},
        "not clear": {"marker": "o", "markerfacecolor": PAPER, **mark},
        "clear": {"marker": "o", **mark},
        "clear, also by Holm": {"marker": "D", **mark},
    }.items():
        parts[0, 0].plot([], [], label=label, **look)
    figure.legend(loc="outside upper center", ncols=5, fontsize=8, handlelength=1.2)
    plt.close(figure)
    return figure


def _draw_difference(axes, place, one, scale, survives):
    """Draw the intervals of a `Comparison` at a height, and the mark of its mean."""
    intervals = ((one.by_seed, 0, BLUE), (one.by_row, 0.3, ORANGE))
    for interval, shift, color in intervals:
        if interval:
            ends = scale * np.array([interval.low, interval.high])
            axes.plot(ends, [place + shift] * 2, color=color, linestyle="-", linewidth=2)
    axes.plot(
        scale * one.by_seed.mean,
        place,
        marker="D" if survives else "o",
        color=BLUE,
        markersize=7,
        markeredgewidth=1.5,
        markerfacecolor=BLUE if one.clear else PAPER,
    )


def plot_runs(runs, rules, xlabel="test accuracy"):
    """Draw the runs of models, a dot each, beside what rules reach.

    Args:
        runs: by a model's label, the numbers of its runs.
        rules: by a rule's label, its one number.
        xlabel: what the numbers are.

    Returns:
        The figure: a row for each rule, whose dotted line goes down through all others, then a
        row for each model.
    """
    labels = [*rules, *runs]
    figure, axes = plt.subplots(figsize=(6.2, 0.9 + 0.26 * len(labels)))
    for place, value in enumerate(rules.values()):
        axes.vlines(value, place, len(labels), color=ORANGE, linestyle=":")
        axes.plot(value, place, marker="D", color=ORANGE, markersize=6)
    for place, values in enumerate(runs.values(), len(rules)):
        look = {"linestyle": "none", "color": BLUE, "alpha": 0.7}
        axes.plot(values, [place] * len(values), marker="o", markersize=5, **look)
    axes.set_yticks(range(len(labels)), labels, fontsize=9)
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.set_xlabel(xlabel)
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
