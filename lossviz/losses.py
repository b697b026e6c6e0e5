"""Loss functions, one formula each, and beside each its gradient.

A loss comes element by element (or row by row, where a row holds the scores of all classes); take the mean at
the call: `squared_error(y_pred, y_true).mean()`. Its `_grad`, called the same way, gives the slope in the
prediction, one for each number predicted; at a kink it is 0, which lies between the left and the right slope.

Logarithms are natural (nats) unless said otherwise. float32 stays float32, integers become float64, NaN is
passed on, and where the true loss is ∞ it is `inf`. Arrays must have one shape; a number goes with any array.
"""

import inspect
import math
import re
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._checks import (
    Array,
    check_base,
    check_label,
    check_probability,
    check_sign,
    check_yes_or_no,
    class_index,
    class_or_distribution,
    elementwise,
    one_hot,
    require,
    rows,
    share,
    weigh,
)

# 0 − x stands where −x would do: it never gives −0.0, which a readout would show as −0.000.


# ── Regression: how far a prediction ŷ is from the target y ─────────────────────────────────────────────────


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
def huber_loss(y_pred: ArrayLike, y_true: ArrayLike, *, delta: float = 1.0) -> Array:
    """Half the squared error up to a residual of δ, and from there on a straight line of slope δ.

    ℓ(ŷ, y) = ½r² where |r| ≤ δ, else δ(|r| − ½δ);  r = ŷ − y.   Without cases: c(r − ½c), c = r clipped to ±δ

    Shapes: equal, or one a number.   Domain: real numbers, δ > 0.   Unit: that of y, squared.
    Range: [0, ∞).   Errors: ValueError for shapes that do not match and for δ ≤ 0.
    Source: Huber (1964), Robust estimation of a location parameter.

    With δ = 1 a miss of 1 still costs ½·1², a miss of 3 only 1·(3 − ½):

    >>> huber_loss([1.0, 5.0], [2.0, 2.0], delta=1.0)
    array([0.5, 2.5])
    """
    _check_delta(delta)
    residual = y_pred - y_true
    clipped = np.clip(residual, -delta, delta)
    return (residual - clipped / 2) * clipped


@elementwise
def huber_loss_grad(y_pred: ArrayLike, y_true: ArrayLike, *, delta: float = 1.0) -> Array:
    """The slope of `huber_loss` in ŷ: ŷ − y, clipped to ±δ.

    >>> huber_loss_grad([1.5, 5.0], [2.0, 2.0], delta=1.0)
    array([-0.5,  1. ])
    """
    _check_delta(delta)
    return np.clip(y_pred - y_true, -delta, delta)


def _check_delta(delta: float) -> None:
    require(delta > 0, f"delta is {delta}; allowed are numbers above 0: pass 1, or where the line begins")


@elementwise
def log_cosh_error(y_pred: ArrayLike, y_true: ArrayLike) -> Array:
    """Nearly ½r² for a small residual and |r| − log 2 for a large one, without a switch between the two.

    ℓ(ŷ, y) = log cosh r = |r| + log ½(1 + e^(−2|r|));  r = ŷ − y.   The second form cannot overflow

    Shapes: equal, or one a number.   Domain: real numbers.   Unit: none, y is a pure number.   Range: [0, ∞).
    Errors: ValueError for shapes that do not match.
    Source: Green (1990), Bayesian reconstructions from emission tomography data.

    A miss of 0.1 costs half its square, a miss of 1000 its size less log 2:

    >>> log_cosh_error([0.1, 1000.0], 0.0).round(3)
    array([5.00000e-03, 9.99307e+02])
    """
    size = abs(y_pred - y_true)
    return np.log1p(np.expm1(-2 * size) / 2) + size


@elementwise
def log_cosh_error_grad(y_pred: ArrayLike, y_true: ArrayLike) -> Array:
    """The slope of `log_cosh_error` in ŷ: tanh(ŷ − y).

    >>> log_cosh_error_grad([0.1, 1000.0], 0.0).round(3)
    array([0.1, 1. ])
    """
    return np.tanh(y_pred - y_true)


@elementwise
def quantile_error(y_pred: ArrayLike, y_true: ArrayLike, *, tau: float = 0.5) -> Array:
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
    _check_tau(tau)
    residual = y_pred - y_true
    return np.maximum(residual * -tau, residual * (1 - tau))


@elementwise
def quantile_error_grad(y_pred: ArrayLike, y_true: ArrayLike, *, tau: float = 0.5) -> Array:
    """The slope of `quantile_error` in ŷ: −τ below y and 1 − τ above it.

    >>> quantile_error_grad([0.0, 20.0, 10.0], 10.0, tau=0.9).round(3)
    array([-0.9,  0.1,  0. ])
    """
    _check_tau(tau)
    return np.heaviside(y_pred - y_true, tau) - tau


def _check_tau(tau: float) -> None:
    require(0 < tau < 1, f"tau is {tau}; allowed are numbers between 0 and 1: pass 0.5 for the median")


# ── From scores to probabilities ────────────────────────────────────────────────────────────────────────────


@elementwise
def sigmoid(logit: ArrayLike) -> Array:
    """The probability of yes that a logit stands for.

    σ(z) = 1 / (1 + e^(−z))

    Shapes: any, element by element.   Domain: real numbers.   Range: [0, 1].
    Errors: ValueError for what is not a real number.
    Source: Cox (1958), The regression analysis of binary sequences.

    >>> sigmoid([-1e4, 0.0, math.log(3), 1e4])
    array([0.  , 0.5 , 0.75, 1.  ])
    """
    with np.errstate(over="ignore"):  # e^(−z) = ∞ is no accident: σ is 0 there
        return 1 / (np.exp(-logit) + 1)


@elementwise
def sigmoid_grad(logit: ArrayLike) -> Array:
    """The slope of `sigmoid`: σ(z)(1 − σ(z)), written σ(z)σ(−z) to stay exact where σ(z) rounds to 1.

    >>> sigmoid_grad([-1e4, 0.0, 1e4])
    array([0.  , 0.25, 0.  ])
    """
    return sigmoid(logit) * sigmoid(-logit)


def softmax(logits: ArrayLike) -> Array:
    """The probabilities of K classes that K logits stand for; a number added to all logits changes nothing.

    qₖ = e^(zₖ) / Σⱼ e^(zⱼ), computed after taking max z from all logits: then no power overflows

    Shapes: (…, K) → (…, K), classes on the last axis.   Domain: real numbers; −∞ excludes a class.
    Range: [0, 1], sum 1.   Errors: ValueError for a single number.
    Source: Bridle (1990), Probabilistic interpretation of feedforward classification network outputs.

    >>> softmax([[0.0, math.log(3)], [1000.0, 1000.0]])
    array([[0.25, 0.75],
           [0.5 , 0.5 ]])
    """
    powers = np.exp(_from_largest(rows(logits=logits)))
    powers /= powers.sum(axis=-1, keepdims=True)
    return powers


def softmax_grad(logits: ArrayLike) -> Array:
    """The slopes of `softmax`, a K × K matrix for each row: ∂qᵢ/∂zⱼ = qᵢ(δᵢⱼ − qⱼ).

    >>> softmax_grad([0.0, 0.0])
    array([[ 0.25, -0.25],
           [-0.25,  0.25]])
    """
    q = softmax(logits)
    return q[..., :, None] * (np.eye(q.shape[-1], dtype=q.dtype) - q[..., None, :])


def log_softmax(logits: ArrayLike) -> Array:
    """The logarithms of `softmax`, finite where the probability itself rounds to 0.

    log qₖ = zₖ − log Σⱼ e^(zⱼ)

    Shapes, domain, errors: as `softmax`.   Unit: nats.   Range: [−∞, 0].
    Source: Blanchard, Higham and Higham (2021), Accurately computing the log-sum-exp and softmax functions.

    >>> log_softmax([0.0, 1000.0])
    array([-1000.,     0.])
    """
    z = _from_largest(rows(logits=logits))
    z -= np.log(np.exp(z).sum(axis=-1, keepdims=True))
    return z


def log_softmax_grad(logits: ArrayLike) -> Array:
    """The slopes of `log_softmax`, a K × K matrix for each row: ∂log qᵢ/∂zⱼ = δᵢⱼ − qⱼ.

    >>> log_softmax_grad([0.0, 0.0])
    array([[ 0.5, -0.5],
           [-0.5,  0.5]])
    """
    q = softmax(logits)
    return np.eye(q.shape[-1], dtype=q.dtype) - q[..., None, :]


def _from_largest(z: Array) -> Array:
    return z - z.max(axis=-1, keepdims=True, initial=-np.inf)  # the initial value lets an empty row through


# ── Two classes, labels 0 and 1 ─────────────────────────────────────────────────────────────────────────────


@elementwise
def binary_cross_entropy(*, probability: ArrayLike, label: ArrayLike) -> Array:
    """The surprise at a yes-or-no answer that was given the probability ŷ of being yes.

    ℓ(ŷ, y) = −y log ŷ − (1 − y) log(1 − ŷ)

    Shapes: equal, or one a number.
    Domain: 0 ≤ ŷ ≤ 1; 0 ≤ y ≤ 1, where y between 0 and 1 is a smoothed label.   Unit: nats.
    Range: [0, ∞], and ∞ for a sure and wrong prediction (PyTorch stops at 100).
    Errors: ValueError for shapes that do not match and for numbers outside [0, 1].
    Source: Bishop (2006), Pattern Recognition and Machine Learning, equation 4.90.

    It was no, and the model had said 0.3, 1 and 0:

    >>> binary_cross_entropy(probability=[0.3, 1.0, 0.0], label=0).round(4)
    array([0.3567,    inf, 0.    ])
    """
    check_probability(probability)
    check_label(label)
    with np.errstate(divide="ignore"):  # log 0 is −∞, and that is the answer
        log_yes, log_no = np.log(probability), np.log1p(-probability)
    return 0 - weigh(label, log_yes) - weigh(1 - label, log_no)


@elementwise
def binary_cross_entropy_grad(*, probability: ArrayLike, label: ArrayLike) -> Array:
    """The slope of `binary_cross_entropy` in ŷ: (1 − y)/(1 − ŷ) − y/ŷ, with 0/0 = 0.

    >>> binary_cross_entropy_grad(probability=[0.5, 1.0, 0.0], label=0)
    array([ 2., inf,  1.])
    """
    check_probability(probability)
    check_label(label)
    return share(1 - label, 1 - probability) - share(label, probability)


@elementwise
def sigmoid_binary_cross_entropy(*, logit: ArrayLike, label: ArrayLike) -> Array:
    """The surprise at a yes-or-no answer under the probability σ(z), computed from the logit: never log 0.

    ℓ(z, y) = −y log σ(z) − (1 − y) log σ(−z) = y max(−z, 0) + (1 − y) max(z, 0) + log(1 + e^(−|z|))

    Shapes: equal, or one a number.
    Domain: real z; 0 ≤ y ≤ 1, where y between 0 and 1 is a smoothed label.   Unit: nats.   Range: [0, ∞).
    Errors: ValueError for shapes that do not match and for labels outside [0, 1].
    Source: Bishop (2006), section 4.3.2.

    A sure and wrong logit costs its size, a sure and right one nothing:

    >>> sigmoid_binary_cross_entropy(logit=[1000.0, -1000.0], label=0)
    array([1000.,    0.])

    Class weights are written at the call; here yes counts five times (PyTorch's `pos_weight=5`):

    >>> label = np.array([0, 1])
    >>> np.where(label == 1, 5, 1) * sigmoid_binary_cross_entropy(logit=[1.0, 1.0], label=label).round(4)
    array([1.3133, 1.5665])
    """
    check_label(label)
    wrong = weigh(label, np.maximum(-logit, 0)) + weigh(1 - label, np.maximum(logit, 0))
    return wrong + np.log1p(np.exp(-abs(logit)))


@elementwise
def sigmoid_binary_cross_entropy_grad(*, logit: ArrayLike, label: ArrayLike) -> Array:
    """The slope of `sigmoid_binary_cross_entropy` in z: σ(z) − y, the error in probability.

    >>> sigmoid_binary_cross_entropy_grad(logit=[1e4, 0.0], label=0)
    array([1. , 0.5])
    """
    check_label(label)
    return sigmoid(logit) - label


@elementwise
def focal_loss(*, logit: ArrayLike, label: ArrayLike, gamma: float = 2.0, alpha: float | None = None) -> Array:
    """Binary cross-entropy, faded out by (1 − p)^γ where the model already gives the truth a high p.

    ℓ(z, y) = −α(1 − p)^γ log p;  p = σ(z) for y = 1 and σ(−z) for y = 0.
    α is `alpha` for y = 1 and 1 − `alpha` for y = 0, or 1 for both if `alpha` is None

    Shapes: equal, or one a number.   Domain: finite z, y 0 or 1, γ ≥ 0, 0 ≤ α ≤ 1.   Unit: nats.
    Range: [0, ∞).
    Errors: ValueError for shapes that do not match, for other labels, for γ < 0 and for α outside [0, 1].
    Source: Lin, Goyal, Girshick, He and Dollár (2017), Focal loss for dense object detection.

    At p = 0.9, γ = 2 leaves a hundredth of the loss; γ = 0 leaves all of it:

    >>> logit = math.log(9)
    >>> [focal_loss(logit=logit, label=1, gamma=g).round(6).item() for g in (0, 2)]
    [0.105361, 0.001054]
    """
    _check_focal(label, gamma, alpha)
    z = (2 * label - 1) * logit
    return _class_weight(label, alpha) * sigmoid(-z) ** gamma * _softplus(-z)


@elementwise
def focal_loss_grad(*, logit: ArrayLike, label: ArrayLike, gamma: float = 2.0, alpha: float | None = None) -> Array:
    """The slope of `focal_loss` in z: ∓α(1 − p)^γ (1 − p − γ p log p), minus for y = 1 and plus for y = 0.

    >>> focal_loss_grad(logit=[0.0, 0.0], label=[0, 1], gamma=0)
    array([ 0.5, -0.5])
    """
    _check_focal(label, gamma, alpha)
    sign = 2 * label - 1
    p, rest = sigmoid(sign * logit), sigmoid(-sign * logit)
    slope = rest**gamma * (rest + gamma * p * _softplus(-sign * logit))
    return -sign * _class_weight(label, alpha) * slope


def _softplus(z: Array) -> Array:
    """log(1 + e^z), so that −log σ(z) is softplus(−z)."""
    return np.log1p(np.exp(-abs(z))) + np.maximum(z, 0)


def _class_weight(label: Array, alpha: float | None) -> Array | float:
    return 1.0 if alpha is None else label * alpha + (1 - label) * (1 - alpha)


def _check_focal(label: Array, gamma: float, alpha: float | None) -> None:
    check_yes_or_no(label)
    require(0 <= gamma < math.inf, f"gamma is {gamma}; allowed are numbers from 0 up: pass 2, or 0 to fade none")
    require(alpha is None or 0 <= alpha <= 1, f"alpha is {alpha}; allowed are 0 to 1, or None for no weights")


# ── Two classes, labels −1 and +1: what counts is the margin m = y·s ────────────────────────────────────────


@elementwise
def zero_one_loss(*, score: ArrayLike, label: ArrayLike) -> Array:
    """1 on the wrong side and 0 on the right one, so that the mean is the error rate; a score of 0 is wrong.

    ℓ(s, y) = 1 where ys ≤ 0, else 0

    Shapes: equal, or one a number.   Domain: real scores, labels −1 and +1.   Unit: mistakes.
    Range: 0 or 1.   Errors: ValueError for shapes that do not match and for other labels, 0 and 1 among them.
    Source: Bartlett, Jordan and McAuliffe (2006), Convexity, classification, and risk bounds.

    Nearly right and badly wrong cost the same:

    >>> zero_one_loss(score=[0.1, -0.1, -9.0], label=1)
    array([0., 1., 1.])
    """
    check_sign(label)
    return 1 - _step(label * score)


@elementwise
def zero_one_loss_grad(*, score: ArrayLike, label: ArrayLike) -> Array:
    """The slope of `zero_one_loss` in s: 0 wherever there is one, which is why nothing can be trained on it.

    >>> zero_one_loss_grad(score=[0.1, -0.1, -9.0], label=1)
    array([0., 0., 0.])
    """
    check_sign(label)
    return 0 * _step(label * score)  # not np.zeros: NaN is passed on


@elementwise
def hinge_loss(*, score: ArrayLike, label: ArrayLike) -> Array:
    """What a score lacks to being right by a margin of 1, and nothing from there on.

    ℓ(s, y) = max(0, 1 − ys)

    Shapes: equal, or one a number.   Domain: real scores, labels −1 and +1.   Unit: that of s.
    Range: [0, ∞).   Errors: ValueError for shapes that do not match and for other labels, 0 and 1 among them.
    Source: Cortes and Vapnik (1995), Support-vector networks.

    Right by 2 is free; right by 0.5 is right and not free; wrong by 1 costs 2:

    >>> hinge_loss(score=[2.0, 0.5, -1.0], label=1)
    array([0. , 0.5, 2. ])
    """
    check_sign(label)
    return np.maximum(1 - label * score, 0)


@elementwise
def hinge_loss_grad(*, score: ArrayLike, label: ArrayLike) -> Array:
    """The slope of `hinge_loss` in s: −y inside the margin, 0 from the margin on.

    >>> hinge_loss_grad(score=[2.0, 0.5, -1.0, 1.0], label=1)
    array([ 0., -1., -1.,  0.])
    """
    check_sign(label)
    return 0 - label * _step(1 - label * score)


@elementwise
def squared_hinge_loss(*, score: ArrayLike, label: ArrayLike) -> Array:
    """The square of the hinge loss: no kink at the margin, and a far miss costs much more.

    ℓ(s, y) = max(0, 1 − ys)²

    Shapes: equal, or one a number.   Domain: real scores, labels −1 and +1.   Unit: that of s, squared.
    Range: [0, ∞).   Errors: ValueError for shapes that do not match and for other labels, 0 and 1 among them.
    Source: Chang, Hsieh and Lin (2008), Coordinate descent method for large-scale L2-loss linear SVM.

    >>> squared_hinge_loss(score=[2.0, 0.5, -1.0], label=1)
    array([0.  , 0.25, 4.  ])

    Without the max it is `squared_error`, as (1 − ys)² = (s − y)², and being too right costs something too:

    >>> squared_error([2.0, 0.5, -1.0], 1)
    array([1.  , 0.25, 4.  ])
    """
    check_sign(label)
    return np.maximum(1 - label * score, 0) ** 2


@elementwise
def squared_hinge_loss_grad(*, score: ArrayLike, label: ArrayLike) -> Array:
    """The slope of `squared_hinge_loss` in s: −2y max(0, 1 − ys).

    >>> squared_hinge_loss_grad(score=[2.0, 0.5, -1.0], label=1)
    array([ 0., -1., -4.])
    """
    check_sign(label)
    return 0 - 2 * label * np.maximum(1 - label * score, 0)


@elementwise
def logistic_loss(*, score: ArrayLike, label: ArrayLike, base: float = math.e) -> Array:
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
    check_sign(label)
    check_base(base)
    return _softplus(-label * score) / math.log(base)


@elementwise
def logistic_loss_grad(*, score: ArrayLike, label: ArrayLike, base: float = math.e) -> Array:
    """The slope of `logistic_loss` in s: −y σ(−ys) / ln base.

    >>> logistic_loss_grad(score=[0.0, -1e4], label=1)
    array([-0.5, -1. ])
    """
    check_sign(label)
    check_base(base)
    return 0 - label * sigmoid(-label * score) / math.log(base)


def _step(x: Array) -> Array:
    """1 above 0, else 0; NaN for NaN. Twice as fast as `np.heaviside`."""
    return np.sign(np.maximum(x, 0))


# ── K classes: a row of logits or scores, and the index of the true one ─────────────────────────────────────


def softmax_cross_entropy(*, logits: ArrayLike, label: ArrayLike, label_smoothing: float = 0.0) -> Array:
    """The surprise at the true class under softmax(z): of all log-probabilities only that one is taken.

    ℓ(z, y) = −Σₖ yₖ log qₖ;  q = softmax(z), y is 1 at the true class and 0 elsewhere, or any distribution.
    Smoothed by ε, y becomes (1 − ε)y + ε/K

    Shapes: logits (…, K); label (…) or one number for class indices, (…, K) for distributions; loss (…).
    Domain: real logits, −∞ excludes a class; indices 0 … K − 1; 0 ≤ ε ≤ 1.   Unit: nats.   Range: [0, ∞].
    Errors: ValueError for other shapes and indices, for a distribution that does not sum to 1, for other ε.
    Source: Bishop (2006), equation 4.108; for ε Szegedy et al. (2016), Rethinking the Inception architecture.

    The odds are 1 : 8 : 1. First the true class was an unlikely one, then the likely one:

    >>> logits = np.log([[1, 8, 1], [1, 8, 1]])
    >>> softmax_cross_entropy(logits=logits, label=[0, 1]).round(4)
    array([2.3026, 0.2231])

    Class weights are written at the call; PyTorch's weighted mean divides by the weights that took part:

    >>> label, weight = np.array([0, 1]), np.array([5, 1, 1])
    >>> loss = softmax_cross_entropy(logits=logits, label=label)
    >>> np.average(loss, weights=weight[label]).round(4).item()
    1.956
    """
    _check_smoothing(label_smoothing)
    logits, y = class_or_distribution(label, rows(logits=logits))
    log_q = log_softmax(logits)
    if y.dtype.kind == "i":
        loss = 0 - np.take_along_axis(log_q, y, axis=-1)[..., 0]
    else:
        loss = 0 - weigh(y, log_q).sum(axis=-1)
    if label_smoothing == 0:
        return loss
    return (1 - label_smoothing) * loss - label_smoothing * log_q.mean(axis=-1)


def softmax_cross_entropy_grad(*, logits: ArrayLike, label: ArrayLike, label_smoothing: float = 0.0) -> Array:
    """The slopes of `softmax_cross_entropy`, one for each logit: q − y, which sum to 0 in every row.

    >>> softmax_cross_entropy_grad(logits=np.log([[1, 2, 1]]), label=[0])
    array([[-0.75,  0.5 ,  0.25]])
    """
    _check_smoothing(label_smoothing)
    logits, y = class_or_distribution(label, rows(logits=logits))
    if y.dtype.kind == "i":
        y = one_hot(y, like=logits)
    return softmax(logits) - (1 - label_smoothing) * y - label_smoothing / logits.shape[-1]


def _check_smoothing(share: float) -> None:
    require(0 <= share <= 1, f"label_smoothing is {share}; allowed are 0 to 1: pass 0.1, or 0 for none")


def multiclass_hinge_loss(*, scores: ArrayLike, label: ArrayLike, margin: float = 1.0) -> Array:
    """What every other class lacks to staying a margin below the true one, summed over the classes.

    ℓ(s, y) = Σⱼ max(0, sⱼ − s_y + Δ) over all j ≠ y

    Shapes: scores (…, K); label (…) of class indices, or one index for all rows; loss (…).
    Domain: real scores, indices 0 … K − 1, Δ ≥ 0.   Unit: that of s.   Range: [0, ∞).
    Errors: ValueError for other shapes and indices and for Δ < 0.
    Source: Weston and Watkins (1999), Support vector machines for multi-class pattern recognition.
    PyTorch's `multi_margin_loss` is this divided by K.

    A cat scored 3.2 as cat, 5.1 as car and −1.7 as frog: the car is 1.9 above where it should be 1 below:

    >>> multiclass_hinge_loss(scores=[3.2, 5.1, -1.7], label=0).round(4).item()
    2.9
    """
    shortfall, _ = _shortfall_and_target(scores, label, margin)
    return shortfall.sum(axis=-1)


def multiclass_hinge_loss_grad(*, scores: ArrayLike, label: ArrayLike, margin: float = 1.0) -> Array:
    """The slopes of `multiclass_hinge_loss`: 1 for each class in the margin, minus their count for the true.

    >>> multiclass_hinge_loss_grad(scores=[3.2, 5.1, -1.7], label=0)
    array([-1.,  1.,  0.])
    """
    shortfall, target = _shortfall_and_target(scores, label, margin)
    slopes = np.sign(shortfall)
    np.put_along_axis(slopes, target, 0 - slopes.sum(axis=-1, keepdims=True), axis=-1)
    return slopes


def _shortfall_and_target(scores: ArrayLike, label: ArrayLike, margin: float) -> tuple[Array, NDArray]:
    require(0 <= margin < math.inf, f"margin is {margin}; allowed are numbers from 0 up: pass 1")
    scores = rows(scores=scores)
    target = class_index(label, scores=scores, name="scores")
    shortfall = np.maximum(scores - np.take_along_axis(scores, target, axis=-1) + margin, 0)
    np.put_along_axis(shortfall, target, 0, axis=-1)
    return shortfall, target


# ── The registry: every loss of this module ─────────────────────────────────────────────────────────────────


class Loss(NamedTuple):
    """A loss with its gradient, and what their formulas do not show; the formulas are read from their docstrings."""

    value: Callable[..., Array]
    grad: Callable[..., Array]
    lowest: str  # its smallest value, and where
    torch: str = ""  # the class of torch.nn that computes it, if there is one

    @property
    def formula(self) -> str:
        """What stands behind ℓ(…) = in the docstring of the loss."""
        return _from_doc(self.value, r"^ℓ\(.+?\) = (.+?)\.?(?:   .*)?$")

    @property
    def slope(self) -> str:
        """What stands behind the colon in the first line of the docstring of the gradient."""
        return _from_doc(self.grad, r"\AThe slopes? of [^:\n]+: (.+?)\.?$")


def _from_doc(function: Callable, pattern: str) -> str:
    found = re.search(pattern, inspect.getdoc(function) or "", flags=re.MULTILINE)
    require(
        found is not None, f"the docstring of {function.__name__} has no line like {pattern}: write its formula there"
    )
    return " ".join(found[1].split())


_MORE = {  # name: lowest value and where, class of torch.nn
    "squared_error": ("0 at ŷ = y", "MSELoss"),
    "absolute_error": ("0 at ŷ = y", "L1Loss"),
    "huber_loss": ("0 at ŷ = y", "HuberLoss"),
    "log_cosh_error": ("0 at ŷ = y",),
    "quantile_error": ("0 at ŷ = y",),
    "binary_cross_entropy": ("0 at ŷ = y, for y 0 or 1", "BCELoss"),
    "sigmoid_binary_cross_entropy": ("0 only in the limit, z → ±∞", "BCEWithLogitsLoss"),
    "focal_loss": ("0 only in the limit, z → ±∞",),
    "zero_one_loss": ("0 for ys > 0",),
    "hinge_loss": ("0 for ys ≥ 1",),
    "squared_hinge_loss": ("0 for ys ≥ 1",),
    "logistic_loss": ("0 only in the limit, ys → ∞", "SoftMarginLoss"),
    "softmax_cross_entropy": ("0 only in the limit, z_y far above the rest", "CrossEntropyLoss"),
    "multiclass_hinge_loss": ("0 once s_y is Δ above the rest", "MultiMarginLoss"),
}

# What is named as a loss has a `_grad` and a line in `_MORE`, or this fails; so a loss added above is in the atlas.
_NAMED = {name: loss for name, loss in list(globals().items()) if name.endswith(("_error", "_loss", "_entropy"))}
for _name in _NAMED.keys() | _MORE.keys():
    require(_name in _NAMED, f"_MORE has a line for {_name}: losses are functions named …_error, …_loss or …_entropy")
    require(f"{_name}_grad" in globals(), f"{_name} has no gradient: write {_name}_grad beside it")
    require(_name in _MORE, f"{_name} has no line in _MORE: say there where it is lowest")
LOSSES = {name: Loss(loss, globals()[f"{name}_grad"], *_MORE[name]) for name, loss in _NAMED.items()}
