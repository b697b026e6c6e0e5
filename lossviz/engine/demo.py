"""A demo: one drawing function and its controls. This is what an author touches.

>>> @demo(x=Slider(-2, 2, step=0.5, start=1, label="x"))
... def square(ax, x):
...     "Move x and watch its square."
...     ax.set(xlim=(-2, 2), ylim=(0, 4))
...     ax.plot(x, x * x, "o")
...     return f"{x:g} squared is {x * x:g}"
>>> square.at(x=-1.5).readout
'-1.5 squared is 2.25'
>>> len(square.states)
9
"""

import inspect
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, update_wrapper
from itertools import product
from pathlib import Path
from typing import Any

from . import style
from .building import is_target
from .controls import Choice, Control, Slider, Toggle
from .drawing import failure, refuse_control_characters
from .stage import Frame, Stage

__all__ = ["Challenge", "Choice", "Demo", "Slider", "Toggle", "demo", "registry"]

LIMIT = 5_000  # states; every one is drawn ahead of time and goes into the page

registry: dict[str, "Demo"] = {}  # every demo that was decorated, by name


@dataclass(frozen=True)
class Challenge:
    """Something to reach: what is asked, and whether it is met at given values of the controls.

    >>> small = Challenge("Make the square smaller than 1.", lambda x: x * x < 1)
    >>> small.met(x=0.5), small.met(x=-2)
    (True, False)
    """

    text: str
    met: Callable[..., bool]


class Demo:
    """A drawing function with its controls. Shows itself: live in Jupyter and Colab, as HTML on a page.

    Made by the decorator `demo`. `at(...)` gives one frame, `states` lists all that the controls reach.
    """

    def __init__(self, draw: Callable[..., str], controls: Mapping[str, Control], panels: int, size, challenge=None):
        self.name: str = draw.__name__
        self.draw, self.controls, self.panels, self.size = draw, dict(controls), panels, size
        self.challenge: Challenge | None = challenge
        self.caption, self.description = _captions(draw)
        _check_parameters(draw, self.controls)
        _check_count(self.name, self.controls)
        _check_challenge(self)
        update_wrapper(self, draw, updated=())  # so that `demo_name??` shows the drawing function

    @cached_property
    def stage(self) -> Stage:
        return Stage(self)

    @cached_property
    def states(self) -> Sequence[dict[str, Any]]:
        """Every combination of control values, the last control changing fastest."""
        return [
            dict(zip(self.controls, values, strict=True))
            for values in product(*(c.values for c in self.controls.values()))
        ]

    @property
    def start(self) -> dict[str, Any]:
        """The values at which the demo opens."""
        return {name: c.values[c.start] for name, c in self.controls.items()}

    def at(self, **values: Any) -> Frame:
        """The frame at these values; what is not given stays at its start.

        A slider takes the stop nearest to the value; `frame.values` says which. Raises ValueError for a name
        that is no control, a value outside a control's range, NaN or a value of the wrong kind, and DrawError
        if the drawing function fails.
        """
        unknown = values.keys() - self.controls.keys()
        if unknown:
            raise ValueError(f"{self.name} has no control {_names(unknown)}; its controls are {_names(self.controls)}")
        stops = {}
        for name, control in self.controls.items():
            index = control.index(values[name], f"{self.name}: {name}") if name in values else control.start
            stops[name] = control.values[index]
        return self.stage.frame(stops)

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, Any]:
        from . import html, notebook  # late: the drawing itself needs neither

        return html.bundle(self) if is_target() else notebook.bundle(self)

    def _ipython_display_(self) -> None:
        from . import notebook

        if is_target():
            raise NotImplementedError  # IPython then asks for the bundle
        notebook.show(self)

    def _display_(self) -> Any:
        """What marimo shows."""
        from . import notebook

        return notebook.open_view(self)

    def save(self, path: str | Path, /, *, along: str | None = None, **values: Any) -> Path:
        """Write the demo to a file of its own; the suffix says how. Returns its path.

        `.html`: alive, in one file that needs no kernel and no network; it opens at `values`.
        `.svg`, `.png`, `.pdf`: the state at `values`; what is not given stays at its start.
        `.gif`: all stops of the control `along`, one after the other, the others at `values`.

        Raises ValueError for another suffix, a state that there is not, or `along` where it does not belong,
        FileNotFoundError where there is no such folder, DrawError where the drawing fails; then nothing is written.
        """
        from .saving import save

        return save(self, path, along, values)

    def static(self) -> "Static":
        """The demo with all its states and its player, for a notebook that is exported: `jupyter nbconvert --to html`.

        A live demo asks its kernel, and in an exported page there is none.
        """
        return Static(self)

    def meets(self, values: Mapping[str, Any]) -> bool:
        """Whether the challenge is met at these values of all controls; False without a challenge."""
        if self.challenge is None:
            return False
        try:
            return bool(self.challenge.met(**values))
        except Exception as error:
            raise failure(f"the challenge of {self.name}", values, error) from error

    def __repr__(self) -> str:
        counts = ", ".join(f"{name} {len(c.values)}" for name, c in self.controls.items())
        return f"<demo {self.name}: {len(self.states):,} states ({counts})>"


class Static:
    """Shows a demo as HTML that needs nothing else."""

    def __init__(self, demo: Demo):
        self.demo = demo

    def _repr_html_(self) -> str:
        from . import html, saving

        return saving.head() + html.html(self.demo)


def demo(
    *,
    axes: int = 1,
    size: tuple[float, float] | None = None,
    challenge: Challenge | None = None,
    **controls: Control,
) -> Callable[..., Demo]:
    """Make a demo of a drawing function.

    The function takes the Axes to draw on (with `axes=2` a pair of them, side by side on a desk and stacked
    on a phone) and one argument for each control; it draws with ordinary Matplotlib and returns the readout,
    a sentence with the numbers that matter. It must be pure: the same values give the same drawing. The first
    line of its docstring is the caption (what to try), the rest says what the picture shows, for those who
    cannot see it.

    `size` is the width and height of one panel in pixels. A `challenge` is shown under the picture; it is open at
    the start, and what meets it is decided here, for every state.
    """
    _check_arguments(axes, size, challenge, controls)
    size = size or (style.PANEL if axes == 1 else (style.PANEL[0] * 0.8, style.PANEL[1]))

    def decorate(draw: Callable[..., str]) -> Demo:
        made = Demo(draw, controls, axes, size, challenge)
        known = registry.get(made.name)
        if known is not None and known.__module__ != made.__module__:
            raise ValueError(
                f"two demos are named {made.name} ({known.__module__} and {made.__module__}): rename one,"
                " links on a page find a demo by its name"
            )
        registry[made.name] = made
        return made

    return decorate


def _captions(draw: Callable) -> tuple[str, str]:
    first, _, rest = (inspect.getdoc(draw) or "").partition("\n")
    if not first.strip():
        raise ValueError(f"{draw.__name__}: no docstring; its first line is the caption: say what to try")
    refuse_control_characters(first + rest, f"the docstring of {draw.__name__}")
    return first.strip(), " ".join(rest.split())


def _check_arguments(axes: Any, size: Any, challenge: Any, controls: Mapping[str, Any]) -> None:
    if any(isinstance(given, Control) for given in (axes, size, challenge)):
        raise ValueError("demo: axes, size and challenge are the demo's own arguments: give the control another name")
    if axes not in (1, 2, 3):
        raise ValueError(f"demo: axes={axes!r}: 1, 2 or 3 panels are possible")
    if size is not None and (not isinstance(size, Sequence) or len(size) != 2 or min(size) <= 0):
        raise ValueError(f"demo: size={size!r}: give the width and height of one panel in pixels, such as (400, 300)")
    if not controls:
        raise ValueError("demo: no controls; give at least one, such as x=Slider(0, 1, step=0.1)")
    for name, control in controls.items():
        if not isinstance(control, Control):
            raise ValueError(f"demo: {name}={control!r} is not a control; use Slider, Choice or Toggle")
        for text in (control.label or "", *control.texts):
            refuse_control_characters(text, f"the label or the names of {name}")
        panel = getattr(control, "panel", 0)
        if panel != "all" and panel not in range(axes):
            raise ValueError(f'demo: {name}: panel={panel!r}: panels are counted from 0 to {axes - 1}; or say "all"')


def _check_parameters(draw: Callable, controls: Mapping[str, Control]) -> None:
    parameters = list(inspect.signature(draw).parameters)[1:]
    if set(parameters) != set(controls):
        raise ValueError(
            f"{draw.__name__} takes {_names(parameters)} after the axes, but its controls are"
            f" {_names(controls)}: they must be the same names"
        )


def _check_challenge(demo: Demo) -> None:
    if demo.challenge is None:
        return
    if not isinstance(demo.challenge, Challenge):
        raise ValueError(
            f"{demo.name}: challenge={demo.challenge!r}: give a text and a function of the controls, such as"
            ' Challenge("make the loss smaller than 0.1.", lambda w: loss(w) < 0.1)'
        )
    asked = list(inspect.signature(demo.challenge.met).parameters)
    if set(asked) != set(demo.controls):
        raise ValueError(
            f"{demo.name}: its challenge asks about {_names(asked)}, but its controls are {_names(demo.controls)}:"
            " they must be the same names"
        )
    if demo.meets(demo.start):
        raise ValueError(f"{demo.name}: its challenge is met at the start: ask for more, or start elsewhere")


def _check_count(name: str, controls: Mapping[str, Control]) -> None:
    counts = {label: len(c.values) for label, c in controls.items()}
    total = math.prod(counts.values())
    if total > LIMIT:
        each = " × ".join(f"{label} {n}" for label, n in counts.items())
        raise ValueError(f"{name}: {total:,} states ({each}), limit {LIMIT:,}: take larger steps or fewer controls")


def _names(names) -> str:
    return ", ".join(sorted(map(repr, names))) or "none"
