"""jsonify: a value as JSON."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import collections
import copy
import enum
import json
from collections import OrderedDict, namedtuple

from hypothesis import example, given

from .clause import MUST, cases, clause
from .expect import (
    REFUSED,
    expect,
    expect_equal,
    expect_instance,
    expect_values,
    refusal,
    unless_refused,
    values_of,
)
from .grammar import MEDIA_TYPE
from .strategies import json_values, json_wrappings
from .wire import content_of

RESPONSE = ["jsonify.response"]


def holds_surrogate(value):
    """Whether some text in a JSON value has no UTF-8 form: escaping and refusing are both right."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False


def parsed(octets):
    """The value of a JSON text, strictly: UTF-8, no BOM, no NaN; ints and floats told apart."""
    return json.loads(octets.decode("utf-8"), parse_constant=_no_constant)


def _no_constant(text):
    raise ValueError(f"{text} is not JSON")


@clause("jsonify.response", level=MUST, source="doc", depends_on=["response.construct"])
@cases(value=[None, 0, 1, "", "a", [], {}, False, True, 0.0, [1, "é"], {"a": None}])
def test_response(impl, value):
    """jsonify gives a Response with code 200."""
    response = impl.jsonify(value)
    expect_instance(response, impl.Response)
    expect_equal(response.code, 200)


@clause("jsonify.media-type", level=MUST, source="doc", also="RFC 8259 §11", depends_on=RESPONSE)
@cases(value=[None, 0, False, "", "a", [], {}, {"a": 1}, [1]])
def test_media_type(impl, value):
    """The media type is application/json; a parameter does no harm."""
    got = values_of(impl.jsonify(value).headers, "content-type")
    expect(len(got) == 1, "one Content-Type, application/json", got)
    match = MEDIA_TYPE.fullmatch(got[0].encode("latin-1"))
    expect(
        match is not None and match["type"].lower() == b"application/json",
        "application/json",
        got[0],
    )


#: What is easily taken for something else: tried each time, since a draw seldom gives it by itself.
KNOWN = (
    " a\t", "\n", "[1]", "<p>", {"a": None}, [{"": None}], 0.1 + 0.2, 7, [1], {"b": 1, "a": 2},
    "NaN", {"NaN": ["-Infinity", "a: NaN, Infinity"]},
)  # fmt: skip


@clause("jsonify.data", level=MUST, source="doc", also="RFC 8259 §10", depends_on=RESPONSE)
@given(value=json_values())
def test_data(impl, value):
    """data is what json.dumps gives for the value: it parses to the same value."""
    response = unless_refused(impl.jsonify, value)
    if response is REFUSED:
        expect(holds_surrogate(value), "good input to be accepted", words=refusal())
        return
    expect_json(content_of(response), value)
    for known in KNOWN:
        expect_json(content_of(impl.jsonify(known)), known)


@clause("jsonify.falsy", level=MUST, source="doc", depends_on=RESPONSE)
@cases(value=[None, 0, "", [], {}, False, 0.0, -0.0, (), [None], {"": None}])
def test_falsy(impl, value):
    """A value that is false or empty has its own JSON text."""
    expect_json(content_of(impl.jsonify(value)), value)


def expect_json(octets, value):
    """That `octets` are JSON, and what they say is `value`."""
    try:
        got = json.dumps(parsed(octets), sort_keys=True)
    except ValueError as error:
        expect(False, f"{json.dumps(value)} as JSON in UTF-8", words=f"{octets!r}: {error}")
    # The members of an object have no order (RFC 8259 §4); the value may have keys of all sorts.
    wanted = json.dumps(json.loads(json.dumps(value)), sort_keys=True)
    expect(got == wanted, wanted, got)


Point = namedtuple("Point", "x y")


class Number(enum.IntEnum):
    """Members are numbers to json.dumps."""

    ONE = 1


class Text(str, enum.Enum):
    """Members are texts to json.dumps."""

    A = "a"


class Whole(int):
    """A number to json.dumps, whatever its own text is."""

    def __repr__(self):
        return "7"

    __str__ = __repr__


class Name(str):
    """A text to json.dumps, whatever its own text is."""

    def __str__(self):
        return "other"

    __repr__ = __str__


def nested(depth):
    """Lists within lists."""
    value = []
    for _ in range(depth):
        value = [value]
    return value


@clause("jsonify.as-json-dumps", level=MUST, source="doc", depends_on=RESPONSE)
@cases(
    value=[
        (1, 2),
        {1: "a"},
        {None: 1},
        {True: 1},
        {1.5: 2},
        [(), [()]],
        {"b": 1, "a": 2},
        2**200,
        1e308,
        10**400,
        2**53 + 1,
        Point(1, 2),
        [Point(1, 2)],
        Number.ONE,
        Text.A,
        OrderedDict(b=1, a=2),
        {1: "a", "1": "b"},
        {False: 1, None: 2, 0.5: 3},
        nested(100),
        {Text.A: 1},
        {Number.ONE: 1},
        {Whole(1): 1, Name("a"): 2},
        [Whole(1), Name("a")],
        Whole(1),
        Name("a"),
    ]
)
def test_as_json_dumps(impl, value):
    """What json.dumps converts (tuples, keys that are no str) is converted in the same way."""
    expect_json(content_of(impl.jsonify(value)), value)


@clause(
    "jsonify.content-length", level=MUST, source="doc", also="RFC 9110 §8.6", depends_on=RESPONSE
)
@given(value=json_values())
@example(value=["\u20ac"])
@example(value=["\u20ac" * 9] * 30_000)
def test_content_length(impl, value):
    """Content-Length counts the octets of the text."""
    response = unless_refused(impl.jsonify, value)
    if response is not REFUSED:
        length = str(len(content_of(response)))
        expect_values(response.headers, "content-length", length)


@clause("jsonify.utf-8", level=MUST, source="RFC 8259 §8.1", depends_on=RESPONSE)
@cases(
    value=[
        "é",
        "€",
        "😀",
        "\ufeff",
        "\x85",
        "\u2028",
        {"é": ["€"]},
        "\ud800",
        ["\udfff"],
        {"\ud83d": 1},
        "\ud83d\ude00",
    ]
)
def test_utf_8(impl, value):
    """The text is UTF-8 without a BOM; a lone surrogate is escaped or refused."""
    response = unless_refused(impl.jsonify, value)
    if response is REFUSED:
        expect(holds_surrogate(value), "good input to be accepted", words=refusal())
        return
    octets = content_of(response)
    expect(not octets.startswith(b"\xef\xbb\xbf"), "no BOM", octets)
    expect_json(octets, value)


@clause("jsonify.no-nan", level=MUST, source="RFC 8259 §6", depends_on=RESPONSE)
@given(wrap=json_wrappings())
def test_no_nan(impl, wrap):
    """NaN and the infinities are refused, or become null, however deep they lie."""
    for number in (float("nan"), float("inf"), float("-inf")):
        response = unless_refused(impl.jsonify, wrap(number))
        if response is not REFUSED:
            expect_json(content_of(response), wrap(None))
    for number in (1e308, -1e308, 5e-324):
        expect_json(content_of(impl.jsonify(wrap(number))), wrap(number))


class Float(float):
    """A number to json.dumps, whatever its own text is."""

    def __repr__(self):
        return "1.0"

    __str__ = __repr__


class Items(list):  # type: ignore[type-arg]
    """A list to json.dumps."""


def buried(value):
    """In the innermost of many lists and objects."""
    for _ in range(20):
        value = [{"a": value}]
    return value


#: What json.dumps takes for a list or an object, and places far down.
PLACES = {
    "OrderedDict(a=x)": lambda x: OrderedDict(a=x),
    "defaultdict(list, a=x)": lambda x: collections.defaultdict(list, a=x),
    "Point(1, x)": lambda x: Point(1, x),
    "Items([x])": lambda x: Items([x]),
    "{'a': (x, [x])}": lambda x: {"a": (x, [x])},
    "{1: x, None: [x]}": lambda x: {1: x, None: [x]},
    "buried(x)": buried,
}


@clause("jsonify.no-nan-anywhere", level=MUST, source="RFC 8259 §6", depends_on=["jsonify.no-nan"])
@cases(place=list(PLACES), number=["nan", "inf", "-inf"], kind=[float, Float])
def test_no_nan_anywhere(impl, place, number, kind):
    """No NaN gets out of what json.dumps takes for a list, an object or a float, nor of its depth.

    The value itself is left as it was: what becomes null does so in the text only.
    """
    value = PLACES[place](kind(number))
    before = json.dumps(value)
    response = unless_refused(impl.jsonify, value)
    if response is not REFUSED:
        expect_json(content_of(response), PLACES[place](None))
    expect(json.dumps(value) == before, f"the value untouched, {before}", words=json.dumps(value))


@clause("jsonify.apart", level=MUST, source="doc", depends_on=[*RESPONSE, "headers.add"])
@given(value=json_values())
@example(value={"a": [1]})
def test_apart(impl, value):
    """Two responses share no headers; the value is left as it was, and may be changed later."""
    value = copy.deepcopy(value)  # what spoils it spoils no later example
    untouched = json.dumps(value)
    first, second = unless_refused(impl.jsonify, value), unless_refused(impl.jsonify, value)
    expect(
        json.dumps(value) == untouched, f"the value untouched, {untouched}", words=json.dumps(value)
    )
    if first is not REFUSED:
        first.headers.add("x-later", "1")
        expect_values(second.headers, "x-later")
    changed = [1, {"a": 2}]
    response = impl.jsonify(changed)
    changed[1]["a"] = 3
    changed.append(4)
    expect_json(content_of(response), [1, {"a": 2}])
    expect_values(response.headers, "content-length", str(len(content_of(response))))
