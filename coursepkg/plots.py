"""The look of the course's figures, and the drawings that several pages share."""

import matplotlib as mpl
import matplotlib.pyplot as plt

# The site turns these two into the colours of the reader's theme; notebooks show them as is.
INK = "#1f2328"
PAPER = "#ffffff"

# Okabe and Ito's colours that stand out on white and on black, also to the colour-blind.
BLUE, ORANGE, GREEN, PURPLE = "#0072b2", "#d55e00", "#009e73", "#cc79a7"


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
            # Dashes differ as well: nothing hangs on colour alone.
            "axes.prop_cycle": mpl.cycler(
                color=[BLUE, ORANGE, GREEN, PURPLE], linestyle=["-", "--", "-.", ":"]
            ),
            "axes.spines.top": False,
            "axes.spines.right": False,
            "legend.frameon": False,
            **dict.fromkeys(
                (
                    "text.color",
                    "axes.edgecolor",
                    "axes.labelcolor",
                    "xtick.color",
                    "ytick.color",
                ),
                INK,
            ),
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
