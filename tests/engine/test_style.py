"""The palette can be read on both papers, and told apart by those who see fewer colours."""

from itertools import combinations

import numpy as np
import pytest

from lossviz import style

SCHEMES = {"light": 0, "dark": 1}
LINES = ("blue", "orange", "red", "green", "purple", "gold")
# G. M. Machado, M. M. Oliveira, L. A. F. Fernandes (2009), A physiologically-based model for simulation of color
# vision deficiency, IEEE TVCG 15(6), table 1, severity 1: how linear RGB is seen without one kind of cone.
SEEN_BY = {
    "all cones": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
# CIEDE2000: about 1 is just noticed when two patches touch; lines apart from each other need several times that.
APART = 8


def linear(hexadecimal: str) -> np.ndarray:
    parts = np.array([int(hexadecimal[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    dark, light = sorted(linear(colour) @ [0.2126, 0.7152, 0.0722] for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def lab(rgb: np.ndarray) -> np.ndarray:
    """CIELAB of linear RGB, for a D65 white."""
    to_xyz = np.array(
        [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]]
    )
    part = to_xyz @ np.clip(rgb, 0, 1) / to_xyz.sum(axis=1)
    x, y, z = np.where(part > 216 / 24389, np.cbrt(part), (24389 / 27 * part + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def difference(one: np.ndarray, other: np.ndarray) -> float:
    """CIEDE2000 of two CIELAB colours: G. Sharma, W. Wu, E. N. Dalal (2005), in the notation of that paper."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    chroma = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    more = 1.5 - 0.5 * np.sqrt(chroma**7 / (chroma**7 + 25.0**7))
    c1, c2 = np.hypot(a1 * more, b1), np.hypot(a2 * more, b2)
    h1, h2 = (np.degrees(np.arctan2(b, a * more)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    light, c, h = (l1 + l2) / 2, (c1 + c2) / 2, h1 + turn / 2 if c1 * c2 else h1 + h2
    wave = sum(
        k * np.cos(np.radians(n * h - o)) for k, n, o in ((-0.17, 1, 30), (0.24, 2, 0), (0.32, 3, -6), (-0.2, 4, 63))
    )
    rotation = -2 * np.sqrt(c**7 / (c**7 + 25.0**7)) * np.sin(np.radians(60 * np.exp(-(((h % 360 - 275) / 25) ** 2))))
    dl = (l2 - l1) / (1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2))
    dc = (c2 - c1) / (1 + 0.045 * c)
    dh = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2)) / (1 + 0.015 * c * (1 + wave))
    return float(np.sqrt(dl**2 + dc**2 + dh**2 + rotation * dc * dh))


def test_contrast_is_21_between_black_and_white():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize(
    ("one", "other", "expected"),  # pairs 1, 7, 13, 17 and 24 of the table that comes with Sharma's paper
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 0, 0), (50, -1, 2), 2.3669),
        ((50, -0.001, 2.49), (50, 0.0011, -2.49), 4.7461),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((50, 2.5, 0), (50, 3.2592, 0.335), 1.0),
    ],
)
def test_the_measure_of_difference_gives_the_published_values(one, other, expected):
    assert difference(np.array(one), np.array(other)) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", [n for n in style.PALETTE if n not in ("paper", "grid")])
def test_every_colour_can_be_read_as_text_on_its_paper(name, scheme):
    colour, paper = (style.PALETTE[key][SCHEMES[scheme]] for key in (name, "paper"))
    assert contrast(colour, paper) >= 4.5  # lines need 3: they have more


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("sight", SEEN_BY)
def test_no_two_lines_look_alike_whatever_cones_an_eye_lacks(scheme, sight):
    seen = {name: lab(SEEN_BY[sight] @ linear(style.PALETTE[name][SCHEMES[scheme]])) for name in LINES}
    near = {pair: difference(*(seen[name] for name in pair)) for pair in combinations(LINES, 2)}
    assert {pair: round(apart, 1) for pair, apart in near.items() if apart < APART} == {}


def test_no_two_colours_of_the_palette_are_written_alike():
    lights = [light for light, _ in style.PALETTE.values()]
    assert len(set(lights)) == len(lights)


def test_fonts_of_both_matplotlibs_give_way_to_the_pages_own():
    old = """<text style="font: 13px 'DejaVu Sans', 'Arial'; text-anchor: start">"""
    new = """<text style="font-size: 13px; font-family: 'DejaVu Sans', sans-serif; text-anchor: start">"""
    assert style.themed(old) == style.themed(new) == '<text style="font-size: 13px; text-anchor: start">'
