"""Every statement of the API and every rule of a standard, with the clauses that judge them."""

from __future__ import annotations

from .specification.aborts import ABORT, REDIRECT
from .specification.content_rules import CONTENT_RULES
from .specification.headers import HEADERS
from .specification.makers import JSONIFY, RESPONSIFY, STATIC
from .specification.message_rules import MESSAGE_RULES
from .specification.model import OPEN, Area, Rule, Statement
from .specification.names import NAMES
from .specification.responses import FILE_RESPONSE, RESPONSE
from .specification.sending import CORNERS, TRANSMISSION

__all__ = ["AREAS", "OPEN", "RULES", "STATEMENTS", "Area", "Rule", "Statement", "judged_by"]

#: The chapters, in the order of the API.
AREAS = (
    NAMES,
    HEADERS,
    RESPONSE,
    FILE_RESPONSE,
    ABORT,
    REDIRECT,
    STATIC,
    JSONIFY,
    RESPONSIFY,
    TRANSMISSION,
    CORNERS,
)

STATEMENTS = tuple(statement for area in AREAS for statement in area.statements)

RULES = (*MESSAGE_RULES, *CONTENT_RULES)


def judged_by(id: str) -> list[Statement]:
    """The statements that the clause with this id judges."""
    return [statement for statement in STATEMENTS if id in statement.clauses]
