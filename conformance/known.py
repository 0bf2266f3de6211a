"""Known failures: a file that names the clauses that are not met yet, each with its reason."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from .clause import REGISTRY, WITHDRAWN
from .report.model import Entry, Run
from .report.words import visible

#: What a new list begins with.
_TITLE = "# Clauses that are not met yet: an id on each line, and after the # the reason."
#: The longest reason, in characters, that is written.
_LONGEST = 100


class BadList(Exception):
    """A list cannot be read; the message is one line."""


@dataclass(frozen=True)
class Known:
    """A list of known failures: for each id the number of its line, from 1, and its reason.

    `enough` says whether so many examples are drawn that a clause that passes is thought fixed.
    """

    path: str = ""
    lines: list[str] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    enough: bool = True

    def __contains__(self, id: str) -> bool:
        return id in self.numbers

    def applied(self, runs: list[list[Entry]]) -> list[list[Entry]]:
        """The entries of each implementation, where a failure that is listed is known.

        One that is listed and that every implementation passes is fixed: its line can go.
        """
        outcomes: dict[str, set[str]] = {}
        for entry in (entry for entries in runs for entry in entries):
            outcomes.setdefault(entry.id, set()).add(entry.outcome)
        fixed = {id for id in self.numbers if outcomes.get(id, set()) in ({"pass"}, {"fixed"})}
        return [[self._applied(entry, fixed) for entry in entries] for entries in runs]

    def _applied(self, entry: Entry, fixed: Iterable[str]) -> Entry:
        if entry.id in fixed and not self.enough:
            detail = f"{self.reasons[entry.id]}\n(it passes, with fewer examples than a gate draws)"
            return replace(entry, outcome="known", detail=detail)
        if entry.id in fixed:
            advice = f"passes by now: delete line {self.numbers[entry.id]} of {self.path}"
            return replace(entry, outcome="fixed", detail=advice)
        if entry.id in self and _is_failure(entry):
            detail = f"{self.reasons[entry.id]}\n{entry.detail}"
            return replace(entry, outcome="known", detail=detail)
        return entry


def _is_failure(entry: Entry) -> bool:
    """Whether a list can name it: not what is left open by the suite, or by this machine."""
    return entry.outcome in ("fail", "advice", "timeout", "died") or entry.lacks_a_required_name


def read(path: Path, name: str) -> Known:
    """The list in a file, that is called `name`; raises BadList, or OSError."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise BadList(f"expected UTF-8: {error.reason} at octet {error.start}") from None
    known = Known(name, lines)
    for number, line in enumerate(lines, 1):
        id, _, reason = (part.strip() for part in line.partition("#"))
        if not id:
            continue
        if id in known:
            raise BadList(f"line {number}: {id} is listed in line {known.numbers[id]} too")
        if id not in REGISTRY:
            raise BadList(f"line {number}: {_unknown(id)}")
        if not reason:
            raise BadList(
                f"line {number}: {id} has no reason: expected '{id}  # why it is not met'"
            )
        known.numbers[id], known.reasons[id] = number, reason
    return known


def _unknown(id: str) -> str:
    if id in WITHDRAWN:
        return f"{id} was withdrawn in {WITHDRAWN[id]}: delete the line"
    near = difflib.get_close_matches(id, REGISTRY, 1)
    hint = f"; the nearest is {near[0]}" if near else ""
    return f"no clause has the id {visible(id)!r}{hint}"


def written(runs: list[Run], old: Known, others: Known) -> str:
    """A list of what keeps the runs from conforming, and of what was known before.

    It is the text of `old`, without the lines of what passes by now; a clause that is new to it
    has the reason that `others` give, or what was got.
    """
    listed: dict[str, str] = {}
    passed: set[str] = set()
    for entry in (entry for run in runs for entry in run.entries):
        if entry.outcome in ("pass", "fixed"):
            passed.add(entry.id)
    for run in runs:
        broken = {entry.id for entry in (*run.broken, *run.open) if _is_failure(entry)}
        for entry in run.entries:
            if entry.id in broken or entry.outcome == "known":
                listed.setdefault(entry.id, others.reasons.get(entry.id) or _reason(entry))
    gone = {number for id, number in old.numbers.items() if id in passed - set(listed)}
    lines = [line for number, line in enumerate(old.lines, 1) if number not in gone]
    new = {id: reason for id, reason in listed.items() if id not in old}
    width = max(map(len, new), default=0)
    lines = lines or [_TITLE]
    return "\n".join([*lines, *(f"{id:<{width}}  # {reason}" for id, reason in new.items())]) + "\n"


def _reason(entry: Entry) -> str:
    """What was got, in one line."""
    got = [f"got {fault.got}" for fault in entry.faults] or [entry.detail.partition("\n")[0]]
    reason = " ".join(visible(got[0]).split()) or entry.outcome
    return reason if len(reason) <= _LONGEST else f"{reason[: _LONGEST - 4]} ..."
