"""Wrong beliefs about what it means that a response is sent."""

# ruff: noqa: E501 (a table: one mutant a line)
from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from typing import Any

from . import Mutant

FILE = "send.py"
CONTENT = 'content = response.description.encode() if allows_content(response.code) else b""'
MADE = "response = Response(response.code, response.headers, content)"
HEAD = "writer.write(head(response))"
BODY = 'if method != "HEAD" and allows_content(response.code):'
WRITE = "await write_content(response, writer)"
FINAL = "if response.code >= 200 or response.code == 101:"
COMMUNICATE = "await response.communicate(reader, writer)"
STATUS = 'lines = [f"HTTP/1.1 {response.code:03d} {response.description}"]'
FIELDS = 'lines += [f"{name}: {value}" for name, value in response.headers.items()]'
ENCODED = 'return "\\r\\n".join([*lines, "", ""]).encode("latin-1")'
CODING = 'chunked = response.headers.get("Transfer-Encoding", "").lower() == "chunked"'
CHUNKS = "chunks = iter(response.data)"
CHUNK = 'writer.write(b"%x\\r\\n%b\\r\\n" % (len(chunk), chunk) if chunked else chunk)'
LAST = 'writer.write(b"0\\r\\n\\r\\n")'
DRAIN = "    await writer.drain()\n    # clause: send.interim"
FINALLY = "    finally:\n        if hasattr"


class Writer:
    """A writer that does one thing otherwise."""

    def __init__(self, writer: Any) -> None:
        self._writer = writer

    def __getattr__(self, name: str) -> Any:
        return getattr(self._writer, name)


class NeverDrained(Writer):
    async def drain(self) -> None:
        pass


class DrainedToItsEnd(Writer):
    async def drain(self) -> None:
        await asyncio.shield(self._writer.drain())


class Forgiving(Writer):
    """An error of the writer is none."""

    errors: type[BaseException] = ConnectionError

    async def drain(self) -> None:
        with suppress(self.errors):
            await self._writer.drain()


class Uncancelled(Forgiving):
    errors = asyncio.CancelledError


class Careless(Forgiving):
    errors = Exception


def written_to(kind: type[Writer]) -> Any:
    """Writes and drains another way; communicate has the writer itself."""

    def change(package: Any) -> None:
        send = package.send

        async def other(response: Any, reader: Any, writer: Any, method: str = "GET") -> None:
            if isinstance(response, package.Abort):
                await send(response, reader, kind(writer), method)
                return
            communicate = response.communicate
            response.communicate = lambda reader, wrapped: communicate(reader, writer)
            await send(response, reader, kind(writer), method)

        package.send = other

    return change


def sent(how: str) -> Any:
    """Does something around what send does."""

    def change(package: Any) -> None:
        send = package.send

        async def other(response: Any, reader: Any, writer: Any, method: str = "GET") -> None:
            try:
                await send(response, reader, writer, method)
            except ConnectionError:
                if how != "a client that left":
                    raise
            except asyncio.CancelledError:
                if how == "cancellation is a timeout":
                    raise TimeoutError from None
                if how != "a cancelled client":
                    raise
            except Exception as error:
                if how == "errors are logged":
                    return
                if how == "errors are wrapped":
                    raise RuntimeError from error
                if how == "errors close":
                    writer.close()
                if how == "errors are sent":
                    await send(package.Abort(500, "error"), reader, writer, method)
                raise
            finally:
                if how == "communicates anyway" and not isinstance(response, package.Abort):
                    await response.communicate(reader, writer)
                if how == "interim once more" and response.code >= 200:
                    writer.write(b"")
                    await writer.drain()

        package.send = other

    return change


def line_by_line(package: Any) -> None:
    """A head is written as it is made."""
    module: Any = sys.modules[package.send.__module__]
    send, head = package.send, module.head

    async def other(response: Any, reader: Any, writer: Any, method: str = "GET") -> None:
        if not isinstance(response, package.Abort):
            writer.write(f"HTTP/1.1 {response.code} ".encode("latin-1"))
            module.head = lambda r: head(r)[13:]
        try:
            await send(response, reader, writer, method)
        finally:
            module.head = head

    package.send = other


def kept_open(package: Any) -> None:
    """An iterator is closed when nobody needs it."""
    module: Any = sys.modules[package.send.__module__]

    async def write_content(response: Any, writer: Any) -> None:
        response._left = iter(response.data)
        for chunk in response._left:
            writer.write(chunk)
            await writer.drain()

    module.write_content = write_content


def aborts_forgiven(errors: type[BaseException]) -> Any:
    """An error of the writer is none while an Abort is sent."""

    def change(package: Any) -> None:
        send = package.send

        async def other(response: Any, reader: Any, writer: Any, method: str = "GET") -> None:
            with suppress(*[errors] if isinstance(response, package.Abort) else []):
                await send(response, reader, writer, method)

        package.send = other

    return change


def aborts_as_made(later: bool) -> Any:
    """The headers that an Abort was made with are sent, `later` ones perhaps besides."""

    def change(package: Any) -> None:
        send, make = package.send, package.Abort.__init__

        def init(self: Any, *args: Any, **kwargs: Any) -> None:
            make(self, *args, **kwargs)
            self._made = package.Headers(self.headers)

        async def other(response: Any, reader: Any, writer: Any, method: str = "GET") -> None:
            if isinstance(response, package.Abort):
                headers = package.Headers(response._made)
                headers.replace(response.headers if later else ())
                response = package.Abort(response.code, response.description, headers)
            await send(response, reader, writer, method)

        package.send, package.Abort.__init__ = other, init

    return change


def m(clause: str, belief: str, old: str, new: str, museum: str = "") -> Mutant:
    return Mutant(f"send.{clause}", belief, FILE, old, new, museum=museum)


def c(clause: str, belief: str, change: Any, museum: str = "") -> Mutant:
    return Mutant(f"send.{clause}", belief, change=change, museum=museum)


def code_as_text(package: Any) -> None:
    """A code stays what it was given as, and is written as its text."""
    module: Any = sys.modules[package.send.__module__]
    head, construct = module.head, package.Response._set_head

    def set_head(self: Any, code: Any, headers: Any) -> None:
        construct(self, code, headers)
        self.code = code

    def other(response: Any) -> Any:
        _, _, rest = head(response).partition(b" ")
        return b"HTTP/1.1 " + str(response.code).encode() + rest[3:]

    package.Response._set_head = set_head
    module.head = other


MUTANTS = [
    m("message", "the version is 1.0", STATUS, STATUS.replace("1.1", "1.0")),
    m("message", "without a reason the line ends with the code", STATUS, STATUS.replace('}"]', '}".strip()]')),
    m("message", "only GET is answered with content", 'method != "HEAD"', 'method == "GET"'),
    m("message-overridden", "the reason is that of the code", STATUS, 'import http.client; lines = [f"HTTP/1.1 {response.code:03d} {http.client.responses.get(response.code, str())}"]'),
    m("message-overridden", "text is UTF-8", ENCODED, ENCODED.replace("latin-1", "utf-8")),
    m("message-overridden", "text is ASCII", ENCODED, ENCODED.replace('"latin-1"', '"ascii", "replace"')),
    m("message", "a name has one line", FIELDS, FIELDS.replace("response.headers.items()", "dict(response.headers.items()).items()"), "16 multi-lost-or-folded"),
    m("message", "fields are sorted", FIELDS, FIELDS.replace("response.headers.items()", "sorted(response.headers.items())"), "24 order-lost"),
    m("message", "an empty value needs no line", FIELDS, FIELDS.replace("items()]", "items() if value]"), "27 truthiness"),
    m("message", "LF ends a line", ENCODED, ENCODED.replace(r"\r\n", r"\n")),
    m("message", "the head ends with its last line", ENCODED, ENCODED.replace(', "", ""', ', ""')),
    m("message-overridden", "the first chunk is the content", CHUNKS, "chunks = iter(list(response.data)[:1])", "31 chunk-boundary"),
    m("message-overridden", "data is looked at twice", CHUNKS, "list(response.data); chunks = iter(response.data)"),
    m("message", "the content ends with an empty chunk", "if chunk:", "if chunk or chunks.close():"),
    m("message-overridden", "content is a Response's own", CHUNKS, 'chunks = iter(getattr(response, "_chunks", None) or response.data)'),
    m("message", "every response says who sends it", FIELDS, FIELDS.replace("lines +=", 'lines += ["server: a"] +')),
    c("order", "there is nothing to wait for", written_to(NeverDrained)),
    m("order", "communicate comes first", HEAD, HEAD + "; " + COMMUNICATE),
    m("order", "communicate is called to begin and to end", COMMUNICATE, COMMUNICATE + "; " + COMMUNICATE),
    m("order", "only another protocol communicates", FINAL, "if response.code == 101:", "53 communicate-lost"),
    m("order", "another protocol is not final", FINAL, "if response.code >= 200:", "53 communicate-lost"),
    m("order", "an error does not communicate", FINAL, "if response.code < 400:", "53 communicate-lost"),
    m("order", "what has no content does not communicate", FINAL, "if allows_content(response.code) or response.code == 101:", "53 communicate-lost"),
    m("order", "a HEAD does not communicate", FINAL, 'if (response.code >= 200 or response.code == 101) and method != "HEAD":', "53 communicate-lost"),
    m("order", "communicate is a matter for later", COMMUNICATE, 'import asyncio; asyncio.ensure_future(response.communicate(reader, writer))', "53 communicate-lost"),
    m("interim", "every response communicates", FINAL, "if True:"),
    m("interim", "101 is the first that communicates", FINAL, "if response.code > 100:"),
    m("interim", "there are three interim codes", FINAL, "if response.code not in (100, 102, 103):", "56 partial-code-list"),
    m("arguments", "the writer comes first", COMMUNICATE, "await response.communicate(writer, reader)"),
    m("arguments", "the request was read", COMMUNICATE, "await response.communicate(None, writer)"),
    m("arguments", "communicate needs streams of its own", COMMUNICATE, "import copy; await response.communicate(reader, copy.copy(writer))"),
    m("arguments", "the parameters have names", COMMUNICATE, "await response.communicate(r=reader, w=writer)"),
    m("head-request", "HEAD is a GET", BODY, "if allows_content(response.code):"),
    m("head-request", "methods are in lower case", BODY, BODY.replace("HEAD", "head")),
    m("head-request", "HEAD ends with the final chunk", BODY, BODY.replace('method != "HEAD"', '(method != "HEAD" or "transfer-encoding" in response.headers and writer.write(b"0\\r\\n\\r\\n"))')),
    m("head-request", "the answer to HEAD has no length", HEAD, 'method != "HEAD" or response.headers.popall("content-length"); ' + HEAD),
    m("no-content", "the code does not matter", BODY, 'if method != "HEAD":', "55 bodiless-cl"),
    m("no-content", "what is not modified has content", BODY, BODY.replace("allows_content(response.code)", "(allows_content(response.code) or response.code == 304)"), "55 bodiless-cl"),
    m("no-content", "there are four interim codes", BODY, BODY.replace("allows_content(response.code)", "response.code not in (100, 101, 102, 103, 204, 205, 304)"), "56 partial-code-list"),
    m("no-content", "a head is followed by an empty line", BODY, BODY.replace("allows_content(response.code)", "(allows_content(response.code) or writer.write(b'\\r\\n'))")),
    m("chunked", "chunks need no framing", CHUNK, "writer.write(chunk)"),
    m("chunked", "a size is decimal", CHUNK, CHUNK.replace("%x", "%d")),
    m("chunked", "a size counts the line end", CHUNK, CHUNK.replace("len(chunk)", "len(chunk) + 2")),
    m("chunked", "an empty chunk does no harm", "if chunk:", "if True:", "31 chunk-boundary"),
    m("chunked", "the last chunk of data is final", LAST, "pass", "31 chunk-boundary"),
    m("chunked", "one final chunk is not enough", LAST, LAST.replace("\\r\\n\\r\\n", "\\r\\n\\r\\n0\\r\\n\\r\\n")),
    m("chunked", "a final chunk is a line", LAST, LAST.replace("\\r\\n\\r\\n", "\\r\\n")),
    m("chunked", "a coding is in lower case", CODING, CODING.replace(".lower()", "")),
    m("chunked", "data is one chunk", CHUNKS, "chunks = iter(list(response.data)[:1])", "31 chunk-boundary"),
    m("abort", "a description is latin-1", CONTENT, CONTENT.replace("encode()", 'encode("latin-1", "replace")')),
    m("abort", "without a description the name is one", CONTENT, CONTENT.replace("response.description.encode()", "(response.description or response.name).encode()")),
    m("abort", "a description is HTML", CONTENT, CONTENT.replace("encode()", 'replace("<", "&lt;").encode()')),
    m("abort", "an Abort is a 500", MADE, "response = Response(500, response.headers, content)"),
    m("abort", "an Abort has no headers", MADE, "response = Response(response.code, (), content)"),
    m("abort", "an Abort is plain text", MADE, MADE + '; response.headers["Content-Type"] = "text/plain"'),
    m("abort", "an Abort has one value to a name", MADE, MADE.replace("response.headers,", "dict(response.headers),"), "16 multi-lost-or-folded"),
    m("abort", "an Abort answers a GET", MADE, MADE + '; method = "GET"'),
    m("abort-no-content", "a description is content", CONTENT, "content = response.description.encode()", "55 bodiless-cl"),
    m("abort-no-content", "Reset Content has content", CONTENT, CONTENT.replace("allows_content(response.code)", "allows_content(response.code) or response.code == 205"), "56 partial-code-list"),
    m("abort-unencodable", "what cannot be encoded is a question mark", CONTENT, CONTENT.replace("encode()", 'encode(errors="replace")'), "44 json-not-json"),
    m("abort-unencodable", "the version can go first", CONTENT, 'content = [writer.write(b"HTTP"), response.description.encode()][1] if allows_content(response.code) else b""', "44 json-not-json"),
    m("abort-unencodable", "a surrogate has three octets", CONTENT, CONTENT.replace("encode()", 'encode(errors="surrogatepass")'), "44 json-not-json"),
    c("error-comes-out", "a client that left is no error", sent("a client that left"), "52 cancel-confusion"),
    c("error-comes-out", "a writer's error is not the sender's", written_to(Careless), "52 cancel-confusion"),
    c("error-comes-out", "errors are logged", sent("errors are logged"), "53 communicate-lost"),
    c("error-comes-out", "errors are wrapped", sent("errors are wrapped")),
    c("error-comes-out", "communicate is called whatever happens", sent("communicates anyway"), "53 communicate-lost"),
    c("error-comes-out", "cancellation is a timeout", sent("cancellation is a timeout"), "52 cancel-confusion"),
    c("data-error-comes-out", "errors are logged", sent("errors are logged"), "53 communicate-lost"),
    c("data-error-comes-out", "an error is sent after what was sent", sent("errors are sent")),
    m("data-error-comes-out", "chunks end with a final one whatever happens", "chunks.close()", 'writer.write(b"0\\r\\n\\r\\n")'),
    c("cancelled", "whoever cancels has gone", sent("a cancelled client"), "52 cancel-confusion"),
    c("cancelled", "a drain is not cancelled", written_to(Uncancelled), "52 cancel-confusion"),
    c("cancelled", "cancellation is a timeout", sent("cancellation is a timeout"), "52 cancel-confusion"),
    m("communicate-cancelled", "communicate goes on to its end", COMMUNICATE, "import asyncio; await asyncio.shield(response.communicate(reader, writer))", "52 cancel-confusion"),
    c("communicate-cancelled", "whoever cancels has gone", sent("a cancelled client"), "52 cancel-confusion"),
    m("communicate-cancelled", "communicate is a matter for later", COMMUNICATE, "import asyncio; asyncio.ensure_future(response.communicate(reader, writer))", "53 communicate-lost"),
    c("communicate-error-comes-out", "errors are logged", sent("errors are logged"), "53 communicate-lost"),
    c("communicate-error-comes-out", "a cancelled client is no error", sent("a cancelled client"), "52 cancel-confusion"),
    m("communicate-error-comes-out", "gather waits", COMMUNICATE, "import asyncio; await asyncio.gather(response.communicate(reader, writer), return_exceptions=True)", "53 communicate-lost"),
    m("communicate-error-comes-out", "communicate is a matter for later", COMMUNICATE, "import asyncio; asyncio.ensure_future(response.communicate(reader, writer))", "53 communicate-lost"),
    m("communicate-to-its-end", "communicate is a matter for later", COMMUNICATE, "import asyncio; asyncio.ensure_future(response.communicate(reader, writer))", "53 communicate-lost"),
    m("communicate-to-its-end", "communicate has a turn", COMMUNICATE, "import asyncio; asyncio.ensure_future(response.communicate(reader, writer)); await asyncio.sleep(0)", "53 communicate-lost"),
    m("communicate-to-its-end", "communicate is quick", COMMUNICATE, "import asyncio; await asyncio.wait([asyncio.ensure_future(response.communicate(reader, writer))], timeout=0)", "53 communicate-lost"),
    m("stays-open", "a response ends the connection", COMMUNICATE, COMMUNICATE + "; writer.close()"),
    m("stays-open", "a response ends what is written", COMMUNICATE, COMMUNICATE + "; writer.can_write_eof() and writer.write_eof()"),
    m("stays-open", "close closes", COMMUNICATE, COMMUNICATE + '; response.headers.get("connection") != "close" or writer.close()'),
    c("stays-open", "an error ends the connection", sent("errors close")),
    c("file-closed", "an iterator is closed when nobody needs it", kept_open, "38 opens-too-early"),
    m("file-closed", "HEAD opens the file to see that it is there", HEAD, HEAD + "; response._seen = iter(response.data); next(response._seen, None)", "38 opens-too-early"),
    c("nothing-half", "a head is written as it is made", line_by_line),
    m("nothing-half", "the version can go first", HEAD, "writer.write(b'HTTP/1.1 '); writer.write(head(response)[9:])"),
    m("streams", "a response is followed by an empty line", COMMUNICATE, COMMUNICATE + "; writer.write(b'\\r\\n')"),
    m("streams", "a response ends the connection", COMMUNICATE, COMMUNICATE + "; writer.close()"),
    m("upgrade", "another protocol is not final", FINAL, "if response.code >= 200:", "53 communicate-lost"),
    m("upgrade", "communicate is a matter for later", COMMUNICATE, "import asyncio; asyncio.ensure_future(response.communicate(reader, writer))", "53 communicate-lost"),
    m("upgrade", "another protocol needs no head", HEAD, "response.code == 101 or writer.write(head(response))"),
    m("error-comes-out", "a client that left at the end missed nothing", "    await writer.drain()\n    # clause: send.interim", "    try: await writer.drain()\n    except ConnectionError: return\n    # clause: send.interim", "52 cancel-confusion"),
    m("write-error-comes-out", "a writer that is closed has said so", HEAD, "octets = head(response)\n    try: writer.write(octets)\n    except RuntimeError: return", "52 cancel-confusion"),
    m("write-error-comes-out", "a write that fails ends the content", CHUNK, f"try: {CHUNK}\n                except OSError: break", "52 cancel-confusion"),
    m("data-error-comes-out", "a file that is gone has ended", WRITE, f"try: {WRITE}\n        except FileNotFoundError: pass", "53 communicate-lost"),
    m("communicate-error-comes-out", "the end of the input is no error", COMMUNICATE, f"try: {COMMUNICATE}\n        except EOFError: pass", "53 communicate-lost"),
    m("stays-open-after-errors", "an error of communicate closes", COMMUNICATE, f"try: {COMMUNICATE}\n        except BaseException: writer.close(); raise"),
    m("stays-open-after-errors", "an error of the data closes", WRITE, f"try: {WRITE}\n        except Exception: writer.close(); raise"),
    m("stays-open-after-errors", "a server's error closes", COMMUNICATE, COMMUNICATE + "\n        if response.code >= 500: writer.close()"),
    m("order", "what was framed was drained", "    await writer.drain()\n    # clause: send.interim", "    if 'transfer-encoding' not in response.headers: await writer.drain()\n    # clause: send.interim"),
    c("code-kinds", "a code is its own text", code_as_text),
    m("message", "content is one segment", "            if chunk:\n", "            chunk = chunk[:65536]\n            if chunk:\n", "31 chunk-boundary"),
    m("message", "a head has a hundred lines", FIELDS, FIELDS.replace("response.headers.items()", "response.headers.items()[:100]")),
    m("again", "data is used up", WRITE, WRITE + "; isinstance(response.data, list) and response.data.clear()", "58 shared-response-mutated"),
    m("again", "a response is sent once", HEAD, "if vars(response).setdefault('_sent', False): return\n    response._sent = True; " + HEAD),
    m("again", "the coding is the writer's", WRITE, WRITE + "; response.headers.popall('transfer-encoding')", "58 shared-response-mutated"),
    m("interleaved", "there is one response at a time", HEAD, "vars(send)['now'] = response; await writer.drain(); response = vars(send)['now']; " + HEAD),
    m("half-closed", "who has ended is gone", HEAD, "if hasattr(reader, 'at_eof') and reader.at_eof(): return\n    " + HEAD),
    m("abort-subclass", "an Abort is of the type Abort", "if isinstance(response, Abort):", "if type(response) is Abort:"),
    m("abort-chunked", "a description has a length", MADE, MADE + '; response.headers["Content-Length"] = str(len(content))'),
    m("abort-chunked", "a description needs no framing", MADE, MADE + '\n        if "transfer-encoding" in response.headers: writer.write(head(response) + content); await writer.drain(); return'),
    m("file-closed", "who is cancelled needs nothing closed", "    finally:\n        if hasattr", "    except BaseException as error:\n        vars(response)['_left'] = chunks\n        if not isinstance(error, Exception): chunks = None\n        raise\n    finally:\n        if hasattr"),
    m("message", "the methods are those of a list", BODY, BODY.replace('method != "HEAD"', 'method in ("GET", "POST", "PUT", "DELETE", "OPTIONS")')),
    m("message-overridden", "what a file gives is in the file", CHUNKS, "from .response import FileResponse\n    chunks = FileResponse.data.fget(response) if isinstance(response, FileResponse) else iter(response.data)"),
    m("chunked", "a chunk has 65,535 octets at most", "            if chunk:\n", "            chunk = chunk[:65535] if chunked else chunk\n            if chunk:\n", "31 chunk-boundary"),
    m("again", "a head is made once", HEAD, 'writer.write(vars(response).setdefault("_head", head(response)))', "58 shared-response-mutated"),
    m("again", "an Abort becomes a response once", MADE, 'response = vars(response).setdefault("_sent", Response(response.code, response.headers, content))', "58 shared-response-mutated"),
    m("again", "a file is used up", CHUNKS, 'chunks = iter(() if hasattr(response, "path") and vars(response).get("_sent") else response.data); response._sent = True'),
    m("again", "a file is offered once", HEAD, HEAD + '; response.headers.popall("Content-Disposition")', "58 shared-response-mutated"),
    m("abort", "an Abort's own length is sent besides", MADE, f'lengths = response.headers.getall("Content-Length"); {MADE}; response.headers.replace([("Content-Length", n) for n in [str(len(content)), *lengths] if lengths])', "2 cl-defaults-vs-caller"),
    m("abort", "a description is short", CONTENT, CONTENT.replace("response.description.encode()", "response.description[:4000].encode()")),
    c("abort-changed", "an Abort is sent as it was made", aborts_as_made(later=False)),
    c("abort-changed", "headers are only ever added to an Abort", aborts_as_made(later=True)),
    m("abort-no-content", "an Abort always has a length", MADE, MADE + '; "Transfer-Encoding" in response.headers or response.headers.setdefault("Content-Length", str(len(content)))', "55 bodiless-cl"),
    m("abort-no-content", "no content is a final chunk", MADE, MADE + '\n        if not content and "Transfer-Encoding" in response.headers: writer.write(head(response) + b"0\\r\\n\\r\\n"); await writer.drain(); return', "55 bodiless-cl"),
    m("abort-no-content", "an Abort is final", MADE, MADE.replace("(response.code,", "(response.code if response.code >= 200 else 500,"), "56 partial-code-list"),
    m("abort-no-content", "without content there is nothing to wait for", MADE, MADE + "\n        if not allows_content(response.code): writer.write(head(response)); return"),
    c("error-comes-out", "whoever is sent an Abort may leave", aborts_forgiven(ConnectionError), "52 cancel-confusion"),
    c("write-error-comes-out", "an Abort is sent as far as it goes", aborts_forgiven(Exception), "52 cancel-confusion"),
    m("error-comes-out", "who asks for a head may leave", DRAIN, DRAIN.replace("await writer.drain()", 'try: await writer.drain()\n    except ConnectionError:\n        if method != "HEAD": raise'), "52 cancel-confusion"),
    m("error-comes-out", "another response follows an interim one", DRAIN, DRAIN.replace("await writer.drain()", "try: await writer.drain()\n    except ConnectionError:\n        if response.code >= 200: raise"), "52 cancel-confusion"),
    m("error-comes-out", "nobody misses no content", DRAIN, DRAIN.replace("await writer.drain()", "try: await writer.drain()\n    except Exception:\n        if response.code not in (204, 304): raise"), "52 cancel-confusion"),
    m("error-comes-out", "a head is sent before anybody can cancel it", DRAIN, DRAIN.replace("await writer.drain()", 'import asyncio\n    try: await writer.drain()\n    except asyncio.CancelledError:\n        if method != "HEAD": raise'), "52 cancel-confusion"),
    m("data-error-comes-out", "an error matters where there are chunks", FINALLY, "    except Exception:\n        if chunked: raise\n" + FINALLY, "53 communicate-lost"),
    m("file-error-comes-out", "a file is sent to its end", CHUNKS, 'chunks = iter([open(response.path, "rb").read()] if hasattr(response, "path") else response.data)', "5 file-size-drifts"),
    m("file-error-comes-out", "a file that shrank has ended", FINALLY, '    except OSError as error:\n        if "shorter" not in str(error): raise\n' + FINALLY, "5 file-size-drifts"),
    m("file-error-comes-out", "a file that is gone has ended", FINALLY, "    except FileNotFoundError:\n        pass\n" + FINALLY, "53 communicate-lost"),
    m("file-error-comes-out", "a message that breaks off is ended", FINALLY, f"    except OSError:\n        if chunked: {LAST}\n        raise\n" + FINALLY),
]  # fmt: skip
