"""Which Homes are shown again, and when: only open ones, only after a change, and only what has changed."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from slack_sdk import WebClient

from bot import owners
from bot.cli import demo
from bot.sandbox import server
from bot.sandbox.client import Workspace
from handlers.home import MOST_KEPT_FRESH, Homes
from handlers.office import Office
from storage.database import Database
from storage.models import Person
from tests.conversations.conftest import shown
from tests.council import PRIYA, TOMAS, Council, person_id, put_action

A_DAY = date(2025, 3, 20)


@pytest.fixture(scope="module")
def slack() -> Iterator[Workspace]:
    with server.running(demo.council_workspace()) as base:
        yield Workspace(base)


def office(slack: Workspace, db: Database, council: Council) -> Office:
    client = WebClient("xoxb-sandbox", base_url=f"{slack.base}/api/")
    return Office(db, council.manager.terms, client, lambda: council.manager.at)


@dataclass
class Kept:
    """Homes, and the one worker that draws them again."""

    slack: Workspace
    homes: Homes
    workers: ThreadPoolExecutor
    cursor: int = 0

    def renew(self) -> list[str]:
        """Whose Home was published again."""
        self.homes.renew()
        self.workers.submit(lambda: None).result()
        return self.published()

    def published(self) -> list[str]:
        calls = self.slack.api_calls(self.cursor)
        self.cursor = max([self.cursor, *(call["cursor"] for call in calls)])
        # A call that the workspace failed to carry out has no arguments.
        taken = [call for call in calls if call["method"] == "views.publish" and call["args"]]
        return [call["args"]["user_id"] for call in taken]


@pytest.fixture
def kept(slack: Workspace, db: Database, council: Council) -> Iterator[Kept]:
    with ThreadPoolExecutor(1) as workers:
        made = Kept(slack, Homes(office(slack, db, council), workers), workers)
        made.published()
        yield made
    slack.behave()


@pytest.fixture
def number(db: Database, council: Council) -> int:
    """The number of an action of Tomas's."""
    with db.begin() as session:
        return put_action(session, "K7Q2M", TOMAS, A_DAY).id


def disown(db: Database, council: Council, number: int) -> None:
    with db.begin() as session:
        owners.disown(session, council.practitioner, number)


def test_what_has_changed_for_somebody_is_shown_to_them(
    kept: Kept, db: Database, council: Council, number: int
) -> None:
    kept.homes.open(PRIYA)
    kept.homes.open(TOMAS)
    assert kept.published() == [PRIYA, TOMAS]
    kept.renew()
    disown(db, council, number)
    assert kept.renew() == [PRIYA]  # the owner's own list says the same as before
    assert "Not theirs, say their owners: 1 action" in shown(kept.slack.home(PRIYA))


def test_nothing_is_shown_again_where_nothing_has_changed(kept: Kept) -> None:
    kept.homes.open(PRIYA)
    assert kept.published() == [PRIYA]
    assert kept.renew() == []
    assert kept.renew() == []


def test_who_never_opened_theirs_is_left_in_peace(
    kept: Kept, db: Database, council: Council, number: int
) -> None:
    disown(db, council, number)
    assert kept.renew() == []


def test_a_click_shows_that_a_home_is_open(kept: Kept) -> None:
    kept.homes.note(PRIYA)
    assert kept.renew() == [PRIYA]
    assert kept.renew() == []


def test_who_opened_theirs_longest_ago_is_forgotten(
    kept: Kept, db: Database, council: Council, number: int
) -> None:
    kept.homes.open(PRIYA)
    for one in range(MOST_KEPT_FRESH):
        kept.slack.add_user(id=f"U0MORE{one:03}", name=f"more{one}")
        kept.homes.open(f"U0MORE{one:03}")
    kept.published()
    disown(db, council, number)
    assert PRIYA not in kept.renew()


def test_who_could_not_be_shown_theirs_holds_nobody_else_up(
    kept: Kept, db: Database, council: Council, number: int
) -> None:
    kept.homes.open(PRIYA)
    kept.homes.open(TOMAS)
    disown(db, council, number)
    kept.slack.misbehave("server_error", method="views.publish", count=1)
    kept.renew()
    kept.slack.behave()
    with db.begin() as session:
        put_action(session, "K7Q2M", TOMAS, A_DAY)
        owners.keep(session, council.manager, number)
    assert kept.renew() == [TOMAS]


def test_a_leavers_home_is_emptied(kept: Kept, db: Database, council: Council, number: int) -> None:
    kept.homes.open(TOMAS)
    assert "K7Q2M" in shown(kept.slack.home(TOMAS))
    with db.begin() as session:
        session.get_one(Person, person_id(session, TOMAS)).active = False
    kept.homes.open(TOMAS)
    assert "K7Q2M" not in shown(kept.slack.home(TOMAS))
    assert "I do not know you yet" in shown(kept.slack.home(TOMAS))


def test_without_the_record_home_says_so(slack: Workspace, council: Council, tmp_path: Path) -> None:
    away = Database(f"sqlite:///{tmp_path}/none/at-all.db")
    with ThreadPoolExecutor(1) as workers:
        Homes(office(slack, away, council), workers).open(PRIYA)
    away.close()
    assert "The record is out of reach just now" in shown(slack.home(PRIYA))
