"""Wrong beliefs about jsonify."""

from __future__ import annotations

from . import Mutant

MUTANTS = [
    Mutant(
        "jsonify.no-nan",
        "NaN is JSON, since json.dumps writes it",
        "response.py",
        "json.dumps(smth, allow_nan=False)",
        "json.dumps(smth)",
        museum="44 json-not-json",
    ),
]
