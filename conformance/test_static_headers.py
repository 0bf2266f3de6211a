"""static: Content-Disposition, and the headers of the caller."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import re
from functools import partial
from urllib.parse import unquote_to_bytes

from hypothesis import given
from hypothesis import strategies as st

from .clause import MUST, SHOULD, cases, clause
from .expect import (
    REFUSED,
    by_name,
    change,
    expect,
    expect_equal,
    expect_fields,
    expect_instance,
    expect_named,
    expect_unshared,
    expect_values,
    pairs_of,
    refusal,
    the_one,
    undated,
    unless_refused,
)
from .files import named, open_descriptors, sample, write
from .grammar import DISPOSITION, DISPOSITION_PARAMETER, EXT_VALUE
from .media import type_of
from .strategies import (
    FILE_NAMES,
    OVERRIDING,
    Fields,
    field_values,
    masks,
    pairs,
    recase,
    repeated_pairs,
)
from .wire import content_of

RESPONSE = ["static.file-response"]
OWN = ["content-type", "content-length", "content-disposition", "content-encoding"]


# --- Content-Disposition

#: Of types that somebody could treat in a way of their own, and of none.
NAMES = ("a.txt", "é.html", "a", "a.png", "a.svg", "a.pdf", "a.zip", "a.tar.gz", "a.json", "a.js")


@clause("static.attachment", level=MUST, source="doc", depends_on=RESPONSE)
@cases(attachment=[True, 1], name=NAMES)
def test_attachment(impl, attachment, name):
    """attachment true: Content-Disposition of type attachment, of whatever size the file is."""
    for content in (b"", b"a"):
        path = named(name, content)
        if path is not None:
            value = the_one(impl.static(path, attachment), "content-disposition")
            expect_equal(value.partition(";")[0].strip().lower(), "attachment")


@clause("static.inline", level=MUST, source="doc", depends_on=RESPONSE)
@cases(attachment=[False, 0], name=NAMES)
def test_inline(impl, attachment, name):
    """attachment false: no Content-Disposition."""
    path = named(name)
    if path is not None:
        expect_values(impl.static(path, attachment).headers, "content-disposition")


@clause(
    "static.attachment-default", level=SHOULD, source="ruling", depends_on=["static.attachment"]
)
def test_attachment_default(impl):
    """attachment is true by default."""
    the_one(impl.static(sample()), "content-disposition")


@clause(
    "static.disposition-grammar",
    level=MUST,
    source="RFC 6266 §4.1",
    also="RFC 8187 §3.2.1",
    depends_on=RESPONSE,
)
@cases(name=FILE_NAMES)
def test_disposition_grammar(impl, name):
    """Content-Disposition is grammatical, whatever the file is called, with no parameter twice."""
    path = named(name)
    if path is None:
        return
    value, parameters = disposition(impl, path)
    names = [key for key, _ in parameters]
    expect(len(names) == len(set(names)), "each parameter once", value)
    for key, text in parameters:
        if key.endswith("*"):
            expect(EXT_VALUE.fullmatch(text.encode("latin-1")) is not None, "an ext-value", value)


def disposition(impl, path):
    """The Content-Disposition for a file: the whole, and its parameters."""
    value = the_one(impl.static(path, True), "content-disposition")
    octets = value.encode("latin-1", "replace")
    match = DISPOSITION.fullmatch(octets)
    expect(match is not None, "type *( ; name = value )", value)
    return value, [
        (found["name"].decode().lower(), found["value"].decode("latin-1"))
        for found in DISPOSITION_PARAMETER.finditer(match["parameters"])
    ]


@clause(
    "static.disposition-name",
    level=MUST,
    source="RFC 6266 §4.3",
    depends_on=["static.disposition-grammar"],
)
@cases(name=FILE_NAMES)
def test_disposition_name(impl, name):
    """If a file name is sent it is the file's, without a path; filename* where it is not ASCII.

    What is not safe in a name may be replaced by "_" or "-", or left out at its ends.
    """
    path = named(name)
    if path is None:
        return
    value, parameters = disposition(impl, path)
    sent = dict(parameters)
    if "filename*" in sent:
        octets = unquote_to_bytes(sent["filename*"].split("'", 2)[2])
        text = octets.decode("utf-8", "backslashreplace")
        expect(text.encode() == octets, "valid UTF-8", value)
        expect("/" not in text, "no path", value)
        if name.isprintable():
            expect(_names(text, name), repr(name), text)
    if "filename" in sent:
        text = re.sub(r"\\(.)", r"\1", sent["filename"].removeprefix('"').removesuffix('"'))
        expect("/" not in text, "no path", value)
        if "filename*" not in sent and re.fullmatch(r"[A-Za-z0-9 .\-]+", name):
            expect(_names(text, name), repr(name), text)
        if not name.isascii() and name.isprintable():
            expect("filename*" in sent, "filename* beside filename", value)


def _names(text, name):
    """Whether `text` is `name`, or what is left of it where some replace what is not safe."""
    if text == name or re.fullmatch(r"[A-Za-z0-9.\-]*", name):
        return text == name
    words = [re.sub(r"[\W_]+", "_", one).strip("_") for one in (text, name)]
    return words[0] == words[1] and set(text) <= {*name, "_", "-"}


# --- the caller's headers


@clause("static.caller-wins", level=MUST, source="ruling", depends_on=[*RESPONSE, "headers.add"])
@given(
    kind=field_values() | st.just(""),
    disposition=st.sampled_from(["", "inline", "attachment", 'inline; filename="b"']),
    masks=st.tuples(masks(), masks()),
    shape=st.sampled_from(Fields.SHAPES),
    attachment=st.booleans(),
)
def test_caller_wins(impl, kind, disposition, masks, shape, attachment):
    """The caller's Content-Type and Content-Disposition win, in any case, also where empty."""
    argument = Fields(
        shape,
        [
            (recase("Content-Type", masks[0]), kind),
            (recase("Content-Disposition", masks[1]), disposition),
        ],
    )
    headers = impl.static(sample(), attachment, argument.make(impl)).headers
    expect_values(headers, "content-type", kind)
    expect_values(headers, "content-disposition", disposition)


@clause("static.caller-wins-encoded", level=MUST, source="ruling", depends_on=RESPONSE)
@given(
    name=st.sampled_from(["Content-Type", "Content-Encoding", "Content-Disposition"]),
    mask=masks(),
    value=st.sampled_from(["x/y", ""]),
    file=st.sampled_from(["a.tar.gz", "a.css.gz", "a.svgz", "a.no-such-ending", "a", "a.html"]),
)
def test_caller_wins_encoded(impl, name, mask, value, file):
    """The caller's headers win also for a file that is compressed, or of which no type is known."""
    response = impl.static(write(b"a", file), True, {recase(name, mask): value})
    expect_values(response.headers, name.lower(), value)


@clause("static.caller-wins-one", level=MUST, source="ruling", depends_on=RESPONSE)
@given(name=st.sampled_from(["Content-Type", "Content-Disposition"]), mask=masks())
def test_caller_wins_one(impl, name, mask):
    """Where the caller gives one of the two, the other one is still there."""
    response = impl.static(sample(), True, {recase(name, mask): "x/y"})
    expect_values(response.headers, name.lower(), "x/y")
    if name == "Content-Type":
        the_one(response, "content-disposition")
    else:
        expect_equal(type_of(response), "text/plain")


@clause("static.caller-repeats", level=MUST, source="ruling", depends_on=[*RESPONSE, "headers.add"])
@given(
    name=st.sampled_from(["Content-Type", "Content-Disposition"]),
    values=st.lists(st.sampled_from(["a", "a", "b", ""]), min_size=2, max_size=3),
    shape=st.sampled_from(["list", "tuple", "iter", "generator", "Headers", "lists"]),
)
def test_caller_repeats(impl, name, values, shape):
    """What the caller gives several times takes the place of the default with all its values."""
    argument = Fields(shape, [(name, value) for value in values])
    headers = impl.static(sample(), True, argument.make(impl)).headers
    expect_values(headers, name.lower(), *values)


@clause("static.framing", level=MUST, source="RFC 9112 §6.2", depends_on=[*RESPONSE, "headers.add"])
@given(mask=masks(), both=st.booleans(), shape=st.sampled_from(Fields.SHAPES))
def test_framing(impl, mask, both, shape):
    """The caller's Transfer-Encoding takes the place of Content-Length, be it the caller's own."""
    given_pairs = [(recase("Transfer-Encoding", mask), "chunked"), ("Content-Length", "6")]
    argument = Fields(shape, given_pairs if both else given_pairs[:1])
    response = unless_refused(impl.static, sample(), True, argument.make(impl))
    if response is REFUSED:
        expect(both, "Transfer-Encoding to be accepted", words=refusal())
        return
    expect_values(response.headers, "transfer-encoding", "chunked")
    expect_values(response.headers, "content-length")


@clause("static.other-headers", level=MUST, source="doc", depends_on=[*RESPONSE, "headers.add"])
@given(pairs=pairs(4) | repeated_pairs(), attachment=st.booleans())
def test_other_headers(impl, pairs, attachment):
    """All other headers of the caller are kept, in order."""
    pairs = [pair for pair in pairs if pair[0].lower() not in OWN]
    for shape in Fields.SHAPES:
        argument = Fields(shape, pairs)
        headers = impl.static(sample(), attachment, argument.make(impl)).headers
        expect_instance(headers, impl.Headers)
        expect_named(headers, by_name(argument.pairs))


@clause("static.arguments-apart", level=MUST, source="doc", depends_on=[*RESPONSE, "headers.add"])
@given(pairs=pairs(3), shape=st.sampled_from(["dict", "list", "Headers"]))
def test_arguments_apart(impl, pairs, shape):
    """The headers argument is neither modified nor shared, and serves a second file as well."""
    pairs = [("x-a", "1"), *(pair for pair in pairs if pair[0].lower() not in OWN)]
    argument = Fields(shape, pairs).make(impl)
    expected = Fields(shape, pairs).pairs
    # A file written again is another one to whoever names it by the time of its last change.
    path = write(b"a")
    first = impl.static(sample(), True, argument)
    second = impl.static(path, True, argument)
    expect_equal(type_of(first), "text/plain")
    expect_equal(type_of(second), "text/html")
    before = pairs_of(second.headers)
    # Also to a name that is there: lists of values must not be shared either.
    for name in ("x-a", "x-later", "content-type"):
        first.headers.add(name, "2")
    expect_fields(argument, expected)
    expect_fields(second.headers, before)
    # Nobody looked at the headers before the argument changed.
    unseen = impl.static(path, True, argument)
    change(argument)
    expect_fields(undated(unseen.headers), undated(second.headers))
    for more in OVERRIDING:
        for attachment in (True, False):
            argument = Fields(shape, [*pairs, *more]).make(impl)
            expect_unshared(argument, partial(impl.static, sample(), attachment))
    third = impl.static(sample())
    expect_values(third.headers, "x-a")
    expect_values(third.headers, "x-later")
    expect_equal(type_of(third), "text/plain")


@clause("static.opened-late", level=SHOULD, source="ruling", depends_on=RESPONSE)
@cases(attachment=[True, False])
def test_opened_late(impl, attachment):
    """Nothing is open of a file whose content nobody has asked for."""
    path = write(b"sample")
    response = impl.static(path, attachment)
    number = open_descriptors(path)
    expect(number == 0, "the file closed", words=f"{number} open")
    expect_equal(content_of(response), b"sample")
