"""Wrong beliefs about wire."""

from __future__ import annotations

from . import Mutant

MUTANTS: list[Mutant] = []
