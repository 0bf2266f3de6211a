"""``--example-database``: counterexamples that are kept, and tried first by whoever comes next.

Hypothesis does both; here is where they are kept: in a folder, or in Redis for machines that share
none. What can be lost of it is a counterexample, never a verdict.
"""

from __future__ import annotations

import os
import re
import tempfile
import warnings
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from hypothesis.database import DirectoryBasedExampleDatabase, ExampleDatabase

T = TypeVar("T")

_REDIS = re.compile(r"rediss?://(?:[^/@]*@)?[^/@?]+(?:/\d*)?(?:\?.*)?|unix://.+")
EXPECTED = "expected redis://HOST:PORT/NUMBER (or rediss://, unix://PATH), or a folder"
#: Seconds that the server may take to answer.
PATIENCE = 5.0


class Unusable(Exception):
    """No examples can be kept there: why, in one line."""


def checked(place: str, folder: Path) -> str:
    """`place`, absolute from `folder` where it is a path; raises Unusable."""
    if _REDIS.fullmatch(place):
        _answering(place)
        return place
    if not place or "://" in place:
        raise Unusable(EXPECTED)
    path = folder / place
    try:
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            pass
    except (OSError, ValueError) as error:
        raise Unusable(f"cannot write there: {getattr(error, 'strerror', error)}") from None
    return os.fspath(path)


def shown(place: str) -> str:
    """`place` without the password that may stand in it."""
    return re.sub(r"(?<=//)[^/]*@", "***@", place)


@cache
def opened(place: str) -> ExampleDatabase:
    """The database at a place that is `checked`; it never raises."""
    if _REDIS.fullmatch(place):
        from hypothesis.extra.redis import RedisExampleDatabase

        return _Lenient(RedisExampleDatabase(_client(place)), shown(place))
    return _Lenient(DirectoryBasedExampleDatabase(place), place)


def _client(address: str) -> Any:
    """A client that neither waits long nor tries again."""
    from redis import Redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    return Redis.from_url(
        address,
        socket_timeout=PATIENCE,
        socket_connect_timeout=PATIENCE,
        retry=Retry(NoBackoff(), 0),
    )


def _answering(address: str) -> None:
    try:
        import redis
    except ImportError:
        raise Unusable("needs redis: python -m pip install 'response-conformance[redis]'") from None
    try:
        _client(address).ping()
    except ValueError:  # a port or a number that is none
        raise Unusable(EXPECTED) from None
    except (redis.RedisError, OSError) as error:
        raise Unusable(f"no answer: {' '.join(str(error).split())}") from None


class _Lenient(ExampleDatabase):
    """Another database; once that has failed, an empty one, which is a warning."""

    def __init__(self, database: ExampleDatabase, place: str) -> None:
        super().__init__()
        self._database = database
        self._place = place
        self._lost = False

    def _try(self, call: Callable[..., T], *arguments: Any) -> T | None:
        if self._lost:
            return None
        try:
            return call(*arguments)
        except Exception as error:
            self._lost = True
            why = " ".join(str(error).split())
            warnings.warn(f"--example-database={self._place}: no longer used: {why}", stacklevel=2)
            return None

    def fetch(self, key: bytes) -> Iterable[bytes]:
        return self._try(lambda: list(self._database.fetch(key))) or []

    def save(self, key: bytes, value: bytes) -> None:
        self._try(self._database.save, key, value)

    def delete(self, key: bytes, value: bytes) -> None:
        self._try(self._database.delete, key, value)

    def move(self, src: bytes, dest: bytes, value: bytes) -> None:
        self._try(self._database.move, src, dest, value)
