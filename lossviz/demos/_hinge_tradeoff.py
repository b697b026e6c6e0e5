"""The demo of margin and weight penalty: only their product changes the line."""

from functools import cache

import numpy as np
from matplotlib.axes import Axes

from lossviz import Challenge, Slider, demo, mark, style
from lossviz._checks import Array
from lossviz.demos._draw import fixed, note, shown, strokes, unbroken
from lossviz.demos._svm import LABELS, POINTS, Plane, draw_plane

COUNT = len(LABELS)
FAR = 19  # no score that is shown is further from 0
MARGINS = [0.25, 0.5, 1, 2, 4]
PENALTIES = [0.0125, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8]


@cache
def best_plane(margin: float, penalty: float) -> Plane:
    """The model with the least mean of max(0, margin − m) and penalty/2 times the squared length of w.

    Solved by pairs of the dual's variables: the two samples that disagree most about b are moved until they agree.
    """
    share, w = np.zeros(COUNT), np.zeros(2)
    while True:
        wanted = margin * LABELS - POINTS @ w  # the b at which each sample would be exactly on the margin
        free, used = share < 1 / COUNT - 1e-15, share > 1e-15
        rise, fall = np.where(LABELS > 0, free, used), np.where(LABELS > 0, used, free)
        i, j = np.where(rise, wanted, -np.inf).argmax(), np.where(fall, wanted, np.inf).argmin()
        gap = wanted[i] - wanted[j]
        if gap < 1e-10:
            return Plane(w, float((wanted[i] + wanted[j]) / 2))
        across = POINTS[i] - POINTS[j]
        room = [1 / COUNT - share[k] if LABELS[k] == sign else share[k] for k, sign in ((i, 1), (j, -1))]
        step = min(gap * penalty / (across @ across), *room)
        share[i], share[j] = share[i] + LABELS[i] * step, share[j] - LABELS[j] * step
        w = w + step * across / penalty


@demo(
    axes=2,
    size=(356, 290),
    margin=Slider(stops=MARGINS, start=1, label="margin Δ"),
    penalty=Slider(stops=PENALTIES, start=0.1, label="price of length λ"),
    challenge=Challenge(
        "with Δ = 4, bring the line and the band back to the dashed lines.",
        lambda margin, penalty: (margin, penalty) == (4, 0.025),
    ),
)
def margin_and_penalty(axes, margin, penalty):
    """Double Δ. Which λ brings the band back to the dashed lines?

    The panel with x₁ and x₂: fourteen points of two classes, the trained boundary and its band, and dashed lines
    where they are for Δ = 1 and λ = 0.1. The other panel: the scores f(x) of the same points on one axis, with a band
    from −Δ to Δ. Where the product of λ and Δ is the same, the first picture is the same, and the second is stretched.
    """
    plane_panel, scores_panel = axes
    plane = best_plane(margin, penalty)
    draw_plane(plane_panel, plane, scale=36, margin=margin)
    draw_reference(plane_panel, best_plane(1, 0.1))
    plane_panel.set_title("dashed: Δ = 1, λ = 0.1")
    draw_scores(scores_panel, plane(POINTS), margin)
    length = float(np.hypot(*plane.w))
    pulls = int((LABELS * plane(POINTS) < margin - 1e-6).sum())
    wide = f"2Δ/\N{WORD JOINER}‖w‖ = {shown(2 * margin)}/{fixed(length, 4)} = {fixed(2 * margin / length, 2)}"
    band = f"band {unbroken(wide)} wide"
    return (
        f"{_against_dashed(margin, penalty)}.\n{pulls} of 14 points {'pulls' if pulls == 1 else 'pull'} (red); {band}."
    )


def _against_dashed(margin: float, penalty: float) -> str:
    """What has to be kept is named to those who found another place with the same line and band."""
    if not np.isclose(margin * penalty, 0.1):
        return "Line and band not as dashed"
    product = unbroken(f"λΔ = {shown(penalty, 3)} · {shown(margin)} = 0.1")
    return "Line and band as dashed" + (f" for {product}, too" if margin != 1 else "")


def draw_reference(ax: Axes, plane: Plane) -> None:
    """The boundary and both edges of the band as dashed lines."""
    length = np.hypot(*plane.w)
    unit = plane.w / length
    along = np.outer([-9, 9], [-unit[1], unit[0]])
    lines = [(level - plane.b) / length * unit + along for level in (-1, 0, 1)]
    strokes(ax, lines, **style.guide | {"color": style.INK, "zorder": 2.4})  # over the band, under the points


def draw_scores(ax: Axes, scores: Array, margin: float) -> None:
    """The scores of both classes in two rows, and the band from −Δ to Δ."""
    ax.set(xlim=(-FAR, FAR), ylim=(-0.2, 3.2), xlabel="score f(x)", title="scores of the same points")
    ax.set_yticks([])
    ax.axvspan(-margin, margin, color=style.ORANGE, alpha=0.18, lw=0)
    ax.vlines([-margin, margin], -0.2, 3.2, color=style.ORANGE, alpha=0.6, lw=1.2)
    ax.axvline(0, color=style.ORANGE, lw=2.5)
    for label, row, color, marker in ((1, 2, style.BLUE, "o"), (-1, 1, style.PURPLE, "s")):
        inside = scores[label == LABELS]
        far = np.abs(inside) > FAR
        ax.plot(
            np.where(far, np.nan, inside),
            np.full(len(inside), row),
            **style.dot | {"marker": marker, "mew": 0, "alpha": 0.6},
            color=color,
        )
        mark(ax, inside[np.abs(inside).argmax()], row - 0.32, {}, color, f"{far.sum()} further")
        note(ax, -18, row + 0.35, f"class {'+1' if label > 0 else '−1'}", color, ha="left", size=12)
    note(ax, 18, 2.95, f"band ±{shown(margin)}", style.ORANGE, ha="right", size=12)
