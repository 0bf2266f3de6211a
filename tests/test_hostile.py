"""What hangs, lies or does damage is noticed by the clause that meets it, and by no other.

The whole gate on every behaviour is a command, ``python -m tests.hostile``.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from conformance.budget import Budget
from conformance.clause import REGISTRY
from conformance.gate import load_clauses
from conformance.greed import bounded
from conformance.implementation import CannotLoad, load
from conformance.judge import judge

from .hostile.__main__ import RESULTS
from .hostile.behaviours import BEHAVIOURS, PRELUDE, Behaviour

load_clauses()

BUDGET = Budget(max_examples=1, seconds=1.2)
#: An area that no behaviour touches but those of Response and Headers.
ELSEWHERE = "abort.defaults"


def needs_its_own_process(kind: str, behaviour: Behaviour) -> bool:
    """Whether it would end the process that runs the tests, or take what the machine has."""
    return behaviour.isolate or "at exit" in behaviour.name or kind == "memory"


HERE = [
    behaviour
    for kind, behaviours in BEHAVIOURS.items()
    for behaviour in behaviours
    if not needs_its_own_process(kind, behaviour)
]


@pytest.fixture(autouse=True)
def _reference_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a behaviour does to the reference it does to a copy that goes with the test."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "reference"]:
        monkeypatch.delitem(sys.modules, name)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    "behaviour", [b for b in HERE if b.expected != "refused"], ids=lambda behaviour: behaviour.name
)
def test_a_behaviour(behaviour: Behaviour, tmp_path: Path) -> None:
    """The clause that meets it has the outcome that is due, and one elsewhere passes."""
    file = tmp_path / "hostile.py"
    file.write_text(PRELUDE + behaviour.source)
    impl = load(str(file))
    with bounded():
        entry = judge(REGISTRY[behaviour.clause], impl, BUDGET)
    noticed = [*impl.noticed, *entry.noticed]
    outcome = "noticed" if entry.outcome == "pass" and noticed else entry.outcome
    assert outcome in (behaviour.expected or outcome).split("|"), entry.detail
    assert len(entry.detail) < 20_000
    if ELSEWHERE.partition(".")[0] not in behaviour.touched:
        assert judge(REGISTRY[ELSEWHERE], impl, BUDGET).outcome == "pass"


@pytest.mark.parametrize(
    "behaviour", [b for b in HERE if b.expected == "refused"], ids=lambda behaviour: behaviour.name
)
def test_an_import(behaviour: Behaviour, tmp_path: Path) -> None:
    """What does not end its import well is refused, in one line."""
    file = tmp_path / "hostile.py"
    file.write_text(PRELUDE + behaviour.source)
    with pytest.raises(CannotLoad) as caught:
        load(str(file), 0.5)
    assert "\n" not in str(caught.value)


def test_the_table_is_of_these_behaviours() -> None:
    """The table names each of them, and none did otherwise than it should."""
    text = RESULTS.read_text(encoding="utf-8")
    names = [b.name for behaviours in BEHAVIOURS.values() for b in behaviours]
    rows = re.findall(r"^\| (.*?)(?: \(isolated\))? \|.*\| (.*) \|$", text, re.MULTILINE)
    assert [row[0] for row in rows if row[0] not in ("it",)] == names
    assert "None of them did otherwise." in text
