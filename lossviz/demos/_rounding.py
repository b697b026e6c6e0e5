"""Demos of what rounding and a small ε do to cross-entropy: swapped arguments, and the logarithm of 0 in float32."""

import math

import numpy as np
from numpy.typing import NDArray

from lossviz import Choice, Slider, demo, mark, style
from lossviz.demos._codes import rectangles
from lossviz.demos._draw import before_signs, few, fixed, note, shown, unbroken
from lossviz.demos._sums import digits_for
from lossviz.engine.numbers import raised

NAN = float("nan")


# ── Ten classes, and the two arguments swapped ──────────────────────────────────────────────────────────────

TARGET = np.array([0, 0, 0, 0.5, 0.5, 0, 0, 0, 0, 0])
ORDER = np.array([3, 4, 0, 1, 2, 5, 6, 7, 8, 9])  # the classes that happen first
MODELS = {
    "q₁, a good guess": np.array([0.01, 0.01, 0.1, 0.3, 0.33, 0.04, 0.02, 0.05, 0.01, 0.1]),
    "q₂, a bad guess": np.array([0.3, 0.01, 0.1, 0.01, 0.04, 0.02, 0.05, 0.33, 0.01, 0.1]),
    "q₀ = p": TARGET,
}
OPENING = 10  # the k at which nothing is said yet about what the swapped sum measures


def charges(first: NDArray, second: NDArray, epsilon: float) -> NDArray:
    """The terms of −Σ first · log(second + ε), in nats, whether or not `second` sums to 1."""
    return 0 - first * np.log(second + epsilon)


@demo(
    axes=2,
    model=Choice(*MODELS, label="model"),
    k=Slider(4, 16, step=1, start=OPENING, label="k, for ε\xa0=\xa010⁻ᵏ"),
)
def swapped_arguments(axes, model, k):
    """Make ε smaller and smaller: which of the two sums measures the model, and which one ε?

    Two panels of rectangles, one for each class; the area of all is the sum. In the right order each is as wide as
    its class is likely, a half each for classes 3 and 4, and as high as the model's q makes it expensive. Swapped,
    each is as wide as the model believes, and those of the eight classes that never happen are as high as −log ε:
    they grow as ε shrinks.
    """
    right_order, swapped = axes
    q, epsilon = MODELS[model], 10.0**-k
    good, bad = charges(TARGET, q, epsilon).sum(), charges(q, TARGET, epsilon).sum()
    _draw_sum(right_order, TARGET, q, epsilon, style.RED)
    right_order.set(title="right order: p wide, −log(q + ε) high", xlabel="what happens, p")
    note(right_order, 0, 42.5, f"−Σ p log(q + ε) = {fixed(good)} nats", style.RED, ha="left")
    _draw_sum(swapped, q, TARGET, epsilon, style.PURPLE)
    swapped.set(title="swapped: q wide, −log(p + ε) high", xlabel=f"what is believed, q (sum {shown(q.sum())})")
    note(swapped, 0, 42.5, f"−Σ q log(p + ε) = {fixed(bad)} nats", style.PURPLE, ha="left")
    return _swap_in_words(q, epsilon, float(good), float(bad))


def _draw_sum(ax, first: NDArray, second: NDArray, epsilon: float, color: str) -> None:
    """The terms of −Σ first · log(second + ε) as rectangles: the two classes that happen, then the eight others."""
    ax.set(xlim=(-0.02, 1.02), ylim=(0, 46), ylabel="nats")
    widths = first[ORDER]
    edges, heights = np.concatenate([[0], np.cumsum(widths)]), -np.log(second[ORDER] + epsilon)
    heights = np.where(widths > 0, heights, 0)
    rectangles(ax, edges, heights, color)
    for place in (0, 1):
        middle = edges[place] + widths[place] / 2
        note(ax, middle, heights[place] + 2, f"class {ORDER[place]}" if widths[place] > 0.25 else "", color, size=12)
    others = edges[-1] - edges[2]
    note(ax, 1, heights[2:].max() + 2, "8 that never happen" if others else "", color, ha="right", size=12)


def _swap_in_words(q: NDArray, epsilon: float, good: float, bad: float) -> str:
    small = f"10{raised(math.log10(epsilon))}"
    if q is TARGET:
        return f"ε = {small}: {fixed(good, 3)} nats in both orders. With q = p the swap changes nothing."
    inside, outside = float(q[TARGET > 0].sum()), float(q[TARGET == 0].sum())
    each = (-math.log(epsilon), math.log(2))
    d = digits_for((outside, inside), each, bad)
    terms = f"{shown(outside)}·{shown(each[0], d)} + {shown(inside)}·{shown(each[1], d)} = {fixed(bad)}"
    charge = f"{unbroken(f'−log ε = {shown(each[0], d)}')} for belief in what never happens"
    told = "" if epsilon == 10.0**-OPENING else f"\nThe swapped sum charges {charge}."
    return f"ε = {small}: right order {unbroken(f'{fixed(good)} nats')}; swapped {before_signs(terms)}.{told}"


# ── log 0, hidden and cured, in float32 as a network has it ─────────────────────────────────────────────────

PADS = {"from logits": None, "log(q)": 0.0, "log(q + 10⁻⁷)": 1e-7, "log(q + 10⁻¹⁰)": 1e-10}
GAPS = np.arange(0, 121.0)


def _softmax(logits: NDArray) -> NDArray:
    share = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return share / share.sum(axis=-1, keepdims=True)


def loss_and_slope(gap, pad: float | None) -> tuple[NDArray, NDArray, NDArray]:
    """In float32: the loss of a true class that is `gap` behind, and its slopes in both logits as autograd has them.

    The slopes go backward through the logarithm, then through softmax; from a gap of 89 on, 1/q overflows on the way.
    """
    logits = np.stack([np.zeros_like(gap), -np.asarray(gap)], axis=-1).astype(np.float32)
    q = _softmax(logits)
    if pad is None:
        z = logits - logits.max(axis=-1, keepdims=True)
        log_q = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
        return -log_q[..., 1], 1 - np.exp(log_q[..., 1]), np.exp(log_q[..., 0])
    with np.errstate(all="ignore"):
        padded = q[..., 1] + np.float32(pad)
        back = np.stack([np.zeros_like(padded), -1 / padded], axis=-1)
        slopes = q * (back - (back * q).sum(axis=-1, keepdims=True))
        return -np.log(padded), 0 - slopes[..., 1], slopes[..., 0]


@demo(
    axes=2,
    recipe=Choice(*PADS, label="log q as"),
    gap=Slider(0, 120, step=1, start=40, label="gap", drag="x", panel="all"),
)
def log_of_zero(axes, recipe, gap):
    """Change how the loss is computed, then drag the gap: where does it stop telling the truth?

    Panel "loss": the loss against how far the true class's logit lies behind, the true loss as a broad faint line
    and the loss as 32 bits compute it. Panel "slope of the loss": the slope that 32 bits compute, which is what
    training follows; where it is not a number, the line ends.
    """
    left, right = axes
    left.set(xlim=(-4, 124), ylim=(-4, 126), xlabel="gap: true class behind by", title="loss in nats")
    right.set(xlim=(-4, 124), ylim=(-0.08, 1.3), xlabel="gap: true class behind by", title="slope of the loss")
    losses, slopes, _ = loss_and_slope(GAPS, PADS[recipe])
    left.plot(GAPS, GAPS + np.log1p(np.exp(-GAPS)), color=style.RED, lw=8, alpha=0.55)
    left.plot(GAPS, np.where(np.isfinite(losses), losses, NAN), color=style.PURPLE, lw=2.5)
    right.plot(GAPS, np.where(np.isfinite(slopes), slopes, NAN), color=style.GREEN, lw=3)
    loss, slope, other = (float(x) for x in loss_and_slope(np.float64(gap), PADS[recipe]))
    truth = gap + math.log1p(math.exp(-gap))
    left.plot([gap, gap], [loss, truth] if math.isfinite(loss) else [NAN, NAN], **style.guide)
    mark(left, gap, loss, style.handle, style.ORANGE)
    right.plot(gap, slope, **style.handle, color=style.ORANGE)
    note(left, 3, 97, "true loss", style.RED, ha="left", size=12)
    said = recipe if PADS[recipe] is None else f"−{recipe}"
    note(left, 3, 112, f"{said}, in 32 bits", style.PURPLE, ha="left", size=12)
    note(right, gap - 4, 0.6, "" if math.isfinite(slope) else "not a number", style.GREEN, ha="right", size=12)
    return _recipe_in_words(recipe, gap, truth, loss, (slope, other))


def _recipe_in_words(recipe: str, gap: float, truth: float, loss: float, slopes: tuple[float, float]) -> str:
    said = recipe if PADS[recipe] is None else f"−{unbroken(recipe)}"
    start = f"Gap {gap:g}: true loss {shown(truth, 3)} nats; {said} says {shown(loss, 3)}, "
    slope, other = slopes
    if math.isnan(slope):
        why = "q became 0" if math.isinf(loss) else "1/q is too large for 32 bits"
        return start + f"slopes {_number(other)} and nan.\n{why}: one such sample spoils every weight it reaches."
    if abs(loss - truth) < 0.05:
        return start + f"slope {shown(slope, 2)}."
    tiny = few(slope, 2) if slope else "0"
    return start + f"slope {tiny}.\nThe worse the mistake, the less there is to learn from it."


def _number(value: float) -> str:
    return "nan" if math.isnan(value) else fixed(value, 2)
