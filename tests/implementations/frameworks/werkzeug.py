"""Werkzeug: `wrappers.Response`, `Headers`, `HTTPException`, `redirect` and `send_file`.

`headers` are those that a handler sees. What Werkzeug itself makes of them when the response is
sent (`get_wsgi_headers` takes Content-Length from a 1xx or 204, and encodes Location) is only shown
where the API speaks of what is sent, by `redirect`. `data` is what it sends. A file is served by
a function, `send_file`, so there is no `FileResponse`; there is no `jsonify`, and no `responsify`
(those are Flask's). An `HTTPException` takes no headers of the caller's, but a whole response.
"""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterable
from typing import Any, NoReturn

from werkzeug import datastructures, exceptions, test, utils, wrappers

from conformance.clause import NotProvided

from . import Plain, lacking, pairs

__version__ = importlib.metadata.version("werkzeug")

_ENVIRON = test.create_environ()


class Headers(datastructures.Headers):
    def __init__(self, smth: Any = ()) -> None:
        super().__init__(pairs(smth))

    getall = datastructures.Headers.getlist
    popall = lacking("Headers.popall")

    def update(self, smth: Any) -> None:
        self.extend(pairs(smth))

    def replace(self, smth: Any) -> None:
        # Of another Headers, all the values of a name take the place of those before.
        super().update(datastructures.Headers(pairs(smth)))


class Response(Plain, wrappers.Response):
    default_mimetype = "text/html"
    headers: Any

    def __init__(self, code: int, headers: Any, data: Any) -> None:
        super().__init__(data, code, pairs(headers))
        self.headers = Headers(self.headers)

    @property
    def code(self) -> Any:
        return self.status_code

    @property
    def description(self) -> Any:
        return self.status.partition(" ")[2]

    @property
    def data(self) -> Iterable[bytes]:
        return list(self.get_app_iter(_ENVIRON))


class _File(Response):
    def __init__(self, response: Any, **kwargs: Any) -> None:
        wrappers.Response.__init__(self, response, **kwargs)

    @property
    def data(self) -> Iterable[bytes]:
        chunks: Iterable[bytes] = self.get_app_iter(_ENVIRON)
        return chunks


class Abort(exceptions.HTTPException):
    # The code belongs to the class in Werkzeug: an exception can be made without, and copied so.
    def __init__(self, code: Any = None, description: Any = "", headers: Any = ()) -> None:
        if pairs(headers):
            raise NotProvided("Abort.headers")
        super().__init__(description)
        self.code = code

    @property
    def headers(self) -> Headers:
        if self.response is None:
            raise NotProvided("Abort.headers")
        return Headers(self.response.get_wsgi_headers(_ENVIRON))


def abort(code: int, info: Any = "", headers: Any = ()) -> NoReturn:
    raise Abort(code, info, headers)


def redirect(path: Any, info: Any = "", code: int = 302, headers: Any = ()) -> NoReturn:
    error = Abort(code, info)
    error.response = utils.redirect(path, code)
    # Of the page that comes with it, which is not the content asked for, nothing is kept.
    location = error.response.headers["Location"]
    error.response.headers = Headers(headers)
    error.response.headers["Location"] = location
    error.response.automatically_set_content_length = False
    raise error


def static(path: Any, attachment: bool = True, headers: Any = ()) -> Response:
    response: Response = utils.send_file(
        path, _ENVIRON, as_attachment=attachment, response_class=_File
    )
    response.headers = Headers(response.headers)
    response.headers.replace(headers)
    return response
