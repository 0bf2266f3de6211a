"""A run: what came of each clause, and the verdict that follows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from ..clause import VERSIONS, NotProvided
from ..detection import MEASURED, KnownFaults, known_faults
from ..fault import Fault, Octets
from ..implementation import OPTIONAL

#: Every outcome of a clause, in the order in which reports count them, and what it means.
OUTCOMES = {
    "pass": "the implementation does as the clause says",
    "fail": "it does not",
    "advice": "it does not, and the clause is a SHOULD",
    "not-judged": "it does not, but neither does it obey a clause that this one depends on",
    "inconclusive": "too few examples reached an assertion",
    "timeout": "an example did not end, or all of them together did not end in time",
    "died": "it ended the process that judged it",
    "error": "the suite itself broke: nothing was learnt about the implementation",
    "not-provided": "the implementation does not export what the clause is about",
    "skipped": "this machine cannot judge it",
    "not-run": "the run ended before it",
    "known": "it does not, and the list of known failures says so",
    "fixed": "it does, though the list of known failures says otherwise",
}
#: Outcomes that leave open whether an implementation conforms.
OPEN = ("inconclusive", "timeout", "died", "error", "not-run")
#: Outcomes of a clause for which those that depend on it are not judged.
_CAUSES = ("fail", "timeout", "died", "known")
_MAY_BE_MISSING = {str(NotProvided(name)) for name in OPTIONAL}


@dataclass(frozen=True)
class Entry:
    """One clause in one run; `detail` is text for a person, `faults` are what it tells.

    `script` shows the faults without the suite, where it was asked for. `noticed` are remarks on
    what the implementation changed in its process; see `damage`.
    """

    id: str
    level: str
    source: str
    statement: str
    outcome: str
    examples: int = 0
    seconds: float = 0.0
    detail: str = ""
    faults: tuple[Fault, ...] = ()
    script: str = ""
    noticed: tuple[str, ...] = ()

    @property
    def area(self) -> str:
        return self.id.partition(".")[0]

    @property
    def lacks_a_required_name(self) -> bool:
        """Whether the implementation does not export what this clause is about, but has to."""
        return self.outcome == "not-provided" and self.detail not in _MAY_BE_MISSING

    def as_data(self) -> dict[str, Any]:
        """As dicts, lists, texts and numbers, for JSON and for other processes."""
        return {**asdict(self), "faults": [asdict(fault) for fault in self.faults]}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Entry:
        """The entry whose `as_data` is `data`."""
        faults = (
            Fault(**{**fault, "octets": fault["octets"] and _octets(**fault["octets"])})
            for fault in data["faults"]
        )
        noticed = tuple(data["noticed"])
        return cls(**{**data, "faults": tuple(faults), "noticed": noticed})


def _octets(marked: Iterable[int] | None, **others: Any) -> Octets:
    return Octets(marked=marked and tuple(marked), **others)  # type: ignore[arg-type]


@dataclass
class Run:
    """All clauses for one implementation: `name`, `version` and `file` say which.

    `suite` is the version of the package, `spec` the one of the specification that it judged by;
    `noticed` are remarks on what the import of the implementation changed in its process.
    """

    name: str
    version: str
    file: str
    suite: str
    options: dict[str, Any]
    strict: bool = False
    entries: list[Entry] = field(default_factory=list)
    spec: str = VERSIONS[-1]
    noticed: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many clauses had each outcome; outcomes that none had are left out."""
        found = Counter(entry.outcome for entry in self.entries)
        return {outcome: found[outcome] for outcome in OUTCOMES if found[outcome]}

    @property
    def areas(self) -> dict[str, Counter[str]]:
        """How many clauses of each area had each outcome."""
        found: dict[str, Counter[str]] = {}
        for entry in self.entries:
            found.setdefault(entry.area, Counter())[entry.outcome] += 1
        return found

    @property
    def complete(self) -> bool:
        """Whether every clause selected was run: one that was interrupted may not know of any."""
        return bool(self.entries) and "not-run" not in self.counts

    @property
    def broken(self) -> list[Entry]:
        """The clauses that the implementation fails by: each MUST, and if strict each SHOULD.

        One that is listed as a known failure, but passes, is among them: the list is wrong.
        """
        outcomes = ("fail", "fixed", "advice") if self.strict else ("fail", "fixed")
        return [entry for entry in self.entries if entry.outcome in outcomes]

    @property
    def advice(self) -> list[Entry]:
        """Each SHOULD that is not met and fails nobody."""
        return [e for e in self.entries if e.outcome == "advice" and not self.strict]

    @property
    def score(self) -> tuple[int, int]:
        """How many clauses the implementation obeys, and of how many.

        Those that cannot be judged here do not count, nor does advice that fails nobody.
        """
        counts = Counter(self.counts)
        obeyed = counts["pass"] + counts["fixed"]
        others = len(self.broken) - counts["fixed"] + len(self.open)
        return obeyed, obeyed + others + counts["not-judged"] + counts["known"]

    @property
    def open(self) -> list[Entry]:
        """The clauses that leave the verdict open.

        One about a required name that is missing is among them: `module.exports` fails for it, but
        may not have been selected.
        """
        return [
            entry for entry in self.entries if entry.outcome in OPEN or entry.lacks_a_required_name
        ]

    @property
    def verdict(self) -> str:
        """ "fails" where a clause is broken; else "inconclusive" where one is open, or none ran."""
        if self.broken:
            return "fails"
        if self.open or not {"pass", "known"} & {*self.counts}:
            return "inconclusive"
        return "conforms"

    @property
    def known_faults(self) -> KnownFaults | None:
        """The known faults that the clauses that passed would have caught.

        None where none are known, or where a clause was given fewer examples than were measured.
        """
        if self.options.get("max_examples") or self.options.get("profile") not in MEASURED:
            return None
        return known_faults({entry.id for entry in self.entries if entry.outcome == "pass"})

    @property
    def sentence(self) -> str:
        partly = "" if not self.options.get("clause") else " to the clauses selected"
        known, fixed = (self.counts.get(outcome, 0) for outcome in ("known", "fixed"))
        if self.verdict == "conforms":
            but = f", but for {number_of(known, 'known failure')}" if known else ""
            return f"{self.name} conforms{partly}{but}"
        if self.verdict == "fails":
            also = [f"{number_of(fixed, 'known failure')} no longer one"] if fixed else []
            if fixed == len(self.broken):
                return f"{self.name}: the list of known failures is out of date: {also[0]}"
            broken = _clauses(len(self.broken) - fixed)
            return f"{self.name} does not conform{partly}: {', '.join([broken, *also])}"
        left = self.open or self.entries
        return f"{self.name}: no verdict, {_clauses(len(left))} not decided"


def _clauses(number: int) -> str:
    return number_of(number, "clause")


def number_of(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def without_consequences(
    entries: Iterable[Entry], depends_on: Mapping[str, Iterable[str]]
) -> list[Entry]:
    """`entries`, where a failure that follows from another one is not judged.

    It follows where a clause it depends on failed too, or was not judged itself: so one cause
    counts once, in whatever order or process the clauses ran. What is not provided causes none: a
    clause that needs it says so itself.
    """
    by_id = {entry.id: entry for entry in entries}
    causes: dict[str, str] = {}

    def cause(id: str) -> str:
        if id not in causes:
            causes[id] = ""
            for other in depends_on.get(id, ()):
                if other in by_id and by_id[other].outcome in _CAUSES:
                    causes[id] = cause(other) or other
                    break
        return causes[id]

    return [
        replace(
            entry,
            outcome="not-judged",
            detail=f"because {cause(entry.id)} failed\n{entry.detail}",
        )
        if entry.outcome in ("fail", "advice", "inconclusive", "timeout", "died")
        and cause(entry.id)
        else entry
        for entry in entries
    ]
