"""The demos of the chapter on today's losses; here next letters and a batch on a circle, the rest beside it."""

import string
from functools import cache

import numpy as np
from matplotlib.axes import Axes

from lossviz import Choice, Slider, Toggle, demo, mark, style
from lossviz._checks import Array
from lossviz.data import letters
from lossviz.demos._draw import dots, fixed, note, shown, strokes, unbroken, way
from lossviz.demos._significant import minus_log
from lossviz.demos._today_masks import best_forecast, clean_or_flipped, dice_and_pixels  # noqa: F401
from lossviz.demos._today_models import best_denoiser, denoise_humps, vae_tug  # noqa: F401
from lossviz.demos._today_pairs import preference_gap, triplet_line  # noqa: F401
from lossviz.losses import info_nce

LETTERS = string.ascii_lowercase
TEMPERATURES = [0.3, 0.5, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.4, 1.7, 2.0, 3.0, 5.0, 10.0]
BEST = 1.1  # the one of them with the lowest held-out loss


# ── The next letter ─────────────────────────────────────────────────────────────────────────────────────────


@cache
def next_letters() -> tuple[Array, Array]:
    """Letters of the text as numbers, the last fifth held out; and q(next | the two before), from the rest.

    Counts of three letters, to which five letters are added that come as q(next | the one before) says; for that one,
    a tenth of a letter is added to each count.
    """
    ids = np.frombuffer(letters("English").encode(), np.uint8) - ord("a")
    train, held_out = np.split(ids, [int(0.8 * len(ids))])
    pairs, triples = np.full((26, 26), 0.1), np.zeros((26, 26, 26))
    np.add.at(pairs, (train[:-1], train[1:]), 1)
    np.add.at(triples, (train[:-2], train[1:-1], train[2:]), 1)
    triples += 5 * pairs / pairs.sum(axis=1, keepdims=True)
    return held_out, triples / triples.sum(axis=-1, keepdims=True)


def warmed(q: Array, temperature: float) -> Array:
    """Softmax of log q / T: above 1 it evens the distribution out, below 1 it sharpens it."""
    powers = (q / q.max(axis=-1, keepdims=True)) ** (1 / temperature)
    return powers / powers.sum(axis=-1, keepdims=True)


FINE = np.unique([*TEMPERATURES, *np.geomspace(0.3, 10, 41)])  # for a curve without corners


@cache
def held_out_loss(temperature: float) -> float:
    """The mean surprise in nats at the held-out letters, each after the two before it."""
    ids, q = next_letters()
    return float(-np.log(warmed(q, temperature)[ids[:-2], ids[1:-1], ids[2:]]).mean())


@demo(
    axes=2,
    before=Choice("th", "qu", "al", "ri", label="letters before"),
    temperature=Slider(
        stops=TEMPERATURES, start=1.0, label="temperature\N{NO-BREAK SPACE}T", format="{:.1f}", drag="x", panel=1
    ),
)
def next_letter(axes, before, temperature):
    """Drag T: when does the model copy, when does it babble, and where is the held-out loss lowest?

    One panel: the probability of each next letter after two given ones, counted in the first four fifths of Alice in
    Wonderland, at temperature T. The other panel: the held-out loss, the mean surprise at the letters of the last
    fifth, against T, drawn as far as T was dragged and all of it once T has come by 1.1: a valley with its floor there.
    """
    bars, curve = axes
    q = warmed(next_letters()[1][LETTERS.index(before[0]), LETTERS.index(before[1])], temperature)
    bars.set(xlim=(-0.8, 25.8), ylim=(0, 1.02), ylabel="probability", title=f"next letter after “{before}”")
    bars.set_xticks(range(26), LETTERS)
    bars.grid(visible=False, axis="x")
    strokes(bars, [[(k, 0), (k, max(p, 1e-3))] for k, p in enumerate(q)], ec=style.ORANGE, lw=10, capstyle="butt")
    curve.set(xlim=(0.25, 12), ylim=(1.9, 3.9), xlabel="temperature T", xscale="log")
    curve.set_title("held-out loss, nats a letter")
    curve.set_xticks([0.3, 0.5, 1, 2, 5, 10], ["0.3", "0.5", "1", "2", "5", "10"])
    curve.set_yticks([2, 2.5, 3, 3.5])
    curve.minorticks_off()
    seen = way(FINE, 1, temperature, goal=BEST)
    curve.plot(seen, [held_out_loss(t) for t in seen], color=style.RED, lw=2.5)
    loss = held_out_loss(temperature)
    curve.plot([temperature] * 2, [1.9, loss], **style.guide)
    mark(curve, temperature, loss, style.handle, style.RED, fixed(loss, 2))
    first, second = np.argsort(-q)[:2]
    printed = fixed(loss, _digits(loss))
    return (
        f"T = {temperature:.1f}: {LETTERS[first]} {fixed(q[first])}, {LETTERS[second]} {fixed(q[second])}.\n"
        f"Held-out loss {printed} nats {unbroken(f'= {fixed(loss / np.log(2))} bits a letter (a byte);')} "
        f"{unbroken(f'perplexity exp({printed}) = {fixed(np.exp(loss), 2)}.')}"
    )


def _digits(loss: float) -> int:
    """With how many decimals the loss, as printed, gives the bits and the perplexity beside it."""
    results = ((lambda nats: fixed(nats / np.log(2))), (lambda nats: fixed(np.exp(nats), 2)))
    return next(d for d in range(3, 9) if all(of(round(loss, d)) == of(loss) for of in results))


# ── Which of B is mine? ─────────────────────────────────────────────────────────────────────────────────────

ANGLES = np.arange(-170, 181, 10)
ROUND = np.arange(-180, 181, 2)  # finer, for a curve without corners
FALSE = 20  # degrees from the anchor to a point of its own kind that counts as another


def others(batch: int, false: bool) -> Array:
    """Angles of the other candidates, seen from the anchor: evenly round the circle; one may be a false negative."""
    angles = 360 * np.arange(1, batch) / batch
    return np.append(angles[1:], FALSE) if false else angles


def batch_loss(angle, batch: int, temperature: float, false: bool) -> Array:
    """InfoNCE of the anchor at angle 0 whose partner is at `angle`; cosines are the scores."""
    angle = np.atleast_1d(angle).astype(float)
    rest = np.tile(others(batch, false), (len(angle), 1))
    row = np.cos(np.radians(np.column_stack([angle, rest])))
    square = np.zeros((len(angle), batch, batch))
    square[:, 0] = row
    return info_nce(square, temperature=temperature)[:, 0]


def draw_circle(ax: Axes, angle: float, rest: Array, false: bool) -> None:
    ax.set(xlim=(-2.07, 2.07), ylim=(-1.65, 1.65), xticks=[], yticks=[], title="a batch on the circle")
    ax.spines[:].set_visible(False)
    around = np.linspace(0, 2 * np.pi, 73)
    ax.plot(np.cos(around), np.sin(around), color=style.MUTED, lw=1.2)
    where = np.radians(rest)
    dots(ax, np.cos(where), np.sin(where), style.PURPLE, 9, zorder=2.5)  # over the circle
    x, y = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    ax.plot([0, 1], [0, 0], color=style.BLUE, lw=2)
    ax.plot([0, x], [0, y], color=style.ORANGE, lw=2)
    ax.plot(1, 0, **style.dot | {"ms": 13}, color=style.BLUE)
    ax.plot(x, y, **style.handle, color=style.ORANGE)
    note(ax, 1.16, 0, "anchor", style.BLUE, ha="left")
    note(ax, 0, 1.37, "orange: its partner", style.ORANGE, size=12)
    note(ax, 0, -1.37, "purple: the others", style.PURPLE, size=12)
    note(ax, 1.1, 0.42, "same kind" if false else "", style.PURPLE, ha="left", size=12)


@demo(
    axes=2,
    angle=Slider(stops=ANGLES.tolist(), start=120, label="angle of the partner", format="{:.0f}°", drag="x", panel=1),
    batch=Choice("4", "8", "32", start="8", label="batch size\N{NO-BREAK SPACE}B"),
    temperature=Slider(
        stops=[0.05, 0.1, 0.2, 0.5, 1.0], start=0.2, label="temperature\N{NO-BREAK SPACE}T", format="{:.2f}"
    ),
    false=Toggle(label="false negative"),
)
def circle_batch(axes, angle, batch, temperature, false):
    """Drag the orange partner towards the anchor. Then put a false negative beside it: where is the lowest loss?

    One panel: a circle with a blue anchor at angle 0, its orange partner, and purple others, of which one may be of
    the anchor's own kind, at 20 degrees. The other panel: the loss of the anchor against the partner's angle, drawn as
    far as it was dragged and all of it once the partner has come by the anchor, with a dashed line at log B.
    """
    left, right = axes
    size = int(batch)
    draw_circle(left, angle, others(size, false), false)
    right.set(xlim=(-215, 215), ylim=(-0.3, 10.5), xlabel="angle of the partner", title="loss, nats")
    right.set_xticks([-180, -90, 0, 90, 180], ["−180°", "−90°", "0°", "90°", "180°"])
    seen = way(ROUND, 180, angle, goal=0)
    curve = batch_loss(seen, size, temperature, false)
    loss = float(batch_loss(angle, size, temperature, false)[0])
    right.plot(seen, np.where(curve > 13, np.nan, curve), color=style.RED, lw=2.5)
    right.plot([-215, 215], [np.log(size)] * 2, **style.guide)
    place = np.log(size) + (0.35 if loss < np.log(size) else -0.4)  # away from the handle
    note(right, 210, place, "log B", style.MUTED, ha="right", size=12)
    given, told = minus_log(np.exp(-loss))
    outside = "left" if angle > 0 else "right"  # the value stands on the far side of the curve
    mark(right, angle, loss, style.handle, style.RED, told, ha=outside if abs(angle) <= 140 else "center")
    paid = f"log {batch} = {fixed(np.log(size))}"
    return (
        f"Angle {shown(angle, 0)}°, cosine {fixed(np.cos(np.radians(angle)))}: "
        f"the partner gets {given} among {batch}.\n"
        f"Loss {unbroken(f'−log {given} = {told} nats')}; a blind guess pays {unbroken(paid)}."
    )
