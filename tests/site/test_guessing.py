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
    questions = page.evaluate("""() => [...document.querySelectorAll("details.quiz")].reduce((all, one, number) => {
        const follows = one.previousElementSibling?.matches("details.quiz");
        return follows ? [...all.slice(0, -1), [...all.at(-1), number]] : [...all, [number]];
    }, [])""")
    assert len(questions) > 2
    for turn in range(max(map(len, questions))):  # the first answer of each question, then the second
        page.evaluate("localStorage.clear()")
        page.reload()
        for number in (answers[turn] for answers in questions if turn < len(answers)):
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


def box_of(page, question: str):
    """The Predict box that asks this, its choices, and a button of it."""
    box = page.locator("blockquote.lv-predict", has_text=question)
    return box, box.get_by_role("radio"), lambda name: box.get_by_role("button", name=name)


SIGN = "To lower the loss, where should"  # a question with choices, above the demo which_way


def test_choices_are_radio_buttons_and_what_was_chosen_is_kept(open_page):
    page = open_page(AT)
    box, choices, button = box_of(page, SIGN)
    assert box.get_by_role("group", name="Your guess").count() == 1
    assert box.locator("ul").count() == 0
    assert all(label.bounding_box()["height"] >= 44 for label in box.locator("fieldset label").all())
    button("Keep my guess").click()
    assert box.get_by_role("status").inner_text().startswith("Choose one first")
    choices.first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert [choice.is_checked() for choice in choices.all()] == [False, True, False]
    for _ in range(2):
        assert page.locator(".lv-beside").all_inner_texts() == ["Your guess: down"]
        assert choices.nth(1).is_checked()
        page.reload()


def test_choices_are_a_list_without_a_script(open_page):
    page = open_page(AT, java_script_enabled=False)
    assert page.locator("blockquote.lv-predict", has_text=SIGN).locator("li").all_inner_texts()[:2] == ["up", "down"]


def numbers_of(page, name: str):
    """The readout of a demo, once it has come into sight and is ready."""
    demo = page.locator(f"lossviz-demo#{name}")
    demo.scroll_into_view_if_needed()
    demo.evaluate("element => element.load()")
    return demo.locator(".readout")


@pytest.mark.parametrize("way", ["Keep my guess", "Show me", "Show the numbers", "move"])
def test_the_demo_under_a_guess_shows_its_numbers_when_it_is_kept_asked_or_moved(open_page, way):
    page = open_page(AT)
    readout = numbers_of(page, "which_way")
    assert readout.is_hidden()
    assert page.locator("lossviz-demo[veiled]").count() > 3
    _, choices, button = box_of(page, SIGN)
    if way == "Keep my guess":
        choices.first.check()
    if way == "move":
        page.locator("#which_way input[type=range]").press("ArrowRight")
    elif way == "Show the numbers":
        page.locator("#which_way").get_by_role("button", name=way).click()
    else:
        button(way).click()
    assert readout.is_visible()
    page.reload()
    assert numbers_of(page, "which_way").is_visible() == (way == "Keep my guess")


def test_a_link_to_a_state_shows_the_numbers_under_a_guess(open_page):
    page = open_page(f"{AT}#which_way?w=1")
    assert numbers_of(page, "which_way").is_visible()
    assert numbers_of(page, "descent_rate").is_hidden()


def test_a_demo_in_another_section_than_the_guess_is_not_veiled(open_page):
    page = open_page(AT)
    assert page.locator("#average_rate").get_attribute("veiled") is None


def test_what_a_cell_prints_between_a_guess_and_its_answer_is_folded_with_it(open_page):
    page = open_page(AT)
    _, choices, button = box_of(page, "Which forward difference of")
    printed = page.locator("details.lv-printed")
    assert printed.count() == 1
    assert printed.locator("pre").is_hidden()
    choices.first.check()
    button("Keep my guess").click()
    assert "slope 3.33" in printed.locator("pre").inner_text()
    assert page.locator("#step_size_error").get_attribute("veiled") is None


def test_show_me_opens_it_without_a_guess_and_the_fold_opens_by_hand(open_page):
    page = open_page(AT)
    lists = page.locator("details.lv-seen:not(.lv-printed)")
    assert lists.count() == page.locator("blockquote.lv-predict").count()  # in this chapter
    page.locator("form.lv-guess").nth(0).get_by_role("button", name="Show me").click()
    assert lists.nth(0).get_attribute("open") is not None
    assert page.locator(".lv-beside").count() == 0
    second = lists.nth(1)
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
def test_each_list_of_what_you_should_have_seen_is_whole_and_reads_without_a_script(at_desk, without_script, page):
    with_script, without = at_desk(address(page)), without_script(address(page))
    assert without.locator("details.lv-seen, form.lv-guess").count() == 0
    told = "article :is(ul, ol, table):not(blockquote.lv-predict *)"
    assert with_script.locator(told).count() == without.locator(told).count()
    boxes = with_script.locator("blockquote.lv-predict").count()
    assert with_script.locator("blockquote.lv-predict form.lv-guess").count() == boxes
    for seen in with_script.locator("details.lv-seen:not(.lv-printed)").all():
        assert len(seen.text_content().split()) > 12
