"""The pages of demos alone, for frames in other pages: one for each demo of the book, small."""

import gzip
import re

import pytest

from tests.site.conftest import PAGES, SITE

NAMES = sorted(name for names in PAGES.values() for name in names)


def test_every_demo_has_a_page_of_its_own():
    assert sorted(path.stem for path in (SITE / "embed").glob("*.html")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_first_visit_weighs_less_than_150_kb(name):
    """As a server sends it: what is text deflated, and the data are so already."""
    page = SITE / "embed" / f"{name}.html"
    text = page.read_text(encoding="utf-8")
    asked = re.findall(r'(?:src|href)="([^"#]+?)(?:\?[^"]*)?"', text)
    assert len(asked) == 4, asked  # style sheet, two scripts, data
    files = [page, *((page.parent / each).resolve() for each in asked)]
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) < 150_000


@pytest.mark.parametrize("name", NAMES)
def test_the_data_of_a_demo_weigh_less_than_120_kb(name):
    script = (SITE / "_static" / "lossviz" / "demos" / f"{name}.js").read_text(encoding="utf-8")
    assert len(script.split('"')[3]) < 120_000  # its second word, after its name


def test_a_page_of_the_book_says_where_they_are():
    for page in PAGES:
        text = (SITE / page).read_text(encoding="utf-8")
        for address in re.findall(r'data-embed="([^"]+)"', text):
            assert ((SITE / page).parent / address).resolve().is_file()
        assert text.count("data-embed=") == text.count("<lossviz-demo id=")


# A heading of its own would stand among those of the page around the frame.
FAULTS = """async () => {
    await document.querySelector("lossviz-demo").load();
    const found = await axe.run({ preload: false, rules: { "page-has-heading-one": { enabled: false } } });
    return found.violations.map(({ id, nodes }) => [id, ...nodes.map((node) => node.html)]);
}"""


def test_axe_finds_no_fault_in_the_page_of_a_demo(open_page, axe):
    opened = open_page((SITE / "embed" / f"{NAMES[0]}.html").as_uri())
    opened.evaluate(axe)
    assert opened.evaluate(FAULTS) == []
