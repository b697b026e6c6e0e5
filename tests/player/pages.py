"""Small pages with demos made by hand: no Matplotlib, no build, every string in sight."""

import base64
import json
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise, product
from typing import Any

from lossviz.engine import player, style

BOX = [40, 20, 360, 240]  # of the axes: x = 0 is at 40, x = 10 at 400; y = 0 at 260, y = 10 at 20


def slider(name: str, values: Sequence[float], start: int = 0, **more: Any) -> dict[str, Any]:
    shared = {"drag": None, "grip": None, "panel": 0, "play": False} | more
    return _control(name, "slider", values, [f"{value:g}".replace("-", "−") for value in values], start) | shared


def choice(name: str, *names: str, start: int = 0) -> dict[str, Any]:
    return _control(name, "choice", names, names, start)


def toggle(name: str, start: int = 0) -> dict[str, Any]:
    return _control(name, "toggle", [False, True], ["off", "on"], start)


def _control(name: str, kind: str, values: Sequence, texts: Sequence[str], start: int) -> dict[str, Any]:
    return {"name": name, "label": name, "kind": kind, "values": [*values], "texts": [*texts], "start": start}


STEPS = [*range(11)]
USUAL = [
    slider("x", STEPS, 3, drag="x"),
    slider("h", [1, 0.5, 0.1, 0.01], play=True),
    choice("shape", "round", "L1 (lasso)", "a & b"),
    toggle("mark"),
]


def dot(values: Sequence[Any]) -> tuple[list[str], str]:
    """Two artists and the readout: a dot at the first value, and the values in words."""
    words = " ".join(map(str, values))
    circle = f'<circle cx="{BOX[0] + 36 * float(values[0]):g}" cy="140" r="9" style="fill: var(--lv-blue)"/>'
    return [circle, f'<text x="50" y="40" style="fill: var(--lv-ink); font-size: 16px">{escape(words)}</text>'], words


@dataclass
class Made:
    """A demo as Python would write it; each part of it can be spoiled."""

    name: str = "point"
    controls: list[dict[str, Any]] = field(default_factory=lambda: [dict(control) for control in USUAL])
    draw: Callable[[Sequence[Any]], tuple[list[str], str]] = dot
    config: dict[str, Any] = field(default_factory=dict)  # over what is written otherwise
    challenge: Callable[[Sequence[Any]], bool] | None = None

    @property
    def states(self) -> list[tuple[list[str], str]]:
        return [self.draw(values) for values in product(*(control["values"] for control in self.controls))]

    @property
    def start(self) -> tuple[list[str], str]:
        return self.draw([control["values"][control["start"]] for control in self.controls])

    @property
    def svg(self) -> str:
        axes = f'<g><rect x="40" y="20" width="360" height="240" style="fill: none; stroke: {style.MUTED}"/></g>'
        return axes + "".join(f"<g>{artist}</g>" for artist in self.start[0])

    @property
    def packed(self) -> str:
        each = zip(*(strings for strings, _ in self.states), strict=True)
        tracks = [[0, i + 1, *_track(artists)] for i, artists in enumerate(each)]
        data = {"tracks": tracks, "readout": _track([readout for _, readout in self.states])}
        if self.challenge:
            data["met"] = _steps([int(self.challenge(v)) for v in product(*(c["values"] for c in self.controls))])
        return base64.b64encode(zlib.compress(json.dumps(data).encode())).decode()

    def html(self, source: str | None = None, data: str | None = None, empty: bool = False) -> str:
        """The element; with its data in a file `source`, or spoiled `data`, or an `empty` picture as in a gallery."""
        readouts = [readout for _, readout in self.states]
        config = {
            "caption": f"Move {self.name}",
            "challenge": "reach it" if self.challenge else None,
            "longest": max(readouts, key=len),
            "panels": [{"box": BOX, "x": [0, 10, "linear"], "y": [0, 10, "linear"]}],
            "controls": self.controls,
        } | self.config
        inside = "" if source else f'<script type="text/plain" class="lv-data">{data or self.packed}</script>'
        reference = f' data-src="{source}"' if source else ""
        return (
            f'<lossviz-demo id="{self.name}"{reference}><figure class="lv-static">'
            f'<figcaption class="lv-caption">Move {self.name}</figcaption><div class="lv-picture">'
            f'<svg class="lv-panel" role="img" aria-label="A dot" viewBox="0 0 440 300">'
            f"{'' if empty else self.svg}</svg>"
            f'</div><p class="lv-readout">{escape(self.start[1])}</p></figure>'
            f'<script type="application/json" class="lv-config">{json.dumps(config).replace("<", chr(92) + "u003c")}'
            f"</script>{inside}</lossviz-demo>"
        )

    def file(self, name: str | None = None, data: str | None = None) -> str:
        """What stands in the demo's file of data."""
        return f'lossvizData("{name or self.name}", "{data or self.packed}", {json.dumps([self.svg])});\n'


def _track(strings: Sequence[str]) -> tuple[list[str], list[int]]:
    known = list(dict.fromkeys(strings))
    return known, _steps([known.index(string) for string in strings])


def _steps(numbers: Sequence[int]) -> list[int]:
    return [after - before for before, after in pairwise([0, *numbers])]


def page(*bodies: str, theme: str = "light", script: str | None = None) -> str:
    """A page that holds these and the player, inline unless another script element is given."""
    inline = f"<script>{player.script()}</script>"
    return (
        f'<!DOCTYPE html><html lang="en" data-theme="{theme}"><head><meta charset="utf-8"><title>A page</title>'
        f'<meta name="viewport" content="width=device-width">'
        f"<style>{style.css_variables()} body {{ margin: 8px; background: var(--lv-paper); color: var(--lv-ink) }}"
        f"</style>{inline if script is None else script}</head><body>{''.join(bodies)}</body></html>"
    )
