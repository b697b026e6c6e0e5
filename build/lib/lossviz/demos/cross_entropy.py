"""The demos of the chapter on cross-entropy: H + KL, likelihood, swapped arguments, log 0, two ways of KL."""

import math

import numpy as np

from lossviz import Challenge, Choice, Slider, demo, style
from lossviz.demos._draw import fixed, note
from lossviz.demos._kl import cover_or_seek, kl_swap  # noqa: F401
from lossviz.information import cross_entropy, entropy, kl_divergence
from lossviz.losses import log_softmax, softmax

NATS = math.e
NAN, INF = float("nan"), float("inf")

# ── H(p) + KL(p‖q), three symbols ───────────────────────────────────────────────────────────────────────────

WEATHER = ("sun", "cloud", "rain")
TRUTHS = {
    "½ ¼ ¼": (0.5, 0.25, 0.25),
    "0.7 0.2 0.1": (0.7, 0.2, 0.1),
    "0.3 0.3 0.4": (0.3, 0.3, 0.4),
    "1 0 0": (1.0, 0.0, 0.0),
}


def beliefs(sun: float, cloud: float) -> np.ndarray:
    """Rain gets the rest; where nothing is left for it, sun and cloud are scaled down to a sum of 1."""
    q = np.array([sun, cloud, max(0.0, round(1 - sun - cloud, 9))])
    return q / q.sum()


@demo(
    axes=2,
    p=Choice(*TRUTHS, label="true p"),
    sun=Slider(0, 1, step=0.05, start=0.25, label="q(sun)", drag="y", grip=0.2),
    cloud=Slider(0, 1, step=0.05, start=0.25, label="q(cloud)", drag="y", grip=1.2),
    challenge=Challenge(
        "choose another p, and bring the red part below 0.01 bits.",
        lambda p, sun, cloud: p != "½ ¼ ¼" and kl_divergence(p=TRUTHS[p], q=beliefs(sun, cloud)) < 0.01,
    ),
)
def entropy_plus_kl(axes, p, sun, cloud):
    """Drag the orange bars towards the blue ones: how low does the stacked bar go?

    Left, the true distribution p of three kinds of weather in blue beside the believed distribution q in
    orange. Right, a stacked bar: the entropy of p in blue and on top of it, in red, what the wrong belief adds.
    A dashed line at the entropy marks the least there is.
    """
    left, right = axes
    truth, q = np.array(TRUTHS[p]), beliefs(sun, cloud)
    _draw_weather(left, truth, q)
    floor, total = float(entropy(truth)), float(cross_entropy(p=truth, q=q))
    _draw_stack(right, floor, total)
    scaled = "\nSun and cloud were over 1 together: scaled down." if sun + cloud > 1 + 1e-9 else ""
    return _cost_in_words(truth, q, floor, total) + scaled


def _draw_weather(ax, p, q) -> None:
    ax.set(xlim=(-0.6, 2.7), ylim=(0, 1.12), ylabel="probability", title="blue p happens, orange q is believed")
    ax.set_xticks(range(3), WEATHER)
    ax.grid(axis="x", visible=False)
    at = np.arange(3)
    ax.bar(at - 0.2, p, width=0.36, color=style.BLUE)
    ax.bar(at + 0.2, q, width=0.36, color=style.ORANGE)
    ax.plot(at[:2] + 0.2, q[:2], **style.handle, color=style.ORANGE)
    for k in range(3):
        note(ax, k - 0.22, p[k] + 0.05, f"{p[k]:.2f}", style.BLUE, size=11)
        note(ax, k + 0.22, q[k] + (0.08 if k < 2 else 0.05), f"{q[k]:.2f}", style.ORANGE, size=11)


def _draw_stack(ax, floor: float, total: float) -> None:
    top = 4.6
    ax.set(xlim=(0, 3), ylim=(0, top), title="cost, bits a day")
    ax.set_xticks([])
    ax.grid(axis="x", visible=False)
    ax.bar(0.65, floor, width=0.9, color=style.BLUE)
    ax.bar(0.65, min(total, top) - floor, bottom=floor, width=0.9, color=style.RED)
    ax.axhline(floor, **style.guide)
    note(ax, 0.65, top - 0.25, "↑" if total > top else "", style.PAPER, size=16)
    note(ax, 1.3, 4.1, f"H(p, q) = {fixed(total)}", style.INK, ha="left")
    note(ax, 1.3, 3.55, f"KL(p‖q) = {fixed(total - floor)}", style.RED, ha="left")
    note(ax, 1.3, 3.0, f"H(p) = {fixed(floor)}", style.BLUE, ha="left", **style.answer)
    look = {"ha": "left", "weight": "normal", "size": 12} | style.answer
    note(ax, 1.3, floor + 0.22, "no q gets below H(p)", style.MUTED, **look)


def _cost_in_words(p, q, floor: float, total: float) -> str:
    if total == INF:
        never = next(word for word, a, b in zip(WEATHER, p, q, strict=True) if a > 0 and b == 0)
        return f"q rules out {never}, and {never} happens: log₂ 0 makes H(p, q) = ∞ bits."
    if np.allclose(p, q):
        zero = "not at 0" if floor else "which is 0 here: p is certain"
        return f"q = p: KL is 0 and the bar stops at H(p) = {fixed(floor)} bits, {zero}."
    terms = " + ".join(f"{a:g}·{-math.log2(b):.2f}" for a, b in zip(p, q, strict=True) if a)
    return f"H(p, q) = {terms} = {fixed(total)} bits: {fixed(total - floor)} above H(p)."


# ── Cross-entropy and likelihood: ten tosses ────────────────────────────────────────────────────────────────

TOSSES = 10
BIAS = np.linspace(0.01, 0.99, 99)


def coin(share) -> np.ndarray:
    return np.stack([np.asarray(share), 1 - np.asarray(share)], axis=-1)


@demo(
    axes=2,
    heads=Slider(0, TOSSES, step=1, start=7, label="heads in 10 tosses"),
    q=Slider(0.02, 0.98, step=0.02, start=0.5, label="q(heads)", drag="x", panel="all"),
    challenge=Challenge("make 9 heads in 10 tosses as likely as you can.", lambda heads, q: heads == 9 and q == 0.9),
)
def likelihood_mirror(axes, heads, q):
    """Drag q: where is the likelihood highest, and where is the cross-entropy lowest?

    Left, the likelihood of ten coin tosses for every q, as a share of its highest value. Right, the
    cross-entropy of the tosses and q. The peak on the left and the valley on the right lie at the same q.
    """
    left, right = axes
    seen = coin(heads / TOSSES)
    cost = cross_entropy(p=seen, q=coin(BIAS), base=NATS)
    least, here = float(entropy(seen, base=NATS)), float(cross_entropy(p=seen, q=coin(q), base=NATS))
    left.set(xlim=(0, 1), ylim=(0, 1.12), xlabel="q(heads)", title="likelihood, 1 = best")
    right.set(xlim=(0, 1), ylim=(0, 3), xlabel="q(heads)", title="cross-entropy, nats a toss")
    left.plot(BIAS, np.exp(TOSSES * (least - cost)), color=style.PURPLE, lw=3)
    right.plot(BIAS, cost, color=style.RED, lw=3)
    right.axhline(least, **style.guide)
    for ax, height in ((left, math.exp(TOSSES * (least - here))), (right, here)):
        ax.axvline(heads / TOSSES, color=style.BLUE, lw=2, alpha=0.5)
        ax.plot(q, height, **style.handle, color=style.ORANGE)
    chance = f"{math.exp(-TOSSES * here):.3g}".replace("e-", "e−")
    return (
        f"{heads} heads in 10 under q = {q:.2f}: the tosses have probability {chance},\n"
        f"and that is e^(−10 · {fixed(here)}). Best q: {heads / TOSSES:g}, at H = {fixed(least)} nats."
    )


# ── Ten classes, and the two arguments swapped ──────────────────────────────────────────────────────────────

TARGET = np.array([0, 0, 0, 0.5, 0.5, 0, 0, 0, 0, 0])
MODELS = {
    "y₁, a good guess": np.array([0.01, 0.01, 0.1, 0.3, 0.33, 0.04, 0.02, 0.05, 0.01, 0.1]),
    "y₂, a bad guess": np.array([0.3, 0.01, 0.1, 0.01, 0.04, 0.02, 0.05, 0.33, 0.01, 0.1]),
    "y₀ = t": TARGET,
}
EPSILONS = 10.0 ** -np.arange(1, 16.1, 0.5)


def padded(first, second, epsilon: float) -> float:
    """−Σ first · log(second + ε), in nats, whether or not `second` sums to 1."""
    return -float((first * np.log(second + epsilon)).sum())


@demo(
    axes=2,
    model=Choice(*MODELS, label="model"),
    epsilon=Slider(
        stops=[float(f"{e:.3g}") for e in EPSILONS],
        start=1e-10,
        label="ε",
        format="{:.0e}",
        drag="x",
        panel=1,
    ),
)
def swapped_arguments(axes, model, epsilon):
    """Drag ε: which of the two lines measures the model, and which one only ε?

    Left, ten classes: the target t in blue, a half each on classes 3 and 4, and a model's probabilities in
    orange. Right, against ever smaller ε, the cross-entropy with the arguments in the right order, a level
    line, and with the arguments swapped, a line that climbs without end.
    """
    left, right = axes
    y = MODELS[model]
    _draw_classes(left, y)
    right.set(xlim=(0.3, 3e-17), ylim=(0, 38), xscale="log", xlabel="ε (smaller →)", title="nats")
    right.set_xticks([1e-1, 1e-4, 1e-7, 1e-10, 1e-13, 1e-16], ["10⁻¹", "10⁻⁴", "10⁻⁷", "10⁻¹⁰", "10⁻¹³", "10⁻¹⁶"])
    right.minorticks_off()
    right.axvline(epsilon, ymax=0.74, **style.guide)
    for first, second, color in ((y, TARGET, style.PURPLE), (TARGET, y, style.RED)):
        right.plot(EPSILONS, [padded(first, second, e) for e in EPSILONS], color=color, lw=3)
        right.plot(epsilon, padded(first, second, epsilon), **style.dot, color=color)
    note(right, 0.13, 35, "swapped: −Σ y log(t + ε)", style.PURPLE, ha="left", size=12)
    note(right, 0.13, 31, "right order: −Σ t log(y + ε)", style.RED, ha="left", size=12)
    good, bad = padded(TARGET, y, epsilon), padded(y, TARGET, epsilon)
    says = f"ε = {epsilon:.0e}: right order {fixed(good, 6)}, swapped {fixed(bad, 6)}.\n".replace("e-", "e−")
    if y is TARGET:
        return says + "With y = t the swap changes nothing: that is how it goes unseen."
    climb = padded(y, TARGET, epsilon / 10) - bad
    return says + f"A tenth of this ε would add {fixed(climb)} to the swapped figure."


def _draw_classes(ax, y) -> None:
    ax.set(xlim=(-0.7, 9.7), ylim=(0, 0.62), xlabel="class", title="blue target t, orange model y")
    ax.set_xticks(range(10))
    ax.grid(axis="x", visible=False)
    ax.bar(np.arange(10) - 0.2, TARGET, width=0.38, color=style.BLUE)
    ax.bar(np.arange(10) + 0.2, y, width=0.38, color=style.ORANGE)


# ── log 0, hidden and cured ─────────────────────────────────────────────────────────────────────────────────

PADS = {"log(q)": 0.0, "log(q + 1e−7)": 1e-7, "log(q + 1e−10)": 1e-10, "from logits": None}
GAPS = np.arange(0, 121.0)


def loss_and_slope(gap, pad: float | None) -> tuple[np.ndarray, np.ndarray]:
    """Loss of a true class that is `gap` behind, in float32 as a network has it, and the slope in the gap."""
    logits = np.stack([np.zeros_like(gap), -np.asarray(gap)], axis=-1).astype(np.float32)
    q = softmax(logits)[..., 1]
    if pad is None:
        return -log_softmax(logits)[..., 1], 1 - q
    with np.errstate(divide="ignore", invalid="ignore"):
        return -np.log(q + np.float32(pad)), q * (1 - q) / (q + np.float32(pad))


@demo(
    axes=2,
    recipe=Choice(*PADS, start="log(q + 1e−7)", label="recipe"),
    gap=Slider(0, 120, step=2, start=40, label="gap", drag="x", panel="all"),
)
def log_of_zero(axes, recipe, gap):
    """Drag the gap, then change the recipe: where does the loss stop telling the truth?

    Left, the loss against how far the true class's logit lies behind: the true loss as a faint line and the
    loss as the chosen recipe computes it. Right, the slope of that loss, which is what training follows.
    """
    left, right = axes
    left.set(xlim=(-4, 124), ylim=(-4, 126), xlabel="gap: true class behind by", title="loss in nats")
    right.set(xlim=(-4, 124), ylim=(-0.08, 1.25), xlabel="gap: true class behind by", title="slope of the loss")
    truth, _ = loss_and_slope(GAPS, None)
    losses, slopes = loss_and_slope(GAPS, PADS[recipe])
    left.plot(GAPS, truth, color=style.RED, lw=7, alpha=0.25)
    left.plot(GAPS, np.where(np.isinf(losses), NAN, losses), color=style.PURPLE, lw=3)
    right.plot(GAPS, slopes, color=style.GREEN, lw=3)
    loss, slope = (float(x) for x in loss_and_slope(np.float64(gap), PADS[recipe]))
    exact = float(loss_and_slope(np.float64(gap), None)[0])
    left.plot([gap, gap], [loss, exact] if math.isfinite(loss) else [NAN, NAN], **style.guide)
    left.plot(gap, loss if math.isfinite(loss) else NAN, **style.handle, color=style.ORANGE)
    right.plot(gap, slope, **style.handle, color=style.ORANGE)
    note(left, 84, 116, "" if math.isfinite(loss) else "∞", style.PURPLE, size=16)
    note(left, 3, 97, "true loss", style.RED, ha="left", size=12)
    note(left, 3, 112, recipe if recipe == "from logits" else f"−{recipe}", style.PURPLE, ha="left", size=12)
    return _recipe_in_words(recipe, gap, exact, loss, slope)


def _recipe_in_words(recipe: str, gap: float, truth: float, loss: float, slope: float) -> str:
    start = f"Gap {gap:g}: true loss {fixed(truth, 2)} nats; {recipe} says {fixed(loss, 2)}, "
    if math.isnan(slope):
        return start + "slope nan.\nThe probability rounded to 0, and training is over."
    if abs(loss - truth) < 0.05:
        return start + f"slope {fixed(slope, 2)}."
    return start + f"slope {fixed(slope, 4)}.\nThe worse the mistake, the less there is to learn from it."
