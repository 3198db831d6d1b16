"""A meeting as it is run: begun on its day, gone through item by item, and ended; what it decides on each."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from bot import chairing, decisions, endings, extensions, meetings, owners, packs
from bot.endings import Approval
from bot.errors import Conflict, NotAllowed, NotFound, PersonalDetails, Refusal
from bot.packs import Section
from bot.rules.lifecycle import Move
from storage import extensions as stored_extensions
from storage import meetings as stored
from storage.models import Action, Item
from storage.words import Decision, Impact, MeetingState, Status
from tests.council import HELEN, PRIYA, TOMAS, Council, on, put_action
from tests.verbs.at_meetings import FRIDAY, LATE, TODAY, begun, current, planned, put_one_of_each, seen
from tests.verbs.steps import journal_of, told


@pytest.fixture
def action(session: Session, council: Council) -> Action:
    """An action of Tomas's that is late."""
    return put_action(session, "K7Q2M", TOMAS, LATE)


@pytest.fixture
def item(session: Session, council: Council, action: Action) -> Item:
    """The action as the first item of a meeting that has begun."""
    return current(session, begun(session, council))


# --- going through it


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


# --- what it decides


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


def test_what_is_done_is_checked_and_asked_whether_it_made_a_difference(
    session: Session, council: Council
) -> None:
    action = put_action(session, "M4T9X", TOMAS, LATE, status=Status.DONE, done_on=LATE)
    item = current(session, begun(session, council))
    decisions.check(session, council.leader, seen(item))
    assert action.status is Status.CHECKED
    assert item.note == "Checked: it is done."
    decisions.say_impact(session, council.leader, seen(item), Impact.PARTLY)
    assert item.note == "Checked: it is done. Did it make a difference? Partly."
    assert told(session) == [("checked", "Tomas Reid", None)]


def test_what_is_not_done_yet_is_open_again_with_what_is_missing(session: Session, council: Council) -> None:
    action = put_action(session, "M4T9X", TOMAS, LATE, status=Status.DONE, done_on=LATE)
    item = current(session, begun(session, council))
    decisions.not_yet(session, council.leader, seen(item), "The notes of May are missing.")
    assert action.status is Status.OPEN
    assert item.note == (
        "Not yet done, so it is open again, due Friday 11 April 2025. The notes of May are missing."
    )


def test_what_ended_undone_is_taken_up_again(session: Session, council: Council, action: Action) -> None:
    approval = Approval(Move.AGREE_NOT_TO_DO, "The plan has changed.", TODAY)
    endings.end(session, council.manager, action.id, approval)
    item = current(session, begun(session, council))
    decisions.take_up_again(session, council.leader, seen(item))
    assert (action.status, item.note) == (Status.OPEN, "It is open again, due Friday 11 April 2025.")


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


def test_what_was_decided_on_the_same_action_is_told_at_its_other_item(
    session: Session, council: Council
) -> None:
    put_one_of_each(session, council)
    action = put_action(session, "K7Q2M", TOMAS, LATE)
    owners.disown(session, council.practitioner, action.id, "The school's.")
    meeting = begun(session, council)
    first, second = (item for item in stored.items(session, meeting.id) if item.action_id == action.id)
    decisions.give(session, council.leader, seen(first), PRIYA)
    shown = chairing.current(session, council.leader, meeting, second)
    assert shown.elsewhere is first


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
