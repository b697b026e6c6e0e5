"""The demos of the chapter on binary cross-entropy: two curves, the sigmoid, MSE against it, logits."""

import numpy as np
from matplotlib.axes import Axes

from lossviz import Choice, Slider, demo, losses, mark, style
from lossviz._checks import Array
from lossviz.calculus import Line
from lossviz.demos._draw import before_signs, fixed, note, shown, unbroken, way
from lossviz.demos._focal import focus_on_the_hard  # noqa: F401  it and dog_and_desk stood in this module once
from lossviz.demos._several import dog_and_desk  # noqa: F401
from lossviz.demos._significant import product, ratio, significant

NAN, INF = float("nan"), float("inf")


# ── Two curves over ŷ ───────────────────────────────────────────────────────────────────────────────────────

WHO = {"the owner, y = 1": 1, "a stranger, y = 0": 0}
INSIDE = np.array([0.004, 0.01, 0.02, 0.035, *np.linspace(0.05, 0.95, 37), 0.965, 0.98, 0.99, 0.996])


TOP = 5.6  # of the panels, in nats


@demo(
    axes=2,
    who=Choice(*WHO, start="the owner, y = 1", label="it was"),
    y_hat=Slider(0, 1, step=0.01, start=0.75, label="prediction ŷ", drag="x", panel="all"),
)
def two_costs(axes, who, y_hat):
    """Drag ŷ into all four corners. Which two are free, and what do the other two cost?

    In “owner”, what a prediction costs if the face was the owner's: a curve that falls from infinity at 0 to nothing
    at 1. In “stranger”, what it costs if it was a stranger's: the mirror image. Both are drawn as far as ŷ was dragged
    from ½ to either side; the one that does not count is pale.
    """
    label = WHO[who]
    for ax, y, title in ((axes[0], 1, "owner: −log ŷ"), (axes[1], 0, "stranger: −log(1 − ŷ)")):
        _draw_cost(ax, y, y_hat, counts=y == label)
        ax.set_title(title)
    loss = float(losses.binary_cross_entropy(probability=y_hat, label=label))
    given = f"1 − {shown(y_hat)}" if label == 0 else shown(y_hat)
    paid = unbroken(f"−log({given}) = {fixed(loss, 4) if loss else 0} nats")
    start = f"It was {who.replace(' = ', unbroken(' = '))}: {paid}.\n"
    if loss == INF:
        return start + "The model was certain and wrong: what it ruled out has happened."
    return start + f"The model gave the truth a probability of {shown(y_hat if label else 1 - y_hat)}."


def _draw_cost(ax: Axes, y: int, y_hat: float, *, counts: bool) -> None:
    ax.set(xlim=(-0.04, 1.04), ylim=(-0.35, TOP), xlabel="prediction ŷ", ylabel="nats")
    seen = way(INSIDE, y_hat, 1 - y_hat)
    curve = losses.binary_cross_entropy(probability=seen, label=y)
    loss = float(losses.binary_cross_entropy(probability=y_hat, label=y))
    ax.plot(seen, curve, color=style.RED, lw=3, alpha=1 if counts else 0.6)
    ax.plot([y_hat, y_hat], [0, min(loss, TOP)], **style.guide)
    ax.plot(y_hat, 0, **style.handle, color=style.ORANGE)
    told = loss if counts or loss > TOP else NAN  # the dashed line that leaves the picture has an arrow on both sides
    infinite = "" if counts else "∞"  # the value that counts is the large one, and either is to be guessed
    mark(ax, y_hat, told, style.dot | {"zorder": 2.8}, style.RED, infinite, **style.answer)
    text = f"{fixed(loss, 4) if loss else 0} nats" if loss < INF else "∞ nats"
    note(ax, 0.5, 4.6, text if counts else "", style.RED, size=15, **style.answer)


# ── The sigmoid and its slope ───────────────────────────────────────────────────────────────────────────────

Z = np.linspace(-8, 8, 97)


@demo(axes=2, z=Slider(-6, 6, step=0.25, start=3, label="logit z", drag="x", panel="all"))
def sigmoid_and_slope(axes, z):
    """Drag z: where is the sigmoid steepest, and how steep can it be?

    In “ŷ = σ(z)”, the sigmoid: an S-shaped curve from 0 to 1, with its tangent at z in green. In “σ′(z)”, its slope,
    drawn down to z, and all of it once z has passed 0: a hump of height one quarter at 0 that is nearly gone beyond 6
    on either side.
    """
    left, right = axes
    left.set(xlim=(-7, 7), ylim=(-0.08, 1.12), xlabel="logit z", title="ŷ = σ(z)")
    right.set(xlim=(-7, 7), ylim=(-0.02, 0.34), xlabel="logit z", title="σ′(z) = ŷ (1 − ŷ)")
    y_hat, slope = float(losses.sigmoid(z)), float(losses.sigmoid_grad(z))
    left.plot(Z, losses.sigmoid(Z), color=style.ORANGE, lw=3)
    near = np.array([z - 1.6, z + 1.6])
    left.plot(near, Line(slope, y_hat - slope * z)(near), **style.tangent)
    left.plot([z, z], [-0.08, y_hat], **style.guide)
    left.plot(z, y_hat, **style.handle, color=style.ORANGE)
    note(left, -6.8, 1.03, "green: the slope", style.GREEN, ha="left", size=12)
    seen = way(Z, Z[-1], z, goal=0)
    right.plot(seen, losses.sigmoid_grad(seen), color=style.GREEN, lw=3, alpha=0.7, **style.answer)
    right.plot([z, z], [0, slope], color=style.GREEN, lw=2.5)
    right.plot(z, slope, **style.handle, color=style.GREEN)
    high, low, result = product(y_hat, 1 - y_hat, 4)
    times = significant(np.exp(abs(z)), 2).removesuffix(".0")
    odds = f"{times} to 1" if z >= 0 else f"1 to {times}"
    formula = f"Slope {unbroken('ŷ (1 − ŷ)')}{before_signs(f' = {high} · {low} = {result}')}"
    return f"ŷ = σ({shown(z)}) = {high}: odds of about {odds}.\n{formula}."


# ── Cross-entropy and squared error under a sigmoid ─────────────────────────────────────────────────────────
NEAR = 1.5  # so far from 0 both losses are drawn from the start


def squared_under_sigmoid(z, y: int) -> tuple[Array, Array]:
    """The squared error of σ(z), and by the chain rule its slope in z."""
    y_hat = losses.sigmoid(z)
    return losses.squared_error(y_hat, y), losses.squared_error_grad(y_hat, y) * losses.sigmoid_grad(z)


def entropy_under_sigmoid(z, y: int) -> tuple[Array, Array]:
    return (
        losses.sigmoid_binary_cross_entropy(logit=z, label=y),
        losses.sigmoid_binary_cross_entropy_grad(logit=z, label=y),
    )


@demo(
    axes=2,
    y=Choice("0", "1", label="true y"),
    z=Slider(-8, 8, step=0.25, start=0, label="logit z", drag="x", panel="all"),
)
def cross_entropy_or_mse(axes, y, z):
    """Drag z far to the wrong side: which loss still says clearly which way to go?

    In “loss”, two losses of a sigmoid's output against the logit: cross-entropy, which becomes nearly straight on the
    wrong side, and squared error, which becomes nearly flat at 1. In “slope of the loss in z”, their slopes: that of
    cross-entropy goes to 1, or −1 for y = 1, that of squared error has a hump near 0 and then goes back to 0.
    All four are drawn as far as z was dragged to either side.
    """
    left, right = axes
    left.set(xlim=(-8.5, 8.5), ylim=(-0.5, 8.9), xlabel="logit z", title="loss")
    right.set(xlim=(-8.5, 8.5), ylim=(-1.15, 1.15), xlabel="logit z", title="slope of the loss in z")
    for ax in axes:
        ax.set_xticks(range(-8, 9, 4))
    label = int(y)
    wrong = 1 - 2 * label  # +1 where the wrong side is the right-hand one
    right.axhline(0, color=style.MUTED, lw=1)
    slopes = []
    for loss, color in ((entropy_under_sigmoid, style.RED), (squared_under_sigmoid, style.PURPLE)):
        slopes.append(_draw_loss_and_slope(left, right, loss, label, z, color))
    side = {"ha": "left" if label == 0 else "right"}  # where no curve ever comes
    for ax, high, low in ((left, 8, 7), (right, 0.9 * wrong, 0.66 * wrong)):
        note(ax, -8 * wrong, high, "cross-entropy", style.RED, **side)
        note(ax, -8 * wrong, low, "MSE", style.PURPLE, **side)
    note(left, -8 * wrong, 6, "green: the slope", style.GREEN, size=12, **side)
    steep, weak, times = ratio(*slopes)
    parts = map(unbroken, (f"cross-entropy {steep}", f"MSE {weak}", f"a factor of {times}"))
    return (
        f"z = {shown(z)}, so ŷ = {_short_of_one(z)}; the truth is {y}.\n"
        f"Slopes: {next(parts)}, {next(parts)}: {next(parts)}."
    )


def _short_of_one(z: float) -> str:
    """The sigmoid of z in three digits, or so many that it does not look like 1.

    >>> _short_of_one(0.5), _short_of_one(8)
    ('0.622', '0.99966')
    """
    y_hat = float(losses.sigmoid(z))
    return significant(y_hat) if y_hat < 0.99 else fixed(y_hat, 5)


def _draw_loss_and_slope(left: Axes, right: Axes, loss, y: int, z: float, color: str) -> float:
    height, slope = (float(v) for v in loss(z, y))
    end = 8 if abs(z) < 7.5 else abs(z)  # near the end of the curves up to the handle: no loose tip beyond it
    near = np.clip([z - 1.7, z + 1.7], -end, end)
    seen = way(Z, -max(abs(z), NEAR), max(abs(z), NEAR))
    left.plot(near, Line(slope, height - slope * z)(near), color=style.GREEN, lw=7, alpha=0.7)
    left.plot(seen, loss(seen, y)[0], color=color, lw=3)
    left.plot(z, height, **style.handle, color=color)
    right.plot(seen, loss(seen, y)[1], color=color, lw=3, alpha=0.6)
    right.plot([z, z], [0, slope], color=style.GREEN, lw=2.5)
    right.plot(z, slope, **style.handle, color=color)
    return slope


# ── From the probability, or from the logit ─────────────────────────────────────────────────────────────────

FAR = np.arange(-120, 120.5, 1)


def from_probability(z, y: int) -> tuple[Array, Array]:
    """Loss and slope as sigmoid and then PyTorch's `BCELoss` compute them in 32 bits, its two patches included:
    a logarithm never counts as less than −100, and ŷ(1 − ŷ) under the slope's fraction as no less than 1e-12."""
    with np.errstate(over="ignore", divide="ignore"):
        y_hat = np.float32(1) / (1 + np.exp(-np.asarray(z, np.float32)))
        log_yes, log_no = np.maximum(np.log(y_hat), -100), np.maximum(np.log1p(-y_hat), -100)
    steep = y_hat * (1 - y_hat)
    return -y * log_yes - (1 - y) * log_no, (y_hat - y) / np.maximum(steep, np.float32(1e-12)) * steep


@demo(
    axes=2,
    y=Choice("0", "1", label="true y"),
    z=Slider(-120, 120, step=2, start=10, label="logit z", drag="x", panel="all"),
)
def logit_or_probability(axes, y, z):
    """Drag z to the wrong side, once for each y: where do the two losses part?

    In “loss in nats”, the loss against the logit. From the logit itself it is a pale red line, flat and then
    straight. With σ, then BCELoss, in 32 bits it is a purple line, drawn as far as z was dragged to either side,
    which jumps to 100 for y = 0. In “slope of the loss in z”, the slopes of both: that of purple goes to 0.
    """
    left, right = axes
    label = int(y)
    wrong = 1 - 2 * label
    left.set(xlim=(-128, 128), ylim=(-6, 132), xlabel="logit z", title="loss in nats")
    right.set(xlim=(-128, 128), ylim=(-1.2, 1.2), xlabel="logit z", title="slope of the loss in z")
    right.axhline(0, color=style.MUTED, lw=1)
    values = []
    for loss, color, look in (
        (entropy_under_sigmoid, style.RED, {"lw": 8, "alpha": 0.6}),
        (from_probability, style.PURPLE, {"lw": 2.5}),
    ):
        here = [float(v) for v in loss(float(z), label)]
        visited = (loss is entropy_under_sigmoid) | (abs(FAR) <= abs(z))
        for ax, line, value in zip(axes, loss(FAR, label), here, strict=True):
            ax.plot(FAR, np.where(visited, line, NAN), color=color, **look)
            ax.plot(z, value, **(style.handle if loss is from_probability else style.dot), color=color)
        values.append(here)
    note(left, -58 * wrong, 76, "from the logit", style.RED, size=12)
    note(left, -58 * wrong, 96, "σ, then BCELoss", style.PURPLE, size=12)
    (truth, steep), (loss, slope) = values
    from_it = unbroken(f"From the logit: loss {fixed(truth, 2)},")
    return (
        f"z = {shown(z)}, y = {y}. {from_it} slope {fixed(steep, 2)}.\n"
        f"σ, then BCELoss: loss {fixed(loss, 2)}, slope {fixed(slope, 2)}."
    ).replace("−0.00", "0.00")
