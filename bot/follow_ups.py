"""Follow-up audits: when one is due, which audit it follows up, and what of that it may check."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from bot import record
from bot.errors import Refusal
from bot.rules import dates
from bot.visit import Visit
from storage import actions as stored_actions
from storage import audits as stored
from storage.models import Action, Audit, FollowUp
from storage.words import Grade, Status

OFFERED_WITHIN = timedelta(days=366)


def due_by(visit: Visit, audit: Audit) -> date | None:
    """When an Inadequate audit is to be followed up; None for others."""
    if audit.reported_grade is not Grade.INADEQUATE:
        return None
    return dates.months_later(audit.audited_on, visit.terms.follow_up_months)


def offered(session: Session, visit: Visit, case_id: int) -> Audit | None:
    """The newest audit of the case, if it was done within a year: what one of today may follow up."""
    newest = _before(session, case_id, visit.today)
    return newest if newest and visit.today - newest.audited_on <= OFFERED_WITHIN else None


def link(session: Session, visit: Visit, audit: Audit) -> Audit:
    """Notes that the audit follows up the one before it, and gives that one. Raises Refusal."""
    first = _before(session, audit.case_id, audit.audited_on, but=audit.id)
    if first is None:
        raise Refusal("This case has no earlier audit that this one could follow up.", field="more")
    if session.get(FollowUp, audit.id) is None:
        record.add(session, visit, "follow-up noted", FollowUp(audit_id=audit.id, first_id=first.id))
    return first


def to_check(session: Session, first: Audit) -> Sequence[Action]:
    """The actions of what the first audit recommended that are done and wait for a check."""
    return [
        action
        for action in stored_actions.of_case(session, first.case_id)
        if action.status is Status.DONE
        and action.recommendation is not None
        and action.recommendation.audit_id == first.id
    ]


def _before(session: Session, case_id: int, day: date, *, but: int | None = None) -> Audit | None:
    """The newest audit of the case on the day or before it, other than the one."""
    earlier = (one for one in stored.of_case(session, case_id) if one.audited_on <= day and one.id != but)
    return next(earlier, None)
