"""A small book, built by somebody who knows where it is kept and published, and by somebody who does not."""

import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.book.test_site_build import build, small_book

HERE = "https://example.org/losses/"
COLAB = "https://colab.research.google.com/github/ann/losses/blob/notebooks/chapter.ipynb"
BINDER = "https://mybinder.org/v2/gh/ann/losses/notebooks?labpath=chapter.ipynb"
FETCHED = "script[src], img[src], iframe[src], link[rel~=stylesheet], link[rel~=preload], link[rel~=icon]"


def site(folder: Path, monkeypatch, **environment: str) -> Path:
    for name in ("GITHUB_REPOSITORY", "GITHUB_SHA", "BOOK_URL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    done = build(folder)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return folder / "_build/html"


def page(site: Path, name: str) -> str:
    return (site / f"{name}.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("book")
    small_book(folder, "1 + 1", words="# A chapter\n\nIt begins with [the cover](index.md) and says what it is about.")
    return folder


def test_a_plain_build_has_no_colab_no_sitemap_and_no_address(book, monkeypatch):
    made = site(book, monkeypatch)
    for name in ("index", "chapter"):
        assert not re.search(r"colab|binder|og:|twitter:|rel=\"canonical\"", page(made, name))
    assert not (made / "sitemap.xml").exists()
    assert json.loads((made / "_sources/chapter.ipynb").read_text())["cells"][1]["source"]
    assert "Download source file" in page(made, "chapter")


def test_a_book_whose_repository_is_known_opens_in_colab_and_binder_and_offers_a_notebook_that_runs(book, monkeypatch):
    made = site(book, monkeypatch, GITHUB_REPOSITORY="ann/losses", GITHUB_SHA="0123abcd", BOOK_URL=HERE)
    menu = BeautifulSoup(page(made, "chapter"), "html.parser").select(".dropdown-launch-buttons a")
    assert {link.text.strip(): link["href"] for link in menu} == {
        "Open in Colab": COLAB,
        "Open in Binder": BINDER,
        "Download notebook": "_sources/chapter.ipynb",
    }
    assert "Open in Colab" not in page(made, "index")
    download = (made / "_sources/chapter.ipynb").read_text(encoding="utf-8")
    assert f"{HERE}index.html" in download


def test_a_published_book_has_a_sitemap_a_card_and_addresses_of_its_own(book, monkeypatch):
    made = site(book, monkeypatch, BOOK_URL=HERE.rstrip("/"))
    tree = ElementTree.parse(made / "sitemap.xml")
    assert {place.text for place in tree.findall(".//{*}loc")} == {f"{HERE}index.html", f"{HERE}chapter.html"}

    text = page(made, "chapter")
    tags = dict(re.findall(r'<meta (?:property|name)="([\w:]+)" content="([^"]*)"', text))
    assert tags["og:title"] == "A chapter"
    assert tags["og:url"] == f"{HERE}chapter.html"
    assert tags["og:site_name"] == "Loss Functions by Hand"
    assert tags["og:description"].startswith("It begins with the cover")
    assert tags["twitter:card"] == "summary_large_image"
    assert tags["og:image"].removeprefix(HERE) == "_static/card.png"
    assert (made / "_static/card.png").is_file()
    assert text.count('name="description"') == 1
    assert f'<link rel="canonical" href="{HERE}chapter.html"' in text
    assert 'href="/losses/' in page(made, "404")


def test_nothing_is_fetched_from_elsewhere_whatever_is_known(book, monkeypatch):
    made = site(book, monkeypatch, GITHUB_REPOSITORY="ann/losses", GITHUB_SHA="0123abcd", BOOK_URL=HERE)
    for path in made.glob("*.html"):
        fetched = BeautifulSoup(page(made, path.stem), "html.parser").select(FETCHED)
        assert len(fetched) > 5
        assert [tag for tag in fetched if "://" in (tag.get("src") or tag.get("href"))] == []
