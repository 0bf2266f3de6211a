"""Finds the example of each clause that `explain` shows: ``python -m tests.examples``.

Those that are current are kept, unless ``--all`` is given.
"""

from __future__ import annotations

import argparse
import difflib
import inspect
import json
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import reference
from conformance import examples, judge
from conformance.clause import REGISTRY, Clause, Reached, Violation, in_order
from conformance.examples import Example
from conformance.failure import body_of, same_each_run
from conformance.fault import Fault, Octets, around
from conformance.gate import load_clauses
from conformance.implementation import Implementation
from conformance.source import definition_of

from .mutants import Mutant, all_mutants

#: The name of the implementation in the calls that are shown.
NAME = "mymodule"


def digest(clause: Clause, mutant: Mutant) -> str:
    """Changes where the body of the clause or the wrong answer does, not with what is drawn."""
    definition, source = definition_of(body_of(clause))
    parts = source[definition.lineno - 1 : definition.end_lineno]
    if mutant.change is not None:
        parts.append(inspect.getsource(mutant.change))
    text = "".join([*parts, mutant.file, mutant.old, mutant.new])
    return f"{zlib.crc32(text.encode()):08x}"


def find(clause: Clause, mutant: Mutant) -> Example:
    """The first fault of the mutant, and what the reference puts on the wire for the same values.

    Raises ValueError where the clause does not notice, or the reference fails.
    """
    impl = mutant.load()
    impl.name = NAME
    with _recording() as failed:
        entry = judge.judge(clause, impl)
    if not entry.faults:
        raise ValueError(f"{mutant.name} is not noticed: {entry.outcome} {entry.detail}")
    fault = entry.faults[0]
    found = [values for values, error in failed if _is_of(error, fault)]
    if not found:
        raise ValueError(f"{mutant.name}: for which values is not known")
    judge._example(body_of(clause), impl=Implementation(reference, "reference"), **found[-1])
    right = _counterpart(Reached.octets, fault.octets)
    return Example(mutant.belief, fault, right, digest(clause, mutant))


@contextmanager
def _recording() -> Iterator[list[tuple[dict[str, Any], BaseException]]]:
    """The values for which an example failed, and how."""
    failed: list[tuple[dict[str, Any], BaseException]] = []
    run = judge._example

    def example(test: Any, *args: Any, **kwargs: Any) -> None:
        try:
            run(test, *args, **kwargs)
        except Exception as error:
            failed.append(({k: v for k, v in kwargs.items() if k != "impl"}, error))
            raise

    judge._example = example
    try:
        yield failed
    finally:
        judge._example = run


def _is_of(error: BaseException, fault: Fault) -> bool:
    if isinstance(error, Violation):
        told = (same_each_run(error.expected), same_each_run(error.got))
        return told == (fault.expected, fault.got)
    return fault.expected == "no exception"


def _counterpart(seen: tuple[bytes, ...], wrong: Octets | None) -> Octets | None:
    """Of the messages on the wire the one that is most like the wrong one."""
    if not seen:
        return None
    like = "" if wrong is None else wrong.text
    return around(
        max(seen, key=lambda o: difflib.SequenceMatcher(None, o.decode("latin-1"), like).ratio()),
        None,
    )


def chosen_mutants() -> dict[str, Mutant]:
    """Of each clause the wrong answer of its example if there still is one, else the first."""
    found: dict[str, Mutant] = {}
    for mutant in all_mutants():
        known = examples.example_of(mutant.clause)
        if mutant.clause not in found or (known and known.belief == mutant.belief):
            found[mutant.clause] = mutant
    return found


def stale(mutants: dict[str, Mutant]) -> list[str]:
    """The clauses without an example of them as they are, with the wrong answer as it is."""
    known = {id: examples.example_of(id) for id in REGISTRY}
    return [
        clause.id
        for clause in in_order()
        if (one := known[clause.id]) is None or one.digest != digest(clause, mutants[clause.id])
    ]


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.examples", description=__doc__)
    parser.add_argument("--all", action="store_true", help="find all of them anew")
    options = parser.parse_args(argv)
    load_clauses()
    mutants = chosen_mutants()
    anew = list(REGISTRY) if options.all else stale(mutants)
    kept = {}
    for id, clause in REGISTRY.items():
        known = None if id in anew else examples.example_of(id)
        if known is None:
            print(id, file=sys.stderr, flush=True)
            known = find(clause, mutants[id])
        kept[id] = examples.as_data(known)
    lines = [f"{json.dumps(id)}: {json.dumps(data)}" for id, data in sorted(kept.items())]
    examples.FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="ascii")


if __name__ == "__main__":
    main()
