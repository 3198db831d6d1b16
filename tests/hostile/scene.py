"""A council at work for the machine: the demo's record and workspace, a leaver, a clock that is set."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import settings as reading
from bot.cli import demo, demo_data
from bot.cli.running import Running, posting_client
from bot.sandbox import config, server
from bot.sandbox.client import Workspace
from bot.visit import COMMAND_LINE, Visit
from handlers import clock, http_mode
from handlers.delivery import Delivery
from handlers.office import Office
from storage.database import Database
from storage.models import Person
from storage.words import Door, Role
from tests.hostile.texts import PINGED
from tests.letters.conftest import PACE

START = datetime(2025, 3, 14, 10, 0, tzinfo=UTC)  # a Friday
LEAVER, OMARA, BRYONY, STRANGER = "U0LEAVER8", "U0OMARA08", "U0BRYONY1", "U0NEWBY07"
CAST = (
    "U0PRIYA01", "U0TOMAS02", "U0GRACE03", "U0HELEN04", "U0ALANA05", "U0SAMIR06",
    OMARA, BRYONY, STRANGER, LEAVER,
)  # fmt: skip
SECRET = "sandbox-signing-secret"


class Said(logging.Handler):
    """What the bot's log says, from any thread."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def taken(self) -> list[logging.LogRecord]:
        """What is new since the last time."""
        new, self.records = self.records, []
        return new


@dataclass(frozen=True)
class Post:
    """Who sends the letters: the bot itself sends none here, so that they come when the machine says."""

    office: Office
    delivery: Delivery


@dataclass
class Scene:
    """The workspace, the bot in it, its record, the council's time and what the log says."""

    workspace: Workspace
    bot: Running
    db: Database
    hand: list[datetime]
    said: Said
    post: Post
    is_http: bool

    def turn(self) -> None:
        """Lets the clock's jobs do what is due at this time."""
        clock.turn(self.post.office, self.post.delivery)


def workspace() -> config.Config:
    """The demo's people, those that it knows by name alone, one who left, and one whom nobody may ping."""
    setting = demo.council_workspace()
    more = (
        (OMARA, "omara", "Omara Finch"),
        (BRYONY, "bryony", "Bryony Kestle"),
        (LEAVER, "lee", "Lee Vernal"),
        (PINGED, "pinged", "Nobody to ping"),
    )
    users = (*setting.users, *(config.User(*one) for one in more))
    # A machine that is busy with much else is not what is tried here.
    return replace(setting, users=users, retry_after=(0.1,) * 3, acknowledge_within=20.0)


def fill_session(session: Session) -> None:
    """The demo's record on that Friday, with those who are in this workspace."""
    terms = reading.read({}, needs_slack=False).terms
    demo_data.load(session, Visit(COMMAND_LINE, Door.IMPORT, START, START.date(), terms))
    for slack_id, name in ((OMARA, "Omara Finch"), (BRYONY, "Bryony Kestle")):
        session.execute(sa.update(Person).where(Person.name == name).values(slack_id=slack_id))
    session.add(Person(slack_id=LEAVER, name="Lee Vernal", role=Role.LEADER, active=False))


@contextmanager
def scene(database: Database, *, is_http: bool) -> Iterator[Scene]:
    """The bot at work on a filled database, by one of the two ways in which Slack delivers."""
    hand = [START]
    said = Said()
    logging.getLogger().addHandler(said)
    try:
        with server.running(workspace()) as base:
            environment = demo.environment_in(base, "sqlite:///not-used.db") | {"LETTERS": "off"}
            if is_http:
                environment |= {"SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": SECRET}
            chosen = reading.read(environment, needs_slack=True)
            with Running(chosen, database, clock=lambda: hand[0]) as bot:
                assert bot.start(threading.Event())
                here = Workspace(base)
                if is_http:
                    here.set_request_url(f"{bot.address}{http_mode.PATH}")
                here.connected()
                office = replace(bot.office, terms=replace(bot.office.terms, sends_letters=True))
                post = Post(office, Delivery(office, posting_client(chosen), PACE))
                yield Scene(here, bot, database, hand, said, post, is_http)
    finally:
        logging.getLogger().removeHandler(said)
