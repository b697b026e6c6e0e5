"""Demos of neurons that learn AND, OR and XOR."""

from functools import cache
from typing import NamedTuple

import numpy as np
from contourpy import contour_generator
from matplotlib.axes import Axes

from lossviz import Choice, Slider, calculus, demo, losses, style
from lossviz._checks import Array
from lossviz.demos._draw import fixed, note, shown, strokes, unbroken

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


HALF = 0.005  # nearer to one half than this, a prediction reads 0.50: no answer, and no boundary


def undecided(guesses) -> bool:
    return bool(np.all(np.abs(np.asarray(guesses) - 0.5) < HALF))


SHADES = [float(np.log(q / (1 - q))) for q in (0.55, 0.65, 0.75, 0.85, 0.95)]  # logits from which it gets darker


def half_plane(ax: Axes, weights, guesses) -> None:
    """Shade where the last neuron says 1, darker the surer it is; and the line where ŷ = ½, if there is one."""
    for logit in SHADES:
        ax.fill(*cut(ax, weights - np.array([0, 0, logit]))[0], color=style.ORANGE, alpha=0.07, lw=0)
    line = cut(ax, weights)[1]
    ax.plot(*(NAN * line if undecided(guesses) else line), **style.secant)


def draw_corners(ax: Axes, places, label, guesses, below: float = 0.17) -> None:
    """The four samples, full for 1 and hollow for 0; beside each its prediction, red where it is wrong."""
    behind = {"fc": style.PAPER, "ec": "none", "pad": 1, "alpha": 0.85}  # a line may run through here
    for (x, y), target, guess in zip(places, label, guesses, strict=True):
        color = style.MUTED if undecided(guess) else style.INK if (guess > 0.5) == bool(target) else style.RED
        look = {"mfc": style.BLUE if target else style.PAPER, "mec": style.BLUE, "mew": 3, "ms": 15}
        ax.plot(x, y, **style.dot | look)
        note(ax, x, y - below, f"{guess:.2f}", color, bbox=behind)


ERROR = 0.4  # an error of 1 is drawn so long


def draw_errors(ax: Axes, label, guesses) -> None:
    """Beside each corner a bar for ŷ − y: up where the prediction is too high, down where it is too low."""
    at = CORNERS + np.array([0.19, 0])
    ends = at + np.stack([np.zeros(4), ERROR * (guesses - np.array(label))], axis=1)
    strokes(ax, at[:, None] + np.array([(-0.05, 0), (0.05, 0)]), ec=style.RED, lw=1.5)
    strokes(ax, np.stack([at, ends], axis=1), ec=style.RED, lw=7, capstyle="butt")


def verdicts(label, guesses) -> str:
    """How many of the four are right, wrong, or no answer."""
    if open_ := sum(undecided(g) for g in guesses):
        right = sum((g > 0.5) == bool(y) for g, y in zip(guesses, label, strict=True) if not undecided(g))
        return f"{right} of 4 right, {open_} undecided at one half"
    return f"{sum((g > 0.5) == bool(y) for g, y in zip(guesses, label, strict=True))} of 4 right"


def loss_panel(ax: Axes, loss: Array, epochs, at: int) -> None:
    """The loss up to this epoch, with a dot at its end, and a dashed line at log 2."""
    ax.axhline(np.log(2), **style.guide)
    ax.plot(epochs[: at + 1], loss[: at + 1], color=style.RED, lw=3)
    ax.plot(epochs[at], loss[at], **style.dot, color=style.RED)


@demo(
    axes=2,
    size=(352, 320),
    gate=Choice(*GATES, label="gate"),
    epoch=Slider(stops=EPOCHS, label="epoch", format="{:.0f}", play=True),
)
def gate_epochs(axes, gate, epoch):
    """Play the training of each gate. Where does the line go, and where does the loss?

    First panel: the four inputs of a logic gate as points, full where the answer is 1 and hollow where it is 0, each
    with the neuron's prediction and a red bar for its error; the shading is stronger the surer it is of a 1, and
    a straight line shows where it says one half. Second panel: the mean loss up to this epoch, and a line at log 2.
    """
    square, curve = axes
    square.set(xlim=(-0.45, 1.45), ylim=(-0.6, 1.45), xlabel="x₁", ylabel="x₂")
    square.set(xticks=[0, 1], yticks=[0, 1], title=f"{gate}: ● is 1, ○ is 0, numbers are ŷ")
    curve.set(xlim=(-4, 106), ylim=(-0.06, 1.2), xlabel="epoch", title="mean loss")
    record, label = train_gate(gate), GATES[gate]
    guesses, loss, weights = record.guesses[epoch], record.loss[epoch], record.weights[epoch]
    half_plane(square, weights, guesses)
    draw_errors(square, label, guesses)
    draw_corners(square, CORNERS, label, guesses)
    wrong = any(not undecided(g) and (g > 0.5) != bool(y) for g, y in zip(guesses, label, strict=True))
    named = "red bar: ŷ − y" + wrong * ", red number: wrong"
    note(square, 0.5, -0.38, named, style.RED, size=12)
    shaded = np.isfinite(cut(square, weights - np.array([0, 0, SHADES[0]]))[0]).any()
    note(square, 0.5, -0.51, "orange: ŷ > ½, stronger: surer" if shaded else "", style.ORANGE, size=12)
    loss_panel(curve, record.loss, np.arange(101), epoch)
    note(curve, 104, np.log(2) + 0.09, "log 2: each answer is ½", style.MUTED, ha="right", size=12)
    w1, w2, b = (shown(w) for w in weights)
    line = unbroken(f"z = {w1}·x₁ + {w2}·x₂ + {b}".replace("+ −", "− "))
    said = "No line: w₁, w₂ and b are all nearly 0." if undecided(guesses) else f"The line is where {line} is 0."
    return f"Epoch {epoch}: loss {fixed(loss)}, {verdicts(label, guesses)}.\n{said}"


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


MESH = np.linspace(0, 1, 13)
THREADS = np.stack([np.stack([MESH, np.full(13, k)], axis=1) for k in MESH[::3]])
SHEET = np.concatenate([THREADS, THREADS[..., ::-1]])  # the lines of a grid over the square: (10, 13, 2)


def draw_sheet(ax: Axes, net: Network) -> None:
    """A grid over the square of the inputs, as the hidden layer puts it: the square is bent and folded."""
    strokes(ax, net.hidden(SHEET), ec=style.MUTED, lw=1, alpha=0.7)


@demo(
    axes=2,
    size=(352, 320),
    start=Choice(*STARTS, label="random start"),
    epoch=Slider(stops=range(0, 401, 20), label="epoch", format="{:.0f}", play=True),
)
def xor_hidden_layer(axes, start, epoch):
    """Play the training: two hidden neurons bend the square of inputs. When is one line enough?

    First panel: the four inputs of XOR with the lines on which the two hidden neurons say one half, and shaded where
    the network says 1. Second panel: the same square, drawn with its grid, as the two hidden neurons see it; the four
    samples with the names of their inputs, and the straight line of the last neuron between them.
    """
    square, bent = axes
    net, label = train_xor(STARTS[start])[epoch], np.array(GATES["XOR"])
    square.set(
        xlim=(-0.45, 1.45), ylim=(-0.45, 1.45), xlabel="x₁", ylabel="x₂", title="inputs: ● is 1, ○ is 0, red is wrong"
    )
    bent.set(xlim=(-0.3, 1.3), ylim=(-0.3, 1.3), xlabel="h₁", ylabel="h₂", title="what the last neuron sees")
    bent.xaxis.label.set_color(style.PURPLE)
    bent.yaxis.label.set_color(style.GOLD)
    for ax in axes:
        ax.set(xticks=[0, 1], yticks=[0, 1])
    guesses, hidden = losses.sigmoid(net.logit(CORNERS)), net.hidden(CORNERS)
    plane = np.stack(np.meshgrid(GRID, GRID), axis=-1)
    # Each piece by itself: together they would be one path of several parts.
    for piece in contour_generator(GRID, GRID, net.logit(plane)).filled(0, 1e9)[0]:
        square.fill(*piece.T, color=style.ORANGE, alpha=0.18, lw=0)
    behind = {"fc": style.PAPER, "ec": "none", "pad": 1, "alpha": 0.85}
    taken: list[tuple[float, float]] = []
    for name, weights, color in zip("₁₂", np.vstack([net.W, net.c]).T, (style.PURPLE, style.GOLD), strict=True):
        line = cut(square, weights)[1]
        square.plot(*line, color=color, lw=2.5)
        seen = line.shape[1] > 1
        x, y = label_place(line, taken) if seen else (-9, -9)
        taken = [(x, y)]  # the second keeps away from the first
        note(square, *((x, y) if seen else (0, 0)), f"h{name} = ½" if seen else "", color, size=12, bbox=behind)
    draw_corners(square, CORNERS, label, guesses)
    draw_sheet(bent, net)
    half_plane(bent, np.array([*net.v, net.d]), guesses)
    named = "orange: ŷ > ½" + ("" if undecided(guesses) else ", line: ŷ = ½")
    note(bent, 1.26, -0.21, named, style.ORANGE, ha="right", size=12, bbox=behind)
    for target, face in enumerate((style.PAPER, style.BLUE)):
        of_one = hidden[label == target]
        bent.plot(*of_one.T, **style.dot | {"mfc": face, "mec": style.BLUE, "mew": 3, "ms": 13})
    for corner, (x, y) in zip(CORNERS, name_places(hidden, label, net.hidden(SHEET)), strict=True):
        note(bent, x, y, f"{corner[0]:.0f},{corner[1]:.0f}", style.BLUE, size=12, bbox=behind)
    return (
        f"Start {start}, epoch {epoch}: loss {fixed(net.loss(CORNERS, label))}, {verdicts(label, guesses)}.\n"
        f"{said_of_fold(guesses, label)}"
    )


TURNS = np.linspace(0, 2 * np.pi, 16, endpoint=False)
NAME = np.array([0.1, 0.06])  # half of a name's width and height
LEGEND = np.stack([np.linspace(0.05, 1.25, 13), np.full(13, -0.21)], axis=1)


def name_places(places: Array, label: Array, mesh: Array) -> Array:
    """Where the names of the samples stand: round each where the mesh, the other samples and the names before leave
    room; if there is room all round, of the hollow ones to the left and of the full ones to the right."""
    names = np.empty((0, 2))
    for k, place in enumerate(places):
        turns = TURNS + np.pi * (1 - label[k])
        spots = place + [0.17, 0.13] * np.stack([np.cos(turns), np.sin(turns)], axis=1)
        others = np.delete(places, k, axis=0)
        taken = ((mesh.reshape(-1, 2), NAME), (others, NAME + 0.05), (names, 2 * NAME), (LEGEND, NAME + 0.05))
        room = [(abs(spots[:, None] - busy) - half).max(axis=2).min(axis=1) for busy, half in taken if len(busy)]
        names = np.vstack([names, spots[np.argmax(np.minimum(np.min(room, axis=0), 0.03))]])
    return names


def label_place(line: Array, taken: list[tuple[float, float]]) -> Array:
    """A place on a line of the picture where its label is far from the corners' own and from those that stand."""
    shares = np.array([0.5, 0.35, 0.65, 0.2, 0.8, 0.1, 0.9])[:, None]
    spots = line[:, 0] + (line[:, 1] - line[:, 0]) * shares
    busy = np.concatenate([CORNERS, CORNERS - [0, 0.17], *(np.array([place]) for place in taken)])
    room = np.abs((spots[:, None] - busy) * [1, 1.6]).max(axis=2).min(axis=1)
    inside = np.abs(spots - 0.5).max(axis=1) < 0.85
    return spots[int(np.argmax(np.where(inside, np.minimum(room, 0.32), -1)))]


def said_of_fold(guesses, label) -> str:
    """What the second panel shows at this epoch."""
    solved = all(not undecided(g) and (g > 0.5) == bool(y) for g, y in zip(guesses, label, strict=True))
    return "One straight line divides them now." if solved else "The line does not divide full from hollow."
