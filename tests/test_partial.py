"""An implementation of a part is judged by what it has: what is missing costs nothing else."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

import reference
from conformance.budget import Budget
from conformance.clause import REGISTRY, in_order
from conformance.gate import load_clauses
from conformance.implementation import Implementation
from conformance.judge import judge

from .mutants import all_mutants

load_clauses()

#: One that was given no `responsify` and no files.
PART = SimpleNamespace(
    **{
        name: getattr(reference, name)
        for name in ("Headers", "Response", "Abort", "abort", "redirect", "jsonify")
    }
)


@pytest.mark.parametrize(
    "id", ["wire.injection", "wire.names", "wire.content", "wire.next-response", "wire.no-content"]
)
def test_the_other_ways_are_judged(id: str) -> None:
    """The wire is judged by the ways to a response that there are."""
    entry = judge(REGISTRY[id], Implementation(PART, "part"), Budget(max_examples=10))
    assert (entry.outcome, entry.detail) == ("pass", "")


def test_a_fault_of_the_other_ways_is_found() -> None:
    """A door that is open is found, though others are missing."""

    class Unchecked(reference.Response):
        def __init__(self, code: int, headers: Any, data: bytes) -> None:
            super().__init__(code, (), data)
            vars(self)["headers"] = SimpleNamespace(items=lambda: list(headers))

    part = SimpleNamespace(**{**vars(PART), "Response": Unchecked})
    entry = judge(REGISTRY["wire.injection"], Implementation(part, "part"), Budget(max_examples=10))
    assert entry.outcome == "fail"


@pytest.mark.parametrize(
    "id", ["responsify.exceptions", "file-response.special-not-found", "static.content-type"]
)
def test_what_is_missing_is_not_blamed(id: str) -> None:
    """A clause about what is missing says so, whatever it expects to be raised."""
    entry = judge(REGISTRY[id], Implementation(PART, "part"), Budget(max_examples=2))
    assert entry.outcome == "not-provided"


@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited:RuntimeWarning")
def test_nothing_to_put_on_a_wire() -> None:
    """Without a Response, nothing can be said about what is sent."""
    entry = judge(REGISTRY["wire.injection"], Implementation(SimpleNamespace(), "nothing"))
    assert entry.outcome == "not-provided"


@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited:RuntimeWarning")
def test_a_call_that_is_not_taken_is_no_fault_of_the_suite() -> None:
    """Where Headers() asks for an argument, no clause that makes one breaks."""
    impl = next(
        mutant for mutant in all_mutants() if mutant.belief == "headers are made of something"
    ).load()
    outcomes = {
        clause.id: judge(clause, impl, Budget(max_examples=2, shrink=False)).outcome
        for clause in in_order()
    }
    assert [id for id, outcome in outcomes.items() if outcome == "error"] == []
