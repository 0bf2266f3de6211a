"""The formats of a report by the suffix of its file, and how a file is written."""

from __future__ import annotations

import errno
import importlib
import importlib.util
import os
import tempfile
from pathlib import Path

from .model import Run

#: The module of each suffix; its `text` gives the report on a list of runs.
FORMATS = {".json": "as_json", ".md": "as_markdown", ".html": "as_html", ".svg": "as_svg"}
#: What a format needs beyond the gate: the name to import, that of the package, and of the extra.
NEEDS = {".html": ("jinja2", "Jinja2", "html")}


def check(path: Path) -> None:
    """That a report can be written at `path`; raises ValueError or OSError with the reason."""
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        raise ValueError(f"expected a file name that ends in {', '.join(FORMATS)}")
    if suffix in NEEDS:
        module, package, extra = NEEDS[suffix]
        if importlib.util.find_spec(module) is None:
            raise ValueError(
                f"needs {package}: python -m pip install 'response-conformance[{extra}]'"
            )
    check_writable(path)


def check_writable(path: Path) -> None:
    """That a file can be put at `path`; raises OSError."""
    if _is_folder(path):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    # Tried rather than asked: os.access says yes to root wherever it is.
    with tempfile.TemporaryFile(dir=path.parent):
        pass


def _is_folder(path: Path) -> bool:
    """As `Path.is_dir`, which in some versions of Python hides that the name is too long."""
    try:
        path.stat()
    except FileNotFoundError:
        return False
    return path.is_dir()


def write(path: Path, runs: list[Run]) -> None:
    """Writes the report as the suffix of `path` says; raises OSError."""
    module = importlib.import_module(f".{FORMATS[path.suffix.lower()]}", __package__)
    write_whole(path, module.text(runs).encode("utf-8"))


def write_whole(path: Path, content: bytes) -> None:
    """Puts a file with `content` at `path`, or leaves what was there; raises OSError."""
    temporary = path.with_name(f".{os.urandom(8).hex()}")
    try:
        temporary.write_bytes(content)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
