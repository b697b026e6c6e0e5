"""The decision guide: its leaves, the way to one of them, and the tree as a picture."""

from functools import cache
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes

from lossviz import style

TASKS = ("a number", "yes or no", "one of K classes", "several labels")
AVERAGE, ANSWER = MEANINGS = ("a mean or probability", "a middle or decision")


class Leaf(NamedTuple):
    """An end of the tree."""

    task: str
    node: str  # what the output means, as the tree says it
    name: str
    when: str
    call: str  # the loss in PyTorch; z, s: logits and scores, y: targets, w: weights, r = y − ŷ
    loss: str  # its name in `lossviz.losses`


NUMBER, YES_NO, CLASSES, LABELS = TASKS
BCE, CE = "sigmoid_binary_cross_entropy", "softmax_cross_entropy"
LEAVES = (
    Leaf(NUMBER, "mean", "squared error", "no wild samples", "nn.MSELoss()", "squared_error"),
    Leaf(NUMBER, "mean", "Huber loss", "wild samples are slips", "nn.HuberLoss(delta=1.0)", "huber_loss"),
    Leaf(NUMBER, "middle", "absolute error", "too high = too low", "nn.L1Loss()", "absolute_error"),
    Leaf(NUMBER, "quantile", "pinball loss", "costs differ", "torch.maximum(tau * r, (tau - 1) * r)", "quantile_error"),
    Leaf(YES_NO, "probability", "binary cross-entropy", "from logits", "nn.BCEWithLogitsLoss()", BCE),
    Leaf(
        YES_NO,
        "probability",
        "smoothed cross-entropy",
        "some labels wrong",
        "nn.BCEWithLogitsLoss()(z, 0.9 * y + 0.05)",
        BCE,
    ),
    Leaf(YES_NO, "decision", "hinge loss", "costs alike", "torch.relu(1 - y * s)", "hinge_loss"),
    Leaf(YES_NO, "decision", "weighted cross-entropy", "costs differ", "nn.BCEWithLogitsLoss(pos_weight=w)", BCE),
    Leaf(CLASSES, "probability", "softmax cross-entropy", "from logits", "nn.CrossEntropyLoss()", CE),
    Leaf(
        CLASSES,
        "probability",
        "smoothed cross-entropy",
        "some labels wrong",
        "nn.CrossEntropyLoss(label_smoothing=0.1)",
        CE,
    ),
    Leaf(CLASSES, "decision", "multiclass hinge", "costs alike", "nn.MultiMarginLoss()", "multiclass_hinge_loss"),
    Leaf(CLASSES, "decision", "weighted cross-entropy", "costs differ", "nn.CrossEntropyLoss(weight=w)", CE),
    Leaf(LABELS, "probability", "binary cross-entropy", "one for each label", "nn.BCEWithLogitsLoss()", BCE),
    Leaf(LABELS, "decision", "binary cross-entropy", "yes where z > 0", "nn.BCEWithLogitsLoss()", BCE),
    Leaf(LABELS, "decision", "weighted cross-entropy", "costs differ", "nn.BCEWithLogitsLoss(pos_weight=w)", BCE),
)


def choose(task: str, output: str, uneven: bool, wild: bool) -> Leaf:
    """The leaf to begin with. The order of the questions: whose costs differ, what is meant, what is wild."""
    leaves = [leaf for leaf in LEAVES if leaf.task == task]
    if task == NUMBER:
        return leaves[3 if uneven else 2 if output == ANSWER else int(wild)]
    if task == LABELS:
        return leaves[1 + int(uneven) if output == ANSWER else 0]
    return leaves[2 + int(uneven) if output == ANSWER else int(wild)]


def also(leaf: Leaf, uneven: bool, wild: bool) -> str:
    """What the answers ask for beyond the leaf, "" if nothing."""
    steps = []
    if uneven and leaf.node == "probability":
        steps.append("act from a threshold set by the costs")
    if wild and leaf.when not in ("wild samples are slips", "some labels wrong"):
        steps.append(WILD.get(leaf.loss, "smooth the wrong labels"))
    return f"Also: {', and '.join(steps)}." if steps else ""


WILD = {
    "absolute_error": "wild samples may stay, it is robust",
    "quantile_error": "wild samples may stay, it is robust",
    "hinge_loss": "keep it unsquared, so that it is robust",
    "multiclass_hinge_loss": "keep it unsquared, so that it is robust",
}


def advice(leaf: Leaf) -> str:
    """What to keep in mind at this leaf."""
    return KEEP.get(leaf.task) or KEEP[leaf.name]


KEEP = {
    "squared error": "It aims at the mean: right for totals, and for bell-shaped noise.",
    "Huber loss": "δ: the size of an ordinary miss. If the wild ones are real, take MSE.",
    "absolute error": "It aims at the median, and does not mind how far off the farthest is.",
    "pinball loss": "r = y − ŷ; τ = cost of too low / (that + cost of too high).",
    "binary cross-entropy": "The sigmoid is inside: feed it logits, and labels 0 and 1.",
    "softmax cross-entropy": "The softmax is inside: feed it logits, and the number of the class.",
    "smoothed cross-entropy": "No label asks for certainty, but probabilities are pulled to 1/K.",
    "weighted cross-entropy": "w: what a mistake costs. The outputs are no probabilities any more.",
    "hinge loss": "Labels −1 and +1. Cross-entropy and a threshold do as well.",
    "multiclass hinge": "PyTorch divides by K. Cross-entropy and the largest logit do as well.",
    LABELS: "A sigmoid for each label, not one softmax: several may be true.",
}


# ── The tree ────────────────────────────────────────────────────────────────────────────────────────────────

GUIDE_SIZE = (370, 552)  # pixels; near the width of a phone, so that nothing shrinks there
ROW, TOP = 34.8, 532
TASK, NODE, LEAF = (2, 82), (97, 181), (198, 368)  # left and right edges of the three columns
Box = tuple[float, float, float, float]  # left, right, height of the middle, height


def draw_guide(ax: Axes, chosen: Leaf, more: str) -> None:
    """The tree, with the way to the chosen leaf lit. Few artists: what is alike is one."""
    width, height = GUIDE_SIZE
    ax.set(xlim=(54, width - 14), ylim=(46, height - 28))  # one unit is one pixel
    ax.set_axis_off()
    boxes, on_path = all_boxes(), path_to(chosen)
    lit = [boxes[key] for key in on_path]
    draw_branches(ax, [branch(boxes, key) for key in boxes if len(key) > 1], color=style.GRID, lw=2)
    draw_branches(ax, [branch(boxes, key) for key in on_path[1:]], color=style.GREEN, lw=4)
    draw_boxes(ax, list(boxes.values()), style.GRID, style.MUTED, 1.5)
    draw_boxes(ax, lit, style.GREEN, style.GREEN, 4)
    for key, (left, _, y, _) in boxes.items():
        look = {"color": style.INK, "weight": "bold"} if key in on_path else {"color": style.MUTED}
        ax.text(left + 7, y, key[-1], size=11.5, va="center", **look)
    ax.text(LEAF[1], 12, more, ha="right", va="center", size=12, color=style.GREEN, weight="bold")


def path_to(leaf: Leaf) -> list[tuple[str, ...]]:
    """The keys of the three boxes on the way to a leaf; each ends with what the box says."""
    task = leaf.task.replace("one of ", "one of\n").replace("several ", "several\n")
    return [(task,), (task, leaf.node), (task, leaf.node, f"{leaf.name}\n{leaf.when}")]


@cache
def all_boxes() -> dict[tuple[str, ...], Box]:
    """Every box by its key: left, right, the height of its middle, and how high it is."""
    places: dict[tuple[str, ...], list[float]] = {}
    for place, leaf in enumerate(LEAVES):
        for key in path_to(leaf):
            places.setdefault(key, []).append(TOP - ROW * place)
    columns = {1: (*TASK, 40), 2: (*NODE, 26), 3: (*LEAF, 32)}
    return {
        key: (left, right, (ys[0] + ys[-1]) / 2, tall)
        for key, ys in places.items()
        for left, right, tall in [columns[len(key)]]
    }


def branch(boxes: dict[tuple[str, ...], Box], key: tuple[str, ...]) -> list[tuple[float, float]]:
    """The three pieces of line from the box before to this one."""
    (_, start, y0, _), (end, _, y1, _) = boxes[key[:-1]], boxes[key]
    bend = (start + end) / 2
    return [(start, y0), (bend, y0), (bend, y1), (end, y1)]


def draw_branches(ax: Axes, lines: list[list[tuple[float, float]]], **look) -> None:
    points = np.array([[*line, (np.nan, np.nan)] for line in lines]).reshape(-1, 2)
    ax.plot(*points.T, clip_on=False, solid_capstyle="butt", **look)


def draw_boxes(ax: Axes, boxes: list[Box], fill: str, edge: str, width: float) -> None:
    """Pale boxes, drawn as lines as thick as a box is high, each with a bar along its left edge."""
    for height in sorted({tall for *_, tall in boxes}):
        alike = [[(left, y), (right, y)] for left, right, y, tall in boxes if tall == height]
        draw_branches(ax, alike, color=fill, alpha=0.3 if fill == style.GRID else 0.16, lw=height)
    bars = [[(left, y - tall / 2), (left, y + tall / 2)] for left, _, y, tall in boxes]
    draw_branches(ax, bars, color=edge, lw=width)
