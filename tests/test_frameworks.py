"""Real frameworks fail exactly what their files of known failures say, and each cause is shown."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from conformance.budget import Budget
from conformance.clause import REGISTRY
from conformance.gate import load_clauses

from .frameworks import NAMES, VERDICTS, judged, known, missing, pins, spec

load_clauses()

#: A known failure may need all the examples of the gate to show; what passes is only glanced at.
KNOWN = Budget(shrink=False)
OTHERS = Budget(max_examples=2, shrink=False)


# A coroutine that no responsify was there to await, a file that nobody closes.
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", NAMES)
def test_known_failures(name: str) -> None:
    """An adapter fails every clause that its file names, and no other."""
    if reason := missing(name):
        pytest.skip(reason)
    listed = {one.id for one in known(name)}
    budgets = {id: KNOWN if id in listed else OTHERS for id in REGISTRY}
    entries = judged(spec(name), budgets)
    failed = {entry.id for entry in entries if entry.outcome in ("fail", "advice")}
    assert failed == listed
    assert [e for e in entries if e.outcome in ("error", "timeout", "inconclusive")] == []


@pytest.mark.parametrize("name", NAMES)
def test_known_failures_are_clauses(name: str) -> None:
    """Each line names a clause once, with one of the verdicts."""
    ids = [one.id for one in known(name)]
    assert len(ids) == len(set(ids))
    assert set(ids) <= set(REGISTRY)
    assert {one.verdict for one in known(name)} <= {*VERDICTS}


@pytest.mark.parametrize("name", NAMES)
def test_each_cause_is_shown(name: str) -> None:
    """For each cause there is a test without the adapter, and no test without a cause."""
    tree = ast.parse((Path(__file__).parent / "findings" / f"test_{name}.py").read_text("utf-8"))
    shown = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    assert {f"test_{one.cause}" for one in known(name)} == {n for n in shown if n[:5] == "test_"}


def test_every_framework_is_pinned() -> None:
    """The extra names one version of each framework."""
    assert set(NAMES) <= set(pins())
