"""The demos of the chapter on softmax: three stages, shifts, slopes, softmax twice, smoothed labels, indexing."""

import math

import numpy as np
from matplotlib.axes import Axes

from lossviz import Challenge, Choice, Slider, Toggle, demo, style
from lossviz._checks import Array
from lossviz.demos._draw import fixed, note, shown
from lossviz.demos._softmax_targets import (  # noqa: F401
    Q,
    double_softmax,
    loss_and_slope,
    number_bars,
    pick_one_each,
    smoothed_labels,
)
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
    ax.bar(PLACES, logits, width=0.6, color=style.ORANGE, alpha=0.4, lw=0)
    ax.plot(PLACES, logits, **style.handle, color=style.ORANGE)


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
