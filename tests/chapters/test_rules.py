"""What every chapter owes: no rule of `make check` finds a fault in the book; each finds its own in a spoiled copy."""

import copy
from pathlib import Path

import nbformat
import pytest

from tools.check import glossary, source, teaching
from tools.check.notebooks import PATHS, Chapter, read
from tools.check.teaching import Guide

TEXT_RULES = (*source.RULES, glossary.terms)
NAME = "hinge"
PATH = next(path for path in PATHS if path.stem == NAME)


@pytest.fixture(scope="module")
def guide() -> Guide:
    return Guide()


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_chapter_has_no_fault(path, guide):
    chapter = Chapter(path)
    found = [fault for rule in TEXT_RULES for fault in rule(chapter)]
    found += [fault for rule in (teaching.opened, teaching.rows) for fault in rule(guide, chapter.name)]
    assert [str(fault) for fault in found] == []


def test_the_guide_and_the_glossary_have_no_fault(guide):
    found = [*glossary.order(), *glossary.korean(), *teaching.rest(guide), *teaching.hoped_for(guide, None)]
    assert [str(fault) for fault in found] == []


def spoiled(change) -> Chapter:
    """The chapter after `change`, which gets the notebook and its cells by id."""
    notebook = copy.deepcopy(read(PATH))
    change(notebook, {cell.id: cell for cell in notebook.cells})
    return Chapter(PATH, notebook)


def put(text: str, cell: str = "title", kind: str = "markdown"):
    """A change that writes a text at the end of a cell."""

    def change(notebook, cells):
        cells[cell].source += f"\n\n{text}"

    return change


def add(text: str):
    """A change that adds a cell of code in the end."""
    return lambda notebook, cells: notebook.cells.append(nbformat.v4.new_code_cell(text, id="new-cell"))


def without(text: str):
    def change(notebook, cells):
        for cell in notebook.cells:
            cell.source = cell.source.replace(text, "")

    return change


def with_outputs(notebook, cells):
    cells["setup"].outputs = [nbformat.v4.new_output("stream", text="said")]


def renamed(notebook, cells):
    cells["setup"].id = "7d1cfe52"


def twice(notebook, cells):
    notebook.cells.append(cells["setup"])


def unfolded(notebook, cells):
    for cell in notebook.cells:
        cell.metadata.pop("cellView", None)


def answer_without_reason(notebook, cells):
    for cell in notebook.cells:
        cell.source = cell.source.replace("Right", "No")


SPOILED = [
    (source.outputs, with_outputs, "hinge, cell setup: it holds outputs or a count: run nb-clean"),
    (source.ids, renamed, "hinge, cell 7d1cfe52: this id was made by a machine: name what the cell does"),
    (source.ids, twice, "hinge, cell setup: two cells have this id"),
    (source.setup_cell, renamed, "hinge: its first code cell is not `setup`: copy that cell"),
    (source.setup_cell, put("x = 1", "setup"), "hinge, cell setup: it differs from that of backpropagation"),
    (source.length, add("x = 1\n" * 20), "hinge, cell new-cell: it has 21 lines; allowed are 15"),
    (source.length, put("word " * 5500), "words; allowed are 5,500: take out what is said twice"),
    (source.width, add("x = 1" + " + 1" * 18), "cell new-cell: 'x = 1 + 1 + 1 + 1 + 1 + 1 + 1 '… has 77 characters"),
    (source.width, put("```\n" + "long " * 20 + "\n```"), "a page shows 75: break it, or fold the cell"),
    (source.plain_markdown, put("```{note}\nx\n```"), "hinge, cell title: Colab and Jupyter show '```{note}'"),
    (source.plain_markdown, put("{ref}`x`"), "show '{ref}`' as it stands: write plain Markdown"),
    (source.readers_settings, add("plt.style.use('x')"), "cell new-cell: 'plt.style': it changes how all later"),
    (source.readers_settings, add("np.random.rand(3)"), "has no seed: use np.random.default_rng(0)"),
    (source.readers_settings, add("open('x.csv')"), "it reads a file that Colab has not"),
    (source.parts, without("> **Trap.**"), "hinge: it has no quote that begins with **Trap.**: write > **Trap.** …"),
    (source.parts, without("## Recap"), "hinge: it has no heading Recap"),
    (source.parts, without("<summary>Hint</summary>"), "it has 0 of at least 2 hints"),
    (source.python, add("x = = 1"), "hinge, cell new-cell: line 1 is no Python: invalid syntax"),
    (source.python, add("check(0.811, 1)"), "cell new-cell: what check compares is no text: quote the number"),
    (source.parts, without("self_"), "it has 0 of at least 2 exercises"),
    (source.exercise_cells, without("#@title Check your answer"), "check: its right value is in sight: begin with #@"),
    (source.exercise_cells, unfolded, "check: its right value is in sight: begin with #@title Check your answer, and"),
    (
        source.exercise_cells,
        without("yours = ..."),
        "checks an answer that no cell above asks for: write `yours = ...`",
    ),
    (source.exercise_cells, without("hint="), "it has no hint in quotes for the first miss: write hint="),
    (
        source.exercise_cells,
        add('self_check("many", yours)'),
        "new-cell: what self_check expects is no number in quotes",
    ),
    (source.choices, put("> **Predict.** Up?\n>\n> * up"), "cell title: a guess has 1 choices; allowed are 2 to 6"),
    (source.choices, put("> **Predict.** Up?\n>\n> * up\n> * up"), "the choice 'up' stands there twice"),
    (source.choices, put("> **Predict.** Up?\n> * up\n> * down"), "leave a line with > alone above them"),
    (source.choices, put("> **Predict.** Up?\n>\n> * up\n> * down\n> or so"), "'or so' stands below the first choice"),
    (source.choices, put("> **Predict.** Up?\n>\n> * $w$\n> * up"), "the choice '$w$' cannot stand on a button"),
    (source.parts, without("What you should have seen"), "no list says “What you should have seen”"),
    (source.order_of_headings, put("# Again"), "hinge: it has 2 titles (# …)"),
    (source.order_of_headings, put("##### Deep"), "heading 'Deep' skips a level: write it with ##"),
    (
        source.numbers_are_checked,
        put("It is 12.3456."),
        'cell title: 12.3456 is not checked: write check("12.3456", …)',
    ),
    (source.checked_numbers_are_said, add('check("98.7654", x)'), "cell new-cell: 98.7654 is checked, and no text"),
    (source.links, put("[gone](gone.ipynb)"), "hinge, cell title: there is no file gone.ipynb: mend the link"),
    (source.quiz, without('<details class="quiz">'), "its quiz has 0 of at least 6 answers"),
    (source.quiz, answer_without_reason, "0 of its quiz's"),
    (source.lesson, without("(8 min)"), "hinge: the parts of Teach it take 37 minutes, not 45: make them fit"),
    (source.lesson, without(" min)"), "hinge: Teach it does not say how long it takes: 45 minutes, and each part as"),
    (glossary.terms, put("[x](glossary.md#gone)"), "cell title: there is no term gone in glossary.md"),
    (glossary.terms, put("[x](glossary.md#loss) [x](glossary.md#loss)"), "is linked a second time: link a term where"),
    (glossary.terms, without("(glossary.md#"), "it links 0 of at least 5 terms"),
    (glossary.terms, without("**](glossary.md#"), "is explained here: make its link bold"),
    (glossary.terms, put("[**AUC**](glossary.md#auc)"), "auc is bold as where it is explained, and glossary.md leads"),
]


@pytest.mark.parametrize(("rule", "change", "said"), SPOILED, ids=lambda x: x if isinstance(x, str) else None)
def test_a_spoiled_chapter_is_told_in_a_sentence_that_names_the_cell_and_the_cure(rule, change, said):
    found = [str(fault) for fault in rule(spoiled(change))]
    assert any(said in fault for fault in found), found


def test_all_faults_come_at_once():
    def both(notebook, cells):
        put("It is 12.3456, [x](gone.md).")(notebook, cells)
        without("## Recap")(notebook, cells)

    chapter = spoiled(both)
    found = " ".join(str(fault) for rule in TEXT_RULES for fault in rule(chapter))
    for said in ("12.3456", "gone.md", "no heading Recap"):
        assert said in found


def test_terms_out_of_order_or_twice_are_told():
    text = "### Beta\n\nx\n\n### Alpha\n\nx\n\n### Alpha\n\nx\n"
    assert [fault.said for fault in glossary.order(text)] == [
        "alpha stands below beta: put it into the order of the alphabet",
        "alpha stands there twice: join the two",
    ]


def test_a_term_without_its_korean_name_is_told():
    named = '### Alpha\n\n<span lang="ko">알파</span> · The first.\n'
    for nameless in ("### Beta\n\nThe second.\n", '### Beta\n\n<span lang="ko">beta</span> · The second.\n'):
        said = [fault.said for fault in glossary.korean(named + nameless)]
        assert len(said) == 1
        assert said[0].startswith('beta has no Korean name: begin the entry with <span lang="ko">손실 함수</span> · ')


LINK = '<a href="entropy.html#coin_entropy?p=0.5">fair</a>'
GUIDES = [
    (teaching.opened, LINK.replace("0.5", "0.55555"), "line 1: p=0.55555 is no position of coin_entropy: allowed are"),
    (teaching.opened, LINK.replace("p=", "q="), "coin_entropy has no control q; it has p"),
    (teaching.opened, LINK.replace("entropy.html", "hinge.html"), "coin_entropy is not shown in hinge: link to the"),
    (teaching.opened, LINK.replace("coin_entropy", "gone"), "the link to gone names p; no demo of entropy has these"),
    (teaching.hoped_for, LINK, "line 1: 0.123 can be read off none of its positions"),
    (teaching.rows, f"{LINK}, {LINK.replace('coin_entropy', 'gone')}", "the row opens coin_entropy, gone; a row is of"),
    (teaching.rows, LINK, "entropy: surprise_curve has no row in teaching.md: | **Name**: <a href="),
]


@pytest.mark.parametrize(("rule", "links", "said"), GUIDES, ids=[said for _, _, said in GUIDES])
def test_a_spoiled_row_of_the_guide_is_told_with_its_line(rule, links, said):
    found = [str(fault) for fault in rule(Guide(f"| **A row**: {links} | ask | 0.123 |\n"), None)]
    assert any(said in fault for fault in found), found


WHOLE = [
    ("# T\n\n## One lesson of 45 minutes\n\n1. **A (40 min).** *Hope:* x\n", "take 40 minutes, not 45"),
    (f"# T\n\n1. **A (5 min).** {LINK} {LINK} {LINK}\n", "line 3: the step opens 3 in 5 minutes: leave 2"),
    ("# T\n\n## One lesson\n\n1. **A (45 min).** Hm. *Ask:* x\n", "“One lesson”, step 1, “A”: “Hm.” stands before"),
    ("# T\n\n[x](gone.md)\n", "there is no file gone.md"),
    ("# T\n\n[x](hinge.ipynb#gone)\n", "hinge.ipynb has no heading #gone"),
    ("# T\n\n<a href='entropy.html'>x</a>\n", "1 links in HTML, of which some name no demo with values"),
    ("# T\n\n### Deep\n", "no heading skips a level"),
    (
        f"# T\n\n| **A**: {LINK} | a | h |\n| **B**: {LINK.replace('entropy.html', 'derivatives.html')} | a | h |\n",
        "order",
    ),
]


@pytest.mark.parametrize(("text", "said"), WHOLE, ids=[said for _, said in WHOLE])
def test_a_spoiled_guide_is_told(text, said):
    found = [str(fault) for fault in teaching.rest(Guide(text))]
    assert any(said in fault for fault in found), found


def test_every_rule_is_seen_to_fail_here():
    tried = {rule for rule, *_ in (*SPOILED, *GUIDES)}
    assert tried == {*TEXT_RULES, teaching.opened, teaching.hoped_for, teaching.rows}


def test_there_are_chapters():
    assert Path("derivatives.ipynb").name in [path.name for path in PATHS]
