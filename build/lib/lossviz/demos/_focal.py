"""A demo of focal loss."""

import numpy as np

from lossviz import Slider, demo, losses, style
from lossviz._checks import Array
from lossviz.demos._draw import note, shown

# ── Focal loss ──────────────────────────────────────────────────────────────────────────────────────────────

EASY, HARD, HARD_P = 1000, 10, 0.3
GIVEN = np.linspace(0.01, 0.995, 80)


def focal(p, gamma: float) -> Array:
    """The focal loss of a truth that was given the probability p."""
    return losses.focal_loss(logit=np.log(p) - np.log1p(-np.asarray(p)), label=1, gamma=gamma)


@demo(
    axes=2,
    gamma=Slider(0, 5, step=0.25, start=2, label="γ"),
    p=Slider(stops=[*(k / 20 for k in range(10, 20)), 0.97, 0.98, 0.99], start=0.95, label="p, easy", drag="x"),
)
def focus_on_the_hard(axes, gamma, p):
    """Drag γ from 0 to 5: who makes up the loss, a thousand easy samples or ten hard ones?

    Left, the loss against the probability that the truth was given, plain and pale, and the focal loss below it,
    with one point for the easy samples and one for the hard ones. Right, two bars: the shares of the total loss
    that come from a thousand easy samples and from ten hard ones.
    """
    left, right = axes
    left.set(xlim=(-0.03, 1.03), ylim=(-0.2, 3.3), xlabel="p, given to the truth", title="loss of one sample")
    right.set(xlim=(-0.6, 1.6), ylim=(0, 112), title="share of the total loss, %")
    right.set_xticks([0, 1], ["1,000 easy", "10 hard"])
    right.grid(axis="x", visible=False)
    left.plot(GIVEN, focal(GIVEN, 0), color=style.RED, lw=6, alpha=0.25)
    left.plot(GIVEN, focal(GIVEN, gamma), color=style.RED, lw=3)
    sums, colors = [], (style.PURPLE, style.GOLD)
    for count, place, color in zip((EASY, HARD), (p, HARD_P), colors, strict=True):
        one = float(focal(place, gamma))
        left.plot(place, one, **(style.handle if count == EASY else style.dot), color=color)
        sums.append(count * one)
    shares = np.array(sums) / sum(sums) * 100
    right.bar([0, 1], shares, width=0.6, color=colors)
    for k in range(2):
        note(right, k, shares[k] + 5, f"{_percent(shares[k])} %", colors[k])
    note(left, 0.52, 2.85, "pale: γ = 0", style.RED, ha="left", size=12, weight="normal")
    note(left, 0.52, 2.5, f"full: γ = {shown(gamma)}", style.RED, ha="left", size=12)
    return (
        f"γ = {shown(gamma)}: an easy sample counts (1 − {shown(p)})^γ = {_small((1 - p) ** gamma)} times.\n"
        f"Easy {_small(sums[0])} + hard {_small(sums[1])} nats: the easy ones make up {_percent(shares[0])} %."
    )


def _percent(share: float) -> str:
    return "< 0.1" if share < 0.05 else "> 99.9" if share > 99.95 else shown(share, 1)


def _small(value: float) -> str:
    """Three digits of a number, with a power of ten for one that is very small."""
    if value >= 1e-4:
        return f"{value:.3g}"
    factor, exponent = f"{value:.1e}".split("e-")
    return f"{factor}·10⁻{str(int(exponent)).translate(str.maketrans('0123456789', '⁰¹²³⁴⁵⁶⁷⁸⁹'))}"
