"""The demos of the chapter on entropy: surprise, its mean, codes, the letters of real texts, bits and nats."""

import math
import unicodedata
import warnings
from collections import Counter
from collections.abc import Sequence
from functools import cache

import numpy as np
from matplotlib.text import Text
from numpy.typing import NDArray

from lossviz import Challenge, Choice, Slider, data, demo, style
from lossviz.demos._draw import many, note, shown
from lossviz.information import entropy, self_information

WEATHER = ("sun", "cloud", "rain", "snow")


def rectangles(ax, edges, heights, color) -> None:
    """One rectangle an outcome, as wide as it is likely."""
    ax.bar(edges[:-1], heights, np.diff(edges), align="edge", fc=color, ec="none", alpha=0.2)
    ax.bar(edges[:-1], heights, np.diff(edges), align="edge", fc="none", ec=color, lw=2)


@demo(p=Slider(0.01, 1, step=0.005, start=0.25, label="p", drag="x"))
def surprise_curve(ax, p):
    """Drag p to the left: how much does the surprise grow each time p is halved?

    The curve of minus log two of p. It is 0 at p = 1, 1 bit at one half, and climbs without end towards p = 0. A
    second point, at half of p, is always exactly one bit higher.
    """
    ax.set(xlim=(0, 1.03), ylim=(0, 8.5), xlabel="probability p", ylabel="surprise −log₂ p, bits")
    x = np.geomspace(0.003, 1, 110)
    bits = float(self_information(p))
    ax.plot(x, self_information(x), color=style.RED, lw=3)
    ax.plot([p, p, 0], [0, bits, bits], **style.guide)
    ax.plot([p / 2, p / 2], [bits, bits + 1], color=style.PURPLE, lw=2.5)
    ax.plot(p / 2, bits + 1, **style.dot, color=style.PURPLE)
    ax.plot(p, bits, **style.handle, color=style.RED, clip_on=False)
    note(ax, p / 2 + 0.03, bits + 1.3, "half as likely: +1 bit", style.PURPLE, ha="left", **style.answer)
    if p == 1:
        return "p = 1: certain. −log₂ 1 = 0 bits, no surprise at all."
    odds = f"p = {shown(p, 3)}, 1 in {shown(1 / p, 1)}"
    run = many(bits, "head", 1)
    return f"{odds}: −log₂ {shown(p, 3)} = {many(bits, 'bit')},\nas surprising as a run of {run}."


@demo(
    axes=2,
    p=Slider(0, 1, step=0.01, start=0.9, label="p(heads)", drag="x", panel="all"),
    challenge=Challenge("find a coin that brings half a bit a toss.", lambda p: abs(entropy([p, 1 - p]) - 0.5) < 0.005),
)
def coin_entropy(axes, p):
    """Drag the coin's bias: which coin is the most uncertain, and which tell nothing?

    Left, two rectangles side by side, heads and tails, each as wide as it is likely and as high as it is surprising;
    a line marks their mean height. Right, that mean, the entropy, against p: an arch from 0 up to 1 bit at one half
    and down to 0.
    """
    left, right = axes
    mean, bits = float(entropy([p, 1 - p])), self_information([p, 1 - p])
    left.set(xlim=(-0.02, 1.02), ylim=(0, 8), xlabel="share of the tosses", ylabel="surprise, bits")
    left.set_title("surprise of each side")
    rectangles(left, [0, p, 1], np.where(np.isinf(bits), 0, bits), style.RED)
    left.plot([0, 1], [mean, mean], color=style.BLUE, lw=3)
    left.plot(p, mean, **style.handle, color=style.BLUE, clip_on=False)
    for side, at, high in (("heads", p / 2, bits[0]), ("tails", (1 + p) / 2, bits[1])):
        above = max(high, mean) + 0.5
        note(left, min(max(at, 0.1), 0.9), min(above, 8), side if above < 8 else "", style.RED)
    note(left, 0.5, 7.5, f"mean height H = {shown(mean, 3)}", style.BLUE, **style.answer)
    x = np.linspace(0, 1, 101)
    right.set(xlim=(-0.02, 1.02), ylim=(0, 1.12), xlabel="p(heads)", ylabel="entropy H, bits")
    right.set_title("entropy of the coin")
    right.plot(x, entropy(np.stack([x, 1 - x], axis=-1)), **style.curve)
    right.plot([p, p], [0, mean], **style.guide)
    right.plot(p, mean, **style.handle, color=style.BLUE, clip_on=False)
    if p in (0, 1):
        return f"Always {'heads' if p else 'tails'}: you know the result before the toss. H = 0 bits."
    (heads, tails), other = bits, shown(1 - p, 3)
    return f"H = {shown(p, 3)} × {shown(heads, 3)} + {other} × {shown(tails, 3)} = {many(mean, 'bit')} a toss."


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

    Left, the weights of sun, cloud and rain as bars; each weight divided by their sum is a probability. Right, the
    entropy as a stack of the three terms −p log p, under a dashed line at log two of 3, the most there can be.
    """
    left, right = axes
    weights = np.array([sun, cloud, rain], dtype=float)
    p = weights / (weights.sum() or np.nan)
    left.set(xlim=(-0.6, 2.6), ylim=(0, 9.7), ylabel="weight", title="weight, and probability")
    left.set_xticks(range(3), WEATHER[:3])
    left.grid(axis="x", visible=False)
    left.bar(range(3), weights, width=0.62, color=style.BLUE, alpha=0.75)
    left.plot(range(3), weights, **style.handle, color=style.BLUE, clip_on=False)
    for k in range(3):
        note(left, k, weights[k] + 0.85, f"{p[k]:.2f}" if weights.any() else "", style.BLUE)
    _draw_terms(right, np.nan_to_num(p))
    if not weights.any():
        return "All weights are 0: that is no distribution. Drag at least one bar up."
    total = shown(weights.sum(), 3)
    share = ", ".join(f"{shown(w, 3)}/{total}" for w in weights)
    return f"p = ({share}): H = {many(entropy(p), 'bit')}{_place(p)}."


def _draw_terms(ax, p: NDArray) -> None:
    terms = p * np.where(p > 0, self_information(p), 0)
    tops = np.cumsum(terms)
    ax.set(xlim=(0, 2.6), ylim=(0, 1.9), ylabel="bits", title=f"entropy H = {shown(tops[-1], 3)}")
    ax.set_xticks([])
    ax.set_yticks([0, 0.5, 1, 1.5])
    ax.grid(axis="x", visible=False)
    ax.axhline(math.log2(3), **style.guide)
    note(ax, 2.55, 1.69, "log₂ 3 = 1.585", style.MUTED, ha="right", weight="normal")
    ax.bar([0.6] * 3, terms, bottom=tops - terms, width=0.8, color=style.BLUE, ec=style.PAPER, lw=1.5)
    for k, name in enumerate(WEATHER[:3]):
        text = f"{name} {terms[k]:.2f}" if terms[k] > 0.09 else ""
        note(ax, 1.12, tops[k] - terms[k] / 2, text, style.BLUE, ha="left", weight="normal")


def _place(p: NDArray) -> str:
    if p.max() == 1:
        return ": one outcome is certain"
    if np.ptp(p) < 1e-9:
        return " = log₂ 3, the most that three outcomes can have"
    return f", {shown(math.log2(3) - entropy(p), 3)} below the most"


@demo(
    K=Slider(1, 32, step=1, start=8, label="K", drag="x"),
    challenge=Challenge("find the K that is worth exactly 4 bits.", lambda K: entropy([1 / K] * K) == 4),
)
def equal_outcomes(ax, K):
    """Drag K: how many yes-or-no questions find one of K equally likely things?

    The curve of log two of K for K from 1 to 32, rising ever more slowly from 0 to 5 bits. Below zero, dashed, its
    mirror image, minus log two of K, which no entropy can be.
    """
    ax.set(xlim=(0, 33), ylim=(-5.6, 5.6), xlabel="K equally likely outcomes", ylabel="bits")
    x, bits = np.linspace(1, 32, 110), math.log2(K)
    ax.axhspan(-5.6, 0, color=style.RED, alpha=0.07, lw=0)
    ax.axhline(0, color=style.MUTED, lw=1)
    ax.plot(x, -np.log2(x), color=style.RED, lw=2, ls=(0, (4, 3)))
    ax.plot(x, np.log2(x), **style.curve)
    ax.plot([K, K], [0, bits], **style.guide)
    ax.plot(K, bits, **style.handle, color=style.BLUE)
    note(ax, 15, 2.2, "H = log₂ K", style.BLUE, ha="left")
    note(ax, 20.5, -2.5, "−log₂ K: no entropy is below 0", style.RED, weight="normal")
    low, high = math.floor(bits), math.ceil(bits)
    questions = many(low, "yes-or-no question") if low == high else f"{low} or {high} yes-or-no questions"
    return f"H = {K} × 1/{K} × log₂ {K} = {many(bits, 'bit')}.\nFinding one of {K} takes {questions}."


def huffman_code(p: Sequence[float]) -> list[str]:
    """The code words of Huffman's code: join the two lightest groups until one is left.

    Every joining puts one more digit in front of the words of both groups. An outcome of probability 0 gets no
    word. Source: Huffman (1952), A method for the construction of minimum-redundancy codes.

    >>> huffman_code([0.5, 0.25, 0.125, 0.125])
    ['0', '10', '110', '111']
    """
    words = [""] * len(p)
    groups = [(weight, [k]) for k, weight in enumerate(p) if weight > 0]
    while len(groups) > 1:
        groups.sort(key=lambda group: -group[0])  # stable: equally likely outcomes keep their order
        *groups, (weight, zeros), (lightest, ones) = groups
        for k in zeros:
            words[k] = "0" + words[k]
        for k in ones:
            words[k] = "1" + words[k]
        groups.append((weight + lightest, zeros + ones))
    return words


def _cut(first: int, last: int, start: int, label: str) -> Slider:
    stops = [k / 16 for k in range(first, last + 1)]
    return Slider(stops=stops, start=start / 16, label=label, drag="x", panel="all", format="{:.4g}")


@demo(
    axes=2,
    first=_cut(1, 12, 10, "1st border"),
    second=_cut(3, 14, 13, "2nd border"),
    third=_cut(5, 15, 15, "3rd border"),
)
def code_rectangles(axes, first, second, third):
    """Drag the borders: when does the whole-number code on the right waste nothing?

    Left, four rectangles as wide as each kind of weather is likely and −log₂ p bits high: their area is the entropy.
    Right, the same widths, as high as the word of each kind in Huffman's code is long, its digits stacked: their
    area is the mean length of a word.
    """
    edges = np.array([0, *sorted((first, second, third)), 1])
    p, words = np.diff(edges), huffman_code(np.diff(edges))
    ideal = np.where(p > 0, self_information(p), 0)
    lengths = np.array([len(word) for word in words])
    least, mean = float(p @ ideal), float(p @ lengths)
    for ax, heights, color in zip(axes, (ideal, lengths), (style.BLUE, style.ORANGE), strict=True):
        ax.set(xlim=(-0.02, 1.02), ylim=(0, 5), xlabel="probability", ylabel="bits")
        rectangles(ax, edges, heights, color)
        ax.plot(edges[1:-1], [0.02] * 3, **style.handle, color=color, clip_on=False)
    axes[0].set_title(f"−log₂ p: area H = {shown(least, 3)}")
    axes[1].set_title(f"Huffman: area L = {shown(mean, 3)}")
    _draw_words(axes, edges, ideal, words)
    code = ", ".join(f"{name} {word or '–'}" for name, word in zip(WEATHER, words, strict=True))
    waste = f"{shown(mean - least, 3)} more than H" if mean - least > 1e-9 else "exactly H, nothing wasted"
    return f"{code}:\n{many(mean, 'bit')} a day, {waste}."


def _draw_words(axes, edges: NDArray, ideal: NDArray, words: list[str]) -> None:
    left, right = axes
    for k, middle in enumerate((edges[:-1] + edges[1:]) / 2):
        name = WEATHER[k] if edges[k + 1] > edges[k] else ""
        turn = 90 * (edges[k + 1] - edges[k] < 0.12)  # a narrow rectangle has its name on end
        note(left, middle, ideal[k] + 0.12, name, style.BLUE, rotation=turn, size=12, va="bottom")
        for i in range(3):
            note(right, middle, len(words[k]) - i - 0.5, words[k][i : i + 1], style.ORANGE)


TEXTS = {
    "English": ("letter", lambda: data.letters("English")),
    "Korean letters": ("letter", lambda: data.letters("Korean", jamo=True)),
    "Korean syllables": ("syllable", lambda: data.letters("Korean")),
}


class AnyScript(Text):
    """Text that Matplotlib's own font may lack: the reader's browser draws it, and has the letters."""

    def draw(self, renderer) -> None:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Glyph .* missing")
            super().draw(renderer)


@cache
def frequencies(text: str) -> tuple[tuple[str, ...], NDArray]:
    """The symbols of a text, the most frequent first, and the share of each."""
    symbols, counts = zip(*Counter(TEXTS[text][1]()).most_common(), strict=True)
    return symbols, np.array(counts) / sum(counts)


@demo(
    text=Choice(*TEXTS, label="text"),
    rank=Slider(1, 26, step=1, label="rank", drag="x"),
)
def letter_frequencies(ax, text, rank):
    """Drag through the letters: which are worth few bits, which many?

    Bars of the 26 most frequent symbols of a text in falling order, with a dashed line where all would be if every
    symbol were equally frequent.
    """
    symbols, p = frequencies(text)
    unit, picked, bits = TEXTS[text][0], symbols[rank - 1], float(self_information(p[rank - 1]))
    ax.set(xlim=(0.2, 26.8), ylim=(0, 17), xlabel="rank, the most frequent first", ylabel="share, %")
    ax.set_xticks([1, 5, 10, 15, 20, 26])
    ax.grid(axis="x", visible=False)
    bar = {"color": style.BLUE, "lw": 11, "capstyle": "butt"}  # one artist instead of 26
    ax.vlines(range(1, 27), 0, 100 * p[:26], alpha=0.4, **bar)
    ax.vlines(rank, 0, 100 * p[rank - 1], **bar)
    ax.plot([0.2, 26.8], [100 / len(p)] * 2, **style.guide)
    look = {"color": style.INK, "ha": "center", "va": "bottom", "size": 12, "clip_on": False}
    for k in range(26):
        ax.add_artist(AnyScript(k + 1, 100 * p[k] + 0.25, symbols[k], **look))
    note(ax, 26.5, 15, f"H = {entropy(p):.3f} bits a {unit}", style.BLUE, ha="right")
    equal = f"{len(p)} equally likely: {math.log2(len(p)):.3f}"
    note(ax, 26.5, 13, equal, style.MUTED, ha="right", weight="normal")
    rest = f"{len(p) - 26} rarer ones not shown" if len(p) > 26 else ""
    note(ax, 26.5, 11, rest, style.MUTED, ha="right", weight="normal")
    share = p[rank - 1]
    return f"{_named(picked)} is {100 * share:.2f} % of the {unit}s:\n−log₂ {share:.3g} = {bits:.2f} bits each time."


def _named(symbol: str) -> str:
    """With its name, for readers who do not know the script: "ㅇ (ieung)", "의 (yi)"."""
    return symbol if symbol.isascii() else f"{symbol} ({unicodedata.name(symbol).split()[-1].lower()})"


UNITS = {"bits": 2.0, "nats": math.e, "digits": 10.0}  # and the base of the logarithm


@demo(size=(440, 250), bits=Slider(0, 7, step=0.1, start=3, label="surprise, bits", drag="x"))
def bits_and_nats(ax, bits):
    """Drag the mark: one surprise, read on three rulers.

    Three rulers one above the other, in bits, nats and decimal digits, with a red bar of the same length on each.
    """
    ax.set(xlim=(-0.2, 9.6), ylim=(-0.6, 2.4))
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
        note(ax, 7.5, row + 0.14, f"{bits / step:.2f} {unit}", style.RED, ha="left")
    odds = f"1/{shown(2**bits, 1)}" if bits else "1"
    nats = bits * math.log(2)
    return f"p = {odds}: {many(bits, 'bit', 1)} = {shown(bits, 1)} × 0.693 nats = {many(nats, 'nat')}."
