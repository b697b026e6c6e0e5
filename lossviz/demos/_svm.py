"""Demos of the support vector machine: a band between two classes, and its training."""

from functools import cache
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes

from lossviz import Slider, demo, losses, style
from lossviz._checks import Array
from lossviz.demos._draw import fixed, note, shown, unbroken

NAN = float("nan")


# A line in the plane


class Plane(NamedTuple):
    """A linear model f(x) = w·x + b."""

    w: Array
    b: float

    def __call__(self, x) -> Array:
        return np.asarray(x) @ self.w + self.b


PLUS = [(0.8, 0.9), (1.2, -1.3), (1.7, 2.2), (2.0, 0.3), (2.6, -2.0), (3.1, 1.2), (3.4, -0.5)]
MINUS = [(-0.5, 0.4), (-1.0, -0.9), (-1.4, 1.9), (-2.1, -2.1), (-2.3, 0.8), (-3.0, -0.6), (-3.3, 2.0)]
POINTS = np.array(PLUS + MINUS)
LABELS = np.repeat([1, -1], 7)
END = 2.5  # the height of the two handles, above and below the middle


def through(low: float, high: float, length: float) -> Plane:
    """The model that is 0 on the line from (low, −END) to (high, END), with a w of this length to the right."""
    across = np.array([2 * END, low - high])
    w = length * across / np.hypot(*across)
    return Plane(w, float(-w @ (low, -END)))


def draw_plane(ax: Axes, plane: Plane, scale: float, margin: float = 1.0) -> None:
    """Points, boundary, band; red rings on those that pull, and red lines that show how far each must go."""
    ax.set(xlim=(-4, 4), ylim=(-3, 3), xlabel="x₁", ylabel="x₂", title="red: points that pull, and how far")
    length = np.hypot(*plane.w)
    unit = plane.w / length
    line = -plane.b / length * unit + np.outer([-9, 9], [-unit[1], unit[0]])
    draw_band(ax, line, 2 * margin * scale / length)
    missing = np.maximum(0, margin - LABELS * plane(POINTS))
    pulls = (missing > 1e-6)[:, None]
    ends = POINTS + (LABELS * missing / length)[:, None] * unit
    ends = np.round(ends * scale) / scale  # whole pixels: half the data
    gaps = np.stack([POINTS, ends, np.full_like(ends, NAN)], axis=1)
    ax.plot(*np.where(pulls[:, None], gaps, NAN).reshape(-1, 2).T, color=style.RED, lw=2)
    for label, color, marker in ((1, style.BLUE, "o"), (-1, style.PURPLE, "s")):
        ax.plot(*POINTS[label == LABELS].T, **style.dot | {"marker": marker}, color=color)
    ring = {"ls": "", "marker": "o", "ms": 16, "mfc": "none", "mec": style.RED, "mew": 2}
    ax.plot(*np.where(pulls, POINTS, NAN).T, **ring)
    look = {"size": 12, "bbox": {"fc": style.PAPER, "ec": "none", "pad": 2}}  # the band's edge may run through here
    note(ax, 3.9, 2.75, "class +1", style.BLUE, ha="right", **look)
    note(ax, -3.9, 2.75, "class −1", style.PURPLE, ha="left", **look)


def draw_band(ax: Axes, line: Array, width: float) -> None:
    """The boundary, and the band as the same line so many pixels wide: a fifth of the data of its corners."""
    for look in (
        {"color": style.ORANGE, "alpha": 0.6, "lw": width + 1.5},
        {"color": style.PAPER, "lw": width - 1.5},
        {"color": style.ORANGE, "alpha": 0.14, "lw": width - 1.5},
        {"color": style.ORANGE, "lw": 3},
    ):
        ax.plot(*line.T, **look)


def plane_in_words(plane: Plane) -> str:
    scores = plane(POINTS)
    missing = losses.hinge_loss(score=scores, label=LABELS)
    wrong = int(losses.zero_one_loss(score=scores, label=LABELS).sum())
    pulls = int((missing > 1e-6).sum())
    pull = "pulls" if pulls == 1 else "pull"
    return f"{pulls} of 14 points {pull}, {wrong} on the wrong side. Mean hinge loss {fixed(missing.mean())}."


def band_in_words(plane: Plane, quotient: str = "") -> str:
    return "band " + unbroken(f"{quotient}{fixed(2 / np.hypot(*plane.w), 2)} wide")


def formula(plane: Plane) -> str:
    signs = ["−" if round(part, 2) < 0 else "+" for part in (*plane.w, plane.b)]
    first, second, third = (f"{abs(part):.2f}" for part in (*plane.w, plane.b))
    return unbroken(f"f(x) = {signs[0].replace('+', '')}{first}x₁ {signs[1]} {second}x₂ {signs[2]} {third}")


@demo(
    size=(444, 356),  # 47 pixels a unit both ways, as the band is measured in pixels
    low=Slider(-1.5, 1.5, step=0.25, start=1, label="lower end", drag="x", grip=-END),
    high=Slider(-1.5, 1.5, step=0.25, start=1.5, label="upper end", drag="x", grip=END),
    length=Slider(stops=[0.5, 0.75, 1, 1.5, 2, 3], start=2, label="length of w"),
)
def hinge_svm_band(ax, low, high, length):
    """Drag both ends of the line until no point is red. Then change only the length of w.

    Seven round points of class +1 and seven square ones of class −1 in a plane, with a straight boundary and a band
    to both sides of it, where f lies between −1 and +1. Points inside the band or on the wrong side carry a red
    ring, and a red line shows how far they are from the band's edge on their own side.
    """
    plane = through(low, high, length)
    draw_plane(ax, plane, scale=47)
    ax.plot([low, high], [-END, END], **style.handle, color=style.ORANGE)
    w = unbroken(f"w = ({', '.join(fixed(part, 2) for part in plane.w)})")
    band = band_in_words(plane, f"2/\N{WORD JOINER}‖w‖ = 2/{shown(length)} = ")
    return f"{formula(plane)}, {w}; {band}.\n{plane_in_words(plane)}"


# Training: steps against the subgradient

DECAY, RATE, STEPS = 0.1, 0.1, 150
BEGIN = Plane(np.array([-0.4, 0.8]), 0.6)


def objective(plane: Plane) -> float:
    """The mean hinge loss, and a tenth of half the squared length of w."""
    hinge = losses.hinge_loss(score=plane(POINTS), label=LABELS).mean()
    return float(hinge + DECAY / 2 * plane.w @ plane.w)


@cache
def training() -> tuple[Plane, ...]:
    """The models on the way from BEGIN, one for each step of subgradient descent."""
    path = [BEGIN]
    for _ in range(STEPS):
        plane = path[-1]
        slope = losses.hinge_loss_grad(score=plane(POINTS), label=LABELS) / len(LABELS)
        w = plane.w - RATE * (slope @ POINTS + DECAY * plane.w)
        path.append(Plane(w, float(plane.b - RATE * slope.sum())))
    return tuple(path)


@demo(
    axes=2,
    size=(356, 290),
    step=Slider(stops=[*range(60), *range(60, STEPS + 1, 5)], start=0, label="step", play=True),
)
def hinge_svm_training(axes, step):
    """Play: the line turns, and points stop pulling once they are past the band.

    The panel with x₁ and x₂: the fourteen points with the boundary and the band after so many steps of training; red
    rings mark the points that pull. The other panel: the training loss with the weight penalty, up to this step.
    """
    left, right = axes
    path = training()
    draw_plane(left, path[step], scale=36)
    right.set(xlim=(-5, STEPS + 5), ylim=(0, 2.1), xlabel="step", title="training loss with weight penalty")
    losses_so_far = [objective(plane) if k <= step else NAN for k, plane in enumerate(path)]
    right.plot(range(STEPS + 1), losses_so_far, color=style.RED, lw=2.5)
    right.plot(step, objective(path[step]), **style.handle, color=style.RED)
    plane = path[step]
    return f"Step {step}: {formula(plane)}; {band_in_words(plane)}.\n{plane_in_words(plane)}"
