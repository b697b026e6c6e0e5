"""The demos of the chapter on fitting lines about training: a line by epochs, and why raw inputs crawl."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from lossviz import Choice, Slider, calculus, demo, style
from lossviz.calculus import Line
from lossviz.demos._draw import dots, draw_line, note, shown, unbroken
from lossviz.demos._lines import MSE
from lossviz.engine.numbers import number

# ── Heights and weights ─────────────────────────────────────────────────────────────────────────────────────

CM = np.array([152.4, 157.5, 160.0, 165.1, 172.7, 177.8, 185.4, 190.5, 195.6, 203.2])
KG = np.array([50.0, 54.4, 56.7, 59.0, 63.5, 68.0, 72.6, 77.1, 81.6, 90.7])
DECADE = (10, 15, 20, 25, 30, 40, 50, 60, 70, 80, 90)
EPOCHS = [*range(10), *DECADE, *(10 * e for e in DECADE), *(100 * e for e in DECADE), 10_000]
RAW_ADAM, RAW_SGD, STANDARD_SGD = "raw cm, Adam 0.1", "raw cm, SGD 0.00003", "standardised, SGD 0.1"


def slopes_of_mse(theta: NDArray, x: NDArray) -> NDArray:
    """The gradient of the MSE of KG against w·x + b in (w, b)."""
    off = theta[0] * x + theta[1] - KG
    return 2 * np.array([(off * x).mean(), off.mean()])


def adam(x: NDArray, rate: float, steps: int) -> NDArray:
    """Adam from (0, 0), written out in NumPy: the same path in every build."""
    theta, mean, square, path = np.zeros(2), np.zeros(2), np.zeros(2), [np.zeros(2)]
    for k in range(1, steps + 1):
        slope = slopes_of_mse(theta, x)
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        theta = theta - rate * mean / (1 - 0.9**k) / (np.sqrt(square / (1 - 0.999**k)) + 1e-8)
        path.append(theta)
    return np.stack(path)


@cache
def training_runs() -> dict[str, NDArray]:
    """For each run the line (w, b), in cm and kg, after every epoch."""
    center, spread = CM.mean(), CM.std()
    standard = calculus.gradient_descent(lambda t: slopes_of_mse(t, (CM - center) / spread), [0, 0], 0.1, 10_000)
    w = standard[:, 0] / spread
    return {
        RAW_ADAM: adam(CM, 0.1, 10_000),
        RAW_SGD: calculus.gradient_descent(lambda t: slopes_of_mse(t, CM), [0, 0], 3e-5, 10_000),
        STANDARD_SGD: np.stack([w, standard[:, 1] - w * center], axis=1),
    }


@cache
def training_losses() -> dict[str, NDArray]:
    lines = {run: path[EPOCHS] for run, path in training_runs().items()}
    return {run: ((path @ np.stack([CM, np.ones(10)]) - KG) ** 2).mean(axis=1) for run, path in lines.items()}


@demo(
    axes=2,
    run=Choice(STANDARD_SGD, RAW_ADAM, RAW_SGD, start=RAW_ADAM, label="training run"),
    epoch=Slider(stops=EPOCHS, label="epoch", format="{:,.0f}", play=True),
)
def training_by_epoch(axes, run, epoch):
    """Play each run: how many epochs does the line need?

    The panel "weight" has ten people's weights in kilograms over their heights in centimetres, and the line after so
    many epochs. The panel "MSE" has the mean squared error after each epoch up to this one, both axes logarithmic, for
    three runs: standardised inputs are at the minimum within 100 epochs, raw ones with Adam after some 5,000, raw ones
    with plain gradient descent not after 10,000.
    """
    left, right = axes
    left.set(xlim=(146, 210), ylim=(-6, 108), xlabel="height (cm)", ylabel="", title="weight (kg)")
    right.set(xscale="symlog", yscale="log", xlim=(0, 14_000), ylim=(0.8, 12_000), xlabel="epoch", title="MSE (kg²)")
    right.set_xticks([0, 1, 10, 100, 1000, 10_000], ["0", "1", "10", "10²", "10³", "10⁴"])
    right.set_yticks([1, 10, 100, 1000, 10_000], ["1", "10", "10²", "10³", "10⁴"])
    right.minorticks_off()
    place, (w, b) = EPOCHS.index(epoch), training_runs()[run][epoch]
    for name, color in ((RAW_ADAM, MSE), (RAW_SGD, style.PURPLE), (STANDARD_SGD, style.GOLD)):
        chosen = name == run
        so_far = EPOCHS[: place + 1], training_losses()[name][: place + 1]
        right.plot(*so_far, color=color, lw=3 if chosen else 1.5, alpha=1 if chosen else 0.75)
    loss = training_losses()[run][place]
    right.axhline(1.861747, **style.guide)
    for (x, y), name, color in (
        ((1.2, 6000), "raw, SGD", style.PURPLE),
        ((13, 1000), "raw, Adam", MSE),
        ((0.1, 11), "standardised", style.GOLD),
    ):
        note(right, x, y, name if epoch >= 10 else "", color, ha="left")  # not before there are lines beside them
    note(right, 0.1, 1.25, "smallest", style.MUTED, ha="left", weight="normal")
    right.plot(epoch, loss, **style.dot, color=style.RED)
    line = Line(w, b)
    left.vlines(CM, KG, line(CM), color=style.RED, lw=1.5)
    draw_line(left, line, color=style.ORANGE, lw=3)
    left.plot(CM, KG, **style.dot, color=style.BLUE)
    sign = "−" if b < 0 else "+"
    return (
        f"{run[0].upper()}{run[1:]}, {unbroken(f'epoch {epoch:,}')}:"
        f" {unbroken(f'weight = {shown(w, 4)} · height {sign} {shown(abs(b), 2)}')}.\n"
        f"{unbroken(f'MSE {number(loss, decimals=3 if loss < 1000 else 0)} kg²')}; the smallest possible is 1.862."
    )


SHIFTS, STEPS_TAKEN = [0, 0.25, 0.5, 0.75, 1, 1.5, 2, 2.5, 3, 3.5, 4], [0, 1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 50, 100]


def bowl(shift: float) -> NDArray:
    """The second derivatives of the MSE of w·x + b in (w, b), for inputs of mean `shift` and spread 1."""
    return 2 * np.array([[1 + shift**2, shift], [shift, 1.0]])


@demo(
    size=(400, 380),
    shift=Slider(stops=SHIFTS, label="mean of x, in spreads"),
    steps=Slider(stops=STEPS_TAKEN, label="steps taken", play=True),
)
def shifted_inputs(ax, shift, steps):
    """Shift the mean of the inputs away from 0, and play the steps: how far does the walk come?

    The mean squared error of a line over its two parameters, seen from above as contours around the best pair. Gradient
    descent starts where w is too small and b too large. With centred inputs the contours are circles and one step
    arrives; the further the mean of the inputs lies from 0, the narrower the valley and the shorter the steps along it.
    """
    ax.set(xlim=(-3.2, 3.2), ylim=(-3.2, 3.2), xlabel="w − best w", ylabel="b − best b", title="rings of the same MSE")
    values, vectors = np.linalg.eigh(bowl(shift))
    turn = np.linspace(0, 2 * np.pi, 61)
    circle = np.stack([np.cos(turn), np.sin(turn)])
    for level in (0.2, 1, 3, 8):
        across, up = vectors @ (np.sqrt(2 * level / values)[:, None] * circle)
        ax.plot(across, up, color=style.RED, lw=1.2, alpha=0.6)
    rate = 1 / values[1]  # half of what diverges, and as fast as the steep direction allows
    path = calculus.gradient_descent(lambda t: bowl(shift) @ t, [-2.6, 1.6], rate, steps)
    ax.plot(0, 0, ls="", marker="*", ms=15, color=style.RED, mec=style.PAPER)
    ax.plot(*path.T, color=style.ORANGE, lw=1.8)
    dots(ax, *path.T, style.ORANGE, 6)
    ax.plot(*path[-1], **style.dot, color=style.ORANGE)
    note(ax, -2.6, 2.0, "start", style.ORANGE)
    behind = {"fc": style.PAPER, "ec": "none", "pad": 1}  # contours run through here
    note(ax, -0.2, -0.4, "lowest", style.RED, ha="right", bbox=behind)
    condition, left = values[1] / values[0], np.hypot(*path[-1])
    ratio = f"{condition:.4g}"
    part = f"100 / {ratio} = {shown(100 / float(ratio), 1)} %"
    return (
        f"Condition number {ratio}: along the floor a step goes {unbroken(part)} of the way.\n"
        f"After {steps} {'step' if steps == 1 else 'steps'} {left:.2f} is left."
    )
