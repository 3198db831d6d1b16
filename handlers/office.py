"""What every handler works with: the database, the terms, the time, and the Slack client."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from slack_sdk import WebClient
from sqlalchemy.orm import Session

from bot import people
from bot.settings import Terms
from bot.visit import Visit
from storage.database import Database
from storage.words import Door


def now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


def short_reference() -> str:
    """A few characters by which a person and a log line can be brought together."""
    return "".join(random.SystemRandom().choices("23456789CDFGHJKMNPQRTVWXY", k=5))


@dataclass(frozen=True)
class Office:
    """Made once at the start. `clock` is read once a visit, at the door."""

    db: Database
    terms: Terms
    slack: WebClient
    clock: Callable[[], datetime] = now

    def visit(self, session: Session, slack_id: str, door: Door) -> Visit:
        """Opens a visit of the person. Raises NotAllowed for strangers and leavers."""
        actor = people.recognise(session, slack_id, self.terms)
        at = self.clock()
        return Visit(actor, door, at, at.astimezone(self.terms.zone).date(), self.terms)
