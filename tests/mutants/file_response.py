"""Wrong beliefs about file_response."""

from __future__ import annotations

from . import Mutant

MUTANTS: list[Mutant] = []
