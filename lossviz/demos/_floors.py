"""Demo of two floors: rain told by the sky alone or by sixty numbers, on a training set and on new mornings."""

import math
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lossviz import Choice, Slider, demo, style
from lossviz.demos._draw import dots, fixed, note, shown
from lossviz.information import entropy

LOOKS = {"the sky alone": 1, "the sky and 59 others": 60}
SETS = ("first", "second", "third", "fourth", "fifth")
STEPS = [0, 1, 2, 3, 5, 7, 10, 20, 30, 50, 100, 200, 300, 500, 700, 1000, 2000, 3000]
FLOOR = float(entropy([0.9, 0.1], base=math.e))


def mornings(count: int, seed: int) -> tuple[NDArray, NDArray]:
    """Sixty numbers a morning, the first of them the sky, 1 for dark and −1 for clear; and whether rain follows."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(count, 60))
    x[:, 0] = np.sign(x[:, 0])
    return x, rng.random(count) < np.where(x[:, 0] > 0, 0.9, 0.1)


class Run(NamedTuple):
    """One training: losses by stop, what each label was given, and the floor of the training set."""

    train: NDArray
    new: NDArray
    given: NDArray
    given_new: NDArray
    floor: float


@cache
def trained(looks: str, which: str) -> Run:
    """Logistic regression by gradient descent, from small random weights."""
    width, (x, y), (x_new, y_new) = LOOKS[looks], mornings(50, SETS.index(which)), mornings(20_000, 100)
    x, x_new = (np.hstack([part[:, :width], np.ones((len(part), 1))]) for part in (x, x_new))
    sign, sign_new = 2.0 * y - 1, 2.0 * y_new - 1
    w, losses = np.random.default_rng(200 + SETS.index(which)).normal(scale=0.05, size=width + 1), []
    for step in range(STEPS[-1] + 1):
        margin = sign * (x @ w)
        if step in STEPS:
            losses.append((np.logaddexp(0, -margin), np.logaddexp(0, -sign_new * (x_new @ w))))
        w += 2 * ((sign / (1 + np.exp(margin))) @ x) / len(x)
    train, new = (np.array(part) for part in zip(*losses, strict=True))
    return Run(train.mean(1), new.mean(1), np.exp(-train), np.exp(-new[:, :50]), _floor(x, y))


def _floor(x: NDArray, y: NDArray) -> float:
    """The entropy of the labels given the input, on this set: 0 where no input repeats."""
    groups = {tuple(row): y[(x == row).all(axis=1)] for row in x}
    return sum(len(g) / len(y) * float(entropy([g.mean(), 1 - g.mean()], base=math.e)) for g in groups.values())


@demo(
    axes=2,
    looks=Choice(*LOOKS, label="the model looks at"),
    which=Choice(*SETS, label="training set"),
    step=Slider(stops=STEPS, start=0, label="step", format="{:,.0f}", drag="x", play=True),
)
def two_floors(axes, looks, which, step):
    """Run through the steps, once for each thing that the model looks at. Which curve stops at which floor?

    Panel "loss, nats": the mean loss against the step of training, on fifty training mornings in blue and on new
    mornings in purple, with a dashed line at the floor of each from step 100 on. Panel "probability given to what
    happened": a dot for each of fifty training mornings and fifty new ones.
    """
    left, right = axes
    run, at = trained(looks, which), STEPS.index(step)
    _draw_losses(left, run, at)
    right.set(xlim=(0, 2), ylim=(-0.04, 1.04), title="probability given to what happened")
    right.set_xticks([0.5, 1.5], ["training", "new"])
    right.grid(axis="x", visible=False)
    spread = 0.1 + 0.8 * (np.arange(50) * 0.618 % 1)
    # To a pixel: half as many bytes.
    seen, new = (np.round(200 * given[at]) / 200 for given in (run.given, run.given_new))
    dots(right, spread, seen, style.BLUE, 7, alpha=0.7)
    dots(right, 1 + spread, new, style.PURPLE, 7, alpha=0.7)
    return _in_words(looks, step, run, at)


def _draw_losses(ax, run: Run, at: int) -> None:
    ax.set(xlim=(-0.06, 5.2), ylim=(-0.07, 2.6), xlabel="step of training", title="loss, nats")
    ax.set_xticks(np.log10([1, 11, 101, 1001]), ["0", "10", "100", "1,000"])
    x = np.log10(np.array(STEPS) + 1)
    middle, apart = (FLOOR + run.floor) / 2, max(abs(FLOOR - run.floor), 0.21) / 2
    up = 1 if run.floor < FLOOR else -1
    late = STEPS[at] >= 100  # before that the floors would give the answer away
    for floor, color, side in ((FLOOR, style.PURPLE, up), (run.floor, style.BLUE, -up)):
        ax.plot([0, 3.95], [floor if late else np.nan] * 2, color=color, lw=1.2, ls=(0, (4, 3)))
        text = f"floor {shown(floor, 3)}" if late else ""
        note(ax, 4.02, middle + side * apart, text, color, ha="left", weight="normal", size=12)
    # At the start one is under the other: there it is larger, so that one sees both.
    for losses, color, size in ((run.new, style.PURPLE, 18), (run.train, style.BLUE, 12)):
        ax.plot(x[: at + 1], np.minimum(losses[: at + 1], 3), color=color, lw=3)
        ax.plot(x[at], losses[at], **style.handle | ({"ms": size, "mew": 1.5} if at == 0 else {}), color=color)
    note(ax, 0, 2.46, "new mornings", style.PURPLE, ha="left")
    note(ax, 0, 2.24, "training set", style.BLUE, ha="left")


def _in_words(looks: str, step: int, run: Run, at: int) -> str:
    train, new = _small(run.train[at]), fixed(run.new[at])
    if step < 100:
        so_far = "before training, about one half for rain" if step == 0 else "train on"
        return f"Step {step:,}: training loss {train}\xa0nats, on\xa0new\xa0mornings\xa0{new}: {so_far}."
    first = f"Training loss {train} nats, floor {shown(run.floor, 3)}; new mornings {new}, floor {fixed(FLOOR)}.\n"
    if LOOKS[looks] == 1:
        return first + "Mornings with the same sky repeat, not all with one label: no model fits them all."
    return first + "No morning repeats: the model can learn each label by heart, right or wrong."


def _small(loss: float) -> str:
    return fixed(loss, 4 if loss < 0.01 else 3)
