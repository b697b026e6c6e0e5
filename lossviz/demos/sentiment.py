"""The demos of the chapter on sentiment: votes and their floor, from a sentence to a logit, what a run recorded."""

from functools import cache

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from lossviz import Choice, Slider, data, demo, mark, style
from lossviz.demos._draw import fixed, note, percent, shown, unbroken, under, way
from lossviz.demos._reader import PLACES, sentence_to_logit  # noqa: F401
from lossviz.losses import binary_cross_entropy

NAN = float("nan")


# ── The raters' votes, and the bar that stops at their entropy ──────────────────────────────────────────────

SENTENCES = {
    "A fun ride.": "A fun ride.",
    "Decent but dull.": "Decent but dull.",
    "A mixed bag": "A decidedly mixed bag.",
    "Slow, silly …": "Slow, silly and unintentionally hilarious.",
    "Both awful …": "Both awful and appealing.",
    "Are monsters …": "Are monsters born, or made?",
}
HALF, OUT = "half yes, half no", "left out"
BELIEFS = [0.01, *np.arange(0.02, 0.981, 0.02).round(2).tolist(), 0.99]
CURVE = np.array([0.01, 0.015, 0.02, 0.03, *np.arange(0.04, 0.961, 0.02), 0.97, 0.98, 0.985, 0.99])
HIGHEST = 3.4
FROM = 0.96  # the curve is drawn from here on


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
    sentence=Choice(*SENTENCES, start="Decent but dull.", label="sentence"),
    neutral=Choice(HALF, OUT, label="a neutral vote is"),
    q=Slider(stops=BELIEFS, start=0.9, label="belief in yes,\N{NO-BREAK SPACE}q", format="{:.2f}", drag="x", panel=1),
)
def votes_and_floor(axes, sentence, neutral, q):
    """Drag q until the bar is as low as it goes. Does it reach 0?

    First, how many raters gave a real sentence each rating from −4 to 4. Then the cross-entropy of their votes and a
    belief q: a curve, drawn as far as q was dragged and all of it once the lowest place is found, with a bar under it,
    blue up to the entropy of the votes, red for what the belief adds.
    """
    raters, loss = axes
    votes = votes_of(sentence)
    p = share_of_yes(votes, neutral)
    floor, total = _cost(p, p), _cost(p, q)
    _draw_votes(raters, votes, neutral)
    raters.set_title(f"“{SENTENCES[sentence]}”", fontsize=12)
    loss.set(xlim=(-0.04, 1.04), ylim=(0, HIGHEST), xlabel="q, the belief in yes", title="loss against the votes, nats")
    goal = min(BELIEFS, key=lambda belief: abs(belief - p))
    seen = way(CURVE, FROM, q, goal=goal)
    loss.plot(seen, _cost(p, seen), color=style.RED, lw=2, alpha=0.6)
    found = min(q, FROM) <= goal <= max(q, FROM)
    loss.axhline(floor if found else NAN, **style.guide)
    least = f"H(p) = {fixed(floor)}" if found and floor else ""
    note(loss, 1.03, floor - 0.15, least, style.MUTED, ha="right", size=12, **style.answer)
    loss.bar(q, floor, width=0.05, color=style.BLUE, **style.answer)
    loss.bar(q, total - floor, bottom=floor, width=0.05, color=style.RED, **style.answer)
    mark(loss, q, total, style.handle, style.ORANGE, fixed(total))
    for height, text, color in (
        (2.9, "red: from the belief, KL(p‖q)", style.RED),
        (2.55, "blue: from the raters, H(p)", style.BLUE),
    ):
        note(loss, 0.5, height, text, color, size=12)
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
    above = abs(round(total, 3) - round(floor, 3))  # of the printed numbers, so that they add up
    said = (
        f"{unbroken(f'p(yes) = {counted} = {fixed(p)}')}, {unbroken(f'q(yes) = {q:.2f}')}.\n"
        f"{unbroken(f'{fixed(total)} nats = {fixed(floor)} from the raters')} {unbroken(f'+ {fixed(above)} from q')}.\n"
    )
    if floor == 0:
        return said + f"All raters say {'yes' if p > 0.5 else 'no'}: it can go to 0."
    if total - floor < 0.0011:
        return said + "This is as low as any q gets: the raters disagree."
    return said + f"Your belief leans too far towards {'yes' if q > p else 'no'}."


# ── What a run recorded: called by the demos that the chapter makes ─────────────────────────────────────────

EDGES = np.linspace(0, 1, 21)


def draw_losses(ax: Axes, training: ArrayLike, held_out: ArrayLike, epoch: int, floor: float = 0) -> None:
    """Training and held-out loss up to an epoch, counted from 0; the lowest so far ringed; a dashed line at `floor`."""
    training, held_out = np.asarray(training), np.asarray(held_out)
    last, top = len(training) - 1, 1.4
    best = int(held_out[: epoch + 1].argmin())
    ax.set(xlim=(-0.3, last + 0.3), ylim=(0, top), xlabel="epoch", title="mean loss, nats")
    ax.set_xticks(range(last + 1))
    ax.axhline(floor or NAN, **style.guide, **style.answer)
    lower = under(training[epoch] - held_out[epoch], 0.06)
    for curve, color, look in ((training, style.BLUE, lower), (held_out, style.PURPLE, style.dot)):
        ax.plot(np.where(np.arange(last + 1) <= epoch, curve, NAN), color=color, lw=3)
        mark(ax, epoch, curve[epoch], look, color, fixed(curve[epoch], 2))
    ax.plot(best, held_out[best], **style.ring, mec=style.PURPLE)
    note(ax, 0.1, top - 0.1, "held-out (ring: lowest so far)", style.PURPLE, ha="left", size=12)
    note(ax, 0.1, top - 0.25, "training", style.BLUE, ha="left", size=12)
    least = f"H(p) = {fixed(floor)}" if floor else ""
    note(ax, 0, floor - 0.08, least, style.MUTED, ha="left", size=12, **style.answer)


def draw_spread(ax: Axes, probability: ArrayLike, liked: ArrayLike) -> None:
    """How many samples got which probability: those that are yes upwards, those that are no downwards."""
    probability, liked = np.asarray(probability), np.asarray(liked) > 0.5
    middle = (EDGES[1:] + EDGES[:-1]) / 2
    up, down = (np.histogram(probability[side], EDGES)[0] for side in (liked, ~liked))
    high = np.ceil(0.4 * len(liked) / 100) * 100
    ax.set(xlim=(0, 1), ylim=(-high, high), xlabel="probability of “liked it”", title="held-out sentences")
    ticks = np.linspace(-high, high, 5)
    ax.set_yticks(ticks, [f"{abs(t):.0f}" for t in ticks])
    ax.axvline(0.5, **style.guide)
    ax.axhline(0, color=style.MUTED, lw=1)
    for sign, count, right in ((1, up, middle > 0.5), (-1, down, middle < 0.5)):
        ax.bar(middle, sign * count, width=0.044, color=np.where(right, style.ORANGE, style.RED))
    note(ax, 0.25, 0.88 * high, "liked it ↑", style.INK, weight="normal", size=12)
    note(ax, 0.25, -0.88 * high, "did not ↓", style.INK, weight="normal", size=12)
    note(ax, 0.75, 0.88 * high, "orange: right side", style.ORANGE, weight="normal", size=12)
    note(ax, 0.75, -0.88 * high, "red: wrong side", style.RED, weight="normal", size=12)


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

    >>> spread_in_words([0.99, 0.98, 0.6, 0.01], [1, 0, 1, 0]).replace("\N{NO-BREAK SPACE}", " ")
    '75 % right. More than 95 % sure of 75 %; of those 33 % are wrong.'
    """
    probability, liked = np.asarray(probability), np.asarray(liked) > 0.5
    right = (probability > 0.5) == liked
    certain = np.maximum(probability, 1 - probability) > sure
    wrong = f"; of those {percent((~right)[certain].mean())} are wrong" if certain.any() else ""
    return f"{percent(right.mean())} right. More than {percent(sure)} sure of {percent(certain.mean())}{wrong}."


def draw_reading(ax: Axes, words: list[str], probability: ArrayLike, read: int) -> None:
    """A sentence from top to bottom; beside each word read so far, the probability after it."""
    rows = np.arange(len(words))
    ax.set(xlim=(-0.45, 1.02), ylim=(len(words) - 0.4, -0.9), xlabel="probability of “liked it” after each word")
    ax.set_xticks([0, 0.5, 1], ["0", "½", "1"])
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    ax.axvline(0.5, **style.guide)
    after = np.where(rows < read, probability, NAN)
    ax.plot(after, rows, color=style.ORANGE, lw=2, alpha=0.7)
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
