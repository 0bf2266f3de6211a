"""The OpenAPI document of the application that Schemathesis is let loose on: see `fuzzed`.

It says what it can of each response: its length, its fields, its content. Of what OpenAPI has no
word for (a line break in what a client gave) there are examples.
"""

from __future__ import annotations

import gzip
from typing import Any

#: Each file with its content and media type.
FILES = {
    "a.txt": (b"The first line.\n" * 500, "text/plain"),
    "b.png": (b"\x89PNG\r\n\x1a\n", "image/png"),
    "c": (b"\0\xff" * 40, "application/octet-stream"),
    # Of a tar file in another coding, or of a type of its own.
    "d.tar.gz": (gzip.compress(b"", mtime=0), "application/*"),
    "empty.css": (b"", "text/css"),
}
GREETING = "<p>Grüße, 你好 ♥</p>"
META = "<meta charset=utf-8>"
DATA: dict[str, Any] = {
    "name": "Ж ♥", "n": [1, -2.5, 1e300], "none": None, "yes": True, "deep": {"": [[]]},
}  # fmt: skip
CODES = (200, 201, 202, 203, 206, 299, 404, 409, 429, 451, 499)
ABORTS = (403, 404, 409, 410, 418, 429, 499)

Json = dict[str, Any]


def _content(kind: str, **schema: Any) -> Json:
    return {kind: {"schema": schema}}


def _field(pattern: str) -> Json:
    return {"required": True, "schema": {"type": "string", "pattern": f"^({pattern})$"}}


_NEVER: Json = {"schema": {"not": {}}}
#: What a client gives to put a field of its own into a response.
_INJECTION = "a\r\nX-Injected: 1"


def _length(octets: int | None = None) -> Json:
    """Content-Length, with the number of octets where that is known, and no other framing."""
    known = {"minimum": 0} if octets is None else {"enum": [octets]}
    field = {"required": True, "schema": {"type": "integer", **known}}
    return {"Content-Length": field, "Transfer-Encoding": _NEVER}


def _answer(content: Json | None = None, headers: Json | None = None) -> Json:
    answer: Json = {"description": "What comes.", "headers": headers or {}}
    return answer if content is None else {**answer, "content": content}


def _parameter(place: str, name: str, schema: Json, *examples: Any, required: bool = True) -> Json:
    return {
        "in": place,
        "name": name,
        "required": required,
        "schema": schema,
        "examples": {str(number): {"value": value} for number, value in enumerate(examples)},
    }


def _get(*parameters: Json, **responses: Json) -> Json:
    """An operation; of each response the name is its code after an underscore."""
    codes = {name[1:]: response for name, response in responses.items()}
    return {"get": {"parameters": list(parameters), "responses": codes}}


def _exactly(text: str) -> Json:
    return _content("text/html", type="string", enum=[text])


_TEXT = _content("text/html", type="string")
_PLAIN = _content("text/plain", type="string")
_FILE = _content("*/*", type="string", format="binary")
_REFUSED = _answer(_TEXT, _length())
_GREETED = _length(len(GREETING.encode()))
_TEXT_IN = {"type": "string"}
_STRING = {"type": "string", "minLength": 1}
_URI = r"[!#$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~]+"
_VALUE = r"([!-~\x80-\xff]([\t -~\x80-\xff]*[!-~\x80-\xff])?)?"


def _file(name: str) -> Json:
    content, kind = FILES[name]
    never = ["Content-Disposition", *(["Content-Encoding"] if "*" not in kind else [])]
    fields = {**_length(len(content)), **dict.fromkeys(never, _NEVER)}
    return _get(_200=_answer(_content(kind, enum=[content.decode("latin-1")]), fields))


def _paths() -> Json:
    values: list[Any] = [None, 0, "", [], {}, False, "\ud7ff\U0001f600", 2**70, 1.5, DATA]
    examples = {str(number): {"value": value} for number, value in enumerate(values)}
    json_in = {"application/json": {"schema": {}, "examples": examples}}
    codes = {f"_{code}": _answer(_PLAIN, _length(6)) for code in CODES}
    aborts = {f"_{code}": _answer(_PLAIN, _length()) for code in ABORTS}
    return {
        "/text": _get(_200=_answer(_exactly(GREETING), _GREETED))
        | {"head": {"responses": {"200": _answer(None, _GREETED)}}},
        "/bytes": _get(
            _200=_answer(_exactly(META + GREETING), _length(len((META + GREETING).encode())))
        ),
        "/later": _get(
            _201=_answer(
                _exactly(GREETING),
                {"X-Later": _field("yes"), "Set-Cookie": _field("a=1(, b=2)?"), **_GREETED},
            )
        ),
        "/page": _get(
            _203=_answer(
                _exactly(GREETING),
                {
                    "Content-Language": _field("en"),
                    "X-Frame-Options": _field("DENY"),
                    "X_Request_Id": _field("7"),
                    **_GREETED,
                },
            )
        ),
        "/nothing": _get(_204=_answer(None, {"Content-Length": _NEVER})),
        "/data": _get(_200=_answer(_content("application/json", enum=[DATA]), _length()))
        | {
            "post": {
                "requestBody": {"required": True, "content": json_in},
                "responses": {
                    "200": _answer(_content("application/json"), _length()),
                    "400": _REFUSED,
                },
            }
        },
        "/null": _get(
            _200=_answer(_content("application/json", nullable=True, enum=[None]), _length(4))
        ),
        "/moved": _get(
            _302=_answer(_TEXT, {"Location": _field(r"/text\?a=%26"), **_length(0)}),
        ),
        "/status/{code}": _get(
            _parameter("path", "code", {"enum": list(CODES)}, *CODES),
            **codes | {"_404": _answer({**_TEXT, **_PLAIN}, _length())},
        ),
        "/redirect": _get(
            _parameter(
                "query", "to", _STRING,
                "/next", "/I ♥ Python/", "/%2F?q=%20a&b=%#c", "//example.org/ü", _INJECTION,
            ),
            _307=_answer(_TEXT, {"Location": _field(_URI), "X-Injected": _NEVER, **_length()}),
            _400=_REFUSED,
        ),
        "/abort": _get(
            _parameter("query", "code", {"enum": list(ABORTS)}, *ABORTS),
            _parameter("query", "why", _TEXT_IN, "♥", "a", required=False),
            _400=_REFUSED,
            **aborts,
        ),
        "/header": _get(
            _parameter("query", "value", _TEXT_IN, "a", "", " a\t", "é", _INJECTION),
            _parameter("query", "name", _TEXT_IN, "a", "", "é", _INJECTION, required=False),
            _200=_answer(
                _content("text/html"),
                {
                    "X-Kept": _field("kept"),
                    "X-Given": _field(_VALUE),
                    "X-Injected": _NEVER,
                    **_length(0),
                },
            ),
            _400=_REFUSED,
        ),
        **{f"/files/{name}": _file(name) for name in FILES},
        "/named": _get(
            _200=_answer(
                _content("text/markdown"),
                {"Content-Disposition": _field("attachment; filename=b"), **_length(8000)},
            )
        ),
        "/files/{name}": _get(
            _parameter("path", "name", _STRING, "nosuch", "..", "%2e%2e%2f", "\0"), _404=_REFUSED
        ),
        "/saved/{name}": _get(
            _parameter("path", "name", {"enum": list(FILES)}, *FILES),
            _200=_answer(_FILE, {"Content-Disposition": _field("attachment(;.*)?"), **_length()}),
            _404=_REFUSED,
        ),
        "/stream/{name}": _get(
            _parameter("path", "name", {"enum": list(FILES)}, *FILES),
            _parameter(
                "query", "bufsize", {"type": "integer", "minimum": 1, "maximum": 4096}, 1, 100,
            ),
            _200=_answer(_FILE, {"Content-Length": _NEVER, "Transfer-Encoding": _field("chunked")}),
            _400=_REFUSED,
            _404=_REFUSED,
        ),
    }  # fmt: skip


DOCUMENT: Json = {
    "openapi": "3.0.3",
    "info": {"title": "A site that uses all of the response API", "version": "1"},
    "paths": _paths(),
}
