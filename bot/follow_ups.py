"""Follow-up audits: when one is due, which audit it follows up, and what of that it may check."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from bot import record
from bot.errors import Conflict, Refusal
from bot.rules import dates
from bot.rules.rights import Right
from bot.visit import Visit
from storage import actions as stored_actions
from storage import audits as stored
from storage import cases as stored_cases
from storage.models import Action, Audit, Case, FollowUp
from storage.words import Grade, Status


def due_by(visit: Visit, audit: Audit) -> date | None:
    """When an Inadequate audit is to be followed up; None for others."""
    if audit.reported_grade is not Grade.INADEQUATE:
        return None
    return dates.months_later(audit.audited_on, visit.terms.follow_up_months)


def offered(session: Session, visit: Visit, case: Case) -> Audit | None:
    """The audit that one of today may follow up, for people who see the case."""
    if not stored_cases.is_in_sight(session, case, visit.sight(Right.SEE_CASE)):
        return None
    return stored.to_follow_up(session, case.id, visit.today)


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
