"""Audits: logged with a grade, amended, and undone by the same person within ten minutes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from bot import cases, findings, follow_ups, free_text, new_cases, notices, people, recommendations, record
from bot.errors import Conflict, NotAllowed, NotFound, Refusal, in_part
from bot.findings import Edit, NewFinding
from bot.new_cases import NewCase
from bot.recommendations import Added, NewRecommendation
from bot.rules import dates
from bot.rules.rights import Reach, Right
from bot.visit import Visit
from storage import actions as stored_actions
from storage import audits as stored
from storage import cases as stored_cases
from storage import checks as stored_checks
from storage import draws as stored_draws
from storage import extensions as stored_extensions
from storage import findings as stored_findings
from storage import journal
from storage import people as stored_people
from storage import recommendations as stored_recommendations
from storage import rounds as stored_rounds
from storage.models import Action, Audit, Case, Finding, FollowUp, Round
from storage.words import Grade, Role, Source, Told

UNDO_WITHIN = timedelta(minutes=10)
EARLIEST = date(2000, 1, 1)
LONGEST_NAME = 80

# Figures are no name: they may be a number of the case system, or an id of Slack's.
_NAME = re.compile(r"[^\W\d_][^\d_<>*]*")


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


@dataclass(frozen=True)
class _Auditor:
    name: str
    person_id: int | None = None
    organisation: str | None = None


def log(session: Session, visit: Visit, new: LogAudit) -> Logged:
    """Records an audit once. Raises NotAllowed, NotFound, Refusal, PersonalDetails or Conflict."""
    people.require(session, visit, Right.LOG_AUDIT)
    case, is_new = _case_of(session, visit, new)
    audited_on = _checked_date(visit, new.audited_on or visit.today)
    auditor = _auditor(session, visit, new.auditor)
    round_ = _round_of(session, audited_on, auditor, case)
    _require_reach(session, visit, Right.LOG_AUDIT, case, round_)
    there = stored.same(session, case.id, round_.id if round_ else None, audited_on, auditor.name)
    if there is not None:
        logged = _with_more(session, visit, _agreeing(session, there, new), new)
        return replace(logged, already=True, may_undo=_may_undo(visit, there))
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
    return replace(logged, follow_up_by=follow_ups.due_by(visit, audit), is_new_case=is_new)


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


def amend(session: Session, visit: Visit, new: Amendment) -> Audit:
    """Changes what an audit says. Raises Conflict where somebody changed it meanwhile."""
    audit = show(session, visit, new.audit_id)
    _require_as_opened(audit, new)
    grade, audited_on = new.grade or audit.grade, audit.audited_on
    if new.audited_on is not None:
        audited_on = _checked_date(visit, new.audited_on)
    auditor = _Auditor(audit.auditor_name, audit.auditor_id, audit.organisation)
    if new.auditor is not None:
        auditor = _auditor(session, visit, new.auditor)
    _require_standing(audit, (grade, audited_on, auditor.name))
    left = audited_on != audit.audited_on and not _holds(audit.round, audited_on)
    moved = left or auditor.name != audit.auditor_name
    round_ = _round_of(session, audited_on, auditor, audit.case) if moved else audit.round
    _require_reach(session, visit, Right.AMEND_AUDIT, audit.case, round_)
    there = stored.same(session, audit.case_id, round_.id if round_ else None, audited_on, auditor.name)
    if there is not None and there.id != audit.id:
        raise Conflict(f"Another audit is already recorded as that one: {summary(there)}.", field="auditor")
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


def _require_as_opened(audit: Audit, new: Amendment) -> None:
    if audit.version != new.version:
        raise Conflict(
            "This audit was changed while your form was open, so yours was not stored. "
            f"It now says: {summary(audit)}. Please open it again."
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


def show(session: Session, visit: Visit, audit_id: int) -> Audit:
    """One audit, for changing it. Raises NotAllowed or NotFound."""
    people.require(session, visit, Right.AMEND_AUDIT)
    audit = stored.get(session, audit_id)
    if audit is None or not stored_cases.is_in_sight(session, audit.case, visit.sight(Right.SEE_CASE)):
        raise NotFound("That audit is no longer there; it was probably undone.")
    _require_reach(session, visit, Right.AMEND_AUDIT, audit.case, audit.round)
    return audit


def undo(session: Session, visit: Visit, audit_id: int) -> Audit:
    """Takes back an audit with what it recommended. Raises NotAllowed, NotFound or Conflict."""
    audit = stored.get(session, audit_id)
    if audit is None:
        raise NotFound("That audit is no longer there; it was already undone.")
    if not _is_logged_by(visit, audit):
        raise NotAllowed("Only the person who logged an audit can undo it.", people.helpers(session, visit))
    _require_reach(session, visit, Right.AMEND_AUDIT, audit.case, audit.round)
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


def _may_undo(visit: Visit, audit: Audit) -> bool:
    return _is_logged_by(visit, audit) and visit.at - audit.logged_at <= UNDO_WITHIN


def _is_logged_by(visit: Visit, audit: Audit) -> bool:
    return audit.logged_by_id is not None and audit.logged_by_id == visit.actor.person_id


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


def _checked_date(visit: Visit, day: date) -> date:
    if day > visit.today:
        raise Refusal(
            f"{dates.in_words(day)} is in the future. Please give the day the audit was done.", field="date"
        )
    if day < EARLIEST:
        raise Refusal(f"{dates.in_words(day)} is too long ago. Please check the year.", field="date")
    return day


def _round_of(session: Session, day: date, auditor: _Auditor, case: Case) -> Round | None:
    """The latest round that holds the day and is the auditor's: of their organisation, or in-house.

    One for which the case was drawn goes before all others.

    An auditor whom the bot does not know may be anybody's, so any round will do.
    """
    rounds = stored_rounds.holding(session, day)
    if auditor.person_id is not None or auditor.organisation is not None:
        rounds = [entry for entry in rounds if entry.organisation == auditor.organisation]
    drew = stored_draws.rounds_that_drew(session, case.id) if len(rounds) > 1 else set()
    return next((entry for entry in rounds if entry.id in drew), rounds[0] if rounds else None)


def _holds(round_: Round | None, day: date) -> bool:
    return (
        round_ is not None and round_.starts_on <= day and (round_.ends_on is None or day <= round_.ends_on)
    )


def _require_reach(session: Session, visit: Visit, right: Right, case: Case, round_: Round | None) -> None:
    within = visit.covers(right, case.team_id) or visit.audits_in(right, round_)
    if round_ is not None and not within:
        # Whoever a case was shared out to audits it, whosever team it is of.
        within = round_.id in stored_draws.rounds_to_audit_in(session, case.id, visit.actor.person_id)
    outside = people.OUTSIDE
    if visit.actor.organisation is not None:
        outside = (
            f"You audit for {visit.actor.organisation}, and this is in none of its rounds, so it was left as "
            "it is. Please check the day and the auditor."
        )
    people.require(session, visit, right, within=within, outside=outside)


def _auditor(session: Session, visit: Visit, typed: str | None) -> _Auditor:
    if typed is None:
        return _Auditor(visit.actor.name, visit.actor.person_id, visit.actor.organisation)
    person = stored_people.by_slack_id(session, typed)
    if person is None:
        name = free_text.accept(typed, "The auditor's name", field="auditor", longest=LONGEST_NAME)
        if not _NAME.fullmatch(name):
            raise Refusal(
                "I do not know that auditor. Please write the name in letters, such as A. Auditor.",
                field="auditor",
            )
        matches = stored_people.by_name(session, name)
        if len(matches) != 1:
            # A colleague of an outside auditor, whom the bot need not know.
            return _Auditor(name, organisation=visit.actor.organisation)
        person = matches[0]
    return _Auditor(person.name, person.id, person.organisation)


def _agreeing(session: Session, there: Audit, new: LogAudit) -> Audit:
    """The audit already there, if it says what the new one says; else Conflict, so that nothing is lost."""
    said = [entry.text.split() for entry in stored_recommendations.of_audit(session, there.id)]
    found = [(entry.kind, entry.text.split()) for entry in stored_findings.of_audits(session, {there.id})]
    is_said = all(entry.text.split() in said for entry in new.recommendations)
    is_found = all((entry.kind, entry.text.split()) in found for entry in new.findings)
    if there.grade is new.grade and new.sources <= there.sources and is_said and is_found:
        return there
    raise Conflict(
        f"This audit is already recorded: {summary(there)}. Nothing was changed. "
        "To correct it or to add to it, open the case with `/case " + there.case.reference + "`."
    )


def _recommend(session: Session, visit: Visit, audit: Audit, new: LogAudit) -> Sequence[Added]:
    added = []
    for recommendation in new.recommendations:
        with in_part(recommendation.position):
            added.append(recommendations.attach(session, visit, audit, recommendation))
    return added


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


def summary(audit: Audit) -> str:
    """What it says, in a few words: "Good, Friday 14 March 2025, by A. Auditor"."""
    return f"{audit.grade.label}, {dates.in_words(audit.audited_on)}, by {audit.auditor_name}"
