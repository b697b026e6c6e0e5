"""Information: surprise, its average, and what a wrong model adds to it.

`p` is the true distribution and `q` the model's, the outcomes on the last axis. `base=2` gives bits,
`base=math.e` nats; 1 nat = 1.443 bits. 0 · log 0 = 0, log 0 = −∞ without a warning, and NaN is passed on.
float16 and float32 stay what they are, and no argument is changed. A gradient takes every probability as free to
move by itself, as autograd does.
"""

import math
from typing import Annotated

import numpy as np
from numpy.typing import ArrayLike

from ._checks import (
    Above0,
    Array,
    Base,
    Between0And1,
    elementwise,
    over_distributions,
    real,
    row_sum,
    rowwise,
    share,
    weigh,
)

Probability = Annotated[ArrayLike, Between0And1("pass a probability, not a percentage or a count")]
Width = Annotated[ArrayLike, Above0("it is a standard deviation; for the logarithm of a variance pass np.exp(x / 2)")]


@elementwise
def self_information(p: Probability, *, base: Base = 2) -> Array:
    """The surprise at an outcome of probability p: halving p adds one bit.

    I(p) = −log p

    Shapes: any, element by element.   Domain: 0 ≤ p ≤ 1.   Unit: bits (base 2), nats (base e).
    Range: [0, ∞].   Errors: ValueError for p outside [0, 1] and for a base not above 1.
    Source: Shannon (1948), A mathematical theory of communication; MacKay (2003), section 2.4.

    A certain outcome tells nothing, one in eight tells three bits, an impossible one no finite number:

    >>> self_information([1, 1 / 2, 1 / 8, 0])
    array([ 0.,  1.,  3., inf])
    """
    return 0 - _log(p, base)


@elementwise
def self_information_grad(p: Probability, *, base: Base = 2) -> Array:
    """The slope of `self_information`: dI/dp = −1 / (p ln base), which is −∞ at p = 0.

    >>> self_information_grad([1.0, 0.5, 0.0], base=math.e)
    array([ -1.,  -2., -inf])
    """
    return -share(1 / math.log(base), p)


@over_distributions
def entropy(p: ArrayLike, *, base: Base = 2) -> Array:
    """The average surprise of a distribution: the bits that an outcome tells, or costs to write down.

    H(p) = −Σₖ pₖ log pₖ

    Shapes: (…, K) → (…).   Domain: pₖ ≥ 0, Σₖ pₖ = 1.   Unit: bits (base 2), nats (base e).
    Range: [0, log K].
    Errors: ValueError for a negative pₖ, for a sum that is not 1, and for a base not above 1.
    Source: Shannon (1948), section 6; Cover and Thomas (2006), section 2.1.

    A fair coin, a bent one, and a certain outcome:

    >>> entropy([[0.5, 0.5], [0.9, 0.1], [1.0, 0.0]]).round(3)
    array([1.   , 0.469, 0.   ])
    """
    return 0 - row_sum(weigh(p, _log(p, base)))


@over_distributions
def entropy_grad(p: ArrayLike, *, base: Base = 2) -> Array:
    """The slopes of `entropy`, one for each pₖ: ∂H/∂pₖ = −log pₖ − 1/ln base, which is ∞ at pₖ = 0.

    All slopes are equal where all probabilities are, which is why no move that keeps the sum raises H there:

    >>> entropy_grad([0.25, 0.25, 0.25, 0.25]).round(4)
    array([0.5573, 0.5573, 0.5573, 0.5573])
    """
    return -_log(p, base) - 1 / math.log(base)


@over_distributions
def cross_entropy(*, p: ArrayLike, q: ArrayLike, base: Base = 2) -> Array:
    """The average surprise of a model q at outcomes from p: least at q = p, and there it is H(p), not 0.

    H(p, q) = −Σₖ pₖ log qₖ

    Shapes: p and q (…, K) → (…); either may be a single (K,) against many.   Domain: two distributions.
    Unit: bits (base 2), nats (base e).   Range: [H(p), ∞].
    Errors: TypeError without the names p and q; ValueError as `entropy`, and for shapes that do not match.
    Source: Cover and Thomas (2006), theorem 5.4.3; MacKay (2003), section 5.4.

    Odds of three to one, and a model that is right, one that knows nothing, one that excludes an outcome:

    >>> cross_entropy(p=[0.75, 0.25], q=[[0.75, 0.25], [0.5, 0.5], [1.0, 0.0]]).round(3)
    array([0.811, 1.   ,   inf])
    """
    return 0 - row_sum(weigh(p, _log(q, base)))


@over_distributions
def cross_entropy_grad(*, p: ArrayLike, q: ArrayLike, base: Base = 2) -> Array:
    """The slopes of `cross_entropy`, one for each qₖ: ∂H(p, q)/∂qₖ = −pₖ / (qₖ ln base), and 0 where pₖ = 0.

    >>> cross_entropy_grad(p=[0.75, 0.25, 0.0], q=[0.5, 0.5, 0.0], base=math.e)
    array([-1.5, -0.5,  0. ])
    """
    return 0 - share(p, q) / math.log(base)


@over_distributions
def kl_divergence(*, p: ArrayLike, q: ArrayLike, base: Base = 2) -> Array:
    """The surprise that a model q adds to the entropy of p: 0 only at q = p, and in general not KL(q‖p).

    KL(p‖q) = Σₖ pₖ (log pₖ − log qₖ) = H(p, q) − H(p), computed as Σₖ (pₖ log(pₖ/qₖ) − pₖ + qₖ): as both sum to 1
    that is the same, but no term is below 0, and near q = p no digit is lost to rounding of the sums

    Shapes: p and q (…, K) → (…); either may be a single (K,) against many.   Domain: two distributions.
    Unit: bits (base 2), nats (base e).   Range: [0, ∞], and ∞ where q excludes what p allows.
    Errors: TypeError without the names p and q; ValueError as `cross_entropy`.
    Source: Kullback and Leibler (1951), On information and sufficiency; Cover and Thomas (2006), section 2.3.

    A certain p under an even q costs one bit; an even p under a certain q cannot be paid for:

    >>> kl_divergence(p=[1.0, 0.0], q=[0.5, 0.5]).item(), kl_divergence(p=[0.5, 0.5], q=[1.0, 0.0]).item()
    (1.0, inf)
    """
    p, q = np.broadcast_arrays(p, q)
    return row_sum(_surplus(p, q)) / math.log(base)


@rowwise
def kl_divergence_grad(*, p: ArrayLike, q: ArrayLike, base: Base = 2) -> Array:
    """The slopes of `kl_divergence`, one for each qₖ: those of `cross_entropy`, as H(p) does not depend on q.

    >>> kl_divergence_grad(p=[0.75, 0.25], q=[0.5, 0.5], base=math.e)
    array([-1.5, -0.5])
    """
    return cross_entropy_grad(p=p, q=q, base=base)


@elementwise
def gaussian_kl(*, mean: ArrayLike, width: Width) -> Array:
    """The KL divergence of a bell curve from the standard one, in nats: the price of a code that says something.

    KL(N(μ, σ²)‖N(0, 1)) = ½(μ² + σ² − 1) − log σ

    Shapes: equal, or one a number; of a vector with independent parts, add up.   Domain: real μ; σ > 0 is `width`.
    Unit: nats.   Range: [0, ∞), 0 only at μ = 0 and σ = 1.
    Errors: TypeError without the names mean and width; ValueError for shapes that do not match and for σ ≤ 0.
    Source: Kingma and Welling (2014), Auto-encoding variational Bayes, appendix B.

    The standard bell itself, one shifted by 1, one of half the width:

    >>> gaussian_kl(mean=[0.0, 1.0, 0.0], width=[1.0, 1.0, 0.5]).round(4)
    array([0.    , 0.5   , 0.3181])
    """
    surplus = (width - 1) * (width + 1)  # σ² − 1, exact near σ = 1
    near = abs(surplus) <= 0.25
    spread = np.where(near, _less_its_log(np.where(near, surplus, 0)), surplus - 2 * np.log(width))
    return (mean * mean + spread) / 2


@rowwise
def gaussian_kl_grad(*, mean: ArrayLike, width: Width) -> Array:
    """The slopes of `gaussian_kl`, on a last axis of 2: μ for the mean, σ − 1/σ for the width.

    >>> gaussian_kl_grad(mean=[0.0, 1.0], width=[1.0, 0.5])
    array([[ 0. ,  0. ],
           [ 1. , -1.5]])
    """
    gaussian_kl(mean=mean, width=width)  # refuses what it does not take
    mean, width = np.broadcast_arrays(*real(mean=mean, width=width).values())
    return np.stack([mean, (width - 1) * (width + 1) / width], axis=-1)


@elementwise
def _surplus(p: Array, q: Array) -> Array:
    """p log(p/q) − p + q in nats, to nearly all digits, and 0 log 0 = 0."""
    rise = q - p
    surplus = rise - p * np.log(np.fmin(q / p, np.finfo(p.dtype).max))  # no ∞ at p = 0, where it costs nothing
    near = np.nonzero(4 * abs(rise) < p)
    own = p[near]
    surplus[near] = own * _less_its_log(rise[near] / own)
    return surplus


def _less_its_log(x: Array) -> Array:
    """x − log(1 + x) for |x| ≤ ¼, where the two nearly cancel: t(x − 2t²(⅓ + t²/5 + t⁴/7 + …)), t = x/(2 + x)."""
    t = x / (2 + x)
    square, tail = t * t, np.full_like(x, 1 / 19)
    for k in range(17, 1, -2):
        tail *= square
        tail += 1 / k
    return t * (x - 2 * square * tail)


def _log(x: Array, base: float) -> Array:
    return np.log2(x) if base == 2 else np.log(x) / math.log(base)  # log 0 is −∞, and that is the answer
