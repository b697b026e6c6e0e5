"""Slopes: of a secant, of a tangent, of a kink, by small steps, and the walk downhill that follows them.

A function `f` is any Python callable on NumPy arrays. It gets a copy of its own, which it may change, and what it
gives, be it booleans, whole numbers or a list, is copied to float64: the steps that slopes need are too small for
float32. The unit of a slope is that of f divided by that of x.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from ._checks import Array, require

Function = Callable[[Array], ArrayLike]

# About the best step of a central difference: its own error, ∝ h², meets that of rounding, ∝ ε/h.
STEP = float(np.finfo(np.float64).eps) ** (1 / 3)

# A power of two: 1 + h and 1 − h are exact, and whole slopes beside a kink come out whole.
SIDE_STEP = 2.0**-20


class Line(NamedTuple):
    """A straight line, y = slope · x + intercept. Call it for its height, print it for its equation.

    >>> line = Line(slope=5.0, intercept=-6.0)
    >>> float(line(3))
    9.0
    >>> print(line)
    y = 5x − 6
    """

    slope: float
    intercept: float

    def __call__(self, x: ArrayLike) -> Array:
        return self.slope * np.asarray(x, dtype=float) + self.intercept

    def __str__(self) -> str:
        slope, intercept = (f"{abs(part):.3f}".rstrip("0").rstrip(".") for part in self)
        term = {"0": "", "1": "x"}.get(slope, f"{slope}x")
        sign = "−" if term and self.slope < 0 else ""
        if intercept == "0":
            return f"y = {sign}{term or '0'}"
        joint = (" − " if term else "−") if self.intercept < 0 else (" + " if term else "")
        return f"y = {sign}{term}{joint}{intercept}"


def secant_slope(f: Function, a: ArrayLike, b: ArrayLike) -> Array:
    """The average rate of change of f from a to b: rise over run.

    (f(b) − f(a)) / (b − a)

    Shapes: a and b equal, or one a number.   Domain: a ≠ b.   Unit: that of f, divided by that of x.
    Errors: ValueError where a equals b: one point has no secant.
    Source: Strang and Herman (2016), Calculus, volume 1, section 3.1.

    A square grows by 5 from 2 to 3, and not at all, on balance, from −3 to 3:

    >>> secant_slope(lambda x: x**2, [2, -3], [3, 3])
    array([5., 0.])
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    same = np.broadcast_to(a, (a - b).shape)[a == b]
    if same.size:
        raise ValueError(
            f"a and b are both {same[0]:g}; allowed are two different points, as one point gives 0/0. "
            f"For the slope at a single point: central_difference(f, {same[0]:g}, 1e-5)"
        )
    return (_at(f, b) - _at(f, a)) / (b - a)


def secant_line(f: Function, a: float, b: float) -> Line:
    """The line through two points of the graph of f; its slope is the average rate of change between them.

    Errors: ValueError if a equals b.

    >>> print(secant_line(lambda x: x**2, 2, 3))
    y = 5x − 6
    """
    return tangent_line(f, a, secant_slope(f, a, b))


def tangent_line(f: Function, x0: float, slope: float) -> Line:
    """The line through (x₀, f(x₀)) with a given slope: the tangent, if that slope is f′(x₀).

    y = f(x₀) + slope · (x − x₀)

    >>> print(tangent_line(lambda x: x**2, 2, slope=4))
    y = 4x − 4
    """
    return Line(float(slope), float(_at(f, x0) - float(slope) * float(x0)))


def forward_difference(f: Function, x: ArrayLike, h: ArrayLike) -> Array:
    """The slope from x to x + h: f′(x), but for an error that shrinks like h until rounding takes over.

    (f(x + h) − f(x)) / h  =  f′(x) + ½ h f″(x) + …

    Shapes: x and h equal, or one a number.   Domain: h ≠ 0; a negative h looks to the left.
    Errors: ValueError for h = 0. A tiny h is no error, but a bad answer: below about 1e-16 · |x| it gives 0.
    Source: Nocedal and Wright (2006), Numerical Optimization, section 8.1.

    >>> forward_difference(lambda x: x**2, 3.0, [1.0, 0.5, 0.25])
    array([7.  , 6.5 , 6.25])
    """
    x, h = np.asarray(x, dtype=float), _step(h)
    return (_at(f, x + h) - _at(f, x)) / h


def central_difference(f: Function, x: ArrayLike, h: ArrayLike) -> Array:
    """The slope from x − h to x + h: f′(x), but for an error that shrinks like h² until rounding takes over.

    (f(x + h) − f(x − h)) / 2h  =  f′(x) + ⅙ h² f‴(x) + …

    Shapes: x and h equal, or one a number.   Domain: h ≠ 0.
    Errors: ValueError for h = 0.
    Source: Nocedal and Wright (2006), section 8.1.

    For a square it is exact at any h, as the errors to the left and to the right are equal:

    >>> central_difference(lambda x: x**2, 3.0, [1.0, 0.5, 0.25])
    array([6., 6., 6.])
    """
    x, h = np.asarray(x, dtype=float), _step(h)
    return (_at(f, x + h) - _at(f, x - h)) / (2 * h)


def one_sided_slopes(f: Function, x: float, h: float | None = None) -> tuple[float, float]:
    """The slopes just left and just right of x. Where they differ, f has a kink and no derivative.

    h is the step to either side: 2⁻²⁰, and times the next power of two below |x| where |x| is above 1.
    Errors: ValueError unless h > 0.
    Source: Rockafellar (1970), Convex Analysis, section 23.

    >>> one_sided_slopes(abs, 0)
    (-1.0, 1.0)
    """
    if h is None:
        _, exponent = np.frexp(float(x))
        h = SIDE_STEP * 2.0 ** max(0, int(exponent) - 1)
    require(h > 0, f"h is {h}; allowed are numbers above 0: the step to either side")
    return float(forward_difference(f, x, -h)), float(forward_difference(f, x, h))


def gradient(f: Function, x: ArrayLike) -> Array:
    """All partial derivatives of f at x, by central differences: nudge one coordinate, hold the rest fixed.

    (∇f)ᵢ = ∂f/∂xᵢ

    Shapes: x any, f(x) a single number; the result has the shape of x.
    Errors: ValueError if f(x) is not a single number.
    A step is 6e-6 of |xᵢ|, or of 1 where |xᵢ| is smaller; f is called twice a coordinate: fit for checking.
    Source: Nocedal and Wright (2006), section 8.1.

    In 2w + b a step in w counts twice, a step in b once:

    >>> gradient(lambda v: 2 * v[0] + v[1], [5.0, 7.0]).round(6)
    array([2., 1.])
    """
    x = np.asarray(x, dtype=float)
    shape = _at(f, x).shape
    require(shape == (), f"f(x) has shape {shape}; allowed is one number: reduce it, for example with .mean()")
    slopes = np.empty_like(x)
    for i in np.ndindex(x.shape):
        left, right, step = x.copy(), x.copy(), STEP * max(1.0, abs(x[i]))
        left[i], right[i] = x[i] - step, x[i] + step
        slopes[i] = (_at(f, right) - _at(f, left)) / (right[i] - left[i])
    return slopes[()]


def gradient_descent(grad: Function, start: ArrayLike, rate: float, steps: int) -> Array:
    """Walk downhill: from `start`, again and again, a step against the slope. Returns every place on the way.

    wₖ₊₁ = wₖ − rate · grad(wₖ)

    Shapes: start any, grad(w) like w; path (steps + 1, …), start first.   Domain: rate > 0, steps ≥ 0.
    Errors: ValueError for a rate or a number of steps outside its domain, and for a slope of another shape.
    A rate that is too large gives a path that grows without end, to inf and nan, without a warning.
    Source: Cauchy (1847), Méthode générale pour la résolution des systèmes d'équations simultanées.

    On w², whose slope is 2w, each step at rate 0.25 halves w:

    >>> gradient_descent(lambda w: 2 * w, start=8, rate=0.25, steps=3)
    array([8., 4., 2., 1.])
    """
    require(rate > 0, f"rate is {rate}; allowed are numbers above 0: at 0 nothing moves, below it climbs")
    require(steps >= 0 and steps == int(steps), f"steps is {steps}; allowed are whole numbers from 0")
    path = [np.array(start, dtype=float)]
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(int(steps)):
            slope = _at(grad, path[-1])
            require(
                slope.shape == path[0].shape,
                f"grad gives shape {slope.shape}, start {path[0].shape}; allowed is one slope a number",
            )
            path.append(path[-1] - rate * slope)
    return np.stack(path)


def _at(f: Function, x: ArrayLike) -> Array:
    """f(x) in float64, of a copy of x that f may change, copied from whatever f may change later."""
    return np.array(f(np.array(x, dtype=float)), dtype=float)


def _step(h: ArrayLike) -> Array:
    h = np.asarray(h, dtype=float)
    require(
        not (h == 0).any(),
        "h is 0; allowed is any other number, as at h = 0 the quotient is 0/0, which is no number. "
        "Take a small one: 1e-8 for a forward difference, 1e-5 for a central one",
    )
    return h
