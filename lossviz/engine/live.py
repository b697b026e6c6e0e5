"""A demo live in a notebook: the player itself, mounted by anywidget; states are drawn as it asks for them.

A view tells which strings it has, and is sent each of the others once.

    from the view   {stands: true} when the notebook has loaded the player; {view, strings: [number, …]} when it opens;
                    {view, indexes} for a state
    to the view     {view, indexes, panels: [[number, …], …], strings: [[number, svg], …], defs, readout, met, longest},
                    or {view, indexes, error}; without indexes: of the drawing as a whole
"""

import asyncio
import threading
from collections.abc import Callable, Sequence
from typing import Any

import anywidget
from traitlets import Dict, Unicode

from . import html, player, style
from .drawing import DrawError
from .notebook import look
from .recording import check_views
from .stage import Frame
from .verify import verify_opening


class Player(anywidget.AnyWidget):
    """The player of one demo. Raises DrawError where the state at which it opens cannot be drawn."""

    _esm = player.module()
    _css = look()
    name = Unicode().tag(sync=True)
    body = Unicode().tag(sync=True)  # the still picture, and what the player has to know
    opening = Dict().tag(sync=True)  # the state in this picture, as it is sent to a view

    def __init__(self, demo):
        self.demo, self.stands = demo, False
        self.numbers: dict[str, int] = {}  # of each string that was ever drawn
        self.known: dict[str, set] = {}  # by view, the numbers of its strings and the ids of its defs
        frame = demo.at()
        self.views, self.longest = frame.views, frame.readout
        body = html.still(demo, frame.panels, frame.readout, frame.defs) + html.config(demo, frame, [frame.readout])
        indexes = [control.start for control in demo.controls.values()]
        opening = {"indexes": indexes, "panels": self._numbered(frame), "readout": frame.readout}
        super().__init__(name=demo.name, body=body, opening=opening | {"met": self._met(frame)})
        self._defs = set(frame.defs)
        self._on_main = _on_main_thread()
        self.on_msg(lambda _, told, __: self._on_main(self._hear, told))

    def _hear(self, told: dict[str, Any]) -> None:
        self.stands = True
        view = told.get("view")
        if "indexes" in told:
            self.send({"view": view, "indexes": told["indexes"], **self.state(view, told["indexes"])})
        elif "strings" in told:
            self.known[view] = set(told["strings"]) | self._defs
            self._check(view)

    def state(self, view: str, indexes: Sequence[int]) -> dict[str, Any]:
        """What a view needs to show the state at these indexes."""
        values = {name: c.values[i] for (name, c), i in zip(self.demo.controls.items(), indexes, strict=True)}
        try:
            frame = self.demo.stage.frame(values)
            check_views(self.demo, frame, self.views)
            met = self._met(frame)
        except DrawError as error:
            return {"error": str(error)}
        known = self.known.setdefault(view, set(self._defs))
        panels = self._numbered(frame)
        drawn = (pair for each in zip(panels, frame.panels, strict=True) for pair in zip(*each, strict=True))
        new = {number: text for number, text in drawn if number not in known}
        defs = {key: text for key, text in frame.defs.items() if key not in known}
        known |= new.keys() | defs.keys()
        self.longest = html.longest([self.longest, frame.readout])
        return {
            "panels": panels,
            "strings": [[number, style.themed(text)] for number, text in new.items()],
            "defs": [*defs.values()],
            "readout": frame.readout,
            "met": met,
            "longest": self.longest,
        }

    def _numbered(self, frame: Frame) -> list[list[int]]:
        return [[self.numbers.setdefault(text, len(self.numbers)) for text in panel] for panel in frame.panels]

    def _met(self, frame: Frame) -> bool | None:
        return self.demo.meets(frame.values) if self.demo.challenge else None

    def _check(self, view: str) -> None:
        try:
            verify_opening(self.demo)
        except DrawError as error:
            self.send({"view": view, "error": str(error)})


def _on_main_thread() -> Callable[..., None]:
    """Calls a function on the thread that runs the cells, between two of them: a front end may speak to another."""
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return lambda function, *given: function(*given)
    home = threading.current_thread()

    def call(function: Callable, *given: Any) -> None:
        if threading.current_thread() is home:
            function(*given)
        else:
            loop.call_soon_threadsafe(function, *given)

    return call
