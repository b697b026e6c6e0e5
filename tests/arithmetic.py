"""Sums, products and quotients in a text: whether who computes from the printed numbers gets the printed result."""

import re
from collections.abc import Iterator

RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
NUMBER = r"[−-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:\s?[×·]\s?10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?"
TERM = rf"(?:\({NUMBER}\)|{NUMBER})[²³]?"
SIGN = r"\s*[+−·×/]\s*"
# A chain that stands by itself: nothing before it that belongs to a longer formula, nothing after it that goes on.
CHAIN = re.compile(
    rf"(?<![\w.,)²³⁰¹⁴-⁹%/·×+(|√−-])(?<![+−·×/]\s)({TERM}(?:{SIGN}{TERM})+)\s*=\s*({NUMBER})"
    r"(?![\w,.]*\d|\s*[+−·×/²³(]|\s?%)"
)
# −0, and the ratio of two numbers that were rounded to nothing; 0/0 itself may be what is spoken of.
ZERO = re.compile(r"(?<![\w.])−0(?:\.0+)?(?![\d.,]|\s?[×·]\s?10)|(?<![\w.,])0\.0+\s*/\s*0\.0+(?![\d.])")

# Numbers that `lossviz.engine.numbers` did not write; a number that stands alone may be a year on an axis.
ANOTHER_NOTATION = re.compile(
    r"(?<![\w.])-\d"  # a hyphen for a minus
    r"|\d[eE][-−+]?\d{1,3}\b"
    r"|[·×]\s10[⁻⁰¹²³⁴-⁹]|·10⁻"
    r"|\d%"
    r"|(?<![\d,.])(?<!image )\d{4,}(?=.)(?![\d])|(?<=\s)(?<!image )\d{4,}(?!\d)"
)


def value(number: str) -> float:
    text = number.strip("()").replace(",", "").replace("−", "-")
    power = 1
    if re.search(r"(?<=[\d)])[²³]$", number) and not re.search(r"[×·]\s?10[²³]$", number):
        text, power = text[:-1].rstrip(")"), int(text[-1].translate(RAISED))
    mantissa, _, exponent = re.sub(r"\s?[×·]\s?10(?=[⁻⁰¹²³⁴⁵⁶⁷⁸⁹])", "e", text).partition("e")
    return (float(mantissa) * 10.0 ** int((exponent or "0").translate(RAISED))) ** power


def half_a_digit(number: str) -> float:
    """Half of what the last printed digit counts."""
    mantissa, _, exponent = re.sub(r"\s?[×·]\s?10(?=[⁻⁰¹²³⁴⁵⁶⁷⁸⁹])", "e", number).partition("e")
    return 0.5 * 10.0 ** (int((exponent or "0").translate(RAISED)) - len(mantissa.partition(".")[2]))


def computed(chain: str) -> float:
    """The value of terms and signs, products before sums."""
    first = re.match(TERM, chain)
    total, product, sign = 0.0, value(first[0]), 1.0
    for operator, term in re.findall(rf"({SIGN})({TERM})", chain[first.end() :]):
        match operator.strip():
            case "·" | "×":
                product *= value(term)
            case "/":
                product = product / value(term) if value(term) else float("nan")
            case other:
                total, product, sign = total + sign * product, value(term), 1.0 if other == "+" else -1.0
    return total + sign * product


def wrong(text: str) -> Iterator[str]:
    """What in a text does not compute."""
    for found in CHAIN.finditer(text):
        chain, result = found.groups()
        if not abs(computed(chain) - value(result)) <= half_a_digit(result) * (1 + 1e-9) + 1e-12:
            yield f"{found[0]} (is {computed(chain):.6g})"
    for pattern in (ZERO, ANOTHER_NOTATION):
        for found in pattern.finditer(text):
            yield found[0]


def spellings(text: str, number: str) -> set[str]:
    """How the value of a number is written in a text: each way once."""
    return {found for found in re.findall(NUMBER, text) if value(found) == value(number)}
