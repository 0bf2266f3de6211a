"""One cause, not forty: what is broken is one failure, and what follows from it is not judged."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.budget import Budget
from conformance.clause import REGISTRY, in_order
from conformance.gate import load_clauses
from conformance.implementation import Implementation
from conformance.judge import judge
from conformance.report import terminal
from conformance.report.model import Run, without_consequences

from .mutants import Mutant

load_clauses()


def raises(*args: Any, **kwargs: Any) -> Any:
    raise RuntimeError("broken")


async def raises_later(*args: Any, **kwargs: Any) -> Any:
    raise RuntimeError("broken")


def broken(name: str) -> Implementation:
    """The reference, with an export that always raises."""

    def change(package: Any) -> None:
        value = getattr(package, name)
        if isinstance(value, type):
            value.__init__ = raises  # type: ignore[misc]
        else:
            setattr(package, name, raises_later if name in ("responsify", "send") else raises)

    return Mutant("", f"{name} raises", change=change).load()


#: The exports that others stand on, and the clause that fails for each of them.
CAUSES = {
    "abort": "abort.raises",
    "redirect": "redirect.raises",
    "static": "static.file-response",
    "jsonify": "jsonify.response",
    "responsify": "responsify.supported",
    "Abort": "abort.construct",
    "FileResponse": "file-response.construct",
    "Response": "response.construct",
    "Headers": "headers.construct",
    "send": "send.message",
}


@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited:RuntimeWarning")
@pytest.mark.parametrize("name", CAUSES)
def test_a_broken_export_is_one_failure(name: str) -> None:
    """Where an export always raises, one clause fails; the others pass, or name it as the cause."""
    impl = broken(name)
    clauses = in_order()
    entries = [judge(clause, impl, Budget(max_examples=8, shrink=False)) for clause in clauses]
    found = without_consequences(entries, {clause.id: clause.depends_on for clause in clauses})
    red = [e.id for e in found if e.outcome not in ("pass", "skipped", "not-judged")]
    assert red == [CAUSES[name]]
    run = Run("subject", "1", "f", "0", {}, False, found)
    number = run.counts.get("not-judged", 0)
    if number > 1:
        wanted = f"not-judged: because {CAUSES[name]} failed ({number} clauses)"
        assert wanted in terminal.remarks(run)


def test_what_is_depended_on_exists_and_ends() -> None:
    """Each id is that of a clause, named once, and no clause depends on itself over others."""
    done: set[str] = set()

    def follow(id: str, above: tuple[str, ...]) -> None:
        assert id in REGISTRY
        assert id not in above, f"{above} and again {id}"
        if id not in done:
            for other in REGISTRY[id].depends_on:
                follow(other, (*above, id))
            done.add(id)

    for clause in in_order():
        assert len(set(clause.depends_on)) == len(clause.depends_on)
        follow(clause.id, ())
