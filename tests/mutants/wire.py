"""Wrong beliefs about what goes on the wire."""

# ruff: noqa: E501 (a table: one mutant a line)
from __future__ import annotations

import copy
import sys
from typing import Any

from . import Mutant

PHRASE = "return phrase(self.code)"
KNOWN = 'return http.client.responses.get(code, "")'
CODE = "return int.__int__(code)"
RANGE = "if not 100 <= code <= 599:"
PAIR = "return key, value"
KEY = "return name.lower() if name.isascii() else name"
VALUE = 'key, value = self._key(name), plain(value).strip(" \\t")'
VALUES = r"[\t\x20-\x7e\x80-\xff]*"
TOKEN = r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"
ITEMS = "return [(key, value) for key, values in self._values.items() for value in values]"
LENGTH = 'headers["Content-Length"] = str(self._size)'
CHUNKS = '[b"".join([data])]'
OVERRIDE = "self.headers.replace(headers)"
ALLOWED = "return code >= 200 and code not in (204, 205, 304)"
STATED = "return code >= 200 and code not in (204, 304)"
FRAMING = 'if "Transfer-Encoding" in self.headers:'
PAIRS = "headers = Headers(pairs)"
ABORTED = "self.headers = Headers(headers)"
TYPE = 'fields = Headers({"Content-Type": media_type})'
ATTACHMENT = 'fields["Content-Disposition"] = "attachment"'


def module(package: Any, name: str) -> Any:
    """The module in which an exported name is defined."""
    return sys.modules[getattr(package, name).__module__]


def unchecked(pairs: Any, headers: Any) -> None:
    """Stores pairs as they are."""
    for name, value in pairs.items() if hasattr(pairs, "items") else pairs:
        headers._values[str(name).lower()] = [value]


def door_of(kind: str) -> Any:
    """Header fields that come by this class are not looked at."""

    def change(package: Any) -> None:
        make = getattr(package, kind).__init__

        def __init__(self: Any, code: int, second: Any, *rest: Any, **named: Any) -> None:
            given, left = (second, rest) if kind == "Response" else (rest[0], rest[1:])
            none: Any = ()
            if kind == "Response":
                make(self, code, none, *left, **named)
            else:
                make(self, code, second, none, *left, **named)
            unchecked(given, self.headers)

        getattr(package, kind).__init__ = __init__

    return change


def aborts_are_not_checked(package: Any) -> None:
    """Whoever raises an Abort knows what is in its headers."""

    def __init__(self: Any, code: int, description: str = "", headers: Any = ()) -> None:
        self.code, self.description, self.headers = code, description, package.Headers()
        unchecked(headers, self.headers)

    package.Abort.__init__ = __init__
    convert = package.Headers._pairs
    package.Headers._pairs = lambda self, smth: (
        smth.items() if isinstance(smth, package.Headers) else convert(self, smth)
    )


def tuples_are_not_checked(package: Any) -> None:
    """Whoever returns a tuple knows what is in its headers."""
    inner = package.responsify

    async def responsify(smth: Any) -> Any:
        if isinstance(smth, tuple) and len(smth) > 2:
            response = copy.copy(await inner((smth[0], smth[-1])))
            unchecked(smth[1:-1], response.headers)
            return response
        return await inner(smth)

    package.responsify = responsify


def communicating(kind: str, how: str) -> Any:
    """A default communicate that does something."""

    def change(package: Any) -> None:
        async def communicate(self: Any, reader: Any, writer: Any) -> Any:
            if how == "closes":
                writer.close()
            elif how == "ends":
                writer.write_eof()
            elif how == "reads":
                await reader.read(4)
            elif how == "writes":
                writer.write(b"\r\n")
            return how if how == "returns" else None

        getattr(package, kind).communicate = communicate

    return change


def communicate_of_its_own(package: Any) -> None:
    """The method that counts is the one of Response."""
    make, own = package.Response._set_head, package.Response.communicate

    def _set_head(self: Any, code: int, headers: Any) -> None:
        make(self, code, headers)
        self.communicate = own.__get__(self)

    package.Response._set_head = _set_head


def attributes_left_behind(package: Any) -> None:
    """What is put on the wire is code, headers and data."""

    class Copying:
        @staticmethod
        def copy(response: Any) -> Any:
            made = object.__new__(type(response))
            for name in ("code", "headers", "_chunks", "path", "bufsize", "_size"):
                if name in vars(response):
                    setattr(made, name, vars(response)[name])
            return made

    module(package, "responsify").copy = Copying


def m(clause: str, belief: str, file: str, old: str, new: str, museum: str = "") -> Mutant:
    return Mutant(f"wire.{clause}", belief, file, old, new, museum=museum)


def c(clause: str, belief: str, change: Any, museum: str = "") -> Mutant:
    return Mutant(f"wire.{clause}", belief, change=change, museum=museum)


def as_given(package: Any) -> None:
    """A value that is no str is stored as it is."""
    headers = package.Headers
    pair = headers._pair

    def stored(self: Any, name: str, value: Any) -> tuple[str, Any]:
        return pair(self, name, value) if isinstance(value, str) else (self._key(name), value)

    headers._pair = stored


def shown(pair: Any) -> Any:
    """What comes out of the headers is ``pair(name, value)``; what goes in is judged as ever."""

    def change(package: Any) -> None:
        items, read = package.Headers.items, package.Headers._pairs
        package.Headers.items = lambda self: [pair(*stored) for stored in items(self)]
        package.Headers._pairs = lambda self, smth: read(
            self, items(smth) if isinstance(smth, package.Headers) else smth
        )

    return change


def raw_in_tuple(where: str, is_there: Any) -> Mutant:
    """The headers of some tuples are stored as they are."""

    def change(package: Any) -> None:
        module: Any = sys.modules[package.responsify.__module__]
        whole = module.responsify_tuple

        async def responsify_tuple(smth: Any) -> Any:
            if len(smth) < 3 or not is_there(smth[-1]):
                return await whole(smth)
            response = await whole((smth[0], smth[-1]))
            for name, value in smth[1:-1]:
                response.headers._values[name.lower()] = [value]
            return response

        module.responsify_tuple = responsify_tuple

    belief = f"headers of a tuple {where} are known to be good"
    return Mutant("wire.injection", belief, change=change, museum="8 one-door-validated")


MUTANTS = [
    m("outer-whitespace", "white space around a value is part of it", "struct.py", r'plain(value).strip(" \t")', "plain(value)"),
    m("outer-whitespace", "only what leads is not part of a value", "struct.py", r'plain(value).strip(" \t")', r'plain(value).lstrip(" \t")'),
    c("value-types", "whoever sends a value makes it a text", as_given, "60 shape-and-header-types"),
    m("status-line", "the reason ends its line", "response.py", PHRASE, r'return phrase(self.code) + "\n"', "11 reason-injection"),
    m("status-line", "the content is a reason", "response.py", PHRASE, 'return phrase(self.code) + b"".join(self.data).decode("latin-1")', "11 reason-injection"),
    m("status-line", "a code is text", "abort.py", CODE, "return str(code)"),
    m("status-line", "a response is a success", "response.py", "self.code = status_code(code)", "self.code = 200"),
    m("status-line", "the phrase may be in any alphabet", "response.py", PHRASE, r'return phrase(self.code) + "\u2026"'),
    m("status-line-codes", "a code is registered", "abort.py", RANGE, "if code not in http.client.responses:", "50 unknown-code"),
    m("status-line-codes", "no phrase is a dash", "abort.py", KNOWN, r'return http.client.responses.get(code, "\u2014")'),
    m("status-line-codes", "every code is registered", "abort.py", KNOWN, "return http.client.responses[code]", "50 unknown-code"),
    m("status-line-codes", "a code that is not registered counts as the first of its hundred", "abort.py", CODE, "return int(code) if code in http.client.responses else code // 100 * 100", "50 unknown-code"),
    c("field-lines", "a name has its colon", shown(lambda name, value: (f"{name}:", value))),
    c("field-lines", "a value ends its line", shown(lambda name, value: (name, value + "\r\n"))),
    c("field-lines", "a value ends with a line feed", shown(lambda name, value: (name, value + "\n"))),
    c("field-lines", "a long value goes on in the next line", shown(lambda name, value: (name, value.replace(" ", "\r\n ")))),
    c("field-lines", "a value is bytes", shown(lambda name, value: (name, value.encode()))),
    c("field-lines", "a name that is known is written out", shown(lambda name, value: (name.replace("-", " "), value))),
    m("fields-arrive", "values are joined", "struct.py", ITEMS, 'return [(key, ", ".join(values)) for key, values in self._values.items()]', "16 multi-lost-or-folded"),
    m("fields-arrive", "the last value counts", "struct.py", ITEMS, "return [(key, values[-1]) for key, values in self._values.items()]", "16 multi-lost-or-folded"),
    m("fields-arrive", "a value is in lower case", "struct.py", PAIR, "return key, value.lower()"),
    m("fields-arrive", "an empty value is none", "struct.py", ITEMS, ITEMS.replace(" in values]", " in values if value]"), "27 truthiness"),
    m("fields-arrive", "equal values are one", "struct.py", ITEMS, ITEMS.replace("for value in values]", "for value in dict.fromkeys(values)]")),
    m("fields-arrive", "values are sorted", "struct.py", ITEMS, ITEMS.replace("in values]", "in sorted(values)]"), "24 order-lost"),
    m("set-cookie", "cookies are joined", "struct.py", ITEMS, 'return [(key, ", ".join(values)) for key, values in self._values.items()]', "16 multi-lost-or-folded"),
    m("set-cookie", "the last cookie counts", "struct.py", ITEMS, "return [(key, values[-1]) for key, values in self._values.items()]", "16 multi-lost-or-folded"),
    m("set-cookie", "the first cookie comes last", "struct.py", ITEMS, ITEMS.replace("in values]", "in values[::-1]]"), "24 order-lost"),
    m("set-cookie", "a comma starts another value", "struct.py", ITEMS, ITEMS.replace("value) for key", "part) for key").replace("in values]", 'in values for part in value.split(", ")]')),
    m("singletons", "a default is added to", "response.py", OVERRIDE, "self.headers.update(headers)", "15 bulk-keeps-case"),
    m("singletons", "a default that is written otherwise is another", "response.py", OVERRIDE, 'self.headers.update(headers) if "content-type" in dict(headers) else self.headers.replace(headers)', "15 bulk-keeps-case"),
    m("singletons", "static's defaults are added to", "response.py", "fields.replace(headers)", "fields.update(headers)", "15 bulk-keeps-case"),
    m("singletons", "Location is added", "abort.py", 'fields["Location"] = uri_reference(path)', 'fields.add("Location", uri_reference(path))'),
    m("singletons", "a tuple's headers are added", "responsify.py", "response.headers.replace(headers)", "response.headers.update(headers)", "17 tuple-extends"),
    m("content-length", "a length counts characters", "responsify.py", "return Response(200, (), plain(smth).encode())", 'return Response(200, {"Content-Length": str(len(smth))}, plain(smth).encode())', "1 cl-counts-chars"),
    m("content-length", "a length is hexadecimal", "response.py", LENGTH, 'headers["Content-Length"] = f"{self._size:x}"'),
    m("content-length", "a length has a sign", "response.py", LENGTH, 'headers["Content-Length"] = f"{self._size:+d}"'),
    m("content-length", "a length counts the line end", "response.py", LENGTH, 'headers["Content-Length"] = str(self._size + 2)'),
    m("content-length", "a length is said twice to be sure", "response.py", LENGTH, 'headers = [*headers.items(), *[("Content-Length", str(self._size))] * 2]', "2 cl-defaults-vs-caller"),
    m("content-length", "headers of the caller are all", "response.py", OVERRIDE, "self.headers = Headers(headers) if dict(headers := list(Headers(headers).items())) else self.headers", "2 cl-defaults-vs-caller"),
    m("content", "blanks around content mean nothing", "response.py", CHUNKS, "[data.strip()]"),
    m("content", "content is short", "response.py", CHUNKS, "[data[:65536]]"),
    m("content", "content ends at NUL", "response.py", CHUNKS, r'[data.split(b"\0")[0]]'),
    m("content", "lines end with LF", "response.py", CHUNKS, r'[data.replace(b"\r\n", b"\n")]'),
    m("content", "a file is one chunk", "response.py", "left -= len(chunk)", "left = 0", "31 chunk-boundary"),
    m("next-response", "no content needs no length", "response.py", "if states_length(self.code):", "if self._size:", "33 empty-file"),
    m("next-response", "an error ends the connection", "response.py", "if states_length(self.code):", "if self.code < 400:"),
    m("next-response", "a length is at least 1", "response.py", LENGTH, 'headers["Content-Length"] = str(max(1, self._size))'),
    m("next-response", "content ends with a line end", "response.py", "self._size = sum(map(len, self._chunks))", r'self._size = len(data); self._chunks = [data + b"\r\n"]'),
    m("no-content", "Reset Content has content", "response.py", ALLOWED, ALLOWED.replace("204, 205, 304", "204, 304"), "56 partial-code-list"),
    m("no-content", "there are four interim codes", "response.py", ALLOWED, "return code not in (100, 101, 102, 103, 204, 205, 304)", "56 partial-code-list"),
    m("no-content", "No Content has content", "response.py", ALLOWED, ALLOWED.replace("204, 205, 304", "205, 304"), "55 bodiless-cl"),
    m("no-content", "what is not modified has content", "response.py", ALLOWED, ALLOWED.replace(", 304", ""), "55 bodiless-cl"),
    m("no-content", "a tuple is not looked at again", "responsify.py", "response._check_framing()", "pass", "55 bodiless-cl"),
    m("no-content", "nothing but content is no content", "response.py", "if self._size and not allows_content(self.code):", "if not allows_content(self.code):"),
    m("no-length", "a length never hurts", "response.py", "if states_length(self.code):", "if True:", "55 bodiless-cl"),
    m("no-length", "there are four interim codes", "response.py", STATED, "return code not in (100, 101, 102, 103, 204, 304)", "56 partial-code-list"),
    m("no-length", "No Content has length 0", "response.py", STATED, "return code >= 200 and code != 304", "55 bodiless-cl"),
    m("no-length", "a tuple keeps the length", "responsify.py", "if length_was_stated and not states_length(code):", "if False:", "55 bodiless-cl"),
    m("no-length", "without a length there are chunks", "response.py", "self._check_framing()", 'self._check_framing(); states_length(self.code) or self.headers.setdefault("Transfer-Encoding", "chunked")'),
    m("not-modified", "what is not modified has length 0", "response.py", STATED, "return code >= 200 and code != 204", "55 bodiless-cl"),
    m("not-modified", "a tuple keeps the length 0", "responsify.py", "if length_was_stated and not states_length(code):", "if length_was_stated and not states_length(code) and code != 304:", "55 bodiless-cl"),
    m("chunked", "a length beside chunks does no harm", "response.py", FRAMING, "if False:"),
    m("chunked", "the length counts", "response.py", 'self.headers.popall("Content-Length")', 'self.headers.popall("Transfer-Encoding")'),
    m("chunked", "headers are looked up as they are written", "response.py", FRAMING, 'if "Transfer-Encoding" in list(self.headers):', "14 contains-case"),
    m("chunked", "only memory is sent in chunks", "response.py", FRAMING, 'if "Transfer-Encoding" in self.headers and hasattr(self, "_chunks"):'),
    m("head-request", "the head ends after the reason", "response.py", PHRASE, r'return phrase(self.code) + "\r\n"', "11 reason-injection"),
    m("head-request", "whoever reads the data knows its length", "response.py", "if states_length(self.code):", "if False:"),
    m("injection", "a value is whatever it is", "struct.py", "if not is_field_value(value):", "if False:", "7 crlf-value"),
    m("injection", "what starts well is a value", "struct.py", "is_field_value(value)", "FIELD_VALUE.match(value)", "7 crlf-value"),
    m("injection", "CR alone does no harm", "struct.py", VALUES, r"[\r\t\x20-\x7e\x80-\xff]*", "7 crlf-value"),
    m("injection", "LF alone does no harm", "struct.py", VALUES, r"[\n\t\x20-\x7e\x80-\xff]*", "7 crlf-value"),
    m("injection", "NUL does no harm", "struct.py", VALUES, r"[\0\t\x20-\x7e\x80-\xff]*", "7 crlf-value"),
    m("injection", "a line that starts with a blank goes on", "struct.py", VALUES, r"(?:[\t\x20-\x7e\x80-\xff]|\r\n[ \t])*", "7 crlf-value"),
    m("injection", "the pattern ends at the end", "struct.py", "is_field_value(value)", 're.match(r"^[^\\r\\n\\0]*$", value)', "7 crlf-value"),
    c("injection", "a Response is not looked at", door_of("Response"), "8 one-door-validated"),
    c("injection", "a FileResponse is not looked at", door_of("FileResponse"), "8 one-door-validated"),
    c("injection", "an Abort is not looked at", aborts_are_not_checked, "8 one-door-validated"),
    c("injection", "a tuple is not looked at", tuples_are_not_checked, "8 one-door-validated"),
    m("injection", "defaults are not looked at", "response.py", "self.headers = Headers(self.defheaders)", "self.headers = Headers(); self.headers._values = {n.lower(): [v] for n, v in dict(self.defheaders).items()}", "8 one-door-validated"),
    m("names", "a name is whatever it is", "struct.py", "if not is_token(key):", "if False:", "10 name-unchecked"),
    m("names", "a name may be empty", "struct.py", TOKEN, TOKEN[:-1] + "*", "10 name-unchecked"),
    m("names", "what starts well is a name", "struct.py", "is_token(key)", "TOKEN.match(key)", "10 name-unchecked"),
    m("names", "the pattern ends at the end", "struct.py", "is_token(key)", 're.match(TOKEN.pattern + "$", key)', "10 name-unchecked"),
    m("names", "a letter is a letter", "struct.py", TOKEN, TOKEN.replace("A-Za-z", r"\w"), "10 name-unchecked"),
    m("names", "names fold as text does", "struct.py", KEY, "return name.lower()"),
    m("names", "blanks around a name mean nothing", "struct.py", KEY, "return name.strip().lower() if name.isascii() else name"),
    *(
        m("names", f"{name} may stand in a name", "struct.py", TOKEN, TOKEN.replace("[!", "[" + c + "!"), "10 name-unchecked")
        for name, c in {"a slash": "/", "a colon": ":", "a space": " ", "an at sign": "@", "DEL": r"\x7f", "a comma": ","}.items()
    ),
    c("names", "a Response is not looked at", door_of("Response"), "8 one-door-validated"),
    c("names", "a tuple is not looked at", tuples_are_not_checked, "8 one-door-validated"),
    m("control-characters", "only what ends a line does harm", "struct.py", VALUES, r"[^\r\n\0]*", "13 charset-too-wide-or-narrow"),
    m("control-characters", "DEL is visible", "struct.py", VALUES, r"[\t\x20-\xff]*", "13 charset-too-wide-or-narrow"),
    m("control-characters", "vertical tabs and form feeds are blanks", "struct.py", VALUES, r"[\t\x0b\x0c\x20-\x7e\x80-\xff]*", "13 charset-too-wide-or-narrow"),
    m("control-characters", "separators of records are blanks", "struct.py", VALUES, r"[\t\x1c-\x7e\x80-\xff]*", "13 charset-too-wide-or-narrow"),
    m("control-characters", "a blank of any kind is stripped", "struct.py", VALUE, "key, value = self._key(name), plain(value).strip()", "13 charset-too-wide-or-narrow"),
    m("values-carried", "HTAB is a control character", "struct.py", VALUES, r"[\x20-\x7e\x80-\xff]*", "13 charset-too-wide-or-narrow"),
    m("values-carried", "a value is not empty", "struct.py", "if not is_field_value(value):", "if not value or not is_field_value(value):", "13 charset-too-wide-or-narrow"),
    m("values-carried", "a value has 255 octets at most", "struct.py", "if not is_field_value(value):", "if len(value) > 255 or not is_field_value(value):"),
    m("values-carried", "a long value is cut", "struct.py", PAIR, "return key, value[:255]"),
    m("values-carried", "blanks inside are one", "struct.py", PAIR, 'return key, " ".join(value.split())'),
    m("values-carried", "a comma starts another value", "struct.py", ITEMS, ITEMS.replace("value) for key", "part) for key").replace("in values]", 'in values for part in value.split(", ")]')),
    m("values-carried", "a backslash escapes", "struct.py", PAIR, r'return key, value.replace("\\", "\\\\")'),
    m("values-carried", "markup is escaped", "struct.py", PAIR, 'return key, value.replace("<", "&lt;")'),
    m("values-carried", "a name is a word", "struct.py", TOKEN, r"[0-9A-Za-z_-]+", "10 name-unchecked"),
    m("values-carried", "an underscore is a dash", "struct.py", KEY, 'return name.lower().replace("_", "-") if name.isascii() else name', "25 dash-underscore"),
    m("values-carried", "a tuple is a pair of words", "responsify.py", PAIRS, "headers = Headers((name, value or '-') for name, value in pairs)", "27 truthiness"),
    m("obs-text-carried", "a value is UTF-8", "struct.py", PAIR, 'return key, value.encode().decode("latin-1")'),
    m("obs-text-carried", "a character is an octet", "struct.py", VALUE, VALUE + '; value = "".join(chr(ord(c) & 255) for c in value)', "13 charset-too-wide-or-narrow"),
    m("obs-text-carried", "what latin-1 lacks is a question mark", "struct.py", VALUE, VALUE + '; value = value.encode("latin-1", "replace").decode("latin-1")'),
    m("obs-text-carried", "what latin-1 lacks is dropped", "struct.py", VALUE, VALUE + '; value = value.encode("latin-1", "ignore").decode("latin-1")'),
    m("obs-text-carried", "a value is ASCII", "struct.py", VALUE, VALUE + '; value = value.encode("ascii", "ignore").decode()'),
    m("obs-text-carried", "whoever sends a value encodes it", "struct.py", VALUES, r"[^\r\n\0]*"),
    m("obs-text-carried", "a blank of any kind is stripped", "struct.py", VALUE, "key, value = self._key(name), plain(value).strip()", "13 charset-too-wide-or-narrow"),
    m("description-is-content", "the content is the reason", "response.py", PHRASE, 'return b"".join(self.data).decode("latin-1") or phrase(self.code)', "11 reason-injection"),
    m("description-is-content", "a header says what went wrong", "abort.py", ABORTED, 'self.headers = Headers(headers); self.headers["X-Error"] = description', "11 reason-injection"),
    m("description-is-content", "a description has one line", "abort.py", "self.description = plain(description)", 'self.description = "".join(plain(description).split("\\n")[:1])'),
    m("description-is-content", "a Location says why", "abort.py", "raise Abort(code, info, fields)", 'fields._values["x-info"] = [info]; error = Abort(code, info); error.headers = fields; raise error', "11 reason-injection"),
    m("file-names", "a file name is a header", "response.py", ATTACHMENT, ATTACHMENT.replace('"attachment"', """f'attachment; filename="{os.path.basename(path)}"'"""), "45 cd-nonlatin1"),
    m("file-names", "a file name is on the wire as it is", "response.py", ATTACHMENT, """fields._values["content-disposition"] = [f'attachment; filename="{os.path.basename(path)}"']; fields._pair = None; headers = fields; Headers._pairs = lambda self, smth: smth.items() if isinstance(smth, Headers) else list(dict(smth).items())""", "45 cd-nonlatin1"),
    m("http-client", "a length is said twice to be sure", "response.py", LENGTH, 'headers = [*headers.items(), *[("Content-Length", str(self._size))] * 2]', "2 cl-defaults-vs-caller"),
    m("http-client", "a length counts the line end", "response.py", LENGTH, 'headers["Content-Length"] = str(self._size + 2)'),
    m("llhttp", "a length is said twice to be sure", "response.py", LENGTH, 'headers = [*headers.items(), *[("Content-Length", str(self._size))] * 2]', "2 cl-defaults-vs-caller"),
    m("llhttp", "no content needs no length", "response.py", "if states_length(self.code):", "if self._size:"),
    c("upgrade", "the method that counts is the one of Response", communicate_of_its_own, "53 communicate-lost"),
    m("upgrade", "a response is final", "abort.py", RANGE, "if not 200 <= code <= 599:"),
    m("upgrade", "the connection is none of the response's business", "response.py", FRAMING, 'if self.headers.popall("Upgrade") and self.headers.popall("Connection") and "Transfer-Encoding" in self.headers:'),
    *(
        c("communicate-default", f"communicate {how}", communicating("Response", how), "53 communicate-lost")
        for how in ("closes", "ends", "reads", "writes", "returns")
    ),
    c("communicate-default", "a file closes the connection", communicating("FileResponse", "closes")),
    c("communicate-attributes", "what is sent is code, headers and data", attributes_left_behind, "53 communicate-lost"),
    c("communicate-attributes", "the method that counts is the one of Response", communicate_of_its_own, "53 communicate-lost"),
    m("file-grown", "the size is looked up when it is needed", "response.py", "left = self._size", "left = os.path.getsize(self.path)", "5 file-size-drifts"),
    m("file-grown", "a file is read to its end", "response.py", "while left:", "while left and (left := max(self._size, os.path.getsize(self.path)) - file.tell()):", "5 file-size-drifts"),
    m("file-grown", "a chunk has bufsize octets", "response.py", "chunk = file.read(min(self.bufsize, left))", "chunk = file.read(self.bufsize); left = max(left, len(chunk))", "5 file-size-drifts"),
    m("tuple-door", "a name has one value in a tuple", "responsify.py", PAIRS, "headers = Headers(dict(pairs))", "16 multi-lost-or-folded"),
    m("tuple-door", "a tuple has one header", "responsify.py", PAIRS, "headers = Headers(pairs[:1])"),
    m("tuple-door", "a tuple's Content-Type is all", "responsify.py", "response.headers.replace(headers)", 'response.headers = Headers(headers); response.headers.setdefault("Content-Type", "text/html")'),
    raw_in_tuple("around a Response", lambda inner: hasattr(inner, "headers")),
    raw_in_tuple("around bytes", lambda inner: isinstance(inner, bytes)),
    raw_in_tuple("around a tuple", lambda inner: isinstance(inner, tuple)),
    m("no-length", "a file keeps its length in a tuple", "responsify.py", "if length_was_stated and not states_length(code):", 'if length_was_stated and not states_length(code) and not hasattr(response, "path"):', "55 bodiless-cl"),
]  # fmt: skip
