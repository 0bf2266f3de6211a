"""Headers: what it is made of, what it compares to, how it is copied."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import copy
import pickle
from collections import OrderedDict, UserDict, namedtuple
from types import MappingProxyType

from hypothesis import example, given

from .clause import MUST, SHOULD, cases, clause
from .expect import (
    REFUSED,
    by_name,
    expect,
    expect_equal,
    expect_fields,
    expect_instance,
    fields_in,
    made,
    pairs_of,
    unless_refused,
    unless_uncopyable,
)
from .strategies import (
    Fields,
    field_values,
    fields,
    masks,
    pairs,
    recase,
    repeated_pairs,
)


@clause("headers.construct", level=MUST, source="doc")
@given(pairs=pairs())
def test_construct(impl, pairs):
    """Headers() is empty, and Headers(pairs) holds every pair."""
    expect_fields(impl.Headers(), [])
    expect_fields(impl.Headers(pairs), pairs)


@clause("headers.shapes", level=MUST, source="doc", depends_on=["headers.construct", "headers.add"])
@given(argument=fields(), other=fields(2))
def test_shapes(impl, argument, other):
    """The constructor, update and replace take whatever dict() takes, and a Headers.

    A mapping, anything with keys() and [], an iterable of pairs, a one-shot generator.
    """
    expect_fields(impl.Headers(argument.make(impl)), argument.pairs)
    headers = impl.Headers(other.make(impl))
    headers.update(argument.make(impl))
    expect_fields(headers, other.pairs + argument.pairs)
    headers = impl.Headers()
    headers.replace(argument.make(impl))
    expect_fields(headers, argument.pairs)


class Pair(namedtuple("Pair", "name value")):
    """A tuple that is more than one."""


class Later(UserDict[str, str]):
    """A mapping that is no dict, and makes its values when they are asked for."""

    def __getitem__(self, name):
        return str(super().__getitem__(name))


class OneKeys:
    """Has ``keys()`` and ``[]``; its keys can be read once."""

    def __init__(self, fields):
        self._fields = fields

    def keys(self):
        return iter(self._fields)

    def __getitem__(self, name):
        return self._fields[name]


ODD_SHAPES = {
    "MappingProxyType": lambda impl, pairs: MappingProxyType(dict(pairs)),
    "OrderedDict": lambda impl, pairs: OrderedDict(pairs),
    "UserDict": lambda impl, pairs: Later(pairs),
    "dict.items()": lambda impl, pairs: dict(pairs).items(),
    "zip": lambda impl, pairs: zip(dict(pairs), dict(pairs).values(), strict=True),
    "map": lambda impl, pairs: map(tuple, pairs),
    "frozenset": lambda impl, pairs: frozenset(pairs),
    "named tuples": lambda impl, pairs: [Pair(*pair) for pair in pairs],
    "Headers.items()": lambda impl, pairs: impl.Headers(pairs).items(),
    "subclass of Headers": lambda impl, pairs: type("Sub", (impl.Headers,), {})(pairs),
    "keys() that is an iterator": lambda impl, pairs: OneKeys(dict(pairs)),
    "empty Headers": lambda impl, pairs: impl.Headers(),
    "empty dict": lambda impl, pairs: {},
    "empty generator": lambda impl, pairs: iter(()),
}


#: Those that can repeat a name in an order.
REPEATING = (
    "map",
    "named tuples",
    "Headers.items()",
    "subclass of Headers",
)


@clause("headers.odd-shapes", level=MUST, source="doc", depends_on=["headers.shapes"])
@cases(shape=list(ODD_SHAPES), call=["Headers", "update", "replace"])
def test_odd_shapes(impl, shape, call):
    """What dict() takes is taken, however seldom it is met.

    Other mappings, views of them, pairs of any kind, and nothing at all.
    """
    pairs = [("a", "1"), ("b", "2")]
    if shape in REPEATING:
        pairs.append(("a", "3"))
    argument = ODD_SHAPES[shape](impl, pairs)
    if call == "Headers":
        headers = impl.Headers(argument)
    else:
        headers = impl.Headers()
        getattr(headers, call)(argument)
    expect_fields(headers, [] if shape.startswith("empty") else pairs)


@clause(
    "headers.repeats-kept",
    level=MUST,
    source="doc",
    depends_on=["headers.construct", "headers.add"],
)
@given(pairs=repeated_pairs())
def test_repeats_kept(impl, pairs):
    """Pairs may repeat a name, in any case: every bulk call keeps every value, in order."""
    expect_fields(impl.Headers(pairs), pairs)
    expect_fields(impl.Headers(pair for pair in pairs), pairs)
    updated = impl.Headers()
    updated.update(pairs)
    expect_fields(updated, pairs)
    replaced = impl.Headers()
    replaced.replace(iter(pairs))
    expect_fields(replaced, pairs)
    expect_fields(impl.Headers(made(impl, pairs)), pairs)


@clause(
    "headers.many", level=MUST, source="doc", depends_on=["headers.repeats-kept", "headers.getall"]
)
@cases(call=["Headers", "add", "update", "replace"])
def test_many(impl, call):
    """Any number of fields is kept: of many names, and of one name."""
    pairs = [(f"x-{number % 300}", str(number % 7)) for number in range(900)]
    pairs += [("set-cookie", f"a{number % 11}=1") for number in range(300)]
    headers = impl.Headers(pairs if call == "Headers" else ())
    if call == "add":
        headers = made(impl, pairs)
    elif call != "Headers":
        getattr(headers, call)(pairs)
    expect_fields(headers, pairs)
    for name, values in by_name(pairs).items():
        expect_equal(headers.getall(name), values)


@clause(
    "headers.argument-untouched",
    level=MUST,
    source="doc",
    depends_on=["headers.construct", "headers.add"],
)
@given(pairs=pairs())
def test_argument_untouched(impl, pairs):
    """The argument of a bulk call is neither modified nor shared."""
    for shape in ("dict", "list", "lists", "Headers"):
        for call in ("Headers", "update", "replace"):
            expect_apart(impl, call, shape, pairs, [("x-a", "old")])
            expect_apart(impl, call, shape, pairs, [])


def expect_apart(impl, call, shape, pairs, before):
    """That `call` leaves its argument alone, and that a change of either leaves the other alone."""
    argument = Fields(shape, pairs).make(impl)
    untouched = fields_in(Fields(shape, pairs).make(impl))
    headers = impl.Headers(before)
    if call == "Headers":
        headers = impl.Headers(argument)
    else:
        getattr(headers, call)(argument)
    got = fields_in(argument)
    expect(got == untouched, f"the {shape} as it was before {call}, {untouched}", got)
    for name, _ in pairs:
        headers.add(name, "later")
    headers["x-a"] = "new"
    got = fields_in(argument)
    expect(got == untouched, f"the {shape} that {call} took unchanged, {untouched}", got)
    stored = pairs_of(headers)
    if shape == "Headers":
        for name, _ in pairs:
            argument.add(name, "1")
        argument["x-a"] = "2"
    elif shape == "dict":
        argument["x-later"] = "1"
    else:
        argument.append(("x-later", "1"))
    got = pairs_of(headers)
    expect(got == stored, f"the headers unchanged when the {shape} changes, {stored}", got)


@clause(
    "headers.equal", level=SHOULD, source="ruling", depends_on=["headers.construct", "headers.add"]
)
@given(pairs=repeated_pairs(), mask=masks(), other=field_values())
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
def test_copy_method(impl, pairs):
    """h.copy() is a Headers with the same pairs, and changing it leaves h as it was."""
    headers = made(impl, pairs)
    twin = headers.copy()
    expect_instance(twin, impl.Headers)
    expect_fields(twin, pairs)
    twin.add("a", "later")
    twin["x-b"] = "later"
    expect_fields(headers, pairs)
