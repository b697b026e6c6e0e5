"""The decision guide: its leaves, the way to one of them, and the tree as a picture."""

from functools import cache
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes

from lossviz import style
from lossviz.demos._draw import unbroken

TASKS = ("a number", "yes or no", "one of K classes", "several labels")
AVERAGE, ANSWER = MEANINGS = ("a mean or probability", "a middle or decision")


class Leaf(NamedTuple):
    """An end of the tree."""

    task: str
    node: str  # what the output means, as the tree says it
    name: str
    when: str
    call: str  # the loss in PyTorch; z, s: logits and scores, y: targets, w: weights, r = ŷ − y
    loss: str  # its name in `lossviz.losses`


NUMBER, YES_NO, CLASSES, LABELS = TASKS
BCE, CE = "sigmoid_binary_cross_entropy", "softmax_cross_entropy"
PINBALL = "torch.maximum((1 - tau) * r, -tau * r)"
OF = {PINBALL: " of r = ŷ − y"}  # said before the call: on a phone the call then has a line of its own
LEAVES = (
    Leaf(NUMBER, "mean", "squared error", "no wild samples", "nn.MSELoss()", "squared_error"),
    Leaf(NUMBER, "mean", "Huber loss", "wild samples are slips", "nn.HuberLoss(delta=1.0)", "huber_loss"),
    Leaf(NUMBER, "middle", "absolute error", "too high = too low", "nn.L1Loss()", "absolute_error"),
    Leaf(NUMBER, "quantile", "pinball loss", "costs differ", PINBALL, "quantile_error"),
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
        "nn.functional.cross_entropy(z, y, label_smoothing=0.1)",
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
        steps.append("choose the class of least cost" if leaf.task == CLASSES else "costs set the threshold")
    if wild and leaf.when not in ("wild samples are slips", "some labels wrong"):
        steps.append(WILD.get(leaf.loss, "smooth the labels"))
    return f"Also: {'; '.join(steps)}." if steps else ""


WILD = {
    "absolute_error": "wild targets may stay: bounded pull",
    "quantile_error": "wild targets may stay: bounded pull",
    "hinge_loss": "do not square it: bounded pull",
    "multiclass_hinge_loss": "do not square it: bounded pull",
}


def advice(leaf: Leaf) -> str:
    """What to keep in mind at this leaf."""
    return KEEP.get(leaf.task) or KEEP[leaf.name]


KEEP = {
    "squared error": "Its best answer is the mean: right for totals, and for bell-shaped noise.",
    "Huber loss": "δ: the size of an ordinary error. If the wild samples are real, take MSE.",
    "absolute error": "Its best answer is the median, however far off the farthest target is.",
    "pinball loss": f"{unbroken('tau = a / (a + b):')} too low costs a, too high costs b.",
    "binary cross-entropy": "The sigmoid is inside: give it logits, and labels 0 and 1.",
    "softmax cross-entropy": "The softmax is inside: give it logits, and the number of the class.",
    "smoothed cross-entropy": "No label asks for certainty. Check it on clean labels that were held out.",
    "weighted cross-entropy": "w: what a mistake costs. Its outputs are not probabilities any more.",
    "hinge loss": "Labels −1 and +1. Cross-entropy and a threshold are the usual alternative.",
    "multiclass hinge": "PyTorch divides by K. Cross-entropy and the largest logit are the usual alternative.",
    LABELS: "A sigmoid for each label, not one softmax: several may be true.",
}


# ── The tree ────────────────────────────────────────────────────────────────────────────────────────────────

GUIDE_SIZE = (372, 236)  # pixels; near the width of a phone, so that nothing shrinks there
TASK, NODE, LEAF = (4, 80), (92, 182), (194, 371)  # left and right edges of the three columns
HEADS = {TASK: "predicted", NODE: "wanted", LEAF: "loss to begin with"}
MIDDLES = {2: [150, 54], 3: [164, 102, 40], 4: [174, 126, 78, 30]}  # of so many boxes in a column
TALL = {TASK: 40, NODE: 28, LEAF: 40}
Box = tuple[float, float, float]  # left, right, height of the middle


def draw_guide(ax: Axes, chosen: Leaf, more: bool) -> None:
    """All tasks, the branch of the chosen one, and the way to the leaf lit; whether more is to be done than choose it.

    Few artists, always as many.
    """
    width, height = GUIDE_SIZE
    ax.set_position((0, 0, 1, 1))
    ax.set(xlim=(0, width), ylim=(0, height))  # one unit is one pixel
    ax.set_axis_off()
    boxes, on_path = open_boxes(chosen.task), path_to(chosen)
    lit = [boxes[key] for key in on_path]
    draw_branches(ax, [branch(boxes, key) for key in boxes if len(key) > 1], color=style.MUTED, lw=1.5, alpha=0.75)
    draw_branches(ax, [branch(boxes, key) for key in on_path[1:]], color=style.GREEN, lw=4)
    draw_boxes(ax, list(boxes.values()), style.GRID, style.MUTED, 1.5)
    draw_boxes(ax, lit, style.GREEN, style.GREEN, 4)
    for (left, _), head in HEADS.items():
        ax.text(left, 216, head, size=12, va="center", color=style.MUTED)
    ax.text(LEAF[1], 216, "and more" if more else "", size=12, ha="right", va="center", color=style.GREEN)
    texts = [(left + 6, y, key[-1], key in on_path) for key, (left, _, y) in boxes.items()]
    for x, y, text, bright in texts + [(0, 0, "", False)] * (len(TASKS) + 3 + 4 - len(texts)):
        look = {"color": style.INK, "weight": "bold"} if bright else {"color": style.MUTED}
        ax.text(x, y, text, size=12, va="center", **look)


def path_to(leaf: Leaf) -> list[tuple[str, ...]]:
    """The keys of the three boxes on the way to a leaf; each ends with what the box says."""
    task = leaf.task.replace("one of ", "one of\n").replace("several ", "several\n")
    return [(task,), (task, leaf.node), (task, leaf.node, f"{leaf.name}\n{leaf.when}")]


@cache
def open_boxes(task: str) -> dict[tuple[str, ...], Box]:
    """Every task, and of this one every box behind it, by its key: left, right, the height of its middle."""
    columns: tuple[dict, dict, dict] = ({}, {}, {})
    for leaf in LEAVES:
        for column, key in zip(columns, path_to(leaf), strict=True):
            if len(key) == 1 or leaf.task == task:
                column[key] = None
    return {
        key: (*edges, y)
        for column, edges in zip(columns, (TASK, NODE, LEAF), strict=True)
        for key, y in zip(column, MIDDLES[len(column)], strict=True)
    }


def branch(boxes: dict[tuple[str, ...], Box], key: tuple[str, ...]) -> list[tuple[float, float]]:
    """The three pieces of line from the box before to this one."""
    (_, start, y0), (end, _, y1) = boxes[key[:-1]], boxes[key]
    bend = (start + end) / 2
    return [(start, y0), (bend, y0), (bend, y1), (end, y1)]


def draw_branches(ax: Axes, lines: list[list[tuple[float, float]]], **look) -> None:
    points = np.array([[*line, (np.nan, np.nan)] for line in lines]).reshape(-1, 2)
    ax.plot(*points.T, clip_on=False, solid_capstyle="butt", **look)


def draw_boxes(ax: Axes, boxes: list[Box], fill: str, edge: str, width: float) -> None:
    """Pale boxes, drawn as lines as thick as a box is high, each with a bar along its left edge."""
    tall = {left: TALL[left, right] for left, right, _ in boxes}
    for height in sorted(set(TALL.values())):
        alike = [[(left, y), (right, y)] for left, right, y in boxes if tall[left] == height]
        draw_branches(ax, alike, color=fill, alpha=0.3 if fill == style.GRID else 0.16, lw=height)
    bars = [[(left, y - tall[left] / 2), (left, y + tall[left] / 2)] for left, _, y in boxes]
    draw_branches(ax, bars, color=edge, lw=width)
