"""The demo of small steps in numbers of 16 and of 7 digits."""

import numpy as np
from numpy.typing import NDArray

from lossviz import Choice, Slider, calculus, demo, style
from lossviz.demos._draw import draw_line, few, note, unbroken

STEPS = [float(f"{h:.2g}") for h in 10.0 ** -np.arange(0, 16.01, 0.25)]
FORMATS = {"float64, 16 digits": np.float64, "float32, 7 digits": np.float32}
WIDE = 1.4  # how far the magnified picture goes to each side, in steps of h
MOST = 120  # so many numbers of a format in the magnified picture can be told apart


def cube(x):
    return x * x * x


def heights(numbers: str) -> tuple[NDArray, NDArray]:
    """x³ at 1 + h and at 1 − h for each step, computed in numbers of this format."""
    one, h = FORMATS[numbers](1), np.array(STEPS, dtype=FORMATS[numbers])
    return cube(one + h), cube(one - h)


def slopes(which: str, numbers: str) -> NDArray:
    """The slope of x³ at 1 for each step, computed in numbers of this format throughout."""
    h = np.array(STEPS, dtype=FORMATS[numbers])
    ahead, back = heights(numbers)
    return ((ahead - 1) / h if which == "forward" else (ahead - back) / (2 * h)).astype(float)


def slope_errors(which: str, numbers: str) -> NDArray:
    """How far that slope is from 3."""
    return np.abs(slopes(which, numbers) - 3)


def graph(h: float, numbers: str) -> tuple[NDArray, NDArray]:
    """x³ about 1 as the format has it, in steps of h from (1, 1): stairs, where its numbers can be told apart."""
    grain = float(np.finfo(FORMATS[numbers]).eps)  # from 1 to the next number; to the one before it is half as far
    if 3 * WIDE * h / grain > MOST:
        u = np.linspace(-WIDE, WIDE, 57)
        return u, 3 * u + 3 * h * u**2 + h * h * u**3
    above, below = (np.arange(WIDE * h / width + 2) * width for width in (grain, grain / 2))
    there = np.concatenate([-below[:0:-1], above])
    rises = cube((1 + there).astype(FORMATS[numbers])).astype(float) - 1
    return np.repeat((there[1:] + there[:-1]) / 2, 2) / h, np.repeat(rises, 2)[1:-1] / h


@demo(
    axes=2,
    numbers=Choice(*FORMATS, label="numbers"),
    h=Slider(stops=STEPS, start=1, label="h", format="{:.2g}", drag="x", panel=1, play=True),
)
def step_size_error(axes, numbers, h):
    """Let h shrink from 1 to 10⁻¹⁶: is smaller always better?

    The panel "x³ at 1" has the graph of x cubed magnified so that h always has the same width, with its tangent of
    slope 3 and two secants: forward, through 1 and 1 + h, and central, through 1 − h and 1 + h. Where h is as small
    as the gaps between the computer's numbers, the graph is a staircase and the secants miss the tangent. The panel
    "error of the slope" has the errors of both slopes against h, both axes logarithmic, down to the present h. With
    16 digits the forward difference's error falls with slope 1 until h is about 10⁻⁸, the central one's with slope 2
    until h is about 3 · 10⁻⁶; with 7 digits until about 2 · 10⁻⁴ and 3 · 10⁻³. From there both climb.
    """
    glass, errors = axes
    _draw_magnified(glass, numbers, h)
    _draw_errors(errors, numbers, h)
    at, kind = STEPS.index(h), FORMATS[numbers]
    off = (unbroken(f"{name} off by {few(slope_errors(name, numbers)[at], 2)}") for name in ("forward", "central"))
    step = float(kind(1) + kind(h) - kind(1))
    return (
        f"{unbroken(f'h = {few(h, 2)}')}: {', '.join(off)}.\n"
        f"{unbroken(f'With numbers of {_digits(numbers)}')}, {unbroken('(1 + h) − 1 is')} {few(step, 3)}."
    )


def _digits(numbers: str) -> str:
    return numbers.partition(", ")[2]


def _draw_magnified(ax, numbers: str, h: float) -> None:
    ax.set(xlim=(-WIDE, WIDE), ylim=(-6.2, 9), xlabel="x")  # every point of every state is inside
    ax.set_title("x³ at 1, magnified" if h < 1 else "x³ at 1")
    ax.set_xticks([-1, 0, 1], ["1 − h", "1", "1 + h"])
    ax.set_yticks([-3, 0, 3], ["1 − 3h", "1", "1 + 3h"])
    at = STEPS.index(h)
    ahead, back = ((float(high[at]) - 1) / h for high in heights(numbers))
    forward, central = (float(slopes(which, numbers)[at]) for which in ("forward", "central"))
    draw_line(ax, calculus.Line(3, 0), color=style.GREEN, lw=7, alpha=0.5)
    ax.plot(*graph(h, numbers), **style.curve)
    draw_line(ax, calculus.Line(central, ahead - central), color=style.PURPLE, lw=2)
    draw_line(ax, calculus.Line(forward, 0), **style.secant)
    ax.plot([-1, 1], [back, ahead], **style.dot, color=style.PURPLE)
    ax.plot([0, 1], [0, ahead], **style.dot | {"ms": 6}, color=style.ORANGE)
    for y, name, slope, color in (
        (8.2, "forward", forward, style.ORANGE),
        (7, "central", central, style.PURPLE),
        (5.8, "tangent", 3, style.GREEN),
    ):
        note(ax, -1.32, y, f"{name} {few(slope, 5)}", color, ha="left")


def _draw_errors(ax, numbers: str, h: float) -> None:
    ax.set(xlim=(3, 2e-17), ylim=(2e-14, 90), xscale="log", yscale="log")
    ax.set(xlabel="step h (smaller →)", title=f"error of the slope, {_digits(numbers)}")
    ax.set_xticks([1, 1e-4, 1e-8, 1e-12, 1e-16], ["1", "10⁻⁴", "10⁻⁸", "10⁻¹²", "10⁻¹⁶"])
    ax.set_yticks([1, 1e-4, 1e-8, 1e-12], ["1", "10⁻⁴", "10⁻⁸", "10⁻¹²"])
    ax.minorticks_off()
    at = STEPS.index(h)
    for which, color in (("central", style.PURPLE), ("forward", style.ORANGE)):
        off = slope_errors(which, numbers)[: at + 1]
        ax.plot(STEPS[: at + 1], off, color=color, lw=2)
        ax.plot(h, off[-1], **style.handle if which == "forward" else style.dot, color=color)
    begun = h < 1e-4  # before that the labels would stand at no line
    note(ax, 3e-3, 4, "forward" if begun else "", style.ORANGE, ha="left")
    note(ax, 1, 3e-6 if "float32" in numbers else 1e-9, "central" if begun else "", style.PURPLE, ha="left")
