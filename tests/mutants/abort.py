"""Wrong beliefs about Abort and abort."""

# ruff: noqa: E501 (a table, at the end: one mutant a line)

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from . import Mutant

SIGNATURE = 'def __init__(self, code: int, description: str = "", headers: Pairs = ()) -> None:'
ABORT = 'def abort(code: int, info: str = "", headers: Pairs = ()) -> NoReturn:'
COPY = "return type(self)(self.code, self.description, self.headers)"


def no_headers_are_shared(package: Any) -> None:
    """Every Abort without header fields has the same empty Headers."""
    none, init = package.Headers(), package.Abort.__init__

    def __init__(self: Any, code: int, description: str = "", headers: Any = ()) -> None:
        init(self, code, description, headers)
        if headers == ():
            self.headers = none

    package.Abort.__init__ = __init__


def list_is_kept(package: Any) -> None:
    """The header fields are looked at again whenever they are asked for."""

    class Abort(package.Abort):  # type: ignore[misc]
        def __init__(self, code: int, description: str = "", headers: Any = ()) -> None:
            super().__init__(code, description)
            self._given = headers if isinstance(headers, list) else package.Headers(headers)
            self._own = None if isinstance(headers, list) else package.Headers(headers)

        @property
        def headers(self) -> Any:
            return package.Headers(self._given) if self._own is None else self._own

        @headers.setter
        def headers(self, value: Any) -> None:
            self._own = value

    sys.modules[package.Abort.__module__].Abort = package.Abort = Abort  # type: ignore[attr-defined]


def copies_share(package: Any) -> None:
    """copy.copy does what it does for any object."""
    del package.Abort.__copy__


def reduced_to_its_text(package: Any) -> None:
    """An exception is pickled by its arguments."""
    package.Abort.__reduce__ = lambda self: (type(self), (self.code, self.description))


def only_by_position(package: Any) -> None:
    """What Python stores in `args` is good enough, so the constructor says nothing."""

    def __init__(self: Any, code: int, description: str = "", headers: Any = ()) -> None:
        self.code, self.description = code, description
        self.headers = package.Headers(headers)

    package.Abort.__init__ = __init__
    del package.Abort.__copy__


def made_in_new(package: Any) -> None:
    """An exception is complete when `__new__` has made it."""

    def __new__(cls: Any, code: int, description: str = "", headers: Any = ()) -> Any:
        if not isinstance(code, int):
            raise TypeError("a status code is an int")
        return Exception.__new__(cls, code, description)

    package.Abort.__new__ = __new__


def final(package: Any) -> None:
    """Nobody derives from Abort."""

    def __init_subclass__(cls: Any) -> None:
        raise TypeError("Abort is final")

    package.Abort.__init_subclass__ = classmethod(__init_subclass__)


def copies_the_first(package: Any) -> None:
    """A copy has the headers that the original began with."""
    construct = package.Abort.__init__

    def init(self: Any, code: int, description: str = "", headers: Any = ()) -> None:
        construct(self, code, description, headers)
        self._first = package.Headers(self.headers)

    package.Abort.__init__ = init
    package.Abort.__copy__ = lambda self: type(self)(self.code, self.description, self._first)


def copies_the_argument(package: Any) -> None:
    """A copy is made of what the original was made of."""
    construct = package.Abort.__init__

    def init(self: Any, code: int, description: str = "", headers: Any = ()) -> None:
        construct(self, code, description, headers)
        self._argument = headers

    package.Abort.__init__ = init
    package.Abort.__copy__ = lambda self: type(self)(self.code, self.description, self._argument)


def made_late(package: Any) -> None:
    """The argument is kept, and read once somebody asks for the headers."""
    _late(package, lambda headers: headers)


def checked_late(package: Any) -> None:
    """The argument is read at once, and checked once somebody asks for the headers."""

    def pairs(headers: Any) -> list[Any]:
        if isinstance(headers, package.Headers):
            return list(headers.items())
        keyed = hasattr(headers, "keys")
        return [(name, headers[name]) for name in headers.keys()] if keyed else list(headers)  # noqa: SIM118

    _late(package, pairs)


def _late(package: Any, read: Callable[[Any], Any]) -> None:
    construct = package.Abort.__init__

    def init(self: Any, code: int, description: str = "", headers: Any = ()) -> None:
        construct(self, code, description)
        vars(self).pop("_headers", None)
        self._given = read(headers)

    def get(self: Any) -> Any:
        if "_headers" not in vars(self):
            self._headers = package.Headers(vars(self).get("_given", ()))
        return self._headers

    package.Abort.__init__ = init
    package.Abort.headers = property(get, lambda self, value: vars(self).update(_headers=value))


def values_are_shared(package: Any) -> None:
    """The fields of a Headers are copied, the lists of their values are not."""
    construct = package.Abort.__init__

    def init(self: Any, code: int, description: str = "", headers: Any = ()) -> None:
        construct(self, code, description, headers)
        if isinstance(headers, package.Headers):
            self.headers._values = dict(headers._values)

    package.Abort.__init__ = init


def _sharing(self: Any) -> Any:
    twin = type(self)(self.code, self.description)
    twin.headers._values = dict(self.headers._values)
    return twin


def copies_share_values(package: Any) -> None:
    """A dictionary is copied, the lists in it are not."""
    package.Abort.__copy__ = _sharing


def deep_copies_share_values(package: Any) -> None:
    """A deep copy is made as a copy is."""
    package.Abort.__deepcopy__ = lambda self, memo: _sharing(self)


def copies_the_headers_made(package: Any) -> None:
    """Nobody gives an Abort other headers than those it was made with."""
    construct = package.Abort.__init__

    def init(self: Any, code: int, description: str = "", headers: Any = ()) -> None:
        construct(self, code, description, headers)
        self._made = self.headers

    package.Abort.__init__ = init
    package.Abort.__copy__ = lambda self: type(self)(self.code, self.description, self._made)


MUTANTS = [
    Mutant(
        "abort.construct",
        "Abort is no ordinary exception",
        "abort.py",
        "class Abort(Exception):",
        "class Abort(BaseException):",
    ),
    Mutant(
        "abort.construct",
        "a name has one value",
        "abort.py",
        "self.headers = Headers(headers)",
        "self.headers = Headers(dict(headers))",
        museum="16 multi-lost-or-folded",
    ),
    Mutant(
        "abort.construct",
        "headers are kept as they come",
        "abort.py",
        "self.headers = Headers(headers)",
        "self.headers = headers",
    ),
    Mutant(
        "abort.construct",
        "headers are a mapping",
        "abort.py",
        "self.headers = Headers(headers)",
        "self.headers = Headers((name, headers[name]) for name in headers)",
    ),
    Mutant(
        "abort.construct",
        "blanks around a description mean nothing",
        "abort.py",
        "self.description = plain(description)",
        "self.description = plain(description).strip()",
    ),
    Mutant(
        "abort.construct",
        "a description is one line",
        "abort.py",
        "self.description = plain(description)",
        'self.description = " ".join(plain(description).splitlines())',
    ),
    Mutant(
        "abort.construct",
        "a description is escaped when it is stored",
        "abort.py",
        "self.description = plain(description)",
        'self.description = plain(description).replace("<", "&lt;")',
    ),
    Mutant(
        "abort.construct",
        "a description is short",
        "abort.py",
        "self.description = plain(description)",
        "self.description = plain(description)[:1024]",
    ),
    Mutant(
        "abort.construct",
        "a description is stored as it is sent",
        "abort.py",
        "self.description = plain(description)",
        "self.description = plain(description).encode()",
    ),
    Mutant(
        "abort.construct",
        "a code is text",
        "abort.py",
        "self.code = status_code(code)",
        "self.code = str(status_code(code))",
    ),
    Mutant(
        "abort.construct",
        "an Abort is an error, so its code is 400 or more",
        "abort.py",
        "self.code = status_code(code)",
        "self.code = max(400, status_code(code))",
    ),
    Mutant(
        "abort.construct",
        "an Abort frames its own content",
        "abort.py",
        "self.headers = Headers(headers)",
        'self.headers = Headers(headers); self.headers["Content-Length"] = str(len(description))',
    ),
    Mutant(
        "abort.defaults",
        "without a description the phrase of the code is one",
        "abort.py",
        "self.description = plain(description)",
        "self.description = plain(description) or phrase(self.code)",
    ),
    Mutant(
        "abort.defaults",
        "no description is None",
        "abort.py",
        SIGNATURE,
        SIGNATURE.replace('str = ""', "str = None"),
    ),
    Mutant(
        "abort.defaults",
        "no headers are None",
        "abort.py",
        SIGNATURE,
        SIGNATURE.replace("Pairs = ()", "Pairs = None"),
    ),
    Mutant(
        "abort.defaults",
        "empty headers are None",
        "abort.py",
        "self.headers = Headers(headers)",
        "self.headers = Headers(headers) if headers else None",
        museum="27 truthiness",
    ),
    Mutant(
        "abort.defaults",
        "without headers the content is plain text",
        "abort.py",
        "self.headers = Headers(headers)",
        'self.headers = Headers(headers or {"Content-Type": "text/plain"})',
        museum="27 truthiness",
    ),
    Mutant(
        "abort.defaults",
        "abort has a description of its own",
        "abort.py",
        ABORT,
        ABORT.replace('""', '"Error"'),
    ),
    Mutant(
        "abort.code-kinds",
        "a code is an int and nothing derived from it",
        "abort.py",
        "if isinstance(code, bool) or not isinstance(code, int):",
        "if type(code) is not int:",
    ),
    Mutant(
        "abort.code-kinds",
        "an enumeration is best shown by its name",
        "abort.py",
        "self.code = status_code(code)",
        'self.code = getattr(code, "name", code)',
    ),
    Mutant(
        "abort.name",
        "the name is that of the class",
        "abort.py",
        "return phrase(self.code)",
        "return type(self).__name__",
    ),
    Mutant(
        "abort.name",
        "the name is the description where there is one",
        "abort.py",
        "return phrase(self.code)",
        "return self.description or phrase(self.code)",
    ),
    Mutant(
        "abort.name",
        "only errors have a name",
        "abort.py",
        "return phrase(self.code)",
        'return phrase(self.code) if self.code >= 400 else ""',
    ),
    Mutant(
        "abort.name",
        "the name starts with the code",
        "abort.py",
        "return phrase(self.code)",
        'return f"{self.code} {phrase(self.code)}"',
    ),
    Mutant(
        "abort.name",
        "the name is a constant's",
        "abort.py",
        "return phrase(self.code)",
        'return phrase(self.code).upper().replace(" ", "_")',
    ),
    Mutant(
        "abort.name",
        "nobody uses the newer codes",
        "abort.py",
        "return phrase(self.code)",
        'return "" if self.code in (103, 425, 451) else phrase(self.code)',
    ),
    Mutant(
        "abort.name-unregistered",
        "every code is registered",
        "abort.py",
        'return http.client.responses.get(code, "")',
        "return http.client.responses[code]",
        museum="50 unknown-code",
    ),
    Mutant(
        "abort.name-unregistered",
        "no phrase is None",
        "abort.py",
        'return http.client.responses.get(code, "")',
        "return http.client.responses.get(code)",
    ),
    Mutant(
        "abort.name-unregistered",
        "a code that is not registered is a 500",
        "abort.py",
        "self.code = status_code(code)",
        "self.code = code if status_code(code) in http.client.responses else 500",
        museum="50 unknown-code",
    ),
    Mutant(
        "abort.name-unregistered",
        "a code that is not registered counts as the first of its hundred",
        "abort.py",
        "self.code = status_code(code)",
        "self.code = code if phrase(code) else status_code(code) // 100 * 100",
    ),
    Mutant(
        "abort.str",
        "the text of an exception is its name",
        "abort.py",
        'return f"{self.code} {self.name}: {self.description}"',
        'return f"{self.code} {self.name}"',
        museum="48 abort-args",
    ),
    Mutant(
        "abort.str",
        "the text of an exception is one line",
        "abort.py",
        'return f"{self.code} {self.name}: {self.description}"',
        'return f"{self.code} {self.name}: {self.description!r}"',
    ),
    Mutant(
        "abort.str",
        "the text of an exception is short",
        "abort.py",
        'return f"{self.code} {self.name}: {self.description}"',
        'return f"{self.code} {self.name}: {self.description[:80]}"',
    ),
    Mutant(
        "abort.description-type",
        "a description may be anything",
        "abort.py",
        "self.description = plain(description)",
        "self.description = description",
    ),
    Mutant(
        "abort.description-type",
        "a description is turned into text",
        "abort.py",
        "self.description = plain(description)",
        "self.description = str(description)",
    ),
    Mutant(
        "abort.description-type",
        "bytes are text in UTF-8",
        "abort.py",
        "self.description = plain(description)",
        "self.description = description.decode() if type(description) is bytes else description",
    ),
    Mutant(
        "abort.description-type",
        "what is false is no description",
        "abort.py",
        "self.description = plain(description)",
        'self.description = plain(description or "")',
    ),
    Mutant(
        "abort.description-type",
        "abort turns its info into text",
        "abort.py",
        "raise Abort(code, info, headers)",
        "raise Abort(code, str(info), headers)",
    ),
    Mutant(
        "abort.headers-apart",
        "a Headers need not be copied",
        "abort.py",
        "self.headers = Headers(headers)",
        "self.headers = headers if isinstance(headers, Headers) else Headers(headers)",
        museum="21 aliasing",
    ),
    Mutant(
        "abort.headers-apart",
        "the caller has no more use for its list",
        "abort.py",
        "self.headers = Headers(headers)",
        "self.headers = Headers(headers); isinstance(headers, list) and headers.clear()",
        museum="21 aliasing",
    ),
    Mutant(
        "abort.headers-apart",
        "no headers can be the same ones for all",
        change=no_headers_are_shared,
        museum="21 aliasing",
    ),
    Mutant(
        "abort.headers-apart",
        "a list is read when its fields are needed",
        change=list_is_kept,
        museum="21 aliasing",
    ),
    Mutant(
        "abort.raises",
        "abort gives the exception back",
        "abort.py",
        "raise Abort(code, info, headers)",
        "return Abort(code, info, headers)",
    ),
    Mutant(
        "abort.raises",
        "abort takes no headers with it",
        "abort.py",
        "raise Abort(code, info, headers)",
        "raise Abort(code, info)",
    ),
    Mutant(
        "abort.raises",
        "abort takes one value to a name",
        "abort.py",
        "raise Abort(code, info, headers)",
        "raise Abort(code, info, dict(headers))",
        museum="16 multi-lost-or-folded",
    ),
    Mutant(
        "abort.raises",
        "info is for the log only",
        "abort.py",
        "raise Abort(code, info, headers)",
        "raise Abort(code, headers=headers)",
    ),
    Mutant(
        "abort.raises",
        "a success is nothing to raise",
        "abort.py",
        "raise Abort(code, info, headers)",
        "if code >= 300: raise Abort(code, info, headers)",
    ),
    Mutant(
        "abort.raises",
        "a code that is not registered is a 500",
        "abort.py",
        "raise Abort(code, info, headers)",
        "raise Abort(code if code in http.client.responses else 500, info, headers)",
        museum="50 unknown-code",
    ),
    Mutant(
        "abort.raises-apart",
        "the same error need not be made twice",
        "abort.py",
        "raise Abort(code, info, headers)",
        'raise vars(abort).setdefault(f"{code} {info}", Abort(code, info, headers))',
        museum="21 aliasing",
    ),
    Mutant(
        "abort.raises-apart",
        "a Headers need not be copied",
        "abort.py",
        "self.headers = Headers(headers)",
        "self.headers = headers if isinstance(headers, Headers) else Headers(headers)",
        museum="21 aliasing",
    ),
    Mutant(
        "abort.raises-apart",
        "abort notes in the headers that it aborts",
        "abort.py",
        "raise Abort(code, info, headers)",
        'raise Abort(code, info, getattr(headers, "setdefault", id)("x-abort", "1") and headers)',
        museum="21 aliasing",
    ),
    Mutant(
        "abort.copies",
        "the headers of a copy are not needed",
        "abort.py",
        COPY,
        "return type(self)(self.code, self.description)",
        museum="23 copy-loses-dups",
    ),
    Mutant(
        "abort.copies",
        "a copy has one value to a name",
        "abort.py",
        COPY,
        "return type(self)(self.code, self.description, dict(self.headers))",
        museum="23 copy-loses-dups",
    ),
    Mutant(
        "abort.copies",
        "a copy is a plain Abort",
        "abort.py",
        COPY,
        "return Abort(self.code, self.description, self.headers)",
    ),
    Mutant(
        "abort.copies",
        "the description of a copy is not needed",
        "abort.py",
        COPY,
        "return type(self)(self.code, headers=self.headers)",
        museum="48 abort-args",
    ),
    Mutant(
        "abort.copies",
        "an exception takes its text and nothing else",
        "abort.py",
        "super().__init__(self.code, self.description)",
        "super().__init__(self.description)",
        museum="48 abort-args",
    ),
    Mutant(
        "abort.copies",
        "an exception needs no arguments",
        "abort.py",
        "super().__init__(self.code, self.description)",
        "super().__init__()",
        museum="48 abort-args",
    ),
    Mutant(
        "abort.copies",
        "everybody passes arguments by position",
        change=only_by_position,
        museum="48 abort-args",
    ),
    Mutant("abort.copies", "a copy may share the headers", change=copies_share),
    Mutant(
        "abort.copies",
        "code and description are all that is pickled",
        change=reduced_to_its_text,
        museum="48 abort-args",
    ),
    Mutant("abort.subclass", "the arguments of a subclass are those of Abort", change=made_in_new),
    Mutant("abort.subclass", "nobody derives from Abort", change=final),
    Mutant(
        "abort.subclass",
        "a subclass has one value to a name, and none of its own",
        "abort.py",
        "self.headers = Headers(headers)",
        "self.headers = Headers(headers if type(self) is Abort else ())",
    ),
    Mutant("abort.copies-now", "headers stay as they were made", change=copies_the_first),
    Mutant(
        "abort.copies-now",
        "the argument is as good as the headers",
        change=copies_the_argument,
        museum="21 aliasing",
    ),
    Mutant(
        "abort.construct",
        "a description is a line or two",
        "abort.py",
        "self.description = plain(description)",
        "self.description = plain(description)[:4096]",
    ),
    Mutant(
        "abort.raises-apart",
        "one Abort is enough for a reason",
        "abort.py",
        "raise Abort(code, info, headers)\n\n\n# clause: redirect",
        "error = Abort(code, info, headers)\n"
        "    raise error if headers else _made.setdefault((code, info), error)\n\n\n"
        "_made: dict = {}\n# clause: redirect",
        museum="21 aliasing",
    ),
]


def described(belief: str, new: str, clause: str = "texts", museum: str = "") -> Mutant:
    """A belief about what becomes of the description."""
    old = "self.description = plain(description)"
    return Mutant(f"abort.{clause}", belief, "abort.py", old, new, museum=museum)


def patched(clause: str, belief: str, old: str, new: str, museum: str = "") -> Mutant:
    return Mutant(f"abort.{clause}", belief, "abort.py", old, new, museum=museum)


DESCRIPTION = "self.description = plain(description)"
FIELDS = "self.headers = Headers(headers)"
NUMBER = "self.code = status_code(code)"
RAISE = "raise Abort(code, info, headers)"
TEXT = 'return f"{self.code} {self.name}: {self.description}"'

MUTANTS += [
    described("a description is a pattern", DESCRIPTION + ".format(0, a='')"),
    described("a description was written for HTML", "import html; self.description = html.unescape(plain(description))"),
    described("text has a normal form", "import unicodedata; self.description = unicodedata.normalize('NFC', plain(description))"),
    described("scripts are taken out", "import re; self.description = re.sub('</?script.*?>', '', plain(description))", museum="30 xss-body"),
    described("a description has 100,000 characters at most", DESCRIPTION + "[:100_000]"),
    patched("str", "a description may be formatted with the code", TEXT, 'return ("{} {}: " + self.description).format(self.code, self.name)'),
    patched("registered-names", "the connection is the server's", FIELDS, f"{FIELDS}; [self.headers.popall(n) for n in ('connection', 'date', 'server', 'te', 'upgrade')]"),
    patched("registered-names", "what has no content has no headers", FIELDS, "self.headers = Headers() if self.code < 200 or self.code in (204, 304) else Headers(headers)", museum="56 partial-code-list"),
    patched("code-kinds", "what is no plain int has a phrase", NUMBER, f"{NUMBER}; self._phrase = code.phrase if type(code) is not int else ''"),
    patched("code-kinds", "abort takes an int or an HTTPStatus", RAISE, "raise Abort(code if type(code) is int or hasattr(code, 'phrase') else str(code), info, headers)"),
    patched("construct", "a subclass of Headers is a mapping", FIELDS, "self.headers = Headers(dict(headers) if type(headers) is not Headers and hasattr(headers, 'keys') else headers)", museum="16 multi-lost-or-folded"),
    patched("raises-apart", "what can be hashed need not be made twice", RAISE + "\n", f"if not isinstance(headers, tuple) or not headers:\n        {RAISE}\n    raise _made.setdefault((code, info, headers), Abort(code, info, headers))\n\n\n_made: dict = {{}}\n", museum="21 aliasing"),
    patched("copies-assigned", "the arguments are what an exception holds", COPY, "return type(self)(*self.args, self.headers)", museum="48 abort-args"),
    patched("copies-assigned", "an exception is pickled by its arguments", "    def __copy__(self)", "    def __reduce__(self): return type(self), (*self.args, self.headers)\n\n    def __copy__(self)", museum="48 abort-args"),
    Mutant("abort.copies-assigned", "the headers are those of the constructor", change=copies_the_headers_made),
    Mutant("abort.copies", "copy.copy may share the lists of values", change=copies_share_values, museum="21 aliasing"),
    Mutant("abort.copies", "a deep copy may share the lists of values", change=deep_copies_share_values, museum="21 aliasing"),
    Mutant("abort.headers-apart", "headers are made when somebody asks for them", change=made_late),
    Mutant("abort.headers-apart", "the values of a Headers may be shared", change=values_are_shared, museum="21 aliasing"),
    Mutant("abort.names-checked", "headers are checked when somebody asks for them", change=checked_late),
]  # fmt: skip
