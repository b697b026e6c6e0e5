"""The demos of the first chapter: a model, its loss, the loop that lowers it, and what a metric sees instead."""

import numpy as np
from numpy.typing import NDArray

from lossviz import Challenge, Choice, Slider, demo, mark, style
from lossviz.demos._accuracy import (  # noqa: F401
    MAILS,
    accuracy_staircase,
    correct,
    mail_loss,
    metrics,
    staircase,
    ten_thousand_mails,
    threshold_metrics,
    tread,
    twenty_mails,
)
from lossviz.demos._draw import fixed, note, shown, way
from lossviz.demos._parcels import BOOKS, KILOS, NAN, loop_record, nudge_down, parcel_losses, training_loop  # noqa: F401
from lossviz.losses import binary_cross_entropy

# ── Three parcels: one parameter ────────────────────────────────────────────────────────────────────────────

CURVES = {"the mean of all three": slice(None), "2 books": slice(0, 1), "4 books": slice(1, 2), "6 books": slice(2, 3)}
TOP = 6.6  # of both pictures
FROM = 0.25  # the bowl is drawn from here on
NAMES = ((1.03, 0.3), (1.03, 2.25), (0.88, 6.2))  # where the curve of each parcel has its name: at its end


@demo(
    axes=2,
    over=Choice(*CURVES, start="2 books", label="loss of"),
    theta=Slider(0, 1, step=0.025, start=FROM, label="θ, kg per book", drag="x", panel=1),
    challenge=Challenge(
        "make the mean loss of all three as small as it gets.",
        lambda over, theta: over == "the mean of all three" and theta == 0.5,
    ),
)
def drag_theta(axes, over, theta):
    """Drag the point in the picture of the loss: where is it lowest?

    In the picture of the weights, three parcels against their number of books, and a straight line from 0, the model,
    with slope theta; red bars join each target to its prediction. In the picture of the loss, the loss against theta:
    a bowl with a point at the present theta, drawn as far as it was dragged, and whole once the lowest place is passed.
    With the mean, fainter bowls belong to the single parcels.
    """
    parcels, bowl = axes
    each, chosen = parcel_losses(theta), CURVES[over]
    _draw_parcels(parcels, theta, each, chosen)
    bowl.set(xlim=(-0.04, 1.33), ylim=(-0.25, TOP), xlabel="θ, kg per book", title="loss, kg²")
    bowl.set_xticks([0, 0.25, 0.5, 0.75, 1])
    together, best = chosen == slice(None), BOOKS[chosen] @ KILOS[chosen] / (BOOKS[chosen] @ BOOKS[chosen])
    grid = way(np.linspace(0, 1, 81), FROM, theta, goal=best)
    moved, whole, curves = theta != FROM, np.ptp(grid) == 1, parcel_losses(grid)
    for k, (x, y) in enumerate(NAMES):
        named = f"{BOOKS[k]} books" if together and whole else ""
        bowl.plot(grid, curves[:, k] if together and moved else NAN * grid, color=style.RED, lw=1.5, alpha=0.6)
        note(bowl, x, y, named, style.RED, ha="left", size=12, weight="normal")
    bowl.plot(grid, curves[:, chosen].mean(axis=1), color=style.RED, lw=3)
    loss = each[chosen].mean()
    bowl.plot([theta, theta], [-0.25, min(loss, TOP)], **style.guide)
    place = (1.06, 4.9) if together and whole else (0.19, 5.95)
    note(bowl, *place, "mean" if together else f"{over} alone", style.RED, ha="left")
    pale = "pale: each parcel" if together and moved and not whole else ""
    note(bowl, 0.19, 5.35, pale, style.RED, ha="left", size=12, weight="normal")
    mark(bowl, theta, loss, style.handle, style.RED, shown(loss), ha="left")
    if together:
        terms = " + ".join(shown(loss_k, 4) for loss_k in each)
        return f"θ = {shown(theta, 3)}: mean of the squared misses\n({terms}) / 3 = {shown(loss, 3)} kg²."
    mean = shown(each.mean(), 3)
    return f"θ = {shown(theta, 3)}: this parcel alone costs {shown(loss, 4)} kg²,\nthe mean of all three is {mean} kg²."


def _draw_parcels(ax, theta, each, chosen) -> None:
    ax.set(xlim=(0, 7.2), ylim=(0, TOP), xlabel="books x", title="weight, kg")
    ax.set_xticks([0, 2, 4, 6])
    ax.plot([0, 7.2], [0, 7.2 * theta], **style.secant)
    for k, (x, y) in enumerate(zip(BOOKS, KILOS, strict=True)):
        faint = 1 if k in range(3)[chosen] else 0.55
        ax.plot([x, x], [y, theta * x], color=style.RED, lw=5, alpha=faint, solid_capstyle="butt")
        ax.plot(x, theta * x, **style.dot, color=style.ORANGE, alpha=faint)
        ax.plot(x, y, **style.dot, color=style.BLUE, alpha=faint)
    note(ax, 0.25, 6.1, f"ŷ = {shown(theta, 3)} · x", style.ORANGE, ha="left")
    note(ax, 0.25, 5.4, "targets y", style.BLUE, ha="left")
    note(ax, 0.25, 4.7, "misses ŷ − y", style.RED, ha="left")


# ── Four mails: what a loss sees, and what accuracy sees ────────────────────────────────────────────────────

SPAM = np.array([1, 1, 0, 0])
CHANCES = (0.05, 0.2, 0.4, 0.6, 0.8, 0.95)  # 0.5 is left out, where the answer would be neither
FIRST = (0.6, 0.4, 0.4, 0.2)


def right_and_loss(chances) -> tuple[int, NDArray]:
    """How many of the four mails are on the right side of one half, and the log loss of each."""
    chances = np.asarray(chances, dtype=float)
    return int(((chances > 0.5) == SPAM).sum()), binary_cross_entropy(probability=chances, label=SPAM)


def _mail(k: int) -> Slider:
    name = f"mail {k + 1}: {'spam' if SPAM[k] else 'not'}"
    return Slider(stops=CHANCES, start=FIRST[k], label=name, format="{:.2f}", drag="y", grip=k)


def _cheaper_with_one_wrong(a: float, b: float, c: float, d: float) -> bool:
    right, each = right_and_loss(np.array([a, b, c, d]))
    return right == right_and_loss(FIRST)[0] and each.mean() < 0.4


@demo(
    axes=2,
    a=_mail(0),
    b=_mail(1),
    c=_mail(2),
    d=_mail(3),
    challenge=Challenge("keep one mail wrong, and bring the mean loss below 0.4.", _cheaper_with_one_wrong),
)
def loss_and_accuracy(axes, a, b, c, d):
    """Drag the four points: lower the loss without changing the accuracy, then raise both.

    In the picture of q, the chance of spam that a model gives to four mails, with a dashed line at one half; small blue
    marks show the truth, 1 for the two spam mails and 0 for the others. In the picture of the log loss, a bar for each
    mail, and their mean as a dashed line.
    """
    left, right = axes
    chances = np.array([a, b, c, d])
    hits, each = right_and_loss(chances)
    left.set(xlim=(-0.6, 4.3), ylim=(-0.08, 1.25), title="chance of spam, q")
    left.set_yticks([0, 0.5, 1])
    right.set(xlim=(-0.6, 4.3), ylim=(0, 3.5), title="log loss")
    for ax in axes:
        ax.set_xticks(range(4), ["spam", "spam", "not", "not"])
        ax.grid(axis="x", visible=False)
    left.axhline(0.5, **style.guide)
    left.vlines(range(4), SPAM, chances, color=style.RED, lw=3, alpha=0.6)
    left.plot(range(4), SPAM, ls="", marker="D", ms=7, color=style.BLUE, clip_on=False)
    left.plot(range(4), chances, **style.handle, color=style.ORANGE)
    note(left, 3.3, 0, "truth", style.BLUE, ha="left", size=12)
    right.bar(range(4), each, width=0.62, color=style.RED, alpha=0.75)
    right.axhline(each.mean(), color=style.RED, lw=1.5, ls=(0, (4, 3)))
    note(right, 3.95, each.mean() + 0.17, "mean", style.RED, size=12)
    note(right, 3.95, each.mean() - 0.17, fixed(each.mean()), style.RED, size=12)
    for k in range(4):
        good = (chances[k] > 0.5) == SPAM[k]
        note(left, k, 1.18, "right" if good else "wrong", style.PURPLE if good else style.MUTED, size=12)
        note(right, k, 3.27, fixed(each[k]), style.RED, size=12)
    start_right, start = right_and_loss(FIRST)
    return (
        f"Accuracy {hits} of 4, {_moved(hits, start_right, 0)}.\n"
        f"Mean log loss {fixed(each.mean())}, {_moved(each.mean(), start.mean(), 3)}."
    )


def _moved(now: float, before: float, digits: int) -> str:
    if abs(now - before) < 1e-9:
        return "the same as at the start"
    return f"{'up' if now > before else 'down'} from {fixed(before, digits)} at the start"
