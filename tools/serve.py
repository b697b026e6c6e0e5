"""`make serve`: show the book in a browser, and build it again whenever a file it is made of changes."""

import subprocess
import sys
from pathlib import Path

from livereload import Server

ROOT = Path(__file__).resolve().parent.parent
BUILD = [str(Path(sys.executable).parent / "jupyter-book"), "build", ".", "-q"]
SOURCES = (
    "*.md",
    "_*.yml",
    "requirements.txt",
    "chapters/*",
    "assets/**",
    "lossviz/**/*.py",
    "lossviz/player/*",
)


def build() -> None:
    """Build what changed. A failing build says why and leaves the last good pages in place."""
    print("==> Building", flush=True)
    failed = subprocess.run(BUILD, cwd=ROOT, check=False).returncode
    print("==> Failed, see above" if failed else "==> Ready: http://127.0.0.1:5500", flush=True)


def main() -> None:
    build()
    server = Server()
    for pattern in SOURCES:
        server.watch(str(ROOT / pattern), build)
    server.serve(root=str(ROOT / "_build" / "html"), port=5500, host="127.0.0.1", open_url_delay=None)


if __name__ == "__main__":
    main()
