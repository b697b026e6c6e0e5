"""Demos of a reader's own probabilities, logits, losses and texts (see own.py)."""

import unicodedata
from collections import Counter

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lossviz import Slider, demo, losses, style
from lossviz.demos._codes import AnyScript
from lossviz.demos._columns import Ruler, answers, column, probabilities, together
from lossviz.demos._draw import fixed, note, percent, shown
from lossviz.demos._ranking import draw_ranking
from lossviz.demos.credit_risk import confusion, cost, draw_bins, reliability
from lossviz.engine.demo import Demo
from lossviz.information import entropy, self_information

BINS = [4, 5, 8, 10, 16, 20]
NAN = float("nan")


def _judged(probability: ArrayLike, label: ArrayLike) -> tuple[NDArray, NDArray]:
    q, y = probabilities("probability", probability), answers("label", label)
    together(probability=q, label=y)
    return q, y


def calibration(probability: ArrayLike, label: ArrayLike) -> Demo:
    """Does what your classifier says happen as often as it says?

    probability: of yes, for each of 10 to 20,000 samples; label: 0 or 1 for each.
    """
    q, y = _judged(probability, label)

    @demo(axes=2, bins=Slider(stops=BINS, start=10, label="bins", format="{:.0f}"))
    def own_calibration(axes, bins):
        """Change the number of bins: which dots lie beyond what luck allows?

        The share of yes over what was said, bin by bin, with the diagonal on which the two are equal and grey bars for
        what chance explains. Then how many samples fall into each bin.
        """
        left, right = axes
        found = reliability(q, y, bins)
        draw_bins(left, found)
        left.set(title="share of yes")
        high = float(np.bincount((q * BINS[0]).astype(int).clip(0, BINS[0] - 1)).max())
        right.set(xlim=(-0.04, 1.04), ylim=(0, 1.05 * high), xlabel="what the model says", title="samples")
        right.stairs(found.count, np.linspace(0, 1, bins + 1), fill=True, color=style.ORANGE, alpha=0.6, lw=0)
        beyond = int(np.nansum(abs(found.said - found.happened) > found.luck))
        return (
            f"ECE with {bins} bins: {fixed(100 * found.gap, 1)} points between what it says and what happens.\n"
            f"{beyond} of {np.sum(found.count > 0)} bins that are not empty lie beyond luck."
        )

    return own_calibration


def ranking(probability: ArrayLike, label: ArrayLike) -> Demo:
    """The ROC and the precision–recall curve of your classifier, with a threshold on both.

    probability: of yes, for each of 10 to 20,000 samples; label: 0 or 1 for each.
    """
    q, y = _judged(probability, label)

    @demo(axes=2, t=Slider(0, 1, step=0.02, start=0.9, label="flag above\N{NO-BREAK SPACE}t", play=True))
    def own_ranking(axes, t):
        """Let t sink: what do you win, and what does it cost?

        A ROC curve and a precision–recall curve, each with a point for the threshold t.
        """
        return draw_ranking(axes, q, y, t, found="yes")

    return own_ranking


PRICES = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50]
LINES = np.arange(51) / 50


def threshold(probability: ArrayLike, label: ArrayLike) -> Demo:
    """What each threshold of your classifier costs, if a missed yes costs more or less than a false alarm.

    probability: of yes, for each of 10 to 20,000 samples; label: 0 or 1 for each.
    """
    q, y = _judged(probability, label)

    @demo(
        t=Slider(0, 1, step=0.02, start=0.5, label="say yes above\N{NO-BREAK SPACE}t", drag="x"),
        ratio=Slider(stops=PRICES, start=1, label="a missed yes costs", format="{:g}×"),
    )
    def own_threshold(ax, t, ratio):
        """Drag t to the cheapest place. Is it where the rule says?

        The mean cost of each threshold, where a false alarm costs 1, with a line at 1/(1 + ratio), the cheapest
        threshold of a calibrated model.
        """
        curve = cost(q, y, LINES, ratio) / len(q)
        here, best, rule = float(cost(q, y, t, ratio)) / len(q), int(curve.argmin()), 1 / (1 + ratio)
        high = float(curve.max())
        ax.set(xlim=(-0.03, 1.03), ylim=(-0.04 * high, 1.15 * high), xlabel="say yes above t", title="mean cost")
        ax.axvline(rule, color=style.GREEN, lw=2)
        left = rule < 0.8
        note(ax, rule + (0.02 if left else -0.02), 1.09 * high, "the rule", style.GREEN, ha="left" if left else "right")
        ax.plot(LINES, curve, color=style.RED, lw=3)
        ax.plot(LINES[best], curve[best], **style.ring, mec=style.RED)
        ax.plot(t, here, **style.handle, color=style.ORANGE)
        counts = confusion(q, y, t)
        return (
            f"t = {shown(t)}: {counts[0, 1]:,} false alarms and {counts[1, 0]:,} missed, mean cost {fixed(here)}.\n"
            f"The rule 1/(1 + {ratio:g}) says {fixed(rule, 2)}; lowest here {fixed(curve[best])},"
            f" at {shown(LINES[best])} (ring)."
        )

    return own_threshold


TEMPERATURES = [round(2 ** (k / 6), 3) for k in range(-12, 19)]


def temperature(logits: ArrayLike, label: ArrayLike) -> Demo:
    """Your classifier's logits divided by a temperature: which T has the lowest loss?

    logits: of shape (samples, classes), 10 to 5,000 samples; label: the class of each, counted from 0.
    """
    z = np.asarray(logits, dtype=float)
    if z.ndim != 2 or not 10 <= len(z) <= 5_000:
        raise ValueError(f"logits has the shape {z.shape}: give (samples, classes) with 10 to 5,000 samples")
    loss = np.array([losses.softmax_cross_entropy(logits=z / T, label=label).mean() for T in TEMPERATURES])
    if not np.isfinite(loss).all():
        raise ValueError("logits holds numbers that are not finite: leave out these samples")
    best, right = int(loss.argmin()), z.argmax(axis=1) == np.asarray(label)

    @demo(
        axes=2,
        T=Slider(stops=TEMPERATURES, start=1, label="temperature\N{NO-BREAK SPACE}T", format="{:.3g}", play=True),
    )
    def own_temperature(axes, T):
        """Slide T to the lowest loss: do the dots come to the diagonal?

        The mean cross-entropy over the temperature by which all logits are divided. Then, in ten bins, how often the
        likeliest class was right over the probability that it was given.
        """
        valley, bins = axes
        top = losses.softmax(z / T).max(axis=1)
        here = TEMPERATURES.index(T)
        room = max(np.ptp(loss), 1e-6)
        valley.set(xlim=(-0.05, 8.3), ylim=(loss.min() - 0.08 * room, loss.max() + 0.08 * room), xlabel="temperature T")
        valley.set_title("mean cross-entropy (nats)")
        valley.plot(TEMPERATURES, loss, color=style.RED, lw=3)
        valley.plot(T, loss[here], **style.handle, color=style.ORANGE)
        found = reliability(top, right, 10)
        draw_bins(bins, found)
        bins.set(xlabel="probability of the likeliest class", title="share right")
        return (
            f"T = {shown(T, 3)}: {fixed(loss[here])} nats; ECE {fixed(100 * found.gap, 1)} points.\n"
            f"Lowest at T = {shown(TEMPERATURES[best], 3)}: {fixed(loss[best])} nats."
            f" Accuracy {percent(right.mean(), 1)} at each T."
        )

    return own_temperature


def epochs(training: ArrayLike, held_out: ArrayLike, *, name: str = "loss") -> Demo:
    """Your own training run: where is the held-out loss lowest?

    training, held_out: the loss after each epoch, 3 to 400 of them; name: of the loss, for the axis.
    """
    train, held = column("training", training, 3, 400), column("held_out", held_out, 3, 400)
    together(training=train, held_out=held)
    ruler, last = Ruler.of([train, held], stops=200), len(train)

    @demo(epoch=Slider(1, last, step=1, start=last, drag="x", play=True))
    def own_epochs(ax, epoch):
        """Play: where does the held-out loss turn?

        The loss of the training samples and of held-out samples by epoch; a ring marks the lowest held-out loss so
        far.
        """
        so_far = np.arange(1, last + 1) <= epoch
        ax.set(xlim=(0.5, last + 0.5), ylim=ruler.limits, xlabel="epoch", title=name)
        for values, color in ((train, style.BLUE), (held, style.PURPLE)):
            ax.plot(np.arange(1, last + 1), np.where(so_far, values, NAN), color=color, lw=2.5)
            ax.plot(epoch, values[epoch - 1], **style.dot, color=color)
        best = int(held[:epoch].argmin())
        ax.plot(best + 1, held[best], **style.ring, mec=style.PURPLE)
        note(ax, 0.99, 0.95, "training", style.BLUE, ha="right", transform=ax.transAxes)
        note(ax, 0.99, 0.87, "held out (ring: lowest so far)", style.PURPLE, ha="right", transform=ax.transAxes)
        since = epoch - 1 - best
        turned = f", {since} {'epoch' if since == 1 else 'epochs'} ago" if since else ", now"
        return (
            f"Epoch {epoch}: training {ruler.text(train[epoch - 1], 1)}, held out {ruler.text(held[epoch - 1], 1)}.\n"
            f"Lowest held-out loss so far {ruler.text(held[best], 1)}, at epoch {best + 1}{turned}."
        )

    return own_epochs


def letter_frequencies(text: str) -> Demo:
    """The letters of your text: how frequent each is, how many bits it is worth, and the entropy of a letter.

    text: at least 20 letters of any script. Signs on letters, such as vowels in Hindi, count too, each by itself;
    capitals count as small letters; spaces, digits and all else are left out.
    """
    if not isinstance(text, str):
        raise ValueError(f"text is {type(text).__name__}: give a string, such as pathlib.Path('mine.txt').read_text()")
    letters = _letters(text)
    if len(letters) < 20 or len(set(letters)) < 2:
        raise ValueError(
            f"text has {len(letters)} letters, {len(set(letters))} of them different: give at least 20, two different"
        )
    symbols, counts = zip(*Counter(letters).most_common(), strict=True)
    p, many = np.array(counts) / len(letters), min(26, len(symbols))

    @demo(rank=Slider(1, many, step=1, label="rank", drag="x"))
    def own_letter_frequencies(ax, rank):
        """Drag through your letters: which are worth few bits, which many?

        Bars of the most frequent letters of your text in falling order, each letter below its bar, with a dashed line
        where all would be if every letter were equally frequent.
        """
        share, high = float(p[rank - 1]), 100 * float(p[0])
        ax.set(xlim=(0.2, many + 0.8), ylim=(0, 1.25 * high), ylabel="share, %", xticks=[])
        ax.set_xlabel(f"the {many} most frequent of {len(symbols)}", labelpad=20)
        ax.grid(axis="x", visible=False)
        bar = {"color": style.BLUE, "lw": 290 / many, "capstyle": "butt"}
        ax.vlines(range(1, many + 1), 0, 100 * p[:many], alpha=0.6, **bar)
        ax.vlines(rank, 0, 100 * share, **bar)
        look = {"color": style.INK, "ha": "center", "va": "top", "size": 13, "clip_on": False}
        for k in range(many):
            ax.add_artist(AnyScript(k + 1, -0.022 * high, symbols[k], **look))
        ax.plot([0.2, many + 0.8], [100 / len(p)] * 2, **style.guide)
        note(ax, many + 0.6, 1.18 * high, f"H = {entropy(p):.3f} bits a letter", style.BLUE, ha="right")
        bits = float(self_information(share))
        return (
            f"{symbols[rank - 1]}: {counts[rank - 1]:,} of {len(letters):,} letters, {100 * share:.2f} %,"
            f" worth {bits:.2f} bits.\n"
            f"Equally frequent, each of the {len(symbols)} would be worth {np.log2(len(symbols)):.3f} bits."
        )

    return own_letter_frequencies


def _letters(text: str) -> list[str]:
    """The letters in small, and each sign written on one that makes no letter with it: é is one, Hindi's कि two.

    A sign has a dotted circle to stand on. Signs that stand on no letter, such as those of an emoji, are left out.

    >>> _letters("Éß 1 कि")
    ['é', 'ß', 'क', '◌ि']
    """
    found, on_a_letter = [], False
    for sign in unicodedata.normalize("NFC", "".join(map(_small, text))):
        kind = unicodedata.category(sign)[0]
        on_a_letter = kind == "L" or (kind == "M" and on_a_letter)
        if on_a_letter:
            found.append(sign if kind == "L" else f"◌{sign}")
    return found


def _small(letter: str) -> str:
    """Folded, as ς is a σ, unless that makes two letters of one, as of ß."""
    folded = letter.casefold()
    return folded if len(folded) == 1 else letter.lower()[0]
