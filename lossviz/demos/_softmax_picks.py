"""The demo of one number from each row: which cells an index picks."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from lossviz import Choice, Slider, demo, style
from lossviz.demos._draw import fixed, note

Q = np.array([[0.7, 0.25, 0.05], [0.1, 0.8, 0.1], [0.2, 0.3, 0.5]])
ROWS = np.arange(3)
PLACES = np.stack(np.meshgrid(ROWS, ROWS, indexing="ij"), axis=-1)  # of each cell of q: its row and its column
PICKS = {
    "q[np.arange(n), y]": lambda q, y: q[ROWS, y],
    "q[np.arange(n)][y]": lambda q, y: q[ROWS][y],
    "q[:, y]": lambda q, y: q[:, y],
}
HUES = (style.ORANGE, style.PURPLE, style.GOLD)  # a row of q has a colour, a column a strength: each cell its own look
STRENGTHS = (0.2, 0.4, 0.62)
GRIP = 0.27  # how far below the middle of its cell a handle sits


@demo(
    axes=2,
    size=(352, 260),
    index=Choice(*PICKS, label="index"),
    first=Slider(0, 2, step=1, start=0, label="y of row 0", drag="x", grip=0 + GRIP),
    second=Slider(0, 2, step=1, start=1, label="y of row 1", drag="x", grip=1 + GRIP),
    third=Slider(0, 2, step=1, start=1, label="y of row 2", drag="x", grip=2 + GRIP),
)
def pick_one_each(axes, index, first, second, third):
    """Drag the three labels and change the index: where does each returned number come from?

    The panel "q and the labels y": a table of probabilities, one row a sample and one column a class, with the true
    class of each row framed in blue. The other panel: what the index returns. A returned number has the colour of the
    cell that it was taken from; cells that are not returned are white.
    """
    table, returned = axes
    y = np.array([first, second, third])
    got, source = PICKS[index](Q, y), PICKS[index](PLACES, y)
    taken = (PLACES[:, :, None, None] == source.reshape(1, 1, -1, 1, 2)).all(-1).any((2, 3))
    draw_sheet(table, "q and the labels y", ROWS)
    for row, column in np.ndindex(3, 3):
        draw_cell(table, row, column, (row, column), Q[row, column], taken[row, column])
    for row, column in enumerate(y):
        frame = Rectangle((column - 0.44, row - 0.42), 0.88, 0.84, fc="none", ec=style.BLUE, lw=3.5, clip_on=False)
        table.add_patch(frame)
        table.plot(column, row + GRIP, **style.handle | {"ms": 12}, color=style.BLUE)
    draw_sheet(returned, f"{index}: shape {got.shape}", [])
    for row, column in np.ndindex(3, 3):
        inside = got.ndim == 2 or column == 0
        at = tuple(source.reshape(3, -1, 2)[row, column]) if inside else (0, 0)
        draw_cell(returned, row, column, at, Q[at], inside, empty=not inside)
    mean = fixed(float(-np.log(got).mean()))
    given = f"{index} with y = {y.tolist()}".replace(", ", ",\N{NO-BREAK SPACE}")
    if got.ndim == 1:
        return f"{given}: one number for each sample.\nMean of −log: {mean} nats, the loss."
    how = "rows of q, numbered by y" if "arange" in index else "columns of q, numbered by y"
    return f"{given}: whole {how}.\nMean of −log: {mean} nats. No error, and nine numbers, not three."


def draw_sheet(ax: Axes, title: str, rows) -> None:
    ax.set(xlim=(-0.6, 2.6), ylim=(2.6, -0.6), title=title)
    ax.set_xticks(rows, [f"class {row}" for row in rows])
    ax.set_yticks(rows, [f"row {row}" for row in rows])
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ax.grid(visible=False)


def draw_cell(ax: Axes, row: int, column: int, source: tuple, value: float, lit: bool, empty: bool = False) -> None:
    """A cell in the look of the cell of q that it comes from; unlit only its number, empty not even that."""
    look = {"color": HUES[source[0]], "alpha": STRENGTHS[source[1]] if lit else 0}
    ax.add_patch(Rectangle((column - 0.44, row - 0.42), 0.88, 0.84, lw=0, **look))
    note(ax, column, row - 0.08, "" if empty else f"{value:.2f}", style.INK if lit else style.MUTED, size=15)
