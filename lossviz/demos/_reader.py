"""From a sentence to a logit, in real numbers: a very small model of the kind that the chapter on sentiment trains.

It was trained there with three numbers for a word and two for a memory, for five epochs on the votes, from seed 3;
on the held-out sentences 73 in 100 of its answers are right. Its parameters stand here with two decimals.
"""

from functools import cache
from textwrap import fill

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from lossviz import Choice, Slider, demo, style
from lossviz.demos._draw import before_signs, fixed, note
from lossviz.losses import sigmoid

NAN = float("nan")
READ = ("not a bad film", "dull but wonderful film", "wonderful but dull film")
PLACES = {"a": 3, "but": 12, "film": 16, "not": 25, "bad": 84, "dull": 253, "wonderful": 783}  # in the vocabulary
VECTORS = {
    "a": (-0.95, 0.8, -0.78),
    "but": (-0.27, -0.17, 0.47),
    "film": (-0.53, 1.29, -1.34),
    "not": (-1.11, 0.23, 0.49),
    "bad": (-0.3, 1.44, 1.84),
    "dull": (0.29, 1.23, 1.77),
    "wonderful": (0.08, -1.54, -0.74),
}
# For each reader, in rows: how much to write in, how much to keep, what to write, how much to show, two rows each;
# in columns: the word's three numbers, what was shown before, a one for the bias.
READERS = {
    1: [
        [-0.77, -1.05, 0.52, -0.59, -0.54, 1.34],
        [-1.1, -1.13, -0.08, 0.54, -0.06, -0.02],
        [0.01, 0.15, -0.33, 0.35, -0.23, 1.33],
        [-1.07, -0.84, -0.63, 0.94, -0.03, 0.26],
        [0.22, -0.43, -0.71, 0.22, -0.73, -0.16],
        [-1.0, -0.31, -0.13, -0.2, -0.02, -1.0],
        [0.11, -0.26, -0.23, 0.03, -0.88, 1.78],
        [-0.12, -1.13, -0.44, 0.59, -0.1, 0.2],
    ],
    -1: [
        [1.51, -0.19, -0.07, 1.2, -0.03, 0.52],
        [-0.02, 1.18, 0.4, 0.17, -0.03, 0.66],
        [-0.23, -0.18, -0.4, 0.23, 0.75, 2.47],
        [0.26, 0.36, -0.17, -1.21, 0.48, -0.23],
        [-0.95, -0.76, -0.65, -0.12, 0.49, 0.48],
        [0.68, 0.09, 0.28, -0.87, -0.39, 0.27],
        [-0.37, 1.0, 0.27, 0.89, 0.37, 1.33],
        [-0.84, -0.53, -0.02, -0.6, 0.66, 1.14],
    ],
}
LAST = (1.72, -0.52, 1.44, -0.6, -0.21)  # four weights and the bias
FORWARD, BACKWARD = 4, 8  # the stages at which the two readers begin
JOINED, SQUASHED = 12, 13


@cache
def shown_by(words: tuple[str, ...], ahead: int) -> NDArray:
    """What a reader shows after each of its words, of shape (words, 2); `ahead` is 1 to the right, −1 to the left."""
    rows, show, memory, all_shown = np.array(READERS[ahead]), np.zeros(2), np.zeros(2), []
    for word in words[::ahead]:
        write, keep, new, out = np.split(rows @ [*VECTORS[word], *show, 1], 4)
        memory = sigmoid(keep) * memory + sigmoid(write) * np.tanh(new)
        show = sigmoid(out) * np.tanh(memory)
        all_shown.append(show)
    return np.array(all_shown)


def logit_of(sentence: str) -> float:
    """The logit of one of the sentences.

    >>> round(logit_of("not a bad film"), 2)
    -1.03
    """
    words = tuple(sentence.split())
    return float(np.dot([*shown_by(words, 1)[-1], *shown_by(words, -1)[-1], 1], LAST))


@demo(
    size=(440, 420),
    stage=Slider(0, SQUASHED, step=1, label="stage", play=True),
    sentence=Choice(*READ, label="sentence"),
)
def sentence_to_logit(ax, stage, sentence):
    """Press Play: what goes into each part, and what comes out?

    From top to bottom: a sentence of four words, its words, their numbers, their vectors of three numbers, a reader
    that goes from the first word to the last and one that goes from the last to the first, each with the two numbers
    that it shows after each word and the words it has seen by then, and one logit. At the bottom a scale from 0 to 1 on
    which a dot marks the probability that the logit stands for.
    """
    words = tuple(sentence.split())
    ax.set(xlim=(-0.75, 4.75), ylim=(-1.3, 10), xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    ax.grid(visible=False)
    _draw_inputs(ax, words, stage)
    _draw_reader(ax, 4.85, words, stage - FORWARD, 1, style.ORANGE)
    _draw_reader(ax, 2.5, words, stage - BACKWARD, -1, style.PURPLE)
    _draw_end(ax, sentence, stage)
    return f"Stage {stage}. {_in_words(words, stage)}"


def _draw_inputs(ax: Axes, words: tuple[str, ...], stage: int) -> None:
    note(ax, 1.5, 9.6, f"“{' '.join(words)}”", style.BLUE, size=14)
    for x, word in enumerate(words):
        note(ax, x, 8.75, word if stage >= 1 else "", style.BLUE)
        note(ax, x, 8.05, str(PLACES[word]) if stage >= 2 else "", style.BLUE, weight="normal")
        for row, number in enumerate(VECTORS[word]):
            note(ax, x, 7.35 - 0.42 * row, fixed(number, 2) if stage >= 3 else "", style.BLUE, weight="normal", size=12)
    for height, name, since in ((8.75, "tokens", 1), (8.05, "numbers", 2), (6.93, "vectors", 3)):
        color = style.INK if stage >= since else style.MUTED
        note(ax, 4.72, height, name, color, weight="normal", size=12, ha="right")


def _draw_reader(ax: Axes, y: float, words: tuple[str, ...], done: int, ahead: int, color: str) -> None:
    """A box a word, in it the two numbers that the reader shows then, below it the words it has seen by then."""
    note(ax, 4.72, y, "reads →" if ahead == 1 else "← reads", color if done >= 0 else style.MUTED, size=12, ha="right")
    for turn, x in enumerate(range(4)[::ahead]):
        on = turn <= done
        face = (color, 0.35 if turn == done else 0.14) if on else "none"
        box = {"facecolor": face, "edgecolor": color if on else style.MUTED, "lw": 1.5 if on else 0.8}
        ax.add_patch(Rectangle((x - 0.4, y - 0.47), 0.8, 0.94, **box))
        for row, number in enumerate(shown_by(words, ahead)[turn]):
            note(ax, x, y + 0.21 - 0.42 * row, fixed(number, 2) if on else "", style.INK, size=12)
        seen = fill(" ".join(_seen(words, turn, ahead)), 10)
        note(ax, x, y - 0.55, seen if on else "", color, size=12, weight="normal", va="top")
        start, end = (x + ahead * 0.4, x + ahead * 0.55) if turn < 3 else (NAN, NAN)
        wire = color if on else style.MUTED
        ax.plot([start, end], [y, y], color=wire, lw=2.5 if on else 0.8)
        ax.plot(end, y, ls="", marker=">" if ahead == 1 else "<", ms=7 if on else 5, color=wire)


def _seen(words: tuple[str, ...], turn: int, ahead: int) -> tuple[str, ...]:
    return words[: turn + 1] if ahead == 1 else words[3 - turn :]


def _wire(color: str, on: bool) -> dict:
    """A line that is pale and thin until the numbers come by."""
    return {"color": color, "lw": 2} if on else {"color": style.MUTED, "lw": 0.8}


def _draw_end(ax: Axes, sentence: str, stage: int) -> None:
    joined = stage >= JOINED
    ax.plot([3.4, 3.6, 3.6, 2.4], [4.85, 4.85, 0.5, 0.5], **_wire(style.ORANGE, joined))
    ax.plot([-0.4, -0.6, -0.6, 0.6], [2.5, 2.5, 0.5, 0.5], **_wire(style.PURPLE, joined))
    z, squashed = logit_of(sentence), stage >= SQUASHED
    q = float(sigmoid(z))
    note(ax, 1.5, 0.5, f"z = {fixed(z, 2)}" if joined else "", style.ORANGE)
    ax.plot([0, 3, NAN, 1.5, 1.5], [-0.9, -0.9, NAN, -1.05, -0.75], **_wire(style.MUTED, squashed))
    for x, end in ((-0.15, "0"), (3.15, "1")):
        note(ax, x, -0.9, end, style.INK if squashed else style.MUTED, weight="normal", size=12)
    ax.plot(3 * q if squashed else NAN, -0.9, **style.handle, color=style.ORANGE)
    note(ax, 3 * q, -0.3, f"q = {fixed(q, 2)}" if squashed else "", style.ORANGE)
    for y, name, on in ((0.5, "logit", joined), (-0.9, "probability", squashed)):
        note(ax, 4.72, y, name, style.INK if on else style.MUTED, weight="normal", size=12, ha="right")


def _in_words(words: tuple[str, ...], stage: int) -> str:
    if stage < FORWARD:
        return (
            f"“{' '.join(words)}” is a string of letters, which no matrix can be multiplied with.",
            "Tokens: the sentence is cut into words.",
            "Numbers: each word's place in the vocabulary, the list of known words.",
            "Embedding: the number picks a row of a table, the word's own vector.\nThe table is learnt like weights.",
        )[stage]
    if stage < JOINED:
        turn, ahead = (stage - FORWARD) % 4, 1 if stage < BACKWARD else -1
        vector = ", ".join(fixed(number, 2) for number in VECTORS[words[::ahead][turn]])
        out = ", ".join(fixed(number, 2) for number in shown_by(words, ahead)[turn])
        read = f"In: the vector of “{words[::ahead][turn]}”, ({vector}), and the memory so far.\n"
        return read + f"Out: a new memory; it shows ({out}), of “{' '.join(_seen(words, turn, ahead))}”."
    z = logit_of(" ".join(words))
    if stage == SQUASHED:
        answer = f"σ({fixed(z, 2)}) = {fixed(sigmoid(z), 2)}"
        return f"The sigmoid makes the logit a probability of “liked it”: {answer}.\nThe loss is computed from z."
    values = [*shown_by(words, 1)[-1], *shown_by(words, -1)[-1]]
    terms = [f"{fixed(w, 2)}·{_bracketed(value)}" for w, value in zip(LAST[:4], values, strict=True)]
    whole = " + ".join([*terms, fixed(LAST[4], 2)]).replace("+ −", "− ")
    return f"What both show at the end, times weights, plus a bias:\n{before_signs(f'z = {whole} = {fixed(z, 2)}')}."


def _bracketed(value: float) -> str:
    text = fixed(value, 4)
    return f"({text})" if value < 0 else text
