"""A demo on a page, taken hold of: where it is, what it shows, how it is moved."""

import pytest

from tests.site.conftest import PAGES
from tests.site.known import known

every_page = pytest.mark.parametrize(("page", "names"), PAGES.items(), ids=PAGES)
DEMOS = {name: page for page, names in PAGES.items() for name in names}
DESK = {"viewport": {"width": 1100, "height": 1000}}
BRIEF = "element => ({ indexes: [...element.indexes], readout: element.readout.textContent })"
WHOLE = f"""element => ({{
    ...({BRIEF})(element),
    panels: [...element.picture.children].map(
        svg => [...svg.querySelectorAll(":scope > g")].map(g => g.innerHTML)),
}})"""


def ready(page, name):
    """The demo's element, scrolled to, with its positions unpacked."""
    element = page.locator(f"lossviz-demo#{name}")
    element.scroll_into_view_if_needed()
    element.evaluate("element => element.load()")
    return element


def state(element, wanted=BRIEF) -> dict:
    """What is shown, after the frame in which a change is drawn."""
    element.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return element.evaluate(wanted)


def values(demo, indexes) -> dict:
    return {key: c.values[i] for (key, c), i in zip(demo.controls.items(), indexes, strict=True)}


def indexes(demo, at) -> list[int]:
    return [control.values.index(at[key]) for key, control in demo.controls.items()]


def go_to(element, demo, at) -> None:
    element.evaluate("(element, to) => to.forEach((index, i) => element.set(i, index))", indexes(demo, at))


def any_demo(fits=lambda demo: True):
    """The first demo that fits, with its page."""
    return next((name, page) for name, page in DEMOS.items() if fits(known(name)))


def plays(control) -> bool:
    return getattr(control, "play", False)
