"""A demo in a slide of reveal.js, as it is and in a frame: it keeps its keys, and is dragged where the pointer is."""

import subprocess

import pytest
from playwright.sync_api import Locator, Page, expect

import lossviz
from tests.foreign import slides
from tests.foreign.stranger import made

WINDOWS = {"small": {"width": 700, "height": 525}, "large": {"width": 1600, "height": 1100}}


@pytest.fixture(scope="module")
def decks(tmp_path_factory) -> dict[str, str]:
    """The addresses of two decks, by how they show the demo."""
    folder = tmp_path_factory.mktemp("slides")
    try:
        slides.fetch(folder)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip(f"Slides are left out: npm is not there, or did not fetch {slides.PACKAGE}")
    demo = made()
    frame = f'<iframe src="{demo.save(folder / "saved.html").name}" width="960" height="580"></iframe>'
    return {
        "as it is": slides.write_deck(folder / "one.html", "Squares", lossviz.html(demo), lossviz.head()),
        "in a frame": slides.write_deck(folder / "two.html", "Squares", frame),
    }


@pytest.fixture(params=["as it is", "in a frame"])
def slide(request, decks, open_tab):
    """slide(width, height): the tab, and the demo in its first slide."""

    def shown(**window: int) -> tuple[Page, Locator]:
        tab = open_tab(decks[request.param], viewport=window or slides.DESIGNED)
        tab.wait_for_function("() => Reveal.isReady()")
        inner = tab.frame_locator("iframe") if request.param == "in a frame" else tab
        demo = inner.locator("lossviz-demo#foreign")
        demo.evaluate("e => e.load()")
        return tab, demo

    return shown


def number(tab: Page) -> int:
    return tab.evaluate("() => Reveal.getIndices().h")


def test_arrow_keys_on_a_slider_move_it_and_turn_no_slide(slide):
    tab, demo = slide()
    demo.locator("input[type=range]").focus()
    for key, words in (("ArrowRight", "1 squared is 1"), ("End", "4 squared is 16"), ("ArrowLeft", "3 squared is 9")):
        tab.keyboard.press(key)
        expect(demo.locator(".readout")).to_have_text(words)
        assert number(tab) == 0


def test_beside_the_demo_the_same_key_turns_the_slide(slide):
    tab, demo = slide()
    demo.locator("input[type=range]").focus()
    tab.mouse.click(5, 5)
    tab.evaluate("() => document.activeElement.blur()")
    tab.keyboard.press("ArrowRight")
    assert number(tab) == 1
    assert demo.evaluate("e => e.indexes") == [0]


@pytest.mark.parametrize("slide", ["as it is"], indirect=True)  # a frame keeps all its keys
def test_a_presenter_s_remote_turns_the_slide_while_a_slider_has_the_focus(slide):
    tab, demo = slide()
    demo.locator("input[type=range]").focus()
    tab.keyboard.press("PageDown")
    assert [number(tab), demo.evaluate("e => e.indexes")] == [1, [0]]


def test_the_keys_of_full_screen_are_the_demo_s_alone(slide):
    tab, demo = slide()
    demo.locator("input[type=range]").focus()
    for key in ("f", "n", "h"):
        tab.keyboard.press(key)
        assert number(tab) == 0
    expect(demo).to_have_attribute("data-full", "")
    assert tab.evaluate("() => document.fullscreenElement?.localName") not in ("html", "body")


@pytest.mark.parametrize("window", WINDOWS)
def test_in_a_scaled_slide_the_point_comes_to_where_the_pointer_is(window, slide):
    tab, demo = slide(**WINDOWS[window])
    point = demo.locator(".player .lv-panel use").last
    left, bottom = middle(point)
    demo.evaluate("e => { e.set(0, 4); e.draw(); }")
    right, top = middle(point)
    tab.mouse.move(right - 5, (top + bottom) / 2)
    tab.mouse.down()
    for part, words in ((0.75, "3 squared is 9"), (0.25, "1 squared is 1"), (0.5, "2 squared is 4")):
        x = left + part * (right - left)
        tab.mouse.move(x, (top + bottom) / 2)
        expect(demo.locator(".readout")).to_have_text(words)
        assert abs(middle(point)[0] - x) < 2
    tab.mouse.up()


def middle(point: Locator) -> tuple[float, float]:
    box = point.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_the_demo_fits_beneath_a_heading_and_its_letters_are_not_those_of_the_slide(slide):
    tab, demo = slide()
    assert tab.evaluate("() => document.querySelector('section').scrollHeight") <= 700
    assert demo.evaluate("e => parseFloat(getComputedStyle(e.readout).fontSize)") <= 20
    assert demo.evaluate(
        "e => e.ownerDocument.scrollingElement.scrollHeight <= e.ownerDocument.defaultView.innerHeight"
    )
