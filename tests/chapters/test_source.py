"""What every chapter owes, read from its source: DESIGN in short, CONTRIBUTING in full."""

import re
from itertools import pairwise

import pytest

from tests.chapters.notebooks import (
    PATHS,
    ROOT,
    calls,
    code_cells,
    decimals,
    markdown,
    prose,
    quoted,
    read,
    unsigned,
)

chapter = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


def test_there_are_chapters():
    assert "derivatives" in [path.stem for path in PATHS]


@chapter
def test_source_holds_no_outputs_counts_or_widget_state(path):
    notebook = read(path)
    assert not any(cell.outputs or cell.execution_count for cell in code_cells(notebook))
    assert "widgets" not in notebook.metadata


@chapter
def test_cells_have_distinct_words_for_ids(path):
    ids = [cell.id for cell in read(path).cells]
    assert len(set(ids)) == len(ids)
    assert not [id for id in ids if re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f-]+)?", id)], "ids made by a machine"


@chapter
def test_the_setup_cell_is_the_first_code_cell_and_the_same_in_every_chapter(path):
    first = code_cells(read(path))[0]
    assert first.id == "setup"
    assert first.source == code_cells(read(PATHS[0]))[0].source


@chapter
def test_a_code_cell_is_short(path):
    long = {cell.id: cell.source.count("\n") + 1 for cell in code_cells(read(path))}
    assert {id: lines for id, lines in long.items() if lines > 15} == {}


@chapter
def test_prose_is_plain_markdown_that_colab_and_jupyter_show(path):
    text = markdown(read(path).cells)
    assert re.findall(r"^(?:```|:::+)\s*\{.*", text, flags=re.MULTILINE) == []
    assert re.findall(r"\{[\w:-]+\}`", text) == []


@chapter
def test_code_leaves_the_readers_settings_alone_and_its_randomness_has_a_seed(path):
    source = "\n".join(cell.source for cell in code_cells(read(path)))
    forbidden = r"rcParams|plt\.style|warnings\.|np\.random\.(?!default_rng\(\w)|open\(|read_csv\(\s*[\"']\.\./"
    assert re.findall(forbidden, source) == []


@chapter
def test_a_chapter_has_the_parts_of_the_contract(path):
    cells = read(path).cells
    text, code = markdown(cells), "\n".join(cell.source for cell in code_cells(read(path)))
    for lead in ("Predict.", "Try.", "Trap.", "Teach it."):
        assert f"> **{lead}**" in text, lead
    for heading in ("Quiz", "Recap", "Sources"):
        assert re.search(rf"^#+ {heading}", text, flags=re.MULTILINE), heading
    assert len(calls(code, "self_check")) >= 2
    assert text.count("<summary>Hint</summary>") >= 2
    assert text.count("<summary>Solution</summary>") + code.count("#@title Solution") >= 2
    assert any(cell.id.startswith("demo-") for cell in cells)
    assert len(re.findall("What you should have seen", text)) >= 1


@chapter
def test_a_chapter_has_one_title_and_no_heading_skips_a_level(path):
    text = re.sub(r"```.*?```", "", markdown(read(path).cells), flags=re.DOTALL)
    levels = [len(marks) for marks in re.findall(r"^(#+) ", text, flags=re.MULTILINE)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@chapter
def test_every_decimal_in_the_prose_is_checked_or_exempted_by_name(path):
    notebook = read(path)
    checked = {unsigned(number) for cell in code_cells(notebook) for number in quoted(cell)}
    exempt = notebook.metadata.get("lossviz", {}).get("exempt", {})
    assert decimals(markdown(notebook.cells)) - checked - exempt.keys() == set()
    assert all(len(reason) > 5 for reason in exempt.values())


@chapter
def test_what_is_checked_stands_in_the_text_above(path):
    cells = read(path).cells
    for place, cell in enumerate(cells):
        if cell.cell_type == "code":
            above = prose(markdown(cells[:place])).replace("−", "-")
            missing = [n for n in quoted(cell) if unsigned(n) not in above]
            assert missing == [], f"{cell.id}: quoted, but not in the text above"


@chapter
def test_links_to_other_chapters_lead_somewhere(path):
    text = markdown(read(path).cells)
    for target in re.findall(r"\]\(([\w/.-]+\.(?:ipynb|md))(?:#[\w-]*)?\)", text):
        assert (ROOT / "chapters" / target).resolve().exists(), target


@chapter
def test_each_wrong_answer_of_the_quiz_is_explained(path):
    quiz = markdown(read(path).cells).partition("## Quiz")[2]
    answers = re.findall(r'<details class="quiz">\s*<summary>(.+?)</summary>(.*?)</details>', quiz, flags=re.DOTALL)
    assert len(answers) >= 6
    assert [answer for answer, why in answers if len(why.split()) < 6] == []
    assert 2 <= sum("Right" in why for _, why in answers) < len(answers) / 1.9
