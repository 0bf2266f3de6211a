"""Headers: what they compare to, how they are copied."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import copy
import pickle

from hypothesis import example, given

from .clause import MUST, SHOULD, cases, clause
from .copies import WAYS, subclass_of
from .expect import (
    REFUSED,
    by_name,
    expect,
    expect_equal,
    expect_fields,
    expect_instance,
    made,
    unless_refused,
    unless_uncopyable,
)
from .strategies import (
    field_values,
    masks,
    pairs,
    recase,
    repeated_pairs,
)

#: So many that what looks at the first few does not see the last.
MANY = [(f"x-{number % 20}", str(number)) for number in range(40)]


@clause(
    "headers.equal", level=SHOULD, source="ruling", depends_on=["headers.construct", "headers.add"]
)
@given(pairs=repeated_pairs(), mask=masks(), other=field_values())
@example(pairs=MANY, mask=0, other="1")
def test_equal(impl, pairs, mask, other):
    """== compares the pairs, whatever case the names were given in; order counts within a name."""
    headers = made(impl, pairs)
    twin = impl.Headers([(recase(name, mask), value) for name, value in pairs])
    expect_compares(headers, twin, True)
    twin.add("a", other)
    expect_compares(headers, twin, False)
    expect_compares(headers, impl.Headers(pairs[:-1]), False)
    name, first = pairs[0]
    for one, two in [
        ([(name, "1"), (name, "2")], [(name, "2"), (name, "1")]),
        ([(name, "1"), (name, "1")], [(name, "1")]),
        ([(name, "1")], [(name, "2")]),
        ([(name, "a")], [(name, "A")]),
        ([(name, "a, b")], [(name, "a"), (name, "b")]),
        ([("a", first)], [("b", first)]),
        ([(name, "")], []),
        ([*pairs, ("x-b", "1")], [*pairs, ("x-b", "2")]),
    ]:
        expect_compares(impl.Headers(one), impl.Headers(two), False)
    expect_compares(impl.Headers(), impl.Headers([]), True)
    changed = made(impl, [("x-a", "1"), *pairs, ("x-a", "2")])
    changed.setdefault("x-a", "3")
    changed.popall("X-A")
    expect_compares(changed, headers, True)
    for stranger in (None, 5, object()):
        expect_compares(headers, stranger, False)
        expect_compares(impl.Headers(), stranger, False)


def expect_compares(one, two, same):
    """That == and != give `same` and its opposite, whichever stands first."""
    for left, right in ((one, two), (two, one)):
        expect((left == right) is same, f"{left!r} == {right!r} to be {same}", not same)
        expect((left != right) is not same, f"{left!r} != {right!r} to be {not same}", same)


@clause(
    "headers.copies",
    level=MUST,
    source="ruling",
    depends_on=["headers.construct", "headers.add", "headers.getall"],
)
@given(pairs=repeated_pairs() | pairs())
def test_copies(impl, pairs):
    """copy.copy, copy.deepcopy and pickle keep every value, or refuse."""
    headers = made(impl, pairs)
    if unless_refused(headers.add, "x-obs-text", "é\xa0") is not REFUSED:
        pairs = [*pairs, ("x-obs-text", "é\xa0")]
    for duplicate in (copy.copy, copy.deepcopy):
        twin = unless_uncopyable(duplicate, headers)
        if twin is not REFUSED:
            expect_instance(twin, impl.Headers)
            expect_fields(twin, pairs)
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        pickled = unless_uncopyable(pickle.dumps, headers, protocol)
        if pickled is not REFUSED:
            twin = pickle.loads(pickled)
            expect_instance(twin, impl.Headers)
            expect_fields(twin, pairs)
            expect_equal(twin.getall("A"), by_name(pairs).get("a", []))
    expect_fields(headers, pairs)


@clause("headers.subclass-copies", level=MUST, source="ruling", depends_on=["headers.copies"])
@cases(way=list(WAYS), size=[2, 100])
def test_subclass_copies(impl, way, size):
    """A subclass of Headers is copied with every value, however many there are, or refuses."""
    pairs = [(f"x-{number % 50}", str(number)) for number in range(size)] + [("x-0", "again")]
    headers = subclass_of(impl.Headers)(pairs)
    twin = WAYS[way](headers)
    if twin is not REFUSED:
        expect_instance(twin, impl.Headers)
        expect_fields(twin, pairs)
    expect_fields(headers, pairs)


@clause("headers.deep-copy-apart", level=MUST, source="ruling", depends_on=["headers.copies"])
@given(pairs=repeated_pairs())
@example(pairs=[])
def test_deep_copy_apart(impl, pairs):
    """A deep copy shares nothing with what it was made of."""
    headers = made(impl, pairs)
    twin = unless_uncopyable(copy.deepcopy, headers)
    if twin is not REFUSED:
        twin.add("a", "later")
        twin.popall("x-b")
        expect_fields(headers, pairs)


@clause(
    "headers.copy-method",
    level=SHOULD,
    source="ruling",
    depends_on=["headers.construct", "headers.add"],
)
@given(pairs=repeated_pairs() | pairs())
@example(pairs=[])
@example(pairs=MANY)
def test_copy_method(impl, pairs):
    """h.copy() is a Headers with the same pairs, and changing it leaves h as it was."""
    headers = made(impl, pairs)
    twin = headers.copy()
    expect_instance(twin, impl.Headers)
    expect_fields(twin, pairs)
    twin.add("a", "later")
    twin["x-b"] = "later"
    expect_fields(headers, pairs)
