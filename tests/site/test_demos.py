"""Every demo on the built site, in a real browser, page by page. The demos are found; none is named here."""

import math
import random
from itertools import pairwise

import pytest

from lossviz import style
from lossviz.demo import registry
from tests.site.conftest import PAGES, WITHOUT_DEMOS, address
from tests.site.known import known

every_page = pytest.mark.parametrize(("page", "names"), PAGES.items(), ids=PAGES)
DEMOS = {name: page for page, names in PAGES.items() for name in names}
DESK = {"viewport": {"width": 1100, "height": 1000}}

BRIEF = "element => ({ indexes: element.indexes, readout: element.readout.textContent })"
WHOLE = """element => ({
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


def test_every_demo_of_the_book_is_on_the_site():
    book = {name for name, demo in registry.items() if demo.__module__.startswith("lossviz.demos.")}
    assert book - DEMOS.keys() == set()


@every_page
def test_a_demo_opens_at_its_default_and_page_and_python_agree_string_by_string(open_page, subtests, page, names):
    opened = open_page(address(page))
    for name in names:
        with subtests.test(name):
            demo, element = known(name), ready(opened, name)
            start, positions = demo.start, random.Random(name).sample(demo.positions, min(20, len(demo.positions)))
            for at in [start, *positions]:
                if at is not start:
                    go_to(element, demo, at)
                shown, frame = state(element, WHOLE), demo.at(**at)
                assert values(demo, shown["indexes"]) == at
                assert shown["readout"] == frame.readout
                drawn = [[style.themed(artist) for artist in panel] for panel in frame.panels or ()]
                for panel, artists in zip(
                    shown["panels"] if drawn else [], opened.evaluate(AS_WRITTEN, drawn), strict=True
                ):
                    assert panel == artists + [""] * (len(panel) - len(artists))


def by_keyboard(page, element, control, key):
    field = element.locator(f"#control-{key}")
    field.focus()
    for end in ("Home", "End"):
        if control.kind == "toggle":
            page.keyboard.press("Space")
        elif control.kind == "choice":
            for _ in control.values:
                page.keyboard.press("ArrowUp" if end == "Home" else "ArrowDown")
        else:
            page.keyboard.press(end)
        yield state(element, WHOLE)


def by_pointer(page, element, control, key):
    field = element.locator(f"#control-{key}")
    for end in (0, 1):
        if control.kind == "toggle":
            field.click()
        elif control.kind == "choice":  # a native list is drawn by the system: choose as its click would
            field.select_option(index=end * (len(control.values) - 1))
        else:
            box = field.bounding_box()
            field.click(position={"x": box["width"] - 2 if end else 2, "y": box["height"] / 2})
        yield state(element, WHOLE)


@every_page
@pytest.mark.parametrize("how", [by_keyboard, by_pointer])
def test_each_control_moved_to_both_ends_changes_picture_and_readout(open_page, subtests, page, names, how):
    opened = open_page(address(page), **DESK)
    for name in names:
        demo, element = known(name), ready(opened, name)
        for i, (key, control) in enumerate(demo.controls.items()):
            with subtests.test(f"{name}, {key}"):
                element.evaluate("element => element.reset()")
                element.locator(f"#control-{key}").scroll_into_view_if_needed()
                low, high = how(opened, element, control, key)
                assert {low["indexes"][i], high["indexes"][i]} == {0, len(control.values) - 1}
                assert low["panels"] != high["panels"]
                assert low["readout"] != high["readout"]
                assert high["readout"] == demo.at(**values(demo, high["indexes"])).readout


POINT = """(element, [panel, x, y]) => {
    const svg = element.picture.children[panel];
    const point = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM());
    return [point.x, point.y];
}"""


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


def drag(opened, start, end) -> None:
    opened.mouse.move(*start)
    opened.mouse.down()
    for step in (1, 2, 3):
        opened.mouse.move(*(a + (b - a) * step / 3 for a, b in zip(start, end, strict=True)))
    opened.mouse.up()


@every_page
def test_dragging_on_the_picture_sets_the_tied_sliders(open_page, subtests, page, names):
    opened = open_page(address(page), **DESK)
    for name in names:
        demo, element = known(name), ready(opened, name)
        for key, control in demo.controls.items():
            if not getattr(control, "drag", None):
                continue
            panel = 0 if control.panel == "all" else control.panel
            view, other = demo.at().views[panel], "y" if control.drag == "x" else "x"
            reach = inside(view, control.drag, control.values)
            left, top, width, height = view["box"]
            beside = left + width / 2 if other == "x" else top + height / 2
            if control.grip is not None:
                beside = pixel(view, other, control.grip)
            for target in (reach[0], reach[-1], reach[len(reach) // 2]):
                with subtests.test(f"{name}, {key} to {control.values[target]}"):
                    element.evaluate("element => element.reset()")
                    element.evaluate("element => element.scrollIntoView({block: 'center', behavior: 'instant'})")
                    ends = [
                        {other: beside, control.drag: pixel(view, control.drag, control.values[index])}
                        for index in (control.start, target)
                    ]
                    drag(opened, *(element.evaluate(POINT, [panel, end["x"], end["y"]]) for end in ends))
                    shown = state(element)
                    at = values(demo, shown["indexes"])
                    assert at[key] == control.values[target]
                    assert shown["readout"] == demo.at(**at).readout


@every_page
def test_an_address_with_state_opens_at_that_state(open_page, subtests, page, names):
    opened = open_page(address(page))
    for name in names:
        with subtests.test(name):
            demo = known(name)
            at = random.Random(name).choice(demo.positions)
            element = ready(opened, name)
            go_to(element, demo, at)
            fragment = element.evaluate("element => element.fragment")
            opened.goto("about:blank")
            opened.goto(address(page) + fragment)
            again = ready(opened, name)
            shown = state(again)
            assert values(demo, shown["indexes"]) == at
            assert shown["readout"] == demo.at(**at).readout
            assert again.evaluate(
                "e => e.getBoundingClientRect().bottom > 0 && e.getBoundingClientRect().top < innerHeight"
            )


NONSENSE = ["1e999", "-1e999", "NaN", "<script>alert(1)</script>", "%", "%E0%A4%A", "", "0x1", "1;2", "[]", "٣"]


@every_page
def test_an_address_with_nonsense_opens_at_the_default(open_page, subtests, page, names):
    opened = open_page(address(page))
    for name in names:
        with subtests.test(name):
            keys = [*known(name).controls, "unknown", "__proto__", "constructor"]
            element = ready(opened, name)
            start = state(element)
            for nonsense in NONSENSE:
                query = "&".join(f"{key}={nonsense}" for key in keys)
                element.evaluate("element => element.set(0, element.indexes[0] ? 0 : 1)")
                element.evaluate("(element, hash) => { location.hash = hash; }", f"#{name}?{query}")
                assert state(element) == start, nonsense
    opened.goto("about:blank")
    opened.goto(f"{address(page)}#{name}?" + "&".join(f"{key}=<script>" for key in keys))
    assert state(ready(opened, name)) == start
    assert opened.locator("lossviz-demo script:not(.lv-config):not(.lv-data)").count() == 0


@every_page
def test_without_javascript_the_default_picture_and_readout_are_there(open_page, page, names):
    opened = open_page(address(page), java_script_enabled=False)
    for name in names:
        element = opened.locator(f"lossviz-demo#{name}")
        box = element.locator("svg.lv-panel").first.bounding_box()
        assert box["width"] > 250, name
        assert box["height"] > 150, name
        assert element.locator(".lv-readout").inner_text().split() == known(name).at().readout.split()


@every_page
def test_a_page_loads_the_player_once(open_page, page, names):
    assert open_page(address(page)).locator("script[src*='lossviz/player.js']").count() == 1


@pytest.mark.parametrize("page", WITHOUT_DEMOS)
def test_a_page_without_demos_loads_no_player(open_page, page):
    assert open_page(address(page)).locator("script[src*='lossviz/player.js']").count() == 0


def test_a_demo_is_unpacked_only_when_it_comes_near(open_page):
    page, names = next((p, n) for p, n in PAGES.items() if len(n) > 2)
    opened = open_page(address(page))
    opened.wait_for_timeout(500)
    last = opened.locator(f"lossviz-demo#{names[-1]}")
    assert last.get_attribute("data-ready") is None
    last.scroll_into_view_if_needed()
    opened.wait_for_function("name => document.getElementById(name).dataset.ready === ''", arg=names[-1])


@every_page
def test_a_demo_fits_a_phone_without_sideways_scroll(open_page, subtests, page, names):
    opened = open_page(address(page), viewport={"width": 360, "height": 740}, has_touch=True)
    for width in (360, 375, 768):
        opened.set_viewport_size({"width": width, "height": 740})
        for name in names:
            with subtests.test(f"{name} at {width}"):
                box = ready(opened, name).bounding_box()
                assert box["x"] >= 0
                assert box["x"] + box["width"] <= width
        assert opened.evaluate("document.documentElement.scrollWidth") <= width


@every_page
def test_a_challenge_is_open_at_the_start_and_recognised_where_python_says_it_is_met(open_page, subtests, page, names):
    opened = open_page(address(page))
    for name in (n for n in names if getattr(registry.get(n), "challenge", None)):
        with subtests.test(name):
            demo, element = registry[name], ready(opened, name)
            line = element.locator(".challenge")
            assert line.inner_text() == f"Challenge: {demo.challenge.text}"
            go_to(element, demo, next(at for at in demo.positions if demo.challenge.met(**at)))
            state(element)
            assert line.inner_text() == f"✓ Challenge met: {demo.challenge.text}"


def test_at_least_ten_demos_set_a_challenge():
    assert sum(demo.challenge is not None for demo in registry.values()) >= 10


@every_page
def test_readout_is_announced_and_every_control_has_a_label_and_its_value_in_words(open_page, subtests, page, names):
    opened = open_page(address(page))
    for name in names:
        with subtests.test(name):
            element = ready(opened, name)
            assert element.locator(".readout").get_attribute("role") == "status"
            for key, control in known(name).controls.items():
                field = element.get_by_label(control.label or key, exact=True)
                assert field.get_attribute("id") == f"control-{key}"
                if control.kind == "slider":
                    assert field.get_attribute("aria-valuetext") == control.texts[control.start]


def any_demo(fits=lambda demo: True):
    """The first demo that fits, with its page."""
    return next((name, page) for name, page in DEMOS.items() if fits(known(name)))


def test_two_changes_within_a_frame_are_drawn_once(open_page):
    name, page = any_demo(lambda demo: len(demo.positions) > 100)
    element = ready(open_page(address(page)), name)
    drawn = element.evaluate("""element => new Promise(done => {
        let count = 0;
        const draw = element.draw.bind(element);
        element.draw = () => { count += 1; draw(); };
        for (let i = 1; i < 6; i += 1) element.set(0, i);
        setTimeout(() => done(count), 200);
    })""")
    assert drawn == 1


def test_full_screen_reset_and_keys_for_the_classroom(open_page):
    name, page = any_demo()
    opened = open_page(address(page), viewport={"width": 1280, "height": 720})
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
    opened.keyboard.press("h")
    opened.keyboard.press("Escape")
    opened.wait_for_function("name => !document.getElementById(name).hasAttribute('data-full')", arg=name)
    assert element.locator(".readout").is_visible()  # on the page nothing is hidden


def test_a_link_opens_a_demo_that_the_keys_of_the_classroom_reach_and_guessing_goes_on_to_the_next(open_page):
    page, (first, second, *_) = next((page, names) for page, names in PAGES.items() if len(names) > 1)
    opened = open_page(address(page))
    key = next(iter(known(first).controls))
    opened.goto("about:blank")
    opened.goto(f"{address(page)}#{first}?{key}=0")
    opened.wait_for_function("name => document.activeElement.id === name", arg=first)
    for pressed in "fhn":
        opened.keyboard.press(pressed)
    following = opened.locator(f"lossviz-demo#{second}")
    opened.wait_for_function("name => document.getElementById(name).hasAttribute('data-full')", arg=second)
    assert following.locator(".readout").is_hidden()
    assert following.evaluate(
        "e => [...e.shadowRoot.querySelectorAll('.answer')].every(a => getComputedStyle(a).visibility === 'hidden')"
    )


def test_a_demo_that_stands_on_a_page_twice_works_twice(open_page):
    name, page = any_demo()
    opened = open_page(address(page))
    twin = opened.evaluate(
        """async name => {
        const demo = document.getElementById(name), twin = demo.cloneNode(true);
        demo.after(twin);
        await Promise.all([demo.load(), twin.load()]);
        return [demo, twin].map((each) => each.dataset.ready);
    }""",
        name,
    )
    assert twin == ["", ""]


def plays(control) -> bool:
    return getattr(control, "play", False)


def test_play_runs_through_the_stops_and_stops_at_the_last(open_page):
    name, page = any_demo(lambda demo: any(map(plays, demo.controls.values())))
    element = ready(open_page(address(page)), name)
    i, control = next((i, c) for i, c in enumerate(known(name).controls.values()) if plays(c))
    last = len(control.values) - 1
    element.evaluate("(element, [i, index]) => element.set(i, index)", [i, last - 3])
    element.locator("button.play").click()
    seen = []
    while not seen or seen[-1] != last:
        seen.append(element.evaluate("(element, i) => element.indexes[i]", i))
    assert all(b - a in (0, 1) for a, b in pairwise(seen))
    element.page.wait_for_timeout(200)
    assert element.locator("button.play").inner_text() == "Play"


def test_print_shows_the_default_picture_and_no_controls(open_page):
    name, page = any_demo()
    opened = open_page(address(page))
    element = ready(opened, name)
    opened.emulate_media(media="print")
    assert element.locator(".lv-static svg").first.is_visible()
    assert element.locator("input").first.is_hidden()


def test_colours_follow_the_theme(open_page):
    name, page = any_demo()
    opened = open_page(address(page))
    seen = []
    for theme in ("light", "dark"):
        opened.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        seen.append(ready(opened, name).locator(".player").evaluate("e => getComputedStyle(e).backgroundColor"))
    light, dark = (tuple(int(p) for p in colour[4:-1].split(",")) for colour in seen)
    assert min(light) > 200
    assert max(dark) < 60
