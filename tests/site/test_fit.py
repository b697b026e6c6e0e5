"""How demos fit a desk of 1280 px and a phone of 375: the size of letters, the picture in sight, whole last lines."""

import re

import pytest

from tests.site.conftest import LOOKS, address
from tests.site.known import stored
from tests.site.moving import DEMOS, every_page, ready, some_states

DESK, PHONE = {"width": 1280, "height": 800}, LOOKS["on_phone"]["viewport"]

# The size of the smallest and of the largest letters that stand in a picture, in pixels of the screen.
LETTERS = """element => {
    const words = [...element.picture.querySelectorAll("text")].filter((text) => text.textContent.trim());
    const sizes = words.map((text) => {
        const { a, b } = text.getScreenCTM();
        return parseFloat(getComputedStyle(text).fontSize) * Math.hypot(a, b);
    });
    return [Math.min(...sizes), Math.max(...sizes)];
}"""
ROUNDED = 0.05  # a column is some tenths of a pixel narrower than the panels of it are drawn for
LARGE = 21  # a result that stands alone in a picture may be larger than the rest
# Of each control in turn, put where the keyboard or a finger finds it: how much of the picture the window still shows
# below the page's own bar, and whether the control itself can be touched.
IN_SIGHT = """async (element) => {
    const bar = document.querySelector(".bd-header-article").getBoundingClientRect().height;
    const seen = [];
    for (const input of element.inputs) {
        scrollTo({ top: 0, behavior: "instant" });
        input.scrollIntoView({ block: "nearest", behavior: "instant" });
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        const { top, bottom, height } = element.picture.getBoundingClientRect();
        const { left, width, top: above, height: high } = input.getBoundingClientRect();
        const touched = element.shadowRoot.elementFromPoint(left + width / 2, above + high / 2);
        seen.push([(Math.min(bottom, innerHeight) - Math.max(top, bar)) / height, touched === input]);
    }
    return seen;
}"""
MOST = 0.85


@pytest.fixture
def both(at_desk, on_phone):
    """both(width, page): the page at a desk or on a phone."""

    def opened(width: int, page: str):
        if width == PHONE["width"]:
            return on_phone(address(page))
        desk = at_desk(address(page))
        desk.set_viewport_size(DESK)
        return desk

    return opened


@every_page
def test_letters_of_a_picture_have_12_to_16_px_at_a_desk_and_10_on_a_phone(both, subtests, page, names):
    for width, least in ((DESK["width"], 12), (PHONE["width"], 10)):
        opened = both(width, page)
        for name in names:
            with subtests.test(name, width=width):
                smallest, largest = ready(opened, name).evaluate(LETTERS)
                assert smallest >= least - ROUNDED
                assert largest < LARGE


@every_page
def test_on_a_phone_the_picture_stays_in_sight_while_a_control_is_moved(both, subtests, page, names):
    opened = both(PHONE["width"], page)
    for name in names:
        with subtests.test(name):
            seen = ready(opened, name).evaluate(IN_SIGHT)
            assert [pair for pair in seen if pair[0] < MOST or not pair[1]] == []


LINE = 36  # letters that a phone of 360 px has room for, and a narrow column of a lesson on a projector


def test_what_is_kept_in_a_piece_fits_into_a_line_of_a_phone():
    """Else it is broken anywhere. Names in code have no better place."""
    said = {name: stored(name)[1]["readout"][0] for name in DEMOS}
    pieces = {(name, piece) for name, texts in said.items() for text in texts for piece in re.split("[ \n]", text)}
    assert [(name, piece) for name, piece in sorted(pieces) if len(piece) > LINE and "nn." not in piece] == []


# Lines of readouts that are broken and leave one word to their last line; a formula kept in a piece is more than one.
# Names in code have no place to be broken at.
ALONE = """(element, states) => {
    const found = new Set();
    const last = (line, from, to) => {
        const range = document.createRange();
        range.setStart(line, from);
        range.setEnd(line, to);
        return [...range.getClientRects()].at(-1).top;
    };
    for (const state of states) {
        state.forEach((index, i) => element.set(i, index));
        element.draw();
        for (const { firstChild: line } of element.readout.children) {
            const words = line.data.trimEnd(), space = words.lastIndexOf(" ");
            if (space < 1 || words.includes("nn.") || words.slice(space).split("\\u00a0").length > 2) continue;
            if (last(line, space + 1, words.length) > last(line, 0, space) + 4) found.add(words);
        }
    }
    return [...found];
}"""


@every_page
def test_no_line_of_a_readout_ends_on_a_line_of_one_word(both, subtests, page, names):
    for width in (DESK["width"], PHONE["width"]):
        opened = both(width, page)
        for name in names:
            with subtests.test(name, width=width):
                element = ready(opened, name)
                assert element.evaluate(ALONE, some_states(element)) == []
