"""The lines of an implementation's source that say which clause they obey."""

from __future__ import annotations

import importlib.util
import re
from dataclasses import dataclass
from pathlib import Path

_CITATION = re.compile(r"\s*# clause: (?P<ids>[a-z0-9.-]+(?:, [a-z0-9.-]+)*)")


@dataclass(frozen=True)
class Citation:
    """The id of a clause, and the line of code below it that is why the clause holds."""

    id: str
    file: Path
    line: int
    code: str


def citations(folder: Path) -> list[Citation]:
    """Every ``# clause: id, id`` above a line of code in the Python files of `folder`."""
    found = []
    for file in sorted(folder.rglob("*.py")):
        ids: list[str] = []
        for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
            match = _CITATION.fullmatch(line)
            if match:
                ids += match["ids"].split(", ")
            elif not line.lstrip().startswith("@"):
                found += [Citation(id, file, number, line.strip()) for id in ids]
                ids = []
    return found


def folder_of(package: str) -> Path | None:
    """Where a package stands, without importing it; None where there is none."""
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        return None
    return Path(found.submodule_search_locations[0])
