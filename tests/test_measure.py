"""Long measurements go on where they were interrupted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.measure import load, measure, save

Tasks = dict[str, tuple[str, str]]


def note(name: str, log: str) -> dict[str, Any]:
    """A measurement that leaves a trace of having been made."""
    with open(log, "a", encoding="utf-8") as file:
        file.write(f"{name}\n")
    return {"name": name}


def noted(path: Path, log: Path, *names: str, **parameters: Any) -> list[str]:
    tasks = {name: (name, str(log)) for name in names}
    rows = measure(path, tasks, note, lambda row: row["name"], 1, **parameters)
    return [row["name"] for row in rows]


def made(log: Path) -> list[str]:
    return log.read_text(encoding="utf-8").split() if log.exists() else []


def test_what_is_known_is_not_measured_again(tmp_path: Path) -> None:
    """A second run measures only the tasks that the first left, and gives all in their order."""
    path, log = tmp_path / "rows.json", tmp_path / "log"
    assert noted(path, log, "b") == ["b"]
    assert noted(path, log, "a", "b", "c") == ["a", "b", "c"]
    assert made(log) == ["b", "a", "c"]


def test_what_is_no_task_any_more_is_dropped(tmp_path: Path) -> None:
    """A row that belongs to no task does not stay in the file."""
    path, log = tmp_path / "rows.json", tmp_path / "log"
    noted(path, log, "a", "b")
    noted(path, log, "b")
    assert load(path) == [{"name": "b"}]


def test_other_parameters_begin_anew(tmp_path: Path) -> None:
    """Rows that were measured otherwise do not count."""
    path, log = tmp_path / "rows.json", tmp_path / "log"
    noted(path, log, "a", seeds=1)
    noted(path, log, "a", seeds=2)
    assert made(log) == ["a", "a"]


def test_what_was_measured_is_kept_when_a_task_fails(tmp_path: Path) -> None:
    """An error ends the run, and the rows that were there before are written."""
    path = tmp_path / "rows.json"
    save(path, [{"name": "a"}])
    tasks: Tasks = {"a": ("a", ""), "b": ("b", str(tmp_path / "no" / "folder"))}
    with pytest.raises(FileNotFoundError):
        measure(path, tasks, note, lambda row: row["name"], 1)
    assert load(path) == [{"name": "a"}]


def test_a_damaged_file_is_measured_anew(tmp_path: Path) -> None:
    """A file that is no JSON counts as none."""
    path = tmp_path / "rows.json"
    path.write_text("{", encoding="utf-8")
    assert load(path) == []
