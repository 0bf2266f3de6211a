"""static: a file with the type of its name."""
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, no-check-untyped-defs

from __future__ import annotations

import mimetypes
import os

from .clause import MUST, SHOULD, cases, clause
from .expect import (
    expect,
    expect_equal,
    expect_instance,
    expect_raises,
    expect_values,
    plain,
    values_of,
)
from .files import PATH_KINDS, Located, after_a_link, folder, named, sample, write
from .media import type_of
from .strategies import (
    FILE_NAMES,
)
from .wire import content_of

RESPONSE = ["static.file-response"]


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
        "a.html.br",
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


@clause("static.type-of-any-name", level=MUST, source="doc", depends_on=["static.content-type"])
@cases(name=[*FILE_NAMES, "a" * 250 + ".txt"])
def test_type_of_any_name(impl, name):
    """Whatever else is in the file's name, the type is that of its ending."""
    path = named(name)
    if path is None:
        return
    guesses = (mimetypes.guess_type(f"/{name}"), mimetypes.MimeTypes().guess_type(f"/{name}"))
    unknown = "application/octet-stream"
    expect_equal(type_of(impl.static(path)), *(guess or unknown for guess, _ in guesses))


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
