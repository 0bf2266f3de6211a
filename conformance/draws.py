"""How Hypothesis draws for the gate: each example by itself, and the same wherever the suite is."""

from __future__ import annotations

from typing import Any

NAME = "conformance"


def backend() -> str:
    """The name of a Hypothesis backend that draws every example without regard to the last.

    That of Hypothesis itself makes most examples out of earlier ones, by copying one part over
    another: two values are seldom new at once, and what one example costs doubles. It also takes
    constants from the source of whatever modules are installed next to the suite.
    """
    try:
        from hypothesis.internal.conjecture.providers import (
            AVAILABLE_PROVIDERS,
            HypothesisProvider,
        )
    except ImportError:  # the interface for other backends may change
        return "hypothesis"

    class Provider(HypothesisProvider):
        def _maybe_draw_constant(self, *args: Any, **kwargs: Any) -> None:
            return None

    AVAILABLE_PROVIDERS.setdefault(NAME, Provider)
    return NAME
