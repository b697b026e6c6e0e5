"""`python -m tools.questions`: writes `_build/questions/`, for Moodle and for Canvas."""

import yaml

from book.learners import book_address
from tools.check.notebooks import ROOT, Chapter
from tools.publish_notebooks import chapters

from .gift import gift
from .qti import package
from .reading import Question, Source

FOLDER = ROOT / "_build" / "questions"
NAME = "loss-functions-by-hand"


def asked(*, say=print) -> list[Question]:
    """All questions of the book, in its order."""
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    address = book_address(config.get("html", {}).get("baseurl", ""))
    found = []
    for path, title in chapters(ROOT).items():
        questions = list(Source(Chapter(path), title, address).questions())
        numbers = sum(bool(question.numbers) for question in questions)
        say(f"    {title}: {numbers} exercises, {len(questions) - numbers} questions of the quiz", flush=True)
        found += questions
    return found


def main() -> None:
    questions = asked()
    FOLDER.mkdir(parents=True, exist_ok=True)
    moodle, canvas = FOLDER / f"{NAME}.gift.txt", FOLDER / f"{NAME}.qti.zip"
    moodle.write_text(gift(questions), encoding="utf-8")
    canvas.write_bytes(package(questions))
    print(f"==> {len(questions)} questions: {moodle} for Moodle, {canvas} for Canvas", flush=True)


if __name__ == "__main__":
    main()
