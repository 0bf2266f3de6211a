"""Schemathesis as a rival: an application on an implementation, with an OpenAPI document of it.

The application uses the API as an author would, and the server of ``conformance serve`` sends what
comes of it over a loopback connection, in a thread of this process: the client reads octets, and
the CPU time of both counts. Schemathesis runs its own phases and checks, with fewer examples.
"""

from __future__ import annotations

import asyncio
import json
import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from conformance.implementation import Implementation
from conformance.serve import Server
from conformance.site import Request

from .document import ABORTS, CODES, DATA, DOCUMENT, FILES, GREETING, META

#: Examples of each operation in the phase that draws, beside those of the document and those with
#: which Schemathesis covers its schemas.
EXAMPLES = 10
#: Seconds after which a request has failed.
PATIENCE = 1


class Application:
    """What a handler returns, or raises, is for `responsify`."""

    def __init__(self, impl: Any, folder: Path) -> None:
        self.impl = impl
        self.folder = folder

        class Page(impl.Response):  # type: ignore[misc]
            @property
            def defheaders(self) -> Any:
                headers = impl.Headers(super().defheaders)
                headers["Content-Language"] = "en"
                headers.setdefault("X-Frame-Options", "SAMEORIGIN")
                return headers

        self.page = Page
        self.handlers: dict[str, Any] = {
            "text": lambda given, rest: GREETING,
            "bytes": lambda given, rest: (META + GREETING).encode(),
            "later": self._later,
            "page": lambda given, rest: (
                203, ("X-Frame-Options", "DENY"), ("X_Request_Id", "7"), self._page(),
            ),
            "nothing": lambda given, rest: (204, ""),
            "data": lambda given, rest: impl.jsonify(DATA),
            "null": lambda given, rest: impl.jsonify(None),
            "moved": lambda given, rest: impl.redirect("/text?a=%26"),
            "status": self._status,
            "redirect": self._redirect,
            "abort": self._abort,
            "header": self._header,
            "named": self._named,
            "files": lambda given, rest: impl.static(self._inside(rest), attachment=False),
            "saved": lambda given, rest: impl.static(self._inside(rest)),
            "stream": self._stream,
        }  # fmt: skip

    def __call__(self, request: Request) -> Any:
        name, slash, rest = request.path[1:].partition("/")
        if name not in self.handlers or bool(slash) is not (name in _WITH_NAMES):
            self.impl.abort(404, "There is no such page.")
        methods = {"text": "GET, HEAD", "data": "GET, POST"}.get(name, "GET")
        if request.method not in methods.split(", "):
            self.impl.abort(405, "Not with this method.", {"Allow": methods})
        if request.method == "POST":
            return self._echo(request.content)
        query = parse_qs(request.target.partition("?")[2], keep_blank_values=True)
        return self.handlers[name]({key: values[-1] for key, values in query.items()}, rest)

    async def _later(self, given: dict[str, str], rest: str) -> Any:
        return (201, ("X-Later", "yes"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), GREETING)

    def _page(self) -> Any:
        return self.page(200, (), GREETING.encode())

    def _echo(self, content: bytes) -> Any:
        try:
            return self.impl.jsonify(json.loads(content))
        except (ValueError, RecursionError):  # it may hold NaN
            self.impl.abort(400, "That is no JSON.")

    def _status(self, given: dict[str, str], rest: str) -> Any:
        if rest not in map(str, CODES):
            self.impl.abort(404, "There is no such code here.")
        return self.impl.Response(int(rest), {"Content-Type": "text/plain"}, b"a text")

    def _redirect(self, given: dict[str, str], rest: str) -> Any:
        if not given.get("to"):
            self.impl.abort(400, "Where to?")
        try:
            self.impl.redirect(given["to"], "It is elsewhere.", 307)
        except ValueError:
            self.impl.abort(400, "Not there.")

    def _abort(self, given: dict[str, str], rest: str) -> Any:
        if given.get("code", "") not in map(str, ABORTS):
            self.impl.abort(400, "With which code?")
        why = given.get("why", "No more is known.")
        self.impl.abort(int(given["code"]), why, {"Content-Type": "text/plain; charset=utf-8"})

    def _header(self, given: dict[str, str], rest: str) -> Any:
        if "value" not in given:
            self.impl.abort(400, "Which value?")
        try:
            headers = self.impl.Headers({"X-Kept": "kept"})
            headers.add("X-Given", given["value"])
            headers.add(f"X-Named-{given.get('name', '')}", "named")
        except ValueError:
            self.impl.abort(400, "That can be no value.")
        return self.impl.Response(200, headers, b"")

    def _named(self, given: dict[str, str], rest: str) -> Any:
        fields = {"Content-Type": "text/markdown", "Content-Disposition": "attachment; filename=b"}
        return self.impl.static(self.folder / "a.txt", headers=fields)

    def _inside(self, name: str) -> str:
        if "/" in name or name in ("", ".", ".."):
            self.impl.abort(404, "There is no such file.")
        return os.path.join(self.folder, name)

    def _stream(self, given: dict[str, str], rest: str) -> Any:
        size = given.get("bufsize", "")
        if not (size.isascii() and size.isdecimal() and len(size) < 5 and 0 < int(size) <= 4096):
            self.impl.abort(400, "A bufsize is from 1 to 4096.")
        fields = {"Content-Type": "application/octet-stream", "Transfer-Encoding": "chunked"}
        return self.impl.FileResponse(200, self._inside(rest), fields, bufsize=int(size))


#: The pages whose path goes on.
_WITH_NAMES = ("status", "files", "saved", "stream")


@contextmanager
def served(impl: Any) -> Iterator[str]:
    """Serves the application from a thread; gives its URL."""
    loop = asyncio.new_event_loop()
    with tempfile.TemporaryDirectory() as folder:
        for name, (content, _) in FILES.items():
            Path(folder, name).write_bytes(content)
        server = Server(impl, Application(impl, Path(folder)))
        listening = loop.run_until_complete(asyncio.start_server(server.connected, "127.0.0.1", 0))
        # What never comes back to the loop cannot be ended: it is left behind.
        thread = threading.Thread(target=loop.run_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
        finally:
            asyncio.run_coroutine_threadsafe(_stop(listening), loop)
            thread.join(PATIENCE)
            if not thread.is_alive():
                loop.close()


async def _stop(listening: asyncio.Server) -> None:
    listening.close()
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    asyncio.get_running_loop().stop()


def complaint(impl: Implementation) -> str | None:
    """The first complaint about the application on `impl`, if there is one."""
    import schemathesis
    from schemathesis.config import SchemathesisConfig
    from schemathesis.engine import events, from_schema

    config = SchemathesisConfig.from_dict(
        {
            "seed": 1,
            "max-failures": 1,
            "request-timeout": PATIENCE,
            "generation": {
                "max-examples": EXAMPLES, "deterministic": True, "database": "none",
                "no-shrink": True,
            },
            # A value that can be no field's is refused: the document has no word for which.
            "checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", "3xx", "4xx"]}},
        }
    )  # fmt: skip
    # Schemathesis compares content that it can read: JSON, plain text, and what it is taught.
    schemathesis.deserializer("text/html")(lambda context, response: response.content.decode())
    schemathesis.deserializer("application/octet-stream", "image/*", "text/css")(
        lambda context, response: response.content.decode("latin-1")
    )
    try:
        with served(impl) as url:
            schema = schemathesis.openapi.from_dict(DOCUMENT, config=config)
            schema.config.update(base_url=url)
            for event in from_schema(schema).execute():
                if isinstance(event, events.NonFatalError):
                    return f"{event.label}: {event.value!r}"
                if isinstance(event, events.FatalError):
                    return repr(event.exception)
                if isinstance(event, events.ScenarioFinished):
                    for checks in event.recorder.checks.values():
                        for check in checks:
                            if check.failure_info is not None:
                                return f"{event.label}: {check.name}: {check.failure_info.failure}"
    except Exception as error:  # the application cannot be made
        return repr(error)
    return None
