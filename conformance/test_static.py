"""static: a file as a client would save or show it."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import mimetypes
import os
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
    expect_raises,
    expect_unshared,
    expect_values,
    pairs_of,
    plain,
    undated,
    unless_refused,
    values_of,
)
from .files import PATH_KINDS, Located, after_a_link, folder, named, open_descriptors, sample, write
from .grammar import DISPOSITION, DISPOSITION_PARAMETER, EXT_VALUE, MEDIA_TYPE
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


def the_one(response, name):
    """The value of a field; a Violation where there is none or more than one."""
    values = values_of(response.headers, name)
    expect(len(values) == 1, f"one {name}", values)
    return values[0]


def type_of(response):
    """The media type of a response without its parameters, in lower case."""
    value = the_one(response, "content-type")
    match = MEDIA_TYPE.fullmatch(value.encode("latin-1", "replace"))
    expect(match is not None, "a media type", value)
    return match["type"].decode().lower()


@clause("static.file-response", level=MUST, source="doc", depends_on=["file-response.construct"])
@cases(attachment=[True, False], kind=PATH_KINDS)
def test_file_response(impl, attachment, kind):
    """static gives a FileResponse with code 200 of the file at path."""
    response = impl.static(kind(sample()), attachment)
    expect_instance(response, impl.FileResponse)
    expect_equal(response.code, 200)
    expect_equal(os.fspath(response.path), sample())
    expect_equal(content_of(response), b"sample")
    expect_values(response.headers, "content-length", "6")
    expect_equal(type_of(response), "text/plain")


@clause("static.not-found", level=MUST, source="doc", depends_on=[*RESPONSE, "abort.construct"])
@cases(
    kind=[str, Located],
    name=[
        "missing",
        "",
        ".",
        "missing/a.txt",
        "sample.txt/b",
        "\0",
        "a\0.txt",
        "a" * 5000,
        "\ud800",
    ],
)
def test_not_found(impl, kind, name):
    """A path that is no readable file raises Abort with code 404."""
    sample()
    error = expect_raises(impl.Abort, impl.static, kind(os.path.join(folder(), name)))
    expect_equal(plain(error.code), 404)


@clause("static.any-path", level=MUST, source="doc", depends_on=RESPONSE)
@cases(
    path=["{0}/../{1}/sample.txt", "{0}/./sample.txt", "{0}//sample.txt", "{0}/inner/../sample.txt"]
)
def test_any_path(impl, path):
    """static serves any path it is given, .. included."""
    sample()
    os.makedirs(os.path.join(folder(), "inner"), exist_ok=True)
    response = impl.static(path.format(folder(), folder().name))
    expect_equal(content_of(response), b"sample")
    response = impl.static(os.path.relpath(sample()))
    expect_equal(content_of(response), b"sample")
    # Where the .. of a path comes after a link, it is not a matter of text.
    response = impl.static(after_a_link())
    expect_equal(content_of(response), b"sample")


# --- Content-Type


@clause("static.content-type", level=MUST, source="doc", depends_on=RESPONSE)
@cases(
    name=[
        "a.html",
        "a.txt",
        "a.png",
        "a.json",
        "A.HTML",
        "a.b.txt",
        "a.png.txt",
        "a.css",
        "a.csv",
        "a.xml",
        "a.pdf",
        "a.zip",
        "a.tar",
        "a.gif",
        "a.jpg",
        "a.svg",
        "a.mp3",
        "a.mp4",
        "a.py",
        "a.JPEG",
        "é.txt",
        "a b.html",
        ".a.txt",
        "a.js",
        "a.wasm",
        "a.webm",
        "a.Html",
        "a..txt",
    ],
    attachment=[True, False],
)
def test_content_type(impl, name, attachment):
    """Content-Type is guessed from the file's name, as mimetypes does.

    With the tables of the system, or only with those of Python.
    """
    guesses = (mimetypes.guess_type(f"/{name}"), mimetypes.MimeTypes().guess_type(f"/{name}"))
    for content in (b"a", b""):
        response = impl.static(write(content, name), attachment)
        expect_equal(type_of(response), *(guess for guess, _ in guesses))


@clause("static.unknown-type", level=MUST, source="doc", depends_on=RESPONSE)
@cases(
    name=[
        "a",
        ".bashrc",
        ".html",
        ".png",
        "x.",
        "a.no-such-ending",
        "html",
        "txt",
        "a.html.no-such-ending",
        "-",
        "a.html~",
    ],
    attachment=[True, False],
)
def test_unknown_type(impl, name, attachment):
    """Where the type cannot be guessed, it is application/octet-stream."""
    if mimetypes.guess_type(f"/{name}")[0] is None:
        response = impl.static(write(b"<html>", name), attachment)
        expect_equal(type_of(response), "application/octet-stream")


@clause("static.type-of-the-name", level=MUST, source="doc", depends_on=["static.unknown-type"])
@cases(folder_name=["dir.html", "data:text", "a.png"], name=["b", "b.txt"])
def test_type_of_the_name(impl, folder_name, name):
    """The folder's name has no part in the type."""
    os.makedirs(os.path.join(folder(), "typed", folder_name), exist_ok=True)
    response = impl.static(write(b"a", os.path.join("typed", folder_name, name)))
    expect_equal(type_of(response), "text/plain" if name == "b.txt" else "application/octet-stream")


@clause(
    "static.compressed",
    level=SHOULD,
    source="RFC 9110 §8.3",
    also="RFC 9110 §8.4",
    depends_on=RESPONSE,
)
@cases(
    name=[
        "a.tar.gz",
        "a.css.gz",
        "a.svgz",
        "a.html.gz",
        "a.txt.bz2",
        "a.html.xz",
        "a.tgz",
        "a.json.gz",
        "a.txt.Z",
    ],
    attachment=[True, False],
)
def test_compressed(impl, name, attachment):
    """A compressed file is not labelled as what is inside it, unless Content-Encoding says so."""
    inner, encoding = mimetypes.guess_type(f"/{name}")
    response = impl.static(write(b"a", name), attachment)
    labelled = values_of(response.headers, "content-encoding")
    if labelled:
        expect_equal([value.lower().removeprefix("x-") for value in labelled], [encoding])
    else:
        expect(type_of(response) != inner, f"another type than {inner}", type_of(response))


@clause("static.content-type-grammar", level=MUST, source="RFC 9110 §8.3.1", depends_on=RESPONSE)
@cases(name=FILE_NAMES)
def test_content_type_grammar(impl, name):
    """Content-Type is one media type, whatever the file is called."""
    path = named(name)
    if path is not None:
        type_of(impl.static(path))


@clause("static.not-encoded", level=SHOULD, source="RFC 9110 §8.4", depends_on=RESPONSE)
@cases(name=["a.txt", "a.html", "a", "a.zip", "gz", ".gz.txt", "a.gz.txt"])
def test_not_encoded(impl, name):
    """A file that is not compressed by its name has no Content-Encoding."""
    expect_values(impl.static(write(b"a", name)).headers, "content-encoding")


# --- Content-Disposition

#: Of types that somebody could treat in a way of their own, and of none.
NAMES = ("a.txt", "é.html", "a", "a.png", "a.svg", "a.pdf", "a.zip", "a.tar.gz", "a.json", "a.js")


@clause("static.attachment", level=MUST, source="doc", depends_on=RESPONSE)
@cases(attachment=[True, 1], name=NAMES)
def test_attachment(impl, attachment, name):
    """attachment true: Content-Disposition of type attachment."""
    response = impl.static(write(b"a", name), attachment)
    value = the_one(response, "content-disposition")
    expect_equal(value.partition(";")[0].strip().lower(), "attachment")


@clause("static.inline", level=MUST, source="doc", depends_on=RESPONSE)
@cases(attachment=[False, 0], name=NAMES)
def test_inline(impl, attachment, name):
    """attachment false: no Content-Disposition."""
    expect_values(impl.static(write(b"a", name), attachment).headers, "content-disposition")


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
    """If a file name is sent it is the file's, without a path; filename* where it is not ASCII."""
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
            expect_equal(text, name)
    if "filename" in sent:
        text = re.sub(r"\\(.)", r"\1", sent["filename"].removeprefix('"').removesuffix('"'))
        expect("/" not in text, "no path", value)
        if "filename*" not in sent and re.fullmatch(r"[A-Za-z0-9 .\-]+", name):
            expect_equal(text, name)
        if not name.isascii() and name.isprintable():
            expect("filename*" in sent, "filename* beside filename", value)


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
        expect(both, "Transfer-Encoding to be accepted", words="a refusal")
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
