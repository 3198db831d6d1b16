"""What people are told of a meeting: owners five working days before it, members three, owners afterwards."""

from datetime import date, timedelta

import pytest

from bot import absence, chairing, decisions, meetings
from bot.decisions import Seen
from bot.meetings import Plan
from storage import meetings as stored
from storage.database import Database
from tests.council import GRACE, HELEN, PRIYA, TOMAS, Council, on, put_action
from tests.letters.conftest import PostOffice, open_post_office

DAY = timedelta(days=1)
WEDNESDAY = date(2026, 3, 25)  # of the meeting
FIVE_BEFORE, THREE_BEFORE = date(2026, 3, 18), date(2026, 3, 20)
LATE = date(2026, 1, 12)
BEFORE = "will be before the meeting on Wednesday 25 March 2026: what would you like to say?"
PACK = "The meeting of Wednesday 25 March 2026* · its pack is there"


@pytest.fixture
def meeting_id(post: PostOffice, council: Council) -> int:
    """A meeting on Wednesday. Of what is late, all reminders were sent long ago."""
    with post.office.db.begin() as session:
        put_action(session, "K7Q2M", TOMAS, LATE)
        meeting = meetings.plan(session, on(council.quality, LATE), Plan(WEDNESDAY, HELEN, [PRIYA]))
    for n in range(30):
        post.day(LATE + n * DAY)
    return meeting.id


def told_on(post: PostOffice, slack_id: str, words: str, first: date = LATE + 30 * DAY) -> list[date]:
    """The days until after the meeting on which the person was told that."""
    days = [first + n * DAY for n in range((WEDNESDAY - first).days + 7)]
    return [day for day in days if any(words in text for text in post.to(slack_id, post.day(day)))]


def test_owners_are_told_five_working_days_before_and_once(post: PostOffice, meeting_id: int) -> None:
    assert told_on(post, TOMAS, BEFORE) == [FIVE_BEFORE]


@pytest.mark.parametrize("member", [HELEN, PRIYA])
def test_members_are_told_that_the_pack_is_there_three_working_days_before_and_once(
    post: PostOffice, meeting_id: int, member: str
) -> None:
    assert told_on(post, member, PACK) == [THREE_BEFORE]


def test_who_is_no_member_is_told_of_no_pack(post: PostOffice, meeting_id: int) -> None:
    assert told_on(post, GRACE, PACK) == []


def test_the_pack_is_laid_down_three_working_days_before(post: PostOffice, meeting_id: int) -> None:
    for day, is_there in ((FIVE_BEFORE, False), (THREE_BEFORE - DAY, False), (THREE_BEFORE, True)):
        post.day(day)
        with post.office.db.reading() as session:
            assert stored.is_laid_down(session, meeting_id) is is_there


def test_after_a_restart_nobody_is_told_twice(
    post: PostOffice, meeting_id: int, workspace_address: str, db: Database
) -> None:
    assert told_on(post, TOMAS, BEFORE, FIVE_BEFORE)[0] == FIVE_BEFORE
    again = open_post_office(workspace_address, db, TEAM_CHANNEL="")
    again.cursor = post.cursor
    assert told_on(again, TOMAS, BEFORE, FIVE_BEFORE) == []


def test_a_meeting_that_is_put_off_is_told_of_for_its_new_day(
    post: PostOffice, council: Council, meeting_id: int
) -> None:
    post.day(THREE_BEFORE)
    a_week_later = WEDNESDAY + 7 * DAY
    with post.office.db.begin() as session:
        visit = on(council.quality, THREE_BEFORE)
        meeting = meetings.to_change(session, visit, meeting_id)
        meetings.change(session, visit, meeting_id, meeting.version, Plan(a_week_later, HELEN, [PRIYA]))
    assert told_on(post, HELEN, "its pack is there", THREE_BEFORE + DAY) == [date(2026, 3, 27)]


def test_who_has_paused_their_reminders_is_asked_all_the_same(
    post: PostOffice, council: Council, meeting_id: int
) -> None:
    with post.office.db.begin() as session:
        absence.pause(session, on(council.practitioner, FIVE_BEFORE - DAY), WEDNESDAY + DAY)
    assert told_on(post, TOMAS, BEFORE, FIVE_BEFORE - DAY) == [FIVE_BEFORE]


def test_owners_are_told_afterwards_what_was_decided_in_one_item(
    post: PostOffice, council: Council, meeting_id: int
) -> None:
    post.day(WEDNESDAY)
    with post.office.db.begin() as session:
        leader = on(council.leader, WEDNESDAY)
        meeting = chairing.begin(session, leader, meeting_id)
        for number in range(2):
            item = stored.item(session, meeting.item_id)
            assert item is not None
            seen = Seen(item.id, item.version)
            if number == 0:
                decisions.note(session, leader, seen, "Priya helps with it.")
            else:
                decisions.agree_date(session, leader, seen, WEDNESDAY + 16 * DAY, "The plan is nearly there.")
        chairing.end(session, leader, meeting.id)
    post.decide(post.hand[0])
    (text,) = post.to(TOMAS, post.day(WEDNESDAY + DAY))
    assert "For you today: one thing" in text
    assert "Decided at the meeting. New date agreed: Friday 10 April 2026. The plan is nearly there." in text
    assert "first due Monday 12 January 2026, now Friday 10 April 2026" in text
    assert not any(post.to(TOMAS, post.day(WEDNESDAY + n * DAY)) for n in range(2, 6))
