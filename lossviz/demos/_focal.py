"""A demo of focal loss."""

import numpy as np

from lossviz import Slider, demo, losses, style
from lossviz._checks import Array
from lossviz.demos._draw import note, percent, shown
from lossviz.demos._significant import significant

# ── Focal loss ──────────────────────────────────────────────────────────────────────────────────────────────

EASY, HARD, HARD_P = 1000, 10, 0.3
GIVEN = np.linspace(0.01, 0.995, 80)


def focal(p, gamma: float) -> Array:
    """The focal loss of a truth that was given the probability p."""
    return losses.focal_loss(logit=_logit(p), label=1, gamma=gamma)


def pull(p, gamma: float) -> Array:
    """How hard such a sample pulls on its logit: the size of the focal loss's slope."""
    return abs(losses.focal_loss_grad(logit=_logit(p), label=1, gamma=gamma))


def shares(gamma: float, p: float = 0.95) -> tuple[float, float]:
    """What share of the loss, and of the pull, the easy samples make up, in percent."""
    sums = ((EASY * float(f(p, gamma)), HARD * float(f(HARD_P, gamma))) for f in (focal, pull))
    return tuple(100 * easy / (easy + hard) for easy, hard in sums)


def _logit(p) -> Array:
    return np.log(p) - np.log1p(-np.asarray(p))


@demo(
    axes=2,
    gamma=Slider(0, 5, step=0.25, start=0, label="focus γ"),
    p=Slider(
        stops=[*(k / 20 for k in range(10, 20)), 0.97, 0.98, 0.99],
        start=0.8,
        label="p, if easy",
        drag="x",
    ),
)
def focus_on_the_hard(axes, gamma, p):
    """Set p to 0.95, then raise γ: who counts more, 1,000 easy samples or ten hard ones?

    In “loss of one sample”, the loss against the probability that the truth was given: plain and pale, and the focal
    loss below it, with one point for the easy samples and one for the hard ones. In “shares of 1,000 easy and 10
    hard”, two bars that are each divided between the two groups: the total loss, and the total pull on the logits.
    """
    curve, bars = axes
    curve.set(xlim=(-0.03, 1.03), ylim=(-0.45, 3.3), xlabel="p, given to the truth", title="loss of one sample")
    curve.plot(GIVEN, focal(GIVEN, 0), color=style.RED, lw=6, alpha=0.6)
    curve.plot(GIVEN, focal(GIVEN, gamma), color=style.RED, lw=3)
    for place, name, look in ((p, "easy", style.handle), (HARD_P, "hard", style.dot)):
        one = float(focal(place, gamma))
        color = style.PURPLE if name == "easy" else style.GOLD
        curve.plot(place, one, **look, color=color)
        note(curve, place - 0.03, one - 0.26, name, color, ha="right", size=12)  # where the curve leaves room
    note(curve, 0.52, 2.95, "pale: γ = 0", style.RED, ha="left", size=12, weight="normal")
    note(curve, 0.52, 2.6, f"full: γ = {shown(gamma)}", style.RED, ha="left", size=12)
    of_loss, of_pull = shares(gamma, p)
    bars.set(xlim=(0, 100), ylim=(-0.6, 2.1), xlabel="%", title="shares of 1,000 easy and 10 hard")
    bars.set(yticks=[])
    bars.grid(visible=False)
    bars.barh([1, 0], 100, height=0.5, facecolor="none", edgecolor=style.MUTED, lw=1.5)
    for y, name, share in ((1, "of the loss", of_loss), (0, "of the pull", of_pull)):
        bars.barh(y, share, height=0.5, color=style.PURPLE, **style.answer)
        bars.barh(y, 100 - share, left=share, height=0.5, color=style.GOLD, **style.answer)
        note(bars, 2, y + 0.42, name, style.INK, size=12, ha="left")
        note(bars, 98, y + 0.42, f"easy {of_all(share)}", style.PURPLE, size=12, ha="right", **style.answer)
    return (
        f"Factor of an easy sample: {shown(1 - p)} to the power {shown(gamma)}, which is {_faded(p, gamma)}.\n"
        f"The easy ones make up {of_all(of_loss)} of the loss and {of_all(of_pull)} of the pull."
    )


def of_all(share: float) -> str:
    """A share of a hundred.

    >>> of_all(81.0), of_all(0.02), of_all(99.97)
    ('81.0\xa0%', 'under 0.1\xa0%', 'over 99.9\xa0%')
    """
    if 0.05 <= share < 99.95:
        return percent(share / 100, 1)
    return f"under {percent(0.001, 1)}" if share < 50 else f"over {percent(0.999, 1)}"


def _faded(p: float, gamma: float) -> str:
    return significant((1 - p) ** gamma)
