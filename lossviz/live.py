"""A demo as ipywidgets: controls and one picture that is updated in place. For Jupyter and Colab."""

import sys
from typing import Any

import ipywidgets as widgets

from . import page, style
from .controls import Control
from .frames import DrawError, escape

STYLE = """<style>
%s
.lv-live .lv-picture{display:flex;flex-wrap:wrap;background:var(--lv-paper);max-width:%dpx}
.lv-live .lv-panel{flex:1 1 300px;min-width:0;height:auto;font-family:system-ui,"Segoe UI",Roboto,sans-serif}
.lv-live .lv-static{margin:0}
.lv-live .lv-caption{font-weight:600;margin:0 0 .3em}
.lv-live .lv-readout{font-size:1.15em;margin:.2em 0 0;white-space:pre-line;min-height:2.6em}
.lv-live .lv-challenge{color:var(--lv-purple);margin:.2em 0 0}
.lv-live .lv-met{color:var(--lv-green)}
.lv-live .lv-error{color:#b3123f;white-space:pre-wrap}
</style>"""


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
        width = 720 if demo.panels > 1 else 600
        head = widgets.HTML(STYLE % (style.css_variables(), width))
        rows = [with_play(demo.controls[name], widget) for name, widget in self.inputs.items()]
        self.box = widgets.VBox([head, *rows, reset, self.picture])
        self.box.add_class("lv-live")
        self.update()

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
            html, self.error = page.still(self.demo, frame.panels, frame.readout, frame.defs, met), None
        except DrawError as error:
            html, self.error = f'<pre class="lv-error">{escape(str(error))}</pre>', error
        self.picture.value = html  # one assignment: the old picture stays until the new one is there


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
        frame = demo.at()
        static = f"<style>{style.css_variables()}</style>" + page.still(demo, frame.panels, frame.readout, frame.defs)
        shown["text/html"] = static
    return shown
