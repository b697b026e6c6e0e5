"""Every state of a demo, each distinct string once.

A recording has a layer for each artist (and one for the readout): the distinct strings, in the order in which
they first appear, and for each state the number of its string. A layer with one string is background.
"""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from . import kept, worker
from .building import report_progress
from .drawing import DrawError, in_words
from .stage import Frame
from .verify import verify

Progress = Callable[[str, int, int], None]
SAMPLES = 6  # states of each demo that are drawn a second time, whole, when a recording is made


@dataclass
class Layer:
    """One artist, the `order`-th of its panel from the back, through all states; "" where there are fewer artists."""

    panel: int
    order: int
    strings: list[str]
    numbers: list[int]


@dataclass
class Recording:
    """All states of a demo. `layers` come panel by panel, in painting order."""

    layers: list[Layer]
    readout: Layer
    defs: dict[str, str]
    views: tuple[dict, ...]  # at the first state, and at all others where the picture is dragged

    def panels(self, state: int) -> list[list[str]]:
        """The artists' strings in a state, for each panel."""
        panels: list[list[str]] = [[] for _ in self.views]
        for layer in self.layers:
            panels[layer.panel].append(layer.strings[layer.numbers[state]])
        return panels


def make_recording(demo, progress: Progress = report_progress) -> Recording:
    """Draw every state. Raises DrawError where a drawing fails, or is not fit for a page."""
    states, frames, said = demo.states, [], time.monotonic()
    verify(demo, [states[0], *random.Random(demo.name).sample(states, min(SAMPLES, len(states))), states[-1]])
    for frame in worker.frames(demo) if kept.files_behind(demo) else demo.stage.frames(states):
        frames.append(frame)
        check_views(demo, frame, frames[0].views)
        if time.monotonic() - said > 1 or len(frames) == len(states) > 300:
            said = time.monotonic()
            progress(demo.name, len(frames), len(states))
    demo.stage.tell_foreign()
    layers = [
        _layer(strings, panel, order)
        for panel in range(demo.panels)
        for order, strings in enumerate(zip_longest(*(frame.panels[panel] for frame in frames), fillvalue=""))
    ]
    defs = {key: clip for frame in frames for key, clip in frame.defs.items()}
    return Recording(layers, _layer([f.readout for f in frames]), dict(sorted(defs.items())), frames[0].views)


def _layer(each: Sequence[str], panel: int = 0, order: int = 0) -> Layer:
    """Of the strings state by state."""
    number = {string: number for number, string in enumerate(dict.fromkeys(each))}
    return Layer(panel, order, list(number), [number[string] for string in each])


def check_views(demo, frame: Frame, views: tuple) -> None:
    """Where a picture is dragged: axes that move would move away from the pointer, others it could not follow."""
    for control in demo.controls.values():
        for panel, view in enumerate(frame.views):
            if not control.drag or control.panel not in ("all", panel):
                continue
            if view != views[panel]:
                raise DrawError(
                    f"fix the axes with ax.set(xlim=…, ylim=…): {demo.name} is dragged on the picture, and at"
                    f" {in_words(frame.values)} its limits are others"
                )
            if (scale := view[control.drag][2]) not in ("linear", "log"):
                raise DrawError(
                    f'take drag="{control.drag}" away or use a linear or log axis: {demo.name} is dragged on the'
                    f" picture, and a pointer cannot follow a {scale} axis"
                )
