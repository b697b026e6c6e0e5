"""The demos of the chapter on choosing a loss: noise, what a loss asks for, the atlas, the guide."""

from collections.abc import Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from lossviz import Choice, Demo, Slider, Toggle, demo, style
from lossviz.demos._asked import ASKED, SHARES, Q, asked, what_a_loss_asks
from lossviz.demos._atlas import LossTable, at_truth_one, title
from lossviz.demos._draw import note, shown
from lossviz.demos._guide import GUIDE_SIZE, MEANINGS, TASKS, advice, also, choose, draw_guide
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

TOP = 5.6  # no curve is drawn above this: there the names stand
STEEP = 3.4  # nor any slope beyond this
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
        said = []
        same = first == second
        for place, (label, color, width) in enumerate(((first, style.RED, 4.5), (second, style.PURPLE, 2))):
            both = curves(names[label], output)
            hidden = same and place == 1
            for ax, values, limit in zip(axes, both, (TOP, STEEP), strict=True):
                inside = np.where((abs(values) <= limit) & (not hidden), values, NAN)
                ax.plot(OUTPUTS, inside[:-1], color=color, lw=width)
                ax.plot(output, inside[-1], **style.dot, color=color)
                edge(ax, output, NAN if hidden else values[-1], limit, color, place)
            said.append(f"{label}: {in_words(*(values[-1] for values in both))}")
        note(axes[0], 1, 7, first, style.RED)
        note(axes[0], 1, 6.3, "the same loss: choose another" if same else second, style.PURPLE)
        if same:
            return f"Truth 1, output {shown(output)}: {said[0]}.\nBoth are the same loss: choose another."
        return f"Truth 1, output {shown(output)}: {said[0]};\n{said[1]}."

    return loss_atlas


def draw_axes(axes, output: float) -> None:
    left, right = axes
    left.set(xlim=(-2.2, 4.2), ylim=(-0.35, 7.5), xlabel="output of the model", title="loss")
    right.set(xlim=(-2.2, 4.2), ylim=(-4.4, 4.4), xlabel="output of the model", title="slope")
    for ax, ends in zip(axes, ((-0.35, TOP), (-STEEP, STEEP)), strict=True):
        ax.axhline(0, color=style.MUTED, lw=1)
        ax.plot([output, output], ends, **style.guide)


def edge(ax, output: float, value: float, limit: float, color: str, place: int) -> None:
    """An arrow with the value that lies beyond the picture: the first loss's before the guide, the second's after."""
    beyond = abs(value) > limit
    text = f"{shown(value)} {'↑' if value > 0 else '↓'}" if beyond else ""
    inward = output < -1.5 or (place == 1 and output < 3.5)
    high = limit - (0.3, 1.0)[place]  # the names stand above
    side = {"ha": "left" if inward else "right", "size": 12}
    note(ax, output + (0.1 if inward else -0.1), high if value > 0 else -high, text, color, **side)


def in_words(loss: float, slope: float) -> str:
    if np.isnan(loss):
        return "none, a probability is from 0 to 1"
    return f"loss {shown(loss, 3)}, slope {shown(slope, 3)}"


loss_atlas = make_atlas(LOSSES)


# ── The guide ───────────────────────────────────────────────────────────────────────────────────────────────


@demo(
    size=GUIDE_SIZE,
    task=Choice(*TASKS, start="one of K classes", label="What is predicted"),
    output=Choice(*MEANINGS, label="What is wanted"),
    uneven=Toggle(label="One mistake costs more"),
    wild=Toggle(label="Wild samples or wrong labels"),
)
def loss_guide(ax, task, output, uneven, wild):
    """Describe your task: the path leads to a loss to begin with.

    A tree that branches from four tasks over the meaning of the output to a loss. Only the branch of the chosen task
    is open, and the path that fits the answers is lit.
    """
    leaf = choose(task, output, uneven, wild)
    more = also(leaf, uneven, wild)
    draw_guide(ax, leaf, more)
    return f"{leaf.name}: {leaf.call}\n{advice(leaf)}\n{more}".strip()
