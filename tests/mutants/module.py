"""Wrong beliefs about what the module exports and how its calls take their arguments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import Mutant

Change = Callable[[Any], None]

RESPONSE = "def __init__(self, code: int, headers: Pairs, data: bytes) -> None:"
FILE = "self, code: int, path: str | os.PathLike[str], headers: Pairs, bufsize: int = 65536"
ABORT = 'def __init__(self, code: int, description: str = "", headers: Pairs = ()) -> None:'
ABORT_CALL = 'def abort(code: int, info: str = "", headers: Pairs = ()) -> NoReturn:'
REDIRECT = (
    'def redirect(path: str, info: str = "", code: int = 302, headers: Pairs = ()) -> NoReturn:'
)
STATIC = "path: str | os.PathLike[str], attachment: bool = True, headers: Pairs = ()"
JSONIFY = "def jsonify(smth: Any) -> Response:"
RESPONSIFY = "async def responsify(smth: Any) -> Response:"
HEADERS = "def __init__(self, smth: Pairs = ()) -> None:"

#: Each call: its file, its signature, and the first of its parameters.
SIGNATURES = {
    "Response": ("response.py", RESPONSE, "code"),
    "FileResponse": ("response.py", FILE, "code"),
    "Abort": ("abort.py", ABORT, "code"),
    "abort": ("abort.py", ABORT_CALL, "code"),
    "redirect": ("abort.py", REDIRECT, "path"),
    "static": ("response.py", STATIC, "path"),
    "jsonify": ("response.py", JSONIFY, "smth"),
    "responsify": ("responsify.py", RESPONSIFY, "smth"),
}


def without(name: str) -> Change:
    def change(package: Any) -> None:
        delattr(package, name)
        vars(package.struct).pop(name, None)

    return change


def exporting(**values: Any) -> Change:
    def change(package: Any) -> None:
        for name, value in values.items():
            setattr(package, name, value)

    return change


def calling(name: str) -> Change:
    """A class is exported as a function that calls it."""

    def change(package: Any) -> None:
        original = getattr(package, name)
        setattr(package, name, lambda *args, **kwargs: original(*args, **kwargs))

    return change


def keyword_only(name: str, last: str) -> Mutant:
    file, old, _ = SIGNATURES[name]
    new = old.replace(f"{last}:", f"*, {last}:")
    return Mutant("module.by-position", f"{last} of {name} has a keyword", file, old, new)


def positional(signature: str, first: str) -> str:
    """`signature` with its first parameter positional only."""
    before, _, after = signature.partition(f"{first}: ")
    annotation, stop, rest = after.partition("," if "," in after.partition(")")[0] else ")")
    return f"{before}{first}: {annotation}, /{stop}{rest}"


def renamed(name: str, parameter: str, new: str) -> Mutant:
    """The call takes another keyword: its body still finds the value."""

    def change(package: Any) -> None:
        original = getattr(package, name)

        def call(*args: Any, **kwargs: Any) -> Any:
            if parameter in kwargs:
                raise TypeError(f"unexpected keyword argument {parameter!r}")
            if new in kwargs:
                kwargs[parameter] = kwargs.pop(new)
            return original(*args, **kwargs)

        setattr(package, name, call)

    return Mutant("module.by-keyword", f"{name} calls its {parameter} {new}", change=change)


def turned(name: str, *order: int) -> Mutant:
    """The call takes its positional arguments in another order."""

    def change(package: Any) -> None:
        original = getattr(package, name)

        def call(*args: Any, **kwargs: Any) -> Any:
            if len(args) == len(order):
                args = tuple(args[place] for place in order)
            return original(*args, **kwargs)

        setattr(package, name, call)

    belief = f"the arguments of {name} stand in the order {order}"
    return Mutant("module.by-position", belief, change=change)


def ignoring(name: str, parameter: str, place: int, value: Any) -> list[Mutant]:
    """The call does not heed an argument given by position, or by keyword."""

    def by_position(package: Any) -> None:
        original = getattr(package, name)

        def call(*args: Any, **kwargs: Any) -> Any:
            if len(args) > place:
                args = (*args[:place], value, *args[place + 1 :])
            return original(*args, **kwargs)

        setattr(package, name, call)

    def by_keyword(package: Any) -> None:
        original = getattr(package, name)

        def call(*args: Any, **kwargs: Any) -> Any:
            if parameter in kwargs:
                kwargs[parameter] = value
            return original(*args, **kwargs)

        setattr(package, name, call)

    belief = f"{parameter} of {name} goes unheeded"
    return [
        Mutant("module.by-position", f"{belief} by position", change=by_position),
        Mutant("module.by-keyword", f"{belief} by keyword", change=by_keyword),
    ]


def required(name: str, parameter: str, default: str) -> Mutant:
    file, old, _ = SIGNATURES[name]
    head, _, tail = old.partition(f"{parameter}:")
    tail = tail.replace(f" = {default}", "", 1)
    new = f"{head}{parameter}:{tail}"
    if " = " in head:
        new = f"{head}*, {parameter}:{tail}"
    return Mutant("module.optional", f"{name} needs its {parameter}", file, old, new)


def default(name: str, old: str, new: str) -> Mutant:
    file, signature, _ = SIGNATURES[name]
    belief = f"the default of {name}'s {old.partition(':')[0]} is {new.rpartition(' ')[2]}"
    return Mutant("module.optional", belief, file, signature, signature.replace(old, new))


EXPORTS = (
    "responsify",
    "jsonify",
    "Abort",
    "Response",
    "FileResponse",
    "abort",
    "redirect",
    "static",
    "Headers",
)

MUTANTS: list[Mutant] = [
    *(
        Mutant("module.exports", f"{name} is not for others", change=without(name))
        for name in EXPORTS
    ),
    Mutant("module.exports", "abort may be a text", change=exporting(abort="abort")),
    Mutant("module.exports", "static may be a mapping", change=exporting(static={})),
    Mutant("module.exports", "jsonify may be None", change=exporting(jsonify=None)),
    *(
        Mutant("module.classes", f"a function may stand for {name}", change=calling(name))
        for name in ("Response", "FileResponse", "Abort", "Headers")
    ),
    Mutant(
        "module.classes",
        "a FileResponse is no Response",
        change=lambda package: setattr(
            package, "Response", type("Response", (package.Response,), {})
        ),
    ),
    Mutant(
        "module.classes",
        "an Abort is an exit",
        "abort.py",
        "class Abort(Exception):",
        "class Abort(BaseException):",
    ),
    keyword_only("Response", "data"),
    keyword_only("Response", "headers"),
    keyword_only("FileResponse", "bufsize"),
    keyword_only("FileResponse", "headers"),
    keyword_only("Abort", "description"),
    keyword_only("Abort", "headers"),
    keyword_only("abort", "info"),
    keyword_only("abort", "headers"),
    keyword_only("redirect", "info"),
    keyword_only("redirect", "code"),
    keyword_only("redirect", "headers"),
    keyword_only("static", "attachment"),
    keyword_only("static", "headers"),
    keyword_only("jsonify", "smth"),
    keyword_only("responsify", "smth"),
    turned("Response", 0, 2, 1),
    turned("Response", 1, 0, 2),
    turned("FileResponse", 1, 0, 2, 3),
    turned("FileResponse", 0, 1, 3, 2),
    turned("Abort", 0, 2, 1),
    turned("abort", 0, 2, 1),
    turned("redirect", 1, 0, 2, 3),
    turned("redirect", 0, 2, 1, 3),
    turned("redirect", 0, 1, 3, 2),
    turned("static", 0, 2, 1),
    *ignoring("Response", "headers", 1, ()),
    *ignoring("Response", "data", 2, b"xyz"),
    *ignoring("FileResponse", "headers", 2, ()),
    *ignoring("FileResponse", "bufsize", 3, 65536),
    *ignoring("Abort", "description", 1, ""),
    *ignoring("Abort", "headers", 2, ()),
    *ignoring("abort", "code", 0, 500),
    *ignoring("abort", "info", 1, ""),
    *ignoring("abort", "headers", 2, ()),
    *ignoring("redirect", "path", 0, "/"),
    *ignoring("redirect", "info", 1, ""),
    *ignoring("redirect", "code", 2, 302),
    *ignoring("redirect", "headers", 3, ()),
    *ignoring("static", "attachment", 1, True),
    *ignoring("static", "headers", 2, ()),
    *ignoring("jsonify", "smth", 0, {}),
    *(
        Mutant(
            "module.by-keyword",
            f"{name} takes its {first} by position",
            file,
            old,
            positional(old, first),
        )
        for name, (file, old, first) in SIGNATURES.items()
    ),
    renamed("Response", "data", "content"),
    renamed("Response", "code", "status"),
    renamed("FileResponse", "path", "filename"),
    renamed("FileResponse", "bufsize", "chunk_size"),
    renamed("Abort", "description", "info"),
    renamed("abort", "info", "description"),
    renamed("redirect", "path", "location"),
    renamed("redirect", "info", "description"),
    renamed("static", "attachment", "as_attachment"),
    renamed("static", "path", "filename"),
    renamed("jsonify", "smth", "obj"),
    renamed("responsify", "smth", "something"),
    required("FileResponse", "bufsize", "65536"),
    required("Abort", "description", '""'),
    required("Abort", "headers", "()"),
    required("abort", "info", '""'),
    required("abort", "headers", "()"),
    required("redirect", "info", '""'),
    required("redirect", "code", "302"),
    required("redirect", "headers", "()"),
    required("static", "attachment", "True"),
    required("static", "headers", "()"),
    default("Abort", 'description: str = ""', 'description: str = "Error"'),
    default("Abort", "headers: Pairs = ()", 'headers: Pairs = (("X-A","1"),)'),
    default("Abort", "headers: Pairs = ()", "headers: Pairs = None"),
    default("abort", 'info: str = ""', 'info: str = "Error"'),
    default("abort", 'info: str = ""', "info: str = None"),
    default("redirect", "code: int = 302", "code: int = 301"),
    default("redirect", "code: int = 302", "code: int = 303"),
    default("redirect", "code: int = 302", "code: int = 307"),
    default("redirect", 'info: str = ""', 'info: str = "Found"'),
    Mutant(
        "module.optional",
        "without a description the standard phrase stands for it",
        "abort.py",
        "self.description = plain(description)",
        "self.description = plain(description) or self.name",
    ),
    Mutant(
        "module.optional",
        "without info the path stands for it",
        "abort.py",
        "raise Abort(code, info, fields)",
        "raise Abort(code, info or path, fields)",
    ),
    Mutant(
        "module.headers-optional",
        "headers are made of something",
        "struct.py",
        HEADERS,
        HEADERS.replace(" = ()", ""),
    ),
    Mutant(
        "module.headers-optional",
        "nothing is None",
        "struct.py",
        HEADERS,
        HEADERS.replace("()", "None"),
    ),
    Mutant(
        "module.headers-optional",
        "headers have a Server",
        "struct.py",
        HEADERS,
        HEADERS.replace("()", '(("Server", "x"),)'),
    ),
]
