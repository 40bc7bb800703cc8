"""A picture of what goes on in a GRU while it reads a sentence."""

import matplotlib.pyplot as plt
import numpy as np

NAMES = {
    "z": "update gate z: how much is kept",
    "r": "reset gate r: how much is seen",
    "candidate": "candidate: what is offered",
    "h": "state h: what is remembered",
}
PAIRS = ("z", "r"), ("candidate", "h")
COLOURS = "viridis", "PuOr"


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
    values = {name: np.asarray(getattr(gates, name))[:length, order].T for name in NAMES}
    figure, panels = plt.subplots(2, 2, figsize=(6.2, 5.2), sharex=True, layout="constrained")
    for row, pair, middle, colours in zip(panels, PAIRS, (0.5, 0), COLOURS, strict=True):
        reach = max(np.abs(values[name] - middle).max() for name in pair)
        limits = {"vmin": middle - reach, "vmax": middle + reach}
        for axes, name in zip(row, pair, strict=True):
            drawn = axes.imshow(
                values[name], colours, aspect="auto", interpolation="nearest", **limits
            )
            axes.set_title(NAMES[name], fontsize=10)
            axes.set_xticks(
                range(length), words, rotation=60, ha="right", rotation_mode="anchor"
            )
            axes.set_yticks([])
        ticks = [limits["vmin"], middle, limits["vmax"]]
        bar = figure.colorbar(drawn, ax=row, ticks=ticks, fraction=0.05)
        bar.set_ticklabels([f"{tick:.2f}" for tick in ticks])
    plt.close(figure)
    return figure
