"""The controls of a demo: a slider, a choice, a switch. Each is a list of values addressed by index.

Index and value are the same in Jupyter, in Colab and on the page, so that text, picture and link agree.
"""

import math
from collections.abc import Iterable
from typing import Any

from .numbers import number, tidied


class Control:
    """What all controls share: `values` it can take, how each reads (`texts`), the index of its `start`."""

    kind: str
    values: tuple[Any, ...]
    texts: tuple[str, ...]
    start: int
    label: str | None
    drag: str | None = None

    def index(self, value: Any, who: str) -> int:
        """The index of a value, or a ValueError that begins with `who` and says what is allowed."""
        matches = [i for i, known in enumerate(self.values) if type(known) is type(value) and known == value]
        if not matches:
            raise ValueError(f"{who}={value!r}: allowed are {', '.join(map(repr, self.values))}")
        return matches[0]


class Slider(Control):
    """A number that slides from `low` to `high` by `step`, or along given `stops`.

    start: where it opens, one of its stops; the first if not given.
    label: what it is called on the page; the name of the argument if not given.
    format: how a value reads, as in `str.format`: "{:.2f}", "{:.0%}"; if not given, without zeros at its end.
    drag: "x" or "y": it can be dragged on the picture along that axis. `grip` is the handle's place on the
        other axis, where several sliders share one; `panel` is the panel, counted from 0, or "all".
    play: it gets a button that runs through its stops.
    """

    kind = "slider"

    def __init__(
        self,
        low: float | None = None,
        high: float | None = None,
        *,
        step: float | None = None,
        stops: Iterable[float] | None = None,
        start: float | None = None,
        label: str | None = None,
        format: str | None = None,
        drag: str | None = None,
        grip: float | None = None,
        panel: int | str = 0,
        play: bool = False,
    ):
        if drag not in (None, "x", "y"):
            raise ValueError(f'Slider: drag={drag!r}: allowed are "x", "y" or None')
        steps = [each is None for each in (low, high, step)]
        if not (all(steps) if stops is not None else not any(steps)):
            raise ValueError(
                "Slider: give low, high and step, or stops: Slider(0, 1, step=0.1), Slider(stops=[1, 2, 5])"
            )
        self.values = _steps(low, high, step) if stops is None else _stops(stops)
        self.texts = _texts(self.values, format, low, step)
        if len(set(self.texts)) < len(self.texts):
            raise ValueError(f"Slider: two stops read the same with format={format!r}: show more digits")
        self.start = 0 if start is None else self._start(start)
        self.label, self.drag, self.grip, self.panel, self.play = label, drag, grip, panel, play

    def index(self, value: Any, who: str) -> int:
        """The index of the stop nearest to the value; a ValueError outside the range."""
        low, high = min(self.values), max(self.values)
        if not _is_number(value):
            raise ValueError(f"{who}={value!r} is not a number; allowed is {low:g} to {high:g}")
        slack = 1e-9 * max(abs(low), abs(high), 1)
        if not low - slack <= value <= high + slack:
            raise ValueError(f"{who}={value!r} is outside {low:g} to {high:g}; nothing is clipped")
        return min(range(len(self.values)), key=lambda i: abs(self.values[i] - value))

    def _start(self, start: float) -> int:
        index = self.index(start, "Slider: start")
        if not math.isclose(self.values[index], start, rel_tol=1e-9, abs_tol=1e-12):
            raise ValueError(f"Slider: start={start!r} is not one of the stops; the nearest is {self.values[index]!r}")
        return index


class Choice(Control):
    """One of a few names, the first if `start` is not given.

    >>> Choice("mean", "median").values
    ('mean', 'median')
    """

    kind = "choice"

    def __init__(self, *names: str, start: str | None = None, label: str | None = None):
        if not names:
            raise ValueError('Choice: no names; give at least two, such as Choice("mean", "median")')
        wrong = [name for name in names if not isinstance(name, str) or not name]
        if wrong:
            raise ValueError(f"Choice: {wrong[0]!r} is not a name; give non-empty strings, one after the other")
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"Choice: {twice[0]!r} is there twice; each name may appear once")
        self.values = self.texts = tuple(names)
        self.start = 0 if start is None else self.index(start, "Choice: start")
        self.label = label


class Toggle(Control):
    """A switch, off unless `start=True`."""

    kind = "toggle"
    values, texts = (False, True), ("off", "on")

    def __init__(self, start: bool = False, *, label: str | None = None):
        self.start = self.index(start, "Toggle: start")
        self.label = label


def _is_number(value: Any) -> bool:
    try:
        return math.isfinite(value) and not isinstance(value, bool)
    except TypeError:
        return False


def _steps(low: float, high: float, step: float) -> tuple[float, ...]:
    for name, value in (("low", low), ("high", high), ("step", step)):
        if not _is_number(value):
            raise ValueError(f"Slider: {name}={value!r} is not a finite number")
    if low >= high or step <= 0:
        raise ValueError(
            f"Slider: low={low!r} must be less than high={high!r}, and step={step!r} must be greater than 0;"
            " for a slider that falls give stops"
        )
    count = round((high - low) / step)
    if count < 1 or not math.isclose(low + count * step, high, rel_tol=1e-9, abs_tol=1e-9 * step):
        raise ValueError(
            f"Slider: steps of {step!r} from {low!r} do not end at high={high!r}: "
            f"end at {round(low + max(count, 1) * step, 12):g}, or give stops"
        )
    whole = isinstance(low, int) and isinstance(step, int)
    # Rounded, so that 3 steps of 0.1 give 0.3; adding 0.0 turns -0.0 into 0.0.
    return tuple(low + i * step if whole else round(low + i * step, 12) + 0.0 for i in range(count + 1))


def _stops(stops: Iterable[float]) -> tuple[float, ...]:
    values = list(stops)
    if len(values) < 2:
        raise ValueError(f"Slider: stops={values!r}: give at least two")
    wrong = [v for v in values if not _is_number(v)]
    if wrong:
        raise ValueError(f"Slider: the stop {wrong[0]!r} is not a finite number")
    rising = sorted(set(values))
    if values not in (rising, rising[::-1]):
        raise ValueError("Slider: stops must rise or fall all the way, each different from the one before")
    return tuple(values if all(isinstance(v, int) for v in values) else map(float, values))


def _texts(values: Iterable[float], format: str | None, low: float | None, step: float | None) -> tuple[str, ...]:
    """The values in words; without a format as readouts write them: 1.75, 2, not 2.00."""
    if format is None and step is not None:
        decimals = max(map(_decimals, (low, step)))
        return tuple(number(v, decimals=decimals, zeros=False) for v in values)
    return tuple(_text(v, format or "{:.3g}") for v in values)


def _text(value: float, format: str) -> str:
    """The value in words: with a real minus sign, and never "-0"."""
    try:
        text = format.format(value)
    except (LookupError, ValueError) as error:
        raise ValueError(f'Slider: format={format!r} does not fit {value!r}: write it as in "{{:.2f}}"') from error
    return tidied(text)


def _decimals(value: float) -> int:
    return next((d for d in range(10) if math.isclose(round(value, d), value, rel_tol=1e-9)), 9)
