"""A point that may leave its picture: where it lies outside the axes, an arrow at their edge with its value."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.path import Path

from . import style
from .numbers import number

UP = np.array([(0, 0), (-0.62, -0.75), (-0.2, -0.75), (-0.2, -1.5), (0.2, -1.5), (0.2, -0.75), (0.62, -0.75), (0, 0)])
ARROWS = [[Path(UP[:, order] * sign) for sign in (-1, 1)] for order in ([1, 0], [0, 1])]  # left, right; down, up
ARROW = {"ls": "", "ms": 33, "mec": style.PAPER, "mew": 1.5, "clip_on": False, "zorder": 2.7}  # half of 33 px long
HALF = 9  # pixels, of its width and of the words' height
HUGE = 1e300  # in place of ∞, of which no place can be computed


def mark(ax: Axes, x: float, y: float, look: Mapping[str, Any], color: str, text: str | None = None, **words) -> None:
    """A point at (x, y) that looks like `style.dot` or `style.handle`. Where it lies outside the axes, whose limits
    are set: an arrow at the edge, with the value.

    look: {} for what has no point of its own, as the end of a bar: then there is the arrow or nothing. text: what
    the arrow says, if not the coordinate in three digits. words: how it says it, as for `Axes.text`; ha="center": at
    its tail. NaN shows nothing. A line and a text it always is, since pictures of the same parts are played fastest.

    >>> from matplotlib.figure import Figure
    >>> ax = Figure().add_subplot(xlim=(0, 4), ylim=(0, 10))
    >>> mark(ax, 3, 9, style.handle, style.RED)
    >>> mark(ax, 4, 16, style.handle, style.RED)
    >>> [each.get_text() for each in ax.texts]
    ['', '16']
    """
    value = np.array([x, y], dtype=float)
    there = (ax.transData - ax.transAxes).transform(np.nan_to_num(value, nan=np.nan, posinf=HUGE, neginf=-HUGE))
    edge = there.clip(0, 1)
    axis = int(np.argmax(abs(there - edge)))  # the one along which it is further away
    out = there[axis] - edge[axis]
    if abs(out) > 1e-9:
        room = HALF / ax.get_window_extent().size  # so that a corner holds the whole of it
        edge[1 - axis] = edge.clip(room, 1 - room)[1 - axis]
        ax.plot(*edge, color=color, **ARROW, marker=ARROWS[axis][int(out > 0)], transform=ax.transAxes)
        text = number(value[axis], digits=3, zeros=False) if text is None else text
    else:
        ax.plot(*(value if look else [np.nan] * 2), color=color, **look)
        text = ""
    _beside(ax, edge, axis, text, color, words)


def _beside(ax: Axes, edge: np.ndarray, axis: int, text: str, color: str, words: Mapping[str, Any]) -> None:
    """The value, towards the middle: beside an arrow that points up or down, at the tail of one that points aside."""
    right, up = np.where(edge < 0.5, 1, -1)
    look = {"ha": "left" if right > 0 else "right", "va": "center", "weight": "bold", "size": 12} | words
    aside = {"left": 1, "center": 0, "right": -1}[look["ha"]]
    away = (20 * right, 0) if axis == 0 else (10 * aside, up * (8 if aside else 25))
    ax.annotate(text, edge, away, "axes fraction", "offset points", color=color, annotation_clip=False, **look)
