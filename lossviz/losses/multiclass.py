"""K classes: the softmax of a row of logits, and losses of a row and the index of its true class."""

import math
from typing import Annotated

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .._checks import Array, Option, class_index, class_or_distribution, row_sum, rows, rowwise, weigh

Smoothing = Annotated[float, Option(lambda share: 0 <= share <= 1, "0 to 1: pass 0.1, or 0 for none")]
Power = Annotated[float, Option(lambda power: 0 < power <= 1, "numbers above 0, up to 1: pass 0.7")]
Margin = Annotated[float, Option(lambda margin: 0 <= margin < math.inf, "numbers from 0 up: pass 1")]


@rowwise
def softmax(logits: ArrayLike) -> Array:
    """The probabilities of K classes that K logits stand for; a number added to all logits changes nothing.

    qₖ = e^(zₖ) / Σⱼ e^(zⱼ), computed after taking max z from all logits: then no power overflows

    Shapes: (…, K) → (…, K), classes on the last axis.   Domain: real numbers; −∞ excludes a class, a row of nothing
    else, or with +∞, gives NaN.   Range: [0, 1], sum 1.   Errors: ValueError for a single number and for no class.
    Source: Bridle (1990), Probabilistic interpretation of feedforward classification network outputs.

    >>> softmax([[0.0, math.log(3)], [1000.0, 1000.0]])
    array([[0.25, 0.75],
           [0.5 , 0.5 ]])
    """
    z = rows(logits=logits)
    powers = np.exp(z - z.max(axis=-1, keepdims=True))
    powers /= row_sum(powers)[..., None]
    return powers


@rowwise
def softmax_grad(logits: ArrayLike) -> Array:
    """The slopes of `softmax`, a K × K matrix for each row: ∂qᵢ/∂zⱼ = qᵢ(δᵢⱼ − qⱼ).

    >>> softmax_grad([0.0, 0.0])
    array([[ 0.25, -0.25],
           [-0.25,  0.25]])
    """
    q = softmax(rows(logits=logits))
    own, other = q * _others(q), 0 - q[..., :, None] * q[..., None, :]
    return np.where(np.eye(q.shape[-1], dtype=bool), own[..., None], other)


@rowwise
def log_softmax(logits: ArrayLike) -> Array:
    """The logarithms of `softmax`, finite where the probability itself rounds to 0.

    log qₖ = zₖ − log Σⱼ e^(zⱼ)

    Shapes, domain, errors: as `softmax`.   Unit: nats.   Range: [−∞, 0].
    Source: Blanchard, Higham and Higham (2021), Accurately computing the log-sum-exp and softmax functions.

    >>> log_softmax([0.0, 1000.0])
    array([-1000.,     0.])
    """
    z = rows(logits=logits)
    top = z.argmax(axis=-1, keepdims=True)
    z = z - np.take_along_axis(z, top, axis=-1)
    z -= np.log1p(_sum_but_for(top, np.exp(z)))
    return z


@rowwise
def log_softmax_grad(logits: ArrayLike) -> Array:
    """The slopes of `log_softmax`, a K × K matrix for each row: ∂log qᵢ/∂zⱼ = δᵢⱼ − qⱼ.

    >>> log_softmax_grad([0.0, 0.0])
    array([[ 0.5, -0.5],
           [-0.5,  0.5]])
    """
    q = softmax(rows(logits=logits))
    return np.where(np.eye(q.shape[-1], dtype=bool), _others(q)[..., None], 0 - q[..., None, :])


def _others(q: Array) -> Array:
    """1 − q, for the largest q of a row as the sum of the others: exact where that q rounds to 1."""
    top = q.argmax(axis=-1, keepdims=True)
    others = 1 - q
    np.put_along_axis(others, top, _sum_but_for(top, q.copy()), axis=-1)
    return others


def _sum_but_for(top: NDArray[np.intp], x: Array) -> Array:
    """The sum of each row but for its largest number, beside which the others would be lost: it is erased in x."""
    largest = np.take_along_axis(x, top, axis=-1)
    np.put_along_axis(x, top, largest - largest, axis=-1)  # 0, but NaN stays NaN
    return row_sum(x)[..., None]


@rowwise
def softmax_cross_entropy(*, logits: ArrayLike, label: ArrayLike, label_smoothing: Smoothing = 0.0) -> Array:
    """The surprise at the true class under softmax(z): of all log-probabilities only that one is taken.

    ℓ(z, y) = −Σₖ yₖ log qₖ;  q = softmax(z), y is 1 at the true class and 0 elsewhere, or any distribution.
    Smoothed by ε, y becomes (1 − ε)y + ε/K

    Shapes: logits (…, K); label (…) or one number for class indices, (…, K) for distributions; loss (…).
    Domain: real logits, −∞ excludes a class and costs ∞ where its y, smoothed or not, is above 0; indices 0 … K − 1;
    0 ≤ ε ≤ 1.   Unit: nats.   Range: [0, ∞].
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
    logits, y = class_or_distribution(label, rows(logits=logits))
    log_q = log_softmax(logits)
    log_p = np.take_along_axis(log_q, y, axis=-1)[..., 0] if y.dtype.kind == "i" else row_sum(weigh(y, log_q))
    if label_smoothing == 0:
        return 0 - log_p
    mean = row_sum(log_q) / logits.shape[-1]
    return 0 - weigh(1 - label_smoothing, log_p) - weigh(label_smoothing, mean)


@rowwise
def softmax_cross_entropy_grad(*, logits: ArrayLike, label: ArrayLike, label_smoothing: Smoothing = 0.0) -> Array:
    """The slopes of `softmax_cross_entropy`, one for each logit: q − y, which sum to 0 in every row.

    >>> softmax_cross_entropy_grad(logits=np.log([[1, 2, 1]]), label=[0])
    array([[-0.75,  0.5 ,  0.25]])
    """
    logits, y = class_or_distribution(label, rows(logits=logits))
    if y.dtype.kind == "i":
        y = (y == np.arange(logits.shape[-1])).astype(logits.dtype)
    q, y = softmax(logits), (1 - label_smoothing) * y + label_smoothing / logits.shape[-1]
    return (1 - y) * q - y * _others(q)  # q − y, exact where q rounds to 1


@rowwise
def generalized_cross_entropy(*, logits: ArrayLike, label: ArrayLike, power: Power = 0.7) -> Array:
    """Between cross-entropy (κ → 0) and the mean absolute error (κ = 1): bounded, so that wrong labels pull less.

    ℓ(z, y) = (1 − q_y^κ)/κ;  q = softmax(z)

    Shapes: logits (…, K); label (…) of class indices, or one index for all rows; loss (…).
    Domain: real logits, indices 0 … K − 1; 0 < κ ≤ 1 is `power`.   Unit: none (nats as κ → 0).   Range: [0, 1/κ].
    Errors: ValueError for other shapes and indices and for κ outside (0, 1].
    Source: Zhang and Sabuncu (2018), Generalized cross entropy loss for training deep networks with noisy labels.

    The odds are 1 : 8 : 1. A label that is thought improbable costs at most 1/κ:

    >>> logits = np.log([[1, 8, 1], [1, 8, 1]])
    >>> generalized_cross_entropy(logits=logits, label=[0, 1]).round(4)
    array([1.1435, 0.2066])
    """
    return -np.expm1(power * _log_true(logits, label)) / power + 0


@rowwise
def generalized_cross_entropy_grad(*, logits: ArrayLike, label: ArrayLike, power: Power = 0.7) -> Array:
    """The slopes of `generalized_cross_entropy`: q_y^κ (q − y), faded out where the label is thought improbable.

    >>> generalized_cross_entropy_grad(logits=np.log([[1, 2, 1]]), label=[0], power=1)
    array([[-0.1875,  0.125 ,  0.0625]])
    """
    own = np.exp(power * _log_true(logits, label))[..., None]
    return own * softmax_cross_entropy_grad(logits=rows(logits=logits), label=label)


def _log_true(logits: ArrayLike, label: ArrayLike) -> Array:
    logits = rows(logits=logits)
    target = class_index(label, scores=logits, name="logits")
    return np.take_along_axis(log_softmax(logits), target, axis=-1)[..., 0]


@rowwise
def multiclass_hinge_loss(*, scores: ArrayLike, label: ArrayLike, margin: Margin = 1.0) -> Array:
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
    return row_sum(shortfall)


@rowwise
def multiclass_hinge_loss_grad(*, scores: ArrayLike, label: ArrayLike, margin: Margin = 1.0) -> Array:
    """The slopes of `multiclass_hinge_loss`: 1 for each class in the margin, minus their count for the true.

    >>> multiclass_hinge_loss_grad(scores=[3.2, 5.1, -1.7], label=0)
    array([-1.,  1.,  0.])
    """
    shortfall, target = _shortfall_and_target(scores, label, margin)
    slopes = np.sign(shortfall)
    np.put_along_axis(slopes, target, 0 - row_sum(slopes)[..., None], axis=-1)
    return slopes


def _shortfall_and_target(scores: ArrayLike, label: ArrayLike, margin: float) -> tuple[Array, NDArray]:
    scores = rows(scores=scores)
    target = class_index(label, scores=scores, name="scores")
    shortfall = np.maximum(scores - np.take_along_axis(scores, target, axis=-1) + margin, 0)
    np.put_along_axis(shortfall, target, 0, axis=-1)
    return shortfall, target
