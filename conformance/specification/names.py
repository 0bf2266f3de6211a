"""What a conforming module exports, and how its calls take their arguments."""

from __future__ import annotations

from .model import area, left_open, must, should

#: Each call of the API as it is written, and where its defaults come from.
CALLS = {
    "Headers(smth=())": "doc",
    "Response(code, headers, data)": "doc: nothing is optional",
    "FileResponse(code, path, headers, bufsize=65536)": "doc: `bufsize` is optional; "
    "its number is left open",
    'Abort(code, description="", headers=())': "doc: both are optional",
    'abort(code, info="", headers=())': "doc",
    'redirect(path, info="", code=302, headers=())': "doc: 302",
    "static(path, attachment=True, headers=())": "doc: both are optional; "
    "ruling: `attachment` is true",
    "jsonify(smth)": "doc",
    "await responsify(smth)": "doc",
    'await send(response, reader, writer, method="GET")': "ruling: an optional export",
}

NAMES = area(
    "Names and calls",
    must(
        "names/exports",
        "doc",
        """The module exports `responsify`, `jsonify`, `Abort`, `Response`, `FileResponse`,
        `abort`, `redirect`, `static`, and `Headers`: the last as a name of the module itself or
        of its `struct`. `Headers`, `Response`, `FileResponse` and `Abort` are classes.""",
        "module.exports",
        "module.classes",
    ),
    left_open(
        "names/send",
        "Whether the module exports `send`. The clauses on `send` judge only a module that does.",
    ),
    must(
        "names/arguments",
        "ruling",
        "Every parameter can be passed by position, and by the keyword that the table gives it.",
        "module.by-position",
        "module.by-keyword",
        why="That is Python's convention for parameters that are documented by name.",
    ),
    must(
        "names/defaults",
        "doc",
        "Every parameter that has a default in the table can be left out, alone or with others.",
        "module.optional",
        "module.headers-optional",
        "file-response.default-bufsize",
        "abort.defaults",
        "redirect.defaults",
    ),
    should(
        "names/attachment-default",
        "ruling",
        "The default of `attachment` is true.",
        "static.attachment-default",
    ),
    left_open("names/bufsize-default", "The number that is the default of `bufsize`."),
    must(
        "names/headers-argument",
        "doc",
        """Every `headers` argument takes what `dict()` takes: a mapping, anything with `keys()`
        and `[]`, or an iterable of name/value pairs, a one-shot generator included. It takes a
        `Headers` as well.""",
        "headers.shapes",
        "response.headers-type",
        "response.other-headers",
        "file-response.headers",
        "static.other-headers",
        "abort.construct",
        "abort.raises",
        "redirect.raises",
        "headers.odd-shapes",
    ),
    must(
        "names/headers-repeats",
        "doc",
        "Pairs may repeat a name, in any case: every value is kept, in order.",
        "headers.repeats-kept",
        "response.caller-repeats",
        "response.other-headers",
        "static.other-headers",
        "file-response.caller-repeats",
        "static.caller-repeats",
    ),
    must(
        "names/headers-apart",
        "doc",
        """A `headers` argument is never modified and never shared: changing either side
        afterwards leaves the other as it was. The same object can be passed twice.""",
        "headers.argument-untouched",
        "response.argument-apart",
        "file-response.arguments-apart",
        "static.arguments-apart",
        "abort.headers-apart",
        "abort.raises-apart",
        "redirect.arguments-apart",
    ),
)
