"""A demo as ipywidgets: controls and one picture that is updated in place. For Jupyter, Colab and VS Code.

The output has paper and ink of its own, whatever the host looks like, and changes nothing outside itself.
"""

import random
import sys
from typing import Any

import ipywidgets as widgets

from . import html, player, style
from .controls import Control
from .drawing import DrawError
from .stage import escape
from .verify import verify

CHECKED = 2  # states, beside the first, that are compared with the whole drawing when a demo opens


class LiveDemo:
    """The controls of a demo, its picture, and what ties them together.

    `error` holds the exception of the last drawing if it failed; the controls stay alive.
    """

    def __init__(self, demo):
        self.demo = demo
        self.error: DrawError | None = None
        self.inputs = {name: make_input(name, control) for name, control in demo.controls.items()}
        self.picture = widgets.HTML()
        reset = widgets.Button(description="Reset", tooltip="Back to where the demo opened", icon="undo")
        reset.on_click(lambda _: self.set(**demo.start))
        for widget in self.inputs.values():
            widget.observe(lambda _: self.update(), names="value")
        rows = [with_play(demo.controls[name], widget) for name, widget in self.inputs.items()]
        self.box = widgets.VBox([widgets.HTML(look()), *rows, reset, self.picture])
        self.box.add_class("lv-live")
        self.update()
        self.check()

    @property
    def values(self) -> dict[str, Any]:
        return {name: c.values[self.inputs[name].value] for name, c in self.demo.controls.items()}

    def set(self, **values: Any) -> None:
        """Move controls by code, as a reader would by hand."""
        for name, value in values.items():
            self.inputs[name].value = self.demo.controls[name].index(value, name)

    def update(self) -> None:
        try:
            frame = self.demo.at(**self.values)
            met = self.demo.meets(frame.values)
            self.show(html.still(self.demo, frame.panels, frame.readout, frame.defs, met))
        except DrawError as error:
            self.fail(error)

    def check(self) -> None:
        """Compare a few states with the whole drawing, as a build does: a drawing with a memory is told so here."""
        if self.error:
            return
        try:
            verify(self.demo, [self.demo.start, *random.Random(self.demo.name).choices(self.demo.states, k=CHECKED)])
        except DrawError as error:
            self.fail(error)
        self.demo.stage.tell_foreign()

    def show(self, picture: str) -> None:
        self.picture.value, self.error = picture, None  # one assignment: the old one stays until the new one is there

    def fail(self, error: DrawError) -> None:
        self.picture.value, self.error = f'<pre class="lv-error">{escape(str(error))}</pre>', error


def look() -> str:
    """The style sheet of one output: its colours hold in it alone."""
    return f"<style>{style.css_variables(':is(.lv-live,.lv-alone)')}{player.live_css()}</style>"


def make_input(name: str, control: Control) -> widgets.Widget:
    """The ipywidget of a control; its value is always the index of the control's value."""
    label = control.label or name
    options = list(zip(control.texts, range(len(control.texts)), strict=True))
    kind = widgets.SelectionSlider if control.kind == "slider" else widgets.ToggleButtons
    wide = {"description_width": "initial"}
    layout = widgets.Layout(width="100%", max_width="560px")
    return kind(options=options, value=control.start, description=label, style=wide, layout=layout)


def with_play(control: Control, widget: widgets.Widget) -> widgets.Widget:
    """The control's widget, with a button before it that runs through its stops where the control asks for one."""
    if not getattr(control, "play", False):
        return widget
    last = len(control.values) - 1
    pace = min(max(6000 // last, 100), 700)  # milliseconds: a run takes about six seconds, as on the page
    play = widgets.Play(value=control.start, max=last, interval=pace, description=f"Run through {control.label}")
    widgets.link((play, "value"), (widget, "value"))
    return widgets.HBox([play, widget])


def bundle(demo) -> dict[str, Any]:
    """What a notebook shows: the widgets, and for a viewer that runs nothing the default picture."""
    box = LiveDemo(demo).box
    view = {"version_major": 2, "version_minor": 0, "model_id": box.model_id}
    shown = {"application/vnd.jupyter.widget-view+json": view, "text/plain": repr(demo)}
    if "google.colab" not in sys.modules:  # Colab would show the picture in place of the widgets
        shown["text/html"] = alone(demo)
    return shown


def alone(demo) -> str:
    """The default picture for a viewer that runs nothing; a sentence where it cannot be drawn."""
    try:
        frame = demo.at()
    except DrawError as error:
        return f"<pre>{escape(str(error))}</pre>"
    picture = html.still(demo, frame.panels, frame.readout, frame.defs)
    return f'{look()}<div class="lv-alone">{picture}</div>'
