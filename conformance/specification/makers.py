"""static, jsonify and responsify: the calls that make a response."""

from __future__ import annotations

from .model import area, left_open, must, should

#: What stands between a path that comes from outside and `static`.
RECIPE = r"""
def inside(root: str, name: str) -> str:
    if "\0" in name:
        abort(404)
    path = os.path.join(root, os.path.normpath("/" + name).lstrip("/"))
    root = os.path.realpath(root)
    if os.path.commonpath([root, os.path.realpath(path)]) != root:
        abort(404)
    return path
""".lstrip()

STATIC = area(
    "static(path, attachment, headers)",
    must(
        "static/file-response",
        "doc",
        "It gives a FileResponse with code 200 of the file at `path`.",
        "static.file-response",
        "static.not-found",
    ),
    must(
        "static/content-type",
        "doc",
        """Content-Type is guessed from the file's name, as `mimetypes` does, and is
        `application/octet-stream` where it cannot be guessed.""",
        "static.content-type",
        "static.type-of-any-name",
        "static.unknown-type",
        "static.type-of-the-name",
    ),
    must(
        "static/content-type-grammar",
        "RFC 9110 §8.3.1",
        "Content-Type is one media type, whatever the file is called.",
        "static.content-type-grammar",
        "wire.file-names",
    ),
    must(
        "static/attachment",
        "doc",
        """With `attachment` true there is a Content-Disposition of type `attachment`; with
        `attachment` false there is none.""",
        "static.attachment",
        "static.inline",
    ),
    must(
        "static/caller-wins",
        "ruling",
        """The caller's headers win over both, in any case of their names, the empty value
        included. All others are kept.""",
        "static.caller-wins",
        "static.caller-wins-one",
        "static.caller-wins-encoded",
        "static.other-headers",
        "static.registered-names",
        "static.caller-repeats",
    ),
    should(
        "static/compressed",
        "RFC 9110 §8.3",
        """A compressed file (`.tar.gz`, `.svgz`) is not labelled as what is inside it, unless
        Content-Encoding says so.""",
        "static.compressed",
    ),
    should(
        "static/not-encoded",
        "RFC 9110 §8.4",
        "A file that is not compressed, by its name, has no Content-Encoding.",
        "static.not-encoded",
    ),
    must(
        "static/disposition",
        "RFC 6266 §4.1, §4.3; RFC 8187 §3.2.1",
        """Where a filename parameter is sent it is grammatical and quoted, `filename*` where it
        is not ASCII, and holds no path.""",
        "static.disposition-grammar",
        "static.disposition-name",
        "wire.file-names",
    ),
    must(
        "static/any-path",
        "doc",
        """It serves any path it is given, `..` included. Whoever takes a path from outside
        confines it first.""",
        "static.any-path",
    ),
    should(
        "static/recipe",
        "ruling",
        "A path from outside is confined by the recipe below.",
        why="""The document advises `os.path.normpath` before `os.path.join`, which is not enough:
        `normpath("../../x")` keeps its dots, and joining an absolute path drops the root.""",
        reason="the duty of whoever calls `static`; the project's own tests try the recipe",
    ),
    after=f"""
The recipe refuses NUL, normalises `"/" + name`, strips the leading slashes, joins, and compares
the `realpath` with that of the root, so that a link does not lead out either:

```python
{RECIPE}```
""",
)

JSONIFY = area(
    "jsonify(smth)",
    must(
        "jsonify/response",
        "doc",
        """It gives a Response with code 200, media type `application/json`, and for data what
        `json.dumps` gives.""",
        "jsonify.response",
        "jsonify.media-type",
        "jsonify.data",
        "jsonify.falsy",
        "jsonify.as-json-dumps",
        "jsonify.content-length",
        "jsonify.apart",
    ),
    must(
        "jsonify/unserialisable",
        "doc",
        """What cannot be serialised raises TypeError, as `json.dumps` does; a value that holds
        itself is refused, as it does too.""",
        "jsonify.unserialisable",
        "jsonify.circular",
    ),
    must("jsonify/utf-8", "RFC 8259 §8.1", "The text is UTF-8 without a BOM.", "jsonify.utf-8"),
    must(
        "jsonify/no-nan",
        "RFC 8259 §6",
        "There is no NaN and no Infinity: they are refused, or become null.",
        "jsonify.no-nan",
        "jsonify.no-nan-anywhere",
    ),
)

RESPONSIFY = area(
    "responsify(smth)",
    must(
        "responsify/supported",
        "doc",
        """It is a coroutine. It supports a Response, a str, bytes, a tuple `(code, *headers,
        something)` with any number of `(name, value)` tuples where `something` is any supported
        object, and a coroutine that gives any supported object.""",
        "responsify.coroutine",
        "responsify.supported",
        "responsify.interleaved",
        "responsify.subclasses",
        "responsify.apart",
    ),
    must(
        "responsify/response",
        "doc",
        "For a Response, the same object comes back.",
        "responsify.same-object",
    ),
    must(
        "responsify/str",
        "doc",
        "A str is HTML, encoded as UTF-8: code 200, `text/html`.",
        "responsify.str",
    ),
    must(
        "responsify/bytes",
        "doc",
        "bytes are HTML that names its encoding in a `<meta>` tag: code 200, `text/html`.",
        "responsify.bytes",
    ),
    should(
        "responsify/bytes-charset",
        "ruling",
        "For bytes, Content-Type has no charset parameter.",
        "responsify.bytes-charset",
        why="A charset parameter would overrule the tag.",
    ),
    must(
        "responsify/tuple",
        "doc",
        """The code and the headers of a tuple replace those of the inner response; where tuples
        are nested, the outer wins over the inner. A name given twice in one tuple keeps both
        values.""",
        "responsify.tuple-code",
        "responsify.tuple-headers",
        "responsify.tuple-repeats",
        "responsify.tuple-default",
        "responsify.tuple-each-name",
        "responsify.tuple-length",
        "responsify.tuple-type",
        "responsify.nested",
        "responsify.inner-changed",
        "wire.tuple-door",
    ),
    must(
        "responsify/inner-survives",
        "doc; ruling",
        """The class of an inner Response, its data, its `communicate` and its own attributes
        survive a tuple.""",
        "responsify.inner-survives",
        "responsify.inner-file",
        "responsify.inner-attributes",
        "responsify.inner-data",
        "wire.communicate-attributes",
        why="Its `communicate` may need the attributes.",
    ),
    should(
        "responsify/inner-unmodified",
        "ruling",
        "The inner Response object is left unmodified.",
        "responsify.inner-unmodified",
    ),
    must(
        "responsify/awaited-once",
        "ruling",
        """Each awaitable is awaited exactly once, and what it raises (Abort, cancellation) comes
        out unchanged.""",
        "responsify.awaited-once",
        "responsify.exceptions",
        "responsify.cancelled",
        "responsify.cancelled-future",
    ),
    should(
        "responsify/any-awaitable",
        "ruling",
        "Any awaitable is accepted: a Future, a Task, an object with `__await__`.",
        "responsify.any-awaitable",
    ),
    must(
        "responsify/refused",
        "ruling",
        """Anything else (None, an int, a dict, a list, `()`, `(code,)`) raises TypeError or
        ValueError.""",
        "responsify.refused",
        "responsify.refused-tuples",
    ),
    must(
        "responsify/nothing-unawaited",
        "ruling",
        "A tuple that is refused awaits or closes the coroutines that it holds.",
        "responsify.nothing-unawaited",
    ),
    must(
        "responsify/surrogates",
        "ruling",
        "A lone surrogate in a str is refused.",
        "responsify.str-unencodable",
        why="UTF-8 cannot encode it.",
    ),
    must(
        "responsify/transfer-encoding",
        "RFC 9112 §6.2",
        "A Transfer-Encoding that a tuple gives never stands beside a default Content-Length.",
        "responsify.transfer-encoding",
    ),
    left_open("responsify/namedtuples", "Whether a namedtuple counts as a tuple."),
    left_open(
        "responsify/header-shapes",
        "Whether a tuple may hold headers in another shape, such as a dict.",
    ),
)
