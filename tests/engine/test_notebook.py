"""What a notebook's kernel sends of a demo: to the player, and to a viewer that runs nothing."""

import asyncio
import itertools
import random
import sys
import threading

import pytest

from lossviz import Challenge, Slider, demo, plain_widgets, style
from lossviz.engine import notebook
from lossviz.engine.live import Player
from lossviz.engine.widgets import Sliders
from tests.engine.sample_demos import sample_artists, sample_curve

WIDGET = "application/vnd.jupyter.widget-view+json"


class View:
    """What live.js keeps: every string that it was sent, under its number."""

    def __init__(self, player: Player, name: str = "one"):
        self.player, self.name, self.sent = player, name, []
        self.strings = {number: style.themed(text) for text, number in player.numbers.items()}  # in the picture
        assert all(f"<g>{text}</g>" in player.body for text in self.strings.values())
        player._hear({"view": name, "strings": [*self.strings]})

    def ask(self, indexes):
        state = self.player.state(self.name, indexes)
        self.sent.append([number for number, _ in state["strings"]])
        assert not set(self.sent[-1]) & set(self.strings), "a string was sent twice"
        self.strings |= dict(map(tuple, state["strings"]))
        return [[self.strings[number] for number in panel] for panel in state["panels"]], state["readout"]


def run_in_a_loop_of_its_own(cell) -> threading.Thread:
    """As a kernel runs a cell; in this thread a browser's loop may be running."""
    kernel = threading.Thread(target=asyncio.run, args=(cell,))
    kernel.start()
    kernel.join()
    return kernel


def all_indexes(demo):
    return [*itertools.product(*(range(len(control.values)) for control in demo.controls.values()))]


@pytest.mark.parametrize("demo", [sample_curve, sample_artists], ids=lambda demo: demo.name)
def test_in_any_order_a_view_has_the_very_strings_that_python_draws_and_each_is_sent_once(demo):
    view, states = View(Player(demo)), all_indexes(demo)
    for indexes in random.Random(0).choices(states, k=40):
        panels, readout = view.ask(indexes)
        frame = demo.at(**{n: c.values[i] for (n, c), i in zip(demo.controls.items(), indexes, strict=True)})
        assert panels == [[style.themed(text) for text in panel] for panel in frame.panels]
        assert readout == frame.readout


def test_what_the_picture_holds_already_is_not_sent():
    player = Player(sample_curve)
    assert View(player).ask(player.opening["indexes"])
    assert player.state("one", player.opening["indexes"])["strings"] == []


def test_another_view_is_sent_all_that_it_lacks():
    player = Player(sample_curve)
    one, other = View(player), View(player, "other")
    indexes = [0, 1, 0]
    assert one.ask(indexes) == other.ask(indexes)
    assert one.sent == other.sent


def test_a_state_that_fails_gives_its_error_and_the_next_one_is_drawn():
    @demo(x=Slider(0, 2, step=1, start=1))
    def fragile_live(ax, x):
        """Divide by x."""
        return f"1/x = {1 / x:g}"

    player = Player(fragile_live)
    assert player.state("one", [0]) == {"error": "fragile_live at x=0: ZeroDivisionError: division by zero"}
    assert player.state("one", [2])["readout"] == "1/x = 0.5"


def test_a_drawing_with_a_memory_is_told_when_the_view_opens(monkeypatch):
    calls, sent = [], []

    @demo(x=Slider(0, 2, step=1))
    def remembering(ax, x):
        """Remember."""
        calls.append(x)
        ax.set_title(f"{len(calls)} calls")
        return f"{x}"

    player = Player(remembering)
    monkeypatch.setattr(player, "send", sent.append)
    player._hear({"view": "one", "strings": []})
    assert "keep nothing between two calls" in sent[0]["error"]


def test_axes_that_move_under_the_pointer_are_told():
    @demo(x=Slider(0, 2, step=1, drag="x"))
    def moving(ax, x):
        """Move."""
        ax.set(xlim=(0, 3 + x))
        return f"{x}"

    assert "fix the axes" in Player(moving).state("one", [2])["error"]


def test_the_room_of_the_readout_only_grows():
    @demo(x=Slider(stops=[1, 10, 1000]))
    def lengths(ax, x):
        """Lengthen."""
        return "·" * int(x)

    player = Player(lengths)
    lengths_told = [len(player.state("one", [i])["longest"]) for i in (0, 2, 1)]
    assert lengths_told == [1, 1000, 1000]


def test_a_challenge_is_told_to_be_met():
    @demo(x=Slider(0, 2, step=1), challenge=Challenge("Reach 2.", lambda x: x == 2))
    def reached(ax, x):
        """Reach."""
        return f"{x}"

    player = Player(reached)
    assert player.opening["met"] is False
    assert [player.state("one", [i])["met"] for i in range(3)] == [False, False, True]


def test_messages_are_answered_between_cells_whatever_thread_they_come_by(monkeypatch):
    """A front end may speak to a thread of its own; Matplotlib's settings are one for all threads."""
    heard = []
    monkeypatch.setattr(Player, "_hear", lambda self, told: heard.append(threading.current_thread()))

    async def cell():
        player = Player(sample_curve)
        thread = threading.Thread(target=player._handle_custom_msg, args=({"stands": True}, []))
        thread.start()
        thread.join()
        assert heard == []
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    kernel = run_in_a_loop_of_its_own(cell())
    assert heard == [kernel]


# What is shown


@pytest.fixture
def shell(monkeypatch):
    """An IPython that shows things in a list."""
    shown = []

    class Handle:
        def update(self, bundle, raw):
            shown.append(bundle)

    class Shell:
        execution_count = 1

    def display(bundle, raw, display_id):
        shown.append(bundle)
        return Handle()

    import IPython
    import IPython.display

    monkeypatch.setattr(IPython.display, "display", display)
    monkeypatch.setattr(IPython, "get_ipython", Shell)
    monkeypatch.setattr(notebook, "PAUSE", 0.02)
    monkeypatch.setattr(notebook, "PATIENCE", 0.1)
    monkeypatch.setattr(notebook, "_plain", False)
    return shown


def models(shown):
    import ipywidgets

    return [ipywidgets.widget._instances[each[WIDGET]["model_id"]] for each in shown]


def watch(seconds=0.5, before=lambda: None, meanwhile=lambda: None):
    async def cell():
        notebook.show(sample_curve)
        before()
        await asyncio.sleep(seconds / 2)
        meanwhile()
        await asyncio.sleep(seconds / 2)

    run_in_a_loop_of_its_own(cell())


def test_where_the_player_reports_it_stays(shell):
    watch(before=lambda: models(shell)[0]._handle_custom_msg({"stands": True}, []))
    (player,) = models(shell)
    assert isinstance(player, Player)


def test_where_no_report_comes_plain_sliders_take_its_place(shell):
    watch()
    player, box = models(shell)
    assert isinstance(player, Player)
    assert "lv-live" in box._dom_classes
    assert isinstance(notebook.open_view(sample_curve), Sliders)  # the next demo does not try again


def test_a_kernel_that_runs_cells_hears_nobody_and_is_not_taken_for_a_host_without_player(shell, monkeypatch):
    import IPython

    class Busy:
        counter = itertools.count()

        @property
        def execution_count(self):
            return next(self.counter)

    busy = Busy()
    monkeypatch.setattr(IPython, "get_ipython", lambda: busy)
    watch()
    assert len(shell) == 1


def test_plain_widgets_are_shown_on_request_and_where_there_is_no_anywidget(monkeypatch):
    assert isinstance(notebook.open_view(sample_curve), Player)
    plain_widgets()
    assert isinstance(notebook.open_view(sample_curve), Sliders)
    plain_widgets(False)
    monkeypatch.setitem(sys.modules, "lossviz.engine.live", None)  # as Python does where an import failed
    assert isinstance(notebook.open_view(sample_curve), Sliders)


def test_marimo_shows_the_player():
    assert isinstance(sample_curve._display_(), Player)


def test_a_demo_that_cannot_draw_its_opening_has_sliders_to_leave_it():
    @demo(x=Slider(0, 2, step=1))
    def closed(ax, x):
        """Open."""
        return f"{1 / x}"

    view = notebook.open_view(closed)
    assert "ZeroDivisionError" in view.picture.value
    view.set(x=2)
    assert view.error is None


def test_a_viewer_that_runs_nothing_has_a_picture(monkeypatch):
    monkeypatch.delenv("LOSSVIZ_TARGET", raising=False)
    shown = sample_curve._repr_mimebundle_()
    assert shown[WIDGET]["model_id"]
    assert "<svg" in shown["text/html"]
    assert "<lossviz-demo" not in shown["text/html"]


def test_colab_gets_the_widgets_alone(monkeypatch):
    monkeypatch.setitem(sys.modules, "google.colab", object())
    assert "text/html" not in notebook.bundle(sample_curve)


def test_colab_is_told_to_let_a_third_party_s_widget_in(monkeypatch):
    """Colab shows widgets of others once its manager for them is on; anywidget turns it on."""
    import types

    from anywidget import _util

    asked = []
    output = types.SimpleNamespace(enable_custom_widget_manager=lambda: asked.append(True))
    monkeypatch.setitem(sys.modules, "google.colab.output", output)
    _util.enable_custom_widget_manager_once.cache_clear()
    Player(sample_curve)
    _util.enable_custom_widget_manager_once.cache_clear()
    assert asked == [True]


def test_a_page_that_is_being_built_shows_the_demo_with_its_states(monkeypatch):
    monkeypatch.setenv("LOSSVIZ_TARGET", "page")
    with pytest.raises(NotImplementedError):  # IPython asks for the bundle then
        sample_curve._ipython_display_()
    assert "lv-data" in sample_curve._repr_mimebundle_()["text/html"]


def test_a_frame_shows_itself_on_paper_of_its_own():
    frame = sample_curve.at()
    assert frame._repr_svg_().startswith('<svg style="background: #ffffff" ')
    assert repr(frame) == "<frame at x=1.0, shape='parabola', mark=True: f(1) = 1>"
