"""In front of a class, on a projector of 1280 by 720: nothing scrolls, the picture has the room that words leave."""

from tests.site.conftest import address
from tests.site.moving import every_page, ready

# Whether anything is cut off; the share of the screen that the panels take; the size of the smallest letters.
SEEN = """async (element) => {
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const panels = [...element.picture.children].map((panel) => panel.getBoundingClientRect());
    const sizes = [...element.picture.querySelectorAll("text")].map((text) => {
        const { a, b } = text.getScreenCTM();
        return parseFloat(getComputedStyle(text).fontSize) * Math.hypot(a, b);
    });
    const boxes = [element.player, ...element.player.querySelectorAll(".control, .room, .tools, .lv-panel")];
    const ends = boxes.map((box) => box.getBoundingClientRect());
    return {
        size: [innerWidth, innerHeight],
        scrolls: element.scrollHeight > element.clientHeight || element.scrollWidth > element.clientWidth,
        outside: ends.some((end) => end.bottom > innerHeight + 1 || end.right > innerWidth + 1 || end.top < -1),
        share: panels.reduce((sum, { width, height }) => sum + width * height, 0) / (innerWidth * innerHeight),
        type: Math.min(...sizes),
    };
}"""
FEW = 0.2  # of the screen; most demos have more than half of it
SMALL = 20  # pixels: legible in the back row


@every_page
def test_each_demo_fits_the_screen_of_a_projector(at_desk, subtests, page, names):
    opened = at_desk(address(page))
    opened.set_viewport_size({"width": 1280, "height": 720})
    for name in names:
        with subtests.test(name):
            element = ready(opened, name)
            element.evaluate("element => element.player.focus()")
            opened.keyboard.press("f")
            opened.wait_for_function("name => document.getElementById(name).matches(':fullscreen')", arg=name)
            seen = element.evaluate(SEEN)
            opened.keyboard.press("f")
            opened.wait_for_function("() => !document.fullscreenElement")
            assert seen["size"] == [1280, 720]
            assert not seen["scrolls"]
            assert not seen["outside"]
            assert seen["share"] > FEW
            assert seen["type"] >= SMALL
