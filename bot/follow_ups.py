"""Follow-up audits: when one is due, which audit it follows up, and what of that it may check."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from bot import record
from bot.errors import Conflict, Refusal
from bot.rules import dates
from bot.rules.rights import Right
from bot.settings import Terms
from bot.visit import Visit
from storage import actions as stored_actions
from storage import audits as stored
from storage import cases as stored_cases
from storage.models import Action, Audit, Case, FollowUp
from storage.sight import Sight
from storage.words import Grade, Status

REMEMBERED_MONTHS = 12


@dataclass(frozen=True)
class Due:
    """An audit that is to be followed up, and by when."""

    audit: Audit
    by: date


def due_by(terms: Terms, audit: Audit) -> date | None:
    """The working day by which an Inadequate audit is to be followed up; None for others."""
    if audit.reported_grade is not Grade.INADEQUATE:
        return None
    day = dates.months_later(audit.audited_on, terms.follow_up_months)
    calendar = terms.calendar
    return day if calendar.is_working_day(day) else calendar.after(day, 1)


def still_due(session: Session, visit: Visit, audits: Sequence[Audit]) -> date | None:
    """Of the audits of a case, when the newest that is to be followed up is; None where none is."""
    since = remembered_since(visit.today)
    followed = stored.followed(session, {audit.id for audit in audits})
    waiting = (audit for audit in audits if audit.audited_on >= since and audit.id not in followed)
    return next((day for audit in waiting if (day := due_by(visit.terms, audit))), None)


def waiting(
    session: Session, terms: Terms, today: date, sight: Sight, limit: int
) -> tuple[Sequence[Due], int]:
    """The Inadequate audits of cases in sight that nobody has followed up, and how many there are."""
    audits, total = stored.not_followed_up(session, sight, remembered_since(today), limit)
    return [Due(audit, by) for audit in audits if (by := due_by(terms, audit))], total


def remembered_since(today: date) -> date:
    """What was Inadequate before that has had other audits since, by whoever knew of it."""
    return dates.months_later(today, -REMEMBERED_MONTHS)


def before(session: Session, visit: Visit, audit: Audit) -> int | None:
    """The id of the Inadequate audit before this one that nobody has followed up, for who sees the case."""
    first = offered(session, visit, audit.case, until=audit.audited_on - timedelta(days=1))
    return first.id if first and first.reported_grade is Grade.INADEQUATE else None


def offered(session: Session, visit: Visit, case: Case, until: date | None = None) -> Audit | None:
    """The audit until the day, else today, that a later one may follow up; for people who see the case."""
    if not stored_cases.is_in_sight(session, case, visit.sight(Right.SEE_CASE)):
        return None
    return stored.to_follow_up(session, case.id, until or visit.today)


def link(session: Session, visit: Visit, audit: Audit, first_id: int) -> Audit:
    """Notes that the audit follows up an earlier one of its case, and gives that one. Raises Refusal."""
    first = stored.get(session, first_id)
    if first is None or first.case_id != audit.case_id or first.id == audit.id:
        raise Refusal("That is no earlier audit of this case. Please choose the case again.", field="case")
    if first.audited_on > audit.audited_on:
        raise Refusal(
            f"The audit that this one follows up was done on {dates.in_words(first.audited_on)}. "
            "Please check the day of this one.",
            field="date",
        )
    there = session.get(FollowUp, audit.id)
    if there is None:
        record.add(session, visit, "follow-up noted", FollowUp(audit_id=audit.id, first_id=first.id))
    elif there.first_id != first.id:
        raise Conflict("This audit is already recorded as the follow-up of another one.", field="case")
    return first


def to_check(session: Session, visit: Visit, first: Audit) -> Sequence[Action]:
    """What was agreed for the first audit, is done and waits for a check; for who sees that."""
    if not visit.covers(Right.SEE_ACTIONS, first.case.team_id):
        return ()
    return [
        action
        for action in stored_actions.of_case(session, first.case_id)
        if action.status is Status.DONE
        and action.recommendation is not None
        and action.recommendation.audit_id == first.id
    ]
