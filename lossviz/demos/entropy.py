"""The demos of the chapter on entropy: surprise, its mean, codes, the letters of real texts, bits and nats."""

import math

import numpy as np
from numpy.typing import NDArray

from lossviz import Challenge, Slider, demo, style
from lossviz.demos._codes import (  # noqa: F401
    TEXTS,
    WEATHER,
    code_rectangles,
    frequencies,
    huffman_code,
    letter_frequencies,
    rectangles,
)
from lossviz.demos._draw import before_signs, fixed, many, note, shown, unbroken, way
from lossviz.demos._questions import equal_outcomes  # noqa: F401
from lossviz.demos._sums import digits_for
from lossviz.information import entropy, self_information


@demo(p=Slider(0.01, 1, step=0.005, start=1, label="p", drag="x"))
def surprise_curve(ax, p):
    """Drag p to the left: how much does the surprise grow each time p is halved?

    The curve of minus log two of p, from p = 1 as far as p was dragged. It is 0 at p = 1, 1 bit at one half, and
    climbs without end towards p = 0. From one half on there is a second point, at twice p: exactly one bit lower.
    """
    ax.set(xlim=(0, 1.03), ylim=(0, 8.5), xlabel="probability p", ylabel="surprise −log₂ p, bits")
    x = way(np.geomspace(0.01, 1, 110), p, 1)
    bits = float(self_information(p))
    twice = 2 * p if p <= 0.5 else math.nan
    ax.plot(x, self_information(x), color=style.RED, lw=3)
    ax.plot([p, p, 0], [0, bits, bits], **style.guide)
    ax.plot([twice, p, p], [bits - 1, bits - 1, bits], color=style.PURPLE, lw=2.5)
    ax.plot(twice, bits - 1, **style.dot, color=style.PURPLE)
    ax.plot(p, bits, **style.handle, color=style.RED)
    side = "left" if p < 0.4 else "right"
    note(ax, 2 * p + 0.03, bits - 0.3, "twice p" if p <= 0.5 else "", style.PURPLE, ha=side)
    if p == 1:
        return f"p = 1: certain. {unbroken('−log₂ 1 = 0 bits')}, no surprise at all."
    odds = f"p = {shown(p, 3)}, 1 in {shown(1 / p)}"  # two decimals: 1 in 1 would be certain
    surprise = f"−log₂ {shown(p, 3)} = {many(bits, 'bit')}"
    return f"{unbroken(odds)}: {unbroken(surprise)},\nas surprising as a run of {many(bits, 'head')}."


BENT = 0.2  # the coin that the arch is drawn from


@demo(
    axes=2,
    p=Slider(0, 1, step=0.01, start=BENT, label="p(heads)", drag="x", panel="all"),
    challenge=Challenge("find a coin that brings half a bit a toss.", lambda p: abs(entropy([p, 1 - p]) - 0.5) < 0.005),
)
def coin_entropy(axes, p):
    """Drag the coin's bias: which coin is the most uncertain, and which tell nothing?

    Panel "surprise of each side": two rectangles side by side, heads and tails, each as wide as it is likely and as
    high as it is surprising; a line marks their mean height. Panel "entropy of the coin": that mean against p, an
    arch from 0 up to 1 bit at one half and down to 0, drawn from p = 0.2 as far as p has been dragged, and all of it
    once p is at one of the ends.
    """
    left, right = axes
    mean, bits = float(entropy([p, 1 - p])), self_information([p, 1 - p])
    digits = 4 if 0.9995 <= mean < 1 else 3  # only the fair coin has a whole bit
    left.set(xlim=(-0.02, 1.02), ylim=(0, 8), xlabel="share of the tosses", ylabel="surprise, bits")
    left.set_title("surprise of each side")
    rectangles(left, [0, p, 1], np.where(np.isinf(bits), 0, bits), style.RED)
    left.plot([0, 1], [mean, mean], color=style.BLUE, lw=3)
    left.plot(p, mean, **style.handle, color=style.BLUE)
    for side, at, high in (("heads", p / 2, bits[0]), ("tails", (1 + p) / 2, bits[1])):
        above = max(high, mean) + 0.5
        note(left, min(max(at, 0.1), 0.9), min(above, 8), side if above < 8 else "", style.RED)
    note(left, 0.5, 7.5, f"mean height H = {shown(mean, digits)}", style.BLUE, **style.answer)
    x = np.linspace(0, 1, 101) if p in (0, 1) else np.linspace(*sorted((BENT, p)), 101)  # as far as p has come
    right.set(xlim=(-0.02, 1.02), ylim=(0, 1.12), xlabel="p(heads)", ylabel="entropy H, bits")
    right.set_title("entropy of the coin")
    right.plot(x, entropy(np.stack([x, 1 - x], axis=-1)), **style.curve)
    right.plot([p, p], [0, mean], **style.guide)
    right.plot(p, mean, **style.handle, color=style.BLUE)
    if p in (0, 1):
        return f"Always {'heads' if p else 'tails'}: you know the result before the toss. H = 0 bits."
    d = digits_for([p, 1 - p], bits, mean, digits)
    heads, tails = (f"{shown(share)} × {shown(surprise, d)}" for share, surprise in zip((p, 1 - p), bits, strict=True))
    return before_signs(f"H = {heads} + {tails} = {unbroken(many(mean, 'bit', digits))}") + " a toss."


def _weight(name: str, start: int, grip: int) -> Slider:
    return Slider(0, 8, step=1, start=start, label=f"weight of {name}", drag="y", grip=grip)


def _one_bit(sun: int, cloud: int, rain: int) -> bool:
    weights = np.array([sun, cloud, rain])
    return bool(weights.any()) and abs(entropy(weights / weights.sum()) - 1) < 1e-9


@demo(
    axes=2,
    sun=_weight("sun", 4, 0),
    cloud=_weight("cloud", 2, 1),
    rain=_weight("rain", 2, 2),
    challenge=Challenge("make the entropy exactly 1 bit.", _one_bit),
)
def three_outcomes(axes, sun, cloud, rain):
    """Drag the bars: how high can the entropy get, and how low?

    Panel "weight, and probability": the weights of sun, cloud and rain as bars; each weight divided by their sum is
    a probability. Panel "entropy": a stack of the three terms −p log p. Where it is as high as it can get, a dashed
    line is drawn.
    """
    left, right = axes
    weights = np.array([sun, cloud, rain], dtype=float)
    p = weights / (weights.sum() or np.nan)
    left.set(xlim=(-0.6, 2.6), ylim=(0, 9.7), ylabel="weight", title="weight, and probability")
    left.set_xticks(range(3), WEATHER[:3])
    left.grid(axis="x", visible=False)
    left.bar(range(3), weights, width=0.62, color=style.BLUE, alpha=0.75)
    left.plot(range(3), weights, **style.handle, color=style.BLUE)
    for k in range(3):
        note(left, k, weights[k] + 0.85, f"{p[k]:.2f}" if weights.any() else "", style.BLUE)
    _draw_terms(right, np.nan_to_num(p))
    if not weights.any():
        return "All weights are 0: that is no distribution. Drag at least one bar up."
    total = shown(weights.sum(), 3)
    share = ", ".join(f"{shown(w, 3)}/{total}" for w in weights)
    return f"p = ({share}): {unbroken('H = ' + many(entropy(p), 'bit'))}{_place(p)}."


def _draw_terms(ax, p: NDArray) -> None:
    terms = p * np.where(p > 0, self_information(p), 0)
    tops = np.cumsum(terms)
    title = f"entropy H = {shown(tops[-1], 3)}" if p.any() else "entropy: no distribution"
    ax.set(xlim=(0, 2.6), ylim=(0, 1.9), ylabel="bits", title=title)
    ax.set_xticks([])
    ax.set_yticks([0, 0.5, 1, 1.5])
    ax.grid(axis="x", visible=False)
    most = p.any() and np.ptp(p) < 1e-9  # what is to be found is drawn for those who found it
    ax.plot([0, 2.6], [math.log2(3) if most else math.nan] * 2, **style.guide)
    note(ax, 2.55, 1.69, "log₂ 3 = 1.585" if most else "", style.MUTED, ha="right", weight="normal")
    ax.bar([0.6] * 3, terms, bottom=tops - terms, width=0.8, color=style.BLUE, ec=style.PAPER, lw=1.5)
    d = digits_for([1, 1, 1], terms, tops[-1])
    for k, name in enumerate(WEATHER[:3]):
        text = f"{name} {fixed(terms[k], d)}" if terms[k] else ""
        note(ax, 1.12, tops[k] - terms[k] / 2, text, style.BLUE, ha="left", weight="normal")


def _place(p: NDArray) -> str:
    if p.max() == 1:
        return ": one outcome is certain"
    if np.ptp(p) < 1e-9:
        return " = log₂ 3, the most that three outcomes can have"
    return ""


UNITS = {"bits": 2.0, "nats": math.e, "digits": 10.0}  # and the base of the logarithm


@demo(size=(440, 250), bits=Slider(0, 7, step=0.1, start=3, label="surprise, bits", drag="x"))
def bits_and_nats(ax, bits):
    """Drag the mark: one surprise, read on three rulers.

    Three rulers one above the other, in bits, nats and decimal digits, with a red bar of the same length on each.
    """
    ax.set(xlim=(-0.2, 9.9), ylim=(-0.6, 2.4))
    ax.set_axis_off()
    for row, (unit, base) in enumerate(reversed(UNITS.items())):
        step = math.log2(base)
        marks = np.arange(0, 7.01, step)
        ax.plot([0, 7.2], [row, row], color=style.MUTED, lw=1)
        ax.plot(marks, [row] * len(marks), ls="", marker=3, ms=8, color=style.MUTED)
        for k, mark in enumerate(marks):
            note(ax, mark, row - 0.33, str(k), style.MUTED, weight="normal", size=12)
        ax.plot([0, bits], [row + 0.14] * 2, color=style.RED, lw=7, solid_capstyle="butt")
        ax.plot(bits, row + 0.14, **style.handle, color=style.RED)
        note(ax, 7.5, row + 0.14, many(bits / step, unit[:-1]), style.RED, ha="left")
    odds = f"1/{2**bits:.0f}" if bits and bits == round(bits) else f"{2**-bits:.3g}"
    nats = bits * math.log(2)
    product = f"{shown(bits, 1)} × 0.69315 nats = {many(nats, 'nat')}"
    return f"{unbroken(f'p = {odds}')}: {many(bits, 'bit', 1)} = {unbroken(product)}."
