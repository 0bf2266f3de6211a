"""Wrong beliefs about redirect."""

from __future__ import annotations

from . import Mutant

MUTANTS: list[Mutant] = []
