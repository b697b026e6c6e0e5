"""A live demo in a real JupyterLab in a real browser: the slider is dragged, the picture changes in place."""

import os
import re
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Page, expect

from tests.contrast import contrast_of

ROOT = Path(__file__).parents[2]
CHAPTER = ROOT / "chapters" / "derivatives.ipynb"
DEMO = "secant_to_tangent"
READY = 60_000  # milliseconds that JupyterLab and a kernel may take to start, on a machine with other things to do
QUIET = """
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
"""
RUN_ALL = """async () => {
  const {commands, shell, restored} = window.jupyterapp
  await restored
  await shell.currentWidget.context.ready
  await shell.currentWidget.sessionContext.ready
  void commands.execute("notebook:run-all-cells")
}"""


def short_chapter() -> nbformat.NotebookNode:
    """The chapter's own setup and one of its demos; the chapter as a whole is run elsewhere."""
    notebook = nbformat.read(CHAPTER, as_version=4)
    notebook.cells = [cell for cell in notebook.cells if cell.id in ("title", "setup", f"demo-{DEMO}")]
    assert len(notebook.cells) == 3
    return notebook


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def settings(folder: Path) -> dict[str, str]:
    """A JupyterLab that knows nothing of whoever runs the tests, and leaves nothing with them."""
    places = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    places += ("JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR")
    told = {place: str(folder / place.lower()) for place in places}
    return {key: value for key, value in os.environ.items() if key != "LOSSVIZ_TARGET"} | told


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """The address of the notebook in a JupyterLab of this book's environment."""
    folder, port, token = tmp_path_factory.mktemp("lab"), free_port(), secrets.token_hex(16)
    (folder / "chapters").mkdir()
    nbformat.write(short_chapter(), folder / "chapters" / CHAPTER.name)
    options = [f"--port={port}", "--ServerApp.port_retries=0", "--ip=127.0.0.1", "--no-browser", "--allow-root"]
    options += [f"--ServerApp.root_dir={folder}", f"--IdentityProvider.token={token}"]
    options += ["--LabApp.extension_manager=readonly", "--expose-app-in-browser"]
    (folder / "jupyter_config_dir").mkdir()
    (folder / "jupyter_config_dir" / "jupyter_lab_config.py").write_text(QUIET)
    log = folder / "log"
    with log.open("w") as output:
        command = [sys.executable, "-m", "jupyterlab", *options]
        server = subprocess.Popen(command, cwd=folder, env=settings(folder), stdout=output, stderr=output)
    try:
        wait_for(f"http://127.0.0.1:{port}/api?token={token}", server, log)
        yield f"http://127.0.0.1:{port}/lab/tree/chapters/{CHAPTER.name}?token={token}"
    finally:
        server.terminate()
        server.wait(20)


def wait_for(address: str, server: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + READY / 1000
    while server.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"JupyterLab did not start:\n{log.read_text()[-2000:]}")


@pytest.fixture(scope="module")
def page(browser, lab):
    """The notebook, run from top to bottom. At the end nothing may have gone wrong in the browser."""
    faults: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.goto(lab)
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=READY)
    page.evaluate(RUN_ALL)
    page.wait_for_selector(".lv-live .lv-picture svg", timeout=READY)
    yield page
    context.close()
    assert faults == []


def test_the_demo_stands_there_once_with_its_sliders_and_its_picture(page: Page):
    assert page.locator(".lv-live").count() == 1
    assert page.locator(".lv-live .widget-slider").count() >= 2
    assert page.locator(".lv-live .lv-picture svg").count() == 1
    assert page.locator(".jp-OutputArea-output:has(.jp-RenderedText[data-mime-type*=error])").count() == 0


def picture(page: Page) -> str:
    return page.locator(".lv-live .lv-picture").inner_html()


def drag(page: Page, share: float, steps: int = 1) -> None:
    """Take the first slider's handle to this share of its width, as a hand would."""
    track = page.locator(".lv-live .widget-slider .noUi-base").first.bounding_box()
    handle = page.locator(".lv-live .widget-slider .noUi-handle").first.bounding_box()
    page.mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2)
    page.mouse.down()
    page.mouse.move(track["x"] + share * track["width"], track["y"] + track["height"] / 2, steps=steps)
    page.mouse.up()


AT_REST = """old => new Promise((done, fail) => {
    let last = old, same = 0;
    setTimeout(() => fail(new Error("the picture did not change")), 30_000);
    const look = () => {
        const now = document.querySelector(".lv-live .lv-picture").innerHTML;
        same = now === last && now !== old ? same + 1 : 0;
        last = now;
        same > 4 ? done(now) : setTimeout(look, 50);
    };
    look();
})"""


def changed(page: Page, before: str) -> str:
    """The new picture, once the kernel has caught up: it answers every step of a drag, and moves the handle too."""
    return page.evaluate(AT_REST, before)


def test_dragging_a_slider_changes_the_picture_in_place(page: Page):
    page.locator(".lv-live").evaluate("box => box.same = true")
    before, said = picture(page), page.locator(".lv-live .lv-readout").inner_text()
    drag(page, 0.1)
    changed(page, before)
    expect(page.locator(".lv-live .lv-readout")).not_to_have_text(said)
    assert page.locator(".lv-live").evaluate("box => box.same === true"), "the demo was shown anew"


def test_thirty_moves_leave_one_picture_and_nothing_else(page: Page):
    outputs = page.locator(".jp-OutputArea-output").count()
    seen = {picture(page)}
    for move in range(30):
        before = picture(page)
        drag(page, 0.05 + 0.03 * move if move % 2 else 0.95 - 0.03 * move, steps=3)
        seen.add(changed(page, before))
    assert len(seen) > 15
    assert page.locator(".lv-live .lv-picture svg").count() == 1
    assert page.locator(".jp-OutputArea-output").count() == outputs


def test_the_picture_is_the_one_that_python_draws_for_where_the_slider_stands(page: Page):
    from lossviz.demos import derivatives

    slider = page.locator(".lv-live .widget-slider").first
    drag(page, 0.0)
    expect(slider.locator(".widget-readout")).to_have_text(re.compile("2"))
    name, control = next(iter(derivatives.__dict__[DEMO].controls.items()))
    stop = control.texts.index(slider.locator(".widget-readout").inner_text())
    expected = derivatives.__dict__[DEMO].at(**{name: control.values[stop]}).readout
    expect(page.locator(".lv-live .lv-readout")).to_have_text(expected)


def test_reset_takes_the_demo_back_to_where_it_opened(page: Page):
    from lossviz.demos import derivatives

    page.get_by_role("button", name="Reset").click()
    expect(page.locator(".lv-live .lv-readout")).to_have_text(derivatives.__dict__[DEMO].at().readout)


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
WORDS = [".lv-caption", ".lv-readout", ".widget-label", ".widget-readout", "button.jupyter-button", "svg text"]
# The colour of each such element and of the paper that it lies on.
INK_AND_PAPER = """(nodes) => nodes.map((node) => {
    const look = getComputedStyle(node);
    const paper = (at) => {
        const { backgroundColor: colour } = getComputedStyle(at);
        return colour === "rgba(0, 0, 0, 0)" || colour === "transparent" ? paper(at.parentElement) : colour;
    };
    const rgb = (colour) => colour.match(/[\\d.]+/g).map(Number);
    return [rgb(node instanceof SVGElement ? look.fill : look.color), rgb(paper(node))];
})"""
SET_ON_THE_HOST = """() => [document.body, document.documentElement].map(
    (node) => getComputedStyle(node).getPropertyValue("--lv-paper"))"""


def test_in_dark_hosts_all_words_are_legible_and_nothing_is_set_on_the_host(page: Page, subtests):
    """Last, since the page does not go back to being JupyterLab's."""
    page.evaluate(DARK_THEME)
    page.wait_for_function("() => document.body.dataset.jpThemeLight === 'false'")
    page.wait_for_selector(".jp-Splash, #jupyterlab-splash", state="detached")
    for host, marks in {"JupyterLab": None, **HOSTS}.items():
        if marks is not None:
            page.evaluate(AS_ANOTHER_HOST, marks)
        for words in WORDS:
            with subtests.test(f"{words} in {host}"):
                seen = page.locator(f".lv-live {words}").evaluate_all(INK_AND_PAPER)
                assert seen
                assert min(contrast_of(*pair) for pair in seen) >= 4.5
        assert page.evaluate(SET_ON_THE_HOST) == ["", ""]
