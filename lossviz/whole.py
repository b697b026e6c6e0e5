"""The same position drawn whole by Matplotlib on a new figure: what the fast path in `frames` has to equal.

The comparison goes element by element: path, text, image, each with its geometry, style and clipping, in the
order in which they are painted. Ids and grouping may differ, numbers by the hundredth of a pixel to which
`frames` cuts them.
"""

import io
import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from . import style
from .frames import call, new_axes

Element = tuple[str, dict[str, str], str]

_DRAWN = {"path", "text", "image", "use"}
_HREF = "{http://www.w3.org/1999/xlink}href"
_ELSEWHERE = ("id", "clip-path", _HREF)  # attributes that are looked at by what they refer to
_NUMBER = re.compile(r"-?\d+\.?\d*(?:e-?\d+)?")


def draw_whole(demo, values: dict[str, Any]) -> str:
    """The SVG that Matplotlib saves of a new figure with this position drawn on it."""
    with style.context(demo.name):
        axes = new_axes(demo.panels, demo.size)
        call(demo.draw, axes, values)
        file = io.StringIO()
        axes[0].figure.savefig(file, format="svg", metadata={"Date": None})
    return file.getvalue()


def difference(fast: str, whole: str) -> str | None:
    """The first element in which two SVG documents paint differently, in words; None if there is none."""
    ours, theirs = list(elements(fast)), list(elements(whole))
    for number, (one, other) in enumerate(zip(ours, theirs, strict=False)):
        if not _alike(one, other):
            return f"element {number}: {one} is {other} when drawn whole"
    if len(ours) != len(theirs):
        return f"{len(ours)} elements, {len(theirs)} when drawn whole"
    return None


def elements(svg: str) -> Iterator[Element]:
    """What is painted, in order: tag, attributes (references replaced by what they refer to), text."""
    root = ElementTree.fromstring(svg)
    named = {node.get("id"): node for node in root.iter() if node.get("id")}
    yield from _painted(root, named, "")


def _painted(node, named, clip: str) -> Iterator[Element]:
    tag = node.tag.rpartition("}")[2]
    if tag in ("defs", "metadata", "style", "title"):
        return
    clip = _resolved(node.get("clip-path"), named) or clip
    if tag in _DRAWN:
        yield tag, _attributes(node, named, clip), " ".join(part.strip() for part in node.itertext())
        return
    for child in node:
        yield from _painted(child, named, clip)


def _attributes(node, named, clip: str) -> dict[str, str]:
    kept = {k: v for k, v in node.attrib.items() if k not in _ELSEWHERE and not v.startswith("rotate(-0 ")}
    kept = {k: re.sub(r"url\(#\w+\)", lambda m: _resolved(m[0], named), v) for k, v in kept.items()}
    href = node.get(_HREF, "")
    kept["of"] = _geometry(named[href[1:]]) if href.startswith("#") else "".join(href.split())
    return kept | {"clip": clip}


def _resolved(reference: str | None, named) -> str:
    """What `url(#id)` refers to: the numbers and styles of all that is inside it."""
    return "" if reference is None else _geometry(named[reference[5:-1]])


def _geometry(node) -> str:
    own = " ".join(v for k, v in sorted(node.attrib.items()) if k != "id")
    return " ".join([own, *(_geometry(child) for child in node)])


def _alike(one: Element, other: Element) -> bool:
    (tag, attributes, text), (tag2, attributes2, text2) = one, other
    return (
        tag == tag2
        and text.split() == text2.split()
        and attributes.keys() == attributes2.keys()
        and all(_close(attributes[key], attributes2[key]) for key in attributes)
    )


def _close(one: str, other: str) -> bool:
    """The same text but for numbers that differ by less than 0.011."""
    if one == other:
        return True
    if _between(one) != _between(other):
        return False
    pairs = zip(_NUMBER.findall(one), _NUMBER.findall(other), strict=True)
    return all(abs(float(a) - float(b)) < 0.011 for a, b in pairs)


def _between(text: str) -> str:
    """All but the numbers and the white space: a line's end goes in `frames`, and "z M" is "zM"."""
    return "".join(_NUMBER.sub("#", text).split())
