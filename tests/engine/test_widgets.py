import ipywidgets
import pytest

from lossviz import Challenge, Slider, demo
from lossviz.engine import html, widgets
from lossviz.engine.demo import Demo
from lossviz.engine.widgets import LiveDemo
from tests.engine.sample_demos import sample_artists, sample_curve


def both_ends(view: LiveDemo):
    for name, control in view.demo.controls.items():
        for index in (0, len(control.values) - 1):
            view.inputs[name].value = index
            yield name, view


@pytest.mark.parametrize("demo", [sample_curve, sample_artists], ids=lambda demo: demo.name)
def test_every_control_at_both_ends_shows_the_frame_of_its_values(demo):
    for _, view in both_ends(LiveDemo(demo)):
        frame = demo.at(**view.values)
        assert view.error is None
        assert frame.readout in view.picture.value
        assert view.picture.value == html.still(demo, frame.panels, frame.readout, frame.defs)


def test_a_moved_slider_changes_the_picture_in_the_same_widget():
    view = LiveDemo(sample_curve)
    widget, before = view.picture, view.picture.value
    view.inputs["x"].value = 0
    assert view.picture is widget
    assert view.picture.value != before


def test_two_views_of_one_demo_do_not_move_each_other():
    one, other = LiveDemo(sample_curve), LiveDemo(sample_curve)
    one.set(x=-2)
    assert other.values["x"] == sample_curve.start["x"]


def test_play_runs_the_slider_that_asks_for_it_and_no_other():
    @demo(t=Slider(0, 4, step=1, play=True, label="t"), x=Slider(0, 1, step=1))
    def played(ax, t, x):
        """Run through t."""
        return f"{t}, {x}"

    view = LiveDemo(played)
    (row,) = [child for child in view.box.children if isinstance(child, ipywidgets.HBox)]
    play, slider = row.children
    assert (play.min, play.max, slider) == (0, 4, view.inputs["t"])
    play.value = 3
    assert view.values == {"t": 3, "x": 0}
    view.set(t=1)
    assert play.value == 1


def test_a_challenge_that_fails_is_shown_and_the_controls_stay_alive():
    @demo(x=Slider(0, 2, step=1), challenge=Challenge("Reach 2.", lambda x: x and 1 / (x - 1) > 0))
    def failing(ax, x):
        """Reach 2."""
        return f"{x}"

    view = LiveDemo(failing)
    view.set(x=1)
    assert "the challenge of failing at x=1: ZeroDivisionError" in view.picture.value
    view.set(x=2)
    assert view.error is None


def test_reset_goes_back_to_where_it_opened():
    view = LiveDemo(sample_curve)
    view.set(x=-2, shape="line", mark=False)
    view.box.children[-2].click()
    assert view.values == sample_curve.start


def test_a_failing_drawing_shows_its_error_and_the_sliders_stay_alive():
    def fragile(ax, x):
        """Divide by x."""
        ax.set(xlim=(0, 1), ylim=(0, 1))
        return f"1/x = {1 / x}"

    from lossviz import Slider

    view = LiveDemo(Demo(fragile, {"x": Slider(0, 2, step=1, start=1)}, 1, (300, 200)))
    view.inputs["x"].value = 0
    assert "fragile at x=0: ZeroDivisionError" in view.picture.value
    assert "ZeroDivisionError" in str(view.error)
    view.inputs["x"].value = 2
    assert view.error is None
    assert "1/x = 0.5" in view.picture.value


def test_a_notebook_gets_widgets_and_a_picture_for_viewers_that_run_nothing(monkeypatch):
    monkeypatch.delenv("LOSSVIZ_TARGET", raising=False)
    shown = sample_curve._repr_mimebundle_()
    assert shown["application/vnd.jupyter.widget-view+json"]["model_id"]
    assert "<svg" in shown["text/html"]
    assert "<lossviz-demo" not in shown["text/html"]


def test_colab_gets_the_widgets_alone(monkeypatch):
    monkeypatch.setitem(widgets.sys.modules, "google.colab", object())
    assert "text/html" not in widgets.bundle(sample_curve)
