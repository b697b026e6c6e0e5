"""Demos of codes: word lengths, Huffman's code, the letters of texts."""

import math
import unicodedata
import warnings
from collections import Counter
from collections.abc import Sequence
from functools import cache

import numpy as np
from matplotlib.text import Text
from numpy.typing import NDArray

from lossviz import Choice, Slider, data, demo, style
from lossviz.demos._draw import fixed, many, note, percent, shown, unbroken
from lossviz.information import entropy, self_information

WEATHER = ("sun", "cloud", "rain", "snow")


def rectangles(ax, edges, heights, color) -> None:
    """One rectangle an outcome, as wide as it is likely."""
    ax.bar(edges[:-1], heights, np.diff(edges), align="edge", fc=color, ec="none", alpha=0.2)
    ax.bar(edges[:-1], heights, np.diff(edges), align="edge", fc="none", ec=color, lw=2)


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
    first=_cut(1, 12, 10, "border A"),
    second=_cut(3, 14, 13, "border B"),
    third=_cut(5, 15, 15, "border C"),
)
def code_rectangles(axes, first, second, third):
    """Drag the borders: when does Huffman's code, with its whole digits, waste nothing?

    Panel "−log₂ p": four rectangles as wide as each kind of weather is likely and −log₂ p bits high; their area is
    the entropy. Panel "Huffman": the same widths, as high as the word of each kind in Huffman's code is long, its
    digits stacked; their area is the mean length of a word.
    """
    edges = np.array([0, *sorted((first, second, third)), 1])
    p, words = np.diff(edges), huffman_code(np.diff(edges))
    ideal = np.where(p > 0, self_information(p), 0)
    lengths = np.array([len(word) for word in words])
    least, mean = float(p @ ideal), float(p @ lengths)
    for ax, heights, color in zip(axes, (ideal, lengths), (style.BLUE, style.ORANGE), strict=True):
        ax.set(xlim=(-0.02, 1.02), ylim=(0, 5.4), xlabel="probability", ylabel="bits")
        rectangles(ax, edges, heights, color)
        ax.plot(edges[1:-1], [0.02] * 3, **style.handle | {"ms": 17}, color=color)  # with room for a letter
        for name, at, *others in (("A", first, second, third), ("B", second, third), ("C", third)):
            note(ax, at, 0.02, "" if at in others else name, style.PAPER, size=12)  # one may lie on another
    axes[0].set_title(f"−log₂ p: area H = {shown(least, 4)}")
    axes[1].set_title(f"Huffman: area L = {shown(mean, 4)}")
    _draw_words(axes, edges, ideal, words)
    code = ", ".join(f"{name} {word or '–'}" for name, word in zip(WEATHER, words, strict=True))
    waste = f"{shown(mean - least, 4)} more than H" if mean - least > 1e-9 else "exactly H, nothing wasted"
    return f"{code}:\nL = {many(mean, 'bit', 4)} a day, {waste}."


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

    Bars of the 26 most frequent symbols of a text in falling order, each symbol below its bar, with a dashed line
    where all would be if every symbol were equally frequent.
    """
    symbols, p = frequencies(text)
    unit, share = TEXTS[text][0], float(p[rank - 1])
    ax.set(xlim=(0.2, 26.8), ylim=(0, 15.5), ylabel="share, %")
    ax.set_xlabel("the 26 most frequent, in falling order", labelpad=20)
    ax.set_xticks([])
    ax.grid(axis="x", visible=False)
    bar = {"color": style.BLUE, "lw": 11, "capstyle": "butt"}  # one artist instead of 26
    ax.vlines(range(1, 27), 0, 100 * p[:26], alpha=0.55, **bar)
    ax.vlines(rank, 0, 100 * share, **bar)
    look = {"color": style.INK, "ha": "center", "va": "top", "size": 13, "clip_on": False}
    for k in range(26):
        ax.add_artist(AnyScript(k + 1, -0.35, symbols[k], **look))
    _draw_notes(ax, p, unit)
    bits = float(self_information(share))
    d = next(d for d in range(4, 9) if fixed(-math.log2(round(share, d)), 2) == fixed(bits, 2))
    part = f"{_named(symbols[rank - 1])} is {percent(share, d - 2)} of the {unit}s"
    return f"{part}:\n{unbroken(f'−log₂ {fixed(share, d)} = {fixed(bits, 2)} bits')}."


def _draw_notes(ax, p: NDArray, unit: str) -> None:
    equal, look = 100 / len(p), {"color": style.MUTED, "ha": "right", "weight": "normal", "size": 12}
    ax.plot([0.2, 26.8], [equal] * 2, **style.guide)
    note(ax, 26.6, max(equal, 100 * p[18]) + 0.6, f"all equal: {equal:.2f} %", **look)
    note(ax, 26.6, 14.6, f"H = {entropy(p):.3f} bits a {unit}", style.BLUE, ha="right", **style.answer)
    note(ax, 26.6, 13, f"{len(p)} equally likely: {math.log2(len(p)):.3f} bits", **look)
    rest = f"{len(p) - 26} rarer ones not shown" if len(p) > 26 else ""
    note(ax, 26.6, 11.6, rest, **look)


def _named(symbol: str) -> str:
    """With its name, for readers who do not know the script: "ㅇ (ieung)", "의 (yi)"."""
    return symbol if symbol.isascii() else f"{symbol} ({unicodedata.name(symbol).split()[-1].lower()})"
