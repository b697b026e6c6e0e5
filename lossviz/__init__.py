"""lossviz: losses to read, pictures to drag.

`losses`, `information` and `calculus` are short NumPy functions, one formula each. `demo` turns a drawing
function into sliders that work in Jupyter, in Colab and on a page without a kernel.

What stands here is fetched when it is first asked for: whoever wants the mathematics loads NumPy and nothing else.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .engine import style
    from .engine.controls import Choice, Slider, Toggle
    from .engine.demo import Challenge, Demo, demo
    from .engine.html import html
    from .engine.mark import mark
    from .engine.notebook import plain_widgets
    from .engine.saving import head
    from .exercises import check, self_check
    from .progress_bar import progress

__version__ = "1.0.0"

# fmt: off
__all__ = [
    "Challenge", "Choice", "Demo", "Slider", "Toggle", "calculus", "check", "data", "demo", "demos", "head",
    "html", "information", "losses", "mark", "plain_widgets", "progress", "self_check", "style",
]
_HOME = {  # what is no module of its own: where it is
    "Challenge": "engine.demo", "Demo": "engine.demo", "demo": "engine.demo", "Choice": "engine.controls",
    "Slider": "engine.controls", "Toggle": "engine.controls", "check": "exercises", "self_check": "exercises",
    "head": "engine.saving", "html": "engine.html", "mark": "engine.mark", "plain_widgets": "engine.notebook",
    "progress": "progress_bar",
}
# fmt: on


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}; it has {', '.join(__all__)}")
    if name == "style":
        return import_module(".engine.style", __name__)
    if name in _HOME:
        return getattr(import_module(f".{_HOME[name]}", __name__), name)
    return import_module(f".{name}", __name__)


def __dir__() -> list[str]:
    return __all__
