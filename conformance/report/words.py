"""What the reports for people share: signs, text made visible, and the links of a source."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass

from ..failure import visible as visible
from .model import Entry, Run

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

_RFC = re.compile(r"RFC (?P<number>\d+) §(?P<first>[\d.]+)(?P<others>(?:, §[\d.]+)*)")


@dataclass(frozen=True)
class Part:
    """A piece of a source: its text, and the address of what it names, "" for none."""

    text: str
    address: str = ""


def parts(source: str) -> Iterator[Part]:
    """The pieces of a clause's source, in order: each section of an RFC has an address."""
    for number, one in enumerate(source.split("; ")):
        if number:
            yield Part("; ")
        match = _RFC.fullmatch(one)
        if match is None:
            yield Part(one)  # doc or ruling
            continue
        page = f"https://www.rfc-editor.org/rfc/rfc{match['number']}.html"
        yield Part(f"RFC {match['number']} §{match['first']}", f"{page}#section-{match['first']}")
        for section in re.findall(r"[\d.]+", match["others"]):
            yield Part(", ")
            yield Part(f"§{section}", f"{page}#section-{section}")


def only_this(name: str, entry: Entry) -> str:
    """The command that judges one implementation by one clause only."""
    command = ["pytest", "--pyargs", "conformance", f"--impl={name}", f"--clause={entry.id}"]
    return shlex.join([*command, "--isolate"] if entry.outcome == "died" else command)


def overall(runs: list[Run]) -> str:
    """The verdict of all runs in one sentence."""
    if len(runs) == 1:
        return runs[0].sentence
    return f"{[run.verdict for run in runs].count('conforms')} of {len(runs)} conform"


def worst(runs: list[Run]) -> str:
    """The verdict of all runs in one word."""
    verdicts = [run.verdict for run in runs]
    return next(word for word in ("fails", "inconclusive", "conforms") if word in verdicts)
