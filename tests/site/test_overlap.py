"""What the eye stumbles over in a picture, found by geometry in a real browser: overlap.js says what is looked for."""

import random
from pathlib import Path

from tests.site.conftest import address
from tests.site.moving import every_page, ready

SCRIPT = (Path(__file__).parent / "overlap.js").read_text(encoding="utf-8")
OVERLAP = f"(element, states) => ({SCRIPT.partition('*/')[2].strip().rstrip(';')})(element, states)"
CONTROLS = "element => element.controls.map(({ values, start }) => [values.length, start])"
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 375, "height": 667}

# Where two things lie on one another because that is what the demo shows.
MEANT: dict[str, str] = {}


def states(controls: list[list[int]]) -> list[list[int]]:
    """Where a demo opens, both ends of each control from there, and ten others at random, always the same."""
    opening, rng = [start for _, start in controls], random.Random(0)
    ends = [[*opening[:i], end, *opening[i + 1 :]] for i, (count, _) in enumerate(controls) for end in (0, count - 1)]
    return [opening, *ends, *([rng.randrange(count) for count, _ in controls] for _ in range(10))]


@every_page
def test_no_word_or_mark_of_a_picture_is_crossed_covered_or_cut(at_desk, subtests, page, names):
    opened = at_desk(address(page))
    for name in names:
        with subtests.test(name):
            element = ready(opened, name)
            asked = states(element.evaluate(CONTROLS))
            found = zip(asked, element.evaluate(OVERLAP, asked), strict=True)
            assert [f"{state}: {fault}" for state, faults in found for fault in faults] == []


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


@every_page
def test_letters_of_a_picture_have_12_to_16_px_at_a_desk_and_10_on_a_phone(open_page, subtests, page, names):
    for size, least in ((DESK, 12), (PHONE, 10)):
        opened = open_page(address(page), viewport=size)
        for name in names:
            with subtests.test(name, width=size["width"]):
                smallest, largest = ready(opened, name).evaluate(LETTERS)
                assert smallest >= least - ROUNDED
                assert largest < LARGE


@every_page
def test_on_a_phone_the_picture_stays_in_sight_while_a_control_is_moved(open_page, subtests, page, names):
    opened = open_page(address(page), viewport=PHONE, has_touch=True)
    for name in names:
        with subtests.test(name):
            seen = ready(opened, name).evaluate(IN_SIGHT)
            assert [pair for pair in seen if pair[0] < MOST or not pair[1]] == []
