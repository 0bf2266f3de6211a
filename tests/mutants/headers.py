"""Wrong beliefs about headers."""

# ruff: noqa: E501 (a table: one mutant a line)

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from . import Mutant

Change = Callable[[Any], None]

READERS = {"__contains__": "in", "__getitem__": "[]", "get": "get", "getall": "getall"}
REMOVERS = {"__delitem__": "del", "pop": "pop", "popall": "popall"}
WRITERS = {
    "__init__": "the constructor",
    "__setitem__": "[]=",
    "add": "add",
    "update": "update",
    "replace": "replace",
    "setdefault": "setdefault",
}
METHODS = {**READERS, **REMOVERS, **WRITERS}


def methods(**functions: Any) -> Change:
    """A change that gives Headers these methods."""

    def change(package: Any) -> None:
        for name, function in functions.items():
            setattr(package.Headers, name, function)

    return change


def only(door: str, hook: str, lenient: Callable[..., Any]) -> Change:
    """A change by which ``lenient(self, strict, ...)`` takes the place of `hook` (``_key`` or
    ``_pair``) in calls that entered through `door`, and only in these."""

    def change(package: Any) -> None:
        headers = package.Headers
        strict = getattr(headers, hook)

        def changed(self: Any, *args: Any) -> Any:
            if vars(self).get("_entered") == door:
                return lenient(self, lambda *args: strict(self, *args), *args)
            return strict(self, *args)

        setattr(headers, hook, changed)
        for name in METHODS:
            setattr(headers, name, _entering(name, getattr(headers, name)))

    return change


def _entering(name: str, original: Callable[..., Any]) -> Callable[..., Any]:
    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        if "_entered" in vars(self):
            return original(self, *args, **kwargs)
        self._entered = name
        try:
            return original(self, *args, **kwargs)
        finally:
            del self._entered

    return method


def as_written(self: Any, strict: Any, name: str) -> str:
    return name


def any_name(self: Any, strict: Any, name: Any, value: str) -> tuple[str, str]:
    return self._key(name), strict("a", value)[1]


def any_value(self: Any, strict: Any, name: str, value: Any) -> tuple[str, Any]:
    return strict(name, "")[0], value


def base(self: Any) -> Any:
    """The methods as they are without the change."""
    return super(type(self), self)


def raw(smth: Any) -> list[Any]:
    if hasattr(smth, "items"):
        return list(smth.items())
    return (
        [(name, smth[name]) for name in iter(smth.keys())] if hasattr(smth, "keys") else list(smth)
    )


def line(clause: str, belief: str, old: str, new: str, museum: str = "") -> Mutant:
    return Mutant(f"headers.{clause}", belief, "struct.py", old, new, museum=museum)


def patch(clause: str, belief: str, museum: str = "", **functions: Any) -> Mutant:
    return Mutant(f"headers.{clause}", belief, change=methods(**functions), museum=museum)


def each_door(
    clause: str,
    belief: str,
    doors: dict[str, str],
    hook: str,
    lenient: Callable[..., Any],
    museum: str = "",
) -> Iterator[Mutant]:
    """A mutant for each door, in which that door alone believes so."""
    for door, text in doors.items():
        change = only(door, hook, lenient)
        yield Mutant(f"headers.{clause}", f"{text} {belief}", change=change, museum=museum)


# Lines of struct.py that are changed more than once
READ_PAIRS = "            pairs = smth\n".strip("\n")
IS_KEYED = 'elif hasattr(smth, "keys"):'
ALL_PAIRS = "return [self._pair(name, value) for name, value in pairs]"
KEY = "return name.lower() if name.isascii() else name"
PAIR = 'key, value = self._key(name), plain(value).strip(" \\t")'
TOKEN = r"""re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")"""
IS_TOKEN = "if not is_token(key):"
VALUE = r"""re.compile(r"[\t\x20-\x7e\x80-\xff]*")"""
IS_VALUE = "if not is_field_value(value):"
GETITEM = "return self._values[self._key(name)][0]"
GET = "return self.getall(name)[0] if name in self else default"
GETALL = "return list(self._values.get(self._key(name), ()))"
CONTAINS = "return isinstance(name, str) and self._key(name) in self._values"
ITEMS = "return [(key, value) for key, values in self._values.items() for value in values]"
KEYS = "return self._values.keys()"
ITER = "return iter(self._values)"
LEN = "return len(self._values)"
SETITEM = "self.replace([(name, value)])"
ADD = "self.update([(name, value)])"
APPEND = "self._values.setdefault(key, []).append(value)"
UPDATE = "for key, value in self._pairs(smth):"
FORGET = "self._values.update({key: [] for key, _ in pairs})"
REPLACE = "self._values[key].append(value)"
REPLACED = "pairs = self._pairs(smth)"
IF_MISSING = "if name not in self:"
FOUND = "return self[name]"
DEL = "del self._values[self._key(name)]"
POPALL = "return self._values.pop(self._key(name), [])"
EQ = "return isinstance(other, MultiDict) and self._values == other._values"
COPY = "return type(self)(self)"


def shared_store(self: Any, smth: Any = (), values: dict[str, list[str]] = {}) -> None:  # noqa: B006
    self._values = values
    self.update(smth)


def sharing(copied: Callable[[Any], Any]) -> Callable[..., None]:
    def __init__(self: Any, smth: Any = ()) -> None:
        self._values = {}
        if isinstance(smth, type(self)):
            self._values = copied(smth._values)
        else:
            self.update(smth)

    return __init__


CONSTRUCT = [
    line(
        "construct",
        "an empty argument asks for defaults",
        "self.update(smth)",
        'self.update(smth or {"Server": "x"})',
        museum="27 truthiness",
    ),
    patch("construct", "a mutable default is a new one each time", __init__=shared_store),
    line("shapes", "what has keys() is a Mapping", IS_KEYED, "elif isinstance(smth, Mapping):"),
    line("shapes", "what has keys() has items()", IS_KEYED, 'elif hasattr(smth, "items"):'),
    line("shapes", "what has keys() is iterated by key", "in smth.keys()]", "in smth]"),
    line("shapes", "a pair is a tuple", READ_PAIRS, f"{READ_PAIRS} if 0 else [p for p in smth if type(p) is tuple]"),
    line("shapes", "an iterable can be iterated twice", READ_PAIRS, f"{READ_PAIRS} if list(smth) else ()"),
    line("shapes", "an iterable can be sliced", READ_PAIRS, f"{READ_PAIRS}[:]"),
    line("shapes", "an iterable has a length", READ_PAIRS, f"{READ_PAIRS} if len(smth) else ()"),
    line("shapes", "replace is given a mapping", REPLACED, "pairs = self._pairs({k: smth[k] for k in smth.keys()})"),
    line("odd-shapes", "a subclass of Headers is a mapping", "if isinstance(smth, MultiDict):", "if False:", museum="16 multi-lost-or-folded"),
    line("odd-shapes", "what has keys() is a dict", IS_KEYED, "elif isinstance(smth, dict):"),
    line("odd-shapes", "keys() can be iterated twice", "pairs = [(name, smth[name]) for name in smth.keys()]", "keys = smth.keys(); pairs = [(name, smth[name]) for name in [list(keys), list(keys)][1]]"),
    line("many", "many values are best sorted", GETALL, "values = list(self._values.get(self._key(name), ())); return sorted(values) if len(values) > 10 else values"),
    line("many", "many pairs hold some twice", ALL_PAIRS, "found = [self._pair(name, value) for name, value in pairs]; return list(dict.fromkeys(found)) if len(found) > 10 else found"),
    line("many", "headers hold 100 values", APPEND, f"{APPEND} if len(self.items()) < 100 else None"),
    line("many", "nobody gives a name 64 times", APPEND, f"{APPEND} if len(self.getall(key)) < 64 else None"),
    line("odd-shapes", "an iterable of pairs has an order", READ_PAIRS, f"{READ_PAIRS} if not isinstance(smth, frozenset) else ()"),
    line("odd-shapes", "only the class itself is a Headers", "if isinstance(smth, MultiDict):", "if type(smth) is type(self):"),
    line("repeats-kept", "pairs make a dict", READ_PAIRS, "            pairs = dict(smth).items()", museum="16 multi-lost-or-folded"),
    line("repeats-kept", "equal pairs are one", ALL_PAIRS, "return list(dict.fromkeys(self._pair(n, v) for n, v in pairs))"),
    line("repeats-kept", "pairs are sorted", READ_PAIRS, "            pairs = sorted(map(tuple, smth))"),
    line("repeats-kept", "a Headers is read as a mapping", "return smth.items()", "return [(name, smth[name]) for name in smth]", museum="16 multi-lost-or-folded"),
    line("repeats-kept", "update keeps the last of a name", UPDATE, "for key, value in dict(self._pairs(smth)).items():"),
    line("repeats-kept", "replace keeps the last of a name", REPLACED, "pairs = list(dict(self._pairs(smth)).items())", museum="16 multi-lost-or-folded"),
    patch("argument-untouched", "a Headers can share the fields of another", museum="21 aliasing", __init__=sharing(lambda values: values)),
    patch("argument-untouched", "copying a dict copies its lists", museum="21 aliasing", __init__=sharing(dict)),
    line("argument-untouched", "a list may be emptied", READ_PAIRS, "            pairs = [smth.pop(0) for _ in list(smth)] if type(smth) is list else smth", museum="21 aliasing"),
    line("argument-untouched", "a dict may be emptied", "pairs = [(name, smth[name]) for name in smth.keys()]", "pairs = [(name, smth.pop(name)) for name in list(smth.keys())]", museum="21 aliasing"),
    line("argument-untouched", "a pair may be changed in place", READ_PAIRS, "            pairs = [p.__setitem__(0, p[0].lower()) or p if type(p) is list else p for p in smth]", museum="21 aliasing"),
    patch("argument-untouched", "replace may take over the lists", museum="21 aliasing", replace=lambda self, x: self._values.update(x._values) if isinstance(x, type(self)) else base(self).replace(x)),
    patch("argument-untouched", "what is empty may take over the fields", museum="21 aliasing", __init__=sharing(lambda values: {k: list(v) for k, v in values.items()}), update=lambda self, x: self.__dict__.update(_values=x._values) if isinstance(x, type(self)) and not self else base(self).update(x)),
    patch("argument-untouched", "update may take over the lists", museum="21 aliasing", update=lambda self, x: [self._values.__setitem__(k, x._values[k] if k not in self._values else self._values[k] + x._values[k]) for k in x._values] if isinstance(x, type(self)) else base(self).update(x)),
]  # fmt: skip


def one_cursor(self: Any) -> Any:
    """An iterator whose place is kept on the headers."""
    self._cursor = iter(list(self._values))
    return iter(lambda: next(self._cursor, None), None)


def joining(names: set[str]) -> Callable[..., None]:
    """update, where a further value of a list-based field goes after a comma."""

    def update(self: Any, smth: Any) -> None:
        for key, value in self._pairs(smth):
            old = self._values.get(key, [])
            self._values[key] = [", ".join([*old, value])] if key in names else [*old, value]

    return update


def keeping_cookies(self: Any, smth: Any) -> None:
    pairs = self._pairs(smth)
    cookies = self.getall("set-cookie") if "set-cookie" in dict(pairs) else []
    base(self).replace([*(("set-cookie", cookie) for cookie in cookies), *pairs])


NAMES = [
    *each_door("lookup-any-case", "looks a name up as it is written", READERS, "_key", as_written, museum="14 contains-case"),
    *each_door("remove-any-case", "looks a name up as it is written", REMOVERS, "_key", as_written, museum="14 contains-case"),
    *each_door("store-any-case", "matches a name as it is written", {k: v for k, v in WRITERS.items() if k != "__init__"}, "_key", as_written, museum="15 bulk-keeps-case"),
    *each_door("lower-case-out", "keeps the case of a name", WRITERS, "_key", as_written, museum="15 bulk-keeps-case"),
    line("lower-case-out", "names are upper case", KEY, "return name.upper() if name.isascii() else name"),
    line("lower-case-out", "keys() shows names as messages do", KEYS, "return [name.title() for name in self._values]"),
    line("lower-case-out", "iteration shows names as messages do", ITER, "return iter([name.title() for name in self._values])"),
    line("lower-case-out", "items() shows names as messages do", ITEMS, ITEMS.replace("(key,", "(key.title(),")),
    line("only-ascii-folds", "lower() is for ASCII", KEY, "return name.lower()"),
    line("only-ascii-folds", "casefold() is for ASCII", KEY, "return name.casefold()"),
    line("only-ascii-folds", "names compare in upper case", KEY, "return name.upper().lower()"),
    line("only-ascii-folds", "names compare in their compatible form", KEY, 'return __import__("unicodedata").normalize("NFKC", name).lower()'),
    line("only-ascii-folds", "accents do not count", KEY, 'return __import__("unicodedata").normalize("NFKD", name).encode("ascii", "ignore").decode().lower()'),
    *each_door("only-ascii-folds", "may fold as Unicode does", {**READERS, **REMOVERS}, "_key", lambda self, strict, name: name.lower()),
    line("distinct-names", "_ is another -", KEY, 'return name.lower().replace("_", "-") if name.isascii() else name', museum="25 dash-underscore"),
    line("distinct-names", "- does not count", KEY, 'return (name.lower().replace("-", "") or "-") if name.isascii() else name'),
    line("distinct-names", "a name ends at a dot", KEY, 'return (name.lower().partition(".")[0] or ".") if name.isascii() else name'),
    line("distinct-names", "in finds a part of a name", CONTAINS, "return isinstance(name, str) and any(self._key(name) in key for key in self._values)"),
    line("distinct-names", "a name may be looked up by its start", GETALL, "return next((list(v) for k, v in self._values.items() if k.startswith(self._key(name))), [])"),
    line("distinct-names", "X- is a prefix without meaning", KEY, 'return name.lower().removeprefix("x-") or name if name.isascii() else name'),
    line("distinct-names", "twelve characters tell names apart", KEY, "return name.lower()[:12] if name.isascii() else name"),
    line("registered-names", "a field about the connection is the server's", ALL_PAIRS, ALL_PAIRS.replace(" in pairs]", " in pairs if name.lower() not in ('connection', 'keep-alive', 'te', 'trailer')]")),
    line("registered-names", "a field of a request does not belong here", ALL_PAIRS, ALL_PAIRS.replace(" in pairs]", " in pairs if name.lower() not in ('cookie', 'host', 'referer')]")),
    line("registered-names", "Date and Server are the server's", ALL_PAIRS, ALL_PAIRS.replace(" in pairs]", " in pairs if name.lower() not in ('date', 'server')]")),
    line("registered-names", "Content-Encoding is the server's", ALL_PAIRS, ALL_PAIRS.replace(" in pairs]", " in pairs if name.lower() != 'content-encoding']")),
    patch("registered-names", "list-based fields are joined", museum="16 multi-lost-or-folded", update=joining({"accept", "via", "warning"})),
    line("registered-names", "the elements of a list are values", ALL_PAIRS, "return [(k, v) for n, w in pairs for k, s in [self._pair(n, w)] for v in (s.split(', ') if k in ('via', 'warning') else [s])]"),
    line("registered-names", "a field that can stand once is replaced", APPEND, f"{APPEND} if key not in ('age', 'expires', 'date') else self._values.__setitem__(key, [value])"),
    line("registered-names", "cookies are never removed by another", SETITEM, f"{SETITEM} if self._key(name) != 'set-cookie' else self.add(name, value)"),
    patch("registered-names", "cookies are never replaced", replace=keeping_cookies),
    *each_door("name-is-token", "checks no name", WRITERS, "_pair", any_name, museum="8 one-door-validated"),
    *each_door("name-is-token-known", "takes a line feed at the end of a name", WRITERS, "_pair", lambda self, strict, name, value: (self._key(name), strict(name.removesuffix("\n"), value)[1]), museum="10 name-unchecked"),
    line("name-is-token", "any text is a name", IS_TOKEN, "if False:", museum="10 name-unchecked"),
    line("name-is-token", "a name must not be empty", IS_TOKEN, "if not key:", museum="10 name-unchecked"),
    line("name-is-token", "a token at the start is enough", IS_TOKEN, "if not TOKEN.match(key):", museum="10 name-unchecked"),
    line("name-is-token", "a token anywhere is enough", IS_TOKEN, "if not TOKEN.search(key):", museum="10 name-unchecked"),
    line("name-is-token-known", "a name of more than 256 characters needs no check", IS_TOKEN, "if len(key) <= 256 and not is_token(key):", museum="10 name-unchecked"),
    line("name-is-token-known", "a name of more than 65535 characters needs no check", IS_TOKEN, "if len(key) <= 65535 and not is_token(key):", museum="10 name-unchecked"),
    line("name-is-token-known", "$ stands for the end only", IS_TOKEN, 'if not re.match(TOKEN.pattern + "$", key):', museum="10 name-unchecked"),
    line("name-is-token-known", "names may be empty", TOKEN, TOKEN.replace("]+", "]*")),
    line("name-is-token-known", "white space around a name is not part of it", KEY, 'return name.strip(" \\t").lower() if name.isascii() else name'),
    line("name-is-token-known", "a colon at the end is not part of a name", KEY, 'return name.removesuffix(":").lower() if name.isascii() else name'),
    line("name-is-token-known", "\\w is for ASCII", TOKEN, r"""re.compile(r"[!#$%&'*+\-.^`|~\w]+")"""),
    line("name-is-token-known", "latin-1 letters are letters", TOKEN, r"""re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z\xc0-\xff]+")"""),
    line("name-is-token-known", "only controls, space and colon are no token", TOKEN, r"""re.compile(r"[^\x00-\x20\x7f-\uffff:]+")"""),
    *(line("name-is-token-known", f"{c!r} may stand in a name", TOKEN, TOKEN.replace("[!", f"[\\{c}!")) for c in "/:()<>@,;=?[]{}"),
    *(line("every-token", f"{c!r} may not stand in a name", IS_TOKEN, f"{IS_TOKEN[:-1]} or {c!r} in key:") for c in "!#$%&'*+.^_`|~0"),
    line("every-token", "a name starts with a letter", TOKEN, TOKEN.replace('r"', 'r"[A-Za-z]').replace("]+", "]*")),
    line("every-token", "a name has two characters", TOKEN, TOKEN.replace("]+", "]{2,}")),
    line("every-token", "a name has 64 characters at most", TOKEN, TOKEN.replace("]+", "]{1,64}")),
    line("every-token", "a name does not end with -", TOKEN, TOKEN.replace("]+", "]+(?<!-)")),
    line("name-is-str", "a name is made a str", "name = plain(name)", "name = plain(str(name))"),
    *each_door("name-is-str", "makes a name a str", {k: v for k, v in WRITERS.items() if k != "setdefault"}, "_pair", lambda self, strict, name, value: strict(str(name).strip("(',)"), value)),
    *each_door("lookup-impossible", "strips a name", {**READERS, **REMOVERS}, "_key", lambda self, strict, name: strict(name).strip()),
    line("lookup-impossible", "a name that cannot be is there", CONTAINS, f"{CONTAINS} or not TOKEN.fullmatch(name)"),
    line("lookup-impossible", "get may fail for a name that cannot be", GETALL, f'{GETALL} if TOKEN.fullmatch(name) else [""]'),
    line("lookup-impossible", "a name looked up has a lower()", "name = plain(name)", "name = name.lower()"),
]  # fmt: skip

READING = [
    line("getall", "getall gives a tuple", GETALL, GETALL.replace("list(", "tuple(")),
    line("getall", "getall gives the latest first", GETALL, GETALL + "[::-1]"),
    line("getall", "getall gives one value", GETALL, GETALL + "[:1]"),
    line("getall", "getall leaves out what is empty", GETALL, "return [v for v in self._values.get(self._key(name), ()) if v]"),
    line("getall", "getall gives each value once", GETALL, "return list(dict.fromkeys(self._values.get(self._key(name), ())))"),
    line("getall", "getall sorts", GETALL, GETALL.replace("list(", "sorted(")),
    line("getall", "getall splits a list", GETALL, 'return [v for s in self._values.get(self._key(name), ()) for v in s.split(", ")]'),
    line("getall", "getall raises for a missing name", GETALL, "return list(self._values[self._key(name)])"),
    line("getall", "getall gives None for a missing name", GETALL, "return list(self._values.get(self._key(name), ())) or None"),
    line("getall", "asking makes an empty list", GETALL, "return list(self._values.setdefault(self._key(name), []))", museum="18 empty-list-ghost"),
    line("getall-fresh", "getall may give the list itself", GETALL, "return self._values.get(self._key(name), [])", museum="21 aliasing"),
    line("getall-fresh", "getall may give one and the same empty list", GETALL, "return list(self._values[self._key(name)]) if name in self else self.__dict__.setdefault('_none', [])", museum="21 aliasing"),
    line("get-first", "get gives the last value", GET, GET.replace("[0]", "[-1]")),
    line("get-first", "[] gives the last value", GETITEM, GETITEM.replace("[0]", "[-1]")),
    line("get-first", "get gives all values", GET, GET.replace("[0]", "")),
    line("get-first", "[] gives all values", GETITEM, GETITEM.replace("[0]", "")),
    line("get-first", "get joins the values", GET, 'return ", ".join(self.getall(name)) if name in self else default'),
    line("get-first", "[] joins the values", GETITEM, 'return ", ".join(self._values[self._key(name)])'),
    line("get-first", "an empty value is none to get", GET, "return (self.getall(name) or [None])[0] or default"),
    line("get-first", "[] skips what is empty", GETITEM, "return next(filter(None, self._values[self._key(name)]))"),
    line("get-first", "the first value is the least", GETITEM, "return min(self._values[self._key(name)])"),
    line("get-default", "a default is a text", GET, GET.replace("else default", 'else default or ""')),
    line("get-default", "get has no default but None", GET, GET.replace("else default", "else default or None")),
    line("get-default", "a default is converted", GET, GET.replace("else default", "else default and plain(default)")),
    line("get-default", "get raises without a default", GET, GET.replace("else default", "else self[name] if default is None else default")),
    line("get-default", "get stores the default", GET, "return self.setdefault(name, default) if isinstance(default, str) else self.getall(name)[0] if name in self else default"),
    line("get-default", "get remembers a missing name", GET, "return (self._values.setdefault(self._key(name), []) or [default])[0]", museum="18 empty-list-ghost"),
    line("getitem-missing", "[] gives None for a missing name", GETITEM, "return self.get(name)"),
    line("getitem-missing", "[] gives an empty value for a missing name", GETITEM, 'return self.get(name, "")'),
    line("getitem-missing", "[] raises IndexError for a missing name", GETITEM, "return self.getall(name)[0]", museum="18 empty-list-ghost"),
    line("getitem-missing", "[] raises ValueError for a missing name", GETITEM, "return list(self._values.values())[list(self._values).index(self._key(name))][0]"),
    line("getitem-missing", "[] remembers a missing name", GETITEM, "return self._values.setdefault(self._key(name), [])[0] if name in self or self._values.setdefault(self._key(name), []) else {}[name]", museum="18 empty-list-ghost"),
    line("contains", "an empty value is none to in", CONTAINS, "return any(self._values.get(self._key(str(name)), ()))"),
    line("contains", "in looks into the values", CONTAINS, f"{CONTAINS} or name in [v for _, v in self.items()]"),
    line("contains", "every name is there", CONTAINS, "return True"),
    line("contains", "what was asked for is there", CONTAINS, "return self._values.setdefault(self._key(name), []) is not None", museum="18 empty-list-ghost"),
    line("items", "values are joined by commas", ITEMS, 'return [(key, ", ".join(values)) for key, values in self._values.items()]', museum="16 multi-lost-or-folded"),
    line("items", "items() gives the first of a name", ITEMS, "return [(key, values[0]) for key, values in self._values.items()]", museum="16 multi-lost-or-folded"),
    line("items", "items() gives the last of a name", ITEMS, "return [(key, values[-1]) for key, values in self._values.items()]", museum="16 multi-lost-or-folded"),
    line("items", "items() gives lists", ITEMS, "return list(self._values.items())"),
    line("items", "items() gives the latest first", ITEMS, ITEMS.replace("in values]", "in values[::-1]]"), museum="24 order-lost"),
    line("items", "items() leaves out what is empty", ITEMS, ITEMS.replace("in values]", "in values if value]")),
    line("items", "items() gives equal pairs once", ITEMS, ITEMS.replace("in values]", "in dict.fromkeys(values)]")),
    line("items", "items() sorts", ITEMS, ITEMS.replace("return ", "return sorted(") + ")", museum="24 order-lost"),
    line("items", "items() can be asked for once", ITEMS, ITEMS.replace("return ", "return vars(self).setdefault('_items', iter(") + "))"),
    line("items", "only Set-Cookie is not joined", ITEMS, 'return [(key, v) for key, vs in self._values.items() for v in (vs if key == "set-cookie" else [", ".join(vs)])]', museum="16 multi-lost-or-folded"),
    line("items", "Set-Cookie is a list like any other", ITEMS, 'return [(key, v) for key, vs in self._values.items() for v in ([", ".join(vs)] if key == "set-cookie" else vs)]', museum="16 multi-lost-or-folded"),
    line("items", "a cookie replaces the one before", APPEND, f'{APPEND} if key != "set-cookie" else self._values.__setitem__(key, [value])', museum="16 multi-lost-or-folded"),
    line("items", "a comma parts values", GETALL, 'return [v for s in self._values.get(self._key(name), ()) for v in (s.split(", ") if "Expires" in s else [s])]', museum="16 multi-lost-or-folded"),
    patch("iterations-apart", "one iteration at a time", __iter__=one_cursor),
    line("iterations-apart", "one reader of items() at a time", ITEMS, f"self._cursor = iter({ITEMS[7:]}); return iter(lambda: next(self._cursor, None), None)"),
    patch("name-order", "setdefault moves a name to the end", setdefault=lambda self, name, value: (base(self).setdefault(name, value), self._values.__setitem__(self._key(name), self._values.pop(self._key(name))))[0]),
    patch("name-order", "what was asked for last is the latest", getall=lambda self, name: (self._values.update({self._key(name): self._values.pop(self._key(name))}) if name in self else None, base(self).getall(name))[1]),
    line("name-order", "removing sorts", DEL, f"{DEL}; self._values = dict(sorted(self._values.items()))"),
    line("name-order", "popall sorts", POPALL, "values = self._values.pop(self._key(name), []); self._values = dict(sorted(self._values.items())); return values"),
    line("name-order", "items() may sort names", ITEMS, ITEMS.replace("self._values.items()", "sorted(self._values.items())"), museum="24 order-lost"),
    line("name-order", "a value added moves the name to the end", APPEND, "self._values[key] = [*self._values.pop(key, []), value]", museum="24 order-lost"),
    line("name-order", "control data goes first", ITEMS, ITEMS.replace("self._values.items()", 'sorted(self._values.items(), key=lambda item: not item[0].startswith("content"))'), museum="24 order-lost"),
    line("len", "len counts values, iteration names", LEN, "return len(self.items())"),
    line("len", "iteration counts values, len names", ITER, "return iter([key for key, _ in self.items()])"),
    line("len", "len is the last name's", LEN, "return len(self._values) and 1"),
    patch("len", "headers are always true", museum="27 truthiness", __bool__=lambda self: True),
    patch("len", "headers without a value are false", museum="27 truthiness", __bool__=lambda self: any(value for _, value in self.items())),
    line("len", "in is for names with a value", CONTAINS, "return any(self._values.get(self._key(str(name)), ()))"),
    line("len", "keys() leaves out names without a value", KEYS, "return [key for key in self._values if any(self._values[key])]"),
    patch("len", "iterating can be done once", __iter__=lambda self: self.__dict__.setdefault("_iter", iter(list(self._values)))),
]  # fmt: skip


def ghost_pop(self: Any, name: str, *default: Any) -> Any:
    values = self._values.get(self._key(name), [])
    if values:
        return values.pop(0)
    if default:
        return default[0]
    raise KeyError(name)


def ghost_popall(self: Any, name: str) -> Any:
    values = self._values.get(self._key(name), [])
    found = list(values)
    values.clear()
    return found


def replace_before_reading(self: Any, x: Any) -> None:
    for name in list(x.keys()) if hasattr(x, "keys") else [name for name, _ in x]:
        self.popall(name)
    self.update(x)


def one_by_one(self: Any, x: Any) -> None:
    for name, value in raw(x):
        base(self).update([(name, value)])


def replace_one_by_one(self: Any, x: Any) -> None:
    pairs = raw(x)
    for name, _ in pairs:
        self.popall(name)
    for name, value in pairs:
        base(self).update([(name, value)])


def values_last(self: Any, x: Any) -> None:
    """Names are checked before anything is stored, values one by one."""
    pairs = [(self._pair(name, "")[0], value) for name, value in raw(x)]
    for name, value in pairs:
        base(self).update([(name, value)])


STORING = [
    line("add", "add replaces", ADD, SETITEM),
    line("add", "add puts the value first", ADD, "self._values[self._key(name)] = [self._pair(name, value)[1], *self.getall(name)]"),
    line("add", "add leaves out a value that is there", ADD, f"value in self.getall(name) or {ADD}"),
    line("add", "add leaves out an empty value", ADD, f"value and {ADD}"),
    line("add", "add joins the values", ADD, 'self.replace([(name, ", ".join([*self.getall(name), value]))])', museum="16 multi-lost-or-folded"),
    line("add", "add is for new names", ADD, f"{ADD} if name not in self else None"),
    line("setitem", "[]= appends", SETITEM, ADD),
    line("setitem", "[]= replaces the first value", SETITEM, "self.replace([(name, value), *((name, v) for v in self.getall(name)[1:])])"),
    line("setitem", "[]= replaces the last value", SETITEM, "self.replace([*((name, v) for v in self.getall(name)[:-1]), (name, value)])"),
    line("setitem", "[]= keeps what is there", SETITEM, f"{SETITEM} if name not in self else None"),
    line("setitem", "an empty value removes", SETITEM, f"{SETITEM} if value else self.popall(name)"),
    line("setitem", "an equal value changes nothing", SETITEM, f"{SETITEM} if value not in self.getall(name) else None"),
    line("setitem", "[]= replaces everything", SETITEM, f"self._values.clear() or {SETITEM}"),
    line("update", "update replaces, as a dict's does", UPDATE, f"{REPLACED}; [self.popall(key) for key, _ in pairs]\n        for key, value in pairs:"),
    line("update", "update keeps what is there", UPDATE, "for key, value in [p for p in self._pairs(smth) if p[0] not in self]:"),
    line("update", "update puts the new values first", UPDATE, "olds = self.items(); pairs = self._pairs(smth); self._values.clear()\n        for key, value in pairs + olds:", museum="24 order-lost"),
    line("update", "update leaves out pairs that are there", UPDATE, "for key, value in [p for p in self._pairs(smth) if p not in self.items()]:"),
    line("update", "update with nothing clears", UPDATE, "smth or self._values.clear()\n        for key, value in self._pairs(smth):"),
    line("replace", "replace adds", FORGET, "{key: self._values.setdefault(key, []) for key, _ in pairs}"),
    line("replace", "replace starts afresh", FORGET, "self._values = {key: [] for key, _ in pairs}"),
    line("replace", "replace keeps the last of several", REPLACE, "self._values[key] = [value]", museum="16 multi-lost-or-folded"),
    line("replace", "replace keeps the first of several", REPLACE, "self._values[key] = self._values[key] or [value]"),
    line("replace", "replace is for names that are there", REPLACED, f"{REPLACED}; pairs = [p for p in pairs if p[0] in self]"),
    line("replace", "replace is for new values", REPLACED, f"{REPLACED}; pairs = [p for p in pairs if p not in self.items()]"),
    line("replace", "replace changes as many values as it is given", FORGET, "self._values.update({key: self._values.get(key, [])[sum(k == key for k, _ in pairs):] for key, _ in pairs})"),
    patch("setdefault", "an empty value is none if another is there", setdefault=lambda self, name, value: (base(self).setdefault(name, value), next(filter(None, self.getall(name)), ""))[1]),
    line("setdefault", "setdefault gives a list", FOUND, "return self.getall(name)", museum="20 sentinel-and-return"),
    line("setdefault", "setdefault gives a list on a miss", "self.add(name, value)", "self.add(name, value); return [value]", museum="20 sentinel-and-return"),
    line("setdefault", "setdefault gives what it was given", FOUND, "return value", museum="20 sentinel-and-return"),
    line("setdefault", "setdefault gives the last value", FOUND, "return self.getall(name)[-1]"),
    line("setdefault", "setdefault returns nothing on a miss", "self.add(name, value)", "return self.add(name, value)", museum="20 sentinel-and-return"),
    line("setdefault", "an empty value is missing to setdefault", IF_MISSING, "if not self.get(name):", museum="20 sentinel-and-return"),
    line("setdefault", "setdefault adds", IF_MISSING, "if True:"),
    line("setdefault", "setdefault stores nothing", "self.add(name, value)", "return value"),
    line("setdefault", "setdefault stores nothing that is empty", "self.add(name, value)", "if not value: return value\n            self.add(name, value)"),
    patch("self-update", "the old values can go before the new are read", replace=replace_before_reading),
    patch("self-update", "update can forget what it is about to read", update=lambda self, x: base(self).update([] if x is self and self._values.clear() is None else x)),
    patch("self-update", "a view stays as it was", update=lambda self, x: [self._values.setdefault(f"{k}-{i}", []).append(v) for i, (k, v) in enumerate(x.items())] if x is self else base(self).update(x)),
    patch("self-update", "replacing by itself adds", replace=lambda self, x: base(self).update(x) if x is self else base(self).replace(x)),
    patch("self-update", "replacing by itself leaves nothing to keep", replace=lambda self, x: self._values.clear() if x is self else base(self).replace(x)),
    patch("self-update", "replacing by itself keeps the first of a name", replace=lambda self, x: base(self).replace({k: self[k] for k in self} if x is self else x)),
    patch("bulk-atomic", "update may store pair by pair", update=one_by_one),
    patch("bulk-atomic", "replace may store pair by pair", replace=replace_one_by_one),
    patch("bulk-atomic", "replace may forget before it checks", replace=lambda self, x: [self.popall(n) for n, _ in x if n.isascii()] and base(self).replace(x) if isinstance(x, list) else base(self).replace(x)),
    patch("bulk-atomic", "a name is worth a check before, a value is not", update=values_last),
]  # fmt: skip

REMOVING = [
    line("del", "del removes one value", DEL, "self.pop(name)"),
    line("del", "del empties the list", DEL, DEL[4:] + ".clear()", museum="18 empty-list-ghost"),
    line("del", "del keeps the values for the next add", DEL, DEL[4:] + "[:] = []", museum="18 empty-list-ghost"),
    line("del", "del removes the last value", DEL, f"{DEL}[-1]"),
    line("del", "del removes everything", DEL, "self._values.clear()"),
    patch("pop", "pop gives the last value", pop=lambda self, name, *d: self._values[self._key(name)].pop() if len(self.getall(name)) > 1 else base(self).pop(name, *d)),
    patch("pop", "pop removes all values", pop=lambda self, name, *d: self._values.pop(self._key(name))[0] if name in self else base(self).pop(name, *d)),
    patch("pop", "pop gives all values", pop=lambda self, name, *d: self._values.pop(self._key(name)) if name in self else base(self).pop(name, *d)),
    patch("pop", "pop removes nothing", pop=lambda self, name, *d: self[name] if name in self else base(self).pop(name, *d)),
    patch("pop", "pop joins the values", pop=lambda self, name, *d: ", ".join(self._values.pop(self._key(name))) if name in self else base(self).pop(name, *d)),
    patch("pop", "pop gives the default where there is one", pop=lambda self, name, *d: d[0] if d else base(self).pop(name)),
    patch("pop", "pop with a default removes all values", pop=lambda self, name, *d: (self.popall(name) or d)[0] if d else base(self).pop(name)),
    patch("pop", "pop gives the first and removes the last", pop=lambda self, name, *d: (self[name], self._values[self._key(name)].pop())[0] if len(self.getall(name)) > 1 else base(self).pop(name, *d)),
    patch("pop", "pop turns the rest round", pop=lambda self, name, *d: (base(self).pop(name, *d), self._values.get(self._key(name), []).reverse())[0]),
    patch("pop", "an empty value is none to pop", pop=lambda self, name, *d: base(self).pop(name, *d) or (d or [""])[0]),
    patch("pop-default", "None is no default", museum="20 sentinel-and-return", pop=lambda self, name, d=None: base(self).pop(name, *([] if d is None else [d]))),
    patch("pop-default", "a default is true", museum="20 sentinel-and-return", pop=lambda self, name, d=None: base(self).pop(name, *([d] if d else []))),
    patch("pop-default", "a default is a text", museum="20 sentinel-and-return", pop=lambda self, name, *d: base(self).pop(name, *map(str, d))),
    patch("pop-default", "a false default is None", museum="20 sentinel-and-return", pop=lambda self, name, d=None: base(self).pop(name, d or None)),
    patch("pop-default", "pop raises for a missing name", museum="20 sentinel-and-return", pop=lambda self, name, *d: base(self).pop(name)),
    patch("pop-default", "pop stores the default", pop=lambda self, name, *d: base(self).pop(name, *d) if name in self or not d or not isinstance(d[0], str) else (self.add(name, d[0]), d[0])[1]),
    patch("pop-default", "pop remembers a missing name", museum="18 empty-list-ghost", pop=lambda self, name, *d: base(self).pop(name, *d) if name in self or not d else (self._values.setdefault(self._key(name), []), d[0])[1]),
    patch("pop-missing", "pop raises IndexError for a missing name", museum="18 empty-list-ghost", pop=lambda self, name, *d: base(self).pop(name, *d) if name in self or d else [].pop()),
    patch("pop-missing", "pop gives an empty value for a missing name", pop=lambda self, name, d="": base(self).pop(name, d)),
    patch("pop-missing", "pop remembers a missing name", museum="18 empty-list-ghost", pop=lambda self, name, *d: base(self).pop(name, *d) if name in self or d else self._values.setdefault(self._key(name), []) and None),
    line("popall", "nobody changes an empty list", POPALL, "return self._values.pop(self._key(name), self.__dict__.setdefault('_none', []))"),
    patch("popall", "the list that was given can be used again", popall=lambda self, name: (self.__dict__.setdefault("_used", []).append(self._values.get(self._key(name), [])), self._values.pop(self._key(name), []))[1], add=lambda self, name, value: (self._values.__setitem__(self._key(name), [old for old in self._used if old.clear() is None][-1]) if vars(self).get("_used") and name not in self else None, base(self).add(name, value))[1]),
    line("popall", "popall raises for a missing name", POPALL, "return self._values.pop(self._key(name))"),
    line("popall", "popall gives None for a missing name", POPALL, "return self._values.pop(self._key(name), None)"),
    line("popall", "popall gives the latest first", POPALL, POPALL + "[::-1]"),
    line("popall", "popall removes nothing", POPALL, "return self.getall(name)"),
    line("popall", "popall gives the first value", POPALL, "return self._values.pop(self._key(name), [[]])[0]"),
    line("popall", "popall gives each value once", POPALL, "return list(dict.fromkeys(self._values.pop(self._key(name), [])))"),
    line("popall", "popall keeps one", POPALL, "return [self.pop(name) for _ in self.getall(name)[1:]]"),
    line("popall", "popall gives a tuple", POPALL, "return tuple(self._values.pop(self._key(name), []))"),
    patch("popall", "popall empties the list", museum="18 empty-list-ghost", popall=ghost_popall),
    patch("popped-gone", "an empty list is as good as none", museum="18 empty-list-ghost", pop=ghost_pop),
    patch("popped-gone", "with a default, an empty list is as good as none", museum="18 empty-list-ghost", pop=lambda self, name, *d: ghost_pop(self, name, *d) if d else base(self).pop(name)),
    patch("popped-gone", "what hides an empty list from items() hides it", museum="18 empty-list-ghost", pop=ghost_pop, __contains__=lambda self, name: bool(self.getall(name)), __len__=lambda self: len(self.items()), __iter__=lambda self: iter([key for key, _ in self.items()]), __getitem__=lambda self, name: (self.getall(name) or {}[name])[0], keys=lambda self: dict(self.items()).keys()),
    patch("popped-gone", "keys() may show an empty list", museum="18 empty-list-ghost", pop=ghost_pop, __contains__=lambda self, name: bool(self.getall(name)), __len__=lambda self: len(self.items()), __iter__=lambda self: iter([key for key, _ in self.items()]), __getitem__=lambda self, name: (self.getall(name) or {}[name])[0], __eq__=lambda self, other: self.items() == other.items()),
    patch("model", "what [] found once it finds again", __getitem__=lambda self, name: self.__dict__.setdefault("_found", {}).setdefault(self._key(name), base(self).__getitem__(name))),
    patch("model", "items() may be remembered until the number of names changes", items=lambda self: self.__dict__.setdefault("_seen", {}).setdefault(len(self), base(self).items())),
    patch("model", "popall after replace finds the old values", replace=lambda self, x: (self.__dict__.update(_old=dict(self._values)), base(self).replace(x))[1], popall=lambda self, name: (self.__dict__.pop("_old", {}).get(self._key(name)), base(self).popall(name))[0] or []),
]  # fmt: skip


VALUES = [
    line("legal-values", "a value is not empty", IS_VALUE, "if not value or not is_field_value(value):", museum="13 charset-too-wide-or-narrow"),
    line("legal-values", "HTAB is a control character", VALUE, VALUE.replace(r"\t", ""), museum="13 charset-too-wide-or-narrow"),
    line("legal-values", "white space is collapsed", PAIR, 'key, value = self._key(name), " ".join(plain(value).split(" "))[:].strip(" \\t").replace("  ", " ")'),
    line("legal-values", "HTAB is a space", PAIR, f'{PAIR}.replace("\\t", " ")'),
    line("legal-values", "values are lower case", PAIR, f"{PAIR}.lower()"),
    line("every-visible", "a comma at the end parts nothing", PAIR, f'{PAIR}.rstrip(",")'),
    *each_door("legal-values", "takes no empty value", WRITERS, "_pair", lambda self, strict, name, value: strict(name, value or "\n")),
    *each_door("legal-values", "takes no HTAB", WRITERS, "_pair", lambda self, strict, name, value: strict(name, value.replace("\t", "\n"))),
    *(line("every-visible", f"{c!r} is not for values", IS_VALUE, f"{IS_VALUE[:-1]} or {c!r} in value:") for c in "\"\\,;:'()<>{}|~^`%@!"),
    line("every-visible", "quotes around a value are not part of it", PAIR, PAIR + """.strip('"')"""),
    line("every-visible", "a value is escaped for HTML", PAIR, PAIR + '.replace("<", "&lt;")'),
    line("every-visible", "a value has 255 characters at most", IS_VALUE, "if len(value) > 255 or not is_field_value(value):"),
    line("every-visible", "a value has 65535 characters at most", IS_VALUE, "if len(value) > 65535 or not is_field_value(value):"),
    line("every-visible", "an encoded word is a text", PAIR, PAIR.replace("plain(value)", "str(__import__('email.header').header.make_header(__import__('email.header').header.decode_header(plain(value))) if '=?' in value else plain(value))")),
    line("every-visible", "a value is unescaped from HTML", PAIR, PAIR.replace("plain(value)", "__import__('html').unescape(plain(value))")),
    line("every-visible", "a value has 8190 characters at most", IS_VALUE, "if len(value) > 8190 or not is_field_value(value):"),
    line("every-visible", "a semicolon ends a value", PAIR, PAIR + '.rstrip(";")'),
    line("every-visible", "%41 is another way to write A", PAIR, PAIR + '.replace("%41", "A")'),
    *each_door("every-visible", "strips quotes", WRITERS, "_pair", lambda self, strict, name, value: strict(name, value.strip('"'))),
    line("obs-text", "strip() is for SP and HTAB", PAIR, PAIR.replace('" \\t"', ""), museum="13 charset-too-wide-or-narrow"),
    line("obs-text", "obs-text is sent as UTF-8", "return key, value", 'return key, value.encode().decode("latin-1")'),
    line("obs-text", "obs-text is left out", "return key, value", 'return key, value.encode("ascii", "ignore").decode()'),
    line("obs-text", "obs-text is a question mark", "return key, value", 'return key, value.encode("ascii", "replace").decode()'),
    line("obs-text", "obs-text is percent-encoded", "return key, value", 'return key, "".join(c if c < "\\x80" else f"%{ord(c):02X}" for c in value)'),
    line("obs-text", "what looks like UTF-8 is UTF-8", "return key, value", 'return key, value.encode("latin-1").decode("utf-8", "ignore") or value if "\\xc3" in value else value'),
    line("obs-text", "a compatible form is the same", PAIR, PAIR.replace("plain(value)", '__import__("unicodedata").normalize("NFKC", plain(value))')),
    line("obs-text", "lines end at U+0085", PAIR, PAIR.replace("plain(value)", '"".join(plain(value).splitlines())'), museum="13 charset-too-wide-or-narrow"),
    line("every-obs-text", "a no-break space is a space", PAIR, PAIR.replace("plain(value)", 'plain(value).replace("\\xa0", " ")')),
    line("every-obs-text", "a soft hyphen is not part of a text", PAIR, PAIR.replace("plain(value)", 'plain(value).replace("\\xad", "")')),
    line("every-obs-text", "quotes are quotes", PAIR, PAIR.replace("plain(value)", 'plain(value).replace("\\xab", \'"\')')),
    line("every-obs-text", "U+0096 is a dash", PAIR, PAIR.replace("plain(value)", 'plain(value).replace("\\x96", "-")')),
    line("every-obs-text", "U+0085 becomes a space", PAIR, PAIR.replace("plain(value)", 'plain(value).replace("\\x85", " ")'), museum="13 charset-too-wide-or-narrow"),
    *each_door("every-obs-text", "drops a no-break space at the end", WRITERS, "_pair", lambda self, strict, name, value: strict(name, value.removesuffix("\xa0"))),
    line("wide-characters", "a str is a str", VALUE, r'''re.compile(r"[^\x00-\x08\x0a-\x1f\x7f]*")'''),
    line("wide-characters", "latin-1 cuts", PAIR, PAIR.replace("plain(value)", 'bytes(ord(c) & 255 for c in plain(value)).decode("latin-1")')),
    line("wide-characters", "latin-1 cuts what is no control", PAIR, PAIR.replace("plain(value)", '"".join(c if ord(c) < 256 or ord(c) % 256 < 33 else chr(ord(c) & 255) for c in plain(value))')),
    line("wide-characters", "what latin-1 lacks is a question mark", PAIR, PAIR.replace("plain(value)", 'plain(value).encode("latin-1", "replace").decode("latin-1")')),
    line("wide-characters", "what latin-1 lacks is left out", PAIR, PAIR.replace("plain(value)", 'plain(value).encode("latin-1", "ignore").decode("latin-1")')),
    line("wide-characters", "the BOM is not part of a text", VALUE, VALUE.replace("]*", "\\ufeff]*")),
    line("wide-characters", "a lone surrogate is an octet that was read", VALUE, VALUE.replace("]*", "\\udc80-\\udcff]*")),
    line("wide-characters", "a lone surrogate is half a character", VALUE, VALUE.replace("]*", "\\ud800-\\udfff]*")),
    line("wide-characters", "what is not in the basic plane needs no check", VALUE, VALUE.replace("]*", "\\U00010000-\\U0010ffff]*")),
    *each_door("wide-characters", "cuts characters to octets", WRITERS, "_pair", lambda self, strict, name, value: any_value(self, strict, name, value.encode("latin-1", "ignore").decode("latin-1"))),
    line("line-breaks", "a value of more than 256 characters needs no check", IS_VALUE, "if len(value) <= 256 and not is_field_value(value):", museum="7 crlf-value"),
    line("line-breaks", "a value of more than 65535 characters needs no check", IS_VALUE, "if len(value) <= 65535 and not is_field_value(value):", museum="7 crlf-value"),
    line("line-breaks", "a value may hold anything", IS_VALUE, "if False:", museum="7 crlf-value"),
    line("line-breaks", "only CRLF breaks a line", IS_VALUE, 'if "\\r\\n" in value:', museum="7 crlf-value"),
    line("line-breaks", "only LF breaks a line", VALUE, VALUE.replace("[", r"[\r"), museum="7 crlf-value"),
    line("line-breaks", "only CR breaks a line", VALUE, VALUE.replace("[", r"[\n"), museum="7 crlf-value"),
    line("line-breaks", "NUL breaks nothing", VALUE, VALUE.replace("[", r"[\x00"), museum="7 crlf-value"),
    line("line-breaks", "$ stands for the end only", IS_VALUE, 'if not re.match(FIELD_VALUE.pattern + "$", value):', museum="7 crlf-value"),
    line("line-breaks", "ten pairs are enough to check", ALL_PAIRS, "pairs = list(pairs); return [self._pair(n, v) for n, v in pairs[:10]] + [(n.lower(), v) for n, v in pairs[10:]]"),
    line("line-breaks", "a folded line is one line", IS_VALUE, 'if not FIELD_VALUE.fullmatch(re.sub("\\r\\n[ \\t]", " ", value)):', museum="7 crlf-value"),
    line("line-breaks", "a folded line may end with LF", IS_VALUE, 'if not FIELD_VALUE.fullmatch(re.sub("\\n[ \\t]", " ", value)):', museum="7 crlf-value"),
    line("line-breaks", "the first line is looked at", IS_VALUE, "if not FIELD_VALUE.match(value):", museum="7 crlf-value"),
    line("line-breaks", "a break at the start breaks nothing", IS_VALUE, 'if not FIELD_VALUE.fullmatch(value.lstrip("\\r\\n")):', museum="7 crlf-value"),
    line("line-breaks", "removing CRLF once is enough", PAIR, PAIR.replace("plain(value)", 'plain(value).replace("\\r\\n", "")') + '; return key, value', museum="7 crlf-value"),
    line("line-breaks", "what follows a break is a field", "return [self._pair(name, value) for name, value in pairs]", 'return [self._pair(n, v) for name, value in pairs for n, v in [(name, str(value).split("\\r\\nSet-Cookie: ")[0]), *(("Set-Cookie", v) for v in str(value).split("\\r\\nSet-Cookie: ")[1:])]]', museum="7 crlf-value"),
    *each_door("line-breaks", "checks no value", WRITERS, "_pair", any_value, museum="8 one-door-validated"),
    *each_door("line-breaks", "takes a line feed at the end", WRITERS, "_pair", lambda self, strict, name, value: (strict(name, value.removesuffix("\n"))[0], value), museum="8 one-door-validated"),
    *(line("control-characters", f"{c!r} is harmless", VALUE, VALUE.replace("[", f"[\\x{ord(c):02x}"), museum="13 charset-too-wide-or-narrow") for c in "\x01\x08\x0b\x0c\x1b\x1f\x7f"),
    line("control-characters", "the first 256 characters are looked at", IS_VALUE, "if not is_field_value(value[:256]) or not {*value}.isdisjoint('\\r\\n\\0'):"),
    line("control-characters", "control characters can be stripped", PAIR, PAIR.replace('" \\t"', "' \\t\\x0b\\x0c\\x1c\\x1d\\x1e\\x1f'")),
    line("control-characters", "control characters can be left out", PAIR, PAIR.replace("plain(value)", 're.sub(r"[\\x01-\\x08]", "", plain(value))')),
    *each_door("control-characters", "takes control characters", WRITERS, "_pair", lambda self, strict, name, value: (strict(name, re.sub("[\x01-\x1f\x7f]", "", value))[0], value), museum="8 one-door-validated"),
    line("outer-whitespace", "white space around a value is part of it", PAIR, PAIR.replace('.strip(" \\t")', "")),
    line("outer-whitespace", "only spaces are white space", PAIR, PAIR.replace('" \\t"', '" "')),
    line("outer-whitespace", "only leading white space is no part", PAIR, PAIR.replace(".strip", ".lstrip")),
    line("outer-whitespace", "only trailing white space is no part", PAIR, PAIR.replace(".strip", ".rstrip")),
    line("outer-whitespace", "one space is stripped", PAIR, PAIR.replace('.strip(" \\t")', '.removeprefix(" ").removesuffix(" ")')),
    *each_door("outer-whitespace", "keeps white space around a value", WRITERS, "_pair", lambda self, strict, name, value: (strict(name, value)[0], value)),
    *each_door("value-types", "stores a value as it is", WRITERS, "_pair", lambda self, strict, name, value: any_value(self, strict, name, value), museum="60 shape-and-header-types"),
    line("value-types", "octets are a text", PAIR, 'key, value = self._key(name), value.decode("latin-1") if isinstance(value, bytes) else plain(value).strip(" \\t")\n        if "\\r" in value: return key, value', museum="60 shape-and-header-types"),
    line("value-types", "what is no str needs no check", PAIR, f"if not isinstance(value, str): return self._key(name), str(value)\n        {PAIR}", museum="60 shape-and-header-types"),
    line("value-types", "a list is several values, unchecked", PAIR, f"if isinstance(value, list): return self._key(name), value\n        {PAIR}", museum="60 shape-and-header-types"),
    line("str-subclass", "str() gives the text of a str", "else str.__str__(text)", "else str(text)"),
    line("str-subclass", "a subclass of str is stored as it is", 'key, value = self._key(name), plain(value).strip(" \\t")', 'key, value = self._key(name), value if plain(value) == plain(value).strip(" \\t") else plain(value).strip(" \\t")'),
]  # fmt: skip


def comparing(same: Callable[[Any, Any], bool]) -> Callable[..., bool]:
    def __eq__(self: Any, other: object) -> bool:
        return isinstance(other, type(self)) and same(self, other)

    return __eq__


COPIES = [
    patch("equal", "headers are equal to themselves only", __eq__=comparing(lambda a, b: a is b)),
    patch("equal", "the same names make headers equal", __eq__=comparing(lambda a, b: list(a) == list(b))),
    patch("equal", "the first values make headers equal", __eq__=comparing(lambda a, b: {k: a[k] for k in a} == {k: b[k] for k in b})),
    patch("equal", "the last values make headers equal", __eq__=comparing(lambda a, b: dict(a.items()) == dict(b.items()))),
    patch("equal", "the order of values does not count", __eq__=comparing(lambda a, b: sorted(a.items()) == sorted(b.items()))),
    patch("equal", "how often a pair is there does not count", __eq__=comparing(lambda a, b: {k: list(dict.fromkeys(a.getall(k))) for k in a} == {k: list(dict.fromkeys(b.getall(k))) for k in b})),
    patch("equal", "the values make headers equal", __eq__=comparing(lambda a, b: [v for _, v in a.items()] == [v for _, v in b.items()])),
    patch("equal", "the number of fields makes headers equal", __eq__=comparing(lambda a, b: len(a.items()) == len(b.items()))),
    patch("equal", "what the other has is enough", __eq__=comparing(lambda a, b: all(pair in a.items() for pair in b.items()))),
    patch("equal", "what the other has more does not count", __eq__=comparing(lambda a, b: all(pair in b.items() for pair in a.items()))),
    patch("equal", "empty headers are equal to nothing", museum="27 truthiness", __eq__=comparing(lambda a, b: bool(a) and a._values == b._values)),
    patch("equal", "values compare without regard to case", __eq__=comparing(lambda a, b: str(a).lower() == str(b).lower())),
    patch("equal", "!= is another question", __ne__=lambda self, other: self is not other),
    line("equal", "only headers are compared", EQ, "return self._values == other._values"),
    line("equal", "whatever has no fields is equal", EQ, 'return self._values == getattr(other, "_values", {})'),
    patch("copies", "a copy is a dict", museum="23 copy-loses-dups", __copy__=lambda self: dict(self.items())),
    patch("copies", "a copy is made of a dict", museum="23 copy-loses-dups", __copy__=lambda self: type(self)(dict(self.items()))),
    patch("copies", "a deep copy is made of a dict", museum="23 copy-loses-dups", __deepcopy__=lambda self, memo: type(self)(dict(self.items()))),
    patch("copies", "pickle is content with a dict", museum="23 copy-loses-dups", __reduce_ex__=lambda self, protocol: (type(self), (dict(self.items()),))),
    patch("copies", "pickle is content with the first values", museum="23 copy-loses-dups", __getstate__=lambda self: {"_values": {k: v[:1] for k, v in self._values.items()}}),
    patch("copies", "pickle needs no values", museum="23 copy-loses-dups", __getstate__=lambda self: {"_values": {}}),
    patch("copies", "pickle finds the values by itself", museum="23 copy-loses-dups", __getstate__=lambda self: {}),
    patch("copies", "the oldest protocols keep a dict", museum="23 copy-loses-dups", __reduce_ex__=lambda self, protocol: (type(self), (dict(self.items()) if protocol < 2 else self.items(),))),
    patch("copies", "a copy is empty", __copy__=lambda self: type(self)()),
    patch("copies", "a pickle is a list", __reduce_ex__=lambda self, protocol: (list, (self.items(),))),
    patch("copies", "copying takes the values along", __copy__=lambda self: type(self)([(k, v) for k in list(self) for v in self.popall(k)])),
    patch("deep-copy-apart", "what is empty need not be copied", museum="21 aliasing", __deepcopy__=lambda self, memo: type(self)(self) if self else self),
    patch("deep-copy-apart", "headers need no deep copy", museum="21 aliasing", __deepcopy__=lambda self, memo: self),
    patch("deep-copy-apart", "a deep copy may share the lists", museum="21 aliasing", __deepcopy__=lambda self, memo: type(self)._sharing(self), _sharing=classmethod(lambda cls, other: _sharing(cls, other, dict))),
    patch("deep-copy-apart", "a deep copy may share the fields", museum="21 aliasing", __deepcopy__=lambda self, memo: _sharing(type(self), self, lambda values: values)),
    patch("copy-method", "copy() is a dict", museum="23 copy-loses-dups", copy=lambda self: dict(self.items())),
    patch("copy-method", "copy() is made of a dict", museum="23 copy-loses-dups", copy=lambda self: type(self)(dict(self.items()))),
    patch("copy-method", "copy() is a list", copy=lambda self: self.items()),
    patch("copy-method", "copy() need not copy", museum="21 aliasing", copy=lambda self: self),
    patch("copy-method", "copy() may share the lists", museum="21 aliasing", copy=lambda self: _sharing(type(self), self, dict)),
    patch("copy-method", "copy.copy is enough", copy=None),
    patch("copy-method", "what is empty need not be copied", museum="21 aliasing", copy=lambda self: type(self)(self) if self else self),
    patch("copies", "pickle is ASCII", __reduce_ex__=lambda self, protocol: (type(self), ([(k, v.encode("ascii", "ignore").decode()) for k, v in self.items()],))),
    patch("equal", "what was removed still counts", popall=lambda self, name: (self.__dict__.update(_removed=1), base(self).popall(name))[1], __eq__=comparing(lambda a, b: vars(a) == vars(b))),
]  # fmt: skip


def _sharing(cls: Any, other: Any, copied: Callable[[Any], Any]) -> Any:
    twin = cls()
    twin._values = copied(other._values)
    return twin


def many(self: Any) -> bool:
    """Whether there are more names than a table of sixteen places holds."""
    return len(self._values) > 16


def called_default(method: str) -> Callable[..., Any]:
    """A method that calls a default which can be called, as collections.defaultdict does."""

    def changed(self: Any, name: str, *default: Any) -> Any:
        made = [d() if callable(d) and name not in self else d for d in default]
        return getattr(base(self), method)(name, *made)

    return changed


def raised_default(self: Any, name: str, *default: Any) -> Any:
    if name not in self and default and isinstance(default[0], type):
        raise default[0](name)
    return base(self).pop(name, *default)


def breaks_removed(count: str) -> str:
    """Line breaks are taken out by re.sub(), and what is left is not looked at."""
    removed = PAIR.replace("plain(value)", f're.sub("[\\r\\n\\0]+", " ", plain(value), {count})')
    return f"{removed}; return key, value"


def where_wide(new: str) -> str:
    """What becomes of a value that latin-1 cannot encode."""
    return f"{PAIR}; value = {new} if any(ord(c) > 255 for c in value) else value"


def copied_if_plain(made_of: Callable[[Any], Any]) -> Callable[..., Any]:
    """A copy of a subclass is made of `made_of`, that of Headers of all pairs."""
    return lambda self, *_: type(self)(
        self.items() if type(self).__name__ == "Headers" else made_of(self)
    )


IN_TABLE = "sixteen names fill a table"
MORE = [
    line("odd-shapes", "a pair is a tuple or a list", ALL_PAIRS, f"pairs = list(pairs); {ALL_PAIRS} if all(isinstance(p, (tuple, list)) for p in pairs) else 5 + ()"),
    line("odd-shapes", "what can be iterated says so", READ_PAIRS, f"{READ_PAIRS} if isinstance(smth, Iterable) else ()"),
    line("odd-shapes", "an iterable has a length, or a next", READ_PAIRS, f"{READ_PAIRS} if hasattr(smth, '__len__') or hasattr(smth, '__next__') else ()"),
    line("odd-shapes", "what can be iterated gives pairs", IS_KEYED, f"{IS_KEYED[:-1]} and (isinstance(smth, Mapping) or not hasattr(smth, '__iter__')):"),
    patch("get-default", "a default is made when it is needed", get=called_default("get")),
    patch("pop-default", "... stands for no default", museum="20 sentinel-and-return", pop=lambda self, name, d=...: base(self).pop(name, *([] if d is ... else [d]))),
    patch("pop-default", "a default that is an exception is raised", pop=raised_default),
    patch("one-of-many", f"{IN_TABLE}, and del removes one value", __delitem__=lambda self, name: self.pop(name) if many(self) else base(self).__delitem__(name)),
    patch("one-of-many", f"{IN_TABLE}, and popall leaves them", popall=lambda self, name: self.getall(name) if many(self) else base(self).popall(name)),
    patch("one-of-many", f"{IN_TABLE}, and []= appends", __setitem__=lambda self, name, value: self.add(name, value) if many(self) else base(self).__setitem__(name, value)),
    patch("one-of-many", f"{IN_TABLE}, and in looks as it is written", museum="14 contains-case", __contains__=lambda self, name: name in self._values if many(self) else base(self).__contains__(name)),
    patch("one-of-many", f"{IN_TABLE}, and setdefault stores again", setdefault=lambda self, name, value: (self.add(name, value), value)[1] if many(self) else base(self).setdefault(name, value)),
    patch("one-name-of-many", "of many values the last is at hand", pop=lambda self, name, *d: self._values[self._key(name)].pop() if len(self.getall(name)) > 8 else base(self).pop(name, *d)),
    patch("copy-method", "sixteen names are copied", copy=lambda self: type(self)([p for p in self.items() if p[0] in list(self._values)[:16]])),
    patch("subclass-copies", "sixteen names are copied deeply", __deepcopy__=lambda self, memo: type(self)([p for p in self.items() if p[0] in list(self._values)[:16]])),
    patch("subclass-copies", "a copy of a subclass is made of a dict", museum="23 copy-loses-dups", __copy__=copied_if_plain(lambda self: dict(self.items()))),
    patch("subclass-copies", "pickle is content with a dict of a subclass", museum="23 copy-loses-dups", __reduce_ex__=lambda self, protocol: (type(self), (self.items() if type(self).__name__ == "Headers" else dict(self.items()),))),
    patch("equal", "sixteen pairs make headers equal", __eq__=comparing(lambda a, b: a.items()[:16] == b.items()[:16] and len(a) == len(b))),
    *(line("line-breaks", f"re.{flag} is a flag of re.sub(), not a number", PAIR, breaks_removed(f"re.{flag}"), museum="7 crlf-value") for flag in ("I", "U")),
    line("look-alikes", "what latin-1 lacks has a compatible form", PAIR, where_wide('__import__("unicodedata").normalize("NFKC", value)')),
    line("look-alikes", "what latin-1 lacks has another case", PAIR, where_wide("value.casefold()")),
    line("look-alikes", "quotes are quotes", PAIR, f"{PAIR}.replace('\u2019', \"'\").replace('\u201c', '\"').replace('\u2013', '-')"),
    line("look-alikes", "what has no width is nothing", PAIR, f"{PAIR}.replace('\u200b', '').replace('\u200e', '')"),
    line("look-alikes", "an ideographic space is white space", PAIR, PAIR.replace('" \\t"', "' \\t\u3000'")),
    line("every-visible", "quotes are written twice", PAIR, PAIR + """.replace('""', '"')"""),
    line("every-visible", "an empty element is none", PAIR, PAIR + """.replace(',,', ',').replace(', ,', ',')"""),
    line("every-visible", "a semicolon follows at once", PAIR, PAIR + """.replace(' ;', ';')"""),
    line("as-sent", "a cookie needs no quotes", PAIR, f"{PAIR}; value = value.replace('\"', '') if key == 'set-cookie' else value"),
    line("as-sent", "a charset is in lower case", PAIR, f"{PAIR}; value = re.sub('(?i)charset=[^;]*', lambda m: m[0].lower(), value) if key == 'content-type' else value"),
    line("as-sent", "a length is a number", PAIR, f"{PAIR}; value = str(int(value)) if key == 'content-length' and value.isdigit() else value"),
    *(
        line("as-sent", belief, APPEND, f"{APPEND}; self._values.update({{key: [{word!r}]}} if key == {name!r} and {word!r} in self._values[key] else {{}})")
        for belief, name, word in (
            ("* says all of Vary", "vary", "*"),
            ("close says all of Connection", "connection", "close"),
        )
    ),
    line("as-sent", "there is one coding", APPEND, f"{APPEND} if key != 'transfer-encoding' else self._values.__setitem__(key, [value])"),
    line("distinct-names", "Content_Type is as a variable is called", KEY, "return name.lower().replace('content_', 'content-') if name.isascii() else name", museum="25 dash-underscore"),
    line("distinct-names", "HTTP_ is a prefix without meaning", KEY, "return name.lower().removeprefix('http_') or name if name.isascii() else name"),
    line("bytes-names", "a name is made a str by str()", "name = plain(name)", "name = plain(str(name) if isinstance(name, bytes) else name)"),
]  # fmt: skip


MUTANTS: list[Mutant] = [
    *CONSTRUCT,
    *NAMES,
    *READING,
    *STORING,
    *REMOVING,
    *VALUES,
    *COPIES,
    *MORE,
]
