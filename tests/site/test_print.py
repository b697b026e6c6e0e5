"""A chapter on paper: all of it, without answers or with all of them, and nothing of the page around it."""

import re
from html import unescape
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Page

from tests.site.conftest import SITE, address
from tests.site.test_answering import CHAPTERS, given, right_values

CHAPTER = "chapters/entropy.html"


ASK_FOR_ALL = """() => {
    for (const button of document.querySelectorAll(".lv-show")) button.click();
    for (const details of document.querySelectorAll("article details")) details.open = true;
}"""


def words(text: str) -> str:
    return " ".join(text.split())


def headings() -> list[str]:
    article = (SITE / CHAPTER).read_text(encoding="utf-8").partition('<article class="bd-article">')[2]
    found = re.findall(r'<h[123]>(.*?)<a class="headerlink"', article, re.DOTALL)
    return [words(unescape(re.sub(r"<[^>]+>", "", heading))) for heading in found]


@pytest.fixture(scope="module")
def paper(browser, tmp_path_factory):
    """paper(*buttons, chapter=…): for each button the text of a chapter as a PDF, page by page; for None as the browser
    prints by itself."""

    def printed(*buttons: str | None, chapter: str = CHAPTER, spoil: bool = False) -> list[list[str]]:
        context = browser.new_context()
        page = context.new_page()
        page.goto(address(chapter))
        page.wait_for_function("() => document.querySelector('lossviz-demo').near")
        if spoil:  # a reader has asked for all values and opened all that is folded
            page.evaluate(ASK_FOR_ALL)
        page.evaluate("() => { window.print = () => {}; }")
        sheets = [_printed(page, button, tmp_path_factory.mktemp("paper") / "chapter.pdf") for button in buttons]
        assert spoil or page.evaluate("() => document.querySelectorAll('article details[open]').length") == 0
        assert page.locator(".lv-key").count() == 0
        context.close()
        return sheets

    return printed


def _printed(page: Page, button: str | None, path: Path) -> list[str]:
    if button:  # as it does, less the dialogue
        page.locator(f"[data-action={button}]").dispatch_event("click")
    page.pdf(path=path, format="A4", print_background=True)
    with pypdfium2.PdfDocument(path) as document:
        return [words(sheet.get_textpage().get_text_range()) for sheet in document]


def test_a_chapter_is_printed_from_its_first_heading_to_its_last(paper):
    [sheets], all_headings = paper(None), headings()
    assert sheets[0].startswith(all_headings[0])
    text = " ".join(sheets)
    assert [heading for heading in all_headings if heading not in text] == []


def test_paper_shows_each_demo_at_its_default_and_no_controls_or_navigation(paper):
    [sheets] = paper(None)
    text = " ".join(sheets)
    html = (SITE / CHAPTER).read_text(encoding="utf-8")
    for readout in re.findall(r'class="lv-readout">(.*?)</p>', html, re.DOTALL):
        assert words(unescape(readout))[:25] in text
    for button in (
        "Reset",
        "Full screen",
        "Back to top",
        "previous",
        "Skip to main",
        "Look up",
        "Contents",
        "Copy",
    ):
        assert button not in text, button
    assert not re.search(r"Setup|computation behind", text)


def test_answers_are_on_paper_only_where_they_are_asked_for(paper):
    key, questions, plain = map(" ".join, paper("print-key", "print-questions", None))
    answer = "Percentages are not probabilities"
    for text in (key, questions, plain):
        assert "Exercise 1" in text
    assert answer in key
    assert answer not in questions
    assert answer not in plain
    assert len(questions) < len(key)


def exercises_of(text: str) -> list[str]:
    """The text of each exercise on paper."""
    part = re.split(r"\bQuiz\b", re.split(r"\bExercises\b", text, maxsplit=1)[1], maxsplit=1)[0]
    return re.split(r"Exercise \d+:", part)[1:]


def stands(value: str, text: str) -> bool:
    return bool(re.search(rf"(?<![\w.,-]){re.escape(value)}(?!\w|[.,]\d)", text.replace("−", "-")))


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_worksheet_holds_no_right_value_and_the_key_holds_all(paper, name):
    sheets = paper("print-questions", "print-key", chapter=f"chapters/{name}.html", spoil=True)
    worksheet, key = (exercises_of(" ".join(sheet)) for sheet in sheets)
    values = right_values(name)
    assert len(worksheet) == len(key) == len(values)
    for number, (value, asked, told) in enumerate(zip(values, worksheet, key, strict=True), start=1):
        assert "____" in asked
        assert f"Answer: {value}" in told
        assert stands(value.replace("−", "-"), told)
        if not stands(value.replace("−", "-"), given(name, number)):  # a number may be given and right
            assert not stands(value.replace("−", "-"), asked), (number, value)


def test_no_heading_stands_alone_at_the_foot_of_a_sheet(paper):
    [sheets] = paper("print-key")
    ends = {heading for heading in headings() for sheet in sheets[:-1] if sheet.endswith(heading)}
    assert ends == set()


SOLVED = "chapters/hinge.html"


def test_a_folded_solution_in_code_is_printed_with_what_it_prints(paper):
    html = (SITE / SOLVED).read_text(encoding="utf-8")
    folded = re.search(r'collapsed admonition-title">Solution<.*?</details>', html, re.DOTALL)[0]
    lines = [words(unescape(re.sub(r"<[^>]+>", "", line))) for line in folded.splitlines()]
    wanted = [line for line in lines if len(line) > 8 and "#@title" not in line and "olution" not in line]
    assert len(wanted) > 3
    [sheets] = paper("print-key", chapter=SOLVED)
    text = re.sub(r"\s", "", "".join(sheets))
    assert [line for line in wanted if re.sub(r"\s", "", line) not in text] == []


def test_paper_is_white_in_the_dark_theme_too(browser):
    page = browser.new_page(color_scheme="dark")
    page.goto(address(CHAPTER))
    page.emulate_media(media="print", color_scheme="dark")
    look = """selector => {
        const { color, backgroundColor } = getComputedStyle(document.querySelector(selector));
        return [color, backgroundColor];
    }"""
    for selector in ("html", "body", "article p:not([class])", "article h2", "article pre"):
        ink, ground = page.evaluate(look, selector)
        assert sum(map(int, re.findall(r"\d+", ink)[:3])) < 300, selector
        assert ground == "rgba(0, 0, 0, 0)" or min(map(int, re.findall(r"\d+", ground)[:3])) > 220, selector
    page.close()
