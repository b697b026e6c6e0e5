"""The teaching guide: its links open what they say, its numbers are the demos' own, its minutes add up."""

import re
from html import unescape
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import parse_qsl

import pytest

from lossviz.engine.controls import Control
from tests.all_demos import book_demos
from tests.chapters.notebooks import PATHS, ROOT, code_cells, decimals, markdown, read
from tests.chapters.test_glossary import anchor

registry = book_demos()

TEXT = (ROOT / "chapters" / "teaching.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| \*\*.*", TEXT, flags=re.MULTILINE)
STEPS = re.findall(r"^\d+\. .*(?:\n   .*)*", TEXT, flags=re.MULTILINE)
CODE = {path.stem: [cell.source for cell in code_cells(read(path)) if cell.source] for path in PATHS}
SHOWN = {chapter: {source.split()[-1] for source in cells} for chapter, cells in CODE.items()}


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


def values(position: Position) -> dict:
    controls = registry[position.name].controls
    return {key: value(controls[key], text) for key, text in position.given.items()}


def arguments_around_a_run(position: Position) -> set[str]:
    """The controls of a demo that a chapter, or its module for it, defines around a run of its own."""
    module = (ROOT / "lossviz" / "demos" / f"{position.page}.py").read_text(encoding="utf-8")
    source = "\n".join([*CODE[position.page], module])
    found = re.search(rf"^ *def {position.name}\(([^)]*)\)", source, flags=re.MULTILINE)
    return set(found[1].split(", ")) if found else set()


def numbers(text: str) -> set[float]:
    return {float(number.replace(",", "")) for number in decimals(text)}


def can_be_read_off(position: Position) -> set[float]:
    if position.name not in registry:
        return set()
    frame = registry[position.name].at(**values(position))
    return numbers(frame.readout) | {stop for stop in frame.values.values() if isinstance(stop, float)}


@pytest.mark.parametrize("position", positions(TEXT), ids=lambda position: position.name)
def test_a_link_opens_a_demo_of_its_chapter_exactly_where_it_says(position):
    assert position.given
    if position.name in registry:
        assert position.name in SHOWN[position.page]
        assert values(position).keys() == position.given.keys()
    else:
        assert position.given.keys() <= arguments_around_a_run(position)


def test_every_link_written_in_html_is_one_that_is_looked_at_here():
    assert TEXT.count("<a ") == len(positions(TEXT))


def test_every_demo_of_the_book_has_a_row_and_no_demo_has_two():
    names = [{position.name for position in positions(row)} for row in ROWS]
    assert all(len(in_one_row) == 1 for in_one_row in names)
    told = [name for (name,) in names]
    assert len(set(told)) == len(told)
    assert {name for name, demo in registry.items() if demo.__module__.startswith("lossviz.demos.")} & set().union(
        *SHOWN.values()
    ) - set(told) == set()


def test_the_tables_keep_the_order_of_the_book():
    book = re.findall(r"file: chapters/(\w+)", (ROOT / "_toc.yml").read_text(encoding="utf-8"))
    told = list(dict.fromkeys(position.page for row in ROWS for position in positions(row)))
    assert [chapter for chapter in told if chapter in book] == [chapter for chapter in book if chapter in told]


@pytest.mark.parametrize("whole", ROWS + STEPS, ids=lambda whole: re.search(r"\*\*(.+?)\*\*", whole)[1])
def test_every_decimal_that_is_hoped_for_can_be_read_off_one_of_the_positions(whole):
    hope = whole.split("|")[-2] if whole in ROWS else " ".join(whole.split("*Hope:*")[1:])
    assert numbers(hope) - set().union(*map(can_be_read_off, positions(whole))) == set()


@pytest.mark.parametrize("heading", re.findall(r"^#+ (?:One lesson|Lesson).*", TEXT, flags=re.MULTILINE))
def test_the_minutes_of_a_lesson_add_up(heading):
    lesson = re.split(r"^#", TEXT.partition(heading)[2], flags=re.MULTILINE)[0]
    minutes = [int(part) for part in re.findall(r"\((\d+) min\)", lesson)]
    assert sum(minutes) == (90 if "90" in heading else 45)


def test_ordinary_links_lead_to_a_file_and_a_heading():
    for target, place in re.findall(r"\]\(([\w.]+)(?:#([\w-]+))?\)", TEXT):
        path = ROOT / "chapters" / target
        assert path.exists(), target
        if place:
            headings = re.findall(r"^#+ (.+)", markdown(read(path).cells), flags=re.MULTILINE)
            assert place in map(anchor, headings), f"{target}#{place}"


def test_the_guide_has_one_title_and_skips_no_level():
    levels = [len(marks) for marks in re.findall(r"^(#+) ", TEXT, flags=re.MULTILINE)]
    assert levels.count(1) == levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
