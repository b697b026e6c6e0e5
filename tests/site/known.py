"""What each demo on the site has to show: as the site recorded it, and as Python draws it.

Tests that move a demo hold it against the recording, which costs no drawing. That the page, and with it the recording,
says what Python draws is the business of test_demos.py, and of test_other_engines.py in other browsers.
"""

import base64
import json
import re
import zlib
from functools import cache
from itertools import accumulate, product
from types import SimpleNamespace

from tests.site.conftest import PAGES, SITE
from tools.all_demos import book_demos

registry = book_demos()


def stored(name: str) -> tuple[list[str], dict]:
    """What the site's file of a demo holds: its default pictures, and the data of all its states."""
    script = (SITE / "_static" / "lossviz" / "demos" / f"{name}.js").read_text(encoding="utf-8")
    packed, pictures = re.fullmatch(r'lossvizData\("\w+", "([^"]+)", (.*)\);\n', script, re.DOTALL).groups()
    return json.loads(pictures), json.loads(zlib.decompress(base64.b64decode(packed)))


class Recorded:
    """A demo as it was recorded for its page. Of those that a chapter defines itself, around a run of its own, nothing
    else is known here; their pictures were compared with Matplotlib's when the page was built."""

    def __init__(self, page: str, name: str):
        html = (SITE / page).read_text(encoding="utf-8").partition(f'<lossviz-demo id="{name}"')[2]
        config = json.loads(re.search(r'class="lv-config">(.*?)</script>', html)[1])
        _, data = stored(name)
        self.controls = {control["name"]: SimpleNamespace(**control) for control in config["controls"]}
        stops = [control.values for control in self.controls.values()]
        self.states = [dict(zip(self.controls, values, strict=True)) for values in product(*stops)]
        self.start = {key: control.values[control.start] for key, control in self.controls.items()}
        self.views, (strings, steps) = config["panels"], data["readout"]
        self.panels = len(self.views)
        self.readouts = [strings[number] for number in accumulate(steps)]

    def at(self, **values) -> SimpleNamespace:
        at = self.start | values
        return SimpleNamespace(readout=self.readouts[self.states.index(at)], views=self.views, panels=None)


@cache
def known(name: str) -> Recorded:
    return Recorded(next(page for page, names in PAGES.items() if name in names), name)


def in_python(name: str):
    """The demo that Python draws, where Python has it."""
    return registry.get(name) or known(name)
