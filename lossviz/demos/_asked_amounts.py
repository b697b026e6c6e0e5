"""How much do customers ask for, given a price? The data and the fits of the chapter on predictive uncertainty."""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lossviz import data, losses
from lossviz.calculus import Line

Z90 = 1.6448536269514722  # a normal variable is within so many σ of its mean in 90 of 100 cases


class Customers(NamedTuple):
    price: NDArray  # of what is bought, in thousands
    asked: NDArray  # the amount of the loan, in thousands


@cache
def customers() -> tuple[Customers, Customers]:
    """Those for training and those held out: all with a price up to 3,000, shuffled once."""
    loans = data.credit()
    rows = np.flatnonzero(loans["price"] <= 3000)
    rows = np.random.default_rng(0).permutation(rows)
    return tuple(
        Customers(loans["price"][part] / 1000, loans["amount"][part] / 1000) for part in (rows[1400:], rows[:1400])
    )


class Fan(NamedTuple):
    """A line for the mean and a line for the logarithm of the spread."""

    mean: Line
    log_sigma: Line

    def nll(self, who: Customers) -> NDArray:
        variance = np.exp(2 * self.log_sigma(who.price))
        return losses.gaussian_nll(self.mean(who.price), who.asked, variance=variance)

    def ends(self, price: ArrayLike, z: float) -> tuple[NDArray, NDArray]:
        """The ends of an interval of z spreads either way."""
        wide = z * np.exp(self.log_sigma(price))
        return self.mean(price) - wide, self.mean(price) + wide


# ── Fits ────────────────────────────────────────────────────────────────────────────────────────────────────

RATE, LAST = 0.02, 1000


def slopes_of_nll(theta: NDArray, price: NDArray, asked: NDArray) -> NDArray:
    """The gradient of the mean Gaussian NLL in (b, w) of the mean and (b, w) of log σ."""
    u = (theta[0] + theta[1] * price - asked) / np.exp(theta[2] + theta[3] * price)
    of_mean, of_log_sigma = u / np.exp(theta[2] + theta[3] * price), 1 - u**2
    return np.array([slope.mean() for s in (of_mean, of_log_sigma) for slope in (s, s * price)])


def slopes_of_mse(theta: NDArray, price: NDArray, asked: NDArray) -> NDArray:
    """The gradient of the MSE in the first two; the other two rest."""
    error = theta[0] + theta[1] * price - asked
    return np.array([2 * error.mean(), 2 * (error * price).mean(), 0, 0])


def adam(slopes, start: ArrayLike, rate: float, steps: int) -> NDArray:
    """All places that Adam comes to, written out in NumPy: the same in every build."""
    theta = np.array(start, dtype=float)
    mean, square, path = np.zeros_like(theta), np.zeros_like(theta), [theta]
    for k in range(1, steps + 1):
        slope = slopes(theta)
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        theta = theta - rate * mean / (1 - 0.9**k) / (np.sqrt(square / (1 - 0.999**k)) + 1e-8)
        path.append(theta)
    return np.stack(path)


@cache
def fans(loss: str) -> list[Fan]:
    """After each epoch, trained on the "MSE" with the best single spread, or on the "Gaussian NLL"."""
    train, _ = customers()
    slopes = slopes_of_mse if loss == "MSE" else slopes_of_nll
    path = adam(lambda theta: slopes(theta, *train), np.zeros(4), RATE, LAST)
    found = [Fan(Line(w, b), Line(v, a)) for b, w, a, v in path]
    if loss == "MSE":
        spreads = [np.sqrt(losses.squared_error(fan.mean(train.price), train.asked).mean()) for fan in found]
        found = [Fan(fan.mean, Line(0.0, np.log(s))) for fan, s in zip(found, spreads, strict=True)]
    return found


@cache
def quantile_line(tau: float, count: int | None = None) -> Line:
    """The line with the smallest mean pinball loss on the first `count` training customers, or on all.

    For each slope the best intercept is the τ-quantile of what is left. The loss that remains is convex in the slope:
    thirds of an interval are cut off until the slope is found.
    """
    price, asked = (column[:count] for column in customers()[0])

    def at(slope: float) -> tuple[float, float]:
        rest = asked - slope * price
        intercept = np.quantile(rest, tau, method="inverted_cdf")
        return losses.quantile_error(intercept, rest, tau=tau).mean(), intercept

    low, high = -3.0, 3.0
    for _ in range(80):
        third = (high - low) / 3
        if at(low + third)[0] <= at(high - third)[0]:
            high -= third
        else:
            low += third
    slope = (low + high) / 2
    return Line(slope, float(at(slope)[1]))


# ── How often do intervals hold? ────────────────────────────────────────────────────────────────────────────


@cache
def fifths() -> NDArray:
    """For each held-out customer, which fifth of the prices: 0 the cheapest, 4 the most expensive."""
    price = customers()[1].price
    return np.searchsorted(np.quantile(price, [0.2, 0.4, 0.6, 0.8]), price)


class Coverage(NamedTuple):
    inside: NDArray  # for each held-out customer
    below: float  # the share under the lower end
    above: float  # the share over the upper end
    by_fifth: NDArray  # the share inside, in each fifth of the prices

    @property
    def share(self) -> float:
        return float(self.inside.mean())


def coverage(low: NDArray, high: NDArray) -> Coverage:
    """How many held-out customers asked for an amount between these ends."""
    asked = customers()[1].asked
    under, over = asked < low, asked > high
    inside = ~(under | over)
    shares = np.bincount(fifths(), inside) / np.bincount(fifths())
    return Coverage(inside, float(under.mean()), float(over.mean()), shares)
