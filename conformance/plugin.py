"""The pytest plugin: the options, one test for each clause and implementation, the verdict.

A session that runs no clause is left alone: nothing but this module, `gate` and `options` is
imported.
"""

from __future__ import annotations

from collections.abc import Generator
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

import pytest

from . import __version__, options
from .gate import PACKAGE, VERDICT, Gate

if TYPE_CHECKING:
    from .clause import Clause
    from .report.model import Entry, Run

pytest_addoption = options.add
_GATE = pytest.StashKey[Gate]()
_ENTRY: pytest.StashKey[Entry] = pytest.StashKey()


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
        from .checked import gate_for

        config.stash[_GATE] = gate_for(config)
        if not hasattr(config, "workerinput"):
            from .outcomes import Collector
            from .progress import Progress

            gate, manager = config.stash[_GATE], config.pluginmanager
            manager.register(Collector(gate), "conformance-collector")
            manager.register(Progress(config, gate), "conformance-progress")
    return config.stash[_GATE]


def _is_asked_for(config: pytest.Config) -> bool:
    option = config.option
    return (
        options.ask_for_clauses(option)
        or (option.pyargs and any(arg.split(".")[0] == __package__ for arg in config.args))
        or any(path == PACKAGE or PACKAGE in path.parents for path in options.paths(config))
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
        from .outcomes import translate

        translate(report, entry, item.config.stash[_GATE], _index(item))
    return report


def pytest_report_teststatus(
    report: pytest.TestReport | pytest.CollectReport, config: pytest.Config
) -> tuple[str, str, str | tuple[str, dict[str, bool]]] | None:
    found = getattr(report, "conformance", None)
    if found is None:
        return None
    from .outcomes import LETTERS

    letter, word, colour = LETTERS[found["outcome"]]
    progress = config.pluginmanager.get_plugin("conformance-progress")
    if progress is not None and progress.is_live:
        letter = word = ""
    category = {"pass": "passed"}.get(found["outcome"], found["outcome"])
    return "failed" if report.failed else category, letter, word and (word, colour)


# ---------------------------------------------------------------------------------------------
# After the run: the verdict


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    config = session.config
    gate = config.stash.get(_GATE, None)
    if gate is None or hasattr(config, "workerinput") or config.option.collectonly:
        return
    from .outcomes import write_or_tell

    runs = gate.runs()
    _take_back_consequences(config, runs)
    if session.exitstatus == pytest.ExitCode.OK and any(r.verdict != "conforms" for r in runs):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    if gate.reports:
        from .report import formats

        for path in gate.reports:
            write_or_tell(session, f"--report={path}", formats.write, path, runs)
    if gate.list_to_write is not None:
        path = gate.list_to_write
        write_or_tell(
            session, f"--write-known-failures={path}", gate.write_known_failures, path, runs
        )
    if gate.repro is not None:
        write_or_tell(session, f"--repro={gate.repro}", gate.write_scripts, gate.repro, runs)


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
