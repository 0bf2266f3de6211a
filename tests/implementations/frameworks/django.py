"""Django: `HttpResponse`, `FileResponse`, `JsonResponse` and `ResponseHeaders`.

`ResponseHeaders` has one value to a name: whatever has more of them is lacking. Cookies are kept
apart, and so never come into play. Content-Length is set by a middleware; the server is left to
drop content that a code does not allow. No exception carries a status code, and a redirect is
returned: there is neither `Abort` nor `redirect`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import django
from django import conf, http
from django.http import response

from conformance.clause import NotProvided

from . import Plain, lacking, pairs

__version__ = django.__version__

if not conf.settings.configured:
    conf.settings.configure()


def single(smth: Any) -> list[tuple[Any, Any]]:
    """Pairs of which no two have the same name."""
    given = pairs(smth)
    if len({str(name).lower() for name, _ in given}) < len(given):
        raise NotProvided("a header with several values")
    return given


class Headers(response.ResponseHeaders):
    def __init__(self, smth: Any = ()) -> None:
        super().__init__(single(smth))

    def replace(self, smth: Any) -> None:
        for name, value in single(smth):
            self[name] = value

    add = lacking("Headers.add")
    getall = lacking("Headers.getall")
    popall = lacking("Headers.popall")
    update = lacking("Headers.update")


class Response(Plain, http.HttpResponse):
    headers: Any

    def __init__(self, code: int, headers: Any, data: Any) -> None:
        http.HttpResponse.__init__(self, data, status=code, headers=single(headers))
        self.headers = Headers(self.headers)

    @property
    def code(self) -> Any:
        return self.status_code

    @property
    def description(self) -> Any:
        return self.reason_phrase

    @property
    def data(self) -> Any:
        return list(self)


class _JSON(http.JsonResponse, Response):
    def __init__(self, smth: Any) -> None:
        made = http.JsonResponse(smth, safe=False)
        Response.__init__(self, made.status_code, made.headers, made.content)


class FileResponse(Plain, http.FileResponse):
    headers: Any
    code = Response.code
    description = Response.description

    def __init__(self, code: int, path: Any, headers: Any, bufsize: int = 4096) -> None:
        self.block_size = bufsize
        headers = pairs(headers)
        given = {name.lower() for name, _ in headers}
        kwargs = {} if "content-type" in given else {"content_type": "text/html; charset=utf-8"}
        self._serve(code, path, headers, **kwargs)

    def _serve(self, code: int, path: Any, headers: Any, **kwargs: Any) -> None:
        self.path = path
        file = open(path, "rb")  # noqa: SIM115 (closed with the response)
        http.FileResponse.__init__(self, file, status=code, headers=single(headers), **kwargs)
        self.headers = Headers(self.headers)

    @property
    def bufsize(self) -> int:
        return self.block_size

    @property
    def data(self) -> Iterator[bytes]:
        return iter(self)


class _Static(FileResponse):
    def __init__(self, path: Any, attachment: bool, headers: Any) -> None:
        self._serve(200, path, headers, as_attachment=attachment)


def static(path: Any, attachment: bool = True, headers: Any = ()) -> _Static:
    return _Static(path, attachment, headers)


def jsonify(smth: Any) -> _JSON:
    return _JSON(smth)
