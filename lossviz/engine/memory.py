"""What Matplotlib's objects hold, written down once and put back after every drawing.

A drawing may change whatever it likes (ticks, spines, scales, a label's weight): the next one begins as on a new
figure, and nobody has to list what there is to change.
"""

from collections.abc import Iterable, Iterator
from functools import partial
from types import FunctionType, MethodType
from typing import Any
from weakref import ref

import numpy as np
from matplotlib.backend_bases import RendererBase
from matplotlib.cbook import CallbackRegistry
from matplotlib.lines import Line2D
from matplotlib.markers import MarkerStyle
from matplotlib.text import Text
from matplotlib.transforms import IdentityTransform

_STEADY = (MarkerStyle, IdentityTransform)  # replaced by others, never changed; a figure has a hundred
_SILENT = (CallbackRegistry, RendererBase, ref)  # say nothing of a look
_PLAIN = (int, float, str, bytes, type(None))
_HOLDERS = (list, dict, set)
_OURS = ("matplotlib.", __package__)
Part = list[tuple[int, Any, Any]]  # a number, what it holds now and what it held
DEPTH = 12  # things inside of one another in a key


class Unkeyed(Exception):
    """A value that cannot stand in a key, such as a function: what it does may change without a trace."""


class Memory:
    """All that hangs on a figure, and what it held when this was made."""

    def __init__(self, figure: Any):
        held = _reached([figure])
        self._arrays = [(each, each.copy()) for each in held if isinstance(each, np.ndarray)]
        self._lists = [(each, each.copy()) for each in held if isinstance(each, list)]
        self._sets = [(each, set(each)) for each in held if isinstance(each, set)]
        rest = [each for each in held if not isinstance(each, np.ndarray | list | set)]
        self._fields = [(fields := _fields(each), dict(fields)) for each in rest]
        self._alive = rest  # so that no new object takes the id of one of these
        self._number = {id(each): number for number, each in enumerate([*rest, *(each for each, _ in self._lists)])}

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
            yield number, self._key(now)
            return
        for name, value in now.items():
            if name not in before or not _same(value, before[name]):
                yield number, name, self._key(value)

    def _key(self, value: Any, above: tuple[int, ...] = ()) -> Any:
        """The value in a form that may stand in a dict's key; `above` are the ids of what it is inside of."""
        if isinstance(value, _PLAIN):
            return type(value), value
        if isinstance(value, np.ufunc) or _is_library_function(value):
            return value
        if isinstance(value, np.ndarray | np.generic) and value.dtype != object:
            return str(value.dtype), value.shape, value.tobytes()
        if isinstance(value, _SILENT):
            return type(value)
        if id(value) in above:
            return "inside", above.index(id(value))
        if id(value) in self._number and not isinstance(value, _HOLDERS):
            return "known", self._number[id(value)]  # where it was changed itself, that is in the key of its part
        if len(above) < DEPTH:
            return self._key_of_many(value, (*above, id(value)))
        raise Unkeyed

    def _key_of_many(self, value: Any, above: tuple[int, ...]) -> Any:
        if isinstance(value, list | tuple):
            return tuple(self._key(each, above) for each in value)
        if isinstance(value, set | frozenset):
            return frozenset(self._key(each, above) for each in value)
        if isinstance(value, dict):
            who_listens = any(isinstance(each, ref) for each in value.values())
            return who_listens or tuple((self._key(name), self._key(each, above)) for name, each in value.items())
        if isinstance(value, partial):  # what set_ticks makes of labels
            return self._key((value.func, value.args, value.keywords), above)
        if isinstance(value, MethodType):
            return self._key(value.__func__, above), self._key(value.__self__, above)
        if _is_matplotlibs(value):
            return type(value), self._key(value.__dict__, above)
        raise Unkeyed


def _same(one: Any, other: Any) -> bool:
    try:
        return one is other or bool(one == other)
    except ValueError:  # of arrays it is not clear which numbers are meant
        return False


def _is_matplotlibs(each: Any) -> bool:
    return type(each).__module__.startswith(_OURS) and hasattr(each, "__dict__")


def _is_library_function(each: Any) -> bool:
    """A function that is the same for good: of Matplotlib's, and holding nothing."""
    return isinstance(each, FunctionType) and each.__module__.startswith(_OURS) and not each.__closure__


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
        if inside is None and _is_matplotlibs(each):
            inside = each.__dict__.values()
            if isinstance(each, Text | Line2D):  # nobody listens to a tick's label
                inside = [part for part in inside if not isinstance(part, CallbackRegistry)]
        if inside is not None:
            order += [] if isinstance(each, tuple) else [each]
            waiting += inside
    return order


def _fields(each: Any) -> dict:
    return each if isinstance(each, dict) else each.__dict__
