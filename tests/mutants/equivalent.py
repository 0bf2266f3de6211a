"""Changes that nothing can notice, each with the reason: to the reference, and to what judges."""

# ruff: noqa: E501 (lines as they are changed)
from __future__ import annotations

import re

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
    ),
    "It is opened to see whether it can be, and not read.": (
        """\
-            with open(path, "rb"):
+            with open(path, ):""",
    ),
    "None is as false as False.": (
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
    "At most one default is given.": (
        """\
-            return default[0]
+            return default[ -1]""",
    ),
    "Annotations are not evaluated.": (
        """\
-T = TypeVar("T")
+T = None""",
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
    ),
    "h11 gives a response, or raises, before a message is given back.": (
        """\
-    code: int = 0
+    code: int = 1""",
        """\
-    code: int = 0
+    code: int = -1""",
    ),
}

EQUIVALENT = {change: reason for reason, changes in REASONS.items() for change in changes}

_CASE = "Field names and media types are the same in any case (RFC 9110 §5.1, §8.3.1)."
_CASELESS = re.compile(
    r"(?i)content-(type|length|disposition)|location|transfer-encoding|text/html|application/"
)


def reason(change: str) -> str:
    """Why nothing could notice a change that survived; "" where no reason is known."""
    if change in EQUIVALENT:
        return EQUIVALENT[change]
    old, _, new = change.partition("\n+")
    is_case = old[1:].lower() == new.lower() and "\n" not in change.replace("\n+", "", 1)
    return _CASE if is_case and _CASELESS.search(new) else ""
