"""A chapter on paper: all of it, answers too unless they are not wanted, and nothing of the page around it."""

import re
from html import unescape

import pypdfium2
import pytest

from tests.site.conftest import SITE, address

CHAPTER = "chapters/entropy.html"


def words(text: str) -> str:
    return " ".join(text.split())


def headings() -> list[str]:
    article = (SITE / CHAPTER).read_text(encoding="utf-8").partition('<article class="bd-article">')[2]
    found = re.findall(r'<h[123]>(.*?)<a class="headerlink"', article, re.DOTALL)
    return [words(unescape(re.sub(r"<[^>]+>", "", heading))) for heading in found]


@pytest.fixture(scope="module")
def paper(browser, tmp_path_factory):
    """paper(theme, questions_only): the text of the chapter as a PDF, page by page."""

    def printed(theme: str = "light", questions_only: bool = False) -> list[str]:
        path = tmp_path_factory.mktemp("paper") / "chapter.pdf"
        context = browser.new_context(color_scheme=theme)
        page = context.new_page()
        page.goto(address(CHAPTER))
        page.wait_for_function("() => document.querySelector('lossviz-demo').near")
        if questions_only:  # as its button does, less the dialogue
            page.evaluate("() => { window.print = () => {}; }")
            page.locator("[data-action=print-questions]").dispatch_event("click")
        page.pdf(path=path, format="A4", print_background=True)
        assert page.evaluate("() => document.querySelectorAll('article details[open]').length") == 0
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


def test_answers_are_on_paper_unless_only_the_questions_are_wanted(paper):
    both, questions = " ".join(paper()), " ".join(paper(questions_only=True))
    answer = "Percentages are not probabilities"
    for text in (both, questions):
        assert "Exercise 1" in text
    assert answer in both
    assert answer not in questions
    assert len(questions) < len(both)


def test_paper_is_white_in_the_dark_theme_too(browser):
    page = browser.new_page(color_scheme="dark")
    page.goto(address(CHAPTER))
    page.emulate_media(media="print", color_scheme="dark")
    look = """selector => {
        const { color, backgroundColor } = getComputedStyle(document.querySelector(selector));
        return [color, backgroundColor];
    }"""
    for selector in ("html", "body", "article p", "article h2", "article pre"):
        ink, ground = page.evaluate(look, selector)
        assert sum(map(int, re.findall(r"\d+", ink)[:3])) < 300, selector
        assert ground == "rgba(0, 0, 0, 0)" or min(map(int, re.findall(r"\d+", ground)[:3])) > 220, selector
    page.close()
