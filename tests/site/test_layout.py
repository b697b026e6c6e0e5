"""How pages are laid out: code fits a window of 1280 px, what is too wide says so, and nothing covers what is read."""

import io

import pytest
from PIL import Image

from tests.site.conftest import SITE, address, pages

ALL = [str(page) for page in pages() if str(page) != "404.html"]
CHAPTERS = [page for page in ALL if "lv-behind" in (SITE / page).read_text(encoding="utf-8")]
EXAMPLE = "chapters/hinge.html"
WINDOW, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def window(browser):
    """window(page, size): one window for all pages."""
    opened = browser.new_page(reduced_motion="reduce")

    def at(page: str, size: dict[str, int]):
        opened.set_viewport_size(size)
        opened.goto(address(page))
        return opened

    yield at
    opened.close()


# Every line of code that is seen, in folded solutions too; what is left beside it tells how many characters fit.
TOO_WIDE = """() => {
    const folded = [...document.querySelectorAll("article details:not(.lv-behind, [open])")];
    for (const details of folded) details.open = true;
    const found = [...document.querySelectorAll("div.cell_input pre, article :not(.output) > .highlight > pre")]
        .filter(pre => pre.checkVisibility() && pre.scrollWidth > pre.clientWidth)
        .map(pre => pre.innerText.split("\\n").sort((a, b) => b.length - a.length)[0]);
    for (const details of folded) details.open = false;
    return found;
}"""
FITS = """() => {
    const pre = document.querySelector("div.cell_input:not(details *) pre");
    const { paddingLeft, paddingRight } = getComputedStyle(pre);
    const ruler = Object.assign(document.createElement("span"), { textContent: "0".repeat(100) });
    pre.prepend(ruler);
    const one = ruler.getBoundingClientRect().width / 100;
    ruler.remove();
    return (pre.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight)) / one;
}"""


@pytest.mark.parametrize("page", ALL)
def test_no_line_of_code_scrolls_sideways_in_a_window_of_1280_px(at_desk, page):
    opened = at_desk(address(page))
    opened.set_viewport_size(WINDOW)
    assert opened.evaluate(TOO_WIDE) == []


def test_75_characters_fit_with_room_for_a_wider_font_and_a_scroll_bar(window):
    assert window(EXAMPLE, WINDOW).evaluate(FITS) >= 78


WRAPPED = """() => [...document.querySelectorAll(".cell_output .stream pre")].filter(pre => {
    const { lineHeight, paddingTop } = getComputedStyle(pre);
    const lines = pre.textContent.replace(/\\n$/, "").split("\\n").length + 1; // one for a scroll bar
    return pre.checkVisibility() && pre.clientHeight > lines * parseFloat(lineHeight) + 2 * parseFloat(paddingTop);
}).map(pre => pre.textContent.slice(0, 80))"""


@pytest.mark.parametrize("page", CHAPTERS)
def test_what_a_cell_prints_keeps_its_lines_on_a_phone(on_phone, page):
    assert on_phone(address(page)).evaluate(WRAPPED) == []


CUT = """width => [...document.querySelectorAll(".prev-next-area a, .prev-next-area .prev-next-title")]
    .filter(part => part.getBoundingClientRect().right > width || part.scrollWidth > part.clientWidth)
    .map(part => part.innerText)"""


@pytest.mark.parametrize("page", ALL)
def test_links_to_the_pages_before_and_after_are_whole_on_a_phone(on_phone, page):
    opened = on_phone(address(page))
    opened.set_viewport_size(PHONE)
    assert opened.evaluate(CUT, PHONE["width"]) == []


COVERS = """() => [...document.querySelectorAll("body *")].filter(part => {
    const box = part.getBoundingClientRect(), article = document.querySelector("article").getBoundingClientRect();
    return getComputedStyle(part).position === "fixed" && part.checkVisibility({ visibilityProperty: true })
        && box.width && box.height && box.top > 70 && box.left < article.right && box.right > article.left;
}).map(part => part.id || part.className)"""


@pytest.mark.parametrize("width", [360, 768, 1000, 1280])
def test_nothing_that_stays_in_place_covers_what_is_read_or_dragged(window, width):
    opened = window(EXAMPLE, {"width": width, "height": 740})
    opened.evaluate("() => scrollTo({ top: 4000, behavior: 'instant' })")
    opened.mouse.wheel(0, -200)  # themes offer to go back to the top when a reader goes up
    opened.wait_for_timeout(200)
    assert opened.evaluate(COVERS) == []


BUTTONS = """() => [...document.querySelectorAll(".bd-header-article button")]
    .filter(button => button.checkVisibility()).map(button => button.getBoundingClientRect())
    .map(({ left, right, height }) => [left, right, height])"""


@pytest.mark.parametrize("size", [WINDOW, PHONE], ids=["window", "phone"])
def test_the_buttons_at_the_top_stand_in_one_row_in_sight(window, size):
    boxes = window(EXAMPLE, size).evaluate(BUTTONS)
    assert len(boxes) >= 4
    assert [box for box in boxes if box[0] < 0 or box[1] > size["width"] or box[2] > 48] == []


SEARCHES = """() => [...document.querySelectorAll(".bd-search")].filter(form => form.checkVisibility()).map(form => {
    const field = form.querySelector("input"), icon = form.querySelector("svg, i").getBoundingClientRect();
    return [icon.right, field.getBoundingClientRect().left + parseFloat(getComputedStyle(field).paddingLeft)];
})"""


def test_the_magnifier_stands_beside_what_is_typed(window):
    seen = window("search.html", WINDOW).evaluate(SEARCHES)
    assert seen
    assert [pair for pair in seen if pair[0] > pair[1]] == []


def darkest_at_the_right_edge(page, table) -> int:
    box = table.bounding_box()
    strip = {"x": box["x"] + box["width"] - 6, "y": max(box["y"], 80), "width": 4, "height": 300}
    grey = Image.open(io.BytesIO(page.screenshot(clip=strip))).convert("L")
    return sorted(grey.getdata())[grey.width * grey.height // 2]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_table_that_scrolls_has_a_shade_where_there_is_more(window, theme):
    opened = window("chapters/notation.html", PHONE)
    opened.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
    table = opened.locator(".pst-scrollable-table-container").first
    table.evaluate("t => t.scrollIntoView({ block: 'start', behavior: 'instant' })")
    assert table.evaluate("t => t.scrollWidth > t.clientWidth + 20")
    more = darkest_at_the_right_edge(opened, table)
    table.evaluate("t => t.scrollTo({ left: t.scrollWidth, behavior: 'instant' })")
    opened.wait_for_timeout(100)
    assert abs(more - darkest_at_the_right_edge(opened, table)) > 20


GAPS = """() => [...document.querySelectorAll("details.quiz")].flatMap((answer) => {
    let question = answer.nextElementSibling;
    while (question?.hidden || question?.matches(".lv-others")) question = question.nextElementSibling;
    if (question?.localName !== "p" || !question.nextElementSibling?.matches("details.quiz")) return [];
    const box = question.getBoundingClientRect();
    return [[box.top - answer.getBoundingClientRect().bottom,
        question.nextElementSibling.getBoundingClientRect().top - box.bottom]];
})"""


@pytest.mark.parametrize("size", [WINDOW, PHONE], ids=["window", "phone"])
def test_a_quiz_question_stands_with_its_own_answers(window, size):
    gaps = window(EXAMPLE, size).evaluate(GAPS)
    assert gaps
    assert [(above, below) for above, below in gaps if above < 1.8 * below] == []


MARKS = "details.lv-behind"


@pytest.mark.parametrize("page", CHAPTERS)
def test_folded_computations_are_small_marks_that_the_keyboard_opens(at_desk, page):
    opened = at_desk(address(page))
    opened.set_viewport_size(WINDOW)
    column = opened.locator("article.bd-article").bounding_box()["width"]
    sizes = opened.locator(f"{MARKS} > summary").evaluate_all(
        "all => all.map(s => [s.getBoundingClientRect().width, s.parentElement.getBoundingClientRect().height])"
    )
    assert [(width, height) for width, height in sizes if width > column / 2 or not 24 <= height <= 32] == []
    mark = opened.locator(MARKS).last
    mark.locator("summary").focus()
    assert mark.locator("summary").evaluate("s => getComputedStyle(s).outlineStyle") == "solid"
    opened.keyboard.press("Enter")
    assert mark.locator("pre").first.is_visible()
    opened.keyboard.press("Enter")


def test_one_button_opens_all_computations_of_a_page_and_folds_them_again(window):
    opened = window(EXAMPLE, WINDOW)
    folded = f"() => document.querySelectorAll('{MARKS}:not([open])').length"
    button = opened.get_by_role("button", name="Show the computations")
    every = opened.evaluate(folded)
    assert every > 5
    for pressed, left in (("true", 0), ("false", every)):
        button.click()
        assert button.get_attribute("aria-pressed") == pressed
        assert opened.evaluate(folded) == left
    assert opened.locator("article details:not(.lv-behind)[open]").count() == 0
    assert not window("chapters/glossary.html", WINDOW).locator("[data-action=computations]").count()
