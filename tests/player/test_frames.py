"""A demo in a frame of somebody else's page: nothing of that page moves, and the link button says what can be done."""

from html import escape

import pytest

from tests.player.looking import note
from tests.player.pages import Made, page

TALL = '<div style="height: 2500px"></div>'
INNER = page(TALL, Made().html(), TALL)
SANDBOX = 'sandbox="allow-scripts"'


def host(frame: str) -> str:
    """A page with a field that has the focus, and far below it the frame."""
    return f'<!DOCTYPE html><title>Host</title><input id="mine">{TALL}{frame}{TALL}<script>mine.focus()</script>'


@pytest.fixture
def framed(folder, other_server, open_page):
    """framed(kind, fragment): the host's page, the frame in it, and the demo's element."""

    def opened(kind: str, fragment: str = "", **options):
        server = other_server if kind.startswith("other") else folder
        address = server.write("inner.html", INNER) + fragment
        sandbox = SANDBOX if kind.endswith("sandbox") else ""
        source = f'srcdoc="{escape(INNER)}"' if kind.startswith("srcdoc") else f'src="{address}"'
        if kind.startswith("data"):
            source = f'src="data:text/html,{escape(INNER.replace("%", "%25").replace("#", "%23"))}"'
        frame = f'<iframe name="inner" width="700" height="600" {sandbox} {source}></iframe>'
        tab = open_page(folder.write("host.html", host(frame)), **options)
        tab.wait_for_load_state("load")
        inner = tab.wait_for_selector("iframe[name=inner]").content_frame()
        while inner is None:  # on a busy machine a frame of its own process comes later than its element
            tab.wait_for_timeout(50)
            inner = tab.wait_for_selector("iframe[name=inner]").content_frame()
        element = inner.locator("#point")
        element.evaluate("element => element.load()")
        return tab, inner, element

    return opened


def readout(element) -> str:
    """At once: in a frame out of sight a browser may draw no frames at all."""
    return element.evaluate("element => (element.draw(), element.readout.textContent)")


def scrolled(frame, where: str = "scrollY > 2000") -> None:
    frame.wait_for_function(where, polling=50)  # by the clock, as it may draw no frames


WHERE = "() => [scrollX, scrollY, document.activeElement.id]"


@pytest.mark.parametrize("kind", ["same", "same sandbox", "other", "other sandbox"])
def test_a_link_in_a_frame_scrolls_the_frame_alone_and_takes_no_focus(framed, kind):
    tab, frame, element = framed(kind, "#point?x=7&h=abc")
    assert readout(element) == "7 1 round False"
    scrolled(frame)
    middle = element.evaluate("e => e.getBoundingClientRect().top + e.getBoundingClientRect().height / 2")
    assert abs(middle - 300) < 60
    assert tab.evaluate(WHERE) == [0, 0, "mine"]
    assert "h=abc" in note(element)


def test_a_link_followed_inside_a_frame_later_moves_nothing_of_the_host_either(framed):
    tab, frame, element = framed("same")
    for fragment in ("#point?x=1", "#point?x=2", "#point%3Fx=3"):
        frame.evaluate("fragment => { scrollTo(0, 0); location.hash = fragment }", fragment)
        scrolled(frame)
        assert readout(element).startswith(fragment[-1])
        assert tab.evaluate(WHERE) == [0, 0, "mine"]


def test_what_scrolls_inside_the_frame_is_scrolled_too(folder, open_page):
    box = f'<div id="box" style="height: 500px; overflow: auto">{TALL}{Made().html()}{TALL}</div>'
    inner = folder.write("inner.html", page(TALL, box, TALL))
    tab = open_page(
        folder.write("host.html", host(f'<iframe name="inner" height="600" src="{inner}#point?x=7"></iframe>'))
    )
    frame = tab.frame("inner")
    scrolled(frame, "scrollY > 2000 && document.getElementById('box').scrollTop > 2000")
    assert tab.evaluate(WHERE) == [0, 0, "mine"]


def test_on_a_page_of_its_own_a_link_scrolls_and_takes_the_focus(folder, open_page):
    tab = open_page(folder.write("inner.html", INNER) + "#point?x=7")
    tab.wait_for_function("scrollY > 2000 && document.activeElement.id === 'point'")


REFUSE = "() => { if (navigator.clipboard) navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }"
FRAGMENT = "#point?x=3&h=1&shape=round&mark=off"


@pytest.mark.parametrize("kind", ["same", "same sandbox", "other", "other sandbox"])
def test_where_copying_is_refused_the_link_stands_in_a_field(framed, kind):
    _, frame, element = framed(kind)
    frame.evaluate(REFUSE)
    element.locator("button.link").press("Enter")
    field = element.locator("input.copy")
    assert field.input_value() == frame.url.split("#")[0] + FRAGMENT
    assert field.evaluate("e => [e.readOnly, e.selectionStart, e.selectionEnd - e.value.length]") == [True, 0, 0]
    assert note(element) == "The browser did not let us copy the link. Copy it from here:"
    element.locator("button.link").press("Enter")
    assert element.locator("input.copy").count() == 1


@pytest.mark.parametrize("kind", ["srcdoc", "srcdoc sandbox", "data"])
def test_a_page_without_an_address_says_what_can_be_done_instead(framed, kind):
    _, _, element = framed(kind)
    element.locator("button.link").press("Enter")
    assert element.locator("input.copy").input_value() == FRAGMENT
    assert note(element).startswith("This page has no address of its own.")


def test_in_a_page_made_by_a_script_nothing_fails_either(open_page):
    tab = open_page("about:blank")
    tab.evaluate("html => location.assign(URL.createObjectURL(new Blob([html], { type: 'text/html' })))", INNER)
    element = tab.locator("#point")
    element.scroll_into_view_if_needed()
    element.locator("button.link").press("Enter")
    assert element.locator("input.copy").input_value() == FRAGMENT


def test_a_link_is_copied_where_that_is_allowed_and_stands_in_the_address(folder, open_page):
    address = folder.write("page.html", page(Made().html()))
    tab = open_page(address + "#elsewhere", permissions=["clipboard-read", "clipboard-write"])
    element = tab.locator("#point")
    element.evaluate("element => { element.load(); element.set(0, 9); }")
    element.locator("button.link").press("Enter")
    tab.wait_for_function("document.querySelector('#point').note.textContent")
    assert note(element) == "Link copied: it opens the page with these values."
    wanted = address + FRAGMENT.replace("x=3", "x=9")
    assert [tab.url, tab.evaluate("navigator.clipboard.readText()")] == [wanted, wanted]


def test_the_link_of_a_file_says_that_it_works_on_this_computer_only(folder, open_page):
    tab = open_page(folder.as_file("page.html", page(Made().html())))
    tab.evaluate("() => { navigator.clipboard.writeText = () => Promise.resolve(); }")
    element = tab.locator("#point")
    element.locator("button.link").press("Enter")
    assert "file on this computer" in note(element)


def test_a_base_address_of_the_page_does_not_change_the_link(folder, open_page):
    tab = open_page(folder.write("page.html", page('<base href="https://example.org/">', Made().html())))
    tab.evaluate(REFUSE)
    element = tab.locator("#point")
    element.locator("button.link").press("Enter")
    assert element.locator("input.copy").input_value() == f"{folder.address}/page.html{FRAGMENT}"


@pytest.mark.parametrize("kind", ["same sandbox", "other", "srcdoc sandbox"])
def test_in_a_frame_that_may_not_fill_the_screen_the_demo_fills_the_frame(framed, kind):
    tab, _, element = framed(kind)
    element.locator("button.full").click()
    assert element.evaluate("e => [e.getBoundingClientRect().height, innerHeight]") == [600, 600]
    tab.keyboard.press("3")
    assert element.evaluate("e => e.shadowRoot.activeElement.id") == "control-shape"
    tab.keyboard.press("f")
    assert element.get_attribute("data-full") is None
