"""The judge: what it makes of a clause and an implementation, and whom it blames."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

import reference
from conformance import strategies, wire
from conformance.budget import PROFILES, Budget
from conformance.clause import MUST, REGISTRY, SHOULD, Clause, Skipped, cases, clause, reached
from conformance.draws import backend
from conformance.expect import expect, expect_equal
from conformance.gate import load_clauses
from conformance.implementation import REQUIRED, Implementation
from conformance.judge import judge
from conformance.report.model import Entry

# The suite tells clauses from its machinery by the folder and name of their file: this file
# stands for one of its clause files.
pytestmark = pytest.mark.usefixtures("registry", "_here_is_a_clause_file")


@pytest.fixture
def _here_is_a_clause_file(monkeypatch: pytest.MonkeyPatch) -> None:
    from conformance import failure

    owner = failure.owner
    monkeypatch.setattr(
        failure,
        "owner",
        lambda frame: "clause" if frame.f_code.co_name == "body" else owner(frame),
    )


def made(*decorators: Any, level: str = MUST, **options: Any) -> Callable[[Any], Clause]:
    """Makes a clause of a function called `body`."""

    def make(body: Any) -> Clause:
        for decorator in reversed(decorators):
            body = decorator(body)
        body.__doc__ = "It holds."
        REGISTRY.pop("test.clause", None)
        found: Clause = clause("test.clause", level=level, source="test", **options)(body).clause
        return found

    return make


def implementation(**names: Any) -> Implementation:
    return Implementation(SimpleNamespace(**names), "subject")


GATE = Budget()


def outcome(subject: Clause, budget: Budget = GATE, **names: Any) -> Entry:
    return judge(subject, implementation(**names), budget)


# Outcomes


def test_pass() -> None:
    """What holds passes, with the number of examples that reached an assertion."""

    @made(cases(value=range(7)))
    def body(impl: Any, value: int) -> None:
        expect_equal(impl.jsonify(value), value)

    entry = outcome(body, jsonify=lambda value: value)
    assert (entry.outcome, entry.examples, entry.detail) == ("pass", 7, "")


@pytest.mark.parametrize(("level", "wanted"), [(MUST, "fail"), (SHOULD, "advice")])
def test_fail(level: str, wanted: str) -> None:
    """What does not hold fails, or is advice: expected, got, the values and the line."""

    @made(given(value=st.integers()), level=level)
    def body(impl: Any, value: int) -> None:
        expect_equal(impl.jsonify(value) < 100, True)  # the line

    entry = outcome(body, jsonify=lambda value: value)
    assert entry.outcome == wanted
    for text in ("expected  True", "got       False", "impl = load('subject')", "value = 100"):
        assert text in entry.detail
    assert "# the line    # <- here" in entry.detail


def test_what_an_implementation_raises_is_its_fault() -> None:
    """An unexpected exception of the implementation fails, with its words."""

    def jsonify(value: Any) -> Any:
        raise RuntimeError("out of order")

    @made()
    def body(impl: Any) -> None:
        expect_equal(impl.jsonify(1), 1)

    entry = outcome(body, jsonify=jsonify)
    assert entry.outcome == "fail"
    assert "got       RuntimeError: out of order" in entry.detail


@pytest.mark.parametrize("id", ["wire.status-line", "wire.singletons"])
def test_what_cannot_be_called_so_is_its_fault(id: str) -> None:
    """A call that does not fit a signature is no fault of the suite, whichever module makes it."""

    class Headers:
        def __init__(self, *, smth: Any) -> None:
            pass

    class Response:
        def __init__(self, code: int) -> None:
            pass

    load_clauses()
    names: dict[str, Any] = {name: getattr(reference, name) for name in REQUIRED}
    subject = implementation(**{**names, "Headers": Headers, "Response": Response})
    entry = judge(REGISTRY[id], subject, Budget(max_examples=20, shrink=False))
    assert entry.outcome == "fail"
    assert "TypeError" in entry.detail


class Stop(BaseException):
    """Outside Exception."""


@pytest.mark.parametrize(
    "error",
    [
        SystemExit("a"),
        GeneratorExit("a"),
        KeyboardInterrupt("a"),
        asyncio.CancelledError("a"),
        Stop("a"),
    ],
)
@pytest.mark.parametrize("is_drawn", [False, True])
@pytest.mark.parametrize("is_async", [False, True])
def test_what_is_no_exception_is_a_fault_too(
    error: BaseException, is_drawn: bool, is_async: bool
) -> None:
    """A SystemExit, a cancellation or the like ends neither the run nor what follows."""

    def jsonify(value: Any) -> Any:
        raise error

    def sync_body(impl: Any, value: int) -> None:
        expect_equal(impl.jsonify(value), value)

    async def async_body(impl: Any, value: int) -> None:
        await asyncio.sleep(0)
        expect_equal(impl.jsonify(value), value)

    chosen = async_body if is_async else sync_body
    how = given(value=st.integers()) if is_drawn else cases(value=[1])
    subject = made(how)(chosen)
    entry = outcome(subject, jsonify=jsonify)
    assert entry.outcome == "fail", entry.detail
    assert type(error).__name__ in entry.detail
    assert outcome(subject, jsonify=lambda value: value).outcome == "pass"


def test_a_key_that_is_pressed_ends_the_run() -> None:
    """Whoever presses Ctrl-C means the run."""

    def jsonify(value: Any) -> Any:
        signal.raise_signal(signal.SIGINT)

    @made(given(value=st.integers()))
    def body(impl: Any, value: int) -> None:
        expect_equal(impl.jsonify(value), value)

    with pytest.raises(KeyboardInterrupt):
        outcome(body, jsonify=jsonify)


# Nothing learnt


def test_vacuous() -> None:
    """Examples that reach no assertion make a clause inconclusive, never green."""

    @made(given(value=st.integers()))
    def body(impl: Any, value: int) -> None:
        if value is None:
            expect(True, "anything", "anything")

    entry = outcome(body)
    assert (entry.outcome, entry.examples) == ("inconclusive", 0)
    assert "reached an assertion: too few" in entry.detail


def test_floor() -> None:
    """A clause that a share of its examples reaches below its floor is inconclusive."""

    def body(impl: Any, value: int) -> None:
        if value < 3:
            reached()

    assert outcome(made(cases(value=range(10)), floor=0.3)(body)).outcome == "pass"
    assert outcome(made(cases(value=range(10)), floor=0.31)(body)).outcome == "inconclusive"


def test_everything_assumed_away() -> None:
    """A clause whose assumption never holds is inconclusive."""

    @made(given(value=st.integers()))
    def body(impl: Any, value: int) -> None:
        assume(False)

    assert outcome(body).outcome == "inconclusive"


def test_skipped() -> None:
    """What this machine cannot judge is skipped, with the reason."""

    @made()
    def body(impl: Any) -> None:
        raise Skipped("no such file system here")

    entry = outcome(body)
    assert (entry.outcome, entry.detail) == ("skipped", "no such file system here")


@pytest.mark.parametrize("is_drawn", [False, True])
def test_not_provided(is_drawn: bool) -> None:
    """A name that is not exported is named, however the clause came to ask for it."""

    @made(given(value=st.integers()) if is_drawn else cases(value=[1]))
    def body(impl: Any, value: int) -> None:
        expect_equal(impl.jsonify(value), value)

    entry = outcome(body)
    assert (entry.outcome, entry.detail) == ("not-provided", "jsonify is not exported")


def test_an_optional_export_is_asked_for_first() -> None:
    """A clause about an optional export is not provided without it, whatever it does."""

    @made(export="send")
    def body(impl: Any) -> None:
        expect(False, "not to be run", "run")

    assert outcome(body).outcome == "not-provided"
    assert outcome(body, send=print).outcome == "fail"


# Faults of the suite


def test_an_unknown_name_in_a_clause() -> None:
    """A clause that uses a name which does not exist is an error of the suite."""

    @made()
    def body(impl: Any) -> None:
        reached()
        nosuchname  # type: ignore[name-defined]  # noqa: B018, F821

    entry = outcome(body)
    assert entry.outcome == "error"
    assert "NameError" in entry.detail


def test_an_unknown_name_in_an_implementation() -> None:
    """The same fault in the implementation is the implementation's."""

    def jsonify(value: Any) -> Any:
        return nosuchname  # type: ignore[name-defined]  # noqa: F821

    @made()
    def body(impl: Any) -> None:
        expect_equal(impl.jsonify(1), 1)

    assert outcome(body, jsonify=jsonify).outcome == "fail"


def test_a_fault_of_the_wire(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the wire itself raises is an error of the suite, though a clause called it."""
    monkeypatch.setattr(wire, "_request", _machinery_that_raises())

    @made()
    def body(impl: Any) -> None:
        wire.read(b"HTTP/1.1 200 OK\r\n\r\n")

    entry = outcome(body)
    assert entry.outcome == "error", entry.detail


def _machinery_that_raises() -> Any:
    """A function that counts as one of wire.py and raises."""
    scope: dict[str, Any] = {"__name__": "conformance.wire"}
    source = "def broken(*arguments):\n    raise KeyError('wire')\n"
    exec(compile(source, wire.__file__, "exec"), scope)
    return scope["broken"]


def test_a_fault_of_a_strategy() -> None:
    """What a strategy raises while it draws is an error of the suite."""
    scope: dict[str, Any] = {"__name__": "conformance.strategies.fields"}
    file = strategies.__file__
    exec(compile("def broken(x):\n    raise KeyError('draw')\n", file, "exec"), scope)

    @made(given(value=st.integers().map(scope["broken"])))
    def body(impl: Any, value: int) -> None:
        expect_equal(impl.jsonify(value), value)

    entry = outcome(body, jsonify=lambda value: value)
    assert entry.outcome == "error", entry.detail
    assert "KeyError: 'draw'" in entry.detail


# What an implementation is given


@pytest.mark.parametrize(
    "decorators",
    [
        (given(value=st.just(0)), example(value=[("a", ["1"]), {"b": []}])),
        (cases(value=[[("a", ["1"]), {"b": []}]]),),
    ],
    ids=["example", "cases"],
)
def test_what_was_changed_is_not_given_again(decorators: Any) -> None:
    """An implementation may change what it is given: the next one gets it as it was."""
    seen = []

    def emptied(value: Any) -> None:
        if value != 0:
            seen.append(repr(value))
            value[0][1].clear()
            value[1].clear()
            value.clear()

    @made(*decorators)
    def body(impl: Any, value: Any) -> None:
        impl.jsonify(value)
        reached()

    for _ in range(2):
        assert judge(body, implementation(jsonify=emptied), Budget()).outcome == "pass"
    assert seen == [repr([("a", ["1"]), {"b": []}])] * 2


# Several faults, faults that come and go


def test_two_faults() -> None:
    """Two faults on two lines of a clause are both told."""

    @made(given(value=st.integers(-100, 100)))
    def body(impl: Any, value: int) -> None:
        if value > 10:
            expect(False, "the first", "nothing")
        if value < -10:
            expect(False, "the second", "nothing")
        reached()

    entry = outcome(body)
    assert entry.outcome == "fail"
    assert "expected  the first" in entry.detail
    assert "expected  the second" in entry.detail


def test_flaky() -> None:
    """A fault that does not come back fails all the same, with a remark."""
    calls = []

    def jsonify(value: Any) -> Any:
        calls.append(value)
        return len(calls) != 5

    @made(given(value=st.integers()))
    def body(impl: Any, value: int) -> None:
        expect_equal(impl.jsonify(value), True)

    entry = outcome(body, jsonify=jsonify)
    assert entry.outcome == "fail"
    assert "the implementation does not always do the same" in entry.detail


# Time: see also test_deadline


def test_a_timeout_of_the_implementation_is_a_fault() -> None:
    """An implementation that raises TimeoutError by itself did end: it fails."""

    async def responsify(value: Any) -> Any:
        raise asyncio.TimeoutError("mine")

    @made()
    async def body(impl: Any) -> None:
        expect_equal(await impl.responsify(1), 1)

    entry = outcome(body, responsify=responsify)
    assert entry.outcome == "fail", entry.detail
    assert "mine" in entry.detail


# Draws


def drawn(budget: Budget) -> list[int]:
    values: list[int] = []

    @made(given(value=st.integers()))
    def body(impl: Any, value: int) -> None:
        reached()
        values.append(value)

    assert outcome(body, budget).outcome == "pass"
    return values


def test_without_its_own_backend(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Hypothesis has no such interface any more, its own backend draws."""
    from hypothesis.internal.conjecture import providers

    with monkeypatch.context() as patch:
        patch.delattr(providers, "HypothesisProvider")
        assert backend() == "hypothesis"
    stock = Budget(settings(PROFILES["gate"], backend="hypothesis"))

    @made(given(number=st.integers(0, 50)))
    def body(impl: Any, number: int) -> None:
        expect(number < impl.jsonify(1), "a small number", number)

    assert outcome(body, stock, jsonify=lambda value: 51).outcome == "pass"
    assert outcome(body, stock, jsonify=lambda value: 50).outcome == "fail"


def test_the_gate_draws_the_same() -> None:
    """Without a seed the gate draws the same, time after time."""
    assert drawn(Budget()) == drawn(Budget())
    assert len(drawn(Budget())) == PROFILES["gate"].max_examples


def test_seeds() -> None:
    """A seed is a series of its own, and the same each time."""
    assert drawn(Budget(seed=1)) == drawn(Budget(seed=1))
    series = {tuple(drawn(Budget(seed=seed))) for seed in (None, 1, 2, 3)}
    assert len(series) == 4


def test_explore_takes_a_seed() -> None:
    """A seed makes explore deterministic."""
    explore = Budget(PROFILES["explore"], seed=5)
    assert drawn(explore) == drawn(explore)


def test_shrinking_can_be_left_out() -> None:
    """Without shrinking the first counterexample is the one that is told, and sooner."""
    calls: list[int] = []

    def jsonify(value: Any) -> Any:
        calls.append(value)
        return abs(value) < 1000

    @made(given(value=st.integers()))
    def body(impl: Any, value: int) -> None:
        expect_equal(impl.jsonify(value), True)

    assert outcome(body, Budget(shrink=False), jsonify=jsonify).outcome == "fail"
    few = len(calls)
    calls.clear()
    assert "value = 1000" in outcome(body, Budget(), jsonify=jsonify).detail
    assert few < len(calls)


@pytest.mark.parametrize(("number", "wanted"), [(1, 1), (2, 2), (3, 3), (17, 17), (None, 102)])
def test_explicit_examples(number: int | None, wanted: int) -> None:
    """An @example counts among --max-examples, before what is drawn, from run to run."""
    values = []

    @made(example(value=1000), example(value=2000), given(value=st.integers(0, 500)))
    def body(impl: Any, value: int) -> None:
        reached()
        values.append(value)

    for _ in range(2):
        values.clear()
        assert outcome(body, Budget(max_examples=number)).examples == wanted
        assert len([value for value in values if value > 500]) == min(2, wanted)


@pytest.mark.parametrize("number", [1, 2, 3, 17])
@pytest.mark.parametrize("needs", ["", "loop", "file", "streams"])
def test_max_examples(number: int, needs: str) -> None:
    """No clause draws or enumerates more examples than it may."""

    def body(impl: Any, value: int) -> None:
        reached()

    budget = Budget(max_examples=number)
    assert outcome(made(given(value=st.integers()), needs=needs)(body), budget).examples <= number
    assert outcome(made(cases(value=range(50)), needs=needs)(body), budget).examples == number
