"""A second process draws what this one would draw; whatever happens to it, all states are there, in order."""

import inspect
import time
import warnings
from functools import wraps

import pytest

from lossviz import style
from lossviz.demos.derivatives import secant_to_tangent as curve
from lossviz.engine import worker
from lossviz.engine.demo import Demo, registry
from lossviz.engine.stage import Stage
from lossviz.engine.worker import Worker


def wait(second: Worker) -> list:
    until = time.monotonic() + 60
    while (answer := second.answer()) is None and time.monotonic() < until:
        time.sleep(0.01)
    return answer


@pytest.fixture
def fresh(monkeypatch):
    """A worker of this test alone."""
    second = Worker()
    monkeypatch.setattr(worker, "_worker", lambda: second)
    yield second
    second._process.kill()
    second._process.wait()


@pytest.fixture
def counted(monkeypatch):
    """The states of the demo that this process has drawn."""
    here, draw = [], curve.draw

    @wraps(draw)
    def counting(ax, **values):
        here.append(values)
        return draw(ax, **values)

    monkeypatch.setattr(curve, "draw", counting)
    return here


def test_a_worker_draws_what_this_process_draws(fresh):
    fresh.ask(curve, 700, 720)
    assert wait(fresh) == list(Stage(curve).frames(curve.states[700:720]))


def test_both_draw_and_all_frames_come_once_and_in_order(fresh, counted):
    fresh.ask(curve, 0, 1)
    wait(fresh)  # it stands ready
    found = []
    for frame in worker.frames(curve):
        found.append(frame)
        time.sleep(0.002)  # as a machine with a processor to spare
    assert 0 < len(counted) < len(curve.states)
    assert found == list(Stage(curve).frames(curve.states))


def test_an_answer_that_came_too_late_is_not_taken_for_the_next(fresh):
    fresh.ask(curve, 0, 5)
    fresh.ask(curve, 5, 10)
    assert [dict(frame.values) for frame in wait(fresh)] == curve.states[5:10]


@pytest.mark.parametrize("when", ["before", "after"])
def test_where_the_worker_is_gone_this_process_draws_all(fresh, counted, when):
    if when == "before":
        fresh._process.kill()
        fresh._process.wait()
    found = []
    for frame in worker.frames(curve):
        if not found and when == "after":
            fresh._process.kill()
            fresh._process.wait()
        found.append(dict(frame.values))
    assert found == curve.states
    assert len(counted) == len(curve.states)


def test_what_cannot_be_drawn_without_a_word_is_left_to_this_process(monkeypatch):
    assert len(worker.drawn(curve.__module__, curve.name, 0, 2)) == 2
    assert worker.drawn("lossviz.demos.nowhere", curve.name, 0, 2) == []
    assert worker.drawn(curve.__module__, "nobody", 0, 2) == []
    for odd in ("warn", "foreign", "fail"):
        monkeypatch.setattr("lossviz.demos.derivatives.secant_to_tangent", _odd(odd))
        with warnings.catch_warnings():
            warnings.simplefilter("always")  # here a warning would be an error
            assert worker.drawn(curve.__module__, curve.name, 0, 2) == [], odd


def _odd(what: str) -> Demo:
    def drawing(ax, **values):
        """Try it."""
        if what == "warn":
            warnings.warn("look out", stacklevel=1)
        if what == "fail":
            raise ValueError("no")
        ax.plot([0, 1], color="#123456" if what == "foreign" else style.BLUE)
        return "drawn"

    drawing.__signature__ = inspect.signature(curve.draw)
    return Demo(drawing, curve.controls, 1, curve.size)


def test_few_states_are_drawn_by_one_process(monkeypatch):
    monkeypatch.setattr(worker, "_worker", lambda: pytest.fail("it started one"))
    few = next(each for each in registry.values() if len(each.states) < worker.FEW)
    assert len(list(worker.frames(few))) == len(few.states)
