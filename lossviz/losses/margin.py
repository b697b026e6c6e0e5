"""Two classes, labels −1 and +1: what counts is the margin m = y·s."""

import math
from typing import Annotated

import numpy as np
from numpy.typing import ArrayLike

from .._checks import Array, Base, Either, elementwise
from .binary import sigmoid, softplus

Sign = Annotated[ArrayLike, Either(-1, 1, "for labels 0 and 1 pass 2 * label - 1")]


@elementwise
def zero_one_loss(*, score: ArrayLike, label: Sign) -> Array:
    """1 on the wrong side and 0 on the right one, so that the mean is the error rate; a score of 0 is wrong.

    ℓ(s, y) = 1 where ys ≤ 0, else 0

    Shapes: equal, or one a number.   Domain: real scores, labels −1 and +1.   Unit: mistakes.
    Range: 0 or 1.   Errors: ValueError for shapes that do not match and for other labels, 0 and 1 among them.
    Source: Bartlett, Jordan and McAuliffe (2006), Convexity, classification, and risk bounds.

    Nearly right and badly wrong cost the same:

    >>> zero_one_loss(score=[0.1, -0.1, -9.0], label=1)
    array([0., 1., 1.])
    """
    return 1 - _step(label * score)


@elementwise
def zero_one_loss_grad(*, score: ArrayLike, label: Sign) -> Array:
    """The slope of `zero_one_loss` in s: 0 wherever there is one, which is why nothing can be trained on it.

    >>> zero_one_loss_grad(score=[0.1, -0.1, -9.0], label=1)
    array([0., 0., 0.])
    """
    return 0 * _step(label * score)  # not np.zeros: NaN is passed on


@elementwise
def hinge_loss(*, score: ArrayLike, label: Sign) -> Array:
    """What a score lacks to being right by a margin of 1, and nothing from there on.

    ℓ(s, y) = max(0, 1 − ys)

    Shapes: equal, or one a number.   Domain: real scores, labels −1 and +1.   Unit: that of s.
    Range: [0, ∞).   Errors: ValueError for shapes that do not match and for other labels, 0 and 1 among them.
    Source: Cortes and Vapnik (1995), Support-vector networks.

    Right by 2 is free; right by 0.5 is right and not free; wrong by 1 costs 2:

    >>> hinge_loss(score=[2.0, 0.5, -1.0], label=1)
    array([0. , 0.5, 2. ])
    """
    return np.maximum(1 - label * score, 0)


@elementwise
def hinge_loss_grad(*, score: ArrayLike, label: Sign) -> Array:
    """The slope of `hinge_loss` in s: −y inside the margin, 0 from the margin on.

    >>> hinge_loss_grad(score=[2.0, 0.5, -1.0, 1.0], label=1)
    array([ 0., -1., -1.,  0.])
    """
    return 0 - label * _step(1 - label * score)


@elementwise
def squared_hinge_loss(*, score: ArrayLike, label: Sign) -> Array:
    """The square of the hinge loss: no kink at the margin, and a far miss costs much more.

    ℓ(s, y) = max(0, 1 − ys)²

    Shapes: equal, or one a number.   Domain: real scores, labels −1 and +1.   Unit: that of s, squared.
    Range: [0, ∞).   Errors: ValueError for shapes that do not match and for other labels, 0 and 1 among them.
    Source: Chang, Hsieh and Lin (2008), Coordinate descent method for large-scale L2-loss linear SVM.

    >>> squared_hinge_loss(score=[2.0, 0.5, -1.0], label=1)
    array([0.  , 0.25, 4.  ])

    Without the max it is `squared_error`, as (1 − ys)² = (s − y)², and being too right costs something too:

    >>> from lossviz.losses import squared_error
    >>> squared_error([2.0, 0.5, -1.0], 1)
    array([1.  , 0.25, 4.  ])
    """
    return np.maximum(1 - label * score, 0) ** 2


@elementwise
def squared_hinge_loss_grad(*, score: ArrayLike, label: Sign) -> Array:
    """The slope of `squared_hinge_loss` in s: −2y max(0, 1 − ys).

    >>> squared_hinge_loss_grad(score=[2.0, 0.5, -1.0], label=1)
    array([ 0., -1., -4.])
    """
    return 0 - 2 * label * np.maximum(1 - label * score, 0)


@elementwise
def logistic_loss(*, score: ArrayLike, label: Sign, base: Base = math.e) -> Array:
    """Binary cross-entropy for labels −1 and +1; in base 2 never below the zero-one loss, in base e at times.

    ℓ(s, y) = log(1 + e^(−ys))

    Shapes: equal, or one a number.   Domain: real scores, labels −1 and +1.
    Unit: nats (base e), bits (base 2).   Range: [0, ∞).
    Errors: ValueError for shapes that do not match, for other labels, for a base not above 1.
    Source: Friedman, Hastie and Tibshirani (2000), Additive logistic regression.

    On the fence it costs one bit, which is 0.693 nats and so less than one mistake:

    >>> logistic_loss(score=[0.0, 1e4, -1e4], label=1, base=2).round(1)
    array([1.0000e+00, 0.0000e+00, 1.4427e+04])
    """
    return softplus(-label * score) / math.log(base)


@elementwise
def logistic_loss_grad(*, score: ArrayLike, label: Sign, base: Base = math.e) -> Array:
    """The slope of `logistic_loss` in s: −y σ(−ys) / ln base.

    >>> logistic_loss_grad(score=[0.0, -1e4], label=1)
    array([-0.5, -1. ])
    """
    return 0 - label * sigmoid(-label * score) / math.log(base)


def _step(x: Array) -> Array:
    """1 above 0, else 0; NaN for NaN. Twice as fast as `np.heaviside`."""
    return np.sign(np.maximum(x, 0))
