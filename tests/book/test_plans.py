"""The lesson plans of teaching.md as data: what is on the screen at one time, and what keeps a plan from being run."""

import pytest

from book.plans import KINDS, Plan, plans, scenes
from tests.site.conftest import ROOT

FAIR, BENT = (
    f'<a href="entropy.html#coin_entropy?p={p}&amp;q=1">{name}</a>' for p, name in ((0.5, "fair"), (0.9, "bent"))
)
BOOK = plans((ROOT / "chapters" / "teaching.md").read_text(encoding="utf-8"))


def told(text: str) -> list[tuple]:
    """What each scene shows, asks and hopes for."""
    return [
        (scene.position and scene.position.label, scene.said.get("ask"), scene.said.get("hope"))
        for scene in scenes(text)
    ]


def test_each_position_is_a_scene_and_a_question_before_them_is_one_too():
    assert told(f"*Ask:* why? *Show:* {FAIR}, then {BENT}. *Hope:* so.") == [
        (None, "why?", "so."),
        ("fair", "why?", "so."),
        ("bent", "why?", "so."),
    ]


def test_what_stands_after_a_position_is_asked_there():
    assert told(f"*Show:* {FAIR}. *Ask:* one? *Show:* {BENT}. *Ask:* two? *Hope:* both.") == [
        ("fair", "one?", "both."),
        ("bent", "two?", "both."),
    ]


def test_what_was_answered_is_not_asked_again():
    assert told(f"*Ask:* one? *Hope:* yes. *Show:* {FAIR}. *Class:* looks. *Ask:* two? *Hope:* no.") == [
        (None, "one?", "yes."),
        ("fair", "two?", "no."),
    ]


def test_a_question_after_an_answer_stands_alone_until_a_position_comes():
    assert told(f"*Show:* {FAIR}. *Ask:* one? *Hope:* yes. *Ask:* two? *Show:* {BENT}. *Hope:* no.") == [
        ("fair", "one?", "yes."),
        (None, "two?", "no."),
        ("bent", "two?", "no."),
    ]


def test_a_position_is_read_as_an_address():
    assert scenes(f"*Show:* {FAIR}.")[0].position == ("entropy", "coin_entropy", "coin_entropy?p=0.5&q=1", "fair")


def test_a_pause_is_a_scene_without_words():
    assert told("") == [(None, None, None)]


FAULTS = [
    ("**Ask.** *Ask:* why?", "it has no minutes: begin with **Its name (5 min).**"),
    ("**Ask (5 min).** Well. *Ask:* why?", "“Well.” stands before the first of its lead words"),
    ("**Ask (5 min).** *Say:* why?", "*Say:* is no lead word: take one of *On the board:*"),
    (f"**Ask (5 min).** *Class:* bets on {FAIR}.", "a link stands under *Class:*"),
    ("**Ask (5 min).** *Show:* the coin.", "*Show:* opens no demo"),
    (f"**Ask (5 min).** *Show:* {FAIR}, press Play.", "“press Play” stands under *Show:*"),
]


@pytest.mark.parametrize(("step", "said"), FAULTS, ids=[said for _, said in FAULTS])
def test_what_cannot_be_run_is_told_with_the_step(step, said):
    [fault] = Plan("One lesson", f"\n1. {step}\n").faults()
    assert fault.startswith("“One lesson”, step 1, “")
    assert said in fault


def test_the_books_plans_can_be_run():
    assert len(BOOK) >= 9
    assert [fault for plan in BOOK for fault in plan.faults()] == []
    assert [plan.heading for plan in BOOK if not plan.homework or sum(step.minutes for step in plan.steps) < 45] == []


def test_each_position_of_the_book_has_a_question_and_a_hope():
    lacking = [
        (step.name, position.label)
        for plan in BOOK
        for step in plan.steps
        for position, said in step.scenes
        if position and not {"ask", "hope"} <= said.keys()
    ]
    assert lacking == []


def test_each_kind_of_lead_word_is_known_by_the_pages_style():
    style = (ROOT / "assets" / "static" / "lessons" / "run.css").read_text(encoding="utf-8")
    assert [kind for kind in KINDS.values() if kind != "show" and f".lv-{kind}" not in style] == []
