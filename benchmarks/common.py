"""What the benchmarks share: positions to draw, a stopwatch, rows of a table."""

import random
import statistics
import time
from collections.abc import Callable

from lossviz.engine.demo import Demo


def some_states(demo: Demo, count: int) -> list[dict]:
    """States in an order that a reader might drag through, the same in every run."""
    return random.Random(demo.name).choices(demo.states, k=count)


def milliseconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return (time.perf_counter() - start) * 1e3


def median_of(times: list[float]) -> float:
    return statistics.median(times)


def row(*cells: object) -> None:
    print("".join(f"{cell:<26}" if i == 0 else f"{cell:>16}" for i, cell in enumerate(cells)), flush=True)


def verdict(what: str, value: float, reach: str, reached: bool) -> None:
    print(f"{'reached' if reached else 'NOT reached'}: {what} {value:.3g} (to reach: {reach})", flush=True)
