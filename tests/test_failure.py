"""A failure teaches: what its text holds, in which order, and that its call can be pasted."""

from __future__ import annotations

import random
import re
import subprocess
import sys

import pytest

from conformance.budget import Budget
from conformance.clause import REGISTRY, Violation
from conformance.fault import AROUND, Octets, around, fault_of
from conformance.gate import load_clauses
from conformance.judge import judge
from conformance.report import terminal

from .conftest import Command
from .mutants import all_mutants

load_clauses()

#: A JSON text that is none; a line feed that gets out; and, where nothing is wrong, advice.
WRONG = """
    import json, reference
    from reference import *

    def jsonify(smth):
        data = json.dumps(smth).encode()
        return Response(200, {"Content-Type": "application/json"}, data)
"""


def _labels(lines: list[str]) -> list[str]:
    return [word for line in lines if (word := line[:10].strip()) and line[9:10] in (" ", "")]


def test_order() -> None:
    """Id, statement, expected, got, call, octets, source, how to run only this: in this order."""
    mutant = next(m for m in all_mutants() if m.clause == "wire.status-line")
    entry = judge(REGISTRY[mutant.clause], mutant.load(), Budget())
    lines = terminal.failure(entry, "mymodule")
    assert lines[:3] == ["FAIL wire.status-line (MUST)", entry.statement, ""]
    starts = ["expected  ", "got       ", "call      ", "octets    ", "source    RFC 9112 §4"]
    starts.append(
        "to run only this: pytest --pyargs conformance --impl=mymodule --clause=wire.stat"
    )
    found = [n for start in starts for n, line in enumerate(lines) if line.startswith(start)]
    assert len(found) == len(starts)
    assert found == sorted(found)
    assert found[-1] == len(lines) - 1


def test_the_stack_is_shown_when_asked_for(command: Command) -> None:
    """No frame of the suite is shown, unless with -vv: then the stack comes last."""
    command.write("mymodule.py", WRONG)
    for verbosity in ("-q", "-v"):
        result = command("--impl=mymodule", "--clause=jsonify.no-nan", verbosity)
        assert "Traceback" not in result.output
        assert not re.search(r"\w\.py\"?[:,] (line )?\d", result.output)
    result = command("--impl=mymodule", "--clause=jsonify.no-nan", "-vv", "--report=report.json")
    only = next(n for n, line in enumerate(result.lines) if line.startswith("to run only this"))
    stack = next(n for n, line in enumerate(result.lines) if line.startswith("Traceback"))
    assert only < stack
    assert result.report()["clauses"][0]["faults"][0]["stack"].startswith("Traceback")


def test_every_fault_is_shown() -> None:
    """Two faults on two lines of a clause are both told, each with its call."""
    mutant = next(m for m in all_mutants() if m.clause == "wire.injection")
    entry = judge(REGISTRY[mutant.clause], mutant.load(), Budget())
    assert len(entry.faults) > 1
    lines = terminal.failure(entry, "mymodule")
    for fault in entry.faults:
        assert f"expected  {fault.expected}" in lines
    assert _labels(lines).count("call") == len(entry.faults)


@pytest.mark.parametrize(
    ("clause", "source"),
    [
        ("jsonify.no-nan", "import json, reference\nfrom reference import *\n"
         "def jsonify(smth):\n    return Response(200, {}, json.dumps(smth).encode())\n"),
        ("responsify.str", "from reference import *\nasync def responsify(smth):\n"
         "    return Response(201, {}, b'')\n"),
        # A clause that binds the name of what is drawn anew.
        ("responsify.inner-file", "from reference import *\nasync def responsify(smth):\n"
         "    return Response(200, {}, b'')\n"),
        ("headers.len", "from reference import *\nimport reference\n"
         "class Headers(reference.Headers):\n    def __len__(self):\n        return 7\n"),
    ],
)  # fmt: skip
def test_a_call_can_be_pasted(command: Command, clause: str, source: str) -> None:
    """The call is Python that runs as it stands, and raises what was told."""
    command.write("mymodule.py", source)
    result = command("--impl=mymodule", f"--clause={clause}", "--report=report.json")
    fault = result.report()["clauses"][0]["faults"][0]
    done = subprocess.run(
        [sys.executable, "-c", fault["call"]],
        cwd=command.folder, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert f"expected {fault['expected']}, got {fault['got']}" in done.stderr


def test_calls_are_python() -> None:
    """The call of a fault compiles, whatever the clause."""
    mutants = {mutant.clause: mutant for mutant in all_mutants()}
    chosen = random.Random(0).sample(sorted(set(mutants) & set(REGISTRY)), 20)
    for id in chosen:
        entry = judge(REGISTRY[id], mutants[id].load(), Budget(max_examples=20, shrink=False))
        for fault in entry.faults:
            compile(fault.call, id, "exec")
            assert " at 0x" not in str(fault)


def test_a_value_that_cannot_be_written_down_is_a_remark() -> None:
    """What has no expression, or a very long one, leaves the call Python that compiles."""
    for value in ((n for n in [1]), list(range(5000))):
        error = Violation("a", "b")
        call = fault_of(REGISTRY["jsonify.data"], "mymodule", error, {"value": value}).call
        compile(call, "call", "exec")
        assert "\n    value = ...  # " in call


# Octets


@pytest.mark.parametrize(
    ("octets", "lines"),
    [
        (Octets("", 0, 0), []),
        (Octets("a\r\nb", 0, 4), ["a\\r\\n", "b"]),
        (Octets("a\r\nb", 0, 4, (1, 2)), ["a\\r\\n", " ^^", "b"]),
        (Octets("\\\t\0\xe9", 0, 4, (3, 4)), ["\\\\\\t\\x00\\xe9", "        ^^^^"]),
        (Octets("a\nbc", 0, 4, (1, 3)), ["a\\n", " ^^", "bc", "^"]),
        (Octets("ab", 0, 2, (2, 2)), ["ab", "  ^"]),
        (Octets("ab", 7, 12), ["[... 7 octets ...]", "ab", "[... 3 octets ...]"]),
        (Octets("a" * 90, 0, 90, (85, 86)), ["a" * 84, "a" * 6, " ^"]),
    ],
)
def test_octets(octets: Octets, lines: list[str]) -> None:
    """Octets are shown with escapes, line by line, with carets under those at fault."""
    assert list(octets.lines()) == lines


def test_octets_are_cut_around_the_fault() -> None:
    """What is far from the fault is left out, and counted."""
    found = around(b"a" * 1000 + b"!" + b"b" * 1000, (1000, 1001))
    assert (found.start, found.total, found.marked) == (1000 - AROUND, 2001, (AROUND, AROUND + 1))
    assert found.text == "a" * AROUND + "!" + "b" * AROUND
    assert len(around(b"a" * 10**6, (0, 10**6)).text) <= 3 * AROUND


@pytest.mark.parametrize(
    ("got", "seen", "marked"),
    [
        ("b'X-B: b\\r'", [b"X-A: a", b"X-A: a\r\nX-B: b\r\r\n"], "X-B: b\r"),
        ("'b'", [b"X-A: b"], "b"),
        ("['a', 'B']", [b"a: b"], "b"),
        ("'a'", [b"a: a"], None),
        ("7", [b"a: 7"], None),
    ],
)
def test_what_was_got_is_marked(got: str, seen: list[bytes], marked: str | None) -> None:
    """The octets shown are those that hold what was got, marked where they stand once."""
    error = Violation("['a']", got)
    error.seen = tuple(seen)
    octets = fault_of(REGISTRY["module.exports"], "mymodule", error, {}).octets
    assert octets is not None
    assert octets.text == seen[-1].decode()
    found = octets.marked and octets.text[slice(*octets.marked)]
    assert found == marked


def test_octets_that_may_be_others_are_not_shown() -> None:
    """Where several messages were seen, and none holds what was got, none is shown."""
    error = Violation("'a'", "'c'")
    error.seen = (b"a", b"b")
    assert fault_of(REGISTRY["module.exports"], "mymodule", error, {}).octets is None
