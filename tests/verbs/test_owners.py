"""Whose an action is and when they mean to do it: picking a day, "not mine", giving it to somebody."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from bot import actions, owners
from bot.errors import Conflict, NotAllowed, PersonalDetails, Refusal
from storage import people as stored_people
from storage.models import ALWAYS, Action
from storage.words import Status
from tests.conftest import later
from tests.council import ALANA, GRACE, PRIYA, TOMAS, Council, on, person_id, put_action
from tests.verbs.steps import agreed, told

TODAY = date(2025, 3, 14)
FINISHED = (Status.DONE, Status.CHECKED, Status.NOT_DOING, Status.NO_LONGER_APPLIES)


@pytest.fixture
def action(session: Session, council: Council) -> Action:
    """An action of Tomas's, due in a week, of which the reminders are quiet until then."""
    return put_action(session, "K7Q2M", TOMAS, TODAY + timedelta(days=7), quiet_until=date(2025, 3, 21))


# --- picking a day


@pytest.mark.parametrize("day", [TODAY, TODAY + timedelta(days=30)])
def test_the_owner_picks_a_day_and_no_date_moves(
    session: Session, council: Council, action: Action, day: date
) -> None:
    due = (action.first_due_on, action.due_on)
    owners.pick_day(session, council.practitioner, action.id, day)
    assert action.picked_on == day
    assert (action.first_due_on, action.due_on) == due
    assert action.quiet_until == ALWAYS


@pytest.mark.parametrize(
    ("day", "reason"),
    [(TODAY - timedelta(days=1), "has passed"), (date(2029, 1, 1), "Please check the year")],
)
def test_a_day_that_has_passed_or_is_years_away_is_not_picked(
    session: Session, council: Council, action: Action, day: date, reason: str
) -> None:
    with pytest.raises(Refusal, match=reason) as caught:
        owners.pick_day(session, council.practitioner, action.id, day)
    assert caught.value.field == "day"


@pytest.mark.parametrize("status", FINISHED)
def test_for_what_is_finished_no_day_is_picked(
    session: Session, council: Council, action: Action, status: Status
) -> None:
    action.status = status
    with pytest.raises(Conflict, match=f"already stands as {status.label.lower()}"):
        owners.pick_day(session, council.practitioner, action.id, TODAY)


def test_done_or_open_again_the_picked_day_is_forgotten(
    session: Session, council: Council, action: Action
) -> None:
    owners.pick_day(session, council.practitioner, action.id, TODAY)
    actions.complete(session, council.practitioner, action.id)
    assert action.picked_on is None
    action.picked_on = TODAY
    actions.reopen(session, council.practitioner, action.id)
    assert action.picked_on is None


# --- not mine


def test_an_owner_says_not_mine_and_who_agreed_it_is_told(session: Session, council: Council) -> None:
    action = agreed(session, council.quality)
    owners.disown(session, council.practitioner, action.id, "This is the school's to do.")
    assert action.disowned_on == TODAY
    assert told(session)[-1] == ("not_mine", "Grace Obi", "This is the school's to do.")


@pytest.mark.parametrize("agreed_by", [None, TOMAS], ids=["nobody", "the owner"])
def test_where_nobody_else_agreed_it_their_manager_is_told(
    session: Session, council: Council, action: Action, agreed_by: str | None
) -> None:
    action.agreed_by_id = person_id(session, agreed_by) if agreed_by else None
    owners.disown(session, council.practitioner, action.id)
    assert told(session) == [("not_mine", "Priya Shah", None)]


def test_where_who_agreed_it_has_left_and_there_is_no_manager_quality_is_told(
    session: Session, council: Council, action: Action
) -> None:
    action.agreed_by_id = person_id(session, PRIYA)
    priya = stored_people.by_slack_id(session, PRIYA)
    assert priya is not None
    priya.active = False
    owners.disown(session, council.practitioner, action.id)
    assert told(session) == [("not_mine", "Grace Obi", None)]


def test_not_mine_a_second_time_says_that_it_waits_for_an_answer(
    session: Session, council: Council, action: Action
) -> None:
    owners.disown(session, council.practitioner, action.id)
    with pytest.raises(Conflict, match="You said on Friday 14 March 2025"):
        owners.disown(session, council.practitioner, action.id)


def test_only_its_owner_says_not_mine(session: Session, council: Council, action: Action) -> None:
    with pytest.raises(Refusal, match="give it to somebody else"):
        owners.disown(session, council.manager, action.id)


def test_personal_details_in_the_note_are_refused(session: Session, council: Council, action: Action) -> None:
    with pytest.raises(PersonalDetails) as caught:
        owners.disown(session, council.practitioner, action.id, "Ask jane@example.com")
    assert caught.value.field == "note"
    assert action.disowned_on is None


def test_an_owner_who_picks_a_day_after_all_has_taken_it_on(
    session: Session, council: Council, action: Action
) -> None:
    owners.disown(session, council.practitioner, action.id)
    owners.pick_day(session, council.practitioner, action.id, TODAY)
    assert action.disowned_on is None


# --- theirs after all, or somebody else's


def test_a_manager_says_that_it_is_theirs_after_all(
    session: Session, council: Council, action: Action
) -> None:
    owners.disown(session, council.practitioner, action.id)
    owners.keep(session, council.manager, action.id)
    assert action.disowned_on is None
    assert told(session)[-1] == ("agreed", "Tomas Reid", None)


def test_what_nobody_questions_need_not_be_kept(session: Session, council: Council, action: Action) -> None:
    with pytest.raises(Conflict, match="already stands as Tomas Reid's"):
        owners.keep(session, council.manager, action.id)


def test_the_owner_alone_does_not_settle_whose_it_is(
    session: Session, council: Council, action: Action
) -> None:
    owners.disown(session, council.practitioner, action.id)
    with pytest.raises(NotAllowed):
        owners.keep(session, council.practitioner, action.id)


def test_a_manager_gives_it_to_somebody_else_who_is_told(
    session: Session, council: Council, action: Action
) -> None:
    owners.disown(session, council.practitioner, action.id)
    owners.give(session, council.manager, action.id, GRACE)
    session.flush()
    assert action.owner_id == person_id(session, GRACE)
    assert (action.disowned_on, action.picked_on, action.quiet_until) == (None, None, ALWAYS)
    assert told(session)[-2:] == [("agreed", "Grace Obi", None), ("given_away", "Tomas Reid", None)]


@pytest.mark.parametrize(
    ("owner", "reason"),
    [(TOMAS, "Tomas Reid's already"), (ALANA, "could not see the action"), ("Nobody", "do not know")],
)
def test_it_is_given_only_to_somebody_else_who_can_do_it(
    session: Session, council: Council, action: Action, owner: str, reason: str
) -> None:
    with pytest.raises(Refusal, match=reason) as caught:
        owners.give(session, council.manager, action.id, owner)
    assert caught.value.field == "owner"


@pytest.mark.parametrize("status", FINISHED)
def test_what_is_finished_is_not_given(
    session: Session, council: Council, action: Action, status: Status
) -> None:
    action.status = status
    with pytest.raises(Conflict, match="already stands"):
        owners.give(session, council.manager, action.id, GRACE)


# --- who is told when it is agreed, and when it is done


def test_the_owner_is_told_of_what_was_agreed(session: Session, council: Council) -> None:
    agreed(session, council.manager)
    assert ("agreed", "Tomas Reid", None) in told(session)


def test_who_agrees_it_with_themselves_is_not(session: Session, council: Council) -> None:
    agreed(session, council.manager, owner=PRIYA)
    assert "agreed" not in {kind for kind, _, _ in told(session)}


def checked_by(session: Session) -> list[str]:
    return [name for kind, name, _ in told(session) if kind == "to_check"]


def test_who_agreed_it_is_told_that_it_is_done(session: Session, council: Council) -> None:
    actions.complete(session, council.practitioner, agreed(session, council.leader).id)
    assert checked_by(session) == ["Helen Marsh"]


def test_where_nobody_is_known_to_have_agreed_it_their_manager_is_told(
    session: Session, council: Council, action: Action
) -> None:
    actions.complete(session, council.practitioner, action.id)
    assert checked_by(session) == ["Priya Shah"]


def test_who_may_not_check_it_any_more_is_not_told(
    session: Session, council: Council, action: Action
) -> None:
    action.agreed_by_id = council.other_manager.actor.person_id
    actions.complete(session, council.practitioner, action.id)
    assert checked_by(session) == ["Priya Shah"]


def test_what_a_manager_marks_as_done_goes_to_quality(
    session: Session, council: Council, action: Action
) -> None:
    action.agreed_by_id = council.manager.actor.person_id
    actions.complete(session, council.manager, action.id)
    assert checked_by(session) == ["Grace Obi"]


def test_the_same_may_be_done_open_and_done_again_and_is_told_each_time(
    session: Session, council: Council, action: Action
) -> None:
    actions.complete(session, council.practitioner, action.id)
    actions.reopen(session, council.practitioner, action.id)
    next_day = later(on(council.practitioner, TODAY + timedelta(days=1)))
    actions.complete(session, next_day, action.id)
    assert checked_by(session) == ["Priya Shah", "Priya Shah"]
