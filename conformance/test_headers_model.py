"""Headers beside a plain list of pairs: any sequence of calls leaves both with the same fields.

The calls are drawn as a list, since none needs what an earlier one returned: that costs a tenth of
a rule-based machine, and a fault still shrinks to the shortest sequence that shows it.
"""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import copy
import functools
import pickle
from collections.abc import Callable
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from .clause import MUST, SHOULD, NotProvided, Violation, clause, reached
from .expect import (
    REFUSED,
    by_name,
    listed,
    pairs_of,
    plain,
    refusal,
    unless_refused,
    unless_uncopyable,
)
from .failure import said
from .strategies import Fields
from .strategies.draws import lists_of

NAMES = ("a", "A", "x-b", "X-B")
VALUES = ("", "1", "2", "a, b")
Pairs = list[tuple[str, str]]


class Call:
    """One call of a method: `text` in Python, on the headers and on the pairs that model them."""

    def __init__(
        self,
        text: str,
        on_headers: Callable[[Any, Any], Any],
        on_pairs: Callable[[Pairs], tuple[Pairs, Any]],
        clause: str,
    ) -> None:
        self.text = text
        self.on_headers = on_headers
        self.on_pairs = on_pairs
        self.clause = clause
        self.made_by: tuple[Callable[..., Call], tuple[Any, ...]]

    def __repr__(self) -> str:
        return self.text

    def __reduce__(self) -> tuple[Callable[..., Call], tuple[Any, ...]]:
        return self.made_by


def _remembered(make: Callable[..., Call]) -> Callable[..., Call]:
    """Makes calls that know how they were made, so that a script can make them anew."""

    @functools.wraps(make)
    def remembered(*args: Any) -> Call:
        call = make(*args)
        call.made_by = remembered, args
        return call

    return remembered


ANYTHING = object()


def _without(pairs: Pairs, *names: str) -> Pairs:
    return [pair for pair in pairs if pair[0] not in {name.lower() for name in names}]


def _values(pairs: Pairs, name: str) -> list[str]:
    return [value for key, value in pairs if key == name.lower()]


def _lower(pairs: Pairs) -> Pairs:
    return [(name.lower(), value) for name, value in pairs]


@_remembered
def _set(name: str, value: str) -> Call:
    return Call(
        f"h[{name!r}] = {value!r}",
        lambda h, impl: h.__setitem__(name, value),
        lambda p: ([*_without(p, name), (name.lower(), value)], ANYTHING),
        "headers.setitem",
    )


@_remembered
def _add(name: str, value: str) -> Call:
    return Call(
        f"h.add({name!r}, {value!r})",
        lambda h, impl: h.add(name, value),
        lambda p: ([*p, (name.lower(), value)], ANYTHING),
        "headers.add",
    )


@_remembered
def _setdefault(name: str, value: str) -> Call:
    def on_pairs(p: Pairs) -> tuple[Pairs, Any]:
        values = _values(p, name)
        return (p, values[0]) if values else ([*p, (name.lower(), value)], value)

    return Call(
        f"h.setdefault({name!r}, {value!r})",
        lambda h, impl: h.setdefault(name, value),
        on_pairs,
        "headers.setdefault",
    )


@_remembered
def _del(name: str) -> Call:
    """Deletes a name that is there: what del does for one that is not is left open."""

    def on_headers(h: Any, impl: Any) -> None:
        if name in h:
            del h[name]

    return Call(
        f"if {name!r} in h: del h[{name!r}]",
        on_headers,
        lambda p: (_without(p, name), ANYTHING),
        "headers.del",
    )


@_remembered
def _pop(name: str, default: str) -> Call:
    def on_pairs(p: Pairs) -> tuple[Pairs, Any]:
        for number, (key, value) in enumerate(p):
            if key == name.lower():
                return p[:number] + p[number + 1 :], value
        return p, default

    return Call(
        f"h.pop({name!r}, {default!r})",
        lambda h, impl: h.pop(name, default),
        on_pairs,
        "headers.pop",
    )


@_remembered
def _popall(name: str) -> Call:
    return Call(
        f"h.popall({name!r})",
        lambda h, impl: h.popall(name),
        lambda p: (_without(p, name), _values(p, name)),
        "headers.popall",
    )


@_remembered
def _update(fields: Fields) -> Call:
    return Call(
        f"h.update({fields!r}.make(impl))",
        lambda h, impl: h.update(fields.make(impl)),
        lambda p: (p + _lower(fields.pairs), ANYTHING),
        "headers.update",
    )


@_remembered
def _replace(fields: Fields) -> Call:
    return Call(
        f"h.replace({fields!r}.make(impl))",
        lambda h, impl: h.replace(fields.make(impl)),
        lambda p: (_without(p, *(n for n, _ in fields.pairs)) + _lower(fields.pairs), ANYTHING),
        "headers.replace",
    )


@_remembered
def _replace_by_itself() -> Call:
    return Call(
        "h.replace(h)",
        lambda h, impl: h.replace(h),
        lambda p: (p, ANYTHING),
        "headers.self-update",
    )


#: Each gives other headers to go on with, or refuses.
COPIES: dict[str, Callable[[Any, Any], Any]] = {
    "copy.copy(h)": lambda h, impl: copy.copy(h),
    "copy.deepcopy(h)": lambda h, impl: copy.deepcopy(h),
    "pickle.loads(pickle.dumps(h))": lambda h, impl: pickle.loads(pickle.dumps(h)),
    "impl.Headers(h)": lambda h, impl: impl.Headers(h),
}


@_remembered
def _copied(text: str) -> Call:
    return Call(f"h = {text}", COPIES[text], lambda p: (p, ANYTHING), "headers.copies")


def _some_fields() -> list[Fields]:
    """Arguments of every shape with up to three fields: always the same, the short ones first."""
    random = Random(9110)
    pool = [(name, value) for name in NAMES for value in VALUES]
    return [
        Fields(shape, random.choices(pool, k=size))
        for size in (0, 1, 2, 3) * 12
        for shape in Fields.SHAPES
    ]


KINDS = [
    [_set(n, v) for n in NAMES for v in VALUES[:2]],
    [_add(n, v) for n in NAMES for v in VALUES],
    [_setdefault(n, v) for n in NAMES for v in VALUES[:3]],
    [_del(n) for n in NAMES],
    [_pop(n, default) for n in NAMES for default in ("", "default")],
    [_popall(n) for n in NAMES],
    [*map(_copied, COPIES), _replace_by_itself()],
    [_update(fields) for fields in _some_fields()],
    [_replace(fields) for fields in _some_fields()],
]
#: Every kind as often as the others: the first of each, the second of each, and so on.
CALLS = [kind[number % len(kind)] for number in range(384) for kind in KINDS]


def calls() -> st.SearchStrategy[list[Call]]:
    """Four to sixteen calls, each kind as likely as the others, on few names: they meet."""
    return lists_of(CALLS, min_size=4, max_size=16)


def observe(headers: Any) -> dict[str, Any]:
    """What every observer says, each under the clause that it belongs to."""
    names = listed(headers)
    return {
        "headers.items": by_name(pairs_of(headers)),
        "headers.getall": {name: plain(headers.getall(name)) for name in NAMES},
        "headers.get-first": {name: plain(headers.get(name, None)) for name in NAMES},
        "headers.lookup-any-case": {name: name in headers for name in NAMES},
        "headers.getitem-missing": {name: _item(headers, name) for name in NAMES},
        "headers.len": (len(headers) == len(names), bool(headers), plain(sorted(set(names)))),
        "headers.lower-case-out": plain(sorted(set(headers.keys()))),
    }


def _item(headers: Any, name: str) -> Any:
    try:
        return plain(headers[name])
    except KeyError:
        return KeyError


def modelled(pairs: Pairs) -> dict[str, Any]:
    """What every observer has to say."""
    found = by_name(pairs)
    firsts = {name: next(iter(found.get(name.lower(), ())), None) for name in NAMES}
    return {
        "headers.items": found,
        "headers.getall": {name: found.get(name.lower(), []) for name in NAMES},
        "headers.get-first": firsts,
        "headers.lookup-any-case": {name: name.lower() in found for name in NAMES},
        "headers.getitem-missing": {
            name: KeyError if value is None else value for name, value in firsts.items()
        },
        "headers.len": (True, bool(pairs), sorted(found)),
        "headers.lower-case-out": sorted(found),
    }


def compare(headers: Any, pairs: Pairs, after: str) -> None:
    """A Violation where an observer of `headers` does not say what `pairs` hold."""
    reached()
    try:
        got = observe(headers)
    except (Violation, NotProvided):
        raise
    except Exception as error:
        raise Violation(f"every observer to answer {after}", said(error)) from error
    for observer, expected in modelled(pairs).items():
        if got[observer] != expected:
            raise Violation(f"{expected} {after} ({observer})", f"{got[observer]}")


@clause(
    "headers.model",
    level=MUST,
    source="doc",
    also="ruling",
    depends_on=["headers.shapes", "headers.getall"],
)
@given(calls=calls())
def test_model(impl, calls):
    """After any sequence of calls, every observer says what a list of pairs would."""
    h, pairs = impl.Headers(), []
    for call in calls:
        pairs, expected = call.on_pairs(pairs)
        may_refuse = call.clause == "headers.copies"
        got = (unless_uncopyable if may_refuse else unless_refused)(call.on_headers, h, impl)
        if call.clause == "headers.copies":
            h = h if got is REFUSED else got
        elif expected is not ANYTHING and plain(got) != expected:
            raise Violation(f"{expected!r} from {call} ({call.clause})", f"{got!r}")
        elif got is REFUSED:
            raise Violation(f"{call} to be accepted ({call.clause})", refusal())
        compare(h, pairs, f"after {call}")


REFUSALS = {
    "h['a b'] = '1'": lambda h: h.__setitem__("a b", "1"),
    "h['a'] = '\\x01'": lambda h: h.__setitem__("a", "\x01"),
    "h.add('a', '\\x01')": lambda h: h.add("a", "\x01"),
    "h.add('', '1')": lambda h: h.add("", "1"),
    "h.setdefault('new ', '1')": lambda h: h.setdefault("new ", "1"),
    "h.update({'a': '3', 'b\\n': '1'})": lambda h: h.update({"a": "3", "b\n": "1"}),
    "h.update(iter([('x-b', '3'), ('a', '\\x7f')]))": lambda h: h.update(
        iter([("x-b", "3"), ("a", "\x7f")])
    ),
    "h.replace([('a', '3'), ('x-b', '\\x01')])": lambda h: h.replace([("a", "3"), ("x-b", "\x01")]),
    "h.replace({'a': '3', 'é': '1'})": lambda h: h.replace({"a": "3", "é": "1"}),
    "h.update([('a', '3'), ('c',)])": lambda h: h.update([("a", "3"), ("c",)]),
}


@clause("headers.model-refusals", level=SHOULD, source="ruling", depends_on=["headers.model"])
@given(before=calls(), after=calls())
def test_model_refusals(impl, before, after):
    """A call that is refused leaves the headers as they were, and good for all later calls."""
    h, pairs = impl.Headers(), []
    for call in before:
        pairs, _ = call.on_pairs(pairs)
        if call.clause != "headers.copies":
            call.on_headers(h, impl)
    for text, refused in REFUSALS.items():
        if unless_refused(refused, h) is not REFUSED:
            raise Violation(f"{text} to be refused", "no exception")
        compare(h, pairs, f"after {text} was refused")
    for call in after:
        pairs, _ = call.on_pairs(pairs)
        if call.clause != "headers.copies":
            call.on_headers(h, impl)
    compare(h, pairs, "after later calls")
