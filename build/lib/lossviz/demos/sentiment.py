"""The demos of the chapter on sentiment: votes and their floor, from a sentence to a logit, what a run recorded."""

from functools import cache

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike

from lossviz import Choice, Slider, data, demo, style
from lossviz.demos._draw import fixed, note, shown
from lossviz.losses import binary_cross_entropy

NAN = float("nan")


# ── The raters' votes, and the bar that stops at their entropy ──────────────────────────────────────────────

SENTENCES = {
    "Slow, silly …": "Slow, silly and unintentionally hilarious.",
    "A fun ride.": "A fun ride.",
    "Decent but dull.": "Decent but dull.",
    "A mixed bag": "A decidedly mixed bag.",
    "Both awful …": "Both awful and appealing.",
    "Are monsters …": "Are monsters born, or made?",
}
HALF, OUT = "half yes, half no", "left out"
BELIEFS = [0.01, *np.arange(0.02, 0.981, 0.02).round(2).tolist(), 0.99]
CURVE = np.array([0.01, 0.015, 0.02, 0.03, *np.arange(0.04, 0.961, 0.02), 0.97, 0.98, 0.985, 0.99])
HIGHEST = 3.4


@cache
def votes_of(sentence: str) -> np.ndarray:
    """How many raters gave −4, …, 4."""
    text, ratings = data.reviews()
    (row,) = ratings[text == SENTENCES[sentence]]
    return row


def share_of_yes(votes: ArrayLike, neutral: str = HALF) -> float:
    """The share of the raters who found the sentence positive; a neutral vote counts as half, or not at all.

    >>> share_of_yes([0, 0, 0, 6, 4, 10, 0, 0, 0]), share_of_yes([0, 0, 0, 6, 4, 10, 0, 0, 0], OUT)
    (0.6, 0.625)
    """
    no, undecided, yes = np.sum(votes[:4]), votes[4], np.sum(votes[5:])
    return float(yes / (no + yes)) if neutral == OUT else float((yes + undecided / 2) / np.sum(votes))


@demo(
    axes=2,
    sentence=Choice(*SENTENCES, label="sentence"),
    neutral=Choice(HALF, OUT, label="neutral vote"),
    q=Slider(stops=BELIEFS, start=0.9, label="q(yes)", format="{:.2f}", drag="x", panel=1),
)
def votes_and_floor(axes, sentence, neutral, q):
    """Drag q until the bar is as low as it goes. Does it reach 0?

    Left, how many raters gave a real sentence each rating from −4 to 4. Right, the cross-entropy of their votes and a
    belief q, a curve over q with a bar under it: blue up to the entropy of the votes, red for what the belief adds.
    """
    left, right = axes
    votes = votes_of(sentence)
    p = share_of_yes(votes, neutral)
    floor, total = _cost(p, p), _cost(p, q)
    _draw_votes(left, votes, neutral)
    left.set_title(f"“{SENTENCES[sentence]}”", fontsize=12)
    right.set(xlim=(-0.04, 1.04), ylim=(0, HIGHEST), xlabel="q(yes), the belief", title="loss against the votes, nats")
    right.plot(CURVE, _cost(p, CURVE), color=style.RED, lw=2, alpha=0.5)
    right.axhline(floor, **style.guide)
    right.bar(q, floor, width=0.05, color=style.BLUE)
    right.bar(q, total - floor, bottom=floor, width=0.05, color=style.RED)
    right.plot(q, min(total, HIGHEST - 0.12), **style.handle, color=style.ORANGE)
    for height, text, color in (
        (3.15, f"H(p, q) = {fixed(total)}", style.INK),
        (2.78, f"KL(p‖q) = {fixed(total - floor)}", style.RED),
        (2.41, f"H(p) = {fixed(floor)}", style.BLUE),
    ):
        note(right, 0.5, height, text, color)
    return _floor_in_words(_counted(votes, neutral), p, q, floor, total)


def _cost(p, q):
    return binary_cross_entropy(probability=q, label=p)


def _draw_votes(ax: Axes, votes, neutral: str) -> None:
    ax.set(xlim=(-4.8, 4.8), ylim=(0, 22), xlabel="rating", ylabel="raters", yticks=range(0, 21, 5))
    ax.set_xticks(range(-4, 5), ["−4", "−3", "−2", "−1", "0", "1", "2", "3", "4"])
    ax.grid(axis="x", visible=False)
    colors = [style.BLUE] * 4 + [style.MUTED] + [style.BLUE] * 4
    bars = ax.bar(range(-4, 5), votes, width=0.8, color=colors)
    bars[4].set_alpha(0.25 if neutral == OUT else 1)
    for x, count, word, color in (
        (-2.8, votes[:4].sum(), "no", style.BLUE),
        (0, votes[4], "neutral", style.MUTED),
        (2.8, votes[5:].sum(), "yes", style.BLUE),
    ):
        note(ax, x, 20.3, f"{count} {word}", color)


def _counted(votes, neutral: str) -> str:
    no, undecided, yes = votes[:4].sum(), votes[4], votes[5:].sum()
    return f"{yes}/({no} + {yes})" if neutral == OUT else f"({yes} + {undecided}/2)/{votes.sum()}"


def _floor_in_words(counted: str, p: float, q: float, floor: float, total: float) -> str:
    said = (
        f"p(yes) = {counted} = {fixed(p)}, q(yes) = {q:.2f}.\n"
        f"{fixed(total)} nats = {fixed(floor)} of the raters' own + {fixed(total - floor)} for q. "
    )
    if floor == 0:
        return said + f"All raters say {'yes' if p > 0.5 else 'no'}: here the loss can go to 0."
    if total - floor < 0.0011:
        return said + "This is as low as any q gets: the raters disagree."
    return said + f"q leans too far towards {'yes' if q > p else 'no'}."


# ── From a sentence to a logit ──────────────────────────────────────────────────────────────────────────────

WORDS = ("not", "a", "bad", "film")
PLACES = (25, 3, 84, 16)  # their numbers in the chapter's vocabulary: the commoner, the smaller
VECTORS = np.array([[-0.9, 0.3, 0.5], [0.1, -0.1, 0.2], [0.4, -0.8, -0.6], [-0.2, 0.5, -0.3]])
MEMORIES = {  # what a reader has seen after each of its steps
    1: ("not", "not a", "not a\nbad", "not a\nbad film"),
    -1: ("film", "bad\nfilm", "a bad\nfilm", "not a\nbad film"),
}
STAGES = (
    "A sentence: a string of letters, which no matrix can be multiplied with.",
    "Tokens: the sentence is cut into words.",
    "Numbers: each word's place in the vocabulary, the list of known words.",
    "Embedding: the number picks a row of a table, the word's own vector.\nThe table is learnt like any weight.",
)
FORWARD, BACKWARD = 4, 8  # the stages at which the two readers begin
JOINED, SQUASHED = 12, 13


@demo(size=(440, 350), stage=Slider(0, SQUASHED, step=1, start=SQUASHED, label="stage", play=True))
def sentence_to_logit(ax, stage):
    """Go back to stage 0 and press Play: what goes into each part, and what comes out?

    From top to bottom: the sentence "not a bad film", its words, their numbers, their vectors as small bars, a reader
    that goes from left to right and one that goes from right to left, each handing a memory on, and one logit.
    """
    ax.set(xlim=(-0.75, 4.75), ylim=(-0.75, 7.6), xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    ax.grid(visible=False)
    _draw_inputs(ax, stage)
    _draw_reader(ax, 2.6, stage - FORWARD, 1, style.ORANGE)
    _draw_reader(ax, 1.3, stage - BACKWARD, -1, style.PURPLE)
    _draw_end(ax, stage)
    return _stage_in_words(stage)


def _draw_inputs(ax: Axes, stage: int) -> None:
    note(ax, 1.5, 7.2, "“not a bad film”", style.BLUE, size=14)
    for x, (word, place, vector) in enumerate(zip(WORDS, PLACES, VECTORS, strict=True)):
        note(ax, x, 6.25, word if stage >= 1 else "", style.BLUE)
        note(ax, x, 5.4, str(place) if stage >= 2 else "", style.BLUE, weight="normal")
        at = x + np.array([-0.17, 0, 0.17])
        ax.bar(at, 0.5 * vector if stage >= 3 else vector * NAN, bottom=4.3, width=0.14, color=style.BLUE)
    ax.plot([-0.3, 3.3], [4.3, 4.3] if stage >= 3 else [NAN, NAN], color=style.GRID, lw=1)
    for height, name, since in ((6.25, "tokens", 1), (5.4, "numbers", 2), (4.3, "vectors", 3)):
        note(
            ax, 4.72, height, name, style.MUTED if stage >= since else style.GRID, weight="normal", size=12, ha="right"
        )


def _draw_reader(ax: Axes, y: float, done: int, ahead: int, color: str) -> None:
    """One box a word, in it the words that the memory has seen by then; `ahead` is 1 to the right, −1 to the left."""
    note(ax, 4.72, y, "reads →" if ahead == 1 else "← reads", color if done >= 0 else style.GRID, size=12, ha="right")
    for turn, x in enumerate(range(4)[::ahead]):
        on = turn <= done
        face = (color, 0.35 if turn == done else 0.14) if on else "none"
        ax.add_patch(_box(x, y, face, color if on else style.GRID))
        note(ax, x, y, MEMORIES[ahead][turn] if on else "", style.INK, size=11, weight="normal")
        start, end = (x + ahead * 0.4, x + ahead * 0.55) if on and turn < 3 else (NAN, NAN)
        ax.plot([start, end], [y, y], color=color, lw=2.5)
        ax.plot(end, y, ls="", marker=">" if ahead == 1 else "<", ms=7, color=color)


def _box(x: float, y: float, face, edge) -> Rectangle:
    return Rectangle((x - 0.4, y - 0.42), 0.8, 0.84, facecolor=face, edgecolor=edge, lw=1.5)


def _draw_end(ax: Axes, stage: int) -> None:
    joined = stage >= JOINED
    ax.plot([3.4, 3.6, 3.6, 2.6] if joined else [NAN] * 4, [2.6, 2.6, -0.2, -0.2], color=style.ORANGE, lw=2)
    ax.plot([-0.4, -0.6, -0.6, 0.4] if joined else [NAN] * 4, [1.3, 1.3, -0.2, -0.2], color=style.PURPLE, lw=2)
    note(ax, 1.5, -0.2, ("z → σ(z) = q" if stage >= SQUASHED else "one logit z") if joined else "", style.ORANGE)
    note(ax, 4.72, -0.2, "logit", style.MUTED if joined else style.GRID, weight="normal", size=12, ha="right")


def _stage_in_words(stage: int) -> str:
    if stage < FORWARD:
        return f"Stage {stage}. {STAGES[stage]}"
    if stage < JOINED:
        turn = (stage - FORWARD) % 4
        word, seen = (WORDS[turn], WORDS[: turn + 1]) if stage < BACKWARD else (WORDS[3 - turn], WORDS[3 - turn :])
        read = f"Stage {stage}. In: the vector of “{word}” and the memory so far.\n"
        return read + f"Out: a new memory, of “{' '.join(seen)}”."
    if stage == JOINED:
        out = "What both readers show at the end, side by side, times weights,\nplus a bias: one number, the logit z."
        return f"Stage {stage}. {out}"
    return f"Stage {stage}. The sigmoid makes z a probability q of “liked it”;\nthe loss is computed from z, as always."


# ── What a run recorded: called by the demos that the chapter makes ─────────────────────────────────────────

EDGES = np.linspace(0, 1, 21)


def draw_losses(ax: Axes, training: ArrayLike, held_out: ArrayLike, epoch: int, floor: float = 0) -> None:
    """Training and held-out loss by epoch, counted from 0; solid up to `epoch`; a dashed line at `floor`."""
    training, held_out = np.asarray(training), np.asarray(held_out)
    last, top = len(training) - 1, 1.4
    best = int(held_out.argmin())
    ax.set(xlim=(-0.3, last + 0.3), ylim=(0, top), xlabel="epoch", title="loss, nats")
    ax.set_xticks(range(last + 1))
    ax.axhline(floor, **style.guide)
    ax.plot([best, best], [0, held_out[best]], **style.guide)
    for curve, color in ((training, style.BLUE), (held_out, style.RED)):
        ax.plot(curve, color=color, lw=2, alpha=0.3)
        ax.plot(curve[: epoch + 1], color=color, lw=3)
        ax.plot(epoch, curve[epoch], **style.dot, color=color)
    note(ax, 0.1, top - 0.1, "held-out", style.RED, ha="left")
    note(ax, 0.1, top - 0.25, "training", style.BLUE, ha="left")
    note(ax, 0, floor - 0.08, f"H(p) = {fixed(floor)}" if floor else "", style.MUTED, ha="left", size=12)


def draw_spread(ax: Axes, probability: ArrayLike, liked: ArrayLike) -> None:
    """How many samples got which probability: those that are yes upwards, those that are no downwards."""
    probability, liked = np.asarray(probability), np.asarray(liked) > 0.5
    middle = (EDGES[1:] + EDGES[:-1]) / 2
    up, down = (np.histogram(probability[side], EDGES)[0] for side in (liked, ~liked))
    high = np.ceil(0.45 * len(liked) / 100) * 100
    ax.set(xlim=(0, 1), ylim=(-high, high), xlabel="probability of “liked it”", title="held-out sentences")
    ticks = np.linspace(-high, high, 5)
    ax.set_yticks(ticks, [f"{abs(t):.0f}" for t in ticks])
    ax.axvline(0.5, **style.guide)
    ax.axhline(0, color=style.MUTED, lw=1)
    for sign, count, right in ((1, up, middle > 0.5), (-1, down, middle < 0.5)):
        ax.bar(middle, sign * count, width=0.044, color=np.where(right, style.BLUE, style.RED))
    note(ax, 0.25, 0.88 * high, "liked it ↑", style.INK, weight="normal", size=12)
    note(ax, 0.25, -0.88 * high, "did not ↓", style.INK, weight="normal", size=12)


def draw_epoch(axes, curves: ArrayLike, said: ArrayLike, liked: ArrayLike, epoch: int, floor: float = 0) -> str:
    """Both panels of a run at an epoch, and their readout.

    curves: training and held-out loss by epoch, shape (2, epochs + 1). said: probabilities of the held-out samples by
    epoch, shape (epochs + 1, n). liked: whether each of them is a yes, shape (n,). floor: the least loss there is.
    """
    draw_losses(axes[0], *curves, epoch, floor)
    draw_spread(axes[1], said[epoch], liked)
    training, held_out = curves[0][epoch], curves[1][epoch]
    losses = f"Epoch {epoch}: training {fixed(training)}, held-out {fixed(held_out)} nats.\n"
    return losses + spread_in_words(said[epoch], liked)


def spread_in_words(probability: ArrayLike, liked: ArrayLike, sure: float = 0.95) -> str:
    """How many are right, on how many the model is sure, and how often it is wrong there.

    >>> spread_in_words([0.99, 0.98, 0.6, 0.01], [1, 0, 1, 0])
    '75 % right. More than 95 % sure of 75 %; of those 33 % are wrong.'
    """
    probability, liked = np.asarray(probability), np.asarray(liked) > 0.5
    right = (probability > 0.5) == liked
    certain = np.maximum(probability, 1 - probability) > sure
    wrong = f"; of those {100 * (~right)[certain].mean():.0f} % are wrong" if certain.any() else ""
    return (
        f"{100 * right.mean():.0f} % right. More than {100 * sure:.0f} % sure of {100 * certain.mean():.0f} %{wrong}."
    )


def draw_reading(ax: Axes, words: list[str], probability: ArrayLike, read: int) -> None:
    """A sentence from top to bottom; beside each word read so far, the probability after it."""
    rows = np.arange(len(words))
    ax.set(xlim=(-0.45, 1.02), ylim=(len(words) - 0.4, -0.9), xlabel="probability of “liked it” after each word")
    ax.set_xticks([0, 0.5, 1], ["0", "½", "1"])
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    ax.axvline(0.5, **style.guide)
    after = np.where(rows < read, probability, NAN)
    ax.plot(after, rows, color=style.ORANGE, lw=2, alpha=0.5)
    ax.plot(after, rows, **style.dot, color=style.ORANGE)
    ax.plot(probability[read - 1], read - 1, **style.handle, color=style.ORANGE)
    for row, word in enumerate(words):
        done = row < read
        note(ax, -0.06, row, word, style.BLUE if done else style.MUTED, ha="right", weight="bold" if done else "normal")


def reading_in_words(words: list[str], probability: ArrayLike, read: int) -> str:
    """The words so far, and the probability after them.

    >>> reading_in_words(["what", "fun"], [0.5, 0.85], 2)
    'After “what fun”: 0.85 that the writer liked it.'
    """
    return f"After “{' '.join(words[:read])}”: {shown(probability[read - 1])} that the writer liked it."
