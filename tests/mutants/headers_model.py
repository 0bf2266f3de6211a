"""Wrong beliefs about Headers that only a sequence of calls shows."""

from __future__ import annotations

from typing import Any

from . import Mutant


def _remembers_defaults(package: Any) -> None:
    """setdefault keeps what it stored, and gives it back though it was removed since."""

    class Headers(package.struct.Headers):  # type: ignore[misc]
        def setdefault(self, name: str, value: str) -> str:
            known = self.__dict__.setdefault("_defaults", {})
            known.setdefault(name.lower(), super().setdefault(name, value))
            return str(known[name.lower()])

    package.Headers = Headers


def _forgets_after_many(package: Any) -> None:
    """The third value of a name takes the place of the second."""

    class Headers(package.struct.Headers):  # type: ignore[misc]
        def add(self, name: str, value: str) -> None:
            values = self.getall(name)
            if len(values) == 2:
                self.popall(name)
                values = values[:1]
                self.update([(name, old) for old in values])
            super().add(name, value)

    package.Headers = Headers


MUTANTS = [
    Mutant(
        "headers.registered-names",
        "a default once set stays the default",
        change=_remembers_defaults,
    ),
    Mutant("headers.model", "a name has at most two values", change=_forgets_after_many),
    Mutant(
        "headers.model-refusals",
        "the old values go before the new ones are looked at",
        "struct.py",
        "        pairs = self._pairs(smth)",
        "        [self.popall(name) for name, _ in smth] if isinstance(smth, list) else 0; "
        "pairs = self._pairs(smth)",
    ),
    Mutant(
        "headers.model-refusals",
        "each pair is stored as soon as it is checked",
        "struct.py",
        "        for key, value in self._pairs(smth):",
        "        for key, value in (self._pair(*p) for p in (smth.items() if hasattr(smth, 'items')"
        " else smth)):",
    ),
]
