"""What every handler works with: the database, the terms, the time, and the Slack client."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from slack_sdk import WebClient

from bot.settings import Terms
from storage.database import Database


def now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Office:
    """Made once at the start. `clock` is read once a call, at the door; `team_channel` takes the digest."""

    db: Database
    terms: Terms
    slack: WebClient
    clock: Callable[[], datetime] = now
    team_channel: str = ""
