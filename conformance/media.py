"""The Content-Type of a response, in one form."""

from __future__ import annotations

from typing import Any

from .expect import expect, expect_equal, the_one, values_of
from .grammar import MEDIA_TYPE

HTML = "text/html; charset=utf-8"


def media_type(value: str) -> str:
    """A Content-Type in one form, since case, blanks and quotes do not matter."""
    match = MEDIA_TYPE.fullmatch(value.encode("latin-1"))
    if match is None:
        return value
    return match[0].decode("latin-1").lower().replace(" ", "").replace("\t", "").replace('"', "")


def expect_html(headers: Any) -> None:
    """That the headers have the default Content-Type, once."""
    expect_equal([media_type(v) for v in values_of(headers, "content-type")], [media_type(HTML)])


def type_of(response: Any) -> str:
    """The media type of a response without its parameters, in lower case."""
    value = the_one(response, "content-type")
    match = MEDIA_TYPE.fullmatch(value.encode("latin-1", "replace"))
    expect(match is not None, "a media type", value)
    assert match is not None
    return match["type"].decode().lower()
