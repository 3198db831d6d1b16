"""What every handler works with: the database, the terms, the time, and the Slack client."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from slack_sdk import WebClient

from bot.settings import Terms
from handlers.measures import Measures
from storage.database import Database


def now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


def at_once(work: Callable[[], object]) -> object:
    """Does the work before anything else."""
    return work()


@dataclass(frozen=True)
class Office:
    """Made once at the start. `clock` is read once a call, at the door; `team_channel` takes the digest.

    `seal_channel` and `seal_file` take the journal's seals, where they are set.

    `begin` has somebody else do work that takes longer than anybody waits for an answer. The work tells of
    its end itself, however it ends. `measures` counts what happens, for whoever watches.
    """

    db: Database
    terms: Terms
    slack: WebClient
    clock: Callable[[], datetime] = now
    team_channel: str = ""
    begin: Callable[[Callable[[], object]], object] = at_once
    seal_channel: str = ""
    seal_file: Path | None = None
    measures: Measures = field(default_factory=Measures)
