"""conformance.check judges one response as the clauses of the wire do."""

from __future__ import annotations

import asyncio
import doctest
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import conformance
import reference
from conformance import NotConforming, check, strategies
from conformance.clause import REGISTRY, Violation
from conformance.grammar import allows_content
from conformance.implementation import load
from conformance.responses import KINDS, Recipe, recipes
from conformance.strategies import content_codes, contents, no_content_codes, pairs

from .false_alarms import GOOD
from .mutants import Mutant, all_mutants
from .readme import README, block


class Plain:
    """A response of no implementation: four attributes."""

    def __init__(
        self,
        code: Any = 200,
        fields: Any = (("Content-Length", "1"),),
        data: Any = (b"a",),
        description: Any = "OK",
    ) -> None:
        self.code = code
        self.description = description
        self.headers = self
        self.data = data
        self.items = lambda: fields


CHUNKED = ("Transfer-Encoding", "chunked")

RIGHT = {
    "length": Plain(),
    "mixed-case": Plain(fields=(("CONTENT-length", "1"), ("X-A", " a\xe9 "))),
    "no-phrase": Plain(description=""),
    "unregistered": Plain(799),
    "chunks": Plain(fields=[CHUNKED], data=iter([b"a", b"", b"bc"])),
    "no-content": Plain(204, (), ()),
    "not-modified": Plain(304, (("Content-Length", "70"),), [b""]),
    "interim": Plain(103, (("Link", "</a>"),), []),
    "upgrade": Plain(101, (("Upgrade", "echo"),), []),
    "reset": Plain(205, (("Content-Length", "0"),), []),
    "reset-in-chunks": Plain(205, [CHUNKED], []),
    "another-coding": Plain(fields=(("Transfer-Encoding", "gzip"),)),
}

WRONG = {
    "two-digits": (Plain(99), "wire.status-line"),
    "broken-phrase": (Plain(description="a\nb"), "wire.status-line"),
    "phrase-with-a-field": (Plain(description="OK\r\nX: y"), "wire.field-lines"),
    "value-with-a-field": (Plain(fields=[("A", "b\r\nSet-Cookie: c")]), "wire.field-lines"),
    "value-with-content": (Plain(fields=[("A", "b\r\n\r\nc")]), "wire.field-lines"),
    "name": (Plain(fields=[("a b", "c")]), "wire.field-lines"),
    "control": (Plain(fields=[("A", "b\x01")]), "wire.field-lines"),
    "short": (Plain(fields=[("Content-Length", "2")]), "wire.content-length"),
    "long": (Plain(fields=[("Content-Length", "0")]), "wire.content-length"),
    "two-lengths": (Plain(fields=[("Content-Length", "1")] * 2), "wire.content-length"),
    "no-length": (Plain(fields=()), "wire.content-length"),
    "no-number": (Plain(fields=[("Content-Length", "+1")]), "wire.content-length"),
    "both": (Plain(fields=[("Content-Length", "1"), CHUNKED]), "wire.chunked"),
    "content-of-204": (Plain(204, ()), "wire.no-content"),
    "content-of-304": (Plain(304, ()), "wire.no-content"),
    "wide-value": (Plain(fields=[("A", "\u20ac")]), "send.message"),
    "value-of-bytes": (Plain(fields=[("A", b"b")]), "send.message"),
    "text": (Plain(data=["a"]), "send.message"),
    "no-code": (Plain(code="200"), "send.message"),
    "no-data": (object(), "send.message"),
    "code-of-four": (Plain(2000), "wire.status-line"),
}


@pytest.mark.parametrize("kind", RIGHT)
def test_what_is_right_passes(kind: str) -> None:
    """A message that is read, alone and before another, is accepted."""
    check(RIGHT[kind])


@pytest.mark.parametrize("kind", WRONG)
def test_what_is_wrong_is_told(kind: str) -> None:
    """What is wrong is named by the clause that it violates, with its statement and source."""
    response, id = WRONG[kind]
    with pytest.raises(NotConforming) as caught:
        check(response)
    assert caught.value.clause is REGISTRY[id]
    clause = REGISTRY[id]
    lines = str(caught.value).splitlines()
    assert lines[:2] == [f"{id} ({clause.level})", clause.statement]
    assert f"expected  {caught.value.expected}".splitlines()[0] in lines
    assert f"source    {clause.source}" in lines
    assert (caught.value.octets is None) is (id == "send.message")
    assert isinstance(caught.value, Violation)


def test_the_octets_are_told() -> None:
    """The message shows what was on the wire."""
    with pytest.raises(AssertionError) as caught:
        check(Plain(fields=[("Content-Length", "7")]))
    assert str(caught.value).splitlines()[3:] == [
        "expected  1",
        "got       7",
        r"octets    HTTP/1.1 200 OK\r\n",
        r"          Content-Length: 7\r\n",
        r"          \r\n",
        r"          a",
        "source    RFC 9110 §8.6; RFC 9112 §6.3",
    ]


@pytest.mark.parametrize("length", ["0", "7"])
def test_head(length: str) -> None:
    """In answer to HEAD the length is that of another message, and the content is left out."""
    check(Plain(fields=[("Content-Length", length)]), "HEAD")
    check(Plain(fields=[CHUNKED]), method="HEAD")
    with pytest.raises(NotConforming):
        check(Plain(fields=[("A b", length)]), "HEAD")


@pytest.mark.parametrize("method", ["", "GET ", "G E T", "\u20ac", "CONNECT"])
def test_a_method_that_is_none(method: str) -> None:
    """A method that no request can have, or that ends HTTP, is refused as the caller's fault."""
    with pytest.raises(ValueError, match="a method is a token"):
        check(Plain(), method)


@pytest.mark.parametrize("method", ["POST", "OPTIONS", "head"])
def test_other_methods(method: str) -> None:
    """Any other method than HEAD is answered with content."""
    check(Plain(), method)


def test_a_head_that_h11_cannot_read() -> None:
    """What stands in no grammar, but no reader takes, is a violation too."""
    with pytest.raises(NotConforming) as caught:
        check(Plain(fields=[("Content-Length", "1"), ("Content-Length", "2")]), "HEAD")
    assert caught.value.clause.id == "wire.next-response"


@given(content_codes() | no_content_codes(), pairs(), contents())
def test_the_reference_passes(code: int, fields: Any, data: bytes) -> None:
    """Whatever the reference makes of good input is accepted, for GET and for HEAD."""
    data = data if allows_content(code) else b""
    for method in ("GET", "HEAD"):
        check(reference.Response(code, fields, data), method)


@pytest.mark.parametrize("spec", GOOD, ids=lambda spec: Path(spec).name)
def test_nobody_who_is_right_is_accused(spec: str) -> None:
    """What any good implementation makes, in whatever way, is accepted."""
    impl = load(spec)

    @settings(max_examples=40, deadline=None, derandomize=True, database=None)
    @given(recipes(), st.sampled_from(["GET", "HEAD", "POST"]))
    def every_way(recipe: Recipe, method: str) -> None:
        check(asyncio.run(recipe.make(impl)), method)

    every_way()


#: A response in every way, with a value that has a space in it and more octets than characters.
WAYS = [Recipe(kind, 200, [("X-A", "b c")], "\u20ac".encode()) for kind in KINDS]
#: The clauses whose judgement `check` shares, of wrong answers that still make a response.
SHARED = ("wire.field-lines", "wire.content-length")


@pytest.mark.parametrize(
    "mutant",
    [mutant for mutant in all_mutants() if mutant.clause in SHARED],
    ids=lambda mutant: mutant.name,
)
def test_who_is_wrong_is_accused(mutant: Mutant) -> None:
    """What a clause of the wire notices, `check` notices."""
    impl = mutant.load()
    made = [asyncio.run(recipe.make(impl)) for recipe in WAYS]
    with pytest.raises(NotConforming):
        list(map(check, made))


def test_importing_the_package_is_cheap() -> None:
    """`check` is there without the rest of the suite, until it is asked for."""
    program = (
        "import conformance, sys\n"
        "assert [m for m in sys.modules if m.startswith('conformance.')] == []\n"
        "assert conformance.check is conformance.check\n"
        "assert not hasattr(conformance, 'nosuch')\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
    assert {*conformance.__all__} <= {*dir(conformance), "check", "NotConforming"}


class TestForOthers:
    """What the documentation says of `check` and of the strategies."""

    def test_the_example_of_the_readme(self, tmp_path: Path) -> None:
        """The test that the README shows runs, and fails where a response is wrong."""
        example = block(README.read_text(encoding="utf-8"), "example", "own test")
        own = tmp_path / "test_own.py"
        for module, status in (("reference", 0), ("wrong", 1)):
            (tmp_path / "wrong.py").write_text(
                "import reference\n"
                "class Response(reference.Response):\n"
                "    defheaders = {'Content-Length': '3'}\n",
                encoding="utf-8",
            )
            own.write_text(example.replace("mymodule", module), encoding="utf-8")
            done = subprocess.run(
                [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(own)],
                cwd=tmp_path, capture_output=True, encoding="utf-8", check=False,
            )  # fmt: skip
            assert done.returncode == status, done.stdout
        assert "wire.content-length (MUST)" in done.stdout

    def test_the_examples_of_the_strategies(self) -> None:
        """The examples in the documentation of the strategies are true."""
        found = doctest.testmod(strategies)
        assert found.attempted > 0
        assert found.failed == 0

    def test_every_strategy_is_documented(self) -> None:
        """Each function and class of the package says what it draws."""
        public = [getattr(strategies, name) for name in strategies.__all__]
        assert [one.__name__ for one in public if callable(one) and not one.__doc__] == []
