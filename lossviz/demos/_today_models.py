"""Demos of models that make things: taking noise away from two humps, a code pulled to its prior."""

import numpy as np

from lossviz import Slider, demo, mark, style
from lossviz._checks import Array
from lossviz.demos._draw import before_signs, fixed, note, shown, unbroken
from lossviz.demos._sums import digits_for
from lossviz.information import gaussian_kl

# ── Noise on two humps: the density of the chapter on cross-entropy ─────────────────────────────────────────

SHARES, MIDDLES, WIDTH = np.array([0.625, 0.375]), np.array([-2.0, 2.0]), 0.6
LEVELS = [0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0]


def bells(x, noise: float) -> Array:
    """The two humps at x after noise of this size was added, on a last axis of 2."""
    spread = np.hypot(WIDTH, noise)
    away = (np.asarray(x, float)[..., None] - MIDDLES) / spread
    return SHARES * np.exp(-0.5 * away**2) / (spread * np.sqrt(2 * np.pi))


def best_denoiser(x, noise: float) -> Array:
    """The mean of the clean x₀ among all that, with this noise, became x: what MSE asks for.

    Within one hump it is x drawn towards the middle m by the share of the variance that is noise. Which hump it was,
    is weighed by how probable x is from each.
    """
    x, each = np.asarray(x, float), bells(x, noise)
    kept = WIDTH**2 / (WIDTH**2 + noise**2)
    inside = MIDDLES + kept * (x[..., None] - MIDDLES)
    return (each * inside).sum(axis=-1) / each.sum(axis=-1)


def floor(noise: float) -> float:
    """The lowest mean squared error that any guess of ε can reach at this level: what x leaves open of it."""
    x = np.linspace(-2 - 8 * np.hypot(WIDTH, noise), 2 + 8 * np.hypot(WIDTH, noise), 8001)
    p = bells(x, noise).sum(axis=-1)
    guess = (x - best_denoiser(x, noise)) / noise
    return float(1 - (p * guess**2).sum() * (x[1] - x[0]))


@demo(
    axes=2,
    noise=Slider(stops=LEVELS, start=1.0, label="noise level\N{NO-BREAK SPACE}s"),
    place=Slider(-6, 6, step=0.25, start=4, label="noisy value\N{NO-BREAK SPACE}x", drag="x", panel="all"),
)
def denoise_humps(axes, noise, place):
    """Drag x, and let the noise grow: what is the best guess of the clean value, and how much noise does it see?

    One panel: the true density with humps at -2 and 2, and, paler, what noise of size s makes of it, with a mark at
    the noisy value x and a red stroke to the best guess of the clean value. The other panel: that guess against x; at
    little noise it is nearly x itself, at much noise nearly flat at -0.5, the mean of both humps.
    """
    left, right = axes
    x = np.linspace(-6.5, 6.5, 105)
    guess = float(best_denoiser(place, noise))
    left.set(xlim=(-6.5, 6.5), ylim=(-0.045, 0.48), xlabel="x", title="density: clean and noisy", yticks=[])
    left.fill_between(x, bells(x, 0).sum(axis=-1), color=style.BLUE, alpha=0.15, lw=0)
    left.plot(x, bells(x, 0).sum(axis=-1), **style.curve)
    left.plot(x, bells(x, noise).sum(axis=-1), color=style.PURPLE, lw=2.5)
    left.plot([place, guess], [0, 0], color=style.RED, lw=3)
    left.plot(place, 0, **style.handle, color=style.PURPLE)
    left.plot(guess, 0, **style.dot | {"zorder": 2.8}, color=style.ORANGE)  # on the handle, where the two are near
    note(left, -4.3, 0.4, "clean", style.BLUE)
    note(left, 6.4, 0.35, f"with noise {shown(noise, 1)}", style.PURPLE, ha="right", size=12)
    note(left, 6.4, 0.43, "red: x − guess", style.RED, ha="right", size=12)
    right.set(xlim=(-6.5, 6.5), ylim=(-6.5, 6.5), xlabel="noisy value x", title="best guess of the clean value")
    right.plot([-6.5, 6.5], [-6.5, 6.5], **style.guide)
    right.plot([-6.5, 6.5], [-0.5, -0.5], **style.guide)
    note(right, 6.3, -1.1, "the mean, −0.5", style.MUTED, ha="right", size=12, weight="normal")
    note(right, 4.6, 5.8, "x itself", style.MUTED, ha="right", size=12, weight="normal")
    right.plot(x, best_denoiser(x, noise), color=style.ORANGE, lw=3)
    right.plot(place, guess, **style.handle, color=style.ORANGE)
    minus, seen = "+ " if guess < 0 else "− ", (place - guess) / noise
    digits = digits_for([1 / noise, -1 / noise], [place, guess], seen)
    formula = unbroken(f"ε̂ = (x {minus}{fixed(abs(guess), digits)})/{shown(noise, 1)} = {fixed(seen)}")
    return (
        f"{unbroken(f'x = {shown(place)}')}: best guess of the clean value {fixed(guess, digits)}, "
        f"of the noise {formula}.\n"
        f"Lowest possible mean squared error of ε̂ at this level: {fixed(floor(noise))}."
    )


# ── A code that says something has its price ────────────────────────────────────────────────────────────────

DATUM, WEIGHT, SPREAD = 2.0, 1.5, 1.0  # x, and the decoder: x̂ = 1.5 z with noise of spread 1


def costs(mean: float, width: float) -> tuple[float, float]:
    """Mean squared-error part of −log p(x|z) over z from q, and the KL divergence of q from the prior, in nats."""
    miss = ((DATUM - WEIGHT * mean) ** 2 + (WEIGHT * width) ** 2) / (2 * SPREAD**2)
    return miss, float(gaussian_kl(mean=mean, width=width))


def lowest(beta: float) -> tuple[float, float]:
    """Mean and width of the best q, from slopes of 0."""
    total = WEIGHT**2 + beta * SPREAD**2
    return WEIGHT * DATUM / total, float(np.sqrt(beta * SPREAD**2 / total))


@demo(
    axes=2,
    mean=Slider(-1, 2, step=0.25, start=0, label="mean of q", drag="x", grip=0.02),
    width=Slider(stops=[0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0, 1.4], start=1.0, label="width of q"),
    beta=Slider(stops=[0.1, 0.5, 1.0, 2.0, 4.0, 10.0, 30.0], start=1.0, label="price β of\N{NO-BREAK SPACE}KL"),
)
def vae_tug(axes, mean, width, beta):
    """Drag q until the sum is lowest. Then raise β: where does q go, and what does it still say?

    One panel: the prior of the code z, a standard bell, the bell q of one datum, and a mark at the z that would
    rebuild this datum exactly. The other panel: three bars, the error of rebuilding, β times the KL divergence, and
    their sum, with a dashed line at the lowest sum that any bell can reach.
    """
    left, right = axes
    z = np.linspace(-4, 5.5, 286)
    left.set(xlim=(-4, 5.5), ylim=(-0.05, 2.4), xlabel="code z", yticks=[], title="blue: prior, orange: q")
    left.plot(z, np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi), color=style.BLUE, lw=7, alpha=0.6)
    bell = np.exp(-0.5 * ((z - mean) / width) ** 2) / (width * np.sqrt(2 * np.pi))
    left.plot(z, bell, color=style.ORANGE, lw=3)
    left.plot([DATUM / WEIGHT] * 2, [0, 2.08], **style.guide)
    note(left, DATUM / WEIGHT, 2.22, "rebuilds x", style.MUTED, size=12, weight="normal")
    left.plot(mean, 0, **style.handle, color=style.ORANGE)
    miss, kl = costs(mean, width)
    total = miss + beta * kl
    digits = digits_for([1, 1], [miss, beta * kl], total)
    best_miss, best_kl = costs(*lowest(beta))
    right.set(xlim=(-0.6, 2.6), ylim=(0, 9.5), title="cost (nats)")
    right.set_xticks([0, 1, 2], ["rebuild", "β · KL", "sum"])
    right.grid(visible=False, axis="x")
    for place, (cost, color) in enumerate(((miss, style.RED), (beta * kl, style.PURPLE), (total, style.RED))):
        right.bar(place, cost, width=0.6, color=color, alpha=0.75 if place < 2 else 0.6, lw=0)
        mark(right, place, cost, {}, color, fixed(cost, digits), ha="center", size=13)
        note(right, place, min(cost + 0.3, 9.1), fixed(cost, digits) if cost <= 9.5 else "", color)
    least = best_miss + beta * best_kl
    right.plot([1.5, 2.5], [least] * 2, **style.guide)
    digits = digits_for([1, beta], [miss, kl], total)
    price = unbroken(f"{shown(beta, 1)} · KL {fixed(kl, digits)}")
    return (
        f"{before_signs(f'Rebuilding {fixed(miss, digits)} + {price} = {fixed(total)}')}.\n"
        f"The dashed line: the lowest sum of all bells, {fixed(least)}."
    )
