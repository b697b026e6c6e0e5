"""The demos of the chapter on backpropagation: a neuron's graph, slopes that multiply, gates, a hidden layer."""

from functools import cache
from typing import NamedTuple

import numpy as np
from contourpy import contour_generator
from matplotlib.axes import Axes

from lossviz import Choice, Slider, calculus, demo, losses, style
from lossviz._checks import Array
from lossviz.demos._draw import draw_line, fixed, note, shown, strokes
from lossviz.demos._neuron import HEIGHT, RATE, WIDTH, draw_chain, draw_leaves, run, told

NAN = float("nan")
BIAS = 1.0  # of the one neuron, through the whole chapter

MAILS = {"2 words, 3 mails": (2.0, 3.0, 1.0), "2 words, 0 mails": (2.0, 0.0, 1.0)}


@demo(
    size=(WIDTH, HEIGHT),
    step=Slider(0, 8, step=1, start=6, label="step", play=True),
    mail=Choice(*MAILS, label="x₁, x₂"),
    spam=Choice("1 (spam)", "0 (no spam)", label="y"),
    w1=Slider(0, 2, step=0.5, start=1, label="w₁ at first", format="{:.1f}"),
    w2=Slider(-2, 0, step=0.5, start=-1, label="w₂ at first", format="{:.1f}"),
)
def neuron_graph(ax, step, mail, spam, w1, w2):
    """Play the steps: numbers flow down to the loss, slopes flow back up to the weights.

    The computation graph of one neuron from top to bottom: two inputs, two weights and a bias in a row, below them
    the logit z, the prediction ŷ and the loss J, with the label y beside it. Grey arrows lead down, green arrows
    back up. In each box stand its value and, once it is known, in green, the slope of the loss with respect to it.
    """
    ax.set_position((0, 0, 1, 1))
    ax.set_axis_off()
    ax.set(xlim=(0, WIDTH), ylim=(HEIGHT, 0))
    inputs, weights, label = MAILS[mail], np.array([w1, w2, BIAS]), int(spam[0])
    now = run(inputs, weights, label)
    moved = weights - RATE * now.by_weights
    after = run(inputs, moved, label)
    draw_leaves(ax, inputs, moved if step >= 7 else weights, now.by_weights, step)
    draw_chain(ax, after if step == 8 else now, label, step)
    return told(now, after, weights, moved, inputs, label, step)


# Slopes that multiply, and slopes that are checked


def loss_at(inputs, weights, label: int) -> float:
    """The neuron's loss, from the logit: what a small step in a weight is checked against."""
    return float(losses.sigmoid_binary_cross_entropy(logit=float(np.dot(inputs, weights)), label=label))


@demo(
    axes=2,
    z=Slider(-5, 5, step=0.25, start=-2, label="z", drag="x"),
    spam=Choice("1 (spam)", "0 (no spam)", label="y"),
)
def two_slopes(axes, z, spam):
    """Drag z into the wrong: one slope goes flat, the other steep. What does their product do?

    Left, the sigmoid: the prediction ŷ over the logit z, with its tangent. Right, the loss J over the prediction ŷ,
    with its tangent. Both points move together; the slopes of the two tangents multiply to the slope of J along z.
    """
    left, right = axes
    left.set(xlim=(-5.4, 5.4), ylim=(-0.12, 1.2), xlabel="z", title="ŷ = σ(z)")
    right.set(xlim=(-0.06, 1.06), ylim=(-0.5, 6), xlabel="ŷ", title=f"J for y = {spam[0]}", yticks=range(0, 6))
    label, grid, guesses = int(spam[0]), np.linspace(-5.4, 5.4, 109), losses.sigmoid(np.linspace(-5.8, 5.8, 90))
    now = run((z, 0, 0), (1.0, 0, 0), label)
    left.plot(grid, losses.sigmoid(grid), color=style.ORANGE, lw=3)
    draw_line(left, calculus.Line(now.local, now.guess - now.local * z), **style.tangent)
    left.plot(z, now.guess, **style.handle, color=style.ORANGE)
    note(left, -5.1, 1.1, f"slope dŷ/dz = {shown(now.local, 4)}", style.GREEN, ha="left")
    right.plot(guesses, losses.binary_cross_entropy(probability=guesses, label=label), color=style.RED, lw=3)
    draw_line(right, calculus.Line(now.by_guess, now.loss - now.by_guess * now.guess), **style.tangent)
    right.plot(now.guess, now.loss, **style.handle, color=style.RED)
    note(right, 0.5, 5.6, f"slope dJ/dŷ = {shown(now.by_guess, 3)}", style.GREEN)
    return (
        f"dJ/dz = {shown(now.by_guess, 3)} · {shown(now.local, 4)} = {shown(now.by_z, 3)}.\n"
        f"And ŷ − y = {fixed(now.guess)} − {label} = {shown(now.by_z, 3)}"
    )


PARAMETERS = {"w₁": 0, "w₂": 1, "b": 2}
HERE = np.array([1.0, -1.0, BIAS])
SHRINKING = [1.5, 1.2, 1, 0.8, 0.6, 0.4, 0.3, 0.2, 0.1, 0.05, 0.02, 0.01, 0.001]


@demo(
    size=(390, 290),
    along=Choice(*PARAMETERS, label="move"),
    by=Slider(-1, 1, step=0.25, start=0.5, label="by", drag="x"),
    h=Slider(stops=SHRINKING, start=1, label="h", play=True),
)
def slope_checked(ax, along, by, h):
    """Let h shrink: does the secant settle on the slope that went back through the graph?

    The loss of the neuron while one of its three parameters moves and the other two rest. A pale green tangent has
    the slope that backpropagation gives; an orange secant runs through the points h to the left and to the right.
    """
    place, inputs = PARAMETERS[along], MAILS["2 words, 3 mails"]

    def loss(change):
        weights = [HERE + np.eye(3)[place] * c for c in np.ravel(change)]
        return np.reshape([loss_at(inputs, w, 1) for w in weights], np.shape(change))

    x = np.linspace(-2.7, 2.7, 97)
    ax.set(xlim=(-2.7, 2.7), ylim=(-1, 8.8), xlabel=f"change of {along}", ylabel="loss J")
    back = run(inputs, HERE + np.eye(3)[place] * by, 1).by_weights[place]
    small = float(calculus.central_difference(loss, by, h))
    ends = np.array([by - h, by + h])
    ax.plot(x, loss(x), color=style.RED, lw=3)
    draw_line(ax, calculus.tangent_line(loss, by, back), color=style.GREEN, lw=7, alpha=0.4)
    draw_line(ax, calculus.secant_line(loss, *ends), **style.secant)
    ax.plot(ends, loss(ends), **style.dot, color=style.ORANGE)
    ax.plot(by, loss(by), **style.handle, color=style.GREEN)
    note(ax, 2.6, 8.1, f"two small steps: {fixed(small, 5)}", style.ORANGE, ha="right")
    note(ax, 2.6, 7.2, f"backpropagation: {fixed(back, 5)}", style.GREEN, ha="right")
    return (
        f"Around a change of {shown(by)}, the secant over 2h = {shown(2 * h, 3)} has slope {fixed(small, 5)}.\n"
        f"Backpropagation: {fixed(back, 5)}. They differ by {fixed(abs(small - back), 7)}"
    )


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
