"""The demo of small steps in numbers of 16 and of 7 digits."""

import numpy as np

from lossviz import Choice, Slider, demo, style
from lossviz.demos._draw import few, note

STEPS = [float(f"{h:.2g}") for h in 10.0 ** -np.arange(0, 16.01, 0.25)]
FORMATS = {"float64, 16 digits": np.float64, "float32, 7 digits": np.float32}


def cube(x):
    return x * x * x


def slope_errors(which: str, numbers: str) -> np.ndarray:
    """How far the slope of x³ at 1 is from 3, for each step, computed in numbers of this format throughout."""
    kind = FORMATS[numbers]
    one, h = kind(1), np.array(STEPS, dtype=kind)
    back, width = (one, h) if which == "forward" else (one - h, 2 * h)
    return np.abs((cube(one + h) - cube(back)) / width - 3).astype(float)


@demo(
    size=(440, 340),
    numbers=Choice(*FORMATS, label="numbers"),
    h=Slider(stops=STEPS, start=0.01, label="h", format="{:.2g}", drag="x", play=True),
)
def step_size_error(ax, numbers, h):
    """Let h shrink from 1 to 10⁻¹⁶: is smaller always better?

    The error of the numerical slope of x cubed at 1 against the step h, both axes logarithmic, h shrinking to
    the right. With 16 digits the forward difference's error falls with slope 1 until h is about 10⁻⁸, the central one's
    with slope 2 until h is about 3 · 10⁻⁶; with 7 digits until about 2 · 10⁻⁴ and 3 · 10⁻³. From there both climb.
    """
    ax.set(xlim=(3, 2e-17), ylim=(2e-14, 90), xscale="log", yscale="log")
    ax.set(xlabel="step h (smaller →)", title="error of the slope")
    ax.set_xticks([1, 1e-4, 1e-8, 1e-12, 1e-16], ["1", "10⁻⁴", "10⁻⁸", "10⁻¹²", "10⁻¹⁶"])
    ax.set_yticks([1, 1e-4, 1e-8, 1e-12], ["1", "10⁻⁴", "10⁻⁸", "10⁻¹²"])
    ax.minorticks_off()
    at, short = STEPS.index(h), "float32" in numbers
    forward, central = (slope_errors(which, numbers) for which in ("forward", "central"))
    ax.plot([h, h], [forward[at], central[at]], **style.guide)
    for errors, color in ((forward, style.ORANGE), (central, style.PURPLE)):
        ax.plot(STEPS, errors, color=color, lw=1.8)
        ax.plot(h, errors[at], **style.dot, color=color)
    note(ax, 3e-3, 4, "forward", style.ORANGE, ha="left")
    note(ax, 1, 1e-9 if not short else 3e-6, "central", style.PURPLE, ha="left")
    note(ax, 1e-11, 1e-1 if not short else 20, "rounding", style.RED, ha="left")
    kind = FORMATS[numbers]
    step = float(kind(1) + kind(h) - kind(1))
    return (
        f"h = {few(h, 2)}: forward off by {few(forward[at], 2)}, central off by {few(central[at], 2)}.\n"
        f"For the computer, (1 + h) − 1 is {few(step, 3)}."
    )
