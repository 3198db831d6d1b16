"""Actions that end undone: approved by somebody other than the owner, for a reason that is kept."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from bot import actions, endings
from bot.endings import Approval
from bot.errors import Conflict, NotAllowed, PersonalDetails, Refusal
from bot.rules.lifecycle import Move
from bot.visit import Visit
from storage import endings as stored
from storage.models import Action
from storage.words import Status
from tests.council import PRIYA, TOMAS, Council, put_action
from tests.verbs.steps import journal_of, told

TODAY = date(2025, 3, 14)
AGAIN = TODAY + timedelta(days=90)
WHY = "The young person has moved to another council."


@pytest.fixture
def action(session: Session, council: Council) -> Action:
    return put_action(session, "K7Q2M", TOMAS, TODAY)


@pytest.mark.parametrize(
    ("way", "status"),
    [(Move.AGREE_NOT_TO_DO, Status.NOT_DOING), (Move.NO_LONGER_APPLIES, Status.NO_LONGER_APPLIES)],
)
def test_a_manager_approves_and_the_owner_is_told(
    session: Session, council: Council, action: Action, way: Move, status: Status
) -> None:
    made = endings.end(session, council.manager, action.id, Approval(way, WHY, AGAIN))
    assert (action.status, made.approved_on, made.review_on) == (status, TODAY, AGAIN)
    assert made.approved_by_id == council.manager.actor.person_id
    assert told(session) == [("ended", "Tomas Reid", WHY)]
    assert journal_of(session) == [("ending approved", "endings"), ("action ended", "actions")]


@pytest.mark.parametrize("way", [Move.START, Move.COMPLETE, Move.CHECK, Move.REOPEN])
def test_an_ending_is_no_way_to_any_other_status(
    session: Session, council: Council, action: Action, way: Move
) -> None:
    with pytest.raises(Refusal, match="how it ends"):
        endings.end(session, council.manager, action.id, Approval(way, WHY, AGAIN))
    assert action.status is Status.OPEN
    assert stored.of(session, action) is None


def test_what_was_agreed_not_to_be_done_is_looked_at_again(
    session: Session, council: Council, action: Action
) -> None:
    with pytest.raises(Refusal, match="when this is looked at again") as caught:
        endings.end(session, council.manager, action.id, Approval(Move.AGREE_NOT_TO_DO, WHY))
    assert caught.value.field == "review"
    endings.end(session, council.manager, action.id, Approval(Move.NO_LONGER_APPLIES, WHY))


@pytest.mark.parametrize("owner", [TOMAS, PRIYA])
def test_nobody_approves_for_themselves(session: Session, council: Council, owner: str) -> None:
    action = put_action(session, "K7Q2M", owner, TODAY)
    visit = council.practitioner if owner == TOMAS else council.manager
    with pytest.raises(NotAllowed):
        endings.end(session, visit, action.id, Approval(Move.NO_LONGER_APPLIES, WHY))
    assert action.status is Status.OPEN


def test_personal_details_in_the_reason_are_refused(
    session: Session, council: Council, action: Action
) -> None:
    with pytest.raises(PersonalDetails) as caught:
        endings.end(
            session, council.manager, action.id, Approval(Move.NO_LONGER_APPLIES, "Ring 01234 567890")
        )
    assert caught.value.field == "why"
    assert stored.of(session, action) is None


def test_what_has_ended_says_by_whom_and_the_owner_alone_does_not_take_it_back(
    session: Session, council: Council, action: Action
) -> None:
    endings.end(session, council.manager, action.id, Approval(Move.NO_LONGER_APPLIES, WHY))
    sentence = "already stands as no longer applies on Friday 14 March 2025 by Priya Shah"
    with pytest.raises(Conflict, match=sentence):
        actions.complete(session, council.practitioner, action.id)
    with pytest.raises(NotAllowed):
        actions.reopen(session, council.practitioner, action.id)
    actions.reopen(session, council.quality, action.id)
    assert action.status is Status.OPEN
    assert told(session)[-1] == ("reopened", "Tomas Reid", None)


def waiting(session: Session, visit: Visit) -> list[str]:
    found, total = endings.waiting(session, visit, 5)
    assert len(found) == total
    return [ending.action.name for ending in found]


def ended(session: Session, council: Council, action: Action, review_on: date = AGAIN) -> None:
    endings.end(session, council.manager, action.id, Approval(Move.AGREE_NOT_TO_DO, WHY, review_on))


def on(visit: Visit, day: date) -> Visit:
    return replace(visit, today=day)


@pytest.mark.parametrize(("days", "how_many"), [(-1, 0), (0, 1), (5, 1)])
def test_what_ended_waits_to_be_looked_at_again_from_its_day_on(
    session: Session, council: Council, action: Action, days: int, how_many: int
) -> None:
    ended(session, council, action)
    then = AGAIN + timedelta(days=days)
    assert waiting(session, on(council.manager, then)) == [action.name] * how_many
    assert waiting(session, on(council.quality, then)) == [action.name] * how_many
    assert waiting(session, on(council.practitioner, then)) == []


def test_an_ending_is_approved_anew_once_its_day_has_come(
    session: Session, council: Council, action: Action
) -> None:
    ended(session, council, action)
    anew = Approval(Move.NO_LONGER_APPLIES, WHY)
    with pytest.raises(Conflict, match="already stands as agreed not to do"):
        endings.end(session, council.quality, action.id, anew)
    endings.end(session, on(council.quality, AGAIN), action.id, anew)
    assert action.status is Status.NO_LONGER_APPLIES
    assert waiting(session, on(council.manager, AGAIN)) == []


def test_what_was_opened_again_is_not_looked_at_again(
    session: Session, council: Council, action: Action
) -> None:
    ended(session, council, action)
    actions.reopen(session, council.quality, action.id)
    assert waiting(session, on(council.manager, AGAIN)) == []
