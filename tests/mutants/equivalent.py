"""Changes to the reference that no clause can notice, each with the reason."""

from __future__ import annotations

_ALSO_BUFFERED = "A buffered file reads until it has enough: what it gives is the same."
_LEFT_OPEN_BUFSIZE = "The default of bufsize is left open."
_LEFT_OPEN_LENGTH = (
    "A response around one without content may state a length of 0 or none; where a length is "
    "there, setdefault changes nothing."
)

#: The lines that a change takes away and adds, and why that is as good.
EQUIVALENT: dict[str, str] = {
    """\
-    if isinstance(code, bool) or not isinstance(code, int):
+    if isinstance(code, bool) and not isinstance(code, int):""": (
        "What is no int is refused by the comparison or by int.__int__, and a bool lies below 100."
    ),
    """\
-    if not 100 <= code <= 599:
+    if not 100 <= code <= 600:""": "600..999 is left open.",
    """\
-        self, code: int, path: str | os.PathLike[str], headers: Pairs, bufsize: int = 65536
+        self, code: int, path: str | os.PathLike[str], headers: Pairs, bufsize: int = 65537""": (
        _LEFT_OPEN_BUFSIZE
    ),
    """\
-        self, code: int, path: str | os.PathLike[str], headers: Pairs, bufsize: int = 65536
+        self, code: int, path: str | os.PathLike[str], headers: Pairs, bufsize: int = 65535""": (
        _LEFT_OPEN_BUFSIZE
    ),
    """\
-        with open(self.path, "rb", buffering=0) as file:
+        with open(self.path, "rb", buffering= 1) as file:""": _ALSO_BUFFERED,
    """\
-        with open(self.path, "rb", buffering=0) as file:
+        with open(self.path, "rb", buffering= -1) as file:""": _ALSO_BUFFERED,
    """\
-    if states_length(code) and not length_was_stated:
+    if states_length(code) and  length_was_stated:""": _LEFT_OPEN_LENGTH,
    """\
-        for pair in pairs:
+        for pair in []:""": "Whether a tuple takes other shapes of headers is left open.",
}
