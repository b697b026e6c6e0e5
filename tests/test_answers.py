"""The rule for answers in Python: the cases that the page shares, and what only Python can be given."""

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from lossviz.answers import judge
from lossviz.exercises import right_value

CASES = json.loads((Path(__file__).parent / "cases" / "answers.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("expected", "answer", "verdict"), CASES)
def test_an_answer_as_it_is_typed_is_judged(expected, answer, verdict):
    assert judge(right_value(expected), answer) == verdict


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (0.4333, "right"),
        (0.43, "right"),
        (0.4, "wrong"),
        (Fraction(13, 30), "right"),
        (np.float32(0.43333), "right"),
        (np.array([0.43333]), "right"),
        (np.array([[0.43333]]), "right"),
        ([[0.43333]], "right"),
        (np.array([0.1, 0.2]), "unread"),
        ([], "unread"),
        ([0.43333, 1], "unread"),
        (True, "unread"),
        (1j, "unread"),
        (object(), "unread"),
        (10**400, "unread"),
        (float("inf"), "unread"),
        (None, "empty"),
        (..., "empty"),
    ],
)
def test_an_answer_that_code_gives_is_judged(answer, verdict):
    assert judge(right_value("0.4333"), answer) == verdict


def test_a_tensor_is_judged_by_its_one_element():
    torch = pytest.importorskip("torch")
    assert judge(right_value("0.5"), torch.tensor([0.5], requires_grad=True)) == "right"
    assert judge(right_value("0.5"), torch.tensor([0.5, 0.5])) == "unread"


def test_a_number_without_decimals_is_exact_unless_it_says_how_far_it_may_vary():
    assert judge(right_value("99"), 98.6) == "wrong"
    assert judge(right_value("99", within=0.5), 98.6) == "right"
    assert judge(right_value("63"), np.float32(62.999996)) == "right"
