"""People's accounts looked up in Slack: how each stands, and the comparison once a day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.accounts import Account
from bot.cli import demo
from bot.sandbox import config, server
from bot.sandbox.client import Workspace as Slack
from bot.settings import Terms
from handlers import accounts
from handlers.office import Office
from handlers.origins import Workspace
from storage.database import Database
from storage.models import Person
from storage.people import by_slack_id
from storage.words import Role
from tests.conftest import NOW, on_sqlite
from tests.council import PRIYA, TOMAS, Council

OURS, GRID = Workspace("T0OURS"), Workspace("T0OURS", "E0OURS")


@pytest.mark.parametrize(
    ("user", "workspace", "account"),
    [
        ({"team_id": "T0OURS"}, OURS, Account.WELL),
        ({"team_id": "T0OURS", "deleted": True}, OURS, Account.SWITCHED_OFF),
        ({"team_id": "T0OURS", "is_restricted": True}, OURS, Account.GUEST),
        ({"team_id": "T0OURS", "is_ultra_restricted": True}, OURS, Account.GUEST),
        ({"team_id": "T0OTHER"}, OURS, Account.ELSEWHERE),
        ({"team_id": "T0OURS", "is_stranger": True}, OURS, Account.ELSEWHERE),
        ({"team_id": "T0OTHER", "enterprise_user": {"teams": ["T0OURS"]}}, OURS, Account.WELL),
        ({"team_id": "T0OTHER", "enterprise_user": {"enterprise_id": "E0OURS"}}, GRID, Account.WELL),
        ({"team_id": "T0OTHER", "enterprise_user": {"enterprise_id": "E0OTHER"}}, GRID, Account.ELSEWHERE),
    ],
)
def test_an_account_stands_as_slack_says(
    user: dict[str, Any], workspace: Workspace, account: Account
) -> None:
    assert accounts.account_of({"id": "U1", **user}, workspace) is account


@pytest.fixture
def slack() -> Iterator[Slack]:
    """The demo's workspace with whoever of the council is not in it."""
    setting = demo.council_workspace()
    omara = config.User("U0OMARA08", "omara", "Omara Finch")
    with server.running(replace(setting, users=(*setting.users, omara))) as base:
        yield Slack(base)


class Clock:
    def __init__(self) -> None:
        self.now = NOW


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def office(db: Database, council: Council, terms: Terms, slack: Slack, clock: Clock) -> Office:
    client = WebClient("xoxb-sandbox", base_url=f"{slack.base}/api/", retry_handlers=[])
    return Office(db, terms, client, lambda: clock.now)


def is_here(db: Database, slack_id: str) -> bool:
    with db.reading() as session:
        person = by_slack_id(session, slack_id)
        return person is not None and person.active


def asked(slack: Slack, method: str) -> int:
    return sum(call["method"] == method for call in slack.api_calls())


@on_sqlite
def test_everybody_is_compared_once_a_day(office: Office, slack: Slack, clock: Clock) -> None:
    accounts.compare(office)
    slack.remove_user(TOMAS, is_told=False)
    accounts.compare(office)
    assert is_here(office.db, TOMAS)
    clock.now += timedelta(days=1)
    accounts.compare(office)
    assert not is_here(office.db, TOMAS)
    assert is_here(office.db, PRIYA)


@on_sqlite
def test_where_slack_is_away_the_next_turn_compares(office: Office, slack: Slack) -> None:
    slack.remove_user(TOMAS, is_told=False)
    slack.misbehave("ratelimited", method="users.info", count=1, seconds=1)
    accounts.compare(office)
    assert is_here(office.db, TOMAS)
    accounts.compare(office)
    assert not is_here(office.db, TOMAS)


@on_sqlite
def test_of_many_people_the_whole_list_is_read_at_once(office: Office, slack: Slack) -> None:
    names = [(f"U0MANY{number:04}", f"Person {number}") for number in range(60)]
    with office.db.begin() as session:
        session.add_all(Person(slack_id=one, name=name, role=Role.PRACTITIONER) for one, name in names)
    for one, name in names:
        slack.add_user(id=one, name=name, deleted=one.endswith("7"), is_told=False)
    accounts.compare(office)
    assert (asked(slack, "users.list"), asked(slack, "users.info")) == (1, 0)
    assert [one for one, _ in names if not is_here(office.db, one)] == [
        one for one, _ in names if one.endswith("7")
    ]


@on_sqlite
def test_in_another_workspace_nobody_is_taken_for_gone(office: Office, slack: Slack) -> None:
    everybody = ("U0PRIYA01", "U0TOMAS02", "U0GRACE03", "U0HELEN04", "U0ALANA05", "U0SAMIR06")
    for slack_id in everybody:
        slack.add_user(id=slack_id, name="somebody", team_id="T0OTHERS02", is_told=False)
    accounts.compare(office)
    assert all(is_here(office.db, slack_id) for slack_id in everybody)
