"""Demos of walks with mini-batches: paths over the map, and losses after equally many samples."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from lossviz import Choice, Slider, demo, mark, style
from lossviz.demos._draw import dots, many, note, shown, unbroken
from lossviz.demos._significant import significant

TRUE, GUESS, ALONE = style.BLUE, style.ORANGE, style.PURPLE  # all samples, a mini-batch, one sample at a time


# ── Six hundred days and a line: the surface that all the rest walks on ─────────────────────────────────────

N = 600
BEST, START = np.array([2.0, 6.0]), np.array([2.5, 2.5])
LEVELS = (1.2, 2, 4, 8, 14)


@cache
def days() -> tuple[NDArray, NDArray]:
    """Noon temperature (tens of °C above 15) and ice creams sold (hundreds) on 600 days.

    Made so that the best line is exactly 2x + 6 and its mean squared error exactly 1.
    """
    rng = np.random.default_rng(4)
    x = rng.permutation(np.linspace(-1, 2, N))
    columns, noise = np.stack([x, np.ones(N)], axis=1), rng.normal(size=N)
    noise -= columns @ np.linalg.lstsq(columns, noise, rcond=None)[0]
    return x, columns @ BEST + noise / np.sqrt((noise**2).mean())


def sample_slopes(theta: NDArray, rows=slice(None)) -> NDArray:
    """The gradient of each day's squared error in (w, b), one row a day."""
    x, y = (column[rows] for column in days())
    error = theta[0] * x + theta[1] - y
    return 2 * np.stack([error * x, error], axis=1)


def mean_loss(theta: NDArray) -> NDArray:
    """The mean loss of all 600 days at each (w, b) in the last axis: exactly 1 at the best line."""
    away = np.asarray(theta) - BEST
    return 1 + np.einsum("...i,ij,...j->...", away, bends(), away) / 2


@cache
def bends() -> NDArray:
    """The second derivatives of the mean loss in (w, b), the same everywhere."""
    x, _ = days()
    return 2 * np.array([[(x * x).mean(), x.mean()], [x.mean(), 1.0]])


@cache
def rings() -> NDArray:
    """Level lines of the mean loss: ellipses around the best line, one after the other with a gap between."""
    values, vectors = np.linalg.eigh(bends())
    turn = np.linspace(0, 2 * np.pi, 73)
    circle = np.append(np.stack([np.cos(turn), np.sin(turn)]), [[np.nan], [np.nan]], axis=1)
    shapes = [vectors @ (np.sqrt(2 * (level - 1) / values)[:, None] * circle) for level in LEVELS]
    return BEST[:, None] + np.concatenate(shapes, axis=1)


def uphill() -> NDArray:
    """Where the level lines cross a straight way up from the lowest point that no walk takes: shape (levels, 2)."""
    direction = np.array([0.75, 1.0])
    steepness = direction @ bends() @ direction / 2
    return BEST + np.sqrt((np.array(LEVELS)[:, None] - 1) / steepness) * direction


def draw_map(ax) -> None:
    """The loss from above: level lines with their losses, as on a map, and the lowest point. The limits are set."""
    ax.set(xlabel="w", ylabel="b")
    ax.plot(*rings(), color=style.RED, lw=1.2, alpha=0.6)
    ax.plot(*BEST, ls="", marker="*", ms=15, color=style.RED, mec=style.PAPER)
    outer = slice(2, None)  # the walks end inside, on top of the others
    for level, place in zip(LEVELS[outer], uphill()[outer], strict=True):
        note(ax, *place, str(level), style.RED, size=12, weight="normal")


RATE = 0.1


# ── Walks ───────────────────────────────────────────────────────────────────────────────────────────────────


def epoch_order(epoch: int, order: str = "shuffled") -> NDArray:
    """The order in which an epoch visits the days: anew at random, or always from the worst to the best sales."""
    return np.argsort(days()[1]) if order == "sorted" else np.random.default_rng(280 + epoch).permutation(N)


@cache
def walk(size: int, steps: int, order: str = "shuffled", rate: str = "fixed") -> NDArray:
    """(w, b) after each step of descent on batches of this size: shape (steps + 1, 2)."""
    path, per_epoch = [START], N // size
    for step in range(steps):
        epoch, place = divmod(step, per_epoch)
        if place == 0:
            rows = epoch_order(epoch, order).reshape(per_epoch, size)
        eta = RATE / (1 + step * size / N) if rate == "falling" else RATE
        path.append(path[-1] - eta * sample_slopes(path[-1], rows[place]).mean(axis=0))
    return np.stack(path)


RUNS = {
    "all 600 days": (600, "shuffled", TRUE),
    "batches of 60": (60, "shuffled", style.GOLD),
    "batches of 10": (10, "shuffled", GUESS),
    "one day at a time": (1, "shuffled", ALONE),
    "batches of 10, sorted": (10, "sorted", GUESS),
}
STEPS = [*range(20), *range(20, 60, 2), *range(60, 121, 5)]
DECADES = [1e-4, 0.01, 1, 100], ["0.0001", "0.01", "1", "100"]


@demo(
    axes=2,
    run=Choice(*RUNS, start="all 600 days", label="each step looks at"),
    step=Slider(stops=STEPS, label="step", format="{:.0f}", play=True),
)
def descent_paths(axes, run, step):
    """Play each kind of step: which path wobbles, and which settles?

    First panel: the mean loss of all days from above, as lines of equal loss, with the path of gradient descent over
    the line's two parameters. Second panel: how far the mean loss is above the lowest possible one after each step, on
    a logarithmic axis.
    """
    left, right = axes
    left.set(xlim=(0, 4.4), ylim=(2, 8.6), title="path over lines of equal loss")
    right.set(yscale="log", xlim=(-4, 124), ylim=(3e-5, 200), xlabel="step", title="loss above the lowest")
    right.set_yticks(*DECADES)
    right.minorticks_off()
    draw_map(left)
    size, order, color = RUNS[run]
    path = walk(size, STEPS[-1], order)
    above = mean_loss(path) - 1
    left.plot(*path[: step + 1].T, color=color, lw=1.5)
    dots(left, *path[: step + 1].T, color, 5)
    left.plot(*path[step], **style.handle, color=color)
    right.plot(above[: step + 1], color=color, lw=2.2)
    mark(right, step, above[step], style.dot, color, significant(above[step], 2))
    seen = step * size
    w, b = path[step]
    return (
        f"{many(step, 'step')} of {many(size, 'day')}: {seen:,} seen, {many(seen / N, 'epoch', 2)}.\n"
        f"{unbroken(f'w = {shown(w)}')}, {unbroken(f'b = {shown(b)}')}, "
        f"{unbroken(f'loss {shown(mean_loss(path[step]), 3)}')}; the lowest is 1."
    )


SEEN = [0, 1, 2, 3, 5, 8, 12, 20, 30, 45, 60, 80, 100, 150, 200, 300, 400, 500]
SEEN = [*SEEN, *range(600, 2000, 200), *range(2000, 6001, 500)]
RACE = {"one day": (1, ALONE), "20 days": (20, GUESS), "all 600": (600, TRUE)}


@cache
def race(size: int, rate: str) -> tuple[NDArray, NDArray]:
    """Days seen and (w, b) of a walk over ten epochs: every step early on, later some, and those that are told."""
    path = walk(size, 10 * N // size, rate=rate)
    kept = np.unique(np.concatenate([np.arange(40), np.geomspace(40, 10 * N, 60).astype(int), SEEN]) // size)
    kept = kept if size > 1 else np.unique(np.concatenate([kept, np.arange(100, 6001, 100)]))
    return kept * size, path[kept]


@demo(
    axes=2,
    rate=Choice("fixed", "falling", label="learning rate"),
    seen=Slider(stops=SEEN, start=8, label="days seen", format="{:,.0f}", play=True),
)
def equal_samples(axes, rate, seen):
    """Give all three the same number of days to look at: who is ahead, early and late?

    First panel: three paths over the map of the mean loss: one day a step, 20 days a step, all 600 days a step. Second
    panel: how far each is above the lowest possible loss, over the number of days seen, both axes logarithmic.
    """
    left, right = axes
    left.set(xlim=(0, 4.4), ylim=(2, 8.6), title="paths over lines of equal loss")
    right.set(xscale="symlog", yscale="log", xlim=(-0.4, 9000), ylim=(3e-5, 200), xlabel="days seen")
    right.set(title="loss above the lowest")
    right.set_xticks([0, 1, 10, 100, 1000], ["0", "1", "10", "100", "1,000"])
    right.set_yticks(*DECADES)
    right.minorticks_off()
    draw_map(left)
    now = []
    for place, (name, (size, color)) in enumerate(RACE.items()):
        days_seen, path = race(size, rate)
        until = days_seen <= seen
        left.plot(*path[until].T, color=color, lw=1, alpha=0.8)
        dots(left, *path[until].T, color, 4.5, alpha=0.8)
        here, above = path[until][-1], mean_loss(path[until]) - 1
        now_seen, now_above = np.append(days_seen[until], seen), np.append(above, above[-1])
        look = style.dot | {"ms": (9, 12, 7)[place]}  # at the start the last two are one upon the other: see both
        left.plot(*here, **look, color=color)
        right.plot(now_seen, now_above, color=color, lw=2.2, drawstyle="steps-post")
        mark(right, seen, above[-1], look, color, significant(above[-1], 2))
        note(right, 0, (0.02, 0.0022, 0.00024)[place], name, color, ha="left")
        now.append(unbroken(f"{name}: {shown(mean_loss(here), 3)} ({seen // size:,})"))
    lead = f"These are the losses after {many(seen, 'day')} seen, with the steps in brackets; the lowest possible is 1."
    return f"{lead}\n{', '.join(now)}."
