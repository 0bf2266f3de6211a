"""The headers by their methods: reading."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from .clause import MUST, SHOULD, cases, clause
from .expect import (
    by_name,
    expect,
    expect_equal,
    expect_fields,
    expect_is,
    expect_length,
    expect_nothing_stored,
    expect_raises,
    made,
    pairs_of,
    plain,
)
from .strategies import (
    ANY_DEFAULTS,
    pairs,
    repeated_pairs,
)

# --- reading


@clause("headers.getall", level=MUST, source="doc", depends_on=["headers.construct", "headers.add"])
@given(pairs=repeated_pairs())
def test_getall(impl, pairs):
    """getall(k) is the list of the values of k, in order, and [] when there are none."""
    headers = made(impl, pairs)
    for name, values in by_name(pairs).items():
        expect_equal(headers.getall(name), values)
    expect_equal(headers.getall("x-missing"), [])
    expect_nothing_stored(headers, pairs)


@clause("headers.getall-fresh", level=SHOULD, source="ruling", depends_on=["headers.getall"])
@given(pairs=repeated_pairs())
def test_getall_fresh(impl, pairs):
    """getall gives a fresh list: changing it does not change the headers."""
    headers = made(impl, pairs)
    for name in by_name(pairs):
        headers.getall(name).append("changed")
        headers.getall(name)[0] = "changed"
    headers.getall("x-missing").append("changed")
    expect_fields(headers, pairs)
    expect_equal(headers.getall("x-missing"), [])


@clause(
    "headers.get-first",
    level=MUST,
    source="ruling",
    depends_on=["headers.construct", "headers.add", "headers.getall"],
)
@given(pairs=repeated_pairs())
def test_get_first(impl, pairs):
    """get(k) and h[k] give the first value, a str, the empty one included."""
    headers = made(impl, pairs)
    for name, values in by_name(pairs).items():
        expect_equal(headers.get(name), values[0])
        expect_equal(headers[name], values[0])
        expect_equal(headers.get(name, "default"), values[0])


@clause(
    "headers.get-default",
    level=MUST,
    source="doc",
    depends_on=["headers.construct", "headers.add", "headers.getall"],
)
@cases(default=ANY_DEFAULTS, stored=[[], [("x-a", "1")]])
def test_get_default(impl, default, stored):
    """get gives back any default for a missing name, and None without one."""
    headers = made(impl, stored)
    expect_is(headers.get("x-missing", default), default)
    expect_is(headers.get("x-missing"), None)
    expect_nothing_stored(headers, stored)


@clause(
    "headers.getitem-missing",
    level=MUST,
    source="doc",
    depends_on=["headers.construct", "headers.add", "headers.getall"],
)
@given(pairs=pairs())
def test_getitem_missing(impl, pairs):
    """h[k] raises KeyError when there is no value."""
    headers = made(impl, pairs)
    expect_raises(KeyError, headers.__getitem__, "x-missing")
    expect_nothing_stored(headers, pairs)


@clause(
    "headers.contains",
    level=MUST,
    source="doc",
    depends_on=["headers.construct", "headers.add", "headers.getall"],
)
@given(pairs=pairs())
def test_contains(impl, pairs):
    """k in h holds for each stored name, with an empty value too, and for no other."""
    headers = made(impl, [*pairs, ("x-a", "x-value")])
    for name, value in pairs:
        expect(name in headers, f"{name!r} in the headers, with the value {value!r}", False)
    for other in ("x-missing", "x-value", "x-"):
        expect(other not in headers, f"{other!r} not in the headers", True)
    expect_nothing_stored(headers, [*pairs, ("x-a", "x-value")])


#: Each has a comma that separates nothing (RFC 6265 §3: cookies are not to be folded).
COOKIES = [
    ("Set-Cookie", "a=1; Expires=Wed, 09 Jun 2021 10:18:14 GMT"),
    ("set-cookie", "b=2; Expires=Wed, 09 Jun 2021 10:18:14 GMT"),
    ("SET-COOKIE", "a=3"),
]


@clause(
    "headers.items",
    level=MUST,
    source="ruling",
    depends_on=["headers.construct", "headers.add", "headers.getall"],
)
@given(pairs=repeated_pairs())
def test_items(impl, pairs):
    """items() gives every pair; the values of one name keep their order and are never joined."""
    pairs = pairs + COOKIES
    headers = made(impl, pairs)
    expect_fields(headers, pairs)
    expect_fields(headers, pairs)
    expect_equal(headers.getall("set-cookie"), [value for _, value in COOKIES])


@clause("headers.iterations-apart", level=MUST, source="ruling", depends_on=["headers.items"])
@given(pairs=repeated_pairs(), taken=st.integers(1, 3))
def test_iterations_apart(impl, pairs, taken):
    """items(), keys() and iteration start afresh each time, also while another is under way."""
    headers = made(impl, pairs)
    for call in (headers.items, headers.keys, lambda: iter(headers)):
        whole = sorted(plain(list(call())))
        first = iter(call())
        begun = list(islice(first, taken))
        expect_equal(sorted(call()), whole)
        expect_equal(sorted([*begun, *first]), whole)


@clause(
    "headers.name-order",
    level=SHOULD,
    source="ruling",
    depends_on=["headers.items", "headers.getall"],
)
@given(pairs=pairs(8))
def test_name_order(impl, pairs):
    """In items(), names keep the order in which they were first added."""
    pairs = [("x-z", "1"), *pairs, ("Content-Type", "a/b"), ("X-Z", "2"), ("a", "1")]
    order = list(by_name(pairs))
    for headers in (made(impl, pairs), impl.Headers(pairs)):
        expect_equal(list(dict.fromkeys(name for name, _ in pairs_of(headers))), order)
    for text, call in KEEPING_ORDER.items():
        headers = impl.Headers([("x-c", "1"), ("x-c", "2"), ("x-b", "3"), ("X-A", "4")])
        call(headers)
        got = list(dict.fromkeys(name for name, _ in pairs_of(headers)))
        wanted = [name for name in ("x-c", "x-b", "x-a") if name in got]
        expect([name for name in got if name in wanted] == wanted, f"{wanted} after {text}", got)
        expect_equal(list(dict.fromkeys(pair[0] for pair in pairs_of(impl.Headers(headers)))), got)


#: What leaves the names that stay where they are.
KEEPING_ORDER = {
    "h.pop('x-c')": lambda h: h.pop("x-c"),
    "h.popall('x-b')": lambda h: h.popall("x-b"),
    "del h['x-b']": lambda h: h.__delitem__("x-b"),
    "h.get('x-c')": lambda h: h.get("x-c"),
    "h.getall('x-c')": lambda h: h.getall("x-c"),
    "h['x-c']": lambda h: h["x-c"],
    "h.setdefault('x-c', '5')": lambda h: h.setdefault("x-c", "5"),
    "h.setdefault('x-0', '5')": lambda h: h.setdefault("x-0", "5"),
    "h.add('x-c', '5')": lambda h: h.add("x-c", "5"),
    "h.update({'x-c': '5'})": lambda h: h.update({"x-c": "5"}),
    "h.replace({'x-0': '5'})": lambda h: h.replace({"x-0": "5"}),
}


@clause("headers.len", level=MUST, source="ruling", depends_on=["headers.construct", "headers.add"])
@given(pairs=repeated_pairs() | pairs())
def test_len(impl, pairs):
    """len(h) == len(list(h)), bool(h) == (len(h) > 0), and k in h for every k in h."""
    headers = made(impl, pairs)
    expect_length(headers, by_name(pairs))
    for name in headers:
        expect(name in headers, f"{name!r}, which iteration gives, in the headers", False)
    expect_equal(sorted(set(headers)), sorted(by_name(pairs)))
    expect_equal(sorted(set(headers.keys())), sorted(by_name(pairs)))
