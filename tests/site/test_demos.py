"""Every demo on the built site, in a real browser, page by page. The demos are found; none is named here."""

import random
import re

import pytest

from lossviz.engine.demo import registry
from tests.site.conftest import PAGES, SITE, WITHOUT_DEMOS, address
from tests.site.known import in_python, known
from tests.site.moving import (
    AS_WRITTEN,
    DEMOS,
    EACH,
    WHOLE,
    any_demo,
    assert_as_python,
    every_page,
    go_to,
    indexes,
    ready,
    state,
    values,
)


def test_every_demo_of_the_book_is_on_the_site():
    book = {name for name, demo in registry.items() if demo.__module__.startswith("lossviz.demos.")}
    assert book - DEMOS.keys() == set()


SIDES = """() => Object.fromEntries([...document.querySelectorAll("lossviz-demo")].map((demo) => {
    const { left, right } = demo.getBoundingClientRect();
    return [demo.id, [left, right]];
}))"""
PLAYER = re.compile(r'<script [^>]*src="[^"]*lossviz/player\.js')


@every_page
@pytest.mark.parametrize("count", [7, pytest.param(20, marks=pytest.mark.nightly)])
def test_a_demo_opens_at_its_default_and_page_and_python_agree_string_by_string(
    open_page, subtests, page, names, count
):
    opened = open_page(address(page))  # as it opens, not as it is put back
    for name in names:
        with subtests.test(name):
            demo, element = in_python(name), ready(opened, name)
            start, positions = demo.start, random.Random(name).sample(demo.states, min(count, len(demo.states)))
            states = [state(element, WHOLE), *element.evaluate(EACH, [indexes(demo, at) for at in positions])]
            for at, shown in zip([start, *positions], states, strict=True):
                assert values(demo, shown["indexes"]) == at
                assert_as_python(demo, at, shown, lambda drawn: opened.evaluate(AS_WRITTEN, drawn))


@every_page
def test_without_javascript_the_default_picture_and_readout_are_there(without_script, page, names):
    opened = without_script(address(page))
    for name in names:
        element = opened.locator(f"lossviz-demo#{name}")
        box = element.locator("svg.lv-panel").first.bounding_box()
        assert box["width"] > 250, name
        assert box["height"] > 150, name
        assert element.locator(".lv-readout").inner_text().split() == in_python(name).at().readout.split()


@every_page
def test_a_page_loads_the_player_once(page, names):
    assert len(PLAYER.findall((SITE / page).read_text(encoding="utf-8"))) == 1


@pytest.mark.parametrize("page", WITHOUT_DEMOS)
def test_a_page_without_demos_loads_no_player(page):
    assert PLAYER.findall((SITE / page).read_text(encoding="utf-8")) == []


def test_a_demo_is_unpacked_only_when_it_comes_near(open_page):
    page, names = next((p, n) for p, n in PAGES.items() if len(n) > 2)
    opened = open_page(address(page))
    opened.wait_for_timeout(500)
    last = opened.locator(f"lossviz-demo#{names[-1]}")
    assert last.get_attribute("data-ready") is None
    last.scroll_into_view_if_needed()
    opened.wait_for_function("name => document.getElementById(name).dataset.ready === ''", arg=names[-1])


@every_page
def test_a_demo_fits_a_phone_without_sideways_scroll(on_phone, subtests, page, names):
    opened = on_phone(address(page))
    for name in names:
        ready(opened, name)
    for width in (360, 375, 768):
        opened.set_viewport_size({"width": width, "height": 740})
        for name, (left, right) in opened.evaluate(SIDES).items():
            with subtests.test(f"{name} at {width}"):
                assert 0 <= left < right <= width
        assert opened.evaluate("document.documentElement.scrollWidth") <= width


@every_page
def test_a_challenge_is_open_at_the_start_and_recognised_where_python_says_it_is_met(at_desk, subtests, page, names):
    opened = at_desk(address(page))
    for name in (n for n in names if getattr(registry.get(n), "challenge", None)):
        with subtests.test(name):
            demo, element = registry[name], ready(opened, name)
            line = element.locator(".challenge")
            assert line.inner_text() == f"Challenge: {demo.challenge.text}"
            go_to(element, demo, next(at for at in demo.states if demo.challenge.met(**at)))
            state(element)
            assert line.inner_text() == f"✓ Challenge met: {demo.challenge.text}"


def test_at_least_ten_demos_set_a_challenge():
    assert sum(demo.challenge is not None for demo in registry.values()) >= 10


@every_page
def test_readout_is_announced_and_every_control_has_a_label_and_its_value_in_words(at_desk, subtests, page, names):
    opened = at_desk(address(page))
    for name in names:
        with subtests.test(name):
            element = ready(opened, name)
            assert element.locator(".readout").get_attribute("role") == "status"
            for key, control in known(name).controls.items():
                field = element.get_by_label(control.label or key, exact=True)
                assert field.get_attribute("id") == f"control-{key}"
                if control.kind == "slider":
                    assert field.get_attribute("aria-valuetext") == control.texts[control.start]


def test_two_changes_within_a_frame_are_drawn_once(open_page):
    name, page = any_demo(lambda demo: len(demo.states) > 100)
    element = ready(open_page(address(page)), name)
    drawn = element.evaluate("""element => new Promise(done => {
        let count = 0;
        const draw = element.draw.bind(element);
        element.draw = () => { count += 1; draw(); };
        for (let i = 1; i < 6; i += 1) element.set(0, i);
        setTimeout(() => done(count), 200);
    })""")
    assert drawn == 1


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
