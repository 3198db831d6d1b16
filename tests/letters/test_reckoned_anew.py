"""Whatever changes when people are to be told of an action changes it on that very day."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import corrections, reminders
from bot.intake.kinds import Kind
from bot.visit import COMMAND_LINE, Moment, Visit
from storage.models import Audit
from storage.words import Door, Grade
from tests.council import GRACE, PRIYA, TOMAS, case_of, put_action
from tests.intake.sheets import take_one
from tests.letters.conftest import PostOffice
from tests.verbs.steps import amendment, logged, moderated

DAY = timedelta(days=1)
WEDNESDAY = date(2026, 3, 25)
# Three working days before it, on which the gaps of an Inadequate case have their first reminder.
FRIDAY = date(2026, 3, 20)


@pytest.fixture
def post(post: PostOffice) -> PostOffice:
    """An action of the case's that came by an import, as do all of a tracker kept elsewhere; it is quiet."""
    post.hand[0] = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
    with post.office.db.begin() as session:
        logged(session, post.visit(PRIYA), grade=Grade.GOOD)
        put_action(session, "K7Q2M", TOMAS, WEDNESDAY)
    assert post.to(TOMAS, post.day(WEDNESDAY - 7 * DAY))
    return post


def by_import(post: PostOffice) -> Visit:
    at = post.hand[0]
    return Visit(COMMAND_LINE, Door.IMPORT, at, at.date(), post.office.terms)


def the_audit(session: Session) -> Audit:
    found = session.scalars(sa.select(Audit)).one()
    found.case = case_of(session, "K7Q2M")
    return found


def test_a_moderated_grade_halves_the_gaps_of_all_that_is_agreed_for_the_case(post: PostOffice) -> None:
    with post.office.db.begin() as session:
        audit = the_audit(session)
        moderated(session, post.visit(GRACE), audit, Grade.INADEQUATE)
    assert post.to(TOMAS, post.day(FRIDAY))


def test_a_grade_that_is_moderated_up_after_the_last_word_does_not_begin_anew(post: PostOffice) -> None:
    with post.office.db.begin() as session:
        audit = the_audit(session)
        moderated(session, post.visit(GRACE), audit, Grade.INADEQUATE)
    told = [text for days in range(30) for text in post.to(TOMAS, post.day(FRIDAY + days * DAY))]
    assert "I send no more reminders of it." in told[-1]
    with post.office.db.begin() as session:
        audit = the_audit(session)
        moderated(session, post.visit(GRACE), audit, Grade.GOOD)
    later = [message.text for days in range(30, 60) for message in post.day(FRIDAY + days * DAY)]
    assert not [text for text in later if "Weekly digest" not in text]


def test_an_amended_grade_does(post: PostOffice) -> None:
    with post.office.db.begin() as session:
        audit = the_audit(session)
        corrections.amend(session, post.visit(PRIYA), amendment(audit, grade=Grade.INADEQUATE))
    assert post.to(TOMAS, post.day(FRIDAY))


def test_a_new_audit_of_the_case_does(post: PostOffice) -> None:
    with post.office.db.begin() as session:
        logged(session, post.visit(GRACE), grade=Grade.INADEQUATE, audited_on=date(2026, 3, 17))
    assert post.to(TOMAS, post.day(FRIDAY))


def test_an_imported_grade_does(post: PostOffice) -> None:
    with post.office.db.begin() as session:
        said = take_one(
            session,
            by_import(post),
            Kind.AUDITS,
            case="K7Q2M",
            date="10/03/2026",
            auditor="Priya Shah",
            grade="good",
            moderated_grade="inadequate",
        )
    assert said == "changed"
    assert post.to(TOMAS, post.day(FRIDAY))


def test_an_undone_audit_does(post: PostOffice) -> None:
    with post.office.db.begin() as session:
        the_audit(session).grade = Grade.INADEQUATE
        later = logged(session, post.visit(GRACE), grade=Grade.GOOD, audited_on=date(2026, 3, 17))
        later_id = later.id
    assert post.day(WEDNESDAY - 6 * DAY) == []
    post.hand[0] = later.logged_at
    with post.office.db.begin() as session:
        corrections.undo(session, post.visit(GRACE), later_id)
    assert post.to(TOMAS, post.day(FRIDAY))


def test_a_closure_on_a_saturday_is_reckoned_by_for_those_who_work_then(post: PostOffice) -> None:
    before = reminders.mark_of_the_settings(Moment(post.hand[0], post.office.terms))
    closed = replace(post.office.terms.ladder.calendar, closures=frozenset({FRIDAY + DAY}))
    terms = replace(post.office.terms, ladder=replace(post.office.terms.ladder, calendar=closed))
    assert reminders.mark_of_the_settings(Moment(post.hand[0], terms)) != before


def test_imported_working_days_are_counted_by_from_then_on(post: PostOffice) -> None:
    with post.office.db.begin() as session:
        due = put_action(session, "M4T9X", TOMAS, date(2026, 4, 29), text="Ring the school.").name
    post.day(WEDNESDAY - 6 * DAY)
    with post.office.db.begin() as session:
        said = take_one(
            session,
            by_import(post),
            Kind.PEOPLE,
            slack_id=TOMAS,
            name="Tomas Reid",
            role="practitioner",
            working_days="mon",
        )
    assert said == "changed"
    # Five Mondays before that Wednesday, as Easter Monday is none; of all days it would be 22 April.
    (text,) = post.to(TOMAS, post.day(date(2026, 3, 23)))
    assert f"*{due}*" in text
