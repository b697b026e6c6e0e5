"""The site for those who see, hear or move otherwise: axe-core's rules on every page, and what axe cannot know."""

import re
from html import unescape
from itertools import pairwise, product
from pathlib import Path

import pytest

from tests.site.conftest import PAGES, SITE, address, demos_of, mostly_nightly, pages

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
ALL = [str(page) for page in pages() if str(page) != "404.html"]
every_page = pytest.mark.parametrize("page", ALL)

OPEN = """async names => {
    for (const details of document.querySelectorAll("article details")) details.open = true;
    document.querySelectorAll("form:is(.lv-exercise, .lv-guess)").forEach((form, i) => {
        const field = form.querySelector("input");
        if (field.type === "radio") field.checked = i % 2; // the other guesses stay open, and demos veiled
        else field.value = "12345"; // hardly right: judged, with its hint
        form.requestSubmit();
    });
    document.querySelectorAll("details.quiz > summary").forEach((summary, i) => i % 3 || summary.click());
    for (const name of names) await document.getElementById(name).load();
}"""
# Rules of colour see one element of each kind: a page of code has thousands of the same few. What axe cannot read
# it leaves aside: pictures, whose colours are the palette's (see test_style). Of formulas it is given a few whole, of
# the others their MathML, as screen readers are: the rest is a third of a chapter, and axe walks it for each rule.
AUDIT = """async (theme) => {
    const text = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const paper = (element) => {
        const parent = element.parentElement ?? element.getRootNode().host;
        const own = getComputedStyle(element).backgroundColor;
        return parent ? (own === "rgba(0, 0, 0, 0)" ? "" : own) + paper(parent) : "";
    };
    const kinds = () => {
        const found = new Map();
        const roots = [...document.querySelectorAll("lossviz-demo")].map((demo) => demo.shadowRoot).filter(Boolean);
        for (const root of [document.body, ...roots]) {
            for (const element of root.querySelectorAll("*")) {
                if (!text(element) || element.closest("svg, script, .lv-static, .katex-mathml")) continue;
                const link = element.closest("p a");
                const { color, fontSize, fontWeight, opacity } = getComputedStyle(element);
                const kind = [color, fontSize, fontWeight, opacity, paper(element), link?.className].join();
                if (!found.has(kind)) found.set(kind, link ?? element);
            }
        }
        return [...found.values()];
    };
    // Axe reads no MathML, which screen readers do: to axe, the header of a column that is a formula is empty.
    const isFormula = (id, [target]) =>
        id === "empty-table-header" && document.querySelector(target).querySelector("math");
    const said = ({ violations }) => violations.flatMap(({ id, nodes }) => nodes
        .filter(({ target }) => !isFormula(id, target))
        .map(({ target, html, failureSummary }) => ({ id, target: target.join(" "), html, failureSummary })));
    await document.fonts.ready;
    document.documentElement.dataset.theme = theme;
    [...document.querySelectorAll(".katex-html")].slice(9).forEach((formula) => formula.replaceChildren());
    await new Promise((done) => setTimeout(done, 200)); // what depends on fonts is laid out, colours have settled
    // Not preloaded: axe would fetch the style sheets once more, which the page's policy refuses.
    const brief = { resultTypes: ["violations"], preload: false };
    const colours = ["color-contrast", "link-in-text-block"];
    const off = Object.fromEntries(colours.map((rule) => [rule, { enabled: false }]));
    const shape = await axe.run({ exclude: [[".lv-static"]] }, { ...brief, rules: off });
    return [...said(shape), ...said(await axe.run({ include: kinds() }, { ...brief, runOnly: colours }))];
}"""


THEMES = "light", "dark"
# By day each page at a desk, every other in the dark.
LOOKS = [
    pytest.param(page, size, theme, marks=[pytest.mark.nightly] * night, id=f"{page}-{size['width']}-{theme}")
    for i, page in enumerate(ALL)
    for size, theme in product((DESK, PHONE), THEMES)
    for night in [size is PHONE or theme != THEMES[i % 2]]
]


@pytest.mark.parametrize(("page", "size", "theme"), LOOKS)
def test_axe_finds_no_fault_and_nothing_scrolls_sideways_on_a_phone_or_at_twice_the_size(
    open_page, axe, page, size, theme
):
    opened = open_page(address(page), viewport=size, has_touch=size == PHONE, reduced_motion="reduce")
    opened.evaluate(OPEN, PAGES.get(page, []))
    opened.evaluate(axe)
    assert opened.evaluate(AUDIT, theme) == []
    for width in (360, 640):  # 640 is a window of 1280 at 200 %
        opened.set_viewport_size({"width": width, "height": 740})
        assert opened.evaluate("document.documentElement.scrollWidth") <= width


@every_page
def test_every_picture_has_words_that_say_more_than_its_caption(page):
    html = (SITE / page).read_text(encoding="utf-8")
    for image in re.findall(r"<img [^>]*>", html):
        alt = re.search(r'alt="([^"]*)"', image)
        assert alt, image
        assert 'class="logo__image"' in image or len(alt[1].split()) >= 5, image
    for name in demos_of(Path(page)):
        demo = html.partition(f'<lossviz-demo id="{name}"')[2]
        caption = unescape(re.search(r'class="lv-caption">(.*?)<', demo)[1])
        words = unescape(re.search(r'role="img" aria-label="([^"]*)"', demo)[1])
        assert words != caption, name
        assert len(words.split()) >= 10, (name, words)


@every_page
def test_headings_descend_step_by_step_from_one_title(page):
    article = (SITE / page).read_text(encoding="utf-8").partition("<main")[2]
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", article)]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


FOCUSED = """() => {
    let at = document.activeElement;
    while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at);
    const ring = (outlineStyle !== "none" && parseFloat(outlineWidth) >= 1) || boxShadow !== "none";
    return [`${at.localName} ${at.className} ${at.textContent.trim().slice(0, 30)}`, ring];
}"""


@pytest.mark.parametrize("page", ["index.html", "chapters/derivatives.html", "search.html"])
def test_what_has_the_focus_can_be_seen(open_page, page):
    opened = open_page(address(page), viewport=DESK)
    opened.evaluate(OPEN, demos_of(Path(page))[:1])
    seen = {}
    for _ in range(60):
        opened.keyboard.press("Tab")
        what, ring = opened.evaluate(FOCUSED)
        seen[what] = ring
    assert len(seen) > 15 or page == "search.html"
    assert [what for what, ring in seen.items() if not ring and not what.startswith("body")] == []


def test_who_asks_for_less_motion_gets_none(open_page):
    opened = open_page(address("chapters/derivatives.html"), reduced_motion="reduce")
    opened.evaluate(OPEN, ["secant_to_tangent"])
    longest = opened.evaluate("""() => Math.max(...[document, document.getElementById("secant_to_tangent").shadowRoot]
        .flatMap((root) => [...root.querySelectorAll("*")])
        .flatMap((element) => [getComputedStyle(element), getComputedStyle(element, "::before")])
        .flatMap((style) => `${style.transitionDuration}, ${style.animationDuration}`.split(", ").map(parseFloat)))""")
    assert longest < 0.01
    assert opened.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


# A lesson that runs shows one scene at a time: test_lessons.py opens what is folded there.
FOLDED = [p for p in ALL if not p.startswith("lessons/") and "<summary" in (SITE / p).read_text(encoding="utf-8")]


@pytest.mark.parametrize("page", mostly_nightly(FOLDED))
@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_fold_outs_and_quizzes_are_text_that_the_keyboard_opens(at_desk, without_script, page, script):
    opened = (at_desk if script else without_script)(address(page))
    folded = opened.locator("article details:not(details details)")
    assert folded.count() > 0
    for details in (folded.first, folded.last):
        assert details.get_attribute("open") is None
        summary, inside = details.locator("summary").first, details.locator("> *:not(summary)").first
        title = summary.inner_text().strip()
        assert title
        assert not summary.get_attribute("aria-label")
        assert inside.text_content().strip()
        assert not inside.is_visible()
        summary.focus()
        opened.keyboard.press("Enter")
        inside.wait_for(state="visible", timeout=2000)
        opened.keyboard.press("Enter")
