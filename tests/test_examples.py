"""The examples that `explain` shows are those that were found, of the clauses as they are now."""

from __future__ import annotations

import pytest

from conformance import examples
from conformance.clause import AREAS, REGISTRY, in_order
from conformance.examples import as_data, example_of
from conformance.gate import load_clauses

from .examples import chosen_mutants, find, stale

load_clauses()
MUTANTS = chosen_mutants()
ANEW = "find it anew: python -m tests.examples"
#: One clause of each area, whose values are a finite domain: they do not depend on Hypothesis.
SOME = {
    clause.area: clause.id
    for clause in reversed(in_order())
    if not hasattr(clause.function, "hypothesis")
}


def test_they_are_of_the_clauses_as_they_are() -> None:
    """Each clause has an example; neither it nor the wrong answer has changed since."""
    assert stale(MUTANTS) == [], ANEW
    beliefs = {id: example.belief for id in REGISTRY if (example := example_of(id))}
    assert beliefs == {id: mutant.belief for id, mutant in MUTANTS.items() if id in REGISTRY}


def test_no_other_clause_has_one() -> None:
    """What is no clause any more has no example."""
    assert sorted(set(examples._known()) - set(REGISTRY)) == [], ANEW


@pytest.mark.parametrize("id", SOME.values())
@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited:RuntimeWarning")
def test_an_example_is_found_again(id: str) -> None:
    """What is kept is what the clause says of the wrong answer, and what the reference sends."""
    # Python's own words for an error differ from version to version.
    found, kept = (
        {**as_data(example), "got": ""}
        for example in (find(REGISTRY[id], MUTANTS[id]), example_of(id))
        if example is not None
    )
    assert found == kept


def test_each_area_is_among_them() -> None:
    """Most areas have a clause with a finite domain."""
    assert len(SOME) >= len(AREAS) - 2


def test_they_are_small() -> None:
    """Each is a page at most, and all are less than 400 kB."""
    lines = examples.FILE.read_bytes().splitlines()
    assert max(map(len, lines)) < 6_000
    assert sum(map(len, lines)) < 400_000
