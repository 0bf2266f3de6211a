"""Whether load changes a verdict, and whether many examples leave anything behind.

``python -m tests.load gates`` runs the gate many times side by side, and compares what came out;
``python -m tests.load examples`` examines a clause of each kind with many examples, and says what
the process holds afterwards.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from conformance import loop
from conformance.budget import Budget
from conformance.clause import REGISTRY
from conformance.gate import load_clauses
from conformance.implementation import load
from conformance.judge import judge

#: A clause for each thing that an example may need.
CLAUSES = ("headers.update", "responsify.str", "file-response.content", "send.streams")


def gates(number: int, examples: int) -> int:
    """Runs so many gates on the reference at once; prints their outcomes and how long they took."""
    with tempfile.TemporaryDirectory() as name:
        started = time.monotonic()
        command = [sys.executable, "-m", "conformance", "gate", f"--max-examples={examples}"]
        running = [
            subprocess.Popen(
                [*command, f"--report={name}/{one}.json", "-q", "-p", "no:cacheprovider"],
                stdout=subprocess.DEVNULL,
            )
            for one in range(number)
        ]
        statuses = Counter(process.wait() for process in running)
        seconds = time.monotonic() - started
        found: Counter[tuple[tuple[str, str], ...]] = Counter()
        slowest = 0.0
        for path in Path(name).glob("*.json"):
            clauses = json.loads(path.read_text(encoding="utf-8"))["clauses"]
            found[tuple((clause["id"], clause["outcome"]) for clause in clauses)] += 1
            slowest = max(slowest, *(clause["seconds"] for clause in clauses))
    outcomes = Counter(outcome for clauses in found for _, outcome in clauses)
    print(
        f"{number} gates side by side, {os.cpu_count()} processors, {examples} examples a clause:"
    )
    print(f"  {seconds:.0f} s; statuses {dict(statuses)}; {len(found)} different results")
    print(f"  outcomes {dict(outcomes)}; the slowest clause took {slowest:.1f} s")
    return int(set(statuses) != {0} or len(found) != 1 or "timeout" in outcomes)


def examples(number: int) -> int:
    """Examines each of CLAUSES with a tenth of so many examples, then with all of them."""
    load_clauses()
    impl = load("reference")
    worst = 0
    for id in CLAUSES:
        held = []
        for some in (number // 10, number):
            entry = judge(REGISTRY[id], impl, Budget(max_examples=some, seconds=3600))
            gc.collect()
            held.append(_held())
            if entry.outcome != "pass":
                print(f"{id}: {entry.outcome} {entry.detail}")
                worst = 1
        (descriptors, tasks, memory), (more_descriptors, more_tasks, more_memory) = held
        print(
            f"{id}: {entry.examples} examples; descriptors {descriptors} -> {more_descriptors}, "
            f"tasks {tasks} -> {more_tasks}, memory {memory:.1f} -> {more_memory:.1f} MiB"
        )
        if more_descriptors > descriptors or more_tasks > tasks or more_memory > memory + 16:
            worst = 1
    return worst


def _held() -> tuple[int, int, float]:
    """How many descriptors and tasks the process has, and how many MiB of memory."""
    tasks = sum(len(asyncio.all_tasks(one)) for one in loop._loops)
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return len(os.listdir("/proc/self/fd")), tasks, pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("what", choices=["gates", "examples"])
    parser.add_argument("--number", type=int, help="of gates (20) or of examples (10,000)")
    parser.add_argument("--max-examples", type=int, default=2, help="of a clause (gates)")
    arguments = parser.parse_args()
    if arguments.what == "gates":
        return gates(arguments.number or 20, arguments.max_examples)
    return examples(arguments.number or 10_000)


if __name__ == "__main__":
    sys.exit(main())
