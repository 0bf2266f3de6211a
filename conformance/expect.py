"""Puts one expectation to an implementation; what does not hold is a Violation.

Only values of built-in types are compared, after `plain` has taken away what a subclass adds: an
object whose ``==`` always says yes does not pass.
"""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable, Collection
from itertools import islice
from typing import Any, TypeVar

from .clause import NotProvided, Violation, reached
from .failure import said, show

E = TypeVar("E", bound=BaseException)

#: The most pairs that headers are asked for: endless ones are a fault, not a hang.
MOST_PAIRS = 100_000


class _Refused:
    #: What was said by the last refusal.
    because = ""

    def __repr__(self) -> str:
        return "REFUSED"


#: What `unless_refused` gives back in place of a value.
REFUSED: Any = _Refused()


def plain(value: Any) -> Any:
    """`value` with every subclass of a built-in type reduced to the type itself."""
    kind = type(value)
    if kind is str or kind is bytes or kind is int or kind is bool or value is None:
        return value
    if issubclass(kind, str):
        return str.__str__(value)
    if issubclass(kind, bytes):
        return b"".join([value])
    if issubclass(kind, int):
        return int.__int__(value)
    if issubclass(kind, tuple):
        return tuple(plain(item) for item in tuple.__iter__(value))
    if issubclass(kind, list):
        return [plain(item) for item in list.__iter__(value)]
    return value


def expect(condition: bool, expected: str, got: object = None, *, words: str = "") -> None:
    """That `condition` holds; `expected` says in words what was wanted.

    What there was instead is the object `got`, or is said in `words` where no object shows it.
    """
    reached()
    if condition is not True:
        raise Violation(expected, words or show(got))


def expect_equal(got: Any, *expected: Any) -> None:
    """That `got` is one of `expected`: str, bytes, int, bool, None, or lists and tuples of them.

    Subclasses of these count as what they hold, on either side: both may be the implementation's.
    """
    reached()
    value = plain(got)
    if not any(_same(value, plain(one)) for one in expected):
        raise Violation(" or ".join(map(show, expected)), show(got))


def _same(value: Any, expected: Any) -> bool:
    """Whether both are the same, type for type, at every depth: nothing foreign is asked."""
    if type(value) is not type(expected):
        return False
    if isinstance(expected, (list, tuple)):
        return len(value) == len(expected) and all(map(_same, value, expected))
    return bool(value == expected)


def expect_is(got: Any, expected: Any) -> None:
    """That `got` is the very object `expected`."""
    reached()
    if got is not expected:
        raise Violation(f"the same object, {show(expected)}", show(got))


def expect_instance(got: Any, kind: type) -> None:
    """That `got` is an instance of `kind` by its real type, whatever its ``__class__`` says."""
    reached()
    if not issubclass(type(got), kind):
        raise Violation(f"an instance of {kind.__name__}", f"{type(got).__name__} {show(got)}")


def expect_raises(kind: type[E], call: Callable[..., Any], *args: Any, **kwargs: Any) -> E:
    """That the call raises `kind`; returns the exception."""
    reached()
    if not issubclass(type(kind), type) or BaseException not in type.mro(kind):
        raise Violation("an exception class", show(kind))
    try:
        value = call(*args, **kwargs)
    except kind as error:
        return error
    except NotProvided:
        raise
    except Exception as error:
        raise Violation(kind.__name__, said(error)) from error
    raise Violation(kind.__name__, f"no exception, but {show(value)}")


def refusal() -> str:
    """The last refusal that `unless_refused` met, in words."""
    return f"a refusal: {REFUSED.because}"


def unless_refused(call: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """The value of the call, or REFUSED where it raises ValueError or TypeError."""
    reached()
    try:
        return call(*args, **kwargs)
    except (ValueError, TypeError) as error:
        REFUSED.because = said(error)
        return REFUSED
    except NotProvided:
        raise
    except Exception as error:
        raise Violation("a value, ValueError or TypeError", said(error)) from error


def expect_refused(call: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
    """That the call raises ValueError or TypeError."""
    value = unless_refused(call, *args, **kwargs)
    if value is not REFUSED:
        raise Violation("ValueError or TypeError", f"no exception, but {show(value)}")


def expect_refused_at_once(kind: type[Exception], call: Callable[..., Any], *args: Any) -> None:
    """That a call which always raises `kind` raises ValueError or TypeError instead."""
    reached()
    try:
        value = call(*args)
    except (ValueError, TypeError):
        return
    except kind as error:
        raise Violation("ValueError or TypeError", show(error)) from error
    raise Violation("ValueError or TypeError", f"no exception, but {show(value)}")


def listed(items: Any) -> list[Any]:
    """The items of an iterable, of an endless one as many as a Headers may have pairs."""
    return list(islice(items, MOST_PAIRS))


def pairs_of(headers: Any) -> list[tuple[str, str]]:
    """Every pair of ``items()``, or of a list, as plain values; a Violation for no pair of str."""
    items = headers if type(headers) is list else headers.items()
    pairs: list[tuple[str, str]] = []
    for item in islice(items, MOST_PAIRS):
        pair = item
        if not _is_pair(item):
            pair = plain(item)
            if not _is_pair(pair):
                reached()
                raise Violation("items() of pairs of str", show(pair))
        pairs.append((pair[0], pair[1]))
    return pairs


def _is_pair(item: Any) -> bool:
    """Whether it is two plain str: types are asked for by identity, since theirs may lie too."""
    kind = type(item)
    if kind is not tuple and kind is not list:
        return False
    return len(item) == 2 and type(item[0]) is str and type(item[1]) is str


def undated(headers: Any) -> list[tuple[str, str]]:
    """The pairs but those that tell when a response was made: two of the same differ in them."""
    return [(n, v) for n, v in pairs_of(headers) if _lower(n) not in ("date", "expires")]


def values_of(headers: Any, name: str) -> list[str]:
    """What ``items()`` holds for a name given in lower case."""
    return [value for key, value in pairs_of(headers) if _lower(key) == name]


def the_one(response: Any, name: str) -> str:
    """The value of a field; a Violation where there is none or more than one."""
    values = values_of(response.headers, name)
    expect(len(values) == 1, f"one {name}", values)
    return values[0]


def _lower(name: str) -> str:
    """Only ASCII letters fold (RFC 9110 §5.1)."""
    return name.lower() if name.isascii() else name


def by_name(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    """The values of each lower-cased name, in their order: what no choice of layout changes."""
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(_lower(name), []).append(value)
    return found


def expect_fields(headers: Any, pairs: list[tuple[str, str]]) -> None:
    """That `headers` hold exactly `pairs`: every value, in its order within its name."""
    reached()
    got = by_name(pairs_of(headers))
    if got != by_name(pairs):
        raise Violation(show(by_name(pairs)), show(got))


def expect_values(headers: Any, name: str, *expected: str) -> None:
    """That `headers` hold exactly these values for a name given in lower case."""
    reached()
    got = values_of(headers, name)
    if got != list(expected):
        raise Violation(f"{name}: {show(list(expected))}", f"{name}: {show(got)}")


def expect_named(headers: Any, expected: dict[str, list[str]]) -> None:
    """That `headers` hold exactly these values for each name, given in lower case."""
    reached()
    got = by_name(pairs_of(headers))
    for name, values in expected.items():
        if got.get(name, []) != values:
            raise Violation(f"{name}: {show(values)}", f"{name}: {show(got.get(name, []))}")


def made(impl: Any, pairs: list[tuple[str, str]]) -> Any:
    """A Headers that holds `pairs`, added one by one."""
    headers = impl.Headers()
    for name, value in pairs:
        headers.add(name, value)
    return headers


def expect_gone(headers: Any, name: str, others: list[tuple[str, str]]) -> None:
    """That no observer sees `name`, while `others` stand."""
    names, lower = by_name(others), name.lower()
    expect(name not in headers, f"{name!r} not to be in the headers", True)
    expect(lower not in listed(headers), f"no {lower!r} in iteration", listed(headers))
    expect(lower not in listed(headers.keys()), f"no {lower!r} in keys()", listed(headers.keys()))
    expect_fields(headers, others)
    expect_length(headers, names)
    expect_equal(headers.getall(name), [])
    expect_raises(KeyError, headers.__getitem__, name)


def expect_length(headers: Any, names: Collection[str]) -> None:
    """That len, bool and iteration agree, and are those of headers with these names."""
    given, length = listed(headers), len(headers)
    expect(length == len(given), f"len {len(given)}, as iteration gives {given}", length)
    expect(bool(headers) is bool(names), f"bool {bool(names)} with {list(names)}", bool(headers))
    expect((length > 0) is bool(names), f"len > 0 to be {bool(names)}", length)


def expect_nothing_stored(headers: Any, pairs: list[tuple[str, str]]) -> None:
    """That asking for ``x-missing`` left the headers as they were."""
    expect_gone(headers, "x-missing", pairs)


def fields_in(argument: Any) -> list[tuple[str, str]]:
    """What a dict, a list of pairs or a Headers holds, to be compared with what it held before."""
    return [tuple(p) for p in (argument if isinstance(argument, list) else argument.items())]


def change(argument: Any) -> None:
    """Gives a dict, a list of pairs or a Headers another value of ``x-a``, and a new name."""
    for name in ("x-a", "x-later"):
        if isinstance(argument, list):
            argument.append((name, "changed"))
        elif isinstance(argument, dict):
            argument[name] = "changed"
        else:
            argument.add(name, "changed")


def expect_unshared(argument: Any, make: Callable[[Any], Any]) -> None:
    """That `make` neither modifies a ``headers`` argument, nor shares it with what it makes."""
    before = fields_in(argument)
    made = unless_refused(make, argument)
    expect_equal(fields_in(argument), before)
    if made is not REFUSED:
        made.headers.add("x-a", "later")
        expect_equal(fields_in(argument), before)
        held = pairs_of(made.headers)
        change(argument)
        expect_fields(made.headers, held)


def unless_uncopyable(call: Callable[..., Any], *args: Any) -> Any:
    """As `unless_refused`, where copy and pickle may also refuse with exceptions of their own."""
    reached()
    try:
        return call(*args)
    except (ValueError, TypeError, NotImplementedError, pickle.PicklingError, copy.Error):
        return REFUSED
    except AttributeError as error:
        # What pickle says of a class that was made within a function, before Python 3.14.
        if " local object " in str(error):
            return REFUSED
        raise
