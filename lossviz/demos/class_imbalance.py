"""The demos of the chapter on class imbalance: weights for a rare class, several labels at once, focus."""

import numpy as np

from lossviz import Challenge, Slider, demo, losses, mark, style
from lossviz.demos._draw import note, shown, unbroken, way
from lossviz.demos._focal import focus_on_the_hard  # noqa: F401
from lossviz.demos._several import dog_and_desk  # noqa: F401
from lossviz.demos._significant import significant

# ── A weight for each yes ───────────────────────────────────────────────────────────────────────────────────

ANSWERS = np.concatenate([[0, 0.001, 0.003, 0.006], np.arange(1, 100) / 100, [0.994, 0.997, 0.999, 1]])
OF = 100  # samples
HIGH = 2.5  # nats at the top; above it an arrow stands in place of handle and tangent
FROM = 0.8  # the curve is drawn from here on


def weighted_mean(answer, yes: int, weight: float):
    """The mean loss of one answer to all samples: each yes counts `weight` times, and the mean is over what counts."""
    cost = [losses.binary_cross_entropy(probability=answer, label=label) for label in (1, 0)]
    return (yes * weight * cost[0] + (OF - yes) * cost[1]) / (yes * weight + OF - yes)


@demo(
    axes=2,
    yes=Slider(stops=[5, 10, 20, 50], start=10, label="owners in 100"),
    weight=Slider(stops=[1, 4, 9, 19], start=1, label="weight of an owner"),
    answer=Slider(0.02, 0.98, step=0.01, start=0.6, label="answer ŷ", drag="x", panel=0),
    challenge=Challenge(
        "with 20 owners, find the weight at which ½ is the best answer.",
        lambda yes, weight, answer: yes == 20 and weight == 4 and answer == 0.5,
    ),
)
def weigh_the_rare(axes, yes, weight, answer):
    """Drag to the lowest place. Then raise the weight: where is the lowest place now?

    In “mean loss of one answer to all”, the weighted mean loss over the answer ŷ, drawn as far as ŷ was dragged, and
    all of it once the lowest place is found: a valley with a handle. In “how they count”, two bars of owners and
    strangers: as they are, and with each owner counted as often as the weight says.
    """
    valley, bars = axes
    valley.set(xlim=(0, 1), ylim=(0, HIGH), xlabel="answer ŷ", title="mean loss of one answer to all")
    valley.set_ylabel("nats")
    best = yes * weight / (yes * weight + OF - yes)
    seen = way(ANSWERS, FROM, answer, goal=round(best, 2))
    cost = np.minimum(weighted_mean(seen, yes, weight), 2 * HIGH)  # ∞ leaves the picture
    valley.plot(seen, cost, color=style.RED, lw=3)
    here = float(weighted_mean(answer, yes, weight))
    slope = float(_slope(answer, yes, weight))
    near = np.array([answer - 0.12, answer + 0.12]) if here <= HIGH else np.full(2, np.nan)
    valley.plot(near, here + slope * (near - answer), **style.tangent)
    mark(valley, answer, here, style.handle, style.ORANGE, "")  # the value is written large
    note(valley, 0.5, 2.3, f"{significant(here)} nats", style.RED)
    note(valley, 0.5, 2.02, "green: the slope" if here <= HIGH else "", style.GREEN, size=12)
    bars.set(xlim=(0, 100), ylim=(-0.6, 2.1), xlabel="% of what counts", title="how they count", yticks=[])
    bars.grid(visible=False)
    no = OF - yes
    for y, name, times in ((1, "as they are", 1), (0, "weighted", weight)):
        share = 100 * yes * times / (yes * times + no)
        bars.barh(y, share, height=0.46, color=style.BLUE)
        bars.barh(y, 100 - share, left=share, height=0.46, color=style.GOLD)
        note(bars, 1.5, y + 0.4, f"{name}: {yes * times} owners", style.BLUE, ha="left", size=12)
        note(bars, 98.5, y + 0.4, f"{no} strangers", style.GOLD, ha="right", size=12)
    counted = unbroken(f"{yes} owners · weight {weight} = {yes * weight}")
    return (
        f"{counted}, beside {no} strangers.\n"
        f"To answer {shown(answer)} costs {significant(here)} nats on average; the slope there is {significant(slope)}."
    )


def _slope(answer: float, yes: int, weight: float):
    steep = [losses.binary_cross_entropy_grad(probability=answer, label=label) for label in (1, 0)]
    return (yes * weight * steep[0] + (OF - yes) * steep[1]) / (yes * weight + OF - yes)
