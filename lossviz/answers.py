"""One rule for the answer to an exercise: in a notebook (`self_check`) and on the page, where
`assets/static/answers/judge.js` says the same in JavaScript. `tests/cases/answers.json` holds the cases of both.

Taken are 0.4, 0,4, .4, 2/5, 40 %, a real minus, spaces, 1,024 and 1 024, 4e-1. Fewer decimals are right if they are
well rounded and two digits count. A right value without decimals is exact: 3.4 is not 3.
"""

import re
from dataclasses import dataclass
from itertools import product
from math import isfinite
from typing import Any

LONGEST = 40  # letters of an answer that are looked at
SPACE = "[ \t\r\n\u00a0\u2009\u202f]"
NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][-+]?[0-9]{1,6})?")
THOUSANDS = re.compile(r"[-+]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
WHOLE = re.compile(r"([^/%]+)(?:/([^/%]+))?(%?)")
SLACK = 1 + 1e-9  # a half step is right too, however it is stored


@dataclass(frozen=True)
class Right:
    """The right value of an exercise.

    places: the decimals of a rounded value, 0 for one that is exact; within: how far an answer may lie from it;
    percent: the question asks for per cent, so that a number without % is one of per cent too.
    """

    shown: str
    value: float
    places: int
    within: float = 0.0
    percent: bool = False


def judge(right: Right, answer: Any) -> str:
    """Says "right", "wrong", "empty", or "unread" for what is no number.

    >>> judge(Right("0.4", 0.4, 1), "2/5")
    'right'
    """
    text = tidy(as_text(answer))
    if not text:
        return "empty"
    found = readings(text, right.percent)
    if not found:
        return "unread"
    return "right" if any(fits(right, *reading) for reading in found) else "wrong"


def as_text(answer: Any) -> str:
    """An answer as it would be typed; of an array with one element, the element."""
    if answer is None or answer is ...:
        return ""
    if isinstance(answer, str):
        return answer
    while isinstance(answer, list | tuple) and len(answer) == 1:
        answer = answer[0]
    try:
        answer = answer.item() if hasattr(answer, "item") else answer
        return "yes or no" if isinstance(answer, bool) else repr(float(answer)).removesuffix(".0")
    except (TypeError, ValueError, RuntimeError, OverflowError):
        return "no number"


def tidy(text: str) -> str:
    """Without the spaces that a number may hold, and with a typewriter's minus."""
    text = re.sub("[−–]", "-", text)
    text = re.sub(f"{SPACE}*([-+/%]){SPACE}*", r"\1", re.sub(f"^{SPACE}+|{SPACE}+$", "", text))
    return re.sub(f"(?<=[0-9]){SPACE}(?=[0-9]{{3}}(?![0-9]))", "", text)


def readings(text: str, percent: bool) -> list[tuple[float, float, int]]:
    """What a text may mean: value, decimals (∞ for a fraction), digits that count. "1,024" may mean two numbers."""
    parts = WHOLE.fullmatch(text) if len(text) <= LONGEST else None
    if parts is None:
        return []
    hundredth = bool(parts[3]) and not percent
    if parts[2] is None:
        return [_reading(number, hundredth) for number in _numbers(parts[1])]
    both = product(map(float, _numbers(parts[1])), map(float, _numbers(parts[2])))
    return [(above / below / (100 if hundredth else 1), float("inf"), 2) for above, below in both if below]


def _numbers(text: str) -> list[str]:
    """The ways to read a number: a comma may part thousands, or stand for the point."""
    grouped = [text.replace(",", "")] if THOUSANDS.fullmatch(text) else []
    return grouped + ([text.replace(",", ".")] if NUMBER.fullmatch(text) else [])


def _reading(number: str, hundredth: bool) -> tuple[float, float, int]:
    mantissa, _, exponent = number.lower().partition("e")
    places = len(mantissa.partition(".")[2]) - int(exponent or 0) + (2 if hundredth else 0)
    digits = len(re.sub("[^0-9]", "", mantissa).lstrip("0"))
    return float(number) / (100 if hundredth else 1), places, digits


def fits(right: Right, value: float, places: float, digits: int) -> bool:
    miss = abs(value - right.value)
    if not isfinite(miss):
        return False
    if miss <= max(right.within * SLACK, abs(right.value) * 1e-6, 1e-9):
        return True
    if right.places == 0 or (places < right.places and digits < 2):
        return False
    return miss <= float(f"5e{-min(places, right.places) - 1}") * SLACK
