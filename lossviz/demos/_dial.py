"""The picture of calibration: what is said and what happens, at a temperature, and what that costs."""

from typing import NamedTuple

from matplotlib.axes import Axes
from numpy.typing import NDArray

from lossviz import losses, mark, style
from lossviz.demos._draw import fixed, note, shown, unbroken
from lossviz.demos.credit_risk import draw_bins, reliability

TEMPERATURES = [0.25 * k for k in range(2, 17)] + [0.5 * k for k in range(9, 17)]  # 0.5 to 8
TOP = 1.3  # nats at the top of the curve


def best_shift(z: NDArray, y: NDArray) -> float:
    """The b for which z + b has the smallest mean log loss: there the mean forecast is the share of yes.

    >>> import numpy as np
    >>> round(best_shift(np.zeros(4), np.array([1, 0, 0, 0])), 4)  # log of 1 to 3
    -1.0986
    """
    low, high = -20.0, 20.0
    for _ in range(50):
        b = (low + high) / 2
        low, high = (b, high) if losses.sigmoid(z + b).mean() < y.mean() else (low, b)
    return (low + high) / 2


class Dial(NamedTuple):
    """Logits and labels, held out and of the test; for each temperature the shift b, or 0, and the held-out loss."""

    held_out: tuple[NDArray, NDArray]
    test: tuple[NDArray, NDArray]
    shifts: dict[bool, list[float]]
    curves: dict[bool, list[float]]


def make_dial(held_out: tuple[NDArray, NDArray], test: tuple[NDArray, NDArray]) -> Dial:
    """What `draw_dial` draws; everything is fitted on those held out."""
    z, y = held_out
    shifts = {False: [0.0] * len(TEMPERATURES), True: [best_shift(z / t, y) for t in TEMPERATURES]}
    curves = {
        how: [float(log_loss(z / t + b, y)) for t, b in zip(TEMPERATURES, each, strict=True)]
        for how, each in shifts.items()
    }
    return Dial(held_out, test, shifts, curves)


def log_loss(z: NDArray, y: NDArray) -> float:
    return losses.sigmoid_binary_cross_entropy(logit=z, label=y).mean()


def draw_dial(axes: tuple[Axes, Axes], dial: Dial, temperature: float, bins: int, shift: bool) -> str:
    """The reliability diagram of the test customers, and the held-out log loss over the temperature."""
    left, right = axes
    at = TEMPERATURES.index(temperature)
    b, curve = dial.shifts[shift][at], dial.curves[shift]
    here = curve[at]
    z, y = dial.test[0] / temperature + b, dial.test[1]
    q = losses.sigmoid(z)
    gap = _draw_reliability(left, q, y, bins)
    right.set(xlim=(0.2, 8.3), ylim=(0.42, TOP), xlabel="temperature T", title="log loss, held out (nats)")
    base = dial.held_out[1].mean()
    right.axhline(losses.binary_cross_entropy(probability=base, label=base), **style.guide)
    note(right, 8.2, 0.64, "always the base rate", style.MUTED, size=12, weight="normal", ha="right")
    right.plot(TEMPERATURES, curve, color=style.PURPLE, lw=3)
    mark(right, temperature, here, style.handle, style.PURPLE, fixed(here))
    correct = 100 * ((z > 0) == (y == 1)).mean()
    added = ", " + unbroken(f"b = {fixed(b, 2)}") if shift else ""
    return (
        f"{unbroken(f'T = {shown(temperature)}')}{added}: held out\xa0{fixed(here)},"
        f" {unbroken(f'test {fixed(log_loss(z, y))} nats')}; {correct:.1f}\xa0% right on the test.\n"
        f"ECE {100 * gap:.1f} points with {bins} bins."
    )


def _draw_reliability(ax: Axes, q: NDArray, y: NDArray, bins: int) -> float:
    """A point a bin, the share that went bad over what was said; a red stroke to the diagonal. The ECE."""
    found = reliability(q, y, bins)
    draw_bins(ax, found)
    ax.set(title="share that went bad, test")
    ax.vlines(found.said, found.said, found.happened, color=style.RED, lw=2)
    return found.gap
