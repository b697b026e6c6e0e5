"""Dragging on the picture: one finger or the main button of a mouse holds, nothing else does."""

import pytest

from tests.player.looking import readout
from tests.player.pages import BOX, Made, page, slider

X, Y = slider("x", range(11), 3, drag="x"), slider("y", range(11), 5, drag="y")
PHONE = {"viewport": {"width": 500, "height": 900}, "has_touch": True, "is_mobile": True}  # where two fingers zoom
# No zoom: else the browser takes two fingers away from us, as it should.
FIXED = "element => { element.picture.querySelector('.area').style.touchAction = 'none'; }"
PLACE = """(element, [x, y]) => {
    const svg = element.picture.children[0];
    const point = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM());
    return { x: point.x, y: point.y };
}"""


class Hand:
    """Fingers on a demo, told where they are by the values of x and y there."""

    def __init__(self, tab, element):
        self.element, self.down = element, {}
        self.channel = tab.context.new_cdp_session(tab)

    def _send(self, kind: str, fingers: dict | None = None) -> None:
        points = [{"id": finger, **place} for finger, place in (self.down if fingers is None else fingers).items()]
        self.channel.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def at(self, x: float, y: float = 5) -> dict[str, float]:
        return self.element.evaluate(PLACE, [BOX[0] + 36 * x, BOX[1] + BOX[3] - 24 * y])

    def touch(self, finger: int, x: float, y: float = 5) -> None:
        self.down[finger] = self.at(x, y)
        self._send("touchStart")

    def move(self, finger: int, x: float, y: float = 5) -> None:
        self.down[finger] = self.at(x, y)
        self._send("touchMove")

    def lift(self, finger: int) -> None:
        self._send("touchEnd", {finger: self.down.pop(finger)})

    def cancel(self) -> None:
        self.down.clear()
        self._send("touchCancel")


@pytest.fixture
def hand(demo):
    """A hand on a demo whose picture drags x, and the element."""
    tab, element = demo(Made(controls=[dict(X)]), **PHONE)
    element.evaluate(FIXED)
    return Hand(tab, element), element


def held(element):
    return element.evaluate("element => element.dragging.held?.pointer ?? null")


def test_one_finger_drags(hand):
    finger, element = hand
    finger.touch(1, 3)
    finger.move(1, 5)
    finger.move(1, 8)
    assert readout(element) == "8"
    finger.lift(1)
    assert held(element) is None


def test_a_second_finger_lets_go_and_the_value_stays(hand):
    finger, element = hand
    finger.touch(1, 4)
    assert readout(element) == "4"
    finger.touch(2, 8)
    assert (readout(element), held(element)) == ("4", None)
    finger.move(1, 1)
    finger.move(2, 10)
    assert readout(element) == "4"
    finger.lift(2)
    finger.move(1, 9)
    finger.lift(1)
    assert readout(element) == "4"
    finger.touch(3, 6)
    finger.lift(3)
    assert readout(element) == "6"


def test_a_finger_that_lifts_does_not_end_the_hold_of_another(hand):
    finger, element = hand
    finger.touch(1, 4)
    finger.touch(2, 8)
    finger.lift(1)
    finger.touch(3, 6)
    holder = held(element)
    assert holder is not None
    finger.move(2, 9)
    assert readout(element) == "6"
    finger.lift(2)
    assert held(element) == holder
    finger.lift(3)
    assert held(element) is None


def test_two_hands_drag_two_demos(folder, open_page):
    made = [Made(name, [dict(X)]) for name in ("left", "right")]
    beside = "<style>body { display: grid; grid-template-columns: 1fr 1fr }</style>"
    tab = open_page(folder.write("page.html", page(beside, *(each.html() for each in made))), **PHONE)
    elements = [tab.locator(f"#{name}") for name in ("left", "right")]
    for element in elements:
        element.evaluate("element => element.load()")
        element.evaluate(FIXED)
    one, two = (Hand(tab, element) for element in elements)
    two.down = one.down
    one.touch(1, 4)
    two.touch(2, 7)
    one.move(1, 1)
    two.move(2, 9)
    assert [readout(element) for element in elements] == ["1", "9"]
    two.lift(2)
    one.move(1, 2)
    assert [readout(element) for element in elements] == ["2", "9"]


@pytest.mark.parametrize("kind", ["pointercancel", "lostpointercapture"])
def test_a_hold_ends_where_the_browser_takes_the_pointer(hand, kind):
    finger, element = hand
    finger.touch(1, 4)
    pointer = held(element)
    lose = """(element, [kind, pointerId]) => element.picture.querySelector(".area")
        .dispatchEvent(new PointerEvent(kind, { pointerId }))"""
    element.evaluate(lose, [kind, pointer + 1])
    assert held(element) == pointer
    element.evaluate(lose, [kind, pointer])
    assert held(element) is None
    finger.move(1, 9)
    assert readout(element) == "4"


def test_a_touch_that_the_system_takes_away_ends_the_hold(hand):
    finger, element = hand
    finger.touch(1, 4)
    finger.cancel()
    assert held(element) is None


@pytest.mark.parametrize("controls", [[X], [Y], [X, Y]], ids=["x", "y", "x and y"])
def test_two_fingers_on_the_picture_zoom_the_page(demo, controls):
    tab, element = demo(Made(controls=[dict(each) for each in controls]), **PHONE)
    finger = Hand(tab, element)
    places = [(finger.at(5 - apart), finger.at(5 + apart)) for apart in (2, 2.5, 3, 3.5, 4, 4.5, 5)]
    finger.touch(1, 3)
    finger.touch(2, 7)
    for finger.down[1], finger.down[2] in places:
        finger._send("touchMove")
        tab.wait_for_timeout(20)
    tab.wait_for_function("visualViewport.scale > 1.3", timeout=3000)


def test_one_finger_along_the_axis_that_is_not_tied_scrolls_the_page(demo):
    tab, element = demo(Made(controls=[dict(X)]), **PHONE)
    tab.evaluate("() => { document.body.style.minHeight = '3000px'; }")
    finger = Hand(tab, element)
    places = [finger.at(5, y) for y in (0, 3, 6, 9)]
    finger.touch(1, 5, 0)
    for finger.down[1] in places:
        finger._send("touchMove")
    tab.wait_for_function("scrollY > 50")
    assert held(element) is None


def test_one_finger_along_the_tied_axis_scrolls_nothing_and_is_not_taken_away(demo):
    tab, element = demo(Made(controls=[dict(Y)]), **PHONE)
    tab.evaluate("() => { document.body.style.minHeight = '3000px'; }")
    finger = Hand(tab, element)
    for y in (5, 4, 3, 2, 1):
        (finger.touch if y == 5 else finger.move)(1, 5, y)
    assert (readout(element), tab.evaluate("scrollY")) == ("1", 0)
    assert held(element) is not None


@pytest.mark.parametrize("button", ["right", "middle"])
def test_other_buttons_of_a_mouse_do_not_drag(demo, button):
    tab, element = demo(Made(controls=[dict(X)]))
    finger = Hand(tab, element)
    tab.mouse.move(**finger.at(6))
    tab.mouse.down(button=button)
    tab.mouse.move(**finger.at(8))
    assert (readout(element), held(element)) == ("3", None)
    assert element.evaluate("e => e.shadowRoot.activeElement?.id") != "control-x"
    tab.mouse.up(button=button)


@pytest.mark.parametrize("buttons", [0, 2, 4])
def test_a_mouse_drags_only_while_its_main_button_is_down(demo, buttons):
    """It may have been let go outside the window, or another button may be held on: then no pointerup comes."""
    tab, element = demo(Made(controls=[dict(X)]))
    finger = Hand(tab, element)
    tab.mouse.move(**finger.at(6))
    tab.mouse.down()
    tab.mouse.move(**finger.at(7))
    assert readout(element) == "7"
    element.evaluate(
        """(element, [buttons, { x, y }]) => {
            const told = { pointerId: element.dragging.held.pointer, buttons, clientX: x, clientY: y };
            element.picture.querySelector(".area").dispatchEvent(new PointerEvent("pointermove", told));
        }""",
        [buttons, finger.at(9)],
    )
    assert (readout(element), held(element)) == ("7", None)


def test_a_drag_goes_on_outside_the_picture_and_stops_at_the_ends(demo):
    tab, element = demo(Made(controls=[dict(X)]))
    finger = Hand(tab, element)
    tab.mouse.move(**finger.at(6))
    tab.mouse.down()
    tab.mouse.move(**finger.at(14, -9))
    assert readout(element) == "10"
    tab.mouse.move(**finger.at(-3, 30))
    assert readout(element) == "0"
    tab.mouse.up()
    assert element.evaluate("e => e.shadowRoot.activeElement.id") == "control-x"
    tab.keyboard.press("ArrowRight")
    assert readout(element) == "1"


def test_both_axes_are_dragged_at_once(demo):
    tab, element = demo(Made(controls=[dict(X), dict(Y)]))
    finger = Hand(tab, element)
    tab.mouse.move(**finger.at(6, 2))
    tab.mouse.down()
    tab.mouse.move(**finger.at(9, 8))
    assert readout(element) == "9 8"
