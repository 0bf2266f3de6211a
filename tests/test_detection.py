"""The figures of detection: how they are reckoned, and that they are those of this version."""

from __future__ import annotations

import pytest

import conformance
from conformance import detection
from conformance.clause import REGISTRY
from conformance.detection import MISS, known_faults
from conformance.gate import load_clauses
from tests.detection import (
    chance_of_one,
    examples_needed,
    falls_short,
    main,
    measure_rate,
    name_of,
    wilson,
)
from tests.matrix import causes, measure_kills, requirements
from tests.measure import load
from tests.mutants import all_mutants

load_clauses()


def test_the_interval_is_wilsons() -> None:
    """The interval of 81 successes in 263 trials is the one that R. G. Newcombe prints.

    Statistics in Medicine 17 (1998), p. 867, table II, method 3.
    """
    low, high = wilson(81, 263)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


@pytest.mark.parametrize(("caught", "low", "high"), [(0, 0.0, 0.0713), (50, 0.9287, 1.0)])
def test_an_interval_stays_within_bounds(caught: int, low: float, high: float) -> None:
    """None and all of 50 give an interval that ends at 0 and at 1."""
    assert tuple(round(bound, 4) for bound in wilson(caught, 50)) == (low, high)


@pytest.mark.parametrize(
    ("caught", "examples", "needed"), [(50, 50, 1), (50, 100, 10), (1, 1000, 6905), (0, 100, 0)]
)
def test_the_examples_needed(caught: int, examples: int, needed: int) -> None:
    """The examples needed are the fewest that all miss with a chance of at most MISS."""
    chance = chance_of_one(caught, examples)
    assert examples_needed(chance) == needed
    if 0 < chance < 1:
        assert (1 - chance) ** needed <= MISS < (1 - chance) ** (needed - 1)


def test_a_mutant_is_measured() -> None:
    """A row names the clause and the belief, and counts the seeds that caught it."""
    mutants = all_mutants()
    number = next(n for n, mutant in enumerate(mutants) if mutant.clause == "jsonify.no-nan")
    row = measure_rate(number, 3)
    assert name_of(row) == mutants[number].name
    assert row["caught"] == row["seeds"] == 3
    assert not falls_short(row)


def test_every_mutant_was_measured() -> None:
    """The file of figures has a row for each mutant of this version, and no other."""
    rows = load(detection.FILE)
    assert rows, f"nothing was measured for {conformance.__version__}"
    assert sorted(map(name_of, rows)) == sorted(mutant.name for mutant in all_mutants()), (
        "measure anew: python -m tests.detection rates"
    )


def test_no_mutant_was_missed() -> None:
    """Every mutant was caught by each of its seeds, with a miss rate of at most MISS."""
    assert [name_of(row) for row in load(detection.FILE) if falls_short(row)] == []


def test_the_gate_knows_the_faults_of_its_clauses() -> None:
    """The faults that a run would have caught are those of the clauses that it judged."""
    everything = known_faults(set(REGISTRY))
    one = known_faults({"jsonify.no-nan"})
    assert everything is not None
    assert one is not None
    assert everything.faults == len(all_mutants())
    assert one.faults == sum(mutant.clause == "jsonify.no-nan" for mutant in all_mutants())
    assert known_faults({"no.clause"}) is None


def test_the_matrix_names_the_killers() -> None:
    """A mutant's row holds the clause that it names, and nothing that breaks."""
    mutants = all_mutants()
    number = next(n for n, mutant in enumerate(mutants) if mutant.clause == "jsonify.no-nan")
    row = measure_kills(number, 1)
    assert "jsonify.no-nan" in row["killers"]
    assert row["other"] == {}


def test_a_consequence_is_no_cause() -> None:
    """What depends on another clause that fails, at whatever distance, is left out."""
    dependent = next(id for id, clause in REGISTRY.items() if clause.depends_on)
    cause = REGISTRY[dependent].depends_on[0]
    assert cause in requirements(dependent)
    assert causes([dependent, cause]) == [cause]
    assert causes([dependent]) == [dependent]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--seeds=0"], "argument --seeds: expected a whole number from 1, not '0'"),
        (["--jobs=two"], "argument --jobs: expected a whole number from 1, not 'two'"),
        (["lots"], "argument what: invalid choice: 'lots'"),
    ],
)
def test_bad_options(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A bad option ends with status 2 and one line that says what was expected."""
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert said in capsys.readouterr().err.splitlines()[-1]
