"""A demo that is taken out of the page leaves nothing behind, and one that is put back works again."""

import pytest

from tests.player.looking import FRAMES, go_to, note, readout
from tests.player.pages import Made, page

GOOD = Made()
TAKE = "() => { window.taken = document.querySelector('lossviz-demo'); taken.remove(); }"
PUT = "() => document.querySelector('#home').append(taken)"
HOME = '<div id="home"></div>'


@pytest.fixture
def homed(folder, open_page):
    """A page with a demo and another place for it."""
    tab = open_page(folder.write("page.html", page(HOME, GOOD.html())))
    element = tab.locator("#point")
    element.evaluate("element => element.load()")
    return tab, element


# What stays registered outside an element, counted by the browser's own functions.
COUNT = """<script>
    window.count = 0;
    for (const target of [window, document]) {
        const { addEventListener } = target;
        target.addEventListener = function (type, action, options) {
            if (options?.signal) {
                window.count += 1;
                options.signal.addEventListener("abort", () => (window.count -= 1));
            } else if (action) window.count += 1;
            return addEventListener.call(this, type, action, options);
        };
    }
    window.watched = new Set();
    const { observe, disconnect } = IntersectionObserver.prototype;
    IntersectionObserver.prototype.observe = function (node) { watched.add(this); observe.call(this, node); };
    IntersectionObserver.prototype.disconnect = function () { watched.delete(this); disconnect.call(this); };
    const every = new Set(), { setInterval: set, clearInterval: clear } = window;
    window.setInterval = (...given) => { const id = set(...given); every.add(id); return id; };
    window.clearInterval = (id) => { every.delete(id); clear(id); };
    window.timers = every;
</script>"""


def test_nothing_outlives_an_element_that_was_taken_away(folder, open_page):
    tab = open_page(folder.write("page.html", page(COUNT, HOME, GOOD.html())))
    tab.evaluate("document.querySelector('#point').load()")  # no locator: those listen too
    tab.evaluate("document.querySelector('#point').shadowRoot.querySelector('.play').click()")
    left = "() => [count, watched.size, timers.size]"
    listeners, _, timers = tab.evaluate(left)
    assert listeners > 0
    assert timers == 1
    tab.evaluate(TAKE)
    assert tab.evaluate(left) == [0, 0, 0]
    for _ in range(3):
        tab.evaluate(PUT)
        tab.evaluate(TAKE)
    assert tab.evaluate(left) == [0, 0, 0]
    tab.evaluate(PUT)
    assert 0 < tab.evaluate(left)[0] <= listeners


def test_an_element_that_never_came_near_is_no_longer_watched_for(folder, open_page):
    tab = open_page(folder.write("page.html", page(COUNT, '<div style="height: 5000px"></div>', GOOD.html())))
    assert tab.evaluate("watched.size") == 1
    tab.evaluate(TAKE)
    assert tab.evaluate("watched.size") == 0


def test_play_stops_where_it_was(homed):
    tab, element = homed
    element.locator("button.play").click()
    tab.evaluate(TAKE)
    index = tab.evaluate("taken.indexes[1]")
    tab.wait_for_timeout(900)
    assert tab.evaluate("taken.indexes[1]") == index
    tab.evaluate(PUT)
    assert element.locator("button.play").inner_text() == "Play"


def test_an_element_that_was_moved_keeps_what_it_shows_and_works(homed, folder):
    tab, element = homed
    go_to(element, 8, 1, 1, 1)
    tab.evaluate("() => { history.replaceState(null, '', '#point?x=2'); }")
    tab.evaluate("() => document.querySelector('#home').append(document.querySelector('lossviz-demo'))")
    assert readout(element) == "8 0.5 L1 (lasso) True"
    go_to(element, 5, 0, 0, 0)
    assert readout(element) == "5 1 round False"
    tab.evaluate("() => { location.hash = '#point?x=1'; }")
    tab.wait_for_function("document.querySelector('#point').indexes[0] === 1")
    element.locator("button.reset").click()
    assert readout(element) == "3 1 round False"
    assert element.evaluate("e => e.shadowRoot.querySelectorAll('.player').length") == 1


def test_a_change_whose_frame_had_not_come_is_drawn_when_the_element_is_back(homed):
    tab, element = homed
    tab.evaluate(
        f"async () => {{ document.querySelector('#point').set(0, 9); ({TAKE})(); await {FRAMES}; ({PUT})(); }}"
    )
    assert readout(element) == "9 1 round False"


@pytest.mark.parametrize("when", ["before", "after"])
def test_an_element_that_was_taken_away_while_it_loaded_is_ready_when_it_is_back(folder, open_page, when):
    folder.write("data.js", GOOD.file())
    tab = open_page("about:blank")
    held = []
    tab.route("**/data.js*", lambda route: held.append(route))
    tab.goto(folder.write("page.html", page(HOME, GOOD.html("data.js"))))
    tab.evaluate("() => { document.querySelector('#point').load(); }")
    tab.wait_for_function("() => document.head.querySelector('script[src]')")
    tab.wait_for_timeout(50)
    tab.evaluate(TAKE)
    if when == "before":
        tab.evaluate(PUT)
    held[0].continue_()
    tab.evaluate("taken.loading")
    if when == "after":
        tab.evaluate(PUT)
    element = tab.locator("#point")
    go_to(element, 7, 0, 0, 0)
    assert (readout(element), note(element)) == ("7 1 round False", "")


def test_a_drag_ends_with_the_element(homed):
    tab, element = homed
    box = element.locator(".area").bounding_box()
    tab.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 50)
    tab.mouse.down()
    assert readout(element).startswith("6")
    tab.evaluate(TAKE)
    tab.evaluate(PUT)
    tab.mouse.move(box["x"] + box["width"] * 0.9, box["y"] + 90)
    assert element.evaluate("e => e.dragging.held") is None
    assert readout(element).startswith("6")
    tab.mouse.up()


def test_full_screen_ends_with_the_element(homed):
    tab, element = homed
    element.locator("button.full").click()
    tab.wait_for_function("document.fullscreenElement")
    element.evaluate("e => e.player.focus()")
    tab.keyboard.press("h")
    tab.evaluate(TAKE)
    tab.wait_for_function("!document.fullscreenElement")
    tab.evaluate(PUT)
    assert element.evaluate("e => [e.hasAttribute('data-full'), e.hasAttribute('veiled')]") == [False, False]
    element.locator("button.full").click()
    tab.wait_for_function("document.fullscreenElement")


def test_full_screen_that_was_left_before_the_browser_granted_it_is_left(homed):
    tab, element = homed
    tab.evaluate(
        """() => {
            const { player } = document.querySelector("#point");
            const again = () => player.dispatchEvent(new KeyboardEvent("keydown", { key: "f" }));
            player.addEventListener("keydown", (event) => event.isTrusted && again());
            player.focus();
        }"""
    )
    with tab.expect_event("console"):  # the browser's answer to the first key
        tab.evaluate("() => document.addEventListener('fullscreenchange', () => console.log(1), { once: true })")
        tab.keyboard.press("f")
    tab.wait_for_function("!document.fullscreenElement")
    assert element.get_attribute("data-full") is None


def test_an_element_that_a_script_puts_into_the_page_works(homed):
    tab, _ = homed
    tab.evaluate("html => { document.querySelector('#home').innerHTML = html; }", Made("late").html())
    late = tab.locator("#late")
    late.evaluate("element => element.load()")
    go_to(late, 4, 0, 0, 0)
    assert readout(late) == "4 1 round False"


def test_a_player_in_the_head_waits_for_what_is_inside_the_element(folder, open_page):
    address = folder.write("page.html", page(Made().html(), "<p>x</p>" * 20_000))
    element = open_page(f"{address}#point?x=7").locator("#point")
    assert readout(element) == "7 1 round False"
