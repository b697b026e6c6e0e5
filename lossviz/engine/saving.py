"""A demo as a file that travels: alive in one page, one state of it as a picture, or a run along one slider."""

import io
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import Any

from matplotlib.text import Text

from . import html, player, reference, style
from .building import report_progress
from .drawing import failure

SHARP = 144  # dots an inch of PNG and GIF: two for each pixel of a panel
PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
{head}
<style>
html {{ font-family: system-ui, "Segoe UI", Roboto, sans-serif; line-height: 1.5; color: var(--lv-ink); background: var(--lv-paper); }}
body {{ max-width: 56rem; margin: 0 auto; padding: 0 .5rem; }}
</style>
<main>{body}</main>
</html>
"""  # noqa: E501


def head() -> str:
    """What a page needs once, however many demos it shows: the player and its style sheet, inline.

    A page that you write yourself, with two demos:

        top = f'<!doctype html><meta charset="utf-8"><title>Two demos</title>{lossviz.head()}'
        page = f"{top}{lossviz.html(one)}{lossviz.html(other)}"
        pathlib.Path("page.html").write_text(page, encoding="utf-8")

    Dark where `<html data-theme="dark">` says so. Needs no kernel, no server and no network.

    >>> head().startswith("<style>"), head().endswith("</script>")
    (True, True)
    """
    return f"<style>{player.page_css()}</style>\n<script>{player.script()}</script>"


def save(demo, path: str | Path, along: str | None, values: dict[str, Any]) -> Path:
    """See `Demo.save`."""
    path = Path(path)
    make = MAKERS.get(path.suffix.lower())
    if make is None:
        raise ValueError(f"save: {str(path)!r} ends in none of {', '.join(MAKERS)}: its suffix says what is made")
    if not path.parent.is_dir():
        raise FileNotFoundError(f"save: there is no folder {path.parent}: make it first, or save elsewhere")
    if (along is not None) != (make is _gif):
        wanted = "needs along=, the slider that runs" if make is _gif else "is one state: along= is for .gif"
        raise ValueError(f"save: {path.name} {wanted}; {demo.name} has {', '.join(demo.controls)}")
    frame = demo.at(**values)  # also refuses what is no state
    content = make(demo, frame.values, along)
    half = path.with_name(f"{path.name}.part")
    half.write_bytes(content)
    half.replace(path)  # the whole file or none
    return path


def _page(demo, values: dict[str, Any], along: None) -> bytes:
    body = html.html(demo, values)
    return PAGE.format(title=escape(demo.caption), head=head(), body=body).encode()


def _picture(kind: str) -> Callable[..., bytes]:
    def make(demo, values: dict[str, Any], along: None = None) -> bytes:
        file, undated = io.BytesIO(), {"png": None, "svg": {"Date": None}, "pdf": {"CreationDate": None}}[kind]
        look = {"facecolor": style.PAPER, "dpi": SHARP if kind == "png" else 72, "metadata": undated}
        try:
            with reference.new_figure(demo, values) as (_, axes), style.letters_as_shapes():
                figure = axes[0].figure
                figure.patch.set_visible(True)  # paper of its own: dark letters would be lost on a dark slide
                for text in figure.findobj(Text):
                    style.put_halo(text)
                figure.savefig(file, format=kind, **look)
        except Exception as error:
            raise failure(demo.name, values, error) from error
        return file.getvalue()

    return make


def _gif(demo, values: dict[str, Any], along: str) -> bytes:
    from PIL import Image  # Matplotlib needs it too

    control = demo.controls.get(along)
    if control is None:
        raise ValueError(f"save: along={along!r}: {demo.name} has {', '.join(demo.controls)}")
    pictures = list(_run(demo, values, along))
    pace = min(max(6000 // len(pictures), 50), 700)  # milliseconds: about six seconds in all, as Play
    file = io.BytesIO()
    first, *rest = (Image.open(io.BytesIO(each)).convert("P", palette=Image.Palette.ADAPTIVE) for each in pictures)
    first.save(file, format="gif", save_all=True, append_images=rest, duration=pace, loop=0)
    return file.getvalue()


def _run(demo, values: dict[str, Any], along: str) -> Iterator[bytes]:
    stops = demo.controls[along].values
    for number, value in enumerate(stops, start=1):
        yield _picture("png")(demo, {**values, along: value})
        report_progress(demo.name, number, len(stops))


MAKERS = {".html": _page, ".svg": _picture("svg"), ".png": _picture("png"), ".pdf": _picture("pdf"), ".gif": _gif}
