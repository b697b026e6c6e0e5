"""The demos of the chapter on derivatives: secants, tangents, kinks, slices and the walk downhill."""

import numpy as np

from lossviz import Challenge, Choice, Slider, calculus, demo, style
from lossviz.demos._descent import SURFACES, descent_rate, slice_surface, valleys, valleys_slope, which_way  # noqa: F401
from lossviz.demos._draw import draw_line, note, shown, unbroken
from lossviz.demos._kinks import KINKS, SHRINKING, kink_slopes, subgradient_fan  # noqa: F401
from lossviz.demos._steps import STEPS, few, slope_errors, step_size_error  # noqa: F401

NAN = float("nan")
RISING = {"x²": np.square, "2ˣ": np.exp2}


@demo(
    f=Choice(*RISING, label="f(x)"),
    a=Slider(-3, 3, step=0.25, start=0, label="a", drag="x"),
    b=Slider(-3, 3, step=0.25, start=3, label="b", drag="x"),
    challenge=Challenge("find a secant of x² with slope 5.", lambda f, a, b: f == "x²" and a != b and a + b == 5),
)
def average_rate(ax, f, a, b):
    """Drag both ends: the line's slope is the average rate of change between them.

    The graph of a function with a straight line, the secant, through two of its points, a and b. Dashed lines
    show the run from a to b and the rise from f(a) to f(b).
    """
    ax.set(xlim=(-4.9, 5), ylim=(-2.6, 10), xlabel="x", ylabel="f(x)")
    function, x = RISING[f], np.linspace(-4.9, 5, 100)
    start, end = function(a), function(b)
    run, rise = b - a, end - start
    line = calculus.secant_line(function, a, b) if run else calculus.Line(NAN, NAN)
    ax.set_title(f"secant: {line}" if run else "one point: no secant", pad=10)  # lines reach up to the frame
    ax.plot(x, function(x), **style.curve)
    draw_line(ax, line, **style.secant)
    ax.plot([a, b, b], [start, start, end], **style.guide)
    wide, high = abs(run) >= 0.75, abs(rise) >= 0.9
    plain = {"color": style.MUTED, "weight": "normal"}
    note(ax, (a + b) / 2, start - np.copysign(0.65, rise), f"run {shown(run)}" if wide else "", **plain)
    side = "left" if run >= 0 else "right"
    note(
        ax,
        b + np.copysign(0.15, run),
        (start + end) / 2,
        f"rise {shown(rise, 4)}" if high else "",
        **plain,
        ha=side,
    )
    for name, at in (("a", a), ("b", b)):
        ax.plot(at, function(at), **style.handle, color=style.BLUE)
        note(ax, at, function(at), name if run or name == "a" else "", style.PAPER, size=12)  # one on the other
    if not run:
        return f"a = b = {shown(a)}: rise 0, run 0. The rate would be 0/0, and that is no number."
    return (
        f"From {shown(a)} to {shown(b)}: rise {shown(rise, 4)}, run {shown(run)}.\n"
        f"Average rate = rise / run = {shown(rise / run, 3)}."
    )


@demo(
    x0=Slider(-2, 2, step=0.1, start=1, label="x₀", drag="x"),
    h=Slider(stops=SHRINKING, label="h", play=True),
)
def secant_to_tangent(ax, x0, h):
    """Let h shrink, and drag the point: the secant turns into the tangent.

    A parabola, f(x) = x squared, with a secant through its points at x₀ and x₀ + h, and the tangent at x₀.
    Faint lines show the secants of other steps h: they fan in towards the tangent.
    """
    ax.set(xlim=(-3.1, 3.5), ylim=(-2, 9.6), xlabel="x", ylabel="f(x) = x²")
    x, y = np.linspace(-3.1, 3.1, 90), x0 * x0
    slope = calculus.forward_difference(np.square, x0, h)
    for other in (1, 0.75, 0.5, 0.25):
        fan = calculus.tangent_line(np.square, x0, 2 * x0 + other)
        draw_line(ax, fan, color=style.ORANGE, lw=1.2, alpha=0.5)
    # Wide and pale, so that it is still to be seen when the secant lies on it.
    draw_line(ax, calculus.tangent_line(np.square, x0, 2 * x0), color=style.GREEN, lw=7, alpha=0.5)
    ax.plot(x, x * x, **style.curve)
    draw_line(ax, calculus.tangent_line(np.square, x0, slope), **style.secant)
    ax.plot([x0, x0 + h, x0 + h], [y, y, (x0 + h) ** 2], **style.guide)
    ax.plot(x0, y, **style.handle, color=style.GREEN)
    ax.plot(x0 + h, (x0 + h) ** 2, **style.dot, color=style.ORANGE)
    note(ax, 0, 8.7, f"secant slope {shown(slope, 3)}", style.ORANGE)
    note(ax, 0, 7.6, f"tangent slope {shown(2 * x0, 3)}", style.GREEN, **style.answer)
    note(ax, 0, 6.6, "pale: with other h", style.ORANGE, size=12)
    quotient = unbroken(f"(f({shown(x0 + h, 4)}) − f({shown(x0)})) / {shown(h, 4)}")
    return (
        f"{quotient} {unbroken(f'= {shown(slope, 4)}')}.\n"
        f"The tangent's slope {unbroken(f'is {shown(2 * x0)}')}: the secant is off by {shown(slope - 2 * x0, 4)}."
    )


SLOPES = {
    "x²": (np.square, lambda x: 2 * x, "2x"),
    "x³/3 − x": (lambda x: x**3 / 3 - x, lambda x: x * x - 1, "x² − 1"),
    "sin 2x": (lambda x: np.sin(2 * x), lambda x: 2 * np.cos(2 * x), "2 cos 2x"),
    "½eˣ": (lambda x: np.exp(x) / 2, lambda x: np.exp(x) / 2, "½eˣ"),
    "|x|": (np.abs, lambda x: np.where(x == 0, NAN, np.sign(x)), "−1 or +1"),
}


@demo(
    axes=2,
    f=Choice(*SLOPES, label="f(x)"),
    x0=Slider(-2, 2, step=0.1, start=1, label="x₀", drag="x", panel="all"),
)
def slope_function(axes, f, x0):
    """Drag x₀ in either picture: the slope of f is the height of f′.

    In the picture of f, the graph of a function with its tangent at x₀. In the picture of f′, the derivative: at every
    x the slope that the graph of f has there. A point in each picture marks the same x₀.
    """
    left, right = axes
    left.set(xlim=(-2.4, 2.4), ylim=(-2.6, 4.6), xlabel="x")
    right.set(xlim=(-2.4, 2.4), ylim=(-4.6, 4.6), xlabel="x")
    function, derivative, formula = SLOPES[f]
    x, y, slope = np.linspace(-2.1, 2.1, 85), function(x0), float(derivative(x0))
    left.set_title(f"f(x) = {f}")
    left.plot(x, function(x), **style.curve)
    draw_line(left, calculus.tangent_line(function, x0, slope), **style.tangent)
    words = "" if np.isnan(slope) else "— tangent"
    note(left, 1, 1.045, words, style.GREEN, ha="right", size=12, transform=left.transAxes)
    left.plot(x0, y, **style.handle, color=style.GREEN)
    right.set_title(f"f′(x) = {formula}")
    right.axhline(0, color=style.MUTED, lw=1)
    right.plot(x, derivative(x), color=style.GREEN, lw=3, alpha=0.6)
    right.plot([x0, x0], [0, slope], color=style.GREEN, lw=2.5)
    right.plot(x0, slope, **style.handle, color=style.GREEN)
    if np.isnan(slope):
        return "At the kink x₀ = 0 there is no one slope: −1 on the left, +1 on the right. f′(0) does not exist."
    trend = "rises" if slope > 0.005 else "falls" if slope < -0.005 else "is level"
    at = shown(x0)
    return f"At x₀ = {at} the graph {trend}: f({at}) = {shown(y, 3)}, f′({at}) = {shown(slope, 3)}."
