"""The keys of the classroom, on keyboards of every script."""

import pytest

from tests.player.looking import go_to, readout
from tests.player.pages import Made, page

# How F, N, P, R, H are typed: what the event says is the key, and at which place of the keyboard.
LETTERS = {
    "Latin": {"f": "KeyF", "n": "KeyN", "p": "KeyP", "r": "KeyR", "h": "KeyH"},
    "capitals": {"F": "KeyF", "N": "KeyN", "P": "KeyP", "R": "KeyR", "H": "KeyH"},
    "Cyrillic": {"а": "KeyF", "т": "KeyN", "з": "KeyP", "к": "KeyR", "р": "KeyH"},
    "Cyrillic capitals": {"А": "KeyF", "Т": "KeyN", "З": "KeyP", "К": "KeyR", "Р": "KeyH"},
    "Greek": {"φ": "KeyF", "ν": "KeyN", "π": "KeyP", "ρ": "KeyR", "η": "KeyH"},
    "Hebrew": {"כ": "KeyF", "מ": "KeyN", "פ": "KeyP", "ר": "KeyR", "י": "KeyH"},
    "Arabic": {"ب": "KeyF", "ى": "KeyN", "ح": "KeyP", "ق": "KeyR", "ا": "KeyH"},
    "Korean": {"ㄹ": "KeyF", "ㅜ": "KeyN", "ㅔ": "KeyP", "ㄱ": "KeyR", "ㅗ": "KeyH"},
    "Japanese": {"は": "KeyF", "み": "KeyN", "せ": "KeyP", "す": "KeyR", "く": "KeyH"},
    "Japanese, wide": {"ｆ": "KeyF", "ｎ": "KeyN", "ｐ": "KeyP", "ｒ": "KeyR", "ｈ": "KeyH"},
    "Bopomofo": {"ㄑ": "KeyF", "ㄙ": "KeyN", "ㄣ": "KeyP", "ㄐ": "KeyR", "ㄘ": "KeyH"},
    "Thai": {"ด": "KeyF", "ื": "KeyN", "ย": "KeyP", "พ": "KeyR", "้": "KeyH"},
    "Devanagari": {"ि": "KeyF", "ल": "KeyN", "ज": "KeyP", "ी": "KeyR", "प": "KeyH"},
    "Georgian": {"ფ": "KeyF", "ნ": "KeyN", "პ": "KeyP", "რ": "KeyR", "ჰ": "KeyH"},
    "Armenian": {"ֆ": "KeyF", "ն": "KeyN", "պ": "KeyP", "ր": "KeyR", "հ": "KeyH"},
    "an input method": [
        ("Process", "KeyF"),
        ("Process", "KeyN"),
        ("Process", "KeyP"),
        ("Process", "KeyR"),
        ("Process", "KeyH"),
    ],
    "Dvorak": {"f": "KeyY", "n": "KeyL", "p": "KeyR", "r": "KeyO", "h": "KeyJ"},
    "Colemak": {"f": "KeyE", "n": "KeyJ", "p": "KeyR", "r": "KeyS", "h": "KeyH"},
}
# The first digit, that is the first control, with the key of shift where the layout asks for it.
DIGITS = {
    "plain": ("1", "Digit1", False),
    "number pad": ("1", "Numpad1", False),
    "AZERTY": ("&", "Digit1", False),
    "AZERTY with shift": ("1", "Digit1", True),
    "Czech": ("+", "Digit1", False),
    "Slovak": ("+", "Digit1", False),
    "Lithuanian": ("ą", "Digit1", False),
    "BÉPO": ('"', "Digit1", False),
    "Persian": ("۱", "Digit1", False),
    "Devanagari": ("१", "Digit1", False),
    "Bopomofo": ("ㄅ", "Digit1", False),
    "Japanese kana": ("ぬ", "Digit1", False),
    "wide": ("１", "Digit1", False),
    "an input method": ("Process", "Digit1", False),
}
NOT_F = {
    "Dvorak's u": ("u", "KeyF"),
    "Turkish a": ("a", "KeyF"),
    "BÉPO's e": ("e", "KeyF"),
    "a Latin letter with a sign": ("é", "KeyF"),
    "a sign": (",", "KeyF"),
    "a dead key": ("Dead", "KeyF"),
    "a name": ("Enter", "KeyF"),
    "a function key": ("F5", "F5"),
    "Cyrillic at another place": ("ф", "KeyA"),
    "nothing": ("", ""),
    "unknown": ("Unidentified", ""),
}
PRESS = """(element, [key, code, more]) => {
    const target = element.shadowRoot.activeElement ?? element.player;
    const told = { key, code, bubbles: true, composed: true, cancelable: true, ...more };
    target.dispatchEvent(new KeyboardEvent("keydown", told));
}"""


def press(element, key: str, code: str, **more) -> None:
    element.evaluate(PRESS, [key, code, more])


def is_full(element) -> bool:
    return element.get_attribute("data-full") is not None


@pytest.fixture
def two(folder, open_page):
    tab = open_page(folder.write("page.html", page(Made().html(), Made("second").html())))
    for name in ("second", "point"):
        tab.locator(f"#{name}").evaluate("element => element.load()")
    return tab.locator("#point"), tab.locator("#second")


def test_each_key_acts_on_every_layout(two, subtests):
    first, second = two
    for layout, keys in LETTERS.items():
        f, n, p, r, h = keys.items() if isinstance(keys, dict) else keys
        with subtests.test(layout):
            press(first, *f)
            assert is_full(first)
            press(first, *n)
            second.page.wait_for_function("document.activeElement.id === 'second'")
            assert (is_full(first), is_full(second)) == (False, True)
            press(second, *p)
            first.page.wait_for_function("document.activeElement.id === 'point'")
            assert (is_full(first), is_full(second)) == (True, False)
            go_to(first, 9, 1, 1, 1)
            press(first, *r)
            assert readout(first) == "3 1 round False"
            press(first, *h)
            assert first.locator(".readout").is_hidden()
            press(first, *f)
            first.page.wait_for_function("!document.fullscreenElement")
            assert not is_full(first)
            assert first.locator(".readout").is_visible()


def test_each_way_to_type_a_digit_reaches_its_control(two, subtests):
    element, _ = two
    press(element, "f", "KeyF")
    for layout, (key, code, shift) in DIGITS.items():
        with subtests.test(layout):
            element.evaluate("element => element.inputs[2].focus()")
            press(element, key, code, shiftKey=shift)
            assert element.evaluate("e => e.shadowRoot.activeElement.id") == "control-x"


@pytest.mark.parametrize(
    ("key", "code", "more"), [("!", "Digit1", {"shiftKey": True}), ("End", "Numpad1", {}), ("²", "Backquote", {})]
)
def test_what_is_not_a_digit_reaches_no_control(two, key, code, more):
    element, _ = two
    press(element, "f", "KeyF")
    element.evaluate("element => element.inputs[2].focus()")
    press(element, key, code, **more)
    assert element.evaluate("e => e.shadowRoot.activeElement.id") == "control-shape"


def test_a_key_that_means_something_else_does_not_act(two, subtests):
    element, _ = two
    for layout, (key, code) in NOT_F.items():
        with subtests.test(layout):
            press(element, key, code)
            assert not is_full(element)


@pytest.mark.parametrize(
    "more",
    [
        {"isComposing": True},
        {"ctrlKey": True},
        {"metaKey": True},
        {"altKey": True},
        {"modifierAltGraph": True},
        {"repeat": True},
    ],
)
def test_composing_holding_and_other_keys_of_the_browser_are_let_pass(two, more):
    element, _ = two
    press(element, "f", "KeyF", **more)
    press(element, "а", "KeyF", **more)
    assert not is_full(element)


def test_letters_go_into_a_list_and_a_field_that_have_the_focus(two):
    element, _ = two
    element.evaluate("element => element.inputs[2].focus()")
    press(element, "f", "KeyF")
    press(element, "а", "KeyF")
    element.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(); }")
    element.locator("button.link").click()
    element.locator("input.copy").press("f")
    assert not is_full(element)


def test_an_event_without_a_key_as_a_browser_sends_when_it_fills_in_is_let_pass(two):
    element, _ = two
    element.evaluate("element => element.player.dispatchEvent(new Event('keydown'))")
    assert not is_full(element)


def test_escape_leaves_and_the_last_demo_says_so(two):
    _, second = two
    press(second, "f", "KeyF")
    press(second, "n", "KeyN")
    assert "last demo" in second.evaluate("e => e.note.textContent")
    press(second, "Escape", "Escape")
    second.page.wait_for_function("!document.fullscreenElement")
    assert not is_full(second)


def test_tab_reaches_a_demo_that_is_far_from_the_screen(open_page, folder):
    far = '<button id="before">before</button><div style="height: 5000px"></div>'
    tab = open_page(folder.write("page.html", page(far, Made().html(), "<a href='#'>after</a>")))
    tab.locator("#before").focus()
    tab.keyboard.press("Tab")
    inside = "() => document.activeElement.shadowRoot?.activeElement?.className"
    tab.wait_for_function(inside)
    assert tab.evaluate(inside) == "reset"
    for _ in range(20):
        tab.keyboard.press("Tab")
        if tab.evaluate("() => document.activeElement.localName") == "a":
            break
    tab.keyboard.press("Shift+Tab")
    assert tab.evaluate("() => document.activeElement.localName") == "lossviz-demo"
    assert tab.evaluate("() => document.activeElement.hasAttribute('tabindex')") is False
