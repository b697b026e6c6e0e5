"""The glossary: every term that a chapter links is there, and leads back to where it is explained."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from .fault import Fault
from .notebooks import ROOT, Chapter, anchor

FILE = ROOT / "chapters" / "glossary.md"


def entries(text: str) -> dict[str, str]:
    """Each term as it is linked, and its entry."""
    return {anchor(term): said for term, said in re.findall(r"^### (.+?)\n\n(.+)$", text, flags=re.MULTILINE)}


def terms(chapter: Chapter, text: str | None = None) -> Iterator[Fault]:
    known = entries(text or FILE.read_text(encoding="utf-8"))
    count: Counter[str] = Counter()
    for cell in chapter.cells:
        for term in re.findall(r"\(glossary\.md#([\w-]*)\)", cell.source):
            count[term] += 1
            if term not in known:
                yield chapter.fault(f"there is no term {term} in glossary.md: write ### and what it means there", cell)
            elif count[term] == 2:
                yield chapter.fault(f"{term} is linked a second time: link a term where it first stands, once", cell)
    if len(count) < 5:
        yield chapter.fault(
            f"it links {len(count)} of at least 5 terms to glossary.md: link them where they first stand"
        )
    bold = set(re.findall(r"\[\*\*[^]]+\*\*\]\(glossary\.md#([\w-]*)\)", chapter.text))
    here = {term for term, said in known.items() if f"({chapter.path.name}#" in said}
    for term in sorted(here - bold):
        yield chapter.fault(
            f"glossary.md says that {term} is explained here: make its link bold, [**…**](glossary.md#{term})"
        )
    for term in sorted((bold & known.keys()) - here):
        yield chapter.fault(
            f"{term} is bold as where it is explained, and glossary.md leads elsewhere: make it plain here, or let the"
            f" entry end with Explained in […]({chapter.path.name}#…)"
        )


KOREAN = re.compile(r'<span lang="ko">[^<]*[가-힣][^<]*</span> · \S')


def korean(text: str | None = None) -> Iterator[Fault]:
    """Each entry begins with the term's Korean name, which the site's search finds."""
    for term, said in entries(text or FILE.read_text(encoding="utf-8")).items():
        if not KOREAN.match(said):
            cure = 'begin the entry with <span lang="ko">손실 함수</span> · and then what the term means'
            yield Fault("glossary", f"{term} has no Korean name: {cure}")


def order(text: str | None = None) -> Iterator[Fault]:
    """What is wrong with the glossary by itself."""
    found = [anchor(term) for term in re.findall(r"^### (.+)", text or FILE.read_text(encoding="utf-8"), re.MULTILINE)]
    for before, after in pairwise(found):
        if before == after:
            yield Fault("glossary", f"{after} stands there twice: join the two")
        elif before > after:
            yield Fault("glossary", f"{after} stands below {before}: put it into the order of the alphabet")
