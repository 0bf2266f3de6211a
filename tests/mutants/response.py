"""Wrong beliefs about Response."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import Mutant

FILE = "response.py"

# Lines of the reference that several beliefs change.
TYPE = "if not isinstance(data, bytes):"
CHUNKS = 'self._chunks = [b"".join([data])]'
DEFAULTS = "self.headers = Headers(self.defheaders)"
MERGE = "self.headers.replace(headers)"
CHECKED = "self._check_framing()"
LENGTH = "self._size = sum(map(len, self._chunks))"
STATES = "if states_length(self.code):"
STATED = 'headers["Content-Length"] = str(self._size)'
HTML = '"text/html; charset=utf-8"'
NO_CONTENT = "return code >= 200 and code not in (204, 205, 304)"
NO_LENGTH = "return code >= 200 and code not in (204, 304)"
FORBIDDEN = "if self._size and not allows_content(self.code):"
REFUSAL = 'raise ValueError(f"a response with code {self.code} has no content")'
FRAMED = 'if "Transfer-Encoding" in self.headers:'
DROPPED = 'self.headers.popall("Content-Length")'
PHRASE = 'return http.client.responses.get(code, "")'
RANGE = "if not 100 <= code <= 599:"
KIND = "if isinstance(code, bool) or not isinstance(code, int):"
NUMBER = "return int.__int__(code)"
COMMUNICATE = "async def communicate(self, reader: StreamReader, writer: StreamWriter) -> None:"


def lines(*text: str) -> str:
    """Lines of a method's body, the first without its indentation."""
    return "\n        ".join(text)


def patched(name: str, make: Callable[[Any, Any], Any]) -> Callable[[Any], None]:
    """A change of one attribute of Response: `make(package, old)` gives the new one."""

    def change(package: Any) -> None:
        setattr(package.Response, name, make(package, getattr(package.Response, name)))

    return change


def _matched_as_written(package: Any, old: Any) -> Any:
    def set_head(self: Any, code: int, headers: Any) -> None:
        if isinstance(headers, package.Headers):
            headers = headers.items()
        pairs = list(headers.items() if hasattr(headers, "items") else _pairs(headers))
        old(self, code, ())
        for name in ("Content-Type", "Content-Length"):
            if name in dict(pairs):
                self.headers.popall(name)
        self.headers.update(pairs)

    return set_head


def _pairs(headers: Any) -> Any:
    return dict(headers).items() if hasattr(headers, "keys") else headers


def _length_of_the_caller_kept(package: Any, old: Any) -> Any:
    def set_head(self: Any, code: int, headers: Any) -> None:
        given = package.Headers(headers)
        old(self, code, given)
        if "content-length" in given:
            self.headers["content-length"] = given["content-length"]

    return set_head


def _chunks_by_content(package: Any, old: Any) -> Any:
    known: dict[bytes, list[bytes]] = {}

    def init(self: Any, code: int, headers: Any, data: bytes) -> None:
        old(self, code, headers, data)
        self._chunks = known.setdefault(bytes(data), self._chunks)

    return init


def _defaults_as_sent(package: Any, old: Any) -> Any:
    return property(lambda self: vars(self).get("headers", old.fget(self)))


def _defaults_without_length(package: Any, old: Any) -> Any:
    def defheaders(self: Any) -> Any:
        return old.fget(self) if "headers" not in vars(self) else {"Content-Type": "text/html"}

    return property(defheaders)


def _no_phrase_from_600_on(package: Any) -> None:
    package.response.status_code = lambda code: code
    package.response.phrase = lambda code: "a" if code < 600 else None


MUTANTS = [
    Mutant("response.construct", "a response without content is a mistake", FILE, TYPE,
           "if not isinstance(data, bytes) or not data:"),
    Mutant("response.construct", "only registered codes exist", "abort.py", RANGE,
           "if code not in http.client.responses:", museum="50 unknown-code"),
    Mutant("response.construct", "content is text in UTF-8", FILE, CHUNKS,
           "self._chunks = [data.decode().encode()]"),
    # --- data
    Mutant("response.one-chunk", "data is the octets", FILE, "return self._chunks",
           "return self._chunks[0]"),
    Mutant("response.one-chunk", "data is an iterator", FILE, "return self._chunks",
           "return iter(self._chunks)"),
    Mutant("response.one-chunk", "data is a tuple", FILE, "return self._chunks",
           "return tuple(self._chunks)"),
    Mutant("response.one-chunk", "long content is cut into chunks", FILE, CHUNKS,
           "self._chunks = [data[i : i + 65536] for i in range(0, len(data), 65536)]"),
    Mutant("response.one-chunk", "a chunk ends in a line feed", FILE, CHUNKS,
           'self._chunks = [data, b"\\n"]'),
    Mutant("response.data-type", "a str is encoded", FILE, TYPE,
           lines("data = data.encode() if isinstance(data, str) else data", TYPE)),
    Mutant("response.data-type", "an empty str is as good as b''", FILE, TYPE,
           lines('data = data or b""', TYPE)),
    Mutant("response.data-type", "whatever bytes() takes is content", FILE, TYPE,
           lines("data = bytes(data)", TYPE)),
    Mutant("response.data-type", "what has __bytes__ is content", FILE, TYPE,
           lines('data = bytes(data) if hasattr(data, "__bytes__") else data', TYPE)),
    Mutant("response.data-type", "a list of chunks is content", FILE, TYPE,
           lines('data = b"".join(data) if isinstance(data, (list, tuple)) else data', TYPE)),
    Mutant("response.data-type", "a file is content", FILE, TYPE,
           lines('data = data.read() if hasattr(data, "read") else data', TYPE)),
    Mutant("response.data-type", "a number is written out", FILE, TYPE,
           lines("data = b'%d' % data if isinstance(data, int) else data", TYPE)),
    Mutant("response.data-type", "a str is no bytes, and nothing else is a str", FILE, TYPE,
           lines("data = str.encode(data) if type(data) not in (str, bytes) and "
                 "isinstance(data, str) else data", TYPE)),
    Mutant("response.data-type", "another type is a wrong value", FILE,
           'raise TypeError(f"data is bytes', 'raise ValueError(f"data is bytes',
           museum="60 shape-and-header-types"),
    Mutant("response.buffers-copied", "a buffer needs no copy", FILE, TYPE,
           lines("if isinstance(data, (bytearray, memoryview)):",
                 "    self._chunks = [data]",
                 "    return self._set_head(code, headers)", TYPE)),
    Mutant("response.buffers-copied", "len() of a memoryview counts octets", FILE, TYPE,
           lines("if isinstance(data, memoryview):",
                 "    self._chunks, self._size = [bytes(data)], len(data)",
                 "    return self._set_head(code, headers)", TYPE)),
    Mutant("response.buffers-copied", "a buffer may be emptied once it is copied", FILE, TYPE,
           lines("if isinstance(data, bytearray):",
                 "    data.clear()", TYPE)),
    Mutant("response.bytes-subclass", "data is of the type bytes itself", FILE, TYPE,
           "if type(data) is not bytes:"),
    Mutant("response.bytes-subclass", "an odd kind of bytes is what it prints as", FILE, CHUNKS,
           "self._chunks = [data if type(data) is bytes else str(data).encode()]"),
    # --- headers
    Mutant("response.headers-type", "headers is a dict", FILE, CHECKED,
           lines(CHECKED, "self.headers = dict(self.headers.items())")),
    Mutant("response.headers-type", "headers is of the type that the caller gave", FILE, CHECKED,
           lines(CHECKED, "if isinstance(headers, list):",
                 "    self.headers = list(self.headers.items())")),
    Mutant("response.content-type", "HTML has no charset", FILE, HTML, '"text/html"'),
    Mutant("response.content-type", "content is plain text", FILE, HTML,
           '"text/plain; charset=utf-8"'),
    Mutant("response.content-type", "HTML is latin-1", FILE, HTML,
           '"text/html; charset=iso-8859-1"'),
    Mutant("response.content-type", "no content has no type", FILE, HTML,
           f'{HTML} if self._size else "application/octet-stream"'),
    Mutant("response.content-length", "a length is that of the text", FILE, LENGTH,
           'self._size = sum(len(chunk.decode("utf-8", "replace")) for chunk in self._chunks)',
           museum="1 cl-counts-chars"),
    Mutant("response.content-length", "a length counts chunks", FILE, LENGTH,
           "self._size = len(self._chunks)"),
    Mutant("response.content-length", "no content has no length", FILE, STATES,
           "if states_length(self.code) and self._size:"),
    Mutant("response.content-length", "only a 2xx has a length", FILE, STATES,
           "if states_length(self.code) and self.code < 300:"),
    Mutant("response.content-length", "trailing line ends do not count", FILE, LENGTH,
           'self._size = sum(len(chunk.rstrip(b"\\r\\n")) for chunk in self._chunks)'),
    Mutant("response.other-headers", "any header drops the defaults", FILE, DEFAULTS,
           "self.headers = Headers(() if headers else self.defheaders)",
           museum="2 cl-defaults-vs-caller"),
    Mutant("response.other-headers", "names are unique", FILE, MERGE,
           "self.headers.replace(dict(headers))", museum="16 multi-lost-or-folded"),
    Mutant("response.other-headers", "several values are one list", FILE, MERGE,
           lines("given = Headers(headers)",
                 'self.headers.replace({n: ", ".join(given.getall(n)) for n in given})'),
           museum="16 multi-lost-or-folded"),
    Mutant("response.other-headers", "equal pairs are one pair", FILE, MERGE,
           "self.headers.replace(dict.fromkeys(Headers(headers).items()))"),
    Mutant("response.other-headers", "the order of values says nothing", FILE, MERGE,
           "self.headers.replace(sorted(Headers(headers).items()))", museum="24 order-lost"),
    Mutant("response.other-headers", "headers can be read twice", FILE, MERGE,
           lines("dict(headers)", MERGE)),
    Mutant("response.other-headers", "a mapping has items()", FILE, MERGE,
           "self.headers.replace(headers.items() if hasattr(headers, 'keys') else headers)"),
    Mutant("response.other-headers", "a pair is a tuple", FILE, MERGE,
           lines("if isinstance(headers, list):",
                 "    headers = [pair for pair in headers if isinstance(pair, tuple)]", MERGE)),
    Mutant("response.other-headers", "an empty value is no header", FILE, MERGE,
           "self.headers.replace([p for p in Headers(headers).items() if p[1]])",
           museum="27 truthiness"),
    Mutant("response.default-overridden", "a header is added to the default", FILE, MERGE,
           "self.headers.update(headers)", museum="15 bulk-keeps-case"),
    Mutant("response.default-overridden", "the default wins", FILE, MERGE,
           lines(MERGE, "self.headers.replace(self.defheaders)")),
    Mutant("response.default-overridden", "an empty value leaves the default", FILE, MERGE,
           lines("given = Headers(headers)",
                 "self.headers.replace((n, v or self.headers.get(n, v)) for n, v in "
                 "given.items())"),
           museum="27 truthiness"),
    Mutant("response.default-overridden", "a Content-Type needs its charset", FILE, CHECKED,
           lines(CHECKED, 'if self.headers.get("Content-Type") == "text/html":',
                 '    self.headers["Content-Type"] = "text/html; charset=utf-8"')),
    Mutant("response.default-overridden", "an overridden Content-Type drops the length", FILE,
           DEFAULTS, lines("headers = Headers(headers)",
                           "self.headers = Headers("
                           "{} if 'Content-Type' in headers else self.defheaders)")),
    Mutant("response.default-overridden", "defaults are matched as they are written",
           change=patched("_set_head", _matched_as_written), museum="2 cl-defaults-vs-caller"),
    Mutant("response.length-overridden", "the length is always counted", FILE, CHECKED,
           lines('if "Content-Length" in self.headers:',
                 '    self.headers["Content-Length"] = str(self._size)', CHECKED),
           museum="2 cl-defaults-vs-caller"),
    Mutant("response.length-overridden", "both lengths are sent", FILE, MERGE,
           lines("given = Headers(headers)", "self.headers.replace(given)",
                 "for length in given.getall('Content-Length'):",
                 "    self.headers.add('Content-Length', length)"),
           museum="2 cl-defaults-vs-caller"),
    Mutant("response.length-overridden", "lengths are matched as they are written",
           change=patched("_set_head", _matched_as_written)),
    Mutant("response.length-overridden", "only the type can be overridden", FILE, MERGE,
           lines(MERGE, "self.headers.replace([p for p in self.headers.items() if p[0] not in "
                        "('content-length',)] + [p for p in Headers(self.defheaders).items() "
                        "if p[0] == 'content-length'])")),
    Mutant("response.caller-repeats", "the last of several values counts", FILE, MERGE,
           lines("for name, value in Headers(headers).items():",
                 "    self.headers[name] = value"), museum="16 multi-lost-or-folded"),
    Mutant("response.caller-repeats", "the first of several values counts", FILE, MERGE,
           lines("given = Headers(headers)",
                 "self.headers.replace({name: given[name] for name in given})")),
    Mutant("response.caller-repeats", "an equal value is the same value", FILE, MERGE,
           "self.headers.replace(dict.fromkeys(Headers(headers).items()))"),
    Mutant("response.caller-repeats", "the first replaces, the next are put before it", FILE,
           MERGE, "self.headers.replace([*Headers(headers).items()][::-1])"),
    Mutant("response.argument-apart", "the defaults go into the caller's mapping", FILE, MERGE,
           lines(MERGE, "if isinstance(headers, dict):",
                 f"    headers.setdefault('Content-Type', {HTML})"), museum="21 aliasing"),
    Mutant("response.argument-apart", "a Headers needs no copy", FILE, MERGE,
           lines("if isinstance(headers, Headers):",
                 "    headers.update(p for p in self.headers.items() if p[0] not in headers)",
                 "    self.headers = headers", "self.headers.replace(headers)"),
           museum="21 aliasing"),
    Mutant("response.argument-apart", "the values of a Headers can be shared", FILE, MERGE,
           lines("if isinstance(headers, Headers):",
                 "    self.headers._values.update(headers._values)",
                 "else:", "    self.headers.replace(headers)"), museum="21 aliasing"),
    Mutant("response.argument-apart", "a list is used up", FILE, MERGE,
           lines(MERGE, "if isinstance(headers, list):", "    headers.clear()")),
    Mutant("response.instances-apart", "the defaults are one object", FILE, DEFAULTS,
           lines("first = vars(Response).get('_first') or Headers(self.defheaders)",
                 "Response._first = self.headers = first"), museum="21 aliasing"),
    Mutant("response.instances-apart", "equal content is one list",
           change=patched("__init__", _chunks_by_content), museum="21 aliasing"),
    # --- defheaders
    Mutant("response.defheaders", "defheaders are the headers that are sent",
           change=patched("defheaders", _defaults_as_sent)),
    Mutant("response.defheaders", "defheaders serve the constructor only",
           change=patched("defheaders", _defaults_without_length)),
    Mutant("response.defheaders", "every response names its server", FILE, STATED,
           lines(f"    {STATED}"[4:], "    headers['Server'] = 'a'")),
    Mutant("response.defheaders-overridden", "the defaults are those of Response", FILE, DEFAULTS,
           "self.headers = Headers(Response.defheaders.fget(self))"),
    Mutant("response.defheaders-overridden", "a subclass adds to the defaults", FILE, DEFAULTS,
           lines("self.headers = Headers(Response.defheaders.fget(self))",
                 "self.headers.replace(self.defheaders)")),
    Mutant("response.defheaders-overridden", "a length is always stated", FILE, CHECKED,
           lines("self.headers.setdefault('Content-Length', str(self._size))", CHECKED)),
    Mutant("response.defheaders-overridden", "a default has one value", FILE, DEFAULTS,
           "self.headers = Headers(dict(self.defheaders))"),
    Mutant("response.defheaders-overridden", "only the two defaults can be overridden", FILE,
           MERGE, lines("headers = Headers(headers)",
                        "for name in ('Content-Type', 'Content-Length'):",
                        "    if name in headers:", "        self.headers.popall(name)",
                        "self.headers.update(headers)")),
    Mutant("response.defheaders-overridden", "defheaders is a mapping", FILE, DEFAULTS,
           "self.headers = Headers(self.defheaders.items())"),
    Mutant("response.defheaders-extended", "a subclass brings all of its defaults", FILE,
           STATES, "if states_length(self.code) and type(self).defheaders is Response.defheaders:"),
    # --- code and description
    Mutant("response.code", "a code is text", "abort.py", NUMBER, "return str(code)"),
    Mutant("response.code", "an unknown code is the first of its hundred", "abort.py", NUMBER,
           "return code if code in http.client.responses else code // 100 * 100",
           museum="50 unknown-code"),
    Mutant("response.code", "no content is a 204", FILE, "self.code = status_code(code)",
           "self.code = 204 if code == 200 and not self._size else status_code(code)"),
    Mutant("response.code-kinds", "a code is of the type int itself", "abort.py", KIND,
           "if type(code) is not int:"),
    Mutant("response.code-kinds", "a code is the number that it prints as", "abort.py", NUMBER,
           "return int(str(code))"),
    Mutant("response.code-kinds", "a code is the number that it prints as, three digits",
           "abort.py", NUMBER, "return int(f'{code:03}')"),
    Mutant("response.code-range", "there is no smallest code", "abort.py", RANGE,
           "if code > 599:"),
    Mutant("response.code-range", "there is no greatest code", "abort.py", RANGE,
           "if code < 100:"),
    Mutant("response.code-range", "a code is positive", "abort.py", RANGE,
           "if not 0 < code <= 599:"),
    Mutant("response.code-range", "99 is a code", "abort.py", RANGE, "if not 99 <= code <= 599:"),
    Mutant("response.code-range", "1000 is a code", "abort.py", RANGE,
           "if not 100 <= code <= 1000:"),
    Mutant("response.code-range", "True and False are as good as 200 and 404", "abort.py", KIND,
           "code = (404, 200)[code] if isinstance(code, bool) else code\n"
           "    if not isinstance(code, int):"),
    Mutant("response.code-range", "three places are enough", "abort.py", RANGE,
           "if len(str(abs(code))) > 3:"),
    Mutant("response.code-type", "a code is kept as it comes", FILE,
           "self.code = status_code(code)", "self.code = code"),
    Mutant("response.code-type", "what is no code is a 500", FILE,
           "self.code = status_code(code)",
           "self.code = status_code(code if isinstance(code, int) else 500)"),
    Mutant("response.description", "every code has a phrase", "abort.py", PHRASE,
           "return http.client.responses[code]", museum="50 unknown-code"),
    Mutant("response.description", "every code is an HTTPStatus", "abort.py", PHRASE,
           "return http.HTTPStatus(code).phrase", museum="50 unknown-code"),
    Mutant("response.description", "no phrase is None", "abort.py", PHRASE,
           "return http.client.responses.get(code)"),
    Mutant("response.description", "a phrase is octets", "abort.py", PHRASE,
           "return http.client.responses.get(code, '').encode()"),
    Mutant("response.description", "a phrase is any text", "abort.py", PHRASE,
           "return http.client.responses.get(code, '–')"),
    Mutant("response.description", "a phrase may have lines", "abort.py", PHRASE,
           "return http.client.responses.get(code, 'Unknown\\r\\nX: y')",
           museum="11 reason-injection"),
    Mutant("response.description", "a code from 600 on has no description",
           change=_no_phrase_from_600_on),
    Mutant("response.description-phrase", "a phrase says nothing", "abort.py", PHRASE,
           "return ''"),
    Mutant("response.description-phrase", "a hundred has one phrase", "abort.py", PHRASE,
           "return http.client.responses.get(code // 100 * 100, '')"),
    Mutant("response.description-phrase", "a description is the constant's name", "abort.py",
           PHRASE, "return http.HTTPStatus(code).name if code in http.client.responses else ''"),
    # --- codes that allow no content
    *[
        Mutant("response.no-content", belief, FILE, NO_CONTENT, f"return {new}",
               museum="56 partial-code-list")
        for belief, new in {
            "every code allows content": "True",
            "1xx allow content": "code not in (204, 205, 304)",
            "1xx are the registered ones": "code not in (100, 101, 102, 103, 204, 205, 304)",
            "1xx are 100 and 101": "code not in (100, 101, 204, 205, 304)",
            "200 is where content begins, and 199 is nobody's": "code >= 199 and code not in "
                                                                "(204, 205, 304)",
            "a 204 allows content": "code >= 200 and code not in (205, 304)",
            "a 205 allows content": "code >= 200 and code not in (204, 304)",
            "a 304 allows content": "code >= 200 and code not in (204, 205)",
        }.items()
    ],
    Mutant("response.no-content", "content that is dropped leaves its length", FILE, REFUSAL,
           "self._chunks = []", museum="55 bodiless-cl"),
    Mutant("response.no-content", "content is refused after it was sent", FILE, FORBIDDEN,
           "if self._size > 1 and not allows_content(self.code):"),
    Mutant("response.empty-accepted", "a code without content takes no data at all", FILE,
           FORBIDDEN, "if not allows_content(self.code):"),
    Mutant("response.empty-accepted", "nobody sends an interim response", "abort.py", RANGE,
           "if not 200 <= code <= 599:"),
    *[
        Mutant("response.no-default-length", belief, FILE, NO_LENGTH, f"return {new}",
               museum="55 bodiless-cl")
        for belief, new in {
            "every code has a length": "True",
            "1xx have a length": "code not in (204, 304)",
            "1xx are the registered ones": "code not in (100, 101, 102, 103, 204, 304)",
            "a 204 has the length 0": "code >= 200 and code != 304",
            "a 304 has the length 0": "code >= 200 and code != 204",
        }.items()
    ],
    Mutant("response.reset-length", "a 205 may have content", FILE, NO_CONTENT,
           "return code >= 200 and code not in (204, 304)", museum="56 partial-code-list"),
    Mutant("response.reset-length", "the content of a 205 is dropped, its length is not", FILE,
           REFUSAL, "self._chunks = []"),
    Mutant("response.no-content-headers", "no content has no headers", FILE, CHECKED,
           lines(CHECKED, "if not allows_content(self.code):", "    self.headers = Headers()"),
           museum="56 partial-code-list"),
    Mutant("response.no-content-headers", "no content has no headers about content", FILE, CHECKED,
           lines(CHECKED, "for name in [n for n in self.headers if n.startswith('content-')]:",
                 "    if not allows_content(self.code):", "        self.headers.popall(name)"),
           museum="56 partial-code-list"),
    Mutant("response.no-content-headers", "a 204 has no Allow", FILE, CHECKED,
           lines(CHECKED, "if self.code == 204:", "    self.headers.popall('Allow')"),
           museum="56 partial-code-list"),
    Mutant("response.no-content-headers", "a 304 has no new validators", FILE, CHECKED,
           lines(CHECKED, "if self.code == 304:", "    self.headers.popall('Last-Modified')")),
    # --- framing
    Mutant("response.transfer-encoding", "a length does no harm", FILE, DROPPED, "pass"),
    Mutant("response.transfer-encoding", "chunked is written in lower case", FILE, FRAMED,
           'if self.headers.get("Transfer-Encoding") == "chunked":'),
    Mutant("response.transfer-encoding", "chunked is the only coding", FILE, FRAMED,
           'if self.headers.get("Transfer-Encoding", "").lower() == "chunked":'),
    Mutant("response.transfer-encoding", "a coding must be chunked in the end", FILE, FRAMED,
           'if self.headers.get("Transfer-Encoding", "").lower().endswith("chunked"):'),
    Mutant("response.transfer-encoding", "the length is what counts", FILE, DROPPED,
           'self.headers.popall("Transfer-Encoding")'),
    Mutant("response.transfer-encoding", "chunked content has no type either", FILE, DROPPED,
           lines(DROPPED, "    self.headers.popall('Content-Type')")),
    Mutant("response.transfer-encoding", "no content needs no coding", FILE, FRAMED,
           'if "Transfer-Encoding" in self.headers and self._size:'),
    Mutant("response.not-both-framings", "the caller's length stays",
           change=patched("_set_head", _length_of_the_caller_kept)),
    Mutant("response.not-both-framings", "the length is what counts", FILE, DROPPED,
           'self.headers.popall("Transfer-Encoding")'),
    Mutant("response.no-default-encoding", "what has no length is chunked", FILE, STATES,
           lines("if not states_length(self.code):",
                 '    headers["Transfer-Encoding"] = "chunked"', "else:")),
    Mutant("response.no-default-encoding", "a 404 is chunked", FILE, STATES,
           lines("if self.code == 404:",
                 '    headers["Transfer-Encoding"] = "chunked"', "else:")),
    # --- communicate
    Mutant("response.communicate", "communicate is a plain method", FILE, COMMUNICATE,
           COMMUNICATE.removeprefix("async ")),
    Mutant("response.communicate", "the connection ends with the response", FILE, COMMUNICATE,
           lines(COMMUNICATE, "writer.close()")),
    Mutant("response.communicate", "the rest is written first", FILE, COMMUNICATE,
           lines(COMMUNICATE, "await writer.drain()")),
    Mutant("response.communicate", "the rest of the request is read", FILE, COMMUNICATE,
           lines(COMMUNICATE, "await reader.read()")),
    Mutant("response.communicate", "nothing was said, so False", FILE, COMMUNICATE,
           lines(COMMUNICATE, "return False")),
    Mutant("response.communicate", "a 101 is overridden", FILE, COMMUNICATE,
           lines(COMMUNICATE, "if self.code == 101:", "    raise NotImplementedError")),
    # --- any code, any coding
    *[
        Mutant("response.every-coding", belief, FILE, FRAMED, f"{FRAMED[:-1]} and {new}:")
        for belief, new in {
            "an error is short, and not chunked": "self.code < 400",
            "a 205 may have a length": "self.code != 205",
            "identity is no coding": "self.headers['Transfer-Encoding'] != 'identity'",
            "gzip and chunked are the codings": "set(self.headers['Transfer-Encoding'].split(', '))"
                                                " & {'gzip', 'chunked', 'Chunked'}",
        }.items()
    ],
    Mutant("response.every-coding", "only the default length is dropped", FILE, DROPPED,
           'self.headers.replace([("Content-Length", v) for v in '
           'self.headers.popall("Content-Length") if v != str(self._size)])'),
    *[
        Mutant("response.length-every-code", belief, FILE, CHECKED,
               lines(CHECKED, "if 'Content-Length' in self.headers:",
                     f"    if {when}: self.headers['Content-Length'] = str(self._size)"))
        for belief, when in {
            "a 304 has no content to count": "self.code == 304",
            "the length of an error is counted": "self.code >= 400",
            "a caller knows the length of a 200": "self.code != 200 and states_length(self.code)",
        }.items()
    ],
    Mutant("response.length-every-code", "a 304 has no length", FILE, CHECKED,
           lines(CHECKED, 'if self.code == 304: self.headers.popall("Content-Length")')),
    Mutant("response.length-every-code", "a 205 has no length", FILE, CHECKED,
           lines(CHECKED, 'if self.code == 205: self.headers.popall("Content-Length")')),
    Mutant("response.length-every-code", "a length is at least that of data", FILE, CHECKED,
           lines(CHECKED, 'if int(self.headers.get("Content-Length", self._size)) < self._size:',
                 '    self.headers["Content-Length"] = str(self._size)')),
    Mutant("response.no-default-length", "a 204 with headers has the length 0", FILE, CHECKED,
           lines(CHECKED, 'if self.code == 204 and "X-A" in self.headers:',
                 '    self.headers["Content-Length"] = "0"'), museum="55 bodiless-cl"),
    Mutant("response.no-default-length", "what has a type of its own has a length", FILE, CHECKED,
           lines(CHECKED, 'if self.headers.get("Content-Type") == "a/b":',
                 '    self.headers.setdefault("Content-Length", str(self._size))'),
           museum="55 bodiless-cl"),
    *[
        Mutant("response.defheaders-every-code", belief, FILE, DEFAULTS,
               f"self.headers = Headers(self.defheaders if {when} else {other})",
               museum="56 partial-code-list" if other == "()" else "")
        for belief, when, other in [
            ("what has no content needs no defaults", "allows_content(self.code)", "()"),
            ("a 304 repeats nothing", "self.code != 304", "()"),
            ("an error looks the same everywhere", "self.code < 400",
             "Response.defheaders.fget(self)"),
        ]
    ],
    Mutant("response.defheaders-every-code", "a class has the same defaults with the same code",
           FILE, DEFAULTS, lines("known = type(self).__dict__.get('_known') or {}",
                                 "self.headers = Headers(known.setdefault(self.code, "
                                 "Headers(self.defheaders)))",
                                 "type(self)._known = known"), museum="21 aliasing"),
    Mutant("response.defheaders-overridden", "defheaders is a property", FILE, DEFAULTS,
           "self.headers = Headers(type(self).defheaders.fget(self))"),
    *[
        Mutant("response.data-type", belief, FILE, TYPE, lines(f"if {kind}: data = {content}",
                                                              TYPE))
        for belief, kind, content in [
            ("an iterator is content", "hasattr(data, '__next__')", "b''.join(data)"),
            ("a path is content", "hasattr(data, 'joinpath')", "bytes(data)"),
            ("what has encode() is a str", "hasattr(data, 'encode')", "data.encode()"),
            ("what has tobytes() is a memoryview", "hasattr(data, 'tobytes')", "data.tobytes()"),
        ]
    ],
    Mutant("response.data-at-once", "a generator is content", FILE, TYPE,
           lines("if hasattr(data, 'send'): data = b''.join(data)", TYPE)),
    *[
        Mutant("response.views-copied", belief, FILE, TYPE,
               lines(f"if isinstance(data, memoryview): data = {content}", TYPE))
        for belief, content in {
            "a memoryview is of the whole": "bytes(data.obj)",
            "what has gaps is of the whole": "bytes(data if data.contiguous else data.obj)",
            "octets are numbers": "bytes(data.tolist())",
        }.items()
    ],
    Mutant("response.other-headers", "a subclass of Headers is a mapping", FILE, MERGE,
           "self.headers.replace(dict(headers) if isinstance(headers, Headers) and "
           "type(headers) is not Headers else headers)", museum="16 multi-lost-or-folded"),
    *[
        Mutant("response.communicate", belief, FILE, COMMUNICATE,
               lines(COMMUNICATE, f"if {when}: {what}"))
        for belief, when, what in [
            ("a refused request ends the connection", "self.code in (400, 408, 413)",
             "writer.close()"),
            ("an interim response is to arrive at once", "self.code in (100, 102, 103)",
             "await writer.drain()"),
            ("an upgrade is answered", "'Upgrade' in self.headers", "await reader.read()"),
        ]
    ],
]  # fmt: skip
