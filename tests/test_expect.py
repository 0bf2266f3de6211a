"""Expectations are not impressed by what an object says of itself."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from enum import IntEnum
from itertools import repeat
from types import SimpleNamespace
from typing import Any

import pytest

from conformance import expect as expecting
from conformance.clause import NotProvided, Reached, Violation
from conformance.expect import (
    REFUSED,
    by_name,
    expect,
    expect_equal,
    expect_fields,
    expect_instance,
    expect_is,
    expect_raises,
    expect_refused,
    expect_values,
    pairs_of,
    plain,
    undated,
    unless_refused,
    values_of,
)


class Agreeing:
    """Equals everything, and claims to be a str."""

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        return True

    def __ne__(self, other: object) -> bool:
        return False

    def __bool__(self) -> bool:
        return True

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        return str


class Text(str):
    """Equals every text, and shows another one than it holds."""

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        return True

    def __ne__(self, other: object) -> bool:
        return False

    def __str__(self) -> str:
        return "shown"

    def lower(self) -> str:
        return "lower"


class Number(int):
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = int.__hash__

    def __int__(self) -> int:
        return 7


class Octets(bytes):
    def __len__(self) -> int:
        return 0

    def __bytes__(self) -> bytes:
        return b"shown"


class Members(list[Any]):
    def __iter__(self) -> Any:
        return iter(["shown"])


class Code(IntEnum):
    OK = 200


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (None, None),
        (True, True),
        (5, 5),
        (Code.OK, 200),
        (Number(5), 5),
        ("a", "a"),
        (Text("a"), "a"),
        (b"a", b"a"),
        (Octets(b"a"), b"a"),
        ([Text("a"), (Number(5),)], ["a", (5,)]),
        (Members(["a"]), ["a"]),
    ],
    ids=lambda value: type(value).__name__,
)
def test_plain(value: Any, wanted: Any) -> None:
    """What a subclass of a built-in type adds is gone; the value and its type stay."""
    got = plain(value)
    assert type(got) is type(wanted)
    assert got == wanted
    assert not isinstance(got, (list, tuple)) or list(map(type, got)) == list(map(type, wanted))


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (Agreeing(), "a"),
        (Text("b"), "a"),
        (Text("b"), Text("a")),
        (Number(5), 6),
        (True, 1),
        (1, True),
        (1.0, 1),
        (b"a", "a"),
        (bytearray(b"a"), b"a"),
        (("a",), ["a"]),
        (None, False),
        (float("nan"), 0),
    ],
    ids=lambda value: type(value).__name__,
)
def test_expect_equal_is_strict(got: Any, expected: Any) -> None:
    """Only the same value of the same type is equal."""
    with pytest.raises(Violation):
        expect_equal(got, expected)


def test_expect_equal_inside() -> None:
    """An object that agrees with everything is found out inside a list or a tuple too."""
    with pytest.raises(Violation):
        expect_equal([Agreeing()], ["a"])
    with pytest.raises(Violation):
        expect_equal((Agreeing(),), ("a",))
    with pytest.raises(Violation):
        expect_equal([("a", Agreeing())], [("a", "b")])
    with pytest.raises(Violation):
        expect_equal([True], [1])


def test_expect_equal() -> None:
    """One of several values is enough, and subclasses count as what they are."""
    expect_equal(Code.OK, 200)
    expect_equal(Text("b"), "a", "b")
    expect_equal([("a", 1)], [("a", 1)])
    expect_equal([(Text("a"), Number(1))], [(Text("a"), Number(1))])
    with pytest.raises(Violation, match="expected 'a' or 'b', got 'c'"):
        expect_equal("c", "a", "b")


@pytest.mark.parametrize(
    "condition", [False, 1, "a", None, Agreeing()], ids=lambda one: type(one).__name__
)
def test_expect(condition: Any) -> None:
    """A condition is True itself, so that nothing true-ish passes."""
    with pytest.raises(Violation, match="expected more, got 'less'"):
        expect(condition, "more", "less")
    with pytest.raises(Violation, match="expected more, got less"):
        expect(condition, "more", words="less")
    expect(True, "more", "less")


def test_expect_is() -> None:
    """The same object is the same object."""
    subject = Agreeing()
    expect_is(subject, subject)
    with pytest.raises(Violation):
        expect_is(Agreeing(), subject)


def test_expect_instance() -> None:
    """An instance is one by its type, whatever it says its class is."""
    expect_instance(Text("a"), str)
    with pytest.raises(Violation, match="an instance of str"):
        expect_instance(Agreeing(), str)


def raising(error: BaseException) -> Callable[[], Any]:
    def call() -> Any:
        raise error

    return call


def test_expect_raises() -> None:
    """The exception wanted is given back; another one, or none, is a Violation."""
    error = KeyError("a")
    assert expect_raises(LookupError, raising(error)) is error
    with pytest.raises(Violation, match=r"expected KeyError, got ValueError: a"):
        expect_raises(KeyError, raising(ValueError("a")))
    with pytest.raises(Violation, match="no exception, but 'a'"):
        expect_raises(KeyError, str, "a")
    with pytest.raises(NotProvided):
        expect_raises(KeyError, raising(NotProvided("a")))


def test_when_a_response_was_made_is_left_out() -> None:
    """Two responses that are alike may differ in Date and Expires, in whatever case."""
    pairs = [("Date", "now"), ("x-date", "1"), ("expires", "then"), ("a", "b")]
    assert undated(pairs) == [("x-date", "1"), ("a", "b")]


@pytest.mark.parametrize("kind", [raising, int, None])
def test_what_cannot_be_raised(kind: Any) -> None:
    """Where an implementation's exception is no exception class, that is the fault."""
    with pytest.raises(Violation, match="expected an exception class"):
        expect_raises(kind, int)


@pytest.mark.parametrize(
    "error", [ValueError(), TypeError(), UnicodeEncodeError("a", "", 0, 0, "")]
)
def test_refusals(error: Exception) -> None:
    """ValueError, TypeError and what derives from them refuse."""
    assert unless_refused(raising(error)) is REFUSED
    expect_refused(raising(error))


@pytest.mark.parametrize("error", [KeyError("a"), RuntimeError(), AttributeError(), OSError()])
def test_no_refusals(error: Exception) -> None:
    """Any other exception is an accident."""
    for judge in (unless_refused, expect_refused):
        with pytest.raises(Violation, match=type(error).__name__):
            judge(raising(error))


def test_what_is_accepted() -> None:
    """A value comes back, and is no refusal."""
    assert unless_refused(int, "5") == 5
    with pytest.raises(Violation, match="no exception, but 5"):
        expect_refused(int, "5")
    for judge in (unless_refused, expect_refused):
        with pytest.raises(NotProvided):
            judge(raising(NotProvided("a")))


def headers(*pairs: Any) -> Any:
    return SimpleNamespace(items=lambda: iter(pairs))


def test_pairs_of() -> None:
    """Pairs may be tuples or lists of str, and come out plain."""
    got = pairs_of(headers((Text("a"), "b"), ["c", "d"]))
    assert got == [("a", "b"), ("c", "d")]
    assert type(got[0][0]) is str


@pytest.mark.parametrize(
    "pair",
    ["ab", ("a",), ("a", "b", "c"), ("a", 1), (b"a", "b"), ("a", None), Agreeing(), 5],
    ids=lambda pair: type(pair).__name__,
)
def test_what_is_no_pair(pair: Any) -> None:
    """What items() gives beside pairs of str is a Violation."""
    with pytest.raises(Violation, match="pairs of str"):
        pairs_of(headers(pair))


def test_endless_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Headers without end are cut off."""
    monkeypatch.setattr(expecting, "MOST_PAIRS", 5)
    assert len(pairs_of(SimpleNamespace(items=lambda: repeat(("a", "b"))))) == 5


def test_names_fold_in_ascii_only() -> None:
    """The Kelvin sign is no k."""
    assert values_of(headers(("K", "1"), ("\u212a", "2"), ("k", "3")), "k") == ["1", "3"]
    assert by_name([("K", "1"), ("\u212a", "2")]) == {"k": ["1"], "\u212a": ["2"]}


def test_expect_fields() -> None:
    """Every value counts, in its order within its name; the order of names does not."""
    expect_fields(headers(("b", "1"), ("a", "2"), ("b", "3")), [("A", "2"), ("B", "1"), ("b", "3")])
    for pairs in ([("a", "1")], [("a", "2"), ("a", "1")], [("a", "1"), ("a", "2"), ("a", "2")]):
        with pytest.raises(Violation):
            expect_fields(headers(("a", "1"), ("a", "2")), pairs)


def test_expect_values() -> None:
    """The values of one name, all of them and in order."""
    expect_values(headers(("A", "1"), ("b", "x"), ("a", "2")), "a", "1", "2")
    expect_values(headers(), "a")
    for values in ([], ["1"], ["2", "1"], ["1", "2", "3"]):
        with pytest.raises(Violation):
            expect_values(headers(("a", "1"), ("a", "2")), "a", *values)


def test_an_expectation_is_reached() -> None:
    """Every expectation counts as one, also where it fails."""
    judgements: list[Callable[[], Any]] = [
        lambda: expect(True, "", ""),
        lambda: expect_equal(1, 2),
        lambda: expect_is(1, 2),
        lambda: expect_instance(1, str),
        lambda: expect_raises(KeyError, raising(KeyError())),
        lambda: unless_refused(int, "5"),
        lambda: expect_refused(int, "5"),
        lambda: expect_fields(headers(), []),
        lambda: expect_values(headers(), "a"),
        lambda: pairs_of(headers(5)),
    ]
    for judgement in judgements:
        Reached.now = False
        with suppress(Violation):
            judgement()
        assert Reached.now
