"""A case's history: everything that happened, whatever was taken back since."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from bot import actions, cases, checks, endings, extensions, history, moderation, owners
from bot.endings import Approval
from bot.errors import NotFound
from bot.history import Event, Happened
from bot.rules.lifecycle import Move
from bot.visit import Visit
from storage.words import Grade
from tests.council import GRACE, TOMAS, Council, put_action
from tests.verbs.steps import agreed, logged, moderated

TODAY = date(2025, 3, 14)
MONDAY = date(2025, 3, 10)
LATE = date(2025, 3, 3)


def on(visit: Visit, day: date) -> Visit:
    return replace(visit, today=day, at=visit.at - (TODAY - day))


def told(session: Session, visit: Visit) -> list[tuple[Happened, str | None]]:
    return [(event.happened, event.by) for event in history.of(session, visit, "K7Q2M").events]


def test_a_cases_history_has_the_latest_first(session: Session, council: Council) -> None:
    then = on(council.manager, MONDAY)
    action = agreed(session, then)
    (audit,) = cases.page(session, then, "K7Q2M").audits
    moderated(session, council.quality, audit, Grade.OUTSTANDING)
    actions.complete(session, council.practitioner, action.id)
    checks.check(session, council.manager, action.id, is_done=True)
    told = [(event.on, event.happened) for event in history.of(session, council.manager, "K7Q2M").events]
    assert told == [
        (TODAY, Happened.CHECKED),
        (TODAY, Happened.DONE),
        (TODAY, Happened.MODERATED),
        (MONDAY, Happened.AGREED),
        (MONDAY, Happened.AUDITED),
    ]


def test_a_history_tells_of_follow_ups_challenges_and_endings(session: Session, council: Council) -> None:
    first = logged(session, council.manager, grade=Grade.INADEQUATE, audited_on=LATE)
    audit = logged(session, council.manager, audited_on=MONDAY, follows_up=first.id)
    moderation.challenge(session, council.practitioner, audit.id, "The plan was updated.")
    action = put_action(session, "K7Q2M", TOMAS, LATE)
    endings.end(session, council.manager, action.id, Approval(Move.NO_LONGER_APPLIES, "They have moved."))
    events = history.of(session, council.manager, "K7Q2M").events
    told = {(event.happened, event.follows) for event in events}
    assert told >= {(Happened.AUDITED, LATE), (Happened.CHALLENGED, None), (Happened.ENDED, None)}


def test_an_outside_auditor_reads_of_audits_and_not_of_what_became_of_them(
    session: Session, council: Council
) -> None:
    logged(session, council.auditor)
    put_action(session, "K7Q2M", TOMAS, LATE)
    (event,) = history.of(session, council.auditor, "K7Q2M").events
    assert event.happened is Happened.AUDITED


def test_the_history_of_a_case_one_may_not_see_is_not_there(session: Session, council: Council) -> None:
    with pytest.raises(NotFound):
        history.of(session, council.other_manager, "K7Q2M")


def test_what_was_taken_back_stays_in_the_history(session: Session, council: Council) -> None:
    action = put_action(session, "K7Q2M", TOMAS, LATE)
    actions.complete(session, council.practitioner, action.id)
    checks.check(session, council.manager, action.id, is_done=False, note="The date is missing.")
    actions.complete(session, council.practitioner, action.id)
    checks.check(session, council.quality, action.id, is_done=True)
    actions.reopen(session, council.manager, action.id)
    happened = [event for event, _ in told(session, council.manager)]
    assert [happened.count(event) for event in (Happened.DONE, Happened.NOT_YET_DONE)] == [2, 1]
    assert [happened.count(event) for event in (Happened.CHECKED, Happened.REOPENED)] == [1, 1]


def test_each_moderated_grade_stays_with_who_gave_it(session: Session, council: Council) -> None:
    audit = logged(session, council.manager)
    moderated(session, council.quality, audit, Grade.OUTSTANDING)
    moderated(session, council.leader, audit, Grade.GOOD)
    events = history.of(session, council.manager, "K7Q2M").events
    assert [(event.grade, event.by) for event in events if event.grade] == [
        (Grade.OUTSTANDING, "Grace Obi"),
        (Grade.GOOD, "Helen Marsh"),
    ]


def test_more_time_and_another_owner_are_told_with_who_decided(session: Session, council: Council) -> None:
    action = put_action(session, "K7Q2M", TOMAS, TODAY)
    for is_granted in (False, True):
        wanted = TODAY + timedelta(days=14)
        asked = extensions.ask(session, council.practitioner, action.id, wanted, "The school is closed.")
        extensions.decide(session, council.manager, asked.id, is_granted=is_granted)
    owners.give(session, council.manager, action.id, GRACE)
    events = {event.happened: event for event in history.of(session, council.manager, "K7Q2M").events}
    assert events[Happened.NO_MORE_TIME].by == events[Happened.MORE_TIME].by == "Priya Shah"
    assert events[Happened.GIVEN].to == "Grace Obi"


def test_what_an_import_brought_is_told_by_its_own_day(session: Session, council: Council) -> None:
    action = put_action(session, "K7Q2M", TOMAS, LATE, status="done", done_on=MONDAY)
    events = history.of(session, council.manager, "K7Q2M").events
    assert Event(MONDAY, Happened.DONE, action=action) in events
