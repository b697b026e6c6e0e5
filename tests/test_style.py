import pytest

from lossviz import style


def luminance(hexadecimal: str) -> float:
    parts = [int(hexadecimal[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_21_between_black_and_white():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("name", [n for n in style.PALETTE if n not in ("paper", "grid")])
def test_every_colour_can_be_read_as_text_on_its_paper(name, scheme):
    assert contrast(style.PALETTE[name][scheme], style.PALETTE["paper"][scheme]) >= 4.5


def test_no_two_colours_of_the_palette_are_written_alike():
    lights = [light for light, _ in style.PALETTE.values()]
    assert len(set(lights)) == len(lights)


def test_fonts_of_both_matplotlibs_give_way_to_the_pages_own():
    old = """<text style="font: 13px 'DejaVu Sans', 'Arial'; text-anchor: start">"""
    new = """<text style="font-size: 13px; font-family: 'DejaVu Sans', sans-serif; text-anchor: start">"""
    assert style.themed(old) == style.themed(new) == '<text style="font-size: 13px; text-anchor: start">'
