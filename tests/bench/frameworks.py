"""The reference beside the responses of frameworks: made and put into octets."""

from __future__ import annotations

import json
import os
import tempfile
import tracemalloc
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any

import reference
from reference.send import head

from .alternate import alternating, ratio

Row = dict[str, Any]
FIELDS = [("x-a", "1"), ("cache-control", "no-cache"), ("etag", '"abc"')]
#: Name, and what is made: content of three sizes, JSON, a redirect.
CONTENTS = {"0 B": b"", "1 KiB": b"a" * 1024, "1 MiB": b"a" * 2**20}
VALUE = {"hello": "world", "numbers": list(range(20))}


def _reference() -> dict[str, Callable[[], bytes]]:
    def whole(response: Any) -> bytes:
        return head(response) + b"".join(response.data)

    def redirect() -> bytes:
        try:
            reference.redirect("/next", "", 302, FIELDS)
        except reference.Abort as error:
            return whole(reference.Response(error.code, error.headers, error.description.encode()))

    made = {name: _bound(lambda c: whole(reference.Response(200, FIELDS, c)), content)
            for name, content in CONTENTS.items()}  # fmt: skip
    return {**made, "JSON": lambda: whole(reference.jsonify(VALUE)), "redirect": redirect}


def _starlette() -> dict[str, Callable[[], bytes]]:
    starlette: Any = import_module("starlette.responses")

    def whole(response: Any) -> bytes:
        lines = [b"%s: %s\r\n" % pair for pair in response.raw_headers]
        start: bytes = b"HTTP/1.1 %d \r\n" % response.status_code
        return b"".join([start, *lines, b"\r\n", response.body])

    fields = dict(FIELDS)
    made = {name: _bound(lambda c: whole(starlette.HTMLResponse(c, 200, fields)), content)
            for name, content in CONTENTS.items()}  # fmt: skip
    return {
        **made,
        "JSON": lambda: whole(starlette.JSONResponse(VALUE)),
        "redirect": lambda: whole(starlette.RedirectResponse("/next", 302, fields)),
    }


def _werkzeug() -> dict[str, Callable[[], bytes]]:
    redirect: Any = import_module("werkzeug.utils").redirect
    kind: Any = import_module("werkzeug.wrappers").Response

    def whole(response: Any) -> bytes:
        lines = [f"{name}: {value}\r\n" for name, value in response.headers]
        start = f"HTTP/1.1 {response.status}\r\n"
        return b"".join([(start + "".join(lines) + "\r\n").encode(), response.get_data()])

    made = {name: _bound(lambda c: whole(kind(c, 200, FIELDS, content_type="text/html")), content)
            for name, content in CONTENTS.items()}  # fmt: skip
    return {
        **made,
        "JSON": lambda: whole(kind(json.dumps(VALUE), content_type="application/json")),
        "redirect": lambda: whole(redirect("/next", 302)),
    }


def _aiohttp() -> dict[str, Callable[[], bytes]]:
    web: Any = import_module("aiohttp.web")
    multi: Any = import_module("multidict").CIMultiDict

    def whole(response: Any) -> bytes:
        body = response.body or b""
        fields = {**response.headers, "Content-Length": str(len(body))}
        lines = [f"{name}: {value}\r\n" for name, value in fields.items()]
        start = f"HTTP/1.1 {response.status} {response.reason}\r\n"
        return (start + "".join(lines) + "\r\n").encode() + body

    made = {name: _bound(lambda c: whole(web.Response(body=c, headers=multi(FIELDS),
                                                      content_type="text/html")), content)
            for name, content in CONTENTS.items()}  # fmt: skip
    return {
        **made,
        "JSON": lambda: whole(web.json_response(VALUE)),
        "redirect": lambda: whole(web.HTTPFound("/next", headers=multi(FIELDS))),
    }


def _bound(call: Callable[[bytes], bytes], content: bytes) -> Callable[[], bytes]:
    return lambda: call(content)


def responses() -> list[Row]:
    """The reference's time for each response, as a multiple of each framework's."""
    makers = {"reference": _reference()}
    for name, make in (("Starlette", _starlette), ("Werkzeug", _werkzeug), ("aiohttp", _aiohttp)):
        try:
            makers[name] = make()
        except ImportError:
            continue
    rows = []
    for what in [*CONTENTS, "JSON", "redirect"]:
        values = alternating({name: _timer(made[what]) for name, made in makers.items()}, rounds=15)
        times = {name: ratio(values["reference"], of) for name, of in values.items()}
        others = {name: found for name, found in times.items() if name != "reference"}
        rows.append(
            {
                "what": f"making and serialising: {what}, reference's time as a multiple of "
                + ", ".join(others),
                "figure": ", ".join(map(str, others.values())),
                "goal": "at most 1 of the slowest",
                "met": min((found.median for found in others.values()), default=0) <= 1,
            }
        )
    return rows


def _timer(call: Callable[[], bytes]) -> Callable[[], float]:
    call()
    started = perf_counter()
    call()
    loops = max(1, int(0.02 / max(1e-7, perf_counter() - started)))

    def value() -> float:
        started = perf_counter()
        for _ in range(loops):
            call()
        return (perf_counter() - started) / loops

    return value


def headers() -> list[Row]:
    """Whether the cost of a field stays the same up to 10,000 of them."""
    few, many = ([(f"x-{n % 500}", "a") for n in range(number)] for number in (1000, 10_000))

    def use(pairs: list[tuple[str, str]]) -> Callable[[], float]:
        def call() -> bytes:
            made = reference.Headers(pairs)
            for name, value in pairs:
                made.add(name, value)
            return repr(made.items() == made.copy().items()).encode()

        return _timer(call)

    values = alternating({"few": use(few), "many": use(many)}, rounds=9)
    growth = ratio(values["many"], values["few"])
    return [
        {
            "what": "Headers: 10,000 fields, as a multiple of 1,000",
            "figure": str(growth),
            "goal": "at most 12",
            "met": growth.median <= 12,
        }
    ]


def files() -> list[Row]:
    """A sparse file of 4 GiB: memory, and the speed beside a bare loop that reads as much."""
    bufsize = 65536
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "sparse")
        with path.open("wb") as file:
            os.truncate(file.fileno(), 2**32)
        tracemalloc.start()
        peak = _read(reference.FileResponse(200, path, (), bufsize).data, most=2**28)
        tracemalloc.stop()
        values = alternating(
            {
                "reference": lambda: _seconds(
                    lambda: _drain(reference.FileResponse(200, path, (), bufsize).data)
                ),
                "bare": lambda: _seconds(lambda: _bare(path, bufsize)),
            },
            rounds=5,
        )
    share = ratio(values["bare"], values["reference"])
    return [
        {
            "what": "FileResponse, 4 GiB: peak memory beyond bufsize, KiB",
            "figure": f"{(peak - bufsize) / 1024:.0f}",
            "goal": "at most 1024",
            "met": peak - bufsize <= 2**20,
        },
        {
            "what": "FileResponse, 4 GiB: throughput, as a share of a bare read loop's",
            "figure": str(share),
            "goal": "at least 0.9",
            "met": share.median >= 0.9,
        },
    ]


def _read(chunks: Any, most: int) -> int:
    """The peak of memory while reading, in octets."""
    total = 0
    for chunk in chunks:
        total += len(chunk)
        if total > most:
            break
    return tracemalloc.get_traced_memory()[1]


def _drain(chunks: Any) -> None:
    for _ in chunks:
        pass


def _bare(path: Path, bufsize: int) -> None:
    with open(path, "rb", buffering=0) as file:
        while file.read(bufsize):
            pass


def _seconds(call: Callable[[], None]) -> float:
    started = perf_counter()
    call()
    return perf_counter() - started
