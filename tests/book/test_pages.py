"""What a page of the site gets; and HTML that is written otherwise than it was is noticed, not passed over."""

import re
from types import SimpleNamespace

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from myst_nb.sphinx_ import HideCodeCellNode

from book import gallery, lessons, pages, questions
from lossviz import sphinx as demos_in_sphinx
from lossviz.engine.html import html
from tests.engine.sample_demos import sample_curve


def page(body: str, *parts: nodes.Node, **context) -> tuple[list[str], dict]:
    """What a page with this body, of a document with these parts, is given: files, and what its template is told."""
    files: list[str] = []
    app = SimpleNamespace(
        add_css_file=files.append,
        add_js_file=lambda name, **_: files.append(name),
        config=SimpleNamespace(root_doc="index"),
    )
    context |= {"body": body}
    text = "A loss says how wrong a model is. " * 9
    demos_in_sphinx.add_player(app, "a", "page.html", context, None)
    document = publish_doctree(text)
    document += parts
    pages.dress_page(app, context.pop("name", "a"), "page.html", context, document)
    return files, context


@pytest.fixture
def told(monkeypatch):
    """What the book and lossviz warn of."""
    said: list[str] = []
    logger = SimpleNamespace(warning=lambda text, *values, location=None: said.append(text % values))
    for module in (pages, gallery, lessons, questions, demos_in_sphinx):
        monkeypatch.setattr(module, "logger", logger)
    return said


def test_the_player_is_loaded_once_and_only_where_there_is_a_demo():
    assert page("<p>No demo</p>")[0] == ["book/site.css"]
    assert page('<lossviz-demo id="a">' * 3)[0] == ["lossviz/demos.css", "lossviz/player.js", "book/site.css"]


FOLDED = (
    '<details class="admonition hide above-input"><summary aria-label="Toggle hidden content">'
    '<p class="collapsed admonition-title">Setup</p></summary></details>'
)


@pytest.mark.parametrize("other", ["", ' aria-label="Toggle hidden content"', "Setup", "admonition hide", FOLDED])
def test_a_theme_that_writes_folded_cells_otherwise_is_noticed(told, other):
    body = page(FOLDED.replace(other, "") if other else FOLDED, HideCodeCellNode())[1]["body"]
    assert bool(told) == bool(other)
    assert ("lv-behind" in body) == (other in ("", ' aria-label="Toggle hidden content"'))


@pytest.mark.parametrize(
    ("body", "noticed"),
    [
        ('<th class="head text-left"><p></p></th><th class="head"><p>loss</p></th>', False),
        ('<th class="top"><p></p></th><th class="head"><p>loss</p></th>', True),
        ('<th class="head"></th><th class="head"><p>loss</p></th>', True),
    ],
)
def test_a_theme_that_writes_the_corner_of_a_table_otherwise_is_noticed(told, body, noticed):
    head = nodes.thead(
        "", nodes.row("", nodes.entry("", nodes.paragraph()), nodes.entry("", nodes.paragraph("", "loss")))
    )
    body = page(body, nodes.table("", nodes.tgroup("", head)))[1]["body"]
    assert bool(told) == noticed
    assert body.startswith("<td></td>") != noticed


SHOWN = html(sample_curve)
OTHERWISE = {  # the HTML of a demo, as something else would write it
    "the element": ("<lossviz-demo id=", "<lossviz-demo data-id="),
    "the data": ('class="lv-data"', "class=lv-data"),
    "the end": ("</lossviz-demo>", "</LOSSVIZ-DEMO>"),
    "the picture": ('<svg class="lv-panel"', '<svg role="img" class="lv-panel"'),
    "the caption": ('<figcaption class="lv-caption"', '<figcaption id="caption" class="lv-caption"'),
}


def moved_out(tmp_path, body: str) -> str:
    context = {"body": body}
    demos_in_sphinx.DataFiles().move_out(SimpleNamespace(outdir=tmp_path), "chapters/a", "page.html", context, None)
    return context["body"]


def test_data_of_demos_go_into_files(told, tmp_path):
    body = moved_out(tmp_path, f"<p>{SHOWN}</p>")
    assert told == []
    assert "lv-data" not in body
    assert 'data-src="../_static/lossviz/demos/sample_curve.js?v=' in body
    file = (tmp_path / "_static/lossviz/demos/sample_curve.js").read_text(encoding="utf-8")
    assert re.fullmatch(r'lossvizData\("sample_curve", "[\w+/=]{99,}", \["<defs>.{99,}"\]\);\n', file)


@pytest.mark.parametrize("what", OTHERWISE)
def test_a_demo_that_is_written_otherwise_is_noticed(told, tmp_path, what):
    moved_out(tmp_path, SHOWN.replace(*OTHERWISE[what]))
    assert told


@pytest.fixture
def shelves(tmp_path):
    """shelves(chapter): the page of all demos of a book with this chapter."""

    def filled(chapter: str, place: str = '<div class="lv-gallery"></div><!-- end -->') -> str:
        (tmp_path / "chapters").mkdir(exist_ok=True)
        (tmp_path / "chapters/demos.html").write_text(f"<p>{place}</p>", encoding="utf-8")
        (tmp_path / "chapters/a_loss.html").write_text(chapter, encoding="utf-8")
        after = {"index": "chapters/a_loss", "chapters/a_loss": "chapters/demos", "chapters/demos": None}
        env = SimpleNamespace(
            collect_relations=lambda: {name: (None, None, following) for name, following in after.items()},
            titles={"chapters/a_loss": nodes.title("", "A loss & more")},
        )
        app = SimpleNamespace(outdir=tmp_path, env=env, config=SimpleNamespace(root_doc="index"))
        gallery.fill(app, None)
        return (tmp_path / "chapters/demos.html").read_text(encoding="utf-8")

    return filled


def test_the_gallery_has_each_chapters_demos_without_their_pictures(told, shelves):
    text = shelves(f"<p>{SHOWN}</p>")
    assert told == []
    assert '<section id="a-loss"><h2><a href="a_loss.html">A loss &amp; more</a>' in text
    assert '<lossviz-demo id="sample_curve">' in text
    assert re.search(r'<svg class="lv-panel"[^>]*></svg>', text)


@pytest.mark.parametrize("what", ["the end", "the picture"])
def test_a_gallery_that_misses_a_demo_is_noticed(told, shelves, what):
    shelves(SHOWN + SHOWN.replace(*OTHERWISE[what]))
    assert told == ["demos are written otherwise than book/gallery.py knows: mend it there"]


def test_a_gallery_without_demos_or_without_its_place_is_noticed(told, shelves):
    shelves("<p>Words</p>")
    shelves(SHOWN, place="<div class='lv-gallery'></div>")
    assert [text.partition(",")[0] for text in told] == [
        "no chapter has a demo as book/gallery.py knows it",
        "0 places for the demos of the book",
    ]


def test_a_page_without_a_description_gets_its_first_words_and_another_keeps_its_own():
    tags = page("")[1]["metatags"]
    assert '<meta name="description" content="A loss says how wrong a model is.' in tags
    assert len(tags) < 220
    own = '<meta name="description" content="mine">'
    assert page("", metatags=own)[1]["metatags"] == own


def test_the_covers_title_is_the_books_and_stands_once():
    assert page("", name="index", docstitle="The book")[1]["docstitle"] == ""
    assert page("", name="chapter", docstitle="The book")[1]["docstitle"] == "The book"


ASKED = (
    '<section id="exercise-2"><h3>Exercise 2<a class="headerlink" href="#exercise-2">#</a></h3>'
    '<form class="lv-exercise" id="answer-2" data-place="answer-2">'
    '<label for="answer-2-value">Your answer to exercise 2</label></form></section>'
)


@pytest.mark.parametrize(
    "other",
    [None, ("headerlink", "anchor"), ("lv-exercise", "exercise"), ("<h3>", "<h4>"), ("answer-2", "reply-2")],
)
def test_an_exercise_that_is_written_otherwise_is_noticed_by_its_worksheet(told, tmp_path, other):
    (tmp_path / "a.html").write_text(ASKED.replace(*other) if other else ASKED, encoding="utf-8")
    plan = SimpleNamespace(homework=[("A", "a", "exercise-2")])
    sheet = lessons.Site(tmp_path).homework(plan)
    assert bool(told) == bool(other)
    if not other:
        assert 'data-place="chapters/a#answer-1"' in sheet
        assert "Exercise 1</h3>" in sheet


DARED = '<lossviz-demo id="a"><p class="lv-challenge"><strong>Challenge:</strong> make it small</p></lossviz-demo>'
QUIZ = '<details class="quiz"><summary>Three</summary>'


@pytest.mark.parametrize(
    ("html", "noticed"),
    [
        (DARED, False),
        (DARED.replace("<strong>", "<b>"), True),
        (DARED.replace("<lossviz-demo ", "<figure><lossviz-demo "), True),
        (QUIZ, False),
        (QUIZ.replace("<summary>", "<summary><p>").replace("</summary>", "</p>"), True),
    ],
)
def test_a_question_that_is_written_otherwise_is_noticed(told, html, noticed):
    document = publish_doctree("How many?")
    document += nodes.raw("", html, format="html")
    found = [*questions.challenges(document), *questions.quizzes(document)]
    assert bool(told) == noticed
    assert len(found) == (not noticed)
