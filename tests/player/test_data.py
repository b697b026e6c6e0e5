"""Data that do not come, or are not what they should be: the picture stays, a sentence says so, one can try again."""

import base64
import json
import zlib

import pytest

from lossviz.engine import player
from tests.player.looking import go_to, note, readout
from tests.player.pages import Made, page, slider

LATER = Made(controls=[slider("x", range(5), 2)])


def packed(data) -> str:
    return base64.b64encode(zlib.compress(json.dumps(data).encode())).decode()


def changed(**changes) -> str:
    data = json.loads(zlib.decompress(base64.b64decode(Made().packed)))
    return packed(data | changes)


GOOD = Made()
SPOILED = {
    "missing": (None, "could not be fetched"),
    "empty": ("", "hold something else"),
    "another script": ("let nothing = 1;", "hold something else"),
    "a page": ("<!DOCTYPE html><p>Sign in</p>", "hold something else"),
    "cut script": (GOOD.file()[:500], "hold something else"),
    "another name": (GOOD.file("other"), "belong to another demo"),
    "no name": ("lossvizData();", "are damaged"),
    "called later": (f"setTimeout(() => {{ {GOOD.file()} }})", "hold something else"),
    "cut data": (GOOD.file(data=GOOD.packed[:300]), "are damaged"),
    "no base64": (GOOD.file(data="%%%"), "are damaged"),
    "no deflate": (GOOD.file(data=base64.b64encode(b"hello").decode()), "are damaged"),
    "no JSON": (GOOD.file(data=base64.b64encode(zlib.compress(b"hello")).decode()), "are damaged"),
    "no data": (GOOD.file(data=packed({})), "could not be read"),
    "null": (GOOD.file(data=packed(None)), "could not be read"),
    "a list": (GOOD.file(data=packed([1])), "could not be read"),
    "newer": (GOOD.file(data=changed(version=2)), "belong to another version of this page"),
    "fewer states": (GOOD.file(data=LATER.packed), "belong to another version of this page"),
    "too few strings": (GOOD.file(data=changed(readout=[[], [0] * 264])), "belong to another version of this page"),
    "another panel": (GOOD.file(data=changed(tracks=[[7, 0, ["a"], [0] * 264]])), "belong to another picture"),
    "another artist": (GOOD.file(data=changed(tracks=[[0, 9, ["a"], [0] * 264]])), "belong to another picture"),
    "pictures that are none": (f'lossvizData("point", "{GOOD.packed}", 3);', "could not be read"),
}
DISABLED = (
    "e => [...e.shadowRoot.querySelectorAll('.controls :is(input, select, button), .reset')].map(n => n.disabled)"
)
PICTURE = "e => [...e.picture.querySelectorAll('svg > g')].map(g => g.innerHTML)"


@pytest.fixture
def stored(folder, open_page):
    """stored(file, fragment): a page whose demo has its data in a file with this text, and its element."""

    def opened(text: str | None, fragment: str = "", made: Made = GOOD):
        if text is not None:
            folder.write("data.js", text)
        tab = open_page(folder.write("page.html", page(made.html("data.js?v=1"))) + fragment)
        tab.locator("#point").evaluate("element => element.load()")
        return tab, tab.locator("#point")

    return opened


def test_a_file_of_data_is_played(stored):
    _, element = stored(GOOD.file())
    go_to(element, 8, 0, 1, 0)
    assert (readout(element), note(element)) == ("8 1 L1 (lasso) False", "")


@pytest.mark.parametrize("kind", SPOILED)
def test_without_good_data_the_picture_stays_and_trying_again_works_when_they_are_there(
    stored, folder, open_page, kind
):
    text, reason = SPOILED[kind]
    tab, element = stored(text)
    still = element.evaluate("e => [...e.querySelectorAll('.lv-static svg > g')].map(g => g.innerHTML)")
    assert note(element) == f"The positions of this demo {reason}. The picture shows where it opens."
    assert set(element.evaluate(DISABLED)) == {True}
    go_to(element, 8, 1, 1, 1)
    tab.mouse.click(*element.evaluate(MIDDLE))
    element.evaluate("element => element.reset()")
    assert readout(element) == "3 1 round False"
    assert element.evaluate(PICTURE) == still
    assert element.evaluate("e => [e.indexes, e.inputs[0].value, e.dataset.ready]") == [[3, 0, 0, 0], "3", None]

    again = element.locator("button.again")
    again.click()  # in vain
    again.wait_for()
    assert reason in note(element)
    assert element.evaluate("e => e.shadowRoot.activeElement.className") == "again"

    folder.write("data.js", GOOD.file())
    again.click()
    tab.wait_for_function("document.querySelector('#point').dataset.ready === ''")
    assert note(element) == ""
    assert again.count() == 0
    assert set(element.evaluate(DISABLED)) == {False}
    go_to(element, 8, 1, 1, 1)
    assert readout(element) == "8 0.5 L1 (lasso) True"
    open_page.errors.clear()  # a script that is cut may well complain


MIDDLE = """e => { const { x, y, width, height } = e.picture.children[0].getBoundingClientRect();
    return [x + width / 2, y + height / 2]; }"""


def test_what_a_link_asked_for_is_shown_when_the_data_come_in_the_end(stored, folder):
    tab, element = stored(None, "#point?x=9&h=0.1")
    assert element.evaluate("e => e.indexes") == [3, 0, 0, 0]
    folder.write("data.js", GOOD.file())
    element.locator("button.again").click()
    tab.wait_for_function("document.querySelector('#point').dataset.ready === ''")
    assert readout(element) == "9 0.1 round False"
    assert element.evaluate("e => e.inputs[0].value") == "9"


def test_play_stops_when_the_data_do_not_come(folder, open_page):
    tab = open_page("about:blank")
    tab.route("**/data.js*", lambda route: (tab.wait_for_timeout(300), route.abort()))
    tab.goto(folder.write("page.html", page(GOOD.html("data.js"))))
    element = tab.locator("#point")
    element.evaluate(
        "element => { element.wake(); element.shadowRoot.querySelector('.play').click(); return element.load() }"
    )
    tab.wait_for_timeout(300)
    assert element.evaluate("e => e.indexes") == [3, 0, 0, 0]
    assert element.locator("button.play").inner_text() == "Play"


def test_copies_share_one_file(folder, open_page):
    folder.write("data.js", GOOD.file())
    asked = []
    tab = open_page("about:blank")
    tab.on("request", lambda request: asked.append(request.url) if "data.js" in request.url else None)
    tab.goto(folder.write("page.html", page(*[GOOD.html("data.js?v=1")] * 3)))
    elements = tab.locator("lossviz-demo")
    elements.evaluate_all("elements => Promise.all(elements.map((element) => element.load()))")
    for i in range(3):
        go_to(elements.nth(i), i, 0, 0, 0)
    assert [readout(elements.nth(i))[0] for i in range(3)] == ["0", "1", "2"]
    assert len(asked) == 1


def test_copies_whose_file_was_missing_can_each_try_again(folder, open_page):
    tab = open_page(folder.write("page.html", page(*[GOOD.html("data.js?v=1")] * 3)))
    elements = tab.locator("lossviz-demo")
    elements.evaluate_all("elements => Promise.all(elements.map((element) => element.load()))")
    folder.write("data.js", GOOD.file())
    for i in range(3):
        elements.nth(i).locator("button.again").click()
        tab.wait_for_function("i => document.querySelectorAll('lossviz-demo')[i].dataset.ready === ''", arg=i)
        go_to(elements.nth(i), i, 0, 0, 0)
    assert [readout(elements.nth(i))[0] for i in range(3)] == ["0", "1", "2"]


def test_pictures_come_with_the_data_where_a_gallery_holds_none(folder, open_page):
    folder.write("data.js", GOOD.file())
    tab = open_page(folder.write("page.html", page(GOOD.html("data.js", empty=True))))
    element = tab.locator("#point")
    element.evaluate("element => element.load()")
    assert len(element.evaluate(PICTURE)) == 3
    go_to(element, 8, 0, 0, 0)
    assert readout(element) == "8 1 round False"


def test_data_inside_a_page_that_are_damaged_offer_nothing_to_fetch(folder, open_page):
    tab = open_page(folder.write("page.html", page(GOOD.html(data="eJx"))))
    element = tab.locator("#point")
    element.evaluate("element => element.load()")
    assert note(element).startswith("The positions of this demo are damaged.")
    assert element.locator("button.again").count() == 0


def test_a_file_opened_from_disk_plays_its_data_and_tries_again(folder, open_page):
    tab = open_page(folder.as_file("page.html", page(GOOD.html("data.js?v=1"))))
    element = tab.locator("#point")
    element.evaluate("element => element.load()")
    assert "could not be fetched" in note(element)
    folder.write("data.js", GOOD.file())
    element.locator("button.again").click()
    tab.wait_for_function("document.querySelector('#point').dataset.ready === ''")


def test_a_browser_that_cannot_inflate_is_told_so(folder, open_page):
    old = f"<script>delete window.DecompressionStream</script><script>{player.script()}</script>"
    tab = open_page(folder.write("page.html", page(GOOD.html("data.js"), script=old)))
    element = tab.locator("#point")
    element.evaluate("element => element.load()")
    assert note(element).startswith("The positions of this demo need a newer browser.")
    assert element.locator("button.again").count() == 0


def test_a_call_that_no_file_was_asked_for_changes_nothing(demo):
    tab, element = demo()
    tab.evaluate("() => { lossvizData('point', 'eJx', []); lossvizData(); lossvizData('__proto__', null, null); }")
    go_to(element, 8, 0, 0, 0)
    assert readout(element) == "8 1 round False"
