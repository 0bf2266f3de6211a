"""Wrong beliefs about response."""

from __future__ import annotations

from . import Mutant

MUTANTS: list[Mutant] = []
