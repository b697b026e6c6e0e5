"""What a reader takes along: the picture as it stands, the code of a frame; and where a saved demo is opened."""

import io
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

import lossviz
from tests.engine.sample_demos import sample_artists, sample_curve
from tests.player.pages import Made, page


def element(tab, name="point"):
    found = tab.locator(f"lossviz-demo#{name}").first
    found.evaluate("e => e.load()")
    return found


def saved(tab, demo, kind) -> bytes:
    demo.get_by_role("button", name="Link").click()
    with tab.expect_download() as coming:
        demo.get_by_role("button", name=f"Save {kind}").click()
    assert coming.value.suggested_filename == f"{demo.get_attribute('id')}.{kind.lower()}"
    return coming.value.path().read_bytes()


@pytest.mark.parametrize("way", ["file", "http"])
def test_the_picture_is_saved_as_it_stands_in_the_colours_of_the_theme(open_page, folder, way, tmp_path):
    path = sample_artists.save(tmp_path / "page.html")
    text = path.read_text().replace('<html lang="en">', '<html lang="en" data-theme="dark">')
    tab = open_page(folder.as_file("page.html", text) if way == "file" else folder.write("page.html", text))
    demo = element(tab, "sample_artists")
    demo.evaluate("e => e.set(0, 5)")
    svg = saved(tab, demo, "SVG").decode()
    root = ElementTree.fromstring(svg)
    assert root.get("viewBox") == "0 0 600 240"
    assert "var(" not in svg
    assert "foreignObject" not in svg
    assert "here &amp; &lt;6&gt;" in svg
    picture = Image.open(io.BytesIO(saved(tab, demo, "PNG")))
    assert picture.size == (1200, 480)
    assert picture.convert("RGB").getpixel((2, 2)) == (20, 24, 29)
    assert len(np.unique(np.asarray(picture.convert("L")))) > 20


def test_the_code_of_a_frame_is_given_where_the_site_has_such_a_page(open_page, folder):
    html = Made().html().replace('id="point"', 'id="point" data-embed="embed/point.html"', 1)
    tab = open_page(folder.write("page.html", page(html)), permissions=["clipboard-read", "clipboard-write"])
    demo = element(tab)
    demo.evaluate("e => e.set(0, 7)")
    demo.get_by_role("button", name="Link").click()
    demo.get_by_role("button", name="Embed").click()
    tab.wait_for_function("() => document.querySelector('lossviz-demo').note.textContent.startsWith('Copied: code')")
    code = tab.evaluate("() => navigator.clipboard.readText()")
    assert code.startswith(f'<iframe src="{folder.address}/embed/point.html#point?x=7&amp;h=1')
    assert 'title="Move point"' in code


def test_where_there_is_no_such_page_no_code_is_offered(open_page, folder):
    tab = open_page(folder.write("page.html", page(Made().html())))
    demo = element(tab)
    demo.get_by_role("button", name="Link").click()
    assert demo.get_by_role("button", name="Embed").count() == 0


def test_a_saved_page_opens_from_disk_at_its_state_and_moves_by_keys(open_page, folder, tmp_path):
    text = sample_curve.save(tmp_path / "a.html", x=0).read_text()
    tab = open_page(folder.as_file("a.html", text))
    demo = element(tab, "sample_curve")
    assert demo.locator(".readout").inner_text() == "f(0) = 0"
    demo.locator("input[type=range]").focus()
    tab.keyboard.press("End")
    expect(demo.locator(".readout")).to_have_text(sample_curve.at(x=2).readout)
    demo.get_by_role("button", name="Reset").click()
    tab.wait_for_function("() => document.querySelector('lossviz-demo').readout.textContent === 'f(0) = 0'")


def test_an_address_opens_a_state_of_a_saved_page(open_page, folder, tmp_path):
    text = sample_curve.save(tmp_path / "a.html").read_text()
    tab = open_page(folder.as_file("a.html", text) + "#sample_curve?x=-1.5&shape=line")
    tab.wait_for_function("() => document.querySelector('lossviz-demo').dataset.ready === ''")
    assert element(tab, "sample_curve").locator(".readout").inner_text() == "f(-1.5) = 1.5"


def test_two_demos_and_a_copy_of_one_live_on_a_page_made_by_hand(open_page, folder):
    bodies = lossviz.html(sample_curve) + lossviz.html(sample_artists) + lossviz.html(sample_curve)
    plain = f"<html><head><title>1999</title>{lossviz.head()}</head><body><h1>Hello</h1>{bodies}</body></html>"
    tab = open_page(folder.as_file("old.html", plain))
    demos = tab.locator("lossviz-demo")
    for number in range(3):
        demos.nth(number).evaluate("e => e.load()")
        demos.nth(number).evaluate("e => e.set(0, 0)")
    tab.wait_for_function(
        "() => [...document.querySelectorAll('lossviz-demo')].every((e) => e.readout.textContent && !e.pending)"
    )
    shown = [demos.nth(number).locator(".readout").inner_text() for number in range(3)]
    low = sample_curve.at(x=-2).readout
    assert shown == [low, sample_artists.at(n=1).readout, low]
