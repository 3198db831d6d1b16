"""Moderation: the quality team's own grade of an audit, which is the one that is reported."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot import free_text, notices, paging, particulars, people, record
from bot.errors import Conflict, NotAllowed, NotFound, Refusal
from bot.paging import PAGE
from bot.rules import dates
from bot.rules.rights import Right
from bot.visit import Visit
from storage import audits as stored
from storage import cases as stored_cases
from storage import challenges
from storage import people as stored_people
from storage.models import Audit, Challenge
from storage.words import Grade, Role, Told


@dataclass(frozen=True)
class ToModerate:
    """One page of the audits that await a moderated grade, or another one: `first` is counted from 1.

    Those whose moderated grade is challenged come first. `own`: how many more await one that the person did
    themselves, and so wait for somebody else.
    """

    audits: Sequence[Audit]
    first: int
    total: int
    own: int = 0


@dataclass(frozen=True)
class Moderation:
    """The moderated grade to give; `version` is the audit's that the person saw."""

    audit_id: int
    version: int
    grade: Grade
    why: str = ""


def moderate(session: Session, visit: Visit, new: Moderation) -> Audit:
    """Gives an audit its moderated grade, or another one.

    Who challenged the grade is told, and where it differs from the auditor's, so are the auditor and whoever
    logged it. Raises NotAllowed, NotFound, PersonalDetails, Refusal, or Conflict where somebody changed the
    audit meanwhile.
    """
    audit = to_moderate(session, visit, new.audit_id)
    if audit.version != new.version:
        raise Conflict(
            "This audit was changed while your form was open, so yours was not stored. "
            f"It now says: {particulars.summary(audit)}{_moderated(audit)}. Please open it again."
        )
    grade, note = new.grade, None
    if new.why.strip():
        note = free_text.accept(new.why, "The reason", field="why")
    elif grade is not audit.grade:
        raise Refusal("Please say why the moderated grade differs from the auditor's.", field="why")
    with record.change(session, visit, "audit moderated", audit):
        audit.moderated_grade, audit.moderation_note = grade, note
        audit.moderator_name, audit.moderated_on = visit.actor.name, visit.today
    told = {audit.auditor_id, audit.logged_by_id} if grade is not audit.grade else set()
    for challenge in challenges.open_of(session, {audit.id}):
        with record.change(session, visit, "challenge answered", challenge):
            challenge.answered_on = visit.today
        told.add(challenge.made_by_id)
    for person in stored_people.of_ids(session, {one for one in told if one is not None}).values():
        notices.tell(session, visit, Told.MODERATED, person, audit=audit, note=note)
    return audit


def challenge(session: Session, visit: Visit, audit_id: int, why: str) -> Audit:
    """Asks for the grade of an audit to be looked at again. The quality team is told, but for the auditor.

    Raises NotAllowed, NotFound, PersonalDetails, Refusal, or Conflict where the person has asked already.
    """
    audit = to_challenge(session, visit, audit_id)
    made = Challenge(
        audit_id=audit.id,
        made_by_id=visit.actor.person_id,
        made_on=visit.today,
        why=free_text.accept(why, "The reason", field="why"),
    )
    record.add(session, visit, "grade challenged", made)
    for person in stored_people.active_in_role(session, Role.QUALITY, limit=None):
        if person.id != audit.auditor_id:
            notices.tell(session, visit, Told.CHALLENGED, person, audit=audit, note=made.why)
    return audit


def to_challenge(session: Session, visit: Visit, audit_id: int) -> Audit:
    """The audit, if the person works with its case and has not challenged its grade already."""
    people.require(session, visit, Right.CHALLENGE_GRADE)
    audit = stored.get(session, audit_id)
    if audit is None or not stored_cases.is_in_sight(session, audit.case, visit.sight(Right.CHALLENGE_GRADE)):
        raise NotFound("There is no such audit that you may see.")
    mine = visit.actor.person_id
    if any(one.made_by_id == mine for one in challenges.open_of(session, {audit.id})):
        raise Conflict("You have asked for this already, and nobody has answered yet. Nothing was changed.")
    return audit


def to_moderate(session: Session, visit: Visit, audit_id: int) -> Audit:
    """The audit, if the person may moderate it: never one's own."""
    people.require(session, visit, Right.MODERATE_AUDIT)
    audit = stored.get(session, audit_id)
    if audit is None:
        raise NotFound("That audit is no longer there; it was probably undone.")
    if visit.did(audit):
        raise NotAllowed(
            "Nobody moderates their own audit, so this one waits for somebody else.",
            people.helpers(session, visit),
        )
    return audit


def waiting(session: Session, visit: Visit, page: int = 0) -> ToModerate:
    """The audits whose grade is challenged, then those that await one, without the person's own."""
    people.require(session, visit, Right.MODERATE_AUDIT)
    me = visit.actor.person_id
    challenged = stored.challenged(session, me)
    others = stored.count_unmoderated(session, me)
    total = len(challenged) + others
    page = paging.there(page, total)
    begins = page * PAGE
    first = challenged[begins : begins + PAGE]
    offset = max(0, begins - len(challenged))
    rows = stored.unmoderated(session, me, offset=offset, limit=PAGE - len(first))
    own = stored.count_unmoderated(session, None) - others
    return ToModerate([*first, *rows], first=begins + 1, total=total, own=own)


def asked(session: Session, audit: Audit) -> Sequence[tuple[str, str]]:
    """Who challenges the grade of the audit, by name, and why; the first first."""
    open_ones = challenges.open_of(session, {audit.id})
    names = stored_people.of_ids(session, {one.made_by_id for one in open_ones if one.made_by_id})
    return [(names[one.made_by_id].name if one.made_by_id in names else "", one.why) for one in open_ones]


def _moderated(audit: Audit) -> str:
    if audit.moderated_grade is None:
        return ""
    when = f" on {dates.in_words(audit.moderated_on)}" if audit.moderated_on else ""
    return f"; moderated as {audit.moderated_grade.label}{when}"
