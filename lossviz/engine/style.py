"""One look for every picture: the palette in light and dark, and Matplotlib's settings while a demo is drawn.

Pictures are drawn with the light colours. On a page each of them becomes a CSS variable (`themed`), so that
the same drawing follows the reader's theme; where nothing sets the variables it stays light. The same quantity
has the same colour in every chapter:

========  =====================================================================
BLUE      what is given: data, a target y, a true distribution p, a function f
ORANGE    what is guessed: a prediction ŷ, a model q, a secant, a fitted line
RED       what it costs: a loss, an error, a residual
GREEN     which way to go: a slope, a derivative, a gradient, a tangent
PURPLE    a second thing to compare with
GOLD      a third
========  =====================================================================
"""

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import matplotlib
import matplotlib.colors
from matplotlib import patheffects

# name: (on light paper, on dark paper). Text needs a contrast of 4.5 on its paper, lines 3; black itself is
# not used, since Matplotlib leaves `fill: black` out of an SVG and it could not follow the theme. The six colours of
# lines differ in lightness as well as in hue: so they stay apart for eyes that do not tell red from green, or blue
# from yellow (tests/test_style.py).
PALETTE = {
    "paper": ("#ffffff", "#14181d"),
    "ink": ("#1f2430", "#e8ecf1"),
    "muted": ("#5b6472", "#a3adba"),
    "grid": ("#dfe4ea", "#313942"),
    "blue": ("#246cc1", "#7fbbf9"),
    "orange": ("#b55a12", "#f7a261"),
    "red": ("#a6053f", "#f773a0"),
    "green": ("#18755b", "#4ad899"),
    "purple": ("#633c95", "#b080fc"),
    "gold": ("#6c4f00", "#fbd460"),
}
PAPER, INK, MUTED, GRID, BLUE, ORANGE, RED, GREEN, PURPLE, GOLD = (light for light, _ in PALETTE.values())

COLOURS = frozenset(matplotlib.colors.to_rgb(light) for light, _ in PALETTE.values())

PANEL = (440, 300)  # width and height of one panel in pixels: legible on a phone, not huge on a desk

RC = {
    "axes.axisbelow": True,
    "axes.edgecolor": MUTED,
    "axes.facecolor": "none",
    "axes.grid": True,
    "axes.labelcolor": INK,
    "axes.labelsize": 13,
    "axes.prop_cycle": matplotlib.cycler(color=[BLUE, ORANGE, RED, GREEN, PURPLE, GOLD]),
    "axes.linewidth": 1,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlecolor": INK,
    "axes.titlelocation": "left",
    "axes.titlesize": 14,
    "axes.titley": 1.0,  # fixed: looking for a free place costs as much as drawing all the rest
    **dict.fromkeys([f"boxplot.{part}props.color" for part in ("box", "whisker", "cap", "flier")], INK),
    "boxplot.flierprops.markeredgecolor": INK,
    "figure.facecolor": "none",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 13,
    "grid.color": GRID,
    "grid.linewidth": 1,
    "image.composite_image": False,  # each image by itself, as every other artist
    "legend.frameon": False,
    "legend.fontsize": 12,
    "lines.linewidth": 2.5,
    "lines.markersize": 8,
    "lines.solid_capstyle": "round",
    "patch.edgecolor": INK,
    "svg.fonttype": "none",
    "text.color": INK,
    **dict.fromkeys(["xtick.color", "ytick.color"], MUTED),
    **dict.fromkeys(["xtick.labelcolor", "ytick.labelcolor"], INK),
    "xtick.major.pad": 5,  # a handle on the axis does not reach the words under it
    **dict.fromkeys(["xtick.labelsize", "ytick.labelsize"], 12),
}

# What a demo draws again and again, as keyword arguments: ax.plot(x, y, **style.curve).
curve = {"color": BLUE, "lw": 3}
tangent = {"color": GREEN, "lw": 2.5}
secant = {"color": ORANGE, "lw": 2.5}
guide = {"color": MUTED, "lw": 1.2, "ls": (0, (4, 3))}
# Whole at the frame and over it, and under words.
dot = {"ls": "", "marker": "o", "ms": 9, "mec": PAPER, "mew": 1.5, "clip_on": False, "zorder": 2.6}
handle = {
    "ls": "",
    "marker": "o",
    "ms": 14,
    "mec": PAPER,
    "mew": 2.5,
    "clip_on": False,
    "zorder": 2.7,
}  # says "drag me"
ring = {"ls": "", "marker": "o", "ms": 17, "mfc": "none", "mew": 2, "clip_on": False}  # round the best of them
HALO = 4  # pixels of paper under a text, half of them around each letter: a line behind it does not cross the words
answer = {"gid": "answer"}  # what a class is to guess, a label, bar or curve: hidden with the readout (key H)


@contextmanager
def context(salt: str = "lossviz") -> Iterator[None]:
    """Matplotlib's defaults and the book's settings for as long as the context lasts; then the reader's own again.

    `salt` makes the ids inside an SVG repeatable; two drawings on one page need different salts.
    """
    with matplotlib.rc_context():
        matplotlib.rcdefaults()  # a reader's style sheet would get into every picture
        matplotlib.rcParams.update(RC | {"svg.hashsalt": salt})
        with warnings.catch_warnings():
            # Text is set in the reader's font, which has letters that the one measured here may not have.
            warnings.filterwarnings("ignore", message=r"Glyph \d+ .*missing from|Matplotlib currently does not support")
            yield


def halo() -> str:
    """CSS for the texts of a picture; letters that are of paper themselves need none."""
    return f"text:not([style*='{PAPER}']){{paint-order:stroke;stroke:{PAPER};stroke-width:{HALO}px}}"


def put_halo(text) -> None:
    """The same for a text that Matplotlib draws as shapes."""
    if matplotlib.colors.to_hex(text.get_color()) != PAPER:
        text.set_path_effects([patheffects.withStroke(linewidth=HALO, foreground=PAPER)])


def letters_as_shapes():
    """For a picture that travels alone: wherever it is opened, its words look as they were drawn."""
    return matplotlib.rc_context({"svg.fonttype": "path"})


_HEX = re.compile("|".join(light for light, _ in PALETTE.values()))
_NAMES = {light: f"var(--lv-{name},{light})" for name, (light, _) in PALETTE.items()}
# Matplotlib 3.10 writes `font: 700 13px 'DejaVu Sans'`, 3.11 `font-size: 13px; font-family: 'DejaVu Sans'`.
_FONT = re.compile(r"font: (?:(?P<weight>\d{3}) )?(?P<size>[\d.]+px) [^;\"]+|font-family: [^;\"]+(?:; )?")


def themed(svg: str) -> str:
    """The SVG text with the palette's colours as CSS variables and the page's own font.

    >>> themed('<path style="stroke: #246cc1"/>')
    '<path style="stroke: var(--lv-blue,#246cc1)"/>'
    """
    return _HEX.sub(lambda m: _NAMES[m[0]], _FONT.sub(_own_font, svg))


def _own_font(found: re.Match) -> str:
    weight = f"; font-weight: {found['weight']}" if found["weight"] else ""
    return f"font-size: {found['size']}{weight}" if found["size"] else ""


DARK_HOSTS = (  # Sphinx's themes; JupyterLab and Notebook 7; Colab; VS Code
    "html[data-theme=dark]",
    "body[data-jp-theme-light=false]",
    "html[theme=dark]",
    "body:is(.vscode-dark, [data-vscode-theme-kind=vscode-dark], [data-vscode-theme-kind=vscode-high-contrast])",
)


def css_variables(place: str = "") -> str:
    """The palette as CSS, light by default and dark where the page says so: for the whole page, or for one place in it.

    >>> css_variables(".demo").splitlines()[1].partition(",")[0]
    'html[data-theme=dark] .demo'
    """
    light, dark = (
        ";".join(f"--lv-{name}:{pair[i]}" for name, pair in PALETTE.items()) + f";color-scheme:{scheme}"
        for i, scheme in enumerate(("light", "dark"))
    )
    where = place or ":root"
    where_dark = ",".join(f"{host} {place}".strip() for host in DARK_HOSTS)
    return f"{where}{{{light}}}\n{where_dark}{{{dark}}}\n@media print{{{where},{where_dark}{{{light}}}}}\n"
