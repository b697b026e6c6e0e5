"""A demo as HTML that needs no kernel: every state it can reach is inside.

    <lossviz-demo id="name">
      <figure class="lv-static">    the default picture and readout: shown without JavaScript and in print
      <script class="lv-config">    controls, panels, where to drag: JSON
      <script class="lv-data">      the recording: JSON, deflated, base64
    </lossviz-demo>

The custom element in `player/` puts sliders to it. Without its style sheet the colours are those of light paper.
"""

import base64
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise, zip_longest
from typing import Any

from . import style
from .controls import Control
from .kept import kept
from .recording import Recording, make_recording
from .stage import Frame, escape
from .svg import LINES


def bundle(demo) -> dict[str, Any]:
    return {"text/html": kept(demo, html), "text/plain": repr(demo)}


def html(demo, start: Mapping[str, Any] | None = None) -> str:
    """The demo with all its states as one piece of HTML, to be played by what `lossviz.head()` gives.

    start: values at which it opens, in place of its own. A page may hold several demos, and one of them twice.
    """
    recording, opening = make_recording(demo), demo.at(**(start or {}))
    figure = still(demo, recording.panels(demo.states.index(opening.values)), opening.readout, recording.defs)
    return (
        f'<lossviz-demo id="{demo.name}">{figure}{config(demo, opening, recording.readout.strings)}'
        f'<script type="text/plain" class="lv-data">{pack(recording, met(demo))}</script></lossviz-demo>'
    )


def still(demo, panels: Sequence[Sequence[str]], readout: str, defs: Mapping[str, str], met: bool = False) -> str:
    """One state with caption, readout and challenge: HTML that stands for itself."""
    wide = f'style="--natural: {demo.size[0] * demo.panels:g}"'
    return (
        f'<figure class="lv-static"><figcaption class="lv-caption">{escape(demo.caption)}</figcaption>'
        f'<div class="lv-picture" {wide}>{picture(demo, panels, defs)}</div>'
        f'<p class="lv-readout">{escape(readout)}</p>{_challenge(demo, met)}</figure>'
    )


def _challenge(demo, met: bool) -> str:
    if demo.challenge is None:
        return ""
    word = "✓ Challenge met:" if met else "Challenge:"
    return (
        f'<p class="lv-challenge{" lv-met" if met else ""}"><strong>{word}</strong> {escape(demo.challenge.text)}</p>'
    )


def met(demo) -> list[bool] | None:
    """Whether the challenge is met, state by state."""
    if demo.challenge is None:
        return None
    each = [demo.meets(values) for values in demo.states]
    if not any(each):
        raise ValueError(f"{demo.name}: no state meets its challenge, {demo.challenge.text!r}")
    return each


def picture(demo, panels: Sequence[Sequence[str]], defs: Mapping[str, str]) -> str:
    """The panels, each an <svg> of its own, so that they can stand side by side or one below the other.

    Every artist is a group; the player exchanges the inside of those that change.
    """
    width, height = demo.size
    shared = (
        f"<defs><style>.lv-panel {LINES} .lv-panel {style.themed(style.halo())}</style>{''.join(defs.values())}</defs>"
    )
    name = f'role="img" aria-label="{escape(demo.description or demo.caption)}"'
    svgs = []
    for number, artists in enumerate(panels):
        groups = "".join(f"<g>{style.themed(artist)}</g>" for artist in artists)
        box = f"{number * width:g} 0 {width:g} {height:g}"
        svgs.append(f'<svg class="lv-panel" {name} viewBox="{box}">{shared}{groups}</svg>')
        shared, name = "", 'aria-hidden="true"'  # once is enough
    return "".join(svgs)


def config(demo, opening: Frame, readouts: Iterable[str]) -> str:
    """What the player has to know beside the strings."""
    told = {
        "caption": demo.caption,
        "challenge": demo.challenge and demo.challenge.text,
        "longest": longest(readouts),
        "panels": opening.views,
        "controls": [_control(name, control, opening.values[name]) for name, control in demo.controls.items()],
    }
    return f'<script type="application/json" class="lv-config">{_json(told)}</script>'


def longest(readouts: Iterable[str]) -> str:
    """Line by line the longest of these readouts: where it fits, they all do.

    >>> longest(["loss 0.5\\nhit", "loss 0.125\\nhit", "loss 2\\nmissed"])
    'loss 0.125\\nmissed'
    """
    lines = zip_longest(*(readout.split("\n") for readout in readouts), fillvalue="")
    return "\n".join(max(each, key=len) for each in lines)


def pack(recording: Recording, met: Iterable[bool] | None = None) -> str:
    """What changes, deflated: layers as [panel, order, strings, steps], the readout as [strings, steps]; where a
    challenge is met, as steps."""
    layers = [
        [layer.panel, layer.order, [style.themed(s) for s in layer.strings], _steps(layer.numbers)]
        for layer in recording.layers
        if len(layer.strings) > 1
    ]
    data = {"tracks": layers, "readout": [recording.readout.strings, _steps(recording.readout.numbers)]}
    if met is not None:
        data["met"] = _steps(map(int, met))
    return base64.b64encode(zlib.compress(_json(data).encode(), 9)).decode()


def _steps(numbers: Iterable[int]) -> list[int]:
    """Differences from one state to the next: they repeat, so that they compress to next to nothing."""
    return [after - before for before, after in pairwise([0, *numbers])]


def _control(name: str, control: Control, start: Any) -> dict[str, Any]:
    shared = {"name": name, "label": control.label or name, "kind": control.kind, "start": control.index(start, name)}
    shared |= {"values": control.values, "texts": control.texts}
    if control.kind == "slider":
        shared |= {"drag": control.drag, "grip": control.grip, "panel": control.panel, "play": control.play}
    return shared


def _json(data: Any) -> str:
    """JSON that may stand inside a <script>: no "<", which could end it or begin a comment; no white space.

    >>> _json({"caption": "a <!-- b"})
    '{"caption":"a \\\\u003c!-- b"}'
    """
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
