"""Headers: names are tokens, and match without regard to case through every door."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from .clause import MUST, SHOULD, cases, clause
from .doors import HEADERS
from .expect import (
    REFUSED,
    expect,
    expect_equal,
    expect_fields,
    expect_gone,
    expect_refused,
    listed,
    pairs_of,
    unless_refused,
)
from .grammar import TCHAR
from .strategies import (
    BAD_NAMES,
    LENGTHS,
    bad_names,
    field_names,
    field_values,
    masks,
    recase,
)


@clause(
    "headers.lookup-any-case",
    level=MUST,
    source="doc",
    also="RFC 9110 §5.1",
    depends_on=["headers.construct", "headers.getall"],
)
@given(name=field_names(), value=field_values(), stored=masks(), asked=masks())
def test_lookup_any_case(impl, name, value, stored, asked):
    """in, [], get and getall find a name in whatever case it is given."""
    headers = impl.Headers([(recase(name, stored), value), ("x-other", "1")])
    asked_name = recase(name, asked)
    expect_equal(asked_name in headers, True)
    expect_equal(headers[asked_name], value)
    expect_equal(headers.get(asked_name), value)
    expect_equal(headers.getall(asked_name), [value])


@clause(
    "headers.remove-any-case",
    level=MUST,
    source="doc",
    also="RFC 9110 §5.1",
    depends_on=["headers.construct"],
)
@given(name=field_names(), value=field_values(), stored=masks(), asked=masks())
def test_remove_any_case(impl, name, value, stored, asked):
    """del, pop and popall find a name in whatever case it is given."""
    pair, asked_name = (recase(name, stored), value), recase(name, asked)
    headers = impl.Headers([pair, ("x-other", "1")])
    del headers[asked_name]
    expect_fields(headers, [("x-other", "1")])
    headers = impl.Headers([pair, ("x-other", "1")])
    expect_equal(headers.pop(asked_name), value)
    expect_fields(headers, [("x-other", "1")])
    headers = impl.Headers([pair, ("x-other", "1")])
    expect_equal(headers.popall(asked_name), [value])
    expect_fields(headers, [("x-other", "1")])


@clause(
    "headers.store-any-case",
    level=MUST,
    source="doc",
    also="RFC 9110 §5.1",
    depends_on=["headers.construct", "headers.add", "headers.getall"],
)
@given(name=field_names(), old=field_values(), new=field_values(), stored=masks(), given=masks())
def test_store_any_case(impl, name, old, new, stored, given):
    """[]=, add, update, replace and setdefault match a stored name in whatever case it is given."""
    first, second = recase(name, stored), recase(name, given)
    kept = [("x-other", "1"), (name, old)]

    def headers():
        return impl.Headers([("x-other", "1"), (first, old)])

    changed = headers()
    changed[second] = new
    expect_fields(changed, [("x-other", "1"), (name, new)])
    changed = headers()
    changed.add(second, new)
    expect_fields(changed, [*kept, (name, new)])
    expect_equal(changed.getall(first), [old, new])
    changed = headers()
    changed.update({second: new})
    expect_fields(changed, [*kept, (name, new)])
    expect_equal(changed.getall(first), [old, new])
    changed = headers()
    changed.replace({second: new})
    expect_fields(changed, [("x-other", "1"), (name, new)])
    changed = headers()
    expect_equal(changed.setdefault(second, new), old)
    expect_fields(changed, kept)


@clause(
    "headers.lower-case-out",
    level=MUST,
    source="doc",
    depends_on=["headers.construct", "headers.add"],
)
@given(name=field_names(), value=field_values(), mask=masks())
def test_lower_case_out(impl, name, value, mask):
    """What comes out of keys(), iteration and items() is lower case, whichever way it went in."""
    lower = name.lower()
    for door, enter in HEADERS.items():
        headers = enter(impl, recase(name, mask), value)
        expect(
            lower in listed(headers.keys()),
            f"{lower!r} in keys() after {door}",
            listed(headers.keys()),
        )
        expect(lower in listed(headers), f"{lower!r} in iteration after {door}", listed(headers))
        expect(
            (lower, value) in pairs_of(headers),
            f"{(lower, value)!r} in items() after {door}",
            pairs_of(headers),
        )
        for key in [*headers.keys(), *headers]:
            expect_equal(key, key.lower())


@clause(
    "headers.only-ascii-folds",
    level=MUST,
    source="doc",
    also="RFC 9110 §5.1",
    depends_on=["headers.construct"],
)
@cases(
    look_alike=[
        ("k", "\u212a"),
        ("K", "\u212a"),
        ("x-k", "X-\u212a"),
        ("s", "ſ"),
        ("x-s", "X-ſ"),
        ("i", "ı"),
        ("i", "İ"),
        ("ss", "ß"),
        ("fi", "\ufb01"),
        ("a", "ａ"),
        ("a", "ª"),
        ("e", "é"),
    ]
)
def test_only_ascii_folds(impl, look_alike):
    """A look-alike that only Unicode folds, such as U+212A for k, is another name."""
    stored, asked = look_alike
    expect_unknown(impl.Headers([(stored, "1"), ("x-a", "2")]), asked)


def expect_unknown(headers, name):
    """That every look-up of `name` finds nothing or is refused, and changes nothing."""
    pairs = pairs_of(headers)
    found = unless_refused(headers.__contains__, name)
    expect(found in (False, REFUSED), f"{name!r} not in the headers, or refused", found)
    for call in (headers.get, headers.pop):
        got = unless_refused(call, name, "default")
        expect(got in ("default", REFUSED), "the default, or a refusal", got)
    for call in (headers.getall, headers.popall):
        got = unless_refused(call, name)
        expect(got in ([], REFUSED), "[], or a refusal", got)
    # What del does for a name that is not there is left open.
    for call, silent in ((headers.__getitem__, False), (headers.__delitem__, True)):
        try:
            got = unless_refused(call, name)
        except AssertionError as error:
            got = error.__cause__
        if not (silent and got is None):
            expect(got is REFUSED or isinstance(got, KeyError), "KeyError, or a refusal", got)
    expect_fields(headers, pairs)


@clause(
    "headers.distinct-names",
    level=MUST,
    source="RFC 9110 §5.1",
    depends_on=["headers.construct", "headers.getall"],
)
@given(
    value=field_values(),
    names=st.sampled_from(
        [
            ("x-a", "x_a"),
            ("x-a", "xa"),
            ("x", "x-"),
            ("a", "a."),
            ("a", "b"),
            ("x-a", "a"),
            ("xa", "x"),
            ("content-type", "content_type"),
            ("a", "http_a"),
            ("__class__", "_class__"),
            ("a" * 300, "a" * 301),
            ("x-" * 50 + "a", "x-" * 50 + "b"),
        ]
    ),
    mask=masks(),
)
def test_distinct_names(impl, value, names, mask):
    """Names that differ by more than case are different names."""
    first, second = names
    for stored, other in (names, names[::-1]):
        expect_gone(impl.Headers([(recase(stored, mask), value)]), other, [(stored, value)])
    headers = impl.Headers([(recase(first, mask), "1"), (second, value)])
    expect_equal(headers.getall(first), ["1"])
    expect_equal(headers.getall(second), [value])
    del headers[first]
    expect_fields(headers, [(second, value)])


@clause(
    "headers.name-is-token",
    level=MUST,
    source="RFC 9110 §5.1",
    also="RFC 9110 §5.6.2",
    depends_on=["headers.construct", "headers.add"],
)
@given(name=bad_names())
def test_name_is_token(impl, name):
    """A name that is no token is refused, through every door."""
    for _door, enter in HEADERS.items():
        expect_refused(enter, impl, name, "a")


@clause(
    "headers.name-is-token-known",
    level=MUST,
    source="RFC 9110 §5.1",
    also="RFC 9110 §5.6.2",
    depends_on=["headers.construct", "headers.add"],
)
@cases(
    name=[
        *BAD_NAMES,
        *(f"a{chr(c)}b" for c in range(256) if chr(c) not in TCHAR),
        *("a" * length + bad for length in LENGTHS for bad in ("\r\nb: c", ":", "é")),
    ]
)
def test_name_is_token_known(impl, name):
    """No character but those of a token is let into a name: each of the first 256 is tried.

    However long the name is.
    """
    for _door, enter in HEADERS.items():
        expect_refused(enter, impl, name, "a")


@clause(
    "headers.every-token", level=MUST, source="RFC 9110 §5.6.2", depends_on=["headers.construct"]
)
@cases(character=TCHAR)
def test_every_token(impl, character):
    """Every character of a token is accepted in a name, wherever it stands and however often."""
    for name in (character, f"a{character}", f"{character}a", character * 300):
        expect_fields(impl.Headers({name: "a"}), [(name, "a")])


@clause(
    "headers.name-is-str",
    level=SHOULD,
    source="RFC 9110 §5.1",
    depends_on=["headers.construct", "headers.add"],
)
@cases(name=[None, 5, 1.5, ("a",), True], door=list(HEADERS))
def test_name_is_str(impl, name, door):
    """A name that is no str is refused."""
    expect_refused(HEADERS[door], impl, name, "a")


@clause(
    "headers.bytes-names",
    level=SHOULD,
    source="RFC 9110 §5.1",
    depends_on=["headers.construct", "headers.add"],
)
@cases(door=list(HEADERS))
def test_bytes_names(impl, door):
    """A name in bytes is refused, or counts as the text that it spells: never as its repr()."""
    headers = unless_refused(HEADERS[door], impl, b"x-a", "1")
    if headers is not REFUSED:
        stored = pairs_of(headers)
        expect(("x-a", "1") in stored, "x-a: 1, or a refusal", stored)


@clause(
    "headers.lookup-impossible", level=SHOULD, source="ruling", depends_on=["headers.construct"]
)
@given(name=bad_names() | st.sampled_from([None, 5, ("a",)]))
def test_lookup_impossible(impl, name):
    """Looking up a name that could never be stored finds nothing, or is refused."""
    expect_unknown(impl.Headers([("a", "1"), ("x-a", "2")]), name)
