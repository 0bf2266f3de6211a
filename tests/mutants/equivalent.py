"""Changes that nothing can notice, each with the reason: to the reference, and to what judges."""

# ruff: noqa: E501 (lines as they are changed)
from __future__ import annotations

import re


def _each(old: str, *news: str) -> tuple[str, ...]:
    """Several changes of one line."""
    return tuple(f"-{old}\n+{new}" for new in news)


#: Why a change is as good, and the lines that such changes take away and add.
REASONS: dict[str, tuple[str, ...]] = {
    "What is no int is refused by the comparison or by int.__int__; a bool lies below 100.": (
        """\
-    if isinstance(code, bool) or not isinstance(code, int):
+    if isinstance(code, bool) and not isinstance(code, int):""",
    ),
    "Of a bool the range says that it is no status code.": (
        """\
-    if isinstance(code, bool) or not isinstance(code, int):
+    if isinstance(None, bool) or not isinstance(code, int):""",
    ),
    "Any str is the description of a code that has no phrase.": (
        """\
-    return http.client.responses.get(code, "")
+    return http.client.responses.get(code, "XXXX")""",
    ),
    "pickle and repr take what is no argument from the attributes.": (
        """\
-        super().__init__(self.code, self.description)
+        super().__init__(self.code, )""",
    ),
    "copy.copy may be refused, and is by the constructor.": (
        """\
-        return type(self)(self.code, self.description, self.headers)
+        return type(self)(None, self.description, self.headers)""",
        """\
-        return type(self)(self.code, self.description, self.headers)
+        return type(self)(self.code, None, self.headers)""",
        """\
-        return type(self)(self.code, self.description, self.headers)
+        return type(self)(self.code, self.description, None)""",
        """\
-        return type(self)(self.code, self.description, self.headers)
+        return type(self)(self.description, self.headers)""",
        """\
-        return type(self)(self.code, self.description, self.headers)
+        return type(self)(self.code, self.headers)""",
        """\
-        return type(self)(self.code, self.description, self.headers)
+        return type(None)(self.code, self.description, self.headers)""",
    ),
    "One chunk has nothing to be joined by.": (
        """\
-        self._chunks = [b"".join([data])]
+        self._chunks = [b"XXXX".join([data])]""",
        *_each('        return b"".join([value])', '        return b"XXXX".join([value])'),
    ),
    "It is opened to see whether it can be, and not read.": (
        """\
-            with open(path, "rb"):
+            with open(path, ):""",
    ),
    "None is as false as False.": (
        *_each(
            "    _request(connection, method, upgrade=False)",
            "    _request(connection, method, upgrade=None)",
        ),
        """\
-    data = json.dumps(smth, allow_nan=False).encode()
+    data = json.dumps(smth, allow_nan=None).encode()""",
    ),
    "Whether what a list holds is closed is left open: only a tuple closes what it holds.": (
        """\
-    close(smth)
+    close(None)""",
    ),
    "Every method but HEAD is answered alike.": (
        """\
-    response: Response | Abort, reader: StreamReader, writer: StreamWriter, method: str = "GET"
+    response: Response | Abort, reader: StreamReader, writer: StreamWriter, method: str = "get\"""",
        '''\
-    response: Response | Abort, reader: StreamReader, writer: StreamWriter, method: str = "GET"
+    response: Response | Abort, reader: StreamReader, writer: StreamWriter, method: str = "XXGETXX"''',
    ),
    "A bool is the only one of its kind: whether it is the same or equal is one question.": (
        *_each(
            '    expect(bool(headers) is bool(names), f"bool {bool(names)} with {list(names)}", bool(headers))',
            '    expect(bool(headers) == bool(names), f"bool {bool(names)} with {list(names)}", bool(headers))',
        ),
        *_each(
            '    expect((length > 0) is bool(names), f"len > 0 to be {bool(names)}", length)',
            '    expect((length > 0) == bool(names), f"len > 0 to be {bool(names)}", length)',
        ),
    ),
    "The longer way round comes to the same.": _each(
        "    if kind is str or kind is bytes or kind is int or kind is bool or value is None:",
        "    if kind is str and kind is bytes or kind is int or kind is bool or value is None:",
        "    if kind is str or kind is bytes and kind is int or kind is bool or value is None:",
    ),
    "In the list of phrases there is one space after a code.": _each(
        '        _code, _phrase = _entry.strip().split(" ", 1)',
        "        _code, _phrase = _entry.strip().split(None, 1)",
    ),
    "At most one default is given.": (
        """\
-            return default[0]
+            return default[ -1]""",
    ),
    "No length is below 0.": _each(
        '    expect((length > 0) is bool(names), f"len > 0 to be {bool(names)}", length)',
        '    expect((length != 0) is bool(names), f"len > 0 to be {bool(names)}", length)',
    ),
    "Of one value the first is the last.": _each("    return values[0]", "    return values[ -1]"),
    "What is a plain pair stays one.": _each(
        "        if not _is_pair(item):",
        "        if not _is_pair(None):",
    ),
    "Any name that is missing will do, and any field shows what is shared.": (
        *_each(
            '    expect_gone(headers, "x-missing", pairs)',
            '    expect_gone(headers, "X-MISSING", pairs)',
        ),
        *_each(
            '        made.headers.add("x-a", "later")',
            '        made.headers.add("XXx-aXX", "later")',
            '        made.headers.add("X-A", "later")',
            '        made.headers.add("x-a", "XXlaterXX")',
            '        made.headers.add("x-a", "LATER")',
        ),
    ),
    "Nobody calls it otherwise.": _each(
        'def expect(condition: bool, expected: str, got: object = None, *, words: str = "") -> None:',
        'def expect(condition: bool, expected: str, got: object = None, /, words: str = "") -> None:',
    ),
    "What another one of its kind holds is checked once more: slower, and the same.": _each(
        "        if type(smth) is type(self):",
        "        if type(smth) == type(self):",
        "        if type(None) is type(self):",
        "        if type(smth) is type(None):",
    ),
    "The methods of str make a plain str of a subclass, and asking a str to be one changes nothing.": _each(
        "    return text if type(text) is str else str.__str__(text)",
        "    return text if type(text) == str else str.__str__(text)",
        "    return text if type(text) != str else str.__str__(text)",
        "    return text if type(text) is not str else str.__str__(text)",
        "    return text if not type(text) is str else str.__str__(text)",
        "    return text if (type(text) is str) and False else str.__str__(text)",
        "    return text if (type(text) is str) or True else str.__str__(text)",
        "    return text if type(None) is str else str.__str__(text)",
    ),
    "How many names are remembered cannot be seen.": (
        *_each(
            "@lru_cache(maxsize=256)",
            "@lru_cache(maxsize= 257)",
            "@lru_cache(maxsize= 255)",
            "@lru_cache(maxsize=None)",
            "@lru_cache(maxsize=257)",
        ),
        """\
-
-
-# Names are few, and the same ones come again and again.
-@lru_cache(maxsize=256)""",
    ),
    "It tells readers and type checkers what a subclass has to say.": (
        """\
-
-    @abstractmethod""",
    ),
    "A name is in lower case before it is looked at.": _each(
        r"""TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")""",
        r"""TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9a-za-z]+")""",
    ),
    "Whether copy.copy shares what it copies is left open.": _each(
        "    __copy__ = copy", "    __copy__ = None"
    ),
    "What is no URI-reference may be refused, or have more encoded than has to be.": (
        *_each(
            """    encoded = quote(text, safe=":/?#[]@!$&'()*+,;=")""",
            "    encoded = None",
            """    encoded = quote(None, safe=":/?#[]@!$&'()*+,;=")""",
            "    encoded = quote(text, safe=None)",
            """    encoded = quote(safe=":/?#[]@!$&'()*+,;=")""",
            "    encoded = quote(text, )",
            """    encoded = quote(text, safe="XX:/?#[]@!$&'()*+,;=XX")""",
        ),
        *_each(
            '    return encoded if is_uri_reference(encoded) else quote(text, safe="/")',
            '    return encoded if (is_uri_reference(encoded)) and False else quote(text, safe="/")',
            '    return encoded if is_uri_reference(None) else quote(text, safe="/")',
            '    return encoded if is_uri_reference(encoded) else quote(None, safe="/")',
            "    return encoded if is_uri_reference(encoded) else quote(text, safe=None)",
            '    return encoded if is_uri_reference(encoded) else quote(safe="/")',
            "    return encoded if is_uri_reference(encoded) else quote(text, )",
            '    return encoded if is_uri_reference(encoded) else quote(text, safe="XX/XX")',
        ),
    ),
    "Annotations are not evaluated.": (
        *_each('T = TypeVar("T")', "T = TypeVar(None)", 'T = TypeVar("XXTXX")', 'T = TypeVar("t")'),
        *_each(
            'Self = TypeVar("Self", bound="MultiDict")',
            "Self = None",
            'Self = TypeVar(None, bound="MultiDict")',
            'Self = TypeVar("Self", bound=None)',
            'Self = TypeVar("Self", )',
            'Self = TypeVar("XXSelfXX", bound="MultiDict")',
            'Self = TypeVar("self", bound="MultiDict")',
            'Self = TypeVar("SELF", bound="MultiDict")',
            'Self = TypeVar("Self", bound="XXMultiDictXX")',
            'Self = TypeVar("Self", bound="multidict")',
            'Self = TypeVar("Self", bound="MULTIDICT")',
        ),
        *_each(
            'Pairs = Union["MultiDict", Mapping[str, str], Keyed, Iterable[tuple[str, str]]]',
            "Pairs = None",
            'Pairs = Union["XXMultiDictXX", Mapping[str, str], Keyed, Iterable[tuple[str, str]]]',
            'Pairs = Union["multidict", Mapping[str, str], Keyed, Iterable[tuple[str, str]]]',
            'Pairs = Union["MULTIDICT", Mapping[str, str], Keyed, Iterable[tuple[str, str]]]',
        ),
        """\
-T = TypeVar("T")
+T = None""",
        *_each(
            'E = TypeVar("E", bound=BaseException)',
            "E = None",
            "E = TypeVar(None, bound=BaseException)",
            'E = TypeVar("E", bound=None)',
            'E = TypeVar("E", )',
            'E = TypeVar("XXEXX", bound=BaseException)',
            'E = TypeVar("e", bound=BaseException)',
        ),
    ),
    "Another default is not chunked either.": (
        """\
-    chunked = response.headers.get("Transfer-Encoding", "").lower() == "chunked"
+    chunked = response.headers.get("Transfer-Encoding", "XXXX").lower() == "chunked\"""",
    ),
    "The name of a codec is the same in any case.": (
        """\
-    return "\\r\\n".join([*lines, "", ""]).encode("latin-1")
+    return "\\r\\n".join([*lines, "", ""]).encode("LATIN-1")""",
        """\
-    return "".join(f"{line}\\r\\n" for line in [*lines, ""]).encode("latin-1")
+    return "".join(f"{line}\\r\\n" for line in [*lines, ""]).encode("LATIN-1")""",
    ),
    "Python closes a generator that nobody holds any more, and so its file.": (
        """\
-        if hasattr(chunks, "close"):
+        if hasattr(None, "close"):""",
        """\
-        if hasattr(chunks, "close"):
+        if hasattr(chunks, "XXcloseXX"):""",
        """\
-        if hasattr(chunks, "close"):
+        if hasattr(chunks, "CLOSE"):""",
    ),
    "How another coding than chunked is framed is said nowhere.": (
        '''\
-    chunked = response.headers.get("Transfer-Encoding", "").lower() == "chunked"
+    chunked = response.headers.get("Transfer-Encoding", "").lower() >= "chunked"''',
    ),
    "600..999 is left open.": (
        """\
-    if not 100 <= code <= 599:
+    if not 100 <= code <= 600:""",
    ),
    "The default of bufsize is left open.": (
        """\
-        self, code: int, path: str | os.PathLike[str], headers: Pairs, bufsize: int = 65536
+        self, code: int, path: str | os.PathLike[str], headers: Pairs, bufsize: int = 65537""",
        """\
-        self, code: int, path: str | os.PathLike[str], headers: Pairs, bufsize: int = 65536
+        self, code: int, path: str | os.PathLike[str], headers: Pairs, bufsize: int = 65535""",
    ),
    "A buffered file reads until it has enough: what it gives is the same.": (
        """\
-        with open(self.path, "rb", buffering=0) as file:
+        with open(self.path, "rb", buffering= 1) as file:""",
        """\
-        with open(self.path, "rb", buffering=0) as file:
+        with open(self.path, "rb", buffering= -1) as file:""",
        """\
-        with open(self.path, "rb", buffering=0) as file:
+        with open(self.path, "rb", ) as file:""",
        """\
-        with open(self.path, "rb", buffering=0) as file:
+        with open(self.path, "rb", buffering=1) as file:""",
    ),
    "A response around one without content may state a length of 0 or none; where a length is "
    "there, setdefault changes nothing.": (
        """\
-    if states_length(code) and not length_was_stated:
+    if states_length(code) and  length_was_stated:""",
        """\
-    if states_length(code) and not length_was_stated:
+    if states_length(code) and length_was_stated:""",
        """\
-        response.headers.setdefault("Content-Length", "0")
+        response.headers.setdefault("XXContent-LengthXX", "0")""",
    ),
    "Whether a tuple takes other shapes of headers is left open.": (
        """\
-        for pair in pairs:
+        for pair in []:""",
    ),
    "h11's events and states are single objects, equal only to themselves.": (
        """\
-        elif event is h11.NEED_DATA:
+        elif event == h11.NEED_DATA:""",
        """\
-        if connection.our_state is not h11.DONE or connection.their_state is not h11.DONE:
+        if connection.our_state != h11.DONE or connection.their_state is not h11.DONE:""",
        """\
-        if connection.our_state is not h11.DONE or connection.their_state is not h11.DONE:
+        if connection.our_state is not h11.DONE or connection.their_state != h11.DONE:""",
    ),
    "h11 takes both sides out of DONE together.": (
        """\
-        if connection.our_state is not h11.DONE or connection.their_state is not h11.DONE:
+        if connection.our_state is not h11.DONE and connection.their_state is not h11.DONE:""",
    ),
    "Nothing is assigned to it.": (
        """\
-@dataclass(frozen=True)
+@dataclass(frozen=False)""",
        """\
-@dataclass(frozen=True)
+@dataclass(frozen=None)""",
    ),
    "Of the methods only HEAD and CONNECT change how a response is read.": (
        *_each(
            'def serialize(response: Any, method: str = "GET") -> bytes:',
            'def serialize(response: Any, method: str = "XXGETXX") -> bytes:',
            'def serialize(response: Any, method: str = "get") -> bytes:',
        ),
        *_each(
            'def parts_of(response: Any, method: str = "GET", most: int | None = None) -> Iterator[bytes]:',
            'def parts_of(response: Any, method: str = "XXGETXX", most: int | None = None) -> Iterator[bytes]:',
            'def parts_of(response: Any, method: str = "get", most: int | None = None) -> Iterator[bytes]:',
        ),
        *_each(
            'def read(octets: bytes, method: str = "GET", upgrade: bool = False) -> Message:',
            'def read(octets: bytes, method: str = "XXGETXX", upgrade: bool = False) -> Message:',
            'def read(octets: bytes, method: str = "get", upgrade: bool = False) -> Message:',
        ),
        *_each(
            'def read_two(octets: bytes, method: str = "GET") -> tuple[Message, Message]:',
            'def read_two(octets: bytes, method: str = "XXGETXX") -> tuple[Message, Message]:',
            'def read_two(octets: bytes, method: str = "get") -> tuple[Message, Message]:',
        ),
        *_each(
            '        _request(connection, "GET", upgrade=False)',
            '        _request(connection, "XXGETXX", upgrade=False)',
            '        _request(connection, "get", upgrade=False)',
            # The probe is no 101.
            '        _request(connection, "GET", upgrade=None)',
            '        _request(connection, "GET", upgrade=True)',
            '        _request(connection, "GET", upgrade= True)',
        ),
    ),
    "Of a request h11 heeds the method and whether there is an Upgrade, and no more.": (
        *_each(
            '    headers = [("Host", "a")]',
            '    headers = [("host", "a")]',
            '    headers = [("HOST", "a")]',
            '    headers = [("Host", "XXaXX")]',
            '    headers = [("Host", "A")]',
        ),
        *_each(
            '        headers += [("Connection", "upgrade"), ("Upgrade", "echo")]',
            '        headers += [("XXConnectionXX", "upgrade"), ("Upgrade", "echo")]',
            '        headers += [("connection", "upgrade"), ("Upgrade", "echo")]',
            '        headers += [("CONNECTION", "upgrade"), ("Upgrade", "echo")]',
            '        headers += [("Connection", "XXupgradeXX"), ("Upgrade", "echo")]',
            '        headers += [("Connection", "UPGRADE"), ("Upgrade", "echo")]',
            '        headers += [("Connection", "upgrade"), ("upgrade", "echo")]',
            '        headers += [("Connection", "upgrade"), ("UPGRADE", "echo")]',
            '        headers += [("Connection", "upgrade"), ("Upgrade", "XXechoXX")]',
            '        headers += [("Connection", "upgrade"), ("Upgrade", "ECHO")]',
        ),
        *_each(
            '    connection.send(h11.Request(method=method, target="/", headers=headers))',
            '    connection.send(h11.Request(method=method, target="XX/XX", headers=headers))',
        ),
    ),
    "To h11 no octets and None are both the end.": _each(
        '            connection.receive_data(b"")',
        "            connection.receive_data(None)",
    ),
    "600 has content, as 599 has.": _each(
        "NO_CONTENT = tuple(code for code in range(100, 600) if not allows_content(code))",
        "NO_CONTENT = tuple(code for code in range(100, 601) if not allows_content(code))",
        "NO_CONTENT = tuple(code for code in range(100, 599) if not allows_content(code))",
    ),
}

EQUIVALENT = {change: reason for reason, changes in REASONS.items() for change in changes}

_CASE = "Field names and media types are the same in any case (RFC 9110 §5.1, §8.3.1)."
_CASELESS = re.compile(
    r"(?i)content-(type|length|disposition)|location|transfer-encoding|text/html|application/"
)


_ESCAPE = re.compile(r"\\x[0-9A-Fa-f]{2}")


def reason(change: str) -> str:
    """Why nothing could notice a change that survived; "" where no reason is known."""
    if change in EQUIVALENT:
        return EQUIVALENT[change]
    old, _, new = change.partition("\n+")
    if "\n" in old + new:
        return ""
    if _ESCAPE.sub(_lower, old[1:]) == _ESCAPE.sub(_lower, new):
        return "The digits of an escape are the same in any case."
    return _CASE if old[1:].lower() == new.lower() and _CASELESS.search(new) else ""


def _lower(match: re.Match[str]) -> str:
    return match[0].lower()
