"""The number in the text is the number from the code."""

import re
from math import isfinite
from numbers import Real

from .answers import Right, judge


def check(quoted: str, value: Real, *, within: float | None = None) -> None:
    """Pass if the quoted number is the value, rounded as quoted; else say both.

    >>> check("0.811", 0.8112781)

    within: how far the value may lie from the quoted number, for results of training that differ a little
    between machines.

    Raises AssertionError if they differ, ValueError if the quoted text is not a number.

    >>> check("0.812", 0.8112781)
    Traceback (most recent call last):
        ...
    AssertionError: the text says 0.812, the code gives 0.811 (0.8112781)
    """
    number, decimals = _read(quoted)
    value = float(value)
    shown = f"{value:.{decimals}f}"
    agrees = abs(value - number) <= within if within is not None else float(shown) == number
    if not agrees:
        raise AssertionError(f"the text says {quoted}, the code gives {shown} ({value!r})")


def self_check(expected: str, yours: object, hint: str = "", *, within: float = 0.0) -> None:
    """Judge the answer to an exercise; never shows the right value before it is asked for, never stops the notebook.

    What counts as right is said in `lossviz/answers.py`: a fraction, per cent and a decimal comma are, in a text, and
    fewer decimals, well rounded. within: how far a right answer may lie from the expected one.

    >>> self_check("5", 5.0)
    ✓ Right: 5
    >>> self_check("5", 4, hint="rise over run")
    ✗ Not yet. Hint: rise over run. (To see the value, answer "show".)
    >>> self_check("0.4333", "0,43")
    ✓ Right: 0.4333
    >>> self_check("5", "show")
    The value is 5.
    >>> self_check("5", ...)
    … Not answered yet: put your answer in place of the three dots, and run both cells.

    Raises ValueError if the expected text is not a finite number.
    """
    right = right_value(expected, within)
    if isinstance(yours, str) and yours.strip().lower() == "show":
        print(f"The value is {expected}.")
        return
    said = {
        "right": f"✓ Right: {expected}",
        "empty": "… Not answered yet: put your answer in place of the three dots, and run both cells.",
        "wrong": "✗ Not yet." + _hint(hint),
        "unread": f'✗ {yours!r} is not a number such as 0.4, "2/5" or "40 %".' + _hint(hint),
    }
    print(said[judge(right, yours)])


def right_value(expected: str, within: float = 0.0) -> Right:
    """An exercise's right value, read as it is written: "0.811", "1,024", "−12", "40 %"."""
    number, places = _read(expected, "self_check")
    if not isfinite(number):
        raise ValueError(f"self_check: {expected!r} is not finite, and no answer could be near it")
    return Right(expected, number, places, float(within), expected.rstrip().endswith("%"))


def _hint(hint: str) -> str:
    return (f" Hint: {hint}." if hint else "") + ' (To see the value, answer "show".)'


def _read(quoted: str, who: str = "check") -> tuple[float, int]:
    """A number as written (with "," between thousands and a real minus sign), and its decimals."""
    plain = quoted.replace("−", "-").replace(",", "").replace("∞", "inf").removesuffix("%").strip()
    if not re.fullmatch(r"-?(\d+(\.\d+)?(e-?\d+)?|inf)", plain):
        raise ValueError(f"{who}: {quoted!r} is not a number as written in the text, such as '0.811' or '1,024'")
    mantissa, _, exponent = plain.partition("e")
    return float(plain), max(0, len(mantissa.partition(".")[2]) - int(exponent or 0))
