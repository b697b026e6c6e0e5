"""`make serve`: show the book in a browser, and build it again whenever a file it is made of changes.

.venv/bin/python tools/serve.py COMMAND THAT BUILDS THE BOOK
"""

import re
import subprocess
import sys
from pathlib import Path

import livereload.server

ROOT = Path(__file__).resolve().parent.parent
ADDRESS, PORT = "127.0.0.1", 5500
SOURCES = (
    "*.md",
    "_*.yml",
    "requirements.txt",
    "chapters/*",
    "assets/**",
    "lossviz/**/*.py",
    "lossviz/engine/player/*",
    "book/*",
)
POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>')


class Reloading(livereload.server.LiveScriptInjector):
    """Serves pages without their policy: it forbids the script and the connection by which a page hears of a build."""

    def transform_first_chunk(self, status_code, headers, chunk, finishing):
        open_to_all = POLICY.sub(b"", chunk)
        if b"Content-Security-Policy" in open_to_all:
            print("==> A page has a policy that tools/serve.py does not know: it cannot hear of builds", flush=True)
        if "Content-Length" in headers:
            headers["Content-Length"] = str(int(headers["Content-Length"]) - len(chunk) + len(open_to_all))
        return super().transform_first_chunk(status_code, headers, open_to_all, finishing)


def build() -> None:
    """Build what changed. A failing build says why and leaves the last good pages in place."""
    print("==> Building", flush=True)
    failed = subprocess.run(sys.argv[1:], cwd=ROOT, check=False).returncode
    print("==> Failed, see above" if failed else f"==> Ready: http://{ADDRESS}:{PORT}", flush=True)


def main() -> None:
    livereload.server.LiveScriptInjector = Reloading  # livereload has no option for it
    build()
    server = livereload.server.Server()
    for pattern in SOURCES:
        server.watch(str(ROOT / pattern), build)
    server.serve(root=str(ROOT / "_build" / "html"), port=PORT, host=ADDRESS, open_url_delay=None)


if __name__ == "__main__":
    main()
