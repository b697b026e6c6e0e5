"""The demos of the chapter on choosing a loss: noise, what a loss asks for, the atlas, the guide."""

from collections.abc import Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from lossviz import Choice, Demo, Slider, Toggle, demo, mark, style
from lossviz.demos._asked import ASKED, SHARES, Q, asked, what_a_loss_asks
from lossviz.demos._atlas import LossTable, at_truth_one, title
from lossviz.demos._draw import note, shown, unbroken
from lossviz.demos._guide import GUIDE_SIZE, MEANINGS, OF, TASKS, advice, also, choose, draw_guide
from lossviz.demos._noise import NOISES, noise_and_guess, noise_and_loss
from lossviz.losses import LOSSES, Loss

__all__ = [
    "ASKED",
    "NOISES",
    "SHARES",
    "LossTable",
    "Q",
    "asked",
    "loss_atlas",
    "loss_guide",
    "make_atlas",
    "noise_and_guess",
    "noise_and_loss",
    "what_a_loss_asks",
]

NAN = float("nan")

# ── The atlas ───────────────────────────────────────────────────────────────────────────────────────────────

NEAR = np.array([-1e-9, 1e-9])  # both sides of a step, so that it is drawn upright
OUTPUTS = np.sort(np.concatenate([np.linspace(-2, 4, 97), NEAR, 1 + NEAR]))


def make_atlas(entries: Mapping[str, Loss]) -> Demo:
    """The demo that lays any two of these losses over each other."""
    names = {title(name): name for name in entries}

    @cache
    def curves(name: str, output: float) -> list[NDArray]:
        """Loss and slope for all outputs and, at last, for this one."""
        return [at_truth_one(name, function, np.append(OUTPUTS, output)) for function in entries[name][:2]]

    @demo(
        axes=2,
        first=Choice(*names, start=title("squared_error"), label="first loss"),
        second=Choice(*names, start=title("huber_loss"), label="second loss"),
        output=Slider(stops=[-2, -1, -0.5, 0, 0.5, 1, 1.5, 2, 3, 4], start=0.5, label="output", drag="x", panel="all"),
    )
    def loss_atlas(axes, first, second, output):
        """Lay any two losses of the book over each other, and compare their slopes.

        First panel: two losses for every output of a model, where the truth is 1, yes or the first of three classes.
        Second panel: their slopes. A dot on each curve marks the chosen output; an arrow, a value beyond the picture.
        """
        draw_axes(axes, output)
        same, both = first == second, [curves(names[label], output) for label in (first, second)]
        for ax, *pair in zip(axes, *both, strict=True):
            draw_pair(ax, output, *(pair if not same else (pair[0], NAN * pair[0])))
        said = [in_words(each, *(v[-1] for v in pair)) for each, pair in zip((first, second), both, strict=True)]
        note(axes[0], 1, -0.75, first, style.RED)
        note(axes[0], 1, -1.45, "the same loss: choose another" if same else second, style.PURPLE)
        if same:
            return f"Truth 1, output {shown(output)}: {said[0]}.\nBoth are the same loss: choose another."
        return f"Truth 1, output {shown(output)}: {said[0]};\n{said[1]}."

    return loss_atlas


def draw_axes(axes, output: float) -> None:
    left, right = axes
    left.set(xlim=(-2.6, 4.6), ylim=(-1.9, 5.6), yticks=range(6), xlabel="output of the model", title="loss")
    right.set(xlim=(-2.6, 4.6), ylim=(-4.4, 4.4), xlabel="output of the model", title="slope")
    for ax, low in zip(axes, (-0.35, -4.4), strict=True):
        ax.axhline(0, color=style.MUTED, lw=1)
        ax.plot([output, output], [low, 5.6], **style.guide)


def draw_pair(ax, output: float, first: NDArray, second: NDArray) -> None:
    """Two curves with a dot on each; where both leave the picture by the same side, their arrows stand apart."""
    low, high = ax.get_ylim()
    one, other = first[-1], second[-1]
    crowd = min(one, other) > high or max(one, other) < low
    aside = (0.17 if output < 1 else -0.17) if crowd else 0
    for values, color, width, x, words in (
        (first, style.RED, 4.5, output + aside, {} if crowd else {"ha": "center"}),
        (second, style.PURPLE, 2, output - aside, {"ha": "center"}),
    ):
        ax.plot(OUTPUTS, values[:-1], color=color, lw=width)
        mark(ax, x, values[-1], style.dot, color, **words)


def in_words(name: str, loss: float, slope: float) -> str:
    name = ", ".join(map(unbroken, name.split(", ")))
    if np.isnan(loss):
        return f"{name}: none, a probability is from 0 to 1"
    return f"{name}: loss {shown(loss, 3)}, slope {shown(slope, 3)}"


loss_atlas = make_atlas(LOSSES)


# ── The guide ───────────────────────────────────────────────────────────────────────────────────────────────


@demo(
    size=GUIDE_SIZE,
    task=Choice(*TASKS, start="one of K classes", label="predicted"),
    output=Choice(*MEANINGS, label="wanted"),
    uneven=Toggle(label="costs differ"),
    wild=Toggle(label="errors in data"),
)
def loss_guide(ax, task, output, uneven, wild):
    """Describe your task: the path leads to a loss to begin with.

    A tree that branches from four tasks over the meaning of the output to a loss. Only the branch of the chosen task
    is open, and the path that fits the answers is lit.
    """
    leaf = choose(task, output, uneven, wild)
    more = also(leaf, uneven, wild)
    draw_guide(ax, leaf, bool(more))
    name = leaf.name.replace("-", "\N{NON-BREAKING HYPHEN}")
    call = ", ".join(unbroken(part) for part in leaf.call.rsplit(", ", 1))  # a narrow page breaks before the last value
    return f"{name}{unbroken(OF.get(leaf.call, ''))}: {call}\n{advice(leaf)}\n{more}".strip()
