"""Wrong beliefs about headers."""

from __future__ import annotations

from . import Mutant

MUTANTS: list[Mutant] = []
