"""The response API in the plainest Python: the contract, in reading order.

``struct`` holds the header fields, ``uri`` what a Location may be, ``abort`` the exception that is
sent as a response, ``response`` the responses, ``responsify`` what makes one of whatever a handler
returned, ``send`` what it means that a response is sent.
"""

# ruff: noqa: I001, RUF022 (the order in which to read them)
from .struct import Headers, MultiDict
from .abort import Abort, abort, redirect
from .response import FileResponse, Response, jsonify, static
from .responsify import responsify
from .send import send

# clause: module.exports
__all__ = [
    "Headers",
    "MultiDict",
    "Abort",
    "abort",
    "redirect",
    "Response",
    "FileResponse",
    "static",
    "jsonify",
    "responsify",
    "send",
]
