"""Every state of a demo, each distinct string once.

A recording has a layer for each artist (and one for the readout): the distinct strings, in the order in which
they first appear, and for each state the number of its string. A layer with one string is background.
"""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from .building import report_progress
from .drawing import DrawError, in_words
from .stage import Frame
from .verify import verify

Progress = Callable[[str, int, int], None]
SAMPLES = 6  # states of each demo that are drawn a second time, whole, when a recording is made


@dataclass
class Layer:
    """One artist, the `order`-th of its panel from the back, through all states."""

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
    states = demo.states
    verify(demo, [states[0], *random.Random(demo.name).sample(states, min(SAMPLES, len(states))), states[-1]])
    layers: dict[tuple[int, int], _Recorder] = {}
    readout, defs, said, views = _Recorder(), {}, time.monotonic(), None
    for number, frame in enumerate(demo.stage.frames(states)):
        views = views or frame.views
        check_views(demo, frame, views)
        defs |= frame.defs
        readout.add(number, frame.readout)
        for panel, artists in enumerate(frame.panels):
            for order, string in enumerate(artists):
                layers.setdefault((panel, order), _Recorder()).add(number, string)
        if time.monotonic() - said > 1 or number + 1 == len(states) > 300:
            said = time.monotonic()
            progress(demo.name, number + 1, len(states))
    demo.stage.tell_foreign()
    made = [recorder.layer(len(states), *place) for place, recorder in sorted(layers.items())]
    return Recording(made, readout.layer(len(states)), dict(sorted(defs.items())), views)


class _Recorder:
    """Fills a layer; in a state that has fewer artists than another, the string is empty."""

    def __init__(self):
        self.known: dict[str, int] = {}
        self.numbers: list[int] = []

    def add(self, state: int, string: str) -> None:
        self._pad(state)
        self.numbers.append(self.known.setdefault(string, len(self.known)))

    def layer(self, length: int, panel: int = 0, order: int = 0) -> Layer:
        self._pad(length)
        return Layer(panel, order, list(self.known), self.numbers)

    def _pad(self, length: int) -> None:
        while len(self.numbers) < length:
            self.numbers.append(self.known.setdefault("", len(self.known)))


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
