"""How much a clause is examined: profiles, examples, seeds, time."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from hypothesis import HealthCheck, Phase, Verbosity, settings

from .clause import NEEDS, Clause
from .database import opened
from .draws import backend

PROFILES = {
    "gate": settings(
        max_examples=100,
        derandomize=True,
        database=None,
        deadline=None,
        print_blob=False,
        backend=backend(),
        verbosity=Verbosity.quiet,
        suppress_health_check=list(HealthCheck),
        # Without Phase.explain: the judge words a failure itself.
        phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.target, Phase.shrink],
    )
}
PROFILES["explore"] = settings(
    PROFILES["gate"], derandomize=False, database=settings.get_profile("default").database
)
PROFILES["thorough"] = settings(PROFILES["gate"], max_examples=1000)


@dataclass(frozen=True)
class Budget:
    """How a clause is to be examined.

    `profile` holds Hypothesis's settings. `max_examples` overrides its number, and caps the
    finite domains too. `seed` makes the draws another deterministic series; without one, a
    profile that is derandomized always draws the same. `seconds` is what a clause may take, as
    `Watch` counts time. `stack` asks for tracebacks, `script` for scripts that show the faults.
    `database` is a place as `database.checked` gives it: what failed is kept there, and tried
    before anything is drawn; the draws stay the same.
    """

    profile: settings = PROFILES["gate"]
    max_examples: int | None = None
    seed: int | None = None
    shrink: bool = True
    seconds: float = 60.0
    stack: bool = False
    script: bool = False
    database: str = ""

    def settings_for(self, clause: Clause) -> settings:
        examples = self.max_examples or self.profile.max_examples
        later = () if self.shrink else (Phase.shrink, Phase.explain)
        phases = [phase for phase in self.profile.phases if phase not in later]
        profile = self.profile
        if self.database:
            # To Hypothesis derandomized means without a database; `seed_for` makes up for it.
            profile = settings(profile, derandomize=False, database=opened(self.database))
        return settings(
            profile,
            max_examples=max(min(2, examples), round(examples * NEEDS[clause.needs])),
            phases=phases,
            report_multiple_bugs=self.shrink,
        )

    def seed_for(self, clause: Clause) -> int | None:
        """Of the id alone, so that neither the folder nor the Python version changes the draws."""
        if self.seed is None and not self.profile.derandomize:
            return None
        return zlib.crc32(f"{clause.id} {self.seed or 0}".encode())


#: That of the gate without options.
DEFAULT = Budget()
