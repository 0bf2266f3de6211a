"""What the reports for people share: signs, text made visible, and the links of a source."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass

from .model import Run

#: A sign for each outcome, beside its word: colour alone tells nothing.
SIGNS = {
    "pass": "✓",
    "fail": "✗",
    "advice": "!",
    "not-judged": "~",
    "inconclusive": "?",
    "timeout": "…",
    "died": "D",
    "error": "E",
    "not-provided": "–",
    "skipped": "s",
    "not-run": "·",
    "known": "k",
    "fixed": "+",
}
VERDICT_SIGNS = {"conforms": "✓", "fails": "✗", "inconclusive": "?"}

_RFC = re.compile(r"RFC (?P<number>\d+)(?P<sections>(?:,? §[\d.]*\d)*)")


def visible(text: str) -> str:
    """`text` with whatever is not seen as itself written as Python would, but for line feeds.

    Among it are control characters, lone surrogates (which no file in UTF-8 can hold) and those
    that turn the direction of what follows.
    """
    return "".join(
        one if one.isprintable() or one == "\n" else one.encode("unicode_escape").decode()
        for one in text
    )


@dataclass(frozen=True)
class Part:
    """A piece of a source: its text, and the address of what it names, "" for none."""

    text: str
    address: str = ""


def parts(source: str) -> Iterator[Part]:
    """The pieces of a clause's source, in order; a section of an RFC has an address."""
    end = 0
    for match in _RFC.finditer(source):
        if match.start() > end:
            yield Part(source[end : match.start()])
        page = f"https://www.rfc-editor.org/rfc/rfc{match['number']}.html"
        sections = re.findall(r"§([\d.]+)", match["sections"])
        if not sections:
            yield Part(match[0], page)
        for position, section in enumerate(sections):
            if position:
                yield Part(", ")
            prefix = "" if position else f"RFC {match['number']} "
            yield Part(f"{prefix}§{section}", f"{page}#section-{section}")
        end = match.end()
    if end < len(source):
        yield Part(source[end:])


def only_this(name: str, id: str) -> str:
    """The command that runs one clause on one implementation."""
    return shlex.join(["pytest", "--pyargs", "conformance", f"--impl={name}", f"--clause={id}"])


def overall(runs: list[Run]) -> str:
    """The verdict of all runs in one sentence."""
    if len(runs) == 1:
        return runs[0].sentence
    return f"{[run.verdict for run in runs].count('conforms')} of {len(runs)} conform"


def worst(runs: list[Run]) -> str:
    """The verdict of all runs in one word."""
    verdicts = [run.verdict for run in runs]
    return next(word for word in ("fails", "inconclusive", "conforms") if word in verdicts)
