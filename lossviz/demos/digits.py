"""The demos of the chapter on digits: pictures of ink and of weights, and what the chapter's own runs recorded.

A demo of a run is made by a function that is given the record: the slider walks through what was trained above it.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from lossviz import Challenge, Demo, Slider, data, demo, mark, style
from lossviz.demos._draw import fixed, note, shown, unbroken, way
from lossviz.demos._mistakes import DIGITS, INK, confusions_demo, draw_cells, mistakes_demo, percent, sheet  # noqa: F401

PULL = (0.025, 0.055, 0.1, 0.17)  # levels of a weight; the largest of the chapter's first run is 0.31
LOOKS = {"cross-entropy": style.PURPLE, "MSE": style.GOLD, "hinge": style.ORANGE}
NAN = float("nan")


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


def draw_curve(ax: Axes, values: ArrayLike, epoch: int, color, lw: float, **look) -> None:
    """A curve over epochs, up to the epoch shown; the dot of a broad one shows under that of a thin one."""
    ax.plot(np.where(np.arange(len(values)) <= epoch, values, NAN), color=color, lw=lw, **look)
    mark(ax, epoch, values[epoch], style.dot | {"ms": 9 + 4 * (lw > 3)}, color)


def training_demo(weights: NDArray, train_loss: ArrayLike, test_loss: ArrayLike, right: ArrayLike) -> Demo:
    """The demo of a run: `weights` of shape (epochs + 1, 10, 784), and three numbers for each of those moments."""
    last, wrong = len(weights) - 1, 1 - np.asarray(right)

    @demo(axes=2, epoch=Slider(0, last, step=1, drag="x", play=True))
    def digits_training(axes, epoch):
        """Play: what is learnt at once, and what takes long?

        First the curves by epoch: the mean loss on the training images and on the test images, close together, and the
        share of the test images that is named wrongly; all fall steeply in the first epoch and slowly after. Then the
        weights of the ten digits as pictures of 28 by 28 cells: the strokes of each digit speak for it, the places
        where its rivals have ink against it.
        """
        curves, stencils = axes
        curves.set(xlim=(-0.4, last + 0.4), ylim=(0, 2.4), xlabel="epoch", title="loss in nats; share of wrong answers")
        draw_curve(curves, train_loss, epoch, style.BLUE, lw=5)
        draw_curve(curves, test_loss, epoch, style.PURPLE, lw=2)
        draw_curve(curves, wrong, epoch, style.PURPLE, lw=2, ls=(0, (2, 2)))
        for height, text, color in (
            (2.15, "training loss", style.BLUE),
            (1.9, "test loss", style.PURPLE),
            (1.65, "test, share wrong (dotted)", style.PURPLE),
        ):
            note(curves, last + 0.3, height, text, color, ha="right")
        draw_weights(stencils, weights[epoch])
        return (
            f"After epoch {epoch}: {percent(1 - wrong[epoch], 2)} of the test images right.\n"
            f"Mean loss {test_loss[epoch]:.4f} nats on them, {train_loss[epoch]:.4f} on the training images."
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

    @demo(axes=2, epoch=Slider(4, last, step=1, drag="x"))
    def digits_two_measures(axes, epoch):
        """Find each step in which the loss falls and the accuracy falls too.

        First the accuracy on the test images from epoch 1 to the epoch chosen, mostly rising, and marked the step that
        ends there. Then four bars: what the images that stayed right, stayed wrong, turned right and turned wrong in
        that step add to the change of the mean loss.
        """
        left, bars = axes
        left.set(xlim=(0.6, last + 0.4), ylim=(0.89, 0.92), xlabel="epoch", title="accuracy on the test images")
        left.set_yticks([0.89, 0.9, 0.91, 0.92], [percent(tick) for tick in (0.89, 0.9, 0.91, 0.92)])
        come = way(range(1, last + 1), 1, epoch).astype(int)
        left.plot(come, share[come], color=style.PURPLE, lw=2, alpha=0.65)
        step = [epoch - 1, epoch]
        left.plot(step, share[step], color=style.PURPLE, lw=4)
        left.plot(step, share[step], **style.dot, color=style.PURPLE)
        groups = changes(each, right, epoch)
        printed = adding_up([added for _, added in groups.values()], loss[epoch] - loss[epoch - 1], 5)
        _draw_changes(bars, groups, printed)
        gained, lost = groups["turned right"][0], groups["turned wrong"][0]
        more = gained - lost
        change, than = fixed(sum(printed), 5), "more" if more > 0 else "fewer"
        note(left, 0.62 * last, 0.9012, f"loss {change}", style.RED, ha="left")
        note(left, 0.62 * last, 0.8962, f"right {'+' if more > 0 else ''}{shown(more, 0)}", style.PURPLE, ha="left")
        return (
            f"From epoch {epoch - 1} to {epoch} the mean test loss changes by {change} nats.\n"
            f"{gained} images turn right, {unbroken(f'{lost} turn wrong')}: "
            f"{unbroken(f'{abs(more)} {than} right')} answers."
        )

    return digits_two_measures


def adding_up(terms: Sequence[float], total: float, digits: int) -> list[float]:
    """The terms rounded so that they add up to the rounded total: the largest takes what rounding leaves over.

    >>> adding_up([0.14, 0.14, 0.14], 0.42, 1)
    [0.2, 0.1, 0.1]
    """
    printed = [round(term, digits) for term in terms]
    largest = max(range(len(terms)), key=lambda place: abs(terms[place]))
    printed[largest] = round(printed[largest] + round(total, digits) - sum(printed), digits)
    return printed


def _draw_changes(ax: Axes, groups: Mapping[str, tuple[int, float]], printed: Sequence[float]) -> None:
    ax.set(xlim=(-0.0135, 0.005), ylim=(3.6, -0.6), xlabel="added to the mean loss, nats")
    ax.set_yticks([])
    ax.set_xticks([-0.01, -0.005, 0], ["−0.010", "−0.005", "0"])
    ax.axvline(0, color=style.MUTED, lw=1)
    for place, ((name, (count, added)), said) in enumerate(zip(groups.items(), printed, strict=True)):
        color = style.RED if added > 0 else style.GREEN
        ax.barh(place + 0.06, added, height=0.34, color=color, lw=0)
        note(
            ax, -0.0132, place - 0.33, f"{count:,} {name}: {fixed(said + 0, 5)}", style.INK, ha="left", weight="normal"
        )


# ── Three losses, each at its own learning rate ─────────────────────────────────────────────────────────────


def rates_demo(rates: Sequence[float], tried: Mapping[str, ArrayLike]) -> Demo:
    """The demo of a comparison: `tried` holds for each loss the held-out accuracy, of shape (rates, epochs)."""
    by_epoch = {name: np.asarray(shares) for name, shares in tried.items()}
    final = {name: shares[:, -1] for name, shares in by_epoch.items()}

    def mse_first(rate):
        return max(final, key=lambda name: final[name][rates.index(rate)]) == "MSE"

    @demo(
        axes=2,
        rate=Slider(stops=rates, start=rates[0], label="one rate for\N{NO-BREAK SPACE}all", drag="x"),
        challenge=Challenge("find a rate at which MSE comes first.", mse_first),
    )
    def digits_rates(axes, rate):
        """Slide one learning rate for all three losses: who wins depends on it.

        First the held-out accuracy after the last epoch against the learning rate, up to the chosen one, a curve for
        each of three losses, its best so far marked by a ring; they end at three different rates. Then the held-out
        accuracy by epoch, all three at the chosen rate.
        """
        against, epochs = axes
        count, chosen = next(iter(by_epoch.values())).shape[1], rates.index(rate)
        against.set_xscale("log")
        against.set(xlim=(rates[0] / 1.5, rates[-1] * 24), ylim=(0.78, 0.94), xlabel="learning rate")
        against.set_title(f"held-out accuracy after {count} epochs")
        against.set_xticks(rates, [f"{r:g}" * (place % 2 == 0) for place, r in enumerate(rates)])  # all have no room
        against.set_xticks([], minor=True)
        epochs.set(xlim=(0.8, count + 1.25), ylim=(0.55, 0.95), xlabel="epoch", title=f"by epoch, all at rate {rate:g}")
        epochs.set_xticks(range(1, count + 1))
        against.set_yticks([0.8, 0.85, 0.9], [percent(tick) for tick in (0.8, 0.85, 0.9)])
        epochs.set_yticks([0.6, 0.7, 0.8, 0.9], [percent(tick) for tick in (0.6, 0.7, 0.8, 0.9)])
        against.axvline(rate, **style.guide)
        note(against, rates[-1] * 20, 0.79, "ring: best so far", style.INK, ha="right", size=12, weight="normal")
        best = {name: int(np.argmax(shares[: chosen + 1])) for name, shares in final.items()}
        heights = apart([final[name][chosen] for name in LOOKS], 0.012)
        ends = apart([by_epoch[name][chosen][-1] for name in LOOKS], 0.03)
        for (name, color), height, end in zip(LOOKS.items(), heights, ends, strict=True):
            against.plot(rates[: chosen + 1], final[name][: chosen + 1], color=color, lw=2.5)
            mark(against, rate, final[name][chosen], style.dot, color, percent(final[name][chosen], 1))
            against.plot(rates[best[name]], final[name][best[name]], **style.ring, mec=color)
            note(against, rate * 1.45, height, name, color, ha="left", size=12)
            epochs.plot(range(1, count + 1), by_epoch[name][chosen], color=color, lw=2.5)
            mark(epochs, count, by_epoch[name][chosen][-1], style.dot, color, percent(by_epoch[name][chosen][-1], 1))
            note(epochs, count + 0.08, end, name, color, ha="left", size=12)
        at = {name: final[name][chosen] for name in LOOKS}
        each = ", ".join(unbroken(f"{name} {percent(share, 1)}") for name, share in at.items())
        own = ", ".join(f"{rates[best[name]]:g}" for name in LOOKS)
        return (
            f"All at rate {rate:g}: {each}.\n"
            f"First is {max(at, key=at.get)}. The best rate of each so far, in this order: {own}."
        )

    return digits_rates


def apart(heights: Sequence[float], least: float) -> list[float]:
    """Heights of labels, moved down where they would overlap.

    >>> apart([0.5, 0.9, 0.5], 0.1)
    [0.5, 0.9, 0.4]
    """
    moved = list(heights)
    order = sorted(range(len(moved)), key=lambda place: -moved[place])
    for upper, lower in pairwise(order):
        moved[lower] = min(moved[lower], moved[upper] - least)
    return moved
