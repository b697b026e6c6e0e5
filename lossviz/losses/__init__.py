"""Loss functions, one formula each, and beside each its gradient.

A loss comes element by element (or row by row, where a row holds the scores of all classes); take the mean at
the call: `squared_error(y_pred, y_true).mean()`. Its `_grad`, called the same way, gives the slope in the
prediction, one for each number predicted; at a kink it is 0, which lies between the left and the right slope.

Logarithms are natural (nats) unless said otherwise. Arrays must have one shape; a number goes with any array.
float16 and float32 stay what they are, whatever number an option is; integers and booleans become float64. NaN
is passed on, where the true loss is ∞ it is `inf`, without a warning, and no argument is ever changed.

Near 0, too, a value is right to a few units in its last digit, as far as the numbers given are. What these have lost
stays lost: of a probability near 1 the distance to 1, of scores near the margin the distance to it.
"""

# fmt: off
# isort: off
from .regression import (
    squared_error, squared_error_grad, absolute_error, absolute_error_grad, huber_loss, huber_loss_grad,
    log_cosh_error, log_cosh_error_grad, quantile_error, quantile_error_grad, gaussian_nll, gaussian_nll_grad,
)
from .binary import (
    brier_score, brier_score_grad,
    sigmoid, sigmoid_grad, binary_cross_entropy, binary_cross_entropy_grad, sigmoid_binary_cross_entropy,
    sigmoid_binary_cross_entropy_grad, focal_loss, focal_loss_grad,
)
from .margin import (
    zero_one_loss, zero_one_loss_grad, hinge_loss, hinge_loss_grad, squared_hinge_loss, squared_hinge_loss_grad,
    logistic_loss, logistic_loss_grad,
)
from .multiclass import (
    softmax, softmax_grad, log_softmax, log_softmax_grad, softmax_cross_entropy, softmax_cross_entropy_grad,
    multiclass_hinge_loss, multiclass_hinge_loss_grad, generalized_cross_entropy, generalized_cross_entropy_grad,
)
from .several import (
    triplet_loss, triplet_loss_grad, pairwise_logistic_loss, pairwise_logistic_loss_grad, info_nce, info_nce_grad,
    dice_loss, dice_loss_grad,
)
from .table import LOSSES, Loss

__all__ = [
    "LOSSES", "Loss", "absolute_error", "absolute_error_grad", "binary_cross_entropy", "binary_cross_entropy_grad",
    "brier_score", "brier_score_grad", "dice_loss", "dice_loss_grad", "focal_loss", "focal_loss_grad", "gaussian_nll",
    "gaussian_nll_grad", "generalized_cross_entropy", "generalized_cross_entropy_grad", "hinge_loss", "hinge_loss_grad",
    "huber_loss", "huber_loss_grad", "info_nce", "info_nce_grad", "log_cosh_error", "log_cosh_error_grad",
    "log_softmax", "log_softmax_grad", "logistic_loss", "logistic_loss_grad", "multiclass_hinge_loss",
    "multiclass_hinge_loss_grad", "pairwise_logistic_loss", "pairwise_logistic_loss_grad", "quantile_error",
    "quantile_error_grad", "sigmoid", "sigmoid_binary_cross_entropy", "sigmoid_binary_cross_entropy_grad",
    "sigmoid_grad", "softmax", "softmax_cross_entropy", "softmax_cross_entropy_grad", "softmax_grad", "squared_error",
    "squared_error_grad", "squared_hinge_loss", "squared_hinge_loss_grad", "triplet_loss", "triplet_loss_grad",
    "zero_one_loss", "zero_one_loss_grad",
]
# fmt: on
