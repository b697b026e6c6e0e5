"""A demo of several labels at once: the same logits, each through a sigmoid or all through one softmax."""

import numpy as np

from lossviz import Choice, Slider, demo, losses, style
from lossviz.demos._draw import fixed, note

THINGS = ("dog", "desk", "cat")
PICTURES = {"a dog and a desk": (1, 1, 0), "a dog": (1, 0, 0), "an empty room": (0, 0, 0)}


@demo(
    axes=2,
    picture=Choice(*PICTURES, label="picture of"),
    dog=Slider(-4, 4, step=1, start=1, label="logit of dog", drag="y", grip=0),
    desk=Slider(-4, 4, step=1, start=0, label="logit of desk", drag="y", grip=1),
    cat=Slider(-4, 4, step=2, start=-2, label="logit of cat", drag="y", grip=2),
)
def dog_and_desk(axes, picture, dog, desk, cat):
    """Drag the logits: can dog and desk both get above 0.9, by sigmoids and by softmax?

    In “logits”, three bars with handles. In “probabilities”, what becomes of them: beside each blue mark, which says
    whether the thing is in the picture, an orange bar, the sigmoid of that logit alone, and a purple one, its share
    in the softmax of all three.
    """
    scores, chances = axes
    logits, y = np.array([dog, desk, cat], float), np.array(PICTURES[picture])
    scores.set(xlim=(-0.6, 2.6), ylim=(-5, 5), title="logits")
    chances.set(xlim=(-0.6, 2.6), ylim=(-0.04, 1.46), title="probabilities", yticks=[0, 0.25, 0.5, 0.75, 1])
    alone, shared = losses.sigmoid(logits), losses.softmax(logits)
    for ax in axes:
        ax.set_xticks(range(3), THINGS)
        ax.grid(axis="x", visible=False)
    scores.axhline(0, color=style.MUTED, lw=1)
    scores.bar(range(3), logits, width=0.5, color=style.ORANGE, alpha=0.5)
    scores.plot(range(3), logits, **style.handle, color=style.ORANGE)
    chances.bar(np.arange(3) - 0.19, alone, width=0.34, color=style.ORANGE)
    chances.bar(np.arange(3) + 0.19, shared, width=0.34, color=style.PURPLE)
    chances.hlines(y, np.arange(3) - 0.42, np.arange(3) + 0.42, color=style.BLUE, lw=4)
    for x, text, color in ((-0.55, "sigmoids", style.ORANGE), (0.52, "softmax", style.PURPLE)):
        note(chances, x, 1.34, text, color, ha="left", size=12)
    note(chances, 1.5, 1.34, "in the picture?", style.BLUE, ha="left", size=12)
    each = losses.sigmoid_binary_cross_entropy(logit=logits, label=y)
    return f"Sigmoids {_listed(alone)}: loss {_sum(each)} nats.\nSoftmax: {_whole(shared)}."


def _listed(values) -> str:
    return ", ".join(fixed(v) for v in values)


def _whole(shares) -> str:
    """Shares of 1 in as many decimals, up to five, as make the printed ones add up to 1.

    >>> _whole([0.705385, 0.259496, 0.035119]), _whole([0.95, 0.04, 0.01])
    ('0.7054 + 0.2595 + 0.0351 = 1', '0.950 + 0.040 + 0.010 = 1')
    """
    for digits in (3, 4, 5):
        printed = [fixed(v, digits) for v in shares]
        if round(sum(map(float, printed)), digits) == 1:
            return " + ".join(printed) + " = 1"
    return _sum(shares)


def _sum(terms) -> str:
    """Terms and their sum, in as many decimals, three or more, as make it right as it is printed.

    >>> _sum([0.05, 0.05, 0.125])
    '0.050 + 0.050 + 0.125 = 0.23'
    """
    result = fixed(sum(terms), 2)
    for digits in range(3, 9):
        printed = [fixed(v, digits) for v in terms]
        if fixed(sum(map(float, printed)), 2) == result:
            break
    return " + ".join(printed) + f" = {result}"
