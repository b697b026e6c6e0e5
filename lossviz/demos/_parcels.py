"""Three parcels and one parameter: the loop that predicts, compares and changes θ."""

from functools import cache

import numpy as np
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from lossviz import Slider, demo, style
from lossviz.demos._draw import note, shown, unbroken
from lossviz.losses import squared_error

NAN = float("nan")
BOOKS = np.array([2, 4, 6])
KILOS = np.array([1.5, 2.5, 2.5])


def parcel_losses(theta) -> NDArray:
    """The squared miss of each parcel, in kg², a row for each θ."""
    predictions = np.multiply.outer(np.asarray(theta, dtype=float), BOOKS)
    return squared_error(predictions, np.broadcast_to(KILOS, predictions.shape))


START, NUDGE, ROUNDS = 0.9, 0.1, 6
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


@demo(axes=2, size=(352, 290), moment=Slider(1, 3 * ROUNDS, step=1, start=1, label="moment", play=True))
def training_loop(axes, moment):
    """Press Play: follow the numbers round the loop.

    A diagram of training. Input and model give predictions; predictions and targets give the loss; the loss decides
    how theta is changed; and the changed theta goes back into the model. The box whose turn it is is filled. Beside it,
    the parcels with the line of the model, and a small graph of the losses that were computed so far, against theta.
    """
    diagram, parcels = axes
    turn, stage = divmod(moment - 1, 3)
    thetas = loop_record()
    theta, after = thetas[turn], thetas[turn + 1]
    loss = parcel_losses(theta).mean()
    _draw_boxes(diagram, stage, theta, after, loss)
    diagram.set_title(f"round {turn + 1}: {STAGES[stage]}")
    _draw_line(parcels, stage, after if stage == 2 else theta)
    _draw_losses(parcels, stage, thetas[: turn + 1], after)
    return _told(stage, theta, after, loss)


def _box(ax, x, y, title, text, color, active) -> None:
    """A box of the loop; the one whose turn it is is filled. There is no axis, so boxes may use its margin."""
    for look in ({"fc": color, "ec": "none", "alpha": 1 if active else 0.06}, {"fc": "none", "ec": color}):
        ax.add_patch(Rectangle((x, y), 3.85, 1.5, **look, lw=1.3, clip_on=False))
    note(ax, x + 1.92, y + 1.02, title, style.PAPER if active else color)
    note(ax, x + 1.92, y + 0.45, text, style.PAPER if active else style.INK, weight="normal", size=12)


def _arrow(ax, start, end, color) -> None:
    step = np.subtract(end, start)
    ax.quiver(*start, *step, angles="xy", scale_units="xy", scale=1, color=color, width=0.009, zorder=3)


def _draw_boxes(ax, stage: int, theta: float, after: float, loss: float) -> None:
    ax.set(xlim=(0, 11), ylim=(0, 6.7))
    ax.set_axis_off()
    kilos = ", ".join(shown(k) for k in theta * BOOKS)
    _box(ax, -1.45, 5.1, "input x", "2, 4, 6 books", style.BLUE, False)
    _box(ax, 2.95, 5.1, "model θ · x", f"θ = {shown(theta)}", style.ORANGE, stage == 0)
    _box(ax, 7.35, 5.1, "prediction ŷ", f"{kilos} kg", style.ORANGE, stage == 0)
    _box(ax, 7.35, 2.6, "loss", f"{shown(loss, 3)} kg²" if stage else "?", style.RED, stage == 1)
    _box(ax, 7.35, 0.1, "target y", "1.5, 2.5, 2.5 kg", style.BLUE, False)
    _box(ax, 2.95, 2.6, "update", f"θ → {shown(after)}" if stage == 2 else "?", style.GREEN, stage == 2)
    for start, end in (((2.4, 5.85), (2.95, 5.85)), ((6.8, 5.85), (7.35, 5.85)), ((9.25, 5.1), (9.25, 4.1))):
        _arrow(ax, start, end, style.MUTED)
    _arrow(ax, (9.25, 1.6), (9.25, 2.6), style.MUTED)
    _arrow(ax, (7.35, 3.35), (6.8, 3.35), style.MUTED)
    _arrow(ax, (4.87, 4.1), (4.87, 5.1), style.GREEN)


def _draw_line(ax, stage: int, theta: float) -> None:
    """The parcels and the line of the model; its misses as soon as they are compared."""
    ax.set(xlim=(0, 7.2), ylim=(0, 9), xlabel="books x", title="weight, kg")
    ax.set_xticks([0, 2, 4, 6])
    ax.set_yticks([0, 2, 4, 6])
    ax.grid(visible=False)
    ax.plot([0, 7.2], [0, 7.2 * theta], **style.secant)
    for x, y in zip(BOOKS, KILOS, strict=True):
        ax.plot([x, x], [y, theta * x if stage == 1 else NAN], color=style.RED, lw=5, solid_capstyle="butt")
        ax.plot(x, theta * x, **style.dot, color=style.ORANGE)
        ax.plot(x, y, **style.dot, color=style.BLUE)
    note(ax, 7.1, 1.5, "targets", style.BLUE, ha="right")
    note(ax, 6.2, 7.2 * theta + 0.6, "model", style.ORANGE, ha="right")


def _draw_losses(ax, stage: int, thetas: tuple[float, ...], after: float) -> None:
    """A small graph in the corner: the loss against θ, wherever it was computed."""
    left, low, wide, high = 0.75, 5.2, 2.9, 0.85  # of θ = 0.4 and of 0 kg²; how much is 0.5 of θ, how much 1 kg²

    def place(theta):
        theta = np.asarray(theta, dtype=float)
        return left + (theta - 0.4) / 0.5 * wide, low + high * parcel_losses(theta).mean(axis=-1)

    known = thetas[: len(thetas) - (stage == 0)]
    tried = [thetas[-1] - NUDGE, thetas[-1] + NUDGE if thetas[-1] < START else NAN] if stage == 2 else [NAN, NAN]
    ax.plot([left - 0.35, left - 0.35, left + wide + 0.3], [8.5, low, low], color=style.MUTED, lw=1)
    ax.plot(*place(known), color=style.RED, lw=1.5, marker="o", ms=6)
    ax.plot(*place(tried), ls="", marker="o", ms=6, mfc=style.PAPER, mec=style.RED, mew=1.5)
    ax.plot(*place(after if stage == 2 else thetas[-1] if stage else NAN), **style.dot, color=style.RED)
    note(ax, left - 0.2, 8.55, "loss so far", style.RED, ha="left", size=12)
    note(ax, left - 0.2, 7.9, "○ tried" if stage == 2 else "", style.RED, ha="left", size=12, weight="normal")
    for theta in (0.5, 0.7, 0.9):
        note(ax, place(theta)[0], low - 0.38, shown(theta), style.INK, size=12, weight="normal")
    note(ax, left + wide + 0.5, low - 0.05, "θ", style.INK, ha="left", size=12)


def _told(stage: int, theta: float, after: float, loss: float) -> str:
    if stage == 0:
        kilos = ", ".join(shown(k) for k in theta * BOOKS)
        return f"Predict: with θ = {shown(theta)} the parcels should weigh {kilos} kg."
    if stage == 1:
        squares = " + ".join(shown(square, 4) for square in parcel_losses(theta))
        return f"Compare: mean squared miss ({squares}) / 3 = {shown(loss, 3)} kg²."
    less, more = (shown(parcel_losses(theta + step).mean(), 3) for step in (-NUDGE, NUDGE))
    verdict = f"so θ becomes {shown(after)}" if after != theta else "both are worse, so θ stays"
    costs = (unbroken(f"{less} kg² at θ − 0.1"), unbroken(f"{more} kg² at θ + 0.1"))
    return f"Update: {', '.join(costs)}: {verdict}."
