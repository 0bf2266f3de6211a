"""Wrong beliefs about Abort and abort."""

from __future__ import annotations

import sys
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
