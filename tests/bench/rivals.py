"""The suite beside what one would use instead, on the same faulty implementations."""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from hypothesis import strategies as st

from conformance import strategies
from conformance.budget import Budget
from conformance.clause import REGISTRY, Clause, in_order
from conformance.gate import load_clauses
from conformance.grammar import TCHAR, URI_REFERENCE
from conformance.implementation import Implementation
from conformance.judge import judge
from tests.detection import CAUGHT
from tests.measure import positive, quiet
from tests.mutants import Mutant, all_mutants

#: Faults beside those of the museum.
OTHERS = 60


def _token(text: str) -> bool:
    return bool(text) and all(c in TCHAR for c in text)


def _value(text: str) -> bool:
    return text == text.strip() and all(c == "\t" or " " <= c <= "~" for c in text)


def _plain_pairs(max_size: int = 5, min_size: int = 0) -> Any:
    fields = st.dictionaries(
        st.text(max_size=8).filter(_token),
        st.text(max_size=8).filter(_value),
        min_size=min_size,
        max_size=max_size,
    )
    return fields.map(lambda known: list(known.items()))


#: What somebody draws who thinks of types, and keeps to what is legal with a filter.
NAIVE: dict[str, Callable[..., Any]] = {
    "contents": st.binary,
    "filled_contents": lambda: st.binary(min_size=1),
    "texts": st.text,
    "content_codes": lambda: st.integers(200, 599).filter(lambda c: c not in (204, 205, 304)),
    "field_names": lambda: st.text(max_size=8).filter(_token),
    "tokens": lambda: st.text(max_size=8).filter(_token),
    "field_values": lambda: st.text(max_size=8).filter(_value),
    "pairs": _plain_pairs,
    "repeated_pairs": lambda max_size=5: _plain_pairs(max_size, min_size=1),
    "masks": lambda: st.sampled_from([0]),
    "bad_names": lambda: st.text().filter(lambda text: not _token(text)),
    "breaking_values": lambda: st.text().filter(lambda text: not {*"\r\n\0"}.isdisjoint(text)),
    "control_values": lambda: st.text().filter(lambda t: any(c in strategies.CONTROLS for c in t)),
    "obs_text_values": lambda: st.text().filter(lambda t: any("\x80" <= c <= "\xff" for c in t)),
    "wide_values": lambda: st.text(min_size=1).filter(lambda t: max(t) > "\xff"),
    "file_shapes": lambda: st.tuples(st.integers(0, 10_000), st.integers(1, 10_000)),
    "uri_references": lambda: st.text().filter(
        lambda text: text.isascii() and URI_REFERENCE.fullmatch(text.encode()) is not None
    ),
    "texts_that_are_no_uri": lambda: st.text().filter(lambda t: "%" not in t and not t.isascii()),
}


def load_naive() -> None:
    """The same clauses, drawn from NAIVE; only before they are loaded otherwise."""
    for name, strategy in NAIVE.items():
        setattr(strategies, name, strategy)
    load_clauses()


@dataclass
class Tally:
    """How a suite did: faults found, CPU seconds on those, CPU seconds on the others."""

    found: int = 0
    seconds: float = 0.0
    in_vain: float = 0.0


def faults() -> list[Mutant]:
    """Every fault of the museum once, and OTHERS more, always the same."""
    mutants = all_mutants()
    museum = {mutant.museum: mutant for mutant in mutants if mutant.museum}
    others = [mutant for mutant in mutants if not mutant.museum]
    return [*museum.values(), *random.Random(1).sample(others, OTHERS)]


def hunt(check: Callable[[Implementation], bool], impl: Implementation, tally: Tally) -> bool:
    """Runs a suite on one implementation; whether it found something."""
    before = time.process_time()
    with quiet():
        found = check(impl)
    spent = time.process_time() - before
    if found:
        tally.found += 1
        tally.seconds += spent
    else:
        tally.in_vain += spent
    return found


def by_clauses(impl: Implementation) -> bool:
    """The clauses as they are loaded, until the first one fails."""
    return any(_fails(clause, impl) for clause in in_order())


def _fails(clause: Clause, impl: Implementation) -> bool:
    return judge(clause, impl, Budget(shrink=False)).outcome in CAUGHT


def by_examples(impl: Implementation) -> bool:
    """The hand-written tests, until the first one fails."""
    from . import examples

    for test in list(vars(examples).values()):  # a test may import what it needs
        if getattr(test, "__name__", "").startswith("test_"):
            try:
                test(impl)
            except (Exception, pytest.fail.Exception):  # what does not raise is no Exception
                return True
    return False


def by_schemathesis(impl: Implementation) -> bool:
    """Schemathesis, on an application that is built on the implementation: its first complaint."""
    from .fuzzed import complaint

    return complaint(impl) is not None


SUITES: dict[str, Callable[[Implementation], bool]] = {
    "clauses": by_clauses,
    "naive": by_clauses,
    "examples": by_examples,
    "schemathesis": by_schemathesis,
}
#: What has to be installed for a suite beside what the project needs itself.
NEEDED = {"schemathesis": "schemathesis"}


def missing(suite: str) -> str:
    """Why a suite cannot be run here; "" where it can."""
    package = NEEDED.get(suite)
    if package is None or importlib.util.find_spec(package) is not None:
        return ""
    return f"{package} is not installed"


def compare(suite: str, number: int | None = None) -> dict[str, Any]:
    """How one suite does on every fault, or the first so many, and every good implementation."""
    from conformance.implementation import load
    from tests.false_alarms import GOOD

    load_naive() if suite == "naive" else load_clauses()
    tally = Tally()
    missed = []
    chosen = faults()[:number]
    # First, so that what a suite has to import is not counted among the cost of a fault.
    alarms = sum(hunt(SUITES[suite], load(spec), Tally()) for spec in GOOD)
    museum = 0
    for mutant in chosen:
        if hunt(SUITES[suite], mutant.load(), tally):
            museum += bool(mutant.museum)
        else:
            missed.append(f"{mutant.name} ({mutant.museum})" if mutant.museum else mutant.name)
    return {
        "suite": suite,
        "faults": len(chosen),
        "found": tally.found,
        "museum": sum(bool(mutant.museum) for mutant in chosen),
        "museum_found": museum,
        "good": len(GOOD),
        "seconds": round(tally.seconds, 1),
        "in_vain": round(tally.in_vain, 1),
        "false_alarms": alarms,
        "missed": missed,
    }


def properties(suite: str) -> dict[str, Any]:
    """How the property that names a fault does alone, for each fault and each property that draws.

    A property that goes through a finite domain is the same in both suites.
    """
    load_naive() if suite == "naive" else load_clauses()
    tally = Tally()
    chosen = [m for m in all_mutants() if hasattr(REGISTRY[m.clause].function, "hypothesis")]
    missed = [
        mutant.name
        for mutant in chosen
        if not hunt(partial(_fails, REGISTRY[mutant.clause]), mutant.load(), tally)
    ]
    return {
        "suite": suite,
        "faults": len(chosen),
        "found": tally.found,
        "seconds": round(tally.seconds, 2),
        "in_vain": round(tally.in_vain, 2),
        "missed": missed,
    }


def main() -> int:
    """Prints how a suite does, as data."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.rivals", allow_abbrev=False)
    parser.add_argument("suite", choices=SUITES)
    parser.add_argument(
        "--properties", action="store_true", help="each fault by the property that names it"
    )
    parser.add_argument("--faults", type=positive, metavar="N", help="only the first so many")
    options = parser.parse_args()
    if why := missing(options.suite):
        parser.error(why)
    if options.properties:
        print(json.dumps(properties(options.suite)))
    else:
        print(json.dumps(compare(options.suite, options.faults)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
