"""Drawing a state, a move in a notebook, the size of a page's data, the time of an import."""

import io
import json
import random
import subprocess
import sys
import zlib
from collections import deque
from collections.abc import Iterator
from functools import partial

from benchmarks.common import median_of, milliseconds, row, some_states, verdict
from lossviz import style
from lossviz.engine import html, recording, worker
from lossviz.engine.demo import Demo
from lossviz.engine.drawing import call
from lossviz.engine.live import Player
from lossviz.engine.reference import draw_whole
from lossviz.engine.stage import Stage
from tools.all_demos import book_demos


def main() -> None:
    demos = list(book_demos().values())
    data(demos, draw_and_move(demos))
    importing()


def as_interact_does(demo: Demo, values: dict) -> bytes:
    """A slider's callback with a new inline figure: pyplot, draw, PNG, close."""
    import matplotlib.pyplot as plt

    with style.context():
        figure, axes = plt.subplots(1, demo.panels, figsize=(demo.size[0] * demo.panels / 72, demo.size[1] / 72))
        call(demo.draw, [axes] if demo.panels == 1 else list(axes), values)
        file = io.BytesIO()
        figure.savefig(file, format="png", bbox_inches="tight")
        plt.close(figure)
    return file.getvalue()


def draw_and_move(demos: list[Demo], count: int = 15) -> dict[str, float]:
    """States here and there, as a reader moves; gives the milliseconds of a new figure, by demo."""
    row(
        "median ms a state", "stage", "new figure", "ratio", "live step", "interact, PNG", "bytes sent", "whole picture"
    )
    ratios, steps, wholes, sent = [], [], {}, []
    for demo in demos:
        sizes = []
        fast, whole, live, png = (median_of(times) for times in zip(*four_ways(demo, count, sizes), strict=True))
        ratios.append(whole / fast)
        steps.append(live)
        wholes[demo.name] = whole
        bytes_sent, bytes_whole = map(median_of, zip(*sizes, strict=True))
        sent.append(bytes_sent)
        times = (f"{time:.1f}" for time in (fast, whole, whole / fast, live, png))
        row(demo.name, *times, f"{bytes_sent:,.0f}", f"{bytes_whole:,.0f}")
    verdict("drawing, times faster than a new figure", median_of(ratios), "5", median_of(ratios) >= 5)
    verdict("live step, ms", median_of(steps), "under 15", median_of(steps) < 15)
    verdict("bytes sent a move", median_of(sent), "under 4000", median_of(sent) < 4000)
    return wholes


def four_ways(demo: Demo, count: int, sizes: list[tuple[int, int]]) -> Iterator[tuple[float, ...]]:
    """Milliseconds a state of each way, in turn, so that a slow moment of the machine meets them all.

    To `sizes` goes what a notebook's kernel sends for a step of the hand, and what the whole picture weighs.
    """
    player = Player(demo)
    player._hear({"view": "bench", "strings": list(player.numbers.values())})
    indexes = list(player.opening["indexes"])
    others = iter(some_states(demo, 5 * count))  # always new ones: what was drawn before is not drawn again
    for values in some_states(demo, count):
        some = [next(others) for _ in range(5)]
        number, control = random.choice(list(enumerate(demo.controls.values())))
        indexes[number] = (indexes[number] + 1) % len(control.values)
        told = {}
        yield (
            milliseconds(lambda some=some: list(demo.stage.frames(some))) / len(some),
            milliseconds(partial(draw_whole, demo, values)),
            milliseconds(lambda told=told: told.update(player.state("bench", indexes))),
            milliseconds(partial(as_interact_does, demo, values)),
        )
        frame = demo.stage.frame(
            {name: c.values[i] for (name, c), i in zip(demo.controls.items(), indexes, strict=True)}
        )
        sizes.append((len(json.dumps(told)), len(html.still(demo, frame.panels, frame.readout, frame.defs))))


def data(demos: list[Demo], new_figure: dict[str, float], limit: int = 60) -> None:
    """All states, as a build draws them that has a processor to spare, and as one that has not.

    Beside it: as whole SVGs, deflated together (on a sample, scaled up).
    """
    row("data in the page", "states", "ms each", "one process", "author's", "kB", "bytes each", "whole SVGs, kB")
    sizes, large, ratios, alone = [], [], [], []
    for demo in demos:
        count = len(demo.states)
        one = milliseconds(lambda demo=demo: deque(Stage(demo).frames(demo.states), maxlen=0)) / count
        vars(demo).pop("stage", None)  # which knows some of its strings by now
        each = milliseconds(lambda demo=demo: deque(worker.frames(demo), maxlen=0)) / count
        own = median_of(authors_part(demo, some_states(demo, min(limit, count))))
        ratios.append(new_figure[demo.name] / each)
        alone.append(new_figure[demo.name] / one)
        size = len(html.pack(recording.make_recording(demo)))
        sample = some_states(demo, min(limit, count))
        whole = zlib.compress("".join(draw_whole(demo, v) for v in sample).encode(), 9)
        sizes.append(size / 1000)
        large += [size / count] if count >= 1000 else []
        scaled = len(whole) * 4 / 3 * count / len(sample) / 1000
        times = (f"{ms:.1f}" for ms in (each, one, own))
        row(demo.name, f"{count:,}", *times, f"{sizes[-1]:.1f}", f"{size / count:.0f}", f"{scaled:,.0f}")
    verdict("drawing all states, times faster than a new figure", median_of(ratios), "10", median_of(ratios) >= 10)
    row("the same by one process", f"{median_of(alone):.1f}")
    verdict("largest demo, kB", max(sizes), "under 120", max(sizes) < 120)
    verdict("median demo, kB", median_of(sizes), "under 30", median_of(sizes) < 30)
    if large:
        verdict("bytes a state, demos of 1,000 or more", max(large), "under 60", max(large) < 60)


def authors_part(demo: Demo, states: list[dict]) -> Iterator[float]:
    """Milliseconds of the demo's own function in each state: what no drawing of every state can do without."""
    stage = Stage(demo)
    with style.context(demo.name):
        for values in states:
            yield milliseconds(partial(call, demo.draw, stage.axes, values))
            stage._clear()


def importing(runs: int = 7) -> None:
    def seconds(code: str) -> float:
        command = [
            sys.executable,
            "-c",
            f"import time; t = time.perf_counter(); {code}; print(time.perf_counter() - t)",
        ]
        return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)

    needed = "import numpy, matplotlib, ipywidgets"
    alone, with_lossviz = zip(*((seconds(needed), seconds(f"{needed}, lossviz")) for _ in range(runs)), strict=True)
    row("import, s", "dependencies", "with lossviz")
    row("median", f"{median_of(alone):.3f}", f"{median_of(with_lossviz):.3f}")
    beyond = median_of(with_lossviz) - median_of(alone)
    verdict("import lossviz beyond its dependencies, s", beyond, "under 0.3", beyond < 0.3)
