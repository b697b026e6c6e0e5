"""Writing what differs between two strings gives what the browser would read from the second one, always."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lossviz.engine import player
from tests.player.strings import SVG, relatives

# The player's own functions, out of the scope that its files share.
EXPOSED = (
    f"(() => {{ {player.parts()}; window.exchange = exchange; window.holders = holders; window.split = split; }})()"
)
WRONG = """series => series.filter((strings) => {
    const group = () => document.createElementNS("http://www.w3.org/2000/svg", "g");
    const place = { node: group() };
    return strings.some((svg) => {
        const fresh = group();
        fresh.innerHTML = svg;
        exchange(place, svg);
        return !place.node.isEqualNode(fresh) || place.node.innerHTML !== fresh.innerHTML;
    });
})"""


@pytest.fixture(scope="module")
def tab(browser):
    opened = browser.new_page()
    opened.evaluate(EXPOSED)
    yield opened
    opened.close()


@settings(max_examples=40)
@given(series=st.lists(st.lists(SVG, min_size=2, max_size=4), min_size=5, max_size=20))
def test_any_string_after_any_other_shows_what_the_browser_reads(tab, series):
    assert tab.evaluate(WRONG, series) == []


@settings(max_examples=60)
@given(series=st.lists(relatives(), min_size=10, max_size=30))
def test_strings_of_one_skeleton_show_what_the_browser_reads(tab, series):
    assert tab.evaluate(WRONG, series) == []


PAIRS = [
    ("<!-- $x$ --><g><path d='1'/></g>", "<!-- $y$ --><g><path d='2'/></g>"),
    ("<!-- \"1\" --><g x='1'/>", "<!-- \"2\" --><g x='1'/>"),
    ('<g x="1" x="2"/>', '<g x="3" x="4"/>'),
    ("<text>a</path>b</text>", "<text>c</path>d</text>"),
    (
        "<foreignObject><table>1<tr>1</tr></table></foreignObject>",
        "<foreignObject><table>1<tr>2</tr></table></foreignObject>",
    ),
    ('<g x=">', '<g x=">'),
    ('<text a="x>y">1</text>', '<text a="y>x">2</text>'),
    ('<text>it\'s "1"</text>', '<text>it\'s "2"</text>'),
    ("<text>1\r2</text>", "<text>1\r3</text>"),
    ('<g><!-- a="1" -->1</g>', '<g><!-- a="1" -->2</g>'),
]


def test_pairs_that_two_ways_of_counting_read_differently(tab):
    assert tab.evaluate(WRONG, PAIRS) == []


READ_ANEW = """svg => {
    const g = document.createElementNS("http://www.w3.org/2000/svg", "g");
    g.innerHTML = svg;
    return g.innerHTML;
}"""
PATCHED = """([before, after]) => {
    const place = { node: document.createElementNS("http://www.w3.org/2000/svg", "g") };
    exchange(place, before);
    const kept = place.node.firstElementChild;
    exchange(place, after);
    return kept === place.node.firstElementChild && place.node.innerHTML;
}"""


@pytest.mark.parametrize(
    "svg",
    [
        '<path d="M %s 0 L 1 1" clip-path="url(#p1)" style="fill: none; stroke: var(--lv-blue)"/>',
        '<g>\n <g>\n  <path d="M 1 1 %s"/>\n </g>\n</g>\n',
        '<text style="font-size: 13px" x="1">step %s of 9, it\'s "near" > 0</text>',
        '<g><!-- $x - 1$ --><g><text><tspan x="%s">x</tspan></text></g></g>',
        '<g><use xlink:href="#m1" x="%s" y="2"/><use xlink:href="#m1" x="3" y="4"/></g>',
        '<image xlink:href="data:image/png;base64,%s" width="3" height="4"/>',
    ],
)
def test_what_matplotlib_writes_is_patched_in_place_not_read_anew(tab, svg):
    before, after = svg % 1, svg % 2
    assert tab.evaluate(PATCHED, [before, after]) == tab.evaluate(READ_ANEW, after)


def test_the_script_may_stand_inside_a_page():
    script = player.script()
    assert "</script" not in script
    assert "<!--" not in script
