"""A chapter on paper: all of it, without answers or with all of them, and nothing of the page around it."""

import re
from html import unescape

import pypdfium2
import pytest

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
    """paper(button, chapter): the text of a chapter as a PDF, page by page; without a button as the browser prints."""

    def printed(button: str | None = None, chapter: str = CHAPTER, spoil: bool = False) -> list[str]:
        path = tmp_path_factory.mktemp("paper") / "chapter.pdf"
        context = browser.new_context()
        page = context.new_page()
        page.goto(address(chapter))
        page.wait_for_function("() => document.querySelector('lossviz-demo').near")
        if spoil:  # a reader has asked for all values and opened all that is folded
            page.evaluate(ASK_FOR_ALL)
        if button:  # as it does, less the dialogue
            page.evaluate("() => { window.print = () => {}; }")
            page.locator(f"[data-action={button}]").dispatch_event("click")
        page.pdf(path=path, format="A4", print_background=True)
        assert spoil or page.evaluate("() => document.querySelectorAll('article details[open]').length") == 0
        assert page.locator(".lv-key").count() == 0
        context.close()
        with pypdfium2.PdfDocument(path) as document:
            return [words(sheet.get_textpage().get_text_range()) for sheet in document]

    return printed


def test_a_chapter_is_printed_from_its_first_heading_to_its_last(paper):
    sheets, all_headings = paper(), headings()
    assert sheets[0].startswith(all_headings[0])
    text = " ".join(sheets)
    assert [heading for heading in all_headings if heading not in text] == []


def test_paper_shows_each_demo_at_its_default_and_no_controls_or_navigation(paper):
    text = " ".join(paper())
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
    key, questions, plain = (" ".join(paper(button)) for button in ("print-key", "print-questions", None))
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
    page = f"chapters/{name}.html"
    worksheet = exercises_of(" ".join(paper("print-questions", page, spoil=True)))
    key = exercises_of(" ".join(paper("print-key", page)))
    values = right_values(name)
    assert len(worksheet) == len(key) == len(values)
    for number, (value, asked, told) in enumerate(zip(values, worksheet, key, strict=True), start=1):
        assert "____" in asked
        assert f"Answer: {value}" in told
        assert stands(value.replace("−", "-"), told)
        if not stands(value.replace("−", "-"), given(name, number)):  # a number may be given and right
            assert not stands(value.replace("−", "-"), asked), (number, value)


def test_no_heading_stands_alone_at_the_foot_of_a_sheet(paper):
    sheets = paper("print-key")
    ends = {heading for heading in headings() for sheet in sheets[:-1] if sheet.endswith(heading)}
    assert ends == set()


SOLVED = "chapters/hinge.html"


def test_a_folded_solution_in_code_is_printed_with_what_it_prints(paper):
    html = (SITE / SOLVED).read_text(encoding="utf-8")
    folded = re.search(r'collapsed admonition-title">Solution<.*?</details>', html, re.DOTALL)[0]
    lines = [words(unescape(re.sub(r"<[^>]+>", "", line))) for line in folded.splitlines()]
    wanted = [line for line in lines if len(line) > 8 and "#@title" not in line and "olution" not in line]
    assert len(wanted) > 3
    text = re.sub(r"\s", "", "".join(paper("print-key", SOLVED)))
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
