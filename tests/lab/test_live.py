"""Demos live in a real JupyterLab and a real Notebook 7: the picture is dragged, the kernel draws."""

import time
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Page, expect

from lossviz.demos.derivatives import secant_to_tangent
from tests.contrast import contrast_of
from tests.lab.jupyter import NOTEBOOK, READY, RESTART, RUN, RUN_ALL, jupyter
from tests.other_browsers import firefox

ROOT = Path(__file__).parents[2]
CHAPTER = ROOT / "chapters" / "derivatives.ipynb"
# What Notebook 7 says of itself whatever is shown.
NOTEBOOK_S_OWN = ("(reading 'schema')", "Command 'filebrowser:open-path' not registered")
# A demo with each kind of control, one that is slow, one that fails in a state.
BY_HAND = """
import time
from lossviz import Choice, Slider, Toggle, demo, style

@demo(x=Slider(0, 10, step=1, start=2, drag="x", play=True), shape=Choice("round", "square"), mark=Toggle(False))
def every_kind(ax, x, shape, mark):
    "Drag x."
    ax.set(xlim=(0, 10), ylim=(0, 2))
    ax.plot([x], [1], "o" if shape == "round" else "s", color=style.BLUE)
    if mark:
        ax.plot(range(int(x)), [0.5] * int(x), "o", color=style.RED)
        ax.axvspan(0, x, color=style.GRID, clip_path=None)
    return f"{shape} at {x:g}, {'marked' if mark else 'bare'}"

@demo(x=Slider(0, 20, step=1, drag="x"))
def slow(ax, x):
    "Drag x, which takes a while."
    time.sleep(0.2)
    ax.set(xlim=(0, 20), ylim=(0, 2))
    ax.plot([x], [1], "o", color=style.BLUE)
    if x == 13:
        raise ValueError("thirteen")
    return f"x is {x:g}"

every_kind"""


def notebooks() -> dict[str, nbformat.NotebookNode]:
    """The chapter's own setup and one of its demos, and demos made by hand; the chapter as a whole is run elsewhere.

    One for each page that is opened: JupyterLab saves every two minutes, and who opens a notebook with another's
    outputs is told of models that are no more.
    """
    chapter = nbformat.read(CHAPTER, as_version=4)
    chapter.cells = [cell for cell in chapter.cells if cell.id in ("title", "setup", f"demo-{secant_to_tangent.name}")]
    assert len(chapter.cells) == 3
    made = nbformat.v4.new_notebook(metadata=chapter.metadata)
    made.cells = [nbformat.v4.new_code_cell(source) for source in (BY_HAND, "slow", "every_kind")]
    plain = nbformat.v4.new_notebook(metadata=chapter.metadata)
    plain.cells = [nbformat.v4.new_code_cell(f"import lossviz\nlossviz.plain_widgets()\n{BY_HAND}")]
    return {
        "plain.ipynb": plain,
        **dict.fromkeys(("lab.ipynb", "notebook.ipynb", "finger.ipynb", "firefox.ipynb", "dark.ipynb"), chapter),
        **dict.fromkeys(("made.ipynb", "alone.ipynb", "late.ipynb", "refused.ipynb"), made),
    }


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    with jupyter(tmp_path_factory.mktemp("lab"), notebooks()) as address:
        yield address


@pytest.fixture(scope="module")
def open_notebook(browser, lab):
    """Opens a notebook and runs it from top to bottom. At the end nothing may have gone wrong in the browser."""
    faults, contexts = [], []

    def opened(name: str, place: str = "lab", run: bool = True, watched: bool = True, **options) -> Page:
        contexts.append(browser.new_context(**{"viewport": {"width": 1280, "height": 1000}} | options))
        page = contexts[-1].new_page()
        if watched:
            page.on("pageerror", lambda error: faults.append(f"{name} {error}"))
            page.on("console", lambda said: faults.append(f"{name} {said.text}") if said.type == "error" else None)
        page.goto(lab(name, place))
        page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=READY)
        if run:
            page.evaluate(RUN_ALL)
            page.wait_for_selector("lossviz-demo[data-ready], .lv-live .widget-slider", timeout=READY)
        return page

    yield opened
    for context in contexts:
        context.close()
    faults = [fault for fault in faults if not any(own in fault for own in NOTEBOOK_S_OWN)]
    assert faults == [], "\n".join(faults)


@pytest.fixture(scope="module", params=["lab", "notebook"])
def chapter(request, open_notebook) -> Page:
    return open_notebook(f"{request.param}.ipynb", request.param)


@pytest.fixture(scope="module")
def made(open_notebook) -> Page:
    return open_notebook("made.ipynb")


class Seen:
    """A demo as a reader sees it, the first of its name or another; brought into sight."""

    def __init__(self, page: Page, name: str, number: int = 0):
        self.page, self.at = page, page.locator(f"lossviz-demo#{name}").nth(number)
        self.at.evaluate("element => element.scrollIntoView({ block: 'center' })")
        expect(self.at).to_have_attribute("data-ready", "")
        self.readout, self.note, self.fault = (self.at.locator(f".{name}") for name in ("readout", "note", "fault"))

    def point(self, share: float) -> tuple[float, float]:
        box = self.at.locator(".area").first.bounding_box()
        return box["x"] + share * box["width"], box["y"] + box["height"] / 2

    def drag(self, *shares: float, pause: float = 0) -> None:
        self.page.mouse.move(*self.point(shares[0]))
        self.page.mouse.down()
        for share in shares[1:]:
            self.page.mouse.move(*self.point(share))
            time.sleep(pause)
        self.page.mouse.up()

    def says(self, text: str) -> None:
        expect(self.readout).to_have_text(text, timeout=10_000)

    def press(self, *keys: str) -> None:
        self.at.locator("input[type=range]").first.focus()
        for key in keys:
            self.page.keyboard.press(key)

    @property
    def strings(self) -> list[str]:
        return self.at.evaluate(
            "e => [...e.picture.querySelectorAll(':scope > svg > g')].map((g) => g.innerHTML).filter(Boolean)"
        )


def test_the_demo_is_dragged_on_the_picture_and_shows_what_python_draws(chapter: Page):
    demo = Seen(chapter, secant_to_tangent.name)
    outputs = chapter.locator(".jp-OutputArea-output").count()
    chapter.evaluate("name => { document.getElementById(name).same = true; }", secant_to_tangent.name)
    low, high = secant_to_tangent.at().views[0]["x"][:2]
    demo.drag(0.6, 0.5, (-1 - low) / (high - low))
    demo.says(secant_to_tangent.at(x0=-1).readout)
    demo.press("ArrowRight", "ArrowRight")  # Jupyter would go to another cell
    demo.says(secant_to_tangent.at(x0=-0.8).readout)
    demo.at.get_by_role("button", name="Reset").click()
    demo.says(secant_to_tangent.at().readout)
    assert chapter.evaluate("name => document.getElementById(name).same", secant_to_tangent.name)
    assert chapter.locator(".jp-OutputArea-output").count() == outputs


def test_thirty_moves_leave_one_picture_and_nothing_else(chapter: Page):
    demo = Seen(chapter, secant_to_tangent.name)
    outputs = chapter.locator(".jp-OutputArea-output").count()
    for move in range(30):
        demo.drag(0.5, 0.2 + 0.02 * move if move % 2 else 0.8 - 0.02 * move)
    demo.press("Home")
    demo.says(secant_to_tangent.at(x0=-2).readout)
    assert demo.at.locator(".player .lv-picture svg").count() == 1
    assert chapter.locator(".jp-OutputArea-output").count() == outputs


def test_a_finger_drags(open_notebook):
    page = open_notebook("finger.ipynb", viewport={"width": 800, "height": 1000}, has_touch=True)
    demo, send = Seen(page, secant_to_tangent.name), page.context.new_cdp_session(page).send
    for kind, share in [("touchStart", 0.6), ("touchMove", 0.55), ("touchMove", 1.0), ("touchEnd", None)]:
        points = [] if share is None else [dict(zip("xy", demo.point(share), strict=True))]
        send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    demo.says(secant_to_tangent.at(x0=2).readout)


def test_every_kind_of_control_moves_it(made: Page):
    demo = Seen(made, "every_kind")
    few = len(demo.strings)
    demo.at.locator("select").select_option(label="square")
    demo.says("square at 2, bare")
    demo.at.locator("input[type=checkbox]").check()
    demo.press("End")
    demo.says("square at 10, marked")
    assert len(demo.strings) > few  # of artists that come
    demo.at.locator("input[type=checkbox]").uncheck()
    demo.says("square at 10, bare")
    assert len(demo.strings) == few  # and go
    demo.at.get_by_role("button", name="Reset").click()
    demo.at.get_by_role("button", name="Play").click()
    demo.says("round at 10, bare")


def test_a_line_of_python_is_given_that_draws_what_is_seen(made: Page):
    demo = Seen(made, "every_kind")
    demo.at.get_by_role("button", name="Reset").click()
    demo.at.get_by_role("button", name="Code").click()
    line = demo.at.locator(".more input").or_(demo.note.filter(has_text="Copied: "))  # as the browser allows
    line.wait_for()
    text = line.evaluate("node => node.value ?? node.textContent").removeprefix("Copied: ")
    assert text == 'every_kind.at(x=2, shape="round", mark=False)'


def test_full_screen_has_the_demo_alone_and_its_keys(made: Page):
    demo = Seen(made, "every_kind")
    demo.press("f")
    expect(demo.at).to_have_attribute("data-full", "")
    made.keyboard.press("h")
    expect(demo.readout).to_be_hidden()
    made.keyboard.press("Escape")
    expect(demo.at).not_to_have_attribute("data-full", "")
    expect(demo.readout).to_be_visible()


def test_two_views_of_one_demo_do_not_move_each_other(made: Page):
    one = Seen(made, "every_kind")
    one.press("Home", "ArrowRight")
    one.says("round at 1, bare")
    other = Seen(made, "every_kind", 1)
    other.press("End")
    other.says("round at 10, bare")
    Seen(made, "every_kind").says("round at 1, bare")


def test_of_what_a_hand_passes_while_the_kernel_draws_the_latest_counts(made: Page):
    """60 places in 1.2 seconds, of which the kernel could draw six: afterwards none is drawn that waited in line."""
    demo = Seen(made, "slow")
    demo.at.evaluate(
        "e => { e.asks = 0; const tell = e.source.tell.bind(e.source);"
        " e.source.tell = (m) => { e.asks += 1; tell(m); }; }"
    )
    began = time.monotonic()
    demo.drag(*(0.01 * place for place in range(2, 62)), pause=0.02)
    seconds = time.monotonic() - began
    demo.says("x is 12")
    assert demo.at.evaluate("e => e.asks") < 14 + seconds / 0.2  # of a slow machine's hand the kernel can follow more
    demo.drag(0.5, 0.65)
    expect(demo.fault).to_have_text("slow at x=13: ValueError: thirteen")
    demo.drag(0.65, 0.5)
    demo.says("x is 10")
    expect(demo.fault).to_be_empty()


def test_while_the_kernel_is_busy_the_picture_stays_and_a_sentence_says_so(made: Page):
    demo = Seen(made, "every_kind")
    demo.press("Home", "ArrowRight")
    demo.says("round at 1, bare")
    time.sleep(1)  # it rests, with its neighbours drawn
    made.evaluate(RUN, "import time; time.sleep(8)")
    time.sleep(0.5)
    demo.at.locator("select").select_option(label="square")
    demo.at.locator("input[type=checkbox]").check()
    demo.press(*["ArrowRight"] * 4)
    expect(demo.note).to_contain_text("The kernel is busy, or gone", timeout=6000)
    assert demo.readout.inner_text() != "square at 5, marked"  # the first may have come before the kernel slept
    assert demo.strings
    expect(demo.note).to_be_empty(timeout=15_000)
    demo.says("square at 5, marked")


def test_after_a_restart_the_picture_stays_until_the_cell_is_run_again(open_notebook):
    page = open_notebook("late.ipynb")
    demo = Seen(page, "every_kind")
    demo.press("Home")
    demo.says("round at 0, bare")
    page.evaluate(RESTART)
    demo.at.locator("input[type=checkbox]").check()
    demo.press("End")  # no neighbour of what was shown, which may have been drawn ahead
    expect(demo.note).to_contain_text("run the cell again", timeout=10_000)
    expect(demo.readout).to_contain_text("round at 0,")
    page.evaluate(RUN_ALL)
    page.wait_for_function("() => document.querySelectorAll('lossviz-demo').length === 3")
    page.wait_for_function("() => !document.querySelector('lossviz-demo')?.note?.textContent")
    demo = Seen(page, "every_kind")
    demo.press("End")
    demo.says("round at 10, bare")


def test_a_saved_notebook_without_a_kernel_shows_the_last_state(open_notebook, lab):
    page = open_notebook("alone.ipynb")
    demo = Seen(page, "every_kind")
    demo.press("End")
    demo.says("round at 10, bare")
    demo.at.locator("input[type=checkbox]").check()
    demo.says("round at 10, marked")
    time.sleep(1)  # it rests
    shown = demo.strings
    toggle = "@jupyter-widgets/jupyterlab-manager:saveWidgetState"  # Settings, Save Widget State Automatically
    page.evaluate("name => window.jupyterapp.commands.execute(name)", toggle)
    page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    page.evaluate(f"async () => {{ const panel = await ({NOTEBOOK})(); await panel.sessionContext.shutdown(); }}")
    saved = page.evaluate("() => window.jupyterapp.shell.currentWidget.content.model.toJSON().metadata.widgets")
    assert saved, "the widgets' state is not in the notebook"
    page.context.close()
    again = open_notebook("alone.ipynb", run=False, watched=False)
    demo = Seen(again, "every_kind")
    demo.says("round at 10, marked")
    assert demo.strings == shown


def test_two_thousand_moves_leave_no_more_behind_than_the_states_they_showed(made: Page):
    demo = Seen(made, "every_kind")
    demo.at.locator("input[type=checkbox]").uncheck()
    count = "e => [e.source.states.size, e.source.strings.size, e.picture.querySelectorAll('*').length]"
    sweep = """async (e) => {
        for (let move = 0; move < 1000; move += 1) {
            e.set(0, move % 11);
            await new Promise((done) => setTimeout(done, 1));
        }
    }"""

    def at_rest() -> list[int]:
        """The counts, once the kernel has drawn no neighbour more for a second."""
        seen, before = demo.at.evaluate(count), None
        while seen != before:
            time.sleep(1)
            seen, before = demo.at.evaluate(count), seen
        return seen

    for x in range(11):
        demo.at.evaluate("(e, x) => e.set(0, x)", x)
        expect(demo.readout).to_contain_text(f" at {x}, bare")
    demo.at.evaluate(sweep)
    demo.press("Home")
    expect(demo.readout).to_contain_text(" at 0, bare")
    before = at_rest()
    demo.at.evaluate(sweep)
    demo.press("Home")
    after = at_rest()
    assert after[0] <= 44
    assert after[2] == before[2]
    assert after[1] - before[1] <= 5


def test_plain_sliders_are_shown_on_request(open_notebook):
    page = open_notebook("plain.ipynb")
    box = page.locator(".lv-live")
    expect(box.locator(".lv-caption")).to_have_text("Move x.")
    picture, slider = box.locator(".lv-picture svg").bounding_box(), box.locator(".widget-slider").bounding_box()
    assert picture["y"] + picture["height"] < slider["y"]
    box.locator(".noUi-handle").focus()
    page.keyboard.press("End")
    expect(box.locator(".lv-readout")).to_have_text("round at 10, bare")


def test_where_the_host_cannot_load_the_player_plain_sliders_take_its_place(open_notebook, browser, lab):
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    context.route("**/anywidget/**", lambda route: route.abort())
    page = context.new_page()
    page.goto(lab("refused.ipynb"))
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=READY)
    page.evaluate(RUN_ALL)
    page.wait_for_function("() => document.querySelectorAll('.lv-live').length === 3", timeout=READY)
    box = page.locator(".lv-live").last
    box.scroll_into_view_if_needed()
    box.locator(".noUi-handle").focus()
    page.keyboard.press("End")
    expect(box.locator(".lv-readout")).to_have_text("round at 10, bare")
    context.close()


DARK_THEME = """async () => {
    await window.jupyterapp.commands.execute("apputils:change-theme", { theme: "JupyterLab Dark" });
}"""
# What other hosts write on their page in place of JupyterLab's attribute, and their own dark paper and light ink.
AS_ANOTHER_HOST = """({ kind, theme }) => {
    const { body, documentElement: html } = document;
    const set = (node, name, value) => (value ? node.setAttribute(name, value) : node.removeAttribute(name));
    body.removeAttribute("data-jp-theme-light");
    body.classList.remove("vscode-dark", "vscode-high-contrast");
    if (kind) body.classList.add(kind);
    set(body, "data-vscode-theme-kind", kind);
    set(html, "theme", theme);
    for (const node of document.querySelectorAll(".jp-Notebook, .jp-OutputArea-output"))
        node.style = "background: #1e1e1e; color: #cccccc";
}"""
HOSTS = {
    "VS Code": {"kind": "vscode-dark"},
    "VS Code, high contrast": {"kind": "vscode-high-contrast"},
    "Colab": {"theme": "dark"},
    "a host that says nothing": {},
}
WORDS = [".caption", ".readout", "label", "output", "button", "svg text"]
# The colour of each such element and of the paper that it lies on.
INK_AND_PAPER = """(nodes) => nodes.map((node) => {
    const look = getComputedStyle(node);
    const paper = (at) => {
        const { backgroundColor: colour } = getComputedStyle(at);
        const around = at.parentElement ?? at.getRootNode().host;
        return colour === "rgba(0, 0, 0, 0)" || colour === "transparent" ? paper(around) : colour;
    };
    const rgb = (colour) => colour.match(/[\\d.]+/g).map(Number);
    return [rgb(node instanceof SVGElement ? look.fill : look.color), rgb(paper(node))];
})"""
SET_ON_THE_HOST = """() => [document.body, document.documentElement].map(
    (node) => getComputedStyle(node).getPropertyValue("--lv-paper"))"""


def test_firefox_moves_it_too(lab):
    with firefox() as tab:
        tab.open(lab("firefox.ipynb"))
        until(tab, "() => !!window.jupyterapp && !!document.querySelector('.jp-Notebook .jp-Cell')")
        tab.run(RUN_ALL)
        until(tab, "() => !!document.querySelector('lossviz-demo[data-ready]')")
        places = tab.run("""() => {
            const area = document.querySelector("lossviz-demo").picture.querySelector(".area").getBoundingClientRect();
            return [0.6, 0.7, 1].map((share) => [area.left + share * area.width - 1, area.top + area.height / 2]);
        }""")
        tab.drag(*places)
        reads = "(text) => document.querySelector('lossviz-demo').readout.textContent === text"
        until(tab, reads, secant_to_tangent.at(x0=2).readout)
        tab.keys("\ue012")  # the left arrow
        until(tab, reads, secant_to_tangent.at(x0=1.9).readout)


def until(tab, function: str, *given) -> None:
    deadline = time.monotonic() + READY / 1000
    while not tab.run(function, *given):
        assert time.monotonic() < deadline, function
        time.sleep(0.2)


def test_in_dark_hosts_all_words_are_legible_and_nothing_is_set_on_the_host(open_notebook, subtests):
    page = open_notebook("dark.ipynb")
    demo = Seen(page, secant_to_tangent.name)
    page.evaluate(DARK_THEME)
    page.wait_for_function("() => document.body.dataset.jpThemeLight === 'false'")
    page.wait_for_selector(".jp-Splash, #jupyterlab-splash", state="detached")
    for host, marks in {"JupyterLab": None, **HOSTS}.items():
        if marks is not None:
            page.evaluate(AS_ANOTHER_HOST, marks)
        for words in WORDS:
            with subtests.test(f"{words} in {host}"):
                seen = demo.at.locator(words).evaluate_all(INK_AND_PAPER)
                assert seen
                assert min(contrast_of(*pair) for pair in seen) >= 4.5
        assert page.evaluate(SET_ON_THE_HOST) == ["", ""]
