"""The demos of the chapter on derivatives: secants, tangents, kinks, slices and the walk downhill."""

import numpy as np

from lossviz import Challenge, Choice, Slider, calculus, demo, style
from lossviz.demos._descent import SURFACES, descent_rate, slice_surface, valleys, valleys_slope, which_way  # noqa: F401
from lossviz.demos._draw import draw_line, note, shown

NAN = float("nan")
TENTHS = (1, 0.8, 0.6, 0.5, 0.4, 0.3, 0.25, 0.2, 0.15, 0.12)
SHRINKING = [*TENTHS, *(t / 10 for t in TENTHS), *(t / 100 for t in TENTHS), 0.001]


def hinge(x):
    return np.maximum(0, 1 - x)


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
    ax.set(xlim=(-4, 4.4), ylim=(-2.6, 10), xlabel="x", ylabel="f(x)")
    function, x = RISING[f], np.linspace(-3.2, 3.2, 80)
    start, end = function(a), function(b)
    run, rise = b - a, end - start
    line = calculus.secant_line(function, a, b) if run else calculus.Line(NAN, NAN)
    ax.set_title(f"secant: {line}" if run else "one point: no secant")
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
        f"rise {shown(rise)}" if high else "",
        **plain,
        ha=side,
    )
    for name, at in (("a", a), ("b", b)):
        ax.plot(at, function(at), **style.handle, color=style.BLUE)
        note(ax, at, function(at), name, style.PAPER, size=11)
    if not run:
        return f"a = b = {shown(a)}: rise 0, run 0. The rate would be 0/0, and that is no number."
    return (
        f"From {shown(a)} to {shown(b)}: rise {shown(rise, 3)}, run {shown(run)}.\n"
        f"Average rate = rise / run = {shown(rise / run, 3)}"
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
        draw_line(ax, fan, color=style.ORANGE, lw=1.2, alpha=0.28)
    # Wide and pale, so that it is still to be seen when the secant lies on it.
    draw_line(ax, calculus.tangent_line(np.square, x0, 2 * x0), color=style.GREEN, lw=7, alpha=0.4)
    ax.plot(x, x * x, **style.curve)
    draw_line(ax, calculus.tangent_line(np.square, x0, slope), **style.secant)
    ax.plot([x0, x0 + h, x0 + h], [y, y, (x0 + h) ** 2], **style.guide)
    ax.plot(x0, y, **style.handle, color=style.GREEN)
    ax.plot(x0 + h, (x0 + h) ** 2, **style.dot, color=style.ORANGE)
    note(ax, 0, 8.7, f"secant slope {shown(slope, 3)}", style.ORANGE)
    note(ax, 0, 7.6, f"tangent slope {shown(2 * x0, 3)}", style.GREEN, **style.answer)
    return (
        f"(f({shown(x0 + h, 4)}) − f({shown(x0)})) / {shown(h, 4)} = {shown(slope, 4)}.\n"
        f"The tangent's slope is {shown(2 * x0)}: the secant is off by {shown(slope - 2 * x0, 4)}"
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
    """Drag x₀ in either picture: the slope on the left is the height on the right.

    Left, the graph of a function with its tangent at x₀. Right, the derivative: at every x the slope that the
    graph on the left has there. A point in each picture marks the same x₀.
    """
    left, right = axes
    left.set(xlim=(-2.4, 2.4), ylim=(-2.6, 4.6), xlabel="x")
    right.set(xlim=(-2.4, 2.4), ylim=(-4.6, 4.6), xlabel="x")
    function, derivative, formula = SLOPES[f]
    x, y, slope = np.linspace(-2.1, 2.1, 85), function(x0), float(derivative(x0))
    left.set_title(f"f(x) = {f}")
    left.plot(x, function(x), **style.curve)
    draw_line(left, calculus.tangent_line(function, x0, slope), **style.tangent)
    left.plot(x0, y, **style.handle, color=style.GREEN)
    right.set_title(f"f′(x) = {formula}")
    right.axhline(0, color=style.MUTED, lw=1)
    right.plot(x, derivative(x), color=style.GREEN, lw=3, alpha=0.45)
    right.plot([x0, x0], [0, slope], color=style.GREEN, lw=2.5)
    right.plot(x0, slope, **style.handle, color=style.GREEN)
    if np.isnan(slope):
        return "At the kink x₀ = 0 there is no one slope: −1 on the left, +1 on the right. f′(0) does not exist."
    trend = "rises" if slope > 0.005 else "falls" if slope < -0.005 else "is level"
    at = shown(x0)
    return f"At x₀ = {at} the graph {trend}: f({at}) = {shown(y, 3)}, f′({at}) = {shown(slope, 3)}"


def cube(x):
    return x * x * x


STEPS = [float(f"{h:.2g}") for h in 10.0 ** -np.arange(0, 16.01, 0.25)]


def slope_errors(difference) -> np.ndarray:
    """How far the slope of x³ at 1 is from 3, for each step; a log axis has no place for an error of 0."""
    return np.maximum(abs(difference(cube, 1.0, STEPS) - 3), 1e-13)


def power(value: float) -> str:
    """A small number as one writes it: 2.5·10⁻⁷."""
    if value >= 0.01:
        return shown(value, 3)
    factor, exponent = f"{value:.1e}".split("e")
    return f"{factor}·10{str(int(exponent)).translate(str.maketrans('-0123456789', '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'))}"


@demo(
    size=(460, 340),
    h=Slider(stops=STEPS, start=0.01, label="h", format="{:.2g}", drag="x", play=True),
)
def step_size_error(ax, h):
    """Let h shrink from 1 to 10⁻¹⁶: is smaller always better?

    The error of the numerical slope of x cubed at 1 against the step h, both axes logarithmic, h shrinking to
    the right. The forward difference's error falls with slope 1 until h is about 10⁻⁸, the central one's with
    slope 2 until h is about 3·10⁻⁶; from there both climb until nothing is right.
    """
    ax.set(xlim=(3, 2e-17), ylim=(2e-13, 90), xscale="log", yscale="log")
    ax.set(xlabel="step h (smaller →)", ylabel="error of the slope")
    ax.set_xticks([1, 1e-4, 1e-8, 1e-12, 1e-16], ["1", "10⁻⁴", "10⁻⁸", "10⁻¹²", "10⁻¹⁶"])
    ax.set_yticks([1, 1e-4, 1e-8, 1e-12], ["1", "10⁻⁴", "10⁻⁸", "10⁻¹²"])
    ax.minorticks_off()
    at = STEPS.index(h)
    forward, central = slope_errors(calculus.forward_difference), slope_errors(calculus.central_difference)
    ax.axvline(h, **style.guide)
    for errors, color in ((forward, style.ORANGE), (central, style.PURPLE)):
        ax.plot(STEPS, errors, color=color, lw=1.8)
        ax.plot(h, errors[at], **style.dot, color=color)
    note(ax, 3e-3, 2, "forward ∝ h", style.ORANGE, ha="left")
    note(ax, 1, 1e-10, "central ∝ h²", style.PURPLE, ha="left")
    note(ax, 3e-11, 1e-1, "rounding ∝ 1/h", style.RED)
    note(ax, 3e-9, 3e-10, "forward: best near 10⁻⁸", style.ORANGE, ha="left", size=11)
    note(ax, 1e-6, 1.2e-12, "central: best near 3·10⁻⁶", style.PURPLE, ha="left", size=11)
    return f"h = {power(h)}: the forward slope is off by {power(forward[at])}, the central one by {power(central[at])}."


KINKS = {"|x|": (np.abs, 0, (-1, 1)), "max(0, 1 − x)": (hinge, 1, (-1, 0)), "x²": (np.square, 0, (0, 0))}


@demo(axes=2, f=Choice(*KINKS, label="f(x)"), h=Slider(stops=SHRINKING, start=0.25, label="h", play=True))
def kink_slopes(axes, f, h):
    """Let h shrink: magnified, a parabola gets straight, but a kink stays a kink.

    Left, a graph with two lines from one of its points, through the points h to the left and h to the right.
    Right, the same magnified so that h always has the same width.
    """
    left, right = axes
    function, x0, (down, up) = KINKS[f]
    back, ahead = calculus.one_sided_slopes(function, x0, h)
    left.set(xlim=(-2.2, 2.6), ylim=(-0.7, 2.6), xlabel="x", title=f"f(x) = {f}")
    right.set(xlim=(-1.4, 1.4), ylim=(-0.45, 1.6), title=f"magnified {shown(1 / h, 1)} times")
    right.set_xticks([-1, 0, 1], ["x₀ − h", "x₀", "x₀ + h"])
    right.set_yticks([0, 1], ["f(x₀)", "+ h"])
    x, u = np.linspace(-2.2, 2.6, 97), np.linspace(-1.4, 1.4, 57)
    left.plot(x, function(x), **style.curve)
    right.plot(u, function(x0 + h * u) / h, **style.curve)
    for sign, slope, color in ((-1, back, style.ORANGE), (1, ahead, style.PURPLE)):
        left.plot([x0, x0 + 4 * sign], [0, 4 * sign * slope], color=color, lw=2)
        left.plot(x0 + sign * h, sign * slope * h, **style.dot, color=color)
        right.plot([0, 2 * sign], [0, 2 * sign * slope], color=color, lw=2)
        right.plot(sign, sign * slope, **style.dot, color=color)
        note(right, 0.75 * sign, -0.25, f"slope {shown(slope, 3)}", color)
    left.plot(x0, 0, **style.dot, color=style.BLUE)
    right.plot(0, 0, **style.dot, color=style.BLUE)
    slopes = f"At h = {shown(h, 4)} the slope to the left is {shown(back, 3)}, to the right {shown(ahead, 3)}:\n"
    if up == down:
        return slopes + "both go to 0 as h shrinks, so f′(0) = 0."
    return slopes + f"they never meet, so f′({x0}) does not exist."


@demo(
    f=Choice(*KINKS, label="f(x)"),
    g=Slider(-2, 2, step=0.1, start=0.5, label="slope of the line", drag="y"),
)
def subgradient_fan(ax, f, g):
    """Tilt the line through the corner: which slopes keep it below the graph?

    A graph with a kink and a line through the kink's point. A shaded fan holds all lines that stay below the
    graph: the subgradients are their slopes.
    """
    ax.set(xlim=(-2.2, 2.6), ylim=(-2.3, 2.6), xlabel="x", title=f"f(x) = {f}")
    function, x0, (down, up) = KINKS[f]
    x, ends, inside = np.linspace(-2.2, 2.6, 97), np.array([-2.2, x0, 2.6]), down <= g <= up
    ax.fill_between(ends, down * (ends - x0), up * (ends - x0), color=style.GREEN, alpha=0.15, lw=0)
    ax.plot(x, function(x), **style.curve)
    color = style.GREEN if inside else style.RED
    draw_line(ax, calculus.Line(g, -g * x0), color=color, lw=2.5)
    ax.plot(x0, 0, **style.dot, color=style.BLUE)
    ax.plot(x0 + 1, g, **style.handle, color=color)
    if inside:
        return f"Slope {shown(g)}: the line stays below the graph everywhere. It is a subgradient."
    allowed = f"Subgradients go from {down} to {up}" if down < up else "The only subgradient is 0"
    return f"Slope {shown(g)}: the line rises above the graph. {allowed}.".replace("-", "−")
