"""Many bus rides, cut into slices of a kilometre: what the two losses predict in each."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from lossviz.calculus import Line
from lossviz.demos._lines import mse_line

KM = np.arange(1, 11)


@cache
def many_rides() -> tuple[NDArray, NDArray]:
    """Six hundred rides of 0.5 to 10.5 km, in minutes: a few are very late, and the more so the longer they are."""
    rng = np.random.default_rng(4)
    km = np.linspace(0.5, 10.5, 602)[1:-1]
    return km, (3 + 2.2 * km + rng.gamma(1.2, 0.11 * km**2 / 1.2)).round(1)


@cache
def ride_lines() -> dict[str, Line]:
    """The lines of the smallest MSE and the smallest MAE through all rides."""
    km, minutes = many_rides()
    line = by_mse = mse_line(km, minutes)
    for _ in range(3000):  # least squares again and again, a far point counted less: to the MAE line
        line = mse_line(km, minutes, 1 / np.maximum(abs(minutes - line(km)), 1e-6))
    return {"MSE": by_mse, "MAE": line}


def ride_slice(kilometre: int) -> NDArray:
    """The minutes of all rides of this length, to the nearest kilometre."""
    km, minutes = many_rides()
    return minutes[np.clip(np.round(km), 1, 10) == kilometre]
