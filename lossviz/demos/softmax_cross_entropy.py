"""The demos of the chapter on softmax: three stages, shifts, slopes, softmax twice, smoothed labels, indexing."""

import math

import numpy as np
from matplotlib.axes import Axes

from lossviz import Challenge, Choice, Slider, Toggle, demo, mark, style
from lossviz._checks import Array
from lossviz.demos._draw import before_signs, fixed, note, shown, unbroken, way
from lossviz.demos._softmax_numbers import share, sum_and_share
from lossviz.demos._softmax_picks import Q, pick_one_each  # noqa: F401
from lossviz.demos._softmax_targets import double_softmax, loss_and_slope, number_bars, smoothed_labels  # noqa: F401
from lossviz.engine.numbers import raised
from lossviz.losses import softmax, softmax_cross_entropy, softmax_cross_entropy_grad

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
    ax.bar(PLACES, logits, width=0.6, color=style.ORANGE, alpha=0.5, lw=0)
    ax.plot(PLACES, logits, **style.handle, color=style.ORANGE)


# ── Logits, softmax, cross-entropy ──────────────────────────────────────────────────────────────────────────

NARROW = 34  # letters of a readout that a phone shows in one line
CHANCE = np.geomspace(0.002, 1, 60)
BARS = np.array([-0.7, -1.4, -2.1])  # where the bars of softmax lie, below the 0 of the loss


def _by_temperature(cat: float, dog: float, owl: float, temperature: float) -> bool:
    logits = np.array([cat, dog, owl])
    return (cat, dog, owl) == (2, 1, -1) and softmax_cross_entropy(logits=logits / temperature, label=0) < 0.1


@demo(
    axes=2,
    size=(352, 302),
    cat=Slider(-3, 3, step=1, start=2, label="cat (true)", drag="y", grip=0),
    dog=Slider(-3, 3, step=1, start=1, label="dog", drag="y", grip=1),
    owl=Slider(-3, 3, step=1, start=-1, label="owl", drag="y", grip=2),
    temperature=Slider(stops=[0.25, 0.5, 1, 2, 4], start=1, label="temperature\N{NO-BREAK SPACE}T"),
    challenge=Challenge("bring the loss below 0.1 by the temperature alone.", _by_temperature),
)
def softmax_three_stages(axes, cat, dog, owl, temperature):
    """The picture shows a cat. Drag the three logits and follow the cat through 1, 2, 3.

    Stage 1, a panel of its own: the logits of cat, dog and owl as upright bars that can be dragged. Stage 2, the lower
    part of the other panel: their softmax, three level bars from 0 to 1 that sum to 1. Stage 3, above them: from the
    end of the cat's bar a line leads up to the curve of minus log q, and the height there is the loss.
    """
    left, right = axes
    logits = np.array([cat, dog, owl])
    q = softmax(logits / temperature)
    loss = float(softmax_cross_entropy(logits=logits / temperature, label=0))
    draw_logits(left, logits)
    draw_surprise(right, q, loss)
    weights, of_the_cat = sum_and_share(np.exp(logits / temperature))
    told = before_signs(f"{unbroken('loss −log q(cat)')} = {unbroken(f'{fixed(loss)} nats')}")
    return f"Weights exp(z/T): {_in_a_line(f'{weights}.')}\n{_in_a_line(f'q(cat) = {of_the_cat};')} {told}."


def _in_a_line(formula: str) -> str:
    """In a piece where a phone has room for it."""
    return unbroken(formula) if len(formula) <= NARROW else before_signs(formula)


def draw_surprise(ax: Axes, q, loss: float) -> None:
    """Softmax as level bars, and above the same axis the curve −log q; a loss off the picture is an arrow."""
    ax.set(xlim=(-0.03, 1.27), ylim=(-2.6, 5.4), xlabel="2. softmax q", title="3. loss −log q(cat)")
    ax.set_yticks([*BARS, *range(6)], [*CLASSES, *"012345"])
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.5", "0.75", "1"])
    ax.axhline(0, color=style.MUTED, lw=1)
    for place, each, alpha in zip(BARS, q, (1, 0.55, 0.55), strict=True):
        ax.barh(place, each, height=0.52, color=style.ORANGE, alpha=alpha, lw=0)
        note(ax, each + 0.02, place, share(each), style.ORANGE, ha="left", size=12)
    ax.plot(CHANCE, -np.log(CHANCE), color=style.RED, lw=3)
    ax.plot([q[0], q[0], -0.03], [BARS[0], loss, loss], **style.guide)
    mark(ax, q[0], loss, style.handle, style.RED, "")
    note(ax, 1.22, 4.6, fixed(loss), style.RED, ha="right", size=17)


# ── A shift of all logits, on paper and in a computer ───────────────────────────────────────────────────────

LOGITS = np.array([2.0, 1.0, -1.0])
# From the smallest to the largest exponent whose power the format can hold.
FORMATS = {
    "float64": (np.float64, -745.1, 709.8),
    "float32": (np.float32, -103.97, 88.72),
    "float16": (np.float16, -17.3, 11.09),
}
SHIFTS = [-1000, -900, -800, -745, -700, -600, -500, -400, -300, -200, -104, -90, -50, -16, -5, 0, 5, 9, 50, 80, 87]
SHIFTS += [100, 200, 300, 400, 500, 600, 700, 708, 800, 900, 1000]


def plain_softmax(z: Array) -> Array:
    """The formula taken literally: it overflows and underflows as the reader's own would."""
    with np.errstate(all="ignore"):
        powers = np.exp(z)
        return powers / powers.sum()


@demo(
    axes=2,
    shift=Slider(stops=SHIFTS, start=0, label="added to all", format="{:,.0f}", drag="y", grip=0),
    largest=Toggle(label="minus the largest"),
    format=Choice(*FORMATS, label="number format"),
)
def softmax_shift(axes, shift, largest, format):
    """Push all three logits up, then down: where does the plain formula break?

    The panel "exponents": those of three classes as dots on a scale from −1000 to 1000. As far as they were pushed, a
    blue band marks the exponents whose power of e the number format can hold; its end is named once it is passed. The
    panel "softmax, as computed": three bars, or the word nan where the powers left the band. With the largest logit
    subtracted first the dots stay near 0.
    """
    left, right = axes
    kind, low, high = FORMATS[format]
    z = (LOGITS + shift).astype(kind)
    exponents = z - z.max() if largest else z
    q = plain_softmax(exponents)
    draw_exponents(left, exponents, shift, low, high)
    right.set(ylim=(0, 1.14), title="softmax, as computed (dashed: exact)")
    name_classes(right)
    right.bar(PLACES, softmax(LOGITS), width=0.74, facecolor="none", edgecolor=style.MUTED, lw=1.5, ls="--")
    right.bar(PLACES, q, width=0.5, color=style.ORANGE, lw=0)
    number_bars(right, PLACES, q, style.ORANGE, 0.07, bbox={"fc": style.PAPER, "ec": "none", "pad": 1})
    for place, each in enumerate(q):
        note(right, place, 0.2, "" if math.isfinite(each) else "nan", style.RED, size=15)
    return shift_in_words(shift, exponents, q)


def draw_exponents(ax: Axes, exponents, shift: float, low: float, high: float) -> None:
    ax.set(ylim=(-1400, 1400), title="exponents")
    ax.set_yticks(range(-1000, 1001, 500), ["−1,000", "−500", "0", "500", "1,000"])
    name_classes(ax)
    ax.axhspan(*way([low, high], *LOGITS, *LOGITS + shift), color=style.BLUE, alpha=0.13, lw=0)
    said, height = of_the_band(shift, low, high)
    note(ax, 2.5, height, said, style.BLUE, ha="right", size=12, weight="normal")
    for edge, power in ((1290, "∞"), (-1290, "0")):
        note(ax, 2.5, edge, f"here eᶻ becomes {power}", style.RED, ha="right", size=12, weight="normal", **style.answer)
    ax.plot(PLACES[1:], exponents[1:], **style.dot, color=style.ORANGE)
    ax.plot(0, exponents[0], **style.handle, color=style.ORANGE)


def of_the_band(shift: float, low: float, high: float) -> tuple[str, float]:
    """What the band says, and how high: which end the logits passed; before, what it is, if it is broad enough.

    It says so inside, where it is that broad, or else on the other side of 0 than the dots.
    """
    beside = -180 * np.sign(shift)
    if LOGITS.max() + shift > high:
        return f"eᶻ fits up to z = {shown(high)}", high - 260 if high > 400 else beside
    if LOGITS.min() + shift < low:
        return f"eᶻ fits down to z = {shown(low)}", low + 260 if low < -400 else beside
    return "blue: eᶻ fits" if abs(shift) >= 50 else "", shift / 2 if abs(shift) >= 400 else beside


def shift_in_words(shift: float, exponents, q) -> str:
    with np.errstate(all="ignore"):
        top, total = float(np.exp(exponents).max()), float(np.exp(exponents).sum())
    given = f"Logits {'; '.join(shown(z + shift, 0) for z in LOGITS)}. "
    largest = f"Largest power e{raised(exponents.max())}"
    if np.allclose(q, softmax(LOGITS), atol=4e-4):
        told = ", ".join(fixed(float(each)) for each in q)
        how = "right to two decimals" if q.dtype == np.float16 else "as without the shift"
        return given + f"{largest} fits: softmax is {told}, {how}."
    if math.isinf(top):
        return given + f"{largest} becomes ∞, and ∞/∞ is nan."
    if math.isinf(total):
        return (
            given + "Each power fits, their sum does not: it becomes ∞,\nand every share 0. Wrong numbers, and no nan."
        )
    if top == 0:
        return given + "All powers become 0, and 0/0 is nan."
    return given + "The powers are near 0 and have hardly any digits left:\nwrong numbers, and no warning."


# ── The slopes: q − y ───────────────────────────────────────────────────────────────────────────────────────

TARGETS = {"cat": (1, 0, 0), "dog": (0, 1, 0), "owl": (0, 0, 1), "half cat, half dog": (0.5, 0.5, 0)}


@demo(
    axes=2,
    size=(352, 310),
    target=Choice(*TARGETS, label="truth y"),
    cat=Slider(-3, 3, step=1, start=0, label="logit of cat", drag="y", grip=0),
    dog=Slider(-3, 3, step=1, start=0, label="logit of dog", drag="y", grip=1),
    owl=Slider(-3, 3, step=1, start=0, label="logit of owl", drag="y", grip=2),
)
def softmax_slopes(axes, target, cat, dog, owl):
    """Drag the logits until the green arrows are short. Which way does each of them push?

    The panel "logits z": three upright bars that can be dragged, each with a green arrow, the way of a step downhill.
    The panel "from q to y": the softmax q as orange bars and the target y as blue marks, and a green arrow from each
    bar's end to its mark. It is as long as the arrow at the logit; below stand q and y minus q, the slope's opposite.
    """
    left, right = axes
    logits, y = np.array([cat, dog, owl], float), np.array(TARGETS[target], float)
    q, slopes = softmax(logits), softmax_cross_entropy_grad(logits=logits, label=y)
    draw_logits(left, logits)
    left.set_title("logits z, and a step downhill")
    for place, (logit, slope) in enumerate(zip(logits, slopes, strict=True)):
        draw_push(left, place + 0.4, logit, -slope, head=0.16)
    draw_gaps(right, y, q, slopes)
    loss = float(softmax_cross_entropy(logits=logits, label=y))
    return f"{slopes_in_words(slopes)}\nA step downhill goes against them. Loss {fixed(loss)} nats."


def draw_push(ax: Axes, x: float, start: float, push: float, head: float) -> None:
    """An arrow as long as the push, from the end of a bar; a push too small to draw is a short line."""
    end = start + push
    head = math.copysign(head, push) if abs(push) >= head else math.nan
    ax.plot([x, x], [start, end], color=style.GREEN, lw=3.5, solid_capstyle="butt", **style.answer)
    ax.plot([x - 0.07, x, x + 0.07], [end - head, end, end - head], color=style.GREEN, lw=3.5, **style.answer)


def draw_gaps(ax: Axes, y: Array, q: Array, slopes: Array) -> None:
    """Softmax as bars, the target as marks, and from each bar's end to its mark the arrow that is minus the slope."""
    ax.set(ylim=(-0.32, 1.3), title="from q to y")
    name_classes(ax)
    ax.set_yticks([0, 0.25, 0.5, 0.75, 1])
    ax.axhline(0, color=style.MUTED, lw=1)
    ax.bar(PLACES - 0.13, q, width=0.24, color=style.ORANGE, alpha=0.75, lw=0)
    ax.hlines(y, PLACES - 0.28, PLACES + 0.26, color=style.BLUE, lw=4)
    for place, (each, slope) in enumerate(zip(q, slopes, strict=True)):
        draw_push(ax, place + 0.14, each, -slope, head=0.06)
        note(ax, place, -0.1, share(each), style.ORANGE, size=12)
        note(ax, place, -0.23, signed(-slope), style.GREEN, size=12, **style.answer)
    for x, name, color in ((-0.55, "target y", style.BLUE), (0.45, "softmax q", style.ORANGE)):
        note(ax, x, 1.22, name, color, ha="left", size=12)
    note(ax, 1.56, 1.22, "arrow y − q", style.GREEN, ha="left", size=12)


def signed(step: float) -> str:
    """The number of an arrow, with its sign.

    >>> signed(0.6667), signed(-0.3333), signed(0.0001)
    ('+0.667', '−0.333', '0')
    """
    return "0" if abs(step) < 0.0005 else ("+" if step > 0 else "") + fixed(step)


def slopes_in_words(slopes: Array) -> str:
    """The three slopes with one digit more than their sum: so the printed ones sum to the printed 0."""
    told = (fixed(slope + 0.0 if abs(slope) >= 0.00005 else 0, 4) for slope in slopes)
    terms = " + ".join(told).replace("+ −", "− ")
    return f"Slopes: {_in_a_line(f'{terms} = 0.000.')}"
