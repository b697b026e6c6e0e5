"""Every readout, title and label of every state of every demo computes as printed, and is a sentence."""

import html
import re

import pytest

from tests.arithmetic import NUMBER, spellings, wrong
from tests.site.conftest import PAGES
from tests.site.known import known, stored

NAMES = sorted(name for names in PAGES.values() for name in names)


def texts(name: str) -> set[str]:
    """All that the demo ever says: its readouts, and the words in its picture."""
    pictures, data = stored(name)
    drawn = [*pictures, *(string for _, _, strings, _ in data["tracks"] for string in strings)]
    words = {html.unescape(text) for svg in drawn for text in re.findall(r"<text[^>]*>([^<]+)</text>", svg)}
    return words | set(data["readout"][0])


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("0.05 + 0.05 + 0.13 = 0.22", 1),
        ("0.05 + 0.05 + 0.12 = 0.22", 0),
        ("0.02 / 0.02 = 0.787", 1),
        ("0.998 · 0.002 = 0.0025", 1),
        ("max(0, 5.1 − 3.2 + 1) = 2.9", 0),
        ("Loss 2.9 + 0 = 2.9", 0),
        ("(2.5 − 0.5) / 4 = 7", 0),  # a longer formula is left to the demo's own tests
        ("−0.25 · (−4) = 1", 0),
        ("−0.25 · (−4) = −1", 1),
        ("0.3² + 0.4² = 0.25", 0),
        ("2×10⁻³ · 5 = 0.01", 0),
        ("1,000 · 2.5 = 2,500", 0),
        ("1,000 · 2.5 = 2,501", 1),
        ("1 − 0.9 · 0.5 = 0.55", 0),
        ("slope −0.000", 1),
        ("0.00 / 0.00 = 1", 2),
        ("dJ/dz = −2 · 0.25 = −0.5", 0),
        ("dJ/dz = −2 · 0.25 = 0.5", 1),
        ("the rate would be 0/0, no number", 0),
        ("from −0.5 to 0", 0),
        ("2.5 · 2 = 5 · 1", 0),
        ("f(1) − 2 = 3", 0),
        ("x = -3", 1),
        ("h = 1e-08", 1),
        ("2.5 × 10⁻⁷, 2·10⁻³", 2),
        ("28% of them", 1),
        ("28\N{NO-BREAK SPACE}% of them", 0),
        ("costs 1387.", 1),
        ("1970", 0),
        ("test image 4176", 0),
    ],
)
def test_what_does_not_compute_is_found(text, faults):
    assert len([*wrong(text)]) == faults


@pytest.mark.parametrize("name", NAMES)
def test_every_number_of_a_demo_computes_as_printed(name):
    said = texts(name)
    assert said
    found = {fault: text for text in said for fault in wrong(text)}
    assert not found, f"{len(found)} of {len(said)} texts, such as {list(found.items())[:3]}"


@pytest.mark.parametrize("name", NAMES)
def test_every_readout_ends_as_a_sentence_does(name):
    said = stored(name)[1]["readout"][0]
    assert not [text for text in said if text and text[-1] not in ".?!"]


def in_two_spellings(demo) -> dict[str, tuple[str, str]]:
    """The sliders whose value the readout says nearly everywhere, and somewhere only in another spelling."""
    found = {}
    for key, control in demo.controls.items():
        if control.kind != "slider":
            continue
        quoted = [
            (number[0], ways)
            for value, text in zip(control.values, control.texts, strict=True)
            if (number := re.match(NUMBER, text))
            if (ways := spellings(demo.at(**{key: value}).readout, number[0]))
        ]
        others = [(number, ways) for number, ways in quoted if number not in ways]
        if others and len(quoted) > 0.8 * len(control.texts):
            found[key] = others[0]
    return found


@pytest.mark.parametrize("name", NAMES)
def test_slider_and_readout_write_a_number_alike(name):
    assert not in_two_spellings(known(name))
