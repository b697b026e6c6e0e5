"""What decides how something is drawn, as a key that may stand in a dict: equal keys are drawn alike.

A key holds all that hangs on an artist, its numbers with their types and arrays to the last bit. What cannot be told
from what it holds, such as a function or an object that is not Matplotlib's, has no key, and is drawn each time.
"""

from collections.abc import Callable, Mapping
from enum import Enum
from functools import partial
from operator import attrgetter
from types import FunctionType, MethodType
from typing import Any
from weakref import ref

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.cbook import CallbackRegistry
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.markers import MarkerStyle
from matplotlib.path import Path
from matplotlib.transforms import (
    Affine2D,
    Bbox,
    BboxTransformTo,
    BlendedGenericTransform,
    CompositeAffine2D,
    CompositeGenericTransform,
    IdentityTransform,
    TransformedBbox,
)

OURS = ("matplotlib.", __package__)
HOLDERS = (list, dict, set)
DEPTH = 12  # things inside of one another
# Say nothing of a look: who is told of changes, how an artist is taken off its axes.
_SILENT = (CallbackRegistry, RendererBase, ref)
_UNSEEN = {"_remove_method", "_callbacks", "stale_callback"}
_DERIVED = {"_x", "_y", "_xy", "_path", "_transformed_path"}  # of a Line2D: made from what it was given
_TRUE, _FALSE = (bool, True), (bool, False)  # a bare True would be 1, and a word could stand for another word


class Unkeyed(Exception):
    """Something that has no key."""


class Keys:
    """Makes keys. `known` are things that stay, by id: a key names them and does not look into them."""

    def __init__(self, known: Mapping[int, Any]):
        self.known = known

    def of(self, value: Any, above: tuple[int, ...] = ()) -> Any:
        """The key of a value that is inside of the things with these ids. Raises Unkeyed."""
        kind = type(value)
        if value is None or kind is str or kind is bytes:
            return value
        if kind is float or kind is int or kind is bool:
            return kind, value or repr(value)  # 0.0 and −0.0 are equal, and not written alike
        if kind is np.ndarray or isinstance(value, np.ndarray | np.generic):
            return self._of_array(value)
        if (number := self.known.get(id(value))) is not None and not isinstance(value, HOLDERS):
            return "known", number
        if kind in _MADE_OF:
            return kind, *(self.of(part, above) for part in _MADE_OF[kind](value))
        return self._of_many(value, above)

    def of_artist(self, artist: Artist, above: tuple[int, ...] = ()) -> tuple:
        """The key of an artist that Matplotlib made. What takes most of its time is written for speed."""
        fields, parts, kind = artist.__dict__, [], type(artist)
        above = (*above, id(artist))
        for name, value in fields.items():
            if value is None or type(value) is str:
                parts.append(value)
            elif type(value) is bool:
                parts.append(_TRUE if value else _FALSE)
            elif name not in _UNSEEN and not (kind is Line2D and name in _DERIVED):
                idle = name == "_colorizer" and fields["_A"] is None  # there are no numbers to colour by
                parts.append(idle or self.of(value, above))
        return kind, tuple(fields), tuple(parts)

    def _of_array(self, value: Any) -> tuple:
        if isinstance(value, np.ma.MaskedArray):
            return "masked", self._of_array(value.filled(0)), np.ma.getmaskarray(value).tobytes()
        if value.dtype == object:
            raise Unkeyed
        return value.dtype.str, value.shape, value.tobytes()

    def _of_many(self, value: Any, above: tuple[int, ...]) -> Any:
        if isinstance(value, Enum):
            return type(value), value._name_  # to compare and hash an Enum takes ten times as long
        if isinstance(value, np.ufunc) or is_library_function(value):
            return value
        if isinstance(value, _SILENT):
            return type(value)
        if id(value) in above:
            return "inside", above.index(id(value))
        if len(above) >= DEPTH:
            raise Unkeyed
        above = (*above, id(value))
        if isinstance(value, list | tuple):
            return type(value), *(self.of(each, above) for each in value)
        if isinstance(value, set | frozenset):
            return frozenset(self.of(each, above) for each in value)
        if isinstance(value, dict):
            who_listens = any(isinstance(each, ref) for each in value.values())
            return who_listens or tuple((self.of(name), self.of(each, above)) for name, each in value.items())
        if isinstance(value, partial):  # what set_ticks makes of labels
            return self.of((value.func, value.args, value.keywords), above)
        if isinstance(value, MethodType):
            return self.of(value.__func__, above), self.of(value.__self__, above)
        if isinstance(value, Artist) and is_matplotlibs(value):
            return self.of_artist(value, above)
        if is_matplotlibs(value):
            return type(value), self.of(value.__dict__, above)
        raise Unkeyed


# By what these are decided; the rest of what they hold follows from it, or is about who listens.
_MADE_OF: dict[type, Callable[[Any], Any]] = {
    Affine2D: attrgetter("_mtx", "_invalid"),
    Bbox: attrgetter("_points", "_invalid"),
    BboxTransformTo: attrgetter("_boxout", "_invalid"),
    BlendedGenericTransform: attrgetter("_x", "_y"),
    CompositeGenericTransform: attrgetter("_a", "_b"),
    CompositeAffine2D: attrgetter("_a", "_b"),
    FontProperties: lambda font: font.__dict__.values(),
    IdentityTransform: lambda same: (),
    MarkerStyle: attrgetter("_marker", "_fillstyle", "_user_transform", "_user_capstyle", "_user_joinstyle"),
    Path: attrgetter("_vertices", "_codes", "_should_simplify", "_simplify_threshold", "_interpolation_steps"),
    TransformedBbox: attrgetter("_bbox", "_transform"),
}


def is_matplotlibs(each: Any) -> bool:
    return type(each).__module__.startswith(OURS) and hasattr(each, "__dict__")


def is_library_function(each: Any) -> bool:
    """A function that is the same for good: of Matplotlib's, and holding nothing."""
    return isinstance(each, FunctionType) and each.__module__.startswith(OURS) and not each.__closure__
