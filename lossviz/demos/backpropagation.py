"""The demos of the chapter on backpropagation: a neuron's graph, slopes that multiply, gates, a hidden layer."""

import numpy as np

from lossviz import Choice, Slider, calculus, demo, losses, style
from lossviz.demos._draw import before_signs, draw_line, fixed, note, shown, unbroken
from lossviz.demos._gates import (  # noqa: F401
    CORNERS,
    GATES,
    NAN,
    Network,
    cut,
    gate_epochs,
    new_network,
    train_gate,
    train_xor,
    xor_hidden_layer,
)
from lossviz.demos._neuron import HEIGHT, RATE, WIDTH, draw_chain, draw_leaves, figures, read, run, told

BIAS = 1.0  # of the one neuron, through the whole chapter

MAILS = {"2 words, 3 mails": (2.0, 3.0, 1.0), "2 words, 0 mails": (2.0, 0.0, 1.0)}


@demo(
    size=(WIDTH, HEIGHT),
    step=Slider(0, 8, step=1, start=0, label="step", play=True),
    mail=Choice(*MAILS, label="mail"),
    spam=Choice("1 (spam)", "0 (no spam)", label="label y"),
    w1=Slider(0, 2, step=0.5, start=1, label="weight w₁"),
    w2=Slider(-2, 0, step=0.5, start=-1, label="weight w₂"),
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
    draw_chain(ax, after if step == 8 else now, inputs, label, step)
    return told(now, after, weights, moved, inputs, label, step)


# Slopes that multiply, and slopes that are checked


def loss_at(inputs, weights, label: int) -> float:
    """The neuron's loss, from the logit: what a small step in a weight is checked against."""
    return float(losses.sigmoid_binary_cross_entropy(logit=float(np.dot(inputs, weights)), label=label))


def _digits(z: float) -> int:
    """With how many digits, from four on, the two slopes multiply to dJ/dz as printed, for both labels."""
    passes = [run((z, 0, 0), (1.0, 0, 0), label) for label in (0, 1)]

    def holds(now, count: int) -> bool:
        product = read(figures(now.by_guess, count)) * read(figures(now.local, count))
        return shown(product, 3) == shown(now.by_z, 3)

    return next(count for count in range(4, 12) if all(holds(now, count) for now in passes))


@demo(
    axes=2,
    z=Slider(-5, 5, step=0.25, start=3, label="logit z", drag="x"),
    spam=Choice("1 (spam)", "0 (no spam)", label="label y"),
)
def two_slopes(axes, z, spam):
    """Drag z to the wrong side: what becomes of the two slopes, and of their product?

    First panel: the sigmoid, the prediction ŷ over the logit z, with its tangent. Second panel: the loss J over the
    prediction ŷ, with its tangent. Both points move together; the slopes of the two tangents multiply
    to the slope of J along z.
    """
    left, right = axes
    left.set(xlim=(-5.4, 5.4), ylim=(-0.12, 1.2), xlabel="logit z", title="prediction ŷ = σ(z)")
    right.set(xlim=(-0.06, 1.06), ylim=(-0.5, 6), xlabel="prediction ŷ", yticks=range(0, 6))
    right.set_title(f"loss J for y = {spam[0]}")
    label, grid, guesses = int(spam[0]), np.linspace(-5.4, 5.4, 109), losses.sigmoid(np.linspace(-7, 7, 106))
    now = run((z, 0, 0), (1.0, 0, 0), label)
    product = shown(now.by_z, 3)
    count = _digits(z)
    by_guess, local = figures(now.by_guess, count), figures(now.local, count)
    left.plot(grid, losses.sigmoid(grid), color=style.ORANGE, lw=3)
    draw_line(left, calculus.Line(now.local, now.guess - now.local * z), **style.tangent)
    left.plot(z, now.guess, **style.handle, color=style.ORANGE)
    note(left, -5.1, 1.1, f"slope dŷ/dz = {local}", style.GREEN, ha="left")
    right.plot(guesses, losses.binary_cross_entropy(probability=guesses, label=label), color=style.RED, lw=3)
    draw_line(right, calculus.Line(now.by_guess, now.loss - now.by_guess * now.guess), **style.tangent)
    right.plot(now.guess, now.loss, **style.handle, color=style.RED)
    note(right, 0.5, 5.6, f"slope dJ/dŷ = {by_guess}", style.GREEN)
    multiplied = before_signs(f"dJ/dz = {by_guess} · {local} = {product}")
    return f"{multiplied}.\nAnd {unbroken(f'ŷ − y = {fixed(now.guess)} − {label} = {product}')}."


PARAMETERS = {"w₁": 0, "w₂": 1, "b": 2}
HERE = np.array([1.0, -1.0, BIAS])
FAN = (1.5, 1.2, 0.8, 0.4)  # steps whose secants stay, pale, once h is below them
SHRINKING = [1.5, 1.2, 1, 0.8, 0.6, 0.4, 0.3, 0.2, 0.1, 0.05, 0.02, 0.01, 0.001]


@demo(
    size=(390, 290),
    along=Choice(*PARAMETERS, label="parameter"),
    by=Slider(-1, 1, step=0.25, start=0.5, label="its change", drag="x"),
    h=Slider(stops=SHRINKING, start=1.5, label="step h", play=True),
)
def slope_checked(ax, along, by, h):
    """Let h shrink: does the secant settle on the slope that went back through the graph?

    The loss of the neuron while one of its three parameters moves and the other two rest. A pale green tangent has
    the slope that backpropagation gives; an orange secant runs through the points at a distance h on both sides. Pale
    lines show the secants of larger steps that it came from: they settle on the tangent.
    """
    place, inputs = PARAMETERS[along], MAILS["2 words, 3 mails"]

    def loss(change):
        weights = [HERE + np.eye(3)[place] * c for c in np.ravel(change)]
        return np.reshape([loss_at(inputs, w, 1) for w in weights], np.shape(change))

    x = np.linspace(-2.7, 2.7, 97)
    ax.set(xlim=(-2.7, 2.7), ylim=(-1, 7.6), xlabel=f"change of {along}", ylabel="loss J")
    back = run(inputs, HERE + np.eye(3)[place] * by, 1).by_weights[place]
    small = float(calculus.central_difference(loss, by, h))
    ends = np.array([by - h, by + h])
    ax.plot(x, loss(x), color=style.RED, lw=3)
    for other in FAN:
        before = calculus.secant_line(loss, by - other, by + other) if h < other else calculus.Line(NAN, NAN)
        draw_line(ax, before, color=style.ORANGE, lw=1, alpha=0.6)
    draw_line(ax, calculus.tangent_line(loss, by, back), color=style.GREEN, lw=7, alpha=0.6)
    draw_line(ax, calculus.secant_line(loss, *ends), **style.secant)
    ax.plot(ends, loss(ends), **style.dot, color=style.ORANGE)
    ax.plot(by, loss(by), **style.handle, color=style.GREEN)
    note(ax, 2.6, 7.0, f"secant slope {fixed(small, 7)}", style.ORANGE, ha="right")
    note(ax, 2.6, 6.2, f"backpropagation {fixed(back, 7)}", style.GREEN, ha="right")
    note(ax, 2.6, 5.45, "pale: with larger h" if h < FAN[0] else "", style.ORANGE, ha="right", size=12)
    apart = abs(read(fixed(small, 7)) - read(fixed(back, 7)))
    return (
        f"At a change of {shown(by)} in {along}, {unbroken(f'h = {shown(h, 3)}')}: "
        f"the secant has slope {fixed(small, 7)}.\n"
        f"Backpropagation: {fixed(back, 7)}. They differ by {fixed(apart, 7)}."
    )
