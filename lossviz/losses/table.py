"""The table of all losses: what has a row here is in the atlas of the book, and is tested."""

from collections.abc import Callable
from typing import NamedTuple

from .._checks import Array
from . import binary, margin, multiclass, regression


class Loss(NamedTuple):
    """A loss with its gradient, and what is said of them in a line each; formula and slope as in their docstrings."""

    value: Callable[..., Array]
    grad: Callable[..., Array]
    formula: str  # what stands behind ℓ(…) =
    slope: str  # in the prediction
    lowest: str  # the smallest value, and where
    torch: str = ""  # the class of torch.nn that computes it, if there is one


# fmt: off
_ROWS = (  # `several` has no rows here: its losses have no single prediction with a label
    Loss(regression.squared_error, regression.squared_error_grad,
         "(ŷ − y)²", "2(ŷ − y), the steeper the larger the miss", "0 at ŷ = y", "MSELoss"),
    Loss(regression.absolute_error, regression.absolute_error_grad,
         "|ŷ − y|", "sign(ŷ − y), the same for a near miss and a far one", "0 at ŷ = y", "L1Loss"),
    Loss(regression.huber_loss, regression.huber_loss_grad,
         "½r² where |r| ≤ δ, else δ(|r| − ½δ); r = ŷ − y", "ŷ − y, clipped to ±δ", "0 at ŷ = y", "HuberLoss"),
    Loss(regression.log_cosh_error, regression.log_cosh_error_grad,
         "log cosh r = |r| + log ½(1 + e^(−2|r|)); r = ŷ − y", "tanh(ŷ − y)", "0 at ŷ = y"),
    Loss(regression.quantile_error, regression.quantile_error_grad,
         "max(τ(y − ŷ), (1 − τ)(ŷ − y))", "−τ below y and 1 − τ above it", "0 at ŷ = y"),
    Loss(regression.gaussian_nll, regression.gaussian_nll_grad,
         "½ log 2πσ² + (ŷ − y)²/2σ²", "(ŷ − y)/σ², the weaker the larger the spread",
         "½ log 2πσ² at ŷ = y, which is below 0 for a small σ", "GaussianNLLLoss"),
    Loss(binary.brier_score, binary.brier_score_grad,
         "(ŷ − y)²", "2(ŷ − y), at most 2 either way", "0 at ŷ = y"),
    Loss(binary.binary_cross_entropy, binary.binary_cross_entropy_grad,
         "−y log ŷ − (1 − y) log(1 − ŷ)", "(1 − y)/(1 − ŷ) − y/ŷ, with 0/0 = 0",
         "0 at ŷ = y, for y 0 or 1", "BCELoss"),
    Loss(binary.sigmoid_binary_cross_entropy, binary.sigmoid_binary_cross_entropy_grad,
         "−y log σ(z) − (1 − y) log σ(−z) = y max(−z, 0) + (1 − y) max(z, 0) + log(1 + e^(−|z|))",
         "σ(z) − y, the error in probability", "0 only in the limit, z → ±∞", "BCEWithLogitsLoss"),
    Loss(binary.focal_loss, binary.focal_loss_grad,
         "−α(1 − p)^γ log p; p = σ(z) for y = 1 and σ(−z) for y = 0",
         "∓α(1 − p)^γ (1 − p − γ p log p), minus for y = 1 and plus for y = 0", "0 only in the limit, z → ±∞"),
    Loss(margin.zero_one_loss, margin.zero_one_loss_grad,
         "1 where ys ≤ 0, else 0", "0 wherever there is one, which is why nothing can be trained on it",
         "0 for ys > 0"),
    Loss(margin.hinge_loss, margin.hinge_loss_grad,
         "max(0, 1 − ys)", "−y inside the margin, 0 from the margin on", "0 for ys ≥ 1"),
    Loss(margin.squared_hinge_loss, margin.squared_hinge_loss_grad,
         "max(0, 1 − ys)²", "−2y max(0, 1 − ys)", "0 for ys ≥ 1"),
    Loss(margin.logistic_loss, margin.logistic_loss_grad,
         "log(1 + e^(−ys))", "−y σ(−ys) / ln base", "0 only in the limit, ys → ∞", "SoftMarginLoss"),
    Loss(multiclass.softmax_cross_entropy, multiclass.softmax_cross_entropy_grad,
         "−Σₖ yₖ log qₖ; q = softmax(z), y is 1 at the true class and 0 elsewhere, or any distribution",
         "q − y, which sum to 0 in every row", "0 only in the limit, z_y far above the rest", "CrossEntropyLoss"),
    Loss(multiclass.generalized_cross_entropy, multiclass.generalized_cross_entropy_grad,
         "(1 − q_y^κ)/κ; q = softmax(z)", "q_y^κ (q − y), faded out where the label is thought improbable",
         "0 only in the limit, z_y far above the rest"),
    Loss(multiclass.multiclass_hinge_loss, multiclass.multiclass_hinge_loss_grad,
         "Σⱼ max(0, sⱼ − s_y + Δ) over all j ≠ y",
         "1 for each class in the margin, minus their count for the true",
         "0 once s_y is Δ above the rest", "MultiMarginLoss"),
)
# fmt: on

LOSSES = {loss.value.__name__: loss for loss in _ROWS}
