"""The atlas: every loss of `lossviz.losses.LOSSES`, the table of all losses, as a curve and as a row."""

import inspect
import re
from collections.abc import Callable, Mapping
from html import escape

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lossviz.demos._draw import shown
from lossviz.losses import LOSSES, Loss

OPTIONS = {"quantile_error": {"tau": 0.9}}  # where the default says nothing new: τ = ½ is half the absolute error
RIVALS = 2  # with a loss of K classes, so many other classes stay at a score of 0
HEADINGS = ("Loss", "Formula", "Slope in the prediction", "Lowest value", "Robust? Slope far out", "torch.nn")


TITLES = {
    "gaussian_nll": "Gaussian NLL, σ = 1",
    "brier_score": "Brier score of a probability",
    "huber_loss": "Huber loss, δ = 1",
    "log_cosh_error": "log-cosh loss",
    "quantile_error": "pinball loss, τ = 0.9",
    "binary_cross_entropy": "cross-entropy of a probability",
    "sigmoid_binary_cross_entropy": "cross-entropy of a logit",
    "focal_loss": "focal loss, γ = 2",
    "zero_one_loss": "zero–one loss",
    "softmax_cross_entropy": "softmax cross-entropy, 3 classes",
    "generalized_cross_entropy": "generalized cross-entropy, 3 classes",
    "multiclass_hinge_loss": "multiclass hinge loss, 3 classes",
}


def title(name: str) -> str:
    """What people call a loss, with the option that the atlas gives it.

    >>> title("hinge_loss"), title("quantile_error")
    ('hinge loss', 'pinball loss, τ = 0.9')
    """
    return TITLES.get(name, name.replace("_", " "))


def at_truth_one(name: str, function: Callable, output: ArrayLike) -> NDArray:
    """A loss or its slope for many outputs of a model where the truth is 1: the number 1, yes, or the first class.

    NaN where the output is no probability and the loss wants one.
    """
    output = np.asarray(output, float)
    prediction, label, *_ = inspect.signature(function).parameters
    options = OPTIONS.get(name, {})
    if prediction in ("logits", "scores"):
        rows = np.pad(output[:, None], [(0, 0), (0, RIVALS)])
        result = function(**{prediction: rows, label: 0}, **options)
        return result if result.ndim == 1 else result[:, 0]
    if prediction == "probability":
        output = np.where((output >= 0) & (output <= 1), output, np.nan)
    return function(**{prediction: output, label: 1}, **options)


def robust(name: str, loss: Loss) -> str:
    """Whether the slope stays bounded as one sample gets further off: measured, far out and a thousand times as far."""
    is_probability = next(iter(inspect.signature(loss.grad).parameters)) == "probability"
    off = [0.1, 1e-3, 1e-6] if is_probability else [-10, -1e3, -1e6]
    near, far, further = abs(at_truth_one(name, loss.grad, off))
    if further > 2 * far:
        return "no, it grows"
    return f"yes, {shown(further)}" if near or further else "yes, it has none"  # 0 only far out may be rounding


def rows(losses: Mapping[str, Loss] = LOSSES) -> list[tuple[str, ...]]:
    """A row for each loss, as in `HEADINGS`."""
    return [
        (name, loss.formula, loss.slope, loss.lowest, robust(name, loss), loss.torch or "none")
        for name, loss in losses.items()
    ]


class LossTable:
    """The atlas as a table: HTML on a page and in Jupyter, plain text elsewhere."""

    def __init__(self, losses: Mapping[str, Loss] = LOSSES):
        self.rows = rows(losses)

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col" style="text-align: left">{heading}</th>' for heading in HEADINGS)
        body = "".join(map(_html_row, self.rows))
        return (
            '<div role="group" aria-label="The atlas of losses" tabindex="0" style="overflow-x: auto">'
            '<table style="font-size: 0.85em; min-width: 50em">'
            f"<caption>{len(self.rows)} losses, read from lossviz.losses</caption>"
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        )

    def __repr__(self) -> str:
        return "\n\n".join(_text_row(row) for row in self.rows)


def _html_row(row: tuple[str, ...]) -> str:
    name, *facts, torch = map(escape, row)
    look = 'style="text-align: left; vertical-align: top'
    cells = "".join(f'<td {look}">{fact}</td>' for fact in facts)
    torch = f"<code>{_breakable(torch)}</code>" if torch != "none" else torch
    head = f'<th scope="row" {look}; width: 9em"><code>{_breakable(name)}</code></th>'
    return f'<tr>{head}{cells}<td {look}; width: 7em">{torch}</td></tr>'


def _breakable(name: str) -> str:
    """A long name that may break between its words; copied, it is the name.

    >>> _breakable("hinge_loss"), _breakable("BCELoss")
    ('hinge_<wbr>loss', 'BCE<wbr>Loss')
    """
    return re.sub(r"(?<=_)|(?<=\w)(?=[A-Z][a-z])", "<wbr>", name)


def _text_row(row: tuple[str, ...]) -> str:
    name, *facts = row
    return "\n".join([name, *(f"  {heading:24}{fact}" for heading, fact in zip(HEADINGS[1:], facts, strict=True))])
