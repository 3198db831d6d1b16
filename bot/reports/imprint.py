"""What stands on every document: its marking, who made it and when, and what it rests on."""

from dataclasses import dataclass
from datetime import datetime

from bot.rules import dates
from bot.visit import Visit


@dataclass(frozen=True)
class Imprint:
    """`basis` is a sentence: "Moderated grades as recorded on Friday 14 March 2025."."""

    marking: str
    made_by: str
    made_at: datetime
    basis: str

    @property
    def line(self) -> str:
        """ "Made on Friday 14 March 2025 at 09:30 by Grace Obi from the record of the audits."."""
        on = dates.in_words(self.made_at.date())
        return f"Made on {on} at {self.made_at:%H:%M} by {self.made_by}. {self.basis}"


def of(visit: Visit, basis: str) -> Imprint:
    """The imprint of what the person makes now, in the council's time."""
    return Imprint(visit.terms.marking, visit.actor.name, visit.at.astimezone(visit.terms.zone), basis)
