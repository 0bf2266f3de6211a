"""Headers: reading, storing and removing, one call at a time."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from .clause import MUST, SHOULD, Violation, cases, clause
from .deadline import deadline
from .expect import (
    REFUSED,
    by_name,
    expect,
    expect_equal,
    expect_fields,
    expect_gone,
    expect_is,
    expect_length,
    expect_nothing_stored,
    expect_raises,
    expect_refused,
    listed,
    made,
    pairs_of,
    plain,
    unless_refused,
)
from .strategies import (
    bad_names,
    field_names,
    field_values,
    masks,
    pairs,
    recase,
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
@cases(default=[None, "", "a", 0, False, [], object()], stored=[[], [("x-a", "1")]])
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
    """In items(), keys() and iteration, names keep the order in which they were first added."""
    pairs = [("x-z", "1"), *pairs, ("Content-Type", "a/b"), ("X-Z", "2"), ("a", "1")]
    order = list(by_name(pairs))
    for headers in (made(impl, pairs), impl.Headers(pairs)):
        expect_equal(list(dict.fromkeys(name for name, _ in pairs_of(headers))), order)
        expect_equal(list(dict.fromkeys(listed(headers.keys()))), order)
        expect_equal(list(dict.fromkeys(headers)), order)
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


# --- storing


@clause("headers.add", level=MUST, source="doc", depends_on=["headers.construct"])
@given(pairs=pairs(), name=field_names(), values=st.lists(field_values(), min_size=1, max_size=3))
def test_add(impl, pairs, name, values):
    """add(k, v) appends: the values that were there stay before it."""
    headers = impl.Headers(pairs)
    values = [*values, values[0]]
    for value in values:
        headers.add(name, value)
    expect_fields(headers, [*pairs, *((name, value) for value in values)])


@clause(
    "headers.setitem", level=MUST, source="doc", depends_on=["headers.construct", "headers.add"]
)
@given(pairs=repeated_pairs(), name=st.sampled_from(["a", "X-B", "new"]), value=field_values())
def test_setitem(impl, pairs, name, value):
    """h[k] = v replaces every value of k, and touches no other name."""
    headers = made(impl, pairs)
    headers[name] = value
    others = [pair for pair in pairs if pair[0].lower() != name.lower()]
    expect_fields(headers, [*others, (name, value)])


@clause("headers.update", level=MUST, source="doc", depends_on=["headers.shapes", "headers.add"])
@given(pairs=repeated_pairs(), more=repeated_pairs())
def test_update(impl, pairs, more):
    """update(x) adds every pair of x to what is there."""
    headers = made(impl, pairs)
    headers.update(more)
    expect_fields(headers, pairs + more)
    headers.update([])
    expect_fields(headers, pairs + more)


@clause("headers.replace", level=MUST, source="doc", depends_on=["headers.shapes", "headers.add"])
@given(pairs=repeated_pairs(), more=repeated_pairs(), first=st.booleans())
def test_replace(impl, pairs, more, first):
    """replace(x) removes the old values of each name in x, then stores all that x has for it."""
    if first:
        more = [pair for pair in more if pair[0].lower() == "a"]
    more = [*more, ("x-new", "1")]
    headers = made(impl, pairs)
    headers.replace(more)
    named = {name.lower() for name, _ in more}
    expect_fields(headers, [pair for pair in pairs if pair[0].lower() not in named] + more)


@clause(
    "headers.setdefault",
    level=MUST,
    source="ruling",
    depends_on=["headers.construct", "headers.add"],
)
@given(pairs=repeated_pairs(), name=st.sampled_from(["a", "X-B", "new"]), value=field_values())
def test_setdefault(impl, pairs, name, value):
    """setdefault returns the first value present, an empty one too, else stores and returns v."""
    headers = made(impl, pairs)
    present = by_name(pairs).get(name.lower())
    expect_equal(headers.setdefault(name, value), present[0] if present else value)
    expect_fields(headers, pairs if present else [*pairs, (name, value)])
    expect_equal(headers.setdefault(name, "other"), present[0] if present else value)
    for present in ([("x-empty", "")], [("x-empty", ""), ("X-Empty", "1")]):
        empty = made(impl, present)
        expect_equal(empty.setdefault("X-Empty", value), "")
        expect_equal(empty.setdefault("x-new", ""), "")
        expect_fields(empty, [*present, ("x-new", "")])


@clause(
    "headers.self-update",
    level=MUST,
    source="ruling",
    depends_on=["headers.update", "headers.replace"],
)
@given(pairs=repeated_pairs())
def test_self_update(impl, pairs):
    """h.update(h) and h.replace(h) end; replace(h) changes nothing, and update(h) loses nothing."""
    headers = made(impl, pairs)
    with deadline(2, Violation("replace(h) and update(h) to end", "no end after 2 s")):
        headers.replace(headers)
        expect_fields(headers, pairs)
        headers.update(headers)
    got = by_name(pairs_of(headers))
    for name, values in by_name(pairs).items():
        expect(got.get(name) in (values, values * 2), f"{name}: {values!r} once or twice", got)
    expect_equal(sorted(got), sorted(by_name(pairs)))


@clause(
    "headers.bulk-atomic",
    level=SHOULD,
    source="ruling",
    depends_on=["headers.shapes", "headers.add"],
)
@given(
    pairs=repeated_pairs(),
    more=pairs(3),
    name=bad_names(),
    value=st.sampled_from(["a\r\nb", "\x01", "€", None, 5]),
    call=st.sampled_from(["update", "replace"]),
)
def test_bulk_atomic(impl, pairs, more, name, value, call):
    """A bulk call that refuses one pair leaves the headers as they were."""
    headers = made(impl, pairs)
    expect_refused(getattr(headers, call), [("a", "new"), *more, (name, "1"), ("X-b", "new")])
    expect_fields(headers, pairs)
    changed = unless_refused(getattr(headers, call), [("a", "new"), *more, ("X-b", value)])
    if changed is REFUSED:
        expect_fields(headers, pairs)


# --- removing


@clause(
    "headers.del",
    level=MUST,
    source="doc",
    depends_on=["headers.construct", "headers.add", "headers.getall"],
)
@given(pairs=repeated_pairs())
def test_del(impl, pairs):
    """del h[k] removes k with all its values."""
    headers = made(impl, pairs)
    name = pairs[0][0]
    del headers[name]
    expect_gone(headers, name, [pair for pair in pairs if pair[0].lower() != name.lower()])


@clause("headers.pop", level=MUST, source="ruling", depends_on=["headers.construct", "headers.add"])
@given(pairs=repeated_pairs())
def test_pop(impl, pairs):
    """pop(k) removes and gives the first value; the others stay in their order."""
    headers = made(impl, pairs)
    name = pairs[0][0]
    expect_equal(headers.pop(name), pairs[0][1])
    expect_fields(headers, pairs[1:])
    with_default = made(impl, pairs)
    expect_equal(with_default.pop(name, "default"), pairs[0][1])
    expect_fields(with_default, pairs[1:])


@clause(
    "headers.pop-default",
    level=MUST,
    source="doc",
    depends_on=["headers.construct", "headers.add", "headers.getall"],
)
@cases(default=[None, "", "a", 0, False, [], object()], stored=[[], [("x-a", "1")]])
def test_pop_default(impl, default, stored):
    """pop gives back any default for a missing name, None and "" included, and removes nothing."""
    headers = made(impl, stored)
    expect_is(headers.pop("x-missing", default), default)
    expect_nothing_stored(headers, stored)


@clause(
    "headers.pop-missing",
    level=MUST,
    source="ruling",
    depends_on=["headers.construct", "headers.add", "headers.getall"],
)
@cases(stored=[[], [("x-a", "")], [("x-a", "1"), ("x-a", "2")]])
def test_pop_missing(impl, stored):
    """pop(k) of a missing name raises KeyError or gives None, and removes nothing."""
    headers = made(impl, stored)
    try:
        got = headers.pop("x-missing")
    except KeyError:
        got = None
    expect(got is None, "KeyError or None", got)
    expect_nothing_stored(headers, stored)


@clause(
    "headers.popall",
    level=MUST,
    source="doc",
    depends_on=["headers.construct", "headers.add", "headers.getall"],
)
@given(pairs=repeated_pairs())
def test_popall(impl, pairs):
    """popall(k) removes and gives all values in their order, and [] when there are none."""
    headers = made(impl, pairs)
    name = pairs[0][0].lower()
    popped = headers.popall(name)
    expect_equal(popped, by_name(pairs)[name])
    expect_fields(headers, [pair for pair in pairs if pair[0].lower() != name])
    expect_gone(headers, name, [pair for pair in pairs if pair[0].lower() != name])
    for missing in (name, "x-missing"):
        headers.popall(missing).append("changed")
        expect_equal(headers.popall(missing), [])
    headers.add(name, "later")
    expect_equal(popped, by_name(pairs)[name])
    popped.append("changed")
    expect_equal(headers.popall(name), ["later"])


@clause(
    "headers.popped-gone", level=MUST, source="ruling", depends_on=["headers.pop", "headers.getall"]
)
@given(pairs=repeated_pairs(), asked=masks(), default=st.sampled_from([(), ("default",)]))
def test_popped_gone(impl, pairs, asked, default):
    """A name whose last value was popped is gone for every observer, and can be added again."""
    headers = made(impl, pairs)
    name = pairs[0][0].lower()
    values = by_name(pairs)[name]
    others = [pair for pair in pairs if pair[0].lower() != name]
    for _ in values:
        headers.pop(name, *default)
    expect_gone(headers, recase(name, asked), others)
    expect_equal(headers.get(name, "default"), "default")
    expect_equal(headers.pop(name, "default"), "default")
    twin = made(impl, others)
    if unless_refused(lambda: twin == made(impl, others)) is True:
        expect(headers == twin, f"equal to headers without {name!r}", words="not equal")
    headers.add(name, "again")
    expect_fields(headers, [*others, (name, "again")])
    expect_equal(headers.popall(name), ["again"])
    expect_gone(headers, name, others)
    expect_equal(headers.setdefault(name, "once more"), "once more")
    expect_equal(headers.pop(name, *default), "once more")
    expect_gone(headers, name, others)
