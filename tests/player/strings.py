"""Strings as artists may leave them, plain and nasty, for property tests of the patch."""

from hypothesis import strategies as st

# Small alphabets: two strings of a pair should often share their skeleton and differ in what it holds.
VALUES = [
    "",
    "1",
    "2",
    "1 > 0",
    "<b>",
    "it's",
    " ",
    "a\nb",
    "ŷ=σ(z)",
    "a\u00a0b",
    "\u2028",
    "x\ry",
    "1&amp;2",
    "&lt;",
    "a&b",
]
TEXTS = [
    "1",
    "2",
    " ",
    "\n  ",
    'say "1"',
    '"',
    "'",
    "1 > 0",
    ">",
    "--",
    "--!",
    "]]",
    "&amp;",
    "&nbsp;1",
    "x\r\ny",
    "\0",
    "1/2",
]
TAGS = [
    "g",
    "path",
    "text",
    "tspan",
    "use",
    "clipPath",
    "style",
    "title",
    "desc",
    "foreignObject",
    "a",
    "p",
    "table",
    "b",
]
NAMES = ["d", "x", "style", "xlink:href", "viewBox", "class", "xmlns", "X", "a>b"]
LOOSE = [
    "<!-- $x$ -->",
    '<!-- "1" -->',
    '<!-- "2" -->',
    "<!-- 1 > 0 -->",
    "<!--->-->",
    "<!-- a--b -->",
    "<!---->",
    "<![CDATA[1 > 0]]>",
    '<![CDATA["1"]]>',
    "<?pi x?>",
    "<!doctype x>",
    "</g>",
    "</text >",
    "<br>",
    "<p>1</p>",
    "<table>1<tr><td>2</td></tr></table>",
    "<g x='1'/>",
    "<g x=1/>",
    "<g x/>",
    '<g x="1" x="2"/>',
    '<g x="1"y="2"/>',
    '<g x = "1"/>',
    '<g x="',
    "<g x='",
    '<g x=">1<g y="2"/>',
    "<",
    "<1>",
    "< g>",
    "</>",
    "</1>",
    "<g",
    "<script>1 > 0</script>",
    "<style>a > b</style>",
    "<textarea>\n1</textarea>",
    "<template><g x='1'/></template>",
    "<math><mi>1</mi></math>",
    "<svg><g x='1'/></svg>",
    "1",
    "&",
    "&#49;",
    '"',
]


@st.composite
def elements(draw, inside):
    tag = draw(st.sampled_from(TAGS))
    attributes = draw(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(VALUES)), max_size=3))
    written = "".join(f' {name}="{value}"' for name, value in attributes)
    return f"<{tag}{written}/>" if draw(st.booleans()) else f"<{tag}{written}>{draw(inside)}</{tag}>"


def pieces(inside):
    piece = st.one_of(elements(inside), st.sampled_from(TEXTS), st.sampled_from(LOOSE))
    return st.lists(piece, max_size=4).map("".join)


SVG = st.recursive(st.sampled_from(TEXTS), pieces, max_leaves=12)


# Pieces of a skeleton; "@" is where its strings differ. In whole ones a patch is right, beside others maybe not.
WHOLE = ['<g x="@"/>', "<text>@</text>", '<path d="@" style="@"/>', '<g y="@">\n<text>@</text>@</g>', "<!-- $x$ -->"]
HALVES = [
    '<g x="',
    "<text>",
    "</text>",
    "</g>",
    " ",
    ">",
    '"',
    "'",
    "/>",
    "@",
    '"@"',
    ">@<",
    "<g z='@'/>",
    '<!-- "@" -->',
]
CONTENTS = ["1", "2", "", " ", "a > b", "it's", "--", "\r", "\0", "&amp;", "&", "&lt;1"]


def skeletons(pieces):
    return st.lists(st.sampled_from(pieces), min_size=1, max_size=5).map("".join)


@st.composite
def relatives(draw):
    """Some strings of one skeleton, then some of another, then of the first again."""
    one, other = (draw(skeletons(WHOLE) | skeletons([*WHOLE, *HALVES, *LOOSE])) for _ in range(2))

    def filled(skeleton):
        parts = skeleton.split("@")
        contents = draw(st.lists(st.sampled_from(CONTENTS), min_size=len(parts) - 1, max_size=len(parts) - 1))
        return "".join(a + b for a, b in zip(parts, [*contents, ""], strict=True))

    return [filled(skeleton) for skeleton in (one, one, other, other, one, one)]
