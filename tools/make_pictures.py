"""Takes the pictures of the book that are not drawn by a page: python tools/make_pictures.py, after make book.

assets/demo.png         a demo as a reader sees it, for README.md
assets/slide.png        a demo in a slide of reveal.js, which npm fetches, for README.md
assets/static/card.png  what a shared link shows: the cover, 1200 x 630
"""

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "_build" / "html"
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser  # noqa: E402

import lossviz  # noqa: E402
from lossviz.demos.derivatives import secant_to_tangent  # noqa: E402
from tests.chromium import chromium  # noqa: E402
from tests.foreign import slides  # noqa: E402

DEMO = ("chapters/derivatives.html", "secant_to_tangent?x0=1.5&h=1")


def main() -> None:
    with chromium() as browser:
        page, place = DEMO
        opened = browser.new_page(viewport={"width": 1280, "height": 900}, device_scale_factor=1.5)
        opened.goto(f"{(SITE / page).as_uri()}#{place}")
        name = place.partition("?")[0]
        opened.wait_for_function("name => document.getElementById(name).dataset.ready === ''", arg=name)
        opened.locator(f"#{name}").screenshot(path=ROOT / "assets" / "demo.png")
        cover = browser.new_page(viewport={"width": 1200, "height": 630})
        cover.goto((SITE / "index.html").as_uri())
        cover.wait_for_function("() => document.querySelector('lossviz-demo').dataset.ready === ''")
        cover.screenshot(path=ROOT / "assets" / "static" / "card.png")
        with tempfile.TemporaryDirectory() as folder:
            in_a_slide(browser, Path(folder))


def in_a_slide(browser: Browser, folder: Path) -> None:
    slides.fetch(folder)
    demo = lossviz.html(secant_to_tangent, {"x0": 1, "h": 1})
    slide = browser.new_page(viewport=slides.DESIGNED)
    slide.goto(slides.write_deck(folder / "deck.html", "What is a slope?", demo, lossviz.head()))
    slide.wait_for_function("() => document.querySelector('lossviz-demo').dataset.ready === ''")
    slide.evaluate("() => document.fonts.ready.then(() => {})")
    slide.screenshot(path=ROOT / "assets" / "slide.png")


if __name__ == "__main__":
    main()
