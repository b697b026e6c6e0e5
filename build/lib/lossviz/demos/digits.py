"""The demos of the chapter on digits: pictures of ink and of weights, and what the chapter's own runs recorded.

A demo of a run is made by a function that is given the record: the slider walks through what was trained above it.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from lossviz import Challenge, Demo, Slider, data, demo, style
from lossviz.demos._draw import fixed, note, shown
from lossviz.demos._mistakes import DIGITS, INK, confusions_demo, draw_cells, mistakes_demo, percent, sheet  # noqa: F401

PULL = (0.025, 0.055, 0.1, 0.17)  # levels of a weight; the largest of the chapter's first run is 0.31
# The colours of the losses, as in the chapter on hinge loss.
LOOKS = {"cross-entropy": style.PURPLE, "MSE": style.GOLD, "hinge": style.RED}


# ── Samples ─────────────────────────────────────────────────────────────────────────────────────────────────


@demo(size=(460, 232), digit=Slider(0, 9, step=1, start=4))
def digits_samples(ax, digit):
    """Look through the ten digits: which of these would you hesitate to name?

    Ten handwritten samples of one digit in two rows of five, each of 28 by 28 cells, as they stand in the training set.
    """
    sheet(ax)
    images, labels = data.digits("train")
    places = [(-36 + 86 * column, -10 + 104 * row) for row in range(2) for column in range(5)]
    first = images[labels == digit][:10] / 255
    draw_cells(ax, dict(zip(places, first, strict=True)), INK, 3, style.BLUE)
    return f"The first ten of {np.count_nonzero(labels == digit):,} training images labelled {digit}."


# ── A run, epoch by epoch ───────────────────────────────────────────────────────────────────────────────────


def draw_weights(ax: Axes, weights: NDArray) -> None:
    """A picture for each digit: where ink speaks for it, and where against it."""
    sheet(ax)
    places = [(-40 + 84 * (digit % 4), -8 + 94 * (digit // 4)) for digit in DIGITS]
    pictures = np.reshape(weights, (-1, 28, 28))
    draw_cells(ax, dict(zip(places, pictures, strict=True)), PULL, 2.6, style.ORANGE)
    draw_cells(ax, dict(zip(places, -pictures, strict=True)), PULL, 2.6, style.PURPLE)
    for digit, (left, top) in enumerate(places):
        note(ax, left - 4, top + 10, str(digit), style.INK)
    note(ax, 196, 206, "ink here\nspeaks for it", style.ORANGE)
    note(ax, 196, 246, "against it", style.PURPLE)


def draw_curve(ax: Axes, values: ArrayLike, epoch: int, color, **look) -> None:
    """A curve over epochs, pale as a whole and strong up to the epoch shown."""
    ax.plot(values, color=color, **{"lw": 2, "alpha": 0.3} | look)
    ax.plot(values[: epoch + 1], color=color, **{"lw": 3} | look)
    ax.plot(epoch, values[epoch], **style.dot, color=color)


def training_demo(weights: NDArray, train_loss: ArrayLike, test_loss: ArrayLike, right: ArrayLike) -> Demo:
    """The demo of a run: `weights` of shape (epochs + 1, 10, 784), and three numbers for each of those moments."""
    last, wrong = len(weights) - 1, 1 - np.asarray(right)

    @demo(axes=2, epoch=Slider(0, last, step=1, start=last, drag="x", play=True))
    def digits_training(axes, epoch):
        """Begin at epoch 0 and play: what is learnt at once, and what takes long?

        Left, by epoch, the mean loss on the test images and the share of them that is named wrongly; both fall steeply
        in the first epoch and slowly after. Right, the weights of the ten digits as pictures of 28 by 28 cells: the
        strokes of each digit speak for it, the places where its rivals have ink against it.
        """
        left, right_panel = axes
        left.set(xlim=(-0.4, last + 0.4), ylim=(0, 1), xlabel="epoch")
        draw_curve(left, test_loss, epoch, style.RED)
        draw_curve(left, wrong, epoch, style.PURPLE)
        note(left, 0.62 * last, 0.41, "test loss, nats", style.RED)
        note(left, 0.62 * last, 0.19, "share of wrong answers", style.PURPLE)
        draw_weights(right_panel, weights[epoch])
        return (
            f"After epoch {epoch}: {percent(1 - wrong[epoch], 2)} of the test images right.\n"
            f"Mean loss {test_loss[epoch]:.4f} nats on them, {train_loss[epoch]:.4f} on the training images"
        )

    return digits_training


# ── The loss falls, the accuracy does not ───────────────────────────────────────────────────────────────────


def changes(each: NDArray, right: NDArray, epoch: int) -> dict[str, tuple[int, float]]:
    """From one epoch to the next: how many images stayed or changed sides, and what each group adds to the mean.

    each, right: the loss of every image, and whether it was named rightly, of shape (epochs + 1, images).
    """
    before, after = right[epoch - 1], right[epoch]
    moved = (each[epoch] - each[epoch - 1]) / each.shape[1]
    groups = {
        "stayed right": before & after,
        "stayed wrong": ~before & ~after,
        "turned right": ~before & after,
        "turned wrong": before & ~after,
    }
    return {name: (int(group.sum()), float(moved[group].sum())) for name, group in groups.items()}


def two_measures_demo(each: ArrayLike, right: ArrayLike) -> Demo:
    """The demo of two measures of one run: the loss and the correctness of each test image, by epoch."""
    each, right = np.asarray(each, dtype=float), np.asarray(right, dtype=bool)
    loss, share, last = each.mean(axis=1), right.mean(axis=1), len(each) - 1

    @demo(axes=2, epoch=Slider(4, last, step=1, start=last, drag="x"))
    def digits_two_measures(axes, epoch):
        """Find each step in which the loss falls and the accuracy falls too.

        Left, the accuracy on the test images from epoch 1 on, nearly always rising, and marked the step that ends at
        the epoch chosen. Right, four bars: what the images that stayed right, stayed wrong, turned right and
        turned wrong in that step add to the change of the mean loss.
        """
        left, bars = axes
        left.set(xlim=(0.6, last + 0.4), ylim=(0.89, 0.92), xlabel="epoch", title="accuracy on the test images")
        left.set_yticks([0.89, 0.9, 0.91, 0.92], [percent(tick) for tick in (0.89, 0.9, 0.91, 0.92)])
        left.plot(range(1, last + 1), share[1:], color=style.PURPLE, lw=2, alpha=0.4)
        step = [epoch - 1, epoch]
        left.plot(step, share[step], color=style.PURPLE, lw=4)
        left.plot(step, share[step], **style.dot, color=style.PURPLE)
        groups = changes(each, right, epoch)
        _draw_changes(bars, groups)
        more = groups["turned right"][0] - groups["turned wrong"][0]
        change = fixed(loss[epoch] - loss[epoch - 1], 4)
        note(left, 0.62 * last, 0.9012, f"loss {change}", style.RED, ha="left")
        note(left, 0.62 * last, 0.8962, f"right {'+' if more > 0 else ''}{shown(more, 0)}", style.PURPLE, ha="left")
        return (
            f"From epoch {epoch - 1} to {epoch} the mean test loss changes by {change} nats.\n"
            f"{groups['turned right'][0]} images turn right, {groups['turned wrong'][0]} turn wrong:"
            f" {abs(more)} {'more' if more > 0 else 'fewer'} right answers"
        )

    return digits_two_measures


def _draw_changes(ax: Axes, groups: Mapping[str, tuple[int, float]]) -> None:
    ax.set(xlim=(-0.0135, 0.005), ylim=(3.6, -0.6), xlabel="added to the mean loss, nats")
    ax.set_yticks([])
    ax.set_xticks([-0.01, -0.005, 0], ["−0.010", "−0.005", "0"])
    ax.axvline(0, color=style.MUTED, lw=1)
    for place, (name, (count, added)) in enumerate(groups.items()):
        color = style.RED if added > 0 else style.GREEN
        ax.barh(place + 0.06, added, height=0.34, color=color, lw=0)
        note(ax, -0.0132, place - 0.33, f"{count:,} {name}: {fixed(added, 4)}", style.INK, ha="left", weight="normal")


# ── Three losses, each at its own learning rate ─────────────────────────────────────────────────────────────


def rates_demo(rates: Sequence[float], tried: Mapping[str, Sequence[float]], runs: Mapping[str, ArrayLike]) -> Demo:
    """The demo of a comparison: held-out accuracy by loss and rate, and test accuracy by epoch at each best rate."""
    best = {name: rates[int(np.argmax(shares))] for name, shares in tried.items()}

    def mse_first(rate):
        return max(tried, key=lambda name: tried[name][rates.index(rate)]) == "MSE"

    @demo(
        axes=2,
        rate=Slider(stops=rates, start=0.01, label="one rate for all", format="{:g}", drag="x"),
        challenge=Challenge("find a rate at which MSE comes first.", mse_first),
    )
    def digits_rates(axes, rate):
        """Slide one learning rate for all three losses: who wins depends on it.

        Left, the accuracy on held-out images against the learning rate, one curve for each of three losses; each has
        its top at another rate. Right, the accuracy on the test images by epoch, each loss at its own best rate:
        the three curves end within about a point of each other.
        """
        left, by_epoch = axes
        left.set_xscale("log")
        left.set(xlim=(rates[0] / 1.5, rates[-1] * 1.5), ylim=(0.78, 0.94), xlabel="learning rate", title="held-out")
        left.set_xticks(rates, [f"{r:g}" for r in rates])
        left.set_xticks([], minor=True)
        by_epoch.set(xlim=(0.6, 10.4), ylim=(0.85, 0.95), xlabel="epoch", title="test, each at its own rate")
        for ax in axes:
            ticks = [0.8, 0.85, 0.9] if ax is left else [0.86, 0.88, 0.9, 0.92, 0.94]
            ax.set_yticks(ticks, [percent(tick) for tick in ticks])
        left.axvline(rate, **style.guide)
        for place, (name, color) in enumerate(LOOKS.items()):
            left.plot(rates, tried[name], color=color, lw=2.5)
            left.plot(rate, tried[name][rates.index(rate)], **style.dot, color=color)
            left.plot(best[name], max(tried[name]), "o", ms=15, mfc="none", mec=color, mew=2)
            by_epoch.plot(range(1, len(runs[name])), runs[name][1:], color=color, lw=2.5)
            note(by_epoch, 8.5, 0.878 - 0.011 * place, name, color)
        at = {name: tried[name][rates.index(rate)] for name in LOOKS}
        each = ", ".join(f"{name} {percent(share, 1)}" for name, share in at.items())
        own = ", ".join(f"{name} {rate:g}" for name, rate in best.items())
        return (
            f"At rate {rate:g} for all, held-out: {each}; first is {max(at, key=at.get)}.\n"
            f"Rings: each loss at its own best, {own}"
        )

    return digits_rates
