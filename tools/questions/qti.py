"""QTI 1.2 as Canvas writes and imports it: a package of one quiz a chapter, with pictures.

Canvas takes QTI 2.1 too, but makes texts to fill in of its numbers. What is written here is what Canvas's own
importers look for (Classic Quizzes: the gem qti_exporter; New Quizzes: the gem qti), and no more.
"""

import io
from collections.abc import Iterable, Iterator
from itertools import groupby
from xml.etree.ElementTree import Element, indent, tostring
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tools.check.notebooks import anchor

from .numbers import Taken
from .reading import BOOK, Choice, Question

QUIZ = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
META = "http://canvas.instructure.com/xsd/cccv1p0"
PACKAGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
RIGHT, WRONG, ALWAYS = "correct_fb", "general_incorrect_fb", "general_fb"  # names that Canvas knows feedback by
FILES = "$IMS-CC-FILEBASE$/images/"  # where an <img> looks for what the package has in images/


def package(questions: Iterable[Question]) -> bytes:
    """The zip, the same bytes whenever it is made."""
    files, listed = {}, []
    for chapter, group in groupby(questions, key=lambda question: question.chapter):
        name, asked = anchor(chapter), list(group)
        files[f"{name}/{name}.xml"] = _file(assessment(name, chapter, asked))
        files[f"{name}/assessment_meta.xml"] = _file(_settings(name, chapter, len(asked)))
        files |= {f"images/{picture}": data for question in asked for picture, data in question.pictures.items()}
        listed += _quiz_resources(name)
    listed += [_resource(f"picture{n}", "webcontent", f) for n, f in enumerate(files) if f.startswith("images/")]
    return _zipped({"imsmanifest.xml": _file(_manifest(listed))} | files)


def assessment(name: str, title: str, questions: list[Question]) -> Element:
    items = [item(f"{name}-{number}", question) for number, question in enumerate(questions, start=1)]
    section = _new("section", *items, ident="root_section")
    once = _fields(cc_maxattempts="1")
    return _new("questestinterop", _new("assessment", once, section, ident=name, title=f"{BOOK}: {title}"), xmlns=QUIZ)


def item(name: str, question: Question) -> Element:
    labels = {f"{name}-answer{number}": choice for number, choice in enumerate(question.choices, start=1)}
    kind = "numerical_question" if question.numbers else "multiple_choice_question"
    response = _number_field() if question.numbers else _choices(labels)
    judged = _judged_numbers(question.numbers) if question.numbers else _judged_choices(labels)
    outcomes = _new("outcomes", _new("decvar", maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal"))
    return _new(
        "item",
        _new("itemmetadata", _about(kind, name, labels)),
        _new("presentation", _material(_placed(question)), response),
        _new("resprocessing", outcomes, *judged),
        *_feedbacks(question, labels),
        ident=name,
        title=question.name,
    )


# The parts of an item


def _about(kind: str, name: str, labels: Iterable[str]) -> Element:
    ids = ",".join(labels) or f"{name}-number"
    return _fields(
        question_type=kind,
        points_possible="1",
        original_answer_ids=ids,
        assessment_question_identifierref=f"{name}-question",
    )


def _placed(question: Question) -> str:
    """The question's text with its pictures where the package has them."""
    text = question.html
    for name in question.pictures:
        text = text.replace(f'src="{name}"', f'src="{FILES}{name}"')
    return text


def _number_field() -> Element:
    label = _new("response_label", ident="answer1")
    return _new("response_str", _new("render_fib", label, fibtype="Decimal"), ident="response1", rcardinality="Single")


def _choices(labels: dict[str, Choice]) -> Element:
    shown = [_new("response_label", _material(choice.html), ident=label) for label, choice in labels.items()]
    return _new("response_lid", _new("render_choice", *shown), ident="response1", rcardinality="Single")


def _judged_numbers(numbers: list[Taken]) -> Iterator[Element]:
    yield _condition([_new("other")], ALWAYS)
    for value, tolerance in numbers:
        between = _new("and", _says("vargte", f"{value - tolerance:f}"), _says("varlte", f"{value + tolerance:f}"))
        yield _condition([_new("or", _says("varequal", f"{value:f}"), between)], RIGHT, right=True)
    yield _condition([_new("other")], WRONG)


def _judged_choices(labels: dict[str, Choice]) -> Iterator[Element]:
    for label in labels:
        yield _condition([_says("varequal", label)], f"{label}_fb")
    right = next(label for label, choice in labels.items() if choice.right)
    yield _condition([_says("varequal", right)], right=True)


def _feedbacks(question: Question, labels: dict[str, Choice]) -> Iterator[Element]:
    if question.numbers:
        said = {ALWAYS: question.solution, RIGHT: "<p>Right.</p>", WRONG: question.missed}
    else:
        said = {f"{label}_fb": choice.feedback for label, choice in labels.items()}
    for name, text in said.items():
        yield _new("itemfeedback", _new("flow_mat", _material(text)), ident=name)


# Elements


def _new(tag: str, *children: Element | str, **attributes: str) -> Element:
    made = Element(tag, attributes)
    for child in children:
        if isinstance(child, str):
            made.text = child
        else:
            made.append(child)
    return made


def _material(html: str) -> Element:
    return _new("material", _new("mattext", html, texttype="text/html"))


def _says(how: str, what: str) -> Element:
    return _new(how, what, respident="response1")


def _condition(when: list[Element], feedback: str = "", *, right: bool = False) -> Element:
    then = [_new("setvar", "100", action="Set", varname="SCORE")] if right else []
    then += [_new("displayfeedback", feedbacktype="Response", linkrefid=feedback)] if feedback else []
    return _new("respcondition", _new("conditionvar", *when), *then, **{"continue": "No" if right else "Yes"})


def _fields(**fields: str) -> Element:
    pairs = [(_new("fieldlabel", label), _new("fieldentry", entry)) for label, entry in fields.items()]
    return _new("qtimetadata", *(_new("qtimetadatafield", *pair) for pair in pairs))


# The package


def _settings(name: str, title: str, points: int) -> Element:
    """What Canvas asks of a quiz beside its questions: it comes unpublished."""
    settings = {
        "title": f"{BOOK}: {title}",
        "description": f"<p>Exercises and quiz of the chapter {title} of <em>{BOOK}</em>.</p>",
        "shuffle_answers": "false",
        "scoring_policy": "keep_highest",
        "quiz_type": "assignment",
        "points_possible": str(points),
        "allowed_attempts": "1",
        "available": "false",
    }
    return _new("quiz", *(_new(tag, text) for tag, text in settings.items()), identifier=name, xmlns=META)


def _quiz_resources(name: str) -> list[Element]:
    kind, folder = "associatedcontent/imscc_xmlv1p1/learning-application-resource", f"{name}/"
    quiz = _resource(name, "imsqti_xmlv1p2", f"{folder}{name}.xml")
    del quiz.attrib["href"]  # Canvas's own packages have it only on the other kinds
    quiz.append(_new("dependency", identifierref=f"{name}-settings"))
    return [quiz, _resource(f"{name}-settings", kind, f"{folder}assessment_meta.xml")]


def _resource(name: str, kind: str, href: str) -> Element:
    return _new("resource", _new("file", href=href), identifier=name, type=kind, href=href)


def _manifest(resources: list[Element]) -> Element:
    about = _new("metadata", _new("schema", "IMS Content"), _new("schemaversion", "1.1.3"))
    parts = [about, _new("organizations"), _new("resources", *resources)]
    return _new("manifest", *parts, identifier="loss-functions-by-hand", xmlns=PACKAGE)


def _file(root: Element) -> bytes:
    indent(root)
    return tostring(root, encoding="utf-8", xml_declaration=True)


def _zipped(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(ZipInfo(name), data, ZIP_DEFLATED)  # dated 1980, whenever it is made
    return stream.getvalue()
