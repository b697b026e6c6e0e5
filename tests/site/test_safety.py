"""Nothing from elsewhere runs on a page, and nothing that stands in an address gets into it."""

import http.server
import random
import re
import threading
from urllib.parse import quote

import pytest

from tests.site.conftest import PAGES, SITE, address, pages

ALL = [str(page) for page in pages()]
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">')


@pytest.mark.parametrize("page", ALL)
def test_the_policy_comes_before_all_that_it_governs(page):
    head, found, _ = POLICY.split((SITE / page).read_text(encoding="utf-8"))
    assert not re.search(r"<(script|style|link|img)\b", head)
    rules = dict(rule.strip().split(" ", 1) for rule in found.split(";"))
    assert rules["default-src"] == rules["base-uri"] == "'none'"
    for rule, sources in rules.items():
        allowed = {"'self'", "file:", "'none'"} | {"style-src": {"'unsafe-inline'"}, "img-src": {"data:"}}.get(
            rule, set()
        )
        assert set(sources.split()) <= allowed, rule


@pytest.mark.parametrize("page", ALL)
def test_a_page_holds_no_script_of_its_own(page):
    html = (SITE / page).read_text(encoding="utf-8")
    for attributes, inside in re.findall(r"<script\b([^>]*)>(.*?)</script>", html, re.DOTALL):
        data = re.search(r'type="(application/json|text/plain)"', attributes)
        assert data or (re.search(r'\bsrc="', attributes) and not inside.strip()), attributes
    tags = re.findall(r"<[a-z][^<>]*>", re.sub(r"<script\b.*?</script>", "", html, flags=re.DOTALL))
    assert [tag for tag in tags if re.search(r'\son\w+\s*=|="\s*javascript:', tag)] == []


# Each tries to run or to reach what a page must not; what got through is told by name.
ATTACKS = """async (elsewhere) => {
    const through = [], refused = [];
    window.ran = (what) => through.push(what);
    document.addEventListener("securitypolicyviolation", (event) => refused.push(event.effectiveDirective));
    const add = (tag, attributes) => document.body.append(Object.assign(document.createElement(tag), attributes));
    add("script", { src: `${elsewhere}/x.js`, onload: () => ran("a script from elsewhere") });
    add("script", { textContent: "ran('a script inside the page')" });
    add("img", { src: `${elsewhere}/x.png`, onload: () => ran("a picture from elsewhere") });
    add("iframe", { src: `${elsewhere}/` });
    add("link", { rel: "stylesheet", href: `${elsewhere}/x.css`, onload: () => ran("a style sheet from elsewhere") });
    const box = document.createElement("div");
    document.body.append(box);
    box.innerHTML = "<img src='data:,' onerror='ran(`a handler inside the page`)'>";
    setTimeout("ran('a string for a timer')", 0);
    setTimeout(() => { try { eval("ran('eval')"); } catch {} });
    setTimeout(() => { try { new Function("ran('a function from a string')")(); } catch {} });
    fetch(`${elsewhere}/x.json`).then(() => ran("fetch"), () => {});
    await new Promise((done) => setTimeout(done, 700));
    return [through, [...new Set(refused)].sort()];
}"""


@pytest.fixture
def elsewhere():
    """The address of another server, and who came to it."""
    came = []

    class Host(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            came.append(self.path)
            self.send_error(404)

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Host) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", came
        server.shutdown()


def test_what_is_injected_is_refused(browser, base, elsewhere):
    outside, came = elsewhere
    opened = browser.new_page()
    opened.goto(f"{base}/chapters/derivatives.html")
    through, refused = opened.evaluate(ATTACKS, outside)
    opened.close()
    assert through == came == []
    assert {"connect-src", "frame-src", "img-src", "script-src-attr", "script-src-elem", "style-src-elem"} <= set(
        refused
    )
    assert "script-src" in refused  # eval and its like


HOSTILE = [
    "<script>ran('x')</script>",
    "<img src=x onerror=ran('x')>",
    '"><svg onload=ran(1)>',
    "javascript:ran(1)",
    "${ran(1)}",
    "{{ran(1)}}",
    "');ran(1);('",
    "__proto__",
    "constructor",
    "toString",
    "%3Cscript%3Eran(1)%3C/script%3E",
    "%",
    "%E0%A4%A",
    "%00",
    "%FF%FE",
    "NaN",
    "Infinity",
    "-1e999",
    "1e-999",
    "0x10",
    "1,5",
    "٣",
    "９",
    "\u202e1",
    "%ED%A0%BD",
    "null",
    "undefined",
    "[]",
    "A" * 20_000,
    "&x0=1&x0=2",
    "=",
    "?",
    "#",
    "1#2",
    "",
]


def values(seed: int, count: int) -> list[str]:
    """Values for an address: hostile ones, numbers far and near, noise of all planes, and mixtures."""
    draw = random.Random(seed)

    def noise() -> str:
        return "".join(
            chr(draw.choice([draw.randrange(32, 127), draw.randrange(1, 0xD800)])) for _ in range(draw.randrange(30))
        )

    kinds = [
        lambda: draw.choice(HOSTILE),
        lambda: repr(draw.uniform(-1, 1) * 10 ** draw.randrange(-300, 300)),
        lambda: str(draw.randrange(-9, 10)),
        noise,
        lambda: noise() + draw.choice(HOSTILE) + noise(),
    ]
    return [draw.choice(kinds)() for _ in range(count)]


# One address after another, as a reader's own link would come: by the fragment. Whatever it holds, every demo stands
# at one of its positions and says what belongs there, and nothing new is in the page that could run or load.
FUZZ = """async ([name, fragments]) => {
    const demo = document.getElementById(name);
    await demo.load();
    const roots = [document, ...[...document.querySelectorAll("lossviz-demo")].map((one) => one.shadowRoot)];
    const acts = (node) => node.matches("script, iframe, object, embed, img, link, base, meta, form")
        || [...node.attributes].some(({ name }) => name.startsWith("on"));
    const foreign = () => roots.flatMap((root) => [...(root?.querySelectorAll("*") ?? [])]).filter(acts).length;
    let hacked = 0;
    window.ran = () => (hacked += 1);
    const errors = [];
    window.addEventListener("error", (event) => errors.push(event.message));
    window.addEventListener("unhandledrejection", (event) => errors.push(String(event.reason)));
    const before = foreign();
    const wrong = [];
    const sizes = demo.controls.map((control) => control.values.length);
    for (const fragment of fragments) {
        location.hash = fragment;
        await new Promise((done) => setTimeout(done));
        demo.draw();
        const inside = demo.indexes.every((index, i) => Number.isInteger(index) && index >= 0 && index < sizes[i]);
        if (!inside || !demo.words.strings.includes(demo.readout.textContent)) wrong.push(fragment);
    }
    return { wrong, errors, hacked, injected: foreign() - before, prototype: Object.keys(Object.prototype) };
}"""
CLEAN = {"wrong": [], "errors": [], "hacked": 0, "injected": 0, "prototype": []}


FOUR = [pytest.param(*pair, marks=[pytest.mark.nightly] * (i > 0)) for i, pair in enumerate([*PAGES.items()][:4])]


@pytest.mark.parametrize(("page", "names"), FOUR)
def test_no_fragment_of_five_hundred_breaks_a_demo_or_gets_into_the_page(browser, page, names):
    name, opened = names[0], browser.new_page()
    opened.goto(address(page))
    opened.evaluate("name => document.getElementById(name).load()", name)
    keys = opened.evaluate("name => document.getElementById(name).controls.map(control => control.name)", name)
    draw = random.Random(page)
    fragments = [
        f"{name}?{'&'.join(f'{draw.choice([*keys, value])}={value}' for _ in range(draw.randrange(1, 4)))}"
        if draw.random() < 0.8
        else value
        for value in values(page, 500)
    ]
    found = opened.evaluate(FUZZ, [name, fragments])
    opened.close()
    assert found == CLEAN


@pytest.mark.parametrize(("page", "names"), list(PAGES.items())[:2])
def test_a_page_opens_in_order_at_a_hostile_address(open_page, page, names):
    draw = random.Random(page)
    for value in draw.sample(HOSTILE, 6):
        query = draw.choice(["", "?q=", "?highlight="])
        opened = open_page(f"{address(page)}{query and query + quote(value)}#{names[0]}?{value}={value}")
        opened.evaluate("name => document.getElementById(name).load()", names[0])
        opened.wait_for_load_state("networkidle")
        assert (
            opened.evaluate("document.querySelectorAll('body script:not([src], .lv-config), img[src=x]').length") == 0
        )


def test_a_search_for_a_script_shows_it_as_words(open_page, base):
    script = "<img src=x onerror=alert(1)>"
    opened = open_page(f"{base}/search.html?q={quote(script)}")
    opened.locator("#search-results", has_text="did not match any documents").wait_for(timeout=10_000)
    assert opened.locator("input[name=q]").first.input_value() == script
    assert opened.locator("img[src=x]").count() == 0
