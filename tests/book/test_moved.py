"""Old addresses of what went to another chapter lead to where it is now."""

import pytest

from book.moved import SCRIPT, went
from tools.check.notebooks import ROOT as BOOK
from tools.check.notebooks import Chapter, anchor, headings
from tools.check.teaching import shown_in

PLACES = [(old, place, new) for old, places in went().items() for place, new in places.items()]


def places_in(name: str) -> set[str]:
    """Demos that a chapter shows, and its headings as the site names them."""
    chapter = Chapter(BOOK / "chapters" / f"{name}.ipynb")
    return shown_in(chapter) | {anchor(words).replace("_", "-") for _, words in headings(chapter.text)}


@pytest.mark.parametrize(("old", "place", "new"), PLACES)
def test_what_moved_stands_on_the_new_page_and_no_longer_on_the_old(old, place, new):
    assert place in places_in(new)
    assert place not in places_in(old)


def test_an_old_page_leads_to_no_page_that_leads_on():
    assert not {new for _, _, new in PLACES} & went().keys()


@pytest.fixture
def opened(browser, tmp_path):
    """Opens an address of a page that a place left, and says where the reader ends."""
    (tmp_path / "moved.js").write_text(SCRIPT % '{"old": {"gone": "new", "here": "new"}}', encoding="utf-8")
    (tmp_path / "new.html").write_text("<!doctype html><p>new", encoding="utf-8")
    body = '<p id="here">old</p><script src="moved.js" defer></script>'
    (tmp_path / "old.html").write_text(f"<!doctype html>{body}", encoding="utf-8")
    page = browser.new_page()

    def leads_to(address: str, then: str = "") -> str:
        page.goto("about:blank")
        page.goto(f"{tmp_path.as_uri()}/{address}")
        page.evaluate("then => { if (then) location.hash = then; }", then)
        page.wait_for_timeout(200)
        return page.url.rpartition("/")[2]

    yield leads_to
    page.close()


def test_an_old_address_keeps_the_rest_of_what_it_says(opened):
    assert opened("old.html#gone?x0=1&h=0.5") == "new.html#gone?x0=1&h=0.5"
    assert opened("old.html", "#gone?x0=2") == "new.html#gone?x0=2"


@pytest.mark.parametrize("place", ["", "#here?x0=1", "#unknown", "#__proto__", "#constructor?x=1"])
def test_what_the_old_page_still_has_or_never_had_stays_there(opened, place):
    assert opened(f"old.html{place}") == f"old.html{place}"
