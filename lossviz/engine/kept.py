"""Keeps what a site's build has drawn, so that a demo that nothing changed is not drawn again.

The build names a folder. A file in it holds the HTML of one demo; its first line says of what it was made. Only demos
that a module of `lossviz.demos` holds are kept: what a notebook draws itself hangs on what its cells have computed.
"""

import hashlib
import os
import platform
import sys
import warnings
from collections.abc import Callable
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from . import behind


def kept(demo, make: Callable[..., str]) -> str:
    """`make(demo)`, or what it gave when all that decides it was the same; what is damaged is made again."""
    folder = os.environ.get("LOSSVIZ_KEPT")
    key = folder and _key(demo)
    if not key:
        return make(demo)
    path = Path(folder, demo.name)
    with suppress(OSError, UnicodeDecodeError):
        mark, _, content = path.read_bytes().partition(b"\n")
        if mark.decode() == f"{key} {hashlib.sha256(content).hexdigest()}":
            return content.decode()
    with warnings.catch_warnings(record=True) as told:
        made = make(demo)
    for each in told:
        warnings.warn_explicit(each.message, each.category, each.filename, each.lineno)
    if not told and key == _key(demo):  # what is warned of is told in every build
        _write(path, f"{key} {hashlib.sha256(made.encode()).hexdigest()}\n{made}".encode())
    return made


def files_behind(demo) -> set[Path] | None:
    """The files that decide a demo; None outside of a build, where that cannot be told, and where this kernel may have
    read an older one."""
    module = sys.modules.get(demo.__module__)
    path = Path(getattr(module, "__file__", None) or "")
    if path.parent != behind.PACKAGE / "demos" or getattr(module, demo.name, None) is not demo:
        return None
    files = behind.code_behind(path.read_text(encoding="utf-8")) | {path}
    newest = max(max(at.st_mtime, at.st_ctime) for at in map(Path.stat, files))
    return files if newest <= float(os.environ.get("LOSSVIZ_STARTED", 0)) else None


def _key(demo) -> str | None:
    """What decides a demo, as one short text; None where that cannot be told."""
    if not (files := files_behind(demo)):
        return None
    system = [sys.version, platform.platform(), *map(version, ("numpy", "matplotlib", "contourpy"))]
    return behind.digest(files, *system, demo.name, repr({name: vars(c) for name, c in demo.controls.items()}))


def _write(path: Path, content: bytes) -> None:
    """The whole file or none, also beside another kernel."""
    half = path.with_name(f"{path.name}.{os.getpid()}")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        half.write_bytes(content)
        half.replace(path)
