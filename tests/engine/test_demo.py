import math

import pytest

from lossviz import Challenge, Choice, Slider, Toggle, demo
from lossviz.engine import html
from lossviz.engine.demo import LIMIT, registry
from lossviz.engine.drawing import DrawError
from tests.engine.sample_demos import sample_curve


def draw(ax, x):
    """Move it."""
    return f"{x}"


def test_positions_are_all_combinations_the_last_control_fastest():
    assert len(sample_curve.states) == 9 * 2 * 2
    assert sample_curve.states[0] == {"x": -2.0, "shape": "parabola", "mark": False}
    assert sample_curve.states[1] == {"x": -2.0, "shape": "parabola", "mark": True}
    assert sample_curve.states[-1] == {"x": 2.0, "shape": "line", "mark": True}


def test_at_without_values_is_the_start():
    assert sample_curve.at().values == {"x": 1.0, "shape": "parabola", "mark": True} == sample_curve.start


def test_at_takes_the_nearest_stop_and_says_which():
    assert sample_curve.at(x=0.6).values["x"] == 0.5


def test_caption_and_description_come_from_the_docstring():
    assert sample_curve.caption == "Move x along the curve."
    assert sample_curve.description == "A curve with a point on it."


def test_the_demo_says_its_size_and_keeps_the_drawing_functions_source():
    assert repr(sample_curve) == "<demo sample_curve: 36 states (x 9, shape 2, mark 2)>"
    assert sample_curve.__wrapped__.__name__ == "sample_curve"


@pytest.mark.parametrize(
    ("values", "advice"),
    [
        ({"z": 1}, "no control 'z'; its controls are 'mark', 'shape', 'x'"),
        ({"x": 2.1}, "sample_curve: x=2.1 is outside -2 to 2"),
        ({"x": math.nan}, "x=nan is not a number"),
        ({"x": math.inf}, "x=inf is not a number"),
        ({"x": "1"}, "x='1' is not a number"),
        ({"x": True}, "x=True is not a number"),
        ({"shape": "cube"}, "shape='cube': allowed are 'parabola', 'line'"),
        ({"mark": 1}, "mark=1: allowed are False, True"),
    ],
)
def test_at_refuses_what_no_control_can_take(values, advice):
    with pytest.raises(ValueError, match="sample_curve") as refusal:
        sample_curve.at(**values)
    assert advice in str(refusal.value)


def test_a_demo_without_controls_is_refused():
    with pytest.raises(ValueError, match="no controls"):
        demo()


def test_a_control_that_is_none_is_refused():
    with pytest.raises(ValueError, match=r"x=\(0, 1\) is not a control; use Slider, Choice or Toggle"):
        demo(x=(0, 1))


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        ({"axes": 7, "x": Toggle()}, "axes=7"),
        ({"size": Slider(0, 1, step=1)}, "give the control another name"),
        ({"size": 300, "x": Toggle()}, "size=300: give the width and height"),
        ({"size": (300, 0), "x": Toggle()}, "size=(300, 0): give the width and height"),
        ({"axes": 2, "x": Slider(0, 1, step=1, panel=2)}, "x: panel=2: panels are counted from 0 to 1"),
        ({"x": Slider(0, 1, step=1, panel="al")}, "x: panel='al'"),
        ({"challenge": "reach 3", "x": Toggle()}, "challenge='reach 3': give a text and a function"),
    ],
)
def test_arguments_that_make_no_demo_are_refused_and_say_why(arguments, advice):
    with pytest.raises(ValueError, match=r"demo|draw") as refusal:
        demo(**arguments)(draw)
    assert advice in str(refusal.value)


def test_parameters_and_controls_must_be_the_same_names():
    with pytest.raises(ValueError, match="draw takes 'x' after the axes, but its controls are 'x', 'y'"):
        demo(x=Toggle(), y=Toggle())(draw)
    with pytest.raises(ValueError, match="its controls are 'h'"):
        demo(h=Toggle())(draw)


def test_too_many_positions_are_refused_and_the_error_counts_them():
    def crowd(ax, a, b):
        """Far too many."""

    with pytest.raises(ValueError, match=rf"crowd: 10,201 states \(a 101 × b 101\), limit {LIMIT:,}: take larger"):
        demo(a=Slider(0, 1, step=0.01), b=Slider(0, 1, step=0.01))(crowd)


def test_a_demo_without_a_caption_is_refused():
    def mute(ax, x):
        return ""

    with pytest.raises(ValueError, match="mute: no docstring"):
        demo(x=Toggle())(mute)


def test_two_demos_of_one_name_in_different_modules_are_refused():
    def sample_curve(ax, x):
        """Another of that name."""

    sample_curve.__module__ = "elsewhere"
    with pytest.raises(ValueError, match="two demos are named sample_curve"):
        demo(x=Choice("a", "b"))(sample_curve)
    assert registry["sample_curve"].__module__ == "tests.engine.sample_demos"


def challenged(met):
    return demo(x=Slider(0, 4, step=1, start=0), challenge=Challenge("Make it large.", met))(draw)


def test_a_challenge_about_other_names_than_the_controls_is_refused():
    with pytest.raises(ValueError, match="challenge asks about 'y', but its controls are 'x'"):
        challenged(lambda y: y > 3)


def test_a_challenge_that_is_met_at_the_start_is_refused():
    with pytest.raises(ValueError, match="met at the start: ask for more"):
        challenged(lambda x: x < 3)


def test_a_challenge_that_no_position_meets_is_refused_when_the_page_is_made():
    with pytest.raises(ValueError, match=r"no state meets its challenge, 'Make it large\.'"):
        html.met(challenged(lambda x: x > 9))


def test_a_challenge_that_fails_names_the_demo_and_the_position():
    failing = challenged(lambda x: x and 1 / (x - 2) > 3)
    with pytest.raises(DrawError, match=r"the challenge of draw at x=2: ZeroDivisionError"):
        html.met(failing)


def test_the_page_knows_where_a_challenge_is_met():
    assert html.met(challenged(lambda x: x > 2)) == [False, False, False, True, True]
