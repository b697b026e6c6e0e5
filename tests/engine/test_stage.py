import random
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lossviz import Slider, demo, style
from lossviz.engine.demo import Demo
from lossviz.engine.drawing import DrawError
from lossviz.engine.recording import make_recording
from lossviz.engine.reference import difference, draw_whole
from tests.engine.sample_demos import sample_artists, sample_curve


def make(draw, panels=1, **controls):
    """A demo that is not registered, so that tests may make as many as they like."""
    draw.__doc__ = draw.__doc__ or "Try it."
    return Demo(draw, controls or {"x": Slider(0, 4, step=1)}, panels, (300, 200))


@pytest.mark.parametrize("demo", [sample_curve, sample_artists], ids=lambda demo: demo.name)
def test_a_frame_equals_the_picture_drawn_whole_whatever_was_drawn_before(demo):
    for values in random.Random(0).choices(demo.states, k=25):
        assert difference(demo.at(**values).svg, draw_whole(demo, values)) is None


def test_the_comparison_sees_a_moved_point_a_changed_colour_and_a_missing_artist():
    svg = sample_curve.at(x=1).svg
    assert difference(svg, sample_curve.at(x=1.5).svg) is not None
    assert difference(svg, svg.replace(style.BLUE, style.RED)) is not None
    assert difference(svg, sample_curve.at(shape="line").svg) is not None
    assert difference(svg, svg.replace("parabola", "")) is not None


@settings(max_examples=15)
@given(st.lists(st.sampled_from(range(len(sample_curve.states))), min_size=2, max_size=6))
def test_the_same_values_give_the_same_strings_in_any_order(order):
    first = {i: sample_curve.at(**sample_curve.states[i]).panels for i in order}
    again = {i: sample_curve.at(**sample_curve.states[i]).panels for i in reversed(order)}
    assert first == again


def test_an_artist_that_does_not_depend_on_the_slider_is_the_same_string():
    recording = make_recording(sample_curve)
    strings = [len(layer.strings) for layer in recording.layers]
    assert strings.count(1) > strings.count(2) > 0  # background; curve and title follow the choice alone
    assert max(strings) <= len(sample_curve.states)


def test_an_recording_gives_back_every_position():
    recording = make_recording(sample_artists)
    for number, values in enumerate(sample_artists.states):
        frame = sample_artists.at(**values)
        kept = [[s for s in panel if s] for panel in recording.panels(number)]
        assert kept == [[s for s in panel if s] for panel in frame.panels]
        assert recording.readout.strings[recording.readout.numbers[number]] == frame.readout


def test_a_position_with_more_artists_than_another_is_kept_exactly():
    def more(ax, x):
        ax.set(xlim=(0, 5), ylim=(0, 5))
        for i in range(x):
            ax.plot([0, 5], [i, i])
        return f"{x} lines"

    demo = make(more, x=Slider(0, 4, step=1))
    recording = make_recording(demo)
    for number, values in enumerate(demo.states):
        shown = "".join(s for panel in recording.panels(number) for s in panel)
        assert shown == "".join(s for panel in demo.at(**values).panels for s in panel)


def test_a_drawing_that_fails_names_the_demo_and_the_position_and_the_next_one_works():
    def fragile(ax, x):
        ax.set(xlim=(0, 5), ylim=(0, 5))
        ax.plot([0, 1], [0, 1 / (x - 2)])
        return "fine"

    demo = make(fragile)
    with pytest.raises(DrawError, match=r"fragile at x=2: ZeroDivisionError: division by zero"):
        demo.at(x=2)
    assert difference(demo.at(x=3).svg, draw_whole(demo, {"x": 3})) is None
    with pytest.raises(DrawError, match="fragile at x=2"):
        make_recording(demo)


@pytest.mark.parametrize("given_back", [None, "", 3])
def test_a_drawing_that_returns_no_readout_is_refused(given_back):
    def silent(ax, x):
        return given_back

    with pytest.raises(DrawError, match="return the readout"):
        make(silent).at(x=0)


def test_axes_that_move_are_refused_only_where_the_picture_is_dragged():
    def zooming(ax, x):
        ax.set(xlim=(0, x + 1), ylim=(0, 5))
        return f"{x}"

    make_recording(make(zooming))
    with pytest.raises(DrawError, match=r"fix the axes with ax.set.*its limits are others"):
        make_recording(make(zooming, x=Slider(0, 4, step=1, drag="x")))


def test_drawing_does_not_touch_the_readers_matplotlib():
    import matplotlib

    before = dict(matplotlib.rcParams)
    sample_curve.at(x=0)
    assert dict(matplotlib.rcParams) == before


def test_the_readers_matplotlib_does_not_touch_the_drawing():
    import matplotlib

    plain = sample_artists.at(n=2).svg
    with matplotlib.rc_context(
        {"lines.linewidth": 9, "xtick.direction": "in", "axes.prop_cycle": "cycler('color', 'k')"}
    ):
        sample_artists.stage._set_up()
        assert sample_artists.at(n=2).svg == plain


def test_a_label_that_is_to_be_guessed_can_be_hidden_on_the_page():
    @demo(x=Slider(0, 1, step=1))
    def guessed(ax, x):
        """Guess x."""
        ax.text(0.5, 0.5, f"x = {x}", **style.answer)
        ax.text(0.5, 0.2, "x is one of two")
        return f"{x}"

    answers = [artist for artist in guessed.at(x=1).panels[0] if 'class="answer"' in artist]
    assert len(answers) == 1
    assert "x = 1" in answers[0]


def test_every_colour_of_a_picture_follows_the_theme():
    for values in sample_artists.states:
        for panel in sample_artists.at(**values).panels:
            themed = style.themed("".join(panel))
            assert not re.search(r"(?<!,)#[0-9a-f]{6}", themed)  # one stands behind a variable's comma: without a theme
            assert "font-family" not in themed


def test_text_in_a_picture_is_never_cut():
    def precise(ax, x):
        ax.text(0, 0, "0.693147 & <b>")
        return "0.693147"

    assert "0.693147 &amp; &lt;b&gt;" in make(precise).at(x=0).svg


def test_numbers_of_the_picture_are_cut_to_hundredths():
    def third(ax, x):
        ax.set(xlim=(0, 3), ylim=(0, 3))
        ax.plot(np.arange(3) / 7, np.arange(3) / 7, "o-")
        return "sevenths"

    decimals = re.findall(r'[ "]\d+\.(\d+)[ "]', make(third).at(x=0).svg)
    assert max(map(len, decimals)) == 2
