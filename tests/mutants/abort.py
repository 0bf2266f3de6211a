"""Wrong beliefs about abort."""

from __future__ import annotations

from . import Mutant

MUTANTS: list[Mutant] = []
