"""Firefox, and WebKit, which is Safari's engine: opened, asked and moved in the same few ways.

Both take the lists of actions that W3C's WebDriver describes. Firefox is asked over its own socket (WebDriver
BiDi), so that no geckodriver, which no package brings, is needed; WebKit by the driver of WebKitGTK, on a screen
that nobody sees.
"""

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium.webdriver import WebKitGTK, WebKitGTKOptions
from selenium.webdriver.remote.command import Command
from selenium.webdriver.remote.websocket_connection import WebSocketConnection
from selenium.webdriver.webkitgtk.service import Service

from tools import browser

WIDTH, HEIGHT = 1100, 1000
AS_ROOT = {"WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1", "WEBKIT_DISABLE_COMPOSITING_MODE": "1"}
IN_WORDS = "async (given) => JSON.stringify((await (FUNCTION)(...JSON.parse(given))) ?? null)"


class Browser:
    """What is common: `run` gives what a function gives, as JSON; `keys` and `drag` are a reader's hand."""

    def ask(self, function: str, given: str) -> str:
        raise NotImplementedError

    def act(self, source: dict[str, Any]) -> None:
        raise NotImplementedError

    def run(self, function: str, *given: Any) -> Any:
        return json.loads(self.ask(IN_WORDS.replace("FUNCTION", function), json.dumps(given)))

    def keys(self, *pressed: str) -> None:
        steps = [{"type": kind, "value": key} for key in pressed for kind in ("keyDown", "keyUp")]
        self.act({"type": "key", "id": "keyboard", "actions": steps})

    def drag(self, *points: tuple[float, float]) -> None:
        """Press at the first point, move through the others and let go; one point is a click."""
        moves = [{"type": "pointerMove", "x": round(x), "y": round(y), "duration": 30} for x, y in points]
        down, up = ({"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp"))
        steps = [moves[0], down, *moves[1:], up]
        self.act({"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": steps})


class Firefox(Browser):
    def __init__(self, socket: WebSocketConnection):
        self.socket = socket
        self.socket.session_id = self.send("session.new", capabilities={})["sessionId"]
        # The tab that is there at the start has not the focus: there a space bar would not tick a box.
        self.tab = self.send("browsingContext.create", type="tab")["context"]
        self.send("browsingContext.setViewport", context=self.tab, viewport={"width": WIDTH, "height": HEIGHT})

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        answer = self.socket.send_cmd(method, params)
        if "result" not in answer:
            raise RuntimeError(f"Firefox to {method}: {answer.get('message', answer)}")
        return answer["result"]

    def open(self, address: str) -> None:
        self.send("browsingContext.navigate", context=self.tab, url=address, wait="complete")

    def ask(self, function: str, given: str) -> str:
        answer = self.send(
            "script.callFunction",
            functionDeclaration=function,
            arguments=[{"type": "string", "value": given}],
            target={"context": self.tab},
            awaitPromise=True,
        )
        if answer["type"] != "success":
            raise RuntimeError(f"Firefox: {answer['exceptionDetails']['text']}")
        return answer["result"]["value"]

    def act(self, source: dict[str, Any]) -> None:
        self.send("input.performActions", context=self.tab, actions=[source])


class WebKit(Browser):
    def __init__(self, driver: WebKitGTK):
        self.driver = driver
        driver.set_window_size(WIDTH, HEIGHT)

    def open(self, address: str) -> None:
        self.driver.get(address)

    def ask(self, function: str, given: str) -> str:
        then = "const [given, done] = arguments; FUNCTION(given).then(done, (error) => done({ error: `${error}` }));"
        answer = self.driver.execute_async_script(then.replace("FUNCTION", f"({function})"), given)
        if isinstance(answer, dict):
            raise RuntimeError(f"WebKit: {answer['error']}")
        return answer

    def act(self, source: dict[str, Any]) -> None:
        self.driver.execute(Command.W3C_ACTIONS, {"actions": [source]})


@contextmanager
def firefox() -> Iterator[Firefox]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [browser.firefox(), "--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            socket = WebSocketConnection(f"ws://127.0.0.1:{_port(Path(profile))}/session", timeout=60, interval=0.005)
            yield Firefox(socket)
            socket.close()
        finally:
            process.terminate()
            process.wait()


def _port(profile: Path, seconds: float = 60) -> int:
    """Where Firefox listens, which it writes into its profile."""
    written, until = profile / "WebDriverBiDiServer.json", time.monotonic() + seconds
    while time.monotonic() < until:
        if written.exists() and (text := written.read_text(encoding="utf-8")):
            return json.loads(text)["ws_port"]
        time.sleep(0.05)
    raise TimeoutError(f"Firefox did not say within {seconds:g} s where it listens")


@contextmanager
def webkit() -> Iterator[WebKit]:
    options = WebKitGTKOptions()
    options.binary_location = browser.webkit()
    options.add_argument("--automation")
    with _screen() as display:
        environment = os.environ | (AS_ROOT if os.geteuid() == 0 else {}) | {"DISPLAY": display}
        driver = WebKitGTK(options=options, service=Service(shutil.which("WebKitWebDriver"), env=environment))
        yield WebKit(driver)
        driver.quit()


@contextmanager
def _screen() -> Iterator[str]:
    """The name of a screen in memory."""
    ask = ["Xvfb", "-displayfd", "1", "-screen", "0", f"{WIDTH + 200}x{HEIGHT + 200}x24", "-nolisten", "tcp"]
    with subprocess.Popen(ask, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        yield f":{process.stdout.readline().strip()}"
        process.terminate()
