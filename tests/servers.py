"""The clauses of the wire, read from a loopback connection to a framework's own server.

A response object may be put right, or refused, by the server that sends it. Here the same clauses
judge the octets that arrive. Behind each response the same connection is asked for a probe, so
that the response ends where the answer to the probe begins.
"""

from __future__ import annotations

import asyncio
import importlib
import logging
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from conformance.budget import Budget
from conformance.clause import REGISTRY
from conformance.gate import PACKAGE, load_clauses
from conformance.report.model import Entry

from .frameworks import judged, missing, pins, spec
from .measure import ROOT, Row, save
from .measure import load as measured

#: The figures of ``python -m tests.implementations wire``.
FILE = ROOT / "tests" / "servers.json"
#: Seconds to wait for an answer, and for a server to stop.
PATIENCE = 10.0

_PROBE = b"HTTP/1.1 299 "
_PROBE_BODY = b"the end of what was sent before"
#: A server may leave Content-Length out of its answer to HEAD (RFC 9110 §8.6).
_NOT_OF_A_SERVER = {"wire.head-request"}


class Refused(Exception):
    """A server did not send a response: it answered 500 for it, or ended the connection."""


class Server:
    """Serves the response that stands in `response`, on a port of the loopback interface."""

    def __init__(self) -> None:
        self.response: Any = None
        self.exchanges = 0
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]

    def exchange(self, response: Any, method: str = "GET") -> bytes:
        """The octets of `response` as they arrive; raises Refused."""
        self.response = response
        self.exchanges += 1
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as client:
            client.sendall(f"{method} / HTTP/1.1\r\nHost: a\r\n\r\n".encode())
            client.sendall(b"GET /probe HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            octets = b"".join(iter(lambda: client.recv(65536), b""))
        sent, found, _ = octets.rpartition(_PROBE)
        # An incomplete message, and the end of the connection, is how a server refuses half-way.
        if not found or (sent.startswith(b"HTTP/1.1 500 ") and int(response.code) != 500):
            raise Refused("the server refused to send it")
        return sent


@contextmanager
def uvicorn(implementation: str) -> Iterator[Server]:
    """uvicorn, with h11 or httptools below."""
    import uvicorn as package
    from starlette.responses import Response

    server = Server()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        probe = Response(_PROBE_BODY, 299)
        await (probe if scope["path"] == "/probe" else server.response)(scope, receive, send)

    config = package.Config(
        app, http=implementation, lifespan="off", log_config=None, access_log=False,
        server_header=False, date_header=False,
    )  # fmt: skip
    running = package.Server(config)
    thread = threading.Thread(target=running.run, kwargs={"sockets": [server.socket]}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        running.should_exit = True
        thread.join(PATIENCE)


@contextmanager
def aiohttp() -> Iterator[Server]:
    """aiohttp's own."""
    from aiohttp import web

    server = Server()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()

    async def handle(request: Any) -> Any:
        if request.path == "/probe":
            return web.Response(body=_PROBE_BODY, status=299)
        return server.response

    async def serve() -> None:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", handle)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.SockSite(runner, server.socket).start()
        await stop.wait()
        await runner.cleanup()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(PATIENCE)
        loop.close()


#: Each server, with the distributions that it takes and the adapter whose responses it sends.
SERVERS: dict[str, tuple[str, tuple[str, ...], Callable[[], Any]]] = {
    "Starlette, uvicorn with h11": ("starlette", ("uvicorn",), lambda: uvicorn("h11")),
    "Starlette, uvicorn with httptools": (
        "starlette", ("uvicorn", "httptools"), lambda: uvicorn("httptools"),
    ),
    "aiohttp": ("aiohttp", (), aiohttp),
}  # fmt: skip


@contextmanager
def through(server: Server) -> Iterator[list[str]]:
    """Within, every clause reads from `server`; gives the ids of those that put something on it."""
    modules = [
        importlib.import_module(f"conformance.{path.stem}") for path in PACKAGE.glob("test_*.py")
    ]
    modules = [module for module in modules if hasattr(module, "serialize")]
    names = {module.__name__ for module in modules}
    before = {module: module.serialize for module in modules}
    for module in modules:
        vars(module)["serialize"] = server.exchange
    try:
        yield [c.id for c in REGISTRY.values() if c.function.__module__ in names]
    finally:
        for module, function in before.items():
            vars(module)["serialize"] = function


def verdict(entry: Entry) -> str:
    """What became of a clause on the wire: "right", "refused", "through", or what else came."""
    if entry.outcome in ("fail", "advice"):
        refused = any(fault.got.startswith(Refused.__name__) for fault in entry.faults)
        return "refused" if refused else "through"
    return {"pass": "right"}.get(entry.outcome, entry.outcome)


def judge_wire(name: str, max_examples: int) -> dict[str, tuple[str, str]]:
    """For each clause of the wire what the object alone comes to, and what the server sends."""
    load_clauses()
    framework, _, start = SERVERS[name]
    budget = Budget(max_examples=max_examples, shrink=False)
    ids = [id for id in REGISTRY if id.startswith("wire.")]
    alone = {e.id: verdict(e) for e in judged(spec(framework), dict.fromkeys(ids, budget))}
    found = {}
    logging.disable()
    try:
        with start() as server, through(server) as served:
            for id in [id for id in ids if id in {*served} - _NOT_OF_A_SERVER]:
                before = server.exchanges
                (entry,) = judged(spec(framework), {id: budget})
                # A clause that came to its end before anything was sent says nothing of the server.
                if server.exchanges > before:
                    found[id] = (alone[id], verdict(entry))
    finally:
        logging.disable(logging.NOTSET)
    return found


def measure(max_examples: int, only: list[str] | None) -> int:
    """Judges each server's wire, and writes what became of each clause."""
    rows: list[Row] = []
    for name, (framework, others, _) in SERVERS.items():
        if only and name not in only:
            continue
        if reason := missing(framework, *others):
            print(reason, file=sys.stderr)
            return 2
        found = judge_wire(name, max_examples)
        versions = {one: pins()[one] for one in (framework, *others)}
        rows.append({"server": name, "versions": versions, "clauses": found})
        print(f"{name}: {', '.join(f'{n} {what}' for what, n in _counts(found).items())}")
    if not only:
        save(FILE, rows, max_examples=max_examples)
    return 0


def _counts(found: dict[str, tuple[str, str]]) -> dict[str, int]:
    """How many clauses the object meets, the server repairs, refuses, or lets through."""
    counts = {"right": 0, "repaired": 0, "refused": 0, "through": 0, "spoilt": 0}
    for alone, sent in found.values():
        if sent == "right":
            counts["right" if alone == "right" else "repaired"] += 1
        elif sent == "refused":
            counts["refused"] += 1
        elif sent == "through":
            counts["spoilt" if alone == "right" else "through"] += 1
    return counts


def table() -> list[list[str]]:
    """For each server how many clauses were right, repaired, refused or let through."""
    rows = [["server", "versions", "right", "repaired", "refused", "let through", "spoilt"]]
    for row in measured(FILE):
        versions = ", ".join(f"{name} {version}" for name, version in row["versions"].items())
        rows.append([row["server"], versions, *map(str, _counts(row["clauses"]).values())])
    return rows
