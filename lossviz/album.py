"""Every position of a demo, each distinct string once.

An album has a track for each artist (and one for the readout): the distinct strings, in the order in which
they first appear, and for each position the number of its string. A track with one string is background.
"""

import os
import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from .frames import DrawError, Frame, position
from .whole import difference, draw_whole

Progress = Callable[[str, int, int], None]
SAMPLES = 6  # positions of each demo that are drawn a second time, whole, when an album is made


@dataclass
class Track:
    """One artist, the `order`-th of its panel from the back, through all positions."""

    panel: int
    order: int
    strings: list[str]
    numbers: list[int]


@dataclass
class Album:
    """All positions of a demo. `tracks` come panel by panel, in painting order."""

    tracks: list[Track]
    readout: Track
    defs: dict[str, str]

    def panels(self, position: int) -> list[list[str]]:
        """The artists' strings at a position, for each panel."""
        panels: list[list[str]] = [[] for _ in range(1 + max(track.panel for track in self.tracks))]
        for track in self.tracks:
            panels[track.panel].append(track.strings[track.numbers[position]])
        return panels


def report_progress(name: str, done: int, total: int) -> None:
    """Say how far the drawing is: to the file that a site's build watches, else to a terminal.

    A kernel's own output would end up in the page, so the build names a file in the environment.
    """
    line = f"{name}: {done:,} of {total:,} positions"
    if path := os.environ.get("LOSSVIZ_PROGRESS"):
        with open(path, "a", encoding="utf-8") as file:
            file.write(line + "\n")
    elif sys.stderr.isatty():
        print("\r" + line, end="" if done < total else "\n", file=sys.stderr, flush=True)


def make_album(demo, progress: Progress = report_progress) -> Album:
    """Draw every position. Raises DrawError where a drawing fails, or is not fit for a page."""
    positions = demo.positions
    recorders: dict[tuple[int, int], _Recorder] = {}
    readout, defs, said = _Recorder(), {}, time.monotonic()
    views = demo.at().views
    for number, frame in enumerate(demo.canvas.frames(positions)):
        _check_views(demo, frame, views)
        defs |= frame.defs
        readout.add(number, frame.readout)
        for panel, artists in enumerate(frame.panels):
            for order, string in enumerate(artists):
                recorders.setdefault((panel, order), _Recorder()).add(number, string)
        if time.monotonic() - said > 1 or number + 1 == len(positions) > 300:
            said = time.monotonic()
            progress(demo.name, number + 1, len(positions))
    _verify(demo)
    tracks = [recorder.track(len(positions), *place) for place, recorder in sorted(recorders.items())]
    return Album(tracks, readout.track(len(positions)), dict(sorted(defs.items())))


class _Recorder:
    """Fills a track; at a position that has fewer artists than another, the string is empty."""

    def __init__(self):
        self.known: dict[str, int] = {}
        self.numbers: list[int] = []

    def add(self, position: int, string: str) -> None:
        self._pad(position)
        self.numbers.append(self.known.setdefault(string, len(self.known)))

    def track(self, length: int, panel: int = 0, order: int = 0) -> Track:
        self._pad(length)
        return Track(panel, order, list(self.known), self.numbers)

    def _pad(self, length: int) -> None:
        while len(self.numbers) < length:
            self.numbers.append(self.known.setdefault("", len(self.known)))


def _check_views(demo, frame: Frame, views: tuple) -> None:
    """Axes that move under a drag would move away from the pointer."""
    if frame.views != views and any(control.drag for control in demo.controls.values()):
        raise DrawError(
            f"{demo.name} at {position(frame.values)}: the axes changed their limits, and it is dragged on"
            " the picture: fix them with ax.set(xlim=..., ylim=...)"
        )


def _verify(demo) -> None:
    """Draw a few positions whole and compare: finds a drawing that leaves something behind for the next."""
    positions = demo.positions
    chosen = random.Random(demo.name).sample(positions, min(SAMPLES, len(positions)))
    for values in [positions[0], *chosen, positions[-1]]:
        unlike = difference(demo.canvas.frame(values).svg, draw_whole(demo, values))
        if unlike:
            raise DrawError(
                f"{demo.name} at {position(values)}: its picture depends on what was drawn before"
                f" it ({unlike}). A demo has to be pure: set scales, ticks, limits, spines at every position"
                " alike, keep nothing between calls, and use no randomness without a fixed seed"
            )
