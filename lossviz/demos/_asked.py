"""The demo of what a loss asks for, where the answer is yes or no."""

import numpy as np
from numpy.typing import NDArray

from lossviz import Choice, Slider, demo, losses, mark, style
from lossviz.demos._draw import fixed, note, shown, unbroken, way

NAN = float("nan")

Q = np.arange(1001) / 1000  # answers; the shares p of the slider are among them
LOGIT = np.r_[-100, np.log(Q[1:-1]) - np.log1p(-Q[1:-1]), 100]  # ±100 for ±∞: its loss is above the picture
LOG = tuple(losses.sigmoid_binary_cross_entropy(logit=LOGIT, label=y) for y in (1, 0))
# name: (what the answer q costs where it is yes, what it costs where it is no)
ASKED = {
    "log-loss": LOG,
    "squared error": tuple(losses.squared_error(Q, y) for y in (1, 0)),
    "absolute error": tuple(losses.absolute_error(Q, y) for y in (1, 0)),
    "focal, γ = 2": tuple(losses.focal_loss(logit=LOGIT, label=y) for y in (1, 0)),
    "log-loss, yes × 9": (9 * LOG[0], LOG[1]),
}
SHARES = np.arange(1, 100) / 100


def asked(loss: str, share: NDArray) -> NDArray:
    """The answer q of the smallest mean loss, where a share p is yes; NaN if every answer is as good."""
    yes, no = ASKED[loss]
    mean = np.multiply.outer(share, yes) + np.multiply.outer(1 - share, no)
    return np.where(np.ptp(mean, axis=-1) < 1e-9, NAN, Q[mean.argmin(axis=-1)])


ANSWERS = [0.01, *(round(0.05 * k, 2) for k in range(1, 20)), 0.99]
SEEN = np.r_[0:10:2, 10:40:5, 40:100:15, 100:700:40, 700:960:20, 960:990:5, 990:1001:2]  # of all answers, those drawn
FROM = 0.8  # the curve is drawn from here on


def asked_here(loss: str, share: float, answer: float) -> tuple[float, float, float, bool]:
    """What the answer costs where it is yes, where it is no, on average; and whether it is the slider's best."""
    yes, no = ASKED[loss]
    mean = share * yes + (1 - share) * no
    at, stops = round(answer * 1000), [round(q * 1000) for q in ANSWERS]
    return float(yes[at]), float(no[at]), float(mean[at]), bool(mean[at] <= mean[stops].min() + 1e-12)


@demo(
    axes=2,
    loss=Choice(*ASKED, label="loss"),
    share=Slider(0.05, 0.95, step=0.05, start=0.3, label="share of yes, p", drag="x", panel=1),
    answer=Slider(stops=ANSWERS, start=0.6, label="your answer\N{NO-BREAK SPACE}q", drag="x"),
)
def what_a_loss_asks(axes, loss, share, answer):
    """A share p of the cases is yes. Drag your answer q to the lowest mean loss.

    First panel: the mean loss, drawn over the answers q that you have come by, and over all once yours is the best,
    with a dashed line at p. Second panel: your answer over the share p, beside the diagonal on which an answer equals
    the share; once your answer is the best, the best answers for all shares.
    """
    left, right = axes
    left.set(xlim=(-0.03, 1.03), ylim=(-0.06, 2.6), xlabel="answer q")
    right.set(xlim=(-0.03, 1.03), ylim=(-0.04, 1.2), xlabel="share of yes, p", ylabel="answer q", title="answers")
    yes, no = ASKED[loss]
    mean = share * yes + (1 - share) * no
    if_yes, if_no, here, found = asked_here(loss, share, answer)
    best = float(asked(loss, share))
    seen = way(Q[SEEN], FROM, answer, goal=answer if found else best)
    left.plot(seen, np.interp(seen, Q, mean), color=style.RED, lw=3)
    left.plot([share if found else NAN] * 2, [-1, 3], **style.guide | {"color": style.BLUE})
    left.set_title(f"mean loss, dashed: p = {shown(share)}" if found else "mean loss")
    mark(left, answer, here, style.handle, style.ORANGE, fixed(here + HALF_UP))
    right.plot([0, 1], [0, 1], **style.guide)
    note(right, 0, 1.13, "dashed: q = p", style.MUTED, size=12, weight="normal", ha="left")
    note(right, 1, 1.13, "blue: p", style.BLUE, size=12, weight="normal", ha="right")
    right.plot(SHARES, asked(loss, SHARES) if found and best == best else NAN * SHARES, color=style.ORANGE, lw=3)
    right.plot([share, share], [-1, answer], color=style.BLUE, lw=1.5, alpha=0.6)
    right.plot(share, answer, **style.handle, color=style.ORANGE)
    mean_here = mean_of(share, if_yes, if_no, here)
    return f"p = {shown(share)}, q = {shown(answer)}: {mean_here}.\n{verdict(share, best, found)}"


HALF_UP = 1e-9  # as people round: 0.2075 to 0.208


def mean_of(share: float, if_yes: float, if_no: float, mean: float) -> str:
    """The mean as a sum, the two losses with as few decimals as give it, to three."""
    result = fixed(mean + HALF_UP)
    for digits in range(3, 9):
        yes, no = fixed(if_yes, digits), fixed(if_no, digits)
        if fixed(share * float(yes) + (1 - share) * float(no) + HALF_UP) == result:
            break
    parts = f"{shown(share)} · {yes}", f"+ {shown(1 - share)} · {no}", f"= {result}"
    return " ".join(["mean loss", *map(unbroken, parts)])


def verdict(share: float, best: float, found: bool) -> str:
    if best != best:
        return "Every answer costs the same here."
    if not found:
        return "Another answer costs less."
    lowest = f"Lowest at q = {shown(best, 2 if 0.005 <= best <= 0.995 else 0)}"
    return f"{lowest}, p itself." if abs(best - share) < 0.002 else f"{lowest}, not p."
