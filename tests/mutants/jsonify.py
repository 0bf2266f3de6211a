"""Wrong beliefs about jsonify."""

# ruff: noqa: E501 (a table: one mutant a line)

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from . import Mutant

CALL = "json.dumps(smth, allow_nan=False).encode()"
DUMPS = "json.dumps(smth, allow_nan=False)"
RESPONSE = 'return Response(200, {"Content-Type": "application/json"}, data)'


def line(clause: str, belief: str, old: str, new: str, museum: str = "") -> Mutant:
    return Mutant(f"jsonify.{clause}", belief, "response.py", old, new, museum=museum)


def dumped(clause: str, belief: str, options: str, museum: str = "") -> Mutant:
    """json.dumps is called with other options."""
    return line(clause, belief, DUMPS, f"json.dumps(smth, {options})", museum)


def formed(belief: str, form: str, asks: str) -> Mutant:
    """`value` has a `form` where the answer to `asks` is yes."""
    default = f"lambda value: {form} if {asks} else json.JSONEncoder().default(value)"
    return dumped("unserialisable", belief, f"allow_nan=False, default={default}")


def named(clause: str, belief: str, name: str) -> Mutant:
    """A name `k` of an object is another one."""
    names = f"{{{name}: v for k, v in smth.items()}} if isinstance(smth, dict) else smth"
    return line(clause, belief, "json.dumps(smth,", f"json.dumps({names},")


def listed(clause: str, belief: str, item: str) -> Mutant:
    """An item `v` of a list is another one."""
    items = f"[{item} for v in smth] if type(smth) is list else smth"
    return line(clause, belief, "json.dumps(smth,", f"json.dumps({items},")


def answered(clause: str, belief: str, response: str, museum: str = "") -> Mutant:
    """Another response is made of the text."""
    return line(clause, belief, RESPONSE, f"return {response}", museum)


def wrapped(clause: str, belief: str, wrap: Callable[[Any, Any], Any]) -> Mutant:
    """The call is replaced by ``wrap(package, smth)``; the original stays as ``package.dumped``."""

    def change(package: Any) -> None:
        package.dumped = package.jsonify
        package.jsonify = lambda smth: wrap(package, smth)

    return Mutant(f"jsonify.{clause}", belief, change=change)


def lazily(package: Any, smth: Any) -> Any:
    class Later(package.Response):  # type: ignore[misc]
        @property
        def data(self) -> list[bytes]:
            return [json.dumps(smth).encode()]

    package.dumped(smth)
    return Later(200, {"Content-Type": "application/json"}, b"")


def remembering(key: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    """Equal keys get the response that was made for the first."""
    known: list[tuple[Any, Any]] = []

    def call(package: Any, smth: Any) -> Any:
        for seen, response in known:
            if seen == key(smth):
                return response
        known.append((key(smth), package.dumped(smth)))
        return known[-1][1]

    return call


JSON = '{"Content-Type": "application/json"}'


def nulled(
    lists: Callable[[Any], bool] = lambda value: isinstance(value, (list, tuple)),
    objects: Callable[[Any], bool] = lambda value: isinstance(value, dict),
    numbers: Callable[[Any], bool] = lambda value: isinstance(value, float),
    deepest: int = 1000,
) -> Callable[[Any, Any], Any]:
    """NaN becomes null in what counts as a list, an object or a number."""

    def clean(value: Any, depth: int = 0) -> Any:
        if depth > deepest:
            return value
        if numbers(value) and value - value != 0:
            return None
        if objects(value):
            return {name: clean(item, depth + 1) for name, item in value.items()}
        return [clean(item, depth + 1) for item in value] if lists(value) else value

    def jsonify(package: Any, smth: Any) -> Any:
        return _of_text(package, json.dumps(clean(smth)))

    return jsonify


def in_place(package: Any, smth: Any) -> Any:
    """NaN becomes null in the value itself."""

    def clean(value: Any) -> Any:
        if isinstance(value, float) and value - value != 0:
            return None
        for key in (
            value
            if isinstance(value, dict)
            else range(len(value))
            if isinstance(value, list)
            else ()
        ):
            value[key] = clean(value[key])
        return tuple(map(clean, value)) if type(value) is tuple else value

    return _of_text(package, json.dumps(clean(smth)))


def _of_text(package: Any, text: str) -> Any:
    return package.Response(200, {"Content-Type": "application/json"}, text.encode())


MUTANTS = [
    answered("response", "a value that is false is no content", 'Response(200, {"Content-Type": "application/json"}, data) if smth else Response(204, (), b"")', "43 json-falsy"),
    answered("response", "nothing to say is 204", f"Response(200 if smth is not None else 204, {JSON}, data if smth is not None else b'')"),
    answered("response", "an empty value is 404", f"Response(200 if smth else 404, {JSON}, data)"),
    answered("response", "something was made", f"Response(201, {JSON}, data)"),
    answered("response", "the octets are the answer", "data"),
    answered("response", "a tuple is a response", f"(200, {JSON}, data)"),
    answered("response", "an Abort is a response", f"Abort(200, data.decode(), {JSON})"),
    answered("media-type", "JSON is a text", 'Response(200, {"Content-Type": "text/json"}, data)'),
    answered("media-type", "JSON is JavaScript", 'Response(200, {"Content-Type": "application/javascript"}, data)'),
    answered("media-type", "the default type will do", "Response(200, (), data)"),
    answered("media-type", "the type is added to the default", "type('R', (Response,), {'defheaders': property(lambda self: [('Content-Type', 'text/html'), ('Content-Type', 'application/json')])})(200, (), data)", "2 cl-defaults-vs-caller"),
    answered("media-type", "a text needs no type", f"Response(200, {JSON} if not isinstance(smth, str) else (), data)"),
    answered("media-type", "only objects and lists are JSON", f"Response(200, {JSON} if isinstance(smth, (dict, list)) else (), data)"),
    answered("media-type", "a value that is false is plain text", f"Response(200, {JSON} if smth else {{'Content-Type': 'text/plain'}}, data)"),
    answered("media-type", "a parameter needs no name", 'Response(200, {"Content-Type": "application/json; utf-8"}, data)'),
    answered("media-type", "an error has another type", 'Response(200, {"Content-Type": "application/problem+json"}, data)'),
    answered("media-type", "no type is JSON's", "type('R', (Response,), {'defheaders': property(lambda self: [('Content-Length', str(len(data)))])})(200, (), data)"),
    line("data", "repr is JSON", CALL, "repr(smth).encode()"),
    line("data", "a value is put into an object", "json.dumps(smth,", 'json.dumps({"data": smth},'),
    line("data", "a text is JSON already", CALL, f"smth.encode('utf-8', 'ignore') if isinstance(smth, str) else {CALL}"),
    line("data", "floats have six digits", CALL, f"b'%g' % smth if isinstance(smth, float) else {CALL}"),
    line("data", "numbers are floats", CALL, f"{CALL} if type(smth) is not int else json.dumps(float(smth)).encode()"),
    line("data", "one object a line", CALL, f'{DUMPS}.replace("[", "").replace("]", "").encode()'),
    line("data", "a guard against hijacking is part of JSON", CALL, 'b")]}\',\\n" + ' + CALL),
    line("data", "a text is stripped", "json.dumps(smth,", "json.dumps(smth.strip() if isinstance(smth, str) else smth,"),
    line("data", "a value that is None can be left out", "json.dumps(smth,", "json.dumps({k: v for k, v in smth.items() if v is not None} if isinstance(smth, dict) else smth,"),
    line("data", "HTML is to be escaped", CALL, f'{DUMPS}.replace("<", "&lt;").encode()'),
    line("falsy", "a value that is false is nothing", CALL, f'{CALL} if smth else b""', "43 json-falsy"),
    line("falsy", "None is nothing", CALL, f'{CALL} if smth is not None else b""', "43 json-falsy"),
    line("falsy", "nothing is an empty object", "json.dumps(smth,", "json.dumps(smth or {},", "43 json-falsy"),
    line("falsy", "nothing is null", "json.dumps(smth,", "json.dumps(smth or None,", "43 json-falsy"),
    line("falsy", "None is an empty text", "json.dumps(smth,", 'json.dumps("" if smth is None else smth,', "43 json-falsy"),
    line("falsy", "an empty list is an empty object", "json.dumps(smth,", "json.dumps({} if smth == [] else smth,"),
    line("falsy", "zero has no sign", "json.dumps(smth,", "json.dumps(abs(smth) if smth == 0 and type(smth) is float else smth,"),
    line("falsy", "False is 0", "json.dumps(smth,", "json.dumps(int(smth) if isinstance(smth, bool) else smth,"),
    wrapped("falsy", "equal values have equal texts", remembering(lambda smth: smth)),
    line("as-json-dumps", "a tuple is no list", "json.dumps(smth,", "json.dumps(None if isinstance(smth, tuple) else smth,"),
    line("as-json-dumps", "a named tuple is an object", "json.dumps(smth,", "json.dumps(smth._asdict() if hasattr(smth, '_asdict') else smth,"),
    line("as-json-dumps", "only a str is a name", CALL, f"{CALL} if not isinstance(smth, dict) or all(isinstance(k, str) for k in smth) else [][0]"),
    line("as-json-dumps", "a name is what str() makes of it", "json.dumps(smth,", "json.dumps({str(k): v for k, v in smth.items()} if isinstance(smth, dict) else smth,"),
    line("as-json-dumps", "a number is a float", CALL, f"{CALL} if not isinstance(smth, int) or abs(smth) < 2**53 else json.dumps(float(smth)).encode()"),
    line("as-json-dumps", "a large number is a text", "json.dumps(smth,", "json.dumps(str(smth) if isinstance(smth, int) and smth > 2**53 else smth,"),
    line("as-json-dumps", "a member of an enumeration is its name", "json.dumps(smth,", "json.dumps(smth.name if hasattr(smth, 'name') else smth,"),
    line("as-json-dumps", "a subclass of dict is no dict", "json.dumps(smth,", "json.dumps(list(smth) if isinstance(smth, dict) and type(smth) is not dict else smth,"),
    line("as-json-dumps", "JSON is ten levels deep", CALL, f"{CALL} if {DUMPS}.count('[[') < 10 else [][0]"),
    answered("content-length", "Content-Length counts characters", f"Response(200, {{**{JSON}, 'Content-Length': str(len(json.dumps(smth, ensure_ascii=False)))}}, data)", "1 cl-counts-chars"),
    answered("content-length", "a line feed ends a text", f"Response(200, {{**{JSON}, 'Content-Length': str(len(data) + 1)}}, data)"),
    answered("content-length", "Content-Length is for others to say", f"type('R', (Response,), {{'defheaders': property(lambda self: {JSON})}})(200, (), data)"),
    answered("content-length", "Content-Length is said twice", f"type('R', (Response,), {{'defheaders': property(lambda self: [('Content-Length', str(len(data)))] * 2)}})(200, {JSON}, data)", "2 cl-defaults-vs-caller"),
    line("utf-8", "UTF-8 starts with a BOM", CALL, f'{DUMPS}.encode("utf-8-sig")'),
    line("utf-8", "JSON is UTF-16", CALL, f'{DUMPS}.encode("utf-16")'),
    line("utf-8", "JSON is UTF-32", CALL, f'{DUMPS}.encode("utf-32-le")'),
    line("utf-8", "latin-1 is enough", CALL, 'json.dumps(smth, allow_nan=False, ensure_ascii=False).encode("latin-1", "replace")'),
    line("utf-8", "half a character has a form of its own", CALL, 'json.dumps(smth, allow_nan=False, ensure_ascii=False).encode("utf-8", "surrogatepass")', "44 json-not-json"),
    line("utf-8", "half a character can be left out", CALL, 'json.dumps(smth, allow_nan=False, ensure_ascii=False).encode("utf-8", "ignore")', "44 json-not-json"),
    line("utf-8", "half a character is a question mark", CALL, 'json.dumps(smth, allow_nan=False, ensure_ascii=False).encode("utf-8", "replace")', "44 json-not-json"),
    line("utf-8", "a BOM is not part of a text", CALL, 'json.dumps(smth, allow_nan=False, ensure_ascii=False).replace("\\ufeff", "").encode()'),
    line("utf-8", "U+2028 is white space", CALL, 'json.dumps(smth, allow_nan=False, ensure_ascii=False).replace("\\u2028", " ").encode()'),
    line("utf-8", "accents can be left out", CALL, 'json.dumps(smth, allow_nan=False, ensure_ascii=False).encode("ascii", "ignore")'),
    dumped("unserialisable", "what JSON has no form for is null", "allow_nan=False, default=lambda value: None"),
    dumped("unserialisable", "what JSON has no form for is a text", "allow_nan=False, default=str"),
    dumped("unserialisable", "what JSON has no form for is its repr", "allow_nan=False, default=repr"),
    dumped("unserialisable", "what has attributes is an object", "allow_nan=False, default=vars"),
    dumped("unserialisable", "a set is a list", "allow_nan=False, default=list"),
    dumped("unserialisable", "octets are a text", "allow_nan=False, default=bytes.decode"),
    dumped("unserialisable", "a name that cannot be can be left out", "allow_nan=False, skipkeys=True"),
    dumped("unserialisable", "a date has a form", "allow_nan=False, default=lambda value: value.isoformat()"),
    dumped("unserialisable", "a Decimal is a float", "allow_nan=False, default=float"),
    line("unserialisable", "a failure is a 500", "def jsonify(smth: Any) -> Response:", "def jsonify(smth: Any) -> Response:\n    try: json.dumps(smth)\n    except TypeError: raise Abort(500)"),
    line("unserialisable", "what cannot be serialised is a ValueError", "def jsonify(smth: Any) -> Response:", "def jsonify(smth: Any) -> Response:\n    try: json.dumps(smth)\n    except TypeError: raise ValueError(smth)"),
    dumped("circular", "nobody makes a list of itself", "allow_nan=False, check_circular=False"),
    dumped("circular", "a list within itself can be left out", "allow_nan=False, check_circular=True) if '...' not in repr(smth) else json.dumps(None"),
    line("no-nan", "NaN is JSON, since json.dumps writes it", "json.dumps(smth, allow_nan=False)", "json.dumps(smth)", "44 json-not-json"),
    line("no-nan", "only NaN is not JSON", DUMPS, f"(json.dumps(smth) if 'Infinity' in json.dumps(smth) else {DUMPS})", "44 json-not-json"),
    line("no-nan", "only infinity is not JSON", DUMPS, f"(json.dumps(smth) if 'NaN' in json.dumps(smth) else {DUMPS})", "44 json-not-json"),
    line("no-nan", "only minus infinity passes", DUMPS, f"(json.dumps(smth) if '-Infinity' in json.dumps(smth) else {DUMPS})", "44 json-not-json"),
    line("no-nan", "NaN deep down is seen by nobody", DUMPS, f"(json.dumps(smth) if not isinstance(smth, float) else {DUMPS})", "44 json-not-json"),
    line("no-nan", "NaN in an object is seen by nobody", DUMPS, f"(json.dumps(smth) if isinstance(smth, dict) else {DUMPS})", "44 json-not-json"),
    line("no-nan", "NaN is 0", DUMPS, 'json.dumps(smth).replace("NaN", "0")', "44 json-not-json"),
    line("no-nan", "NaN is a text", DUMPS, "json.dumps(smth).replace('NaN', '\"NaN\"')", "44 json-not-json"),
    line("no-nan", "infinity is the greatest number", DUMPS, 'json.dumps(smth).replace("Infinity", "1e308")', "44 json-not-json"),
    line("no-nan", "large numbers are infinite", CALL, f'{DUMPS}.replace("1e+308", "null").encode()'),
    wrapped("apart", "one response is enough for a value", remembering(json.dumps)),
    wrapped("apart", "a value stays as it is", lazily),
    wrapped("apart", "headers may be shared", lambda package, smth: _with_headers(package, package.dumped(smth))),
    line("apart", "a list is the callee's", CALL, f"{CALL}; isinstance(smth, list) and smth.clear()"),
    line("apart", "an object is the callee's", CALL, f"{CALL}; isinstance(smth, dict) and smth.pop(next(iter(smth), None), None)"),
    line("data", "NaN is never part of a text", CALL, 'json.dumps(smth).replace("NaN", "null").replace("-Infinity", "null").replace("Infinity", "null").encode()'),
    dumped("unserialisable", "a dataclass is an object", "allow_nan=False, default=__import__('dataclasses').asdict"),
    dumped("unserialisable", "a mapping is an object", "allow_nan=False, default=lambda value: dict(value) if hasattr(value, 'keys') else json.JSONEncoder().default(value)"),
    dumped("unserialisable", "a UUID is its text", "allow_nan=False, default=lambda value: str(value) if hasattr(value, 'hex') and hasattr(value, 'urn') else json.JSONEncoder().default(value)"),
    dumped("unserialisable", "a member is its value", "allow_nan=False, default=lambda value: value.value if hasattr(value, 'value') else json.JSONEncoder().default(value)"),
    wrapped("no-nan-anywhere", "a list is of the type list", nulled(lists=lambda value: type(value) in (list, tuple))),
    wrapped("no-nan-anywhere", "an object is of the type dict", nulled(objects=lambda value: type(value) is dict)),
    wrapped("no-nan-anywhere", "a number is of the type float", nulled(numbers=lambda value: type(value) is float)),
    wrapped("no-nan-anywhere", "nobody nests so deep", nulled(deepest=10)),
    wrapped("no-nan-anywhere", "the value is there to be cleaned", in_place),
    formed("a generator is a list", "list(value)", "hasattr(value, 'gi_frame')"),
    formed("what is read once is a list", "list(value)", "isinstance(value, (zip, map, filter))"),
    formed("a view is a list", "list(value)", "isinstance(value, (type({}.values()), type({}.items())))"),
    formed("a time of day has a form", "value.isoformat()", "hasattr(value, 'tzinfo') and not hasattr(value, 'year')"),
    formed("an object says what it holds", "value.to_dict()", "hasattr(value, 'to_dict')"),
    formed("what stands for a dict, a list or a str is one", "value.data", "type(value).__name__.startswith('User')"),
    formed("an address is its text", "str(value)", "hasattr(value, 'packed')"),
    formed("an error is its text", "str(value)", "isinstance(value, OSError)"),
    named("unserialisable", "a name may be a date or a UUID", "str(k) if hasattr(k, 'isoformat') or hasattr(k, 'urn') else k"),
    named("unserialisable", "a member's value is a name", "k.value if hasattr(k, 'value') else k"),
    named("as-json-dumps", "a text is a name as str() shows it", "str(k) if isinstance(k, str) else k"),
    named("as-json-dumps", "a number is a name as repr() shows it", "repr(k) if isinstance(k, int) and type(k) not in (int, bool) else k"),
    listed("as-json-dumps", "a text is what str() makes of it", "str(v) if isinstance(v, str) else v"),
    listed("as-json-dumps", "a number is what its text says", "int(str(v)) if isinstance(v, int) and str(v).isdigit() else v"),
    answered("content-length", "a long text has no length", f"Response(200, {{**{JSON}, **({{'Transfer-Encoding': 'chunked'}} if len(data) > 65536 else {{}})}}, data)"),
    answered("content-length", "a length has 20 bits", f"Response(200, {{**{JSON}, 'Content-Length': str(len(data) & 0xFFFFF)}}, data)"),
]  # fmt: skip


def _with_headers(package: Any, response: Any) -> Any:
    response.headers = vars(package).setdefault("_headers", response.headers)
    return response
