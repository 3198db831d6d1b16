"""Audits: logged once with a grade, what they found, what they recommend and what they follow up."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy.orm import Session

from bot import (
    cases,
    corrections,
    findings,
    follow_ups,
    new_cases,
    notices,
    particulars,
    people,
    recommendations,
    record,
)
from bot.errors import Conflict, in_part
from bot.findings import NewFinding
from bot.new_cases import NewCase
from bot.recommendations import Added, NewRecommendation
from bot.rules.rights import Reach, Right
from bot.visit import Visit
from storage import audits as stored
from storage import draws as stored_draws
from storage import findings as stored_findings
from storage import people as stored_people
from storage import recommendations as stored_recommendations
from storage.models import Action, Audit, Case, Finding
from storage.words import Grade, Role, Source, Told


@dataclass(frozen=True)
class LogAudit:
    """An audit to record. `case` is a reference or a case-system number, `auditor` a name or Slack user id.

    Without a date it was today; without an auditor, the person who logs it. `new_case` is one that is made in
    passing, where no case is named. `follows_up` is the id of the case's earlier audit that it follows up;
    `in_one_line` leaves no room to say so, and then an Inadequate one before it is followed up by itself.
    """

    case: str
    grade: Grade
    audited_on: date | None = None
    auditor: str | None = None
    sources: frozenset[Source] = field(default_factory=frozenset)
    recommendations: Sequence[NewRecommendation] = ()
    findings: Sequence[NewFinding] = ()
    new_case: NewCase | None = None
    follows_up: int | None = None
    in_one_line: bool = False


@dataclass(frozen=True)
class Logged:
    """The audit as recorded. `already`: it stood there before; `follow_up_by`: after an Inadequate one.

    `may_undo`: the person logged it, minutes ago.

    `first`: the audit that it follows up, of whose actions `to_check` are done and wait for a check.
    """

    audit: Audit
    added: Sequence[Added] = ()
    findings: Sequence[Finding] = ()
    first: Audit | None = None
    to_check: Sequence[Action] = ()
    is_new_case: bool = False
    already: bool = False
    may_undo: bool = True
    follow_up_by: date | None = None


def log(session: Session, visit: Visit, new: LogAudit) -> Logged:
    """Records an audit once. Raises NotAllowed, NotFound, Refusal, PersonalDetails or Conflict."""
    people.require(session, visit, Right.LOG_AUDIT)
    case, is_new = _case_of(session, visit, new)
    audited_on = particulars.day(visit, new.audited_on or visit.today)
    auditor = particulars.auditor(session, visit, new.auditor)
    round_ = particulars.round_of(session, audited_on, auditor, case)
    particulars.require_reach(session, visit, Right.LOG_AUDIT, case, round_)
    there = stored.same(session, case.id, round_.id if round_ else None, audited_on, auditor.name)
    if there is not None:
        logged = _with_more(session, visit, _agreeing(session, there, new), new)
        return replace(logged, already=True, may_undo=corrections.may_undo(visit, there))
    audit = Audit(
        case_id=case.id,
        round_id=round_.id if round_ else None,
        audited_on=audited_on,
        auditor_name=auditor.name,
        auditor_id=auditor.person_id,
        organisation=auditor.organisation,
        grade=new.grade,
        logged_by_id=visit.actor.person_id,
        logged_at=visit.at,
    )
    audit.sources = new.sources
    audit.case, audit.round = case, round_
    record.add(session, visit, "audit logged", audit)
    _tell_moderators(session, visit, audit)
    if new.in_one_line:
        new = replace(new, follows_up=follow_ups.before(session, visit, audit))
    logged = _with_more(session, visit, audit, new)
    return replace(logged, follow_up_by=follow_ups.due_by(visit.terms, audit), is_new_case=is_new)


def _with_more(session: Session, visit: Visit, audit: Audit, new: LogAudit) -> Logged:
    """The audit with what it found and recommends, and what it follows up."""
    found = findings.attach(session, visit, audit, new.findings)
    first = follow_ups.link(session, visit, audit, new.follows_up) if new.follows_up else None
    return Logged(
        audit,
        added=_recommend(session, visit, audit, new),
        findings=found,
        first=first,
        to_check=follow_ups.to_check(session, visit, first) if first else (),
    )


def _tell_moderators(session: Session, visit: Visit, audit: Audit) -> None:
    for person in stored_people.active_in_role(session, Role.QUALITY, limit=None):
        if person.id not in (audit.auditor_id, audit.logged_by_id):
            notices.tell(session, visit, Told.TO_MODERATE, person, audit=audit)


def require_to_log(session: Session, visit: Visit, case: Case | None = None) -> None:
    """Raises NotAllowed for people who may not log audits (of the case), before they fill in a form."""
    reaches = visit.reaches(Right.LOG_AUDIT)
    # Which round an audit will be in is known once it is filled in.
    within = case is None or Reach.ROUNDS in reaches or visit.covers(Right.LOG_AUDIT, case.team_id)
    if case is not None and not within:
        within = bool(stored_draws.rounds_to_audit_in(session, case.id, visit.actor.person_id))
    people.require(session, visit, Right.LOG_AUDIT, within=within)


def _case_of(session: Session, visit: Visit, new: LogAudit) -> tuple[Case, bool]:
    """The case, and whether it was made in passing."""
    if new.new_case is not None:
        return new_cases.make(session, visit, new.new_case)
    return case_to_audit(session, visit, new.case), False


def case_to_audit(session: Session, visit: Visit, typed: str) -> Case:
    """The case that is to be audited. Raises NotAllowed or NotFound."""
    # An auditor may log the first audit of a case, which until then is in none of their rounds.
    if Reach.ROUNDS in visit.reaches(Right.LOG_AUDIT):
        case = cases.known(session, typed)
        if case is not None:
            return case
    return cases.find(session, visit, typed, field="case")


def _agreeing(session: Session, there: Audit, new: LogAudit) -> Audit:
    """The audit already there, if it says what the new one says; else Conflict, so that nothing is lost."""
    said = [entry.text.split() for entry in stored_recommendations.of_audit(session, there.id)]
    found = [(entry.kind, entry.text.split()) for entry in stored_findings.of_audits(session, {there.id})]
    is_said = all(entry.text.split() in said for entry in new.recommendations)
    is_found = all((entry.kind, entry.text.split()) in found for entry in new.findings)
    if there.grade is new.grade and new.sources <= there.sources and is_said and is_found:
        return there
    raise Conflict(
        f"This audit is already recorded: {particulars.summary(there)}. Nothing was changed. "
        "To correct it or to add to it, open the case with `/case " + there.case.reference + "`."
    )


def _recommend(session: Session, visit: Visit, audit: Audit, new: LogAudit) -> Sequence[Added]:
    added = []
    for recommendation in new.recommendations:
        with in_part(recommendation.position):
            added.append(recommendations.attach(session, visit, audit, recommendation))
    return added
