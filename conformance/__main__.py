"""python -m conformance: the gate, the specification, the clauses; a site to try by hand."""

from __future__ import annotations

import argparse
import difflib
import json
import os
import sys
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NoReturn

from . import __version__
from .clause import MUST, REGISTRY, SHOULD, Clause
from .explain import REFERENCE, explanation
from .gate import load_clauses
from .specification.markdown import specification
from .statements import judged_by
from .supervise import gate


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Ends with one line: the usage is a matter of --help."""
        self.exit(2, f"{self.prog}: {' '.join(message.split())}\n")


def main(argv: list[str] | None = None) -> int:
    """Prints what is asked for; exits with 2 for bad input."""
    argv = sys.argv[1:] if argv is None else argv
    if argv[:1] == ["gate"] and argv[1:2] not in (["-h"], ["--help"]):
        return gate(argv[1:])
    parser, arguments = _parse(argv)
    if arguments.command == "serve":
        return _serve(parser, arguments)
    if arguments.command == "verdict":
        return _verdict(parser, arguments)
    load_clauses()
    if arguments.command == "specification":
        text = specification()
    elif arguments.command == "clauses":
        text = _clauses(parser, arguments)
    else:
        if arguments.id not in REGISTRY:
            parser.error(_unknown(arguments.id))
        text = "\n".join(explanation(REGISTRY[arguments.id])) + "\n"
    return _print(text)


def _parse(argv: list[str] | None) -> tuple[_Parser, argparse.Namespace]:
    parser = _Parser(prog="python -m conformance", description=__doc__, allow_abbrev=False)
    parser.add_argument("--version", action="version", version=f"conformance {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    commands.add_parser(
        "gate",
        usage="python -m conformance gate [OPTION OF PYTEST ...]",
        help="run the gate in a process whose early end is no verdict",
        description="Runs 'pytest --pyargs conformance' with the options given, in a process of "
        "its own: the exit status is 0 only where that process came to the verdict that the "
        "implementation conforms.",
    )
    commands.add_parser(
        "specification", help="print the specification of the API as Markdown", allow_abbrev=False
    )
    clauses = commands.add_parser("clauses", help="list the clauses", allow_abbrev=False)
    clauses.add_argument("glob", metavar="GLOB", nargs="?", default="*", help="of their ids")
    clauses.add_argument("--level", choices=[MUST, SHOULD], help="only the clauses of this level")
    clauses.add_argument("--json", action="store_true", help="print them as data")
    explain = commands.add_parser(
        "explain",
        help="say of one clause what it judges and where it is obeyed",
        allow_abbrev=False,
    )
    explain.add_argument("id", metavar="ID", help="id of the clause")
    verdict = commands.add_parser(
        "verdict",
        help="say what a report came to; status 0 only if all of it ran and conforms",
        allow_abbrev=False,
    )
    verdict.add_argument("report", metavar="FILE.json", type=Path, help="as --report wrote it")
    serve = commands.add_parser(
        "serve",
        help="serve a small site through an implementation; Ctrl-C and SIGTERM end it (status 0)",
        allow_abbrev=False,
    )
    serve.add_argument("--impl", metavar="MODULE", default=REFERENCE, help="as of the gate")
    serve.add_argument(
        "--port", type=_port, default=8000, metavar="N", help="0: any that is free (default: 8000)"
    )
    serve.add_argument(
        "--host",
        type=_host,
        default="127.0.0.1",
        metavar="H",
        help="where to listen (default: 127.0.0.1)",
    )
    serve.add_argument(
        "folder", nargs="?", default=".", metavar="DIR", help="whose files to serve (default: .)"
    )
    return parser, parser.parse_args(argv)


def _verdict(parser: _Parser, arguments: argparse.Namespace) -> int:
    from .report.verdict import Unreadable, verdicts

    try:
        found = verdicts(arguments.report)
    except Unreadable as error:
        parser.error(str(error))
    print("\n".join(found))
    return 0 if all(found.values()) else 1


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) < 2**16):
        raise argparse.ArgumentTypeError(f"expected a port, 0 to 65535, not {text!r}")
    return int(text)


def _host(text: str) -> str:
    # An empty one would listen everywhere.
    if not text:
        raise argparse.ArgumentTypeError("expected the name or address of a host, not ''")
    return text


def _serve(parser: _Parser, arguments: argparse.Namespace) -> int:
    import asyncio

    from .implementation import REQUIRED, CannotLoad, load
    from .serve import Server
    from .site import Site

    folder = Path(arguments.folder)
    if not folder.is_dir():
        parser.error(f"there is no folder {arguments.folder!r}")
    if str(Path.cwd()) not in sys.path:
        sys.path.insert(0, str(Path.cwd()))
    try:
        impl = load(arguments.impl)
    except CannotLoad as error:
        parser.error(str(error))
    missing = [name for name in REQUIRED if not impl.exports(name)]
    if missing:
        parser.error(f"--impl={arguments.impl}: {', '.join(missing)} is not exported")

    def ready(url: str) -> None:
        print(f"{impl.name} is served on {url}", flush=True)

    try:
        asyncio.run(Server(impl, Site(impl, folder)).run(arguments.host, arguments.port, ready))
    except KeyboardInterrupt:
        pass
    except OSError as error:
        why = error.strerror or str(error)
        parser.error(f"cannot listen on {arguments.host} port {arguments.port}: {why}")
    return 0


def _clauses(parser: _Parser, arguments: argparse.Namespace) -> str:
    matching = [c for id, c in sorted(REGISTRY.items()) if fnmatchcase(id, arguments.glob)]
    if not matching:
        parser.error(_unknown(arguments.glob))
    found = [c for c in matching if arguments.level in (None, c.level)]
    if not found:
        parser.error(f"no clause that matches {arguments.glob!r} is a {arguments.level}")
    if arguments.json:
        return json.dumps([_data(clause) for clause in found], indent=2) + "\n"
    width = max(len(clause.id) for clause in found)
    return "".join(f"{c.id:<{width}}  {c.level:<6}  {c.statement}\n" for c in found)


def _data(clause: Clause) -> dict[str, object]:
    return {
        "id": clause.id,
        "level": clause.level,
        "source": clause.source,
        "statement": clause.statement,
        "why": clause.why,
        "since": clause.since,
        "tightened": clause.tightened,
        "depends_on": list(clause.depends_on),
        "statements": [statement.key for statement in judged_by(clause.id)],
    }


def _unknown(id: str) -> str:
    near = difflib.get_close_matches(id, REGISTRY, 1, cutoff=0.5)
    hint = f"; the nearest is {near[0]}" if near else ""
    return f"no clause has the id {id!r}{hint}"


def _print(text: str) -> int:
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has seen enough; what is left in the buffer must not raise at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
