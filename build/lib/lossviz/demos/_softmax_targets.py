"""Demos of softmax cross-entropy in use: softmax twice, smoothed labels, one pick a row."""

import math

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from lossviz import Choice, Slider, Toggle, demo, style
from lossviz._checks import Array
from lossviz.demos._draw import fixed, note
from lossviz.information import entropy
from lossviz.losses import softmax, softmax_cross_entropy, softmax_cross_entropy_grad, softmax_grad

NAN = float("nan")


def number_bars(ax: Axes, places, values, color: str, gap: float, **look) -> None:
    """The number of each bar at its end, above or below; nan is left out."""
    for place, value in zip(places, values, strict=True):
        text = fixed(value) if math.isfinite(value) else ""
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
    twice=Toggle(start=True, label="softmax before the loss"),
    lead=Slider(-4, 10, step=0.5, start=6, label="lead of the true class", drag="x", panel="all"),
    classes=Choice("2", "3", "10", "100", start="3", label="classes"),
)
def double_softmax(axes, twice, lead, classes):
    """Raise the lead of the true class: how low does the loss get with softmax applied twice?

    Left, the loss against how far the true logit leads the others: computed from logits it falls towards 0; with
    a softmax before it, it stops at a floor that is marked by a dashed line. Right, the slopes of both: that of the
    doubled one is near 0 at either end.
    """
    left, right = axes
    number = int(classes)
    floor = math.log(1 + (number - 1) / math.e)
    left.set(xlim=(-4.5, 10.5), ylim=(-0.5, 9.2), xlabel="lead of the true logit", title="loss in nats")
    right.set(xlim=(-4.5, 10.5), ylim=(-1.12, 0.2), xlabel="lead of the true logit", title="slope in the true logit")
    curves, here = ([loss_and_slope(x, number, both) for both in (False, True)] for x in (LEAD, np.float64(lead)))
    for which, ax in enumerate(axes):
        ax.plot(LEAD, curves[0][which], color=style.RED, lw=3, alpha=0.35 if twice else 1)
        ax.plot(LEAD, curves[1][which] if twice else LEAD * NAN, color=style.PURPLE, lw=3)
        ax.plot([lead, lead], [-9, here[twice][which]], **style.guide)
        ax.plot(lead, here[twice][which], **style.handle, color=style.PURPLE if twice else style.RED)
    left.axhline(floor if twice else NAN, **style.guide | {"color": style.PURPLE})
    note(left, 10.3, 8.4, "from logits", style.RED, ha="right")
    note(left, 10.3, 7.6, f"softmax twice: floor {fixed(floor)}" if twice else "", style.PURPLE, ha="right")
    loss, slope = (float(x) for x in here[twice])
    q = softmax(against_equals(lead, number))[0]
    says = f"q(true) = {fixed(q)}: loss {fixed(loss)} nats, slope {fixed(slope, 4)}."
    return says + (f"\nNo lead brings it below log(1 + {number - 1}/e) = {fixed(floor)}." if twice else "")


# ── Label smoothing ─────────────────────────────────────────────────────────────────────────────────────────

LEADS = np.linspace(-1, 10, 56)


def best_lead(smoothing: float, classes: int) -> float:
    return math.log1p(classes * (1 - smoothing) / smoothing) if smoothing else math.inf


@demo(
    axes=2,
    smoothing=Slider(stops=[0, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5], start=0.1, label="ε"),
    lead=Slider(-1, 10, step=0.5, start=8, label="lead of the true class", drag="x", panel=1),
    classes=Choice("3", "10", start="3", label="classes"),
)
def smoothed_labels(axes, smoothing, lead, classes):
    """Find the lead with the lowest loss. Then drag ε to 0: where has the lowest point gone?

    Left, the smoothed target in blue beside the model's softmax in orange, for the true class and for each of
    the others. Right, the loss against the lead of the true logit: a valley whose lowest point is marked, further
    to the right the smaller ε is. At ε = 0 the curve falls without end.
    """
    left, right = axes
    number = int(classes)
    y = np.full(number, smoothing / number) + (1 - smoothing) * np.eye(number)[0]
    q = softmax(against_equals(lead, number))
    rows = against_equals(np.append(LEADS, lead), number)
    *curve, loss = softmax_cross_entropy(logits=rows, label=0, label_smoothing=smoothing)
    draw_target(left, y, q)
    best, floor = best_lead(smoothing, number), float(entropy(y, base=math.e))
    draw_valley(right, curve, best, floor)
    right.plot(lead, loss, **style.handle, color=style.ORANGE)
    where = f"lowest at lead {fixed(best, 2)}, {fixed(floor)}" if smoothing else "no lowest point: it falls for ever"
    return (
        f"y(true) = 1 − ε + ε/K = {fixed(y[0])}, each other ε/K = {fixed(y[1])}; q(true) = {fixed(q[0])}.\n"
        f"Loss {fixed(float(loss))} nats; {where}"
    )


def draw_target(ax: Axes, y, q) -> None:
    ax.set(xlim=(-0.6, 1.6), ylim=(0, 1.14), title="blue target y, orange model q")
    ax.set_xticks([0, 1], ["true class", "each other"])
    ax.grid(axis="x", visible=False)
    for at, values, color in ((-0.2, y[:2], style.BLUE), (0.2, q[:2], style.ORANGE)):
        ax.bar([at, 1 + at], values, width=0.36, color=color, lw=0)
        number_bars(ax, [at, 1 + at], values, color, 0.06)


def draw_valley(ax: Axes, curve, best: float, floor: float) -> None:
    ax.set(xlim=(-1.5, 10.5), ylim=(-0.25, 5), xlabel="lead of the true logit", title="loss in nats")
    ax.plot(LEADS, curve, color=style.RED, lw=3)
    place = best if math.isfinite(best) else NAN
    ax.plot([place, place], [-0.25, floor], **style.guide)
    ax.plot(place, floor, **style.dot, color=style.BLUE)


# ── One number a row: which cells an index picks ────────────────────────────────────────────────────────────

Q = np.array([[0.7, 0.25, 0.05], [0.1, 0.8, 0.1], [0.2, 0.3, 0.5]])
ROWS = np.arange(3)
PICKS = {
    "q[np.arange(n), y]": lambda y: Q[ROWS, y],
    "q[np.arange(n)][y]": lambda y: Q[ROWS][y],
    "q[:, y]": lambda y: Q[:, y],
}


@demo(
    axes=2,
    size=(352, 260),
    index=Choice(*PICKS, start="q[np.arange(n)][y]", label="index"),
    first=Slider(0, 2, step=1, start=0, label="y of row 0"),
    second=Slider(0, 2, step=1, start=1, label="y of row 1"),
    third=Slider(0, 2, step=1, start=1, label="y of row 2"),
)
def pick_one_each(axes, index, first, second, third):
    """Change the index and the labels: which of the three picks one number a sample?

    Left, a table of probabilities, one row a sample and one column a class, with the true class of each row
    framed in blue. Right, what the index returns: three numbers, or a whole table of three rows and three columns.
    """
    left, right = axes
    y = np.array([first, second, third])
    got = PICKS[index](y)
    draw_table(left, "q, true class framed", Q, [f"row {row}" for row in ROWS])
    for row, column in enumerate(y):
        left.add_patch(Rectangle((column - 0.42, row - 0.4), 0.84, 0.8, fc="none", ec=style.BLUE, lw=3))
    draw_table(right, f"returns shape {got.shape}", got if got.ndim == 2 else got[:, None], [""] * 3)
    mean = fixed(float(-np.log(got).mean()))
    if got.ndim == 1:
        return f"{index} with y = {y.tolist()}: one number a sample.\nMean of −log: {mean} nats, the loss"
    how = "rows of q, chosen by y" if "arange" in index else "columns of q, chosen by y"
    return f"{index} with y = {y.tolist()}: whole {how}.\nMean of −log: {mean}. No error, and not the loss"


def draw_table(ax: Axes, title: str, table: Array, names: list[str]) -> None:
    """Numbers in rows and columns; a table with one column leaves the other two empty."""
    ax.set(xlim=(-0.6, 2.6), ylim=(2.6, -0.6), title=title)
    ax.set_xticks(ROWS, [name.replace("row", "class") for name in names])
    ax.set_yticks(ROWS, names)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ax.grid(visible=False)
    cells = np.full((3, 3), NAN)
    cells[:, : table.shape[1]] = table
    for (row, column), value in np.ndenumerate(cells):
        note(ax, column, row, "" if math.isnan(value) else f"{value:.2f}", style.ORANGE, size=15)
