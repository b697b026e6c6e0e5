"""A demo whose readout and labels are to be guessed: hidden, until it is moved, opened by a link, or asked."""

import pytest

from lossviz.engine import player
from tests.player.looking import readout
from tests.player.pages import Made, dot, page


def guessed(values):
    """A label that gives the answer away, beside what may be seen."""
    (circle, text), words = dot(values)
    return [circle, text.replace("<text", '<g class="answer"><text').replace("</text>", "</text></g>")], words


MADE = Made(draw=guessed)
VEILED = f"<style>{player.page_css()}</style>" + MADE.html().replace("<lossviz-demo", "<lossviz-demo veiled", 1)


@pytest.fixture
def veiled(folder, open_page):
    """veiled(fragment): a page with this demo, ready to be moved, and its element."""

    def shown(fragment: str = "", **options):
        tab = open_page(folder.write("page.html", page(VEILED)) + fragment, **options)
        element = tab.locator("lossviz-demo")
        element.evaluate("element => element.load()")
        return tab, element

    return shown


def hidden(element) -> list[bool]:
    """Of the readout and of the label, whether they are hidden; all else is in sight."""
    assert element.locator(".player circle").is_visible()
    assert element.locator(".caption").is_visible()
    return [element.locator(part).is_hidden() for part in (".readout", ".player .answer text")]


def test_readout_and_answers_are_hidden_and_a_button_stands_in_their_place(veiled):
    _, element = veiled()
    assert hidden(element) == [True, True]
    button = element.get_by_role("button", name="Show the numbers")
    assert element.get_by_role("status").filter(has_text="3 1 round").count() == 0  # to a screen reader neither
    room, place = element.locator(".room").bounding_box(), button.bounding_box()
    assert room["y"] <= place["y"]
    assert place["y"] + place["height"] <= room["y"] + room["height"]
    button.focus()
    element.page.keyboard.press("Enter")
    assert hidden(element) == [False, False]
    assert button.is_hidden()
    assert element.locator(".room").bounding_box() == room  # nothing jumped
    assert element.evaluate("e => e.shadowRoot.activeElement === e.readout")


def test_a_move_shows_them(veiled):
    tab, element = veiled()
    element.locator("input[type=range]").first.focus()
    assert hidden(element) == [True, True]
    tab.keyboard.press("ArrowRight")
    assert hidden(element) == [False, False]
    assert readout(element).startswith("4")


def test_a_link_to_a_state_shows_them(veiled):
    tab, element = veiled("#point?x=7")
    assert hidden(element) == [False, False]
    element.evaluate("e => e.setAttribute('veiled', '')")
    tab.evaluate("location.hash = '#point?x=2'")
    tab.wait_for_function("!document.querySelector('lossviz-demo').hasAttribute('veiled')")


def test_in_full_screen_a_class_guesses_while_the_teacher_moves(veiled):
    tab, element = veiled()
    element.evaluate("e => e.player.focus()")
    for key in ("f", "1", "ArrowRight"):
        tab.keyboard.press(key)
    assert hidden(element) == [True, True]
    tab.keyboard.press("h")
    assert hidden(element) == [False, False]
    tab.keyboard.press("h")
    assert hidden(element) == [True, True]
    element.get_by_role("button", name="Show the numbers").click()
    assert hidden(element) == [False, False]


def test_what_the_key_hid_is_in_sight_when_full_screen_is_left_and_what_the_page_hid_is_not(veiled):
    tab, element = veiled()
    for veil in ("", "class"):
        element.evaluate("(e, veil) => { e.player.focus(); e.setAttribute('veiled', veil); }", veil)
        tab.keyboard.press("f")
        tab.keyboard.press("Escape")
        tab.wait_for_function("!document.querySelector('lossviz-demo').hasAttribute('data-full')")
        assert hidden(element) == [veil == "", veil == ""]


def test_what_the_key_hid_goes_on_to_the_next_demo_which_may_be_veiled_by_itself(folder, open_page):
    second = VEILED.replace('id="point"', 'id="second"')
    tab = open_page(folder.write("page.html", page(MADE.html(), second)))
    first, following = tab.locator("#point"), tab.locator("#second")
    first.evaluate("async element => { await element.load(); element.player.focus(); }")
    for key in "fhn":
        tab.keyboard.press(key)
    tab.wait_for_function("document.querySelector('#second').hasAttribute('data-full')")
    assert hidden(following) == [True, True]
    assert hidden(first) == [False, False]


def test_paper_shows_all(folder, open_page):
    tab = open_page(folder.write("page.html", page(VEILED)))
    tab.locator("lossviz-demo").evaluate("element => element.load()")
    tab.emulate_media(media="print")
    assert tab.locator("figure .lv-readout").is_visible()
    assert tab.locator("figure .answer text").is_visible()
    assert tab.get_by_role("button").count() == 0


def test_before_its_script_runs_a_veiled_demo_hides_them_too_and_one_that_is_broken_shows_them(folder, open_page):
    still = page(VEILED, script="")
    tab = open_page(folder.write("page.html", still))
    assert tab.locator("figure .lv-readout").is_hidden()
    assert tab.locator("figure circle").is_visible()
    broken = page(VEILED.replace('"controls"', '"control"'))
    tab = open_page(folder.write("page.html", broken))
    tab.locator("lossviz-demo").evaluate("element => element.load()")
    assert tab.locator("figure .lv-readout").is_visible()
