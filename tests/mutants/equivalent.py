"""Changes to the reference that no clause can notice, each with the reason."""

from __future__ import annotations

#: The lines that a change takes away and adds, and why that is as good.
EQUIVALENT: dict[str, str] = {}
