"""More time: asked for with a reason, decided by somebody else, and told against the first date for ever."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from bot import actions, corrections, extensions
from bot.errors import Conflict, NotAllowed, NotFound, PersonalDetails, Refusal
from bot.visit import Visit
from storage.models import Action, Audit, Extension, Person
from storage.words import Role, Status
from tests.council import PRIYA, TOMAS, Council, put_action
from tests.verbs.steps import agreed, journal_of, told

TODAY = date(2025, 3, 14)
DUE = TODAY + timedelta(days=7)
WANTED = TODAY + timedelta(days=14)


@pytest.fixture
def action(session: Session, council: Council) -> Action:
    """An action of Tomas's, due in a week."""
    return put_action(session, "K7Q2M", TOMAS, DUE)


Asking = Callable[..., Extension]


@pytest.fixture
def ask(session: Session, council: Council, action: Action) -> Asking:
    """Asks for more time for the action; without values as Tomas, for a week more."""

    def asking(
        visit: Visit = council.practitioner, until: date = WANTED, reason: str = "The school is closed."
    ) -> Extension:
        return extensions.ask(session, visit, action.id, until, reason)

    return asking


def test_asking_moves_nothing_and_tells_the_manager(session: Session, action: Action, ask: Asking) -> None:
    asked = ask(reason="The school  is closed.\n")
    assert (asked.reason, asked.is_granted) == ("The school is closed.", None)
    assert (action.due_on, action.version) == (DUE, 1)
    assert told(session) == [("to_approve", "Priya Shah", None)]
    assert journal_of(session) == [("more time asked for", "extensions")]


def test_of_a_case_of_another_team_its_manager_is_told_who_may_decide(
    session: Session, council: Council
) -> None:
    action = put_action(session, "P3W6D", TOMAS, TODAY)
    extension = extensions.ask(
        session, council.practitioner, action.id, TODAY + timedelta(days=9), "Illness."
    )
    assert told(session) == [("to_approve", "Omara Finch", None)]
    assert extensions.to_decide(session, council.other_manager, extension.id) == extension


@pytest.mark.parametrize(
    ("until", "reason"),
    [
        (DUE, "is due on Friday 21 March 2025. Please give a date after that"),
        (TODAY - timedelta(days=1), "has passed"),
        (date(2029, 1, 1), "Please check the year"),
    ],
)
def test_more_time_is_after_the_due_date_and_not_years_away(ask: Asking, until: date, reason: str) -> None:
    with pytest.raises(Refusal, match=reason) as caught:
        ask(until=until)
    assert caught.value.field == "wanted"


@pytest.mark.parametrize(("reason", "kind"), [("  ", Refusal), ("Ring 020 7946 0958 first", PersonalDetails)])
def test_a_reason_is_needed_and_guarded(ask: Asking, reason: str, kind: type[Refusal]) -> None:
    with pytest.raises(kind) as caught:
        ask(reason=reason)
    assert caught.value.field == "reason"


def test_one_request_waits_at_a_time(ask: Asking) -> None:
    ask()
    with pytest.raises(Conflict, match="until Friday 28 March 2025, was asked for already"):
        ask()


def test_for_what_is_done_no_time_is_asked(action: Action, ask: Asking) -> None:
    action.status = Status.DONE
    with pytest.raises(Conflict, match="already stands as done"):
        ask()


def test_granting_moves_the_date_and_never_the_first(
    session: Session, council: Council, action: Action, ask: Asking
) -> None:
    extensions.decide(session, council.manager, ask().id, is_granted=True)
    assert (action.first_due_on, action.due_on) == (DUE, WANTED)
    assert told(session)[-1] == ("answered", "Tomas Reid", None)


def test_a_refusal_moves_nothing_and_is_told_as_well(
    session: Session, council: Council, action: Action, ask: Asking
) -> None:
    asked = extensions.decide(session, council.manager, ask().id, is_granted=False)
    assert (asked.is_granted, action.due_on) == (False, DUE)
    assert told(session)[-1] == ("answered", "Tomas Reid", None)


def test_who_asked_for_the_owner_is_answered_beside_them(
    session: Session, council: Council, ask: Asking
) -> None:
    asked = ask(council.manager)
    assert told(session) == [("to_approve", "Grace Obi", None)]
    extensions.decide(session, council.quality, asked.id, is_granted=True)
    assert told(session)[1:] == [("answered", "Priya Shah", None), ("answered", "Tomas Reid", None)]


def test_a_decision_stands_and_is_told_to_who_comes_second(
    session: Session, council: Council, ask: Asking
) -> None:
    asked = ask()
    extensions.decide(session, council.manager, asked.id, is_granted=True)
    stands = "was granted on Friday 14 March 2025 by Priya Shah. Nothing was changed"
    with pytest.raises(Conflict, match=stands):
        extensions.decide(session, council.quality, asked.id, is_granted=False)
    assert asked.is_granted


def test_nobody_decides_for_themselves(session: Session, council: Council) -> None:
    action = put_action(session, "K7Q2M", PRIYA, DUE)
    own = extensions.ask(session, council.manager, action.id, WANTED, "Illness.")
    with pytest.raises(NotAllowed, match="Nobody decides on more time for themselves"):
        extensions.decide(session, council.manager, own.id, is_granted=True)


def test_nor_on_what_they_asked_for_somebody_else(session: Session, council: Council, ask: Asking) -> None:
    asked = ask(council.manager)
    with pytest.raises(NotAllowed):
        extensions.decide(session, council.manager, asked.id, is_granted=True)


def test_a_second_time_is_for_the_chair(
    session: Session, council: Council, action: Action, ask: Asking
) -> None:
    extensions.decide(session, council.manager, ask().id, is_granted=True)
    second = ask(until=WANTED + timedelta(days=7))
    assert told(session)[-1] == ("to_approve", "Helen Marsh", None)
    for visit in (council.manager, council.quality):
        with pytest.raises(NotAllowed, match="a second time is for the chair") as caught:
            extensions.decide(session, visit, second.id, is_granted=True)
        assert [contact.name for contact in caught.value.ask.contacts] == ["Helen Marsh"]
    extensions.decide(session, council.leader, second.id, is_granted=True)
    assert (action.first_due_on, action.due_on) == (DUE, WANTED + timedelta(days=7))


def test_after_a_refusal_the_next_request_is_a_first_one(
    session: Session, council: Council, ask: Asking
) -> None:
    extensions.decide(session, council.manager, ask().id, is_granted=False)
    assert extensions.decide(session, council.manager, ask().id, is_granted=True).is_granted


def test_a_leader_does_not_chair_for_themselves(session: Session, council: Council, action: Action) -> None:
    session.add(Person(name="Zed Aran", slack_id="U0ZED00010", role=Role.LEADER))
    action.owner_id = council.leader.actor.person_id or 0
    session.flush()
    session.expire_all()
    first = extensions.ask(session, council.leader, action.id, WANTED, "Illness.")
    extensions.decide(session, council.manager, first.id, is_granted=True)
    extensions.ask(session, council.leader, action.id, WANTED + timedelta(days=7), "Illness.")
    assert told(session)[-1] == ("to_approve", "Zed Aran", None)


def test_more_time_for_what_was_done_meanwhile_is_not_decided(
    session: Session, council: Council, action: Action, ask: Asking
) -> None:
    asked = ask()
    actions.complete(session, council.practitioner, action.id)
    with pytest.raises(Conflict, match="already stands as done"):
        extensions.decide(session, council.manager, asked.id, is_granted=True)


def test_a_request_that_is_not_there_is_said_to_be_gone(session: Session, council: Council) -> None:
    with pytest.raises(NotFound, match="no longer there"):
        extensions.decide(session, council.manager, 999, is_granted=True)


def test_an_audit_is_not_undone_once_more_time_was_asked_for(session: Session, council: Council) -> None:
    action = agreed(session, council.manager)
    extensions.ask(session, council.practitioner, action.id, date(2025, 5, 1), "Illness.")
    audit = session.get_one(Audit, action.recommendation.audit_id if action.recommendation else None)
    with pytest.raises(Conflict, match="More time was asked for"):
        corrections.undo(session, council.manager, audit.id)
