"""The demos of the chapter on hinge loss: three dragged scores, margin losses, the band of a linear SVM."""

import numpy as np
from matplotlib.axes import Axes

from lossviz import Challenge, Choice, Slider, Toggle, demo, losses, mark, style
from lossviz._checks import Array
from lossviz.demos._draw import fixed, note, shown, unbroken, way
from lossviz.demos._hinge_templates import hinge_templates  # noqa: F401
from lossviz.demos._hinge_tradeoff import best_plane, margin_and_penalty  # noqa: F401
from lossviz.demos._svm import (  # noqa: F401
    BEGIN,
    DECAY,
    END,
    LABELS,
    POINTS,
    Plane,
    draw_plane,
    hinge_svm_band,
    hinge_svm_training,
    objective,
    through,
    training,
)

NAN = float("nan")
CLASSES = ("cat", "car", "frog")
# The scores of the three images in Stanford's lecture, by what the image shows.
IMAGES = {"cat": (3.2, 5.1, -1.7), "car": (1.3, 4.9, 2.0), "frog": (2.2, 2.5, -3.1)}


# Three classes: a bar for each score


def shortfalls(scores, true: int) -> Array:
    """What each class adds to the loss; the true one adds nothing."""
    each = np.maximum(0, np.round(np.subtract(scores, scores[true]) + 1, 9))  # at a kink 0, not 1e-16
    each[true] = 0
    return each


def draw_scores(ax: Axes, scores, true: int) -> None:
    """A bar for each score, the margin below the true one, and in red what stands above its lower edge."""
    ax.set(xlim=(-0.5, 3.4), ylim=(-5.4, 8.2), ylabel="score")
    ax.set_xticks(range(3), CLASSES)
    ax.grid(visible=False, axis="x")
    limit = scores[true] - 1
    ax.axhspan(limit, limit + 1, color=style.BLUE, alpha=0.18, lw=0)
    ax.axhline(limit, color=style.BLUE, lw=1.2)  # in the dark the band alone is hardly seen
    note(ax, 2.96, limit + 0.5, "margin", style.BLUE, size=12, weight="normal")
    ax.plot([-0.5, 2.45], [0, 0], color=style.MUTED, lw=1)
    for place, (score, cost) in enumerate(zip(scores, shortfalls(scores, true), strict=True)):
        color = style.BLUE if place == true else style.ORANGE
        ax.bar(place, score, width=0.6, color=color, alpha=0.5, lw=0)
        ax.bar(place, cost or NAN, bottom=limit, width=0.2, color=style.RED, lw=0)
        ax.plot(place, score, **style.handle, color=color)
        note(ax, place + 0.36, limit + cost / 2, shown(cost, 1) if cost else "", style.RED, ha="left")


def compared(lead: float) -> str:
    if abs(lead) < 0.05:
        return "level with"
    return f"{shown(abs(lead), 1)} {'above' if lead > 0 else 'below'}"


def against(name: str, score: float, true: str, true_score: float, cost: float) -> str:
    """How a class stands to the true one, and its term of the loss with the live numbers in it."""
    signs = f"{shown(score, 1)} − {shown(true_score, 1)}".replace("− −", "+ ")
    term = unbroken(f"max(0, {signs} + 1) = {shown(cost, 1)}")
    return unbroken(f"{name} is {compared(score - true_score)} {true}:") + f" {term}"


@demo(
    size=(440, 330),
    cat=Slider(0.2, 7.2, step=0.5, start=3.2, label="cat (true)", drag="y", grip=0),
    car=Slider(0.1, 6.6, step=0.5, start=5.1, label="car", drag="y", grip=1),
    frog=Slider(-3.7, 4.3, step=1, start=-1.7, label="frog", drag="y", grip=2),
    challenge=Challenge(
        "bring the loss to 0, and leave car and frog where they are.",
        lambda cat, car, frog: (car, frog) == (5.1, -1.7) and sum(shortfalls((cat, car, frog), true=0)) == 0,
    ),
)
def hinge_cat_car_frog(ax, cat, car, frog):
    """The image shows a cat. Drag the three scores: the red lengths make up the loss.

    Three bars, the scores of cat, car and frog, for an image that shows a cat. A band one wide hangs below the top
    of the cat's bar. What reaches above the band's lower edge in another class's bar is red, and the red lengths
    add up to the loss.
    """
    scores = (cat, car, frog)
    draw_scores(ax, scores, true=0)
    _, for_car, for_frog = shortfalls(scores, true=0)
    loss = losses.multiclass_hinge_loss(scores=scores, label=0)
    ax.set_title(f"loss {shown(loss, 1)}", color=style.RED)
    return (
        f"{against('car', car, 'cat', cat, for_car)};\n{against('frog', frog, 'cat', cat, for_frog)}.\n"
        f"Loss {shown(for_car, 1)} + {shown(for_frog, 1)} = {shown(loss, 1)}."
    )


OWN = np.array([-4.0, -3, -2, -1, -0.7, 0, 1, 2, 2.3, 3, 3.2, 3.5, 4, 5, 6, 6.1, 7])  # every kink is among them


@demo(
    axes=2,
    image=Choice(*IMAGES, start="car", label="image of a"),
    score=Slider(-4, 7, step=0.1, start=4.9, label="its own score", drag="x", panel=1),
)
def hinge_own_score(axes, image, score):
    """Drag the score of the true class: where does the loss begin to change, and how fast?

    The panel with three bars: the scores of one image, with the margin below the bar of its true class. The other
    panel: the loss of that image against the score of its true class, drawn from the score that the image had, a ring,
    to the score chosen. As that score rises the loss falls with slope −2, then −1, and is 0 from there on.
    """
    left, right = axes
    true = CLASSES.index(image)
    rows = np.tile(IMAGES[image], (len(OWN) + 1, 1))
    rows[:, true] = [*OWN, score]
    draw_scores(left, rows[-1], true)
    *curve, loss = losses.multiclass_hinge_loss(scores=rows, label=true)
    right.set(xlim=(-4.5, 7.5), ylim=(-0.9, 15.5), xlabel="score of the true class", title="loss of this image")
    given = IMAGES[image][true]
    seen = way(OWN, given, score)
    right.plot(seen, np.interp(seen, OWN, curve), color=style.RED, lw=3)
    right.plot(given, np.interp(given, OWN, curve), **style.dot | {"mfc": style.PAPER, "mec": style.RED})
    ring = "" if score == given else "ring: the score it had"
    note(right, 7.3, 14.3, ring, style.RED, ha="right", size=12, weight="normal")
    right.plot([score, score], [0, loss], **style.guide)
    right.plot(score, loss, **style.handle, color=style.RED)
    each = shortfalls(rows[-1], true)
    first, second = (against(CLASSES[j], rows[-1, j], image, score, each[j]) for j in range(3) if j != true)
    return f"{first};\n{second}.\nLoss {shown(loss, 1)}, slope {shown(-np.count_nonzero(each))}."


# Two classes: everything depends on the margin m = y f(x)

M = np.linspace(-3, 3, 61)


def margin_losses(m, base: float) -> dict[str, Array]:
    """The four losses of a score f = m for the label +1, where the margin is the score itself."""
    return {
        "zero–one": losses.zero_one_loss(score=m, label=1),
        "hinge": losses.hinge_loss(score=m, label=1),
        "logistic": losses.logistic_loss(score=m, label=1, base=base),
        "squared": losses.squared_error(m, 1.0),
    }


LOOKS = {"zero–one": style.INK, "hinge": style.RED, "logistic": style.PURPLE, "squared": style.GOLD}


@demo(
    size=(440, 330),
    m=Slider(-3, 3, step=0.1, start=-2, label="margin m", drag="x"),
    bits=Toggle(start=True, label="logistic in bits"),
)
def hinge_margin_losses(ax, m, bits):
    """Drag m from −3 to 3: which losses still ask for more, and which of them stop?

    Four losses against the margin m: the zero–one loss is a step down at 0, the hinge a falling line that ends at
    m = 1, the logistic loss a smooth curve that never ends, the squared loss a parabola that rises again beyond 1. On
    the right side, above 0, they are drawn as far as m was dragged.
    """
    ax.set(xlim=(-5, 3.3), ylim=(-0.35, 5.3), xlabel="margin m = y f(x)", ylabel="loss")
    ax.set_xticks(range(-3, 4))
    base = 2 if bits else np.e
    seen, reach = way(M, -3, max(m, 0)), m if m > 0 else NAN
    curves, here = margin_losses(seen, base), margin_losses(m, base)
    curves["squared"] = np.where(curves["squared"] > 6, NAN, curves["squared"])
    ax.plot([m, m], [min(here.values()), max(here.values())], **style.guide)
    ax.plot([-3, 0, NAN, 0, reach], [1, 1, NAN, 0, 0], color=LOOKS["zero–one"], lw=3)
    for name in ("squared", "logistic", "hinge"):
        ax.plot(seen, curves[name], color=LOOKS[name], lw=3 if name == "hinge" else 2.2)
    for name, value in here.items():
        mark(ax, m, value, style.handle if name == "hinge" else style.dot, LOOKS[name], shown(value))
    for name, height in (("zero–one", 1), ("hinge", 3.95), ("logistic", 4.45 if bits else 3.05)):
        note(ax, -3.2, height, name, LOOKS[name], ha="right")
    note(ax, -0.7, 3.85, "squared", LOOKS["squared"], ha="left")
    side = "right" if m > 0 else "wrong" if m < 0 else "undecided"
    enough = ", by the margin" if m >= 1 else ", but short of the margin" if m > 0 else ""
    unit = "bits" if bits else "nats"
    formula = f"{unbroken('hinge = max(0, 1 − m)')} = {shown(here['hinge'], 1)}"
    logistic = unbroken(f"logistic {fixed(here['logistic'], 2)} {unit}")
    return (
        f"m = {shown(m, 1)}: {side}{enough}. {formula};\n"
        f"zero–one {shown(here['zero–one'])}, {logistic}, "
        f"squared {shown(here['squared'])}."
    )


def over_its_score(loss_and_slope, given: str, score: Array) -> tuple[Array, Array]:
    """A loss of the image of a car, and its slope, for many scores of its true class."""
    rows = np.tile(IMAGES["car"], (len(score), 1))
    rows[:, 1] = score
    loss, slope = loss_and_slope
    right = np.add(rows, [0, 1e-9, 0])  # at a kink the slope to the right, whatever the rounding
    return loss(**{given: rows, "label": 1}), slope(**{given: right, "label": 1})[:, 1]


HINGE = losses.multiclass_hinge_loss, losses.multiclass_hinge_loss_grad
SOFTMAX = losses.softmax_cross_entropy, losses.softmax_cross_entropy_grad


@demo(axes=2, score=Slider(-2, 9, step=0.1, start=0, label="the car's score", drag="x", panel="all"))
def hinge_against_softmax(axes, score):
    """Raise the car's score past the margin: which of the two losses still pulls?

    The image of the car with cat at 1.3 and frog at 2.0. One panel: hinge loss and softmax cross-entropy against the
    car's score, above 0 drawn as far as it was raised; the other: their slopes. From 3.0 on, where the margin is met,
    the hinge and its slope are 0; the cross-entropy and its slope shrink but do not become 0.
    """
    left, right = axes
    left.set(xlim=(-2.4, 9.4), ylim=(-0.6, 9.8), xlabel="the car's score", title="loss")
    right.set(xlim=(-2.4, 9.4), ylim=(-2.6, 0.35), xlabel="the car's score", title="slope")
    own = np.append(way(np.linspace(-2, 9, 111), -2, max(score, 0)), score)
    hinge, softmax = over_its_score(HINGE, "scores", own), over_its_score(SOFTMAX, "logits", own)
    for ax, of_hinge, of_softmax in zip(axes, hinge, softmax, strict=True):
        ax.axvspan(3, 9.4, color=style.BLUE, alpha=0.1, lw=0)
        ax.plot([score, score], [of_hinge[-1], of_softmax[-1]], **style.guide)
        for values, color, how in ((of_hinge, style.RED, "steps-post"), (of_softmax, style.PURPLE, "default")):
            ax.plot(own[:-1], values[:-1], color=color, lw=2.8, ds=how if ax is right else "default")
            ax.plot(score, values[-1], **style.dot, color=color)
    note(left, 9.2, 9.1, "margin met", style.BLUE, ha="right", weight="normal")
    note(left, 1.7, 6.2, "hinge", style.RED)
    note(left, -2.2, 0.35, "cross-entropy", style.PURPLE, ha="left")
    note(right, 0, -2.3, "hinge", style.RED)
    note(right, -2.2, -0.4, "cross-entropy", style.PURPLE, ha="left")
    (loss, slope), (other, other_slope) = ((values[-1] for values in pair) for pair in (hinge, softmax))
    return (
        f"The car is {compared(score - 2.0)} the frog. Hinge {shown(loss, 1)}, slope {shown(slope, 0)}.\n"
        f"Cross-entropy {fixed(other, 4)}, slope {fixed(other_slope, 4)}."
    )
