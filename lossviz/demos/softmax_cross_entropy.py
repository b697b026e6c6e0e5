"""The demos of the chapter on softmax: three stages, shifts, slopes, softmax twice, smoothed labels, indexing."""

import math

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from lossviz import Challenge, Choice, Slider, Toggle, demo, style
from lossviz._checks import Array
from lossviz.demos._draw import fixed, note, shown
from lossviz.information import entropy
from lossviz.losses import softmax, softmax_cross_entropy, softmax_cross_entropy_grad, softmax_grad

NAN = float("nan")
CLASSES = ("cat", "dog", "owl")
PLACES = np.arange(3)


def name_classes(ax: Axes) -> None:
    ax.set(xlim=(-0.6, 2.6))
    ax.set_xticks(PLACES, CLASSES)
    ax.grid(axis="x", visible=False)


def draw_logits(ax: Axes, logits) -> None:
    """A bar for each logit, up or down from 0, with a handle at its end."""
    ax.set(ylim=(-4, 4), title="1. logits z")
    name_classes(ax)
    ax.axhline(0, color=style.MUTED, lw=1)
    ax.bar(PLACES, logits, width=0.6, color=style.ORANGE, alpha=0.4, lw=0)
    ax.plot(PLACES, logits, **style.handle, color=style.ORANGE)


def number_bars(ax: Axes, places, values, color: str, gap: float, **look) -> None:
    """The number of each bar at its end, above or below; nan is left out."""
    for place, value in zip(places, values, strict=True):
        text = fixed(value) if math.isfinite(value) else ""
        note(ax, place, value + math.copysign(gap, value) if text else 0, text, color, size=12, **look)


# ── Logits, softmax, cross-entropy ──────────────────────────────────────────────────────────────────────────

CHANCE = np.geomspace(0.002, 1, 60)
BARS = np.array([-0.7, -1.4, -2.1])  # where the bars of softmax lie, below the 0 of the loss


def plainly(power: float) -> str:
    """A power of e with about three figures and no exponent, as long as it does not vanish."""
    if power >= 100:
        return f"{power:,.0f}"
    return shown(power, 2) if power >= 0.1 else f"{power:.1g}" if power >= 0.001 else shown(power, 6)


def _by_temperature(cat: float, dog: float, owl: float, temperature: float) -> bool:
    logits = np.array([cat, dog, owl])
    return (cat, dog, owl) == (2, 1, -1) and softmax_cross_entropy(logits=logits / temperature, label=0) < 0.1


@demo(
    axes=2,
    size=(352, 320),
    cat=Slider(-3, 3, step=1, start=2, label="cat (true)", drag="y", grip=0),
    dog=Slider(-3, 3, step=1, start=1, label="dog", drag="y", grip=1),
    owl=Slider(-3, 3, step=1, start=-1, label="owl", drag="y", grip=2),
    temperature=Slider(stops=[0.25, 0.5, 1, 2, 4], start=1, label="temperature T"),
    challenge=Challenge("bring the loss below 0.1 by the temperature alone.", _by_temperature),
)
def softmax_three_stages(axes, cat, dog, owl, temperature):
    """The picture shows a cat. Drag the three logits and follow the cat through 1, 2, 3.

    Stage 1, left: the logits of cat, dog and owl as upright bars that can be dragged. Stage 2, right and below:
    their softmax, three level bars from 0 to 1 that sum to 1. Stage 3, right and above: from the end of the cat's
    bar a line leads up to the curve of minus log q, and the height there is the loss.
    """
    left, right = axes
    logits = np.array([cat, dog, owl])
    q = softmax(logits / temperature)
    loss = float(softmax_cross_entropy(logits=logits / temperature, label=0))
    draw_logits(left, logits)
    draw_surprise(right, q, loss)
    powers = np.exp(logits / temperature)
    weights = " : ".join(plainly(power) for power in powers)
    share = f"{plainly(powers[0])} / {plainly(powers.sum())} = {fixed(q[0])}"
    return f"Weights e^(z/T): {weights}.\nq(cat) = {share}; loss −log q(cat) = {fixed(loss)} nats"


def draw_surprise(ax: Axes, q, loss: float) -> None:
    """Softmax as level bars, and above the same axis the curve −log q; a loss off the picture is an arrow."""
    ax.set(xlim=(-0.03, 1.27), ylim=(-2.6, 5.4), xlabel="2. softmax q", title="3. loss −log q(cat)")
    ax.set_yticks([*BARS, *range(6)], [*CLASSES, *"012345"])
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.5", "0.75", "1"])
    ax.axhline(0, color=style.MUTED, lw=1)
    for place, share, alpha in zip(BARS, q, (1, 0.45, 0.45), strict=True):
        ax.barh(place, share, height=0.52, color=style.ORANGE, alpha=alpha, lw=0)
        note(ax, share + 0.02, place, fixed(share), style.ORANGE, ha="left", size=12)
    ax.plot(CHANCE, -np.log(CHANCE), color=style.RED, lw=3)
    off = loss > 5.2
    height = min(loss, 5.2)
    ax.plot([q[0], q[0], -0.03], [BARS[0], height, height], **style.guide)
    ax.plot(q[0], NAN if off else loss, **style.handle, color=style.RED)
    note(ax, q[0] + 0.07, 5, "↑" if off else "", style.RED, size=18)
    note(ax, 1.22, 4.6, fixed(loss), style.RED, ha="right", size=17)


# ── A shift of all logits, on paper and in a computer ───────────────────────────────────────────────────────

LOGITS = np.array([2.0, 1.0, -1.0])
# From the smallest to the largest exponent whose power the format can hold.
FORMATS = {"64 bits": (np.float64, -745, 709.8), "32 bits": (np.float32, -103.3, 88.7)}
SHIFTS = [-1000, -900, -800, -745, -700, -600, -500, -400, -300, -200, -104, -90, -50, -10, 0, 10, 50, 80, 87]
SHIFTS += [100, 200, 300, 400, 500, 600, 700, 708, 800, 900, 1000]


def plain_softmax(z: Array) -> Array:
    """The formula taken literally: it overflows and underflows as the reader's own would."""
    with np.errstate(all="ignore"):
        powers = np.exp(z)
        return powers / powers.sum()


@demo(
    axes=2,
    shift=Slider(stops=SHIFTS, start=700, label="added to all logits", format="{:.0f}", drag="y", grip=0),
    largest=Toggle(label="take the largest off first"),
    format=Choice(*FORMATS, label="numbers of"),
)
def softmax_shift(axes, shift, largest, format):
    """Push all three logits up, then down: where does the plain formula break?

    Left, the exponents of three classes as dots on a scale from −1000 to 1000, with a band that marks the exponents
    whose power of e the computer can hold. Right, the softmax as computed: three bars, or the word nan where the
    powers left the band. With the largest taken off first the dots stay at 0.
    """
    left, right = axes
    kind, low, high = FORMATS[format]
    z = (LOGITS + shift).astype(kind)
    exponents = z - z.max() if largest else z
    q = plain_softmax(exponents)
    draw_exponents(left, exponents, shift, low, high)
    right.set(ylim=(0, 1.14), title="softmax, as computed")
    name_classes(right)
    right.bar(PLACES, softmax(LOGITS), width=0.74, facecolor="none", edgecolor=style.MUTED, lw=1.5, ls="--")
    right.bar(PLACES, q, width=0.5, color=style.ORANGE, lw=0)
    number_bars(right, PLACES, q, style.ORANGE, 0.07, bbox={"fc": style.PAPER, "ec": "none", "pad": 1})
    for place, share in enumerate(q):
        note(right, place, 0.12, "" if math.isfinite(share) else "nan", style.RED, size=15)
    return shift_in_words(shift, exponents, q)


def draw_exponents(ax: Axes, exponents, shift: float, low: float, high: float) -> None:
    ax.set(ylim=(-1150, 1150), title="exponents")
    name_classes(ax)
    ax.axhspan(low, high, color=style.BLUE, alpha=0.13, lw=0)
    note(ax, 1.5, (low + high) / 2, "eᶻ fits", style.BLUE, size=12, weight="normal")
    note(ax, 2.5, 1060, "∞", style.RED, ha="right", size=16)
    note(ax, 2.5, -1060, "0", style.RED, ha="right", size=14)
    ax.plot(PLACES[1:], exponents[1:], **style.dot, color=style.ORANGE)
    ax.plot(0, exponents[0], **style.handle, color=style.ORANGE)


def shift_in_words(shift: float, exponents, q) -> str:
    with np.errstate(all="ignore"):
        top = float(np.exp(exponents).max())
    given = f"Logits {', '.join(shown(z + shift, 0) for z in LOGITS)}. "
    largest = f"Largest power e^{shown(float(exponents.max()), 0)}"
    if np.allclose(q, softmax(LOGITS), atol=1e-4):
        return given + f"{largest} fits: softmax is {', '.join(map(fixed, q))}, as without the shift."
    if math.isinf(top):
        return given + f"{largest} becomes ∞, and ∞/∞ is nan."
    if top == 0:
        return given + "All powers become 0, and 0/0 is nan."
    return given + "The powers are near 0 and hardly have digits left:\nwrong numbers, and no warning."


# ── The slopes: q − y ───────────────────────────────────────────────────────────────────────────────────────

TARGETS = {"cat": (1, 0, 0), "dog": (0, 1, 0), "owl": (0, 0, 1), "half cat, half dog": (0.5, 0.5, 0)}


@demo(
    axes=2,
    target=Choice(*TARGETS, label="truth y"),
    cat=Slider(-3, 3, step=0.5, start=2, label="logit of cat"),
    dog=Slider(-3, 3, step=0.5, start=1, label="logit of dog"),
)
def softmax_slopes(axes, target, cat, dog):
    """Shrink the green bars as far as you can. What do they sum to on the way?

    Left, for cat, dog and owl, the softmax q in orange beside the target y in blue; the owl's logit rests at −1.
    Right, the slopes q minus y in green, above 0 where q is too high and below 0 where it is too low. Above and
    below, the bars are equally long in all: their sum is 0.
    """
    left, right = axes
    logits, y = np.array([cat, dog, -1.0]), np.array(TARGETS[target], float)
    q, slopes = softmax(logits), softmax_cross_entropy_grad(logits=logits, label=y)
    left.set(ylim=(0, 1.14), title="blue target y, orange softmax q")
    name_classes(left)
    left.bar(PLACES - 0.2, y, width=0.36, color=style.BLUE, lw=0)
    left.bar(PLACES + 0.2, q, width=0.36, color=style.ORANGE, lw=0)
    number_bars(left, PLACES + 0.04, q, style.ORANGE, 0.06, ha="left")
    right.set(ylim=(-1.25, 1.25), title="slopes q − y")
    name_classes(right)
    right.axhline(0, color=style.MUTED, lw=1)
    right.bar(PLACES, slopes, width=0.6, color=style.GREEN, lw=0)
    number_bars(right, PLACES, slopes, style.GREEN, 0.12)
    loss = float(softmax_cross_entropy(logits=logits, label=y))
    each = ", ".join(f"{name} {fixed(slope)}" for name, slope in zip(CLASSES, slopes, strict=True))
    total = shown(float(slopes.sum()), 9)
    return f"Slopes: {each}; their sum is {total}.\nA step downhill goes against them. Loss {fixed(loss)} nats"


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
