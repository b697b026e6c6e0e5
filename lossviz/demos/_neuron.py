"""One neuron as a graph: its numbers on the way to the loss, its slopes on the way back, and how both are drawn."""

import re
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from lossviz import losses, style
from lossviz._checks import Array
from lossviz.demos._draw import fixed, note, shown, unbroken

WIDTH, HEIGHT = 400, 372  # one unit of the graph's axes is one pixel
RATE = 0.2


class Pass(NamedTuple):
    """All the numbers of one pass through the neuron and back."""

    z: float
    guess: float
    loss: float
    by_guess: float
    local: float
    by_z: float
    by_weights: Array  # w₁, w₂, b


def run(inputs, weights, label: int) -> Pass:
    """Forward from (x₁, x₂, 1) · (w₁, w₂, b) to the loss, and back."""
    inputs = np.asarray(inputs, dtype=float)
    z = float(inputs @ weights)
    guess = float(losses.sigmoid(z))
    loss = float(losses.binary_cross_entropy(probability=guess, label=label))
    by_guess = float(losses.binary_cross_entropy_grad(probability=guess, label=label))
    local = float(losses.sigmoid_grad(z))
    return Pass(z, guess, loss, by_guess, local, guess - label, (guess - label) * inputs)


# Numbers as printed: what a reader computes from them is what stands there


def read(text: str) -> float:
    return float(text.replace("−", "-"))


def figures(value: float, count: int) -> str:
    """A number with so many digits that count."""
    return shown(value, max(0, count - 1 - int(np.floor(np.log10(abs(value))))) if value else 0)


def factors(one: float, other: float, result: str) -> tuple[str, str]:
    """Two factors with as few digits, from three on, as give this result, to its decimals."""
    decimals = len(result.partition(".")[2])
    for count in range(3, 12):
        pair = figures(one, count), figures(other, count)
        if shown(read(pair[0]) * read(pair[1]), decimals) == result:
            return pair
    return shown(one, 12), shown(other, 12)


def error_signal(now: "Pass", inputs) -> str:
    """ŷ − y with as few decimals as give the slope of each weight, to three."""
    for digits in range(3, 9):
        text = shown(now.by_z, digits)
        if all(shown(read(text) * x, 3) == shown(slope, 3) for x, slope in zip(inputs, now.by_weights, strict=True)):
            return text
    return shown(now.by_z, 9)


def prediction(now: "Pass", label: int) -> str:
    """ŷ with as few decimals as give the loss, to three."""
    texts = [fixed(now.guess, digits) for digits in range(3, 9)]
    given = [1 - label + (2 * label - 1) * read(text) for text in texts]  # to what happened
    return next(t for t, q in zip(texts, given, strict=True) if q > 0 and fixed(-np.log(q)) == fixed(now.loss))


COLUMNS = {"x₁": 42, "w₁": 121, "b": 200, "w₂": 279, "x₂": 358}
MIDDLE = 200
LEAVES, Z, GUESS, LOSS = (4, 92), (134, 186), (228, 280), (322, 366)  # top and bottom of each row of boxes
PLAIN = {"weight": "normal", "size": 12}


def box(ax: Axes, x: float, width: float, row: tuple, color: str, lit: bool) -> None:
    top, bottom = row
    look = {"fc": color, "alpha": 0.22 if lit else 0.07, "ec": "none"}
    shape = f"round,pad=0,rounding_size={8}"
    ax.add_patch(FancyBboxPatch((x - width / 2, top), width, bottom - top, boxstyle=shape, **look))


def between(start: tuple, end: tuple) -> tuple[float, float]:
    """From just outside one row of boxes to just outside another."""
    return (start[1] + 2, end[0] - 3) if start[0] < end[0] else (start[0] - 3, end[1] + 2)


def arrow(ax: Axes, x: float, y: float, to: float, color: str, on: bool, flat: bool = False) -> None:
    """An arrow up or down to the height `to`, or flat and `to` long; thin and grey while nothing flows along it."""
    way = (to, 0) if flat else (0, to - y)
    look = {"color": color, "width": 3} if on else {"color": style.MUTED, "alpha": 0.7, "width": 1.5}
    head = dict.fromkeys(["headwidth", "headlength", "headaxislength"], 12 / look["width"])  # of 12 pixels
    ax.quiver(x, y, *way, angles="xy", scale_units="xy", scale=1, units="dots", **look, **head)


def draw_leaves(ax: Axes, inputs, weights, grads, step: int) -> None:
    """The inputs and the parameters, under each parameter its gradient."""
    values = dict(zip(COLUMNS, (inputs[0], weights[0], weights[2], weights[1], inputs[1]), strict=True))
    slopes = dict(zip(("w₁", "w₂", "b"), grads, strict=True))
    for name, x in COLUMNS.items():
        given = name in ("x₁", "x₂")
        color = style.BLUE if given else style.ORANGE
        box(ax, x, 74, LEAVES, color, lit=step == 0 or (step == 7 and not given))
        note(ax, x, 20, name, color)
        note(ax, x, 40, shown(values[name]), color)
        known = step in (6, 7) and not given
        note(ax, x, 62, f"∂J/∂{name}" if known else "", style.GREEN, **PLAIN)
        note(ax, x, 80, shown(slopes[name], 3) if known else "", style.GREEN, size=12)
        arrow(ax, x - 10, *between(LEAVES, Z), style.MUTED, on=step in (1, 2, 3, 8))
        if not given:
            arrow(ax, x + 6, *between(Z, LEAVES), style.GREEN, on=step == 6)
        factor = "1" if name == "b" else shown(inputs[name == "w₂"])
        note(
            ax,
            x + 14,
            (LEAVES[1] + Z[0]) / 2,
            f"· {factor}" if step == 6 and not given else "",
            style.GREEN,
            ha="left",
            **PLAIN,
        )


def draw_stage(ax: Axes, row, color, words: str, slope: str, lit: bool, width: float = 230, x: float = MIDDLE) -> None:
    top, bottom = row
    box(ax, x, width, row, color, lit)
    note(ax, x, top + 17 if row != LOSS else (top + bottom) / 2, words, color)
    note(ax, x, bottom - 14, slope, style.GREEN, size=12)


def draw_chain(ax: Axes, now: Pass, inputs, label: int, step: int) -> None:
    """z, ŷ and J one below the other: what is known at this step, and the slopes on their way back."""
    seen = step if step < 8 else 3
    back, flows = 4 <= step <= 7, step in (1, 2, 3, 8)
    z, guess, loss = (f"{name} = ?" for name in ("z", "ŷ", "J"))
    z = f"z = w₁x₁ + w₂x₂ + b = {shown(now.z)}" if seen >= 1 else z
    guess = f"ŷ = σ(z) = {prediction(now, label)}" if seen >= 2 else guess
    loss = f"J = −log {'ŷ' if label else '(1 − ŷ)'} = {fixed(now.loss)}" if seen >= 3 else loss
    signal = error_signal(now, inputs)
    by_guess, local = factors(now.by_guess, now.local, signal)
    by_z = f"dJ/dz = {by_guess} · {local} = {signal}"
    draw_stage(ax, Z, style.ORANGE, z, by_z if back and step >= 5 else "", step in (1, 5), 350)
    slope = f"dJ/dŷ = {by_guess}" if back else ""
    draw_stage(ax, GUESS, style.ORANGE, guess, slope, step in (2, 4))
    draw_stage(ax, LOSS, style.RED, loss, "", step in (3, 8), 210)
    box(ax, 363, 60, LOSS, style.BLUE, lit=step in (0, 3))
    note(ax, 363, sum(LOSS) / 2, f"y = {label}", style.BLUE)
    arrow(ax, 331, sum(LOSS) / 2, -23, style.MUTED, on=step in (3, 8), flat=True)
    by_loss, by_sigmoid = "−1/ŷ" if label else "1/(1 − ŷ)", f"· ŷ(1 − ŷ) = {local}"
    for upper, lower, last, first, words in ((Z, GUESS, 2, 5, by_sigmoid), (GUESS, LOSS, 3, 4, by_loss)):
        arrow(ax, MIDDLE - 10, *between(upper, lower), style.MUTED, on=flows and seen >= last)
        arrow(ax, MIDDLE + 8, *between(lower, upper), style.GREEN, on=first <= step <= 6)
        told_now = words if first <= step <= 6 else ""
        note(ax, MIDDLE + 20, (upper[1] + lower[0]) / 2, told_now, style.GREEN, ha="left", **PLAIN)


def told(now: Pass, after: Pass, weights, moved, inputs, label: int, step: int) -> str:
    """The readout of one step, with the live numbers in the formula."""
    terms = [f"{shown(w)}·{shown(x)}" for w, x in zip(weights, inputs, strict=True)]
    signal = error_signal(now, inputs)
    by_guess, local = factors(now.by_guess, now.local, signal)
    decimals = max(len(text.partition(".")[2]) for text in (signal, prediction(now, label)))
    slopes = ", ".join(shown(g, 3) for g in now.by_weights)
    shift = ", ".join(shown(w, 3) for w in moved)
    fell = " to ".join(fixed(J, 3 if now.loss > 0.1 else 5) for J in (now.loss, after.loss))
    lines = (
        f"Given: the inputs {shown(inputs[0])} and {shown(inputs[1])}, {unbroken(f'the label {label}')},"
        f" the weights {shown(weights[0])} and {shown(weights[1])}, the bias {shown(weights[2])}.",
        f"Forward 1: z = {terms[0]} + {terms[1]} + {shown(weights[2])} = {shown(now.z)}",
        f"Forward 2: ŷ = σ({shown(now.z)}) = {prediction(now, label)}",
        f"Forward 3: J = −log {given_truth(now, label)} = {fixed(now.loss)}",
        f"Back 1: dJ/dŷ = {by_guess}. A larger ŷ would {'lower' if label else 'raise'} the loss.",
        f"Back 2: dJ/dz = {by_guess} · {local} = {signal}. That is ŷ − y = {fixed(now.guess, decimals)} − {label}",
        f"Back 3: {signal} times each input: the slopes for w₁, w₂, b are {slopes}",
        f"Update: each moves by −{RATE} times its slope. Now w₁, w₂, b = {shift}",
        f"Forward again, with the new weights: the loss goes from {fell}",
    )
    text = lines[step].replace("+ −", "− ").removesuffix(".") + "."
    return re.sub(r" (?=[+−·] )|(?<=[=+−·]) ", unbroken(" "), text)  # a line ends in no formula but before a =


def given_truth(now: Pass, label: int) -> str:
    """The probability given to what happened, with as few decimals as give the loss, to three."""
    truth = now.guess if label else 1 - now.guess
    texts = [fixed(truth, digits) for digits in range(3, 9)]
    return next(t for t in texts if read(t) > 0 and fixed(-np.log(read(t))) == fixed(now.loss))
