"""Plain sliders, for notebooks that cannot have the player."""

import ipywidgets
import pytest

from lossviz import Challenge, Slider, demo
from lossviz.engine import html
from lossviz.engine.demo import Demo
from lossviz.engine.widgets import Sliders
from tests.engine.sample_demos import sample_artists, sample_curve


def both_ends(view: Sliders):
    for name, control in view.demo.controls.items():
        for index in (0, len(control.values) - 1):
            view.inputs[name].value = index
            yield name, view


@pytest.mark.parametrize("demo", [sample_curve, sample_artists], ids=lambda demo: demo.name)
def test_every_control_at_both_ends_shows_the_frame_of_its_values(demo):
    for _, view in both_ends(Sliders(demo)):
        frame = demo.at(**view.values)
        assert view.error is None
        assert frame.readout in view.picture.value
        assert view.picture.value == html.still(demo, frame.panels, frame.readout, frame.defs)


def test_a_moved_slider_changes_the_picture_in_the_same_widget():
    view = Sliders(sample_curve)
    widget, before = view.picture, view.picture.value
    view.inputs["x"].value = 0
    assert view.picture is widget
    assert view.picture.value != before


def test_two_views_of_one_demo_do_not_move_each_other():
    one, other = Sliders(sample_curve), Sliders(sample_curve)
    one.set(x=-2)
    assert other.values["x"] == sample_curve.start["x"]


def test_the_caption_does_not_ask_to_drag_a_picture_that_cannot_be_touched():
    @demo(x=Slider(0, 1, step=1))
    def touched(ax, x):
        """Drag x & watch; keep dragging."""
        return f"{x}"

    assert "Move x &amp; watch; keep moving." in Sliders(touched).picture.value
    assert touched.caption == "Drag x & watch; keep dragging."


def test_sliders_are_of_one_length_and_below_the_picture():
    @demo(t=Slider(0, 4, step=1, label="a long name", play=True), x=Slider(0, 1, step=1))
    def aligned(ax, t, x):
        """Run through t."""
        return f"{t}, {x}"

    view = Sliders(aligned)
    _, picture, grid, _ = view.box.children
    assert picture is view.picture
    assert {slider.style.description_width for slider in view.inputs.values()} == {"12ch"}
    assert grid.children[::2] == tuple(view.inputs.values())


def test_play_runs_the_slider_that_asks_for_it_and_no_other():
    @demo(t=Slider(0, 4, step=1, play=True, label="t"), x=Slider(0, 1, step=1))
    def played(ax, t, x):
        """Run through t."""
        return f"{t}, {x}"

    view = Sliders(played)
    (play,) = [child for child in view.box.children[2].children if isinstance(child, ipywidgets.Play)]
    assert (play.min, play.max) == (0, 4)
    play.value = 3
    assert view.values == {"t": 3, "x": 0}
    view.set(t=1)
    assert play.value == 1


def test_a_challenge_that_fails_is_shown_and_the_controls_stay_alive():
    @demo(x=Slider(0, 2, step=1), challenge=Challenge("Reach 2.", lambda x: x and 1 / (x - 1) > 0))
    def failing(ax, x):
        """Reach 2."""
        return f"{x}"

    view = Sliders(failing)
    view.set(x=1)
    assert "the challenge of failing at x=1: ZeroDivisionError" in view.picture.value
    view.set(x=2)
    assert view.error is None


def test_reset_goes_back_to_where_it_opened():
    view = Sliders(sample_curve)
    view.set(x=-2, shape="line", mark=False)
    view.box.children[-1].click()
    assert view.values == sample_curve.start


def test_a_failing_drawing_shows_its_error_and_the_sliders_stay_alive():
    def fragile(ax, x):
        """Divide by x."""
        ax.set(xlim=(0, 1), ylim=(0, 1))
        return f"1/x = {1 / x}"

    view = Sliders(Demo(fragile, {"x": Slider(0, 2, step=1, start=1)}, 1, (300, 200)))
    view.inputs["x"].value = 0
    assert "fragile at x=0: ZeroDivisionError" in view.picture.value
    assert "ZeroDivisionError" in str(view.error)
    view.inputs["x"].value = 2
    assert view.error is None
    assert "1/x = 0.5" in view.picture.value
