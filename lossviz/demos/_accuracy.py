"""Demos of accuracy and of other counts: why they judge a model and do not train it."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from lossviz import Choice, Slider, demo, style
from lossviz.demos._draw import fixed, note, shown
from lossviz.losses import sigmoid, sigmoid_binary_cross_entropy

# ── Twenty mails, one weight: z = w·x − 7.5 ─────────────────────────────────────────────────────────────────

HAM_SCORES = (0.1, 0.4, 0.6, 0.8, 1.0, 1.1, 1.3, 1.4, 1.6, 1.75, 1.85, 2.0, 2.2, 3.0)
SPAM_SCORES = (1.5, 2.55, 2.85, 3.2, 3.6, 4.3)
BIAS, WEIGHT = -7.5, 2.7


@cache
def twenty_mails() -> tuple[NDArray, NDArray]:
    """The word scores of 20 mails, and whether each is spam: 14 that are not, then 6 that are."""
    return np.array(HAM_SCORES + SPAM_SCORES), np.repeat([0, 1], [len(HAM_SCORES), len(SPAM_SCORES)])


@cache
def ten_thousand_mails() -> tuple[NDArray, NDArray]:
    """Made up, half of them spam. Of all seeds this is one that has 9,207 right at w = 2.7 and 9,208 next."""
    spam = np.repeat([1, 0], 5_000)
    return np.random.default_rng(1031).normal(np.where(spam == 1, 4.0, 1.0), 1.0), spam


def metrics(flagged, spam) -> dict[str, float]:
    """Accuracy, precision, recall and F1; precision is NaN where nothing was flagged."""
    flagged, spam = np.asarray(flagged, bool), np.asarray(spam, bool)
    hits, called, there = (flagged & spam).sum(), flagged.sum(), spam.sum()
    return {
        "accuracy": (flagged == spam).mean(),
        "precision": hits / called if called else np.nan,
        "recall": hits / there,
        "F1": 2 * hits / (called + there),
    }


@demo(axes=2, threshold=Slider(0, 1, step=0.05, start=0.5, label="threshold", drag="x", play=True))
def threshold_metrics(axes, threshold):
    """Drag the threshold: which metric does each position serve, and what does the loss do?

    In the picture of the mails, twenty of them at the chance of spam that a model gives them, the six spam mails in the
    upper row and the fourteen others in the lower one; what lies to the right of the threshold is flagged, and each
    wrong decision is a red cross. In the picture of the metrics, accuracy, precision, recall and F1 as bars.
    """
    mails, bars = axes
    x, spam = twenty_mails()
    chance = sigmoid(WEIGHT * x + BIAS)
    flagged = chance > threshold
    found = metrics(flagged, spam)
    mails.set(xlim=(-0.06, 1.06), ylim=(-0.75, 2.1), xlabel="chance of spam, q", title="flagged as spam →")
    mails.set_yticks([0, 1.3], ["not", "spam"])
    mails.grid(visible=False)
    mails.axvspan(threshold, 1.06, color=style.ORANGE, alpha=0.13, lw=0)
    mails.axvline(threshold, **style.secant)
    _draw_mails(mails, chance, spam, flagged)
    note(mails, 1.06, 2.16, "× wrong", style.RED, ha="right", va="bottom", size=12)  # beside the title
    mails.plot(threshold, -0.75, **style.handle, color=style.ORANGE)
    bars.set(xlim=(0, 1.25), ylim=(3.65, -0.65), title="metrics")
    bars.set_yticks([])
    bars.set_xticks([0, 0.5, 1])
    bars.barh(np.arange(4) + 0.1, np.nan_to_num(list(found.values())), height=0.4, color=style.PURPLE, alpha=0.75)
    for k, (name, value) in enumerate(found.items()):
        text = "0/0" if np.isnan(value) else fixed(value, 2)
        note(bars, np.nan_to_num(value) + 0.02, k + 0.1, text, style.PURPLE, ha="left")
        note(bars, 0.01, k - 0.32, name, style.INK, ha="left", weight="normal")
    caught, false = int((flagged & (spam == 1)).sum()), int((flagged & (spam == 0)).sum())
    loss = sigmoid_binary_cross_entropy(logit=WEIGHT * x + BIAS, label=spam).mean()
    positives = "true positive" if caught == 1 else "true positives"
    negatives = "false negative" if caught == 5 else "false negatives"
    wrongly = "false positive" if false == 1 else "false positives"
    return (
        f"Threshold {shown(threshold)}: of 6 spam mails {caught}\xa0{positives}, {6 - caught}\xa0{negatives};\n"
        f"of 14 good mails {false}\xa0{wrongly}, {14 - false}\xa0true\xa0negatives. Mean log loss {fixed(loss)}."
    )


def _draw_mails(ax, chance, spam, flagged) -> None:
    """Mails that would hide each other are moved up a little, in turn."""
    for truth, color in ((0, style.GOLD), (1, style.BLUE)):
        here = spam == truth
        height = 1.3 * truth + 0.2 * (np.arange(here.sum()) % 5 - 2)
        wrong = flagged[here] != truth
        ax.plot(chance[here], height, **style.dot, color=color)
        cross = style.dot | {"marker": "X", "ms": 12}
        ax.plot(np.where(wrong, chance[here], np.nan), height, **cross, color=style.RED)


MAILS = {"20 mails": twenty_mails, "10,000 mails": ten_thousand_mails}
LOW, HIGH, TIMES = 2.0, 4.4, 200


def correct(w, x, spam) -> NDArray:
    """How many mails a weight has right: spam where w·x − 7.5 is above 0, good mails where it is 0 or less."""
    scores = np.multiply.outer(np.asarray(w, dtype=float), x) + BIAS
    return ((scores > 0) == spam).sum(axis=-1)


def mail_loss(w, x, spam) -> NDArray:
    """The mean log loss for each weight."""
    logit = np.multiply.outer(np.asarray(w, dtype=float), x) + BIAS
    return sigmoid_binary_cross_entropy(logit=logit, label=np.broadcast_to(spam, logit.shape)).mean(axis=-1)


def tread(w: float, mails: str) -> tuple[float, float]:
    """Between which two weights no mail changes sides, so that the count stays what it is at w."""
    sides = MAILS[mails]()[0]
    changes = np.sort(-BIAS / sides[sides > 0])
    at = np.searchsorted(changes, w)
    return float(changes[at - 1]), float(changes[at])


@cache
def staircase(mails: str, low: float, high: float) -> tuple[NDArray, NDArray]:
    """The weights and accuracies of every tread between two weights; over a wide range only 240 of them."""
    x, spam = MAILS[mails]()
    edges = -BIAS / x[x > 0]
    edges = np.sort(edges[(edges > low) & (edges < high)])
    if len(edges) > 240:
        edges = np.linspace(low, high, 241)[1:-1]
    edges = np.concatenate([[low], edges, [high]])
    counts = correct((edges[1:] + edges[:-1]) / 2, x, spam)
    return np.repeat(edges, 2)[1:-1], np.repeat(counts / len(x), 2)


@cache
def smooth(mails: str, low: float, high: float) -> tuple[NDArray, NDArray]:
    w = np.linspace(low, high, 60 if high - low > 1 else 3)
    return w, mail_loss(w, *MAILS[mails]())


VIEWS = ("the point alone", "the whole curve", f"magnified {TIMES} times")


@demo(
    axes=2,
    mails=Choice(*MAILS, label="mails"),
    w=Slider(2, 4.4, step=0.05, start=2.7, label="weight w", drag="x", panel="all"),
    show=Choice(*VIEWS, label="show"),
)
def accuracy_staircase(axes, mails, w, show):
    """Drag w and watch both points. Then let the curves be drawn, and magnify them.

    In one picture the share of mails that a model with the single weight w gets right, in the other the mean log loss
    of the same model on the same mails; a point in each at the present w. With the whole curves drawn, the accuracy is
    a staircase of level steps and sudden jumps, and the loss a smooth bowl. Magnified, the staircase is still level
    wherever it does not jump, and the loss is a straight line, tilted unless it is at the bottom.
    """
    x, spam = MAILS[mails]()
    right, loss = float(correct(w, x, spam)), float(mail_loss(w, x, spam))
    drawn, glass = show != VIEWS[0], show == VIEWS[2]
    times = TIMES if glass else 1
    axes[0].set(ylim=(0.64, 0.98), title="accuracy")
    axes[1].set(ylim=(0.1, 0.95), title="mean log loss")
    axes[0].set_yticks([0.7, 0.8, 0.9], [""] * 3 if glass else ["0.7", "0.8", "0.9"])
    axes[1].set_yticks([0.2, 0.4, 0.6, 0.8], [""] * 4 if glass else ["0.2", "0.4", "0.6", "0.8"])
    for ax, curve, color, at in (
        (axes[0], staircase, style.PURPLE, right / len(x)),
        (axes[1], smooth, style.RED, loss),
    ):
        ax.set(xlim=(LOW - 0.1, HIGH + 0.1), xlabel="weight w")
        ax.set_xticks([2, 2.5, 3, 3.5, 4], [""] * 5 if glass else ["2", "2.5", "3", "3.5", "4"])
        place = sum(ax.get_ylim()) / 2 if glass else at
        weights, heights = curve(mails, *_window(w, times))
        heights = place + (heights - at) * times if drawn else np.full_like(heights, np.nan)
        ax.plot(w + (weights - w) * times, heights, color=color, lw=2.5)
        ax.plot(w, place, **style.handle, color=color)
        _draw_scale(ax, glass, 0.07 if ax is axes[0] else 0.93)
    found = f"w = {shown(w)}: {right:,.0f} of {len(x):,} right, mean log loss {fixed(loss, 4)}."
    if not drawn:
        return found
    begin, end = tread(w, mails)
    return (
        f"{found}\nThe count is the same from w = {begin:.4f} to {end:.4f},\n"
        f"where the loss goes from {mail_loss(begin, x, spam):.5f} to {mail_loss(end, x, spam):.5f}."
    )


def _window(w: float, times: int) -> tuple[float, float]:
    """What fills the width of the picture when it is magnified about w, which keeps its place."""
    return w + (LOW - 0.1 - w) / times, w + (HIGH + 0.1 - w) / times


def _draw_scale(ax, glass: bool, place: float) -> None:
    low, high = ax.get_ylim()
    height = low + place * (high - low)
    ax.plot([2, 2.6] if glass else [np.nan] * 2, [height] * 2, color=style.INK, lw=3, solid_capstyle="butt")
    note(ax, 2.7, height, f"w grows by {0.6 / TIMES:g}" if glass else "", style.INK, ha="left", size=12)
