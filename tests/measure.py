"""Long measurements: in several processes, resumed where they were interrupted, with progress."""

from __future__ import annotations

import argparse
import contextlib
import datetime
import json
import os
import sys
import time
from collections.abc import Callable, Hashable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any, TypeVar

import conformance
from conformance.gate import load_clauses

ROOT = Path(__file__).parent.parent
#: Where measurements lie that nothing is generated from.
SCRATCH = ROOT / ".detection"
#: Seconds between two times that the rows are written.
SAVED_EVERY = 10.0

Row = dict[str, Any]
K = TypeVar("K", bound=Hashable)


def load(path: Path, **parameters: Any) -> list[Row]:
    """The rows that an earlier run with the same suite and parameters left at `path`."""
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return []
    wanted = {"suite": conformance.__version__, **parameters}
    same = all(known.get(name) == value for name, value in wanted.items())
    return list(known["rows"]) if same else []


def save(path: Path, rows: list[Row], **parameters: Any) -> None:
    """Writes a header and the rows, one a line, whole or not at all."""
    path.parent.mkdir(exist_ok=True)
    header = {
        "suite": conformance.__version__,
        "date": datetime.date.today().isoformat(),
        **parameters,
    }
    head = json.dumps(header, ensure_ascii=False)[1:-1]
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    temporary = path.with_suffix(".tmp")
    temporary.write_text(f'{{{head}, "rows": [\n{lines}\n]}}\n', encoding="utf-8")
    temporary.replace(path)


def measure(
    path: Path,
    tasks: Mapping[K, tuple[Any, ...]],
    function: Callable[..., Row],
    key: Callable[[Row], K],
    jobs: int,
    **parameters: Any,
) -> list[Row]:
    """One row of ``function(*arguments)`` for each task, in the order of the tasks.

    `key` finds the task of a row: one that `path` holds already is not measured again, one that
    belongs to no task is dropped. `parameters` say what else has to be the same.
    """
    rows = {key(row): row for row in load(path, **parameters)}
    rows = {name: row for name, row in rows.items() if name in tasks}
    todo = [name for name in tasks if name not in rows]

    def write() -> None:
        save(path, [rows[name] for name in tasks if name in rows], **parameters)

    written = time.monotonic()
    with ProcessPoolExecutor(jobs, initializer=load_clauses) as pool:
        futures = {pool.submit(function, *tasks[name]): name for name in todo}
        try:
            for done, future in enumerate(as_completed(futures), len(tasks) - len(todo) + 1):
                rows[futures[future]] = future.result()
                progress(done, len(tasks))
                if time.monotonic() - written > SAVED_EVERY:
                    write()
                    written = time.monotonic()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        finally:
            write()
    return [rows[name] for name in tasks]


def progress(done: int, total: int) -> None:
    """A bar on a terminal, now and then a line elsewhere."""
    if sys.stderr.isatty():
        bar = "#" * (40 * done // total)
        end = "\n" if done == total else ""
        print(f"\r[{bar:<40}] {done} of {total}", end=end, file=sys.stderr, flush=True)
    elif done % max(1, total // 20) == 0 or done == total:
        print(f"{done} of {total}", file=sys.stderr, flush=True)


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keeps what an implementation prints, or leaves unawaited, from the progress line."""
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stderr(nowhere):
        yield


def positive(text: str) -> int:
    """An option's value; argparse words the error."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number from 1, not {text!r}")
    return int(text)


def add_jobs(parser: argparse.ArgumentParser) -> None:
    """The option that every measurement has."""
    parser.add_argument(
        "--jobs", type=positive, default=os.cpu_count() or 1, metavar="N", help="processes"
    )
