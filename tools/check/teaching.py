"""The teaching guide: its links open what they say, its numbers are the demos' own, its minutes add up.

A row of its tables is one line, and a row for each demo of a chapter:

    | **Coin entropy**: <a href="entropy.html#coin_entropy?p=0.5">fair</a>, <a href="…?p=0.9">bent</a> | Ask | Hope |

Every control that a link names has one of its own values; every number with decimals in the last column can be read
off one of the positions that the row opens.
"""

import re
from collections.abc import Iterator
from html import unescape
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import parse_qsl

from book.plans import plans
from lossviz.engine.controls import Control
from tools.all_demos import book_demos

from .fault import Fault
from .notebooks import PATHS, ROOT, Chapter, anchor, decimals, headings, markdown, read

FILE = ROOT / "chapters" / "teaching.md"
ROW = '| **Name**: <a href="chapter.html#demo?control=value">what is seen</a>, … | what to ask | what to hope for |'


MINUTES_A_POSITION = 2


class Position(NamedTuple):
    """A link to a demo: the page, the demo, the values of its controls as they are written."""

    page: str
    name: str
    given: dict[str, str]


def positions(text: str) -> list[Position]:
    """Every link to a demo in a text, read as the page reads an address.

    >>> positions('<a href="entropy.html#coin_entropy?p=0.9">bent</a>')
    [Position(page='entropy', name='coin_entropy', given={'p': '0.9'})]
    """
    found = re.findall(r'<a href="(\w+)\.html#(\w+)\?([^"]*)">', text)
    return [Position(page, name, dict(parse_qsl(unescape(query)))) for page, name, query in found]


def value(control: Control, text: str):
    """The value that an address means, exactly one of the control's; a ValueError if it is none."""
    if control.kind == "slider":
        return control.values[control.values.index(float(text))]
    return control.values[control.texts.index(text)]


def shown_in(chapter: Chapter) -> set[str]:
    """The demos that the chapter's cells show."""
    return {cell.source.split()[-1] for cell in chapter.code if cell.source.strip()}


class Guide:
    """The guide's text, its rows and steps with their lines."""

    def __init__(self, text: str | None = None):
        self.text = text or FILE.read_text(encoding="utf-8")
        self.rows = self._found(r"^\| \*\*.*")
        self.steps = self._found(r"^\d+\. .*(?:\n   .*)*")
        self.demos = book_demos()
        self.chapters = {path.stem: Chapter(path) for path in PATHS}

    def _found(self, pattern: str) -> dict[int, str]:
        return {self.text[: m.start()].count("\n") + 1: m[0] for m in re.finditer(pattern, self.text, re.MULTILINE)}

    def of(self, chapter: str | None) -> dict[int, str]:
        """Rows and steps that open a demo of this chapter; all of them for None."""
        every = self.rows | self.steps
        return {n: x for n, x in every.items() if chapter is None or any(p.page == chapter for p in positions(x))}


def opened(guide: Guide, chapter: str | None) -> Iterator[Fault]:
    """Links open a demo of the chapter that they name, at values that its controls have."""
    for line, text in guide.of(chapter).items():
        for at in positions(text):
            if at.page in guide.chapters:
                yield from (Fault(f"teaching.md, line {line}", said) for said in _wrong_with(guide, at))


def _wrong_with(guide: Guide, at: Position) -> Iterator[str]:
    demo = guide.demos.get(at.name)
    if demo is None:
        allowed = _arguments_around_a_run(guide, at)
        if not at.given.keys() <= allowed:
            yield f"the link to {at.name} names {', '.join(at.given)}; no demo of {at.page} has these controls: mend it"
        return
    if at.name not in shown_in(guide.chapters[at.page]):
        yield f"{at.name} is not shown in {at.page}: link to the chapter that shows it"
    for key, text in at.given.items():
        if key not in demo.controls:
            yield f"{at.name} has no control {key}; it has {', '.join(demo.controls)}"
            continue
        try:
            value(demo.controls[key], text)
        except ValueError:
            texts = demo.controls[key].texts
            shown = ", ".join(texts) if len(texts) < 8 else f"{', '.join(texts[:4])}, … {texts[-1]}"
            yield f"{key}={text} is no position of {at.name}: allowed are {shown}"


def _arguments_around_a_run(guide: Guide, at: Position) -> set[str]:
    """The controls of a demo that a chapter, or a module for it, defines around a run of its own."""
    modules = [path.read_text(encoding="utf-8") for path in (ROOT / "lossviz" / "demos").glob("*.py")]
    cells = [cell.source for cell in guide.chapters[at.page].code]
    found = re.search(rf"^ *def {at.name}\(([^)]*)\)", "\n".join([*cells, *modules]), flags=re.MULTILINE)
    return set(found[1].split(", ")) if found else set()


def hoped_for(guide: Guide, chapter: str | None) -> Iterator[Fault]:
    """Decimals that a class is to say can be read off one of the positions."""
    for line, text in guide.of(chapter).items():
        hope = text.split("|")[-2] if line in guide.rows else " ".join(text.split("*Hope:*")[1:])
        seen = set().union(*(_read_off(guide, at) for at in positions(text)))
        for number in decimals(hope):
            if float(number.replace(",", "")) not in seen:
                cure = "link to a position that shows it, or say what is seen"
                yield Fault(f"teaching.md, line {line}", f"{number} can be read off none of its positions: {cure}")


def _read_off(guide: Guide, at: Position) -> set[float]:
    demo = guide.demos.get(at.name)
    try:
        frame = demo.at(**{key: value(demo.controls[key], text) for key, text in at.given.items()})
    except (AttributeError, KeyError, ValueError):  # told by `opened`
        return set()
    stops = {stop for stop in frame.values.values() if isinstance(stop, float)}
    return stops | {float(number.replace(",", "")) for number in decimals(frame.readout)}


def rows(guide: Guide, chapter: str | None) -> Iterator[Fault]:
    """Each demo has one row, and each row is of one demo."""
    told: dict[str, int] = {}
    for line, row in guide.rows.items():
        names = {at.name for at in positions(row)}
        if len(names) != 1:
            opens = ", ".join(sorted(names)) or "no demo"
            yield Fault(f"teaching.md, line {line}", f"the row opens {opens}; a row is of one demo: {ROW}")
        for name in names:
            if name in told:
                yield Fault(f"teaching.md, line {line}", f"{name} has a row already, line {told[name]}: join the two")
            told[name] = line
    for path in PATHS:
        if chapter in (None, path.stem):
            for name in sorted(shown_in(guide.chapters[path.stem]) & guide.demos.keys() - told.keys()):
                yield Fault(path.stem, f"{name} has no row in teaching.md: {ROW.replace('demo?', f'{name}?')}")


def _too_full(guide: Guide) -> Iterator[Fault]:
    """A position is asked about, guessed at and explained: in less than two minutes a class sees it and no more."""
    for line, step in guide.steps.items():
        minutes, shown = re.search(r"\((\d+) min\)", step), len(positions(step))
        if minutes and int(minutes[1]) < MINUTES_A_POSITION * shown:
            cure = f"leave {int(minutes[1]) // MINUTES_A_POSITION}, or give it more time"
            yield Fault(f"teaching.md, line {line}", f"the step opens {shown} in {minutes[1]} minutes: {cure}")


def rest(guide: Guide) -> Iterator[Fault]:
    """What is no chapter's own: minutes, order, headings, links."""
    if guide.text.count("<a ") != len(positions(guide.text)):
        yield Fault(
            "teaching.md", f"{guide.text.count('<a ')} links in HTML, of which some name no demo with values: {ROW}"
        )
    for heading in re.findall(r"^#+ (?:One lesson|Lesson).*", guide.text, flags=re.MULTILINE):
        lesson = re.split(r"^#", guide.text.partition(heading)[2], flags=re.MULTILINE)[0]
        minutes, whole = sum(map(int, re.findall(r"\((\d+) min\)", lesson))), 90 if "90" in heading else 45
        if minutes != whole:
            yield Fault("teaching.md", f"the steps of “{heading.lstrip('# ')}” take {minutes} minutes, not {whole}")
    yield from (Fault("teaching.md", said) for plan in plans(guide.text) for said in plan.faults())
    yield from _too_full(guide)
    book = re.findall(r"file: chapters/(\w+)", (ROOT / "_toc.yml").read_text(encoding="utf-8"))
    told = [
        page for page in dict.fromkeys(at.page for row in guide.rows.values() for at in positions(row)) if page in book
    ]
    if told != [page for page in book if page in told]:
        yield Fault("teaching.md", f"its tables come as {', '.join(told)}: put them into the order of the book")
    for target, place in re.findall(r"\]\(([\w.]+)(?:#([\w-]+))?\)", guide.text):
        path = ROOT / "chapters" / target
        if not path.exists():
            yield Fault("teaching.md", f"there is no file {target}: mend the link")
        elif place and place not in {anchor(words) for _, words in headings(markdown(read(path).cells))}:
            yield Fault("teaching.md", f"{target} has no heading #{place}: mend the link")
    levels = [level for level, _ in headings(guide.text)]
    if levels.count(1) != 1 or any(after > before + 1 for before, after in pairwise(levels)):
        yield Fault("teaching.md", "it has one title, and no heading skips a level")
