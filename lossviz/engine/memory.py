"""What Matplotlib's objects hold, written down once and put back after every drawing.

A drawing may change whatever it likes (ticks, spines, scales, a label's weight): the next one begins as on a new
figure, and nobody has to list what there is to change.
"""

from collections.abc import Iterable, Iterator
from itertools import compress
from operator import is_not
from types import FunctionType
from typing import Any

import numpy as np
from matplotlib.cbook import CallbackRegistry
from matplotlib.lines import Line2D
from matplotlib.markers import MarkerStyle
from matplotlib.text import Text
from matplotlib.transforms import IdentityTransform

from .keys import Keys, is_matplotlibs

_STEADY = (MarkerStyle, IdentityTransform)  # replaced by others, never changed; a figure has a hundred
_PLAIN = (int, float, str, bytes, type(None))
Part = list[tuple[int, Any, Any]]  # a number, what it holds now and what it held


class Memory:
    """All that hangs on a figure, and what it held when this was made."""

    def __init__(self, figure: Any):
        held = _reached([figure])
        self._arrays = [(each, each.copy()) for each in held if isinstance(each, np.ndarray)]
        self._lists = [(each, each.copy()) for each in held if isinstance(each, list)]
        self._sets = [(each, set(each)) for each in held if isinstance(each, set)]
        rest = [each for each in held if not isinstance(each, np.ndarray | list | set)]
        self._fields = [(fields, dict(fields)) for fields in (x if isinstance(x, dict) else x.__dict__ for x in rest)]
        self._alive = rest  # so that no new object takes the id of one of these
        self._number = {id(each): number for number, each in enumerate([*rest, *(each for each, _ in self._lists)])}
        self._keys = Keys(self._number)  # where one of these was changed itself, that is in the key of its part

    def restore(self) -> None:
        """Every object as it was; what was hung on since is let go."""
        for array, content in self._arrays:
            array[...] = content
        for each, content in self._lists:
            each[:] = content
        for each, content in [*self._sets, *self._fields]:
            each.clear()
            each.update(content)

    def part(self, roots: Iterable[Any], without: Iterable[Any]) -> Part:
        """What hangs on `roots` and decides their look, as far as it is not behind `without`."""
        within = {self._number.get(id(each)) for each in _reached(roots, without, look=True)}
        content = [*self._fields, *self._lists]
        return [(number, *content[number]) for number in sorted(within - {None})]

    def changes(self, part: Part) -> tuple:
        """How a part differs from what it was, as a key: equal keys are drawn alike. Raises Unkeyed."""
        differing = [each for each in part if not _same(each[1], each[2])]
        return tuple(change for each in differing for change in self._changes(*each))

    def _changes(self, number: int, now: Any, before: Any) -> Iterator[tuple]:
        if isinstance(now, list):
            yield number, self._keys.of(now)
            return
        if [*now] == [*before]:  # nearly always: then without a Python step for each of some sixty fields
            names: Iterable = compress(now, map(is_not, now.values(), before.values()))
        else:
            names = now
        for name in names:
            if name not in before or not _same(now[name], before[name]):
                yield number, name, self._keys.of(now[name])


def _same(one: Any, other: Any) -> bool:
    try:
        return one is other or bool(one == other)
    except ValueError:  # of arrays it is not clear which numbers are meant
        return False


def _reached(roots: Iterable[Any], without: Iterable[Any] = (), look: bool = False) -> list[Any]:
    """What can be reached from the roots and be changed: Matplotlib's objects, lists, arrays.

    look: without transforms and callbacks. They change with the limits, which a key has to name apart.
    """
    seen, waiting, order = {id(each) for each in without}, list(roots), []
    while waiting:
        each = waiting.pop()
        if isinstance(each, (*_PLAIN, *_STEADY, FunctionType)) or id(each) in seen:
            continue
        seen.add(id(each))
        if look and type(each).__module__ in ("matplotlib.transforms", "matplotlib.cbook"):
            continue
        if isinstance(each, np.ndarray):
            order += [each] if each.flags.writeable and each.dtype != object else []
            continue
        inside = each.values() if isinstance(each, dict) else each if isinstance(each, list | tuple | set) else None
        if inside is None and is_matplotlibs(each):
            inside = each.__dict__.values()
            if isinstance(each, Text | Line2D):  # nobody listens to a tick's label
                inside = [part for part in inside if not isinstance(part, CallbackRegistry)]
        if inside is not None:
            order += [] if isinstance(each, tuple) else [each]
            waiting += inside
    return order
