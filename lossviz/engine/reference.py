"""The same state drawn whole by Matplotlib on a new figure: what the fast path in `stage` has to equal.

The comparison goes element by element: path, text, image, each with its geometry, style and clipping, in the
order in which they are painted. Ids and grouping may differ, and nothing else.
"""

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple
from xml.etree import ElementTree

from matplotlib.axes import Axes

from . import style
from .drawing import call, new_axes, view
from .svg import shorten

_WORDS = {"d": "shape", "style": "look", "transform": "place", "x": "place", "y": "place"}
_DRAWN = {"path", "text", "image", "use"}
_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_ELSEWHERE = ("id", "clip-path", _HREF)  # attributes that are looked at by what they refer to


class Element(NamedTuple):
    """Something painted: its tag, attributes (references replaced by what they refer to), its text."""

    tag: str
    attributes: dict[str, str]
    text: str


def draw_whole(demo, values: Mapping[str, Any]) -> str:
    """The SVG that Matplotlib saves of a new figure with this state drawn on it."""
    _, _, svg = _saved(demo, values)
    return svg


def in_panels(demo, values: Mapping[str, Any]) -> tuple[str, tuple, dict[str, str], tuple]:
    """The same, as the parts of a frame: readout, a string for each panel, clip paths by id, views."""
    readout, views, svg = _saved(demo, values)
    ElementTree.register_namespace("", _SVG[1:-1])
    ElementTree.register_namespace("xlink", _HREF[1:-5])
    root = ElementTree.fromstring(svg)
    defs = {clip.get("id"): ElementTree.tostring(clip, "unicode") for clip in root.iter(f"{_SVG}clipPath")}
    drawn = [ElementTree.tostring(group, "unicode") for group in root.find(f"{_SVG}g") if group.tag == f"{_SVG}g"]
    # The figure's own patch is not drawn. Axes that the drawing added are in every panel: its frame cuts them off.
    own, added = drawn[: demo.panels], drawn[demo.panels :]
    return readout, tuple((each, *added) for each in own), defs, views


@contextmanager
def new_figure(demo, values: Mapping[str, Any]) -> Iterator[tuple[str, list[Axes]]]:
    """The readout and the axes of a new figure with this state drawn on it; to be saved while the context holds."""
    with style.context(demo.name):
        axes = new_axes(demo.panels, demo.size)
        yield call(demo.draw, axes, values), axes


def _saved(demo, values: Mapping[str, Any]) -> tuple[str, tuple, str]:
    with new_figure(demo, values) as (readout, axes):
        file = io.StringIO()
        axes[0].figure.savefig(file, format="svg", metadata={"Date": None})
    return readout, tuple(map(view, axes)), shorten(file.getvalue())


def difference(fast: str, whole: str) -> str | None:
    """The first element in which two SVG documents paint differently, in words; None if there is none."""
    ours, theirs = list(elements(fast)), list(elements(whole))
    for one, other in zip(ours, theirs, strict=False):
        if one.tag != other.tag:
            return f"a {one.tag} in place of a {other.tag}"
        if one.text != other.text:
            return f"the text {one.text!r} in place of {other.text!r}"
        for name in one.attributes.keys() | other.attributes.keys():
            if one.attributes.get(name) != other.attributes.get(name):
                return f"another {_WORDS.get(name, name)} of a {one.tag}" + (f", {one.text!r}" if one.text else "")
    if len(ours) != len(theirs):
        return f"{len(ours)} parts in place of {len(theirs)}"
    return None


def elements(svg: str) -> Iterator[Element]:
    """What is painted, in order."""
    root = ElementTree.fromstring(svg)
    return _painted(root, {node.get("id"): node for node in root.iter()}, "")


def _painted(node, named, clip: str) -> Iterator[Element]:
    tag = node.tag.rpartition("}")[2]
    if tag in ("defs", "metadata", "style", "title"):
        return
    clip = _resolved(node.get("clip-path"), named) or clip
    if tag in _DRAWN:
        yield Element(tag, _attributes(node, named, clip), " ".join(" ".join(node.itertext()).split()))
        return
    for child in node:
        yield from _painted(child, named, clip)


def _attributes(node, named, clip: str) -> dict[str, str]:
    kept = {k: re.sub(r"url\(#\w+\)", lambda m: _resolved(m[0], named), v) for k, v in node.items()}
    href = node.get(_HREF, "")
    shape = _geometry(named[href[1:]]) if href.startswith("#") else "".join(href.split())
    return {k: v for k, v in kept.items() if k not in _ELSEWHERE} | {"shape": shape, "clipping": clip}


def _resolved(reference: str | None, named) -> str:
    """What `url(#id)` refers to: the numbers and styles of all that is inside it."""
    return "" if reference is None else _geometry(named[reference[5:-1]])


def _geometry(node) -> str:
    own = " ".join(v for k, v in sorted(node.attrib.items()) if k != "id")
    return " ".join([own, *(_geometry(child) for child in node)])
