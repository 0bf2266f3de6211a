"""Wrong answers: implementations that differ from the reference in one belief.

Each names the clause that has to notice. Most are one patched line of the reference, compiled
under another package name; where no single line embodies the behaviour, a function changes the
compiled package instead.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any

import reference
from conformance.implementation import Implementation

SOURCES = Path(reference.__file__).parent


class Stale(Exception):
    """The text that a mutant replaces does not stand exactly once in the reference."""


@dataclass(frozen=True)
class Mutant:
    """A wrong belief, and the clause that is to notice it.

    `file` is a module of the reference, `old` a text that stands in it exactly once, `new` what
    it becomes. `change` is called with the compiled package, and may replace what it exports.
    `museum` is the row of a known defect of a real project, if it is one.
    """

    clause: str
    belief: str
    file: str = ""
    old: str = ""
    new: str = ""
    change: Callable[[Any], None] | None = None
    museum: str = ""

    @property
    def name(self) -> str:
        return f"{self.clause}: {self.belief}"

    def load(self) -> Implementation:
        """The wrong implementation, as a package of its own; raises Stale."""
        patched = {}
        if self.file:
            source = (SOURCES / self.file).read_text(encoding="utf-8")
            if source.count(self.old) != 1:
                raise Stale(f"{self.name}: {self.old!r} stands {source.count(self.old)} times")
            patched[self.file] = source.replace(self.old, self.new)
        package = f"mutant_{next(_numbers)}"
        finder = _Finder(package, patched)
        sys.meta_path.insert(0, finder)
        try:
            module = importlib.import_module(package)
        finally:
            sys.meta_path.remove(finder)
        if self.change is not None:
            self.change(module)
        return Implementation(module, f"mutant of {self.clause}")


_numbers = count(1)


class _Finder(importlib.abc.MetaPathFinder):
    """Finds the reference's modules under another package name, some with another source."""

    def __init__(self, package: str, patched: dict[str, str]) -> None:
        self._package = package
        self._patched = patched

    def find_spec(
        self, fullname: str, path: Any, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        package, _, module = fullname.partition(".")
        if package != self._package:
            return None
        file = f"{module}.py" if module else "__init__.py"
        source = self._patched.get(file) or (SOURCES / file).read_text(encoding="utf-8")
        return importlib.util.spec_from_loader(
            fullname, _Loader(source, f"<{fullname}>"), is_package=not module
        )


class _Loader(importlib.abc.InspectLoader):
    def __init__(self, source: str, filename: str) -> None:
        self._source = source
        self._filename = filename

    def get_source(self, fullname: str) -> str:
        return self._source

    def is_package(self, fullname: str) -> bool:
        return "." not in fullname

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self._source, self._filename, "exec"), module.__dict__)


def all_mutants() -> list[Mutant]:
    """Every mutant, in the order of the clause files."""
    areas = (
        "module headers headers_model response file_response changing apart abort redirect static"
        " jsonify responsify wire send"
    )
    found: list[Mutant] = []
    for area in areas.split():
        found += importlib.import_module(f"{__name__}.{area}").MUTANTS
    return found
