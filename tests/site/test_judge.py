"""The rule for answers on the page says what the rule in Python says: case by case, and for 2,000 random inputs."""

import json
import random
from dataclasses import asdict

import pytest

from lossviz.answers import judge
from lossviz.exercises import right_value
from tests.site.conftest import ROOT

CASES = json.loads((ROOT / "tests" / "cases" / "answers.json").read_text(encoding="utf-8"))
EXPECTED = ["0.4", "-12", "0.2512", "1,024", "9380", "0.0079", "92 %", "10.000", "0.0", "−0.333", "1e-3", "2.5e3", "0"]
JUDGE = "cases => cases.map(([right, text]) => bookAnswers.judge(right, text))"


@pytest.fixture(scope="module")
def in_javascript(browser):
    """in_javascript(pairs): the verdicts of the page's script."""
    page = browser.new_page()
    page.add_script_tag(path=ROOT / "assets" / "static" / "answers" / "judge.js")
    yield lambda pairs: page.evaluate(JUDGE, [[asdict(right), text] for right, text in pairs])
    page.close()


def typed(draw: random.Random, near: float) -> str:
    """What a reader may type: numbers near the right one in many forms, and strings of the letters of numbers."""
    value = draw.choice([near, near * draw.uniform(0.9, 1.1), near + draw.uniform(-1, 1), draw.uniform(-2e4, 2e4)])
    places = draw.randrange(7)
    minus, comma = draw.choice("-−–"), draw.choice([".", ".", ","])
    forms = [
        lambda: f"{value:.{places}f}",
        lambda: f"{value:.{places}e}",
        lambda: f"{value:,.{places}f}",
        lambda: f"{value:,.{places}f}".replace(",", draw.choice([" ", "\u00a0", "\u202f"])),
        lambda: f"{100 * value:.{places}f} %",
        lambda: f"{value * 7:.{places}f}/7",
        lambda: f"{draw.randrange(-20, 20)} / {draw.randrange(-20, 20)}",
        lambda: repr(value),
        lambda: "".join(draw.choice("0123456789.,-−+/% eE\u00a0x½٣😀") for _ in range(draw.randrange(12))),
        lambda: f"{draw.randrange(99)}e{draw.randrange(-6000, 6000)}",
        lambda: f"{value + 0.5 * 10.0**-places!r}",
    ]
    text = draw.choice(forms)()
    return draw.choice(["", "", " ", "\t"]) + text.replace("-", minus).replace(".", comma) + draw.choice(["", "", " "])


def test_the_cases_of_the_rule_hold_on_the_page(in_javascript):
    said = in_javascript([(right_value(expected), answer) for expected, answer, _ in CASES])
    assert [case for case, verdict in zip(CASES, said, strict=True) if case[2] != verdict] == []


def test_page_and_python_judge_2000_random_answers_alike(in_javascript):
    draw = random.Random(15)
    rights = [right_value(e, within) for e in EXPECTED for within in (0.0, 0.05)]
    pairs = [(right, typed(draw, right.value)) for right in (draw.choice(rights) for _ in range(2000))]
    here, there = [judge(right, text) for right, text in pairs], in_javascript(pairs)
    differ = [(r.shown, text, a, b) for (r, text), a, b in zip(pairs, here, there, strict=True) if a != b]
    assert differ == []
    counted = {verdict: here.count(verdict) for verdict in ("right", "wrong", "unread", "empty")}
    assert counted["right"] > 200, counted
    assert counted["wrong"] > 200, counted
    assert counted["unread"] > 100, counted
    assert counted["empty"] > 3, counted
