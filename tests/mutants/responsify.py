"""Wrong beliefs about responsify."""

# ruff: noqa: E501 (a table: one mutant a line)
from __future__ import annotations

import asyncio
import copy
import sys
from collections.abc import Awaitable, Callable
from typing import Any

from . import Mutant

FILE = "responsify.py"
TEXT = "return Response(200, (), plain(smth).encode())"
OCTETS = 'return Response(200, {"Content-Type": "text/html"}, smth)'
AWAIT = "return await responsify(await smth)"
REFUSE = 'raise TypeError(f"no response can be made of {type(smth).__name__}")'
SPLIT = "code, *pairs, inner = smth"
INNER = "response = copy.copy(await responsify(inner))"
CODE = "response.code = code"
HEADERS = "headers = Headers(pairs)"
OWN_HEADERS = "response.headers = Headers(response.headers)"
REPLACE = "response.headers.replace(headers)"
FRAMING = "response._check_framing()"
OTHER = "    close(smth)\n    # clause: responsify.refused"


def instead(make: Callable[[Any], Callable[[Any], Any]]) -> Callable[[Any], None]:
    """Puts what `make` makes of responsify in its place, where it calls itself too."""

    def change(package: Any) -> None:
        module: Any = sys.modules[package.responsify.__module__]
        package.responsify = module.responsify = make(module)

    return change


def given_back(module: Any) -> Callable[[Any], Any]:
    inner = module.responsify
    return lambda smth: asyncio.ensure_future(inner(smth))


def a_str_needs_no_waiting(module: Any) -> Callable[[Any], Any]:
    inner = module.responsify

    def responsify(smth: Any) -> Any:
        if isinstance(smth, str):
            return module.Response(200, (), smth.encode())
        return inner(smth)

    return responsify


def caught(
    kind: type[BaseException], answer: Callable[[Any, BaseException], Any]
) -> Callable[[Any], None]:
    """What an awaitable raises of this kind is answered."""

    def make(module: Any) -> Callable[[Any], Awaitable[Any]]:
        inner = module.responsify

        async def responsify(smth: Any) -> Any:
            try:
                return await inner(smth)
            except kind as error:
                if isinstance(error, (TypeError, ValueError)) and type(error) is not ValueError:
                    raise
                return answer(module, error)

        return responsify

    return instead(make)


def failed(module: Any, error: BaseException) -> Any:
    return module.Response(500, (), str(error).encode())


def another(module: Any, error: BaseException) -> Any:
    raise RuntimeError(str(error)) from error


def aborted(module: Any, error: Any) -> Any:
    if hasattr(error, "description"):
        return module.Response(error.code, error.headers, error.description.encode())
    raise error


def the_last_tuple_counts(package: Any) -> None:
    """One event loop handles one tuple at a time."""
    module: Any = sys.modules[package.responsify.__module__]
    current: dict[str, Any] = {}

    async def responsify_tuple(smth: Any) -> Any:
        current["code"], *current["pairs"], inner = smth
        response = copy.copy(await module.responsify(inner))
        response.code = current["code"]
        response.headers = module.Headers(response.headers)
        response.headers.replace(current["pairs"])
        return response

    module.responsify_tuple = responsify_tuple


def phrase_is_kept(package: Any) -> None:
    """The reason phrase is looked up when a response is made."""
    look_up = package.Response.description.fget
    make = package.Response._set_head

    def _set_head(self: Any, code: int, headers: Any) -> None:
        make(self, code, headers)
        self._phrase = look_up(self)

    package.Response._set_head = _set_head
    package.Response.description = property(lambda self: self._phrase)


def new_of_its_class(response: Any) -> Any:
    """What a Response has is a code, headers and data."""
    made = object.__new__(type(response))
    for name in ("code", "headers", "_chunks", "path", "bufsize", "_size"):
        if name in vars(response):
            setattr(made, name, vars(response)[name])
    return made


def new_with_its_dict(response: Any) -> Any:
    """What an object has stands in its __dict__."""
    made = object.__new__(type(response))
    made.__dict__.update(response.__dict__)
    return made


def copied(how: Callable[[Any], Any]) -> Callable[[Any], None]:
    """Another way to copy the inner response."""

    class Copying:
        copy = staticmethod(how)

    def change(package: Any) -> None:
        sys.modules[package.responsify.__module__].copy = Copying  # type: ignore[attr-defined]

    return change


def asked(belief: str, statement: str) -> Mutant:
    """Something that is no response, and is taken for one by a statement."""
    return m("refused", belief, OTHER, f"    {statement}\n{OTHER}")


def m(clause: str, belief: str, old: str, new: str, museum: str = "", file: str = FILE) -> Mutant:
    return Mutant(f"responsify.{clause}", belief, file, old, new, museum=museum)


def c(clause: str, belief: str, change: Callable[[Any], None], museum: str = "") -> Mutant:
    return Mutant(f"responsify.{clause}", belief, change=change, museum=museum)


ALLOWED = "return code >= 200 and code not in (204, 205, 304)"
STATED = "return code >= 200 and code not in (204, 304)"

MUTANTS = [
    m("supported", "bytes are no response", "if isinstance(smth, bytes):", "if isinstance(smth, bytearray):"),
    m("supported", "an empty str is nothing", "if isinstance(smth, str):", "if isinstance(smth, str) and smth:", "27 truthiness"),
    m("supported", "empty bytes are nothing", "if isinstance(smth, bytes):", "if isinstance(smth, bytes) and smth:", "27 truthiness"),
    m("supported", "a coroutine gives a Response", AWAIT, "return await smth"),
    m("same-object", "a coroutine gives a str", AWAIT, "return await responsify(str(await smth))"),
    m("supported", "a tuple is a pair", "if isinstance(smth, tuple):", "if isinstance(smth, tuple) and len(smth) == 2:", "60 shape-and-header-types"),
    c("coroutine", "a future is as good as a coroutine", instead(given_back)),
    c("coroutine", "a str needs no waiting", instead(a_str_needs_no_waiting)),
    m("same-object", "a copy is as good as the object", "return smth", "return copy.copy(smth)"),
    m("same-object", "a Response that was awaited is a new one", AWAIT, "return copy.copy(await responsify(await smth))"),
    m("same-object", "a Response is of that very class", "if isinstance(smth, Response):", "if type(smth) is Response:"),
    m("same-object", "a Response is handed on with a mark", "return smth", 'smth.headers["x-responsified"] = "1"; return smth', "58 shared-response-mutated"),
    m("same-object", "a Response is handed on as a success", "return smth", "smth.code = 200; return smth", "58 shared-response-mutated"),
    m("str", "a length counts characters", TEXT, 'return Response(200, {"Content-Length": str(len(smth))}, plain(smth).encode())', "1 cl-counts-chars"),
    m("str", "text is plain text", TEXT, 'return Response(200, {"Content-Type": "text/plain; charset=utf-8"}, plain(smth).encode())'),
    m("str", "text is in latin-1", TEXT, 'return Response(200, (), plain(smth).encode("latin-1", "replace"))'),
    m("str", "latin-1 is said, UTF-8 is sent", TEXT, 'return Response(200, {"Content-Type": "text/html; charset=iso-8859-1"}, plain(smth).encode())'),
    m("str", "UTF-8 starts with a mark", TEXT, 'return Response(200, (), plain(smth).encode("utf-8-sig"))'),
    m("str", "HTML has references for what is not ASCII", TEXT, 'return Response(200, (), plain(smth).encode("ascii", "xmlcharrefreplace"))'),
    m("str", "blanks around a text mean nothing", TEXT, "return Response(200, (), plain(smth).strip().encode())"),
    m("str", "a line ends with LF", TEXT, r'return Response(200, (), plain(smth).replace("\r\n", "\n").encode())'),
    m("str", "markup in a text is escaped", TEXT, 'return Response(200, (), plain(smth).replace("<", "&lt;").encode())'),
    m("str", "empty text is No Content", TEXT, "return Response(200 if smth else 204, (), plain(smth).encode())"),
    m("str-unencodable", "what cannot be encoded is a question mark", TEXT, 'return Response(200, (), plain(smth).encode(errors="replace"))', "44 json-not-json"),
    m("str-unencodable", "what cannot be encoded is dropped", TEXT, 'return Response(200, (), plain(smth).encode(errors="ignore"))', "44 json-not-json"),
    m("str-unencodable", "a surrogate has three octets", TEXT, 'return Response(200, (), plain(smth).encode(errors="surrogatepass"))', "44 json-not-json"),
    m("bytes", "bytes are no text", OCTETS, 'return Response(200, {"Content-Type": "application/octet-stream"}, smth)'),
    m("bytes", "bytes are UTF-8", OCTETS, 'return await responsify(smth.decode(errors="replace"))'),
    m("bytes", "bytes that are no UTF-8 are refused", OCTETS, "return await responsify(smth.decode())"),
    m("bytes", "blanks around content mean nothing", OCTETS, OCTETS.replace("smth)", "smth.strip())")),
    m("bytes-charset", "everything is UTF-8", OCTETS, "return Response(200, (), smth)"),
    m("bytes-charset", "bytes are latin-1", OCTETS, OCTETS.replace("text/html", "text/html; charset=iso-8859-1")),
    m("tuple-code", "the inner code counts", CODE, "pass"),
    m("tuple-code", "the worse code counts", CODE, "response.code = max(code, response.code)"),
    m("tuple-code", "only a 200 is replaced", CODE, "response.code = code if response.code == 200 else response.code"),
    m("tuple-code", "a code is an int and nothing derived from it", "code = status_code(code)", "code = status_code(code if type(code) is int else None)"),
    c("tuple-code", "the phrase is that of the first code", phrase_is_kept),
    m("tuple-headers", "headers of a tuple are added", REPLACE, "response.headers.update(headers)", "17 tuple-extends"),
    m("tuple-headers", "inner headers count", REPLACE, "[response.headers.setdefault(n, v) for n, v in headers.items()]"),
    m("tuple-headers", "the defaults and the tuple's headers are all", OWN_HEADERS, "response.headers = Headers(response.defheaders)"),
    m("tuple-headers", "the tuple's headers are all", REPLACE, 'response.headers = Headers({"content-type": "text/html", "content-length": str(response._size)}); response.headers.replace(headers)'),
    m("tuple-headers", "a tuple has one header", HEADERS, "headers = Headers(pairs[:1])"),
    m("tuple-headers", "an empty value removes a header", REPLACE, 'response.headers.replace(headers); [response.headers.popall(n) for n, v in headers.items() if not v]', "27 truthiness"),
    m("tuple-headers", "a tuple adds Content-Length again", REPLACE, 'response.headers.replace(headers); response.headers.add("Content-Length", str(response._size))', "2 cl-defaults-vs-caller"),
    m("tuple-headers", "a tuple has ten headers at most", HEADERS, "headers = Headers(pairs[:10])"),
    m("tuple-repeats", "a name has one value", HEADERS, "headers = Headers(dict(pairs))", "16 multi-lost-or-folded"),
    m("tuple-repeats", "the last header comes first", HEADERS, "headers = Headers(pairs[::-1])", "24 order-lost"),
    m("tuple-repeats", "one header after the other is set", REPLACE, "[response.headers.__setitem__(n, v) for n, v in headers.items()]", "16 multi-lost-or-folded"),
    m("tuple-repeats", "inner values stay beside the tuple's", REPLACE, "response.headers.update(headers)", "17 tuple-extends"),
    m("tuple-repeats", "inner headers are a dict", OWN_HEADERS, "response.headers = Headers(dict(response.headers))", "23 copy-loses-dups"),
    m("tuple-default", "a tuple's Content-Type is added to the default", REPLACE, "response.headers.update(headers)", "17 tuple-extends"),
    m("tuple-default", "the class knows the Content-Type", REPLACE, 'headers.popall("Content-Type"); response.headers.replace(headers)'),
    m("nested", "the inner code counts in a nested tuple", CODE, "response.code = response.code if isinstance(inner, tuple) else code"),
    m("nested", "inner headers count in a nested tuple", REPLACE, "isinstance(inner, tuple) and [headers.popall(n) for n in response.headers]; response.headers.replace(headers)"),
    m("nested", "a coroutine gives no tuple", AWAIT, "smth = await smth; return await responsify(smth[-1] if isinstance(smth, tuple) else smth)"),
    m("inner-survives", "every response is a Response", INNER, 'response = await responsify(inner); response = Response(response.code, response.headers, b"".join(response.data))'),
    m("inner-survives", "a class is made of code, headers and data", INNER, 'response = await responsify(inner); response = type(response)(response.code, response.headers, b"".join(response.data))'),
    c("inner-survives", "a Response has a code, headers and data", copied(new_of_its_class)),
    c("inner-survives", "what an object has is its __dict__", copied(new_with_its_dict)),
    c("inner-survives", "a copy is deep", copied(copy.deepcopy)),
    m("inner-survives", "a tuple is plain HTTP", INNER, INNER + "; response.communicate = Response(200, (), b'').communicate", "53 communicate-lost"),
    m("inner-survives", "data is given again", INNER, INNER + '; response._chunks = getattr(response, "_chunks", [])[:0]'),
    m("inner-file", "content is bytes", INNER, 'response = await responsify(inner); response = Response(response.code, response.headers, b"".join(response.data))'),
    m("inner-file", "a file has a path", INNER, 'response = await responsify(inner); response = type(response)(response.code, response.path, response.headers) if hasattr(response, "path") else copy.copy(response)'),
    m("inner-unmodified", "the inner response is not used again", INNER, "response = await responsify(inner)", "58 shared-response-mutated"),
    m("inner-unmodified", "copy.copy copies the headers", OWN_HEADERS, "pass", "58 shared-response-mutated"),
    m("inner-changed", "headers are what the class says", OWN_HEADERS, "response.headers = Headers(response.defheaders)"),
    m("inner-changed", "the Content-Type is what the class says", OWN_HEADERS, 'response.headers = Headers(response.headers); response.headers.replace({"Content-Type": dict(response.defheaders)["content-type"]})'),
    m("no-content", "a tuple is not looked at again", FRAMING, "pass", "55 bodiless-cl"),
    m("no-content", "Reset Content has content", ALLOWED, ALLOWED.replace("204, 205, 304", "204, 304"), "56 partial-code-list", "response.py"),
    m("no-content", "there are four interim codes", ALLOWED, "return code not in (100, 101, 102, 103, 204, 205, 304)", "56 partial-code-list", "response.py"),
    m("no-content", "what is not modified has content", ALLOWED, ALLOWED.replace(", 304", ""), "55 bodiless-cl", "response.py"),
    m("no-content", "dropped content has length 0", FRAMING, 'code >= 200 and code not in (204, 205, 304) or (setattr(response, "_chunks", [b""]), response.headers.replace({"Content-Length": "0"}))', "55 bodiless-cl"),
    m("no-content-empty", "what stated no length states one now", 'if states_length(code) and not length_was_stated:', 'if not length_was_stated:', "55 bodiless-cl"),
    m("no-content-empty", "a length never hurts", "if length_was_stated and not states_length(code):", "if False:", "55 bodiless-cl"),
    m("no-content-empty", "there are four interim codes", STATED, "return code not in (100, 101, 102, 103, 204, 304)", "56 partial-code-list", "response.py"),
    m("no-content-empty", "a tuple has content", FRAMING, 'if code in (204, 205, 304) or code < 200: raise ValueError("no content")'),
    m("no-content-empty", "without content there are no headers", REPLACE, "response.headers.replace(headers if states_length(code) else ())", "56 partial-code-list"),
    m("content-again", "the length is that of a new line", 'response.headers.setdefault("Content-Length", "0")', 'response.headers.setdefault("Content-Length", "1")'),
    m("transfer-encoding", "framing is settled inside", FRAMING, "response._size and response.code < 200 and status_code(0)"),
    m("transfer-encoding", "a length beside chunks does no harm", 'if "Transfer-Encoding" in self.headers:', "if False:", "", "response.py"),
    m("code-range", "a tuple may have any number for a code", "code = status_code(code)", "code = int(code) if isinstance(code, int) else status_code(code)"),
    m("code-range", "a code has at most three digits", "code = status_code(code)", "code = int(code) if isinstance(code, int) and 0 <= code < 1000 else status_code(code)"),
    m("not-both-framings", "a length that a tuple gives counts", FRAMING, 'response._check_framing(); response.headers.replace([p for p in headers.items() if p[0] == "content-length"])'),
    m("awaited-once", "a coroutine gives no coroutine", AWAIT, "smth = await smth; return await responsify(str(smth) if inspect.iscoroutine(smth) else smth)"),
    m("awaited-once", "a coroutine can be awaited again", AWAIT, "await smth; return await responsify(await smth)"),
    m("any-awaitable", "only a coroutine is awaited", "if inspect.isawaitable(smth):", "if inspect.iscoroutine(smth):"),
    m("any-awaitable", "a coroutine or a future is awaited", "if inspect.isawaitable(smth):", 'if inspect.iscoroutine(smth) or hasattr(smth, "add_done_callback"):'),
    m("any-awaitable", "an awaitable can be awaited again", AWAIT, "inspect.iscoroutine(smth) or await smth; return await responsify(await smth)"),
    m("any-awaitable", "a future is not shared", AWAIT, "inspect.iscoroutine(smth) or hasattr(smth, 'result') and smth.result(); return await responsify(await smth)"),
    c("exceptions", "an error is a 500", caught(Exception, failed), "52 cancel-confusion"),
    c("exceptions", "any error is a 500", caught(BaseException, failed), "52 cancel-confusion"),
    c("exceptions", "an Abort is a response", caught(Exception, aborted)),
    c("exceptions", "an error is wrapped", caught(Exception, another)),
    c("exceptions", "cancellation is an error", caught(asyncio.CancelledError, another), "52 cancel-confusion"),
    m("exceptions", "a future keeps what is raised", AWAIT, "import asyncio; [smth] = await asyncio.gather(smth, return_exceptions=True); return await responsify(str(smth) if isinstance(smth, Exception) else smth)", "53 communicate-lost"),
    c("cancelled", "a request that was cancelled is answered", caught(asyncio.CancelledError, failed), "52 cancel-confusion"),
    m("cancelled", "what was begun is ended", AWAIT, "import asyncio; return await responsify(await asyncio.shield(smth))", "52 cancel-confusion"),
    m("cancelled", "waiting for a task is waiting for its end", AWAIT, "import asyncio; smth = asyncio.ensure_future(smth); await asyncio.wait([smth]); return await responsify(smth.result())", "52 cancel-confusion"),
    c("interleaved", "one tuple is handled at a time", the_last_tuple_counts),
    m("refused", "None is No Content", REFUSE, 'if smth is None: return Response(204, (), b""); raise TypeError', "27 truthiness"),
    m("refused", "anything has a text", REFUSE, "return Response(200, (), str(smth).encode())"),
    m("refused", "a dict is JSON", REFUSE, 'if isinstance(smth, dict): return Response(200, {"Content-Type": "application/json"}, repr(smth).encode())'),
    m("refused", "an int is a code", REFUSE, 'return Response(smth, (), b"")'),
    m("refused", "a list is a tuple", "if isinstance(smth, tuple):", "if isinstance(smth, (tuple, list)):", "60 shape-and-header-types"),
    m("refused", "a list is its items", REFUSE, 'return Response(200, (), "".join(smth).encode())', "60 shape-and-header-types"),
    m("refused", "what is missing is an attribute", REFUSE, "raise AttributeError(smth)"),
    m("refused", "what is not supported is not implemented", REFUSE, "raise NotImplementedError"),
    m("refused", "whatever is not supported is asserted away", REFUSE, "assert False, smth"),
    m("refused-tuples", "a code is response enough", SPLIT, 'code, *pairs, inner = smth if len(smth) != 1 else (*smth, "")', "60 shape-and-header-types"),
    m("refused-tuples", "an empty tuple is an empty response", SPLIT, 'code, *pairs, inner = smth or (200, "")', "60 shape-and-header-types"),
    m("refused-tuples", "a tuple has a first item", SPLIT, "code, pairs, inner = smth[0], smth[1:-1], smth[-1]", "60 shape-and-header-types"),
    m("refused-tuples", "a status line is a code", "code = status_code(code)", "code = status_code(int(code[:3]) if isinstance(code, str) else code)"),
    m("refused-tuples", "what is no tuple is no header", "if not isinstance(pair, tuple):", "if not isinstance(pair, tuple) and pairs.remove(pair):", "60 shape-and-header-types"),
    m("refused-tuples", "the content may come first", SPLIT, "code, *pairs, inner = smth[::-1] if isinstance(smth[-1], int) and len(smth) == 2 and isinstance(smth[0], str) else smth", "60 shape-and-header-types"),
    m("refused-tuples", "a header that is refused is left out", HEADERS, "headers = Headers(pair for pair in pairs if plain.__globals__['is_token'](pair[0]))"),
    m("nothing-unawaited", "what is not awaited does no harm", "smth.close()", "pass"),
    m("nothing-unawaited", "a tuple holds no coroutine", "elif isinstance(smth, (tuple, list)):", "elif False:"),
    m("nothing-unawaited", "what is refused is of a wrong type", "except (TypeError, ValueError):", "except TypeError:"),
    m("nothing-unawaited", "what is refused has a wrong value", "except (TypeError, ValueError):", "except ValueError:"),
    m("nothing-unawaited", "a coroutine comes last", "for item in smth:", "for item in smth[-1:]:"),
    m("nothing-unawaited", "a coroutine does not come first", "for item in smth:", "for item in smth[1:]:"),
    m("nothing-unawaited", "a tuple in a tuple holds no coroutine", "close(item)", "isinstance(item, tuple) or close(item)"),
    m("subclasses", "a str is of the type str", "if isinstance(smth, str):", "if type(smth) is str:"),
    m("subclasses", "bytes are of the type bytes", "if isinstance(smth, bytes):", "if type(smth) is bytes:"),
    m("subclasses", "a text is what str() makes of it", "plain(smth).encode()", "str(smth).encode()"),
    m("apart", "one response is enough for a text", TEXT, "return vars(responsify).setdefault(smth, Response(200, (), plain(smth).encode()))", "58 shared-response-mutated"),
    m("apart", "one response is enough for octets", OCTETS, "return vars(responsify).setdefault(repr(smth), " + OCTETS.removeprefix("return ") + ")", "58 shared-response-mutated"),
    m("apart", "nothing needs one response only", TEXT, "return Response(200, (), plain(smth).encode()) if smth else vars(responsify).setdefault('', Response(200, (), b''))", "58 shared-response-mutated"),
    m("refused", "a function is there to be called", "    close(smth)\n    # clause: responsify.refused", "    if inspect.isfunction(smth): return await responsify(smth())\n    close(smth)\n    # clause: responsify.refused"),
    m("refused", "a generator gives parts", "    close(smth)\n    # clause: responsify.refused", "    if inspect.isgenerator(smth): return await responsify(''.join(smth))\n    close(smth)\n    # clause: responsify.refused"),
    m("refused", "an asynchronous generator gives parts", "    close(smth)\n    # clause: responsify.refused", "    if inspect.isasyncgen(smth): return await responsify('a')\n    close(smth)\n    # clause: responsify.refused"),
    m("refused", "a file is there to be read", "    close(smth)\n    # clause: responsify.refused", "    if hasattr(smth, 'read'): return await responsify(smth.read())\n    close(smth)\n    # clause: responsify.refused"),
    m("refused", "a path is a file", "    close(smth)\n    # clause: responsify.refused", "    if hasattr(smth, '__fspath__'): return Response(200, (), b'')\n    close(smth)\n    # clause: responsify.refused"),
    m("refused-tuples", "an exception is there to be raised", "    close(smth)\n    # clause: responsify.refused", "    if isinstance(smth, BaseException): raise smth\n    close(smth)\n    # clause: responsify.refused"),
    m("tuple-type", "an error is plain text", CODE, CODE + "\n    if code >= 400: response.headers = Headers({**dict(response.headers.items()), 'content-type': 'text/plain'})"),
    m("tuple-type", "a text in a tuple has no charset", CODE, CODE + "\n    if isinstance(inner, str): response.headers = Headers({**dict(response.headers.items()), 'content-type': 'text/html'})"),
    m("tuple-type", "octets among headers are UTF-8", CODE, CODE + "\n    if isinstance(inner, bytes) and pairs: response.headers = Headers({**dict(response.headers.items()), 'content-type': 'text/html; charset=utf-8'})"),
    m("tuple-each-name", "a cookie is added to the others", REPLACE, "headers.replace([('set-cookie', v) for v in response.headers.getall('set-cookie') + headers.getall('set-cookie')]); " + REPLACE, "17 tuple-extends"),
    m("tuple-each-name", "what varies is added up", REPLACE, "headers.replace([('vary', v) for v in response.headers.getall('vary') + headers.getall('vary')]); " + REPLACE, "17 tuple-extends"),
    m("tuple-each-name", "an empty value removes a field", REPLACE, REPLACE + "\n    for name in list(response.headers):\n        if response.headers[name] == '': del response.headers[name]", "27 truthiness"),
    m("tuple-length", "a length is added to the one there is", REPLACE, "lengths = response.headers.getall('content-length') + headers.getall('content-length'); " + REPLACE + "; response.headers.replace([('content-length', v) for v in lengths])", "17 tuple-extends"),
    m("tuple-length", "the length is known already", REPLACE, "lengths = response.headers.getall('content-length'); " + REPLACE + "; response.headers.replace([('content-length', v) for v in lengths])"),
    m("nested", "nobody nests so deep", SPLIT, SPLIT + "\n        if 416 <= code <= 417: raise ValueError"),
    m("inner-attributes", "what begins with _ is private", INNER, INNER + "\n    for name in [n for n in vars(response) if n.startswith('_') and n not in ('_chunks', '_size')]: del vars(response)[name]"),
    m("inner-attributes", "a value that is nothing needs no copy", INNER, INNER + "\n    for name in [n for n, value in vars(response).items() if value is None]: del vars(response)[name]", "27 truthiness"),
    m("inner-attributes", "a Response has nothing but its own", INNER, "inner = await responsify(inner)\n    response = Response(200, inner.headers, inner._chunks[0]) if type(inner) is Response else copy.copy(inner)"),
    m("inner-data", "a length is reckoned from the data", INNER, INNER + "; sum(map(len, response.data))", "31 chunk-boundary"),
    m("inner-data", "data is a list", INNER, INNER + "; vars(response)['_chunks'] = vars(response).get('_chunks') and list(response.data)", "31 chunk-boundary"),
    m("no-content-headers", "what describes content goes with it", REPLACE, "[response.headers.popall(n) for n in ('etag', 'last-modified') if code in (204, 304)]; " + REPLACE, "56 partial-code-list"),
    m("no-content-headers", "what has no content has no headers", REPLACE, "response.headers = response.headers if states_length(code) else Headers(); " + REPLACE, "56 partial-code-list"),
    m("no-content-headers", "an interim response sets no cookie", REPLACE, REPLACE + "; code < 200 and response.headers.popall('set-cookie')", "56 partial-code-list"),
    m("transfer-encoding", "a file has a length in any case", FRAMING, "if not hasattr(response, 'path'): " + FRAMING),
    m("exceptions", "a TypeError says that it is not awaitable", AWAIT, "try: got = await smth\n        except TypeError as error: raise TypeError(str(error))\n        return await responsify(got)"),
    m("exceptions", "what takes too long is a response", AWAIT, "import asyncio\n        try: got = await smth\n        except asyncio.TimeoutError: got = (504, '')\n        return await responsify(got)"),
    m("exceptions", "a file that is missing is not found", AWAIT, "try: got = await smth\n        except FileNotFoundError: got = (404, '')\n        return await responsify(got)"),
    m("exceptions", "an error has a cause", AWAIT, "try: got = await smth\n        except Exception as error: raise error from RuntimeError('in a handler')\n        return await responsify(got)"),
    m("exceptions", "an Abort without a description gets one", AWAIT, "try: got = await smth\n        except Exception as error:\n            if not getattr(error, 'description', 'a'): error.description = error.name\n            raise\n        return await responsify(got)"),
    m("nothing-unawaited", "one coroutine is all that a tuple holds", "            close(item)", "            close(item)\n            if inspect.iscoroutine(item): break"),
    m("any-awaitable", "only what is returned first may be a Future", AWAIT, "got = await smth\n        if inspect.isawaitable(got) and not inspect.iscoroutine(got): raise TypeError\n        return await responsify(got)"),
    m("same-object", "a response that is false is none", "if isinstance(smth, Response):", "if isinstance(smth, Response) and smth:", "27 truthiness"),
    m("str", "a text that starts with a brace is JSON", TEXT, 'return Response(200, {"Content-Type": "application/json"} if smth[:1] == "{" else (), plain(smth).encode())'),
    m("bytes", "an image is of its own type", OCTETS, OCTETS.replace('"text/html"', '"image/png" if smth.startswith(b"\\x89PNG") else "text/html"')),
    m("bytes-charset", "a byte order mark tells the charset", OCTETS, OCTETS.replace('"text/html"', '"text/html; charset=utf-16" if smth[:2] in (b"\\xfe\\xff", b"\\xff\\xfe") else "text/html"')),
    asked("a returned Abort is a response", "if isinstance(smth, Exception) and hasattr(smth, 'headers'): return Response(smth.code, smth.headers, smth.description.encode())"),
    asked("an object has a form in HTML", "if hasattr(smth, '__html__'): return await responsify(smth.__html__())"),
    asked("what stands for a str is one", "if isinstance(getattr(smth, 'data', None), str): return await responsify(smth.data)"),
    asked("a status is a response", "if hasattr(smth, 'phrase'): return Response(smth, (), b'')"),
    asked("a class is there to be instantiated", "if isinstance(smth, type) and issubclass(smth, Response): return smth(200, (), b'')"),
    asked("headers are a response", "if isinstance(smth, Headers): return Response(200, smth, b'')"),
    m("any-awaitable", "a coroutine has __await__", "if inspect.isawaitable(smth):", 'if hasattr(type(smth), "__await__"):'),
    m("any-awaitable", "a Future gives a text", AWAIT, "got = await smth\n        if not inspect.iscoroutine(smth) and not isinstance(got, (str, bytes)): raise TypeError\n        return await responsify(got)"),
    m("any-awaitable", "what a Future gives is there", AWAIT, "got = await smth\n        if not inspect.iscoroutine(smth) and inspect.isawaitable(got): close(got); raise TypeError\n        return await responsify(got)"),
    m("exceptions", "the error of a Future is another's", AWAIT, "try: got = await smth\n        except Exception as error:\n            if inspect.iscoroutine(smth): raise\n            raise RuntimeError('in a future') from error\n        return await responsify(got)"),
    m("exceptions", "the Abort of a Future is its result", AWAIT, "try: got = await smth\n        except Exception as error:\n            if inspect.iscoroutine(smth) or not hasattr(error, 'description'): raise\n            return Response(error.code, error.headers, error.description.encode())\n        return await responsify(got)"),
    m("cancelled", "a tuple within a tuple ends in its own way", INNER, "import asyncio\n    try: response = copy.copy(await responsify(inner))\n    except asyncio.CancelledError as error: raise RuntimeError('cancelled') if isinstance(inner, tuple) else error", "52 cancel-confusion"),
    m("cancelled-future", "what was cancelled is unavailable", AWAIT, "if hasattr(smth, 'cancelled') and smth.cancelled(): return Response(503, (), b'')\n        " + AWAIT, "52 cancel-confusion"),
    m("cancelled-future", "a Task that ends without a result has none", AWAIT, "import asyncio\n        try: got = await smth\n        except asyncio.CancelledError:\n            if not asyncio.isfuture(smth) or not smth.cancelled(): raise\n            got = (204, '')\n        return await responsify(got)", "52 cancel-confusion"),
    m("cancelled-future", "who cancels has no time", AWAIT, "import asyncio\n        try: got = await smth\n        except asyncio.CancelledError:\n            if asyncio.isfuture(smth): raise asyncio.TimeoutError from None\n            raise\n        return await responsify(got)", "52 cancel-confusion"),
    m("inner-attributes", "a file is made of its path", INNER, INNER + "\n    if type(response).__name__ == 'FileResponse':\n        made = type(response)(response.code, response.path, (), response.bufsize)\n        made.headers = response.headers; response = made"),
    m("inner-attributes", "a file is a FileResponse", INNER, INNER + "\n    if hasattr(response, 'path'):\n        from .response import FileResponse; response.__class__ = FileResponse"),
    m("inner-file", "an error is not saved", REPLACE, "code >= 400 and hasattr(response, 'path') and response.headers.popall('Content-Disposition'); " + REPLACE),
    m("inner-unmodified", "a file needs no copy", INNER, "response = await responsify(inner)\n    response = response if hasattr(response, 'path') else copy.copy(response)", "58 shared-response-mutated"),
    m("inner-unmodified", "what is derived from Response is nobody else's", INNER, "response = await responsify(inner)\n    response = copy.copy(response) if type(response) is Response else response", "58 shared-response-mutated"),
    m("inner-unmodified", "what was awaited is nobody else's", INNER, "response = await responsify(inner)\n    response = copy.copy(response) if isinstance(inner, Response) else response", "58 shared-response-mutated"),
    m("inner-unmodified", "a copy of a dict is enough", OWN_HEADERS, "old, response.headers = response.headers, Headers(); response.headers._values = dict(old._values)", "21 aliasing"),
    m("inner-changed", "every response has a type", FRAMING, "response.headers.setdefault('Content-Type', 'text/html; charset=utf-8'); " + FRAMING),
    m("no-content-empty", "a file has content", CODE, CODE + "\n    if hasattr(response, 'path') and code in (204, 205, 304): raise ValueError('a file')"),
    m("tuple-each-name", "a Location sends elsewhere", REPLACE, REPLACE + "\n    if 'Location' in headers and code == 200: response.code = 302"),
    m("tuple-each-name", "encoded content has an unknown length", REPLACE, "'Content-Encoding' in headers and response.headers.popall('Content-Length'); " + REPLACE),
]  # fmt: skip
