"""Wrong beliefs about static."""

from __future__ import annotations

from . import Mutant

MUTANTS: list[Mutant] = []
