"""High contrast: what the system's colours leave legible, measured in pictures of the page."""

import io
import itertools

import pytest
from PIL import Image

from tests.player.pages import Made, page

THEMES = list(itertools.product(["light", "dark"], repeat=2))  # of the site, of the system


@pytest.fixture(params=THEMES, ids="site {0[0]}, system {0[1]}".format)
def forced(request, folder, open_page):
    """A demo where the system forces its colours, whatever the site is set to."""
    site, system = request.param
    address = folder.write("page.html", page(Made().html(), theme=site))
    tab = open_page(address, forced_colors="active", color_scheme=system, viewport={"width": 800, "height": 900})
    tab.evaluate("document.querySelector('#point').load()")
    tab.evaluate("() => { document.querySelector('#point').say('A note about this demo.'); }")
    return tab


def contrast(tab, selector: str) -> float:
    """The ratio of the lightest and the darkest colour in what the selector finds, as WCAG counts it."""
    picture = Image.open(io.BytesIO(tab.locator(f"#point .player {selector}").first.screenshot())).convert("RGB")
    lights = [luminance(colour) for count, colour in picture.getcolors(1 << 24) if count > 2]
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def luminance(colour: tuple[int, int, int]) -> float:
    parts = [part / 255 for part in colour]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


WORDS = [
    ".caption",
    ".readout",
    ".note",
    "label",
    ".control output",
    "button.reset span:last-child",
    "select",
    "svg text",
]
SHAPES = ["button.reset .icon", "button.play .icon", "input[type=range]", "input[type=checkbox]", "svg circle"]


def test_words_and_signs_are_legible_in_forced_colours(forced, subtests):
    for selector, least in [*((words, 4.5) for words in WORDS), *((shape, 3) for shape in SHAPES)]:
        with subtests.test(selector):
            assert contrast(forced, selector) >= least


def test_a_picture_keeps_its_colours_on_its_own_paper(forced):
    colours = forced.evaluate(
        """() => {
            const { picture } = document.querySelector("#point");
            const look = (node) => getComputedStyle(node);
            const paper = (name) => {
                const probe = document.createElement("i");
                probe.style = `forced-color-adjust: none; color: var(--lv-${name})`;
                document.body.append(probe);
                return look(probe).color;
            };
            const [svg] = picture.children;
            return [look(svg).backgroundColor, paper("paper"), look(svg.querySelector("circle")).fill, paper("blue")];
        }"""
    )
    assert colours[0] == colours[1]
    assert colours[2] == colours[3]


def test_the_field_for_copying_and_what_is_disabled_are_legible_too(folder, open_page, subtests):
    for site, system in THEMES:
        with subtests.test(f"site {site}, system {system}"):
            address = folder.write("page.html", page(Made().html("missing.js"), theme=site))
            tab = open_page(address, forced_colors="active", color_scheme=system)
            tab.evaluate("document.querySelector('#point').load()")
            for selector in (".note", "button.again span:last-child", "label", "button.reset span:last-child"):
                assert contrast(tab, selector) >= 3, selector
            tab.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(); }")
            tab.locator("button.link").click()
            assert contrast(tab, "input.copy") >= 4.5


def test_without_forced_colours_words_and_signs_are_legible_in_both_themes(folder, open_page, subtests):
    for site in ("light", "dark"):
        tab = open_page(folder.write("page.html", page(Made().html(), theme=site)))
        tab.evaluate("document.querySelector('#point').load()")
        for selector in ("svg text", ".caption", ".readout", "label", "button.reset span:last-child"):
            with subtests.test(f"{selector}, {site}"):
                assert contrast(tab, selector) >= 4.5
