"""What ``--impl`` names: found, imported and described."""

from __future__ import annotations

import importlib
import importlib.util
import sys
import zlib
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from .clause import Deadline, NotProvided
from .damage import Surroundings
from .deadline import Watch, was_pressed
from .failure import said, visible

#: What a conforming module exports.
REQUIRED = (
    "Response",
    "FileResponse",
    "Abort",
    "abort",
    "redirect",
    "static",
    "jsonify",
    "responsify",
    "Headers",
)
#: What it may export.
OPTIONAL = ("send",)


class CannotLoad(Exception):
    """`--impl` names nothing that can be imported; the message is one line."""


class Implementation:
    """An implementation of the API: each exported name is an attribute of this object.

    `name` is what ``--impl`` said, `file` and `version` are texts, "unknown" where there is none;
    `noticed` are remarks on what its import changed in the process.
    An attribute that the implementation does not export raises NotProvided.
    """

    noticed: tuple[str, ...] = ()

    def __init__(self, namespace: Any, name: str, file: str = "unknown") -> None:
        self._namespace = namespace
        self.name = name
        self.file = file
        self.version = _text(namespace, "__version__")

    def __getattr__(self, name: str) -> Any:
        if name not in REQUIRED + OPTIONAL:
            raise AttributeError(name)
        for place in ("", "struct") if name == "Headers" else ("",):
            namespace = getattr(self._namespace, place, None) if place else self._namespace
            if hasattr(namespace, name):
                value = getattr(namespace, name)
                setattr(self, name, value)
                return value
        raise NotProvided(name)

    def exports(self, name: str) -> bool:
        """Whether the implementation exports a name, required or optional."""
        try:
            getattr(self, name)
        except NotProvided:
            return False
        return True

    def __repr__(self) -> str:
        return self.name


def load(spec: str, seconds: float = 60.0) -> Implementation:
    """The implementation at a dotted name, a ``.py`` file or a package folder.

    ``:attribute`` after any of them names an object to take the place of the module. Raises
    CannotLoad, also where that takes more than so many seconds.
    """
    surroundings = Surroundings()
    watch = Watch(seconds, seconds)
    try:
        impl = watch.run(partial(_load, spec))
        impl.noticed = tuple(surroundings.restore(imported=True))
        return impl
    except CannotLoad:
        raise
    except BaseException as error:
        if type(error) is KeyboardInterrupt and watch.was_pressed:
            raise
        raise CannotLoad(f"--impl={spec}: {_line(error)}") from error


def _load(spec: str) -> Implementation:
    target, attribute = split(spec)
    module = _import_path(spec, Path(target)) if _is_path(target) else _import(spec, target)
    namespace: Any = module
    for name in attribute.split(".") if attribute else ():
        try:
            namespace = getattr(namespace, name)
        except AttributeError:
            raise CannotLoad(f"--impl={spec}: {module.__name__} has no {attribute!r}") from None
        except Exception as error:
            raise CannotLoad(f"--impl={spec}: {attribute!r} raises {_line(error)}") from error
    return Implementation(namespace, spec, _text(module, "__file__"))


def split(spec: str) -> tuple[str, str]:
    """What is to be imported, and the attribute after the colon, "" where there is none."""
    target, _, attribute = spec.rpartition(":")
    if not all(part.isidentifier() for part in attribute.split(".")) or not target:
        return spec, ""  # the colon, if any, is of a drive
    return target, attribute


def _is_path(target: str) -> bool:
    return target.endswith(".py") or "/" in target or "\\" in target or target in (".", "..")


def _import(spec: str, name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except BaseException as error:  # SystemExit too: a script is no module
        if type(error) is KeyboardInterrupt and was_pressed():
            raise
        raise CannotLoad(f"--impl={spec}: cannot import {name!r}: {_line(error)}") from error


def _import_path(spec: str, path: Path) -> ModuleType:
    """Imports a file or folder as Python would from its package's parent folder."""
    path = path.resolve()
    if path.is_dir():
        path /= "__init__.py"
    if not path.is_file():
        raise CannotLoad(f"--impl={spec}: there is no file {path}")
    parts = [] if path.name == "__init__.py" else [path.stem]
    folder = path.parent
    while (folder / "__init__.py").is_file():
        parts.insert(0, folder.name)
        folder = folder.parent
    name = ".".join(parts)
    if not all(part.isidentifier() for part in parts):
        raise CannotLoad(f"--impl={spec}: {name!r} is no name that Python can import")
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    known = sys.modules.get(name)
    if known is None or getattr(known, "__file__", None) == str(path):
        module = _import(spec, name)
        if getattr(module, "__file__", None) == str(path):
            return module
    return _import_as(spec, f"{parts[0]}_of_{zlib.crc32(bytes(path)):x}", path)


def _import_as(spec: str, name: str, path: Path) -> ModuleType:
    """Imports a file whose own name is taken by another module."""
    found = importlib.util.spec_from_file_location(name, path)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    sys.modules[name] = module
    try:
        found.loader.exec_module(module)
    except BaseException as error:
        if type(error) is KeyboardInterrupt and was_pressed():
            raise
        del sys.modules[name]
        raise CannotLoad(f"--impl={spec}: cannot import {path}: {_line(error)}") from error
    return module


def _text(namespace: Any, name: str) -> str:
    """An attribute that is a text; "unknown" where there is none, or where it cannot be had."""
    try:
        value = getattr(namespace, name, None)
    except Deadline:
        raise
    except BaseException:
        value = None
    return visible(str.__str__(value)) if issubclass(type(value), str) else "unknown"


def _line(error: BaseException) -> str:
    return " ".join(said(error).split())
