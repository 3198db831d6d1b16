"""An audit put right: changed by those who may, and taken back by who logged it within ten minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from bot import findings, particulars, people, record
from bot.errors import Conflict, NotAllowed, NotFound
from bot.findings import Edit
from bot.particulars import Auditor
from bot.rules.rights import Right
from bot.visit import Visit
from storage import actions as stored_actions
from storage import audits as stored
from storage import cases as stored_cases
from storage import checks as stored_checks
from storage import extensions as stored_extensions
from storage import findings as stored_findings
from storage import journal
from storage import recommendations as stored_recommendations
from storage.models import Audit, FollowUp
from storage.words import Grade, Source

UNDO_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True)
class Amendment:
    """What an audit is to say; `version` is the one that the person had before them.

    None leaves the grade, the day or the auditor as it is.
    """

    audit_id: int
    version: int
    sources: frozenset[Source]
    grade: Grade | None = None
    audited_on: date | None = None
    auditor: str | None = None
    findings: Sequence[Edit] = ()


def show(session: Session, visit: Visit, audit_id: int) -> Audit:
    """One audit, for changing it. Raises NotAllowed or NotFound."""
    people.require(session, visit, Right.AMEND_AUDIT)
    audit = stored.get(session, audit_id)
    if audit is None or not stored_cases.is_in_sight(session, audit.case, visit.sight(Right.SEE_CASE)):
        raise NotFound("That audit is no longer there; it was probably undone.")
    particulars.require_reach(session, visit, Right.AMEND_AUDIT, audit.case, audit.round)
    return audit


def amend(session: Session, visit: Visit, new: Amendment) -> Audit:
    """Changes what an audit says. Raises Conflict where somebody changed it meanwhile."""
    audit = show(session, visit, new.audit_id)
    _require_as_opened(audit, new)
    grade, audited_on = new.grade or audit.grade, audit.audited_on
    if new.audited_on is not None:
        audited_on = particulars.day(visit, new.audited_on)
    auditor = Auditor(audit.auditor_name, audit.auditor_id, audit.organisation)
    if new.auditor is not None:
        auditor = particulars.auditor(session, visit, new.auditor)
    _require_standing(audit, (grade, audited_on, auditor.name))
    left = audited_on != audit.audited_on and not particulars.holds(audit.round, audited_on)
    moved = left or auditor.name != audit.auditor_name
    round_ = particulars.round_of(session, audited_on, auditor, audit.case) if moved else audit.round
    particulars.require_reach(session, visit, Right.AMEND_AUDIT, audit.case, round_)
    there = stored.same(session, audit.case_id, round_.id if round_ else None, audited_on, auditor.name)
    if there is not None and there.id != audit.id:
        raise Conflict(
            f"Another audit is already recorded as that one: {particulars.summary(there)}.", field="auditor"
        )
    with record.change(session, visit, "audit amended", audit):
        audit.round_id, audit.round = (round_.id, round_) if round_ else (None, None)
        audit.audited_on, audit.grade, audit.sources = audited_on, grade, new.sources
        if auditor.name != audit.auditor_name:
            audit.auditor_name, audit.auditor_id = auditor.name, auditor.person_id
            audit.organisation = auditor.organisation
    for recommendation in stored_recommendations.of_audit(session, audit.id):
        with record.change(session, visit, "recommendation moved", recommendation):
            recommendation.round_id = audit.round_id
    findings.amend(session, visit, audit, new.findings)
    return audit


def undo(session: Session, visit: Visit, audit_id: int) -> Audit:
    """Takes back an audit with what it recommended. Raises NotAllowed, NotFound or Conflict."""
    audit = stored.get(session, audit_id)
    if audit is None:
        raise NotFound("That audit is no longer there; it was already undone.")
    if not _is_logged_by(visit, audit):
        raise NotAllowed("Only the person who logged an audit can undo it.", people.helpers(session, visit))
    particulars.require_reach(session, visit, Right.AMEND_AUDIT, audit.case, audit.round)
    if visit.at - audit.logged_at > UNDO_WITHIN:
        raise Conflict(
            "An audit can be undone for ten minutes only. You can still correct it with Add detail."
        )
    _require_untouched(session, visit, audit)
    for recommendation in stored_recommendations.of_audit(session, audit.id):
        for action in stored_actions.of_recommendation(session, recommendation.id):
            record.remove(session, visit, "action undone", action)
        record.remove(session, visit, "recommendation undone", recommendation)
    for finding in stored_findings.of_audits(session, {audit.id}):
        findings.remove(session, visit, "finding undone", finding)
    if (followed := session.get(FollowUp, audit.id)) is not None:
        record.remove(session, visit, "follow-up undone", followed)
    record.remove(session, visit, "audit undone", audit)
    return audit


def may_undo(visit: Visit, audit: Audit) -> bool:
    """Whether the person logged it, minutes ago."""
    return _is_logged_by(visit, audit) and visit.at - audit.logged_at <= UNDO_WITHIN


def _require_as_opened(audit: Audit, new: Amendment) -> None:
    if audit.version != new.version:
        raise Conflict(
            "This audit was changed while your form was open, so yours was not stored. "
            f"It now says: {particulars.summary(audit)}. Please open it again."
        )


def _require_standing(audit: Audit, said: tuple[Grade, date, str]) -> None:
    """What was moderated is in the figures of its round: its grade, day and auditor stand."""
    as_moderated = (audit.grade, audit.audited_on, audit.auditor_name)
    if audit.moderated_grade is not None and said != as_moderated:
        raise Conflict(
            "This audit was moderated, so its grade, day and auditor stand. "
            "Ask the quality team to moderate it again.",
            field="grade",
        )


def _is_logged_by(visit: Visit, audit: Audit) -> bool:
    return audit.logged_by_id is not None and audit.logged_by_id == visit.actor.person_id


def _require_untouched(session: Session, visit: Visit, audit: Audit) -> None:
    mine = visit.actor.person_id
    if journal.changed_by_others(session, audit, mine):
        raise Conflict(
            "Somebody has changed this audit since, so it was not undone. You can still change it."
        )
    if stored.followed(session, {audit.id}):
        raise Conflict("Another audit follows this one up, so it was not undone. You can still change it.")
    if any(
        journal.changed_by_others(session, finding, mine)
        for finding in stored_findings.of_audits(session, {audit.id})
    ):
        raise Conflict(
            "Somebody has added to this audit since, so it was not undone. You can still change it."
        )
    for recommendation in stored_recommendations.of_audit(session, audit.id):
        agreed = stored_actions.of_recommendation(session, recommendation.id)
        if recommendation.made_by_id != mine or any(
            action.agreed_by_id != mine or action.version > 1 for action in agreed
        ):
            raise Conflict(
                "Somebody has added to this audit since, so it was not undone. You can still change it."
            )
        action_ids = [action.id for action in agreed]
        if stored_extensions.is_any_of(session, action_ids) or stored_checks.is_any_of(session, action_ids):
            raise Conflict(
                "More time was asked for, or a check was made, of what this audit recommended, so it was "
                "not undone. You can still change it."
            )
    if audit.moderated_grade is not None:
        raise Conflict("This audit was moderated since, so it was not undone.")
