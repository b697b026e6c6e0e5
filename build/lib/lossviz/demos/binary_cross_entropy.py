"""The demos of the chapter on binary cross-entropy: two curves, the sigmoid, MSE against it, logits, labels, focus."""

import numpy as np
from matplotlib.axes import Axes

from lossviz import Choice, Slider, demo, losses, style
from lossviz._checks import Array
from lossviz.calculus import Line
from lossviz.demos._draw import fixed, note, shown
from lossviz.demos._focal import focus_on_the_hard  # noqa: F401

NAN, INF = float("nan"), float("inf")


# ── Two curves over ŷ ───────────────────────────────────────────────────────────────────────────────────────

WHO = {"the owner, y = 1": 1, "a stranger, y = 0": 0}
INSIDE = np.array([0.004, 0.01, 0.02, 0.035, *np.linspace(0.05, 0.95, 37), 0.965, 0.98, 0.99, 0.996])


@demo(
    axes=2,
    who=Choice(*WHO, start="a stranger, y = 0", label="it was"),
    y_hat=Slider(0, 1, step=0.01, start=0.3, label="ŷ", drag="x", panel="all"),
)
def two_costs(axes, who, y_hat):
    """Drag ŷ into all four corners. Which two are free, and what do the other two cost?

    Left, what a prediction costs if the face was the owner's: a curve that falls from infinity at 0 to nothing at
    1. Right, what it costs if it was a stranger's: the mirror image. The curve that counts is drawn in full.
    """
    label = WHO[who]
    for ax, y, title in ((axes[0], 1, "owner: −log ŷ"), (axes[1], 0, "stranger: −log(1 − ŷ)")):
        _draw_cost(ax, y, y_hat, counts=y == label)
        ax.set_title(title)
    loss = float(losses.binary_cross_entropy(probability=y_hat, label=label))
    given = f"1 − {shown(y_hat)}" if label == 0 else shown(y_hat)
    start = f"It was {who}: −log({given}) = {fixed(loss, 4) if loss else 0} nats.\n"
    if loss == INF:
        return start + "The model was certain and wrong: what it ruled out has happened."
    return start + f"The model gave the truth a probability of {shown(y_hat if label else 1 - y_hat)}."


def _draw_cost(ax: Axes, y: int, y_hat: float, *, counts: bool) -> None:
    ax.set(xlim=(-0.04, 1.04), ylim=(-0.35, 5.6), xlabel="prediction ŷ")
    curve = losses.binary_cross_entropy(probability=INSIDE, label=y)
    loss = float(losses.binary_cross_entropy(probability=y_hat, label=y))
    ax.plot(INSIDE, curve, color=style.RED, lw=3, alpha=1 if counts else 0.3)
    ax.plot([y_hat, y_hat], [0, min(loss, 5.6)], **style.guide)
    ax.plot(y_hat, 0, **style.handle, color=style.ORANGE)
    ax.plot(y_hat, loss if counts and loss < INF else NAN, **style.dot, color=style.RED)
    text = f"{fixed(loss, 3) if loss else 0} nats" if loss < INF else "∞ nats"
    note(ax, 0.5, 4.6, text if counts else "", style.RED, size=15)


# ── The sigmoid and its slope ───────────────────────────────────────────────────────────────────────────────

Z = np.linspace(-8, 8, 97)


@demo(axes=2, z=Slider(-6, 6, step=0.25, start=1, label="logit z", drag="x", panel="all"))
def sigmoid_and_slope(axes, z):
    """Drag z: where is the sigmoid steepest, and how steep can it be?

    Left, the sigmoid, an S-shaped curve from 0 to 1, with its tangent at z. Right, its slope at every z: a hump
    of height one quarter at 0 that is nearly gone beyond 6 on either side.
    """
    left, right = axes
    left.set(xlim=(-7, 7), ylim=(-0.08, 1.12), xlabel="logit z", title="ŷ = σ(z)")
    right.set(xlim=(-7, 7), ylim=(-0.02, 0.28), xlabel="logit z", title="σ′(z) = ŷ (1 − ŷ)")
    y_hat, slope = float(losses.sigmoid(z)), float(losses.sigmoid_grad(z))
    left.plot(Z, losses.sigmoid(Z), color=style.ORANGE, lw=3)
    near = np.array([z - 1.6, z + 1.6])
    left.plot(near, Line(slope, y_hat - slope * z)(near), **style.tangent)
    left.plot([z, z], [-0.08, y_hat], **style.guide)
    left.plot(z, y_hat, **style.handle, color=style.ORANGE)
    right.plot(Z, losses.sigmoid_grad(Z), color=style.GREEN, lw=3, alpha=0.45)
    right.plot([z, z], [0, slope], color=style.GREEN, lw=2.5)
    right.plot(z, slope, **style.handle, color=style.GREEN)
    odds = f"{shown(np.exp(z), 1)} to 1" if z >= 0 else f"1 to {shown(np.exp(-z), 1)}"
    return (
        f"ŷ = σ({shown(z)}) = {fixed(y_hat)}: odds of {odds}.\n"
        f"Slope ŷ (1 − ŷ) = {fixed(y_hat)} · {fixed(1 - y_hat)} = {fixed(slope, 4)}"
    )


# ── Cross-entropy and squared error under a sigmoid ─────────────────────────────────────────────────────────


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
    z=Slider(-8, 8, step=0.25, start=5, label="logit z", drag="x", panel="all"),
)
def cross_entropy_or_mse(axes, y, z):
    """Drag z deep into the wrong side: which loss still says which way to go?

    Left, two losses of a sigmoid's output against the logit: cross-entropy, which becomes a straight line on the
    wrong side, and squared error, which becomes flat at 1. Right, their slopes: that of cross-entropy goes to 1,
    that of squared error has a hump near 0 and then goes back to 0.
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
    note(left, -4 * wrong, 6.6, "cross-entropy", style.RED)
    note(left, 6 * wrong, 1.75, "MSE", style.PURPLE)
    note(right, -4.6 * wrong, 0.88 * wrong, "cross-entropy", style.RED)
    note(right, 1.2 * wrong, -0.18 * wrong, "MSE", style.PURPLE)
    ratio = slopes[0] / slopes[1]
    return (
        f"z = {shown(z)}, so ŷ = {fixed(losses.sigmoid(z))}; the truth is {y}.\n"
        f"Slopes: cross-entropy {fixed(slopes[0])}, MSE {fixed(slopes[1], 4)}: a factor of {shown(ratio, 1)}."
    )


def _draw_loss_and_slope(left: Axes, right: Axes, loss, y: int, z: float, color: str) -> float:
    height, slope = (float(v) for v in loss(z, y))
    near = np.array([z - 1.7, z + 1.7])
    left.plot(near, Line(slope, height - slope * z)(near), color=style.GREEN, lw=7, alpha=0.4)
    left.plot(Z, loss(Z, y)[0], color=color, lw=3)
    left.plot(z, height, **style.handle, color=color)
    right.plot(Z, loss(Z, y)[1], color=color, lw=3, alpha=0.6)
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
    z=Slider(-120, 120, step=2, start=40, label="logit z", drag="x", panel="all"),
)
def logit_or_probability(axes, y, z):
    """Drag z to the wrong side, once for each y: where do the two losses part?

    Left, the loss against the logit: from the logit itself, a pale red hinge-like line, and by way of the
    probability in 32 bits, a purple line that jumps to 100 and stays there. Right, the slopes of the two: where the
    purple loss has left the red one, its slope is 0.
    """
    left, right = axes
    label = int(y)
    wrong = 1 - 2 * label
    left.set(xlim=(-128, 128), ylim=(-6, 132), xlabel="logit z", title="loss in nats")
    right.set(xlim=(-128, 128), ylim=(-1.2, 1.2), xlabel="logit z", title="slope of the loss in z")
    right.axhline(0, color=style.MUTED, lw=1)
    values = []
    for loss, color, look in (
        (entropy_under_sigmoid, style.RED, {"lw": 8, "alpha": 0.3}),
        (from_probability, style.PURPLE, {"lw": 2.5}),
    ):
        here = [float(v) for v in loss(float(z), label)]
        for ax, line, value in zip(axes, loss(FAR, label), here, strict=True):
            ax.plot(FAR, line, color=color, **look)
            ax.plot(z, value, **(style.handle if loss is from_probability else style.dot), color=color)
        values.append(here)
    note(left, -58 * wrong, 76, "from the logit", style.RED, size=12)
    note(left, -58 * wrong, 96, "σ, then BCELoss", style.PURPLE, size=12)
    (truth, steep), (loss, slope) = values
    return (
        f"z = {shown(z)}, y = {y}. From the logit: loss {fixed(truth, 2)}, slope {fixed(steep, 2)}.\n"
        f"By way of the probability: loss {fixed(loss, 2)}, slope {fixed(slope, 2)}."
    ).replace("−0.00", "0.00")


# ── Several labels at once ──────────────────────────────────────────────────────────────────────────────────

THINGS = ("dog", "desk", "cat")
PICTURES = {"a dog and a desk": (1, 1, 0), "a dog": (1, 0, 0), "an empty room": (0, 0, 0)}


@demo(
    axes=2,
    picture=Choice(*PICTURES, label="picture of"),
    dog=Slider(-4, 4, step=1, start=3, label="dog", drag="y", grip=0),
    desk=Slider(-4, 4, step=1, start=3, label="desk", drag="y", grip=1),
    cat=Slider(-4, 4, step=2, start=-2, label="cat", drag="y", grip=2),
)
def dog_and_desk(axes, picture, dog, desk, cat):
    """Lift dog and desk above 0.9 on the right, in orange and in purple. Can it be done?

    Left, three logits as bars with handles. Right, what becomes of them: beside each blue target an orange bar, the
    sigmoid of that logit alone, and a purple one, the softmax of all three, which share a sum of 1.
    """
    left, right = axes
    logits, y = np.array([dog, desk, cat], float), np.array(PICTURES[picture])
    left.set(xlim=(-0.6, 2.6), ylim=(-5, 5), title="logits")
    right.set(xlim=(-0.6, 2.6), ylim=(-0.04, 1.3), title="orange sigmoid, purple softmax")
    alone, shared = losses.sigmoid(logits), losses.softmax(logits)
    for ax in axes:
        ax.set_xticks(range(3), THINGS)
        ax.grid(axis="x", visible=False)
    left.axhline(0, color=style.MUTED, lw=1)
    left.bar(range(3), logits, width=0.5, color=style.ORANGE, alpha=0.4)
    left.plot(range(3), logits, **style.handle, color=style.ORANGE)
    right.bar(np.arange(3) - 0.19, alone, width=0.34, color=style.ORANGE)
    right.bar(np.arange(3) + 0.19, shared, width=0.34, color=style.PURPLE)
    right.hlines(y, np.arange(3) - 0.42, np.arange(3) + 0.42, color=style.BLUE, lw=4)
    note(right, -0.55, 1.2, "blue: is it in the picture?", style.BLUE, ha="left", size=12)
    each = losses.sigmoid_binary_cross_entropy(logit=logits, label=y)
    terms = " + ".join(fixed(v, 2) for v in each)
    return (
        f"Sigmoids {_listed(alone)}: loss {terms} = {fixed(each.sum(), 2)} nats.\n"
        f"Softmax {_listed(shared)}: the sum is 1{_short_of(picture)}."
    )


def _listed(values) -> str:
    return ", ".join(fixed(v, 2) for v in values)


def _short_of(picture: str) -> str:
    return {
        "a dog and a desk": ", so dog and desk get ½ at best",
        "a dog": ", which is right for one thing",
        "an empty room": ", it cannot say “none of them”",
    }[picture]
