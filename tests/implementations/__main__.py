"""Judges the reference and real frameworks: ``python -m tests.implementations``.

``matrix`` runs the gate on all of them, and writes the figures that the README quotes and a page
with every clause. ``wire`` reads the responses of frameworks from their own servers. ``history``
judges releases that had a bug of the museum, in environments of their own.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .. import frameworks, history, servers
from ..measure import SCRATCH, positive


def main(argv: list[str] | None = None) -> int:
    """0 where what was measured was written, 1 where it is not what it should be, 2 for options."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.implementations", description=__doc__, allow_abbrev=False
    )
    parser.add_argument("what", nargs="?", choices=["matrix", "wire", "history"], default="matrix")
    parser.add_argument(
        "--max-examples", type=positive, metavar="N", help="of each clause, not the gate's number"
    )
    parser.add_argument(
        "--html", type=Path, default=SCRATCH / "implementations.html", metavar="FILE",
        help="the page of the matrix (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument("--only", action="append", metavar="NAME", help="a row (repeatable)")
    options = parser.parse_args(argv)
    rows = {
        "matrix": frameworks.NAMES,
        "wire": tuple(servers.SERVERS),
        "history": tuple(bug.museum for bug in history.BUGS),
    }[options.what]
    for name in options.only or ():
        if name not in rows:
            parser.error(f"--only={name}: expected one of {', '.join(dict.fromkeys(rows))}")
    if options.what == "matrix":
        return frameworks.measure(options.html, options.max_examples, options.only)
    if options.what == "wire":
        return servers.measure(options.max_examples or 20, options.only)
    return history.measure(options.only)


if __name__ == "__main__":
    sys.exit(main())
