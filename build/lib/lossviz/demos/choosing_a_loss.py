"""The demos of the chapter on choosing a loss: noise, what a loss asks for, the atlas, the guide."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lossviz import Choice, Demo, Slider, Toggle, demo, losses, style
from lossviz.demos._atlas import LossTable, at_truth_one, title
from lossviz.demos._draw import fixed, note, shown
from lossviz.demos._guide import GUIDE_SIZE, MEANINGS, TASKS, advice, also, choose, draw_guide
from lossviz.losses import LOSSES, Loss

__all__ = [
    "LossTable",
    "loss_atlas",
    "loss_guide",
    "make_atlas",
    "noise_and_guess",
    "noise_and_loss",
    "what_a_loss_asks",
]

NAN = float("nan")


# ── Noise: a density, and minus its logarithm ───────────────────────────────────────────────────────────────

NU = 2  # Student's t: the fewer degrees of freedom, the heavier the tails


class Noise(NamedTuple):
    """How answers scatter about a prediction. u is the miss, counted in scales."""

    loss: Callable[[NDArray], NDArray]  # −log density, less its lowest value
    slope: Callable[[NDArray], NDArray]
    constant: float  # −log density at u = 0, for a scale of 1

    def surprise(self, miss: NDArray, scale: float) -> NDArray:
        """−log density in nats."""
        return self.loss(miss / scale) + self.constant + np.log(scale)

    def density(self, miss: NDArray, scale: float) -> NDArray:
        return np.exp(-self.surprise(miss, scale))


NOISES = {
    "Gauss": Noise(lambda u: losses.squared_error(u, 0) / 2, lambda u: u, np.log(2 * np.pi) / 2),
    "Laplace": Noise(lambda u: losses.absolute_error(u, 0), np.sign, np.log(2)),
    "Student t": Noise(
        lambda u: (NU + 1) / 2 * np.log1p(u**2 / NU), lambda u: (NU + 1) * u / (NU + u**2), np.log(2 * np.sqrt(2))
    ),
}
MISS = np.linspace(-5.5, 5.5, 111)  # 0, where Laplace has its corner, is among them


@demo(
    axes=2,
    noise=Choice(*NOISES, label="noise"),
    miss=Slider(-5, 5, step=0.25, start=2, label="miss", drag="x", panel="all"),
    scale=Slider(stops=[1, 1.5, 2, 3], label="scale"),
)
def noise_and_loss(axes, noise, miss, scale):
    """Drag the miss outwards: how rare does each noise call it, and what does it charge?

    Left, the density of the miss: a hump over 0. Right, minus its logarithm, less the lowest value: a parabola for
    Gauss, a V for Laplace, a valley that flattens outwards for Student's t, with the tangent at the chosen miss.
    """
    left, right = axes
    kind = NOISES[noise]
    left.set(xlim=(-5.7, 5.7), ylim=(-0.02, 0.56), xlabel="miss", title="density")
    right.set(xlim=(-5.7, 5.7), ylim=(-0.6, 14), xlabel="miss", title="loss: −log density")
    density, loss, slope = kind.density(miss, scale), kind.loss(miss / scale), kind.slope(miss / scale) / scale
    left.fill_between(MISS, kind.density(MISS, scale), color=style.BLUE, alpha=0.12, lw=0)
    left.plot(MISS, kind.density(MISS, scale), **style.curve)
    left.plot([miss, miss], [0, density], **style.guide)
    left.plot(miss, density, **style.handle, color=style.BLUE)
    right.plot(MISS, kind.loss(MISS / scale), color=style.RED, lw=3)
    ends = np.array([-1.3, 1.3])
    right.plot(miss + ends, loss + slope * ends, **style.tangent)
    right.plot(miss, loss, **style.handle, color=style.RED)
    return (
        f"{noise}, scale {shown(scale)}: a miss of {shown(miss)} is {times(np.exp(loss))} as rare as a hit.\n"
        f"loss = log of that = {shown(loss, 3)}, slope {shown(slope, 3)}"
    )


def times(ratio: float) -> str:
    return f"{ratio:,.0f} times" if ratio >= 99.5 else f"{ratio:.3g} times" if ratio > 1 else "just"


JOURNEYS = np.array([20.0, 22, 24, 26, 88])  # minutes; the train of the fifth day broke down
ABOUT = np.array([0, 0.15, 0.35, 0.6, 0.9, 1.2, 1.5, 1.9, 2.4, 3.2, 4.5, 7, 12, 24])  # scales: few points, well placed
ABOUT = np.concatenate([-ABOUT[:0:-1], ABOUT])
GUESSES = np.arange(18, 43)


@demo(
    axes=2,
    noise=Choice(*NOISES, label="noise"),
    guess=Slider(18, 42, step=1, start=24, label="guess (minutes)", drag="x", panel="all"),
    scale=Slider(stops=[5, 7, 10, 14, 20, 26], start=14, label="scale (minutes)"),
)
def noise_and_guess(axes, noise, guess, scale):
    """Slide the guess and the scale: how low does each noise get?

    Left, five journeys on a time axis, four near 23 minutes and one at 88, under the density of the noise about the
    guess; a stem from each journey up to the density says how likely it is. Right, the mean of minus the logarithms of
    the five heights, for every guess, with its lowest point marked by a ring.
    """
    left, right = axes
    kind = NOISES[noise]
    left.set(xlim=(11, 95), ylim=(-0.006, 0.108), xlabel="minutes", title="density about the guess")
    right.set(xlim=(17, 43), ylim=(3.7, 8.2), xlabel="guess (minutes)", title="mean −log density (nats)")
    heights = kind.density(JOURNEYS - guess, scale)
    each = kind.surprise(JOURNEYS - GUESSES[:, None], scale).mean(axis=1)
    here, best = each[guess - GUESSES[0]], each.argmin()
    stems = np.stack([0 * heights, heights, NAN * heights], axis=1).ravel()
    left.plot(guess + scale * ABOUT, kind.density(scale * ABOUT, scale), color=style.ORANGE, lw=3)
    left.plot(np.repeat(JOURNEYS, 3), stems, color=style.BLUE, lw=2)
    left.plot(JOURNEYS, 0 * JOURNEYS, **style.dot, color=style.BLUE)
    left.plot([guess, guess], [0, 1], **style.guide)
    right.plot(GUESSES, each, color=style.RED, lw=3)
    right.plot(GUESSES[best], each[best], ls="", marker="o", ms=17, mfc="none", mec=style.GREEN, mew=2.5)
    right.plot(guess, here, **style.handle, color=style.RED)
    note(right, 30, 7.9, "the curve lies above ↑" if each[best] > 8 else "", style.RED)
    lowest = f"{fixed(each[best])} at {GUESSES[best]}"
    return f"{noise} about {guess} minutes, scale {scale}: {fixed(here)} nats a day.\nLowest at this scale: {lowest}"


# ── What a loss asks for, where the answer is yes or no ─────────────────────────────────────────────────────

Q = np.arange(1, 1000) / 1000  # answers strictly between 0 and 1; the shares p of the slider are among them
LOGIT = np.log(Q) - np.log1p(-Q)
# name: (what the answer q costs where it is yes, what it costs where it is no)
ASKED = {
    "log-loss": tuple(losses.binary_cross_entropy(probability=Q, label=y) for y in (1, 0)),
    "squared error": tuple(losses.squared_error(Q, y) for y in (1, 0)),
    "absolute error": tuple(losses.absolute_error(Q, y) for y in (1, 0)),
    "focal, γ = 2": tuple(losses.focal_loss(logit=LOGIT, label=y) for y in (1, 0)),
    "log-loss, yes × 9": tuple(w * losses.binary_cross_entropy(probability=Q, label=y) for w, y in ((9, 1), (1, 0))),
}
SHARES = np.arange(1, 100) / 100


def asked(loss: str, share: NDArray) -> NDArray:
    """The answer q of the smallest mean loss, where a share p is yes; NaN if every answer is as good."""
    yes, no = ASKED[loss]
    mean = np.multiply.outer(share, yes) + np.multiply.outer(1 - share, no)
    return np.where(np.ptp(mean, axis=-1) < 1e-9, NAN, Q[mean.argmin(axis=-1)])


@demo(
    axes=2,
    loss=Choice(*ASKED, label="loss"),
    share=Slider(0.05, 0.95, step=0.05, start=0.3, label="share of yes, p", drag="x", panel=1),
)
def what_a_loss_asks(axes, loss, share):
    """Of such cases a share p is yes. Which answer q does each loss reward?

    Left, the mean loss for every answer q between 0 and 1, lowest at a marked q. Right, that best answer for every
    share p, beside the diagonal on which an answer equals the share.
    """
    left, right = axes
    left.set(xlim=(-0.03, 1.03), ylim=(-0.06, 2.3), xlabel="answer q", title="mean loss")
    right.set(xlim=(-0.03, 1.03), ylim=(-0.04, 1.06), xlabel="share of yes, p", title="best answer q")
    yes, no = ASKED[loss]
    mean = share * yes + (1 - share) * no
    best = float(asked(loss, share))
    shown_q = np.r_[0:20, 20:980:24, 980:999]
    left.plot(Q[shown_q], np.minimum(mean[shown_q], 9), color=style.RED, lw=3)
    left.plot([share, share], [-1, 9], **style.guide)
    note(left, share + (0.05 if share < 0.5 else -0.05), 2.15, "p", style.BLUE)
    left.plot(best, mean.min(), **style.handle, color=style.ORANGE)
    right.plot([0, 1], [0, 1], **style.guide)
    note(right, 0, 0.98, "dashed: q = p", style.MUTED, size=12, weight="normal", ha="left")
    right.plot(SHARES, asked(loss, SHARES), color=style.ORANGE, lw=3)
    right.plot([share, share], [-1, share], color=style.BLUE, lw=1.5, alpha=0.6)
    right.plot(share, best, **style.handle, color=style.ORANGE)
    if best != best:
        return f"p = {shown(share)}, {loss}: every answer costs the same.\nBelow ½ it asks for 0, above for 1."
    same = "That is p itself" if abs(best - share) < 0.002 else "That is not p: read as a probability, it would mislead"
    return f"p = {shown(share)}, {loss}: the best answer is q = {shown(best)}.\n{same}."


# ── The atlas ───────────────────────────────────────────────────────────────────────────────────────────────

TOP = 5.6  # no curve is drawn above this: there the names stand
NEAR = np.array([-1e-9, 1e-9])  # both sides of a step, so that it is drawn upright
OUTPUTS = np.sort(np.concatenate([np.linspace(-2, 4, 97), NEAR, 1 + NEAR]))


def make_atlas(entries: Mapping[str, Loss]) -> Demo:
    """The demo that lays any two of these losses over each other."""
    names = {title(name): name for name in entries}

    @cache
    def curves(name: str, output: float) -> list[NDArray]:
        """Loss and slope for all outputs and, at last, for this one."""
        return [at_truth_one(name, function, np.append(OUTPUTS, output)) for function in entries[name][:2]]

    @demo(
        axes=2,
        first=Choice(*names, label="first"),
        second=Choice(*names, start=title("hinge_loss"), label="other"),
        output=Slider(stops=[-2, -1, -0.5, 0, 0.5, 1, 1.5, 2, 3, 4], start=-1, label="output", drag="x", panel="all"),
    )
    def loss_atlas(axes, first, second, output):
        """Lay any two losses of the book over each other, and compare their slopes.

        Left, two losses for every output of a model, where the truth is 1, yes or the first of three classes. Right,
        their slopes. A dot on each curve marks the chosen output.
        """
        draw_axes(axes, output)
        said = []
        for label, color, width in ((first, style.RED, 4.5), (second, style.PURPLE, 2)):
            both = curves(names[label], output)
            for ax, values in zip(axes, both, strict=True):
                inside = np.where(abs(values) <= TOP, values, NAN)
                ax.plot(OUTPUTS, inside[:-1], color=color, lw=width)
                ax.plot(output, inside[-1], **style.dot, color=color)
            said.append(f"{label}: {in_words(*(values[-1] for values in both))}")
        note(axes[0], 1, 7, first, style.RED)
        note(axes[0], 1, 6.3, second, style.PURPLE)
        return f"At {shown(output)}, truth 1: " + ";\n".join(said)

    return loss_atlas


def draw_axes(axes, output: float) -> None:
    left, right = axes
    left.set(xlim=(-2.2, 4.2), ylim=(-0.35, 7.5), xlabel="output of the model", title="loss")
    right.set(xlim=(-2.2, 4.2), ylim=(-3.6, 3.6), xlabel="output of the model", title="slope")
    for ax in axes:
        ax.axhline(0, color=style.MUTED, lw=1)
        ax.axvline(output, **style.guide)


def in_words(loss: float, slope: float) -> str:
    if np.isnan(loss):
        return "none, a probability is from 0 to 1"
    return f"loss {shown(loss, 3)}, slope {shown(slope, 3)}"


loss_atlas = make_atlas(LOSSES)


# ── The guide ───────────────────────────────────────────────────────────────────────────────────────────────


@demo(
    size=GUIDE_SIZE,
    task=Choice(*TASKS, start="yes or no", label="Predicted"),
    output=Choice(*MEANINGS, label="Wanted"),
    uneven=Toggle(label="One mistake costs more"),
    wild=Toggle(label="Wild samples or wrong labels"),
)
def loss_guide(ax, task, output, uneven, wild):
    """Describe your task: the path leads to a loss to begin with.

    A tree that branches from four tasks over the meaning of the output to a loss. The path that fits the
    answers is lit.
    """
    leaf = choose(task, output, uneven, wild)
    more = also(leaf, uneven, wild)
    draw_guide(ax, leaf, more)
    return f"{leaf.name}: {leaf.call}\n{advice(leaf)} {more}".strip()
