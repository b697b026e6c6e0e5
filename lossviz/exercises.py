"""The number in the text is the number from the code."""

import re
from decimal import Decimal
from math import isfinite
from numbers import Real


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


def self_check(expected: str, yours: object, hint: str = "") -> None:
    """Compare an exercise's answer with the right one and show both; never stops the notebook.

    An answer with fewer decimals is right too, if it has two digits that count and is well rounded.

    >>> self_check("5", 5.0)
    ✓ Right: 5
    >>> self_check("5", 4, hint="rise over run")
    ✗ Yours: 4. Expected: 5. Hint: rise over run
    >>> self_check("0.4333", 0.43)
    ✓ Right: 0.4333
    >>> self_check("5", ...)
    … Not answered yet: put your answer in place of the three dots and run the cell again.
    """
    number, decimals = _read(expected, "self_check")
    right = f"Expected: {expected}." + (f" Hint: {hint}" if hint else "")
    if yours is None or yours is ...:
        print("… Not answered yet: put your answer in place of the three dots and run the cell again.")
        return
    try:
        value = float(yours)
    except (TypeError, ValueError):
        print(f"✗ Yours: {yours!r} is not a number. {right}")
        return
    if float(f"{value:.{decimals}f}") == number or _well_rounded(value, number):
        print(f"✓ Right: {expected}")
    else:
        print(f"✗ Yours: {value:.6g}. {right}")


def _well_rounded(value: float, number: float) -> bool:
    if not (isfinite(value) and isfinite(number)):
        return False
    _, digits, exponent = Decimal(repr(value)).as_tuple()
    return len(digits) >= 2 and round(number, -exponent) == value


def _read(quoted: str, who: str = "check") -> tuple[float, int]:
    """A number as written (with "," between thousands and a real minus sign), and its decimals."""
    plain = quoted.replace("−", "-").replace(",", "").replace("∞", "inf").removesuffix("%").strip()
    if not re.fullmatch(r"-?(\d+(\.\d+)?(e-?\d+)?|inf)", plain):
        raise ValueError(f"{who}: {quoted!r} is not a number as written in the text, such as '0.811' or '1,024'")
    mantissa, _, exponent = plain.partition("e")
    return float(plain), max(0, len(mantissa.partition(".")[2]) - int(exponent or 0))
