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


# Lines of readouts where the page breaks them: what stands before and what after the break. Names in code have no place
# to be broken at.
BROKEN = """(element, states) => {
    const found = new Set();
    const range = document.createRange();
    for (const state of states) {
        state.forEach((index, i) => element.set(i, index));
        element.draw();
        for (const { firstChild: line } of element.readout.children) {
            const top = (i) => {
                range.setStart(line, i);
                range.setEnd(line, i + 1);
                return range.getBoundingClientRect().top;
            };
            const words = line.data.trimEnd();
            if (words.includes("nn.")) continue;
            for (const { index: i } of words.matchAll(/ /g))
                if (top(i + 1) > top(i - 1) + 4) found.add(`${words.slice(0, i)}\\n${words.slice(i + 1)}`);
        }
    }
    return [...found];
}"""
UNIT = r"(?:nats?|bits?|kg²?|cm²?|°C²?|minutes?|%)(?!\w)"
# A sign that what follows belongs to, or that belongs to what was before; a number torn from its unit.
BINDS = re.compile(rf"(?:^|[\s(])[=≈+−·×/<>≤≥]\n|\(\n|\n[·×/)]|\d\n{UNIT}")


def torn(text: str) -> bool:
    """Whether a text is broken where it belongs together, or before its last word: three in a piece are enough."""
    rest = text.partition("\n")[2]
    alone = " " not in rest and rest.count("\N{NO-BREAK SPACE}") < 2
    return alone or bool(BINDS.search(text.replace("\N{NO-BREAK SPACE}", " ")))


@pytest.mark.parametrize(
    "text", ["1 +\n2 = 3.", "1 ·\n2 is 2.", "1\n/ 2 is it.", "costs 2\nbits, or", "f (\n2 + 3)", "on one\nword."]
)
def test_a_text_that_is_torn_is_found(text):
    assert torn(text)


@pytest.mark.parametrize("text", ["1\n+ 2 = 3.", "costs\n2 bits of", "it is 2\nin a year", "after\nx\xa0=\xa02."])
def test_a_text_that_is_broken_between_words_is_not_found(text):
    assert not torn(text)


@every_page
def test_lines_of_a_readout_are_broken_where_words_end_not_in_formulas_and_not_before_the_last(
    both, subtests, page, names
):
    for width in (DESK["width"], PHONE["width"]):
        opened = both(width, page)
        for name in names:
            with subtests.test(name, width=width):
                element = ready(opened, name)
                assert [text for text in element.evaluate(BROKEN, some_states(element)) if torn(text)] == []
