"""Demos of the Kullback-Leibler divergence between humps on a line."""

import math
from functools import cache

import contourpy
import numpy as np

from lossviz import Choice, Slider, Toggle, demo, mark, style
from lossviz.demos._draw import fixed, note, shown, unbroken
from lossviz.information import kl_divergence

NATS = math.e
NAN, INF = float("nan"), float("inf")


# ── KL both ways, on a grid ─────────────────────────────────────────────────────────────────────────────────

CELL = 0.05
GRID = np.arange(-15 + CELL / 2, 15, CELL)  # the middles of the cells: the edges of a box fall between them


def bell(mean, width) -> np.ndarray:
    """The probabilities of the grid's cells under normal distributions, one a row."""
    mean, width = np.asarray(mean)[..., None], np.asarray(width)[..., None]
    mass = np.exp(-0.5 * ((GRID - mean) / width) ** 2)
    return mass / mass.sum(axis=-1, keepdims=True)


def box(mean: float, width: float) -> np.ndarray:
    mass = (abs(GRID - mean) < 1.5 * width).astype(float)
    return mass / mass.sum()


SHAPES = {"bells": bell, "boxes": box}


@demo(
    axes=2,
    shape=Choice(*SHAPES, label="shape"),
    shift=Slider(0, 2, step=0.25, label="shift", drag="x"),
    width=Slider(1, 2.5, step=0.25, start=2, label="width ratio"),
    swap=Toggle(label="swap p and\xa0q"),
)
def kl_swap(axes, shape, shift, width, swap):
    """Swap p and q. Then look for widths and shifts at which the swap changes nothing.

    Panel "blue p is true": two distributions, the true p in blue and the model's q in orange; one is shifted and
    wider. Panel "area = KL": what each place adds to KL, p times the logarithm of p over q. The area, parts below 0
    taken off, is KL.
    """
    left, right = axes
    first, second = SHAPES[shape](0.0, 1.0), SHAPES[shape](shift, width)
    p, q = (second, first) if swap else (first, second)
    added = contributions(p, q) / CELL
    here, there = (float(kl_divergence(p=a, q=b, base=NATS)) for a, b in ((p, q), (q, p)))
    moving = style.BLUE if swap else style.ORANGE
    for ax, title in ((left, "blue p is true, orange q is believed"), (right, "area = KL(p‖q)")):
        ax.set(xlim=(-9, 11), xlabel="x", title=title, xticks=range(-8, 11, 4))
    left.set(ylim=(0, 0.5), ylabel="density")
    right.set(ylim=(-0.3, 1.15), ylabel="p log(p/q), nats")
    right.axhline(0, color=style.MUTED, lw=1)
    draw_hump(left, shape, p / CELL, style.BLUE)
    draw_hump(left, shape, q / CELL, style.ORANGE)
    left.plot(shift, second.max() / CELL, **style.handle, color=moving)
    draw_hump(right, shape, np.minimum(added, 9), style.RED)  # ∞ leaves the picture
    top = added.argmax()
    mark(right, np.clip(GRID[top], -6, 8), added[top], {}, style.RED, shown(added[top]))
    return _swap_in_words(here, there)


def contributions(p, q) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(p > 0, p * np.log(p / q), 0)


def draw_hump(ax, shape: str, height, color) -> None:
    """A filled curve over the grid, with few points, since every position of the demo stores its own."""
    edges = np.stack([GRID - CELL / 2, GRID + CELL / 2], axis=-1).ravel()  # a box has upright sides
    x, y = (GRID[::3], height[::3]) if shape == "bells" else (edges, np.repeat(height, 2))
    y = np.round(y, 3)
    bends = (y != np.roll(y, 1)) | (y != np.roll(y, -1))
    ax.fill(x[bends], y[bends], facecolor=(color, 0.18), edgecolor=color, lw=2.5)


def _swap_in_words(here: float, there: float) -> str:
    both = f"{unbroken(f'KL(p‖q) = {fixed(here)} nats;')} {unbroken(f'with p and q swapped {fixed(there)}.')}\n"
    if here == INF:
        return both + "q is 0 where p is not: what q calls impossible happens."
    if abs(here - there) < 5e-4:
        return both + "Here the swap changes nothing."
    return both + (
        "The swap costs more: KL has a direction." if here < there else "The swap costs less: KL has a direction."
    )


# ── One bell under two humps ────────────────────────────────────────────────────────────────────────────────

HUMPS = 0.625 * bell(-2.0, 0.6) + 0.375 * bell(2.0, 0.6)
FORWARD, REVERSE = "forward KL(p‖q)", "reverse KL(q‖p)"
SPREADS = [0.5, 0.6, 0.7, 0.8, 1.0, 1.2, 1.4, 1.6, 1.8, 2.0, 2.2, 2.4, 2.6, 2.8, 3.0]
MEANS, WIDTHS = np.linspace(-3.2, 3.2, 65), np.linspace(0.4, 3.1, 55)
LEVELS = {FORWARD: (0.6, 0.7, 0.9, 1.3, 2, 4, 8), REVERSE: (0.55, 0.8, 1.1, 1.3, 1.7, 2.4, 4)}
LABELS = {  # (mean, width, level): where a level line shows its value
    FORWARD: (
        *((1.65, 0.7, 8), (-0.5, 0.64, 4), (-0.5, 0.86, 2), (1.5, 1.69, 1.3)),
        *((-0.5, 1.24, 0.9), (0.5, 2.75, 0.7), (-0.5, 2.53, 0.6)),
    ),
    REVERSE: (
        *((-2, 1.25, 1.1), (2, 0.85, 1.1), (0, 2.08, 1.3), (0, 2.38, 1.7), (0, 1.21, 1.7)),
        *((-2, 1.94, 2.4), (0, 0.91, 2.4), (-2, 2.51, 4), (2, 2.42, 4)),
    ),
}


def kl_under(direction: str, q) -> np.ndarray:
    if direction == FORWARD:
        return kl_divergence(p=HUMPS, q=q, base=NATS)
    return kl_divergence(p=q, q=HUMPS, base=NATS)


@cache
def level_lines(direction: str) -> list[np.ndarray]:
    """For each level the lines of this KL over mean and width, as one line with gaps: (x, y) by rows."""
    heights = kl_under(direction, bell(*np.meshgrid(MEANS, WIDTHS)))
    drawn = contourpy.contour_generator(MEANS, WIDTHS, heights)
    gap = np.full((1, 2), NAN)
    return [np.vstack([part for line in drawn.lines(level) for part in (line, gap)]) for level in LEVELS[direction]]


@demo(
    axes=2,
    direction=Choice(FORWARD, REVERSE, label="make small"),
    mean=Slider(-3, 3, step=0.25, start=1, label="mean of\xa0q", drag="x", panel="all"),
    width=Slider(stops=SPREADS, start=1, label="width of\xa0q", drag="y", panel=1),
)
def cover_or_seek(axes, direction, mean, width):
    """Drag q until KL is lowest, once for each direction of KL. Where does q end?

    Panel "blue p is true": a true distribution p with a larger hump at -2 and a smaller one at 2, and a bell-shaped
    q. Panel "KL over mean and width": a map with a point for q, and lines of equal KL, some with their value: those
    that lie as high as q or higher.
    """
    left, right = axes
    q = bell(mean, width)
    costs = {way: float(kl_under(way, q)) for way in LEVELS}
    left.set(xlim=(-7, 7), ylim=(0, 0.85), xlabel="x", ylabel="density", title="blue p is true, orange q is fitted")
    left.fill_between(GRID[::3], HUMPS[::3] / CELL, color=style.BLUE, alpha=0.18, lw=0)
    left.plot(GRID[::3], HUMPS[::3] / CELL, **style.curve)
    steps = np.linspace(-3.3, 3.3, 23)
    left.plot(mean + width * steps, np.exp(-0.5 * steps**2) * q.max() / CELL, color=style.ORANGE, lw=3)
    left.plot(mean, q.max() / CELL, **style.handle, color=style.ORANGE)
    right.set(xlim=(-3.2, 3.2), ylim=(0.4, 3.1), xlabel="mean of q", ylabel="width of q")
    right.set_title(f"{direction} = {fixed(costs[direction])}")
    for level, line in zip(LEVELS[direction], level_lines(direction), strict=True):
        right.plot(*(line if level >= costs[direction] else NAN * line).T, color=style.RED, lw=1.3, alpha=0.7)
    for x, y, level in LABELS[direction]:
        box = {"facecolor": style.PAPER, "edgecolor": "none", "pad": 1}
        said = f"{level:g}" if level >= costs[direction] else ""
        note(right, x, y, said, style.RED, size=12, weight="normal", bbox=box)
    right.plot(mean, width, **style.handle, color=style.ORANGE)
    return _fit_in_words(direction, mean, width, costs)


def _fit_in_words(direction: str, mean: float, width: float, costs: dict[str, float]) -> str:
    (other,) = (way for way in costs if way != direction)
    way, cost = direction.partition("(")[0], costs[direction]
    start = f"Mean {shown(mean)}, width {shown(width, 1)}: {way} = {fixed(cost)} nats"
    if direction == FORWARD and cost < 0.558:
        return start + ", the lowest.\nq covers both humps, and the empty middle too."
    if direction == REVERSE and cost < 0.47:
        return start + ", the lowest.\nq sits on the larger hump and leaves the other out."
    if direction == REVERSE and (mean, width) == (2, 0.6):
        return start + ".\nA valley too, but not the deepest: q sits on the smaller hump."
    if direction == REVERSE and (mean, width) == (-0.25, 1.8):
        return start + ".\nA shallow valley: no small step goes down, but both humps are deeper."
    return start + f".\nThe other way round, {other} = {fixed(costs[other])}."
