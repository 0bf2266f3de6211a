"""Response, FileResponse, static: every field of the caller stays, and nothing joins them."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from .clause import MUST, cases, clause
from .expect import (
    expect,
    expect_equal,
    expect_fields,
    expect_named,
    fields_in,
    values_of,
)
from .files import sample, write
from .grammar import allows_content
from .strategies import REGISTERED_NAMES, masks, recase
from .wire import content_of

CODES = range(100, 600)
DEFAULTS = ["content-length", "content-type"]
#: What a file may have beside the defaults (RFC 9110 §8.8, §14.3).
VALIDATORS = ["accept-ranges", "etag", "last-modified"]
#: Values that somebody could act upon.
TELLING = {"Connection": "close", "Content-Encoding": "gzip", "Expect": "100-continue"}


def registered():
    """A field of every registered name."""
    return [(name, TELLING.get(name, "a")) for name in REGISTERED_NAMES]


def expect_carried(response, pairs, length):
    """That each of the pairs is there, once; with a `length`, that it is the Content-Length."""
    expected = {name.lower(): [value] for name, value in pairs}
    if length is not None:
        expected["content-length"] = [length]
    expect_named(response.headers, expected)


@clause("response.registered-names", level=MUST, source="doc", depends_on=["response.construct"])
@cases(code=CODES)
def test_registered_names(impl, code):
    """With any code, each field of the caller stays as it is, whatever it means to HTTP."""
    data = b"sample" if allows_content(code) else b""
    response = impl.Response(code, registered(), data)
    expect_carried(response, registered(), "6" if data else None)
    expect_equal(content_of(response), data)


@clause("response.nothing-added", level=MUST, source="doc", depends_on=["response.construct"])
@cases(code=CODES)
def test_nothing_added(impl, code):
    """With any code, there is no header but the defaults and those of the caller."""
    headers = impl.Response(code, {"X-A": "1"}, b"").headers
    names = sorted(set(headers) - {*DEFAULTS})
    expect(names == ["x-a"], "x-a beside Content-Type and Content-Length", names)


@clause(
    "response.defheaders-apart",
    level=MUST,
    source="doc",
    depends_on=["response.defheaders-overridden", "headers.add", "file-response.construct"],
)
@cases(shape=["dict", "list", "Headers"], maker=["Response", "FileResponse"])
def test_defheaders_apart(impl, shape, maker):
    """What a subclass's defheaders give is neither modified nor shared, like an argument."""
    pairs = [("Content-Type", "a/b"), ("Content-Length", "6"), ("X-A", "1")]
    defaults = {"dict": dict, "list": list, "Headers": impl.Headers}[shape](pairs)
    untouched = fields_in(defaults)

    class Sub(getattr(impl, maker)):
        @property
        def defheaders(self):
            return defaults

    def made(headers):
        return Sub(200, headers, b"sample") if maker == "Response" else Sub(200, sample(), headers)

    first = made({"content-type": "c/d", "x-a": "2", "x-b": "3"})
    expect_equal(fields_in(defaults), untouched)
    second = made({"Transfer-Encoding": "chunked"})
    expect_equal(fields_in(defaults), untouched)
    first.headers.add("x-a", "4")
    second.headers.popall("x-a")
    expect_equal(fields_in(defaults), untouched)
    expect_fields(made(()).headers, pairs)


@clause(
    "file-response.registered-names",
    level=MUST,
    source="doc",
    depends_on=["file-response.construct"],
)
@cases(code=[200, 206, 304, 401, 404, 405, 416, 503])
def test_file_registered_names(impl, code):
    """With any code, each field of the caller stays as it is, whatever it means to HTTP."""
    path = sample() if allows_content(code) else write(b"", "empty.txt")
    response = impl.FileResponse(code, path, registered())
    expect_carried(response, registered(), "6" if allows_content(code) else None)
    expect_equal(content_of(response), b"sample" if allows_content(code) else b"")


@clause(
    "file-response.nothing-added",
    level=MUST,
    source="doc",
    depends_on=["file-response.construct"],
)
@cases(code=[200, 206, 404, 416], name=["a.html", "a.txt", "a.tar.gz", "a.svgz", "a.pdf", "a"])
def test_file_nothing_added(impl, code, name):
    """There is no header but the defaults, validators, and those of the caller."""
    headers = impl.FileResponse(code, write(b"a", name), {"X-A": "1"}).headers
    names = sorted(set(headers) - {*DEFAULTS, *VALIDATORS})
    expect(names == ["x-a"], "x-a beside Content-Type and Content-Length", names)


@clause("static.registered-names", level=MUST, source="doc", depends_on=["static.file-response"])
@given(attachment=st.booleans(), mask=masks())
def test_static_registered_names(impl, attachment, mask):
    """Each field of the caller stays as it is, whatever it means to HTTP."""
    pairs = [(recase(name, mask), value) for name, value in registered()]
    response = impl.static(sample(), attachment, pairs)
    expect_carried(response, pairs, "6")
    expect_equal(content_of(response), b"sample")
    expect_equal(response.code, 200)
    expect_equal(values_of(response.headers, "content-type"), ["a"])
