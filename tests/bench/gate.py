"""What the gate costs, beside the least that as many examples cost."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import reference
from conformance.budget import Budget
from conformance.clause import in_order
from conformance.implementation import Implementation
from conformance.judge import judge

from .alternate import (
    alternating,
    cpu_of_call,
    cpu_of_command,
    difference,
    figure,
    output_of_command,
    ratio,
    wall_of_command,
)

Row = dict[str, Any]


def cost() -> list[Row]:
    """The gate on the reference, and its floor: as many examples of an integer, and no more."""
    impl = Implementation(reference, "reference")
    counts = [judge(clause, impl).examples for clause in in_order()]
    floors = [_floor(count) for count in counts]
    values = alternating(
        {
            "gate": lambda: cpu_of_call(lambda: [judge(clause, impl) for clause in in_order()]),
            "floor": lambda: cpu_of_call(lambda: [floor() for floor in floors]),
        },
        rounds=5,
    )
    return [
        {
            "what": f"default gate, {sum(counts):,} examples, CPU seconds",
            "figure": str(figure(values["gate"])),
            "goal": "under 10",
            "met": figure(values["gate"]).median < 10,
        },
        {
            "what": "default gate, times its floor",
            "figure": str(ratio(values["gate"], values["floor"])),
            "goal": "at most 2",
            "met": ratio(values["gate"], values["floor"]).median <= 2,
        },
    ]


def _floor(examples: int) -> Callable[[], None]:
    @settings(Budget().profile, max_examples=max(1, examples))
    @given(st.integers())
    def nothing(number: int) -> None:
        pass

    return nothing


_PYTEST = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:schemathesis"]
_GATE = [*_PYTEST, "--pyargs", "conformance"]


#: Prints the seconds that the plugin takes to be imported where pytest is.
_IMPORT = (
    "import pytest, time; started = time.perf_counter(); import conformance.plugin; "
    "print(time.perf_counter() - started)"
)


def start_up() -> list[Row]:
    """What it costs to collect the clauses, and to have the plugin without using it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.joinpath("test_empty.py").write_text(
            "from hypothesis import given, strategies\n\n\ndef test():\n    pass\n"
        )
        alone = [*_PYTEST, "--collect-only", "-p", "no:conformance.plugin", "test_empty.py"]
        values = alternating(
            {
                "clauses": lambda: cpu_of_command([*_GATE, "--collect-only"], folder),
                "alone": lambda: cpu_of_command(alone, folder),
                "plugin": lambda: float(output_of_command([sys.executable, "-c", _IMPORT], folder)),
            },
            rounds=15,
        )
    collecting = difference(values["clauses"], values["alone"])
    plugin = figure([1000 * value for value in values["plugin"]])
    return [
        {
            "what": "collecting the clauses, CPU seconds more than pytest with Hypothesis",
            "figure": str(collecting),
            "goal": "at most 0.3",
            "met": collecting.median <= 0.3,
        },
        {
            "what": "the plugin where nothing uses it, milliseconds to import it",
            "figure": str(plugin),
            "goal": "under 5",
            "met": plugin.median < 5,
        },
    ]


def scaling() -> list[Row]:
    """More processes, and more examples."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        values = alternating(
            {
                "one": lambda: wall_of_command(_GATE, folder),
                "two": lambda: wall_of_command([*_GATE, "-n2"], folder),
            },
            rounds=5,
        )
        some = [*_GATE, "--clause=headers.a*", "--clause=wire.c*", "--clause=redirect.r*"]
        budgets = alternating(
            {
                str(number): lambda number=number: cpu_of_command(  # type: ignore[misc]
                    [*some, f"--max-examples={number}"], folder
                )
                for number in (1, 100, 1000, 10_000)
            },
            rounds=3,
        )
    faster = ratio(values["one"], values["two"])
    start = figure(budgets["1"]).median
    per_example = {
        number: (figure(budgets[str(number)]).median - start) / number
        for number in (100, 1000, 10_000)
    }
    worst = max(abs(cost / per_example[1000] - 1) for cost in per_example.values())
    return [
        {
            "what": "-n 2, times faster than one process",
            "figure": str(faster),
            "goal": "at least 1.7",
            "met": faster.median >= 1.7,
        },
        {
            "what": "cost of an example at 100 and 10,000 of them, off that at 1,000",
            "figure": f"{worst:.0%} at most",
            "goal": "within 15%",
            "met": worst <= 0.15,
        },
    ]
