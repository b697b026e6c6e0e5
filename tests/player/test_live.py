"""The player in a notebook: what live.js and live.py say to each other, with a page in place of Jupyter's."""

import json
import random

import pytest

from lossviz.engine import player, style
from lossviz.engine.live import Player, look
from tests.engine.sample_demos import sample_artists, sample_curve
from tools.all_demos import book_demos

# As anywidget does it: a model with the same few methods, whose kernel is the function `tell`.
PAGE = """<!doctype html><html lang="en"><title>Live</title><style>{look}</style><main></main>
<script type="module">
const library = await import(URL.createObjectURL(new Blob([{module}], {{ type: "text/javascript" }})));
const {{ initialize, render }} = library.default;
window.open_demo = (name, traits) => {{
    const heard = new Set();
    const model = {{
        get: (key) => traits[key],
        set: (key, value) => (traits[key] = value),
        on: (_, hear) => heard.add(hear),
        off: (_, hear) => heard.delete(hear),
        send: async (message) => {{
            for (const answer of await window.tell(name, message)) heard.forEach((hear) => hear(answer));
        }},
    }};
    initialize({{ model }});
    const el = document.createElement("div");
    document.querySelector("main").replaceChildren(el);
    window.close_demo = render({{ model, el }});
    return el.firstChild.load();
}};
window.ready = true;
</script>"""
# The strings of each panel, as they stand and as they were told.
SHOWN = """() => {
    const { picture, readout } = document.querySelector("lossviz-demo");
    const groups = [...picture.children].map((svg) => [...svg.querySelectorAll(":scope > g")].map((g) => g.innerHTML));
    return [groups.map((strings) => strings.filter(Boolean)), readout.textContent];
}"""
AS_READ = """(panels) => panels.map((strings) => strings.map((svg) => {
    const group = document.createElementNS("http://www.w3.org/2000/svg", "g");
    group.innerHTML = svg;
    return group.innerHTML;
}).filter(Boolean))"""
SETTLED = """(indexes) => {
    const { source, pending, asked } = document.querySelector("lossviz-demo");
    return !pending && String(source.wanted) === String(indexes) && source.has(indexes);
}"""
MOVE = """(indexes) => indexes.forEach((index, i) => document.querySelector("lossviz-demo").set(i, index))"""


class Kernel:
    """Opens demos on one page, and answers them with the kernel's own side."""

    def __init__(self, page):
        self.page, self.players = page, {}
        page.expose_function("tell", self.tell)

    def tell(self, name, message):
        made, answers = self.players[name], []
        made.send = answers.append
        made._hear(message)
        return answers

    def open(self, demo) -> Player:
        made = self.players[demo.name] = Player(demo)
        traits = {"name": made.name, "body": made.body, "opening": made.opening}
        self.page.evaluate("([name, traits]) => open_demo(name, traits)", [demo.name, traits])
        self.page.wait_for_selector(f"lossviz-demo#{demo.name}[data-ready]")
        return made

    def move(self, demo, indexes) -> None:
        """Move to these indexes, and compare what stands there with what Python draws."""
        self.page.evaluate(MOVE, indexes)
        self.page.wait_for_function(SETTLED, arg=indexes)
        values = {n: c.values[i] for (n, c), i in zip(demo.controls.items(), indexes, strict=True)}
        frame = demo.at(**values)
        expected = [[style.themed(text) for text in panel] for panel in frame.panels]
        panels, readout = self.page.evaluate(SHOWN)
        assert readout == frame.readout
        assert panels == self.page.evaluate(AS_READ, expected), (demo.name, values)


@pytest.fixture
def kernel(open_page, folder):
    page = open_page(folder.write("live.html", PAGE.format(look=look(), module=json.dumps(player.module()))))
    page.wait_for_function("() => !!window.ready")
    return Kernel(page)


@pytest.mark.parametrize("demo", [sample_curve, sample_artists], ids=lambda demo: demo.name)
def test_at_states_in_any_order_the_view_shows_what_python_draws(kernel, demo):
    kernel.open(demo)
    choose = random.Random(1).randrange
    for _ in range(25):
        kernel.move(demo, [choose(len(control.values)) for control in demo.controls.values()])


QUARTERS = [pytest.param(part, marks=[pytest.mark.nightly] * (part > 0)) for part in range(4)]


@pytest.mark.parametrize("part", QUARTERS)  # what moves in Python is moved by each chapter (tests/chapters/test_run.py)
def test_the_demos_of_the_book_with_all_their_controls_at_either_end(kernel, subtests, part):
    book = [demo for demo in book_demos().values() if demo.draw.__module__.startswith("lossviz.demos")]
    for demo in book[part::4]:
        with subtests.test(demo.name):
            kernel.open(demo)
            for end in (0, -1):
                kernel.move(demo, [range(len(control.values))[end] for control in demo.controls.values()])


def test_what_a_saved_notebook_keeps_opens_as_the_last_state(kernel):
    made = kernel.open(sample_curve)
    kernel.move(sample_curve, [0, 1, 0])
    kernel.page.wait_for_timeout(400)  # it rests
    body, opening = kernel.page.evaluate(
        "() => { const { model } = document.querySelector('lossviz-demo').source;"
        " return [model.get('body'), model.get('opening')]; }"
    )
    assert opening["indexes"] == [0, 1, 0]
    shown = kernel.page.evaluate(SHOWN)
    kernel.players[sample_curve.name].send = lambda _: None
    kernel.page.evaluate(
        "([name, traits]) => { window.tell = async () => []; return open_demo(name, traits); }",
        [made.name, {"name": made.name, "body": body, "opening": opening}],
    )
    assert kernel.page.evaluate(SHOWN) == shown


def test_a_closed_view_listens_no_more(kernel):
    kernel.open(sample_curve)
    kernel.page.evaluate("() => { window.old = document.querySelector('lossviz-demo').source; window.close_demo(); }")
    kernel.open(sample_curve)
    assert kernel.page.evaluate("() => window.old.view !== document.querySelector('lossviz-demo').source.view")
    kernel.move(sample_curve, [0, 0, 1])
