"""Takes the two pictures of the book that are not drawn by a page: python tools/make_pictures.py, after make book.

assets/demo.png         a demo as a reader sees it, for README.md
assets/static/card.png  what a shared link shows: the cover, 1200 x 630
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "_build" / "html"
sys.path.insert(0, str(ROOT))

from tests.chromium import chromium  # noqa: E402

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


if __name__ == "__main__":
    main()
