"""An address opens a demo where it says, and nonsense in it opens the default."""

import random

import pytest

from tests.site.conftest import address
from tests.site.known import known
from tests.site.moving import BRIEF, WHOLE, every_page, go_to, ready, state, values

IN_SIGHT = "e => e.getBoundingClientRect().bottom > 0 && e.getBoundingClientRect().top < innerHeight"
# Those of the fragments after which a demo, from a position that is none of theirs, does not say what it opened with.
AFTER = f"""async (element, fragments) => {{
    const shows = () => JSON.stringify(({BRIEF})(element));
    element.reset();
    element.draw();
    const opening = shows(), other = [];
    for (const fragment of fragments) {{
        element.set(0, element.indexes[0] ? 0 : 1);
        const heard = new Promise((done) => addEventListener("hashchange", done, {{ once: true }}));
        location.hash = fragment;
        await heard;
        await element.load();
        element.draw();
        if (shows() !== opening) other.push(fragment);
    }}
    return other;
}}"""
NONSENSE = ["1e999", "-1e999", "NaN", "<script>alert(1)</script>", "%", "%E0%A4%A", "", "0x1", "1;2", "[]", "٣"]


@every_page
def test_an_address_with_state_opens_at_that_state(at_desk, subtests, page, names):
    opened = at_desk(address(page))
    for name in names:
        with subtests.test(name):
            demo = known(name)
            at = random.Random(name).choice(demo.states)
            element = ready(opened, name)
            go_to(element, demo, at)
            fragment = element.evaluate("element => element.fragment")
            if name == names[-1]:  # a page opened there
                opened.goto("about:blank")
                opened.goto(address(page) + fragment)
            else:  # or led there when it stands open
                element.evaluate("element => element.reset()")
                opened.evaluate("fragment => { location.hash = fragment; }", fragment)
            shown = state(ready(opened, name))
            assert values(demo, shown["indexes"]) == at
            assert shown["readout"] == demo.at(**at).readout
            assert opened.locator(f"lossviz-demo#{name}").evaluate(IN_SIGHT)


@every_page
@pytest.mark.parametrize("count", [3, pytest.param(len(NONSENSE), marks=pytest.mark.nightly)])
def test_an_address_with_nonsense_opens_at_the_default(at_desk, subtests, page, names, count):
    opened = at_desk(address(page))
    for name in names:
        with subtests.test(name):
            keys = [*known(name).controls, "unknown", "__proto__", "constructor"]
            some, element = random.Random(name).sample(NONSENSE, count), ready(opened, name)
            fragments = [f"#{name}?" + "&".join(f"{key}={nonsense}" for key in keys) for nonsense in some]
            assert element.evaluate(AFTER, fragments) == []
    element.evaluate("element => element.reset()")
    start = state(element, WHOLE)
    opened.goto(f"{address(page)}#{name}?" + "&".join(f"{key}=<script>" for key in keys))
    assert state(ready(opened, name), WHOLE) == start
    assert opened.locator("lossviz-demo script:not(.lv-config):not(.lv-data)").count() == 0
