"""A run gives the same report every time, and the same outcomes in whatever order."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .conftest import Command, Result

#: A module with a fault in every area, and faults whose words hold paths and addresses.
FAULTY = """\
import random
from reference import *
from reference import struct
import reference

class Headers(struct.Headers):
    def setdefault(self, name, value):
        return [super().setdefault(name, value)]

    def items(self):
        return [(name, value.strip("a")) for name, value in super().items()]

class Response(reference.Response):
    def __init__(self, code, headers, data):
        super().__init__(code, headers, data)
        self.headers = Headers(self.headers)

    @property
    def description(self):
        return "a\\nb"

class FileResponse(reference.FileResponse):
    @property
    def data(self):
        yield b""
        yield from super().data

def static(path, attachment=True, headers=()):
    raise RuntimeError(f"no such file: {path}")

def jsonify(smth):
    return Response(200, {"Content-Type": "text/json"}, repr(smth).encode())

async def responsify(smth):
    return await reference.responsify(smth) if isinstance(smth, str) else Response(200, (), b"")

def redirect(path, info="", code=302, headers=()):
    raise Abort(code, path, headers)

async def send(response, reader, writer, method="GET"):
    await reference.send(response, reader, writer, "GET")
    writer.close()
"""
SUBSET = ["conformance.test_wire", "conformance.test_abort", "conformance.test_static"]
EVERY_AREA = [
    *SUBSET,
    "conformance.test_module",
    "conformance.test_headers_reading",
    "conformance.test_response",
    "conformance.test_file_response",
    "conformance.test_redirect",
    "conformance.test_jsonify",
    "conformance.test_responsify",
    "conformance.test_send",
]


@pytest.fixture
def run(command: Command) -> Any:
    """Runs clauses on the faulty module, each until its first fault."""
    command.write("faulty.py", FAULTY)

    def run(*arguments: str) -> Result:
        options = ["--impl=faulty", "--max-examples=3", "--report=report.json", "-q"]
        return command.pytest("--pyargs", *arguments, *options)

    return run


def without_times(result: Result) -> str:
    """The report as text, but for the seconds that it took."""
    report = result.report()
    for clause in report["clauses"]:
        del clause["seconds"]
    return json.dumps(report, indent=1)


def outcomes(result: Result) -> dict[str, str]:
    """What each clause came to; which faults are consequences depends on what else was judged."""
    return {
        clause["id"]: clause["outcome"].replace("not-judged", "fail")
        for clause in result.report()["clauses"]
    }


def test_a_run_is_repeated(run: Any) -> None:
    """Two runs give the same report to the letter, times aside, faults of every area included."""
    first, second = without_times(run(*EVERY_AREA)), without_times(run(*EVERY_AREA))
    assert '"outcome": "fail"' in first
    assert first == second


def test_the_order_does_not_matter(run: Any) -> None:
    """Clauses come to the same outcomes in another order, as part of a whole, and in parallel."""
    there, back = outcomes(run(*SUBSET)), outcomes(run(*reversed(SUBSET)))
    parallel = outcomes(run(*SUBSET, "-n2"))
    whole = outcomes(run(*EVERY_AREA))
    assert there
    assert there == back
    assert parallel == there
    assert {id: whole[id] for id in there} == there
