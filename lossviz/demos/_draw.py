"""What the demos of every chapter say and draw alike: numbers in words, labels, straight lines."""

import re

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from numpy.typing import ArrayLike, NDArray

from lossviz import style
from lossviz.calculus import Line
from lossviz.engine.numbers import number


def fixed(value: float, digits: int = 3) -> str:
    """A number with so many decimals.

    >>> fixed(-0.25), fixed(float("inf"))
    ('−0.250', '∞')
    """
    return number(value, decimals=digits)


def shown(value: float, digits: int = 2) -> str:
    """A number with at most so many decimals: no zeros at its end, no "−0".

    >>> shown(2.50), shown(-0.001), shown(30, 0)
    ('2.5', '0', '30')
    """
    return number(value, decimals=digits, zeros=False)


def few(value: float, digits: int = 3) -> str:
    """A number in so many significant digits, at most: no zeros at its end; a power of ten where it is very small.

    >>> few(-0.88395), few(2.5e-7, 2), few(5882.89), few(1e-10)
    ('−0.884', '2.5×10⁻⁷', '5,880', '10⁻¹⁰')
    """
    return number(value, digits=digits, zeros=False)


def percent(share: float, decimals: int = 0) -> str:
    """A share in per cent.

    >>> percent(0.0731, 1)
    '7.3\xa0%'
    """
    return number(share, decimals=decimals, percent=True)


def many(value: float, unit: str, digits: int = 3) -> str:
    """A number with its unit.

    >>> many(1, "bit"), many(1.75, "bit")
    ('1 bit', '1.75 bits')
    """
    text = shown(value, digits)
    return f"{text} {unit}" if text == "1" else f"{text} {unit}s"


def unbroken(text: str) -> str:
    """The text in a piece: a line does not break inside, as in a formula.

    >>> unbroken("1 + 1 = 2")
    '1\xa0+\xa01\xa0=\xa02'
    """
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def before_signs(text: str) -> str:
    """A longer formula, which a narrow page breaks before +, − or = alone.

    >>> before_signs("1 + 3 = 4"), before_signs("1 / 4 = 0.25")
    ('1 +\xa03 =\xa04', '1\xa0/\xa04 =\xa00.25')
    """
    text = re.sub(" ([+−=]) ", " \\1\N{NO-BREAK SPACE}", text)
    return re.sub(" ([·×/]) ", "\N{NO-BREAK SPACE}\\1\N{NO-BREAK SPACE}", text)


def note(ax: Axes, x: float, y: float, text: str, color: str, **look) -> None:
    """A label beside the thing it names, in that thing's colour."""
    ax.text(x, y, text, color=color, **{"ha": "center", "va": "center", "weight": "bold"} | look)


def under(gap: float, near: float) -> dict:
    """The look of a dot that another may lie on: so large that it is seen round it where they are that near."""
    return style.dot | {"ms": 13, "mew": 0} if abs(gap) < near else style.dot


def way(x: ArrayLike, *ends: float, goal: float | None = None) -> NDArray:
    """The places of a curve that is to be found: as far as a slider has come by; all, once it has passed the goal.

    ends: where it began and where it is; the places beyond them fall on the nearer one.

    >>> way([0, 1, 2, 3], 2, 1), way([0, 1, 2, 3], 2, 1, goal=1.5)
    (array([1., 1., 2., 2.]), array([0., 1., 2., 3.]))
    """
    low, high = min(ends), max(ends)
    passed = goal is not None and low <= goal <= high
    return np.array(x, float) if passed else np.clip(np.asarray(x, float), low, high)


def strokes(ax: Axes, lines: ArrayLike, **look) -> None:
    """Many strokes as one path: for a browser, a line or a marker each would be as many elements.

    lines: of shape (strokes, points, 2), the points of each; two for a straight one.
    """
    points = np.asarray(lines, dtype=float)
    codes = np.full(points.shape[:2], Path.LINETO, dtype=Path.code_type)
    codes[:, :1] = Path.MOVETO
    path = Path(points.reshape(-1, 2), codes.ravel())
    path.should_simplify = False  # from 128 points on, Matplotlib would drop strokes of no length
    ax.add_patch(PathPatch(path, fill=False, **look))


def dots(ax: Axes, x: ArrayLike, y: ArrayLike, color: str, size: float, layers: int = 1, **look) -> None:
    """Many dots, `size` pixels across: strokes of no length with round ends.

    On several layers, dots that lie upon each other look darker where they are not opaque.
    """
    points = np.stack(np.broadcast_arrays(x, y), axis=-1)[:, None].repeat(2, axis=1).astype(float)
    points[:, 1, 0] += 1e-9 * np.ptp(ax.get_xlim())  # a PNG has no strokes of no length; in SVG this rounds to none
    for layer in range(layers):
        strokes(ax, points[layer::layers], ec=color, lw=size, capstyle="round", snap=False, **look)


def draw_line(ax: Axes, line: Line, **look) -> None:
    """A straight line from edge to edge of the picture, whose limits are set."""
    ends = np.array(ax.get_xlim())
    ax.plot(ends, line(ends), **look)
