"""The site as a whole: it asks nobody for anything, says nothing on the console, and all its links lead somewhere."""

import re

import pytest

from book.terms import terms
from tests.site.conftest import ROOT, SITE, demos_of, mostly_nightly, pages

ALL = [str(page) for page in pages() if str(page) != "404.html"]
every_page = pytest.mark.parametrize("page", ALL)


TO_THE_END = "() => new Promise(done => { scrollTo(0, 1e6); setTimeout(done, 300) })"


@pytest.mark.parametrize("page", mostly_nightly(ALL))
def test_a_page_of_a_server_asks_nobody_and_complains_of_nothing(open_page, server, page):
    opened = open_page(f"{server}/{page}")
    opened.evaluate(TO_THE_END)
    assert opened.title()


@every_page
def test_a_page_from_a_file_asks_nobody_and_complains_of_nothing(at_desk, page):
    opened = at_desk((SITE / page).as_uri())
    opened.evaluate(TO_THE_END)
    assert opened.title()


@every_page
def test_every_link_inside_the_site_leads_to_a_page_and_a_place(page):
    html = (SITE / page).read_text(encoding="utf-8")
    for target in re.findall(r'<a [^>]*href="([^"]+)"', html):
        if re.match(r"[a-z]+:", target) or target.startswith(("#", "javascript")):
            continue
        path, _, place = target.partition("#")
        file = (SITE / page).parent / path
        assert file.exists(), target
        if place and "?" not in place:
            assert f'id="{place}"' in file.read_text(encoding="utf-8"), target


def test_the_cover_shows_a_working_demo_in_the_first_screen(open_page):
    opened = open_page((SITE / "index.html").as_uri(), viewport={"width": 1280, "height": 720})
    demo = opened.locator("lossviz-demo").first
    opened.wait_for_function("() => document.querySelector('lossviz-demo').dataset.ready === ''")
    box = demo.locator(".stage .lv-picture").bounding_box()
    assert box["y"] > 0
    assert box["y"] + box["height"] < 720
    before = demo.locator(".readout").inner_text()
    demo.locator("input[type=range]").first.press("Home")
    opened.wait_for_function(
        "before => document.querySelector('lossviz-demo').readout.textContent !== before", arg=before
    )


SHOWS = """([name, picture]) => {
    const written = document.createElement("div");
    written.innerHTML = picture;
    const demo = document.getElementById(name);
    return demo.querySelector(".lv-picture").innerHTML === written.innerHTML
        && demo.picture.querySelectorAll("g").length === written.querySelectorAll("g").length;
}"""


def _shows_its_own(page) -> bool:
    return page.parent.name == "chapters" and page.stem != "demos"


def test_the_gallery_shows_every_demo_and_each_opens_there(open_page, subtests):
    opened = open_page((SITE / "chapters" / "demos.html").as_uri())
    shown = opened.evaluate("() => [...document.querySelectorAll('lossviz-demo')].map(demo => demo.id)")
    chapters = {name: page for page in pages() if _shows_its_own(page) for name in demos_of(page)}
    assert sorted(shown) == sorted(chapters)
    for name, chapter in chapters.items():
        with subtests.test(name):
            opened.evaluate("name => document.getElementById(name).load()", name)
            assert opened.evaluate("name => document.getElementById(name).dataset.ready === ''", name)
            still = (SITE / chapter).read_text(encoding="utf-8").partition(f'<lossviz-demo id="{name}"')[2]
            picture = re.search(r'<div class="lv-picture"[^>]*>(.*?)</div>', still, re.DOTALL)[1]
            assert opened.evaluate(SHOWS, [name, picture])


def test_in_full_screen_n_and_p_pass_from_demo_to_demo(open_page):
    opened = open_page((SITE / "chapters" / "demos.html").as_uri())
    first, second = opened.locator("lossviz-demo").nth(0), opened.locator("lossviz-demo").nth(1)
    first.evaluate("demo => demo.load()")
    first.locator("input[type=range]").first.focus()
    full = "demo => demo.hasAttribute('data-full')"
    for key, on, off in (("f", first, second), ("n", second, first), ("p", first, second)):
        opened.keyboard.press(key)
        opened.wait_for_function("id => document.activeElement.id === id", arg=on.get_attribute("id"))
        assert on.evaluate(full)
        assert not off.evaluate(full)
    opened.keyboard.press("f")
    assert not first.evaluate(full)


def test_mathematics_is_set_in_the_page(open_page):
    opened = open_page((SITE / "chapters" / "derivatives.html").as_uri())
    assert opened.locator(".katex").count() > 10
    assert opened.locator(".katex-error").count() == 0
    assert "$" not in re.sub(r"\s", "", opened.locator("article").inner_text())


def test_search_finds_a_word_without_a_network(open_page, base):
    opened = open_page(f"{base}/search.html?q=secant")
    opened.wait_for_selector("#search-results li a", timeout=10_000)
    assert "derivatives" in opened.locator("#search-results").inner_html()


CHAPTERS = [path.stem for path in (ROOT / "chapters").glob("*.ipynb")]
FIRST_HITS = {
    "cross-entropy": "cross_entropy",
    "cross entropy": "cross_entropy",
    "hinge": "hinge",
    "softmax": "softmax_cross_entropy",
    "MSE": "mse_vs_mae",
    "MAE": "mse_vs_mae",
    "entropy": "entropy",
    "Derivative": "derivatives",
    "backpropagation": "backpropagation",
    "binary cross-entropy": "binary_cross_entropy",
    "focal loss": "class_imbalance",
    "linear regression": "fitting_lines",
    "mini-batch": "mini_batches",
    "loss function": "what_is_a_loss",
    "calibration": "predicting_uncertainty",
    "중앙값": "mse_vs_mae",
}


@pytest.mark.parametrize("words", FIRST_HITS)
def test_the_first_hit_for_a_chapters_term_is_the_chapter(open_page, words):
    opened = open_page(f"{(SITE / 'search.html').as_uri()}?q={words}")
    first = opened.locator("#search-results li a").first
    assert first.get_attribute("href").partition("#")[0] == f"chapters/{FIRST_HITS[words]}.html"


FIRST_OF_ALL = """names => names.map(name => {
    history.replaceState(null, "", `?q=${encodeURIComponent(name)}`);
    const [docname, title] = Search._performSearch(...Search._parseQuery(name)).at(-1) ?? ["", ""];
    return [docname.split("/").at(-1), title.split(": ")[0].toLowerCase()];
})"""


def test_a_term_of_the_glossary_in_english_or_korean_leads_to_the_chapter_that_explains_it(open_page):
    glossary = (ROOT / "chapters" / "glossary.md").read_text(encoding="utf-8")
    wanted = {name: page for page in CHAPTERS for name, _ in terms(glossary, page)}
    assert {"손실 함수", "교차 엔트로피", "경사 하강법", "Calibration curve"} <= wanted.keys()
    opened = open_page(f"{(SITE / 'search.html').as_uri()}?q=loss")
    opened.wait_for_selector("#search-results li a", timeout=10_000)
    found = dict(zip(wanted, opened.evaluate(FIRST_OF_ALL, list(wanted)), strict=True))
    elsewhere = {name: page for name, (page, _) in found.items() if page != wanted[name]}
    assert {name: page for name, page in elsewhere.items() if name.lower() not in found[name][1]} == {}


@pytest.mark.parametrize("path", ["gone.html", "chapters/gone/far/away.html"])
def test_an_unknown_address_gets_the_books_own_page_with_its_look_and_links_that_lead(browser, server, path):
    opened = browser.new_page()
    assert opened.goto(f"{server}/{path}").status == 404
    assert opened.get_by_role("heading", name="This page is not here").is_visible()
    assert opened.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--lv-blue')")
    with opened.expect_navigation() as led:
        opened.locator("nav a", has_text="Derivatives").first.click()
    assert led.value.ok
    opened.close()


def test_lead_words_are_boxes_and_solutions_fold(open_page):
    opened = open_page((SITE / "chapters" / "derivatives.html").as_uri())
    for kind in ("predict", "try", "trap", "teach"):
        assert opened.locator(f"blockquote.lv-box.lv-{kind}").count() >= 1, kind
    solution = opened.locator("details", has=opened.locator("summary", has_text="Solution")).first
    assert not solution.evaluate("details => details.open")
    solution.locator("summary").first.click()
    assert solution.evaluate("details => details.open")
