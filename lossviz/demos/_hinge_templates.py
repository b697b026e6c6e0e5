"""The demo of a linear classifier's templates: each score is the ink of an image, weighed by one row of W."""

from functools import cache

import numpy as np
from matplotlib.axes import Axes

from lossviz import Slider, data, demo, losses, style
from lossviz._checks import Array
from lossviz.demos._draw import before_signs, fixed, note, shown, strokes
from lossviz.demos._mistakes import INK, draw_cells, sheet

DIGITS = np.arange(10)
IMAGES, RATE, DECAY = 1000, 0.1, 0.01  # how many images train, the learning rate, the price on the length of W
STEPS = (0, 1, 3, 10, 30, 100)
PULL = (0.02, 0.08, 0.18, 0.32)  # levels of a weight
PRODUCT = (0.015, 0.06, 0.14, 0.26)  # levels of ink times weight
CELL = 8  # pixels
LETTERS = 15  # pixels: two panels of 440 are scaled down to a column of 705


def shrink(images: Array) -> Array:
    """Pictures of 28 by 28 cells as rows of 14 by 14, each the mean of four, 1 for full ink."""
    return images.reshape(-1, 14, 2, 14, 2).mean(axis=(2, 4)).reshape(-1, 196) / 255


@cache
def digits() -> tuple[Array, Array]:
    images, labels = data.digits("train")
    return shrink(images[: 2 * IMAGES]), labels[: 2 * IMAGES]


@cache
def training() -> dict[int, tuple[Array, Array]]:
    """Weights and biases after each of STEPS, of subgradient descent on the first IMAGES images, from 0."""
    pictures, labels = (part[:IMAGES] for part in digits())
    weights, bias, kept = np.zeros((10, 196)), np.zeros(10), {}
    for step in range(STEPS[-1] + 1):
        if step in STEPS:
            kept[step] = weights, bias
        pull = losses.multiclass_hinge_loss_grad(scores=pictures @ weights.T + bias, label=labels) / IMAGES
        weights, bias = weights - RATE * (pull.T @ pictures + DECAY * weights), bias - RATE * pull.sum(axis=0)
    return kept


def ends() -> Array:
    """Two images that the training did not see, a 3 and an 8."""
    return digits()[0][[1108, 1101]]


@demo(
    axes=2,
    size=(440, 270),
    step=Slider(stops=STEPS, start=0, label="training step", play=True),
    row=Slider(0, 9, step=1, start=3, label="row for the digit"),
    mix=Slider(0, 1, step=0.2, start=0, label="from a 3 to an 8"),
)
def hinge_templates(axes, step, row, mix):
    """Train, and look at the row of each digit: what does the model lay over the image?

    The panel "ink × row of W, cell by cell": three pictures of 14 by 14 cells: the image; the chosen row of weights,
    orange where ink raises the score and purple where it lowers it; and the image times the weights. The sum of these
    products and the bias are the score. The other panel: the scores of all ten digits as bars, the chosen one framed.
    """
    pictures, bars = axes
    weights, bias = training()[step]
    image = (1 - mix) * ends()[0] + mix * ends()[1]
    product = image * weights[row]
    up, down = (float(np.clip(sign * product, 0, None).sum()) for sign in (1, -1))
    draw_pictures(pictures, image, weights[row], product, row)
    scores = weights @ image + bias
    whole = round(round(up, 2) - round(down, 2) + round(bias[row], 2), 2) + 0.0
    draw_bars(bars, scores, row, whole)
    signed = f"{'−' if round(bias[row], 2) < 0 else '+'} {fixed(abs(bias[row]), 2)}"
    if not step:
        ink = f"The image has the ink of {fixed(image.sum(), 1)} full cells"
        return f"{ink}; the row of the {row} is 0 everywhere.\nBefore training all ten scores are 0."
    terms = before_signs(f"{fixed(up, 2)} on orange − {fixed(down, 2)} on purple {signed} bias = {fixed(whole, 2)}")
    return f"Score of the {row}: {terms}.\nThe highest score is that of the {scores.argmax()}."


def draw_pictures(ax: Axes, image: Array, weights: Array, product: Array, row: int) -> None:
    sheet(ax)
    ax.set_title("ink × row of W, cell by cell", size=LETTERS)
    left, middle, right = ((x, 28) for x in (0, 130, 260))
    draw_cells(ax, {left: image.reshape(14, 14)}, INK, CELL, style.BLUE)
    for place, values, levels in ((middle, weights, PULL), (right, product, PRODUCT)):
        draw_cells(ax, {place: values.reshape(14, 14)}, levels, CELL, style.ORANGE)
        draw_cells(ax, {place: -values.reshape(14, 14)}, levels, CELL, style.PURPLE)
    edge = np.array([(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]) * 14 * CELL
    for place in (left, middle, right):
        corners = edge + place
        strokes(ax, np.stack([corners[:-1], corners[1:]], axis=1), ec=style.MUTED, lw=1)
    for x, sign in ((121, "×"), (251, "=")):
        note(ax, x, 84, sign, style.INK, size=LETTERS)
    for x, name in ((56, "image"), (186, f"row of the {row}"), (316, "product")):
        note(ax, x, 12, name, style.INK, weight="normal", size=LETTERS)
    note(ax, 0, 162, "orange: ink here raises the score", style.ORANGE, ha="left", size=LETTERS)
    note(ax, 0, 184, "purple: ink here lowers it", style.PURPLE, ha="left", size=LETTERS)


def draw_bars(ax: Axes, scores: Array, row: int, told: float) -> None:
    ax.set(xlim=(-1.1, 9.7), ylim=(-2.9, 3.2))
    ax.set_title("scores of the ten digits", size=LETTERS)
    ax.set_xlabel("digit", size=LETTERS)
    ax.set_xticks(DIGITS)
    ax.tick_params(labelsize=LETTERS)
    ax.grid(visible=False, axis="x")
    ax.axhline(0, color=style.MUTED, lw=1)
    ax.bar(DIGITS, scores, width=0.7, color=style.ORANGE, alpha=0.45, lw=0)
    ax.bar([row], scores[row : row + 1], width=0.7, fc="none", ec=style.INK, lw=2)
    best = int(scores.argmax())
    note(ax, best, scores[best] + 0.3, "highest" if scores.any() else "", style.ORANGE, size=LETTERS)
    beyond = scores[row] - 0.3 if scores[row] < 0 else -0.3
    note(ax, row, beyond, shown(told), style.INK, size=LETTERS)
