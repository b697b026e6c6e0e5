"""High contrast: what the system's colours leave legible, measured in pictures of the page."""

import itertools

import pytest

from tests.contrast import contrast
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


def part(tab, selector: str):
    return tab.locator(f"#point .player {selector}")


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
            assert contrast(part(forced, selector)) >= least


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
                assert contrast(part(tab, selector)) >= 3, selector
            tab.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(); }")
            tab.locator("button.link").click()
            assert contrast(part(tab, "input.copy")) >= 4.5


def test_without_forced_colours_words_and_signs_are_legible_in_both_themes(folder, open_page, subtests):
    for site in ("light", "dark"):
        tab = open_page(folder.write("page.html", page(Made().html(), theme=site)))
        tab.evaluate("document.querySelector('#point').load()")
        for selector in ("svg text", ".caption", ".readout", "label", "button.reset span:last-child"):
            with subtests.test(f"{selector}, {site}"):
                assert contrast(part(tab, selector)) >= 4.5
