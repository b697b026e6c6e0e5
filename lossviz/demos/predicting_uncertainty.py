"""The demos of the chapter on predictive uncertainty: a bell, a fan, an interval, honest forecasts, a temperature."""

import math

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from numpy.typing import NDArray

from lossviz import Challenge, Choice, Slider, demo, losses, mark, style
from lossviz.demos._asked_amounts import (
    Z90,
    Coverage,
    Customers,
    Fan,
    adam,
    coverage,
    customers,
    fans,
    fifths,
    quantile_line,
)
from lossviz.demos._dial import TEMPERATURES, best_shift, draw_dial, make_dial, reliability
from lossviz.demos._draw import dots, draw_line, fixed, note, percent, shown, unbroken, way
from lossviz.demos._scores import costs, expected, honest_forecast, regret

__all__ = [
    "DAYS",
    "TEMPERATURES",
    "Z90",
    "Coverage",
    "Customers",
    "Fan",
    "adam",
    "best_shift",
    "costs",
    "coverage",
    "customers",
    "doubt_bell",
    "draw_dial",
    "expected",
    "fan_training",
    "fans",
    "fifths",
    "honest_forecast",
    "interval",
    "make_dial",
    "quantile_fan",
    "quantile_line",
    "regret",
    "reliability",
]

NAN = float("nan")


# ── A bell over one number, and over ten ────────────────────────────────────────────────────────────────────

DAYS = {"one day": np.array([23.0]), "ten days": np.array([15.0, 16, 18, 20, 20, 20, 20, 22, 24, 25])}
KNOTS = np.array([-4.2, -2.1, -1, -0.6, 0, 0.6, 1, 2.1, 4.2])  # of a bell, in σ; at 1 it bends over
SPREADS = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3, 3.5, 4, 4.25, 4.5, 5, 5.5, 6, 7, 8]
SIGMAS = np.concatenate([np.linspace(0.25, 2, 22), np.geomspace(2.2, 8, 16)])
PEAK, TALL = 0.46, 9  # the tops of the two panels
FROM = 0.8  # the σ that the sum is drawn from


def parts(data: NDArray, guess: float, sigma: NDArray | float) -> tuple[NDArray, NDArray]:
    """What the width costs, and what the misses cost: the two terms of the Gaussian NLL, as means."""
    square = losses.squared_error(guess, data).mean()
    return np.log(2 * np.pi * np.square(sigma)) / 2, square / (2 * np.square(sigma))


def is_lowest(data: NDArray, guess: float, sigma: float) -> bool:
    """No other stop of σ costs less, and none would that is smaller still: some day is missed."""
    return (data != guess).any() and sigma == min(SPREADS, key=lambda spread: sum(parts(data, guess, spread)))


def misses_in_words(data: NDArray, guess: float, sigma: float, lowest: bool) -> str:
    """How large the misses are, counted in σ; the lowest place is named only to those who are there."""
    typical = float(np.sqrt(losses.squared_error(guess, data).mean()))
    if not typical:
        return "ŷ is exact: the smaller σ, the lower, without end."
    who = "The miss" if len(data) == 1 else "A typical miss"
    found = f" No other σ on this slider costs less at ŷ = {shown(guess)}." if lowest else ""
    return f"{who} is {shown(typical / sigma)} σ." + found


def draw_bell(ax: Axes, middle: float, sigma: float) -> None:
    """The normal density as parabolas from knot to knot, each along the tangents of its ends: smooth in few numbers."""
    top = np.exp(-losses.gaussian_nll(0, 0, variance=sigma**2))
    height = np.exp(-(KNOTS**2) / 2)
    slope = -KNOTS * height
    (a, b), (at_a, at_b), (up_a, up_b) = ((each[:-1], each[1:]) for each in (KNOTS, height, slope))
    cross = (at_b - at_a + up_a * a - up_b * b) / (up_a - up_b)
    across = middle + sigma * np.append(a[0], np.column_stack([cross, b]))
    up = top * np.append(at_a[0], np.column_stack([at_a + up_a * (cross - a), at_b]))
    codes = [Path.MOVETO, Path.LINETO, *[Path.CURVE3] * (len(up) - 1), Path.LINETO]
    path = Path(np.column_stack([[7, *across, 33], [0, *up, 0]]), codes)  # the frame is from 8 to 32
    ax.add_patch(PathPatch(path, fill=False, ec=style.ORANGE, lw=3))


@demo(
    axes=2,
    days=Choice(*DAYS, label="measured on"),
    guess=Slider(14, 26, step=0.5, start=20, label="forecast ŷ", drag="x"),
    sigma=Slider(stops=SPREADS, start=1, label="spread σ", drag="x", panel=1),
    challenge=Challenge(
        "ten days: find the ŷ and the σ of the smallest cost.",
        lambda days, guess, sigma: (days, guess, sigma) == ("ten days", 20, 3),
    ),
)
def doubt_bell(axes, days, guess, sigma):
    """Drag ŷ and σ: where is the cost lowest for one day, and where for ten?

    The panel "forecast": a bell about ŷ with the spread σ, and what was measured as points below it, each with a stroke
    up to the bell. The panel "cost": the two parts of the mean Gaussian negative log-likelihood over σ, one that rises
    with σ and one, from the misses, that falls; and their sum, drawn as far as σ was dragged, and all of it once the
    lowest place is passed.
    """
    left, right = axes
    left.set(xlim=(8, 32), ylim=(-0.05, PEAK), xlabel="temperature (°C); blue: measured", title="forecast: density")
    right.set(xlim=(0, 8.3), ylim=(-1.9, TALL), xlabel="σ (°C)", title="cost (nats)")
    data = DAYS[days]
    draw_bell(left, guess, sigma)
    heights = np.exp(-losses.gaussian_nll(guess, data, variance=sigma**2))
    padded = np.pad(data, (0, 10 - len(data)), constant_values=NAN)
    tops = np.pad(np.minimum(heights, PEAK), (0, 10 - len(data)), constant_values=NAN)
    left.vlines(padded, 0, tops, color=style.BLUE, lw=1.5)
    seen = np.unique(padded)  # days of one temperature stand on each other
    for level in range(4):
        again = [day for day in seen if (data == day).sum() > level]
        left.plot(again, [-0.02 + 0.018 * level] * len(again), **style.dot | {"ms": 8}, color=style.BLUE)
    top = float(np.exp(-losses.gaussian_nll(0, 0, variance=sigma**2)))
    left.plot([guess, guess], [0, min(top, PEAK)], **style.guide)
    mark(left, guess, top, style.handle, style.ORANGE, fixed(top, 2))
    best = float(np.sqrt(losses.squared_error(guess, data).mean()))  # the σ of the lowest cost; 0: there is none
    seen = way(SIGMAS, FROM, sigma, goal=best)
    now, missed = (float(part) for part in parts(data, guess, sigma))
    cost, lowest = now + missed, is_lowest(data, guess, sigma)
    cost_said = fixed(round(now, 3) + round(missed, 3))
    for spread, values, color, name, height, lw in (
        (SIGMAS, parts(data, guess, SIGMAS)[0], style.PURPLE, "width", 2.4, 1.8),
        (SIGMAS, parts(data, guess, SIGMAS)[1], style.GOLD, "misses", -0.75, 1.8),
        (seen, sum(parts(data, guess, seen)), style.RED, f"sum {cost_said}", 4.4, 3),
    ):
        right.plot(spread, np.where(values <= 1.5 * TALL, values, NAN), color=color, lw=lw)
        note(right, 7.9, height, name, color, ha="right", size=12)
    right.plot([sigma if lowest else NAN] * 2, [-1.9, TALL], **style.guide)
    mark(right, sigma, cost, style.handle, style.RED, "")  # the value stands beside the name
    who, unit = ("One day, 23\xa0°C", "nats") if len(data) == 1 else ("Ten days", "nats\xa0a\xa0day")
    return (
        f"{who}: {fixed(now)} for\xa0the\xa0width +\xa0{fixed(missed)}\xa0for\xa0the\xa0misses "
        f"=\xa0{cost_said}\xa0{unit}.\n" + misses_in_words(data, guess, sigma, lowest)
    )


# ── How much will a customer ask for? ───────────────────────────────────────────────────────────────────────

SHOWN = 350  # of the held-out customers, so many are drawn
PRICES = np.linspace(0.1, 3.0, 30)
EPOCHS = [*range(0, 50, 5), *range(50, 100, 10), *range(100, 200, 20), *range(200, 401, 50), 500, 700, 1000]


def draw_customers(ax: Axes, inside: NDArray) -> None:
    """Held-out customers: blue inside the interval, red outside."""
    ax.set(xlim=(0, 3.05), ylim=(-0.35, 3.6), xlabel="price (thousands)", title="amount asked for (thousands)")
    held_out = customers()[1]
    for mask, color, size in ((inside, style.BLUE, 4), (~inside, style.RED, 6)):
        here = np.flatnonzero(mask[:SHOWN])
        dots(ax, held_out.price[here], held_out.asked[here], color, size, alpha=0.7)
    note(ax, 0.08, 3.4, "red: outside", style.RED, size=12, ha="left")


def draw_shares(ax: Axes, found: Coverage, promised: float) -> None:
    """The share inside, for each fifth of the prices, beside what was promised."""
    ax.set(xlim=(-0.6, 4.6), ylim=(0, 118), title="% inside, held out")
    ax.set_xticks(range(5), ["cheapest\nfifth", "2", "3", "4", "highest\nprices"])
    ax.set_yticks([0, 20, 40, 60, 80, 100])
    shares = 100 * found.by_fifth
    ax.bar(range(5), shares, width=0.7, color=style.BLUE, alpha=0.55, lw=0)
    ax.axhline(100 * promised, color=style.ORANGE, lw=2.5, ls=(0, (4, 3)))
    note(
        ax,
        4.55,
        112,
        f"dashed: promised, {shown(100 * promised, 1)}\N{NO-BREAK SPACE}%",
        style.ORANGE,
        size=12,
        ha="right",
    )
    for place, share in enumerate(shares):
        note(ax, place, 4 if promised > 0.15 else 20, f"{share:.0f}", style.INK, size=12)  # clear of the dashes


def in_words(found: Coverage) -> str:
    """Where the held-out customers are: inside, below, above."""
    shares = found.share, found.below, found.above
    crossed = sum(shares) > 1 + 1e-9  # who is between ends that cross is below and above
    adds_up = (d for d in (1, 2, 3) if crossed or abs(sum(round(100 * x, d) for x in shares) - 100) < 1e-9)
    digits = next(adds_up, 4)
    inside, below, above = (percent(x, digits) for x in shares)
    return f"Inside {inside}, below\xa0{below}, above\xa0{above}"


@demo(
    axes=2,
    loss=Choice("MSE", "Gaussian NLL", label="trained on"),
    epoch=Slider(stops=EPOCHS, label="epoch", format="{:,.0f}", play=True),
)
def fan_training(axes, loss, epoch):
    """Play both losses: which band learns that expensive purchases are harder to predict?

    The panel "amount asked for": held-out customers over the price of what they buy, the line of the model after so
    many epochs, and a band that should hold 90 of 100; who is outside is red. The panel "% inside": the share inside
    the band in each fifth of the prices. With MSE one spread serves all, with Gaussian NLL log σ is a line too.
    """
    left, right = axes
    held_out, fan = customers()[1], fans(loss)[epoch]
    found = coverage(*fan.ends(held_out.price, Z90))
    draw_customers(left, found.inside)
    price = np.linspace(*left.get_xlim(), 31)  # as long as the line
    low, high = fan.ends(price, Z90)
    left.fill_between(price, np.clip(low, -0.35, 3.6), np.clip(high, -0.35, 3.6), color=style.ORANGE, alpha=0.2, lw=0)
    draw_line(left, fan.mean, color=style.ORANGE, lw=3)
    mark(left, price[15], low[15], {}, style.ORANGE)  # a band that is level does not show that it goes on below
    note(left, 0.08, 3.1, "orange: the line and its band", style.ORANGE, size=12, ha="left")
    draw_shares(right, found, 0.9)
    small, large = (float(np.exp(fan.log_sigma(x))) for x in (0.5, 2.5))
    return (
        f"Epoch {epoch:,}: {unbroken(f'σ = {fixed(small)}')} at a price\xa0of\xa00.5, {fixed(large)} at\xa02.5. "
        f"Held-out NLL {unbroken(f'{fixed(float(fan.nll(held_out).mean()))} nats')}.\n{in_words(found)}."
    )


TAUS = [0.01, 0.02, 0.03, 0.04, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45]
FEW = 40
LINES, FEW_LINES = "two quantile lines", "the same, 40 customers"
BY_PRICE, ONE_SPREAD = "Gauss, σ by price", "Gauss, one σ"


def normal_quantile(tau: float) -> float:
    """How many σ below the mean the τ-quantile of a normal variable lies, by Newton's method on its erf.

    >>> round(normal_quantile(0.05), 4)
    1.6449
    """
    z = 0.0
    for _ in range(50):
        z += ((1 + math.erf(-z / math.sqrt(2))) / 2 - tau) * math.sqrt(2 * math.pi) * math.exp(min(z * z / 2, 2))
    return z


def interval(ends: str, tau: float, price: NDArray) -> tuple[NDArray, NDArray]:
    """Where a share τ should lie below, and a share τ above."""
    if ends in (LINES, FEW_LINES):
        count = FEW if ends == FEW_LINES else None
        return quantile_line(tau, count)(price), quantile_line(1 - tau, count)(price)
    return fans("Gaussian NLL" if ends == BY_PRICE else "MSE")[-1].ends(price, normal_quantile(tau))


@demo(
    axes=2,
    ends=Choice(LINES, FEW_LINES, BY_PRICE, ONE_SPREAD, label="interval from"),
    tau=Slider(stops=TAUS, start=0.25, label="τ on each side", play=True),
)
def quantile_fan(axes, ends, tau):
    """Drag τ to 0.05: is nine in ten inside, in each fifth, and as many below as above?

    The panel "amount asked for": held-out customers over the price, and an interval that should leave out a share τ
    below and a share τ above. The panel "% inside": the share inside in each fifth of the prices, beside the share
    promised, 1 − 2τ.
    """
    left, right = axes
    held_out = customers()[1]
    found = coverage(*interval(ends, tau, held_out.price))
    draw_customers(left, found.inside)
    low, high = interval(ends, tau, PRICES)
    left.fill_between(PRICES, low, np.clip(high, -0.35, 3.6), where=high >= low, color=style.ORANGE, alpha=0.2, lw=0)
    note(left, 0.08, 3.1, "orange: the interval", style.ORANGE, size=12, ha="left")
    for end in (low, high):
        left.plot(PRICES, np.where(end <= 3.6, end, NAN), color=style.ORANGE, lw=2.5)
    draw_shares(right, found, 1 - 2 * tau)
    crossed = int((np.subtract(*interval(ends, tau, held_out.price)) > 0).sum())
    who = f"; the ends cross for {crossed} of {len(held_out.price):,}" if crossed else ""
    return (
        f"Promised {shown(100 - 200 * tau, 1)}\xa0% inside, {shown(100 * tau, 1)}\xa0% on either side.\n"
        + in_words(found)
        + f"{who}."
    )
