"""jsonify: what JSON has no form for."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import array
import collections
import dataclasses
import datetime
import decimal
import enum
import fractions
import ipaddress
import pathlib
import re
import types
import uuid

from .clause import MUST, cases, clause
from .expect import (
    expect_raises,
    expect_refused,
)

RESPONSE = ["jsonify.response"]


class Attributes:
    """An object with attributes and a length, of which json.dumps makes nothing."""

    def __init__(self):
        self.a = 1

    def __len__(self):
        return 0

    def __html__(self):
        return "a"

    __json__ = to_json = toJSON = tojson = __html__

    def _asdict(self):
        return {"a": 1}


class Model:
    """An object that tells what it holds, by the names that libraries ask for."""

    def to_dict(self):
        return {"a": 1}

    dict = as_dict = asdict = model_dump = for_json = json = serialize = isoformat = to_dict
    tolist = __iter__ = lambda self: iter([1])


@dataclasses.dataclass
class Record:
    """A dataclass, which some libraries take for an object."""

    a: int = 1


class Colour(enum.Enum):
    """An enumeration whose members are nothing to json.dumps."""

    RED = 1


@clause("jsonify.unserialisable", level=MUST, source="doc", depends_on=RESPONSE)
@cases(
    value=[
        object(),
        {1, 2},
        b"a",
        1j,
        object,
        len,
        [object()],
        {"a": b"b"},
        {("a",): 1},
        {b"a": 1},
        iter([]),
        decimal.Decimal("1.5"),
        datetime.date(2021, 6, 9),
        bytearray(b"a"),
        range(3),
        Attributes(),
        Record(),
        [Record()],
        Colour.RED,
        uuid.UUID(int=1),
        pathlib.PurePath("a"),
        datetime.datetime(2021, 6, 9),
        datetime.timedelta(1),
        fractions.Fraction(1, 2),
        frozenset({1}),
        collections.deque([1]),
        types.MappingProxyType({"a": 1}),
        {"a": 1}.keys(),
        memoryview(b"a"),
        array.array("i", [1]),
        ValueError("a"),
        types.SimpleNamespace(a=1),
        ...,
        (part for part in "a"),
        map(str, [1]),
        filter(None, [1]),
        zip([1]),
        {"a": 1}.values(),
        {"a": 1}.items(),
        datetime.time(1),
        collections.UserDict(a=1),
        collections.UserList([1]),
        collections.UserString("a"),
        ipaddress.ip_address("::1"),
        FileNotFoundError(2, "a"),
        re.compile("a"),
        Model(),
        {uuid.UUID(int=1): 1},
        {datetime.date(2021, 6, 9): 1},
        {decimal.Decimal(1): 1},
        {pathlib.PurePath("a"): 1},
        {Colour.RED: 1},
    ]
)
def test_unserialisable(impl, value):
    """What json.dumps cannot serialise raises TypeError, however deep it lies."""
    expect_raises(TypeError, impl.jsonify, value)


def of_itself(kind):
    """A list or an object that holds itself."""
    value = [] if kind == "list" else {}
    if kind == "list":
        value.append(value)
    else:
        value["a"] = [value]
    return value


@clause("jsonify.circular", level=MUST, source="doc", depends_on=RESPONSE)
@cases(kind=["list", "dict"])
def test_circular(impl, kind):
    """A value that holds itself is refused, as json.dumps refuses it."""
    expect_refused(impl.jsonify, of_itself(kind))
