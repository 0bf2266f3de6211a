"""The decorators refuse what would make a clause worthless, at import."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from conformance.clause import MUST, REGISTRY, cases, clause, in_order
from conformance.gate import load_clauses

pytestmark = pytest.mark.usefixtures("registry")


def documented(impl: Any) -> None:
    """It holds.

    For this reason,
      and that.
    """


def undocumented(impl: Any) -> None: ...


def test_clause_registers() -> None:
    """A clause is registered under its id, with its statement apart from the reason."""
    assert clause("test.a-b2", level=MUST, source="doc", also="RFC 1 §2")(documented) is documented
    found = REGISTRY["test.a-b2"]
    assert found.area == "test"
    assert found.statement == "It holds."
    assert found.why == "For this reason,\n  and that."
    assert found.source == "doc; RFC 1 §2"
    assert documented.clause is found  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "id",
    ["", "test", "test.", ".a", "Test.a", "test.A", "test.a_b", "test.a.b", "test.a-", "test.a\n"],
)
def test_ids_are_slugs(id: str) -> None:
    """An id that is no slug with an area is refused."""
    with pytest.raises(TypeError, match="an id is a slug"):
        clause(id, level=MUST, source="doc")(documented)


@pytest.mark.parametrize("level", ["", "must", "MAY"])
def test_levels(level: str) -> None:
    """A level other than MUST and SHOULD is refused."""
    with pytest.raises(TypeError, match=r"test\.a: level is MUST or SHOULD"):
        clause("test.a", level=level, source="doc")(documented)


def test_source() -> None:
    """A clause without a source is refused."""
    with pytest.raises(TypeError, match=r"test\.a: needs a source"):
        clause("test.a", level=MUST, source="")(documented)
    with pytest.raises(TypeError):
        clause("test.a", level=MUST)(documented)  # type: ignore[call-arg]


def test_docstring() -> None:
    """A clause without a statement is refused."""
    with pytest.raises(TypeError, match=r"test\.a: needs a source and a docstring"):
        clause("test.a", level=MUST, source="doc")(undocumented)


def test_needs() -> None:
    """A need that has no share of the examples is refused."""
    with pytest.raises(TypeError, match=r"test\.a: needs is one of"):
        clause("test.a", level=MUST, source="doc", needs="luck")(documented)


def test_duplicates() -> None:
    """An id belongs to one function; the same one may be imported again."""
    clause("test.a", level=MUST, source="doc")(documented)
    clause("test.a", level=MUST, source="doc")(documented)

    def other(impl: Any) -> None:
        """It holds."""

    with pytest.raises(TypeError, match=r"test\.a: the id is taken"):
        clause("test.a", level=MUST, source="doc")(other)


def test_nothing_refused_is_registered() -> None:
    """A clause that was refused is not in the registry."""
    with pytest.raises(TypeError):
        clause("test.refused", level="MAY", source="doc")(documented)
    assert "test.refused" not in REGISTRY


def test_cases_combine() -> None:
    """Every combination of the values is a case; only `impl` is left for pytest to fill in."""

    @cases(a=[1, 2], b="xy")
    def function(impl: Any, a: int, b: str) -> None: ...

    found: Any = function
    wanted = [(1, "x"), (1, "y"), (2, "x"), (2, "y")]
    assert sorted((case["a"], case["b"]) for case in found.cases) == wanted
    assert list(inspect.signature(function).parameters) == ["impl"]


def test_cases_of_an_iterator() -> None:
    """A domain that can be iterated once is whole."""

    @cases(a=iter([1, 2, 3]), b=iter("xy"))
    def function(impl: Any, a: int, b: str) -> None: ...

    found: Any = function
    assert len(found.cases) == 6


def test_cases_of_nothing() -> None:
    """A domain without values would be a clause that never runs: it is refused."""
    with pytest.raises(TypeError, match="a domain is empty"):
        cases(a=[1], b=[])


def test_every_dependency_is_a_clause() -> None:
    """Each id in a depends_on is registered, and no clause depends on itself."""
    load_clauses()
    for found in in_order():
        assert set(found.depends_on) <= set(REGISTRY), found.id
    waiting = dict(REGISTRY)
    while waiting:
        free = [id for id, one in waiting.items() if not set(one.depends_on) & set(waiting)]
        assert free, f"a circle among {sorted(waiting)}"
        for id in free:
            del waiting[id]
