"""A lesson from its plan to its last position, in front of a class; and the lesson on paper, with its key."""

import re
from urllib.parse import parse_qsl

import pypdfium2
import pytest

from book.lessons import sentence
from book.plans import plans
from tests.site.conftest import ROOT, address
from tests.site.test_accessibility import AUDIT
from tests.site.test_answering import given, right_values
from tests.site.test_print import stands, words
from tools.check.notebooks import decimals

PLANS = {plan.slug: plan for plan in plans((ROOT / "chapters" / "teaching.md").read_text(encoding="utf-8"))}
FIRST = next(iter(PLANS))
PROJECTOR = {"width": 1280, "height": 720}
every_lesson = pytest.mark.parametrize("slug", PLANS)

# The scene that is shown, and its demo: where it stands, whether its numbers are hidden, what went wrong.
NOW = """async () => {
    const scene = document.querySelector(".lv-now");
    const demo = scene.dataset.demo ? document.getElementById(scene.dataset.demo) : null;
    await demo?.load();
    return {
        number: Number(scene.id),
        address: location.hash,
        shown: [...document.querySelectorAll("lossviz-demo")].flatMap((one) => one.checkVisibility() ? [one.id] : []),
        at: demo?.fragment,
        hidden: demo && getComputedStyle(demo.readout).visibility === "hidden",
        faults: demo ? [demo.note.textContent, demo.fault.textContent, demo.broken, demo.failed].filter(Boolean) : [],
    };
}"""


def run(slug: str, number: int = 1) -> str:
    return f"{address(f'lessons/{slug}.html')}#{number}"


def scenes(slug: str) -> list:
    return [scene for step in PLANS[slug].steps for scene in step.scenes]


def first_with(slug: str, wanted) -> int:
    return next(number for number, scene in enumerate(scenes(slug), start=1) if wanted(scene))


def values(fragment: str) -> dict[str, str | float]:
    """What a fragment says of each control; numbers as numbers."""
    given = dict(parse_qsl(fragment.partition("?")[2]))
    return {key: float(text) if re.fullmatch(r"-?[\d.]+(e-?\d+)?", text) else text for key, text in given.items()}


@every_lesson
def test_each_position_opens_as_the_plan_says_with_its_numbers_hidden(open_page, slug):
    page = open_page(run(slug), viewport=PROJECTOR)
    for number, scene in enumerate(scenes(slug), start=1):
        now = page.evaluate(NOW)
        assert (now["number"], now["address"], now["faults"]) == (number, f"#{number}", [])
        if scene.position:
            wanted = values(scene.position.fragment)
            assert now["shown"] == [scene.position.demo]
            assert {key: values(now["at"])[key] for key in wanted} == wanted
            assert now["hidden"]
        else:
            assert now["shown"] == []
        seen = words(page.locator(".lv-now").inner_text())
        for kind in ("board", "ask", "class"):
            assert plain(scene.said.get(kind, "")) in seen
        assert plain(scene.said.get("hope", "–")) not in seen
        page.keyboard.press("n")
    assert page.evaluate(NOW)["number"] == len(scenes(slug))  # N at the end leads no further


def plain(markdown: str) -> str:
    return words(re.sub(r"<[^>]+>", "", sentence(markdown)).replace("&quot;", '"')) if markdown else ""


FITS = """() => {
    const scene = document.querySelector(".lv-now");
    const hope = scene.querySelector(".lv-hope");
    if (hope) hope.open = true;
    const demo = scene.dataset.demo ? document.getElementById(scene.dataset.demo) : null;
    const boxes = [document.querySelector(".lv-scenes"), ...(demo ? [demo] : [])];
    const parts = [...scene.querySelectorAll("p, h2, summary"), ...document.querySelectorAll(".lv-bar > *")];
    const inside = demo?.player.querySelectorAll(".control, .room, .lv-panel") ?? [];
    const outside = [...parts, ...inside].filter((part) => {
        const { left, right, bottom } = part.getBoundingClientRect();
        return left < -1 || right > innerWidth + 1 || bottom > innerHeight + 1;
    });
    const panels = [...(demo?.picture.children ?? [])].map((panel) => panel.getBoundingClientRect());
    return [
        ...boxes.filter((box) => box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1),
        ...outside,
    ].map((box) => `${box.localName}.${box.className} ${box.id}`)
        .concat(panels.some(({ width }) => width < 250) ? [`panels of ${panels.map(({ width }) => width)} px`] : []);
}"""


@every_lesson
def test_nothing_is_cut_on_a_projector_with_the_hope_open(open_page, slug):
    page = open_page(run(slug), viewport=PROJECTOR)
    cut = {}
    for number in range(1, len(scenes(slug)) + 1):
        for size in (PROJECTOR, {"width": 1024, "height": 768}, {"width": 1920, "height": 1080}):
            page.set_viewport_size(size)
            page.evaluate(NOW)
            page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
            if found := page.evaluate(FITS):
                cut[number, size["width"]] = found
        page.keyboard.press("n")
    assert cut == {}


@every_lesson
def test_on_a_phone_it_is_one_column_with_the_buttons_in_sight(open_page, slug):
    page = open_page(run(slug), viewport={"width": 375, "height": 700}, has_touch=True)
    for number in range(1, len(scenes(slug)) + 1):
        assert page.evaluate(NOW)["number"] == number
        assert page.evaluate("document.documentElement.scrollWidth") <= 375
        following = page.locator(".lv-next")
        assert following.bounding_box()["height"] >= 44
        if number < len(scenes(slug)):
            following.tap()


@every_lesson
def test_one_click_under_the_heading_of_a_plan_starts_it_and_esc_leads_back(open_page, slug):
    page = open_page(address("chapters/teaching.html"))
    page.locator(f"section[id='{slug}'] > .lv-lesson-doors a").first.click()
    page.wait_for_selector(".lv-now")
    assert page.url.startswith(run(slug))
    page.keyboard.press("Escape")
    page.wait_for_url(f"**/teaching.html#{slug}")


def test_keys_and_buttons_lead_on_and_back_and_a_reload_stays(open_page):
    page = open_page(run(FIRST), viewport=PROJECTOR)

    def at() -> int:
        return page.evaluate(NOW)["number"]

    for key, number in (
        ("n", 2),
        ("PageDown", 3),
        ("ArrowRight", 4),
        ("p", 3),
        ("PageUp", 2),
        ("ArrowLeft", 1),
        ("p", 1),
    ):
        page.keyboard.press(key)
        assert at() == number, key
    page.locator(".lv-next").click()
    page.locator(".lv-next").click()
    page.locator(".lv-previous").click()
    assert at() == 2
    page.keyboard.press("n")
    page.reload()
    assert at() == 3
    page.evaluate("() => { location.hash = '#5'; }")
    page.wait_for_function("() => document.querySelector('.lv-now').id === '5'")
    page.evaluate("() => { location.hash = '#999'; }")
    page.wait_for_function("() => document.querySelector('.lv-now').id === '1'")


def test_a_slider_keeps_its_arrows_and_r_goes_back_to_the_plans_position(open_page):
    number = first_with(FIRST, lambda scene: scene.position)
    page = open_page(run(FIRST, number), viewport=PROJECTOR)
    opened = page.evaluate(NOW)["at"]
    page.keyboard.press("2")
    page.keyboard.press("ArrowRight")
    moved = page.evaluate(NOW)
    assert (moved["number"], moved["hidden"]) == (number, True)
    assert moved["at"] != opened
    page.keyboard.press("r")
    assert page.evaluate(NOW)["at"] == opened
    page.keyboard.press("PageDown")  # a clicker leads on from everywhere
    assert page.evaluate(NOW)["number"] == number + 1


def test_numbers_and_hope_come_when_they_are_asked_for_and_are_hidden_again_at_the_next_position(open_page):
    number = first_with(FIRST, lambda scene: scene.position)
    page = open_page(run(FIRST, number), viewport=PROJECTOR)
    hope = page.locator(".lv-now .lv-hope p")
    for shown in (True, False, True):
        page.keyboard.press("h")
        page.keyboard.press("a")
        assert page.evaluate(NOW)["hidden"] != shown
        assert page.locator(".lv-numbers").get_attribute("aria-pressed") == str(shown).lower()
        assert hope.is_visible() == shown
    page.keyboard.press("n")
    assert page.evaluate(NOW)["hidden"]
    assert not hope.is_visible()
    page.locator(".lv-numbers").click()
    page.locator(".lv-now .lv-hope summary").click()
    assert not page.evaluate(NOW)["hidden"]
    assert hope.is_visible()


def test_f_takes_the_whole_screen_and_the_demo_keeps_its_place_in_it(open_page):
    number = first_with(FIRST, lambda scene: scene.position)
    page = open_page(run(FIRST, number), viewport=PROJECTOR)
    page.evaluate(NOW)
    for full in (True, False):
        page.keyboard.press("f")
        page.wait_for_function("full => Boolean(document.fullscreenElement) === full", arg=full)
        assert page.evaluate("document.querySelector('lossviz-demo:not([hidden])').dataset.full") == "page"
        assert page.evaluate(NOW)["hidden"]


def test_the_minutes_gone_stand_beside_those_of_the_step_and_count_for_each_step(open_page):
    page = open_page("about:blank", viewport=PROJECTOR)
    page.clock.install()
    page.goto(run(FIRST))
    steps = PLANS[FIRST].steps
    time = page.locator(".lv-time")
    assert time.inner_text() == f"0 of {steps[0].minutes} min"
    page.clock.run_for(7 * 60_000 + 10_000)
    assert time.inner_text() == f"7 of {steps[0].minutes} min"  # longer than planned: told like the rest
    for _ in steps[0].scenes:
        page.keyboard.press("n")
    assert time.inner_text() == f"0 of {steps[1].minutes} min"
    page.keyboard.press("n")
    page.clock.run_for(70_000)
    assert time.inner_text() == f"1 of {steps[1].minutes} min"
    page.keyboard.press("p")
    page.keyboard.press("p")
    assert time.inner_text() == f"7 of {steps[0].minutes} min"


def test_a_screen_reader_is_led_to_each_scene_and_told_what_is_asked(open_page):
    page = open_page(run(FIRST), viewport=PROJECTOR)
    page.keyboard.press("n")
    told = page.locator(".lv-told")
    assert told.get_attribute("role") == "status"
    assert plain(scenes(FIRST)[1].said["ask"]) in told.inner_text()
    assert page.evaluate("document.activeElement.id") == "name-2"
    page.locator(".lv-next").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className") == "lv-next"  # it leads on at the next press
    assert plain(scenes(FIRST)[2].said["ask"]) in told.inner_text()


@pytest.mark.parametrize("look", ["alone", "beside", "above"])
def test_axe_finds_no_fault_in_a_running_lesson_light_or_dark(open_page, axe, look):
    found = {}
    for size in (PROJECTOR, {"width": 375, "height": 700}):
        page = open_page(run(FIRST), viewport=size, reduced_motion="reduce")
        while page.evaluate("document.body.dataset.look") != look:
            page.keyboard.press("n")
        page.evaluate(NOW)
        page.keyboard.press("h")
        page.keyboard.press("a")
        page.evaluate(axe)
        for theme in ("light", "dark"):
            found[size["width"], theme] = page.evaluate(AUDIT, theme)
    assert [look for look, faults in found.items() if faults] == [], found


@every_lesson
def test_without_javascript_the_steps_are_a_list_with_links(open_page, slug):
    page = open_page(run(slug), java_script_enabled=False)
    seen = words(page.locator("main").inner_text())
    for step in PLANS[slug].steps:
        assert f"{step.number}. {step.name}" in seen
        for scene in step.scenes:
            assert plain(scene.said.get("ask", "")) in seen
    links = page.locator(".lv-shown a").evaluate_all("all => all.map((one) => one.getAttribute('href'))")
    wanted = [scene.position for scene in scenes(slug) if scene.position]
    assert links == [f"../chapters/{position.page}.html#{position.fragment}" for position in wanted]
    assert not page.locator(".lv-bar").is_visible()


@pytest.fixture(scope="module")
def sheet(browser, tmp_path_factory):
    """sheet(lesson, button): the text of its worksheet or key on paper, after somebody has looked at all answers."""

    def printed(slug: str, button: str) -> str:
        path = tmp_path_factory.mktemp("paper") / "sheet.pdf"
        page = browser.new_page()
        page.goto(address(f"lessons/{slug}-worksheet.html"))
        page.evaluate("""() => {
            window.print = () => {};
            for (const show of document.querySelectorAll(".lv-show")) show.click();
            for (const details of document.querySelectorAll("article details")) details.open = true;
        }""")
        page.locator(f"article [data-action={button}]").click()
        page.pdf(path=path, format="A4", print_background=True)
        page.close()
        with pypdfium2.PdfDocument(path) as document:
            return words(" ".join(one.get_textpage().get_text_range() for one in document))

    return printed


@every_lesson
def test_a_worksheet_asks_all_and_tells_no_right_value_which_its_key_does(sheet, slug):
    plan, worksheet, key = PLANS[slug], sheet(slug, "print-questions"), sheet(slug, "print-key")
    for step in plan.steps:
        for task in step.tasks:
            assert plain(task.said["ask"])[:60] in worksheet
            assert plain(task.said["hope"])[:40] in key
            assert plain(task.said["hope"])[:40] not in worksheet
            asked = " ".join(one.said["ask"] for one in step.tasks)
            told = {number for number in decimals(task.said["hope"]) if number not in asked.replace("−", "-")}
            assert {number for number in told if stands(number, worksheet)} == set()
    for number, (_, chapter, heading) in enumerate(plan.homework, start=1):
        place = int(re.match(r"exercise-(\d+)-", heading)[1])
        value = right_values(chapter)[place - 1].replace("−", "-")
        assert f"Your answer to exercise {number}: ____" in worksheet
        assert f"Answer: {value}" in key.replace("−", "-")
        if not stands(value, given(chapter, place)):  # a number may be given and right
            assert not stands(value, worksheet.partition(f"Exercise {number}:")[2].partition("Exercise ")[0]), value


@every_lesson
def test_the_homework_of_a_worksheet_is_answered_on_its_page(open_page, slug):
    page = open_page(address(f"lessons/{slug}-worksheet.html"))
    for number, (_, chapter, heading) in enumerate(PLANS[slug].homework, start=1):
        field = page.locator(f"#answer-{number}-field")
        field.fill(right_values(chapter)[int(re.match(r"exercise-(\d+)-", heading)[1]) - 1])
        field.press("Enter")
        assert page.locator(f"#answer-{number}-verdict").inner_text().startswith("✓ Right")
