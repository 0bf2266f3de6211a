"""Statements of the API, and what judges each of them."""

from __future__ import annotations

import inspect
from dataclasses import dataclass

from ..clause import MUST, SHOULD

OPEN = "OPEN"


@dataclass(frozen=True)
class Statement:
    """One sentence of the specification.

    `key` names it, area first. `clauses` are the ids of the clauses that judge it, `reason` says
    why none does. `why` is the reason of a ruling.
    """

    key: str
    level: str
    source: str
    text: str
    clauses: tuple[str, ...] = ()
    why: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Area:
    """A chapter: its title, the text that stands before its statements and the one after them."""

    title: str
    statements: tuple[Statement, ...]
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Rule:
    """What a standard says of a response, the clauses that judge it, or the reason why none does.

    `owner` is whose duty it is: the response's, or that of whoever sends it.
    """

    id: str
    owner: str
    section: str
    text: str
    clauses: tuple[str, ...] = ()
    reason: str = ""


def must(
    key: str, source: str, text: str, *clauses: str, why: str = "", reason: str = ""
) -> Statement:
    """A statement that fails an implementation."""
    return Statement(key, MUST, source, one_line(text), clauses, one_line(why), one_line(reason))


def should(
    key: str, source: str, text: str, *clauses: str, why: str = "", reason: str = ""
) -> Statement:
    """A statement that is advice."""
    return Statement(key, SHOULD, source, one_line(text), clauses, one_line(why), one_line(reason))


def left_open(key: str, text: str, why: str = "") -> Statement:
    """A choice in which good implementations may differ: no clause may fail either of them."""
    return Statement(key, OPEN, "ruling", one_line(text), why=one_line(why), reason="left open")


def area(title: str, *statements: Statement, before: str = "", after: str = "") -> Area:
    return Area(title, statements, inspect.cleandoc(before), inspect.cleandoc(after))


def of_response(id: str, section: str, text: str, *clauses: str, reason: str = "") -> Rule:
    """A rule that the response object itself has to obey."""
    return Rule(id, "response", section, one_line(text), clauses, one_line(reason))


def of_sender(id: str, section: str, text: str, *clauses: str, reason: str = "") -> Rule:
    """A rule for whoever writes the message: an implementation does if it exports `send`."""
    return Rule(id, "sender", section, one_line(text), clauses, one_line(reason))


def one_line(text: str) -> str:
    return " ".join(text.split())
