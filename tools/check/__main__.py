"""`python -m tools.check`: all chapters; `python -m tools.check hinge`: one. Exits with 1 if there are faults."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from . import glossary, source, teaching
from .fault import Fault
from .notebooks import PATHS, Chapter
from .running import cells_run

AT_ONCE = 2  # kernels; some of them train


def read(chapter: Chapter, guide: teaching.Guide) -> Iterator[Fault]:
    """What is wrong with a chapter and with what the other texts say of it; nothing is run."""
    for rule in (*source.RULES, glossary.terms):
        yield from rule(chapter)
    for rule in (teaching.opened, teaching.hoped_for, teaching.rows):
        yield from rule(guide, chapter.name)


def show(faults: list[Fault]) -> None:
    for fault in faults:
        print(f"    {fault}", flush=True)


def main(names: list[str]) -> int:
    known = [path.stem for path in PATHS]
    if unknown := sorted(set(names) - set(known)):
        sys.exit(f"there is no chapter {', '.join(unknown)}; there are {', '.join(known)}")
    chapters = [Chapter(path) for path in PATHS if not names or path.stem in names]
    print(f"==> Reading {', '.join(names) or 'all chapters'}, glossary and teaching guide", flush=True)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        running = [(chapter, pool.submit(lambda chapter=chapter: list(cells_run(chapter)))) for chapter in chapters]
        guide = teaching.Guide()
        found = [fault for chapter in chapters for fault in read(chapter, guide)]
        if not names:
            found += [*glossary.order(), *glossary.korean(), *teaching.rest(guide)]
        show(found)
        for chapter, run in running:
            faults = run.result()
            print(f"==> Ran {chapter.name} and drew its demos: {'well' if not faults else 'with faults'}", flush=True)
            show(faults)
            found += faults
    print(f"==> {len(found)} faults" if found else "==> No faults. `make test` tests the rest", flush=True)
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
