"""Checks any implementation of the response API: clauses, drawn inputs, a wire, a verdict.

clause files   say what holds (test_*.py, one an area),
strategies     draw the inputs,
wire           puts a response on a connection and reads it back,
expect         turns what does not hold into a Violation,
report         tells it: the verdict, the terminal, the data.

Of use beyond the gate: `check` judges one response object on the wire, `strategies` draw inputs,
`api` holds the types.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .message import NotConforming, check

__version__ = "0.1.0"

__all__ = ["NotConforming", "__version__", "check"]


def __getattr__(name: str) -> Any:
    # Imported when asked for: a session of pytest that runs no clause pays for nothing.
    if name in ("NotConforming", "check"):
        from . import message
        from .gate import load_clauses

        # Now rather than at the first violation: Hypothesis lets no test be defined within another.
        load_clauses()
        return getattr(message, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
