"""Checks: done is the owner's word, checked is somebody else's; and then: did it make a difference?"""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from bot import actions, checks
from bot.errors import Conflict, NotAllowed, PersonalDetails
from storage.models import Action
from storage.words import Impact, Status
from tests.council import PRIYA, TOMAS, Council, person_id, put_action
from tests.verbs.steps import journal_of, told

TODAY = date(2025, 3, 14)


def put_done(session: Session, reference: str = "K7Q2M", owner: str = TOMAS, done_on: date = TODAY) -> Action:
    """An action that its owner marked as done."""
    values = {"status": Status.DONE, "done_on": done_on, "done_by_id": person_id(session, owner)}
    return put_action(session, reference, owner, TODAY, **values)


def test_somebody_else_says_that_it_is_done_indeed(session: Session, council: Council) -> None:
    action = put_done(session)
    check = checks.check(session, council.manager, action.id, is_done=True)
    assert (action.status, check.is_done, check.checked_on) == (Status.CHECKED, True, TODAY)
    assert check.checked_by_id == council.manager.actor.person_id
    assert told(session) == [("checked", "Tomas Reid", None)]
    assert journal_of(session) == [("check made", "checks"), ("action checked", "actions")]


def test_not_yet_opens_it_again_and_says_why(session: Session, council: Council) -> None:
    action = put_done(session)
    checks.check(session, council.manager, action.id, is_done=False, note="The plan is not signed.")
    assert (action.status, action.done_on, action.done_by_id) == (Status.OPEN, None, None)
    assert told(session) == [("not_yet_done", "Tomas Reid", "The plan is not signed.")]


def test_personal_details_in_the_note_are_refused(session: Session, council: Council) -> None:
    action = put_done(session)
    with pytest.raises(PersonalDetails) as caught:
        checks.check(session, council.manager, action.id, is_done=False, note="Ask jane@example.com")
    assert caught.value.field == "note"
    assert action.status is Status.DONE


def test_nobody_checks_what_they_own(session: Session, council: Council) -> None:
    action = put_action(session, "K7Q2M", PRIYA, TODAY, status=Status.DONE)
    with pytest.raises(NotAllowed, match="Nobody checks their own work"):
        checks.check(session, council.manager, action.id, is_done=True)


def test_nor_what_they_marked_as_done_for_somebody_else(session: Session, council: Council) -> None:
    action = put_action(session, "K7Q2M", TOMAS, TODAY)
    actions.complete(session, council.manager, action.id)
    with pytest.raises(NotAllowed, match="Nobody checks their own work"):
        checks.check(session, council.manager, action.id, is_done=True)
    assert checks.check(session, council.quality, action.id, is_done=True).is_done


@pytest.mark.parametrize("status", [Status.OPEN, Status.STARTED])
def test_what_is_not_done_is_not_checked(session: Session, council: Council, status: Status) -> None:
    action = put_action(session, "K7Q2M", TOMAS, TODAY, status=status)
    with pytest.raises(Conflict, match="nothing to check yet"):
        checks.check(session, council.manager, action.id, is_done=True)


def test_what_is_checked_says_by_whom_and_when(session: Session, council: Council) -> None:
    action = put_done(session, done_on=TODAY - timedelta(days=4))
    checks.check(session, council.manager, action.id, is_done=True)
    with pytest.raises(Conflict, match="stands as checked on Friday 14 March 2025 by Priya Shah"):
        checks.check(session, council.quality, action.id, is_done=False)
    assert action.status is Status.CHECKED


# --- what waits for a check


def test_what_was_done_first_waits_first(session: Session, council: Council) -> None:
    late, early = (put_done(session, done_on=TODAY - timedelta(days=days)) for days in (1, 9))
    put_action(session, "K7Q2M", TOMAS, TODAY)
    assert checks.waiting(session, council.manager).actions == [early, late]


def test_ones_own_work_waits_for_others(session: Session, council: Council) -> None:
    put_done(session, owner=PRIYA)
    done_for_another = put_done(session)
    done_for_another.done_by_id = person_id(session, PRIYA)
    session.flush()
    assert checks.waiting(session, council.manager).total == 0
    assert checks.waiting(session, council.quality).total == 2


def test_a_manager_is_shown_what_their_team_did(session: Session, council: Council) -> None:
    put_done(session, "P3W6D")
    mine = put_done(session)
    assert checks.waiting(session, council.manager).actions == [mine]


def test_ten_wait_on_a_page(session: Session, council: Council) -> None:
    for _ in range(11):
        put_done(session)
    second = checks.waiting(session, council.manager, page=1)
    assert (len(second.actions), second.first, second.total) == (1, 11, 11)
    assert checks.waiting(session, council.manager, page=9).first == 11


# --- did it make a difference?


@pytest.mark.parametrize("who", ["practitioner", "manager", "quality"])
def test_whether_it_made_a_difference_is_said_and_said_anew(
    session: Session, council: Council, who: str
) -> None:
    action = put_done(session)
    checks.check(session, council.leader, action.id, is_done=True)
    visit = getattr(council, who)
    checks.say_impact(session, visit, action.id, Impact.TOO_EARLY)
    check = checks.say_impact(session, visit, action.id, Impact.PARTLY)
    assert (check.impact, check.impact_on, check.impact_by_id) == (
        Impact.PARTLY,
        TODAY,
        visit.actor.person_id,
    )


def test_that_is_said_only_of_what_is_checked(session: Session, council: Council) -> None:
    action = put_done(session)
    with pytest.raises(Conflict, match="is not checked yet"):
        checks.say_impact(session, council.practitioner, action.id, Impact.YES)
