"""An address opens a demo where it says, and nonsense in it opens the default."""

import random

from tests.site.conftest import address
from tests.site.known import known
from tests.site.moving import every_page, go_to, ready, state, values


@every_page
def test_an_address_with_state_opens_at_that_state(open_page, subtests, page, names):
    opened = open_page(address(page))
    for name in names:
        with subtests.test(name):
            demo = known(name)
            at = random.Random(name).choice(demo.positions)
            element = ready(opened, name)
            go_to(element, demo, at)
            fragment = element.evaluate("element => element.fragment")
            opened.goto("about:blank")
            opened.goto(address(page) + fragment)
            again = ready(opened, name)
            shown = state(again)
            assert values(demo, shown["indexes"]) == at
            assert shown["readout"] == demo.at(**at).readout
            assert again.evaluate(
                "e => e.getBoundingClientRect().bottom > 0 && e.getBoundingClientRect().top < innerHeight"
            )


NONSENSE = ["1e999", "-1e999", "NaN", "<script>alert(1)</script>", "%", "%E0%A4%A", "", "0x1", "1;2", "[]", "٣"]


@every_page
def test_an_address_with_nonsense_opens_at_the_default(open_page, subtests, page, names):
    opened = open_page(address(page))
    for name in names:
        with subtests.test(name):
            keys = [*known(name).controls, "unknown", "__proto__", "constructor"]
            element = ready(opened, name)
            start = state(element)
            for nonsense in NONSENSE:
                query = "&".join(f"{key}={nonsense}" for key in keys)
                element.evaluate("element => element.set(0, element.indexes[0] ? 0 : 1)")
                element.evaluate("(element, hash) => { location.hash = hash; }", f"#{name}?{query}")
                assert state(element) == start, nonsense
    opened.goto("about:blank")
    opened.goto(f"{address(page)}#{name}?" + "&".join(f"{key}=<script>" for key in keys))
    assert state(ready(opened, name)) == start
    assert opened.locator("lossviz-demo script:not(.lv-config):not(.lv-data)").count() == 0
