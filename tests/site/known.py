"""What Python knows of each demo on the site, to hold the page against."""

import base64
import json
import re
import zlib
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
    """A demo that a chapter defines itself, around a run of its own: read back from the page, since it is nowhere
    else. Its pictures were compared with Matplotlib's when the page was built."""

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


def known(name: str):
    page = next(page for page, names in PAGES.items() if name in names)
    return registry.get(name) or Recorded(page, name)
