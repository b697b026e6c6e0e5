"""What a reader has done is kept, shown beside every chapter and on the page "Your work", and never lost in silence."""

import json
import re
from html import unescape

import pypdfium2
import pytest

from tests.site.conftest import SITE, address
from tests.site.test_answering import answer, right_values
from tests.site.test_guessing import FULL, NO_STORAGE, choose, guess

NAME = "derivatives"
CHAPTER, WORK = f"chapters/{NAME}.html", "chapters/your_work.html"
AT = address(CHAPTER)
RIGHT = right_values(NAME)
LIST = (SITE / "_static/book/questions.js").read_text(encoding="utf-8")
BOOK = json.loads(re.search(r"pages: (.*) };", LIST, re.DOTALL)[1])
ASKED = BOOK[f"chapters/{NAME}"]["questions"]
EARLIER = "losses-by-hand:1:"


def key(place: str) -> str:
    return ASKED[place][0]


def stored(page) -> dict:
    """The entries in the browser, by digest."""
    kept = page.evaluate("() => ({ ...localStorage })")
    return {name.removeprefix(EARLIER): json.loads(value) for name, value in kept.items() if name.startswith(EARLIER)}


def store(page, entries: dict) -> None:
    page.evaluate(
        "given => Object.entries(given).forEach(([key, entry]) => localStorage.setItem(key, JSON.stringify(entry)))",
        {EARLIER + name: entry for name, entry in entries.items()},
    )


def head(page) -> str:
    return page.locator(".lv-progress").inner_text()


def row(page, place: str) -> str:
    """What "Your work" says beside a question of the chapter."""
    return page.locator(f'[data-page="chapters/{NAME}"] [data-place="{place}"] .lv-did').text_content()


# ---- who a question is ----


def test_every_question_has_a_digest_of_its_own_a_name_and_a_place_on_its_page():
    digests = [digest for page in BOOK.values() for digest, _ in page["questions"].values()]
    assert len(digests) > 200
    assert len(set(digests)) == len(digests)
    for page, asked in BOOK.items():
        html = (SITE / f"{page}.html").read_text(encoding="utf-8")
        for place, (_, name) in asked["questions"].items():
            assert html.count(f'id="{place}"') == 1, (page, place)
            assert len(name.split()) >= 2, name
        marks = (r"<form class=\"lv-exercise", r'class="lv-box lv-predict', r'<p class="lv-challenge', r'<p id="quiz-')
        assert len(asked["questions"]) == sum(len(re.findall(mark, html)) for mark in marks)


@pytest.mark.parametrize("page", BOOK)
def test_each_answer_of_a_quiz_belongs_to_a_question(page):
    html = (SITE / f"{page}.html").read_text(encoding="utf-8")
    asked = re.split(r'<p id="quiz-', html)
    assert '<details class="quiz"' not in asked[0]
    assert all(part.count('<details class="quiz"') >= 2 for part in asked[1:])


# ---- kept and restored ----


def test_an_exercise_keeps_answer_verdict_and_tries(open_page, base):
    page = open_page(f"{base}/{CHAPTER}")
    answer(page, 1, "70")
    assert "(2 tries)" in answer(page, 1, "71")
    page.reload()
    assert page.locator("#answer-1-field").input_value() == "71"
    said = page.locator("#answer-1-verdict").inner_text()
    assert said.startswith("Not yet (2 tries). Hint:")
    assert page.locator("#answer-1-field").get_attribute("aria-invalid") == "true"
    assert answer(page, 1, RIGHT[0]).startswith(f"✓ Right: {RIGHT[0]} (3 tries)")
    page.reload()
    assert page.locator("#answer-1-verdict").inner_text().startswith(f"✓ Right: {RIGHT[0]} (3 tries)")
    assert head(page).startswith(f"1 of {len(ASKED)} answered")


def test_what_was_right_once_stays_right(open_page):
    page = open_page(AT)
    answer(page, 1, RIGHT[0])
    assert answer(page, 1, "70").startswith("Not yet")
    page.locator("#answer-1 .lv-show").click()
    page.reload()
    assert page.locator("#answer-1-field").input_value() == RIGHT[0]
    assert page.locator("#answer-1-verdict").inner_text().startswith("✓ Right")


def test_an_answer_that_was_shown_is_kept_as_shown_and_what_is_no_number_is_not_kept(open_page):
    page = open_page(AT)
    answer(page, 2, "sixty")
    assert stored(page) == {}
    page.locator("#answer-2 .lv-show").click()
    answer(page, 2, RIGHT[1])
    page.goto(address(WORK))
    assert row(page, "exercise-2") == f"✓ right: {RIGHT[1]}, after the answer was shown"


@pytest.mark.parametrize("where", [CHAPTER, "chapters/demos.html"], ids=["chapter", "gallery"])
def test_a_challenge_that_is_met_is_kept_wherever_its_demo_is_shown(open_page, where):
    page = open_page(address(where))
    demo = next(place for place, (_, name) in ASKED.items() if name.startswith("Challenge"))
    page.evaluate("id => document.getElementById(id).load()", demo)
    assert stored(page) == {}
    page.evaluate("id => document.getElementById(id).showChallenge(true)", demo)
    assert stored(page)[key(demo)]["kind"] == "challenge"
    page.goto(address(WORK))
    assert row(page, demo) == "✓ met"


def test_what_is_kept_is_seen_beside_the_chapter_on_every_page(open_page, base):
    page = open_page(f"{base}/{CHAPTER}")
    assert page.locator(".lv-mark").count() == 0
    answer(page, 1, "70")  # a miss is still open
    assert page.locator(".lv-mark").count() == 0
    answer(page, 1, RIGHT[0])
    choose(page, 0)
    for where in (CHAPTER, "index.html", "chapters/glossary.html"):
        page.goto(f"{base}/{where}")
        assert page.locator(".lv-mark").all_inner_texts() == [f"2/{len(ASKED)}"]
        link = page.get_by_role("link", name=f"Derivatives (2 of {len(ASKED)} answered)")
        assert link.count() == 1


# ---- the page ----


def test_your_work_shows_what_is_done_and_what_is_open_and_each_leads_to_its_place(open_page, base):
    page = open_page(f"{base}/{CHAPTER}")
    answer(page, 1, "70")
    choose(page, 1)
    guess(page, "<b>about 4</b>")
    page.locator(".lv-progress a").click()
    page.locator(".lv-work-sum", has_text="2 of ").wait_for()
    assert row(page, "exercise-1") == "not yet right: 70"
    assert row(page, "quiz-1").startswith("✓ right, “It has the same value")
    assert row(page, "predict-1") == "your guess: “<b>about 4</b>”"
    assert row(page, "exercise-2") == "open"
    open_chapters = page.locator(".lv-work details[open]").evaluate_all("all => all.map((one) => one.dataset.page)")
    assert open_chapters == [f"chapters/{NAME}"]
    page.locator('.lv-work [data-place="quiz-1"]:visible a').click()
    assert page.url.endswith(f"{CHAPTER}#quiz-1")
    page.locator("#quiz-1").wait_for()


def test_without_a_script_your_work_lists_the_questions_and_says_why_it_knows_no_more(open_page):
    page = open_page(address(WORK), java_script_enabled=False)
    assert page.get_by_text("Your answers are kept by JavaScript, which is switched off.").is_visible()
    assert page.locator("[data-work]:visible").count() == 0
    page.locator(".lv-work summary").first.click()
    assert page.locator(".lv-work li:visible").count() > 5
    chapter = open_page(AT, java_script_enabled=False)
    assert chapter.locator(".lv-progress:visible").count() == 0


def test_paper_shows_your_work_without_its_buttons(open_page, tmp_path):
    page = open_page(AT)
    answer(page, 1, RIGHT[0])
    guess(page, "about 4")
    page.goto(address(WORK))
    page.pdf(path=tmp_path / "work.pdf", format="A4")
    with pypdfium2.PdfDocument(tmp_path / "work.pdf") as document:
        text = " ".join(" ".join(sheet.get_textpage().get_text_range().split()) for sheet in document)
    for words in ("2 of ", f"right: {RIGHT[0]}", "your guess: “about 4”", "Exercise 2: the chain rule", "0 of "):
        assert words in text
    for words in ("Save to a file", "Erase all"):
        assert words not in text


# ---- a file ----


def saved(page) -> str:
    with page.expect_download() as download:
        page.get_by_role("button", name="Save to a file").click()
    return download.value.path().read_text(encoding="utf-8")


def read(page, text: str | bytes) -> str:
    """What the page says when it is given a file with this text."""
    said = page.locator(".lv-work-said")
    said.evaluate("element => { element.textContent = ''; }")
    data = text.encode() if isinstance(text, str) else text
    page.locator(".lv-work-tools input").set_input_files({"name": "w.json", "mimeType": "text/plain", "buffer": data})
    page.wait_for_function("() => document.querySelector('.lv-work-said').textContent")
    return said.text_content()


@pytest.fixture
def worked(open_page, base):
    """Your work, after two answers."""
    page = open_page(f"{base}/{CHAPTER}")
    answer(page, 1, RIGHT[0])
    guess(page, "about 4")
    page.goto(f"{base}/{WORK}")
    return page


def erase(page, button: str) -> None:
    page.locator("[data-work=erase]").click()
    page.locator("dialog").get_by_role("button", name=button).click()


def test_what_was_saved_and_erased_is_read_back(worked):
    before, text = stored(worked), saved(worked)
    erase(worked, "Keep them")
    worked.get_by_text("Nothing was erased.").wait_for()
    assert stored(worked) == before
    erase(worked, "Erase all")
    worked.get_by_text("Erased.", exact=True).wait_for()
    assert stored(worked) == {}
    assert worked.locator(".lv-work-sum").inner_text().startswith("0 of ")
    assert worked.locator(".lv-mark").count() == 0
    assert read(worked, text) == "Read. 2 added."
    assert stored(worked) == before
    assert row(worked, "exercise-1") == f"✓ right: {RIGHT[0]}"
    assert read(worked, text) == "Read. 2 were here already."
    assert stored(worked) == before


def test_a_key_that_leaves_the_question_erases_nothing(worked):
    before = stored(worked)
    worked.locator("[data-work=erase]").click()
    worked.keyboard.press("Escape")
    assert stored(worked) == before
    assert worked.evaluate("document.activeElement.dataset.work") == "erase"
    worked.locator("[data-work=erase]").click()
    worked.keyboard.press("Enter")  # the first button keeps
    assert stored(worked) == before


def file(answers: object, **other: object) -> str:
    return json.dumps({"format": "losses-by-hand", "version": 1, "answers": answers} | other)


NOT_READ = [
    ("", "damaged"),
    (file({})[:-5], "damaged"),
    (b"\xff\xfe\x00PNG", "damaged"),
    ("null", "not of this book"),
    ("[]", "not of this book"),
    ('{"cells": []}', "not of this book"),
    (file({}, format="another-book"), "not of this book"),
    (file({}, version=2), "newer edition"),
    (file({}, version="1"), "damaged"),
    (file([]), "damaged"),
    (file(None), "damaged"),
    (file("a" * 3_000_000), "too large"),
]


def test_a_file_that_is_damaged_foreign_newer_or_too_large_is_told_and_changes_nothing(open_page, subtests):
    page = open_page(address(WORK))
    store(page, {key("exercise-1"): {"kind": "exercise", "answer": "70", "verdict": "wrong", "tries": 1}})
    before = stored(page)
    for text, said in NOT_READ:
        with subtests.test(text[:30]):
            told = read(page, text)
            assert said in told
            assert "nothing was changed" in told
            assert stored(page) == before


def test_of_a_file_with_rubbish_inside_the_sound_entries_are_read(open_page):
    page = open_page(address(WORK))
    page.evaluate("() => { window.ran = false; }")
    sound = {"kind": "exercise", "answer": "<img src=x onerror=ran=true>", "verdict": "constructor", "tries": 2}
    answers = {
        key("exercise-1"): sound | {"deep": {"a": 1}, "long": "a" * 600},
        key("exercise-2"): {"kind": "spell"},
        key("exercise-3"): 7,
        "mode": {"kind": "guess", "guess": "not a digest"},
        "abcdefabcdef": {"kind": "quiz", "choice": 1, "answer": "gone", "title": "<b>", "name": "<i>"},
    }
    text = file(answers).replace('"answers": {', '"answers": {"__proto__": {"kind": "guess"}, ')
    assert read(page, text) == "Read. 2 added. 4 could not be read."
    assert stored(page)[key("exercise-1")] == sound
    assert row(page, "exercise-1") == sound["answer"]
    assert "<b>: <i>" in page.locator(".lv-work-earlier").inner_text()
    assert page.evaluate("() => window.ran") is False
    page.goto(AT)
    assert page.locator("#answer-1-verdict").inner_text().startswith("This is not a number")


def test_of_two_answers_the_newer_stands_and_the_other_beside_it_whichever_is_read(open_page):
    page = open_page(address(WORK))
    old, new = (
        {"kind": "guess", "guess": guess, "at": f"{year}-01-01T00:00:00.000Z"}
        for guess, year in (("about 3", 2025), ("about 4", 2026))
    )
    for here, there in ((old, new), (new, old)):
        store(page, {key("predict-1"): here})
        for _ in range(2):
            assert read(page, file({key("predict-1"): there})).startswith("Read. 1")
            assert row(page, "predict-1") == "your guess: “about 4” (before: about 3)"


# ---- another edition ----


def test_a_changed_question_asks_again_says_so_and_its_answer_is_not_lost(open_page):
    page = open_page(AT)
    given = {
        "aaaaaaaaaaaa": {"kind": "exercise", "answer": "70", "verdict": "wrong", "place": "exercise-1"},
        "bbbbbbbbbbbb": {"kind": "quiz", "choice": 0, "answer": "Some answer", "place": "quiz-2"},
        "cccccccccccc": {"kind": "guess", "guess": "about 3", "place": "predict-1"},
    }
    store(page, {k: e | {"place": f"chapters/{NAME}#{e['place']}", "name": "An old name"} for k, e in given.items()})
    page.reload()
    notes = page.locator(".lv-changed").all_inner_texts()
    assert [note.removeprefix("This question has changed since you answered it. ") for note in notes] == [
        "You had answered: about 3",
        "You had answered: 70",
        "You had answered: Some answer",
    ]
    assert page.locator("#answer-1-field").input_value() == ""
    assert page.locator("[data-chosen]").count() == 0
    assert head(page).startswith("0 of")
    answer(page, 1, RIGHT[0])
    page.reload()
    assert page.locator(".lv-changed").count() == 2
    page.goto(address(WORK))
    earlier = page.locator(".lv-work-earlier")
    assert earlier.get_by_role("heading").inner_text() == "Answers of an earlier edition"
    assert [text.partition("An old name")[2].strip() for text in earlier.locator("li").all_inner_texts()] == [
        "not yet right: 70",
        "your guess: “about 3”",
        "not right, “Some answer”",
    ]


# As the first version of the book made its keys.
OLD_KEYS = """() => {
    const digest = (text) => {
        let [a, b] = [0xdeadbeef, 0x41c6ce57];
        for (const letter of text.replace(/\\s+/g, " ").trim()) {
            a = Math.imul(a ^ letter.codePointAt(0), 2654435761);
            b = Math.imul(b ^ letter.codePointAt(0), 1597334677);
        }
        return [a ^ (b >>> 16), b ^ (a >>> 13)].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join("");
    };
    const quiz = document.querySelectorAll("details.quiz");
    const titles = [...quiz].slice(0, 3).map((one) => one.querySelector("summary").textContent);
    const text = quiz[0].previousElementSibling.textContent;
    return [digest(["quiz", text, ...titles].join("\\n")), digest("a question that is gone")];
}"""


def test_what_an_earlier_version_kept_goes_to_its_question_or_stays_in_sight(open_page):
    page = open_page(AT)
    old, gone = page.evaluate(OLD_KEYS)
    store(page, {old: {"kind": "quiz", "choice": 1}, gone: {"kind": "guess", "guess": "about 3"}})
    page.goto(address(WORK))
    assert page.locator(".lv-work-earlier li").count() == 2
    page.goto(AT)
    assert page.locator("details.quiz").nth(1).get_attribute("data-chosen") == "right"
    page.goto(address(WORK))
    assert row(page, "quiz-1").startswith("✓ right, “It has the same value")
    assert page.locator(".lv-work-earlier li").all_inner_texts() == ["A question\nyour guess: “about 3”"]
    assert old not in stored(page)


# ---- two tabs, no storage ----


def test_another_tab_shows_what_this_one_keeps_and_takes_nothing_that_is_being_written(open_page, base):
    one = open_page(f"{base}/{CHAPTER}")
    other = one.context.new_page()
    other.goto(f"{base}/{CHAPTER}")
    other.locator("#answer-2-field").fill("half wr")
    answer(one, 1, RIGHT[0])
    answer(one, 2, RIGHT[1])
    choose(one, 1)
    guess(one, "about 4")
    other.locator("details.quiz").nth(1).locator(".lv-chosen").wait_for()
    other.locator(".lv-beside").wait_for()
    assert other.locator("#answer-1-field").input_value() == RIGHT[0]
    assert other.locator("#answer-1-verdict").inner_text().startswith("✓ Right")
    assert other.locator("#answer-2-field").input_value() == "half wr"
    assert head(other) == head(one)
    answer(other, 3, RIGHT[2])
    one.wait_for_function("text => document.querySelector('.lv-progress').innerText.startsWith(text)", arg="5 of")
    assert len(stored(one)) == 5


def test_what_is_erased_in_one_tab_is_gone_in_the_other(open_page):
    one = open_page(AT)
    answer(one, 1, RIGHT[0])
    choose(one, 1)
    other = one.context.new_page()
    other.goto(address(WORK))
    erase(other, "Erase all")
    one.wait_for_function("() => document.querySelector('.lv-progress').innerText.startsWith('0 of')")
    assert one.locator("#answer-1-field").input_value() == ""
    assert one.locator("#answer-1-verdict").inner_text() == ""
    assert one.locator("[data-chosen], .lv-chosen").count() == 0


@pytest.mark.parametrize("trouble", [NO_STORAGE, FULL], ids=["forbidden", "full"])
def test_where_nothing_can_be_stored_the_page_says_so_once_and_all_goes_on(browser, trouble):
    page = browser.new_page()
    page.add_init_script(trouble)
    page.goto(AT)
    assert page.locator(".lv-unkept").count() == 0
    assert "(2 tries)" in [answer(page, 1, "70"), answer(page, 1, "71")][1]
    choose(page, 1)
    guess(page, "4")
    page.get_by_text("Your browser does not keep this").wait_for()
    assert page.locator(".lv-unkept").count() == 1
    assert head(page).startswith("2 of")
    page.goto(address(WORK))
    assert page.locator(".lv-work-sum").inner_text().startswith("0 of")
    assert read(page, file({key("predict-1"): {"kind": "guess", "guess": "4"}})).startswith("Read. 1 added. 1 are gone")
    page.close()


def test_a_full_storage_keeps_what_it_held_and_the_newer_answer_stands_until_the_page_is_left(browser):
    page = browser.new_page()
    page.goto(AT)
    answer(page, 1, "70")
    page.evaluate(f"() => {{ {FULL} }}")
    answer(page, 1, RIGHT[0])
    assert head(page).startswith("1 of")
    page.reload()
    assert page.locator("#answer-1-field").input_value() == "70"
    page.close()


# ---- for all ----


@pytest.mark.parametrize("size", [(375, 700), (1100, 900)], ids=["phone", "desk"])
def test_what_is_pressed_on_your_work_is_a_finger_high(open_page, size):
    page = open_page(AT, viewport={"width": size[0], "height": size[1]}, has_touch=size[0] < 400)
    assert page.locator(".lv-progress a").bounding_box()["height"] >= 40
    answer(page, 1, RIGHT[0])
    page.goto(address(WORK))
    for part in page.locator(":is(.lv-work-tools button, .lv-work summary, .lv-work li a):visible").all():
        assert part.bounding_box()["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_what_is_said_is_announced_and_the_focus_stays_where_it_was(worked):
    assert worked.locator(".lv-work-said").get_attribute("role") == "status"
    worked.locator("[data-work=read]").focus()
    read(worked, file({}))
    assert worked.evaluate("document.activeElement.dataset.work") == "read"


def test_names_of_questions_are_read_with_their_formulas():
    html = unescape((SITE / WORK).read_text(encoding="utf-8"))
    assert html.count('class="lv-did"') == sum(len(page["questions"]) for page in BOOK.values())
    assert html.count('<span class="katex">') > 20
    assert "$" not in html.partition('class="lv-work"')[2].partition("<!-- end -->")[0]
