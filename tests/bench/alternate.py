"""Measures several things side by side: one value of each in turn, so that what disturbs the
machine disturbs all alike.

pyperf does the statistics; its own runner would measure one after the other.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyperf


@dataclass(frozen=True)
class Figure:
    """The median of some values, and their median absolute deviation."""

    median: float
    spread: float

    def __str__(self) -> str:
        return f"{self.median:.4g} ± {self.spread:.2g}"


def alternating(tasks: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    """What each task returned in each round; each round begins with another one."""
    values: dict[str, list[float]] = {name: [] for name in tasks}
    names = list(tasks)
    for round in range(rounds):
        for number in range(len(names)):
            name = names[(round + number) % len(names)]
            values[name].append(tasks[name]())
    return values


def figure(values: Sequence[float]) -> Figure:
    benchmark = pyperf.Benchmark(
        [pyperf.Run([v], metadata={"name": "one"}, collect_metadata=False) for v in values]
    )
    return Figure(benchmark.median(), benchmark.median_abs_dev() if len(values) > 1 else 0.0)


def difference(values: Sequence[float], others: Sequence[float]) -> Figure:
    """Of each value and the other one of its round; pyperf has no place for what is below 0."""
    found = [one - other for one, other in zip(values, others, strict=True)]
    median = statistics.median(found)
    return Figure(median, statistics.median(abs(one - median) for one in found))


def ratio(values: Sequence[float], others: Sequence[float]) -> Figure:
    """Of each value to the other one of its round."""
    return figure([one / other for one, other in zip(values, others, strict=True)])


def cpu_of_call(call: Callable[[], object]) -> float:
    """CPU seconds of this process."""
    before = time.process_time()
    call()
    return time.process_time() - before


def cpu_of_command(command: Sequence[str], folder: Path) -> float:
    """CPU seconds of a command and its children; raises CalledProcessError."""
    return _of_command(command, folder)[0]


def output_of_command(command: Sequence[str], folder: Path) -> str:
    """What a command prints; raises CalledProcessError."""
    return subprocess.run(command, cwd=folder, capture_output=True, check=True, text=True).stdout


def wall_of_command(command: Sequence[str], folder: Path) -> float:
    """Seconds that a command takes; raises CalledProcessError."""
    return _of_command(command, folder)[1]


def _of_command(command: Sequence[str], folder: Path) -> tuple[float, float]:
    before, started = _children(), time.perf_counter()
    subprocess.run(command, cwd=folder, capture_output=True, check=True)
    return _children() - before, time.perf_counter() - started


def _children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
