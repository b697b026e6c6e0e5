"""Demos of neurons that learn AND, OR and XOR."""

from functools import cache
from typing import NamedTuple

import numpy as np
from contourpy import contour_generator
from matplotlib.axes import Axes

from lossviz import Choice, Slider, calculus, demo, losses, style
from lossviz._checks import Array
from lossviz.demos._draw import fixed, note, shown, strokes

NAN = float("nan")


# Logic gates: four points and one line

CORNERS = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])
GATES = {"AND": (0, 0, 0, 1), "OR": (0, 1, 1, 1), "XOR": (0, 1, 1, 0)}
EPOCHS = [*range(11), *range(12, 41, 2), *range(45, 101, 5)]
FIRST = np.array([2.0, -1.5, 0.5])  # w₁, w₂, b before training: as good as any other, and not level


class Trained(NamedTuple):
    """One line for every epoch: the parameters before it, the predictions and the mean loss that they give."""

    weights: Array
    guesses: Array
    loss: Array


@cache
def train_gate(gate: str, epochs: int = 100, rate: float = 2.0) -> Trained:
    """A neuron on the four corners of a gate, by gradient descent on the mean loss."""
    inputs, label = np.c_[CORNERS, np.ones(4)], np.array(GATES[gate])
    path = calculus.gradient_descent(
        lambda w: (losses.sigmoid(inputs @ w) - label) @ inputs / 4, FIRST, rate=rate, steps=epochs
    )
    logits = path @ inputs.T
    loss = losses.sigmoid_binary_cross_entropy(logit=logits, label=np.broadcast_to(label, logits.shape))
    return Trained(path, losses.sigmoid(logits), loss.mean(axis=1))


def cut(ax: Axes, weights) -> tuple[Array, Array]:
    """The part of the picture where w₁x₁ + w₂x₂ + b > 0, as a polygon, and the line along its edge."""
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    ring = np.array([(left, bottom), (right, bottom), (right, top), (left, top)])
    height = ring @ weights[:2] + weights[2]
    shape, line = [], []
    for i in range(4):
        if height[i] > 0:
            shape.append(ring[i])
        after = (i + 1) % 4
        if (height[i] > 0) != (height[after] > 0):
            crossing = ring[i] + (ring[after] - ring[i]) * height[i] / (height[i] - height[after])
            shape.append(crossing)
            line.append(crossing)
    return tuple(np.reshape(points or [(NAN, NAN)], (-1, 2)).T for points in (shape, line))


def half_plane(ax: Axes, weights) -> None:
    """Shade where the last neuron says 1, and draw the line where it cannot decide."""
    shape, line = cut(ax, weights)
    ax.fill(*shape, color=style.ORANGE, alpha=0.18, lw=0)
    ax.plot(*line, **style.secant)


def draw_corners(ax: Axes, places, label, guesses, below: float = 0.17) -> None:
    """The four samples, full for 1 and hollow for 0; beside each its prediction, red where it is wrong."""
    for (x, y), target, guess in zip(places, label, guesses, strict=True):
        wrong = (guess > 0.5) != bool(target)
        look = {"mfc": style.BLUE if target else style.PAPER, "mec": style.BLUE, "mew": 3, "ms": 15}
        ax.plot(x, y, **style.dot | look)
        behind = {"fc": style.PAPER, "ec": "none", "pad": 1, "alpha": 0.7}  # a line may run through here
        note(ax, x, y - below, f"{guess:.2f}", style.RED if wrong else style.INK, bbox=behind)


def loss_panel(ax: Axes, loss: Array, epochs, at: int) -> None:
    """The loss by epoch, with a dot where the slider is and a dashed line at log 2."""
    ax.axhline(np.log(2), **style.guide)
    ax.plot(epochs, loss, color=style.RED, lw=3, alpha=0.35)
    ax.plot(epochs[: at + 1], loss[: at + 1], color=style.RED, lw=3)
    ax.plot(epochs[at], loss[at], **style.dot, color=style.RED)


@demo(
    axes=2,
    size=(352, 320),
    gate=Choice(*GATES, start="XOR", label="gate"),
    epoch=Slider(stops=EPOCHS, start=40, label="epoch", format="{:.0f}", play=True),
)
def gate_epochs(axes, gate, epoch):
    """Play the training of each gate. Which one does the loss refuse to leave at 0.693?

    Left, the four inputs of a logic gate as points, full where the answer is 1 and hollow where it is 0, each with
    the neuron's prediction; the shaded side of a straight line is where the neuron says 1. Right, the mean loss by
    epoch, and a dashed line at log 2.
    """
    left, right = axes
    left.set(xlim=(-0.45, 1.45), ylim=(-0.45, 1.45), xlabel="x₁", ylabel="x₂", title=f"{gate}: where ŷ is above ½")
    left.set_xticks([0, 1])
    left.set_yticks([0, 1])
    right.set(xlim=(-4, 104), ylim=(-0.06, 1.2), xlabel="epoch", title="mean loss")
    record, label = train_gate(gate), GATES[gate]
    guesses, loss = record.guesses[epoch], record.loss[epoch]
    half_plane(left, record.weights[epoch])
    draw_corners(left, CORNERS, label, guesses)
    loss_panel(right, record.loss, np.arange(101), epoch)
    note(right, 100, np.log(2) + 0.07, "log 2 = 0.693", style.MUTED, ha="right", size=12)
    right_ones = sum((g > 0.5) == bool(y) for g, y in zip(guesses, label, strict=True))
    w1, w2, b = (shown(w) for w in record.weights[epoch])
    return (
        f"Epoch {epoch}: loss {fixed(loss)}, {right_ones} of 4 on the right side.\nz = {w1}·x₁ + {w2}·x₂ + {b}".replace(
            "+ −", "− "
        )
    )


# A hidden layer: two neurons fold the square, a third draws its line

STARTS = {"A": 2, "B": 10, "C": 6}  # seeds: the third gets stuck
GRID = np.linspace(-0.45, 1.45, 25)


class Network(NamedTuple):
    """Two hidden neurons (weights in the columns of W, biases c) and one behind them (weights v, bias d)."""

    W: Array
    c: Array
    v: Array
    d: float

    def hidden(self, inputs: Array) -> Array:
        return losses.sigmoid(inputs @ self.W + self.c)

    def logit(self, inputs: Array) -> Array:
        return self.hidden(inputs) @ self.v + self.d

    def back(self, inputs: Array, label: Array) -> "Network":
        """The gradient of the mean loss, in the same shape as the network."""
        hidden = self.hidden(inputs)
        by_logit = (losses.sigmoid(self.logit(inputs)) - label) / len(label)
        by_inner = np.outer(by_logit, self.v) * hidden * (1 - hidden)
        return Network(inputs.T @ by_inner, by_inner.sum(axis=0), hidden.T @ by_logit, by_logit.sum())

    def loss(self, inputs: Array, label: Array) -> float:
        return float(losses.sigmoid_binary_cross_entropy(logit=self.logit(inputs), label=label).mean())


def new_network(seed: int) -> Network:
    rng = np.random.default_rng(seed)
    return Network(rng.normal(size=(2, 2)), np.zeros(2), rng.normal(size=2), 0.0)


@cache
def train_xor(seed: int, epochs: int = 400, rate: float = 2.0) -> list[Network]:
    """The network before every epoch, on the four corners of XOR."""
    path = [new_network(seed)]
    for _ in range(epochs):
        slopes = path[-1].back(CORNERS, np.array(GATES["XOR"]))
        path.append(Network(*(part - rate * slope for part, slope in zip(path[-1], slopes, strict=True))))
    return path


@demo(
    axes=2,
    size=(352, 320),
    start=Choice(*STARTS, label="random start"),
    epoch=Slider(stops=range(0, 401, 20), start=400, label="epoch", format="{:.0f}", play=True),
)
def xor_hidden_layer(axes, start, epoch):
    """Play the training: two lines on the left fold the square until one line is enough on the right.

    Left, the four inputs of XOR with the lines of two hidden neurons, and shaded where the network says 1. Right,
    the same four samples, each with a dotted line from its own corner to where the two hidden neurons put it, and
    the straight line of the last neuron between them.
    """
    left, right = axes
    net, label = train_xor(STARTS[start])[epoch], GATES["XOR"]
    left.set(xlim=(-0.45, 1.45), ylim=(-0.45, 1.45), xlabel="x₁", ylabel="x₂", title="the inputs")
    right.set(xlim=(-0.3, 1.3), ylim=(-0.3, 1.3), xlabel="h₁ (purple line)", ylabel="h₂ (gold line)")
    right.set_title("what the last neuron sees")
    for ax in axes:
        ax.set_xticks([0, 1])
        ax.set_yticks([0, 1])
    plane = np.stack(np.meshgrid(GRID, GRID), axis=-1)
    # Each piece by itself: together they would be one path of several parts.
    for piece in contour_generator(GRID, GRID, net.logit(plane)).filled(0, 1e9)[0]:
        left.fill(*piece.T, color=style.ORANGE, alpha=0.18, lw=0)
    for weights, color in zip(np.vstack([net.W, net.c]).T, (style.PURPLE, style.GOLD), strict=True):
        left.plot(*cut(left, weights)[1], color=color, lw=2.5)
    guesses, hidden = losses.sigmoid(net.logit(CORNERS)), net.hidden(CORNERS)
    draw_corners(left, CORNERS, label, guesses)
    half_plane(right, np.array([*net.v, net.d]))
    strokes(right, np.stack([CORNERS, hidden], axis=1), ec=style.MUTED, lw=1.8, ls=":")
    for x, y in CORNERS:
        note(right, 1.3 * x - 0.15, 1.3 * y - 0.15, f"{x:.0f},{y:.0f}", style.BLUE)
    for target, face in enumerate((style.PAPER, style.BLUE)):
        of_one = hidden[np.array(label) == target]
        right.plot(*of_one.T, **style.dot | {"mfc": face, "mec": style.BLUE, "mew": 3, "ms": 13})
    correct = sum((g > 0.5) == bool(y) for g, y in zip(guesses, label, strict=True))
    return f"Epoch {epoch}: loss {fixed(net.loss(CORNERS, np.array(label)))}, {correct} of 4 on the right side."
