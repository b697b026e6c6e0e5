"""Demos of digits taken for others."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import IdentityTransform
from numpy.typing import ArrayLike, NDArray

from lossviz import Choice, Demo, Slider, demo, losses, style
from lossviz.demos._draw import few, note, percent, strokes, unbroken
from lossviz.demos._significant import rounded

DIGITS = range(10)
INK = (0.15, 0.45, 0.75)  # levels of grey, as shares of full ink


# ── Pictures of 28 by 28 cells, in colours that follow the theme ────────────────────────────────────────────


def runs(mask: ArrayLike) -> NDArray:
    """The rows of a picture as runs of cells that are set: row, first column, and the column after the last.

    >>> runs([[0, 1, 1, 0], [1, 0, 0, 1]]).tolist()
    [[0, 1, 3], [1, 0, 1], [1, 3, 4]]
    """
    edges = np.diff(np.pad(np.asarray(mask, dtype=np.int8), ((0, 0), (1, 1))), axis=1)
    rows, first = np.nonzero(edges == 1)
    return np.stack([rows, first, np.nonzero(edges == -1)[1]], axis=1)


def across(mask: NDArray) -> NDArray:
    """Strokes through the middle of all cells that are set, in cells, of shape (runs, 2, 2)."""
    row, first, end = runs(mask).T
    return np.stack([first, row + 0.5, end, row + 0.5], axis=1).reshape(-1, 2, 2)


def draw_cells(ax: Axes, pictures: Mapping[tuple, ArrayLike], levels: Sequence[float], cell: float, color) -> None:
    """Pictures by their place (left, top), darker for each level that a value is above; all in pixels.

    A level is one path: an image could not follow the theme, and a rectangle a cell would be 20 times the data.
    """
    look = {"ec": color, "alpha": 0.4, "lw": cell, "capstyle": "butt", "clip_on": False}
    for level in levels:
        ends = [place + cell * across(np.asarray(values) > level) for place, values in pictures.items()]
        strokes(ax, np.concatenate(ends), **look)


def sheet(ax: Axes) -> None:
    """No axes, but a sheet on which a unit is a pixel, counted from the corner at the upper left."""
    ax.set_axis_off()
    ax.set(xlim=(0, ax.bbox.width), ylim=(ax.bbox.height, 0))


# ── The mistakes that cost most ─────────────────────────────────────────────────────────────────────────────


def mistakes_demo(images: NDArray, labels: NDArray, probabilities: NDArray, count: int = 40) -> Demo:
    """The demo of the `count` costliest images, the costliest first; `probabilities` of shape (images, 10)."""
    cost = losses.softmax_cross_entropy(logits=np.log(np.asarray(probabilities, dtype=float)), label=labels)
    ranked = np.argsort(-cost)[:count]

    @demo(axes=2, rank=Slider(1, count, step=1, start=1, play=True))
    def digits_costliest(axes, rank):
        """Page through the costliest test images. Whom would you side with?

        First a handwritten digit of the test set. Then a bar for each of the ten digits with the probability that the
        model gave it: the true digit's bar is too short to see, another one is long.
        """
        picture, bars = axes
        which = ranked[rank - 1]
        true, q = int(labels[which]), probabilities[which]
        sheet(picture)
        draw_cells(picture, {(5, 0): images[which] / 255}, INK, 8, style.BLUE)
        note(picture, 117, 250, f"labelled {true}", style.BLUE)
        draw_probabilities(bars, q, true)
        read = int(np.argmax(q))
        tiny = few(q[true], 4)
        price = unbroken(f"−log({tiny}) = {-np.log(rounded(q[true], 4)):.2f} nats")
        return (
            f"No. {rank}, test image {which}: labelled\xa0{true}, read as {read} with probability {q[read]:.3f}.\n"
            f"The {true} got {tiny}, so it costs {price}."
        )

    return digits_costliest


def draw_probabilities(ax: Axes, q: ArrayLike, true: int) -> None:
    """A bar for each digit: the true one blue, the others orange."""
    ax.set(xlim=(0, 1.12), ylim=(9.6, -0.6), xlabel="probability", ylabel="digit")
    ax.set_yticks(DIGITS, [str(digit) for digit in DIGITS])
    ax.set_xticks([0, 0.5, 1], ["0", "0.5", "1"])
    ax.grid(visible=False, axis="y")
    for digit in DIGITS:
        own = digit == true
        ax.barh(digit, q[digit], height=0.7, color=style.BLUE if own else style.ORANGE, lw=0)
        said = few(q[digit], 4) if own else f"{q[digit]:.3f}" if q[digit] >= 0.0005 else ""
        text, color = (f"true {said}", style.BLUE) if own else (said, style.MUTED)
        note(ax, q[digit] + 0.015, digit, text, color, ha="left", size=12)


# ── What is taken for what ──────────────────────────────────────────────────────────────────────────────────


def bubbles(ax: Axes, table: NDArray, radius: float, color: str) -> None:
    """A disc at each cell of a table of counts, of an area as large as the count: all as one path.

    radius: of a disc for a count of 1, in pixels. The limits of the axes have to be set.
    """
    centres = ax.transData.transform(np.argwhere(table)[:, ::-1])
    discs = [Path.circle(centre, radius * r) for centre, r in zip(centres, np.sqrt(table[table > 0]), strict=True)]
    path = Path.make_compound_path(*discs)
    ax.add_patch(PathPatch(path, fc=color, lw=0, alpha=0.85, transform=IdentityTransform()))


def confusions_demo(labels: NDArray, guesses: Mapping[str, NDArray]) -> Demo:
    """The demo of which digit is read as which, for several models by name."""
    tables = {name: np.zeros((10, 10), dtype=int) for name in guesses}
    for name, guess in guesses.items():
        np.add.at(tables[name], (labels, guess), 1)

    @demo(size=(440, 400), model=Choice(*guesses))
    def digits_confusions(ax, model):
        """Choose a model: which digits does it take for which?

        A table of ten rows, the true digits, and ten columns, what they are read as. On the diagonal the share of each
        digit that is read rightly; off it a dot for each kind of mistake, the larger the more frequent.
        """
        table = tables[model]
        ax.set(xlim=(-0.6, 9.6), ylim=(9.6, -0.6), xlabel="read as", ylabel="true digit")
        ax.set_title("red: mistakes, the larger the more; blue: right")
        ax.set_xticks(DIGITS)
        ax.set_yticks(DIGITS)
        off = table - np.diag(np.diag(table))
        bubbles(ax, off, 0.75, style.RED)
        for true, row in enumerate(table):
            note(ax, true, true, percent(row[true] / row.sum()), style.BLUE, size=12)
        true, read = np.unravel_index(np.argmax(off), off.shape)
        never = [str(digit) for digit in DIGITS if not table[:, digit].any()]
        return (
            f"{percent(np.trace(table) / table.sum(), 2)} right. Most frequent mistake: {true} read as {read},"
            f" {off[true, read]} times.\nDigits that it never names: {', '.join(never) or 'none'}."
        )

    return digits_confusions
