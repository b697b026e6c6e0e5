"""A demo as a file: each kind is opened by what opens such files."""

import io
import re
from xml.etree import ElementTree

import numpy as np
import pypdfium2
import pytest
from PIL import Image

import lossviz
from lossviz import Slider, demo, style
from lossviz.demos._draw import dots
from tests.engine.sample_demos import sample_curve


@pytest.fixture
def fragile():
    @demo(x=Slider(0, 2, step=1, start=1))
    def fragile_file(ax, x):
        """Divide."""
        return f"{1 / x}"

    return fragile_file


def pixels(path) -> np.ndarray:
    return np.asarray(Image.open(path).convert("RGB")).astype(int)


def test_a_png_is_two_dots_a_pixel_on_paper_and_shows_the_state(tmp_path):
    one, other = sample_curve.save(tmp_path / "one.png", x=-2), sample_curve.save(tmp_path / "other.png", x=2)
    assert pixels(one).shape == (600, 880, 3)
    assert Image.open(one).convert("RGBA").getpixel((0, 0)) == (255, 255, 255, 255)  # on a dark slide too
    assert (pixels(one) != pixels(other)).any()


def test_many_dots_are_in_the_picture_too(tmp_path):
    @demo(x=Slider(0, 1, step=1))
    def many_dots(ax, x):
        """Dots."""
        ax.set(xlim=(0, 1), ylim=(0, 1))
        ax.set_axis_off()
        dots(ax, [0.25, 0.75], [0.5, 0.5], style.RED, 20)
        return f"{x}"

    red = (abs(pixels(many_dots.save(tmp_path / "dots.png")) - [0xA6, 0x05, 0x3F]) < 8).all(axis=2)
    assert red.sum() == pytest.approx(2 * np.pi * (10 * 144 / 72) ** 2, rel=0.1)


def test_an_svg_needs_no_font_of_the_reader_s(tmp_path):
    text = sample_curve.save(tmp_path / "a.svg").read_text()
    root = ElementTree.fromstring(text)
    assert root.get("viewBox") == "0 0 440 300"
    assert "<text" not in text


def test_a_pdf_is_one_page_of_the_picture_s_size(tmp_path):
    pages = pypdfium2.PdfDocument(sample_curve.save(tmp_path / "a.pdf"))
    assert len(pages) == 1
    assert pages[0].get_size() == (440, 300)


def test_a_gif_runs_through_the_stops_of_one_control(tmp_path):
    film = Image.open(io.BytesIO(sample_curve.save(tmp_path / "a.gif", along="x", shape="line").read_bytes()))
    assert film.n_frames == len(sample_curve.controls["x"].values)
    assert film.info["loop"] == 0
    still = Image.open(io.BytesIO(sample_curve.save(tmp_path / "b.png", x=-2, shape="line").read_bytes()))
    film.seek(0)
    near = np.abs(np.asarray(film.convert("RGB")).astype(int) - np.asarray(still.convert("RGB")).astype(int))
    assert np.mean(near > 60) < 0.01  # 256 colours


def test_the_same_state_is_the_same_file(tmp_path):
    for kind in ("png", "svg", "pdf"):
        one, other = (sample_curve.save(tmp_path / f"{name}.{kind}") for name in "ab")
        assert one.read_bytes() == other.read_bytes()


def test_a_page_says_where_it_opens(tmp_path):
    text = sample_curve.save(str(tmp_path / "a.html"), x=0, mark=False).read_text()
    assert '<p class="lv-readout">f(0) = 0</p>' in text
    assert [int(start) for start in re.findall(r'"start":(\d+)', text)] == [4, 0, 0]
    assert text.count("customElements.define") == 1
    assert not re.search(r'(?:src|href)="(?!#)', text), "it asks for something else"


def test_of_two_demos_and_a_copy_the_player_stands_once_in_the_head():
    page = lossviz.head() + lossviz.html(sample_curve) + lossviz.html(sample_curve)
    assert page.count("customElements.define") == 1
    assert page.count('<lossviz-demo id="sample_curve">') == 2


def test_a_static_demo_brings_its_player_along():
    shown = sample_curve.static()._repr_html_()
    assert shown.startswith(lossviz.head())
    assert "lv-data" in shown


WRONG = {
    "another suffix": ("a.bmp", {}, ValueError, "'.*a.bmp' ends in none of .html, .svg, .png, .pdf, .gif"),
    "no suffix": ("a", {}, ValueError, "ends in none of"),
    "no folder": ("none/a.png", {}, FileNotFoundError, "there is no folder .*none: make it first"),
    "no control": ("a.png", {"y": 1}, ValueError, "no control 'y'"),
    "no state": ("a.png", {"x": 7}, ValueError, "outside -2 to 2"),
    "a film without a control": ("a.gif", {}, ValueError, "needs along="),
    "a film along nothing": ("a.gif", {"along": "z"}, ValueError, "along='z': sample_curve has x, shape, mark"),
    "a picture along something": ("a.svg", {"along": "x"}, ValueError, "along= is for .gif"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_cannot_be_written_is_said_and_leaves_nothing(wrong, tmp_path):
    name, given, error, message = WRONG[wrong]
    with pytest.raises(error, match=message):
        sample_curve.save(tmp_path / name, **given)
    assert list(tmp_path.iterdir()) == []


def test_a_drawing_that_fails_leaves_the_older_file(tmp_path, fragile):
    path = fragile.save(tmp_path / "a.png")
    before = path.read_bytes()
    with pytest.raises(RuntimeError, match="fragile_file at x=0: ZeroDivisionError"):
        fragile.save(path, x=0)
    with pytest.raises(RuntimeError, match="fragile_file at x=0: ZeroDivisionError"):
        fragile.save(tmp_path / "a.gif", along="x")
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_saving_leaves_the_reader_s_settings(tmp_path):
    import matplotlib

    before = dict(matplotlib.rcParams)
    sample_curve.save(tmp_path / "a.svg")
    assert dict(matplotlib.rcParams) == before
