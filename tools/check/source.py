"""What a chapter owes by itself, read from its source: the contract is in CONTRIBUTING.md."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from .answering import exercise_cells
from .fault import Fault
from .guessing import choices
from .notebooks import (
    PATHS,
    Chapter,
    calls,
    code_cells,
    decimals,
    headings,
    markdown,
    parsed,
    prose,
    quoted,
    read,
    unsigned,
)

MANY_LINES = 15
MANY_WORDS = 5500  # of a chapter's text: half an hour of reading, beside its demos and exercises
# A window of 1280 px shows 81 characters of Chromium's font on Linux, 78 of the widest that systems have (SF Mono,
# beside a scroll bar), 77 inside a folded solution: see tests/site/test_layout.py.
LONG_LINE = 75


def outputs(chapter: Chapter) -> Iterator[Fault]:
    for cell in chapter.code:
        if cell.outputs or cell.execution_count:
            command = (
                f"nb-clean clean --preserve-cell-metadata --preserve-notebook-metadata chapters/{chapter.path.name}"
            )
            yield chapter.fault(f"it holds outputs or a count: run {command}", cell)
    if "widgets" in chapter.notebook.metadata:
        yield chapter.fault("its metadata holds the state of widgets: save it without (Settings, Save Widget State)")


def ids(chapter: Chapter) -> Iterator[Fault]:
    count = Counter(cell.id for cell in chapter.cells)
    for cell in chapter.cells:
        if count[cell.id] > 1:
            yield chapter.fault("two cells have this id: give one of them another", cell)
        elif re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f-]+)?", cell.id):
            yield chapter.fault("this id was made by a machine: name what the cell does, as in check-slopes", cell)


def setup_cell(chapter: Chapter) -> Iterator[Fault]:
    shared = code_cells(read(PATHS[0]))[0].source
    first = next(iter(chapter.code), None)
    if first is None or first.id != "setup":
        yield chapter.fault("its first code cell is not `setup`: copy that cell from another chapter")
    elif first.source != shared:
        yield chapter.fault(f"it differs from that of {PATHS[0].stem}: copy the cell from there", first)


def python(chapter: Chapter) -> Iterator[Fault]:
    for cell in chapter.code:
        try:
            parsed(cell.source)
        except SyntaxError as error:
            yield chapter.fault(f"line {error.lineno} is no Python: {error.msg}", cell)
        if len(calls(cell.source, "check")) > len(quoted(cell)):
            yield chapter.fault(
                'what check compares is no text: quote the number as it is written, check("0.811", …)', cell
            )


def length(chapter: Chapter) -> Iterator[Fault]:
    for cell in chapter.code:
        lines = cell.source.count("\n") + 1
        if lines > MANY_LINES:
            yield chapter.fault(f"it has {lines} lines; allowed are {MANY_LINES}: make two cells of it", cell)
    words = sum(len(cell.source.split()) for cell in chapter.cells if cell.cell_type == "markdown")
    if words > MANY_WORDS:
        yield chapter.fault(f"it has {words:,} words; allowed are {MANY_WORDS:,}: take out what is said twice")


def width(chapter: Chapter) -> Iterator[Fault]:
    for cell in chapter.cells:
        for line in _code_on_the_page(cell):
            if len(line) > LONG_LINE:
                cure = "break it, or fold the cell (tag hide-cell) if it only checks"
                said = f"{line.strip()[:30]!r}… has {len(line)} characters; a page shows {LONG_LINE}: {cure}"
                yield chapter.fault(said, cell)


def _code_on_the_page(cell) -> list[str]:
    """The lines of code that a reader sees without unfolding a cell."""
    if cell.cell_type == "markdown":
        return "\n".join(re.findall(r"^```\w*\n(.*?)^```", cell.source, re.MULTILINE | re.DOTALL)).splitlines()
    folded = {"hide-cell", "hide-input", "remove-cell", "remove-input"} & set(cell.metadata.get("tags", []))
    return [] if folded else cell.source.splitlines()


def plain_markdown(chapter: Chapter) -> Iterator[Fault]:
    for cell in chapter.cells:
        if cell.cell_type == "markdown":
            for found in re.findall(r"^(?:```|:::+)\s*\{.*|\{[\w:-]+\}`", cell.source, flags=re.MULTILINE):
                yield chapter.fault(f"Colab and Jupyter show {found!r} as it stands: write plain Markdown", cell)


FORBIDDEN = {
    r"rcParams|plt\.style": "it changes how all later pictures look: leave that to lossviz.style",
    r"warnings\.": "it silences warnings: mend what is warned of",
    r"np\.random\.(?!default_rng\(\w)": "its randomness has no seed: use np.random.default_rng(0)",
    r"open\(|read_csv\(\s*[\"']\.\./": "it reads a file that Colab has not: use lossviz.data",
}


def readers_settings(chapter: Chapter) -> Iterator[Fault]:
    for cell in chapter.code:
        for pattern, cure in FORBIDDEN.items():
            if found := re.search(pattern, cell.source):
                yield chapter.fault(f"{found[0]!r}: {cure}", cell)


def parts(chapter: Chapter) -> Iterator[Fault]:
    text, code = chapter.text, "\n".join(cell.source for cell in chapter.code)
    for lead in ("Predict.", "Try.", "Trap.", "Teach it."):
        if f"> **{lead}**" not in text:
            yield chapter.fault(f"it has no quote that begins with **{lead}**: write > **{lead}** …")
    for name in ("Quiz", "Recap", "Sources"):
        if not any(words.startswith(name) for _, words in headings(text)):
            yield chapter.fault(f"it has no heading {name}")
    exercises = sum(len(calls(cell.source, "self_check")) for cell in chapter.code)
    solutions = text.count("<summary>Solution</summary>") + code.count("#@title Solution")
    for found, what in (
        (exercises, 'exercises: self_check("expected", yours, hint=…) in a cell that is folded'),
        (text.count("<summary>Hint</summary>"), "hints: <details><summary>Hint</summary> …"),
        (solutions, "solutions: <details><summary>Solution</summary> …, or a cell #@title Solution"),
    ):
        if found < 2:
            yield chapter.fault(f"it has {found} of at least 2 {what}")
    if not any(cell.id.startswith("demo-") for cell in chapter.cells):
        yield chapter.fault("it shows no demo: a cell with the id demo-… whose last line is the demo's name")
    if "What you should have seen" not in text:
        yield chapter.fault("no list says “What you should have seen” after a demo")


def order_of_headings(chapter: Chapter) -> Iterator[Fault]:
    found = headings(chapter.text)
    titles = [words for level, words in found if level == 1]
    if len(titles) != 1 or found[0][0] != 1:
        yield chapter.fault(f"it has {len(titles)} titles (# …); a chapter begins with its one title")
    for (before, _), (level, words) in pairwise(found):
        if level > before + 1:
            yield chapter.fault(f"heading {words!r} skips a level: write it with {'#' * (before + 1)}")


def numbers_are_checked(chapter: Chapter) -> Iterator[Fault]:
    checked = {unsigned(number) for cell in chapter.code for number in quoted(cell)}
    exempt = chapter.notebook.metadata.get("lossviz", {}).get("exempt", {})
    for cell in chapter.cells:
        if cell.cell_type == "markdown":
            for number in decimals(cell.source):
                if number not in checked and number not in exempt:
                    cure = f'write check("{number}", …) in a cell below, or exempt it with a reason in the metadata'
                    yield chapter.fault(f"{number} is not checked: {cure}", cell)
    for number, reason in exempt.items():
        if len(reason) <= 5:
            yield chapter.fault(f"{number} is exempt without a reason: say in the metadata why it is no result")


def checked_numbers_are_said(chapter: Chapter) -> Iterator[Fault]:
    for place, cell in enumerate(chapter.cells):
        if cell.cell_type == "code" and (numbers := quoted(cell)):
            above = prose(markdown(chapter.cells[:place])).replace("−", "-")
            for number in numbers:
                if unsigned(number) not in above:
                    yield chapter.fault(f"{number} is checked, and no text above says it: take one of them away", cell)


def links(chapter: Chapter) -> Iterator[Fault]:
    for cell in chapter.cells:
        if cell.cell_type == "markdown":
            for target in re.findall(r"\]\(([\w/.-]+\.(?:ipynb|md))(?:#[\w-]*)?\)", cell.source):
                if not (chapter.path.parent / target).exists():
                    yield chapter.fault(f"there is no file {target}: mend the link", cell)


def quiz(chapter: Chapter) -> Iterator[Fault]:
    part = chapter.text.partition("## Quiz")[2]
    answers = re.findall(r'<details class="quiz">\s*<summary>(.+?)</summary>(.*?)</details>', part, flags=re.DOTALL)
    if len(answers) < 6:
        yield chapter.fault(f'its quiz has {len(answers)} of at least 6 answers: <details class="quiz"><summary>…')
    for answer, why in answers:
        if len(why.split()) < 6:
            yield chapter.fault(
                f"quiz answer {answer!r} is explained in {len(why.split())} words: say why, in 6 or more"
            )
    right = sum("Right" in why for _, why in answers)
    if answers and not 2 <= right < len(answers) / 1.9:
        cure = (
            "two questions or more, each with more wrong answers than right ones; explanations of these begin **Right**"
        )
        yield chapter.fault(f"{right} of its quiz's {len(answers)} answers are right: {cure}")


def lesson(chapter: Chapter) -> Iterator[Fault]:
    """The minutes of the parts of Teach it, each as (5 min), add up to those that the lesson has."""
    for box in re.findall(r"^> \*\*Teach it\.\*\*.*(?:\n>.*)*", chapter.text, flags=re.MULTILINE):
        parts = [int(minutes) for minutes in re.findall(r"\((\d+) min\)", box)]
        said = re.search(r"(?:(two|three) lessons of )?(\d+) minutes", box)
        if not said or not parts:
            yield chapter.fault("Teach it does not say how long it takes: 45 minutes, and each part as (5 min)")
        elif sum(parts) != (whole := {"two": 2, "three": 3}.get(said[1], 1) * int(said[2])):
            yield chapter.fault(f"the parts of Teach it take {sum(parts)} minutes, not {whole}: make them fit")


RULES = (
    outputs,
    ids,
    setup_cell,
    python,
    length,
    width,
    plain_markdown,
    readers_settings,
    parts,
    order_of_headings,
    numbers_are_checked,
    checked_numbers_are_said,
    links,
    exercise_cells,
    choices,
    quiz,
    lesson,
)
