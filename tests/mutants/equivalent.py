"""Changes that nothing can notice, each with the reason: to the reference, and to what judges."""

from __future__ import annotations

#: Why a change is as good, and the lines that such changes take away and add.
REASONS: dict[str, tuple[str, ...]] = {
    "What is no int is refused by the comparison or by int.__int__; a bool lies below 100.": (
        """\
-    if isinstance(code, bool) or not isinstance(code, int):
+    if isinstance(code, bool) and not isinstance(code, int):""",
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
    ),
    "A response around one without content may state a length of 0 or none; where a length is "
    "there, setdefault changes nothing.": (
        """\
-    if states_length(code) and not length_was_stated:
+    if states_length(code) and  length_was_stated:""",
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
