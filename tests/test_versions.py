"""Versions of the specification: a newer one reddens no gate that asks for an older."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import pytest

from conformance import __version__, clause
from conformance.clause import MUST, SHOULD, VERSIONS
from conformance.gate import load_clauses

from . import release
from .conftest import Command
from .test_bad_input import refused

load_clauses()
CHANGELOG = release.CHANGELOG.read_text(encoding="utf-8")

#: The reference, and a specification of which there is a second version.
LATER = """\
import dataclasses
import reference
from reference import *
from conformance import clause
from conformance.gate import load_clauses

def jsonify(smth):
    response = reference.jsonify(smth)
    response.headers.replace({"Content-Type": "text/json"})
    return response

def change(id, **to):
    function = clause.REGISTRY[id].function
    clause.REGISTRY[id] = function.clause = dataclasses.replace(clause.REGISTRY[id], **to)

load_clauses()
clause.VERSIONS += ("0.2",)
clause.WITHDRAWN["jsonify.gone"] = "0.2"
"""
ADDED = 'change("jsonify.media-type", since="0.2")\n'
TIGHTENED = 'change("jsonify.media-type", tightened="0.2")\n'
SOME = ["--impl=mymodule", "--clause=jsonify.[fm]*", "--max-examples=3"]


@pytest.fixture
def second(monkeypatch: pytest.MonkeyPatch, registry: dict[str, Any]) -> dict[str, Any]:
    """The registry where 0.2 is a version too."""
    monkeypatch.setattr(clause, "VERSIONS", (*VERSIONS, "0.2"))
    return registry


def change(registry: dict[str, Any], id: str, **to: Any) -> None:
    registry[id] = dataclasses.replace(registry[id], **to)


class TestChangeLog:
    def test_the_lists_are_current(self) -> None:
        """Each version lists by id what it added, tightened and withdrew."""
        assert release.made(CHANGELOG) == CHANGELOG, "write it anew: python -m tests.release"

    def test_a_version_lists_its_clauses(self, second: Any, monkeypatch: Any) -> None:
        """The list of a version names the clauses that stand since it, or changed in it."""
        monkeypatch.setitem(clause.WITHDRAWN, "wire.gone", "0.2")
        change(second, "headers.get-first", since="0.2")
        change(second, "jsonify.data", tightened="0.2")
        text = "## 0.2.0\n\n<!-- clauses: 0.2 -->\n\nstale\n\n" + CHANGELOG
        assert release.made(text).startswith(
            "## 0.2.0\n\n<!-- clauses: 0.2 -->\n\n- Added: `headers.get-first`.\n"
            "- Tightened, from SHOULD to MUST: `jsonify.data`.\n- Withdrawn: `wire.gone`.\n\n# "
        )

    def test_a_version_without_a_list_is_noticed(self, second: Any) -> None:
        """Every version has its list."""
        with pytest.raises(ValueError, match=re.escape("<!-- clauses: 0.2 -->")):
            release.made(CHANGELOG)

    def test_the_suite_has_the_version_of_its_specification(self) -> None:
        """The suite n.m.p judges by n.m, and the change log starts with n.m.p."""
        assert __version__.rpartition(".")[0] == VERSIONS[-1]
        headings = re.findall(r"^## (\S+?),? ", CHANGELOG + " ", re.MULTILINE)
        assert headings[0] == __version__

    def test_what_was_released_stands(self) -> None:
        """Every version that is out judges what it judged when it came out."""
        known = release.frozen()
        assert set(known) >= {*VERSIONS[:-1], *release.released(CHANGELOG)}, (
            "freeze it: python -m tests.release"
        )
        for version, then in known.items():
            kept = {id: level for id, level in then.items() if id not in clause.WITHDRAWN}
            assert release.standing(version) == kept, version

    def test_a_heading_says_what_is_out(self) -> None:
        """A version is out once its heading does not say "unreleased"."""
        assert release.released("## 0.1.0, unreleased\n") == []
        assert release.released("## 0.2.0, unreleased\n\n## 0.1.0, 1 May 2030\n") == ["0.1"]

    def test_what_a_version_judged_can_be_told(self, second: Any) -> None:
        """A clause added later is not of the first version, and one tightened later was advice."""
        before = release.standing("0.1")
        change(second, "headers.get-first", since="0.2")
        change(second, "jsonify.data", tightened="0.2")
        assert release.standing("0.2") == before
        assert release.standing("0.1") == {
            **{id: level for id, level in before.items() if id != "headers.get-first"},
            "jsonify.data": SHOULD,
        }


class TestRegistering:
    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({"since": "0.0"}, "since '0.0'"),
            ({"since": "0.1", "tightened": "0.1"}, "tightened '0.1'"),
            ({"tightened": "0.3"}, "tightened '0.3'"),
            ({"level": SHOULD, "tightened": "0.2"}, "only a MUST is tightened"),
        ],
    )
    def test_what_no_version_says(self, second: Any, given: dict[str, Any], said: str) -> None:
        """A clause stands since a known version, and is tightened in a later one."""
        with pytest.raises(TypeError, match=re.escape(said)):
            clause.clause("a.b", source="doc", **{"level": MUST, **given})(_documented)

    def test_a_clause_that_came_later(self, second: Any) -> None:
        """It may stand since a later version than the first."""
        clause.clause("a.b", source="doc", level=MUST, since="0.2")(_documented)
        assert second["a.b"].as_of("0.1") is None
        assert second["a.b"].as_of("0.2") is second["a.b"]

    def test_an_id_that_was_withdrawn(self, registry: Any, monkeypatch: Any) -> None:
        """The id of a clause that was withdrawn is never used again."""
        monkeypatch.setitem(clause.WITHDRAWN, "a.b", "0.2")
        with pytest.raises(TypeError, match=re.escape("a.b: the id was withdrawn in 0.2")):
            clause.clause("a.b", source="doc", level=MUST)(_documented)


def _documented(impl: Any) -> None:
    """It has a statement."""


class TestSpec:
    """--spec."""

    def test_a_newer_clause_is_not_judged(self, command: Command) -> None:
        """A clause that came later is no part of an earlier version: what fails by it conforms."""
        command.write("mymodule.py", LATER + ADDED)
        result = command(*SOME, "--spec=0.1", "--report=report.json")
        assert result.status == 0, result.output
        assert [c["id"] for c in result.report()["clauses"]] == ["jsonify.falsy"]
        assert result.report()["specification"] == {"version": "0.1"}

    def test_the_latest_is_the_default(self, command: Command) -> None:
        """Without --spec every clause is judged, by the latest version."""
        command.write("mymodule.py", LATER + ADDED)
        result = command(*SOME, "--report=report.json")
        assert result.status == 1, result.output
        assert result.report()["specification"] == {"version": "0.2"}

    def test_a_clause_is_judged_as_it_stood(self, command: Command) -> None:
        """What became a MUST later is advice by an earlier version."""
        command.write("mymodule.py", LATER + TIGHTENED)
        result = command(*SOME, "--spec=0.1", "--report=report.json")
        assert result.status == 0, result.output
        levels = {c["id"]: (c["level"], c["outcome"]) for c in result.report()["clauses"]}
        assert levels["jsonify.media-type"] == (SHOULD, "advice")
        assert command(*SOME, "--spec=0.2").status == 1

    def test_a_newer_clause_cannot_be_chosen(self, command: Command) -> None:
        """A pattern that matches only what came later is refused, and says since when."""
        command.write("mymodule.py", LATER + ADDED)
        result = command("--impl=mymodule", "--spec=0.1", "--clause=jsonify.media-type")
        refused(result, "--clause=jsonify.media-type: stands only since 0.2, not in 0.1")

    def test_a_withdrawn_clause_cannot_be_chosen(self, command: Command) -> None:
        """The id of a clause that was withdrawn is refused, and says when it was."""
        command.write("mymodule.py", LATER)
        result = command("--impl=mymodule", "--clause=jsonify.gone")
        refused(result, "--clause=jsonify.gone: was withdrawn in 0.2")

    @pytest.mark.parametrize("version", ["0.2", "0", "", "0.1.0", "latest"])
    def test_an_unknown_version(self, command: Command, version: str) -> None:
        """An unknown version is refused, and the known ones are named."""
        refused(command(f"--spec={version}"), f"--spec={version}: expected one of 0.1")
