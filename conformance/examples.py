"""An example of each clause: a call for which one implementation fails and another passes.

Nothing of it is written by hand: ``python -m tests.examples`` lets each clause judge an
implementation of a wrong belief, and the reference for the same values, and keeps what was found.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from .fault import Fault, Octets

FILE = Path(__file__).with_name("examples.json")


@dataclass(frozen=True)
class Example:
    """What came of one call: the fault of an implementation, and what the reference did.

    `belief` is why the implementation fails; `octets` are what the reference put on the wire, None
    where nothing was. `digest` says of which clause and which wrong answer this was found.
    """

    belief: str
    fault: Fault
    octets: Octets | None
    digest: str


def example_of(id: str) -> Example | None:
    """The example of a clause; None where none is known."""
    data = _known().get(id)
    if data is None:
        return None
    fault = Fault(data["expected"], data["got"], data["call"], _octets(data["wrong"]))
    return Example(data["belief"], fault, _octets(data["right"]), data["digest"])


def as_data(example: Example) -> dict[str, Any]:
    """What of an example is kept."""
    fault = example.fault
    return {
        "belief": example.belief,
        "expected": fault.expected,
        "got": fault.got,
        "call": fault.call,
        "wrong": fault.octets and vars(fault.octets),
        "right": example.octets and vars(example.octets),
        "digest": example.digest,
    }


def _octets(data: dict[str, Any] | None) -> Octets | None:
    if data is None:
        return None
    marked = data["marked"]
    return Octets(data["text"], data["start"], data["total"], marked and tuple(marked))


@cache
def _known() -> dict[str, Any]:
    known: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return known
