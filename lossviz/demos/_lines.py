"""Lines and what they are fitted to, for the chapters on MSE and MAE and on fitting lines: fits, points, a curve."""

from functools import cache
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from numpy.typing import NDArray

from lossviz import data, losses, style
from lossviz.calculus import Line
from lossviz.demos._draw import dots, draw_line

MSE, MAE, HUBER = style.ORANGE, style.PURPLE, style.GOLD  # one colour a loss, throughout the chapter
AREA = {"fc": (style.RED, 0.2), "ec": (style.RED, 0.7), "lw": 1.2}  # of a square: its border is seen in the dark too

# ── Fits, one for each loss: exact and always the same ──────────────────────────────────────


def mse_line(x: NDArray, y: NDArray, weight: NDArray | float = 1.0) -> Line:
    """The least-squares line, each point counted as often as its weight says."""
    weight = np.broadcast_to(weight, x.shape) / np.sum(np.broadcast_to(weight, x.shape))
    dx, dy = x - (weight * x).sum(), y - (weight * y).sum()
    slope = (weight * dx * dy).sum() / (weight * dx * dx).sum()
    return Line(float(slope), float((weight * (y - slope * x)).sum()))


def huber_line(x: NDArray, y: NDArray, delta: float, rounds: int = 100) -> Line:
    """Least squares again and again, a point beyond δ counted less: δ / |residual|."""
    line = mse_line(x, y)
    for _ in range(rounds):
        line = mse_line(x, y, delta / np.maximum(abs(y - line(x)), delta))
    return line


def quantile_line(x: NDArray, y: NDArray, tau: float = 0.5) -> Line:
    """The pinball line, at τ = ½ the MAE line. Some best line goes through two points: try all pairs."""
    i, j = np.triu_indices(len(x), 1)
    i, j = i[x[i] != x[j]], j[x[i] != x[j]]
    slope = (y[j] - y[i]) / (x[j] - x[i])
    intercept = y[i] - slope * x[i]
    cost = losses.quantile_error(np.outer(slope, x) + intercept[:, None], np.tile(y, (len(i), 1)), tau=tau)
    best = np.argmin(cost.mean(axis=1).round(9))  # rounded: of equally good lines always the first
    return Line(float(slope[best]), float(intercept[best]))


def draw_fits(ax: Axes, by_mse: Line, by_mae: Line, by_huber: Line) -> None:
    """The three lines, each in its colour; Huber's in dashes, so that what lies under it is seen."""
    draw_line(ax, by_mse, color=MSE, lw=3)
    draw_line(ax, by_mae, color=MAE, lw=3)
    draw_line(ax, by_huber, color=HUBER, lw=3, ls=(0, (3, 2)))


# ── Points ──────────────────────────────────────────────────────────────────────────────────────────────────

X = np.array([1.0, 2, 3, 4, 5, 6, 7, 8])
Y = np.array([2.3, 2.5, 3.6, 3.9, 5.2, 5.6, 6.1, 7.3])
TWO_OFF = np.append(X, [9, 10.5]), np.append(Y, [1.0, 2.5])


@cache
def rides() -> tuple[NDArray, NDArray]:
    """Forty bus rides: kilometres and minutes, later rides the more scattered the longer they are."""
    rng = np.random.default_rng(7)
    km = np.linspace(1, 10, 40)
    return km, (4 + 2.5 * km + rng.gamma(1.5, 0.9 * km / 1.5)).round(1)


# ── Real sets with outliers ─────────────────────────────────────────────────────────────────────────────────


class Real(NamedTuple):
    """A set of `lossviz.data.outliers` and how it is shown."""

    name: str
    x: str
    y: str
    xlim: tuple[float, float]
    ylim: tuple[float, float]
    xticks: tuple[float, float]  # the first and the last of five: a browser moves them, and makes no new ones
    yticks: tuple[float, float]
    odd: str  # its outliers, in words
    unit: str  # of y


REAL = {
    "heights and weights": Real(
        "davis", "height (cm)", "weight (kg)", (45, 205), (20, 180), (60, 180), (20, 180), "swapped row", " kg"
    ),
    "telephone calls": Real(
        "phones", "year", "million calls", (1948, 1974.5), (-25, 230), (1950, 1970), (0, 200), "seven years", " million"
    ),
    "stars": Real(
        "stars", "log₁₀ temperature", "log₁₀ light", (3.35, 4.75), (3.6, 6.6), (3.4, 4.6), (4, 6), "four giants", ""
    ),
}


def draw_real_points(ax: Axes, real: Real, counted: bool) -> None:
    """The points of a set; its outliers in red, and hollow where they do not count."""
    ax.set(xlim=real.xlim, ylim=real.ylim, xlabel=real.x, ylabel=real.y)
    ax.set(xticks=np.linspace(*real.xticks, 5), yticks=np.linspace(*real.yticks, 5))
    x, y, odd = data.outliers(real.name)
    dots(ax, x[~odd], y[~odd], style.BLUE, 6, layers=4, alpha=0.55)
    ax.plot(x[odd], y[odd], ls="", marker="o", ms=9, mfc=style.RED if counted else style.PAPER, mec=style.RED, mew=2)


@cache
def real_fits(name: str, counted: bool, misses: float) -> tuple[Line, Line, Line, float]:
    """The lines of MSE, MAE and Huber, with or without the outliers, and Huber's δ in the unit of y.

    δ is so many ordinary misses: medians of the distances from the MAE line of the points that are no outliers.
    """
    x, y, odd = data.outliers(name)
    x, y = (x, y) if counted else (x[~odd], y[~odd])
    delta = misses * ordinary_miss(name)
    return mse_line(x, y), quantile_line(x, y), huber_line(x, y, delta, rounds=500), delta


@cache
def ordinary_miss(name: str) -> float:
    x, y, odd = data.outliers(name)
    x, y = x[~odd], y[~odd]
    return float(np.median(abs(y - quantile_line(x, y)(x))))


# ── A curve ──────────────────────────────────────────────────────────────────────────────────────────────────


def parabola(ax: Axes, height: float, middle: float, low: float, high: float, **look) -> None:
    """height + (c − middle)² from low to high. One Bézier curve is a parabola exactly, and a short string."""
    ends = np.array([low, high])
    left, right = height + (ends - middle) ** 2
    control = left + (low - middle) * (high - low)
    path = Path([(low, left), ((low + high) / 2, control), (high, right)], [Path.MOVETO, Path.CURVE3, Path.CURVE3])
    ax.add_patch(PathPatch(path, fill=False, **look))
