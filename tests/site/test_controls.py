"""Each control of each demo, in a real browser: by keyboard, by pointer, on the picture, in class."""

from itertools import pairwise

import pytest

from tests.site.conftest import PAGES, address
from tests.site.known import known
from tests.site.moving import POINT, WHOLE, any_demo, every_page, places_to_drag_to, plays, ready, state, values


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
@pytest.mark.parametrize("how", [by_keyboard, pytest.param(by_pointer, marks=pytest.mark.nightly)])
def test_each_control_moved_to_both_ends_changes_picture_and_readout(at_desk, subtests, page, names, how):
    opened = at_desk(address(page))
    for name in names:
        demo, element = known(name), ready(opened, name)
        for i, (key, control) in enumerate(demo.controls.items()):
            with subtests.test(f"{name}, {key}"):
                element.evaluate("element => element.reset()")
                low, high = how(opened, element, control, key)
                assert {low["indexes"][i], high["indexes"][i]} == {0, len(control.values) - 1}
                assert low["panels"] != high["panels"]
                assert low["readout"] != high["readout"]
                assert high["readout"] == demo.at(**values(demo, high["indexes"])).readout


def drag(opened, start, end) -> None:
    opened.mouse.move(*start)
    opened.mouse.down()
    for step in (1, 2, 3):
        opened.mouse.move(*(a + (b - a) * step / 3 for a, b in zip(start, end, strict=True)))
    opened.mouse.up()


@every_page
@pytest.mark.parametrize("where", ["ends", pytest.param("middle", marks=pytest.mark.nightly)])
def test_dragging_on_the_picture_sets_the_tied_sliders(at_desk, subtests, page, names, where):
    opened = at_desk(address(page))
    for name in names:
        demo, element = known(name), ready(opened, name)
        for key, control in demo.controls.items():
            if not getattr(control, "drag", None):
                continue
            first, last, middle = places_to_drag_to(demo, control)
            for target, panel, start, end in (first, last) if where == "ends" else (middle,):
                with subtests.test(f"{name}, {key} to {control.values[target]}"):
                    element.evaluate("element => element.reset()")
                    element.evaluate("element => element.scrollIntoView({block: 'center', behavior: 'instant'})")
                    drag(opened, *(element.evaluate(POINT, [panel, *point]) for point in (start, end)))
                    shown = state(element)
                    at = values(demo, shown["indexes"])
                    assert at[key] == control.values[target]
                    assert shown["readout"] == demo.at(**at).readout


# The readouts that are higher than their room, and the values that are wider than theirs.
TOO_LONG = """async (element) => {
    await element.load();
    const found = [];
    const look = (node, text, size) => {
        node.textContent = text;
        if (node[`scroll${size}`] > node[`client${size}`]) found.push(text);
    };
    for (const text of element.words.strings) look(element.readout, text, "Height");
    element.controls.forEach(({ kind, texts }, i) => {
        if (kind === "slider") for (const text of texts) look(element.inputs[i].text, text, "Width");
    });
    return found;
}"""


@every_page
def test_there_is_room_for_every_readout_and_value_so_that_nothing_moves_below(at_desk, subtests, page, names):
    opened = at_desk(address(page))
    for width in (360, 768, 1280):
        opened.set_viewport_size({"width": width, "height": 800})
        for name in names:
            with subtests.test(f"{name} at {width}"):
                assert opened.locator(f"lossviz-demo#{name}").first.evaluate(TOO_LONG) == []


def test_full_screen_reset_and_keys_for_the_classroom(open_page):
    name, page = any_demo()
    opened = open_page(address(page), viewport={"width": 1280, "height": 720})
    element = ready(opened, name)
    start = state(element, WHOLE)
    element.evaluate("element => element.set(0, element.indexes[0] ? 0 : 1)")
    element.locator("button.full").click()
    box = element.bounding_box()
    assert (box["width"], box["height"]) == (1280, 720)
    assert float(element.locator(".readout").evaluate("e => parseFloat(getComputedStyle(e).fontSize)")) >= 24
    opened.keyboard.press("h")
    assert element.locator(".readout").is_hidden()
    opened.keyboard.press("h")
    opened.keyboard.press("r")
    assert state(element, WHOLE) == start
    opened.keyboard.press("1")
    assert element.evaluate("e => e.shadowRoot.activeElement === e.inputs[0]")
    opened.keyboard.press("h")
    opened.keyboard.press("Escape")
    opened.wait_for_function("name => !document.getElementById(name).hasAttribute('data-full')", arg=name)
    assert element.locator(".readout").is_visible()  # on the page nothing is hidden


def test_a_link_opens_a_demo_that_the_keys_of_the_classroom_reach_and_guessing_goes_on_to_the_next(open_page):
    page, (first, second, *_) = next((page, names) for page, names in PAGES.items() if len(names) > 1)
    key = next(iter(known(first).controls))
    opened = open_page(f"{address(page)}#{first}?{key}=0")
    opened.wait_for_function("name => document.activeElement.id === name", arg=first)
    for pressed in "fhn":
        opened.keyboard.press(pressed)
    following = opened.locator(f"lossviz-demo#{second}")
    opened.wait_for_function("name => document.getElementById(name).hasAttribute('data-full')", arg=second)
    assert following.locator(".readout").is_hidden()
    assert following.evaluate(
        "e => [...e.shadowRoot.querySelectorAll('.answer')].every(a => getComputedStyle(a).visibility === 'hidden')"
    )


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
