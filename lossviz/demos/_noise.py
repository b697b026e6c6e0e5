"""Demos of noise: a density, minus its logarithm as a loss, and the guess that it calls best."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lossviz import Choice, Slider, demo, losses, mark, style
from lossviz.demos._draw import fixed, note, shown

NAN = float("nan")


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
    noise=Choice(*NOISES, label="kind of noise"),
    miss=Slider(-5, 5, step=0.25, start=2, label="error ŷ − y", drag="x", panel="all"),
    scale=Slider(stops=[1, 1.5, 2, 3], label="scale"),
)
def noise_and_loss(axes, noise, miss, scale):
    """Drag the error outwards: how rare is it under each kind of noise, and what does it cost?

    First panel: the density of the error, a hump over 0. Second panel: minus the logarithm of the density divided by
    its peak: a parabola for Gauss, a V for Laplace, a valley that flattens outwards for Student's t, with the tangent
    at the chosen error in green.
    """
    left, right = axes
    kind = NOISES[noise]
    left.set(xlim=(-5.7, 5.7), ylim=(-0.02, 0.56), xlabel="error ŷ − y", title="density")
    right.set(xlim=(-5.7, 5.7), ylim=(-0.6, 14), xlabel="error ŷ − y", title="loss: −log(density / peak)")
    density, loss, slope = kind.density(miss, scale), kind.loss(miss / scale), kind.slope(miss / scale) / scale
    left.fill_between(MISS, kind.density(MISS, scale), color=style.BLUE, alpha=0.12, lw=0)
    left.plot(MISS, kind.density(MISS, scale), **style.curve)
    left.plot([miss, miss], [0, density], **style.guide)
    left.plot(miss, density, **style.handle, color=style.BLUE)
    right.plot(MISS, kind.loss(MISS / scale), color=style.RED, lw=3)
    ends = np.array([-1.3, 1.3])
    right.plot(miss + ends, loss + slope * ends, **style.tangent)
    right.plot(miss, loss, **style.handle, color=style.RED)
    note(right, 0, 12.9, "green: the slope", style.GREEN, size=12)
    rare = times(float(loss))
    as_rare = f"{rare} times as rare as none" if loss else "just as rare as none"
    return (
        f"{noise}, scale {shown(scale)}: an error of {shown(miss)} is {as_rare}.\n"
        f"Loss = log {rare} = {shown(loss, 3)}, slope {shown(slope, 3)}."
    )


def times(loss: float) -> str:
    """The ratio whose logarithm this is, with three digits or as many as give the logarithm to three decimals."""
    ratio = float(np.exp(loss))
    if ratio >= 999.5:
        return f"{ratio:,.0f}"
    texts = [shown(ratio, max(0, digits - len(f"{ratio:.0f}"))) for digits in range(3, 9)]
    return next(text for text in texts if shown(np.log(float(text)), 3) == shown(loss, 3))


JOURNEYS = np.array([20.0, 22, 24, 26, 88])  # minutes; the train of the fifth day broke down
ABOUT = np.array([0, 0.15, 0.35, 0.6, 0.9, 1.2, 1.5, 1.8, 2.1, 2.5, 3, 3.7, 4.7, 7, 12, 24])  # scales: few, well placed
ABOUT = np.concatenate([-ABOUT[:0:-1], ABOUT])
GUESSES = np.arange(18, 43)
HIGHEST = 8.2  # nats in the picture of the mean


@demo(
    axes=2,
    noise=Choice(*NOISES, label="kind of noise"),
    guess=Slider(18, 42, step=1, start=20, label="guess (minutes)", drag="x", panel="all"),
    scale=Slider(stops=[5, 7, 10, 14, 20, 26], start=14, label="scale (minutes)"),
)
def noise_and_guess(axes, noise, guess, scale):
    """Find the guess and the scale of the fewest nats, for each kind of noise.

    First panel: five journeys on a time axis, four near 23 minutes and one at 88, under the density of the noise about
    the guess; a stem from each journey up to the density says how likely it is. Second panel: the mean of minus the
    logarithms of the five heights, for every guess; a ring when the guess is the lowest point.
    """
    left, right = axes
    kind = NOISES[noise]
    left.set(xlim=(11, 95), ylim=(-0.006, 0.108), xlabel="minutes", title="density about the guess")
    right.set(xlim=(17, 43), ylim=(3.7, HIGHEST), xlabel="guess (minutes)", title="mean −log density (nats)")
    heights = kind.density(JOURNEYS - guess, scale)
    each = kind.surprise(JOURNEYS - GUESSES[:, None], scale).mean(axis=1)
    here, best = each[guess - GUESSES[0]], each.argmin()
    stems = np.stack([0 * heights, heights, NAN * heights], axis=1).ravel()
    left.plot(guess + scale * ABOUT, kind.density(scale * ABOUT, scale), color=style.ORANGE, lw=3)
    left.plot(np.repeat(JOURNEYS, 3), stems, color=style.BLUE, lw=2)
    left.plot(JOURNEYS, 0 * JOURNEYS, **style.dot, color=style.BLUE)
    left.plot([guess, guess], [0, 0.096], **style.guide)
    note(left, max(guess, 22.5), 0.101, f"guess {guess}", style.ORANGE, size=12)
    note(left, 88, 0.008, "day 5", style.BLUE, size=12)
    right.plot(GUESSES, each, color=style.RED, lw=3)
    ring = (guess, here) if guess == GUESSES[best] and here <= HIGHEST else (NAN, NAN)  # found
    right.plot(*ring, **style.ring | {"ms": 22}, mec=style.GREEN)
    mark(right, guess, here, style.handle, style.RED, fixed(here))
    note(right, 30, 7.2, "the curve lies above" if each[best] > HIGHEST else "", style.RED)
    found = "No other" if guess == GUESSES[best] else "Another"
    return (
        f"{noise} about {guess} minutes, scale {scale}: {fixed(here)} nats a day.\n"
        f"{found} guess in whole minutes needs fewer at this scale."
    )
