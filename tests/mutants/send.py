"""Wrong beliefs about send."""

from __future__ import annotations

from . import Mutant

MUTANTS: list[Mutant] = []
