"""Moderation: the quality team's own grade of an audit, which is the one that is reported."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot import audits, paging, people, record
from bot.errors import Conflict, NotAllowed, NotFound
from bot.paging import PAGE
from bot.rules import dates
from bot.rules.rights import Right
from bot.visit import Visit
from storage import audits as stored
from storage.models import Audit
from storage.words import Grade


@dataclass(frozen=True)
class ToModerate:
    """One page of the audits that await a moderated grade: `first` is counted from 1."""

    audits: Sequence[Audit]
    first: int
    total: int


def moderate(session: Session, visit: Visit, audit_id: int, version: int, grade: Grade) -> Audit:
    """Gives an audit its moderated grade, or another one; `version` is the one that the person saw.

    Raises NotAllowed, NotFound, or Conflict where somebody changed the audit meanwhile.
    """
    audit = to_moderate(session, visit, audit_id)
    if audit.version != version:
        raise Conflict(
            "This audit was changed while your form was open, so yours was not stored. "
            f"It now says: {audits.summary(audit)}{_moderated(audit)}. Please open it again."
        )
    with record.change(session, visit, "audit moderated", audit):
        audit.moderated_grade = grade
        audit.moderator_name, audit.moderated_on = visit.actor.name, visit.today
    return audit


def to_moderate(session: Session, visit: Visit, audit_id: int) -> Audit:
    """The audit, if the person may moderate it: never one's own."""
    people.require(session, visit, Right.MODERATE_AUDIT)
    audit = stored.get(session, audit_id)
    if audit is None:
        raise NotFound("That audit is no longer there; it was probably undone.")
    if _is_own(visit, audit):
        raise NotAllowed(
            "Nobody moderates their own audit, so this one waits for somebody else.",
            people.helpers(session, visit),
        )
    return audit


def waiting(session: Session, visit: Visit, page: int = 0) -> ToModerate:
    """The audits that await a moderated grade, oldest first, without the person's own."""
    people.require(session, visit, Right.MODERATE_AUDIT)
    me = visit.actor.person_id
    total = stored.count_unmoderated(session, me)
    page = paging.there(page, total)
    rows = stored.unmoderated(session, me, offset=page * PAGE, limit=PAGE)
    return ToModerate(rows, first=page * PAGE + 1, total=total)


def _is_own(visit: Visit, audit: Audit) -> bool:
    me = visit.actor.person_id
    if me is None:
        return False
    # A name that two people share has no link; whoever logged it under their own name did it.
    in_own_name = audit.auditor_name.casefold() == visit.actor.name.casefold()
    return audit.auditor_id == me or (audit.logged_by_id == me and in_own_name)


def _moderated(audit: Audit) -> str:
    if audit.moderated_grade is None:
        return ""
    when = f" on {dates.in_words(audit.moderated_on)}" if audit.moderated_on else ""
    return f"; moderated as {audit.moderated_grade.label}{when}"
