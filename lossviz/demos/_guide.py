"""The decision guide: its leaves, the way to one of them, and the tree as a picture."""

from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

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
    Leaf(LABELS, "each alone", "binary cross-entropy", "one for each label", "nn.BCEWithLogitsLoss()", BCE),
    Leaf(LABELS, "each alone", "weighted cross-entropy", "costs differ", "nn.BCEWithLogitsLoss(pos_weight=w)", BCE),
)


def choose(task: str, output: str, uneven: bool, wild: bool) -> Leaf:
    """The leaf to begin with. The order of the questions: whose costs differ, what is meant, what is wild."""
    leaves = [leaf for leaf in LEAVES if leaf.task == task]
    if task == NUMBER:
        return leaves[3 if uneven else 2 if output == ANSWER else int(wild)]
    if task == LABELS:
        return leaves[int(uneven and output == ANSWER)]
    return leaves[2 + int(uneven) if output == ANSWER else int(wild)]


def advice(leaf: Leaf, uneven: bool, wild: bool) -> str:
    """What to keep in mind at this leaf: the first that applies."""
    is_class = leaf.task != NUMBER
    if leaf.node == "quantile":
        return "r = y − ŷ; τ = cost of a unit too low / (that + cost of a unit too high)."
    if is_class and uneven and "weight" not in leaf.call:
        return "Unweighted. The costs come in after training: act where acting costs less."
    if "weight" in leaf.call:
        return "The weights w say what a mistake costs. The outputs are no probabilities any more."
    if is_class and wild:
        return WILD[leaf.loss]
    return KEEP.get(leaf.task) or KEEP[leaf.name]


WILD = {
    BCE: "With labels 0.05 and 0.95 none asks for certainty, but ŷ is pulled to ½.",
    CE: "No label asks for certainty, but the probabilities are pulled to 1/K.",
    "hinge_loss": "A wrong label pulls with 1, however far off; squared, it would pull without end.",
    "multiclass_hinge_loss": "A wrong label pulls with 1 for each rival in the margin, however far off.",
}
KEEP = {
    "squared error": "It aims at the mean: right for totals, and for bell-shaped noise.",
    "Huber loss": "δ is the size of an ordinary miss. Are the wild ones real? Then the mean needs them: MSE.",
    "absolute error": "It aims at the median, and does not mind how far off the farthest is.",
    "binary cross-entropy": "The sigmoid is inside: feed it logits, and labels 0 and 1.",
    "hinge loss": "Labels −1 and +1. Cross-entropy and a threshold do as well, and say how sure.",
    "softmax cross-entropy": "The softmax is inside: feed it logits, and the number of the class.",
    "multiclass hinge": "PyTorch divides by K. Cross-entropy and the largest logit do as well.",
    LABELS: "A sigmoid for each label, not one softmax: several may be true at once.",
}


# ── The tree ────────────────────────────────────────────────────────────────────────────────────────────────

GUIDE_SIZE = (370, 508)  # pixels; near the width of a phone, so that nothing shrinks there
ROW, TOP = 35.5, 488
TASK, NODE, LEAF = (4, 88), (106, 198), (216, 366)  # left and right edges of the three columns
FREE = {"clip_on": False}


def draw_guide(ax: Axes, chosen: Leaf) -> None:
    """The tree, with the way to the chosen leaf lit."""
    width, height = GUIDE_SIZE
    ax.set(xlim=(54, width - 14), ylim=(46, height - 28))  # one unit is one pixel
    ax.set_axis_off()
    tasks = {leaf.task: middle("task", leaf.task) for leaf in LEAVES}
    nodes = {(leaf.task, leaf.node): middle("node", leaf.node, leaf.task) for leaf in LEAVES}
    for lit in (False, True):  # what is lit lies above the rest
        for place, leaf in enumerate(LEAVES):
            branch(ax, NODE[1], nodes[leaf.task, leaf.node], LEAF[0], height_of(place), lit, leaf == chosen)
        for (task, node), y in nodes.items():
            branch(ax, TASK[1], tasks[task], NODE[0], y, lit, (task, node) == (chosen.task, chosen.node))
    for task, y in tasks.items():
        box(ax, TASK, y, 40, task.replace("one of ", "one of\n").replace("several ", "several\n"), task == chosen.task)
    for (task, node), y in nodes.items():
        box(ax, NODE, y, 26, node, (task, node) == (chosen.task, chosen.node))
    for place, leaf in enumerate(LEAVES):
        box(ax, LEAF, height_of(place), 32, f"{leaf.name}\n{leaf.when}", leaf == chosen)


def height_of(place: int) -> float:
    return TOP - ROW * place


def middle(kind: str, name: str, task: str | None = None) -> float:
    """The height of a task or a node: the middle of its leaves."""
    places = [i for i, leaf in enumerate(LEAVES) if getattr(leaf, kind) == name and task in (None, leaf.task)]
    return height_of((places[0] + places[-1]) / 2)


def branch(ax: Axes, x0: float, y0: float, x1: float, y1: float, lit: bool, on_path: bool) -> None:
    """A line in three pieces from box to box; the lit one is there at every position, and empty off the path."""
    bend = (x0 + x1) / 2
    xs = [x0, bend, bend, x1] if on_path or not lit else []
    look = {"color": style.GREEN, "lw": 4} if lit else {"color": style.GRID, "lw": 2}
    ax.plot(xs, [y0, y0, y1, y1] if len(xs) else [], **look, **FREE)


def box(ax: Axes, edges: tuple[float, float], y: float, height: float, text: str, lit: bool) -> None:
    left, right = edges
    color = style.GREEN if lit else style.MUTED
    ax.add_patch(Rectangle((left, y - height / 2), right - left, height, fc=style.PAPER, ec="none", zorder=3, **FREE))
    ax.add_patch(
        Rectangle(
            (left, y - height / 2),
            right - left,
            height,
            zorder=3,
            **FREE,
            fc=(style.GREEN if lit else style.GRID),
            alpha=0.16 if lit else 0.35,
            ec="none",
        )
    )
    ax.plot([left, left], [y - height / 2, y + height / 2], color=color, lw=4 if lit else 1.5, zorder=4, **FREE)
    first, _, second = text.partition("\n")
    look = {"ha": "left", "va": "center", "zorder": 5, "color": style.INK if lit else style.MUTED}
    up = 7.5 if second else 0
    ax.text(left + 7, y + up, first, size=11.5, weight="bold" if lit else "normal", **look)
    ax.text(left + 7, y - up, second, size=11 if edges == LEAF else 11.5, **look)
