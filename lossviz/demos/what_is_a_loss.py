"""The demos of the first chapter: a model, its loss, the loop that lowers it, and what a metric sees instead."""

from functools import cache

import numpy as np
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from lossviz import Challenge, Choice, Slider, Toggle, demo, style
from lossviz.demos._draw import fixed, note, shown
from lossviz.losses import (
    binary_cross_entropy,
    sigmoid,
    sigmoid_binary_cross_entropy,
    squared_error,
    zero_one_loss,
)

# ── Three parcels: one parameter ────────────────────────────────────────────────────────────────────────────

BOOKS = np.array([2, 4, 6])
KILOS = np.array([1.5, 2.5, 2.5])


def parcel_losses(theta) -> NDArray:
    """The squared miss of each parcel, in kg², a row for each θ."""
    predictions = np.multiply.outer(np.asarray(theta, dtype=float), BOOKS)
    return squared_error(predictions, np.broadcast_to(KILOS, predictions.shape))


CURVES = {"the mean of all three": slice(None), "2 books": slice(0, 1), "4 books": slice(1, 2), "6 books": slice(2, 3)}


@demo(
    axes=2,
    over=Choice(*CURVES, label="loss of"),
    theta=Slider(0, 1, step=0.025, start=0.75, label="θ, kg per book", format="{:.3g}", drag="x", panel=1),
    challenge=Challenge(
        "make the mean loss of all three as small as it gets.",
        lambda over, theta: over == "the mean of all three" and theta == 0.5,
    ),
)
def drag_theta(axes, over, theta):
    """Drag θ on the right-hand picture: where is the loss lowest?

    Left, the weights of three parcels against their number of books, and a straight line from 0, the model, with slope
    theta; red bars join each prediction to its target. Right, the loss against theta: a bowl, with a point at the
    present theta. Fainter bowls belong to the single parcels, and each has its lowest point elsewhere.
    """
    left, right = axes
    each, chosen = parcel_losses(theta), CURVES[over]
    _draw_parcels(left, theta, each, chosen)
    right.set(xlim=(-0.04, 1.04), ylim=(-0.25, 6.6), xlabel="θ, kg per book", title="loss, kg²")
    grid = np.linspace(0, 1, 81)
    curves = parcel_losses(grid)
    for k in range(3):
        right.plot(grid, curves[:, k], color=style.RED, lw=1.5, alpha=0.3)
    right.plot(grid, curves[:, chosen].mean(axis=1), color=style.RED, lw=3)
    loss = each[chosen].mean()
    right.plot([theta, theta], [-0.25, min(loss, 6.6)], **style.guide)
    right.plot(theta, min(loss, 6.6), **style.handle, color=style.RED, clip_on=False)
    note(right, theta, 7.05, "↑" if loss > 6.6 else "", style.RED)
    if chosen == slice(None):
        terms = " + ".join(shown(loss_k, 4) for loss_k in each)
        return f"θ = {shown(theta, 3)}: mean of the squared misses\n({terms}) / 3 = {shown(loss, 3)} kg²"
    mean = shown(each.mean(), 3)
    return f"θ = {shown(theta, 3)}: this parcel alone costs {shown(loss, 4)} kg²,\nthe mean of all three is {mean} kg²"


def _draw_parcels(ax, theta, each, chosen) -> None:
    ax.set(xlim=(0, 7.2), ylim=(0, 6.6), xlabel="books x", title="weight, kg")
    ax.set_xticks([0, 2, 4, 6])
    ax.plot([0, 7.2], [0, 7.2 * theta], **style.secant)
    for k, (x, y) in enumerate(zip(BOOKS, KILOS, strict=True)):
        faint = 1 if k in range(3)[chosen] else 0.25
        ax.plot([x, x], [y, theta * x], color=style.RED, lw=5, alpha=faint, solid_capstyle="butt")
        ax.plot(x, theta * x, **style.dot, color=style.ORANGE, alpha=faint)
        ax.plot(x, y, **style.dot, color=style.BLUE, alpha=faint)
    label = f"ŷ = {shown(theta, 3)} · x"
    note(ax, 0.25, 6.1, label, style.ORANGE, ha="left")
    note(ax, 0.25, 5.4, "targets y", style.BLUE, ha="left")
    note(ax, 0.25, 4.7, "misses", style.RED, ha="left")


# ── The loop: predict, compare, change θ ────────────────────────────────────────────────────────────────────

START, NUDGE, ROUNDS = 0.9, 0.1, 5
STAGES = ("predict", "compare", "update")


def nudge_down(loss, theta: float, nudge: float) -> float:
    """Of θ, a little less and a little more the one with the lowest loss; θ itself if none is lower."""
    return min((theta, theta - nudge, theta + nudge), key=loss)


@cache
def loop_record() -> tuple[float, ...]:
    """θ at the start of each round, and after the last."""
    thetas = [START]
    for _ in range(ROUNDS):
        thetas.append(round(nudge_down(lambda t: parcel_losses(t).mean(), thetas[-1], NUDGE), 3))
    return tuple(thetas)


def _box(ax, x, y, title, text, color, active) -> None:
    """A box of the loop; the one whose turn it is is filled. There is no axis, so boxes may use its margin."""
    for look in ({"fc": color, "ec": "none", "alpha": 0.22 if active else 0.06}, {"fc": "none", "ec": color}):
        ax.add_patch(Rectangle((x, y), 3.85, 1.5, **look, lw=3 if active else 1.3, clip_on=False))
    note(ax, x + 1.92, y + 1.02, title, color)
    note(ax, x + 1.92, y + 0.45, text, style.INK, weight="normal", size=12)


def _arrow(ax, start, end, color) -> None:
    step = np.subtract(end, start)
    ax.quiver(*start, *step, angles="xy", scale_units="xy", scale=1, color=color, width=0.009, zorder=3)


@demo(
    size=(400, 290),
    moment=Slider(1, 3 * ROUNDS, step=1, start=2, label="moment", play=True),
)
def training_loop(ax, moment):
    """Press Play: follow the numbers round the loop, five times.

    A diagram of training. Input and model give predictions; predictions and targets give the loss; the loss decides
    how theta is changed; and the changed theta goes back into the model. The box whose turn it is is filled.
    """
    ax.set(xlim=(0, 11), ylim=(0, 6.7))
    ax.set_axis_off()
    turn, stage = divmod(moment - 1, 3)
    thetas = loop_record()
    theta, after = thetas[turn], thetas[turn + 1]
    loss = parcel_losses(theta).mean()
    kilos = ", ".join(shown(k) for k in theta * BOOKS)
    _box(ax, -1.45, 5.1, "input x", "2, 4, 6 books", style.BLUE, False)
    _box(ax, 2.95, 5.1, "model θ · x", f"θ = {shown(theta)}", style.INK, stage == 0)
    _box(ax, 7.35, 5.1, "prediction ŷ", f"{kilos} kg", style.ORANGE, stage == 0)
    _box(ax, 7.35, 2.6, "loss", f"{shown(loss, 3)} kg²" if stage else "?", style.RED, stage == 1)
    _box(ax, 7.35, 0.1, "target y", "1.5, 2.5, 2.5 kg", style.BLUE, False)
    _box(ax, 2.95, 2.6, "update", f"θ → {shown(after)}" if stage == 2 else "?", style.GREEN, stage == 2)
    for start, end in (((2.4, 5.85), (2.95, 5.85)), ((6.8, 5.85), (7.35, 5.85)), ((9.25, 5.1), (9.25, 4.1))):
        _arrow(ax, start, end, style.MUTED)
    _arrow(ax, (9.25, 1.6), (9.25, 2.6), style.MUTED)
    _arrow(ax, (7.35, 3.35), (6.8, 3.35), style.MUTED)
    _arrow(ax, (4.87, 4.1), (4.87, 5.1), style.GREEN)
    _draw_history(ax, turn, stage)
    return _told(stage, theta, after, loss)


def _draw_history(ax, turn: int, stage: int) -> None:
    """Which moment this is, and every loss so far."""
    note(ax, -1.45, 3.65, f"round {turn + 1} of {ROUNDS}:", style.INK, ha="left")
    note(ax, -1.45, 3, STAGES[stage], style.INK, ha="left", weight="normal")
    losses = [fixed(parcel_losses(theta).mean(), 2) for theta in loop_record()[: turn + (stage > 0)]]
    note(ax, -1.45, 1.2, "losses so far, kg²", style.RED, ha="left")
    note(ax, -1.45, 0.5, ", ".join(losses), style.RED, ha="left", weight="normal", size=12)


def _told(stage: int, theta: float, after: float, loss: float) -> str:
    if stage == 0:
        kilos = ", ".join(shown(k) for k in theta * BOOKS)
        return f"Predict: with θ = {shown(theta)} the parcels should weigh {kilos} kg."
    if stage == 1:
        squares = " + ".join(shown(square, 4) for square in parcel_losses(theta))
        return f"Compare: mean squared miss ({squares}) / 3 = {shown(loss, 3)} kg²."
    less, more = (shown(parcel_losses(theta + step).mean(), 3) for step in (-NUDGE, NUDGE))
    verdict = f"so θ becomes {shown(after)}" if after != theta else "both worse, so θ stays"
    return f"Update: {less} kg² at θ − 0.1, {more} kg² at θ + 0.1: {verdict}."


# ── Four mails: what a loss sees, and what accuracy sees ────────────────────────────────────────────────────

SPAM = np.array([1, 1, 0, 0])
CHANCES = (0.05, 0.2, 0.4, 0.6, 0.8, 0.95)  # 0.5 is left out, where the answer would be neither
FIRST = (0.6, 0.4, 0.4, 0.2)


def right_and_loss(chances) -> tuple[int, NDArray]:
    """How many of the four mails are on the right side of one half, and the log loss of each."""
    chances = np.asarray(chances, dtype=float)
    return int(((chances > 0.5) == SPAM).sum()), binary_cross_entropy(probability=chances, label=SPAM)


def _mail(k: int) -> Slider:
    name = f"mail {k + 1} ({'spam' if SPAM[k] else 'not spam'})"
    return Slider(stops=CHANCES, start=FIRST[k], label=name, format="{:.2f}", drag="y", grip=k)


def _cheaper_with_one_wrong(a: float, b: float, c: float, d: float) -> bool:
    right, each = right_and_loss(np.array([a, b, c, d]))
    return right == right_and_loss(FIRST)[0] and each.mean() < 0.4


@demo(
    axes=2,
    a=_mail(0),
    b=_mail(1),
    c=_mail(2),
    d=_mail(3),
    challenge=Challenge("keep one mail wrong, and bring the mean loss below 0.4.", _cheaper_with_one_wrong),
)
def loss_and_accuracy(axes, a, b, c, d):
    """Drag the four points: lower the loss without changing the accuracy, then raise both.

    Left, the chance of being spam that a model gives to four mails, with a dashed line at one half; small blue marks
    show the truth, 1 for the two spam mails and 0 for the others. Right, each mail's log loss as a bar, and their mean
    as a dashed line.
    """
    left, right = axes
    chances = np.array([a, b, c, d])
    correct, each = right_and_loss(chances)
    left.set(xlim=(-0.6, 3.6), ylim=(-0.08, 1.25), title="chance of spam, q")
    left.set_yticks([0, 0.5, 1])
    right.set(xlim=(-0.6, 3.6), ylim=(0, 3.5), title=f"log loss, mean {fixed(each.mean())}")
    for ax in axes:
        ax.set_xticks(range(4), ["spam", "spam", "not", "not"])
        ax.grid(axis="x", visible=False)
    left.axhline(0.5, **style.guide)
    left.vlines(range(4), SPAM, chances, color=style.RED, lw=3, alpha=0.35)
    left.plot(range(4), SPAM, ls="", marker="D", ms=7, color=style.BLUE, clip_on=False)
    left.plot(range(4), chances, **style.handle, color=style.ORANGE, clip_on=False)
    right.bar(range(4), each, width=0.62, color=style.RED, alpha=0.75)
    right.axhline(each.mean(), color=style.RED, lw=1.5, ls=(0, (4, 3)))
    for k in range(4):
        good = (chances[k] > 0.5) == SPAM[k]
        note(left, k, 1.17, "right" if good else "wrong", style.PURPLE if good else style.MUTED, size=12)
        note(right, k, 3.27, fixed(each[k], 2), style.RED, size=12)
    start_right, start = right_and_loss(FIRST)
    return (
        f"Accuracy {correct} of 4, {_moved(correct, start_right, 0)}.\n"
        f"Mean log loss {fixed(each.mean())}, {_moved(each.mean(), start.mean(), 3)}."
    )


def _moved(now: float, before: float, digits: int) -> str:
    if abs(now - before) < 1e-9:
        return "the same as at the start"
    return f"{'up' if now > before else 'down'} from {fixed(before, digits)} at the start"


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

    Left, twenty mails at the chance of spam that a model gives them, the six spam mails in the upper row and the
    fourteen others in the lower one; what lies to the right of the threshold is flagged. Right, accuracy, precision,
    recall and F1 as bars.
    """
    left, right = axes
    x, spam = twenty_mails()
    chance = sigmoid(WEIGHT * x + BIAS)
    flagged = chance > threshold
    found = metrics(flagged, spam)
    left.set(xlim=(-0.06, 1.06), ylim=(-0.7, 2.0), xlabel="chance of spam, q", title="flagged as spam →")
    left.set_yticks([0, 1.3], ["not", "spam"])
    left.grid(visible=False)
    left.axvspan(threshold, 1.06, color=style.ORANGE, alpha=0.13, lw=0)
    left.axvline(threshold, **style.secant)
    _draw_mails(left, chance, spam, flagged)
    left.plot(threshold, -0.7, **style.handle, color=style.ORANGE, clip_on=False)
    right.set(xlim=(0, 1.25), ylim=(3.6, -0.6), title="metrics")
    right.set_yticks(range(4), ["acc.", "prec.", "recall", "F1"])
    right.set_xticks([0, 0.5, 1])
    right.grid(axis="y", visible=False)
    right.barh(range(4), np.nan_to_num(list(found.values())), height=0.6, color=style.PURPLE, alpha=0.75)
    for k, value in enumerate(found.values()):
        note(
            right,
            np.nan_to_num(value) + 0.02,
            k,
            "0/0" if np.isnan(value) else fixed(value, 2),
            style.PURPLE,
            ha="left",
        )
    caught, false = int((flagged & (spam == 1)).sum()), int((flagged & (spam == 0)).sum())
    loss = sigmoid_binary_cross_entropy(logit=WEIGHT * x + BIAS, label=spam).mean()
    return (
        f"Threshold {shown(threshold)}: {caught} of 6 spam mails caught, {false} of 14 good mails flagged.\n"
        f"Mean log loss {fixed(loss)}, at every threshold."
    )


def _draw_mails(ax, chance, spam, flagged) -> None:
    """Mails that would hide each other are moved up a little, in turn."""
    for truth, color in ((0, style.GOLD), (1, style.BLUE)):
        here = spam == truth
        height = 1.3 * truth + 0.2 * (np.arange(here.sum()) % 5 - 2)
        wrong = flagged[here] != truth
        ax.plot(chance[here], height, **style.dot, color=color)
        ax.plot(np.where(wrong, chance[here], np.nan), height, ls="", marker="x", ms=11, mew=2.5, color=style.RED)


MAILS = {"20 mails": twenty_mails, "10,000 mails": ten_thousand_mails}
LOW, HIGH, TIMES = 2.0, 4.4, 200


def correct(w, x, spam) -> NDArray:
    """How many mails have w·x − 7.5 on the right side of 0, for each weight."""
    scores = np.multiply.outer(np.asarray(w, dtype=float), x) + BIAS
    return (1 - zero_one_loss(score=scores, label=np.broadcast_to(2 * spam - 1, scores.shape))).sum(axis=-1)


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


@demo(
    axes=2,
    mails=Choice(*MAILS, label="mails"),
    w=Slider(2, 4.4, step=0.05, start=2.7, label="weight w", drag="x", panel="all"),
    glass=Toggle(label=f"magnify {TIMES} times"),
)
def accuracy_staircase(axes, mails, w, glass):
    """Drag w: the loss follows every move, the accuracy waits and jumps. Then magnify.

    Left, the share of mails that a model with the single weight w gets right: a staircase of level treads and sudden
    jumps. Right, the mean log loss of the same model on the same mails over the same weight: a smooth bowl. Magnified,
    the staircase is still level wherever it does not jump, and the loss is a tilted straight line.
    """
    x, spam = MAILS[mails]()
    right, loss = float(correct(w, x, spam)), float(mail_loss(w, x, spam))
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
        ax.plot(w + (weights - w) * times, place + (heights - at) * times, color=color, lw=2.5)
        ax.plot(w, place, **style.handle, color=color)
        _draw_scale(ax, glass, 0.07 if ax is axes[0] else 0.93)
    begin, end = tread(w, mails)
    seen = f"{times} times magnified, " if glass else ""
    return (
        f"{seen}w = {shown(w)}: {right:,.0f} of {len(x):,} right, as from w = {begin:.4f} all the way to {end:.4f}.\n"
        f"On that way the log loss goes from {mail_loss(begin, x, spam):.5f} to {mail_loss(end, x, spam):.5f}."
    )


def _window(w: float, times: int) -> tuple[float, float]:
    """What fills the width of the picture when it is magnified about w, which keeps its place."""
    return w + (LOW - 0.1 - w) / times, w + (HIGH + 0.1 - w) / times


def _draw_scale(ax, glass: bool, place: float) -> None:
    low, high = ax.get_ylim()
    height = low + place * (high - low)
    ax.plot([2, 2.6] if glass else [np.nan] * 2, [height] * 2, color=style.INK, lw=3, solid_capstyle="butt")
    note(ax, 2.7, height, f"this much of w: {0.6 / TIMES:g}" if glass else "", style.INK, ha="left", size=12)
