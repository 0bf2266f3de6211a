"""The site served by hand: real clients understand what an implementation sends them."""

from __future__ import annotations

import asyncio
import http.client
import inspect
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

import reference
from conformance.__main__ import main
from conformance.implementation import Implementation
from conformance.serve import MOST_CONTENT, MOST_HEAD, Server
from conformance.site import Request, Site
from conformance.specification.makers import RECIPE
from conformance.streams import connection, read_all

IMPLEMENTATIONS = {
    "reference": "reference",
    # It exports no `send`: the suite's own writer sends.
    "foreign": str(Path(__file__).parent / "implementations" / "refusing.py"),
}
FILE = bytes(range(256)) * 1000
#: Seconds after which a client gives up: none is ever reached by a server that works.
PATIENCE = 60


@dataclass
class Served:
    """A server that runs: its port, its process and the folder whose files it serves."""

    port: int
    process: subprocess.Popen[str]
    folder: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, method: str = "GET", **fields: str) -> Any:
        """The status, the fields and the content of a response."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request(method, path, headers=fields)
        response = connection.getresponse()
        content = response.read()
        connection.close()
        return response.status, response.headers, content

    def talk(self, *octets: bytes) -> bytes:
        """What the server sends until it closes, after a client sent this and no more."""
        with socket.create_connection(("127.0.0.1", self.port), PATIENCE) as client:
            for part in octets:
                client.sendall(part)
            client.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: client.recv(65536), b""))

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


def serve(folder: Path, impl: str = "reference") -> Served:
    command = [sys.executable, "-m", "conformance", "serve", f"--impl={impl}", "--port=0"]
    process = subprocess.Popen(
        [*command, str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        cwd=Path(__file__).parent.parent,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.startswith(f"{impl} is served on http://127.0.0.1:"), line
    return Served(int(line.rstrip("/\n").rpartition(":")[2]), process, folder)


@pytest.fixture(scope="module", params=IMPLEMENTATIONS)
def served(request: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of each implementation, and a folder with a file, and a link that leads out."""
    folder = tmp_path_factory.mktemp("www")
    (folder / "a.txt").write_bytes(FILE)
    page = "<meta charset=utf-8><h1>d\xe9j\xe0 vu</h1>"
    (folder / "d\xe9j\xe0 <vu>.html").write_text(page, encoding="utf-8")
    (folder.parent / "secret").write_bytes(b"outside")
    (folder / "link").symlink_to(folder.parent / "secret")
    found = serve(folder, IMPLEMENTATIONS[request.param])
    yield found
    found.stop()


class TestPages:
    @pytest.mark.parametrize(
        ("path", "code", "media_type"),
        [
            ("/", 200, "text/html"),
            ("/bytes", 200, "text/html"),
            ("/json", 200, "application/json"),
            ("/tuple", 203, "text/html"),
            ("/coroutine", 200, "text/html"),
            ("/redirect", 302, "text/html"),
            ("/gone", 410, "text/html"),
            ("/nosuch", 404, "text/html"),
            ("/file/nosuch", 404, "text/html"),
            ("/upgrade", 426, "text/html"),
            ("/file/a.txt", 200, "text/plain"),
            ("/stream/a.txt", 200, "text/plain"),
        ],
    )
    def test_a_page(self, served: Served, path: str, code: int, media_type: str) -> None:
        """Each page has its code and its media type."""
        status, fields, _ = served.get(path)
        assert (status, fields.get_content_type()) == (code, media_type)

    def test_nothing(self, served: Served) -> None:
        """A 204 has no content, and no length of it."""
        status, fields, content = served.get("/nothing")
        assert (status, content, fields["content-length"]) == (204, b"", None)

    def test_the_first_page_links_to_all(self, served: Served) -> None:
        """Each link of the first page leads to something, files with odd names included."""
        _, _, page = served.get("/")
        links = [text.partition('"')[0] for text in page.decode().split('href="')[1:]]
        assert "/file/d%C3%A9j%C3%A0%20%3Cvu%3E.html" in links
        codes = {link: served.get(link)[0] for link in links}
        expected = {"/error": 500, "/gone": 410, "/upgrade": 426, "/nothing": 204}
        expected |= {"/redirect": 302, "/tuple": 203, "/file/link": 404}
        expected |= {"/download/link": 404, "/stream/link": 404}
        assert codes == {link: expected.get(link, 200) for link in links}

    @pytest.mark.parametrize("kind", ["file", "download", "stream"])
    def test_a_file(self, served: Served, kind: str) -> None:
        """A file arrives whole: shown, to be saved, and in chunks."""
        _, fields, content = served.get(f"/{kind}/a.txt")
        assert content == FILE
        assert (fields["transfer-encoding"] == "chunked") is (kind == "stream")
        assert (fields["content-disposition"] is not None) is (kind == "download")

    @pytest.mark.parametrize("path", ["/", "/json", "/file/a.txt", "/stream/a.txt", "/gone"])
    def test_head(self, served: Served, path: str) -> None:
        """HEAD gives the head of GET."""
        code, fields, _ = served.get(path)
        assert (code, b"") == served.get(path, "HEAD")[::2]
        kept = [pair for pair in fields.items() if pair[0] != "date"]
        head = [pair for pair in served.get(path, "HEAD")[1].items() if pair[0] != "date"]
        assert head == kept

    def test_content_comes_back(self, served: Served) -> None:
        """/echo answers with the content that it was sent, in chunks or at once."""
        assert httpx.post(f"{served.url}/echo", content=FILE).content == FILE
        assert httpx.post(f"{served.url}/echo", content=iter([FILE, b"a"])).content == FILE + b"a"

    @pytest.mark.parametrize(
        "path",
        [
            "/file/../secret",
            "/file/%2e%2e/secret",
            "/file/..%2fsecret",
            "/file//etc/passwd",
            "/file/link",
            "/file/%00",
            "/file/a.txt%00.html",
            "/file/.",
        ],
    )
    def test_what_lies_outside(self, served: Served, path: str) -> None:
        """Nothing outside of the folder is served, whatever the path."""
        status, _, content = served.get(path)
        assert (status, b"outside" in content) == (404, False)

    def test_what_is_not_there_is_no_markup(self, served: Served) -> None:
        """The path that the page of a 404 names is escaped."""
        assert b"<script>" not in served.get("/%3Cscript%3E")[2]


class TestConnections:
    def test_one_connection(self, served: Served) -> None:
        """Several requests are answered on one connection, whatever their content."""
        connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=PATIENCE)
        connection.connect()
        sock = connection.sock
        for path in ("/", "/nothing", "/stream/a.txt", "/gone", "/file/a.txt", "/json"):
            connection.request("GET", path)
            connection.getresponse().read()
            assert connection.sock is sock, path
        connection.close()

    def test_pipelining(self, served: Served) -> None:
        """Requests that come before the answer to the first are answered in order."""
        get = "GET {} HTTP/1.1\r\nHost: a\r\n\r\n"
        octets = "".join(map(get.format, ["/tuple", "/nothing", "/gone"])).encode()
        answer = served.talk(octets)
        codes = [int(part[:3]) for part in answer.split(b"HTTP/1.1 ")[1:]]
        assert codes == [203, 204, 410]

    def test_an_old_client(self, served: Served) -> None:
        """HTTP/1.0 gets no chunks, and the end of the connection."""
        head, _, content = served.talk(b"GET /stream/a.txt HTTP/1.0\r\n\r\n").partition(b"\r\n\r\n")
        assert b"chunked" not in head
        assert b"connection: close" in head.lower()
        assert content == FILE

    def test_a_client_that_asks_first(self, served: Served) -> None:
        """Expect: 100-continue is told to continue."""
        head = b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n"
        head += b"Expect: 100-continue\r\nConnection: close\r\n\r\n"
        with socket.create_connection(("127.0.0.1", served.port), PATIENCE) as client:
            client.sendall(head)
            assert client.recv(12) == b"HTTP/1.1 100"
            client.sendall(b"a")
            answer = b"".join(iter(lambda: client.recv(65536), b""))
        assert b"HTTP/1.1 200" in answer
        assert answer.endswith(b"\r\n\r\na")

    def test_an_upgrade(self, served: Served) -> None:
        """After a 101 the client is echoed, from the octet after its request on."""
        head = b"GET /upgrade HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: ECHO\r\n\r\n"
        answer = served.talk(head + b"early, ", b"late, ", FILE)
        start, _, rest = answer.partition(b"\r\n\r\n")
        assert start.startswith(b"HTTP/1.1 101 ")
        assert rest == b"early, late, " + FILE

    @pytest.mark.parametrize(
        ("octets", "code"),
        [
            (b"no request\r\n\r\n", 400),
            (b"GET / HTTP/1.1\r\n\r\n", 400),
            (b"GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400),
            (b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", 400),
            (b"GET / HTTP/1.1\r\nHost: a\r\nA: " + b"a" * 2 * MOST_HEAD, 431),
            (b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\na", 400),
            (b"PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", 405),
            (b"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 405),
        ],
    )
    def test_a_bad_request(self, served: Served, octets: bytes, code: int) -> None:
        """What cannot be answered is told by its code, and the server goes on."""
        assert served.talk(octets).startswith(b"HTTP/1.1 %d " % code)
        assert served.get("/")[0] == 200

    def test_too_much_content(self, served: Served) -> None:
        """Content beyond the limit is refused while it is sent, and the client sees why."""
        content = b"a" * (MOST_CONTENT + 100_000)
        head = b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % len(content)
        assert served.talk(head + content).startswith(b"HTTP/1.1 413 ")

    def test_a_handler_that_fails(self, served: Served) -> None:
        """An error of a handler is a 500, without content for HEAD, and the server goes on."""
        assert served.get("/error")[0] == 500
        assert served.get("/error", "HEAD")[::2] == (500, b"")
        assert served.get("/")[0] == 200

    def test_a_client_that_leaves(self, served: Served) -> None:
        """A client that sends nothing, or leaves amid its request, disturbs nobody."""
        assert served.talk() == b""
        served.talk(b"GET / HT")
        assert served.get("/")[0] == 200


class TestClients:
    def test_curl(self, served: Served) -> None:
        """curl follows the redirect, and gets the file."""
        if shutil.which("curl") is None:
            pytest.skip("curl is not installed")
        command = ["curl", "-sS", "--fail", "--noproxy", "*", "-L"]
        urls = [f"{served.url}/redirect", f"{served.url}/stream/a.txt"]
        done = subprocess.run([*command, *urls], capture_output=True, check=True)
        page, _, file = done.stdout.partition(b"}")
        assert json.loads(page + b"}") == {"path": "/json", "\u20ac": [1.5]}
        assert file == FILE

    def test_httpx(self, served: Served) -> None:
        """httpx reads the encoding, both cookies, and where it is sent to."""
        with httpx.Client(base_url=served.url, follow_redirects=True, trust_env=False) as client:
            assert client.get("/redirect").json()["path"] == "/json"
            cookies = client.get("/tuple").headers.get_list("set-cookie")
            assert cookies == ["a=1", "b=2"]
            assert client.get("/").charset_encoding == "utf-8"

    @pytest.mark.parametrize(
        ("path", "shown"),
        [
            ("/", "/json</a>"),
            ("/bytes", "d\xe9j\xe0 vu"),
            ("/redirect", "/json"),
            ("/file/d%C3%A9j%C3%A0%20%3Cvu%3E.html", "<h1>d\xe9j\xe0 vu</h1>"),
        ],
    )
    def test_the_browser(self, served: Served, tmp_path: Path, path: str, shown: str) -> None:
        """A browser shows the page in its encoding, after the redirect."""
        browser = shutil.which("chromium") or shutil.which("google-chrome")
        if browser is None:
            pytest.skip("no browser is installed: chromium or google-chrome")
        flags = "headless no-sandbox disable-gpu disable-quic no-first-run disable-sync dump-dom"
        flags += " disable-background-networking disable-component-update no-proxy-server"
        command = [browser, *(f"--{flag}" for flag in flags.split()), f"--user-data-dir={tmp_path}"]
        done = subprocess.run(
            [*command, served.url + path],
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert shown in done.stdout, done.stderr


def answered(octets: bytes, **exports: Any) -> bytes:
    """What a server in this process says to a client that sends this and waits.

    It serves the reference, but for these exports.
    """

    async def talk() -> bytes:
        names = {name: getattr(reference, name) for name in reference.__all__} | exports
        impl = Implementation(SimpleNamespace(**names), "changed")
        server = Server(impl, Site(impl, Path(__file__).parent))
        async with connection() as ends:
            ends.client_writer.write(octets)
            await server.connected(ends.reader, ends.writer)
            return await read_all(ends.client_reader)

    return asyncio.run(talk())


class TestSending:
    """`send` is the implementation's own."""

    GET = b"GET /json HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"

    def test_it_is_used(self) -> None:
        """What the implementation's `send` writes is what the client gets."""

        async def send(response: Any, reader: Any, writer: Any, method: str) -> None:
            writer.write(f"{method} {response.code} {type(reader).__name__}".encode())

        assert answered(self.GET, send=send) == b"GET 200 StreamReader"

    def test_it_fails_before_a_byte(self) -> None:
        """A `send` that raises before it wrote is a 500."""

        async def send(response: Any, reader: Any, writer: Any, method: str) -> None:
            raise RuntimeError("never")

        assert answered(self.GET, send=send).startswith(b"HTTP/1.1 500 ")

    def test_it_fails_amid_the_message(self) -> None:
        """A `send` that raises after it began leaves the message cut short: nothing is added."""

        async def send(response: Any, reader: Any, writer: Any, method: str) -> None:
            writer.write(b"HTTP/1.1 200 OK\r\n")
            raise RuntimeError("never")

        assert answered(self.GET, send=send) == b"HTTP/1.1 200 OK\r\n"


class TestLimits:
    """What a client may not do for ever, or too often."""

    def test_too_many_connections(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A connection beyond the limit is told so at once."""
        monkeypatch.setattr("conformance.serve.MOST_CONNECTIONS", 0)
        assert answered(b"").startswith(b"HTTP/1.1 503 ")

    def test_a_client_that_never_begins(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A client that sends nothing is left without a word."""
        monkeypatch.setattr("conformance.serve.PATIENCE", 0.01)
        assert answered(b"") == b""

    @pytest.mark.parametrize(
        "octets", [b"GET / HT", b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\na"]
    )
    def test_a_client_that_never_ends(self, monkeypatch: pytest.MonkeyPatch, octets: bytes) -> None:
        """A client that stops amid its request is told why it gets no answer."""
        monkeypatch.setattr("conformance.serve.PATIENCE", 0.01)
        assert answered(octets).startswith(b"HTTP/1.1 408 ")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_is_stopped(tmp_path: Path, number: int) -> None:
    """Ctrl-C and SIGTERM end it with status 0, though a client is still connected."""
    served = serve(tmp_path)
    with socket.create_connection(("127.0.0.1", served.port), PATIENCE) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        assert client.recv(8) == b"HTTP/1.1"
        assert served.stop(number) == 0


def test_the_recipe_is_that_of_the_specification() -> None:
    """The site confines a path by the recipe that the specification shows, line for line."""
    source = textwrap.dedent(inspect.getsource(Site._inside))
    assert textwrap.indent(RECIPE, "    ") in source


def test_an_implementation_that_sends_without_a_length(tmp_path: Path) -> None:
    """A message that only the end of the connection ends is followed by that end."""
    text = """
        import reference
        from reference import *
        del send
        class Response(reference.Response):
            defheaders = property(lambda self: {})
    """
    (tmp_path / "unending.py").write_text(textwrap.dedent(text), encoding="utf-8")
    served = serve(tmp_path, str(tmp_path / "unending.py"))
    try:
        answer = served.talk(b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\na" * 2)
    finally:
        served.stop()
    assert answer.count(b"HTTP/1.1 ") == 1
    assert b"connection: close" in answer


def test_a_path_that_is_no_utf_8() -> None:
    """The octets of a path are those of the file's name."""
    assert os.fsencode(Request("GET", "/%ff?a").path) == b"/\xff"
    assert Request("GET", "http://a/b%20c?d").path == "/b c"
    assert Request("GET", "//a/b").path == "//a/b"


class TestBadInput:
    """What cannot be served is one line, and exit status 2."""

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["--port=x"], "argument --port: expected a port, 0 to 65535, not 'x'"),
            (["--port=-1"], "argument --port: expected a port, 0 to 65535, not '-1'"),
            (["--port=65536"], "argument --port: expected a port, 0 to 65535, not '65536'"),
            (["--host=256.0.0.1", "--port=0"], "cannot listen on 256.0.0.1 port 0: "),
            (["--host=", "--port=0"], "argument --host: expected the name or address of a host"),
            (["nosuch"], "there is no folder 'nosuch'"),
            ([__file__], "there is no folder "),
            (["--impl=nosuchmodule"], "cannot import 'nosuchmodule'"),
            (["--impl=json"], "--impl=json: Response, FileResponse, "),
            (["a", "b"], "unrecognized arguments: b"),
        ],
    )
    def test_arguments(
        self, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Each argument says what was wrong with it."""
        with pytest.raises(SystemExit) as caught:
            main(["serve", *arguments])
        captured = capsys.readouterr()
        assert (caught.value.code, captured.out) == (2, "")
        assert captured.err.count("\n") == 1, captured.err
        assert said in captured.err

    def test_a_port_that_is_taken(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """A port on which another listens is named."""
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = other.getsockname()[1]
            with pytest.raises(SystemExit) as caught:
                main(["serve", f"--port={port}", str(tmp_path)])
        assert caught.value.code == 2
        assert f"cannot listen on 127.0.0.1 port {port}: " in capsys.readouterr().err


def test_a_name_is_exported_or_not() -> None:
    """`exports` says so of required and of optional names."""
    impl = Implementation(reference, "reference")
    assert impl.exports("send")
    assert not Implementation(json, "json").exports("send")
