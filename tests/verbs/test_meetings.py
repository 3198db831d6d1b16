"""Meetings: planned for a working day, begun on it, gone through item by item, and ended with minutes."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from bot import chairing, checks, decisions, endings, extensions, meetings, owners, packs
from bot.decisions import Seen
from bot.endings import Approval
from bot.errors import Conflict, NotAllowed, NotFound, PersonalDetails, Refusal
from bot.meetings import Plan
from bot.packs import Section
from bot.reports import digest
from bot.rules.lifecycle import Move
from storage import extensions as stored_extensions
from storage import meetings as stored
from storage.models import Action, Item, Meeting, Recommendation
from storage.words import Decision, Grade, Impact, MeetingState, Origin, Status
from tests.council import GRACE, HELEN, PRIYA, TOMAS, Council, on, put_action
from tests.verbs.steps import journal_of, logged, moderated, told

TODAY = date(2025, 3, 14)
FRIDAY = date(2025, 3, 21)
LATE = date(2025, 3, 3)


def planned(session: Session, council: Council, day: date = TODAY) -> Meeting:
    return meetings.plan(session, council.quality, Plan(day, HELEN, [PRIYA]))


def begun(session: Session, council: Council) -> Meeting:
    return chairing.begin(session, council.leader, planned(session, council).id)


def current(session: Session, meeting: Meeting) -> Item:
    item = stored.item(session, meeting.item_id)
    assert item is not None
    return item


def seen(item: Item) -> Seen:
    return Seen(item.id, item.version)


@pytest.fixture
def action(session: Session, council: Council) -> Action:
    """An action of Tomas's that is late."""
    return put_action(session, "K7Q2M", TOMAS, LATE)


@pytest.fixture
def item(session: Session, council: Council, action: Action) -> Item:
    """The action as the first item of a meeting that has begun."""
    return current(session, begun(session, council))


# --- planning


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
        (Plan(FRIDAY, HELEN, [TOMAS]), "members"),
        (Plan(FRIDAY, HELEN, [PRIYA], ["Jude Ellery"]), "named"),
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


# --- the pack


def put_one_of_each(session: Session, council: Council) -> dict[Section, int]:
    """Puts one thing into every section; gives what it is, by its id."""
    wanted = put_action(session, "K7Q2M", TOMAS, date(2025, 4, 1))
    first = extensions.ask(
        session, council.practitioner, wanted.id, date(2025, 4, 8), "The school is closed."
    )
    extensions.decide(session, council.manager, first.id, is_granted=True)
    extensions.ask(session, council.practitioner, wanted.id, date(2025, 4, 15), "It is closed again.")
    disowned = put_action(session, "K7Q2M", TOMAS, date(2025, 4, 1))
    owners.disown(session, council.practitioner, disowned.id, "The school's.")
    ended, standing = (put_action(session, "K7Q2M", TOMAS, date(2025, 4, 1)) for _ in range(2))
    for action, review_on in ((ended, TODAY), (standing, FRIDAY)):
        approval = Approval(Move.AGREE_NOT_TO_DO, "The plan has changed.", review_on)
        endings.end(session, council.manager, action.id, approval)
    late = put_action(session, "K7Q2M", TOMAS, LATE)
    inadequate = logged(session, council.quality, grade=Grade.INADEQUATE, auditor="Alana Brook")
    done, checked = (
        put_action(session, "M4T9X", TOMAS, LATE, status=Status.DONE, done_on=LATE) for _ in range(2)
    )
    checks.check(session, council.manager, checked.id, is_done=True)
    checks.say_impact(session, council.practitioner, checked.id, Impact.PARTLY)
    service = Recommendation(text="Train the team.", origin=Origin.CONSULTATION, made_at=council.quality.at)
    session.add(service)
    session.flush()
    return {
        Section.MORE_TIME: wanted.id,
        Section.NOT_THEIRS: disowned.id,
        Section.LOOK_AGAIN: ended.id,
        Section.LATE: late.id,
        Section.INADEQUATE: inadequate.id,
        Section.UNCHECKED: done.id,
        Section.NOT_DOING: standing.id,
        Section.SERVICE: service.id,
        Section.CLOSED: checked.id,
    }


def test_the_pack_has_what_is_to_be_decided_first_and_what_was_closed_last(
    session: Session, council: Council
) -> None:
    put = put_one_of_each(session, council)
    lines = packs.lines_of(session, council.quality, planned(session, council))
    found = [(line.section, line.action_id or line.audit_id or line.recommendation_id) for line in lines]
    assert found == list(put.items())


def test_the_pack_says_what_there_is_to_say_of_each(session: Session, council: Council) -> None:
    put_one_of_each(session, council)
    pack = packs.of(session, council.leader, planned(session, council))
    said = {section: entries[0] for section, entries in pack.first.items()}
    wanted, closed = said[Section.MORE_TIME], said[Section.CLOSED]
    assert [given.reason for given in wanted.given] == ["The school is closed."]
    assert wanted.request is not None
    assert wanted.request.reason == "It is closed again."
    assert said[Section.NOT_THEIRS].why_disowned == "The school's."
    assert said[Section.INADEQUATE].by == date(2025, 6, 16)
    assert closed.check is not None
    assert closed.check.impact is Impact.PARTLY


def test_what_is_late_is_counted_as_the_digest_counts_it(session: Session, council: Council) -> None:
    given_time = put_action(session, "K7Q2M", TOMAS, FRIDAY, first_due_on=LATE)
    late = put_action(session, "P3W6D", TOMAS, LATE)
    put_action(session, "K7Q2M", TOMAS, TODAY)
    pack = packs.of(session, council.leader, planned(session, council))
    shown = pack.first[Section.LATE]
    assert {entry.action for entry in shown} == {given_time, late}
    assert pack.counts[Section.LATE] == digest.digest(session, TODAY, council.leader.terms, None).late


def test_grades_are_told_as_auditors_gave_them_and_as_they_were_moderated(
    session: Session, council: Council
) -> None:
    audit = logged(session, council.quality, auditor="Alana Brook")
    moderated(session, council.leader, audit, Grade.REQUIRES_IMPROVEMENT)
    (grades,) = packs.of(session, council.leader, planned(session, council)).grades
    assert (grades.rows[0].by_auditors, grades.rows[0].counts) == ((0, 0, 1, 0), (0, 1, 0, 0))


def test_a_pack_that_was_laid_down_stays_as_it_is(session: Session, council: Council, action: Action) -> None:
    meeting = planned(session, council, FRIDAY)
    packs.lay_down(session, council.quality, meeting)
    put_action(session, "M4T9X", TOMAS, LATE)
    packs.lay_down(session, council.quality, meeting)
    shown = packs.page(session, council.manager, meeting, Section.LATE, 0)
    assert ([entry.action for entry in shown.entries], shown.total) == ([action], 1)


# --- during it


@pytest.mark.parametrize("role", ["manager", "practitioner", "auditor", "administrator"])
def test_a_meeting_is_begun_by_those_who_run_it(session: Session, council: Council, role: str) -> None:
    meeting = planned(session, council)
    with pytest.raises(NotAllowed):
        chairing.begin(session, getattr(council, role), meeting.id)


def test_a_meeting_begins_on_its_day_or_later_and_once(session: Session, council: Council) -> None:
    meeting = planned(session, council, FRIDAY)
    with pytest.raises(Refusal, match="is on Friday 21 March 2025, and can begin on that day"):
        chairing.begin(session, council.leader, meeting.id)
    later = on(council.leader, date(2025, 3, 24))
    chairing.begin(session, later, meeting.id)
    with pytest.raises(Conflict, match="has begun already"):
        chairing.begin(session, later, meeting.id)


def test_everybody_who_looks_sees_the_same_item(session: Session, council: Council, item: Item) -> None:
    for visit in (council.leader, council.quality, council.manager):
        shown = meetings.outlook(session, visit).current
        assert shown is not None
        assert shown.item is item
    assert meetings.outlook(session, council.practitioner).current is None


def test_of_two_who_go_on_at_once_the_second_goes_nowhere(
    session: Session, council: Council, item: Item
) -> None:
    put_action(session, "K7Q2M", TOMAS, LATE)
    meeting = stored.get(session, item.meeting_id)
    assert meeting is not None
    stored.take_up(session, meeting.id)
    packs.lay_down(session, council.leader, meeting)
    first, second = stored.items(session, meeting.id)
    meeting.item_id = first.id
    assert chairing.move(session, council.leader, first.id, 1)
    assert not chairing.move(session, council.quality, first.id, 1)
    assert meeting.item_id == second.id
    assert chairing.move(session, council.leader, second.id, -1)
    assert chairing.go_to(session, council.leader, first.id, Section.LATE)
    assert meeting.item_id == first.id


def test_a_new_date_counts_as_more_time_given_by_the_chair(
    session: Session, council: Council, item: Item, action: Action
) -> None:
    decisions.agree_date(session, council.quality, seen(item), FRIDAY, "The plan is nearly there.")
    assert (action.first_due_on, action.due_on) == (LATE, FRIDAY)
    (given,) = stored_extensions.decided_of(session, {action.id})
    assert given.reason == "agreed at the meeting of Friday 14 March 2025"
    assert given.decided_by_id == council.leader.actor.person_id
    assert extensions.is_second(session, action)
    assert (item.decision, item.note) == (
        Decision.NEW_DATE,
        "Friday 21 March 2025. The plan is nearly there.",
    )


def test_a_new_date_answers_the_request_that_waits(
    session: Session, council: Council, action: Action
) -> None:
    asked = extensions.ask(session, council.manager, action.id, FRIDAY, "The school is closed.")
    item = current(session, begun(session, council))
    decisions.agree_date(session, council.leader, seen(item), FRIDAY)
    assert asked.is_granted
    assert stored_extensions.count_granted(session, action.id) == 1
    assert ("answered", "Priya Shah", None) in told(session)


def test_the_date_is_kept_where_more_time_is_not_agreed(session: Session, council: Council) -> None:
    put_one_of_each(session, council)
    item = current(session, begun(session, council))
    decisions.keep(session, council.leader, seen(item))
    assert item.note == "The date stays: Tuesday 8 April 2025."
    with pytest.raises(Conflict, match="No request for more time"):
        decisions.keep(session, council.leader, seen(item))


def test_an_action_is_given_to_somebody(
    session: Session, council: Council, item: Item, action: Action
) -> None:
    decisions.give(session, council.leader, seen(item), PRIYA)
    assert action.owner.name == "Priya Shah"
    assert (item.decision, item.note) == (Decision.GIVEN, "Priya Shah.")
    assert told(session) == [("given_away", "Tomas Reid", None)]


def test_what_is_agreed_not_to_be_done_has_its_ending(
    session: Session, council: Council, item: Item, action: Action
) -> None:
    with pytest.raises(Refusal, match="when this is looked at again"):
        decisions.agree_not_to_do(session, council.leader, seen(item), "It is no use.", None)
    decisions.agree_not_to_do(session, council.leader, seen(item), "It is no use.", FRIDAY)
    assert action.status is Status.NOT_DOING
    assert item.note == "To be looked at again on Friday 21 March 2025. It is no use."
    assert told(session) == []


def test_what_was_taken_away_since_is_passed_over(session: Session, council: Council, action: Action) -> None:
    second, third = (put_action(session, "K7Q2M", TOMAS, LATE) for _ in range(2))
    meeting = begun(session, council)
    session.delete(second)
    session.flush()
    session.expire_all()
    assert chairing.move(session, council.leader, meeting.item_id or 0, 1)
    assert current(session, meeting).action is third
    session.delete(third)
    session.flush()
    session.expire_all()
    shown = meetings.outlook(session, council.leader).current
    assert shown is not None
    assert shown.entry.action is action


def test_of_two_who_decide_at_once_the_second_is_told(
    session: Session, council: Council, item: Item, action: Action
) -> None:
    before = seen(item)
    decisions.note(session, council.leader, before, "Priya takes it to supervision.")
    with pytest.raises(Conflict, match="this item now says noted, by Helen Marsh"):
        decisions.agree_date(session, council.quality, before, FRIDAY)
    assert action.due_on == LATE


def test_what_is_noted_stands_beside_what_was_decided(session: Session, council: Council, item: Item) -> None:
    decisions.note(session, council.leader, seen(item), "It is urgent.")
    decisions.agree_date(session, council.leader, seen(item), FRIDAY)
    decisions.note(session, council.leader, seen(item), "Priya helps.")
    assert (item.decision, item.note) == (
        Decision.NEW_DATE,
        "Friday 21 March 2025. It is urgent. Priya helps.",
    )
    decisions.give(session, council.leader, seen(item), PRIYA)
    assert (item.decision, item.note) == (Decision.GIVEN, "Priya Shah.")


def test_personal_details_are_in_no_decision(session: Session, council: Council, item: Item) -> None:
    with pytest.raises(PersonalDetails) as caught:
        decisions.note(session, council.leader, seen(item), "Ring 01234 567890")
    assert caught.value.field == "note"
    assert item.decision is None


def test_nobody_decides_on_more_time_for_themselves(session: Session, council: Council) -> None:
    action = put_action(session, "K7Q2M", HELEN, LATE)
    item = current(session, begun(session, council))
    with pytest.raises(NotAllowed, match="Nobody decides on more time for themselves"):
        decisions.agree_date(session, council.leader, seen(item), FRIDAY)
    decisions.agree_date(session, council.quality, seen(item), FRIDAY)
    assert action.due_on == FRIDAY


# --- after it


def test_the_minutes_have_who_came_and_what_was_decided(
    session: Session, council: Council, item: Item
) -> None:
    put_action(session, "M4T9X", TOMAS, LATE)
    decisions.note(session, council.leader, seen(item), "Priya takes it to supervision.")
    chairing.note_who_came(session, council.leader, item.meeting_id, {council.leader.actor.person_id or 0})
    meeting = chairing.end(session, council.leader, item.meeting_id)
    assert (meeting.state, meeting.item_id) == (MeetingState.CLOSED, None)
    for day in (None, TODAY):
        minutes = meetings.minutes(session, council.manager, day)
        assert [member.came for member in minutes.members] == [True, False]
        assert ([entry.id for entry in minutes.decided], minutes.total, minutes.items) == ([item.id], 1, 1)
    with pytest.raises(NotFound, match="There was no meeting yet whose minutes you may see"):
        meetings.minutes(session, council.other_manager, None)


def test_nothing_is_decided_once_it_is_over(session: Session, council: Council, item: Item) -> None:
    chairing.end(session, council.leader, item.meeting_id)
    for change in (
        lambda visit: decisions.note(session, visit, seen(item), "One thing more."),
        lambda visit: chairing.move(session, visit, item.id, 1),
        lambda visit: chairing.end(session, visit, item.meeting_id),
    ):
        with pytest.raises(Conflict, match="is over, so nothing was changed"):
            change(council.leader)


def test_each_owner_is_told_once_of_each_action(
    session: Session, council: Council, item: Item, action: Action
) -> None:
    decisions.note(session, council.leader, seen(item), "Priya takes it to supervision.")
    decisions.agree_date(session, council.leader, seen(item), FRIDAY)
    chairing.end(session, council.leader, item.meeting_id)
    assert told(session) == [("after_meeting", "Tomas Reid", None)]


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


def test_the_digest_says_when_the_next_meeting_is(session: Session, council: Council) -> None:
    planned(session, council, FRIDAY)
    assert digest.digest(session, TODAY, council.leader.terms, None).next_meeting == FRIDAY
    assert digest.digest(session, date(2025, 3, 24), council.leader.terms, None).next_meeting is None


def test_the_journal_tells_who_decided(session: Session, council: Council, item: Item) -> None:
    decisions.note(session, council.leader, seen(item), "Priya takes it to supervision.")
    assert journal_of(session) == [
        ("meeting planned", "meetings"),
        ("member asked", "members"),
        ("member asked", "members"),
        ("meeting begun", "meetings"),
        ("meeting decided", "items"),
    ]


def test_a_thousand_late_actions_are_laid_down_and_gone_through(session: Session, council: Council) -> None:
    for _ in range(1000):
        put_action(session, "K7Q2M", TOMAS, LATE)
    meeting = begun(session, council)
    assert packs.of(session, council.leader, meeting).counts[Section.LATE] == 1000
    assert chairing.move(session, council.leader, meeting.item_id or 0, 1)
    assert current(session, meeting).position == 2
