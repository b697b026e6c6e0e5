"""The page's side of a demo: a custom element that puts controls to the recorded states.

Its JavaScript lies in files by concern, plain scripts that share one scope: joined here, without a build step.
"""

import json
from pathlib import Path

HERE = Path(__file__).parent
PARTS = (
    "making.js",
    "data.js",
    "drawing.js",
    "controls.js",
    "drag.js",
    "address.js",
    "frame.js",
    "fullscreen.js",
    "layout.js",
    "element.js",
)


def css() -> str:
    """The look of what is inside the element."""
    return (HERE / "player.css").read_text(encoding="utf-8")


def still_css() -> str:
    """The look of the still picture: before the script runs, without it, and in print."""
    return (HERE / "still.css").read_text(encoding="utf-8")


def parts() -> str:
    """The files in order, as statements of one scope that has the style sheet as LOSSVIZ_CSS."""
    files = [(HERE / name).read_text(encoding="utf-8") for name in PARTS]
    return "\n".join([f"const LOSSVIZ_CSS = {json.dumps(css())};\n", *files])


def script() -> str:
    """The whole player as one script. It may stand inside a page, and stand there twice."""
    return f'(() => {{\n"use strict";\n\n{parts()}}})();\n'
