"""A real JupyterLab, and Notebook 7 beside it, on this machine: started, opened, told to run."""

import itertools
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import nbformat

READY = 60_000  # milliseconds that JupyterLab and a kernel may take to start, on a machine with other things to do
QUIET = """
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
c.JupyterNotebookApp.expose_app_in_browser = True
"""
NOTEBOOK = """async () => {
  const { shell, restored } = window.jupyterapp;
  await restored;
  const panel = shell.currentWidget.sessionContext ? shell.currentWidget : [...shell.widgets("main")][0];
  await panel.context.ready;
  await panel.sessionContext.ready;
  return panel;
}"""
RUN_ALL = f"async () => {{ await ({NOTEBOOK})(); void window.jupyterapp.commands.execute('notebook:run-all-cells'); }}"
RUN = f"""async (code) => {{
  const {{ kernel }} = (await ({NOTEBOOK})()).sessionContext.session;
  kernel.requestExecute({{ code }});
}}"""
RESTART = f"async () => (await ({NOTEBOOK})()).sessionContext.session.kernel.restart()"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def settings(folder: Path) -> dict[str, str]:
    """A JupyterLab that knows nothing of whoever runs the tests, and leaves nothing with them."""
    places = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    places += ("JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR")
    told = {place: str(folder / place.lower()) for place in places}
    return {key: value for key, value in os.environ.items() if key != "LOSSVIZ_TARGET"} | told


@contextmanager
def jupyter(folder: Path, notebooks: Mapping[str, nbformat.NotebookNode]) -> Iterator[Callable[..., str]]:
    """Gives the address of a notebook in JupyterLab or Notebook 7, of this book's environment."""
    port, token = free_port(), secrets.token_hex(16)
    for name, notebook in notebooks.items():
        nbformat.write(notebook, folder / name)
    options = [f"--port={port}", "--ServerApp.port_retries=0", "--ip=127.0.0.1", "--no-browser", "--allow-root"]
    options += [f"--ServerApp.root_dir={folder}", f"--IdentityProvider.token={token}"]
    options += ["--LabApp.extension_manager=readonly", "--expose-app-in-browser"]
    (folder / "jupyter_config_dir").mkdir()
    (folder / "jupyter_config_dir" / "jupyter_lab_config.py").write_text(QUIET)
    log = folder / "log"
    with log.open("w") as output:
        command = [sys.executable, "-m", "jupyterlab", *options]
        server = subprocess.Popen(command, cwd=folder, env=settings(folder), stdout=output, stderr=output)
    try:
        wait_for(f"http://127.0.0.1:{port}/api?token={token}", server, log)
        fresh = itertools.count()  # a workspace would open again what was open in it
        places = {"lab": lambda: f"lab/workspaces/w{next(fresh)}/tree", "notebook": lambda: "notebooks"}
        yield lambda name, place="lab": f"http://127.0.0.1:{port}/{places[place]()}/{name}?token={token}"
    finally:
        server.terminate()
        server.wait(20)


def wait_for(address: str, server: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + READY / 1000
    while server.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"JupyterLab did not start:\n{log.read_text()[-2000:]}")
