"""One gene of the yeast set with its fourteen labels, as the demo in the chapter on class imbalance draws it."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from lossviz import Slider, style
from lossviz.demos._draw import fixed, many, note, unbroken

PLACES = np.arange(1, 15)
STOPS = [0.02, 0.04, 0.06, 0.08, 0.1, 0.12, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
COUNT = Slider(1, 8, step=1, start=4, label="number of labels")
THRESHOLD = Slider(stops=STOPS, start=0.02, label="threshold", drag="y", panel="all")


def draw_gene(
    axes: Sequence[Axes], true: NDArray, sigmoids: NDArray, shares: NDArray, threshold: float, f1: Sequence[float]
) -> str:
    """The probabilities of one gene by sigmoids and by softmax; says what each names, and the F1 over many genes."""
    _draw_bars(axes[0], "14 sigmoids", true, sigmoids, threshold, style.ORANGE)
    _draw_bars(axes[1], "14 shares of softmax", true, shares, threshold, style.PURPLE)
    alone, shared = (_named(p > threshold, true) for p in (sigmoids, shares))
    return (
        f"The gene has {many(true.sum(), 'label')}. "
        f"{unbroken(f'From {threshold:g} on,')} sigmoids name {alone}, softmax {shared}.\n"
        f"F1 over 400 genes kept to choose the threshold: "
        f"{unbroken(f'{fixed(f1[0])} by sigmoids,')} {unbroken(f'{fixed(f1[1])} by softmax.')}"
    )


def _draw_bars(ax: Axes, title: str, true: NDArray, heights: NDArray, threshold: float, color: str) -> None:
    ax.set(xlim=(0.2, 15), ylim=(0, 1.24), xlabel="label", title=title, xticks=range(2, 15, 2))
    ax.set_yticks([0, 0.25, 0.5, 0.75, 1])
    ax.grid(axis="x", visible=False)
    ax.bar(PLACES, heights, width=0.7, color=color)
    ax.plot(np.where(true, PLACES, np.nan), np.full(14, 1.06), **style.dot | {"ms": 8}, color=style.BLUE)
    note(ax, 0.4, 1.18, "blue: labels of the gene", style.BLUE, ha="left", size=12)
    ax.plot([0.2, 15], [threshold, threshold], color=style.INK, lw=1.5)
    ax.plot(14.7, threshold, **style.handle, color=style.INK)


def _named(said: NDArray, true: NDArray) -> str:
    """How many labels are named, and how many of these are right.

    >>> _named(np.array([True, True, False]), np.array([True, False, True]))
    '2\xa0(1\xa0right)'
    """
    return unbroken(f"{said.sum()} ({(said & true).sum()} right)") if said.any() else "none"
