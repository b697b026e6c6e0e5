"""Demos of a mask held against another, and of labels of which a share is wrong."""

from functools import cache

import numpy as np

from lossviz import Choice, Slider, demo, style
from lossviz._checks import Array
from lossviz.data import digits
from lossviz.demos._draw import dots, fixed, note, percent, shown, unbroken, way
from lossviz.losses import binary_cross_entropy, dice_loss

PICTURES = {"a thin 1": 2, "a 7": 0, "a round 0": 3}  # where they are among the test images
SURE = 0.95  # the probability that a predicted pixel of ink is given; one of paper gets the rest


@cache
def grey(picture: str) -> Array:
    return digits("test")[0][PICTURES[picture]] / 255


def truth(picture: str) -> Array:
    """The mask: ink where the grey is above one half."""
    return grey(picture) > 0.5


def guess(picture: str, shift: int, threshold: float) -> Array:
    """The same digit shifted to the right, ink where its grey is above the threshold."""
    return np.roll(grey(picture), shift, axis=1) > threshold


def overlap(mask: Array, ink: Array) -> tuple[float, float]:
    """Dice and IoU of two masks."""
    dice = 1 - float(dice_loss(probability=ink.ravel().astype(float), label=mask.ravel().astype(float)))
    return dice, dice / (2 - dice)


@demo(
    axes=2,
    picture=Choice(*PICTURES, label="picture"),
    shift=Slider(-5, 5, step=1, start=0, label="mask shifted by"),
    threshold=Slider(stops=[0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99], start=0.5, label="threshold of ink", format="{:.2f}"),
)
def dice_and_pixels(axes, picture, shift, threshold):
    """Shift the thin 1 by two pixels: how many pixels are still right, and how much of the digit is?

    One panel: a digit of 28 by 28 pixels; ink that was found is purple, ink that was missed blue, paper called ink
    orange. The other panel: three bars from 0 to 1: the share of right pixels, Dice, and IoU.
    """
    left, right = axes
    mask, ink = truth(picture), guess(picture, shift, threshold)
    left.set(xlim=(-9, 37), ylim=(-4.8, 31.8), xticks=[], yticks=[])
    left.grid(visible=False)
    left.spines[:].set_visible(False)
    left.plot([-0.5, 27.5, 27.5, -0.5, -0.5], [-0.5, -0.5, 27.5, 27.5, -0.5], color=style.MUTED, lw=1)
    for which, color in ((mask & ~ink, style.BLUE), (ink & ~mask, style.ORANGE), (mask & ink, style.PURPLE)):
        row, column = np.nonzero(which)
        dots(left, column, 27 - row, color, 6)
    note(left, -1.3, 23, "missed", style.BLUE, ha="right", size=12)
    note(left, -1.3, 18, "found", style.PURPLE, ha="right", size=12)
    note(left, 28.3, 23, "wrong", style.ORANGE, ha="left", size=12)
    dice, iou = overlap(mask, ink)
    accuracy = float((mask == ink).mean())
    sure = np.where(ink, SURE, 1 - SURE)
    cross = float(binary_cross_entropy(probability=sure, label=mask.astype(float)).mean())
    right.set(xlim=(-0.6, 2.6), ylim=(0, 1.12))
    right.set_xticks([0, 1, 2], ["pixels right", "Dice", "IoU"])
    right.grid(visible=False, axis="x")
    for place, (value, color) in enumerate(((accuracy, style.MUTED), (dice, style.PURPLE), (iou, style.GOLD))):
        right.bar(place, value, width=0.6, color=color, alpha=0.7, lw=0)
        note(right, place, value + 0.05, fixed(value), color)
    where = f"{abs(shift)} to the {'left' if shift < 0 else 'right'}" if shift else "in its place"
    return (
        f"Ink is {unbroken(f'{shown(100 * mask.mean(), 1)} %')} of the picture; the guess is {where}. Pixels right "
        f"{fixed(accuracy)}, cross-entropy a pixel {unbroken(f'{fixed(cross)} nats')};\n"
        f"Dice loss {unbroken(f'1 − {fixed(dice)} = {fixed(1 - dice)}')}, {unbroken(f'IoU {fixed(iou)}')}."
    )


# ── A share of the labels is flipped ────────────────────────────────────────────────────────────────────────

LOSSES = ("cross-entropy", "label smoothing, ε = 0.1", "generalised, κ = 0.7", "absolute error")
LOOKS = {
    "absolute error": style.GOLD,
    "generalised": style.PURPLE,
    "cross-entropy": style.RED,
    "smoothing": style.MUTED,
}
BUTT = {"solid_capstyle": "butt"}  # a curve that has not begun shows nothing
KAPPA, EPSILON = 0.7, 0.1
Q = np.array([0, *np.linspace(0.001, 0.999, 250), 1])


def cost(loss: str, q):
    """What a label costs a model that gave it the probability q, and the other label 1 − q."""
    if loss == "absolute error":
        return 1 - q
    if loss.startswith("generalised"):
        return (1 - q**KAPPA) / KAPPA
    right, wrong = -np.log(q), -np.log1p(-q)
    return (1 - EPSILON / 2) * right + EPSILON / 2 * wrong if loss.startswith("label") else right


def clean_or_flipped(loss: str, share: float, q):
    """The mean loss where this share of the labels is flipped; q is the probability of the clean label."""
    return (1 - share) * cost(loss, q) + share * cost(loss, 1 - q)


@demo(
    axes=2,
    loss=Choice(*LOSSES, label="loss"),
    share=Slider(
        stops=[0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.45],
        start=0.0,
        label="share flipped",
        format="{:.0%}",
        drag="x",
        panel=1,
    ),
)
def best_forecast(axes, loss, share):
    """Drag the share of flipped labels: which loss still asks for the clean answer?

    One panel: the mean loss against q, the probability that a model gives to the clean label, where a share of the
    labels is flipped, with its lowest point. The other panel: where that lowest point is, against the share, for all
    four losses, drawn as far as the share was dragged: cross-entropy follows the noise, the absolute error stays at 1.
    """
    left, right = axes
    with np.errstate(divide="ignore", invalid="ignore"):  # at both ends
        curve = np.nan_to_num(clean_or_flipped(loss, share, Q))
    best = lowest_at(loss, share)
    left.set(xlim=(-0.03, 1.03), ylim=(0, 2.4), xlabel="q of the clean label", title=f"mean loss: {loss}")
    own = next(color for short, color in LOOKS.items() if short in loss)
    left.plot(Q, curve.clip(max=2.6), color=own, lw=2.8)
    left.plot([best] * 2, [0, clean_or_flipped(loss, share, np.clip(best, 1e-3, 0.999))], **style.guide)
    left.plot(best, clean_or_flipped(loss, share, np.clip(best, 1e-3, 0.999)), **style.dot, color=own)
    right.set(xlim=(-0.02, 0.48), ylim=(0.45, 1.06), xlabel="share flipped", title="q where the loss is lowest")
    right.set_xticks([0, 0.1, 0.2, 0.3, 0.4], [percent(tick) for tick in (0, 0.1, 0.2, 0.3, 0.4)])
    shares = way(np.linspace(0, 0.45, 46), 0, share)
    for row, (short, color) in enumerate(LOOKS.items()):
        name = next(each for each in LOSSES if short in each)
        right.plot(shares, [lowest_at(name, s) for s in shares], color=color, lw=4 if name == loss else 1.6, **BUTT)
        note(right, 0, 0.66 - 0.055 * row, short, color, ha="left", size=12)
    right.plot(share, best, **style.handle, color=own)
    name = loss.replace(" = ", unbroken(" = "))
    return (
        f"{percent(share)} flipped: {name} is lowest at {unbroken(f'q = {fixed(best)}')}.\n"
        f"There the mean loss is {fixed(clean_or_flipped(loss, share, np.clip(best, 1e-9, 1 - 1e-9)))}."
    )


def lowest_at(loss: str, share: float) -> float:
    """The q of the clean label at which the mean loss is lowest, from a slope of 0."""
    if loss == "absolute error":
        return 1.0
    if loss.startswith("generalised"):
        right, wrong = (1 - share) ** (1 / (1 - KAPPA)), share ** (1 / (1 - KAPPA))
        return right / (right + wrong)
    smoothing = EPSILON if loss.startswith("label") else 0
    return (1 - share) * (1 - smoothing) + smoothing / 2
