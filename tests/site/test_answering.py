"""Exercises are answered on the page; no right value is in sight before it is asked for."""

import re

import pytest

from lossviz.exercises import right_value
from tests.site.conftest import ROOT, SITE, address
from tools.check.notebooks import PATHS, Chapter, calls, exercises

CHAPTERS = [path.stem for path in PATHS if exercises(Chapter(path))]
AT, PAGE = "mse_vs_mae", "chapters/mse_vs_mae.html"


def right_values(name: str) -> list[str]:
    return [
        call.args[0].value
        for cell in exercises(Chapter(ROOT / "chapters" / f"{name}.ipynb"))
        for call in calls(cell.source, "self_check")
    ]


def given(name: str, number: int) -> str:
    """What an exercise tells beforehand: its text without what is folded, and its code."""
    cells = Chapter(ROOT / "chapters" / f"{name}.ipynb").cells
    found = [cell.source for cell in cells if cell.id in (f"exercise-{number}", f"exercise-{number}-given")]
    return re.sub(r"<details>.*?</details>", "", "\n".join(found), flags=re.DOTALL).replace("−", "-")


@pytest.mark.parametrize("name", CHAPTERS)
def test_each_exercise_of_a_notebook_has_its_field_with_a_name(name):
    html = (SITE / "chapters" / f"{name}.html").read_text(encoding="utf-8")
    labels = re.findall(r'<label for="answer-\d+-field">Your answer to (.*?)</label>', html)
    assert len(labels) == len(right_values(name)) >= 2
    assert len(set(labels)) == len(labels)
    assert "self_check(" not in html
    assert "yours = " not in html


@pytest.fixture
def opened(open_page):
    page = open_page(address(PAGE))
    page.evaluate("() => document.querySelectorAll('details').forEach((details) => (details.open = false))")
    return page


def answer(page, number: int, text: str) -> str:
    field = page.locator(f"#answer-{number}-field")
    field.fill(text)
    field.press("Enter")
    return page.locator(f"#answer-{number}-verdict").inner_text()


def test_a_miss_gets_the_hint_and_not_the_value_any_number_of_times(opened):
    right = right_values(AT)[0]
    for tries in (1, 2, 3):
        said = answer(opened, 1, "70")
        assert said.startswith("Not yet")
        assert "Hint: D divided by n" in said
        assert not re.search(rf"\b{right}\b", said.replace("630", ""))
        assert ("tries" in said) == (tries > 1)
    assert opened.evaluate("document.activeElement.id") == "answer-1-field"
    assert opened.locator("#answer-1-field").get_attribute("aria-invalid") == "true"


def test_a_right_answer_is_told_in_each_of_its_forms(opened):
    for text in ("0.05", "0,05", "1/20", "5 %", ".05"):
        assert answer(opened, 3, text).startswith("✓ Right: 0.05")
    assert opened.locator("#answer-3-field").get_attribute("aria-invalid") is None


def test_what_is_no_number_is_no_try(opened):
    assert answer(opened, 1, "") == "Write a number first."
    assert answer(opened, 1, "sixty").startswith("This is not a number")
    assert answer(opened, 1, "<img src=x onerror=alert(1)>").startswith("This is not a number")
    assert "tries" not in answer(opened, 1, "70")


def test_the_value_comes_with_its_solution_when_it_is_asked_for(opened):
    for number, value in enumerate(right_values(AT), start=1):
        form = opened.locator(f"#answer-{number}")
        form.get_by_role("button", name="Show the answer").click()
        assert opened.locator(f"#answer-{number}-verdict").inner_text() == f"The answer is {value}."
    solutions = opened.locator("details", has=opened.locator("summary", has_text="Solution"))
    assert solutions.evaluate_all("all => all.filter((one) => one.open).length") == len(right_values(AT))


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.xdist_group(f"chapters/{name}.html")) for name in CHAPTERS]
)
def test_no_right_value_is_in_sight_before_it_is_asked_for(at_desk, without_script, name, script):
    page = (at_desk if script else without_script)(address(f"chapters/{name}.html"))
    for number, value in enumerate(right_values(name), start=1):
        seen = page.locator(f"section:has(> #answer-{number})").inner_text().replace("−", "-")
        assert "Exercise" in seen
        if len(value) > 2 and value not in given(name, number):  # a number may be given and right
            assert not re.search(rf"(?<![\w.]){re.escape(value)}(?![\w]|\.\d)", seen), value


@pytest.mark.parametrize("size", [(375, 700), (1100, 900)], ids=["phone", "desk"])
def test_a_field_and_its_buttons_can_be_hit_with_a_finger(open_page, size):
    page = open_page(address(PAGE), viewport={"width": size[0], "height": size[1]}, has_touch=size[0] < 400)
    for part in page.locator(".lv-exercise :is(input, button)").all():
        box = part.bounding_box()
        assert box["height"] >= 44
        assert 0 <= box["x"] <= box["x"] + box["width"] <= size[0]


def test_every_right_value_can_be_typed_as_it_is_written():
    from lossviz.answers import judge

    for name in CHAPTERS:
        for value in right_values(name):
            assert judge(right_value(value), value) == "right"
