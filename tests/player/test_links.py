"""Links: as they were copied, as programs changed them on the way, and as nobody meant them."""

import pytest

from tests.player.looking import go_to, note, readout
from tests.player.pages import Made, choice, page, slider, toggle

WANTED = "7 0.1 L1 (lasso) True"
LINK = "#point?x=7&h=0.1&shape=L1%20(lasso)&mark=on"
SHORT, HALF = "#point?x=7&h=0.1", "7 0.1 round False"


@pytest.fixture
def after(demo):
    """after(fragment): the readout and the note of a demo that stands elsewhere when it is led there."""
    _, element = demo()

    def led(fragment: str) -> tuple[str, str]:
        element.evaluate(
            """(element, fragment) => new Promise(done => {
                [1, 0, 2, 0].forEach((index, i) => element.set(i, index));
                element.say("");
                history.replaceState(null, "", location.pathname);
                addEventListener("hashchange", done, { once: true });
                location.hash = fragment;
            })""",
            fragment,
        )
        element.evaluate("element => element.load()")
        return readout(element), note(element)

    return led


def test_a_link_that_the_demo_wrote_opens_what_was_shown(demo, folder):
    tab, element = demo()
    for state in ([0, 3, 0, 0], [10, 0, 1, 1], [5, 2, 2, 1]):
        go_to(element, *state)
        fragment = element.evaluate("element => element.fragment")
        shown = readout(element)
        tab.goto("about:blank")
        tab.goto(f"{folder.address}/page.html{fragment}")
        element.evaluate("element => element.load()")
        assert (readout(element), note(element)) == (shown, "")
        assert tab.evaluate("document.activeElement.id") == "point"  # so that the keys of the classroom work


CHANGED = {
    "? encoded": "#point%3Fx=7&h=0.1",
    "= encoded": "#point?x%3D7&h%3D0.1",
    "& encoded": "#point?x=7%26h=0.1",
    "# encoded": "#%23point?x=7&h=0.1",
    "all encoded": "#point%3Fx%3D7%26h%3D0.1",
    "in small letters": "#point%3fx%3d7%26h%3d0.1",
    "encoded twice": "#point%253Fx%253D7%2526h%253D0.1",
    "encoded three times": "#point%25253Fx%25253D7%252526h%25253D0.1",
    "entity": "#point?x=7&amp;h=0.1",
    "entity twice": "#point?x=7&amp;amp;h=0.1",
    "entity by number": "#point?x=7&#38;h=0.1",
    "entity encoded": "#point?x=7%26amp%3Bh=0.1",
    "half encoded entity": "#point?x=7&amp%3Bh=0.1",
    "JSON": "#point?x\\u003d7\\u0026h\\u003d0.1",
    "mail's =3D": "#point?x=3D7&h=3D0.1",
    **{f"ends in {end}": f"{SHORT}{end}" for end in ")]}\"'>,.;:/…!*_`|»”’?#\\"},
    **{f"ends in {end}": f"{SHORT}{end}" for end in (").", '">', "...", "%22", "%29", "%3E", "%E2%80%A6", "&quot;")},
    "cut within a character": f"{SHORT}%E2%8",
    "spaces": "#point?%20x%20=%207%20&%20h=0.1%20",
    "space as +": "#point?x=+7&h=0.1+",
    "broken lines": "#point?x=7%0A&h=0.%0D%0A1",
    "broken within a number": "#point?x=7&h=0.%201",
    "words after it": "#point?x=7&h=0.1%20see%20this",
    "zero width": "#po%E2%80%8Bint?x=7%E2%80%8B&h=0%EF%BB%BF.1%E2%80%8D",
    "soft hyphen": "#point?x=7&h=0.%C2%AD1",
    "decimal comma": "#point?x=7&h=0,1",
    "no leading zero": "#point?x=7.0&h=.1",
    "exponent": "#point?x=7e0&h=1e%E2%88%921",
    "plus": "#point?x=%2B7&h=+0.1",
    "capital letters": "#POINT?X=7&H=0.1",
    "utm": f"{SHORT}&utm_source=x&utm_medium=mail",
    "a second ?": f"{SHORT}?fbclid=IwAR0abc-_1",
    "gclid first": "#point?gclid=1&x=7&h=0.1",
    "text fragment": f"{SHORT}:~:text=loss,fell",
    "text fragment encoded": f"{SHORT}%3A~%3Atext=loss",
    "slash": "#/point/?x=7&h=0.1",
    "& for ?": "#point&x=7&h=0.1",
    "twice": f"{SHORT}&x=2",
    "fell apart": "#point??x=7&&h=0.1&",
    "quoted": '#point?x="7"&h=%270.1%27',
    "between stops": "#point?x=7.2&h=0.09",
}


def test_a_link_that_was_changed_on_the_way_opens_what_was_meant(after, subtests):
    for name, fragment in CHANGED.items():
        with subtests.test(name):
            assert after(fragment) == (HALF, "")


NAMES = {
    "as written": LINK,
    "& encoded": LINK.replace("&", "%26"),
    "encoded again": LINK.replace("%", "%25"),
    "space as +": LINK.replace("%20", "+"),
    "space as _": LINK.replace("%20", "_"),
    "small letters": LINK.lower(),
    "without its bracket": LINK.replace("(lasso)", "(lasso"),
    "bracket encoded": LINK.replace("(", "%28").replace(")", "%29"),
    "doubled space": LINK.replace("%20", "%20%20"),
    "no-break space": LINK.replace("%20", "%C2%A0"),
    "zero width": LINK.replace("lasso", "las%E2%80%8Bso"),
    "switch as true": LINK.replace("=on", "=true"),
    "switch as 1": LINK.replace("=on", "=1"),
    "switch in capitals": LINK.replace("=on", "=ON."),
    "mail's =3D": LINK.replace("=", "=3D"),
}


def test_names_and_switches_are_known_again_whatever_happened_to_them(after, subtests):
    for name, fragment in NAMES.items():
        with subtests.test(name):
            assert after(fragment) == (WANTED, "")


def test_a_name_with_signs_of_its_own_is_not_taken_apart(after):
    assert after("#point?shape=a%20%26%20b") == ("3 1 a & b False", "")
    assert after("#point%3Fshape%3Da%20%2526%20b") == ("3 1 a & b False", "")


FAULTS = {
    "h=abc": "This link has a value that this demo does not know: h=abc. It opened with h = 1 instead.",
    "h=": "This link has no value for h. It opened with h = 1.",
    "h": "This link has no value for h. It opened with h = 1.",
    "x=50": "This link asks for x=50, but x goes from 0 to 10. It opened with x = 10 instead.",
    "x=−4": "This link asks for x=−4, but x goes from 0 to 10. It opened with x = 0 instead.",
    "h=7": "This link asks for h=7, but h goes from 0.01 to 1. It opened with h = 1 instead.",
    "x=NaN": "This link has a value that this demo does not know: x=NaN. It opened with x = 3 instead.",
    "x=0x10": "This link has a value that this demo does not know: x=0x10. It opened with x = 3 instead.",
    "x=1/2": "This link has a value that this demo does not know: x=1/2. It opened with x = 3 instead.",
    "x=1e999": "This link has a value that this demo does not know: x=1e999. It opened with x = 3 instead.",
    "x=٣": "This link has a value that this demo does not know: x=٣. It opened with x = 3 instead.",
    "shape=square": (
        "This link has a value that this demo does not know: shape=square. It opened with shape = round instead."
    ),
    "mark=perhaps": (
        "This link has a value that this demo does not know: mark=perhaps. It opened with mark = off instead."
    ),
    "speed=3": "This link names something that this demo does not have: speed=3.",
    "__proto__=1": "This link names something that this demo does not have: __proto__=1.",
    "<img src=x onerror=alert(1)>": (
        "This link names something that this demo does not have: <img src=x onerror=alert(1)>."
    ),
}


def test_what_was_not_understood_is_said_with_what_is_shown_instead(after, subtests):
    for query, sentence in FAULTS.items():
        with subtests.test(query):
            assert after(f"#point?{query}")[1] == sentence
            assert after(f"#point?{query}&mark=on")[0].endswith("True")


def test_a_long_list_of_faults_is_cut_and_the_next_link_clears_it(after):
    _, said = after("#point?" + "&".join(f"a{i}={'z' * 300}" for i in range(20)))
    assert len(said) < 400
    assert said.endswith("There is more in it that this demo does not know.")
    assert after(SHORT) == (HALF, "")


BROKEN = ["%", "%E0%A4%A", "%FF%FE", "%00", "%zz", "%25%", "%ED%A0%BD", "=", "?", "&", "&&;", "\u202e1", "A" * 30_000]


def test_no_sequence_of_signs_makes_a_script_fail_or_enters_the_page(after, subtests):
    for value in BROKEN:
        with subtests.test(value[:20]):
            shown, _ = after(f"#point?x={value}&{value}=1")
            assert shown in ("3 1 round False", "1 1 round False")


def test_a_link_to_a_section_or_another_demo_changes_nothing(folder, open_page, subtests):
    body = '<h2 id="points">Points</h2><h2 id="Point">Another</h2>'
    tab = open_page(folder.write("page.html", page(body, Made().html(), Made("other").html())))
    element = tab.locator("#point")
    element.evaluate("element => element.load()")
    go_to(element, 5, 0, 0, 0)
    for fragment in ("#points", "#Point", "#other?x=1", "#nothing?x=1", "#", "#?x=1", "#:~:text=x", "#poin?x=1"):
        with subtests.test(fragment):
            tab.evaluate("fragment => { location.hash = fragment }", fragment)
            tab.wait_for_timeout(30)
            assert (readout(element), note(element)) == ("5 1 round False", "")


def test_names_that_differ_in_size_of_letters_alone_are_kept_apart(folder, open_page):
    made = Made(controls=[slider("w", range(5), 2), slider("W", range(5), 2), toggle("on"), choice("c", "a", "A")])
    tab = open_page(folder.write("page.html", page(made.html())) + "#point?w=1&W=4&c=A")
    assert readout(tab.locator("#point")) == "1 4 False A"


AGAIN = {
    "fragment": '<a href="#point?x=7">again</a>',
    "whole": '<a href="page.html#point?x=7">again</a>',
    "inside": '<a href="#point?x=7"><b>again</b></a>',
    "SVG": '<svg><a href="#point?x=7"><text y="20">again</text></a></svg>',
    "self": '<a target="_self" href="./page.html#point?x=7">again</a>',
}


def test_the_same_link_a_second_time_restores(folder, open_page, subtests):
    tab = open_page(folder.write("page.html", page(*AGAIN.values(), Made().html())) + "#point?x=7")
    element = tab.locator("#point")
    for i, name in enumerate(AGAIN):
        with subtests.test(name):
            assert readout(element) == "7 1 round False"
            element.evaluate("element => element.set(0, 2)")
            tab.get_by_text("again").nth(i).click()
            assert readout(element) == "7 1 round False"
    element.evaluate("element => element.set(0, 2)")
    tab.get_by_text("again").first.press("Enter")
    assert readout(element) == "7 1 round False"


def test_a_click_that_opens_elsewhere_or_was_taken_by_the_page_restores_nothing(folder, open_page):
    links = (
        '<a id="a" target="_blank" href="#point?x=7">a</a><a id="b" download href="#point?x=7">b</a>'
        '<a id="c" href="#point?x=7" onclick="event.preventDefault()">c</a><a id="d" href="#point?x=6">d</a>'
    )
    tab = open_page(folder.write("page.html", page(links, Made().html())) + "#point?x=7")
    element = tab.locator("#point")
    readout(element)
    element.evaluate("element => element.set(0, 2)")
    for link in "abc":
        tab.locator(f"#{link}").dispatch_event("click")
        assert readout(element) == "2 1 round False"
    tab.locator("#d").click()
    assert readout(element) == "6 1 round False"
