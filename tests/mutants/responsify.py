"""Wrong beliefs about responsify."""

from __future__ import annotations

from . import Mutant

MUTANTS: list[Mutant] = []
