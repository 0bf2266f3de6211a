"""What is shown while the clauses run: a line that changes on a terminal, else a line an area."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Generator
from itertools import chain
from typing import Any

import pytest

from .gate import Gate
from .report.model import number_of


class Progress:
    """Tells which area runs, how many clauses are left, and the time gone.

    On a terminal it does so in one line that takes the place of pytest's letters, and above which
    stays what did not pass; with ``-v`` and where there is no terminal, in a line for each area
    that is done; with ``-q`` not at all.
    """

    def __init__(self, config: pytest.Config, gate: Gate) -> None:
        self._config = config
        self._gate = gate
        self._started = time.monotonic()
        self._done: dict[str, Counter[str]] = {}
        self._reporter: Any = None
        self._width = 0

    @property
    def is_live(self) -> bool:
        """Whether the line that changes is shown: where nothing but clauses runs."""
        return bool(
            self._reporter is not None
            and self._reporter.isatty
            and self._config.option.verbose == 0
            and not self._gate.others
        )

    @pytest.hookimpl(trylast=True)
    def pytest_sessionstart(self) -> None:
        self._reporter = self._config.pluginmanager.get_plugin("terminalreporter")
        self._started = time.monotonic()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logstart(self, nodeid: str) -> None:
        if self.is_live:
            self._reporter.showfspath = False
            found = self._gate.clause_at(nodeid)
            if found is not None:
                self._show(found[0].partition(".")[0])

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        found = getattr(report, "conformance", None)
        if found is None or self._reporter is None or self._config.option.verbose < 0:
            return
        area = found["id"].partition(".")[0]
        outcomes = self._done.setdefault(area, Counter())
        outcomes[found["outcome"]] += 1
        if self.is_live:
            if found["outcome"] not in ("pass", "not-provided", "skipped", "known"):
                self._clear()
                self._reporter.write_line(f"{found['outcome'].upper()} {found['id']}")
            self._show(area)
        elif sum(outcomes.values()) == self._total(area):
            self._say(area, outcomes)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self) -> None:
        self._clear()

    def _total(self, area: str) -> int:
        return [id.partition(".")[0] for id, _ in self._gate.entries].count(area)

    @property
    def _left(self) -> str:
        done = sum(sum(outcomes.values()) for outcomes in self._done.values())
        minutes, seconds = divmod(int(time.monotonic() - self._started), 60)
        left = number_of(len(self._gate.entries) - done, "clause")
        return f"{left} left, {minutes}:{seconds:02}"

    def _show(self, area: str) -> None:
        line = f"{area}: {self._left}"
        self._clear()
        self._reporter.rewrite(line)
        self._reporter.flush()
        self._width = len(line)

    def _clear(self) -> None:
        if self._width:
            self._reporter.rewrite(" " * self._width)
            self._reporter.rewrite("")
            self._width = 0

    def _say(self, area: str, outcomes: Counter[str]) -> None:
        said = [number_of(sum(outcomes.values()), "clause")]
        said += [f"{n} {word}" for word, n in sorted(outcomes.items()) if word != "pass"]
        # The line of letters that is under way has no end yet, whoever wrote it.
        if self._reporter._tw.width_of_current_line:
            self._reporter.currentfspath = None
            self._reporter.line("")
        self._reporter.write_line(f"-- {area}: {', '.join(said)}; {self._left}")

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_terminal_summary(self, terminalreporter: Any) -> Generator[None]:
        """Where pytest tells the slowest tests, clauses go by their ids."""
        if self._config.option.durations is None:
            return (yield)
        known = {}
        several = len(self._gate.implementations) > 1
        for report in chain.from_iterable(terminalreporter.stats.values()):
            if not isinstance(report, pytest.TestReport):
                continue
            found = self._gate.clause_at(report.nodeid)
            if found is not None:
                known[id(report)] = report, report.nodeid
                name = f" of {self._gate.implementations[found[1]].name}" if several else ""
                report.nodeid = found[0] + name
        try:
            return (yield)
        finally:
            for report, nodeid in known.values():
                report.nodeid = nodeid
