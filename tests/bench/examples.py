"""The tests that a good framework has of its responses, in the manner of Starlette and Werkzeug:
written by hand, one example each. Something to be measured against, not part of the suite."""

from __future__ import annotations

import asyncio
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest


def responsify(impl: Any, smth: Any) -> Any:
    return asyncio.run(impl.responsify(smth))


def content(response: Any) -> bytes:
    return b"".join(response.data)


def file(content: bytes, name: str = "example.txt") -> str:
    path = Path(tempfile.mkdtemp(), name)
    path.write_bytes(content)
    return str(path)


# Headers


def test_headers_from_dict(impl: Any) -> None:
    headers = impl.Headers({"Content-Type": "text/plain", "X-A": "1"})
    assert headers["content-type"] == "text/plain"
    assert headers["X-A"] == "1"
    assert "x-a" in headers
    assert "x-b" not in headers
    assert headers.get("x-b") is None
    assert headers.get("x-b", "2") == "2"


def test_headers_from_list(impl: Any) -> None:
    headers = impl.Headers([("a", "123"), ("a", "456"), ("b", "789")])
    assert headers.getall("a") == ["123", "456"]
    assert headers.getall("b") == ["789"]
    assert headers.getall("c") == []
    assert list(headers.items()) == [("a", "123"), ("a", "456"), ("b", "789")]
    assert headers["A"] == "123"


def test_headers_missing(impl: Any) -> None:
    with pytest.raises(KeyError):
        impl.Headers()["nope"]


def test_headers_mutation(impl: Any) -> None:
    headers = impl.Headers()
    headers["X-A"] = "1"
    headers.add("x-a", "2")
    assert headers.getall("X-A") == ["1", "2"]
    headers["x-A"] = "3"
    assert headers.getall("x-a") == ["3"]
    del headers["X-a"]
    assert "x-a" not in headers


def test_headers_setdefault(impl: Any) -> None:
    headers = impl.Headers({"a": "1"})
    assert headers.setdefault("A", "2") == "1"
    assert headers.setdefault("b", "3") == "3"
    assert headers["B"] == "3"


def test_headers_pop(impl: Any) -> None:
    headers = impl.Headers([("a", "1"), ("a", "2")])
    assert headers.pop("a") == "1"
    assert headers.popall("a") == ["2"]
    assert headers.pop("a", "default") == "default"
    assert headers.popall("a") == []


def test_headers_update_replace(impl: Any) -> None:
    headers = impl.Headers({"a": "1"})
    headers.update({"A": "2"})
    assert headers.getall("a") == ["1", "2"]
    headers.replace({"A": "3"})
    assert headers.getall("a") == ["3"]


def test_headers_equality(impl: Any) -> None:
    assert impl.Headers({"A": "1"}) == impl.Headers({"a": "1"})
    assert impl.Headers({"A": "1"}) != impl.Headers({"a": "2"})


def test_headers_no_newlines(impl: Any) -> None:
    for value in ("foo\r\nbar", "foo\nbar", "foo\rbar"):
        with pytest.raises(ValueError):  # noqa: PT011
            impl.Headers({"a": value})
        with pytest.raises(ValueError):  # noqa: PT011
            impl.Headers().add("a", value)


def test_headers_copy(impl: Any) -> None:
    headers = impl.Headers({"a": "1"})
    copied = headers.copy()
    copied["a"] = "2"
    assert headers["a"] == "1"


# Response


def test_response(impl: Any) -> None:
    response = impl.Response(200, {}, b"hello, world")
    assert response.code == 200
    assert content(response) == b"hello, world"
    assert response.headers["content-length"] == "12"
    assert response.headers["content-type"] == "text/html; charset=utf-8"


def test_response_headers(impl: Any) -> None:
    response = impl.Response(201, {"x-header-1": "123", "x-header-2": "456"}, b"hello")
    assert response.headers["x-header-1"] == "123"
    assert response.headers["x-header-2"] == "456"


def test_response_override(impl: Any) -> None:
    response = impl.Response(200, {"Content-Type": "text/plain"}, b"a")
    assert response.headers.getall("content-type") == ["text/plain"]


def test_response_empty(impl: Any) -> None:
    assert impl.Response(200, {}, b"").headers["content-length"] == "0"
    assert content(impl.Response(204, {}, b"")) == b""
    assert "content-length" not in impl.Response(204, {}, b"").headers


def test_response_str(impl: Any) -> None:
    with pytest.raises(TypeError):
        impl.Response(200, {}, "text")


def test_response_description(impl: Any) -> None:
    assert impl.Response(404, {}, b"").description == "Not Found"


def test_response_set_cookie(impl: Any) -> None:
    response = impl.Response(200, [("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")], b"")
    assert response.headers.getall("set-cookie") == ["a=1", "b=2"]


def test_response_communicate(impl: Any) -> None:
    asyncio.run(impl.Response(200, {}, b"").communicate(None, None))


# FileResponse and static


def test_file_response(impl: Any) -> None:
    path = file(b"<file content>" * 1000)
    response = impl.FileResponse(200, path, {})
    assert response.headers["content-length"] == str(14 * 1000)
    assert content(response) == b"<file content>" * 1000


def test_file_response_chunks(impl: Any) -> None:
    response = impl.FileResponse(200, file(b"a" * 1000), {}, 64)
    chunks = list(response.data)
    assert b"".join(chunks) == b"a" * 1000
    assert max(map(len, chunks)) <= 64


def test_file_response_missing(impl: Any) -> None:
    with pytest.raises(impl.Abort) as caught:
        impl.FileResponse(200, "/no/such/file", {})
    assert caught.value.code == 404


def test_file_response_directory(impl: Any) -> None:
    with pytest.raises(impl.Abort):
        impl.FileResponse(200, tempfile.mkdtemp(), {})


def test_file_response_path(impl: Any) -> None:
    assert content(impl.FileResponse(200, Path(file(b"a")), {})) == b"a"


def test_static(impl: Any) -> None:
    response = impl.static(file(b"a"))
    assert response.headers["content-type"].startswith("text/plain")
    assert response.headers["content-disposition"].startswith("attachment")


def test_static_inline(impl: Any) -> None:
    response = impl.static(file(b"a", "example.png"), False)
    assert response.headers["content-type"] == "image/png"
    assert "content-disposition" not in response.headers


def test_static_unknown_type(impl: Any) -> None:
    response = impl.static(file(b"a", "example"))
    assert response.headers["content-type"] == "application/octet-stream"


def test_static_name(impl: Any) -> None:
    disposition = impl.static(file(b"a", "你好.txt")).headers["content-disposition"]
    assert "filename" not in disposition or "filename*=" in disposition


# Abort and redirect


def test_abort(impl: Any) -> None:
    with pytest.raises(impl.Abort) as caught:
        impl.abort(404, "not here", {"X-A": "1"})
    assert caught.value.code == 404
    assert caught.value.name == "Not Found"
    assert caught.value.description == "not here"
    assert caught.value.headers["x-a"] == "1"


def test_abort_str(impl: Any) -> None:
    assert "not here" in str(impl.Abort(404, "not here"))


def test_abort_unknown(impl: Any) -> None:
    assert isinstance(impl.Abort(499).name, str)


def test_redirect(impl: Any) -> None:
    with pytest.raises(impl.Abort) as caught:
        impl.redirect("/next")
    assert caught.value.code == 302
    assert caught.value.headers["location"] == "/next"


def test_redirect_quoting(impl: Any) -> None:
    with pytest.raises(impl.Abort) as caught:
        impl.redirect("/I ♥ Python/")
    assert caught.value.headers["location"] == "/I%20%E2%99%A5%20Python/"


def test_redirect_quoted(impl: Any) -> None:
    with pytest.raises(impl.Abort) as caught:
        impl.redirect("/?q=%20a", "", 307)
    assert caught.value.code == 307
    assert caught.value.headers["location"] == "/?q=%20a"


# jsonify


def test_jsonify(impl: Any) -> None:
    response = impl.jsonify({"hello": "world", "n": [1, None, True]})
    assert response.code == 200
    assert response.headers["content-type"].startswith("application/json")
    assert json.loads(content(response)) == {"hello": "world", "n": [1, None, True]}


def test_jsonify_none(impl: Any) -> None:
    assert content(impl.jsonify(None)) == b"null"


def test_jsonify_object(impl: Any) -> None:
    with pytest.raises(TypeError):
        impl.jsonify(object())


# responsify


def test_responsify_str(impl: Any) -> None:
    response = responsify(impl, "héllo")
    assert response.code == 200
    assert content(response) == "héllo".encode()
    assert response.headers["content-length"] == "6"
    assert response.headers["content-type"].startswith("text/html")


def test_responsify_bytes(impl: Any) -> None:
    assert content(responsify(impl, b"hello")) == b"hello"


def test_responsify_response(impl: Any) -> None:
    response = impl.Response(200, {}, b"a")
    assert responsify(impl, response) is response


def test_responsify_tuple(impl: Any) -> None:
    response = responsify(impl, (404, ("X-A", "1"), "gone"))
    assert response.code == 404
    assert response.headers["x-a"] == "1"
    assert content(response) == b"gone"


def test_responsify_tuple_json(impl: Any) -> None:
    response = responsify(impl, (418, ("Content-Type", "x/y"), impl.jsonify("I'm a teapot")))
    assert response.code == 418
    assert response.headers.getall("content-type") == ["x/y"]


def test_responsify_coroutine(impl: Any) -> None:
    async def handler() -> Any:
        return 201, "made"

    response = responsify(impl, handler())
    assert (response.code, content(response)) == (201, b"made")


def test_responsify_abort(impl: Any) -> None:
    async def handler() -> Any:
        impl.abort(403)

    with pytest.raises(impl.Abort):
        responsify(impl, handler())


def test_responsify_invalid(impl: Any) -> None:
    smths: list[Any] = [None, 1, {}, [], ()]
    for smth in smths:
        with pytest.raises((TypeError, ValueError)):
            responsify(impl, smth)
