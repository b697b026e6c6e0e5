"""The demos of the chapter on fitting lines: by hand, by training, at each x, and with a point far out."""

import numpy as np
from matplotlib.patches import Rectangle

from lossviz import Challenge, Choice, Slider, Toggle, demo, style
from lossviz.calculus import Line
from lossviz.demos._draw import dots, draw_line, few, fixed, many, note, shown, unbroken
from lossviz.demos._line_training import (  # noqa: F401
    CM,
    KG,
    RAW_ADAM,
    RAW_SGD,
    STANDARD_SGD,
    adam,
    bowl,
    shifted_inputs,
    slopes_of_mse,
    training_by_epoch,
    training_losses,
    training_runs,
)
from lossviz.demos._lines import (
    AREA,
    HUBER,
    MAE,
    MSE,
    REAL,
    X,
    Y,
    draw_fits,
    draw_real_points,
    huber_line,  # noqa: F401
    mse_line,
    quantile_line,  # noqa: F401
    real_fits,
)
from lossviz.demos._slices import KM, many_rides, ride_lines, ride_slice
from lossviz.demos._valleys import RULES, SLOPES, tukey, valley  # noqa: F401

# ── By hand ─────────────────────────────────────────────────────────────────────────────────────────────────

DAYS, PLANTS = np.array([1.0, 3, 4, 6, 8, 9]), np.array([3.0, 2, 4.5, 3.5, 7, 6])
BEST = mse_line(DAYS, PLANTS)
ASIDE = 13.6  # where the mean area stands: no square of an error reaches so far


def sum_of_squares(line: Line) -> float:
    return float(((line(DAYS) - PLANTS) ** 2).sum())


def hand_line(left: float, right: float) -> Line:
    """The line that is so high at day 0 and so high at day 10."""
    return Line((right - left) / 10, left)


@demo(
    size=(440, 280),
    challenge=Challenge(
        "bring the six areas below 6 cm² in all.", lambda left, right, best: sum_of_squares(hand_line(left, right)) < 6
    ),
    left=Slider(0, 4, step=0.25, start=3.5, label="height, day\xa00", drag="y", grip=0),
    right=Slider(2, 9, step=0.25, start=3, label="height, day\xa010", drag="y", grip=10),
    best=Toggle(label="show the best line"),
)
def fit_by_hand(ax, left, right, best):
    """Drag both ends of the line: make the six red squares as small as you can, all together.

    Six bean plants, their height over their age, and an orange line whose two ends can be dragged. Each plant's error
    is the side of a red square between the plant and the line. Beside them stands one square, the mean of the six
    areas; on request the best line, and the smallest mean square that a line can have, are drawn in dashes.
    """
    # The axes' box is 372 by 206 pixels: with these limits a square is square.
    ax.set(xlim=(-0.9, -0.9 + 10.2 * 372 / 206), ylim=(-0.4, 9.8), xticks=range(0, 11, 2), yticks=range(0, 10, 2))
    ax.set(xlabel="days", ylabel="height (cm)")
    line = hand_line(left, right)
    for day, plant in zip(DAYS, PLANTS, strict=True):
        error = float(line(day)) - plant
        ax.add_patch(Rectangle((day, min(plant, line(day))), abs(error), abs(error), **AREA))
        ax.plot([day, day], [plant, line(day)], color=style.RED, lw=3)
    mean, least = sum_of_squares(line) / 6, sum_of_squares(BEST) / 6
    ax.add_patch(Rectangle((ASIDE, 0), mean**0.5, mean**0.5, **AREA | {"fc": (style.RED, 0.4)}))
    note(ax, ASIDE, mean**0.5 + 0.5, "mean area", style.RED, ha="left")
    ends = np.array([0, 10])
    shade = {"color": style.PURPLE, "lw": 2, "ls": (0, (4, 3)), "alpha": float(best)}
    ax.plot(ends, BEST(ends), **shade)
    side = least**0.5
    ax.plot(ASIDE + np.array([0, side, side, 0, 0]), [0, 0, side, side, 0], **shade)
    ax.plot(ends, line(ends), color=style.ORANGE, lw=3)
    ax.plot(DAYS, PLANTS, **style.dot, color=style.BLUE)
    ax.plot(ends, line(ends), **style.handle, color=style.ORANGE)
    total = shown(sum_of_squares(line))
    lowest = f"\nWith the best line the six areas are {shown(sum_of_squares(BEST))} cm²." if best else ""
    slope = unbroken(f"({shown(right)} − {shown(left)}) / 10")
    result = unbroken(f"= {shown((right - left) / 10, 3)} cm a day")
    mse = f"{total} / 6 = {shown(float(total) / 6, 3)} cm²"
    return (
        f"Slope {slope} {result}, {unbroken(f'intercept {shown(left)} cm')}.\n"
        f"Six areas: {total} cm². Their mean, the MSE: {unbroken(mse)}.{lowest}"
    )


# ── At each x ───────────────────────────────────────────────────────────────────────────────────────────────

FREE, STRAIGHT = "a number for each km", "a straight line"


@demo(
    axes=2,
    loss=Choice("MSE", "MAE", label="loss"),
    model=Choice(FREE, STRAIGHT, label="model"),
    km=Slider(1, 10, step=1, start=2, label="slice at km", drag="x"),
)
def slice_centres(axes, loss, model, km):
    """Drag the slice along the rides: what does each loss predict for the rides in it?

    The panel "600 rides" has minutes over kilometres and what the model predicts after it was fitted with the chosen
    loss; one slice of a kilometre is shaded. The panel "rides in the slice" has the minutes of these rides as bars,
    with their mean, their median and the model's prediction.
    """
    upper, lower = axes
    upper.set(xlim=(0, 11), ylim=(0, 75), xlabel="distance (km)", title="600 rides (minutes)")
    lower.set(xlim=(0, 75), ylim=(0, 46), xlabel="minutes", title="rides in the slice")
    all_km, minutes = many_rides()
    inside = ride_slice(km)
    mean, median = inside.mean(), np.median(inside)
    upper.axvspan(km - 0.5, km + 0.5, color=style.GOLD, alpha=0.3, lw=0)
    dots(upper, all_km, minutes, style.BLUE, 4, layers=2, alpha=0.65)
    if model == FREE:
        height = [ride_slice(k).mean() if loss == "MSE" else np.median(ride_slice(k)) for k in KM]
        upper.plot(np.repeat(KM, 2) + np.tile([-0.5, 0.5], 10), np.repeat(height, 2), color=style.ORANGE, lw=3)
        says = height[km - 1]
    else:
        says = float(ride_lines()[loss](km))
        draw_line(upper, ride_lines()[loss], color=style.ORANGE, lw=3)
    upper.plot(km, says, **style.handle, color=style.ORANGE)
    count, edges = np.histogram(inside, np.arange(0, 76, 2.5))
    for number, edge in zip(count, edges[:-1], strict=True):
        lower.add_patch(Rectangle((edge, 0), 2.5, number, fc=style.BLUE, alpha=0.6, lw=0))
    lower.plot([mean, mean], [0, 31], color=MSE, lw=5)  # seen even under the median's
    lower.plot([median, median], [0, 37], color=MAE, lw=2.5)
    lower.plot(says, 0, ls="", marker="^", ms=14, color=style.ORANGE, mec=style.PAPER, clip_on=False)
    note(lower, mean + 1.4, 30, "mean", MSE, ha="left")
    note(lower, median + 1, 36, "median", MAE, ha="left")
    note(lower, says + 1, 43, f"▲ prediction {shown(says, 1)}", style.ORANGE, ha="left")
    centres = unbroken(f"mean {fixed(mean, 1)}"), unbroken(f"median {fixed(median, 1)} minutes")
    return (
        f"{len(inside)} rides of about {km} km: {', '.join(centres)}.\n"
        f"Fitted with the {loss}, {model} predicts {fixed(says, 1)} minutes."
    )


# ── A point far out ─────────────────────────────────────────────────────────────────────────────────────────


@demo(
    axes=2,
    rule=Choice(*RULES, label="loss"),
    far=Slider(stops=[9, 10, 11, 13, 15, 17, 20, 25, 30, 40], start=9, label="ninth point,\xa0x", drag="x"),
)
def leverage_valleys(axes, rule, far):
    """Drag the red point far out: which losses keep their lowest place near the dashed line?

    The panel "fitted line" has eight points near a rising line, a ninth at height 0 that is dragged outwards, and the
    line of the smallest mean loss; the dashed line is fitted without the ninth. The panel "mean loss of each slope" has
    the smallest mean loss that a line of this slope can reach, scaled so that the lowest is 0 and the highest 1.
    """
    upper, lower = axes
    upper.set(xlim=(0, 42), ylim=(-4, 16), yticks=[0, 5, 10, 15], xlabel="x", ylabel="y", title="fitted line")
    lower.set(xlim=(-0.45, 1.25), xticks=[0, 0.5, 1], xlabel="slope", title="mean loss of each slope (scaled)")
    lower.set(ylim=(-0.08, 1.15), yticks=[0, 0.5, 1])
    least, line, valleys = valley(rule, far)
    alone = mse_line(X, Y)
    draw_line(upper, alone, **style.guide)
    draw_line(upper, line, color=style.ORANGE, lw=3)
    for ax, place in ((upper, (17, 14.8)), (lower, (0.7, 1.08))):
        note(ax, *place, "without the ninth", style.MUTED, ha="right", weight="normal")
    upper.plot(X, Y, **style.dot, color=style.BLUE)
    upper.plot(far, 0, **style.handle, color=style.RED)
    scaled = (least - least.min()) / (least.max() - least.min())
    lower.axvline(alone.slope, **style.guide)
    lower.plot(SLOPES, scaled, color=style.RED, lw=3)
    lower.plot(line.slope, 0, **style.dot, color=style.ORANGE)
    return (
        f"The loss is lowest at slope {fixed(line.slope, 2)}; without the ninth point the MSE has {alone.slope:.2f}.\n"
        f"The curve has {('one valley', 'two valleys', 'three valleys')[valleys - 1]}."
    )


# ── Real data ───────────────────────────────────────────────────────────────────────────────────────────────


@demo(
    size=(440, 330),
    real=Choice(*REAL, label="data"),
    counted=Toggle(label="with red points"),
    misses=Slider(stops=[0.25, 0.5, 1, 2, 4, 8, 16, 32, 64], start=2, label="Huber's δ"),
)
def real_outliers(ax, real, counted, misses):
    """Let the red points into the fit: which of the three lines moves least?

    A real set as points, those of another kind in red, and three lines fitted to it: least squares (MSE), least
    absolute error (MAE) and Huber. A dashed grey line is the least-squares fit without the red points.
    """
    shown_set = REAL[real]
    draw_real_points(ax, shown_set, counted)
    *fits, delta = real_fits(shown_set.name, counted, misses)
    alone = real_fits(shown_set.name, False, misses)[0]
    draw_line(ax, alone, **style.guide)
    draw_fits(ax, *fits)
    lines = [("MSE", MSE), ("MAE", MAE), ("Huber", HUBER), ("- - MSE without the red", style.MUTED)]
    for place, (text, color) in zip((0, 0.12, 0.24, 0.42), lines, strict=True):
        note(ax, place, 1.05, text, color, ha="left", transform=ax.transAxes)
    names = [loss for loss, _ in lines[:3]]
    slopes = ", ".join(unbroken(f"{loss} {fixed(fit.slope, 2)}") for loss, fit in zip(names, fits, strict=True))
    without = f"without the {shown_set.odd}"
    said = many(misses, "ordinary error", 2) if misses >= 1 else f"{shown(misses)} of an ordinary error"
    compared = f" MSE {without}: {fixed(alone.slope, 2)}." if counted else ""
    return (
        f"Slopes {f'with the {shown_set.odd}' if counted else without}: {slopes}.\n"
        f"δ is {said}, {few(delta)}{shown_set.unit}.{compared}"
    )
