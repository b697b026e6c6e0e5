"""A server of a folder on this machine, for as long as a test needs it."""

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Host(http.server.SimpleHTTPRequestHandler):
    """Serves as hosts of such sites do: where there is no file, the folder's own 404.html is the answer."""

    def log_message(self, *_) -> None:
        pass

    def send_error(self, code: int, *words) -> None:
        own = Path(self.directory, "404.html")
        if code != 404 or not own.exists():
            return super().send_error(code, *words)
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(own.read_bytes())


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address at which the folder is served."""
    handler = functools.partial(Host, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
