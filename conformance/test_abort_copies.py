"""Abort: what a copy of it holds."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

from contextlib import suppress

from hypothesis import example, given
from hypothesis import strategies as st

from .clause import MUST, cases, clause, reached
from .copies import WAYS, subclass_of
from .expect import (
    REFUSED,
    expect,
    expect_equal,
    expect_fields,
    expect_instance,
)
from .strategies import Fields, pairs, texts

CONSTRUCT = ["abort.construct"]


@clause("abort.copies", level=MUST, source="ruling", depends_on=[*CONSTRUCT, "headers.add"])
@given(
    description=texts(),
    pairs=pairs(3),
    subclass=st.booleans(),
)
@example(description="a", pairs=[("x", "a"), ("X", "b")], subclass=True)
def test_copies(impl, description, pairs, subclass):
    """copy, deepcopy and pickle keep code, description and headers, or refuse; twice over too.

    Refused is what copying or pickling does not accept. A pickle that was made and cannot be read
    is a loss, and so is an Abort that is refused only because its arguments came by keyword.
    """
    kind = subclass_of(impl.Abort) if subclass else impl.Abort
    for way, copied in WAYS.items():
        by_position = copied(kind(410, description, pairs))
        error = kind(code=410, description=description, headers=pairs)
        by_keyword = copied(error)
        expect(
            (by_position is REFUSED) == (by_keyword is REFUSED),
            f"{way} to accept an Abort, or not, however its arguments were passed",
            words=f"{by_position!r} by position, {by_keyword!r} by keyword",
        )
        if by_keyword is REFUSED:
            continue
        for again in (by_position, by_keyword, copied(by_keyword)):
            expect_instance(again, kind)
            expect_equal(again.code, 410)
            expect_equal(again.description, description)
            expect_fields(again.headers, pairs)
            expect_equal(again.name, error.name)
        # Also to a name that is there: lists of values must not be shared either.
        for name in [*(name for name, _ in pairs), "x-later"]:
            by_keyword.headers.add(name, "1")
        expect_fields(error.headers, pairs)


@clause("abort.copies-now", level=MUST, source="ruling", depends_on=["abort.copies"])
@cases(way=list(WAYS), shape=["dict", "list", "generator", "Headers"])
def test_copies_now(impl, way, shape):
    """A copy holds the headers as they are when it is made, not the argument they came from."""
    argument = Fields(shape, [("X-A", "1"), ("X-Gone", "2")]).make(impl)
    error = impl.Abort(410, "gone", argument)
    error.headers.add("X-Later", "3")
    error.headers.popall("x-gone")
    if shape == "dict":
        argument.clear()
    again = WAYS[way](error)
    reached()
    if again is not REFUSED:
        expect_fields(again.headers, [("x-a", "1"), ("x-later", "3")])


@clause("abort.copies-assigned", level=MUST, source="ruling", depends_on=["abort.copies"])
@cases(way=list(WAYS))
def test_copies_assigned(impl, way):
    """A copy holds the description and the headers that were assigned since, where they can be."""
    error = impl.Abort(410, "gone", [("X-A", "1")])
    description, pairs = "gone", [("x-a", "1")]
    with suppress(AttributeError):  # they may be read-only
        error.description = "moved"
        description = "moved"
    with suppress(AttributeError):
        error.headers = impl.Headers({"X-B": "2"})
        pairs = [("x-b", "2")]
    again = WAYS[way](error)
    reached()
    if again is not REFUSED:
        expect_equal(again.description, description)
        expect_fields(again.headers, pairs)
