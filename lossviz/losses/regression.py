"""How far a prediction ŷ is from the target y."""

import math
from typing import Annotated

import numpy as np
from numpy.typing import ArrayLike

from .._checks import Above0, Array, Option, elementwise

Delta = Annotated[float, Option(lambda delta: delta > 0, "numbers above 0: pass 1, or where the line begins")]
Tau = Annotated[float, Option(lambda tau: 0 < tau < 1, "numbers between 0 and 1: pass 0.5 for the median")]

Variance = Annotated[ArrayLike, Above0("it is σ², the square of a spread; for log σ pass np.exp(2 * log_sigma)")]


@elementwise
def squared_error(y_pred: ArrayLike, y_true: ArrayLike) -> Array:
    """The square of the residual: one large miss outweighs many small ones, and the mean minimises the sum.

    ℓ(ŷ, y) = (ŷ − y)²

    Shapes: equal, or one a number.   Domain: real numbers.   Unit: that of y, squared.   Range: [0, ∞).
    Errors: ValueError for shapes that do not match.
    Source: Legendre (1805), Nouvelles méthodes pour la détermination des orbites des comètes.

    A miss of 3 costs nine times what a miss of 1 costs:

    >>> squared_error([1.0, 5.0], [2.0, 2.0])
    array([1., 9.])
    """
    return (y_pred - y_true) ** 2


@elementwise
def squared_error_grad(y_pred: ArrayLike, y_true: ArrayLike) -> Array:
    """The slope of `squared_error` in ŷ: 2(ŷ − y), the steeper the larger the miss.

    >>> squared_error_grad([1.0, 5.0], [2.0, 2.0])
    array([-2.,  6.])
    """
    return (y_pred - y_true) * 2


@elementwise
def absolute_error(y_pred: ArrayLike, y_true: ArrayLike) -> Array:
    """The size of the residual: a miss costs what it is, and a median minimises the sum.

    ℓ(ŷ, y) = |ŷ − y|

    Shapes: equal, or one a number.   Domain: real numbers.   Unit: that of y.   Range: [0, ∞).
    Errors: ValueError for shapes that do not match.
    Source: Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, section 10.6.

    A miss of 3 costs three times what a miss of 1 costs:

    >>> absolute_error([1.0, 5.0], [2.0, 2.0])
    array([1., 3.])
    """
    return abs(y_pred - y_true)


@elementwise
def absolute_error_grad(y_pred: ArrayLike, y_true: ArrayLike) -> Array:
    """The slope of `absolute_error` in ŷ: sign(ŷ − y), the same for a near miss and a far one.

    >>> absolute_error_grad([1.0, 5.0, 2.0], [2.0, 2.0, 2.0])
    array([-1.,  1.,  0.])
    """
    return np.sign(y_pred - y_true)


@elementwise
def huber_loss(y_pred: ArrayLike, y_true: ArrayLike, *, delta: Delta = 1.0) -> Array:
    """Half the squared error up to a residual of δ, and from there on a straight line of slope δ.

    ℓ(ŷ, y) = ½r² where |r| ≤ δ, else δ(|r| − ½δ);  r = ŷ − y.   Without cases: c(r − ½c), c = r clipped to ±δ

    Shapes: equal, or one a number.   Domain: real numbers, δ > 0.   Unit: that of y, squared.
    Range: [0, ∞).   Errors: ValueError for shapes that do not match and for δ ≤ 0.
    Source: Huber (1964), Robust estimation of a location parameter.

    With δ = 1 a miss of 1 still costs ½·1², a miss of 3 only 1·(3 − ½):

    >>> huber_loss([1.0, 5.0], [2.0, 2.0], delta=1.0)
    array([0.5, 2.5])
    """
    residual = y_pred - y_true
    clipped = np.clip(residual, -delta, delta)
    return (residual - clipped / 2) * clipped


@elementwise
def huber_loss_grad(y_pred: ArrayLike, y_true: ArrayLike, *, delta: Delta = 1.0) -> Array:
    """The slope of `huber_loss` in ŷ: ŷ − y, clipped to ±δ.

    >>> huber_loss_grad([1.5, 5.0], [2.0, 2.0], delta=1.0)
    array([-0.5,  1. ])
    """
    return np.clip(y_pred - y_true, -delta, delta)


@elementwise
def log_cosh_error(y_pred: ArrayLike, y_true: ArrayLike) -> Array:
    """Nearly ½r² for a small residual and |r| − log 2 for a large one, without a switch between the two.

    ℓ(ŷ, y) = log cosh r = |r| + log ½(1 + e^(−2|r|));  r = ŷ − y.   Near 0 as log(1 + 2 sinh² ½r), to all digits

    Shapes: equal, or one a number.   Domain: real numbers.   Unit: none, y is a pure number.   Range: [0, ∞).
    Errors: ValueError for shapes that do not match.
    Source: Green (1990), Bayesian reconstructions from emission tomography data.

    A miss of 0.1 costs half its square, a miss of 1000 its size less log 2:

    >>> log_cosh_error([0.1, 1000.0], 0.0).round(3)
    array([5.00000e-03, 9.99307e+02])
    """
    size = abs(y_pred - y_true)
    near = np.minimum(size, 20)  # from there on the slope is 1 to all digits, and sinh² is still far from too large
    return np.log1p(2 * np.sinh(near / 2) ** 2) + (size - near)


@elementwise
def log_cosh_error_grad(y_pred: ArrayLike, y_true: ArrayLike) -> Array:
    """The slope of `log_cosh_error` in ŷ: tanh(ŷ − y).

    >>> log_cosh_error_grad([0.1, 1000.0], 0.0).round(3)
    array([0.1, 1. ])
    """
    return np.tanh(y_pred - y_true)


@elementwise
def quantile_error(y_pred: ArrayLike, y_true: ArrayLike, *, tau: Tau = 0.5) -> Array:
    """Pinball loss: a unit too low costs τ and a unit too high 1 − τ, so that a τ-quantile minimises the sum.

    ℓ(ŷ, y) = max(τ(y − ŷ), (1 − τ)(ŷ − y))

    Shapes: equal, or one a number; their order matters here.   Domain: real numbers, 0 < τ < 1.
    Unit: that of y.   Range: [0, ∞).
    Errors: ValueError for shapes that do not match and for τ outside (0, 1).
    Source: Koenker and Bassett (1978), Regression quantiles.

    With τ = 0.9 it costs nine times as much to predict 10 too little as 10 too much:

    >>> quantile_error([0.0, 20.0], 10.0, tau=0.9).round(3)
    array([9., 1.])
    """
    residual = y_pred - y_true
    return np.maximum(residual * -tau, residual * (1 - tau))


@elementwise
def quantile_error_grad(y_pred: ArrayLike, y_true: ArrayLike, *, tau: Tau = 0.5) -> Array:
    """The slope of `quantile_error` in ŷ: −τ below y and 1 − τ above it.

    >>> quantile_error_grad([0.0, 20.0, 10.0], 10.0, tau=0.9).round(3)
    array([-0.9,  0.1,  0. ])
    """
    return np.clip(np.sign(y_pred - y_true), -tau, 1 - tau)


@elementwise
def gaussian_nll(y_pred: ArrayLike, y_true: ArrayLike, *, variance: Variance = 1.0) -> Array:
    """The surprise at y under a bell curve about ŷ with a spread of the model's own: how wrong, in units of its doubt.

    ℓ(ŷ, y) = ½ log 2πσ² + (ŷ − y)²/2σ²

    Shapes: equal, or one a number; `variance` is σ², one for all or one for each.   Domain: real numbers, σ² > 0.
    Unit: nats; another unit of y adds the same number to each.   Range: ½ log 2πσ² and up, so below 0 for a small σ.
    Errors: ValueError for shapes that do not match and for σ² ≤ 0 (PyTorch puts 1e-6 there).
    Source: Nix and Weigend (1994), Estimating the mean and variance of the target probability distribution.

    A miss of 3 costs much for a spread of 1, less for 5, and least for 3:

    >>> gaussian_nll(20.0, [23.0, 23.0, 23.0], variance=[1.0, 25.0, 9.0]).round(3)
    array([5.419, 2.708, 2.518])
    """
    return np.log(variance * math.tau) / 2 + (y_pred - y_true) ** 2 / (2 * variance)


@elementwise
def gaussian_nll_grad(y_pred: ArrayLike, y_true: ArrayLike, *, variance: Variance = 1.0) -> Array:
    """The slope of `gaussian_nll` in ŷ: (ŷ − y)/σ², the weaker the larger the spread.

    >>> gaussian_nll_grad(20.0, [23.0, 23.0], variance=[1.0, 25.0])
    array([-3.  , -0.12])
    """
    return (y_pred - y_true) / variance
