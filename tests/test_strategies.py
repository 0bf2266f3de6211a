"""Strategies: nothing wrong comes out of them, and the rare thing does."""

from __future__ import annotations

import json
import mimetypes
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis.strategies import SearchStrategy

from conformance import grammar, strategies
from conformance.strategies import (
    BREAKS,
    CONTROLS,
    FILE_NAMES,
    KNOWN_NAMES,
    KNOWN_VALUES,
    MALFORMED,
    REFERENCES,
    SPOILT,
    Fields,
    Keyed,
    bad_names,
    breaking_values,
    content_codes,
    contents,
    control_values,
    field_names,
    field_values,
    fields,
    file_shapes,
    filled_contents,
    json_values,
    json_wrappings,
    masks,
    no_content_codes,
    obs_text_values,
    octets,
    padded_values,
    pairs,
    recase,
    repeated_pairs,
    repeating_fields,
    texts,
    texts_that_are_no_uri,
    tokens,
    uri_references,
    wide_values,
)

DETERMINED = settings(derandomize=True, database=None, deadline=None, max_examples=500)
#: The gate draws a hundred examples: what it is to meet has to be common.
REACHED = settings(DETERMINED, max_examples=1000, phases=[Phase.generate])


def is_token(name: str) -> bool:
    return name.isascii() and grammar.TOKEN.fullmatch(name.encode()) is not None


def is_value(value: str) -> bool:
    try:
        return grammar.FIELD_VALUE.fullmatch(value.encode("latin-1")) is not None
    except UnicodeEncodeError:
        return False


def is_utf_8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def is_uri(text: str) -> bool:
    return text.isascii() and grammar.URI_REFERENCE.fullmatch(text.encode()) is not None


def is_json(value: Any) -> bool:
    return bool(json.dumps(json.loads(json.dumps(value, allow_nan=False))) == json.dumps(value))


def are_fields(found: list[tuple[str, str]]) -> bool:
    return all(is_token(name) and is_value(value) for name, value in found)


#: What holds of everything that a strategy draws.
SOUND: dict[str, tuple[SearchStrategy[Any], Callable[[Any], bool]]] = {
    "tokens": (tokens(), is_token),
    "field_names": (
        field_names(),
        lambda name: (
            is_token(name)
            and name.lower()
            not in ("te", "trailer", "upgrade", "connection", "content-length", "transfer-encoding")
        ),
    ),
    "bad_names": (bad_names(), lambda name: not is_token(name)),
    "field_values": (field_values(), lambda value: is_value(value) and value.isascii()),
    "obs_text_values": (
        obs_text_values(),
        lambda v: is_value(v) and any("\x80" <= c <= "\xff" for c in v),
    ),
    "wide_values": (
        wide_values(),
        lambda v: is_utf_8(v) and any(c > "\xff" for c in v) and not set(v) & set("\r\n\0"),
    ),
    "breaking_values": (breaking_values(), lambda value: bool(set(value) & set("\r\n\0"))),
    "control_values": (
        control_values(),
        lambda v: bool(set(v) & set(CONTROLS)) and not set(v) & set("\r\n\0\t"),
    ),
    "padded_values": (
        padded_values(),
        lambda two: two[0].strip(" \t") == two[1] and is_value(two[1]),
    ),
    "pairs": (pairs(), are_fields),
    "repeated_pairs": (
        repeated_pairs(),
        lambda p: are_fields(p) and len(p) >= 3 and len({name.lower() for name, _ in p}) <= 2,
    ),
    "fields": (fields(), lambda argument: are_fields(argument.pairs)),
    "repeating_fields": (repeating_fields(), lambda argument: are_fields(argument.pairs)),
    "masks": (masks(), lambda mask: type(mask) is int),
    "content_codes": (
        content_codes(),
        lambda code: 200 <= code < 600 and grammar.allows_content(code),
    ),
    "no_content_codes": (no_content_codes(), lambda code: code in grammar.NO_CONTENT),
    "contents": (contents(), lambda data: type(data) is bytes),
    "filled_contents": (filled_contents(), lambda data: type(data) is bytes and len(data) > 0),
    "texts": (texts(), is_utf_8),
    "json_values": (json_values(), is_json),
    "json_wrappings": (
        json_wrappings(),
        lambda wrap: json.dumps(wrap("\0needle")).count("needle") == 1,
    ),
    "file_shapes": (file_shapes(), lambda shape: shape[0] >= 0 and shape[1] >= 1),
    "uri_references": (uri_references(), is_uri),
    "texts_that_are_no_uri": (
        texts_that_are_no_uri(),
        lambda text: not is_uri(text) and "%" not in text and is_utf_8(text),
    ),
}


@pytest.mark.parametrize("name", SOUND)
def test_sound(name: str) -> None:
    """Nothing wrong comes out."""
    strategy, holds = SOUND[name]

    @given(value=strategy)
    @DETERMINED
    def everything(value: Any) -> None:
        assert holds(value)

    everything()


def test_every_strategy_is_judged() -> None:
    """No public strategy goes unproven, neither as sound nor as reaching."""
    public = {
        name
        for name in strategies.__all__
        if name[0].islower() and name not in ("recase", "octets")
    }
    assert public == set(SOUND) == set(REACH)


def holding(part: str) -> Callable[[str], bool]:
    return lambda text: part in text


def shaped(shape: str) -> Callable[[Fields], bool]:
    return lambda argument: argument.shape == shape and len(argument.pairs) > 1


#: What comes out, though luck alone would seldom bring it.
def repeated_in(shape: str) -> Callable[[Fields], bool]:
    """Whether fields have this shape and a name twice."""
    return lambda f: f.shape == shape and len({n.lower() for n, _ in f.pairs}) < len(f.pairs)


REACH: dict[str, tuple[SearchStrategy[Any], dict[str, Callable[[Any], bool]]]] = {
    "tokens": (
        tokens(),
        {"punctuation": lambda t: not any(map(str.isalnum, t)), "several": lambda t: len(t) > 5},
    ),
    "field_names": (
        field_names(),
        {
            "set-cookie": lambda n: n == "Set-Cookie",
            "content-type": lambda n: n == "Content-Type",
            "a token of its own": lambda n: n not in KNOWN_NAMES and len(n) > 1,
        },
    ),
    "bad_names": (
        bad_names(),
        {
            "empty": lambda n: n == "",
            "a line feed at the end": lambda n: len(n) > 1 and is_token(n[:-1]) and n[-1] == "\n",
            "white space before the colon": lambda n: n.endswith((" ", "\t")) and len(n) > 1,
            "a colon": lambda n: n.endswith(":"),
            "kelvin": lambda n: "\u212a" in n,
            "beyond the BMP": lambda n: any(c > "\uffff" for c in n),
            "latin-1": lambda n: any("\x80" <= c <= "\xff" for c in n),
            "delete": lambda n: "\x7f" in n,
        },
    ),
    "field_values": (
        field_values(),
        {
            "empty": lambda v: v == "",
            "a tab inside": lambda v: "\t" in v,
            "a comma": lambda v: ", " in v,
            "long": lambda v: len(v) > 200,
        },
    ),
    "obs_text_values": (
        obs_text_values(),
        {
            "next line": lambda v: v == "\x85",
            "no-break space at the end": lambda v: v.endswith("\xa0"),
            "the last": lambda v: "\xff" in v,
            "the first": lambda v: "\x80" in v,
        },
    ),
    "wide_values": (
        wide_values(),
        {
            "a line feed when cut": lambda v: any(ord(c) & 0xFF == 10 for c in v if c > "\xff"),
            "a carriage return when cut": lambda v: any(
                ord(c) & 0xFF == 13 for c in v if c > "\xff"
            ),
            "NUL when cut": lambda v: any(ord(c) & 0xFF == 0 for c in v if c > "\xff"),
            "beyond the BMP": lambda v: any(c > "\uffff" for c in v),
        },
    ),
    "breaking_values": (
        breaking_values(),
        {
            **{repr(text): holding(text) for text in BREAKS},
            "a carriage return at the end": lambda v: v[-1] == "\r",
            "a line feed at the end": lambda v: v[-1] == "\n" and "\r" not in v,
            "NUL at the end": lambda v: v[-1] == "\0",
            "a line feed at the start": lambda v: v[0] == "\n",
            "in the middle": lambda v: v.strip("\r\n\0") == v,
        },
    ),
    "control_values": (
        control_values(),
        {
            **{repr(c): holding(c) for c in CONTROLS},
            "at the end": lambda v: v[-1] in CONTROLS and len(v) > 1,
            "at the start": lambda v: v[0] in CONTROLS and len(v) > 1,
        },
    ),
    "padded_values": (
        padded_values(),
        {
            "a space before": lambda two: two[0][:1] == " ",
            "a tab after": lambda two: two[0][-1:] == "\t" and two[1] != "",
            "nothing around": lambda two: two[0] == two[1] != "",
            "nothing inside": lambda two: two[1] == "" != two[0],
        },
    ),
    "pairs": (
        pairs(),
        {
            "none": lambda p: p == [],
            "an empty value": lambda p: any(value == "" for _, value in p),
            "a default in another case": lambda p: any(n.lower() == "content-type" for n, _ in p),
            "a name twice": lambda p: len({n for n, _ in p}) < len(p),
            "a name in two cases": lambda p: (
                len({n.lower() for n, _ in p}) < len({n for n, _ in p})
            ),
            "five": lambda p: len(p) == 5,
        },
    ),
    "repeated_pairs": (
        repeated_pairs(),
        {
            "in two cases": lambda p: len({n.lower() for n, _ in p}) < len({n for n, _ in p}),
            "interleaved": lambda p: [n.lower() for n, _ in p] != sorted(n.lower() for n, _ in p),
            "one value twice": lambda p: len({(n.lower(), v) for n, v in p}) < len(p),
        },
    ),
    "repeating_fields": (
        repeating_fields(),
        {f"repeated in a {shape}": repeated_in(shape) for shape in Fields.REPEATING},
    ),
    "fields": (
        fields(),
        {
            **{shape: shaped(shape) for shape in Fields.SHAPES},
            "repeated in a generator": lambda f: (
                f.shape == "generator" and len({n for n, _ in f.pairs}) < len(f.pairs)
            ),
        },
    ),
    "masks": (
        masks(),
        {"all": lambda m: m == -1, "none": lambda m: m == 0, "some": lambda m: m > 9},
    ),
    "content_codes": (
        content_codes(),
        {
            "redirect": lambda code: code == 302,
            "registered": lambda code: code == 404,
            "unregistered": lambda code: code not in grammar.PHRASES,
        },
    ),
    "no_content_codes": (
        no_content_codes(),
        {str(wanted): wanted.__eq__ for wanted in (101, 204, 205, 304)},
    ),
    "contents": (
        contents(),
        {
            "empty": lambda data: data == b"",
            "what ends chunked content": lambda data: data == b"0\r\n\r\n",
            "another response": lambda data: data.startswith(b"HTTP/1.1 "),
            "no UTF-8": lambda data: not _decodes(data),
            "thousands of octets": lambda data: len(data) > 4096,
        },
    ),
    "filled_contents": (filled_contents(), {"NUL alone": lambda data: data == b"\0"}),
    "texts": (
        texts(),
        {
            "empty": lambda text: text == "",
            "more octets than characters": lambda text: len(text.encode()) > len(text),
            "four octets": lambda text: any(c > "\uffff" for c in text),
            "a byte order mark": lambda text: text.startswith("\ufeff"),
            "CRLF": lambda text: "\r\n" in text,
        },
    ),
    "json_values": (
        json_values(),
        {
            "null": lambda v: v is None,
            "false": lambda v: v is False,
            "zero": lambda v: type(v) is int and v == 0,
            "minus zero": lambda v: type(v) is float and str(v) == "-0.0",
            "empty text": lambda v: v == "",
            "empty list": lambda v: v == [],
            "empty object": lambda v: v == {},
            "beyond a double": lambda v: re.search("[0-9]{20}", json.dumps(v)) is not None,
            "a lone surrogate": lambda v: v == "\ud800",
            "beyond ASCII": lambda v: type(v) is str and not v.isascii() and is_utf_8(v),
            "nested": lambda v: type(v) is list and any(type(x) is dict for x in v),
        },
    ),
    "json_wrappings": (
        json_wrappings(),
        {"at the top": lambda w: w(0) == 0, "deep": lambda w: json.dumps(w(0)).count("{") == 2},
    ),
    "file_shapes": (
        file_shapes(),
        {
            "empty": lambda s: s[0] == 0,
            "a multiple": lambda s: s[0] > s[1] and s[0] % s[1] == 0,
            "one more": lambda s: s[0] > s[1] > 2 and s[0] % s[1] == 1,
            "one less": lambda s: s[0] > s[1] > 2 and s[0] % s[1] == s[1] - 1,
            "one octet at a time": lambda s: s[1] == 1 and s[0] > 1,
            "a page": lambda s: s[1] == 4096 and s[0] > 4096,
        },
    ),
    "uri_references": (
        uri_references(),
        {
            "empty": lambda u: u == "",
            "query": lambda u: u == "?q",
            "fragment": lambda u: u == "#f",
            "authority alone": lambda u: u.startswith("//h/"),
            "an escape": lambda u: "%20" in u,
            "an escaped slash": lambda u: "%2F" in u,
            "IPv6": lambda u: "[::1]" in u,
            "dots": lambda u: "/../" in u,
            "every reserved character": lambda u: "!$&'()*+,;=" in u,
        },
    ),
    "texts_that_are_no_uri": (
        texts_that_are_no_uri(),
        {
            "a space": lambda t: " " in t,
            "a carriage return at the end": lambda t: t[-1] == "\r",
            "a line feed at the end": lambda t: t[-1] == "\n" and "\r" not in t,
            "a field": lambda t: "\r\nSet-Cookie: " in t,
            "beyond ASCII": lambda t: not t.isascii(),
            "NUL": lambda t: "\0" in t,
        },
    ),
}


def _decodes(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


@pytest.mark.parametrize(
    ("name", "thing"), [(name, thing) for name, (_, things) in REACH.items() for thing in things]
)
def test_reach(name: str, thing: str) -> None:
    """The rare thing does come out."""
    strategy, things = REACH[name]
    find(strategy, things[thing], settings=REACHED)


def test_recase() -> None:
    """ASCII letters turn where the mask has a bit, and nothing else changes."""
    assert recase("Content-Type", 0) == "Content-Type"
    assert recase("Content-Type", -1) == "cONTENT-tYPE"
    assert recase("ab", 2) == "aB"
    assert recase("é1-ß", -1) == "é1-ß"


@given(name=tokens(), mask=masks())
@DETERMINED
def test_recase_keeps_the_name(name: str, mask: int) -> None:
    """A re-cased name is the same name."""
    assert recase(name, mask).lower() == name.lower()
    assert recase(recase(name, mask), mask) == name


@pytest.mark.parametrize("size", [0, 1, 250, 251, 252, 502, 65537])
def test_octets(size: int) -> None:
    """As many octets as asked for; no stretch of them looks like the next."""
    data = octets(size)
    assert len(data) == size
    assert all(data[i] != data[i + 1] for i in range(size - 1))
    assert data[:251] != data[1:252] or size < 2


@pytest.mark.parametrize("shape", [*Fields.SHAPES, "subclass"])
def test_fields_make(shape: str) -> None:
    """Each shape is what it is called, gives the same pairs each time, and is made anew."""

    class Headers(list[tuple[str, str]]):
        def add(self, name: str, value: str) -> None:
            self.append((name, value))

    impl = SimpleNamespace(Headers=Headers)
    argument = Fields(shape, [("a", "1"), ("b", "2"), ("a", "3")])
    first, second = argument.make(impl), argument.make(impl)
    assert first is not second
    assert (shape == "subclass") == (isinstance(first, Headers) and type(first) is not Headers)
    kind = {"lists": list, "Keyed": Keyed, "Headers": Headers, "dict": dict, "list": list}
    assert shape not in kind or type(first) is kind[shape]
    for made in (first, second):
        names = getattr(made, "keys", None)
        found = list(made) if names is None else [(name, made[name]) for name in names()]
        assert [tuple(pair) for pair in found] == argument.pairs
    if shape in ("dict", "Keyed"):
        assert argument.pairs == [("a", "3"), ("b", "2")]


def test_known_values_are_legal() -> None:
    """Every known value is a field value, and every known name a name."""
    assert [value for value in KNOWN_VALUES if not is_value(value)] == []
    assert [name for name in KNOWN_NAMES if not is_token(name)] == []


def test_known_texts_are_what_they_are_called() -> None:
    """A known reference is a URI-reference, and a text that is spoilt or malformed is none."""
    assert [text for text in REFERENCES if not is_uri(text)] == []
    assert [text for text in (*SPOILT, *MALFORMED) if is_uri(text)] == []
    assert [text for text in MALFORMED if not text.isascii() or not text.isprintable()] == []


def test_file_names_are_rich() -> None:
    """Among the file names: quotes, line ends, other alphabets, and types of several kinds."""
    assert all("/" not in name and "\0" not in name and name for name in FILE_NAMES)
    for character in '"\\;\r\n é':
        assert any(character in name for name in FILE_NAMES), character
    assert any(mimetypes.guess_type(name)[0] is None for name in FILE_NAMES)
