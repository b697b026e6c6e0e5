"""The pictures of the chapter on credit risk: a base rate, a training, a calibration curve, a threshold.

The demos of what was trained are made in the chapter, from its own run; what draws them stands here.
"""

from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from lossviz import Slider, demo, information, losses, style
from lossviz.demos._draw import fixed, many, note, shown

__all__ = ["base_rate_cost", "confusion", "cost", "draw_calibration", "draw_epoch", "draw_threshold", "reliability"]

Axes2 = tuple[Axes, Axes]
NAN = float("nan")


# ── One answer for everybody ────────────────────────────────────────────────────────────────────────────────

CREDIT = 1254 / 4454  # the share of the loans of `data.credit` that went bad
ANSWERS = np.r_[0.001, 0.003, np.linspace(0.01, 0.99, 99), 0.997, 0.999]
RATES = np.linspace(0, 1, 81)
TOP = 1.25  # nats at the top of both panels, so that heights compare


def nats(rate: NDArray | float, answer: NDArray | float) -> NDArray:
    """Mean log loss of always saying `answer` where a share `rate` is yes: the cross-entropy of the two."""
    return losses.binary_cross_entropy(probability=answer, label=rate)


@demo(
    axes=2,
    answer=Slider(0.01, 0.99, step=0.01, start=0.5, label="always say", drag="x"),
    rate=Slider(stops=[0.01, 0.05, 0.1, CREDIT, 0.5], start=CREDIT, label="base rate", format="{:.0%}"),
)
def base_rate_cost(axes, answer, rate):
    """Always say the same number: which is the cheapest, and what does it cost?

    Left, the mean log loss of always giving the same answer, a valley whose lowest point lies at the base rate. A red
    bar shows how far the chosen answer is above it. Right, the entropy of every base rate, an arch, with the chosen one
    marked: its height is the lowest point of the valley.
    """
    left, right = axes
    left.set(xlim=(-0.03, 1.03), ylim=(0, TOP), xlabel="answer for everybody, q", title="mean log loss (nats)")
    right.set(xlim=(-0.03, 1.03), ylim=(0, TOP), xlabel="base rate, p", title="entropy (nats)")
    here, floor = float(nats(rate, answer)), float(nats(rate, rate))
    left.axhline(floor, **style.guide)
    left.plot(ANSWERS, nats(rate, ANSWERS), color=style.ORANGE, lw=3)
    left.plot([answer, answer], [floor, min(here, TOP)], color=style.RED, lw=5, solid_capstyle="butt")
    left.plot(rate, floor, **style.dot, color=style.BLUE)
    left.plot(answer, min(here, TOP - 0.02), **style.handle, color=style.ORANGE)
    note(left, 0.38, 1.17, "above the picture ↑" if here > TOP else "", style.RED)
    right.axhline(floor, **style.guide)
    right.plot(RATES, nats(RATES, RATES), **style.curve)
    right.plot(rate, floor, **style.dot, color=style.BLUE)
    note(right, 0.5, 0.79, f"H(p) = {fixed(floor)}", style.BLUE)
    return (
        f"Always saying {shown(answer)} costs {fixed(here)} nats: the entropy {fixed(floor)} and {fixed(here - floor)} "
        f"on top.\nAlways “good” is right {shown(100 - 100 * rate, 0)} times in 100."
    )


# ── A training, epoch by epoch ──────────────────────────────────────────────────────────────────────────────

TENTHS = np.linspace(0, 1, 21)


def draw_epoch(axes: Axes2, epoch: int, train: list[float], held_out: list[float], q: NDArray, bad: NDArray) -> str:
    """Both loss curves with this epoch marked, and what the model says of the held-out customers by then."""
    left, right = axes
    epochs = np.arange(len(train))
    best = int(np.argmin(held_out))
    left.set(xlim=(-1, len(train) + 0.5), ylim=(0.27, 0.66), xlabel="epoch", title="mean log loss (nats)")
    left.axhline(information.entropy([bad.mean(), 1 - bad.mean()], base=np.e), **style.guide)
    note(left, 20, 0.612, "always the base rate", style.MUTED, size=12, weight="normal")
    left.axvline(epoch, **style.guide)
    for values, color, name, dy in ((train, style.GOLD, "training", -0.04), (held_out, style.RED, "held out", 0.04)):
        left.plot(epochs, np.minimum(values, 0.655), color=color, lw=2.5)
        left.plot(epoch, min(values[epoch], 0.655), **style.dot, color=color)
        note(left, 29, values[29] + dy, name, color)
    left.plot(best, held_out[best], ls="", marker="o", ms=17, mfc="none", mec=style.GREEN, mew=2.5)
    right.set(xlim=(-0.02, 1.02), ylim=(-47, 47), xlabel="what the model says", title="% of each group")
    right.set_yticks([-40, -20, 0, 20, 40], ["40", "20", "0", "20", "40"])
    for side, color, name in ((1, style.PURPLE, "went bad"), (0, style.BLUE, "paid back")):
        sign = 2 * side - 1
        heights = 100 * np.histogram(q[bad == side], TENTHS)[0] / (bad == side).sum()
        right.stairs(sign * np.minimum(heights, 47), TENTHS, fill=True, color=color, alpha=0.6, lw=0)
        note(right, 1, sign * 40, name, color, ha="right")
    right.axhline(0, color=style.MUTED, lw=1)
    sure = int(((q > 0.95) & (bad == 0) | (q < 0.05) & (bad == 1)).sum())
    return (
        f"Epoch {epoch}: training {fixed(train[epoch])}, held out {fixed(held_out[epoch])} nats (lowest at {best}).\n"
        f"Surer than 95 % and wrong: {sure} of {len(q)} held-out customers."
    )


# ── What is said, and what happens ──────────────────────────────────────────────────────────────────────────


class Bins(NamedTuple):
    """Customers sorted by what the model says of them. NaN where nobody is."""

    said: NDArray  # mean of the predictions
    happened: NDArray  # share that went bad
    count: NDArray

    @property
    def gap(self) -> float:
        """How far the shares lie from the predictions, a mean over customers."""
        return float(np.nansum(self.count * abs(self.said - self.happened)) / self.count.sum())


def reliability(q: NDArray, bad: NDArray, bins: int) -> Bins:
    """Predictions and outcomes in bins of equal width.

    >>> reliability(np.array([0.1, 0.2, 0.9]), np.array([0, 1, 1]), 2).happened
    array([0.5, 1. ])
    """
    place = np.minimum((q * bins).astype(int), bins - 1)
    count = np.bincount(place, minlength=bins)
    some = np.where(count > 0, count, NAN)
    return Bins(np.bincount(place, q, bins) / some, np.bincount(place, bad, bins) / some, count)


def draw_calibration(axes: Axes2, q: NDArray, bad: NDArray, bins: int) -> str:
    """The calibration curve, and how many customers are in each bin."""
    left, right = axes
    said, happened, count = found = reliability(q, bad, bins)
    left.set(xlim=(-0.04, 1.04), ylim=(-0.04, 1.04), xlabel="what the model says", title="share that went bad")
    right.set(xlim=(-0.04, 1.04), ylim=(0, 650), xlabel="what the model says", title="customers")
    luck = 2 * np.sqrt(said * (1 - said) / np.maximum(count, 1))
    ends = np.stack([said - luck, said + luck, NAN * said], axis=1).ravel()
    left.plot([0, 1], [0, 1], **style.guide)
    left.plot(np.repeat(said, 3), np.clip(ends, 0, 1), color=style.MUTED, lw=7, alpha=0.3, solid_capstyle="butt")
    left.plot(said, happened, color=style.BLUE, lw=1.5)
    left.plot(said, happened, **style.dot, color=style.BLUE)
    note(left, 0.02, 0.95, "grey: what luck allows", style.MUTED, ha="left", size=12, weight="normal")
    right.stairs(count, np.linspace(0, 1, bins + 1), fill=True, color=style.ORANGE, alpha=0.6, lw=0)
    return (
        f"On average {fixed(100 * found.gap, 1)} points between what it says and what happens.\n"
        f"{_farthest(found, luck)}"
    )


def _farthest(found: Bins, luck: NDArray) -> str:
    """The bin that is hardest to explain by luck, in words."""
    times = abs(found.said - found.happened) / np.maximum(luck, 1e-9)
    worst = int(np.nanargmax(times))
    where = "Farthest beyond luck" if times[worst] > 1 else "No bin beyond luck; nearest"
    who, said, happened = many(found.count[worst], "customer"), found.said[worst], found.happened[worst]
    return f"{where}: of {who} it says {fixed(said, 2)}, and {fixed(happened, 2)} went bad."


# ── A decision and its price ────────────────────────────────────────────────────────────────────────────────

THRESHOLDS = np.arange(51) / 50  # the stops of the slider, so that it can reach the ring


def confusion(q: NDArray, bad: NDArray, threshold: float) -> NDArray:
    """Counts: in the first row those who paid back, in the second those who did not; lent to, refused.

    >>> confusion(np.array([0.1, 0.6, 0.2, 0.9]), np.array([0, 0, 1, 1]), 0.5).tolist()
    [[1, 1], [1, 1]]
    """
    refused = q > threshold
    return np.array([[np.sum((bad == row) & (refused == column)) for column in (0, 1)] for row in (0, 1)])


def cost(q: NDArray, bad: NDArray, threshold: NDArray | float, ratio: float) -> NDArray:
    """A refused good customer costs 1, a missed default `ratio`: the sum, for every threshold.

    >>> cost(np.array([0.1, 0.6, 0.2, 0.9]), np.array([0, 0, 1, 1]), np.array([0.5, 1]), 5)
    array([ 6, 10])
    """
    good, gone = np.sort(q[bad == 0]), np.sort(q[bad == 1])
    refused = len(good) - np.searchsorted(good, threshold, side="right")
    return refused + ratio * np.searchsorted(gone, threshold, side="right")


def draw_threshold(axes: Axes2, q: NDArray, bad: NDArray, threshold: float, ratio: float) -> str:
    """The cost of every threshold, as a share of lending to everybody, and the four kinds of customers."""
    left, right = axes
    everybody = cost(q, bad, 1, ratio)
    curve, here = cost(q, bad, THRESHOLDS, ratio), cost(q, bad, threshold, ratio)
    best, rule = int(curve.argmin()), 1 / (1 + ratio)
    left.set(xlim=(-0.03, 1.03), ylim=(0, 128), xlabel="refuse above t", title="cost, lending to all = 100")
    left.axhline(100, **style.guide)
    left.axvline(rule, color=style.GREEN, lw=2)
    note(left, rule + 0.02, 120, "rule", style.GREEN, ha="left")
    left.plot(THRESHOLDS, np.minimum(100 * curve / everybody, 200), color=style.RED, lw=3)
    left.plot(
        THRESHOLDS[best], 100 * curve[best] / everybody, ls="", marker="o", ms=17, mfc="none", mec=style.GREEN, mew=2.5
    )
    left.plot(threshold, min(100 * here / everybody, 126), **style.handle, color=style.RED)
    counts = confusion(q, bad, threshold)
    _draw_counts(right, counts, len(q))
    return (
        f"t = {shown(threshold)}: {counts[0, 1]} good customers refused, {counts[1, 0]} defaults missed, "
        f"cost {shown(here)}.\nRule 1/(1 + {shown(ratio)}) = {fixed(rule, 2)}; "
        f"lowest here {shown(curve[best])}, at {shown(THRESHOLDS[best])}."
    )


def _draw_counts(ax: Axes, counts: NDArray, total: int) -> None:
    """A square a kind, its area the number of customers."""
    ax.set(xlim=(-0.82, 1.82), ylim=(1.55, -0.55), title="customers")
    ax.set_xticks([0, 1], ["lent", "refused"])
    ax.set_yticks([0, 1], ["paid back", "went bad"], rotation=90, va="center")
    ax.tick_params(length=0)
    ax.grid(visible=False)
    for row, column in ((0, 0), (0, 1), (1, 0), (1, 1)):
        color, half = style.BLUE if row == column else style.RED, np.sqrt(counts[row, column] / total) / 2
        across, down = column + half * np.array([-1, 1, 1, -1]), row + half * np.array([-1, -1, 1, 1])
        ax.fill(across, down, color=color, alpha=0.25, lw=0)
        note(ax, column, row, str(counts[row, column]), color, size=17)
