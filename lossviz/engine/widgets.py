"""A demo as plain ipywidgets: one picture that is updated in place, and controls below it.

For a notebook that cannot have the player (`notebook.py` decides).
"""

import re
from html import escape
from typing import Any

import ipywidgets as widgets

from . import html
from .controls import Control
from .drawing import DrawError
from .notebook import look
from .verify import verify_opening


class Sliders:
    """The controls of a demo, its picture, and what ties them together.

    `error` holds the exception of the last drawing if it failed; the controls stay alive.
    """

    def __init__(self, demo):
        self.demo = demo
        self.error: DrawError | None = None
        wide = max(len(control.label or name) for name, control in demo.controls.items()) + 1
        self.inputs = {name: make_input(name, control, wide) for name, control in demo.controls.items()}
        self.picture = widgets.HTML()
        reset = widgets.Button(description="Reset", tooltip="Back to where the demo opened", icon="undo")
        reset.on_click(lambda _: self.set(**demo.start))
        for widget in self.inputs.values():
            widget.observe(lambda _: self.update(), names="value")
        plays = [make_play(demo.controls[name], widget) for name, widget in self.inputs.items()]
        rows = [each for row in zip(self.inputs.values(), plays, strict=True) for each in row]
        grid = widgets.Layout(grid_template_columns="minmax(0, 560px) auto", width="100%")
        self.box = widgets.VBox(
            [widgets.HTML(f"<style>{look()}</style>"), self.picture, widgets.GridBox(rows, layout=grid), reset]
        )
        self.box.add_class("lv-live")
        self.update()
        try:
            verify_opening(demo)
        except DrawError as error:
            self.fail(error)

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

    def show(self, picture: str) -> None:
        caption = escape(self.demo.caption)
        picture = picture.replace(caption, without_dragging(caption), 1)
        self.picture.value, self.error = picture, None  # one assignment: the old one stays until the new one is there

    def fail(self, error: DrawError) -> None:
        self.picture.value, self.error = f'<pre class="lv-error">{escape(str(error))}</pre>', error


def without_dragging(caption: str) -> str:
    """A caption for a picture that cannot be touched.

    >>> without_dragging("Drag x; while you drag, watch y.")
    'Move x; while you move, watch y.'
    """
    return re.sub(r"\b([Dd])rag(?:(s)|(g)(ing|ed))?\b", _moving, caption)


def _moving(found: re.Match) -> str:
    first = "M" if found[1] == "D" else "m"
    return f"{first}ov{found[4] or 'e' + (found[2] or '')}"


def make_input(name: str, control: Control, wide: int) -> widgets.Widget:
    """The ipywidget of a control; its value is always the index of the control's value."""
    options = list(zip(control.texts, range(len(control.texts)), strict=True))
    kind = widgets.SelectionSlider if control.kind == "slider" else widgets.ToggleButtons
    return kind(
        options=options,
        value=control.start,
        description=control.label or name,
        style={"description_width": f"{wide}ch"},  # all of one width, so that sliders are of one length
        layout=widgets.Layout(width="100%"),
    )


def make_play(control: Control, widget: widgets.Widget) -> widgets.Widget:
    """What stands beside a control: a button that runs through its stops where it asks for one."""
    if not getattr(control, "play", False):
        return widgets.HTML()
    last = len(control.values) - 1
    pace = min(max(6000 // last, 100), 700)  # milliseconds: a run takes about six seconds, as on the page
    play = widgets.Play(value=control.start, max=last, interval=pace, description=f"Run through {control.label}")
    widgets.link((play, "value"), (widget, "value"))
    return play
