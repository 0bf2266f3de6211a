"""The pytest plugin: the options, one test for each clause and implementation, the verdict.

A session that runs no clause is left alone: nothing but this module, `gate` and `options` is
imported.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator, Iterable
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from . import __version__, options
from .gate import PACKAGE, VERDICT, Gate, gate_for, paths

if TYPE_CHECKING:
    from .clause import Clause
    from .report.model import Entry, Run

#: How a result is shown while the clauses run: letter, word, colour.
_LETTERS = {
    "pass": (".", "PASS", {"green": True}),
    "fail": ("F", "FAIL", {"red": True}),
    "advice": ("a", "ADVICE", {"yellow": True}),
    "inconclusive": ("I", "INCONCLUSIVE", {"red": True}),
    "timeout": ("T", "TIMEOUT", {"red": True}),
    "died": ("D", "DIED", {"red": True}),
    "error": ("E", "ERROR", {"red": True}),
    "not-provided": ("-", "NOT PROVIDED", {"yellow": True}),
    "skipped": ("s", "SKIPPED", {"yellow": True}),
    "known": ("k", "KNOWN", {"yellow": True}),
    "fixed": ("X", "FIXED", {"red": True}),
}
#: What pytest makes of an outcome; advice is a failure in strict mode.
_FAILED = ("fail", "inconclusive", "timeout", "died", "error", "fixed")
#: The most that is shown of what is printed in a clause, in characters.
MOST_OUTPUT = 10_000
_SKIPPED = ("not-provided", "skipped")


pytest_addoption = options.add
_GATE = pytest.StashKey[Gate]()
_ENTRY = pytest.StashKey["Entry"]()


# ---------------------------------------------------------------------------------------------
# Before the run: what is asked for, and whether that can be done


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    if _is_asked_for(config):
        _limit_restarts(config)
        _open(config)


def _limit_restarts(config: pytest.Config) -> None:
    """Of the workers that --tx names as of those of -n: where one cannot begin, no other can."""
    workers = getattr(config.option, "tx", None)
    if workers and config.option.maxworkerrestart is None:
        config.option.maxworkerrestart = str(4 * len(workers))


def _open(config: pytest.Config) -> Gate:
    """The gate of this session; under xdist only the controller collects what came of it."""
    if _GATE not in config.stash:
        config.stash[_GATE] = gate_for(config)
        if not hasattr(config, "workerinput"):
            from .progress import Progress

            gate, manager = config.stash[_GATE], config.pluginmanager
            manager.register(_Collector(gate), "conformance-collector")
            manager.register(Progress(config, gate), "conformance-progress")
    return config.stash[_GATE]


def _is_asked_for(config: pytest.Config) -> bool:
    option = config.option
    return (
        options.ask_for_clauses(option)
        or (option.pyargs and any(arg.split(".")[0] == __package__ for arg in config.args))
        or any(path == PACKAGE or PACKAGE in path.parents for path in paths(config))
    )


def pytest_report_header(config: pytest.Config) -> list[str]:
    gate = config.stash.get(_GATE, None)
    if gate is None:
        return []
    return [
        f"conformance {__version__}, profile {gate.profile}: "
        f"{impl.name}, version {impl.version}, {impl.file}"
        for impl in gate.implementations
    ]


# ---------------------------------------------------------------------------------------------
# One test for each clause and implementation


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if _clause_of(metafunc.function) is not None:
        gate = _open(metafunc.config)
        metafunc.parametrize(
            "impl",
            range(len(gate.implementations)),
            ids=[impl.name for impl in gate.implementations],
            indirect=True,
            scope="session",
        )


@pytest.fixture(scope="session")
def impl(request: pytest.FixtureRequest) -> Any:
    """The implementation under judgement."""
    return request.config.stash[_GATE].implementations[request.param]


def _clause_of(function: Any) -> Clause | None:
    return getattr(function, "clause", None)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    gate = config.stash.get(_GATE, None)
    if gate is None:
        return
    patterns = config.option.clause or ["*"]
    kept: list[pytest.Item] = []
    left: list[pytest.Item] = []
    for item in items:
        clause = _clause_of(getattr(item, "function", None))
        wanted = clause is None or (
            clause.as_of(gate.spec) is not None
            and any(fnmatchcase(clause.id, pattern) for pattern in patterns)
        )
        (kept if wanted else left).append(item)
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = kept


def pytest_collection_finish(session: pytest.Session) -> None:
    gate = session.config.stash.get(_GATE, None)
    for item in session.items:
        clause = _clause_of(getattr(item, "function", None))
        if gate is not None and clause is not None:
            gate.entries[clause.id, _index(item)] = None
        elif gate is not None:
            gate.others = True


def _index(item: Any) -> int:
    return int(item.callspec.params["impl"])


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    clause = _clause_of(pyfuncitem.function)
    if clause is None:
        return None
    from .report.words import visible

    gate = pyfuncitem.config.stash[_GATE]
    impl = gate.implementations[_index(pyfuncitem)]
    pyfuncitem.user_properties += [
        ("clause", clause.id),
        ("level", clause.level),
        ("source", clause.source),
        ("implementation", visible(impl.name)),
    ]
    _note(pyfuncitem.config, clause.id)
    pyfuncitem.stash[_ENTRY] = gate.judge(clause, _index(pyfuncitem))
    return True


def _note(config: pytest.Config, line: str) -> None:
    """Tells the process that started this one how far it has come."""
    if config.option.journal and not hasattr(config, "workerinput"):
        with open(config.option.journal, "a", encoding="utf-8") as file:
            file.write(f"{line}\n")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    entry = item.stash.get(_ENTRY, None)
    if call.when == "call" and entry is not None and report.passed:
        _translate(report, entry, item.config.stash[_GATE], _index(item))
    return report


def _translate(report: pytest.TestReport, entry: Entry, gate: Gate, index: int) -> None:
    from .report import terminal
    from .report.words import visible

    name = gate.implementations[index].name
    report.conformance = {"implementation": index, **entry.as_data()}  # type: ignore[attr-defined]
    # What was printed: shown beside a failure, by pytest as it stands.
    report.sections = [(title, visible(text[:MOST_OUTPUT])) for title, text in report.sections]
    if entry.outcome in _FAILED or (entry.outcome == "advice" and gate.strict):
        report.outcome = "failed"
        report.longrepr = "\n".join(terminal.failure(entry, name))
    elif entry.outcome in _SKIPPED:
        report.outcome = "skipped"
        path, line, _ = report.location
        report.longrepr = (path, line or 0, f"Skipped: {entry.detail}")


def pytest_report_teststatus(
    report: pytest.TestReport | pytest.CollectReport, config: pytest.Config
) -> tuple[str, str, str | tuple[str, dict[str, bool]]] | None:
    found = getattr(report, "conformance", None)
    if found is None:
        return None
    letter, word, colour = _LETTERS[found["outcome"]]
    progress = config.pluginmanager.get_plugin("conformance-progress")
    if progress is not None and progress.is_live:
        letter = word = ""
    category = {"pass": "passed"}.get(found["outcome"], found["outcome"])
    return "failed" if report.failed else category, letter, word and (word, colour)


# ---------------------------------------------------------------------------------------------
# After the run: the verdict


class _Collector:
    """Keeps what each clause came to; under xdist only the controller has one."""

    def __init__(self, gate: Gate) -> None:
        self.gate = gate

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        from .report.model import Entry

        found = getattr(report, "conformance", None)
        if found is not None:
            entry = Entry.from_data({k: v for k, v in found.items() if k != "implementation"})
            self.gate.entries[entry.id, found["implementation"]] = entry

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Once pytest has written its own files."""
        xml = getattr(session.config.option, "xmlpath", None)
        if xml and not session.config.option.collectonly:
            from .report import junit

            path = Path(os.path.expandvars(xml)).expanduser()
            _write(session, f"--junitxml={xml}", junit.amend, path, self.gate.runs())

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, node: Any, ids: Iterable[str]) -> None:
        for nodeid in ids:
            found = self.gate.clause_at(nodeid)
            if found is None:
                self.gate.others = True
            else:
                self.gate.entries.setdefault(found, None)

    @pytest.hookimpl(optionalhook=True)
    def pytest_handlecrashitem(self, crashitem: str, report: pytest.TestReport) -> None:
        """xdist starts another worker by itself; which clause ended this one is told as ever."""
        from .clause import REGISTRY
        from .report.model import Entry

        found = self.gate.clause_at(crashitem)
        if found is not None:
            id, index = found
            clause = REGISTRY[id].as_of(self.gate.spec) or REGISTRY[id]
            about = (clause.id, clause.level, clause.source, clause.statement)
            entry = Entry(*about, "died", detail="the process of a worker of xdist ended")
            _translate(report, entry, self.gate, index)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    config = session.config
    gate = config.stash.get(_GATE, None)
    if gate is None or hasattr(config, "workerinput") or config.option.collectonly:
        return
    runs = gate.runs()
    _take_back_consequences(config, runs)
    if session.exitstatus == pytest.ExitCode.OK and any(r.verdict != "conforms" for r in runs):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    if gate.reports:
        from .report import formats

        for path in gate.reports:
            _write(session, f"--report={path}", formats.write, path, runs)
    if gate.list_to_write is not None:
        path = gate.list_to_write
        _write(session, f"--write-known-failures={path}", gate.write_known_failures, path, runs)
    if gate.repro is not None:
        _write(session, f"--repro={gate.repro}", gate.write_scripts, gate.repro, runs)


def _write(
    session: pytest.Session,
    option: str,
    write: Callable[[Path, list[Run]], None],
    path: Path,
    runs: list[Run],
) -> None:
    """What cannot be written makes the run an error, but the other reports are still to come."""
    try:
        write(path, runs)
    except Exception as error:
        said = getattr(error, "strerror", None) or f"{type(error).__name__}: {error}"
        session.exitstatus = pytest.ExitCode.INTERNAL_ERROR
        print(f"ERROR: {option}: cannot write: {said}", file=sys.stderr)


def _take_back_consequences(config: pytest.Config, runs: list[Run]) -> None:
    """Moves the failures that follow from another one out of pytest's section of failures."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None:
        return
    judged = {(e.id, index): e for index, run in enumerate(runs) for e in run.entries}
    for category in ("failed", "advice"):
        for report in list(reporter.stats.get(category, [])):
            found = getattr(report, "conformance", None)
            if found is None:
                continue
            if judged[found["id"], found["implementation"]].outcome == "not-judged":
                reporter.stats[category].remove(report)
                reporter.stats.setdefault("not-judged", []).append(report)


def pytest_unconfigure(config: pytest.Config) -> None:
    gate = config.stash.get(_GATE, None)
    if gate is None:
        return
    gate.close()
    verdicts = sorted({run.verdict for run in gate.runs() if run.entries})
    if verdicts and not config.option.collectonly:
        _note(config, f"{VERDICT}{' '.join(verdicts)}")


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    gate = config.stash.get(_GATE, None)
    if gate is None or config.option.collectonly:
        return
    from .report import terminal

    for run in gate.runs():
        if not gate.strict:
            for entry in (e for e in run.entries if e.outcome == "advice"):
                terminalreporter.section(f"advice: {entry.id}", "_")
                for line in terminal.failure(entry, run.name):
                    terminalreporter.write_line(line)
        terminalreporter.section(f"conformance of {run.name}", "=")
        for line in [*terminal.remarks(run), *terminal.table(run)]:
            terminalreporter.write_line(line)
        colour = "green" if run.verdict == "conforms" else "red"
        terminalreporter.write_line(run.sentence, **{colour: True}, bold=True)
        if run.known_faults is not None:
            terminalreporter.write_line(run.known_faults.sentence)
    for line in gate.remarks:
        terminalreporter.write_line(line)
