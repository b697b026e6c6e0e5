"""Demos of losses that compare: a triplet on a line, two scores of which one was preferred."""

import numpy as np

from lossviz import Challenge, Slider, demo, mark, style
from lossviz.demos._draw import few, fixed, note, shown, unbroken
from lossviz.losses import pairwise_logistic_loss, pairwise_logistic_loss_grad, sigmoid, triplet_loss

MARGIN = 1.0


def small(slope: float) -> str:
    """A slope in words where its digits would all be 0."""
    return fixed(slope) if round(slope, 3) else "almost 0"


def kind(near: float, far: float) -> str:
    """What people call a triplet, by where its negative is."""
    if far >= near + MARGIN:
        return "easy: it pulls nothing"
    return (
        "semi\N{NON-BREAKING HYPHEN}hard: in the right order, inside the margin"
        if far > near
        else "hard: no farther than the positive"
    )


@demo(
    anchor=Slider(-1, 1, step=0.5, start=0, label="anchor", drag="x", grip=3),
    positive=Slider(-3, 3, step=0.5, start=1.5, label="positive", drag="x", grip=2),
    negative=Slider(-3, 3, step=0.25, start=-1, label="negative", drag="x", grip=1),
    challenge=Challenge(
        "make a semi\N{NON-BREAKING HYPHEN}hard triplet of loss ½.",
        lambda anchor, positive, negative: (
            abs(positive - anchor) < abs(negative - anchor)
            and triplet_loss(near=abs(positive - anchor), far=abs(negative - anchor)) == 0.5
        ),
    ),
)
def triplet_line(ax, anchor, positive, negative):
    """Drag the three points: make an easy triplet, a hard one, a semi-hard one. Then put all in one place.

    Three points on one line, drawn on three rows: the anchor, the positive of its kind, the negative of another kind.
    A bar on each row is its distance from the anchor; a band ends a margin of 1 beyond the positive's distance, and
    the red stroke is what the negative lacks to being outside of it.
    """
    near, far = abs(positive - anchor), abs(negative - anchor)
    loss = float(triplet_loss(near=near, far=far, margin=MARGIN))
    ax.set(xlim=(-9.2, 6.2), ylim=(0.3, 3.7), xlabel="embedding on a line")
    ax.set_xticks(range(-4, 5, 2))
    ax.set_yticks([])
    ends = [anchor - near - MARGIN, anchor + near + MARGIN]
    ax.axvspan(*ends, ymax=0.88, color=style.BLUE, alpha=0.12, lw=0)  # above it stands its name
    ax.vlines(ends, 0.3, 3.3, color=style.BLUE, lw=1.2)
    ax.plot([anchor] * 2, [0.3, 3], **style.guide)
    ax.plot([anchor, positive], [2, 2], color=style.BLUE, lw=4)
    ax.plot([anchor, negative], [1, 1], color=style.PURPLE, lw=4)
    side = -1 if negative < anchor else 1
    ax.plot([negative, negative + side * loss] if loss else [np.nan] * 2, [0.6, 0.6], color=style.RED, lw=5)
    note(ax, negative + side * loss / 2, 0.44, f"lacks {shown(loss)}" if loss else "", style.RED, size=12)
    for x, row, color in ((anchor, 3, style.INK), (positive, 2, style.BLUE), (negative, 1, style.PURPLE)):
        ax.plot(x, row, **style.handle, color=color)
    for row, name, color in ((3, "anchor", style.INK), (2, "positive", style.BLUE), (1, "negative", style.PURPLE)):
        note(ax, -9.1, row, name, color, ha="left")  # where no band comes
    note(ax, anchor, 3.5, "blue: a negative here costs", style.BLUE, size=12, weight="normal")
    ax.set_title(f"loss {shown(loss)}", color=style.RED)
    return (
        f"Positive at {shown(positive)}, {unbroken(f'd(a,p) = {shown(near)}')}; "
        f"negative at {shown(negative)}, {unbroken(f'd(a,n) = {shown(far)}')}: {kind(near, far)}.\n"
        f"Loss {unbroken(f'max(0, {shown(near)} − {shown(far)} + 1) = {shown(loss)}')}."
    )


GAPS = np.linspace(-6, 6, 61)


def probability(gap: float, beta: float) -> str:
    """σ(β · gap) with as few digits, from three on, as give the loss and its slope as printed."""
    chosen = float(sigmoid(beta * gap))

    def told(q: float) -> tuple[str, str]:
        return fixed(-np.log(q)), fixed(-beta * (1 - q))

    for digits in range(3, 9):
        q = round(chosen, digits) if chosen > 0.1 else float(f"{chosen:.{digits}g}")
        if told(q) == told(chosen):
            break
    return fixed(chosen, digits) if chosen > 0.1 else few(chosen, digits)


@demo(
    axes=2,
    better=Slider(-3, 3, step=0.5, start=-1, label="preferred score", drag="y", grip=0),
    worse=Slider(-3, 3, step=0.5, start=1, label="other score", drag="y", grip=1),
    beta=Slider(stops=[0.1, 0.5, 1.0, 2.0, 4.0], start=1.0, label="scale β"),
)
def preference_gap(axes, better, worse, beta):
    """Raise both scores by the same amount: what changes? Then let β grow where the order is wrong.

    One panel: two bars, the scores of the preferred thing and of the other one. The other panel: the logistic loss
    against the difference of the two scores, for this β, with its slope as a green line.
    """
    left, right = axes
    gap = better - worse
    loss = float(pairwise_logistic_loss(better=better, worse=worse, beta=beta))
    slope = float(pairwise_logistic_loss_grad(better=better, worse=worse, beta=beta))
    left.set(xlim=(-0.6, 1.6), ylim=(-3.6, 3.6), ylabel="score")
    left.set_xticks([0, 1], ["preferred", "other"])
    left.grid(visible=False, axis="x")
    for x, score, color in ((0, better, style.BLUE), (1, worse, style.PURPLE)):
        left.bar(x, score, width=0.5, color=color, alpha=0.6, lw=0)
        left.plot(x, score, **style.handle, color=color)
    left.axhline(0, color=style.MUTED, lw=1)
    right.set(xlim=(-6.3, 6.3), ylim=(-0.4, 6.6), xlabel="difference of the scores", title="loss, nats")
    curve = pairwise_logistic_loss(better=GAPS, worse=0.0, beta=beta)
    right.plot(GAPS, np.where(curve > 7, np.nan, curve), color=style.RED, lw=2.5)
    reach = np.array([-1.5, 1.5]) / np.hypot(1, slope)
    seen = loss < 6.6
    right.plot(gap + reach, loss + slope * reach if seen else [np.nan] * 2, **style.tangent)
    right.plot([gap] * 2, [-0.4, min(loss, 6.6)], **style.guide)
    note(right, 6.2, 6, f"green: slope {small(slope)}" if seen else "", style.GREEN, ha="right", size=12)
    note(right, 6.2, 6, "" if seen else f"↑ loss {fixed(loss)}", style.RED, ha="right", size=12)
    mark(right, gap, loss, style.dot, style.RED, "")
    step = shown(gap, 1) if beta == 1 else f"{shown(beta, 1)} · " + (f"({shown(gap, 1)})" if gap < 0 else shown(gap, 1))
    given = f"σ({step}) = {probability(gap, beta)}"
    return (
        f"Difference {shown(gap, 1)}: the model gave this choice {unbroken(given)}.\n"
        f"Loss {unbroken(f'{fixed(loss)} nats')}, slope {small(slope)}."
    )
