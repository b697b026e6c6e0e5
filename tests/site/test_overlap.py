"""What the eye stumbles over in a picture, found by geometry in a real browser: overlap.js says what is looked for.

A picture is scaled as a whole: what is clear at a desk is clear on a phone.
"""

from pathlib import Path

from tests.site.conftest import address
from tests.site.moving import every_page, ready, some_states

SCRIPT = (Path(__file__).parent / "overlap.js").read_text(encoding="utf-8")
OVERLAP = f"(element, states) => ({SCRIPT.partition('*/')[2].strip().rstrip(';')})(element, states)"


@every_page
def test_no_word_or_mark_of_a_picture_is_crossed_covered_or_cut(at_desk, subtests, page, names):
    opened = at_desk(address(page))
    for name in names:
        with subtests.test(name):
            element = ready(opened, name)
            asked = some_states(element)
            found = zip(asked, element.evaluate(OVERLAP, asked), strict=True)
            assert [f"{state}: {fault}" for state, faults in found for fault in faults] == []
