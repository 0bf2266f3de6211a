"""What each version changed: ``python -m tests.release`` writes the lists of CHANGELOG.md anew.

It also freezes what a version judged, in released.json, once its heading no longer says
"unreleased": from then on a clause that is added, raised or dropped without saying so is noticed.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from conformance import clause
from conformance.gate import load_clauses

CHANGELOG = Path(__file__).parent.parent / "CHANGELOG.md"
RELEASED = Path(__file__).with_name("released.json")

Standing = dict[str, str]


def standing(version: str) -> Standing:
    """The clauses of a version that are still judged, by id, with their level in it."""
    found = {id: known.as_of(version) for id, known in sorted(clause.REGISTRY.items())}
    return {id: then.level for id, then in found.items() if then is not None}


def changes(version: str) -> str:
    """The clauses that a version added, tightened and withdrew, as a list in Markdown."""
    known = clause.in_order()
    kinds = {
        "Added": [c.id for c in known if c.since == version],
        "Tightened, from SHOULD to MUST": [c.id for c in known if c.tightened == version],
        "Withdrawn": [id for id, when in clause.WITHDRAWN.items() if when == version],
    }
    if version == clause.VERSIONS[0]:
        return "- Added: every clause, as SPECIFICATION.md lists them."
    lines = [
        f"- {kind}: {', '.join(f'`{id}`' for id in ids)}." for kind, ids in kinds.items() if ids
    ]
    return "\n".join(lines) or "- No clause changed."


def made(text: str) -> str:
    """`text` of the change log, with the list of each version made anew; ValueError without one."""
    for version in clause.VERSIONS:
        mark = f"<!-- clauses: {version} -->\n"
        if text.count(mark) != 1:
            raise ValueError(f"CHANGELOG.md has not one {mark.strip()}")
        text = re.sub(
            rf"({re.escape(mark)}\n).*?(\n\n|\n\Z)",
            lambda match, version=version: match[1] + changes(version) + match[2],  # type: ignore[misc]
            text,
            flags=re.DOTALL,
        )
    return text


def released(text: str) -> list[str]:
    """The versions of the specification that are out, by the headings of the change log."""
    headings = re.findall(r"^## (\d+\.\d+)\.\d+(.*)$", text, re.MULTILINE)
    out = {version for version, rest in headings if "unreleased" not in rest}
    return [version for version in clause.VERSIONS if version in out]


def frozen() -> dict[str, Standing]:
    """What each released version judged when it came out."""
    known: dict[str, Standing] = json.loads(RELEASED.read_text(encoding="utf-8"))
    return known


def main() -> None:
    load_clauses()
    text = made(CHANGELOG.read_text(encoding="utf-8"))
    CHANGELOG.write_text(text, encoding="utf-8")
    kept = {version: standing(version) for version in released(text)} | frozen()
    RELEASED.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
