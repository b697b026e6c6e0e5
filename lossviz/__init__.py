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
    from .exercises import check, self_check
    from .progress_bar import progress

__all__ = [
    "Challenge",
    "Choice",
    "Demo",
    "Slider",
    "Toggle",
    "calculus",
    "check",
    "data",
    "demo",
    "demos",
    "information",
    "losses",
    "progress",
    "self_check",
    "style",
]
__version__ = "1.0.0"

_HOME = {  # public name: the module that it lives in
    "Challenge": "engine.demo",
    "Choice": "engine.controls",
    "Demo": "engine.demo",
    "Slider": "engine.controls",
    "Toggle": "engine.controls",
    "check": "exercises",
    "demo": "engine.demo",
    "progress": "progress_bar",
    "self_check": "exercises",
}


def __getattr__(name: str) -> Any:
    if name == "style":
        return import_module(".engine.style", __name__)
    if name in _HOME:
        return getattr(import_module(f".{_HOME[name]}", __name__), name)
    if name in __all__:
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}; it has {', '.join(__all__)}")


def __dir__() -> list[str]:
    return __all__
