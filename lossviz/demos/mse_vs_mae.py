"""The demos of the chapter on MSE and MAE: what an error costs, and which number or line costs least."""

import numpy as np
from matplotlib.patches import Rectangle

from lossviz import Choice, Slider, demo, losses, style
from lossviz.calculus import Line
from lossviz.demos._draw import before_signs, draw_line, note, percent, shown, unbroken
from lossviz.demos._lines import (
    AREA,
    HUBER,
    MAE,
    MSE,
    TWO_OFF,
    X,
    Y,
    draw_fits,
    huber_line,
    mse_line,
    parabola,
    quantile_line,
    rides,
)

# These went to the chapter on lines; old imports still find them here.
from lossviz.demos.fitting_lines import real_outliers, shifted_inputs, training_by_epoch  # noqa: F401

FAINT = {"lw": 1.5, "alpha": 0.75}


# ── One number for many ─────────────────────────────────────────────────────────────────────────────────────

FOUR_DAYS = (20, 22, 24, 26)


@demo(size=(440, 220), day=Slider(12, 92, step=1, start=28, label="fifth day (min)", drag="x"))
def mean_median_tug(ax, day):
    """Drag the fifth day far to the right: which marker goes with it?

    Five journey times on a line in minutes: 20, 22, 24, 26 and a fifth that moves. A triangle under the line marks the
    mean, where the line would balance; a bar marks the median, the middle one.
    """
    ax.set(xlim=(10, 95), ylim=(-1.6, 1.9), xlabel="journey to work (minutes)", yticks=[])
    times = np.array([*FOUR_DAYS, day])
    mean, median = times.mean(), np.median(times)
    ax.plot([10, 95], [0, 0], color=style.MUTED, lw=2)
    ax.plot([median, median], [0, 1.05], color=MAE, lw=3)
    ax.plot(mean, -0.27, ls="", marker="^", ms=20, color=MSE)  # its tip carries the beam
    ax.plot(FOUR_DAYS, [0] * 4, **style.dot, color=style.BLUE)
    ax.plot(day, 0, **style.handle, color=style.BLUE)
    note(ax, max(median, 20), 1.45, f"median {shown(median)}", MAE)
    note(ax, max(mean, 19), -0.95, f"mean {shown(mean)}", MSE)
    shorter = sum(t < mean for t in times)
    return (
        f"Mean (20 + 22 + 24 + 26 + {day}) / 5 = {shown(mean)}: longer than {shorter} of the 5 days.\n"
        f"Median {shown(median)}: the middle one of the five."
    )


# ── Squares ─────────────────────────────────────────────────────────────────────────────────────────────────

PLACES, TARGETS = (1.2, 5.2, 9.2), (3, 5, 4)


def _guess(place: float, target: float, start: float, label: str) -> Slider:
    return Slider(target - 2.5, target + 2.5, step=0.5, start=start, label=label, drag="y", grip=place)


@demo(first=_guess(1.2, 3, 3.5, "ŷ₁"), second=_guess(5.2, 5, 3, "ŷ₂"), third=_guess(9.2, 4, 5, "ŷ₃"))
def error_squares(ax, first, second, third):
    """Drag the orange predictions: each error costs the area of its square.

    Three blue targets, 3, 5 and 4 degrees, each with an orange prediction above or below. A red square is spanned
    between the two, its side the error and its area the squared error.
    """
    # The axes' box is 372 by 226 pixels: with these limits a square is square.
    ax.set(xlim=(0, 8 * 372 / 226), ylim=(0, 8), xticks=PLACES, xlabel="day", ylabel="temperature (°C)")
    ax.set_xticklabels(["1", "2", "3"])
    guesses = np.array([first, second, third])
    errors = guesses - TARGETS
    for place, target, guess, error in zip(PLACES, TARGETS, guesses, errors, strict=True):
        square = (place, min(target, guess)), abs(error), abs(error)
        ax.add_patch(Rectangle(*square, **AREA))
        ax.plot([place, place], [target, guess], color=style.RED, lw=3)
        ax.plot(place, target, **style.dot, color=style.BLUE)
        ax.plot(place, guess, **style.handle, color=style.ORANGE)
        beside = 0.65 if abs(error) < 1.5 else -abs(error) / 2  # the area, in its square where there is room
        note(ax, place + abs(error) + beside, (target + guess) / 2, shown(error**2), style.RED)
    for word, color, up in (("measured", style.BLUE, 7.5), ("predicted", style.ORANGE, 6.8)):
        note(ax, 0.3, up, word, color, ha="left")  # no square comes here
    squares, sizes = errors**2, abs(errors)
    mse, mae = (
        before_signs(f"{name} = ({' + '.join(map(shown, each))}) / 3 = {unbroken(f'{shown(each.mean())} {unit}')}.")
        for name, each, unit in (("MSE", squares, "°C²"), ("MAE", sizes, "°C"))
    )
    return f"Errors {', '.join(map(shown, errors))} °C.\n{mse}\n{mae}"


# ── The flat valley ─────────────────────────────────────────────────────────────────────────────────────────


@demo(
    axes=2,
    points=Choice("4 points", "5 points", start="5 points", label="data"),
    a=Slider(1, 9, step=0.5, start=3, label="point y₂", drag="x", panel="all"),
    b=Slider(1, 9, step=0.5, start=7, label="point y₃", drag="x", panel="all"),
)
def flat_valley(axes, points, a, b):
    """Take the fifth point away, then drag the two large points: where is the MAE smallest?

    Four points on a line, at 1, 9 and at two places that can be dragged; a fifth, at 5, can be added. The panel MSE has
    the mean squared error of predicting c for all of them, a parabola over c. The panel MAE has the mean absolute
    error: straight pieces with a kink at each point. Its lowest part is drawn thick.
    """
    left, right = axes
    extra = 5.0 if points == "5 points" else np.nan
    y = np.array([1, a, b, 9, extra])[: int(points[0])]
    left.set(xlim=(0, 10), ylim=(-8, 66), xlabel="prediction c", title="MSE", yticks=range(0, 61, 20))
    right.set(xlim=(0, 10), ylim=(-0.92, 7.6), xlabel="prediction c", title="MAE")
    for ax in axes:
        ax.axhline(0, color=style.MUTED, lw=1)
        ax.plot([1, 9, extra], [0, 0, 0], **style.dot, color=style.BLUE)
        ax.plot([a, b], [0, 0], **style.handle, color=style.BLUE)
    mean, (low, high) = y.mean(), np.sort(y)[[(len(y) - 1) // 2, len(y) // 2]]
    parabola(left, y.var(), mean, 0, 10, ec=MSE, lw=3)
    left.plot([mean, mean], [0, y.var()], **style.guide)
    left.plot(mean, y.var(), **style.dot, color=MSE)
    kinks = np.unique([0, *y, 10])
    right.plot(kinks, abs(kinks[:, None] - y).mean(axis=1), color=MAE, lw=3)
    floor = abs(low - y).mean()
    for end in (low, high):
        right.plot([end, end], [0, floor], **style.guide)
    right.plot([low, high], [floor, floor], color=style.GREEN, lw=7, marker="o", ms=7)
    if low == high:
        best = f"The MAE is smallest at one place, the median c = {shown(low)}. There it is {shown(floor)}."
    else:
        best = f"The MAE is smallest for each c from {shown(low)} to {shown(high)}. There it is {shown(floor)}."
    return f"{best}\nThe MSE is smallest at the mean c = {shown(mean)}. There it is {shown(y.var())}."


# ── Shapes and slopes ───────────────────────────────────────────────────────────────────────────────────────

ROUNDED = {"Huber, δ = 1": "huber_loss", "log-cosh": "log_cosh_error"}


@demo(
    axes=2,
    rounded=Choice(*ROUNDED, label="third loss"),
    error=Slider(-2.4, 2.4, step=0.1, start=1.8, label="error", drag="x", panel="all"),
)
def loss_shapes(axes, rounded, error):
    """Drag the error: the height is what it costs, the slope how hard it pulls.

    The panel "loss" has three losses over the error: the square, the absolute value with its kink at 0, and a rounded
    one between them. The panel "slope" has their slopes: a straight line through 0, a step from minus 1 to 1, which has
    no value at 0, and a ramp that levels off.
    """
    upper, lower = axes
    upper.set(xlim=(-2.5, 2.5), ylim=(-0.3, 6.4), xlabel="error ŷ − y", title="loss")
    lower.set(xlim=(-2.5, 2.5), ylim=(-5.4, 5.4), xlabel="error ŷ − y", title="slope of the loss")
    names, x = ("squared_error", "absolute_error", ROUNDED[rounded]), np.linspace(-2.5, 2.5, 101)
    lower.axhline(0, color=style.MUTED, lw=1)
    values = []
    for name, color in zip(names, (MSE, MAE, HUBER), strict=True):
        loss, slope = getattr(losses, name), getattr(losses, name + "_grad")
        kink = name == "absolute_error"
        steps = np.where(x == 0, np.nan, slope(x, 0.0)) if kink else slope(x, 0.0)
        pull = np.nan if kink and error == 0 else slope(error, 0.0)
        values.append((loss(error, 0.0), pull))
        for ax, curve, value in zip(axes, (loss(x, 0.0), steps), values[-1], strict=True):
            wide = kink and ax is lower  # seen under the third loss, whose slope is the same far out
            ax.plot(x, curve, color=color, lw=6 if wide else 2.5, solid_capstyle="butt" if wide else "round")
            ax.plot(error, value, **style.dot | ({"ms": 14, "mew": 0} if wide else {}), color=color)
    words = ("squared", "absolute", rounded.partition(",")[0])
    for word, color, height in zip(words, (MSE, MAE, HUBER), (5.9, 5.1, 4.3), strict=True):
        note(upper, 0, height, word, color)
    for word, color, place in zip(words, (MSE, MAE, HUBER), ((1.3, 4.6), (-1.6, -1.8), (1.7, -0.7)), strict=True):
        note(lower, *place, word, color)
    cost = ", ".join(unbroken(f"{word} {shown(value)}") for word, (value, _) in zip(words, values, strict=True))
    pull = ", ".join("none (a kink)" if np.isnan(slope) else f"{shown(slope)}" for _, slope in values)
    return f"An error of {shown(error)} costs: {cost}.\nSlopes in the same order: {pull}."


# ── Lines that are tugged ───────────────────────────────────────────────────────────────────────────────────


@demo(
    size=(440, 330),
    x=Slider(1, 11, step=0.5, start=9, label="point:\xa0x", drag="x"),
    y=Slider(0, 12, step=0.5, start=8, label="point:\xa0y", drag="y"),
)
def outlier_tug(ax, x, y):
    """Drag the large point anywhere: which of the three lines follows it?

    Eight points near a rising line and a ninth that can be dragged, with three fitted lines: least squares (MSE), least
    absolute error (MAE) and Huber with delta 1. A dashed line is the least-squares fit to the eight alone.
    """
    ax.set(xlim=(0, 12), ylim=(-1, 14.2), xlabel="x", ylabel="y")
    xs, ys = np.append(X, x), np.append(Y, y)
    alone = mse_line(X, Y)
    fits = {"MSE": mse_line(xs, ys), "MAE": quantile_line(xs, ys), "Huber": huber_line(xs, ys, delta=1)}
    draw_line(ax, alone, **style.guide)
    draw_fits(ax, *fits.values())
    note(ax, 11.9, 13.4, "- - MSE without the ninth", style.MUTED, ha="right", weight="normal")
    for name, color, across in zip(fits, (MSE, MAE, HUBER), (0.4, 2.1, 3.8), strict=True):
        note(ax, across, 13.4, name, color, ha="left")
    ax.plot(X, Y, **style.dot, color=style.BLUE)
    ax.plot(x, y, **style.handle, color=style.BLUE)
    off = y - alone(x)
    slopes = ", ".join(unbroken(f"{name} {line.slope:.2f}") for name, line in fits.items())
    far = shown(abs(off), 1)
    where = f"{'on' if far == '0' else far + (' above' if off > 0 else ' below')} the line of the other eight"
    return f"The ninth point is {where}, whose slope is {shown(alone.slope)}.\nSlopes with it: {slopes}."


DELTAS = [0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.7, 1, 1.2, 1.4, 1.6, 1.8, 2, 2.3, 2.6, 3, 3.5, 4, 5]


@demo(axes=2, delta=Slider(stops=DELTAS, start=1, label="Huber's δ", play=True))
def huber_delta(axes, delta):
    """Slide δ from end to end: near which of the two faint lines does Huber's line lie?

    The panel "data" has ten points, two of them far too low, with the Huber line, a band of width delta around it, and
    faint lines for MSE and MAE; points outside the band are red. The panel "slope of the loss" has the slope of each
    point's Huber loss over its error: the error, clipped at delta.
    """
    upper, lower = axes
    upper.set(xlim=(0, 12), ylim=(-1, 11), xlabel="x", ylabel="", title="data")
    lower.set(xlim=(-7, 7), ylim=(-7, 7), xlabel="error ŷ − y", title="slope of the loss")
    x, y = TWO_OFF
    line, by_mae, by_mse = huber_line(x, y, delta), quantile_line(x, y), mse_line(x, y)
    error = line(x) - y
    pull, far = losses.huber_loss_grad(error, 0.0, delta=delta), abs(error) > delta
    draw_line(upper, by_mse, color=MSE, **FAINT)
    draw_line(upper, by_mae, color=MAE, **FAINT)
    note(upper, 0.4, 10.2, "MSE", MSE, ha="left")
    note(upper, 3, 10.2, "MAE", MAE, ha="left")
    note(upper, 5.6, 10.2, "Huber", HUBER, ha="left")
    for shift in (-delta, delta):
        draw_line(upper, Line(line.slope, line.intercept + shift), color=HUBER, lw=1.2, ls=(0, (4, 3)))
    draw_line(upper, line, color=HUBER, lw=3)
    lower.axhline(0, color=style.MUTED, lw=1)
    lower.plot([-7, 7], [-7, 7], color=MSE, **FAINT)
    note(lower, 3.9, 6.1, "half the square", MSE, ha="right")
    lower.plot([-7, -delta, delta, 7], [-delta, -delta, delta, delta], color=HUBER, lw=3)
    for ax, across, up in ((upper, x, y), (lower, error, pull)):
        ax.scatter(across, up, 81, np.where(far, style.RED, style.BLUE), edgecolors=style.PAPER, lw=1.5, zorder=2)
    ends = unbroken(f"{delta:g} or −{delta:g}")
    many = f"{far.sum()} of 10 points, red, lie outside the dashed band: slope {ends} each, however far."
    lines = (("Huber", line), ("MAE", by_mae), ("MSE", by_mse))
    slopes = ", ".join(unbroken(f"{name} {fit.slope:.2f}") for name, fit in lines)
    return (
        f"{many if far.any() else 'All 10 points lie within the dashed band: no slope is clipped.'}\n"
        f"{unbroken(f'δ = {delta:g}')}. Slopes of the lines: {slopes}."
    )


@demo(axes=2, tau=Slider(0.05, 0.95, step=0.05, start=0.5, label="quantile τ", play=True))
def pinball_line(axes, tau):
    """Slide τ: the loss tilts, and the line moves. Which share of the rides lies below it?

    The panel "pinball loss" has two straight arms from 0, of slope minus tau for predictions that are too low and 1
    minus tau for those too high. The panel "ride" has forty bus rides, minutes over kilometres, with the line of the
    smallest mean loss.
    """
    upper, lower = axes
    upper.set(xlim=(-10, 10), ylim=(-0.8, 12), xlabel="error ŷ − y (minutes)", title="pinball loss")
    lower.set(xlim=(0, 10.6), ylim=(0, 60), xlabel="distance (km)", ylabel="", title="ride (minutes)")
    km, minutes = rides()
    line = quantile_line(km, minutes, tau)
    upper.plot([-10, 0, 10], [10 * tau, 0, 10 * (1 - tau)], color=style.RED, lw=3)
    note(upper, -9.6, 11.4, f"too low: {tau:.2f} a minute", style.RED, ha="left")
    note(upper, 9.6, 10.3, f"too high: {1 - tau:.2f} a minute", style.RED, ha="right")
    below = minutes < line(km) - 1e-9
    on = abs(minutes - line(km)) <= 1e-9
    lower.plot(km, minutes, **style.dot | {"ms": 7}, color=style.BLUE)
    draw_line(lower, line, color=style.ORANGE, lw=3)
    return (
        f"{below.sum()} of 40 rides {'lies' if below.sum() == 1 else 'lie'} below the line and {on.sum()} on it;"
        f" {percent(tau)} of 40 is {shown(40 * tau)}.\n"
        f"For 5 km the line says {shown(line(5.0), 1)} minutes."
    )
