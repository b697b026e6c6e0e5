"""Demo of yes-or-no questions: K equally likely boxes, halved until one is left."""

import math

import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from lossviz import Challenge, Slider, demo, style
from lossviz.demos._draw import dots, many, note, strokes, unbroken, way

MOST = 32


def halvings(count: int, box: int) -> list[tuple[int, int]]:
    """The first and the last box that are left at the start and after each question, until it is `box` alone."""
    first, last = 1, count
    left = [(first, last)]
    while first < last:
        middle = (first + last) // 2
        first, last = (first, middle) if box <= middle else (middle + 1, last)
        left.append((first, last))
    return left


def questions(count: int) -> float:
    """The mean number of questions over all boxes."""
    return sum(len(halvings(count, box)) - 1 for box in range(1, count + 1)) / count


MEANS = np.array([questions(count) for count in range(1, MOST + 1)])


def _runs(ax, runs: list[tuple[int, int, int]], **look) -> None:
    """One path of bars, each from its first to its last box in a row."""
    ends = [(first - 0.5, last + 0.5, row) for first, last, row in runs]
    points = [[(a, row - 0.3), (a, row + 0.3), (b, row + 0.3), (b, row - 0.3), (a, row - 0.3)] for a, b, row in ends]
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY] * len(runs)
    path = Path(np.reshape(points, (-1, 2)), np.array(codes, dtype=Path.code_type))
    ax.add_patch(PathPatch(path, lw=0, **look))


@demo(
    axes=2,
    K=Slider(1, MOST, step=1, start=8, label="K, number of boxes", drag="x", panel=1),
    box=Slider(1, MOST, step=1, start=3, label="prize in box", drag="x"),
    challenge=Challenge("find the K that is worth exactly 4 bits.", lambda K, box: math.log2(K) == 4),
)
def equal_outcomes(axes, K, box):
    """Drag K and the prize: how many questions, each a yes or a no, find it?

    Panel "each question halves what is left": K boxes in a row, one hides the prize; each row below shows what is
    left after one more question, "is it in the first half?", until one box is left. Panel "bits, or questions": the
    curve of log two of K, as far as K was dragged, up to 5 bits, and points for the mean number of questions, on the
    curve at 1, 2, 4, 8, 16 and 32.
    """
    boxes, curve = axes
    place = min(K, box)
    left = halvings(K, place)
    _draw_boxes(boxes, K, place, left)
    x, bits = way(np.linspace(1, MOST, 110), 1, K), math.log2(K)
    counts = way(range(1, MOST + 1), 1, K).astype(int)
    curve.set(xlim=(0, 33), ylim=(-0.1, 6.5), xlabel="K, number of boxes", title="bits, or questions")
    curve.plot(x, np.log2(x), **style.curve)
    dots(curve, counts, MEANS[counts - 1], style.ORANGE, 5)
    curve.plot([K, K], [0, bits], **style.guide)
    curve.plot(K, bits, **style.handle, color=style.BLUE)
    note(curve, 1, 6.1, "log₂ K, bits", style.BLUE, ha="left")
    note(curve, 1, 5.5, "questions on average", style.ORANGE, ha="left")
    asked = many(len(left) - 1, "question")
    inside = unbroken(f"box {place}") + (", the last" if box > K else "")
    here = "1 box, the prize in it" if K == 1 else f"{K} boxes, the prize in {inside}"
    mean, formula = unbroken(many(MEANS[K - 1], "question")), unbroken(f"log₂ {K} = {many(bits, 'bit')}")
    return f"{here}: {asked}.\nOn average over all boxes {mean}; {formula}."


def _draw_boxes(ax, K: int, place: int, left: list[tuple[int, int]]) -> None:
    ax.set(xlim=(0.2, MOST + 0.8), ylim=(5.6, -1.1), xlabel="box", title="each question halves what is left")
    ax.set_xticks([1, 8, 16, 24, 32])
    counts = [last - first + 1 for first, last in left]
    ax.set_yticks(range(6), [f"{count} left" for count in counts] + [""] * (6 - len(counts)))
    ax.tick_params(axis="y", length=0)
    ax.grid(visible=False)
    rows = range(len(left))
    _funnel(ax, left, fc=style.BLUE, alpha=0.15)
    _runs(ax, [(1, K, row) for row in rows], fc=style.MUTED, alpha=0.7)
    _runs(ax, [(*left[row], row) for row in rows], fc=style.BLUE, alpha=0.85)
    _runs(ax, [(place, place, row) for row in rows], fc=style.PURPLE)
    borders = np.arange(1.5, MOST)
    strokes(ax, [[(x, row - 0.3), (x, row + 0.3)] for row in rows for x in borders], ec=style.PAPER, lw=1.5)
    ax.plot(place, -0.75, **style.handle, color=style.PURPLE)
    aside = 1 if place < 26 else -1
    note(ax, place + aside, -0.75, "prize", style.PURPLE, ha="left" if aside > 0 else "right", size=12)
    away, side = (MOST + 0.5, "right") if place <= MOST / 2 else (0.5, "left")
    note(ax, away, -0.75, "grey: out" if K > 1 else "", style.MUTED, ha=side, size=12)


def _funnel(ax, left: list[tuple[int, int]], **look) -> None:
    """What joins the boxes that are left to those of the row below: one path that narrows from row to row."""
    sides = [[(row - 0.3, first, last), (row + 0.3, first, last)] for row, (first, last) in enumerate(left)]
    rows = [side for pair in sides for side in pair]
    outline = [(first - 0.5, y) for y, first, _ in rows] + [(last + 0.5, y) for y, _, last in reversed(rows)]
    ax.add_patch(PathPatch(Path(outline, closed=False), lw=0, **look))
