"""Demos for the tests of the engine: every kind of control and of artist."""

import numpy as np

from lossviz import Choice, Slider, Toggle, demo, style

X = np.linspace(-3, 3, 61)


@demo(
    x=Slider(-2, 2, step=0.5, start=1, label="x", drag="x"),
    shape=Choice("parabola", "line"),
    mark=Toggle(True),
)
def sample_curve(ax, x, shape, mark):
    """Move x along the curve.

    A curve with a point on it.
    """
    f = np.square if shape == "parabola" else np.negative
    ax.set(xlim=(-3, 3), ylim=(-4, 9), xlabel="x", ylabel="f(x)")
    ax.plot(X, f(X), **style.curve)
    ax.plot([x], [f(x)] if mark else [np.nan], color=style.ORANGE, **style.handle)
    ax.set_title(shape)
    return f"f({x:g}) = {f(x):g}"


@demo(axes=2, n=Slider(1, 6, step=1, start=3), size=(300, 240))
def sample_artists(axes, n):
    """Every kind of artist that the book draws, on two panels."""
    left, right = axes
    left.set(xlim=(0, 7), ylim=(0, 1.2))
    left.bar(range(1, 7), np.arange(1, 7) / n / 6, color=style.BLUE)
    left.fill_between([0, n], [0, 0.5], color=style.ORANGE, alpha=0.3)
    left.annotate(f"here & <{n}>", (n, 0.5), (n / 2, 1.0), arrowprops={"arrowstyle": "->"})
    left.text(1, 0.9, "ŷ = σ(z)²")
    left.axvline(n, **style.guide)
    left.axhspan(0, 0.1 * n, color=style.GRID)
    right.set(xlim=(0.01, 10), ylim=(-1, 8), xscale="log")
    right.scatter(np.arange(1, 7), np.arange(6), s=[10 * n] * 6, c=[style.RED] * 3 + [style.GREEN] * 3)
    right.scatter([1], [n], color=style.GOLD)
    right.stem([2, 3], [n, 1])
    right.errorbar([5], [n], yerr=[0.5])
    right.contour(
        np.linspace(0.1, 5, 10),
        np.linspace(0, 5, 10),
        np.add.outer(np.arange(10), np.arange(10)) / n,
        colors=style.GREEN,
    )
    right.hlines([1, 2], 0.1, n, colors=style.PURPLE)
    right.imshow(np.eye(n), extent=(0.02, 0.05, 6, 7), aspect="auto", cmap="gray")
    right.add_patch(_circle(n))
    right.legend([right.lines[0]], ["stem"], loc="upper right")
    return f"{n} of them"


def _circle(n):
    from matplotlib.patches import Circle

    return Circle((6, 3), n / 3, hatch="//", facecolor=style.GRID, edgecolor=style.INK)
