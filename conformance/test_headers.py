"""Headers: what it is made of."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

from collections import OrderedDict, UserDict, namedtuple
from types import MappingProxyType

from hypothesis import given

from .clause import MUST, cases, clause
from .expect import (
    by_name,
    expect,
    expect_equal,
    expect_fields,
    expect_gone,
    fields_in,
    made,
    pairs_of,
)
from .strategies import Fields, fields, pairs, repeated_pairs


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


class Walked:
    """Can be iterated, and that is all."""

    def __init__(self, pairs):
        self._pairs = pairs

    def __iter__(self):
        return iter(self._pairs)


class Numbered:
    """Is iterated by number, as before there was ``__iter__``."""

    def __init__(self, pairs):
        self._pairs = pairs

    def __getitem__(self, number):
        return self._pairs[number]


class Row:
    """As sqlite3.Row: ``keys()`` and ``[]`` by name or number; iteration gives the values."""

    def __init__(self, fields):
        self._fields = fields

    def keys(self):
        return list(self._fields)

    def __getitem__(self, key):
        return self._fields[key] if isinstance(key, str) else list(self)[key]

    def __iter__(self):
        return iter(self._fields.values())

    def __len__(self):
        return len(self._fields)


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
    "__iter__ alone": lambda impl, pairs: Walked(pairs),
    "[] by number": lambda impl, pairs: Numbered(pairs),
    "row of a table": lambda impl, pairs: Row(dict(pairs)),
    "pairs that are iterators": lambda impl, pairs: [iter(pair) for pair in pairs],
    "pairs that are views": lambda impl, pairs: [dict.fromkeys(pair).keys() for pair in pairs],
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
    "__iter__ alone",
    "[] by number",
    "pairs that are iterators",
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


#: Each on the name, in whatever case it was given, of headers that hold `values` for it.
ONE_OF_MANY = {
    "in": lambda h, name: name in h,
    "h[name]": lambda h, name: h[name],
    "get": lambda h, name: h.get(name),
    "getall": lambda h, name: h.getall(name),
    "setdefault": lambda h, name: h.setdefault(name, "new"),
    "del": lambda h, name: h.__delitem__(name),
    "popall": lambda h, name: h.popall(name),
    "pop": lambda h, name: h.pop(name),
    "h[name] =": lambda h, name: h.__setitem__(name, "new"),
    "replace": lambda h, name: h.replace({name: "new"}),
    "add": lambda h, name: h.add(name, "new"),
    "update": lambda h, name: h.update({name: "new"}),
}


@clause("headers.one-of-many", level=MUST, source="doc", depends_on=["headers.many"])
@cases(call=list(ONE_OF_MANY), number=[0, 50, 99])
def test_one_of_many(impl, call, number):
    """Among many fields each call finds its name, the first and the last, in whatever case."""
    name = f"x-{number}"
    pairs = [(f"x-{n % 100}", str(n % 7)) for n in range(300)]
    values, others = by_name(pairs)[name], [pair for pair in pairs if pair[0] != name]
    headers = impl.Headers(pairs)
    got = ONE_OF_MANY[call](headers, name.upper())
    if call in ("in", "getall", "popall"):
        expect_equal(got, True if call == "in" else values)
    elif call in ("h[name]", "get", "setdefault", "pop"):
        expect_equal(got, values[0])
    left = {"pop": values[1:], "h[name] =": ["new"], "replace": ["new"]}
    left |= {"del": [], "popall": [], "add": [*values, "new"], "update": [*values, "new"]}
    expect_fields(headers, [*others, *((name, value) for value in left.get(call, values))])
    if not left.get(call, values):
        expect_gone(headers, name, others)


@clause("headers.one-name-of-many", level=MUST, source="doc", depends_on=["headers.many"])
@cases(size=[20, 300])
def test_one_name_of_many(impl, size):
    """However many values a name has, pop gives the first of them, and then the next."""
    values = [str(number) for number in range(size)]
    headers = impl.Headers([("x-a", value) for value in values])
    expect_equal([headers.pop("X-A") for _ in values], values)
    expect_gone(headers, "x-a", [])


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
