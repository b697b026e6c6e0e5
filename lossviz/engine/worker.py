"""A second process that draws states of a demo from the last backwards, while this one draws them from the first.

It has the lowest priority: where the processors are busy it is left behind, and this process draws nearly all. What it
cannot draw without a word it leaves undrawn; this process draws it then, and says what is to be said.
"""

import os
import signal
import subprocess
import sys
import warnings
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from typing import Any

from .stage import Frame

SOME = 40  # states at a time: a fifth of a second
FEW = 200  # with fewer, most of its start would be for nothing


def frames(demo) -> Iterator[Frame]:
    """The frames of all states, in order, of a demo that a module holds under its name."""
    states, end, tail = demo.states, len(demo.states), []
    worker = _worker() if os.name == "posix" and os.cpu_count() > 1 and end >= FEW and demo.stage.trusted else None

    def mine() -> Iterator[Mapping[str, Any]]:
        nonlocal end
        asked = worker and worker.ask(demo, end - SOME, end)
        for number, values in enumerate(states):
            if asked and (drawn := worker.answer()) is not None:
                new = drawn[max(0, number - (end - SOME)) :]  # the first of them may have been drawn here meanwhile
                tail.append(new)
                end -= len(new)
                asked = new and end - SOME > number and worker.ask(demo, end - SOME, end)
            if number == end:
                return
            yield values

    yield from demo.stage.frames(mine())
    for drawn in reversed(tail):
        yield from drawn


class Worker:
    """The second process, seen from the first."""

    def __init__(self):
        self._pipe, its_end = Pipe()
        code, root = f"from {__name__} import work; work({its_end.fileno()})", Path(__file__).parents[2]
        self._process = subprocess.Popen([sys.executable, "-c", code], cwd=root, pass_fds=[its_end.fileno()])
        its_end.close()
        self._asked: tuple | None = None

    def ask(self, demo, first: int, end: int) -> bool:
        """Ask for these states; False where nobody is there to hear it."""
        self._asked = (demo.__module__, demo.name, first, end)
        try:
            self._pipe.send(self._asked)
        except OSError:
            return False
        return True

    def answer(self) -> list[Frame] | None:
        """The frames that were asked for last, none where there was something to say; None while it is at work."""
        try:
            while self._pipe.poll():
                asked, drawn = self._pipe.recv()
                if asked == self._asked:  # and is not one that came too late
                    return drawn
        except (OSError, EOFError):
            return []
        return None


@cache
def _worker() -> Worker:
    return Worker()


def work(its_end: int) -> None:
    """What the second process does, until the first one ends."""
    os.nice(19)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the first process, and this one ends with it
    pipe = Connection(its_end)
    while True:
        try:
            asked = pipe.recv()
            pipe.send((asked, drawn(*asked)))
        except (OSError, EOFError):
            return


def drawn(module: str, name: str, first: int, end: int) -> list[Frame]:
    """The frames of these states, or none where drawing them fails, warns, or shows a colour that is to be told."""
    try:
        demo = getattr(import_module(module), name)
        with warnings.catch_warnings(record=True) as told:
            found = list(demo.stage.frames(demo.states[first:end]))
    except Exception:
        return []
    return [] if told or demo.stage.foreign else found
