"""The pictures of the chapter on credit risk: a base rate, a training, a calibration curve, a threshold.

The demos of what was trained are made in the chapter, from its own run; what draws them stands here.
"""

from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from lossviz import Slider, demo, information, losses, mark, style
from lossviz.demos._draw import fixed, many, note, percent, shown, unbroken, under, way
from lossviz.demos._ranking import draw_ranking

__all__ = [
    "base_rate_cost",
    "confusion",
    "cost",
    "draw_calibration",
    "draw_epoch",
    "draw_ranking",
    "draw_threshold",
    "reliability",
]

Axes2 = tuple[Axes, Axes]
NAN = float("nan")


# ── One answer for everybody ────────────────────────────────────────────────────────────────────────────────

CREDIT = 28.15  # percent of the loans of `data.credit` that went bad: 1254 of 4454
ANSWERS = np.r_[0.001, 0.003, np.linspace(0.01, 0.99, 99), 0.997, 0.999]
RATES = np.linspace(0, 1, 81)
FROM = 0.75  # the curve is drawn from here on
TOP = 1.25  # nats at the top of both panels, so that heights compare


def nats(rate: NDArray | float, answer: NDArray | float) -> NDArray:
    """Mean log loss of always saying `answer` where a share `rate` is yes: the cross-entropy of the two."""
    return losses.binary_cross_entropy(probability=answer, label=rate)


@demo(
    axes=2,
    answer=Slider(0.01, 0.99, step=0.01, start=0.6, label="always say", drag="x"),
    rate=Slider(stops=[1, 5, 10, CREDIT, 50], start=CREDIT, label="base rate", format="{:g}\N{NO-BREAK SPACE}%"),
)
def base_rate_cost(axes, answer, rate):
    """Always say the same number: which is the cheapest, and what does it cost?

    Under “mean log loss”, what it costs always to give the same answer, drawn as far as it was dragged. Once the lowest
    place is found, at the base rate, all is drawn, and a red bar shows how far the chosen answer is above it. Under
    “entropy”, the entropy of every base rate, an arch, and then the chosen one on it, as high as the lowest place.
    """
    valley, arch = axes
    share = rate / 100
    valley.set(xlim=(-0.03, 1.03), ylim=(0, TOP), xlabel="answer for everybody, q", title="mean log loss (nats)")
    arch.set(xlim=(-0.03, 1.03), ylim=(0, TOP), xlabel="base rate, p", title="entropy (nats)")
    here, floor = float(nats(share, answer)), float(nats(share, share))
    found = answer <= round(share, 2)
    known = floor if found else NAN
    seen = way(ANSWERS, FROM, answer, goal=round(share, 2))
    valley.axhline(known, **style.guide)
    valley.plot(seen, nats(share, seen), color=style.RED, lw=3, alpha=0.6)
    valley.plot([answer, answer], [known, min(here, TOP)], color=style.RED, lw=5, solid_capstyle="butt")
    valley.plot(share, known, **style.dot, color=style.BLUE)
    mark(valley, answer, here, style.handle, style.ORANGE, "")
    x, y, side = (max(answer + 0.045, 0.125), 1.2, "left") if answer < 0.85 else (1.03, 1.06, "right")
    note(valley, x, y, fixed(here) if here > TOP else "", style.ORANGE, ha=side, size=12)  # right of the curve
    arch.axhline(known, **style.guide)
    arch.plot(RATES, nats(RATES, RATES), **style.curve)
    arch.plot([share, share], [0, 0.05], color=style.BLUE, lw=4, solid_capstyle="butt")
    arch.plot(share, known, **style.dot, color=style.BLUE)
    note(arch, 0.5, 0.79, "H(p)", style.BLUE)
    bar = "red bar: what is on top" if answer < round(share, 2) else ""
    note(valley, 1, 0.125, bar, style.RED, ha="right", size=12)
    above = round(here, 3) - round(floor, 3)  # of the printed numbers, so that they add up
    parts = f": the entropy {fixed(floor)} and {fixed(abs(above))} on top" if found else "; another answer costs less"
    return (
        f"Always saying {shown(answer)} costs {fixed(here)}\xa0nats{parts}.\n"
        f"To lend to everybody is right for {shown(100 - rate, 0)} customers in 100."
    )


# ── A training, epoch by epoch ──────────────────────────────────────────────────────────────────────────────

TENTHS = np.linspace(0, 1, 21)
HIGH = 47  # percent at the top of the bars


def draw_epoch(axes: Axes2, epoch: int, train: list[float], held_out: list[float], q: NDArray, bad: NDArray) -> str:
    """Both loss curves up to this epoch, and what the model says of the held-out customers by then."""
    curves, bars = axes
    best = int(np.argmin(held_out[: epoch + 1]))
    curves.set(xlim=(-1, len(train) + 12), ylim=(0.27, 0.77), xlabel="epoch", title="mean log loss (nats)")
    curves.set_xticks(range(0, len(train), 10))
    curves.axhline(information.entropy([bad.mean(), 1 - bad.mean()], base=np.e), **style.guide)
    note(curves, len(train) + 11.5, 0.612, "base rate", style.MUTED, size=12, weight="normal", ha="right")
    for values, color, name, dy, look in (
        (train, style.BLUE, "training", -0.025, under(train[epoch] - held_out[epoch], 0.02)),
        (held_out, style.PURPLE, "held out", 0.025, style.dot),
    ):
        curves.plot(np.where(np.arange(len(train)) <= epoch, values, NAN), color=color, lw=2.5)
        mark(curves, epoch, values[epoch], look, color, fixed(values[epoch], 2))
        note(curves, epoch + 1.2, values[epoch] + dy, name, color, ha="left")
    curves.plot(best, held_out[best], **style.ring, mec=style.PURPLE)
    _draw_predictions(bars, q, bad)
    sure = int(((q > 0.95) & (bad == 0) | (q < 0.05) & (bad == 1)).sum())
    return (
        f"Epoch {epoch}: training {fixed(train[epoch])}, held\xa0out\xa0{fixed(held_out[epoch])}\xa0nats; "
        f"lowest so far (ring): {fixed(held_out[best])} at epoch {best}.\n"
        f"More than 95\N{NO-BREAK SPACE}% sure and wrong: {sure} of {len(q)} held-out customers."
    )


def _draw_predictions(ax: Axes, q: NDArray, bad: NDArray) -> None:
    """Who went bad upwards, who paid back downwards; red where the model was sure and wrong."""
    ax.set(xlim=(-0.02, 1.02), ylim=(-HIGH, HIGH), xlabel="what the model says", title="% of each group, held out")
    ax.set_yticks([-40, -20, 0, 20, 40], ["40", "20", "0", "20", "40"])
    middle, red = (TENTHS[1:] + TENTHS[:-1]) / 2, ""
    for side, wrong, name in ((1, middle < 0.05, "went bad"), (0, middle > 0.95, "paid back")):
        sign = 2 * side - 1
        heights = 100 * np.histogram(q[bad == side], TENTHS)[0] / (bad == side).sum()
        for part, color in ((~wrong, style.ORANGE), (wrong, style.RED)):
            ax.stairs(sign * np.minimum(heights, HIGH) * part, TENTHS, fill=True, color=color, alpha=0.75, lw=0)
        note(ax, 1, sign * 40, name, style.INK, ha="right")
        red = "red: sure and wrong" if (heights * wrong).any() else red
        high = heights.max()
        mark(ax, middle[heights.argmax()], sign * high, {}, style.ORANGE, percent(high / 100))
    note(ax, 1, 29, red, style.RED, ha="right", size=12)
    ax.axhline(0, color=style.MUTED, lw=1)


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

    @property
    def luck(self) -> NDArray:
        """How far chance alone takes a share from the prediction: two standard deviations."""
        return 2 * np.sqrt(self.said * (1 - self.said) / np.maximum(self.count, 1))


def reliability(q: NDArray, bad: NDArray, bins: int) -> Bins:
    """Predictions and outcomes in bins of equal width.

    >>> reliability(np.array([0.1, 0.2, 0.9]), np.array([0, 1, 1]), 2).happened
    array([0.5, 1. ])
    """
    place = np.minimum((q * bins).astype(int), bins - 1)
    count = np.bincount(place, minlength=bins)
    some = np.where(count > 0, count, NAN)
    return Bins(np.bincount(place, q, bins) / some, np.bincount(place, bad, bins) / some, count)


def draw_bins(ax: Axes, found: Bins) -> None:
    """A dot a bin, what happened over what was said, with the diagonal and grey bars for what luck allows."""
    said, happened, _ = found
    ends = np.stack([said - found.luck, said + found.luck, NAN * said], axis=1).ravel()
    ax.set(xlim=(-0.04, 1.04), ylim=(-0.04, 1.17), xlabel="what the model says")
    ax.plot([0, 1], [0, 1], **style.guide)
    ax.plot(np.repeat(said, 3), np.clip(ends, 0, 1), color=style.MUTED, lw=4, alpha=0.7, solid_capstyle="butt")
    ax.plot(said, happened, **style.dot, color=style.BLUE)
    note(ax, 0, 1.1, "grey: what luck allows", style.MUTED, ha="left", size=12, weight="normal")
    note(ax, 1.02, 0.05, "dashed: happens as said", style.MUTED, ha="right", size=12, weight="normal")


def draw_calibration(axes: Axes2, q: NDArray, bad: NDArray, bins: int) -> str:
    """The calibration curve, and how many customers are in each bin."""
    left, right = axes
    found = reliability(q, bad, bins)
    draw_bins(left, found)
    left.set(title="share that went bad")
    right.set(xlim=(-0.04, 1.04), ylim=(0, 650), xlabel="what the model says", title="customers")
    left.plot(found.said, found.happened, color=style.BLUE, lw=1.5)
    right.stairs(found.count, np.linspace(0, 1, bins + 1), fill=True, color=style.ORANGE, alpha=0.75, lw=0)
    return (
        f"On average {fixed(100 * found.gap, 1)} points between what it says and what happens (ECE).\n"
        f"{_farthest(found)}"
    )


def _farthest(found: Bins) -> str:
    """The bin that is hardest to explain by luck, in words."""
    times = abs(found.said - found.happened) / np.maximum(found.luck, 1e-9)
    worst = int(np.nanargmax(times))
    where = "Farthest beyond luck" if times[worst] > 1 else "No bin beyond luck; nearest"
    who, said, happened = many(found.count[worst], "customer"), found.said[worst], found.happened[worst]
    return f"{where}: of {who} it says {fixed(said, 2)}, and {fixed(happened, 2)} went bad."


# ── A decision and its price ────────────────────────────────────────────────────────────────────────────────

THRESHOLDS = np.arange(51) / 50  # the stops of the slider, so that it can reach the ring
LENIENT = 0.9  # the cost is drawn from here on


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
    """The cost of the thresholds come by, as a share of lending to everybody, and the four kinds of customers."""
    valley, squares = axes
    everybody = cost(q, bad, 1, ratio)
    percent, here = 100 * cost(q, bad, THRESHOLDS, ratio) / everybody, cost(q, bad, threshold, ratio)
    best, rule, now = int(percent.argmin()), 1 / (1 + ratio), 100 * here / everybody
    goal = threshold if now <= percent[best] else THRESHOLDS[best]  # each of several lowest places is one
    found = min(threshold, LENIENT) <= goal <= max(threshold, LENIENT)
    seen = way(THRESHOLDS, LENIENT, threshold, goal=goal)
    lowest = (THRESHOLDS[best], percent[best]) if found else (NAN, NAN)
    valley.set(xlim=(-0.1, 1.03), ylim=(0, 138), xlabel="refuse above t", title="cost, in % of lending to all")
    valley.axhline(100, **style.guide)
    note(valley, 0.78, 111, "lend to all", style.MUTED, size=12, weight="normal")
    valley.axvline(rule, color=style.GREEN, lw=2)
    note(valley, rule + 0.02, 131, "the rule", style.GREEN, ha="left")
    valley.plot(seen, np.minimum(100 * cost(q, bad, seen, ratio) / everybody, 300), color=style.RED, lw=3)
    valley.plot(*lowest, **style.ring, mec=style.RED)
    name = "lowest" if found else ""
    note(valley, THRESHOLDS[best] + 0.05, max(percent[best] - 10, 5), name, style.RED, size=12, ha="left")
    mark(valley, threshold, now, style.handle, style.ORANGE, f"{now:.0f}\xa0%", ha="center")
    counts = confusion(q, bad, threshold)
    _draw_counts(squares, counts, len(q))
    least = f"lowest here {shown(percent[best] * everybody / 100)}, at {shown(THRESHOLDS[best])}"
    refused, missed = unbroken(many(counts[0, 1], "false positive")), unbroken(many(counts[1, 0], "false negative"))
    return (
        f"t = {shown(threshold)}: {refused} and {missed} cost "
        f"{unbroken(f'{counts[0, 1]} + {shown(ratio)} · {counts[1, 0]} = {shown(here)}')}.\n"
        f"To lend to all costs {shown(everybody)}. {unbroken(f'Rule 1/(1 + {shown(ratio)}) = {shown(rule)}')}; "
        f"{least if found else 'another t costs less'}."
    )


NAMES = (("true negatives", "false positives"), ("false negatives", "true positives"))
APART = 1.2  # the middles of two squares, in sides of one that holds all: a name fits between them


def _draw_counts(ax: Axes, counts: NDArray, total: int) -> None:
    """A square a kind, its area the number of customers."""
    ax.set(xlim=(-0.94, 2.14), ylim=(1.9, -0.55), title="customers")
    ax.set_xticks([0, APART], ["lent", "refused"])
    ax.set_yticks([0, APART], ["paid back", "went bad"], rotation=90, va="center")
    ax.tick_params(length=0)
    ax.grid(visible=False)
    for row, column in ((0, 0), (0, 1), (1, 0), (1, 1)):
        color, half = style.BLUE if row == column else style.RED, np.sqrt(counts[row, column] / total) / 2
        x, y = APART * column, APART * row
        ax.fill(x + half * np.array([-1, 1, 1, -1]), y + half * np.array([-1, -1, 1, 1]), color=color, alpha=0.6, lw=0)
        note(ax, x, y, str(counts[row, column]), color, size=17)
        note(ax, x, y + 0.57, NAMES[row][column], color, size=12, weight="normal")
