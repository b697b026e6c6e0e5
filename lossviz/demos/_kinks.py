"""Demos of corners: two slopes that never meet, and the lines that stay below the graph."""

import numpy as np

from lossviz import Choice, Slider, calculus, demo, style
from lossviz.demos._draw import draw_line, few, note, shown

TENTHS = (1, 0.8, 0.6, 0.5, 0.4, 0.3, 0.25, 0.2, 0.15, 0.12)
SHRINKING = [*TENTHS, *(t / 10 for t in TENTHS), *(t / 100 for t in TENTHS), 0.001]
NEAR = 0.1  # from here on the readout says where it leads; before, one is to see it


def hinge(x):
    return np.maximum(0, 1 - x)


# The function, where it is looked at, and its slopes to the left and to the right of there.
KINKS = {"x²": (np.square, 0, (0, 0)), "|x|": (np.abs, 0, (-1, 1)), "max(0, 1 − x)": (hinge, 1, (-1, 0))}


@demo(axes=2, f=Choice(*KINKS, label="f(x)"), h=Slider(stops=SHRINKING, label="h", play=True))
def kink_slopes(axes, f, h):
    """Let h shrink: what does the magnified graph look like in the end?

    In the first picture, a graph with two lines from one of its points x₀, one through the point h to its left and one
    through the point h to its right. In the second, the same magnified so that h always has the same width.
    """
    plain, glass = axes
    function, x0, (down, up) = KINKS[f]
    back, ahead = calculus.one_sided_slopes(function, x0, h)
    plain.set(xlim=(-2.2, 2.6), ylim=(-0.7, 2.6), xlabel="x", title=f"f(x) = {f}")
    title = f"magnified {few(1 / h)} times" if h < 1 else "not yet magnified"
    glass.set(xlim=(-1.4, 1.4), ylim=(-0.45, 1.6), title=title)
    glass.set_xticks([-1, 0, 1], ["x₀ − h", "x₀", "x₀ + h"])
    glass.set_yticks([0, 1], ["f(x₀)", "f(x₀)\n+ h"])
    x, u = np.linspace(-2.2, 2.6, 97), np.linspace(-1.4, 1.4, 57)
    plain.plot(x, function(x), **style.curve)
    glass.plot(u, function(x0 + h * u) / h, **style.curve)
    for sign, slope, color in ((-1, back, style.ORANGE), (1, ahead, style.PURPLE)):
        plain.plot([x0, x0 + 4 * sign], [0, 4 * sign * slope], color=color, lw=2)
        plain.plot(x0 + sign * h, sign * slope * h, **style.dot, color=color)
        glass.plot([0, 2 * sign], [0, 2 * sign * slope], color=color, lw=2)
        glass.plot(sign, sign * slope, **style.dot, color=color)
        note(glass, 0.75 * sign, -0.25, f"slope {shown(slope, 3)}", color)
        note(plain, x0 + 0.8 * sign, -0.45, "to the left" if sign < 0 else "to the right", color, size=12)
    plain.plot(x0, 0, **style.dot, color=style.BLUE)
    glass.plot(0, 0, **style.dot, color=style.BLUE)
    slopes = f"At h = {shown(h, 4)} the slope to the left is {shown(back, 3)}, to the right {shown(ahead, 3)}"
    if h > NEAR:
        return slopes + "."
    if up == down:
        return slopes + ":\nboth go to 0 as h shrinks, so f′(0) = 0."
    return slopes + f":\nthey never meet, so f′({x0}) does not exist."


@demo(
    f=Choice(*KINKS, start="|x|", label="f(x)"),
    g=Slider(-2, 2, step=0.1, start=0.5, label="slope of the line", drag="y"),
)
def subgradient_fan(ax, f, g):
    """Tilt the line: for which slopes is it nowhere above the graph?

    A graph with a kink and a line through the kink's point. Where the line is above the graph, the area between the two
    is shaded; where it is nowhere above, its slope is a subgradient.
    """
    ax.set(xlim=(-2.2, 2.6), ylim=(-2.3, 2.6), xlabel="x", title=f"f(x) = {f}")
    function, x0, (down, up) = KINKS[f]
    x, inside = np.linspace(-2.2, 2.6, 97), down <= g <= up  # the kinks among them
    line = g * (x - x0)
    ax.fill_between(x, function(x), np.maximum(line, function(x)), color=style.RED, alpha=0.25, lw=0)
    ax.plot(x, function(x), **style.curve)
    color = style.GREEN if inside else style.RED
    draw_line(ax, calculus.Line(g, -g * x0), color=color, lw=2.5)
    ax.plot(x0, 0, **style.dot, color=style.BLUE)
    ax.plot(x0 + 1, g, **style.handle, color=color)
    note(ax, x0, -1.95, f"slope {shown(g)}", color)  # no slope that the slider has leads through here
    if inside:
        return f"Slope {shown(g)}: the line is nowhere above the graph, so {shown(g)} is a subgradient."
    where = f"where x {'>' if g > 0 else '<'} {x0}"
    if f == "x²":
        where = f"for x between {shown(min(g, 0))} and {shown(max(g, 0))}"
    return f"Slope {shown(g)}: {where} the line is above the graph, so {shown(g)} is no subgradient."
