"""Demos of slopes followed downhill: along one weight, over a valley, with a rate."""

import numpy as np

from lossviz import Challenge, Choice, Slider, calculus, demo, mark, style
from lossviz.demos._draw import draw_line, few, note, shown, unbroken

NAN = float("nan")

SURFACES = {  # height, slopes, level lines, and how much of a slope is an arrow as long as 1
    "loss of two points": (
        lambda w, b: ((2 * w + b - 3) ** 2 + (b - w) ** 2) / 2,
        lambda w, b: (5 * w + b - 6, w + 2 * b - 3),
        (1, 2, 3, 4, 5, 6, 7),
        8,
    ),
    "prediction 2w + b": (lambda w, b: 2 * w + b, lambda w, b: (2.0, 1.0), (0, 1, 2, 3, 4, 5, 6), 4),
}
PARTS = {8: "⅛", 4: "¼"}  # of the gradient, for each of these scales


@demo(
    axes=2,
    surface=Choice(*SURFACES, start="prediction 2w + b", label="height"),
    along=Choice("w", "b", label="slice along"),
    w=Slider(0, 2, step=0.2, start=0.4, label="w", drag="x"),
    b=Slider(0, 2, step=0.2, start=1.6, label="b", drag="y"),
)
def slice_surface(axes, surface, along, w, b):
    """Drag the point on the map, then change the slice: one parameter moves, the other is held.

    A map of a function of w and b with level lines, a point, an arrow uphill (the gradient) and a straight cut through
    the point. Beside it the slice: the height along that cut, with the tangent at the point, whose slope is the partial
    derivative.
    """
    chart, cut = axes
    height, partials, levels, scale = SURFACES[surface]
    chart.set(xlim=(-0.95, 2.95), ylim=(-0.5, 3), yticks=np.arange(-0.5, 3, 0.5))
    chart.set(xlabel="w", ylabel="b", title=f"map: {surface}")
    cut.set(xlim=(-0.5, 2.5), ylim=(-1, 7), xlabel=along, title=f"slice along {along}")
    grid, cuts = np.linspace(-0.95, 2.95, 46), np.linspace(-0.5, 2.5, 41)
    up = np.linspace(-0.5, 2.6, 46)  # over them is room for words
    lines = chart.contour(
        grid, up, height(*np.meshgrid(grid, up)), levels, colors=style.BLUE, alpha=0.7, linewidths=1.5
    )
    for number in chart.clabel(lines, levels[::2], fmt="%g", fontsize=12):
        number.set_alpha(1)  # the lines are pale
    slopes, by_w = partials(w, b), along == "w"
    chart.plot(*([(-0.95, 2.95), (b, b)] if by_w else [(w, w), (-0.5, 2.6)]), **style.secant)
    arrow = {"color": style.GREEN, "width": 0.011, "headwidth": 3.4, "headlength": 3, "headaxislength": 3}
    chart.quiver(w, b, *slopes, angles="xy", scale_units="xy", scale=scale, zorder=3, **arrow)
    note(chart, -0.9, 2.82, f"→ {PARTS[scale]} of the gradient", style.GREEN, ha="left", size=12)
    note(chart, 2.9, 2.82, "— cut", style.ORANGE, ha="right", size=12)
    chart.plot(w, b, **style.handle, color=style.BLUE)
    at, slope = (w, slopes[0]) if by_w else (b, slopes[1])
    cut.plot(cuts, height(cuts, b) if by_w else height(w, cuts), color=style.ORANGE, lw=7, alpha=0.75)
    draw_line(cut, calculus.Line(slope, height(w, b) - slope * at), **style.tangent)
    note(cut, 1, 6.6, "— tangent", style.GREEN, size=12)
    cut.plot(at, height(w, b), **style.handle, color=style.BLUE)
    return (
        f"Height {shown(height(w, b))}. Hold {'b' if by_w else 'w'}: ∂/∂{along} = {shown(slope)}.\n"
        f"Gradient (∂/∂w, ∂/∂b) = ({shown(slopes[0])}, {shown(slopes[1])})."
    )


def valleys(w):
    return (w * w - 2) ** 2 / 4 + 0.3 * w + 1


def valleys_slope(w):
    return w * (w * w - 2) + 0.3


@demo(
    w=Slider(-2.2, 2.2, step=0.1, start=-2, label="w", drag="x"),
    challenge=Challenge("find a place that is nearly level and yet no valley.", lambda w: w in (0.1, 0.2)),
)
def which_way(ax, w):
    """Drag w along the loss: where does the arrow point, and how long is it?

    A loss curve with two valleys, a point on it with its tangent, and an arrow along the axis: the way in
    which the parameter has to change.
    """
    ax.set(xlim=(-2.7, 2.7), ylim=(-0.3, 4.6), xlabel="parameter w", ylabel="loss")
    x, loss, slope = np.linspace(-2.6, 2.6, 105), valleys(w), round(valleys_slope(w), 3)
    step = -0.15 * slope
    ax.plot(x, valleys(x), color=style.RED, lw=3)
    near = w + np.array([-0.5, 0.5]) / np.hypot(1, 0.67 * slope)  # equally long, however steep
    ax.plot(near, calculus.tangent_line(valleys, w, slope)(near), **style.tangent)
    note(ax, 0, 4.2, "— tangent", style.GREEN, size=12)
    ax.plot([w, w], [-0.3, loss], **style.guide)
    arrow = {"color": style.GREEN, "width": 0.016, "zorder": 3} | style.answer
    ax.quiver(w, 0, step, 0, angles="xy", scale_units="xy", scale=1, **arrow)
    ax.plot(w, loss, **style.handle, color=style.RED)
    side = "left" if step > 0 else "right"
    note(ax, w + step + np.copysign(0.12, step), 0.03, "step", style.GREEN, ha=side, size=12, **style.answer)
    factor = f"({shown(slope, 3)})" if slope < 0 else shown(slope, 3)
    sign, advice = ("negative", "increase") if slope < 0 else ("positive", "decrease")
    return (
        f"w = {shown(w)}: the slope is {shown(slope, 3)}, {sign}, so {advice} w.\n"
        f"The arrow is −0.15 × {factor} = {shown(step, 3)}."
    )


EDGE = 3.2  # of the pictures of the walk
RATES = [0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1, 1.05, 1.1]


def verdict(factor: float) -> str:
    if factor < -1:
        return "every jump is longer, it diverges"
    if factor == -1:
        return "it jumps between −2 and 2 for ever"
    if factor < 0:
        return "it overshoots, and still arrives"
    return "one step is enough" if factor == 0 else "it creeps" if factor > 0.85 else "it arrives"


@demo(
    axes=2,
    rate=Slider(stops=RATES, start=0.02, label="learning rate η"),
    step=Slider(0, 20, step=1, start=0, label="step", play=True),
    challenge=Challenge(
        "be within 0.01 of the bottom after at most 5 steps.",
        lambda rate, step: step <= 5 and abs(-2 * (1 - 2 * rate) ** step) < 0.01,
    ),
)
def descent_rate(axes, rate, step):
    """Play the steps at learning rates of 0.02, 0.3, 0.95 and 1.05.

    The loss w squared with the places that gradient descent has visited, and beside it w after each step. What lies
    outside a picture is marked at its edge by an arrow with the value.
    """
    bowl, walk = axes
    bowl.set(xlim=(-EDGE, EDGE), ylim=(-0.8, EDGE**2), xlabel="w", title="loss L(w) = w²")
    walk.set(xlim=(-0.8, 20.8), ylim=(-EDGE, EDGE), xlabel="step", title=f"w after each step, η = {shown(rate)}")
    walk.set_xticks(range(0, 21, 5))
    x, path = np.linspace(-EDGE, EDGE, 81), calculus.gradient_descent(lambda w: 2 * w, -2.0, rate, 20)
    path[step + 1 :] = NAN
    w, factor = path[step], round(1 - 2 * rate, 6)
    inside = np.where(abs(path) > EDGE, NAN, path)
    bowl.plot(x, x * x, color=style.RED, lw=3)
    bowl.plot(path, path**2, color=style.MUTED, lw=1)
    bowl.plot(inside, inside**2, **style.dot, color=style.ORANGE)
    walk.axhline(0, color=style.MUTED, lw=1)
    walk.plot(path, color=style.MUTED, lw=1)
    walk.plot(inside, **style.dot, color=style.ORANGE)
    loss = few(_as_printed(w) ** 2)
    mark(bowl, w, w * w, style.handle, style.ORANGE, f"loss {loss}")
    mark(walk, step, w, style.handle, style.ORANGE, few(w))
    return (
        f"Step {step}: w = {few(w)}, loss {loss}.\n"
        f"Each step multiplies w by {unbroken(f'1 − 2η = {shown(factor)}')}: {verdict(factor)}."
    )


def _as_printed(w: float) -> float:
    """w with the digits that the readout gives it: who squares these gets the loss that stands beside them."""
    return float(f"{w:.2e}")
