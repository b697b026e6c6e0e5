"""A sample of the book's demos, and two hand-made ones, in Firefox and in WebKit, as a reader would move them.

The sample holds one demo of each kind: so many panels, with these kinds of control, played or not, dragged along these
axes. `make test` takes one of those that differ only in the last.
"""

import random
import time
from functools import cache

import numpy as np
import pytest

from lossviz import Choice, Slider, Toggle, style
from lossviz.engine import html
from lossviz.engine.demo import Demo
from tests import other_browsers
from tests.player.pages import page
from tests.site.conftest import address
from tests.site.known import in_python, known
from tests.site.moving import (
    AS_WRITTEN,
    BRIEF,
    DEMOS,
    EACH,
    POINT,
    assert_as_python,
    indexes,
    places_to_drag_to,
    plays,
    values,
)
from tests.site.test_answering import right_values
from tools.browser import OTHERS, left_out

HOME, END, SPACE = "\ue011", "\ue010", " "
ENTER = """async (name) => {
    await customElements.whenDefined("lossviz-demo");
    const element = document.getElementById(name);
    element.scrollIntoView({ block: "center", behavior: "instant" });
    await element.load();
}"""
# The point in the middle of a control, and whether a click there would reach it and nothing that lies above.
MIDDLE = """(element, key) => {
    const control = element.shadowRoot.getElementById(`control-${key}`);
    control.scrollIntoView({ block: "center", behavior: "instant" });
    const box = control.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    return [x, y, document.elementFromPoint(x, y) === element];
}"""
# A native list is drawn by the system: chosen as its click would.
CHOOSE = """(element, [key, index]) => {
    const list = element.shadowRoot.getElementById(`control-${key}`);
    list.selectedIndex = index;
    list.dispatchEvent(new Event("input", { bubbles: true }));
    list.dispatchEvent(new Event("change", { bubbles: true }));
}"""
# What is shown after the frame in which a change is drawn.
STEADY = f"""async (element) => {{
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    return ({BRIEF})(element);
}}"""
RESET = "(element) => { element.reset(); element.scrollIntoView({ block: 'center', behavior: 'instant' }); }"
FOCUS = "(element, key) => element.shadowRoot.getElementById(`control-${key}`).focus()"


def three(axes, x, y, shape, shown):
    """Three panels, with an image between two that can be dragged."""
    axes[0].set(xlim=(0, 10), ylim=(0, 1))
    axes[0].plot([x], [0.5], "o", color=style.BLUE)
    axes[1].imshow(np.eye(2 + int(x)) * (shape == "bright"), cmap="gray", vmin=0, vmax=1)
    axes[2].set(xlim=(0, 1), ylim=(0, 10))
    axes[2].axhline(y, color=style.ORANGE, visible=shown)
    return f"x is {x:g}, y is {y:g}, {shape}, {'shown' if shown else 'hidden'}"


def image(ax, k):
    """An image with its colour bar."""
    drawn = ax.imshow(np.arange(12).reshape(3, 4) % (k + 1), cmap="gray")
    ax.figure.colorbar(drawn)
    return f"the remainders of division by {k + 1}"


HAND_MADE = {
    "three": Demo(
        three,
        {
            "x": Slider(0, 10, step=1, drag="x", start=3, play=True),
            "y": Slider(0, 10, step=2, drag="y", panel=2, start=4),
            "shape": Choice("dark", "bright"),
            "shown": Toggle(True),
        },
        3,
        (300, 220),
    ),
    "image": Demo(image, {"k": Slider(0, 5, step=1, start=2)}, 1, (400, 260)),
}


@cache
def kind(name: str) -> tuple:
    """How many panels, which kinds of control, dragged along which axes, played or not."""
    demo = known(name)
    controls = demo.controls.values()
    drags = {control.drag for control in controls if getattr(control, "drag", None)}
    return demo.panels, frozenset(c.kind for c in controls), any(map(plays, controls)), frozenset(drags)


SAMPLE = list({kind(name): name for name in sorted(DEMOS)}.values())
DAILY = list({kind(name)[:-1]: name for name in sorted(SAMPLE, key=lambda name: (len(kind(name)[-1]), name))}.values())


@pytest.fixture(scope="module", params=OTHERS)
def browser(request):
    if not OTHERS[request.param][0]():
        pytest.skip(left_out(request.param))
    with getattr(other_browsers, request.param.lower())() as opened:
        yield opened


class Shown:
    """A demo on the page that is open."""

    def __init__(self, browser: other_browsers.Browser, name: str):
        self.browser, self.name = browser, name
        browser.run(ENTER, name)

    def ask(self, function: str, *given):
        return self.browser.run(
            f"(name, ...given) => ({function})(document.getElementById(name), ...given)", self.name, *given
        )

    def becomes(self, i: int, index: int, seconds: float = 3) -> dict:
        """What is shown as soon as control i stands at this index and the picture is drawn, or at last."""
        until = time.monotonic() + seconds
        while (shown := self.ask(STEADY))["indexes"][i] != index and time.monotonic() < until:
            time.sleep(0.02)
        return shown


def move(demo: Shown, key: str, control, i: int, end: int) -> dict:
    """Move a control to its first stop (0) or its last (1) with the keyboard; the state that is shown then."""
    x, y, free = demo.ask(MIDDLE, key)
    assert free, f"something lies above {key} at {x:.0f}, {y:.0f}"
    target = end * (len(control.values) - 1)
    if control.kind == "choice":
        demo.ask(CHOOSE, [key, target])
    else:
        demo.ask(FOCUS, key)
        if control.kind == "slider":
            demo.browser.keys(END if end else HOME)
        elif demo.ask(BRIEF)["indexes"][i] != target:
            demo.browser.keys(SPACE)
    return demo.becomes(i, target)


def test_the_sample_has_every_kind():
    assert len(DAILY) >= 12
    panels, controls, played, dragged = map(set, zip(*map(kind, DAILY), strict=True))
    assert [panels, frozenset().union(*controls), played] == [{1, 2}, {"slider", "choice", "toggle"}, {True, False}]
    assert {frozenset(), frozenset("x"), frozenset("y"), frozenset("xy")} <= dragged


@pytest.mark.parametrize(
    "name", [*HAND_MADE, *DAILY, *(pytest.param(n, marks=pytest.mark.nightly) for n in SAMPLE if n not in DAILY)]
)
def test_a_demo_agrees_with_python_is_moved_dragged_and_played(browser, subtests, tmp_path, name):
    if demo := HAND_MADE.get(name):
        (tmp_path / "page.html").write_text(page(html.html(demo)), encoding="utf-8")
        browser.open((tmp_path / "page.html").as_uri())
    else:
        demo = in_python(name)
        browser.open(address(DEMOS[name]))
    shown = Shown(browser, name)
    for check in (page_and_python_agree, every_control_moves_to_both_ends, the_picture_is_dragged, play_runs):
        with subtests.test(check.__name__):
            check(demo, shown)


def test_in_a_scaled_slide_a_demo_is_dragged_to_where_the_pointer_is(browser, tmp_path):
    slide = '<div style="width: 800px; transform: scale(.6); transform-origin: 0 0">'
    demo = HAND_MADE["three"]
    (tmp_path / "page.html").write_text(page(f"{slide}{html.html(demo)}</div>"), encoding="utf-8")
    browser.open((tmp_path / "page.html").as_uri())
    the_picture_is_dragged(demo, Shown(browser, "three"))


def page_and_python_agree(demo, shown: Shown) -> None:
    some = random.Random(shown.name).sample(demo.states, min(6, len(demo.states)))
    for at, seen in zip(some, shown.ask(EACH, [indexes(demo, at) for at in some]), strict=True):
        assert_as_python(demo, at, seen, lambda drawn: shown.browser.run(AS_WRITTEN, drawn))


def every_control_moves_to_both_ends(demo, shown: Shown) -> None:
    for i, (key, control) in enumerate(demo.controls.items()):
        low, high = move(shown, key, control, i, 0), move(shown, key, control, i, 1)
        assert [low["indexes"][i], high["indexes"][i]] == [0, len(control.values) - 1], key
        for seen in (low, high):
            assert seen["readout"] == demo.at(**values(demo, seen["indexes"])).readout


def the_picture_is_dragged(demo, shown: Shown) -> None:
    for i, (key, control) in enumerate(demo.controls.items()):
        for target, panel, start, end in places_to_drag_to(demo, control) if getattr(control, "drag", None) else ():
            shown.ask(RESET)
            shown.browser.drag(*(shown.ask(POINT, [panel, *point]) for point in (start, end)))
            seen = shown.becomes(i, target)
            assert seen["indexes"][i] == target, f"{key} to {control.values[target]}"
            assert seen["readout"] == demo.at(**values(demo, seen["indexes"])).readout


def play_runs(demo, shown: Shown) -> None:
    for i, control in enumerate(demo.controls.values()):
        if plays(control):
            last = len(control.values) - 1
            shown.ask("(element, i, index) => { element.reset(); element.set(i, index); }", i, last - 2)
            shown.ask("(element) => element.shadowRoot.querySelector('button.play').click()")
            assert shown.becomes(i, last)["indexes"][i] == last
            return  # one button on a demo


ANSWER = """(right) => {
    const field = document.querySelector("#answer-1-field");
    field.value = right;
    field.form.requestSubmit();
    return document.querySelector("#answer-1-verdict").textContent;
}"""
READ_BACK = """async () => {
    const { pack, unpack, merge } = window.bookAnswers.files;
    const file = new File([pack()], "work.json");
    window.bookAnswers.kept.erase();
    const { answers } = await unpack(file);
    return [document.querySelector(".lv-work-sum").textContent.slice(0, 4), merge(answers)];
}"""


def test_what_is_answered_in_a_file_is_kept_from_page_to_page_saved_and_read_back(browser):
    right = right_values("derivatives")[0]
    browser.open(address("chapters/derivatives.html"))
    browser.run("() => window.bookAnswers.kept.erase()")  # a demo that was moved before may have met its challenge
    assert browser.run(ANSWER, right) == f"✓ Right: {right}."
    browser.open(address("chapters/your_work.html"))
    assert browser.run("() => document.querySelector('.lv-work-sum').textContent").startswith("1 of ")
    assert browser.run(READ_BACK) == ["0 of", "Read. 1 added."]
    browser.open(address("chapters/derivatives.html"))
    assert browser.run("() => document.querySelector('#answer-1-field').value") == right
