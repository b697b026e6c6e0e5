"""Each loss on a million numbers beside PyTorch (one thread, and its default) and scikit-learn.

Run: python benchmarks/bench_losses.py. The contenders take turns in one process; a time is their median.
PyTorch, too, gives one number for each prediction (reduction="none") and keeps no graph. scikit-learn, where
it is installed and has the loss, returns the mean. On a busy machine PyTorch's threads wait for each other.
"""

import math
import time
from collections.abc import Callable
from statistics import median

import numpy as np
import torch
from torch.nn import functional as F

from lossviz import information, losses

try:
    from sklearn import metrics
except ImportError:
    metrics = None

N, TURNS, GOAL = 10**6, 21, 1.5
THREADS = torch.get_num_threads()


def contenders(rng: np.random.Generator) -> dict[str, tuple[Callable, Callable, Callable | None]]:
    """name: (lossviz, PyTorch, scikit-learn or None), each to be called without arguments."""
    z, y, unit = rng.normal(size=N), rng.normal(size=N), rng.uniform(size=N)
    bit = rng.integers(0, 2, N).astype(float)
    sign = 2 * bit - 1
    Z, Y, U, B, S = map(torch.from_numpy, (z, y, unit, bit, sign))
    none = {"reduction": "none"}
    table = {
        "squared_error": (
            lambda: losses.squared_error(z, y),
            lambda: F.mse_loss(Z, Y, **none),
            lambda: metrics.mean_squared_error(y, z),
        ),
        "absolute_error": (
            lambda: losses.absolute_error(z, y),
            lambda: F.l1_loss(Z, Y, **none),
            lambda: metrics.mean_absolute_error(y, z),
        ),
        "huber_loss": (lambda: losses.huber_loss(z, y), lambda: F.huber_loss(Z, Y, **none), None),
        "log_cosh_error *": (
            lambda: losses.log_cosh_error(z, y),
            lambda: (Z - Y).abs().add(F.softplus(-2 * (Z - Y).abs())).sub(math.log(2)),
            None,
        ),
        "quantile_error *": (
            lambda: losses.quantile_error(z, y, tau=0.9),
            lambda: torch.maximum(0.9 * (Y - Z), 0.1 * (Z - Y)),
            lambda: metrics.mean_pinball_loss(y, z, alpha=0.9),
        ),
        "sigmoid": (lambda: losses.sigmoid(z), lambda: torch.sigmoid(Z), None),
        "binary_cross_entropy": (
            lambda: losses.binary_cross_entropy(probability=unit, label=bit),
            lambda: F.binary_cross_entropy(U, B, **none),
            lambda: metrics.log_loss(bit, unit),
        ),
        "sigmoid_binary_cross_entropy": (
            lambda: losses.sigmoid_binary_cross_entropy(logit=z, label=bit),
            lambda: F.binary_cross_entropy_with_logits(Z, B, **none),
            None,
        ),
        "focal_loss *": (
            lambda: losses.focal_loss(logit=z, label=bit),
            lambda: torch.sigmoid(-S * Z).pow(2) * F.softplus(-S * Z),
            None,
        ),
        "zero_one_loss *": (
            lambda: losses.zero_one_loss(score=z, label=sign),
            lambda: (S * Z <= 0).double(),
            lambda: metrics.zero_one_loss(bit, z > 0),
        ),
        "hinge_loss *": (
            lambda: losses.hinge_loss(score=z, label=sign),
            lambda: (1 - S * Z).clamp(min=0),
            lambda: metrics.hinge_loss(sign, z),
        ),
        "squared_hinge_loss *": (
            lambda: losses.squared_hinge_loss(score=z, label=sign),
            lambda: (1 - S * Z).clamp(min=0).square(),
            None,
        ),
        "logistic_loss *": (
            lambda: losses.logistic_loss(score=z, label=sign),
            lambda: F.softplus(-S * Z),
            None,
        ),
    }
    return table | class_contenders(z, rng, 10) | class_contenders(z, rng, 100)


def class_contenders(z: np.ndarray, rng: np.random.Generator, classes: int) -> dict:
    z = z.reshape(-1, classes)
    label = rng.integers(0, classes, len(z))
    p, q = losses.softmax(z), losses.softmax(-z)
    Z, L, P, Q = map(torch.from_numpy, (z, label, p, q))
    none = {"reduction": "none"}
    table = {
        "softmax": (lambda: losses.softmax(z), lambda: torch.softmax(Z, -1), None),
        "log_softmax": (lambda: losses.log_softmax(z), lambda: torch.log_softmax(Z, -1), None),
        "softmax_cross_entropy": (
            lambda: losses.softmax_cross_entropy(logits=z, label=label),
            lambda: F.cross_entropy(Z, L, **none),
            None,
        ),
        "multiclass_hinge_loss": (
            lambda: losses.multiclass_hinge_loss(scores=z, label=label),
            lambda: F.multi_margin_loss(Z, L, **none) * classes,
            None,
        ),
        "entropy *": (
            lambda: information.entropy(p),
            lambda: torch.special.entr(P).sum(-1) / math.log(2),
            None,
        ),
        "cross_entropy *": (
            lambda: information.cross_entropy(p=p, q=q),
            lambda: -torch.special.xlogy(P, Q).sum(-1) / math.log(2),
            None,
        ),
        "kl_divergence": (
            lambda: information.kl_divergence(p=p, q=q),
            lambda: F.kl_div(Q.log(), P, **none).sum(-1) / math.log(2),
            None,
        ),
    }
    return {f"{name}, {classes} classes": row for name, row in table.items()}


def milliseconds(run: Callable) -> float:
    start = time.perf_counter()
    run()
    return (time.perf_counter() - start) * 1e3


def medians(runs: list[Callable]) -> list[float]:
    """The median time of each, all taking turns; the first two turns warm up."""
    turns = [[milliseconds(run) for run in runs] for _ in range(TURNS + 2)][2:]
    return [median(times) for times in zip(*turns, strict=True)]


def measure(ours: Callable, theirs: Callable, third: Callable | None) -> tuple[float, float, float, float]:
    """Milliseconds of lossviz, PyTorch on one thread, PyTorch by default, scikit-learn (NaN if absent)."""
    torch.set_num_threads(1)
    runs = [ours, theirs, third] if metrics and third else [ours, theirs]
    mine, single, *other = medians(runs)
    torch.set_num_threads(THREADS)  # in turns of its own: to switch between turns costs more than the losses
    _, default = medians([ours, theirs])
    return mine, single, default, *(other or [math.nan])


def line(name: str, mine: float, single: float, default: float, other: float) -> str:
    note = f"  above {GOAL}" if mine > GOAL * single else ""
    sklearn = "" if math.isnan(other) else f"{other:.2f}"
    ratios = f"{single:9.2f}{mine / single:7.2f}{default:9.2f}{mine / default:7.2f}"
    return f"{name:36}{mine:9.2f}{ratios}{sklearn:>9}{note}"


def main() -> None:
    several = f"torch×{THREADS}"
    print(f"{'ms for 10⁶ numbers, float64':36}  lossviz  torch×1  ratio{several:>9}  ratio  sklearn")
    missed = []
    with torch.inference_mode():
        for name, row in contenders(np.random.default_rng(0)).items():
            mine, single, default, other = measure(*row)
            print(line(name, mine, single, default, other), flush=True)
            missed += [name] * (mine > GOAL * single)
    print("* not in PyTorch: the same formula in torch's operations. ratio: time of lossviz / time of torch.")
    print(f"To reach: {GOAL} times torch on one thread, as NumPy has one.")
    print(f"Not reached: {'; '.join(missed) or 'none'}.")
    if metrics is None:
        print("scikit-learn is not installed: its column stays empty.")


if __name__ == "__main__":
    main()
