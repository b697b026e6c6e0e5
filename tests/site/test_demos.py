"""Every demo on the built site, in a real browser. The demos are found; none is named here."""

import importlib
import pkgutil
import random
from itertools import pairwise

import pytest

import lossviz.demos
from lossviz import style
from lossviz.demo import registry
from tests.site.conftest import SITE, demos, pages

for module in pkgutil.iter_modules(lossviz.demos.__path__):
    importlib.import_module(f"lossviz.demos.{module.name}")

DEMOS = sorted({name: page for page, name in reversed(demos())}.items())
every_demo = pytest.mark.parametrize(("name", "page"), DEMOS, ids=[name for name, _ in DEMOS])

STATE = """element => ({
    indexes: element.indexes,
    readout: element.readout.textContent,
    panels: [...element.picture.children].map(
        svg => [...svg.querySelectorAll(":scope > g")].map(g => g.innerHTML)),
})"""
# Python's strings, as the browser writes them back: <path/> and <path></path> are the same element.
AS_WRITTEN = """strings => strings.map(artists => artists.map(string => {
    const g = document.createElementNS("http://www.w3.org/2000/svg", "g");
    g.innerHTML = string;
    return g.innerHTML;
}))"""


def ready(page, name):
    """The demo's element, scrolled to, with its positions unpacked."""
    element = page.locator(f"lossviz-demo#{name}")
    element.scroll_into_view_if_needed()
    element.evaluate("element => element.load()")
    return element


def state(element) -> dict:
    """What is shown, after the frame in which a change is drawn."""
    element.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return element.evaluate(STATE)


def values(demo, indexes) -> dict:
    return {key: c.values[i] for (key, c), i in zip(demo.controls.items(), indexes, strict=True)}


def test_every_demo_of_the_book_is_on_the_site():
    book = {name for name, demo in registry.items() if demo.__module__.startswith("lossviz.demos.")}
    assert {name for name, _ in DEMOS} == book


@every_demo
def test_page_and_python_agree_string_by_string(open_page, name, page):
    demo = registry[name]
    element = ready(open_page((SITE / page).as_uri()), name)
    for number in [
        None,
        *random.Random(name).sample(range(len(demo.positions)), min(20, len(demo.positions))),
    ]:
        if number is not None:
            at = list(demo.positions[number].values())
            for i, (control, value) in enumerate(zip(demo.controls.values(), at, strict=True)):
                element.evaluate("(element, [i, index]) => element.set(i, index)", [i, control.values.index(value)])
        shown = state(element)
        frame = demo.at(**values(demo, shown["indexes"]))
        drawn = [[style.themed(artist) for artist in panel] for panel in frame.panels]
        expected = element.page.evaluate(AS_WRITTEN, drawn)
        assert shown["readout"] == frame.readout
        for panel, artists in zip(shown["panels"], expected, strict=True):
            assert panel == artists + [""] * (len(panel) - len(artists))


def by_keyboard(page, element, control, key):
    field = element.locator(f"#control-{key}")
    field.focus()
    for end in ("Home", "End"):
        if control.kind == "toggle":
            page.keyboard.press("Space")
        elif control.kind == "choice":
            field.evaluate("(select, end) => select.selectedIndex", end)
            for _ in control.values:
                page.keyboard.press("ArrowUp" if end == "Home" else "ArrowDown")
        else:
            page.keyboard.press(end)
        yield state(element)


def by_pointer(page, element, control, key):
    field = element.locator(f"#control-{key}")
    box = field.bounding_box()
    for end in (0, 1):
        if control.kind == "toggle":
            field.click()
        elif control.kind == "choice":  # a native list is drawn by the system: choose as its click would
            field.select_option(index=end * (len(control.values) - 1))
        else:
            page.mouse.click(box["x"] + (2 if end == 0 else box["width"] - 2), box["y"] + box["height"] / 2)
        yield state(element)


@every_demo
@pytest.mark.parametrize("how", [by_keyboard, by_pointer])
def test_each_control_moved_to_both_ends_changes_picture_and_readout(open_page, name, page, how):
    demo = registry[name]
    opened = open_page((SITE / page).as_uri(), viewport={"width": 1100, "height": 1000})
    element = ready(opened, name)
    for i, (key, control) in enumerate(demo.controls.items()):
        element.evaluate("element => element.reset()")
        element.locator(f"#control-{key}").scroll_into_view_if_needed()
        low, high = how(opened, element, control, key)
        ends = {low["indexes"][i], high["indexes"][i]}
        assert ends == {0, len(control.values) - 1}, key
        assert low["panels"] != high["panels"], key
        assert low["readout"] != high["readout"], key
        assert high["readout"] == demo.at(**values(demo, high["indexes"])).readout


POINT = """(element, [panel, x, y]) => {
    const svg = element.picture.children[panel];
    const point = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM());
    return [point.x, point.y];
}"""


def pixel(view: dict, axis: str, value: float) -> float:
    """Where a value lies in the picture, from Matplotlib's own limits and scale."""
    import math

    low, high, scale = view[axis]
    left, top, width, height = view["box"]
    if scale == "log":
        low, high, value = map(math.log, (low, high, value))
    part = (value - low) / (high - low)
    return left + part * width if axis == "x" else top + (1 - part) * height


def inside(view: dict, axis: str, values) -> list[int]:
    low, high = sorted(view[axis][:2])
    return [i for i, value in enumerate(values) if low <= value <= high]


@every_demo
def test_dragging_on_the_picture_sets_the_tied_sliders(open_page, name, page):
    demo = registry[name]
    tied = {key: c for key, c in demo.controls.items() if getattr(c, "drag", None)}
    if not tied:
        pytest.skip("nothing to drag on this picture")
    opened = open_page((SITE / page).as_uri(), viewport={"width": 1100, "height": 1000})
    element = ready(opened, name)
    view_of = demo.at().views
    for key, control in tied.items():
        panel = 0 if control.panel == "all" else control.panel
        view, other = view_of[panel], "y" if control.drag == "x" else "x"
        reach = inside(view, control.drag, control.values)
        for target in (reach[0], reach[-1], reach[len(reach) // 2]):
            element.evaluate("element => element.reset()")
            place = {}
            left, top, width, height = view["box"]
            place[other] = left + width / 2 if other == "x" else top + height / 2
            if control.grip is not None:
                place[other] = pixel(view, other, control.grip)
            spots = []
            for value in (control.values[control.start], control.values[target]):
                place[control.drag] = pixel(view, control.drag, value)
                spots.append(element.evaluate(POINT, [panel, place["x"], place["y"]]))
            opened.mouse.move(*spots[0])
            opened.mouse.down()
            for step in range(1, 4):
                opened.mouse.move(*(a + (b - a) * step / 3 for a, b in zip(*spots, strict=True)))
            opened.mouse.up()
            shown = state(element)
            at = values(demo, shown["indexes"])
            assert at[key] == control.values[target], f"{key} dragged to {control.values[target]}"
            assert shown["readout"] == demo.at(**at).readout


@every_demo
def test_an_address_with_state_opens_at_that_state(open_page, name, page):
    demo = registry[name]
    at = random.Random(name).choice(demo.positions)
    element = ready(open_page((SITE / page).as_uri()), name)
    for i, (key, control) in enumerate(demo.controls.items()):
        element.evaluate("(element, [i, index]) => element.set(i, index)", [i, control.values.index(at[key])])
    fragment = element.evaluate("element => element.fragment")
    again = ready(open_page(f"{(SITE / page).as_uri()}{fragment}"), name)
    shown = state(again)
    assert values(demo, shown["indexes"]) == at
    assert shown["readout"] == demo.at(**at).readout
    assert again.evaluate("e => e.getBoundingClientRect().bottom > 0 && e.getBoundingClientRect().top < innerHeight")


NONSENSE = [
    "1e999",
    "-1e999",
    "NaN",
    "<script>alert(1)</script>",
    "%",
    "%E0%A4%A",
    "",
    "0x1",
    "1;2",
    "[]",
    "٣",
]


@every_demo
def test_an_address_with_nonsense_opens_at_the_default(open_page, name, page):
    demo = registry[name]
    opened = open_page((SITE / page).as_uri())
    start = state(ready(opened, name))
    keys = [*demo.controls, "unknown", "__proto__", "constructor"]
    for nonsense in NONSENSE:
        query = "&".join(f"{key}={nonsense}" for key in keys)
        opened.goto("about:blank")
        opened.goto(f"{(SITE / page).as_uri()}#{name}?{query}")
        assert state(ready(opened, name)) == start, nonsense
    assert opened.locator("lossviz-demo script:not(.lv-config):not(.lv-data)").count() == 0


@pytest.mark.parametrize("page", sorted({page for _, page in DEMOS}))
def test_without_javascript_the_default_picture_and_readout_are_there(open_page, page):
    opened = open_page((SITE / page).as_uri(), java_script_enabled=False)
    for element in opened.locator("lossviz-demo").all():
        name = element.get_attribute("id")
        box = element.locator("svg.lv-panel").first.bounding_box()
        assert box["width"] > 250, name
        assert box["height"] > 150, name
        assert element.locator(".lv-readout").inner_text().split() == registry[name].at().readout.split()


@pytest.mark.parametrize("page", sorted({page for _, page in DEMOS}))
def test_a_page_loads_the_player_once(open_page, page):
    opened = open_page((SITE / page).as_uri())
    assert opened.locator("script[src*='lossviz/player.js']").count() == 1


WITHOUT = sorted({str(page) for page in pages()} - {page for page, _ in demos()} - {"404.html"})


@pytest.mark.parametrize("page", WITHOUT)
def test_a_page_without_demos_loads_no_player(open_page, page):
    opened = open_page((SITE / page).as_uri())
    assert opened.locator("script[src*='lossviz/player.js']").count() == 0


def test_a_demo_is_unpacked_only_when_it_comes_near(open_page):
    page, names = next((p, n) for p, n in per_page() if len(n) > 2)
    opened = open_page((SITE / page).as_uri())
    opened.wait_for_timeout(500)
    last = opened.locator(f"lossviz-demo#{names[-1]}")
    assert last.get_attribute("data-ready") is None
    last.scroll_into_view_if_needed()
    opened.wait_for_function("name => document.getElementById(name).dataset.ready === ''", arg=names[-1])


def per_page():
    return [(page, [n for q, n in demos() if q == page]) for page in dict.fromkeys(p for p, _ in demos())]


@pytest.mark.parametrize("width", [360, 375, 768])
def test_a_demo_fits_a_phone_without_sideways_scroll(open_page, width):
    for page, names in per_page():
        opened = open_page((SITE / page).as_uri(), viewport={"width": width, "height": 740}, has_touch=True)
        for name in names:
            box = ready(opened, name).bounding_box()
            assert box["x"] >= 0, name
            assert box["x"] + box["width"] <= width, name
        assert opened.evaluate("document.documentElement.scrollWidth") <= width


def test_two_changes_within_a_frame_are_drawn_once(open_page):
    name, page = next((n, p) for n, p in DEMOS if len(registry[n].positions) > 100)
    element = ready(open_page((SITE / page).as_uri()), name)
    drawn = element.evaluate("""element => new Promise(done => {
        let count = 0;
        const draw = element.draw.bind(element);
        element.draw = () => { count += 1; draw(); };
        for (let i = 1; i < 6; i += 1) element.set(0, i);
        setTimeout(() => done(count), 200);
    })""")
    assert drawn == 1


def test_full_screen_reset_and_keys_for_the_classroom(open_page):
    name, page = DEMOS[0]
    opened = open_page((SITE / page).as_uri(), viewport={"width": 1280, "height": 720})
    element = ready(opened, name)
    start = state(element)
    element.evaluate("element => element.set(0, element.indexes[0] ? 0 : 1)")
    element.locator("button.full").click()
    box = element.bounding_box()
    assert (box["width"], box["height"]) == (1280, 720)
    assert float(element.locator(".readout").evaluate("e => parseFloat(getComputedStyle(e).fontSize)")) >= 24
    opened.keyboard.press("h")
    assert element.locator(".readout").is_hidden()
    opened.keyboard.press("h")
    opened.keyboard.press("r")
    assert state(element) == start
    opened.keyboard.press("1")
    assert element.evaluate("e => e.shadowRoot.activeElement === e.inputs[0]")
    opened.keyboard.press("Escape")
    opened.wait_for_function("name => !document.getElementById(name).hasAttribute('data-full')", arg=name)


def test_play_runs_through_the_stops_and_stops_at_the_last(open_page):
    played = [(n, p) for n, p in DEMOS if any(getattr(c, "play", False) for c in registry[n].controls.values())]
    assert played, "no demo of the book plays"
    name, page = played[0]
    element = ready(open_page((SITE / page).as_uri()), name)
    key = next(k for k, c in registry[name].controls.items() if getattr(c, "play", False))
    i, last = list(registry[name].controls).index(key), len(registry[name].controls[key].values) - 1
    element.evaluate("(element, [i, index]) => element.set(i, index)", [i, last - 3])
    element.locator("button.play").click()
    seen = []
    while not seen or seen[-1] != last:
        seen.append(element.evaluate("(element, i) => element.indexes[i]", i))
    assert all(b - a in (0, 1) for a, b in pairwise(seen))
    element.page.wait_for_timeout(200)
    assert element.locator("button.play").inner_text() == "Play"


def test_readout_is_announced_and_every_control_has_a_label_and_its_value_in_words(open_page):
    for page, names in per_page():
        opened = open_page((SITE / page).as_uri())
        for name in names:
            element = ready(opened, name)
            assert element.locator(".readout").get_attribute("role") == "status"
            for key, control in registry[name].controls.items():
                field = element.get_by_label(control.label or key, exact=True)
                assert field.get_attribute("id") == f"control-{key}"
                if control.kind == "slider":
                    assert field.get_attribute("aria-valuetext") == control.texts[control.start]


def test_print_shows_the_default_picture_and_no_controls(open_page):
    name, page = DEMOS[0]
    opened = open_page((SITE / page).as_uri())
    element = ready(opened, name)
    opened.emulate_media(media="print")
    assert element.locator(".lv-static svg").first.is_visible()
    assert element.locator("input").first.is_hidden()


def test_colours_follow_the_theme(open_page):
    name, page = DEMOS[0]
    seen = []
    for theme in ("light", "dark"):
        opened = open_page((SITE / page).as_uri())
        opened.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        element = ready(opened, name)
        seen.append(element.locator(".player").evaluate("e => getComputedStyle(e).backgroundColor"))
    light, dark = (tuple(int(p) for p in colour[4:-1].split(",")) for colour in seen)
    assert min(light) > 200
    assert max(dark) < 60
