"""The demos of the first chapter: a model, its loss, the loop that lowers it, and what a metric sees instead."""

from functools import cache

import numpy as np
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from lossviz import Challenge, Choice, Slider, demo, style
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
from lossviz.demos._draw import fixed, note, shown
from lossviz.losses import (
    binary_cross_entropy,
    squared_error,
)

# ── Three parcels: one parameter ────────────────────────────────────────────────────────────────────────────

BOOKS = np.array([2, 4, 6])
KILOS = np.array([1.5, 2.5, 2.5])


def parcel_losses(theta) -> NDArray:
    """The squared miss of each parcel, in kg², a row for each θ."""
    predictions = np.multiply.outer(np.asarray(theta, dtype=float), BOOKS)
    return squared_error(predictions, np.broadcast_to(KILOS, predictions.shape))


CURVES = {"the mean of all three": slice(None), "2 books": slice(0, 1), "4 books": slice(1, 2), "6 books": slice(2, 3)}


@demo(
    axes=2,
    over=Choice(*CURVES, label="loss of"),
    theta=Slider(0, 1, step=0.025, start=0.75, label="θ, kg per book", format="{:.3g}", drag="x", panel=1),
    challenge=Challenge(
        "make the mean loss of all three as small as it gets.",
        lambda over, theta: over == "the mean of all three" and theta == 0.5,
    ),
)
def drag_theta(axes, over, theta):
    """Drag θ on the right-hand picture: where is the loss lowest?

    Left, the weights of three parcels against their number of books, and a straight line from 0, the model, with slope
    theta; red bars join each prediction to its target. Right, the loss against theta: a bowl, with a point at the
    present theta. Fainter bowls belong to the single parcels, and each has its lowest point elsewhere.
    """
    left, right = axes
    each, chosen = parcel_losses(theta), CURVES[over]
    _draw_parcels(left, theta, each, chosen)
    right.set(xlim=(-0.04, 1.04), ylim=(-0.25, 6.6), xlabel="θ, kg per book", title="loss, kg²")
    grid = np.linspace(0, 1, 81)
    curves = parcel_losses(grid)
    for k in range(3):
        right.plot(grid, curves[:, k], color=style.RED, lw=1.5, alpha=0.3)
    right.plot(grid, curves[:, chosen].mean(axis=1), color=style.RED, lw=3)
    loss = each[chosen].mean()
    right.plot([theta, theta], [-0.25, min(loss, 6.6)], **style.guide)
    right.plot(theta, min(loss, 6.6), **style.handle, color=style.RED, clip_on=False)
    note(right, theta, 7.05, "↑" if loss > 6.6 else "", style.RED)
    if chosen == slice(None):
        terms = " + ".join(shown(loss_k, 4) for loss_k in each)
        return f"θ = {shown(theta, 3)}: mean of the squared misses\n({terms}) / 3 = {shown(loss, 3)} kg²"
    mean = shown(each.mean(), 3)
    return f"θ = {shown(theta, 3)}: this parcel alone costs {shown(loss, 4)} kg²,\nthe mean of all three is {mean} kg²"


def _draw_parcels(ax, theta, each, chosen) -> None:
    ax.set(xlim=(0, 7.2), ylim=(0, 6.6), xlabel="books x", title="weight, kg")
    ax.set_xticks([0, 2, 4, 6])
    ax.plot([0, 7.2], [0, 7.2 * theta], **style.secant)
    for k, (x, y) in enumerate(zip(BOOKS, KILOS, strict=True)):
        faint = 1 if k in range(3)[chosen] else 0.25
        ax.plot([x, x], [y, theta * x], color=style.RED, lw=5, alpha=faint, solid_capstyle="butt")
        ax.plot(x, theta * x, **style.dot, color=style.ORANGE, alpha=faint)
        ax.plot(x, y, **style.dot, color=style.BLUE, alpha=faint)
    label = f"ŷ = {shown(theta, 3)} · x"
    note(ax, 0.25, 6.1, label, style.ORANGE, ha="left")
    note(ax, 0.25, 5.4, "targets y", style.BLUE, ha="left")
    note(ax, 0.25, 4.7, "misses", style.RED, ha="left")


# ── The loop: predict, compare, change θ ────────────────────────────────────────────────────────────────────

START, NUDGE, ROUNDS = 0.9, 0.1, 5
STAGES = ("predict", "compare", "update")


def nudge_down(loss, theta: float, nudge: float) -> float:
    """Of θ, a little less and a little more the one with the lowest loss; θ itself if none is lower."""
    return min((theta, theta - nudge, theta + nudge), key=loss)


@cache
def loop_record() -> tuple[float, ...]:
    """θ at the start of each round, and after the last."""
    thetas = [START]
    for _ in range(ROUNDS):
        thetas.append(round(nudge_down(lambda t: parcel_losses(t).mean(), thetas[-1], NUDGE), 3))
    return tuple(thetas)


def _box(ax, x, y, title, text, color, active) -> None:
    """A box of the loop; the one whose turn it is is filled. There is no axis, so boxes may use its margin."""
    for look in ({"fc": color, "ec": "none", "alpha": 0.22 if active else 0.06}, {"fc": "none", "ec": color}):
        ax.add_patch(Rectangle((x, y), 3.85, 1.5, **look, lw=3 if active else 1.3, clip_on=False))
    note(ax, x + 1.92, y + 1.02, title, color)
    note(ax, x + 1.92, y + 0.45, text, style.INK, weight="normal", size=12)


def _arrow(ax, start, end, color) -> None:
    step = np.subtract(end, start)
    ax.quiver(*start, *step, angles="xy", scale_units="xy", scale=1, color=color, width=0.009, zorder=3)


@demo(
    size=(400, 290),
    moment=Slider(1, 3 * ROUNDS, step=1, start=2, label="moment", play=True),
)
def training_loop(ax, moment):
    """Press Play: follow the numbers round the loop, five times.

    A diagram of training. Input and model give predictions; predictions and targets give the loss; the loss decides
    how theta is changed; and the changed theta goes back into the model. The box whose turn it is is filled.
    """
    ax.set(xlim=(0, 11), ylim=(0, 6.7))
    ax.set_axis_off()
    turn, stage = divmod(moment - 1, 3)
    thetas = loop_record()
    theta, after = thetas[turn], thetas[turn + 1]
    loss = parcel_losses(theta).mean()
    kilos = ", ".join(shown(k) for k in theta * BOOKS)
    _box(ax, -1.45, 5.1, "input x", "2, 4, 6 books", style.BLUE, False)
    _box(ax, 2.95, 5.1, "model θ · x", f"θ = {shown(theta)}", style.INK, stage == 0)
    _box(ax, 7.35, 5.1, "prediction ŷ", f"{kilos} kg", style.ORANGE, stage == 0)
    _box(ax, 7.35, 2.6, "loss", f"{shown(loss, 3)} kg²" if stage else "?", style.RED, stage == 1)
    _box(ax, 7.35, 0.1, "target y", "1.5, 2.5, 2.5 kg", style.BLUE, False)
    _box(ax, 2.95, 2.6, "update", f"θ → {shown(after)}" if stage == 2 else "?", style.GREEN, stage == 2)
    for start, end in (((2.4, 5.85), (2.95, 5.85)), ((6.8, 5.85), (7.35, 5.85)), ((9.25, 5.1), (9.25, 4.1))):
        _arrow(ax, start, end, style.MUTED)
    _arrow(ax, (9.25, 1.6), (9.25, 2.6), style.MUTED)
    _arrow(ax, (7.35, 3.35), (6.8, 3.35), style.MUTED)
    _arrow(ax, (4.87, 4.1), (4.87, 5.1), style.GREEN)
    _draw_history(ax, turn, stage)
    return _told(stage, theta, after, loss)


def _draw_history(ax, turn: int, stage: int) -> None:
    """Which moment this is, and every loss so far."""
    note(ax, -1.45, 3.65, f"round {turn + 1} of {ROUNDS}:", style.INK, ha="left")
    note(ax, -1.45, 3, STAGES[stage], style.INK, ha="left", weight="normal")
    losses = [fixed(parcel_losses(theta).mean(), 2) for theta in loop_record()[: turn + (stage > 0)]]
    note(ax, -1.45, 1.2, "losses so far, kg²", style.RED, ha="left")
    note(ax, -1.45, 0.5, ", ".join(losses), style.RED, ha="left", weight="normal", size=12)


def _told(stage: int, theta: float, after: float, loss: float) -> str:
    if stage == 0:
        kilos = ", ".join(shown(k) for k in theta * BOOKS)
        return f"Predict: with θ = {shown(theta)} the parcels should weigh {kilos} kg."
    if stage == 1:
        squares = " + ".join(shown(square, 4) for square in parcel_losses(theta))
        return f"Compare: mean squared miss ({squares}) / 3 = {shown(loss, 3)} kg²."
    less, more = (shown(parcel_losses(theta + step).mean(), 3) for step in (-NUDGE, NUDGE))
    verdict = f"so θ becomes {shown(after)}" if after != theta else "both worse, so θ stays"
    return f"Update: {less} kg² at θ − 0.1, {more} kg² at θ + 0.1: {verdict}."


# ── Four mails: what a loss sees, and what accuracy sees ────────────────────────────────────────────────────

SPAM = np.array([1, 1, 0, 0])
CHANCES = (0.05, 0.2, 0.4, 0.6, 0.8, 0.95)  # 0.5 is left out, where the answer would be neither
FIRST = (0.6, 0.4, 0.4, 0.2)


def right_and_loss(chances) -> tuple[int, NDArray]:
    """How many of the four mails are on the right side of one half, and the log loss of each."""
    chances = np.asarray(chances, dtype=float)
    return int(((chances > 0.5) == SPAM).sum()), binary_cross_entropy(probability=chances, label=SPAM)


def _mail(k: int) -> Slider:
    name = f"mail {k + 1} ({'spam' if SPAM[k] else 'not spam'})"
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

    Left, the chance of being spam that a model gives to four mails, with a dashed line at one half; small blue marks
    show the truth, 1 for the two spam mails and 0 for the others. Right, each mail's log loss as a bar, and their mean
    as a dashed line.
    """
    left, right = axes
    chances = np.array([a, b, c, d])
    hits, each = right_and_loss(chances)
    left.set(xlim=(-0.6, 3.6), ylim=(-0.08, 1.25), title="chance of spam, q")
    left.set_yticks([0, 0.5, 1])
    right.set(xlim=(-0.6, 3.6), ylim=(0, 3.5), title=f"log loss, mean {fixed(each.mean())}")
    for ax in axes:
        ax.set_xticks(range(4), ["spam", "spam", "not", "not"])
        ax.grid(axis="x", visible=False)
    left.axhline(0.5, **style.guide)
    left.vlines(range(4), SPAM, chances, color=style.RED, lw=3, alpha=0.35)
    left.plot(range(4), SPAM, ls="", marker="D", ms=7, color=style.BLUE, clip_on=False)
    left.plot(range(4), chances, **style.handle, color=style.ORANGE, clip_on=False)
    right.bar(range(4), each, width=0.62, color=style.RED, alpha=0.75)
    right.axhline(each.mean(), color=style.RED, lw=1.5, ls=(0, (4, 3)))
    for k in range(4):
        good = (chances[k] > 0.5) == SPAM[k]
        note(left, k, 1.17, "right" if good else "wrong", style.PURPLE if good else style.MUTED, size=12)
        note(right, k, 3.27, fixed(each[k], 2), style.RED, size=12)
    start_right, start = right_and_loss(FIRST)
    return (
        f"Accuracy {hits} of 4, {_moved(hits, start_right, 0)}.\n"
        f"Mean log loss {fixed(each.mean())}, {_moved(each.mean(), start.mean(), 3)}."
    )


def _moved(now: float, before: float, digits: int) -> str:
    if abs(now - before) < 1e-9:
        return "the same as at the start"
    return f"{'up' if now > before else 'down'} from {fixed(before, digits)} at the start"
