"""Every clause is proven to catch a wrong answer, and the reference to give none."""

from __future__ import annotations

import random
from collections import Counter

import pytest

import reference
from conformance.budget import Budget
from conformance.clause import REGISTRY, in_order
from conformance.gate import load_clauses
from conformance.implementation import Implementation
from conformance.judge import judge

from .mutants import Mutant, all_mutants

load_clauses()
MUTANTS = all_mutants()
#: How many clauses judge a mutant beside the one it names, with how many examples.
OTHERS, FEW = 3, 3


@pytest.mark.parametrize("id", REGISTRY)
def test_the_reference_obeys(id: str) -> None:
    """The reference passes every clause, SHOULD included."""
    entry = judge(REGISTRY[id], Implementation(reference, "reference"), Budget(max_examples=20))
    assert entry.outcome in ("pass", "skipped"), entry.detail


# Some leave a coroutine unawaited, and Python says so whenever it is collected.
@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited:RuntimeWarning")
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_the_clause_notices(mutant: Mutant) -> None:
    """A mutant fails the clause that it names, and by a violation rather than an accident."""
    impl = mutant.load()
    entry = judge(REGISTRY[mutant.clause], impl, Budget(shrink=False))
    assert entry.outcome in ("fail", "advice"), f"{entry.outcome}\n{entry.detail}"
    accidents = ("NameError", "UnboundLocalError")
    assert [fault.got for fault in entry.faults if fault.got.startswith(accidents)] == []
    for clause in random.Random(mutant.name).sample(in_order(), OTHERS):
        entry = judge(clause, impl, Budget(max_examples=FEW, shrink=False))
        assert entry.outcome != "error", f"{clause.id} breaks\n{entry.detail}"


def test_every_clause_has_a_mutant() -> None:
    """No clause goes unproven."""
    assert sorted(set(REGISTRY) - {mutant.clause for mutant in MUTANTS}) == []


def test_no_mutant_stands_twice() -> None:
    """Each belief is named once."""
    names = Counter(mutant.name for mutant in MUTANTS)
    assert [name for name, number in names.items() if number > 1] == []
