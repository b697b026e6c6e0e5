"""A demo on a page, taken hold of: where it is, what it shows, how it is moved."""

import math
import random
from collections.abc import Iterator

import pytest

from lossviz import style
from tests.site.conftest import PAGES
from tests.site.known import known

every_page = pytest.mark.parametrize(("page", "names"), PAGES.items(), ids=PAGES)
DEMOS = {name: page for page, names in PAGES.items() for name in names}
BRIEF = "element => ({ indexes: [...element.indexes], readout: element.readout.textContent })"
WHOLE = f"""element => ({{
    ...({BRIEF})(element),
    panels: [...element.picture.children].map(
        svg => [...svg.querySelectorAll(":scope > g")].map(g => g.innerHTML)),
}})"""
EACH = f"""(element, positions) => positions.map((indexes) => {{
    indexes.forEach((index, i) => element.set(i, index));
    element.draw();
    return ({WHOLE})(element);
}})"""
# Python's strings, as the browser writes them back: <path/> and <path></path> are the same element.
AS_WRITTEN = """strings => strings.map(artists => artists.map(string => {
    const g = document.createElementNS("http://www.w3.org/2000/svg", "g");
    g.innerHTML = string;
    return g.innerHTML;
}))"""
# The point of the window at which a place of a panel's picture lies.
POINT = """(element, [panel, x, y]) => {
    const svg = element.picture.children[panel];
    const { left, top, width } = svg.getBoundingClientRect(); // its getScreenCTM knows of no scaled slide in WebKit
    const { x: from, y: above, width: whole } = svg.viewBox.baseVal;
    return [left + ((x - from) * width) / whole, top + ((y - above) * width) / whole];
}"""


def ready(page, name):
    """The demo's element, scrolled to, with its positions unpacked."""
    element = page.locator(f"lossviz-demo#{name}")
    element.evaluate("""element => {
        element.scrollIntoView({ block: "nearest", behavior: "instant" });
        return element.load();
    }""")
    return element


def state(element, wanted=BRIEF) -> dict:
    """What is shown, after the frame in which a change is drawn."""
    return element.evaluate(f"""async element => {{
        await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
        return ({wanted})(element);
    }}""")


def some_states(element) -> list[list[int]]:
    """Where a demo opens, both ends of each control from there, and ten others at random, always the same."""
    controls = element.evaluate("element => element.controls.map(({ values, start }) => [values.length, start])")
    opening, rng = [start for _, start in controls], random.Random(0)
    ends = [[*opening[:i], end, *opening[i + 1 :]] for i, (count, _) in enumerate(controls) for end in (0, count - 1)]
    return [opening, *ends, *([rng.randrange(count) for count, _ in controls] for _ in range(10))]


def values(demo, indexes) -> dict:
    return {key: c.values[i] for (key, c), i in zip(demo.controls.items(), indexes, strict=True)}


def indexes(demo, at) -> list[int]:
    return [control.values.index(at[key]) for key, control in demo.controls.items()]


def go_to(element, demo, at) -> None:
    element.evaluate("(element, to) => to.forEach((index, i) => element.set(i, index))", indexes(demo, at))


def assert_as_python(demo, at, shown: dict, as_written) -> None:
    """Readout and every string of every artist; `as_written` gives strings as the page's browser writes them back."""
    frame = demo.at(**at)
    assert shown["readout"] == frame.readout
    drawn = [[style.themed(artist) for artist in panel] for panel in frame.panels or ()]
    for panel, artists in zip(shown["panels"] if drawn else [], as_written(drawn), strict=True):
        assert panel == artists + [""] * (len(panel) - len(artists))


def any_demo(fits=lambda demo: True):
    """The first demo that fits, with its page."""
    return next((name, page) for name, page in DEMOS.items() if fits(known(name)))


def plays(control) -> bool:
    return getattr(control, "play", False)


def pixel(view: dict, axis: str, value: float) -> float:
    """Where a value lies in the picture, from Matplotlib's own limits and scale."""
    low, high, scale = view[axis]
    left, top, width, height = view["box"]
    if scale == "log":
        low, high, value = map(math.log, (low, high, value))
    part = (value - low) / (high - low)
    return left + part * width if axis == "x" else top + (1 - part) * height


def inside(view: dict, axis: str, values) -> list[int]:
    low, high = sorted(view[axis][:2])
    return [i for i, value in enumerate(values) if low <= value <= high]


def _middle(places: dict[int, float]) -> int:
    """The index in the middle, or the nearest to it that a pointer of whole pixels tells from its neighbours."""
    half = [*places][len(places) // 2]
    near = (min((abs(places[i] - places[k]) for k in (i - 1, i + 1) if k in places), default=9) for i in places)
    clear = [index for index, gap in zip(places, near, strict=True) if gap >= 3]
    return min(clear or [half], key=lambda index: abs(index - half))


def places_to_drag_to(demo, control) -> Iterator[tuple]:
    """For the ends and the middle of what lies in the picture: the index there, the panel, and from where to where."""
    panel = 0 if control.panel == "all" else control.panel
    view, other = demo.at().views[panel], "y" if control.drag == "x" else "x"
    left, top, width, height = view["box"]
    beside = left + width / 2 if other == "x" else top + height / 2
    if control.grip is not None:
        beside = pixel(view, other, control.grip)
    reach = inside(view, control.drag, control.values)
    places = {index: pixel(view, control.drag, control.values[index]) for index in reach}
    for target in (reach[0], reach[-1], _middle(places)):
        along = [pixel(view, control.drag, control.values[index]) for index in (control.start, target)]
        yield target, panel, *([at, beside] if control.drag == "x" else [beside, at] for at in along)
