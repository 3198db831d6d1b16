"""Answers in numbers and in order: what changed, what waits, whose is late, and what happened on a case."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from bot import actions, checks, extensions
from bot.actions import Asked
from bot.errors import NotAllowed, Refusal
from bot.reports import changes
from bot.reports.changes import Changes
from bot.reports.waiting import Waiting, waiting
from bot.visit import Visit
from storage.models import Action, Extension
from storage.words import Status
from tests.council import GRACE, PRIYA, TOMAS, Council, on, put_action
from tests.verbs.steps import agreed, logged

TODAY = date(2025, 3, 14)
MONDAY = date(2025, 3, 10)
LATE = date(2025, 3, 3)


def requested(
    session: Session, action: Action, asked_by: Visit, *, is_granted: bool | None = None
) -> Extension:
    asked = Extension(
        action=action,
        asked_by_id=asked_by.actor.person_id,
        asked_at=asked_by.at,
        wanted_on=date(2025, 4, 1),
        reason="Illness.",
        is_granted=is_granted,
    )
    session.add(asked)
    session.flush()
    return asked


# Whose


@pytest.mark.parametrize("owner", [TOMAS, "Tomas Reid", "tomas reid"])
def test_a_persons_overdue_actions_are_those_that_the_asker_may_see(
    session: Session, council: Council, owner: str
) -> None:
    put_action(session, "K7Q2M", TOMAS, LATE)
    put_action(session, "K7Q2M", PRIYA, LATE)
    put_action(session, "P3W6D", TOMAS, LATE)
    seen = {
        name: actions.overdue(session, getattr(council, name), Asked(owner=owner)).total
        for name in ("practitioner", "manager", "quality", "other_manager")
    }
    assert seen == {"practitioner": 2, "manager": 1, "quality": 2, "other_manager": 1}


def test_a_colleagues_overdue_actions_are_not_for_practitioners(session: Session, council: Council) -> None:
    put_action(session, "M4T9X", PRIYA, LATE)
    assert actions.overdue(session, council.practitioner, Asked(owner=PRIYA)).total == 0


def test_whose_it_is_is_told_by_name(session: Session, council: Council) -> None:
    assert actions.overdue(session, council.quality, Asked(owner=TOMAS)).asked.owner == "Tomas Reid"


def test_nobody_of_that_name_is_no_empty_list(session: Session, council: Council) -> None:
    with pytest.raises(Refusal, match="I do not know that person"):
        actions.overdue(session, council.quality, Asked(owner="U0NOBODY99"))


# What changed


def test_what_changed_counts_each_kind_from_monday_on(session: Session, council: Council) -> None:
    before = on(council.manager, MONDAY - timedelta(days=1))
    agreed(session, before)
    agreed(session, on(council.manager, MONDAY), case="M4T9X")
    done = put_action(session, "K7Q2M", TOMAS, LATE)
    actions.complete(session, on(council.practitioner, MONDAY), done.id)
    checks.check(session, council.manager, done.id, is_done=True)
    found = changes.changes(session, council.manager, *changes.days("week", TODAY))
    assert (found.audits, found.agreed, found.done, found.checked) == (1, 1, 1, 1)


def test_what_changed_is_of_what_one_may_see(session: Session, council: Council) -> None:
    agreed(session, council.manager)
    assert changes.changes(session, council.other_manager, TODAY, TODAY).audits == 0
    assert changes.changes(session, council.leader, TODAY, TODAY).audits == 1


def test_an_outside_auditor_is_told_of_audits_alone(session: Session, council: Council) -> None:
    logged(session, council.auditor)
    assert changes.changes(session, council.auditor, TODAY, TODAY) == Changes(TODAY, TODAY, audits=1)


def test_an_administrator_is_told_of_no_changes(session: Session, council: Council) -> None:
    with pytest.raises(NotAllowed):
        changes.changes(session, council.administrator, TODAY, TODAY)


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ("today", (TODAY, TODAY)),
        ("week", (MONDAY, TODAY)),
        ("last week", (date(2025, 3, 3), date(2025, 3, 9))),
        ("month", (date(2025, 3, 1), TODAY)),
    ],
)
def test_the_days_of_a_span(span: str, expected: tuple[date, date]) -> None:
    assert changes.days(span, TODAY) == expected


# What waits


def test_what_waits_is_counted_for_whom_it_waits(session: Session, council: Council) -> None:
    logged(session, council.manager)
    put_action(session, "K7Q2M", TOMAS, LATE, status=Status.DONE)
    requested(session, put_action(session, "K7Q2M", TOMAS, LATE), council.practitioner)
    expected = {
        "practitioner": Waiting(None, None, None, 1),
        "manager": Waiting(1, None, 1, 0),
        "quality": Waiting(1, 1, 1, 0),
        "other_manager": Waiting(0, None, 0, 0),
        "administrator": Waiting(None, None, None, None),
    }
    assert {name: waiting(session, getattr(council, name)) for name in expected} == expected


def test_requests_are_listed_for_those_who_may_decide_them(session: Session, council: Council) -> None:
    first = requested(session, put_action(session, "K7Q2M", TOMAS, LATE), on(council.practitioner, MONDAY))
    second = requested(session, put_action(session, "M4T9X", TOMAS, LATE), council.practitioner)
    requested(session, put_action(session, "M4T9X", TOMAS, LATE), council.practitioner, is_granted=False)
    assert list(extensions.waiting(session, council.manager).requests) == [first, second]
    assert extensions.waiting(session, council.other_manager).total == 0
    with pytest.raises(NotAllowed):
        extensions.waiting(session, council.practitioner)


def test_ones_own_request_waits_for_somebody_else(session: Session, council: Council) -> None:
    requested(session, put_action(session, "K7Q2M", GRACE, LATE), council.manager)
    assert extensions.waiting(session, council.quality).total == 0
    assert extensions.waiting(session, council.manager).total == 0
    assert extensions.waiting(session, council.leader).total == 1


def test_a_second_request_is_listed_for_the_chair_alone(session: Session, council: Council) -> None:
    action = put_action(session, "K7Q2M", TOMAS, LATE)
    requested(session, action, council.practitioner, is_granted=True)
    again = requested(session, action, council.practitioner)
    assert extensions.waiting(session, council.quality).total == 0
    assert list(extensions.waiting(session, council.leader).requests) == [again]
