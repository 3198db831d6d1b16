"""Days that pass for a council: the clock's own jobs, real posts to the workspace, and what arrived."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from slack_sdk import WebClient

from bot import letters, people
from bot import settings as reading
from bot.cli import demo
from bot.cli.running import posting_client, slack_client
from bot.sandbox import config, server
from bot.sandbox.client import Workspace
from bot.visit import Moment, Visit
from handlers import clock
from handlers.delivery import Delivery, Pace
from handlers.office import Office
from storage.database import Database
from storage.words import Door
from tests.conversations.conftest import shown

# What takes minutes in a council need not take any here: the days pass, and the machine's clock does not.
PACE = Pace(settle=0.0, between_posts=0.0, longest_wait=0.0)


@dataclass(frozen=True)
class Arrived:
    """A message that the bot posted, where and at what time of the council's."""

    at: datetime
    channel: str
    text: str
    post: dict[str, Any]


@dataclass
class PostOffice:
    """The council's clock, which tests set, and everything that has arrived by it."""

    workspace: Workspace
    office: Office
    delivery: Delivery
    hand: list[datetime]
    arrived: list[Arrived] = field(default_factory=list)
    cursor: int = 0

    def decide(self, at: datetime) -> None:
        """Sets the clock and lets it decide what is due; nothing is posted."""
        self.hand[0] = at
        clock.decide_letters(self.office, self.delivery)

    def turn(self, at: datetime) -> list[Arrived]:
        """Sets the clock, lets its jobs take a turn, and gives what arrived."""
        self.decide(at)
        return self.deliver()

    def deliver(self, delivery: Delivery | None = None) -> list[Arrived]:
        """Delivers what is ripe, by another delivery if one is given, and gives what arrived."""
        clock.deliver_letters(self.office, delivery or self.delivery)
        posts = self.workspace.posts(since=self.cursor)
        self.cursor = max([self.cursor, *(post["cursor"] for post in posts)])
        new = [Arrived(self.hand[0], post["channel"], shown(post), post) for post in posts]
        self.arrived += new
        return new

    def another(self, token: str = "xoxb-sandbox", **pace: float) -> Delivery:  # noqa: S107 - invented
        """A delivery of another token, or of another pace."""
        client = WebClient(token=token, base_url=f"{self.workspace.base}/api/", retry_handlers=[])
        return Delivery(self.office, client, replace(PACE, **pace))

    def retry(self, letter_id: int) -> str:
        """`letters retry`, as an engineer types it."""
        with self.office.db.begin() as session:
            return letters.retry(session, Moment(self.hand[0], self.office.terms), letter_id)

    def day(self, day: date) -> list[Arrived]:
        """A turn at ten in the morning, local time."""
        return self.turn(datetime.combine(day, time(10), self.office.terms.zone).astimezone(UTC))

    def to(self, slack_id: str, arrived: list[Arrived]) -> list[str]:
        """What of it arrived in the person's direct message."""
        channels = {
            channel["id"]
            for channel in self.workspace.screen(slack_id)["channels"]
            if channel["kind"] == "im"
        }
        return [letter.text for letter in arrived if letter.channel in channels]

    def visit(self, slack_id: str) -> Visit:
        """The person's visit at the time that it is."""
        terms = self.office.terms
        with self.office.db.reading() as session:
            actor = people.recognise(session, slack_id, terms)
        at = self.hand[0]
        return Visit(actor, Door.COMMAND, at, at.astimezone(terms.zone).date(), terms)


def open_post_office(base: str, db: Database, **environment: str) -> PostOffice:
    """The bot's clock and delivery in the workspace, with nobody to set the time but the test."""
    chosen = reading.read(demo.environment_in(base, "sqlite:///not-used.db") | environment, needs_slack=True)
    hand = [datetime(2026, 1, 1, 12, 0, tzinfo=UTC)]
    office = Office(
        db,
        chosen.terms,
        slack_client(chosen),
        lambda: hand[0],
        chosen.team_channel,
        seal_channel=chosen.seal_channel,
        seal_file=chosen.seal_file,
    )
    return PostOffice(Workspace(base), office, Delivery(office, posting_client(chosen), PACE), hand)


@pytest.fixture
def workspace_address() -> Iterator[str]:
    """A workspace with the demo's people and those of the council who are not among them."""
    setting = demo.council_workspace()
    omara = config.User("U0OMARA08", "omara", "Omara Finch")
    with server.running(replace(setting, users=(*setting.users, omara))) as base:
        yield base


@pytest.fixture
def post(workspace_address: str, db: Database, council: object) -> PostOffice:
    """The council's letters; the digest has no channel."""
    return open_post_office(workspace_address, db, TEAM_CHANNEL="")
