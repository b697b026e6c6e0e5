"""Quizzes keep the reader's choice, Predict boxes the guess; what a guess guards is folded until then."""

import pytest

from tests.site.conftest import PAGES, SITE, address

AT = address("chapters/derivatives.html")
# The theme's own script throws where storage is forbidden: those pages are not watched for errors.
NO_STORAGE = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('forbidden'); } })"
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }"
RUBBISH = """for (const key of Object.keys(localStorage).filter((key) => key.startsWith("losses-by-hand")))
    localStorage.setItem(key, '{"choice": "<b>", "guess": 7')"""


def choose(page, number: int) -> None:
    summary = page.locator("details.quiz").nth(number).locator("summary")
    summary.focus()
    page.keyboard.press("Enter")


def chosen(page) -> list[int]:
    return page.locator("details.quiz").evaluate_all(
        "all => all.flatMap((one, number) => (one.dataset.chosen ? [number] : []))"
    )


def test_the_answer_that_is_opened_first_is_the_choice_and_is_kept(open_page):
    page = open_page(AT)
    choose(page, 1)
    assert chosen(page) == [1]
    assert "your choice" in page.locator("details.quiz").nth(1).locator("summary").inner_text()
    choose(page, 0)
    assert chosen(page) == [1]
    page.reload()
    assert chosen(page) == [1]
    assert page.locator("details.quiz").nth(1).get_attribute("open") is not None
    assert page.locator("details.quiz").nth(0).get_attribute("open") is None


def test_a_choice_says_whether_its_explanation_calls_it_right(open_page):
    page = open_page(AT)
    for number in range(page.locator("details.quiz").count()):
        page.evaluate("localStorage.clear()")
        page.reload()
        choose(page, number)
        answer = page.locator("details.quiz").nth(number)
        right = answer.locator("> *:not(summary)").first.inner_text().startswith("Right")
        assert answer.get_attribute("data-chosen") == ("right" if right else "wrong")


def test_the_other_explanations_open_when_they_are_asked_for(open_page):
    page = open_page(AT)
    assert page.locator(".lv-others:visible").count() == 0
    choose(page, 0)
    page.locator(".lv-others:visible").click()
    first = page.locator("details.quiz").evaluate_all("all => all.slice(0, 3).map((one) => one.open)")
    assert first == [True, True, True]
    assert page.locator(".lv-others:visible").count() == 0


def guess(page, text: str):
    form = page.locator("form.lv-guess").first
    form.locator("input").fill(text)
    form.locator("input").press("Enter")
    return form


def test_what_a_guess_guards_is_folded_until_then_and_the_guess_stands_beside_it(open_page):
    page = open_page(AT)
    seen = page.locator("details.lv-seen").first
    assert seen.get_attribute("open") is None
    said = guess(page, "  ").locator("[role=status]")
    assert said.inner_text().startswith("Write a guess first")
    assert seen.get_attribute("open") is None
    guess(page, "<b>about 4</b>")
    assert said.inner_text().startswith("Kept")
    assert seen.get_attribute("open") is not None
    assert seen.locator(".lv-beside").inner_text() == "Your guess: <b>about 4</b>"
    page.reload()
    assert seen.locator(".lv-beside").inner_text() == "Your guess: <b>about 4</b>"
    assert page.locator("form.lv-guess input").first.input_value() == "<b>about 4</b>"


def test_show_me_opens_it_without_a_guess_and_the_fold_opens_by_hand(open_page):
    page = open_page(AT)
    assert page.locator("details.lv-seen").count() == page.locator("blockquote.lv-predict").count()  # in this chapter
    page.locator("form.lv-guess").nth(0).get_by_role("button", name="Show me").click()
    assert page.locator("details.lv-seen").nth(0).get_attribute("open") is not None
    assert page.locator(".lv-beside").count() == 0
    second = page.locator("details.lv-seen").nth(1)
    second.locator("summary").focus()
    page.keyboard.press("Enter")
    assert second.get_attribute("open") is not None


@pytest.mark.parametrize("trouble", [NO_STORAGE, FULL], ids=["forbidden", "full"])
def test_where_nothing_can_be_stored_all_works_until_the_page_is_left(browser, trouble):
    page = browser.new_page()
    page.add_init_script(trouble)
    page.goto(AT)
    choose(page, 2)
    guess(page, "4")
    assert chosen(page) == [2]
    assert page.locator(".lv-beside").inner_text() == "Your guess: 4"
    page.reload()
    assert chosen(page) == []
    page.close()


def test_what_is_stored_and_is_not_ours_is_as_if_nothing_were_there(open_page):
    page = open_page(AT)
    choose(page, 2)
    guess(page, "4")
    page.evaluate(RUBBISH)
    page.reload()
    assert chosen(page) == []
    assert page.locator(".lv-beside").count() == 0


@pytest.mark.parametrize("page", [page for page in PAGES if "lv-predict" in (SITE / page).read_text(encoding="utf-8")])
def test_each_list_of_what_you_should_have_seen_is_whole_and_reads_without_a_script(open_page, page):
    with_script, without = (open_page(address(page), java_script_enabled=script) for script in (True, False))
    assert without.locator("details.lv-seen, form.lv-guess").count() == 0
    told = without.locator("article ul, article ol, article table").count()
    assert with_script.locator("article ul, article ol, article table").count() == told
    boxes = with_script.locator("blockquote.lv-predict").count()
    assert with_script.locator("blockquote.lv-predict form.lv-guess").count() == boxes
    for seen in with_script.locator("details.lv-seen").all():
        assert len(seen.text_content().split()) > 12
