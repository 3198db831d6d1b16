"""Meetings: planned for a working day, with a chair and members, each after the one before."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from bot import chairing, checks, meetings, packs
from bot.errors import Conflict, NotAllowed, Refusal
from bot.meetings import Plan
from bot.packs import Section
from bot.reports import digest
from storage import meetings as stored
from storage.words import Status
from tests.council import ALANA, GRACE, HELEN, PRIYA, TOMAS, Council, on, put_action
from tests.verbs.at_meetings import FRIDAY, LATE, TODAY, begun, planned


def test_who_plans_a_meeting_says_its_day_chair_and_members(session: Session, council: Council) -> None:
    meeting = planned(session, council, FRIDAY)
    shown = meetings.outlook(session, council.practitioner)
    assert shown.meeting is meeting
    assert meeting.chair is not None
    assert meeting.chair.name == "Helen Marsh"
    assert [member.person.name for member in shown.members] == ["Helen Marsh", "Priya Shah"]
    assert not shown.may_run
    assert not shown.sees_pack


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2025, 3, 13), "has passed"),
        (date(2025, 3, 22), "no working day. Please choose another, such as Monday 24 March 2025"),
        (date(2025, 4, 18), "no working day"),
        (FRIDAY, "There is a meeting on Friday 21 March 2025 already"),
    ],
)
def test_a_meeting_is_on_a_working_day_to_come_and_alone_on_it(
    session: Session, council: Council, day: date, why: str
) -> None:
    planned(session, council, FRIDAY)
    with pytest.raises(Refusal, match=why) as caught:
        planned(session, council, day)
    assert caught.value.field == "day"


@pytest.mark.parametrize(
    ("plan", "field"),
    [
        (Plan(FRIDAY, PRIYA), "chair"),
        (Plan(FRIDAY, HELEN, [ALANA]), "members"),
        (Plan(FRIDAY, HELEN, [PRIYA], ["Alana Brook"]), "named"),
        (Plan(FRIDAY, HELEN, [], ["Nobody Known"]), "named"),
    ],
)
def test_who_could_not_run_it_or_see_the_pack_is_refused_at_the_field(
    session: Session, council: Council, plan: Plan, field: str
) -> None:
    with pytest.raises(Refusal) as caught:
        meetings.plan(session, council.quality, plan)
    assert caught.value.field == field
    assert stored.ahead(session) is None


def test_a_changed_meeting_is_of_the_new_day_and_members(session: Session, council: Council) -> None:
    meeting = planned(session, council, FRIDAY)
    packs.lay_down(session, council.quality, meeting)
    new = Plan(FRIDAY + timedelta(days=3), GRACE, [], ["Omara Finch"])
    meetings.change(session, council.leader, meeting.id, meeting.version, new)
    assert [member.person.name for member in stored.members(session, meeting.id)] == [
        "Grace Obi",
        "Omara Finch",
    ]
    assert not stored.is_laid_down(session, meeting.id)
    with pytest.raises(Conflict, match="was changed while your form was open"):
        meetings.change(session, council.leader, meeting.id, meeting.version - 1, new)


def test_a_member_sees_the_pack_and_another_manager_does_not(session: Session, council: Council) -> None:
    meeting = planned(session, council, FRIDAY)
    assert packs.of(session, council.manager, meeting).meeting is meeting
    for visit in (council.other_manager, council.practitioner, council.auditor, council.administrator):
        with pytest.raises(NotAllowed):
            packs.of(session, visit, meeting)


def test_the_next_pack_has_what_was_closed_since_the_meeting_before(
    session: Session, council: Council
) -> None:
    meeting = begun(session, council)
    chairing.end(session, council.leader, meeting.id)
    done = put_action(session, "M4T9X", TOMAS, LATE, status=Status.DONE, done_on=LATE)
    monday = date(2025, 3, 17)
    checks.check(session, on(council.manager, monday), done.id, is_done=True)
    following = meetings.plan(session, on(council.quality, monday), Plan(FRIDAY, HELEN))
    pack = packs.of(session, on(council.quality, monday), following)
    assert pack.since == TODAY
    assert [entry.action for entry in pack.first[Section.CLOSED]] == [done]


def test_minutes_say_when_the_meeting_after_was(session: Session, council: Council) -> None:
    meeting = begun(session, council)
    assert meetings.minutes(session, council.leader, TODAY).next_day is None
    planned(session, council, FRIDAY)
    later = on(council.leader, date(2025, 5, 1))
    assert meetings.minutes(session, later, meeting.held_on).next_day == FRIDAY


def test_the_digest_says_when_the_next_meeting_is(session: Session, council: Council) -> None:
    planned(session, council, FRIDAY)
    assert digest.digest(session, TODAY, council.leader.terms, None).next_meeting == FRIDAY
    assert digest.digest(session, date(2025, 3, 24), council.leader.terms, None).next_meeting is None
