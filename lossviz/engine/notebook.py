"""What a notebook shows of a demo: the player, or plain sliders where it cannot stand.

anywidget mounts the player in JupyterLab, Notebook 7, VS Code and Colab. It is missing in some notebooks, and some
hosts cannot load it; then, or where the reader asks for it, ipywidgets alone have to do.
"""

import asyncio
import sys
from collections.abc import Callable
from html import escape
from typing import Any

from . import html, player, style
from .drawing import DrawError

PAUSE = 0.5
PATIENCE = 8  # seconds in which a kernel that has nothing else to do is told that the player stands
_plain = False


def plain_widgets(plain: bool = True) -> None:
    """Show demos as plain ipywidgets sliders from now on, where the player on the picture does not work for you.

    plain: False goes back to the player.
    """
    global _plain
    _plain = plain


def open_view(demo) -> Any:
    """The player, or plain sliders where there is no anywidget, none are wanted, or the first state cannot be drawn."""
    from . import widgets  # late: the drawing itself needs no ipywidgets

    try:
        if not _plain:
            from .live import Player

            return Player(demo)
    except (ImportError, DrawError):
        pass
    return widgets.Sliders(demo)


def look() -> str:
    """The style sheet of an output: its colours hold in it alone."""
    return style.css_variables(":is(.lv-live,.lv-alone)") + player.live_css()


def show(demo) -> None:
    """Display a demo; where the player does not report within some seconds, plain sliders take its place."""
    from IPython.display import display

    from . import widgets

    view = open_view(demo)
    shown = display(bundle(demo, view), raw=True, display_id=True)
    if shown and hasattr(view, "stands"):
        _unless_it_stands(view, lambda: shown.update(bundle(demo, widgets.Sliders(demo)), raw=True))


def _unless_it_stands(view, give_up: Callable[[], None]) -> None:
    """Call `give_up` when the kernel has rested for so long and heard nothing: while it runs cells it hears nobody."""
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return
    from IPython import get_ipython

    shell = get_ipython()

    def look(rested: float, due: float, cells: int) -> None:
        if view.stands:
            return
        calm = loop.time() - due < PAUSE and shell.execution_count == cells
        rested = rested + PAUSE if calm else 0
        if _plain or rested >= PATIENCE:
            plain_widgets()  # the host is the same for all
            give_up()
        else:
            loop.call_later(PAUSE, look, rested, loop.time() + PAUSE, shell.execution_count)

    look(0, 0, 0)


def bundle(demo, view: Any = None) -> dict[str, Any]:
    """The widgets, and for a viewer that runs nothing the default picture."""
    view = view or open_view(demo)
    model = getattr(view, "box", view).model_id
    told = {"version_major": 2, "version_minor": 0, "model_id": model}
    shown = {"application/vnd.jupyter.widget-view+json": told, "text/plain": repr(demo)}
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
    return f'<style>{look()}</style><div class="lv-alone">{picture}</div>'
