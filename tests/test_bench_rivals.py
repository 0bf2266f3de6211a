"""What the suite is measured against is fair: it accuses nobody who is right, and finds faults."""

from __future__ import annotations

import pytest

import reference
from conformance.implementation import Implementation

from .bench.rivals import by_examples, missing
from .measure import quiet
from .mutants import Mutant

#: Of each a client could complain: the length, the type or the framing of what is sent.
WRONG = [
    Mutant(
        "response.content-length", "a length counts one less", "response.py",
        "str(self._size)", "str(max(0, self._size - 1))",
    ),
    Mutant(
        "jsonify.media-type", "JSON is text", "response.py",
        '{"Content-Type": "application/json"}', '{"Content-Type": "text/json"}',
    ),
    Mutant(
        "send.chunked", "the size of a chunk is decimal", "send.py",
        r'b"%x\r\n%b\r\n" % (len(chunk)', r'b"%d\r\n%b\r\n" % (len(chunk)',
    ),
    Mutant(
        "module.classes", "a class is no type",
        change=lambda module: setattr(module, "Response", lambda *arguments: None),
    ),
]  # fmt: skip


def complaint(impl: Implementation) -> str | None:
    """What Schemathesis has against an implementation; skips where it is not installed."""
    if why := missing("schemathesis"):
        pytest.skip(why)
    from .bench import fuzzed

    with quiet():
        return fuzzed.complaint(impl)


def test_schemathesis_accuses_no_reference() -> None:
    """The application and its document agree."""
    assert complaint(Implementation(reference, "reference")) is None


@pytest.mark.parametrize("mutant", WRONG, ids=lambda mutant: mutant.clause)
def test_schemathesis_finds_what_is_plainly_wrong(mutant: Mutant) -> None:
    """What any client would stumble over is found."""
    assert complaint(mutant.load()) is not None


def test_an_example_that_does_not_raise_is_a_fault() -> None:
    """Where a hand-written test waits for an exception in vain, it has found something."""
    lenient = Mutant(
        "headers.line-breaks", "a value is what it is", "struct.py",
        "if not is_field_value(value):", "if False:",
    )  # fmt: skip
    assert not by_examples(Implementation(reference, "reference"))
    assert by_examples(lenient.load())
