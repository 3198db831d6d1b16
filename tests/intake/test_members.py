"""People from Slack: found by name, never given a role, and noted only where the name is surely theirs."""

from dataclasses import replace

import pytest
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from bot.cli import members as command
from bot.intake import members
from bot.intake.members import Found, Member
from bot.sandbox import server
from bot.sandbox.config import User
from bot.visit import Visit
from storage import people
from tests.council import GRACE
from tests.sandbox.example import CONFIG

JUDE = Member("U0JUDE0099", "jude  ellery")


def found(session: Session, *there: Member) -> list[Found]:
    return [match.found for match in members.match(session, there)]


def test_a_member_is_known_by_id_and_else_by_exactly_the_name(session: Session) -> None:
    assert found(session, Member(GRACE, "G. O.")) == [Found.KNOWN]
    assert found(session, JUDE) == [Found.SAME_NAME]
    assert found(session, Member("U0SOMEBODY", "Jude Elery")) == [Found.NEW]


@pytest.mark.parametrize("name", ["Jude Ellery", "Grace Obi"])
def test_a_name_that_is_not_surely_theirs_is_left_to_a_person(session: Session, name: str) -> None:
    there = [Member("U0SOMEBODY", name), Member("U0SOMEELSE", name)]
    assert found(session, *there) == [Found.SEVERAL, Found.SEVERAL]


def test_only_what_is_sure_is_noted(session: Session, visit: Visit) -> None:
    matches = members.match(session, [JUDE, Member("U0SOMEBODY", "Wren Ashdale")])
    assert members.apply(session, visit, matches) == 1
    (jude,) = people.by_name(session, "Jude Ellery")
    assert jude.slack_id == JUDE.slack_id
    assert people.by_name(session, "Wren Ashdale") == []


def test_the_sheet_leaves_the_role_of_a_stranger_blank(session: Session) -> None:
    text = members.sheet(members.match(session, [Member("U0SOMEBODY", "Wren Ashdale")]))
    assert text.splitlines()[1].startswith('U0SOMEBODY,Wren Ashdale,,,"Not known yet.')


def test_guests_bots_and_leavers_are_not_among_the_members() -> None:
    many = tuple(User(f"U{number:09d}", f"user{number}") for number in range(250))
    others = (
        User("U0GUEST001", "guest", is_restricted=True),
        User("U0BOT00001", "bot", is_bot=True),
        User("U0GONE0001", "gone", deleted=True),
    )
    with server.running(replace(CONFIG, users=(*others, *many))) as base:
        read = list(command.read(WebClient(CONFIG.app.bot_token, base_url=f"{base}/api/")))
    assert [member.slack_id for member in read] == [user.id for user in many]
