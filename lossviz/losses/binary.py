"""Two classes, labels 0 and 1: the sigmoid and the losses of a probability or a logit."""

import math
from typing import Annotated

import numpy as np
from numpy.typing import ArrayLike

from .._checks import Array, Between0And1, Either, Option, elementwise, weigh

Probability = Annotated[ArrayLike, Between0And1("for logits use sigmoid_binary_cross_entropy")]
Label = Annotated[ArrayLike, Between0And1("for labels -1 and +1 pass (label + 1) / 2")]
YesOrNo = Annotated[ArrayLike, Either(0, 1, "for labels -1 and +1 pass (label + 1) / 2, and do not smooth them")]
Gamma = Annotated[float, Option(lambda gamma: 0 <= gamma < math.inf, "numbers from 0 up: pass 2, or 0 to fade none")]
Alpha = Annotated[
    float | None, Option(lambda alpha: alpha is None or 0 <= alpha <= 1, "0 to 1, or None for no weights")
]


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
    return 1 / (np.exp(-logit) + 1)  # e^(−z) = ∞ is no accident: σ is 0 there


@elementwise
def sigmoid_grad(logit: ArrayLike) -> Array:
    """The slope of `sigmoid`: σ(z)(1 − σ(z)), written σ(z)σ(−z) to stay exact where σ(z) rounds to 1.

    >>> sigmoid_grad([-1e4, 0.0, 1e4])
    array([0.  , 0.25, 0.  ])
    """
    return sigmoid(logit) * sigmoid(-logit)


@elementwise
def binary_cross_entropy(*, probability: Probability, label: Label) -> Array:
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
    log_yes, log_no = np.log(probability), np.log1p(-probability)  # log 0 is −∞, and that is the answer
    return 0 - weigh(label, log_yes) - weigh(1 - label, log_no)


@elementwise
def binary_cross_entropy_grad(*, probability: Probability, label: Label) -> Array:
    """The slope of `binary_cross_entropy` in ŷ: (1 − y)/(1 − ŷ) − y/ŷ, with 0/0 = 0.

    >>> binary_cross_entropy_grad(probability=[0.5, 1.0, 0.0], label=0)
    array([ 2., inf,  1.])
    """
    slope = (probability - label) / (probability * (1 - probability))  # one difference: exact near ŷ = y
    sure_and_right = (probability == label) & ((label == 0) | (label == 1))
    return np.where(sure_and_right, 1 - 2 * label, slope)[()]


@elementwise
def brier_score(*, probability: Probability, label: Label) -> Array:
    """The squared distance of a forecast ŷ from what happened: at most 1, where the log-loss has no bound.

    ℓ(ŷ, y) = (ŷ − y)²

    Shapes: equal, or one a number.   Domain: 0 ≤ ŷ ≤ 1; 0 ≤ y ≤ 1.   Unit: none.   Range: [0, 1].
    Errors: ValueError for shapes that do not match and for numbers outside [0, 1].
    Source: Brier (1950), Verification of forecasts expressed in terms of probability; his own is twice this, for he
    adds up both outcomes.

    Rain was given 0.7, 1 and 0, and it stayed dry:

    >>> brier_score(probability=[0.7, 1.0, 0.0], label=0).round(4)
    array([0.49, 1.  , 0.  ])
    """
    return (probability - label) ** 2


@elementwise
def brier_score_grad(*, probability: Probability, label: Label) -> Array:
    """The slope of `brier_score` in ŷ: 2(ŷ − y), at most 2 either way.

    >>> brier_score_grad(probability=[0.7, 0.0], label=0).round(4)
    array([1.4, 0. ])
    """
    return (probability - label) * 2


@elementwise
def sigmoid_binary_cross_entropy(*, logit: ArrayLike, label: Label) -> Array:
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
    wrong = weigh(label, np.maximum(-logit, 0)) + weigh(1 - label, np.maximum(logit, 0))
    return wrong + np.log1p(np.exp(-abs(logit)))


@elementwise
def sigmoid_binary_cross_entropy_grad(*, logit: ArrayLike, label: Label) -> Array:
    """The slope of `sigmoid_binary_cross_entropy` in z: σ(z) − y, the error in probability.

    >>> sigmoid_binary_cross_entropy_grad(logit=[1e4, 0.0], label=0)
    array([1. , 0.5])
    """
    return (1 - label) * sigmoid(logit) - label * sigmoid(-logit)  # σ(z) − y, exact where σ(z) rounds to 1


@elementwise
def focal_loss(*, logit: ArrayLike, label: YesOrNo, gamma: Gamma = 2.0, alpha: Alpha = None) -> Array:
    """Binary cross-entropy, faded out by (1 − p)^γ where the model already gives the truth a high p.

    ℓ(z, y) = −α(1 − p)^γ log p;  p = σ(z) for y = 1 and σ(−z) for y = 0.
    α is `alpha` for y = 1 and 1 − `alpha` for y = 0, or 1 for both if `alpha` is None

    Shapes: equal, or one a number.   Domain: real z, y 0 or 1, γ ≥ 0, 0 ≤ α ≤ 1.   Unit: nats.
    Range: [0, ∞).
    Errors: ValueError for shapes that do not match, for other labels, for γ < 0 and for α outside [0, 1].
    Source: Lin, Goyal, Girshick, He and Dollár (2017), Focal loss for dense object detection.

    At p = 0.9, γ = 2 leaves a hundredth of the loss; γ = 0 leaves all of it:

    >>> logit = math.log(9)
    >>> [focal_loss(logit=logit, label=1, gamma=g).round(6).item() for g in (0, 2)]
    [0.105361, 0.001054]
    """
    z = (2 * label - 1) * logit
    return _class_weight(label, alpha) * sigmoid(-z) ** gamma * softplus(-z)


@elementwise
def focal_loss_grad(*, logit: ArrayLike, label: YesOrNo, gamma: Gamma = 2.0, alpha: Alpha = None) -> Array:
    """The slope of `focal_loss` in z: ∓α(1 − p)^γ (1 − p − γ p log p), minus for y = 1 and plus for y = 0.

    >>> focal_loss_grad(logit=[0.0, 0.0], label=[0, 1], gamma=0)
    array([ 0.5, -0.5])
    """
    sign = 2 * label - 1
    p, rest = sigmoid(sign * logit), sigmoid(-sign * logit)
    slope = rest**gamma * (rest + gamma * weigh(p, softplus(-sign * logit)))
    return 0 - sign * _class_weight(label, alpha) * slope


def softplus(z: Array) -> Array:
    """log(1 + e^z), so that −log σ(z) is softplus(−z)."""
    return np.log1p(np.exp(-abs(z))) + np.maximum(z, 0)


def _class_weight(label: Array, alpha: float | None) -> Array | float:
    return 1.0 if alpha is None else label * alpha + (1 - label) * (1 - alpha)
