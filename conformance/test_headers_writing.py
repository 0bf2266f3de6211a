"""The headers by their methods: storing and removing."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

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
    expect_nothing_stored,
    expect_refused,
    made,
    pairs_of,
    unless_refused,
)
from .strategies import (
    ANY_DEFAULTS,
    bad_names,
    field_names,
    field_values,
    masks,
    pairs,
    recase,
    repeated_pairs,
)

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
@cases(default=ANY_DEFAULTS, stored=[[], [("x-a", "1")]])
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
