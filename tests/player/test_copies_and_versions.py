"""Several demos and several players on one page, and settings that the player does not know."""

import pytest

from lossviz.engine import player
from tests.player.looking import go_to, note, readout
from tests.player.pages import Made, page, slider

GOOD = Made()


def test_copies_do_not_disturb_one_another(folder, open_page):
    tab = open_page(
        folder.write("page.html", page(*[GOOD.html()] * 2, Made("other").html(), '<div id="home"></div>'))
        + "#point?x=7"
    )
    copy = tab.evaluate(
        """async () => {
            const first = document.querySelector("lossviz-demo");
            await first.load();
            const copy = first.cloneNode(true);
            document.querySelector("#home").append(copy);
            const ready = copy.dataset.ready;
            await Promise.all([...document.querySelectorAll("lossviz-demo")].map((demo) => demo.load()));
            return [ready, copy.dataset.ready];
        }"""
    )
    assert copy == [None, ""]
    each = [tab.locator("lossviz-demo").nth(i) for i in range(4)]
    assert [readout(element)[0] for element in each] == ["7", "3", "3", "3"]  # an address speaks of the first
    go_to(each[1], 1, 1, 1, 1)
    go_to(each[3], 9, 2, 2, 0)
    assert [readout(element) for element in each] == [
        "7 1 round False",
        "1 0.5 L1 (lasso) True",
        "3 1 round False",
        "9 0.1 a & b False",
    ]
    each[1].locator("label", has_text="mark").click()
    assert [readout(element)[-5:] for element in each[:2]] == ["False", "False"]


def test_the_player_may_stand_on_a_page_twice(folder, open_page):
    folder.write("data.js", GOOD.file())
    script = f"<script>{player.script()}</script>" * 2
    element = open_page(folder.write("page.html", page(GOOD.html("data.js"), script=script))).locator("#point")
    element.evaluate("element => element.load()")
    go_to(element, 7, 0, 0, 0)
    assert readout(element) == "7 1 round False"


UNKNOWN = {
    "newer": ({"version": 2}, "it was made for another version of the player"),
    "version in words": ({"version": "next"}, "it was made for another version of the player"),
    "an unknown control": ({"controls": [slider("x", [0, 1]) | {"kind": "dial"}]}, "it was made for another version"),
    "no controls": ({"controls": None}, "what it needs is missing or damaged on this page"),
    "no panels": ({"panels": None}, "what it needs is missing or damaged on this page"),
    "empty panels": ({"panels": [{}]}, "what it needs is missing or damaged on this page"),
}


@pytest.mark.parametrize("kind", UNKNOWN)
def test_settings_that_the_player_does_not_know_leave_the_picture_and_give_a_sentence(folder, open_page, kind):
    config, reason = UNKNOWN[kind]
    tab = open_page(folder.write("page.html", page(Made(config=config).html(), Made("fine").html())) + "#point?x=7")
    element = tab.locator("#point")
    element.evaluate("element => element.load()")
    element.evaluate("element => element.set(0, 1)")
    said = element.locator("p.note").inner_text()
    assert said.startswith(f"This demo cannot be moved: {reason}")
    assert element.locator(".lv-static svg").is_visible()
    fine = tab.locator("#fine")
    fine.evaluate("element => element.load()")
    fine.evaluate("element => element.player.focus()")
    tab.keyboard.press("f")
    tab.keyboard.press("p")
    assert "first demo" in note(fine)  # the keys do not lead where no key leads on


def test_a_version_that_is_known_is_played(demo):
    _, element = demo(Made(config={"version": 1}))
    go_to(element, 7, 0, 0, 0)
    assert readout(element) == "7 1 round False"


@pytest.mark.parametrize("part", [".lv-config", ".lv-static", ".lv-picture", ".lv-readout"])
def test_an_element_that_lacks_a_part_gives_a_sentence(folder, open_page, part):
    spoil = f"<script>document.querySelector('{part}').remove()</script>"
    element = open_page(folder.write("page.html", page(GOOD.html(), spoil))).locator("#point")
    element.evaluate("element => element.load()")
    assert element.locator("p.note").inner_text().startswith("This demo cannot be moved")
