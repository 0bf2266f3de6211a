"""Good implementations that differ wherever they may are never accused."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.budget import Budget
from conformance.clause import REGISTRY, in_order
from conformance.gate import load_clauses
from conformance.implementation import load
from conformance.judge import judge

from .false_alarms import GOOD, alarm

load_clauses()


@pytest.mark.parametrize("spec", GOOD, ids=lambda spec: Path(spec).name)
@pytest.mark.parametrize("seed", [1, 2])
def test_no_false_alarm(spec: str, seed: int) -> None:
    """A good implementation obeys every clause, SHOULD included, whatever is drawn."""
    impl = load(spec)
    budget = Budget(max_examples=4, seed=seed, shrink=False)
    found = [alarm(judge(clause, impl, budget)) for clause in in_order()]
    assert [text for text in found if text] == []


def test_every_implementation_is_examined() -> None:
    """No file beside the good implementations is forgotten."""
    folder = Path(__file__).with_name("implementations")
    names = {path.stem for path in folder.iterdir()} - {
        "__init__",
        "__main__",
        "__pycache__",
        "frameworks",
    }
    assert {spec.partition(":")[0].removesuffix(".py").rpartition("/")[2] for spec in GOOD} == (
        names | {"reference"}
    )


def test_an_alarm_is_one() -> None:
    """An outcome that is no pass is told, unless it says nothing about the implementation."""
    entry = judge(REGISTRY["module.exports"], load("json"), Budget())
    assert alarm(entry).startswith("fail module.exports\n")
    assert alarm(judge(REGISTRY["module.exports"], load("reference"), Budget())) == ""
