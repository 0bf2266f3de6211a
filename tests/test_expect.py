"""Expectations are not impressed by what an object says of itself."""

from __future__ import annotations

import copy
import pickle
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
    change,
    expect,
    expect_equal,
    expect_fields,
    expect_gone,
    expect_instance,
    expect_is,
    expect_length,
    expect_named,
    expect_nothing_stored,
    expect_raises,
    expect_refused,
    expect_refused_at_once,
    expect_unshared,
    expect_values,
    fields_in,
    listed,
    made,
    pairs_of,
    plain,
    refusal,
    the_one,
    undated,
    unless_refused,
    unless_uncopyable,
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


class Equal(type):
    """The type of types that equal every type."""

    def __eq__(cls, other: object) -> bool:
        return True

    __hash__ = type.__hash__


class EqualObject(metaclass=Equal):
    """Its type is neither of the built-in ones that it equals, as it equals everything itself."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = object.__hash__


class EqualText(str, metaclass=Equal):
    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = str.__hash__


class EqualTuple(tuple[Any, ...], metaclass=Equal):
    __slots__ = ()

    def __len__(self) -> int:
        return 2

    def __getitem__(self, index: Any) -> Any:
        return "shown"


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
        (EqualText("a"), "a"),
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
        (EqualObject(), "a"),
        ([1], [1, 2]),
        ([1, 2], [1]),
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
    expect_raises(ValueError, int, "9", base=8)


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


def test_refusals_at_once() -> None:
    """Where a call always raises, ValueError and TypeError are told from what it always raises."""
    for error in (ValueError(), TypeError()):
        expect_refused_at_once(KeyError, raising(error))
    with pytest.raises(Violation, match="got KeyError"):
        expect_refused_at_once(KeyError, raising(KeyError("a")))
    with pytest.raises(Violation, match="no exception, but 5"):
        expect_refused_at_once(KeyError, int, "5")


@pytest.mark.parametrize("error", [KeyError("a"), RuntimeError(), AttributeError(), OSError()])
def test_no_refusals(error: Exception) -> None:
    """Any other exception is an accident."""
    for judge in (unless_refused, expect_refused):
        with pytest.raises(Violation, match=type(error).__name__):
            judge(raising(error))


def test_what_is_accepted() -> None:
    """A value comes back, and is no refusal."""
    assert unless_refused(int, "5") == 5
    assert unless_refused(int, "11", base=2) == 3
    expect_refused(int, "9", base=8)
    with pytest.raises(Violation, match="no exception, but 5"):
        expect_refused(int, "5")
    with pytest.raises(Violation, match="no exception"):
        expect_refused(Agreeing)
    for judge in (unless_refused, expect_refused):
        with pytest.raises(NotProvided):
            judge(raising(NotProvided("a")))


def test_a_refusal_is_no_value() -> None:
    """What stands for a refusal is no value that an implementation could give, and says so."""
    assert repr(REFUSED) == "REFUSED"


def test_a_refusal_in_words() -> None:
    """Where good input was refused, what was said of it is shown."""
    unless_refused(raising(TypeError("not that")))
    unless_refused(raising(ValueError("nor that")))
    assert refusal() == "a refusal: ValueError: nor that"


@pytest.mark.parametrize(
    "error",
    [ValueError(), TypeError(), NotImplementedError(), pickle.PicklingError(), copy.Error()],
    ids=repr,
)
def test_copies_may_be_refused(error: Exception) -> None:
    """copy and pickle refuse with exceptions of their own too."""
    assert unless_uncopyable(raising(error)) is REFUSED
    assert unless_uncopyable(int, "5") == 5
    for other in (KeyError(), AttributeError("a")):
        with pytest.raises(type(other)):
            unless_uncopyable(raising(other))


def test_a_local_class_cannot_be_pickled() -> None:
    """An implementation that is made within a function refuses pickle, whatever pickle says."""

    class Local:
        pass

    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert unless_uncopyable(pickle.dumps, Local(), protocol) is REFUSED


def headers(*pairs: Any) -> Any:
    return SimpleNamespace(items=lambda: iter(pairs))


def test_pairs_of() -> None:
    """Pairs may be tuples or lists of str, and come out plain."""
    got = pairs_of(headers((Text("a"), "b"), ["c", "d"]))
    assert got == [("a", "b"), ("c", "d")]
    assert type(got[0][0]) is str


@pytest.mark.parametrize(
    "pair",
    ["ab", ("a",), ("a", "b", "c"), ("a", 1), (b"a", "b"), ("a", None), Agreeing(), 5,
     ("a", EqualObject()), (EqualObject(), "a"), EqualTuple(["a"]), (5, 5)],
    ids=lambda pair: type(pair).__name__,
)  # fmt: skip
def test_what_is_no_pair(pair: Any) -> None:
    """What items() gives beside pairs of str is a Violation."""
    with pytest.raises(Violation, match="pairs of str"):
        pairs_of(headers(pair))


def test_pairs_of_a_list() -> None:
    """A list is taken as it is; what only equals one is asked for its items()."""
    assert pairs_of([("a", "b")]) == [("a", "b")]
    with pytest.raises(AttributeError, match="items"):
        pairs_of(EqualObject())


def test_the_most_that_is_read() -> None:
    """The limit is the one that the README names."""
    assert expecting.MOST_PAIRS == 100_000


def test_endless_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Headers without end are cut off."""
    monkeypatch.setattr(expecting, "MOST_PAIRS", 5)
    assert len(pairs_of(SimpleNamespace(items=lambda: repeat(("a", "b"))))) == 5
    assert listed(iter(range(100))) == [0, 1, 2, 3, 4]


def test_names_fold_in_ascii_only() -> None:
    """The Kelvin sign is no k."""
    assert values_of(headers(("K", "1"), ("\u212a", "2"), ("k", "3")), "k") == ["1", "3"]
    assert values_of(headers(("j", "1"), ("k", "2"), ("l", "3")), "k") == ["2"]
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


def test_expect_named() -> None:
    """The values of each name, all of them and in order; other names do not matter."""
    subject = headers(("A", "1"), ("b", "x"), ("a", "2"))
    expect_named(subject, {"a": ["1", "2"], "c": []})
    for values in ([], ["1"], ["1", "0"], ["1", "2", "3"], ["2", "1"], ["1", "3"]):
        with pytest.raises(Violation, match=r"got a: \['1', '2'\]"):
            expect_named(subject, {"b": ["x"], "a": values})


def test_the_one() -> None:
    """The only value of a field."""
    assert the_one(SimpleNamespace(headers=headers(("A", "1"), ("b", "2"))), "a") == "1"
    for pairs in ([], [("a", "1"), ("a", "1")]):
        with pytest.raises(Violation, match="expected one a"):
            the_one(SimpleNamespace(headers=headers(*pairs)), "a")


# Headers that are as they should be, but for one method.


class Fields:
    """Right headers, as far as an expectation asks."""

    def __init__(self, *pairs: tuple[str, str]) -> None:
        self.pairs = list(pairs)

    def add(self, name: str, value: str) -> None:
        self.pairs.append((name.lower(), value))

    def items(self) -> list[tuple[str, str]]:
        return self.pairs

    def keys(self) -> list[str]:
        return list(by_name(self.pairs))

    def __iter__(self) -> Any:
        return iter(by_name(self.pairs))

    def __len__(self) -> int:
        return len(by_name(self.pairs))

    def __contains__(self, name: str) -> bool:
        return name.lower() in by_name(self.pairs)

    def getall(self, name: str) -> list[str]:
        return by_name(self.pairs).get(name.lower(), [])

    def __getitem__(self, name: str) -> str:
        return by_name(self.pairs)[name.lower()][0]


def fields_where(**methods: Any) -> Any:
    """Headers with one name, and some methods of their own."""
    return type("Own", (Fields,), methods)(("a", "1"), ("A", "2"))


LEFT = [("a", "1"), ("a", "2")]
#: A way to still see a name that is gone, each, and what is said of it.
SEEN: dict[str, dict[str, Any]] = {
    "in": {"__contains__": lambda self, name: True},
    "iteration": {"__iter__": lambda self: iter(["a", "x-missing"])},
    "keys": {"keys": lambda self: ["a", "x-missing"]},
    "items": {"items": lambda self: [*LEFT, ("x-missing", "")]},
    "len": {"__len__": lambda self: 2},
    "getall": {"getall": lambda self, name: [""]},
    "[]": {"__getitem__": lambda self, name: None},
    "[] with another exception": {"__getitem__": lambda self, name: [][0]},
}


def test_what_is_gone() -> None:
    """Headers without the name, in whatever case, and with all others, are right."""
    expect_gone(fields_where(), "X-Missing", LEFT)
    expect_nothing_stored(fields_where(), LEFT)
    with pytest.raises(Violation):
        expect_gone(fields_where(), "a", LEFT)


SAID = {
    "in": "expected '(?i:x-missing)' not to be in the headers, got True",
    "iteration": "expected no 'x-missing' in iteration",
    "keys": r"expected no 'x-missing' in keys\(\)",
    "items": r"got \{'a': \['1', '2'\], 'x-missing': \[''\]\}",
    "len": "expected len 1, as iteration gives",
    "getall": r"expected \[\], got \[''\]",
    "[]": "expected KeyError, got no exception",
    "[] with another exception": "expected KeyError, got IndexError",
}


@pytest.mark.parametrize("seen", SEEN)
def test_what_is_not_gone(seen: str) -> None:
    """One observer that still sees the name is enough, whoever asks."""
    with pytest.raises(Violation, match=SAID[seen]):
        expect_gone(fields_where(**SEEN[seen]), "X-Missing", LEFT)
    with pytest.raises(Violation, match=SAID[seen]):
        expect_nothing_stored(fields_where(**SEEN[seen]), LEFT)


def test_the_others_stand() -> None:
    """Where another field went too, that is a Violation."""
    with pytest.raises(Violation, match=r"\{'a': \['1', '2'\], 'b': \['3'\]\}"):
        expect_gone(fields_where(), "x-missing", [*LEFT, ("b", "3")])
    with pytest.raises(Violation, match=r"\{'a': \['1', '2'\], 'b': \['3'\]\}"):
        expect_nothing_stored(fields_where(), [*LEFT, ("b", "3")])


@pytest.mark.parametrize(
    ("pairs", "methods", "wanted"),
    [
        (LEFT, {"__len__": lambda self: 2}, "len 1, as iteration gives"),
        (LEFT, {"__len__": lambda self: 0}, "len 1, as iteration gives"),
        (LEFT, {"__bool__": lambda self: False}, "bool True with"),
        ([], {"__bool__": lambda self: True}, "bool False with"),
        ([], {"__len__": lambda self: 1, "__iter__": lambda self: iter("b"),
              "__bool__": lambda self: False}, "len > 0 to be False"),
        (LEFT, {"__len__": lambda self: 0, "__iter__": lambda self: iter(""),
                "__bool__": lambda self: True}, "len > 0 to be True"),
    ],
)  # fmt: skip
def test_length(pairs: Any, methods: Any, wanted: str) -> None:
    """len, bool and iteration agree with one another and with the names."""
    with pytest.raises(Violation, match=f"expected {wanted}"):
        expect_length(type("Own", (Fields,), methods)(*pairs), by_name(pairs))
    expect_length(Fields(*pairs), by_name(pairs))


def test_length_of_headers_that_count_pairs() -> None:
    """What len counts is open, as long as iteration gives as many."""
    twice = {"__len__": lambda self: 2, "__iter__": lambda self: iter("aa")}
    expect_length(fields_where(**twice), ["a"])


def test_made() -> None:
    """Headers are made by adding each pair."""
    assert made(SimpleNamespace(Headers=Fields), LEFT).items() == LEFT


# Arguments, which are the caller's.

ARGUMENTS: list[Callable[[], Any]] = [
    lambda: {"x-a": "1"},
    lambda: [("x-a", "1")],
    lambda: [["x-a", "1"]],
    lambda: Fields(("x-a", "1")),
]
KINDS = ["dict", "list", "lists", "Headers"]


@pytest.mark.parametrize("argument", ARGUMENTS, ids=KINDS)
def test_change(argument: Callable[[], Any]) -> None:
    """An argument gets another value of the name that it has, and a new name."""
    subject = argument()
    assert fields_in(subject) == [("x-a", "1")]
    change(subject)
    first = [] if isinstance(subject, dict) else [("x-a", "1")]
    assert fields_in(subject) == [*first, ("x-a", "changed"), ("x-later", "changed")]


def copied(argument: Any) -> Any:
    return SimpleNamespace(headers=Fields(*fields_in(argument)))


def kept(argument: Any) -> Any:
    """Holds the argument itself: what is done to the one is done to the other."""

    def add(name: str, value: str) -> None:
        if isinstance(argument, list):
            argument.append((name, value))
        elif isinstance(argument, dict):
            argument[name] = value
        else:
            argument.add(name, value)

    return SimpleNamespace(headers=SimpleNamespace(add=add, items=lambda: fields_in(argument)))


def looked_up(argument: Any) -> Any:
    """Asks the argument anew each time, and keeps what is added to itself."""
    own: list[tuple[str, str]] = []
    added = SimpleNamespace(
        add=lambda name, value: own.append((name, value)),
        items=lambda: [*fields_in(argument), *own],
    )
    return SimpleNamespace(headers=added)


def written_to(argument: Any) -> Any:
    found = copied(argument)
    change(argument)
    return found


def written_through(argument: Any) -> Any:
    """Gives what it is told to the argument too."""
    found = copied(argument)
    through = kept(argument).headers.add
    found.headers.add = lambda name, value: (found.headers.pairs.append((name, value)),
                                             through(name, value))  # fmt: skip
    return found


@pytest.mark.parametrize("argument", ARGUMENTS, ids=KINDS)
def test_what_is_unshared(argument: Callable[[], Any]) -> None:
    """A copy of the argument is right, and so is a refusal that leaves it alone."""
    expect_unshared(argument(), copied)
    expect_unshared(argument(), lambda argument: int("a"))


@pytest.mark.parametrize("wrong", [kept, looked_up, written_to, written_through])
@pytest.mark.parametrize("argument", ARGUMENTS, ids=KINDS)
def test_what_is_shared(argument: Callable[[], Any], wrong: Callable[[Any], Any]) -> None:
    """Whatever keeps the argument, asks it again, or writes to it is a Violation."""
    with pytest.raises(Violation):
        expect_unshared(argument(), wrong)


def test_what_says_that_it_was_refused() -> None:
    """A response that equals everything is no refusal."""

    class Response(Agreeing):
        def __init__(self, argument: Any) -> None:
            self.headers = kept(argument).headers

    with pytest.raises(Violation):
        expect_unshared([("x-a", "1")], Response)


def test_a_refusal_writes_nothing() -> None:
    """Who refuses an argument leaves it as it was."""

    def refuse(argument: Any) -> None:
        change(argument)
        raise ValueError

    with pytest.raises(Violation):
        expect_unshared([("x-a", "1")], refuse)


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
        lambda: expect_named(headers(), {}),
        lambda: unless_uncopyable(int, "5"),
        lambda: pairs_of(headers(5)),
    ]
    for judgement in judgements:
        Reached.now = False
        with suppress(Violation):
            judgement()
        assert Reached.now
