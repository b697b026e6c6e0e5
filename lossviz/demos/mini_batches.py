"""The demos of the chapter on mini-batches: estimates of a loss, of its slope, and walks that follow them."""

from functools import cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from lossviz import Slider, Toggle, demo, losses, mark, style
from lossviz.demos._draw import dots, fixed, note, shown, unbroken
from lossviz.demos._walks import (  # noqa: F401
    BEST,
    GUESS,
    RACE,
    RATE,
    START,
    TRUE,
    N,
    days,
    descent_paths,
    draw_map,
    epoch_order,
    equal_samples,
    mean_loss,
    sample_slopes,
    walk,
)

# ── Six days: every batch there is ──────────────────────────────────────────────────────────────────────────

SIX = np.array([1, 4, 9, 0, 1, 9])


@cache
def all_batches(size: int) -> list[tuple[int, ...]]:
    """Every batch of this size from the six days (as indices), the one with the lowest mean first."""
    return sorted(combinations(range(6), size), key=lambda batch: (SIX[list(batch)].sum(), batch))


@demo(
    axes=2,
    batch=Slider(1, 6, step=1, start=1, label="batch size\N{NO-BREAK SPACE}B"),
    aim=Slider(0, 9, step=0.5, start=4, label="mean you aim for", drag="x", panel=1),
)
def batches_of_six(axes, batch, aim):
    """Drag the large dot as far from 4 as it goes, with batches of 1, 2, 3, … 6 days.

    First panel: the losses of six days as bars, 1, 4, 9, 0, 1 and 9; the days of one batch are orange, and a line marks
    their mean. Second panel: one dot for every batch of that size, stacked over its mean; a line marks the mean of all
    six, 4, a large dot the batch that is chosen. A small triangle on the axis is the mean aimed for.
    """
    left, right = axes
    left.set(xlim=(0.3, 6.7), ylim=(-0.4, 10.5), xlabel="day", title="loss of each day")
    right.set(xlim=(-0.7, 9.7), ylim=(0, 7), xlabel="mean of the batch", yticks=[], title=f"every batch of {batch}")
    batches = all_batches(batch)
    means = np.array([SIX[list(rows)].mean() for rows in batches])
    heights = np.array([np.sum(means[:i] == mean) for i, mean in enumerate(means)]) + 0.5
    mine = int(abs(means - aim).argmin())
    chosen = np.isin(np.arange(6), batches[mine])
    for days_shown, look in ((~chosen, {"color": TRUE, "alpha": 0.6}), (chosen, {"color": GUESS})):
        left.bar(np.arange(1, 7), np.where(days_shown, SIX + 0.12, np.nan), bottom=-0.06, width=0.7, **look)
    left.plot([0.3, 6.7], [4, 4], **style.guide)
    left.plot([0.3, 6.7], [means[mine], means[mine]], color=GUESS, lw=2.5)
    above = means[mine] > 7  # there, the label stands below its line
    behind = {"fc": style.PAPER, "ec": "none", "pad": 1, "alpha": 0.85}
    text = f"this batch: {shown(means[mine])}"
    place = means[mine] - 0.7 if above else max(means[mine] + 0.7, 1.75)  # over the bar of day 5
    note(left, 4.5, place, text, GUESS, size=12, bbox=behind)
    right.axvline(4, **style.guide)
    right.plot(means, heights, **style.dot | {"ms": 11}, color=TRUE, alpha=0.6)
    right.plot(aim, 0, ls="", marker="^", ms=10, color=GUESS, mec=style.PAPER, clip_on=False)
    right.plot(means[mine], heights[mine], **style.handle, color=GUESS)
    note(right, 4.2, 6.5, "mean of all six: 4", style.MUTED, ha="left", weight="normal")
    total = " + ".join(map(str, SIX[chosen]))
    divided = unbroken(f"{f'({total})' if batch > 1 else total} / {batch} = {shown(means[mine])}")
    count = f"{len(means)} batches of {batch}" if batch < 6 else "only batch of 6"
    return (
        f"This batch: {divided}.\nThe {count}: on average {shown(means.mean())}, with a spread of {shown(means.std())}."
    )


SIZES = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 320, 384, 448, 512, 560, 600]


def sample_losses(theta: NDArray) -> NDArray:
    """The squared error of each day under the line w·x + b."""
    x, y = days()
    return losses.squared_error(theta[0] * x + theta[1], y)


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
    batch=Slider(
        stops=SIZES, start=16, label="batch size\N{NO-BREAK SPACE}B", format="{:.0f}", drag="x", panel=1, play=True
    ),
)
def spread_of_estimates(axes, put_back, batch):
    """Drag the batch size: what does it cost to halve the spread?

    First panel: a histogram of the mean losses of 2,000 random batches, with a line at the mean of all 600 days. Second
    panel: the spread of those means over the batch size, up to the present one, both axes logarithmic: a straight line
    that falls by a half for every factor of four, and bends down to 0 at 600 if no day is drawn twice.
    """
    left, right = axes
    each, means = sample_losses(START), estimates(put_back)[:, SIZES.index(batch)]
    counts, edges = np.histogram(means, bins=60, range=(0, 30))
    left.set(xlim=(0, 30), ylim=(0, 1.25), yticks=[], xlabel="mean loss of a batch", title="2,000 batches")
    beyond = int((means > 30).sum())
    mark(left, means.max(), 0.5, {}, GUESS, f"{beyond} above 30")
    left.stairs(counts / counts.max(), edges, fill=True, color=GUESS, alpha=0.75)
    left.axvline(each.mean(), color=TRUE, lw=2)
    note(left, each.mean() + 0.6, 1.16, f"all 600: {shown(each.mean())}", TRUE, ha="left")
    right.set(
        xscale="log",
        yscale="log",
        xlim=(0.8, 900),
        ylim=(0.12, 30),
        xlabel="batch size\N{NO-BREAK SPACE}B",
        title="spread",
    )
    right.set_xticks([1, 4, 16, 64, 256], ["1", "4", "16", "64", "256"])
    right.set_yticks([0.25, 1, 4, 16], ["0.25", "1", "4", "16"])
    right.minorticks_off()
    grid = np.geomspace(1, batch, 60) if batch < N else np.append(np.geomspace(1, 590, 60), [597, 599])
    right.plot([1, batch], spread([1, batch], True), **style.guide)
    right.plot(grid, spread(grid, put_back), color=style.RED, lw=3)
    mark(right, batch, means.std(), style.handle, GUESS, shown(means.std()), ha="left")
    note(right, 0.95, 0.36, "line: by the formula", style.RED, ha="left", size=12)
    note(right, 0.95, 0.19, "dot: of the 2,000", GUESS, ha="left", size=12)
    note(right, 420, 0.85, "σ / √B" if batch >= 256 else "", style.MUTED, weight="normal")
    correction = "" if put_back else f" · √({N - batch}/{N - 1})"
    return (
        f"B = {batch}: the 2,000 means average {fixed(means.mean(), 2)} and have a spread of {fixed(means.std(), 2)}.\n"
        f"Formula: {unbroken(f'{fixed(each.std(), 4)} / √{batch}{correction} = {fixed(spread(batch, put_back), 2)}')}."
    )


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
    w=Slider(0.5, 3.5, step=0.25, start=3.5, label="weight w", drag="x"),
    batch=Slider(stops=ARROW_SIZES, start=4, label="batch size\N{NO-BREAK SPACE}B", format="{:.0f}"),
)
def batch_slopes(axes, w, batch):
    """Drag the point to the star: when do the batches stop agreeing on the way down?

    First panel: a map of the mean loss with level lines, its lowest point, a star, and a point that can be dragged.
    Second panel: from that point, the steps that 40 random batches would take, thin, and the step of all 600 days, a
    thick arrow.
    """
    left, right = axes
    point, steps = way(w), batch_steps(w, batch)
    true = -RATE * sample_slopes(point).mean(axis=0)
    left.set(xlim=(-0.4, 4.4), ylim=(2.2, 9.8), title="the point on lines of equal loss")
    right.set(xlim=(-1.3, 1.3), ylim=(-1.3, 1.3), xlabel="step in w", ylabel="step in b", title="40 batches’ steps")
    draw_map(left)
    left.plot(*way(np.array([0.5, 3.5])[:, None]).T, **style.guide)
    left.plot(*point, **style.handle, color=GUESS)
    rays = np.stack([np.zeros_like(steps), steps, np.full_like(steps, np.nan)], axis=1).reshape(-1, 2)
    right.plot(*rays.T, color=GUESS, lw=1.2, alpha=0.6)
    dots(right, *steps.T, GUESS, 5.5, alpha=0.8)
    arrow = {"angles": "xy", "scale_units": "xy", "scale": 1, "width": 0.016, "headlength": 4, "headaxislength": 4}
    right.quiver(0, 0, *true, color=style.GREEN, zorder=3, **arrow)
    right.plot(0, 0, **style.dot | {"ms": 5}, color=style.GREEN)
    note(right, -1.2, 1.12, "green: the step of all 600 days", style.GREEN, ha="left", size=12)
    note(right, -1.2, -1.12, f"orange: steps of batches of {batch}", GUESS, ha="left", size=12)
    length = np.hypot(*true)
    scatter = np.sqrt(((steps - true) ** 2).sum(axis=1).mean())
    said = f"Step of all 600: length {shown(length)}. The 40 batches of {batch} scatter about it by {shown(scatter)}.\n"
    if length < 1e-9:
        return said + "At the lowest point the steps are nothing but noise."
    return said + f"{int((steps @ true > 0).sum())} of 40 point downhill."
