"""The demos of the chapter on mini-batches: estimates of a loss, of its slope, and walks that follow them."""

from functools import cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from lossviz import Choice, Slider, Toggle, demo, losses, style
from lossviz.demos._draw import dots, many, note, shown

TRUE, GUESS, ALONE = style.BLUE, style.ORANGE, style.PURPLE  # all samples, a mini-batch, one sample at a time


# ── Six days: every batch there is ──────────────────────────────────────────────────────────────────────────

SIX = np.array([1, 4, 9, 0, 1, 9])


@cache
def all_batches(size: int) -> list[tuple[int, ...]]:
    """Every batch of this size from the six days (as indices), the one with the lowest mean first."""
    return sorted(combinations(range(6), size), key=lambda batch: (SIX[list(batch)].sum(), batch))


@demo(
    axes=2,
    batch=Slider(1, 6, step=1, start=2, label="batch size B"),
    aim=Slider(0, 9, step=0.5, start=2, label="aim for a mean of", drag="x", panel=1),
)
def batches_of_six(axes, batch, aim):
    """Drag the large dot as far from 4 as it goes, with batches of 1, 2, 3, … 6 days.

    Left, the losses of six days as bars: 1, 4, 9, 0, 1 and 9; the days of one batch are orange. Right, one dot for
    every batch of that size, stacked over its mean; a line marks the mean of all six, 4, a large dot the batch on the
    left, and a thin string leads from it to the mean aimed for.
    """
    left, right = axes
    left.set(xlim=(0.3, 6.7), ylim=(-0.4, 10.5), xlabel="day", title="loss of each day")
    right.set(xlim=(-0.7, 9.7), ylim=(0, 7), xlabel="mean of the batch", yticks=[], title=f"every batch of {batch}")
    batches = all_batches(batch)
    means = np.array([SIX[list(rows)].mean() for rows in batches])
    heights = np.array([np.sum(means[:i] == mean) for i, mean in enumerate(means)]) + 0.5
    mine = int(abs(means - aim).argmin())
    chosen = np.isin(np.arange(6), batches[mine])
    for days_shown, look in ((~chosen, {"color": TRUE, "alpha": 0.3}), (chosen, {"color": GUESS})):
        left.bar(np.arange(1, 7), np.where(days_shown, SIX + 0.12, np.nan), bottom=-0.06, width=0.7, **look)
    left.axhline(4, **style.guide)
    left.axhline(means[mine], color=GUESS, lw=2.5)
    right.axvline(4, **style.guide)
    right.plot(means, heights, **style.dot | {"ms": 11}, color=TRUE, alpha=0.6)
    right.plot([aim, means[mine]], [0.1, heights[mine]], color=GUESS, lw=1.2)
    right.plot(means[mine], heights[mine], **style.handle, color=GUESS)
    note(right, 4.2, 6.5, "mean of all six: 4", style.MUTED, ha="left", weight="normal")
    total = " + ".join(map(str, SIX[chosen]))
    count = f"{len(means)} batches of {batch}" if batch < 6 else "only batch of 6"
    return (
        f"This batch: {f'({total})' if batch > 1 else total} / {batch} = {shown(means[mine])}.\n"
        f"The {count}: on average {shown(means.mean())}, with a spread of {shown(means.std())}."
    )


# ── Six hundred days and a line: the surface that all the rest walks on ─────────────────────────────────────

N = 600
BEST, START = np.array([2.0, 6.0]), np.array([2.5, 2.5])
LEVELS = (1.2, 2, 4, 8, 14)
SIZES = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 320, 384, 448, 512, 560, 600]


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


def sample_losses(theta: NDArray) -> NDArray:
    """The squared error of each day under the line w·x + b."""
    x, y = days()
    return losses.squared_error(theta[0] * x + theta[1], y)


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


def draw_map(ax) -> None:
    """The loss from above: level lines and the lowest point."""
    ax.set(xlabel="w", ylabel="b")
    ax.plot(*rings(), color=style.RED, lw=1.2, alpha=0.6)
    ax.plot(*BEST, ls="", marker="*", ms=15, color=style.RED, mec=style.PAPER)


# ── The spread of an estimate ───────────────────────────────────────────────────────────────────────────────


@cache
def estimates(put_back: bool) -> NDArray:
    """The mean losses of 2,000 batches of each of SIZES: shape (2000, sizes). A batch grows by days added to it."""
    rng = np.random.default_rng(1)
    each = sample_losses(START)
    drawn = rng.choice(each, (2000, N)) if put_back else rng.permuted(np.tile(each, (2000, 1)), axis=1)
    return (np.cumsum(drawn, axis=1) / np.arange(1, N + 1))[:, np.array(SIZES) - 1]


def spread(size, put_back: bool) -> NDArray:
    """The spread of a batch's mean loss by formula."""
    size = np.asarray(size, dtype=float)
    left_over = 1.0 if put_back else (N - size) / (N - 1)
    return sample_losses(START).std() * np.sqrt(left_over / size)


@demo(
    axes=2,
    put_back=Toggle(label="put each day back"),
    batch=Slider(stops=SIZES, start=16, label="batch size B", format="{:.0f}", drag="x", panel=1, play=True),
)
def spread_of_estimates(axes, put_back, batch):
    """Drag the batch size: what does it cost to halve the spread?

    Left, a histogram of the mean losses of 2,000 random batches, with a line at the mean of all 600 days. Right, the
    spread of those means over the batch size, both axes logarithmic: a straight line that falls by a half for every
    factor of four, and bends down to 0 at 600 if no day is drawn twice.
    """
    left, right = axes
    each, means = sample_losses(START), estimates(put_back)[:, SIZES.index(batch)]
    counts, edges = np.histogram(means, bins=60, range=(0, 30))
    left.set(xlim=(0, 30), ylim=(0, 1.25), yticks=[], xlabel="mean loss of a batch", title="2,000 batches")
    left.stairs(counts / counts.max(), edges, fill=True, color=GUESS, alpha=0.75)
    left.axvline(each.mean(), color=TRUE, lw=2)
    note(left, each.mean() + 0.6, 1.16, f"all 600: {shown(each.mean())}", TRUE, ha="left")
    right.set(xscale="log", yscale="log", xlim=(0.8, 900), ylim=(0.12, 30), xlabel="batch size B", title="spread")
    right.set_xticks([1, 4, 16, 64, 256], ["1", "4", "16", "64", "256"])
    right.set_yticks([0.25, 1, 4, 16], ["0.25", "1", "4", "16"])
    right.minorticks_off()
    grid = np.append(np.geomspace(1, 590, 60), [597, 599])
    right.plot([1, N], spread([1, N], True), **style.guide)
    right.plot(grid, spread(grid, put_back), color=style.RED, lw=3)
    right.plot(batch, max(means.std(), 0.14), **style.handle, color=GUESS)
    note(right, 330, 0.75, "σ / √B", style.MUTED, weight="normal")
    correction = "" if put_back else f" · √({N - batch}/{N - 1})"
    return (
        f"B = {batch}: the 2,000 means average {shown(means.mean())} and have a spread of {shown(means.std())}.\n"
        f"Formula: {shown(each.std())} / √{batch}{correction} = {shown(spread(batch, put_back))}"
    )


RATE = 0.1
ARROW_SIZES = [1, 4, 16, 64, 256]


@cache
def batch_steps(w: float, size: int) -> NDArray:
    """The steps −η · slope of 40 batches at (w, b) on a straight way through the lowest point."""
    rng = np.random.default_rng(8)  # the same batches wherever the point is
    each = sample_slopes(way(w))
    return np.array([-RATE * each[rng.permutation(N)[:size]].mean(axis=0) for _ in range(40)])


def way(w: float) -> NDArray:
    return BEST + (w - BEST[0]) * np.array([1.0, -2.0])


@demo(
    axes=2,
    w=Slider(0.5, 3.5, step=0.25, start=3.5, label="w", drag="x"),
    batch=Slider(stops=ARROW_SIZES, start=4, label="batch size B", format="{:.0f}"),
)
def batch_slopes(axes, w, batch):
    """Drag the point to the star: when do the batches stop agreeing on the way down?

    Left, a map of the mean loss with level lines, its lowest point and a point that can be dragged. Right, from that
    point, the steps that 40 random batches would take, thin, and the step of all 600 days, a thick arrow.
    """
    left, right = axes
    point, steps = way(w), batch_steps(w, batch)
    true = -RATE * sample_slopes(point).mean(axis=0)
    left.set(xlim=(-0.4, 4.4), ylim=(2.2, 9.8), title="the point")
    right.set(xlim=(-1.3, 1.3), ylim=(-1.3, 1.3), xlabel="step in w", ylabel="step in b", title="40 batches' steps")
    draw_map(left)
    left.plot(*way(np.array([0.5, 3.5])[:, None]).T, **style.guide)
    left.plot(*point, **style.handle, color=GUESS)
    rays = np.stack([np.zeros_like(steps), steps, np.full_like(steps, np.nan)], axis=1).reshape(-1, 2)
    right.plot(*rays.T, color=GUESS, lw=1.2, alpha=0.45)
    dots(right, *steps.T, GUESS, 5.5, alpha=0.8)
    arrow = {"angles": "xy", "scale_units": "xy", "scale": 1, "width": 0.022, "zorder": 3}
    right.quiver(0, 0, *true, color=style.GREEN, **arrow)
    right.plot(0, 0, **style.dot | {"ms": 5}, color=style.GREEN)
    length = np.hypot(*true)
    scatter = np.sqrt(((steps - true) ** 2).sum(axis=1).mean())
    said = f"Step of all 600: length {shown(length)}. The 40 batches of {batch} scatter about it by {shown(scatter)}.\n"
    if length < 1e-9:
        return said + "At the lowest point the steps are nothing but noise."
    return said + f"{int((steps @ true > 0).sum())} of 40 point downhill."


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
LOWEST = 4e-5  # where a dot that has left the picture below is kept
DECADES = [1e-4, 0.01, 1, 100], ["0.0001", "0.01", "1", "100"]


@demo(
    axes=2,
    run=Choice(*RUNS, start="batches of 10", label="batch"),
    step=Slider(stops=STEPS, start=60, label="step", format="{:.0f}", play=True),
)
def descent_paths(axes, run, step):
    """Play each kind of step: which path wobbles, and which settles?

    Left, the mean loss of all days from above, with the path of gradient descent over the line's two parameters. Right,
    how far the mean loss is above the lowest possible one after each step, on a logarithmic axis.
    """
    left, right = axes
    left.set(xlim=(0, 4.4), ylim=(2, 8.6), title="path")
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
    right.plot(above, color=color, lw=1.2, alpha=0.35)
    right.plot(above[: step + 1], color=color, lw=2.2)
    right.plot(step, max(above[step], LOWEST), **style.dot, color=color)
    seen = step * size
    w, b = path[step]
    return (
        f"{many(step, 'step')} of {many(size, 'day')}: {seen:,} seen, {many(seen / N, 'epoch', 2)}.\n"
        f"w = {shown(w)}, b = {shown(b)}, loss {shown(mean_loss(path[step]), 3)}; the lowest is 1."
    )


SEEN = [0, 1, 2, 3, 5, 8, 12, 20, 30, 45, 60, 80, 100, 150, 200, 300, 400, 500]
SEEN = [*SEEN, *range(600, 2000, 200), *range(2000, 6001, 500)]
RACE = {"one day": (1, ALONE), "20 days": (20, GUESS), "all 600": (600, TRUE)}


@cache
def race(size: int, rate: str) -> tuple[NDArray, NDArray]:
    """Days seen and (w, b) of a walk over ten epochs: every step early on, later only some of them."""
    path = walk(size, 10 * N // size, rate=rate)
    kept = np.unique(np.concatenate([np.arange(40), np.geomspace(40, 10 * N, 60).astype(int)]) // size)
    kept = kept if size > 1 else np.unique(np.concatenate([kept, np.arange(100, 6001, 100)]))
    return kept * size, path[kept]


@demo(
    axes=2,
    rate=Choice("fixed", "falling", label="learning rate"),
    seen=Slider(stops=SEEN, start=600, label="days seen", format="{:,.0f}", play=True),
)
def equal_samples(axes, rate, seen):
    """Give all three the same number of days to look at: who is ahead, early and late?

    Left, three paths over the map of the mean loss: one day a step, 20 days a step, all 600 days a step. Right, how far
    each is above the lowest possible loss, over the number of days it has looked at, both axes logarithmic.
    """
    left, right = axes
    left.set(xlim=(0, 4.4), ylim=(2, 8.6), title="paths")
    right.set(xscale="symlog", yscale="log", xlim=(-0.4, 9000), ylim=(3e-5, 200), xlabel="days seen")
    right.set(title="loss above the lowest")
    right.set_xticks([0, 1, 10, 100, 1000], ["0", "1", "10", "100", "1000"])
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
        left.plot(*here, **style.dot, color=color)
        right.plot(now_seen, now_above, color=color, lw=2.2, drawstyle="steps-post")
        right.plot(seen, max(above[-1], LOWEST), **style.dot, color=color)
        note(right, 0, (0.02, 0.0022, 0.00024)[place], name, color, ha="left")
        now.append(f"{name}: {shown(mean_loss(here), 3)} ({seen // size:,})")
    return f"After {seen:,} days seen: the loss (and the steps taken) of\n{', '.join(now)}. The lowest loss is 1."
