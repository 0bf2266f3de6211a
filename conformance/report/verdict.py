"""What a report came to, read back: a run whose process died is no pass, whatever its status."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


class Unreadable(Exception):
    """There is no such report; the message is one line."""


def verdicts(path: Path) -> dict[str, bool]:
    """A sentence for each run of a report in JSON, and whether it is a pass. Raises Unreadable."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Unreadable(f"{path}: {error.strerror}") from None
    except ValueError:
        raise Unreadable(f"{path}: expected JSON, as --report writes it") from None
    try:
        runs = document.get("runs", [document])
        found = {
            _sentence(run): bool(run["complete"] and run["verdict"] == "conforms") for run in runs
        }
    except (AttributeError, KeyError, TypeError):
        raise Unreadable(f"{path}: expected a report of the gate") from None
    if not found:
        raise Unreadable(f"{path}: no run is in it")
    return found


def _sentence(run: dict[str, Any]) -> str:
    name, verdict = run["implementation"]["name"], run["verdict"]
    counts = ", ".join(f"{number} {outcome}" for outcome, number in run["counts"].items())
    ended = "" if run["complete"] else ", but the run ended before every clause was judged"
    return f"{name}: {verdict} ({counts or 'no clause'}){ended}"
