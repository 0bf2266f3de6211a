"""Wrong beliefs about module."""

from __future__ import annotations

from . import Mutant

MUTANTS: list[Mutant] = []
