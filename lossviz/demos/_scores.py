"""The demo of proper scores: what an honest forecast and what a dishonest one can expect."""

from functools import cache

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from lossviz import Slider, demo, losses, mark, style
from lossviz.demos._draw import fixed, note, shown, unbroken, under, way

NAN = float("nan")
LOOKS = {"log": style.RED, "Brier": style.PURPLE, "zero–one": style.GOLD, "absolute": style.INK}


def costs(score: str, q: ArrayLike) -> tuple[NDArray, NDArray]:
    """What the forecast q costs where it rains, and where it does not."""
    q = np.asarray(q, dtype=float)
    if score == "zero–one":
        return np.where(q > 0.5, 0.0, 1.0), np.where(q > 0.5, 1.0, 0.0)
    if score == "absolute":
        return losses.absolute_error(q, 1), losses.absolute_error(q, 0)
    of = losses.binary_cross_entropy if score == "log" else losses.brier_score
    return of(probability=q, label=1), of(probability=q, label=0)


def expected(score: str, p: float, q: ArrayLike) -> NDArray:
    """The expected cost of the forecast q where it rains with probability p."""
    rain, dry = costs(score, q)
    return p * rain + (1 - p) * dry


def regret(score: str, p: float, q: float) -> float:
    """How much more than the honest forecast p the forecast q can expect to cost."""
    return float(expected(score, p, q) - expected(score, p, p))


FORECASTS = [0.01, *(round(0.05 * k, 2) for k in range(1, 20)), 0.99]
ENDS = np.array([0, 1e-6, 1e-4, 1e-3, 3e-3, 0.006])  # where the log turns up to ∞
HALF = np.r_[ENDS, 0.01, 0.015, 0.02, 0.03, 0.04, np.arange(2, 21) / 40]  # every p of the slider is among them
ALL = np.r_[HALF, 0.5 + 1e-9, 1 - HALF[-2::-1]]
ROOF, FULL = 1.8, 1.2  # the tops of the panels
FROM = 0.6  # the forecast at the start: what is lowest is marked from here on


@cache
def lowest(score: str, p: float) -> NDArray:
    """The forecasts of `ALL` that no other beats."""
    cost = expected(score, p, ALL)
    return cost <= cost.min() + 1e-9


def draw_score(ax: Axes, score: str, p: float, q: float, color: str) -> None:
    """The expected cost of the forecasts that q has come by, of all once it has passed p; lowest: thick or a ring."""
    seen = way(ALL, FROM, q, goal=p)
    cost, best = expected(score, p, ALL).clip(max=2 * ROOF), lowest(score, p)
    drawn, found = (best & (abs(places - ALL) < 0.011) for places in (seen, way(ALL, FROM, q)))  # q ends at 0.01
    ax.plot(seen, expected(score, p, seen).clip(max=2 * ROOF), color=color, lw=1.8, **style.answer)
    stretch = best.sum() > 2  # at ½ two of them lie side by side
    ax.plot(seen, np.where(drawn & stretch, cost, NAN), color=color, lw=5, **style.answer)
    where = int(np.argmax(found))
    ring = (ALL[where], cost[where]) if found.any() and not stretch else (NAN, NAN)
    ax.plot(*ring, **style.ring | {"ms": 12, "zorder": 2.8}, mec=color, **style.answer)


@demo(
    axes=2,
    p=Slider(0.05, 0.95, step=0.05, start=0.8, label="chance of rain\xa0p", drag="x", grip=1.68),
    q=Slider(stops=FORECASTS, start=FROM, label="your forecast\xa0q", drag="x", grip=-0.1),
)
def honest_forecast(axes, p, q):
    """Set p and drag your forecast q: which scores are lowest at q = p, and which pay you for a lie?

    The panel "expected score": four scores over the forecasts q that were come by, and over all once q has passed p,
    where it rains with probability p; the part of each curve that no other forecast beats is thick or has a ring. The
    panel "more than honest": how much more your forecast can expect to cost than the forecast p, a bar a score.
    """
    left, right = axes
    marked = "" if q == FROM else "; thick or ring: lowest"
    left.set(xlim=(-0.12, 1.04), ylim=(-0.2, ROOF), xlabel="forecast q" + marked)
    left.set(title="expected score (colours as bars)")
    right.set(xlim=(-0.7, 3.7), ylim=(-0.75, FULL), xticks=[], title="more than the honest q = p")
    left.plot([p, p], [-0.2, 1.55], **style.guide)
    left.plot(p, 1.68, **style.handle, color=style.BLUE)
    left.plot(q, -0.1, **style.handle, color=style.ORANGE)
    note(left, p + (0.06 if p < 0.9 else -0.06), 1.68, "p", style.BLUE, ha="left" if p < 0.9 else "right")
    note(left, q + (0.06 if q < 0.9 else -0.06), -0.1, "q", style.ORANGE, ha="left" if q < 0.9 else "right")
    right.axhline(0, color=style.MUTED, lw=1)
    said, heres = [], [float(expected(score, p, q)) for score in LOOKS]
    for place, (score, color) in enumerate(LOOKS.items()):
        draw_score(left, score, p, q, color)
        here = heres[place]
        near = min((abs(other - here) for other in heres[place + 1 :]), default=1)
        look = under(near, 0.04) if q == FROM else style.dot  # later it is seen by its curve, and a ring is the lowest
        mark(left, q, here, look, color, fixed(here), ha="center")
        more = regret(score, p, q)
        right.bar(place, more, width=0.6, color=color, alpha=0.65, lw=0)
        told = fixed(more) if abs(more) > 5e-4 else "0"
        mark(right, place, more, {}, color, told, ha="center")
        above = min(max(more, 0) + 0.1, FULL - 0.1)
        note(right, place, above, told if more <= FULL else "", color, size=12)
        note(right, place, -0.6, score, color, size=12, weight="normal")
        said.append(unbroken(f"{score} {fixed(here)}" + (f" ({fixed(more)} more)" if more > 5e-4 else "")))
    pays = -regret("absolute", p, q)
    lie = f"\nThe absolute score pays {fixed(pays)} for saying {shown(q)} and not\xa0{shown(p)}." if pays > 5e-4 else ""
    log, brier, *others = said
    forecast = f"{unbroken(f'p = {shown(p)}')}, {unbroken(f'q = {shown(q)}')}"
    return f"{forecast}: {log}, {brier},\n{', '.join(others)}.{lie}"
