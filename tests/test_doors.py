"""The doors accuse nobody of when a response asks for its defaults."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

import reference
from conformance.doors import RESPONSES
from conformance.expect import REFUSED, unless_refused


class Late:
    """A response that merges its headers when somebody asks for them."""

    def __init__(self, code: int, *arguments: Any) -> None:
        self.code = code

    @property
    def headers(self) -> Any:
        return reference.Headers(self.defheaders)

    @property
    def defheaders(self) -> Any:
        return ()


@pytest.mark.parametrize("door", [door for door in RESPONSES if "defheaders" in door])
def test_a_late_refusal_is_one(door: str) -> None:
    """Defaults that are refused when the headers are first asked for are refused."""
    impl = SimpleNamespace(Response=Late, FileResponse=Late)
    assert unless_refused(RESPONSES[door], impl, "X-A", "a\r\nB: c") is REFUSED
    assert unless_refused(RESPONSES[door], impl, "X-A", "a").headers["X-A"] == "a"
