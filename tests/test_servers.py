"""Responses are read from real servers as they arrive, and what was measured holds."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from conformance.implementation import load

from . import frameworks, history, servers
from .frameworks import missing, pins, spec
from .implementations.__main__ import main
from .measure import load as measured
from .servers import SERVERS, Refused


@pytest.fixture(params=SERVERS)
def served(request: pytest.FixtureRequest) -> Iterator[tuple[servers.Server, Any]]:
    """A server of its own, and the adapter whose responses it sends."""
    framework, others, start = SERVERS[request.param]
    if reason := missing(framework, *others):
        pytest.skip(reason)
    logging.disable()
    with start() as server:
        yield server, load(spec(framework))
    logging.disable(logging.NOTSET)


def test_arrives(served: tuple[servers.Server, Any]) -> None:
    """What arrives is the one response, whole, and none of the probe that follows it."""
    server, impl = served
    octets = server.exchange(impl.Response(404, {"X-A": "1"}, b"abc"))
    head, _, content = octets.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 404 ")
    assert b"\r\nx-a: 1\r\n" in head.lower() + b"\r\n"
    assert content == b"abc"


def test_no_content_after_head(served: tuple[servers.Server, Any]) -> None:
    """The answer to HEAD ends with its head."""
    server, impl = served
    octets = server.exchange(impl.Response(200, (), b"abc"), "HEAD")
    assert octets.startswith(b"HTTP/1.1 200 ")
    assert octets.endswith(b"\r\n\r\n")


def test_refused(served: tuple[servers.Server, Any]) -> None:
    """A server that does not send a response is told from one that does."""
    server, impl = served
    with pytest.raises(Refused):
        server.exchange(impl.Response(200, {"X-A": "a\r\nb: c"}, b""))
    assert server.exchange(impl.Response(200, (), b"abc")).endswith(b"\r\n\r\nabc")


def test_each_bug_was_found() -> None:
    """Each bug of the history was found in the release that had it, and not in the later one."""
    rows = measured(history.FILE)
    names = ("framework", "faulty", "fixed", "clause")
    assert [[row[name] for name in names] for row in rows] == [
        [getattr(bug, name) for name in names] for bug in history.BUGS
    ]
    assert [row for row in rows if not history.is_found(row)] == []


def test_what_was_measured_is_what_is_pinned() -> None:
    """The figures are those of the versions that the extra names."""
    rows = {row["name"]: row["version"] for row in measured(frameworks.FILE)}
    assert set(rows) == {"reference", *frameworks.NAMES}
    for name in frameworks.NAMES:
        assert rows[name] == pins()[name]
    for row in measured(servers.FILE):
        assert row["versions"] == {name: pins()[name] for name in row["versions"]}
    assert {row["server"] for row in measured(servers.FILE)} == set(SERVERS)


@pytest.mark.parametrize("what", ["matrix", "wire", "history"])
def test_an_unknown_row(what: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A row that there is not is refused in one line, before anything is measured."""
    with pytest.raises(SystemExit) as raised:
        main([what, "--only=nobody"])
    assert raised.value.code == 2
    assert (
        capsys.readouterr()
        .err.splitlines()[-1]
        .partition("error: ")[2]
        .startswith("--only=nobody: expected one of ")
    )
