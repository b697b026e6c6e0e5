"""The demos of the chapter on cross-entropy: H + KL, likelihood, swapped arguments, log 0, floors, two ways of KL."""

import math

import numpy as np

from lossviz import Challenge, Choice, Slider, demo, mark, style
from lossviz.demos._draw import few, fixed, many, note, shown, unbroken, way
from lossviz.demos._floors import two_floors  # noqa: F401
from lossviz.demos._kl import cover_or_seek, kl_swap  # noqa: F401
from lossviz.demos._rounding import log_of_zero, swapped_arguments  # noqa: F401
from lossviz.demos._sums import digits_for
from lossviz.information import cross_entropy, entropy, kl_divergence

NATS = math.e
INF = float("inf")

# ── H(p) + KL(p‖q), three symbols ───────────────────────────────────────────────────────────────────────────

WEATHER = ("sun", "cloud", "rain")
TRUTHS = {
    "½ ¼ ¼": (0.5, 0.25, 0.25),
    "0.7 0.2 0.1": (0.7, 0.2, 0.1),
    "0.3 0.3 0.4": (0.3, 0.3, 0.4),
    "1 0 0": (1.0, 0.0, 0.0),
}


def beliefs(sun: float, cloud: float) -> np.ndarray:
    """Cloud gets no more than sun leaves, and rain the rest."""
    cloud = min(cloud, round(1 - sun, 9))
    return np.array([sun, cloud, abs(round(1 - sun - cloud, 9))])


@demo(
    axes=2,
    p=Choice(*TRUTHS, label="true\xa0p"),
    sun=Slider(0, 1, step=0.05, start=0.25, label="q(sun)", drag="y", grip=0.2),
    cloud=Slider(0, 1, step=0.05, start=0.25, label="q(cloud)", drag="y", grip=1.2),
    challenge=Challenge(
        "choose another p, and bring the red part below 0.01 bits.",
        lambda p, sun, cloud: p != "½ ¼ ¼" and kl_divergence(p=TRUTHS[p], q=beliefs(sun, cloud)) < 0.01,
    ),
)
def entropy_plus_kl(axes, p, sun, cloud):
    """Drag the orange bars towards the blue ones: how low does the stacked bar go?

    Panel "what happens, what is believed": the true distribution p of three kinds of weather in blue beside the
    believed distribution q in orange. Panel "cost": a stacked bar, the entropy of p in blue and on top of it, in red,
    what the wrong belief adds. A dashed line marks the entropy once q is p: there the bar is lowest.
    """
    left, right = axes
    truth, q = np.array(TRUTHS[p]), beliefs(sun, cloud)
    _draw_weather(left, truth, q)
    floor, total = float(entropy(truth)), float(cross_entropy(p=truth, q=q))
    _draw_stack(right, floor, total)
    less = f"\nSun leaves only {shown(q[1])} for cloud." if sun + cloud > 1 + 1e-9 else ""
    return _cost_in_words(truth, q, floor, total) + less


def _draw_weather(ax, p, q) -> None:
    ax.set(xlim=(-0.6, 2.7), ylim=(0, 1.12), ylabel="probability", title="blue p happens, orange q is believed")
    ax.set_xticks(range(3), WEATHER)
    ax.grid(axis="x", visible=False)
    at = np.arange(3)
    ax.bar(at - 0.2, p, width=0.36, color=style.BLUE)
    ax.bar(at + 0.2, q, width=0.36, color=style.ORANGE)
    ax.plot(at[:2] + 0.2, q[:2], **style.handle, color=style.ORANGE)
    for k in range(3):
        note(ax, k - 0.22, p[k] + 0.05, f"{p[k]:.2f}", style.BLUE, size=12)
        note(ax, k + 0.22, q[k] + (0.08 if k < 2 else 0.05), f"{q[k]:.2f}", style.ORANGE, size=12)


def _draw_stack(ax, floor: float, total: float) -> None:
    top = 4.6
    ax.set(xlim=(0, 3), ylim=(0, top), title="cost, bits a day")
    ax.set_xticks([])
    ax.grid(axis="x", visible=False)
    ax.bar(0.65, floor, width=0.9, color=style.BLUE)
    ax.bar(0.65, min(total, top) - floor, bottom=floor, width=0.9, color=style.RED)
    reached = total - floor < 1e-9  # the floor is what the demo asks for
    ax.axhline(floor if reached else math.nan, **style.guide, **style.answer)
    mark(ax, 0.65, total, {}, style.PAPER, "")
    note(ax, 1.3, 4.1, f"H(p, q) = {shown(total, 3)}", style.INK, ha="left")
    note(ax, 1.3, 3.55, f"KL(p‖q) = {shown(_rest(floor, total), 3)}", style.RED, ha="left")
    note(ax, 1.3, 3.0, f"H(p) = {shown(floor, 3)}", style.BLUE, ha="left", **style.answer)
    at_floor = "no q gets below H(p)" if reached else ""
    look = {"ha": "left", "weight": "normal", "size": 12}
    note(ax, 1.3, floor + 0.22, at_floor, style.MUTED, **look, **style.answer)


def _rest(floor: float, total: float) -> float:
    """KL as what is left of the total as printed."""
    return total if total == INF else round(total, 3) - round(floor, 3)


def _cost_in_words(p, q, floor: float, total: float) -> str:
    if total == INF:
        never = next(word for word, a, b in zip(WEATHER, p, q, strict=True) if a > 0 and b == 0)
        return f"q rules out {never}, and {never} happens: log₂ 0 makes H(p, q) = ∞ bits."
    if np.allclose(p, q):
        zero = "not at 0" if floor else "which is 0 here: p is certain"
        return f"q = p: KL is 0 and the bar stops at H(p) = {many(floor, 'bit')}, {zero}."
    pairs = [(a, -math.log2(b)) for a, b in zip(p, q, strict=True) if a]
    d = digits_for(*zip(*pairs, strict=True), total)
    terms = " + ".join(f"{a:g}·{shown(bits, d)}" for a, bits in pairs)
    total_said = unbroken(f"= {many(total, 'bit')}")
    above = f"{shown(_rest(floor, total), 3)} above H(p) = {shown(floor, 3)}"
    return f"{unbroken('H(p, q)')} = {terms} {total_said},\n{unbroken(above)}."


# ── Cross-entropy and likelihood: ten tosses ────────────────────────────────────────────────────────────────

TOSSES = 10
EDGE = np.array([0, 0.001, 0.002, 0.004, 0.007])  # where the cross-entropy is steep
BIAS = np.concatenate([EDGE, np.linspace(0.01, 0.99, 99), 1 - EDGE[::-1]])


def coin(share) -> np.ndarray:
    return np.stack([np.asarray(share), 1 - np.asarray(share)], axis=-1)


@demo(
    axes=2,
    heads=Slider(0, TOSSES, step=1, start=7, label="heads in 10 tosses"),
    q=Slider(0.02, 0.98, step=0.02, start=0.5, label="q(heads)", drag="x", panel="all"),
    challenge=Challenge("make 9 heads in 10 tosses as likely as you can.", lambda heads, q: heads == 9 and q == 0.9),
)
def likelihood_mirror(axes, heads, q):
    """Drag q to the top of the likelihood: where are you then in the cross-entropy?

    Panel "likelihood": the likelihood of ten coin tosses for every q, as a share of its highest value. Panel
    "cross-entropy": that of the tosses and q, drawn as far as q was dragged from ½, and all of it once q has come by
    the share of heads. Next to that share a blue line marks it: peak and valley lie there.
    """
    left, right = axes
    seen = coin(heads / TOSSES)
    cost = cross_entropy(p=seen, q=coin(BIAS), base=NATS)
    least, here = float(entropy(seen, base=NATS)), float(cross_entropy(p=seen, q=coin(q), base=NATS))
    left.set(xlim=(0, 1), ylim=(0, 1.12), xlabel="q(heads)", title="likelihood, 1 = best")
    right.set(xlim=(0, 1), ylim=(0, 4.2), xlabel="q(heads)", title="cross-entropy, nats a toss")
    left.plot(BIAS, np.exp(TOSSES * (least - cost)), color=style.PURPLE, lw=3)
    there = abs(q - heads / TOSSES) < 0.03  # what is to be found is named to those who found it
    visited = way(BIAS, 0.5, q, goal=q if there else heads / TOSSES)
    right.plot(visited, np.minimum(cross_entropy(p=seen, q=coin(visited), base=NATS), 9), color=style.RED, lw=3)
    right.plot([0, 1], [least if there else math.nan] * 2, **style.guide)
    for ax, height in ((left, math.exp(TOSSES * (least - here))), (right, here)):
        top, share = ax.get_ylim()[1], heads / TOSSES
        ax.plot([share, share], [0, 0.88 * top if there else math.nan], color=style.BLUE, lw=2, alpha=0.75)
        side, away = ("right", 0) if heads > TOSSES / 2 else ("left", 0.02)
        note(ax, share + away, 0.94 * top, "share of heads" if there else "", style.BLUE, ha=side, size=12)
        ax.plot(q, height, **style.handle, color=style.ORANGE)
    chance = _chance(math.exp(-TOSSES * here), here)
    best = f" Lowest possible: {fixed(least)}, {unbroken(f'at q = {heads / TOSSES:g}')}." if there else ""
    cost = f"−log({chance}) / 10 = {fixed(here)} nats"
    return (
        f"{many(heads, 'head')} in 10 under {unbroken(f'q = {shown(q)}')}: the tosses have probability {chance}.\n"
        f"{unbroken(cost)} a toss.{best}"
    )


def _chance(value: float, cost: float) -> str:
    """With as many digits as it takes for minus its logarithm, divided by ten, to be the cost as printed."""
    digits = (d for d in range(3, 9) if fixed(-math.log(float(f"{value:.{d - 1}e}")) / TOSSES) == fixed(cost))
    return few(value, next(digits))
