"""One point far out in x: the loss of every slope, for losses with and without a limit."""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lossviz import losses
from lossviz.calculus import Line
from lossviz.demos._lines import X, Y, huber_line, mse_line, quantile_line

SLOPES = np.round(np.arange(-0.4, 1.2001, 0.02), 2)


def tukey(error: ArrayLike, c: float = 2.0) -> NDArray:
    """Tukey's biweight: near 0 half the square, from an error of c on always c²/6.

    >>> tukey([0.0, 2.0, 40.0]).round(3)
    array([0.   , 0.667, 0.667])
    """
    inside = np.clip(np.asarray(error) / c, -1, 1)
    return c**2 / 6 * (1 - (1 - inside**2) ** 3)


RULES = {
    "MSE": lambda error: losses.squared_error(error, 0.0),
    "MAE": lambda error: losses.absolute_error(error, 0.0),
    "Huber, δ = 1": lambda error: losses.huber_loss(error, 0.0, delta=1),
    "Tukey, c = 2": tukey,
}


class Valley(NamedTuple):
    """For each of SLOPES the smallest mean loss that an intercept gives; the best line of all; how many valleys."""

    least: NDArray
    best: Line
    valleys: int


@cache
def valley(rule: str, far: float) -> Valley:
    """The loss over the slope, with a ninth point at (far, 0)."""
    x, y = np.append(X, far), np.append(Y, 0.0)
    fit = {"MSE": mse_line, "MAE": quantile_line, "Huber, δ = 1": lambda x, y: huber_line(x, y, 1, rounds=500)}
    left = y - SLOPES[:, None] * x  # what an intercept has to meet, a row for each slope
    tries = np.linspace(left.min(axis=1), left.max(axis=1), 2001)[:, :, None]
    cost = np.concatenate([RULES[rule](heights - left).mean(axis=-1) for heights in (tries, left.T[:, :, None])])
    least = cost.min(axis=0)
    if rule in fit:  # convex: one valley
        return Valley(least, fit[rule](x, y), 1)
    place = least.argmin()
    line = Line(float(SLOPES[place]), float(np.concatenate([tries[:, place, 0], left[place]])[cost[:, place].argmin()]))
    falls = np.diff(least)[np.abs(np.diff(least)) > 1e-9] < 0
    return Valley(least, line, int((falls[:-1] & ~falls[1:]).sum()))
