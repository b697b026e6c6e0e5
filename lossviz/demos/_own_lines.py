"""Demos of a reader's own columns: one number for many, and lines (see own.py)."""

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from lossviz import Slider, Toggle, demo, losses, style
from lossviz.calculus import Line
from lossviz.demos._columns import Ruler, measured, together
from lossviz.demos._draw import dots, draw_line, few, note, percent
from lossviz.demos._lines import HUBER, MAE, MSE, draw_fits, huber_line, mse_line, quantile_line
from lossviz.engine.demo import Demo

POINTS = 200  # the MAE line tries the line through each pair
LABELS = (("MSE", MSE), ("MAE", MAE), ("Huber", HUBER))


def _pairs(x: ArrayLike, y: ArrayLike) -> tuple[NDArray, NDArray]:
    x, y = measured("x", x, 3, POINTS), measured("y", y, 3, POINTS)
    together(x=x, y=y)
    return x, y


def _slider(ruler: Ruler, start: float, label: str, **look) -> Slider:
    return Slider(stops=ruler.stops, start=ruler.nearest(start), label=label, format=ruler.format, **look)


def _frame(ax: Axes, across: Ruler, up: Ruler, names: tuple[str, str], *labels: tuple[str, str]) -> None:
    """Axes that fit the columns; above them the name of y and those of what is drawn, each in its colour."""
    ax.set(xlim=across.limits, ylim=up.limits, xlabel=names[0])
    place = 0.0
    for text, color in ((names[1], style.INK), *labels):
        note(ax, place, 1.06, text, color, ha="left", transform=ax.transAxes)
        place += 0.05 + 0.024 * len(text)


def mean_median_tug(values: ArrayLike, *, name: str = "value") -> Demo:
    """Your numbers with one more that is dragged: where do mean and median go?

    values: 2 to 200 numbers; name: what they are, for the axis.
    """
    numbers = measured("values", values, 2, POINTS)
    ruler = Ruler.of(numbers, stops=60, beyond=1.0)

    @demo(size=(440, 220), more=_slider(ruler, float(np.median(numbers)), "one more", drag="x"))
    def own_mean_median_tug(ax, more):
        """Drag one more value far to the right: which marker goes with it?

        Your values on a line, and one more that moves. A triangle under the line marks the mean, where the line would
        balance; a bar marks the median, the middle one.
        """
        low, high = ruler.limits
        ax.set(xlim=(low, high), ylim=(-1.6, 1.9), xlabel=name, yticks=[])
        all_of_them = np.append(numbers, more)
        mean, median = all_of_them.mean(), float(np.median(all_of_them))
        inside = np.clip([mean, median], low + 0.15 * (high - low), high - 0.15 * (high - low))
        ax.plot([low, high], [0, 0], color=style.MUTED, lw=2)
        ax.plot([median, median], [0, 1.05], color=MAE, lw=3)
        dots(ax, numbers, 0 * numbers, style.BLUE, 9, layers=3, alpha=0.6)
        ax.plot(more, 0, **style.handle, color=style.BLUE)
        ax.plot(mean, -0.55, ls="", marker="^", ms=16, color=MSE, mec=style.PAPER)
        note(ax, inside[1], 1.45, f"median {ruler.text(median, 1)}", MAE)
        note(ax, inside[0], -1.25, f"mean {ruler.text(mean, 1)}", MSE)
        return (
            f"With {ruler.text(more)}: mean {ruler.text(mean, 1)}, median {ruler.text(median, 1)}.\n"
            f"Without it: mean {ruler.text(numbers.mean(), 1)}, median {ruler.text(float(np.median(numbers)), 1)}."
        )

    return own_mean_median_tug


def flat_valley(values: ArrayLike, *, name: str = "value") -> Demo:
    """What one prediction c for all your numbers costs, by MSE and by MAE.

    values: 2 to 200 numbers; name: what they are, for the axis.
    """
    numbers = measured("values", values, 2, POINTS)
    ruler = Ruler.of(numbers, stops=50)
    grid = np.unique(np.concatenate([np.linspace(*ruler.limits, 81), numbers]))
    costs = (losses.squared_error, losses.absolute_error)
    curves = [np.array([cost(c, numbers).mean() for c in grid]) for cost in costs]
    best = (float(numbers.mean()), float(np.median(numbers)))

    @demo(axes=2, c=_slider(ruler, ruler.low, "prediction c", drag="x", panel="all"))
    def own_flat_valley(axes, c):
        """Drag the prediction: where is each loss lowest, and what pulls the two apart?

        Two curves over the prediction c for all your values: the mean squared error, a parabola, and the mean
        absolute error, straight pieces with a kink at each value. Your values are dots on the ground.
        """
        for ax, title, curve, color, at, cost in zip(
            axes, ("MSE", "MAE"), curves, (MSE, MAE), best, costs, strict=True
        ):
            high = curve.max()
            ax.set(xlim=ruler.limits, ylim=(-0.1 * high, 1.12 * high), xlabel=f"{name}, and prediction c", title=title)
            ax.axhline(0, color=style.MUTED, lw=1)
            dots(ax, numbers, 0 * numbers, style.BLUE, 7, layers=3, alpha=0.6)
            ax.plot(grid, curve, color=color, lw=3)
            ax.axvline(at, **style.guide)
            ax.plot(c, cost(c, numbers).mean(), **style.handle, color=style.ORANGE)
        here = [float(cost(c, numbers).mean()) for cost in costs]
        lowest = [float(cost(at, numbers).mean()) for cost, at in zip(costs, best, strict=True)]
        return (
            f"c = {ruler.text(c)}: MSE {few(here[0])}, MAE {few(here[1])}.\n"
            f"Lowest: MSE {few(lowest[0])} at the mean {ruler.text(best[0], 1)}, "
            f"MAE {few(lowest[1])} at the median {ruler.text(best[1], 1)}."
        )

    return own_flat_valley


def outlier_tug(x: ArrayLike, y: ArrayLike, *, names: tuple[str, str] = ("x", "y")) -> Demo:
    """Your points and one more that is dragged, with the lines of MSE, MAE and Huber.

    x, y: 3 to 200 numbers each; names: of the two axes. Huber's δ is the median distance from the MAE line.
    """
    xs, ys = _pairs(x, y)
    across, up = Ruler.of(xs, stops=20), Ruler.of(ys, stops=24, beyond=0.5)
    alone = mse_line(xs, ys)
    delta = float(np.median(abs(ys - quantile_line(xs, ys)(xs)))) or up.step

    @demo(
        size=(460, 330),
        x=_slider(across, across.high, f"point: {names[0]}", drag="x"),
        y=_slider(up, float(np.median(ys)), f"point: {names[1]}", drag="y"),
    )
    def own_outlier_tug(ax, x, y):
        """Drag the large point anywhere: which of the three lines follows it?

        Your points and one more that can be dragged, with three fitted lines: least squares (MSE), least absolute
        error (MAE) and Huber. A dashed line is the least-squares fit without the dragged point.
        """
        _frame(ax, across, up, names, *LABELS, ("- - MSE without it", style.MUTED))
        more = np.append(xs, x), np.append(ys, y)
        fits = mse_line(*more), quantile_line(*more), huber_line(*more, delta=delta)
        draw_line(ax, alone, **style.guide)
        draw_fits(ax, *fits)
        dots(ax, xs, ys, style.BLUE, 8, layers=3, alpha=0.6)
        ax.plot(x, y, **style.handle, color=style.BLUE)
        slopes = ", ".join(f"{loss} {few(fit.slope)}" for (loss, _), fit in zip(LABELS, fits, strict=True))
        return (
            f"The point at {across.text(x)}, {up.text(y)}; without it the MSE line has slope"
            f" {few(alone.slope)}.\nSlopes with it: {slopes}."
        )

    return own_outlier_tug


def fit_by_hand(x: ArrayLike, y: ArrayLike, *, names: tuple[str, str] = ("x", "y")) -> Demo:
    """A line through your points, fitted by dragging its ends, against the best one.

    x, y: 3 to 200 numbers each; names: of the two axes.
    """
    xs, ys = _pairs(x, y)
    across, up = Ruler.of(xs), Ruler.of(ys, stops=22, beyond=0.2)
    ends = np.array([across.low, across.high])
    best = mse_line(xs, ys)

    def end(at: float, label: str) -> Slider:
        return _slider(up, float(ys.mean()), f"height at {label} {across.text(at)}", drag="y", grip=at)

    @demo(
        size=(460, 310),
        left=end(ends[0], names[0]),
        right=end(ends[1], names[0]),
        show=Toggle(label="show the best line"),
    )
    def own_fit_by_hand(ax, left, right, show):
        """Drag both ends of the line: make the mean of the squared errors as small as you can.

        Your points, an orange line whose ends can be dragged, and a red stroke from each point to the line; on
        request the best line in dashes.
        """
        _frame(ax, across, up, names)
        line = Line((right - left) / (ends[1] - ends[0]), left - ends[0] * (right - left) / (ends[1] - ends[0]))
        ax.vlines(xs, ys, line(xs), color=style.RED, lw=2, alpha=0.65)
        draw_line(ax, best, color=style.PURPLE, lw=2, ls=(0, (4, 3)), alpha=float(show))
        ax.plot(ends, line(ends), color=style.ORANGE, lw=3)
        dots(ax, xs, ys, style.BLUE, 8, layers=3, alpha=0.6)
        ax.plot(ends, line(ends), **style.handle, color=style.ORANGE)
        cost = ((line(xs) - ys) ** 2).mean()
        least = f"\nThe best line has {few(((best(xs) - ys) ** 2).mean())}." if show else ""
        return f"Slope {few(line.slope)}: the mean of the {len(xs)} squared errors is {few(cost)}.{least}"

    return own_fit_by_hand


def huber_delta(x: ArrayLike, y: ArrayLike, *, names: tuple[str, str] = ("x", "y")) -> Demo:
    """The Huber line through your points for each δ, between those of MAE and MSE.

    x, y: 3 to 200 numbers each; names: of the two axes.
    """
    xs, ys = _pairs(x, y)
    across, up = Ruler.of(xs), Ruler.of(ys)
    by_mse, by_mae = mse_line(xs, ys), quantile_line(xs, ys)
    miss = float(np.median(abs(ys - by_mae(xs))))
    if miss <= 1e-9 * abs(ys).max():
        raise ValueError("x, y: half of the points or more lie on one line: no δ tells them apart, give other points")
    stops = [miss * share for share in (0.1, 0.2, 0.4, 0.7, 1, 1.5, 2, 3, 5, 8, 12, 20)]
    decimals = max(0, 1 - int(np.floor(np.log10(stops[0]))))

    @demo(
        size=(460, 330),
        delta=Slider(stops=stops, start=stops[4], label="Huber's\N{NO-BREAK SPACE}δ", format=f"{{:,.{decimals}f}}"),
    )
    def own_huber_delta(ax, delta):
        """Slide δ from end to end: near which of the two faint lines does Huber's line lie?

        Your points with the Huber line, a band of width δ around it, and faint lines for MSE and MAE; points outside
        the band, whose slope is clipped, are red.
        """
        _frame(ax, across, up, names, *LABELS)
        line = huber_line(xs, ys, delta)
        far = abs(line(xs) - ys) > delta
        draw_line(ax, by_mse, color=MSE, lw=1.5, alpha=0.75)
        draw_line(ax, by_mae, color=MAE, lw=1.5, alpha=0.75)
        for shift in (-delta, delta):
            draw_line(ax, Line(line.slope, line.intercept + shift), color=HUBER, lw=1.2, ls=(0, (4, 3)))
        draw_line(ax, line, color=HUBER, lw=3)
        dots(ax, xs[~far], ys[~far], style.BLUE, 8)
        dots(ax, xs[far], ys[far], style.RED, 8)
        clipped = f"{far.sum()} of {len(xs)} points lie outside the band: the slope of each is clipped to δ or −δ."
        return (
            f"{clipped if far.any() else 'All points lie within the band: no slope is clipped.'}\n"
            f"Slopes of the lines: Huber {few(line.slope)}, MAE {few(by_mae.slope)},"
            f" MSE {few(by_mse.slope)}."
        )

    return own_huber_delta


def pinball_line(x: ArrayLike, y: ArrayLike, *, names: tuple[str, str] = ("x", "y")) -> Demo:
    """The line of the smallest pinball loss through your points, for each quantile τ.

    x, y: 3 to 200 numbers each; names: of the two axes.
    """
    xs, ys = _pairs(x, y)
    across, up = Ruler.of(xs), Ruler.of(ys)

    @demo(size=(460, 330), tau=Slider(0.05, 0.95, step=0.05, start=0.5, label="quantile τ", play=True))
    def own_pinball_line(ax, tau):
        """Slide τ: which share of your points lies below the line?

        Your points with the line of the smallest pinball loss: it leaves about a share τ of them below.
        """
        _frame(ax, across, up, names)
        line = quantile_line(xs, ys, tau)
        rest = ys - line(xs)
        on = abs(rest) <= 1e-9 * max(abs(ys).max(), 1e-9)
        below = (rest < 0) & ~on
        dots(ax, xs, ys, style.BLUE, 8, layers=3, alpha=0.6)
        draw_line(ax, line, color=style.ORANGE, lw=3)
        return (
            f"{below.sum()} of {len(xs)} points lie below the line and {on.sum()} on it;"
            f" {percent(tau)} of {len(xs)} is {few(tau * len(xs))}.\nIts slope is {few(line.slope)}."
        )

    return own_pinball_line
