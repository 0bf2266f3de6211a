"""The JUnit file that pytest writes, as a CI server reads it."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from conformance.clause import REGISTRY
from conformance.gate import load_clauses

from .conftest import Command

#: Wrong about redirect and jsonify; responsify does not end, and the suite breaks over abort.name.
MODULE = """
    import json
    import reference
    from reference import *

    def redirect(path):
        reference.redirect(path)

    def jsonify(smth):
        return Response(200, {"Content-Type": "application/json"}, json.dumps(smth).encode())

    async def responsify(smth):
        import asyncio
        await asyncio.Event().wait()

    import conformance.judge, conformance.test_abort
    conformance.judge.EXAMPLE_SECONDS = 0.01
    del conformance.test_abort.PHRASES
    del send
"""
WANTED: dict[str, list[str]] = {
    "jsonify.no-nan": ["failure"],
    "jsonify.response": [],
    "redirect.raises": ["failure"],
    "redirect.one-location": ["skipped"],
    "responsify.same-object": ["failure"],
    "abort.name": ["error"],
    "send.message": ["skipped"],
}


@pytest.mark.parametrize("workers", [[], ["-n2"]])
def test_each_outcome_has_its_element(command: Command, workers: list[str]) -> None:
    """A fault is a failure, a fault of the suite an error, a consequence skipped."""
    command.write("mymodule.py", MODULE)
    globs = [f"--clause={id}" for id in WANTED]
    result = command("--impl=mymodule", *globs, *workers, "--junitxml=junit.xml")
    suite = ElementTree.parse(command.folder / "junit.xml").getroot()[0]
    load_clauses()
    found = {}
    for case in suite.findall("testcase"):
        properties = {p.get("name"): p.get("value") for p in case.iter("property")}
        clause = REGISTRY[properties["clause"] or ""]
        assert properties == {
            "clause": clause.id, "level": clause.level, "source": clause.source,
            "implementation": "mymodule",
        }  # fmt: skip
        elements = [child for child in case if child.tag != "properties"]
        found[clause.id] = [element.tag for element in elements]
        for element in elements:
            if element.tag != "skipped":
                assert element.get("message") == f"{clause.id}: {clause.statement}"
                assert f"--clause={clause.id}" in (element.text or "")
    assert found == WANTED, result.output
    tags = [tag for wanted in WANTED.values() for tag in wanted]
    assert {name: suite.get(name) for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": str(len(WANTED)),
        "failures": str(tags.count("failure")),
        "errors": str(tags.count("error")),
        "skipped": str(tags.count("skipped")),
    }
