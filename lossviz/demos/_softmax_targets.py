"""Demos of softmax cross-entropy in use: softmax twice, smoothed labels."""

import math

import numpy as np
from matplotlib.axes import Axes

from lossviz import Choice, Slider, Toggle, demo, style
from lossviz._checks import Array
from lossviz.demos._draw import fixed, note, unbroken
from lossviz.demos._significant import minus_log
from lossviz.demos._softmax_numbers import share
from lossviz.information import entropy
from lossviz.losses import softmax, softmax_cross_entropy, softmax_cross_entropy_grad, softmax_grad

NAN = float("nan")


def number_bars(ax: Axes, places, values, color: str, gap: float, **look) -> None:
    """The number of each bar at its end, above or below; nan is left out."""
    for place, value in zip(places, values, strict=True):
        text = share(value) if math.isfinite(value) else ""
        note(ax, place, value + math.copysign(gap, value) if text else 0, text, color, size=12, **look)


# ── Softmax, applied twice ──────────────────────────────────────────────────────────────────────────────────

LEAD = np.linspace(-4, 10, 57)


def against_equals(lead, classes: int) -> Array:
    """Rows of logits: the true class first, all others at 0."""
    lead = np.asarray(lead, float)
    return np.concatenate([lead[..., None], np.zeros((*lead.shape, classes - 1))], axis=-1)


def loss_and_slope(lead, classes: int, twice: bool) -> tuple[Array, Array]:
    """The loss of the true class, and its slope in the true logit."""
    logits = against_equals(lead, classes)
    seen = softmax(logits) if twice else logits
    slope = softmax_cross_entropy_grad(logits=seen, label=0)
    if twice:
        slope = (slope[..., None, :] @ softmax_grad(logits))[..., 0, :]
    return softmax_cross_entropy(logits=seen, label=0), slope[..., 0]


@demo(
    axes=2,
    twice=Toggle(start=True, label="softmax twice"),
    lead=Slider(-4, 10, step=0.5, start=-4, label="lead of the true logit", drag="x", panel="all"),
    classes=Choice("2", "3", "10", "100", start="3", label="classes"),
)
def double_softmax(axes, twice, lead, classes):
    """Raise the lead of the true class: how low does the loss get with softmax applied twice?

    The panel "loss in nats": the loss against how far the true logit leads the others. Computed from logits it falls
    towards 0. With a softmax before it, drawn as far as the lead has been raised, it stops at a floor, a dashed line
    from a lead of 4 on. The other panel: the slopes of both; that of the doubled one is near 0 at either end.
    """
    left, right = axes
    number = int(classes)
    floor = math.log(1 + (number - 1) / math.e)
    left.set(xlim=(-4.5, 10.5), ylim=(-0.5, 9.2), xlabel="lead of the true logit", title="loss in nats")
    right.set(xlim=(-4.5, 10.5), ylim=(-1.12, 0.2), xlabel="lead of the true logit", title="slope in the true logit")
    curves, here = ([loss_and_slope(x, number, both) for both in (False, True)] for x in (LEAD, np.float64(lead)))
    for which, ax in enumerate(axes):
        ax.set_xticks([-4, 0, 4, 8])
        once, doubled = curves[0][which], np.where(lead >= LEAD, curves[1][which], NAN)
        ax.plot(LEAD, once, color=style.RED, lw=3, alpha=0.6 if twice else 1)
        ax.plot(LEAD, doubled if twice else LEAD * NAN, color=style.PURPLE, lw=3)
        ax.plot([lead, lead], [-9, here[twice][which]], **style.guide)
        ax.plot(lead, here[twice][which], **style.handle, color=style.PURPLE if twice else style.RED)
    told = twice and lead >= 4
    left.axhline(floor if told else NAN, **style.guide | {"color": style.PURPLE})
    note(left, 10.3, 8.4, "loss from logits", style.RED, ha="right")
    note(left, 10.3, 7.6, "softmax twice" if twice else "", style.PURPLE, ha="right")
    note(left, 10.3, 6.8, "dashed: its floor" if told else "", style.PURPLE, ha="right", size=12)
    loss, slope = (float(x) for x in here[twice])
    q = softmax(against_equals(lead, number))[0]
    given, paid = minus_log(math.exp(-loss))
    first = f"{minus_log(q)[0]}, a second softmax makes it {given}:\n" if twice else f"{given}: "
    says = f"q(true) = {first}loss {unbroken(f'−log {given} = {paid} nats')}, slope {tiny(slope)}."
    return says + (f"\nNo lead brings it below log(1 + {number - 1}/e) = {fixed(floor)}." if told else "")


def tiny(slope: float) -> str:
    """A slope with four decimals, or more where these would show it as 0."""
    return fixed(slope, 4) if abs(slope) >= 0.00005 else fixed(slope, 7)


# ── Label smoothing ─────────────────────────────────────────────────────────────────────────────────────────

LEADS = np.linspace(-1, 10, 56)


def best_lead(smoothing: float, classes: int) -> float:
    return math.log1p(classes * (1 - smoothing) / smoothing) if smoothing else math.inf


@demo(
    axes=2,
    smoothing=Slider(stops=[0, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5], start=0.1, label="smoothing ε"),
    lead=Slider(-1, 10, step=0.5, start=0, label="lead of the true logit", drag="x", panel=1),
    classes=Choice("3", "10", start="3", label="classes\N{NO-BREAK SPACE}K"),
)
def smoothed_labels(axes, smoothing, lead, classes):
    """Find the lead with the lowest loss. Then drag ε to 0: where has the lowest point gone?

    The panel "target y, model q": the smoothed target in blue beside the model's softmax in orange, for the true class
    and for each of the others. The panel "loss in nats": the loss against the lead of the true logit, drawn as far as
    the lead has been raised: a valley whose lowest point is marked once it is passed, at a larger lead the smaller
    ε is. At ε = 0 the curve falls without end.
    """
    left, right = axes
    number = int(classes)
    y = np.full(number, smoothing / number) + (1 - smoothing) * np.eye(number)[0]
    q = softmax(against_equals(lead, number))
    rows = against_equals(np.append(LEADS, lead), number)
    *curve, loss = softmax_cross_entropy(logits=rows, label=0, label_smoothing=smoothing)
    draw_target(left, y, q)
    best, floor = best_lead(smoothing, number), float(entropy(y, base=math.e))
    passed = lead > best - 0.25
    draw_valley(right, np.where(lead >= LEADS, curve, NAN), best if passed else NAN, floor)
    right.plot(lead, loss, **style.handle, color=style.ORANGE)
    target = unbroken(f"y(true) = 1 − ε + ε/K = {fixed(y[0], 4)},"), unbroken(f"any other ε/K = {fixed(y[1], 4)};")
    where = unbroken(f"lowest at lead {fixed(best, 2)}: {fixed(floor)}") if passed else "still falling"
    return (
        f"{' '.join(target)} {unbroken(f'q(true) = {fixed(q[0], 4)}')}.\n"
        f"Loss {fixed(loss, 3 if loss >= 0.0005 else 5)} nats; {where}."
    )


def draw_target(ax: Axes, y, q) -> None:
    ax.set(xlim=(-0.6, 1.6), ylim=(0, 1.14), title="target y, model q")
    ax.set_xticks([0, 1], ["true class", "every other class"])
    ax.grid(axis="x", visible=False)
    for at, values, color in ((-0.2, y[:2], style.BLUE), (0.2, q[:2], style.ORANGE)):
        ax.bar([at, 1 + at], values, width=0.36, color=color, lw=0)
        number_bars(ax, [at, 1 + at], values, color, 0.06)
    note(ax, 1.55, 1.04, "target y", style.BLUE, ha="right")
    note(ax, 1.55, 0.94, "model q", style.ORANGE, ha="right")


def draw_valley(ax: Axes, curve, best: float, floor: float) -> None:
    ax.set(xlim=(-1.5, 10.5), ylim=(-0.25, 5), xlabel="lead of the true logit", title="loss in nats")
    ax.plot(LEADS, curve, color=style.RED, lw=3)
    ax.plot([best, best], [-0.25, floor], **style.guide)
    ax.plot(best, floor, **style.dot, color=style.BLUE)
    note(ax, best, floor + 0.4, "lowest" if math.isfinite(best) else "", style.BLUE, size=12)
