"""Losses of several predictions at once: a pair, a triplet, a batch, a whole picture.

They have no row in `table.py`: that table, and the atlas drawn from it, holds losses of one prediction and its label.
Here the predictions are compared with one another, or have a loss only together.
"""

import math
from typing import Annotated

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .._checks import Array, Between0And1, Option, elementwise, real, require, row_sum, rows, rowwise, share
from .binary import sigmoid, softplus
from .multiclass import Margin, softmax_cross_entropy, softmax_cross_entropy_grad

SHARE = Between0And1("for logits pass sigmoid(logits)")
Beta = Annotated[float, Option(lambda beta: 0 < beta < math.inf, "numbers above 0: pass 1")]
Temperature = Annotated[float, Option(lambda t: 0 < t < math.inf, "numbers above 0: pass 0.1, or 1 for none")]
Smooth = Annotated[float, Option(lambda smooth: 0 <= smooth < math.inf, "numbers from 0 up: pass 1, or 0 for none")]


@elementwise
def triplet_loss(*, near: ArrayLike, far: ArrayLike, margin: Margin = 1.0) -> Array:
    """What a negative lacks to being farther from the anchor than the positive is, by a margin.

    ℓ(d₊, d₋) = max(0, d₊ − d₋ + Δ);  d₊ = d(anchor, positive) is `near`, d₋ = d(anchor, negative) is `far`

    Shapes: equal, or one a number.   Domain: distances, from 0 up (not checked); Δ ≥ 0.   Unit: that of d.
    Range: [0, ∞).   Errors: TypeError without the names near and far; ValueError for shapes that do not match, Δ < 0.
    Source: Schroff, Kalenichenko and Philbin (2015), FaceNet (there with squared distances).

    The positive is at 1; the negative is at 3 (easy), at 1.5 (in the margin) and at 0.5 (hard):

    >>> triplet_loss(near=1.0, far=[3.0, 1.5, 0.5])
    array([0. , 0.5, 1.5])
    """
    return np.maximum(near - far + margin, 0)


@elementwise
def triplet_loss_grad(*, near: ArrayLike, far: ArrayLike, margin: Margin = 1.0) -> Array:
    """The slope of `triplet_loss` in d₊: 1 inside the margin, 0 from there on. That in d₋ is its negative.

    >>> triplet_loss_grad(near=1.0, far=[3.0, 2.0, 1.5])
    array([0., 0., 1.])
    """
    return np.sign(np.maximum(near - far + margin, 0))


@elementwise
def pairwise_logistic_loss(*, better: ArrayLike, worse: ArrayLike, beta: Beta = 1.0) -> Array:
    """The surprise that `better` was preferred to `worse`, where the odds of that are e to their difference.

    ℓ(s₊, s₋) = log(1 + e^(−β(s₊ − s₋))) = −log σ(β(s₊ − s₋))

    Shapes: equal, or one a number.   Domain: real scores, β > 0.   Unit: nats.   Range: [0, ∞).
    Errors: TypeError without the names better and worse; ValueError for shapes that do not match, for other β.
    Source: Bradley and Terry (1952), Rank analysis of incomplete block designs; Rendle et al. (2009), BPR; with β and
    s = log(π/π₀) it is Rafailov et al. (2023), Direct preference optimization.

    Only the difference counts:

    >>> pairwise_logistic_loss(better=[2.0, 102.0, 0.0], worse=[1.0, 101.0, 0.0]).round(4)
    array([0.3133, 0.3133, 0.6931])
    """
    return softplus(-beta * (better - worse))


@elementwise
def pairwise_logistic_loss_grad(*, better: ArrayLike, worse: ArrayLike, beta: Beta = 1.0) -> Array:
    """The slope of `pairwise_logistic_loss` in s₊: −β σ(−β(s₊ − s₋)). That in s₋ is its negative.

    >>> pairwise_logistic_loss_grad(better=[0.0, 1e4], worse=0.0)
    array([-0.5,  0. ])
    """
    return 0 - beta * sigmoid(-beta * (better - worse))


@rowwise
def info_nce(scores: ArrayLike, *, temperature: Temperature = 1.0) -> Array:
    """The surprise at which of B candidates belongs to each of B anchors: the one in its own place.

    ℓ(s) = −log softmax(sᵢ/T)ᵢ in row i, where sᵢⱼ says how alike anchor i and candidate j are

    Shapes: (…, B, B) → (…, B).   Domain: real scores, T > 0.   Unit: nats.   Range: [0, ∞), log B where all are alike.
    Errors: ValueError for a matrix that is not square and for T not above 0.
    Source: van den Oord, Li and Vinyals (2018), Representation learning with contrastive predictive coding.

    The first anchor is most like its own candidate, the second cannot tell:

    >>> info_nce([[2.0, 0.0], [1.0, 1.0]]).round(4)
    array([0.1269, 0.6931])
    """
    logits, own = _square(scores, temperature)
    return softmax_cross_entropy(logits=logits, label=own)


@rowwise
def info_nce_grad(scores: ArrayLike, *, temperature: Temperature = 1.0) -> Array:
    """The slopes of `info_nce` in the scores, each row for its own loss: (q − 1 at its own place) / T.

    >>> info_nce_grad([[2.0, 0.0], [1.0, 1.0]]).round(4)
    array([[-0.1192,  0.1192],
           [ 0.5   , -0.5   ]])
    """
    logits, own = _square(scores, temperature)
    return softmax_cross_entropy_grad(logits=logits, label=own) / temperature


def _square(scores: ArrayLike, temperature: float) -> tuple[Array, NDArray[np.intp]]:
    scores = rows(scores=scores)
    require(
        scores.ndim > 1 and scores.shape[-2] == scores.shape[-1],
        f"scores has shape {scores.shape}; allowed is (B, B), a row for each anchor and a column for each candidate",
    )
    own = np.broadcast_to(np.arange(scores.shape[-1]), scores.shape[:-1])
    return scores / temperature, own


@rowwise
def dice_loss(*, probability: ArrayLike, label: ArrayLike, smooth: Smooth = 0.0) -> Array:
    """The part of two masks in which they do not overlap, over all pixels of a row together.

    ℓ(ŷ, y) = 1 − (2 Σᵢ ŷᵢyᵢ + ε) / (Σᵢ ŷᵢ + Σᵢ yᵢ + ε)

    Shapes: equal, (…, N) → (…), the pixels of a picture on the last axis.   Domain: 0 ≤ ŷ ≤ 1, 0 ≤ y ≤ 1; ε ≥ 0
    is `smooth`.   Unit: none, a share.   Range: [0, 1].
    At ε = 0 an empty label costs 1 however small ŷ is, and 0 where ŷ is empty too.
    Errors: ValueError for other shapes, numbers outside [0, 1], ε < 0.
    Source: Milletari, Navab and Ahmadi (2016), V-Net (there with squares below the line).

    Two pixels of ink, found both, one of them, or missed:

    >>> label = np.array([[1, 1, 0, 0]] * 3)
    >>> dice_loss(probability=[[1, 1, 0, 0], [1, 0, 0, 0], [0, 0, 1, 1]], label=label).round(4)
    array([0.    , 0.3333, 1.    ])
    """
    overlap, total, _ = _masks(probability, label, smooth)
    return np.where(total == 0, 0, 1 - share(overlap, total))[()]


@rowwise
def dice_loss_grad(*, probability: ArrayLike, label: ArrayLike, smooth: Smooth = 0.0) -> Array:
    """The slopes of `dice_loss`, one for each ŷᵢ: (D − 2yᵢ) / (Σ ŷ + Σ y + ε), where D = 1 − ℓ.

    >>> dice_loss_grad(probability=[1.0, 0.0, 0.0, 0.0], label=[1.0, 1.0, 0.0, 0.0]).round(4)
    array([-0.4444, -0.4444,  0.2222,  0.2222])
    """
    overlap, total, y = _masks(probability, label, smooth)
    return share(share(overlap, total)[..., None] - 2 * y, total[..., None])


def _masks(probability: ArrayLike, label: ArrayLike, smooth: float) -> tuple[Array, Array, Array]:
    masks = real(probability=probability, label=label)
    guess, y = masks["probability"], masks["label"]
    require(
        guess.shape == y.shape and guess.ndim > 0,
        f"probability has shape {guess.shape} and label {y.shape}; allowed are equal shapes with the pixels last",
    )
    SHARE.check("probability", guess)
    SHARE.check("label", y)
    return 2 * row_sum(guess * y) + smooth, row_sum(guess) + row_sum(y) + smooth, y
