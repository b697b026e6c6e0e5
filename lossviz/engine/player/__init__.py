"""The page's side of a demo: a custom element that puts controls to the recorded states.

Its JavaScript lies in files by concern, plain scripts that share one scope: joined here, without a build step.
"""

import json
from pathlib import Path

from .. import style

HERE = Path(__file__).parent
PARTS = (
    *("making", "data", "drawing", "controls", "drag", "address"),
    *("frame", "share", "veil", "fullscreen", "layout", "failure", "element"),
)


def css() -> str:
    """The look of what is inside the element."""
    return _read("player.css")


def still_css() -> str:
    """The look of the still picture: before the script runs, without it, and in print."""
    return _read("still.css")


def page_css() -> str:
    """The look of the still picture, with the palette: what a page needs beside the script."""
    return style.css_variables() + still_css()


def live_css() -> str:
    """The look of a notebook's output: of the still picture, and of what stands around it there."""
    return still_css() + _read("live.css")


def parts() -> str:
    """The files in order, as statements of one scope that has the style sheet as LOSSVIZ_CSS."""
    return "\n".join([f"const LOSSVIZ_CSS = {json.dumps(css())};\n", *(_read(f"{name}.js") for name in PARTS)])


def script() -> str:
    """The whole player as one script. It may stand inside a page, and stand there twice."""
    return f'(() => {{\n"use strict";\n\n{parts()}}})();\n'


def embed_script() -> str:
    """What a page that holds a demo alone does beside playing it."""
    return _read("embed.js")


def module() -> str:
    """The same as an ES module for a live notebook, as anywidget takes it."""
    return parts() + _read("live.js")


def _read(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")
