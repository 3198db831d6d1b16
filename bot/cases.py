"""Cases: finding one by what a person types, and the page that shows where it stands."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from bot import follow_ups, held, paging, people
from bot.errors import NotFound
from bot.paging import PAGE
from bot.rules import lifecycle, references
from bot.rules.rights import Reach, Right
from bot.visit import Visit
from storage import actions as stored_actions
from storage import audits as stored_audits
from storage import cases as stored
from storage import challenges
from storage import draws as stored_draws
from storage import endings as stored_endings
from storage import findings as stored_findings
from storage import holds as stored_holds
from storage import recommendations as stored_recommendations
from storage.cases import Whose
from storage.models import Action, Audit, Case, Challenge, Ending, Finding, Recommendation
from storage.words import ENDED, FindingKind, Grade

MOST_SUGGESTIONS = 3
MOST_CHOICES = 20


@dataclass(frozen=True)
class CasePage:
    """A case with its audits (newest first), recommendations (oldest first) and actions (by first date).

    Without `shows_actions` the person may not know what became of the recommendations. `findings` are of the
    newest audit that has any; `challenged` and `follow_ups` are audits' ids, the latter with the day of the
    audit that is followed up. `follow_up_by`: when an Inadequate audit is to be followed up.
    `endings`: how actions ended undone, by the actions' ids. `on_hold`: since when it is held, in a sentence.
    """

    case: Case
    audits: Sequence[Audit]
    recommendations: Sequence[Recommendation]
    actions: Sequence[Action]
    shows_actions: bool = True
    findings: Sequence[Finding] = ()
    challenged: frozenset[int] = frozenset()
    follow_ups: Mapping[int, date] = field(default_factory=dict)
    follow_up_by: date | None = None
    endings: Mapping[int, Ending] = field(default_factory=dict)
    on_hold: str = ""
    may: frozenset[Right] = frozenset(Right)

    @property
    def areas(self) -> list[Finding]:
        """The areas for development that the newest audit to find any has found."""
        return [finding for finding in self.findings if finding.kind is FindingKind.AREA]

    @property
    def grade(self) -> Grade | None:
        """The grade of the newest audit, as it is reported."""
        return self.audits[0].reported_grade if self.audits else None

    @property
    def is_without_answer(self) -> bool:
        """Whether nothing was recommended or agreed since the newest audit was logged."""
        since = [entry.made_at for entry in self.recommendations]
        since += [action.agreed_at for action in self.actions]
        return bool(self.audits) and not any(at >= self.audits[0].logged_at for at in since)

    @property
    def unfinished(self) -> list[Action]:
        """The actions still to be done."""
        return [action for action in self.actions if lifecycle.is_unfinished(action.status)]

    @property
    def without_action(self) -> list[Recommendation]:
        """The recommendations nothing was agreed for yet."""
        followed = {action.recommendation_id for action in self.actions}
        return [entry for entry in self.recommendations if entry.id not in followed]


@dataclass(frozen=True)
class CaseList:
    """One page of somebody's cases: `first` is the position of its first entry, counted from 1."""

    cases: Sequence[Case]
    first: int
    total: int


def find(session: Session, visit: Visit, typed: str, *, field: str | None = None) -> Case:
    """The case of a reference or of the case system's number, if the person may see it.

    Raises NotAllowed, or NotFound with the nearest references they may see. What was typed is not repeated:
    it may be anything, a child's name included.
    """
    people.require(session, visit, Right.SEE_CASE)
    case = known(session, typed)
    if case is not None and is_seen(session, visit, case):
        return case
    raise NotFound(_not_found(session, visit, typed), field=field)


def is_seen(session: Session, visit: Visit, case: Case) -> bool:
    """Whether the person may see the case."""
    return stored.is_in_sight(session, case, visit.sight(Right.SEE_CASE))


def choices(session: Session, visit: Visit, typed: str, right: Right) -> Sequence[Case]:
    """The cases that a typed beginning or number may mean, of those that the right extends to."""
    there, sight = known(session, typed), visit.sight(right)
    if there is not None and stored.is_in_sight(session, there, sight):
        return [there]
    beginning = references.beginning(typed)
    return stored.beginning_with(session, beginning, sight, MOST_CHOICES) if beginning else []


def unseen_choice(session: Session, visit: Visit, typed: str) -> Case | None:
    """The case of a reference that somebody from outside knows already: they may log its first audit.

    Nothing but the reference is theirs to see.
    """
    reference = references.read(typed)
    if reference is None or Reach.ROUNDS not in visit.reaches(Right.LOG_AUDIT):
        return None
    return stored.by_reference(session, reference)


def known(session: Session, typed: str) -> Case | None:
    """The case of a reference or of the case system's number, whoever asks."""
    reference = references.read(typed)
    case = stored.by_reference(session, reference) if reference else None
    return case or stored.by_system_number(session, references.system_number(typed))


def page(session: Session, visit: Visit, typed: str) -> CasePage:
    """All there is to see of one case. Raises as `find` does."""
    case = find(session, visit, typed)
    shows_actions = bool(visit.reaches(Right.SEE_ACTIONS))
    audits = stored_audits.of_case(session, case.id)
    actions = stored_actions.of_case(session, case.id) if shows_actions else ()
    ids = {audit.id for audit in audits}
    open_challenges = challenges.open_of(session, ids)
    return CasePage(
        case=case,
        audits=audits,
        recommendations=stored_recommendations.of_case(session, case.id),
        actions=actions,
        shows_actions=shows_actions,
        findings=_newest_findings(audits, stored_findings.of_audits(session, ids)),
        challenged=frozenset(one.audit_id for one in open_challenges),
        follow_ups=stored_audits.followed_up(session, ids),
        follow_up_by=follow_ups.still_due(session, visit, audits),
        endings=stored_endings.latest_of(
            session, {action.id for action in actions if action.status in ENDED}
        ),
        on_hold=_on_hold(session, visit, case),
        may=_rights(session, visit, case, audits) - _refused(visit, audits, open_challenges),
    )


def _on_hold(session: Session, visit: Visit, case: Case) -> str:
    """What for is told to those who may put cases on hold: it may be about somebody who looks."""
    hold = stored_holds.of_case(session, case.id)
    if hold is None:
        return ""
    why = f" {held.because(hold)}" if visit.reaches(Right.HOLD_CASE) else ""
    return f"This case has been {held.since(hold, visit)}.{why}"


# What the page of a case has a button for.
OF_A_CASE = (
    Right.LOG_AUDIT,
    Right.AMEND_AUDIT,
    Right.ADD_RECOMMENDATION,
    Right.AGREE_ACTION,
    Right.CHALLENGE_GRADE,
    Right.MODERATE_AUDIT,
)


# What whoever audits a case in a round may do with that audit, whosever team the case is of.
OF_ITS_AUDITOR = frozenset({Right.AMEND_AUDIT, Right.ADD_RECOMMENDATION})


def _rights(session: Session, visit: Visit, case: Case, audits: Sequence[Audit]) -> frozenset[Right]:
    return frozenset(right for right in OF_A_CASE if _may(session, visit, right, case, audits))


def _refused(visit: Visit, audits: Sequence[Audit], asked: Collection[Challenge]) -> set[Right]:
    """What the person has the right to, but not of this newest audit: it is theirs, or they have asked."""
    refused = set()
    for newest in audits[:1]:
        if visit.did(newest):
            refused.add(Right.MODERATE_AUDIT)
        if any((one.audit_id, one.made_by_id) == (newest.id, visit.actor.person_id) for one in asked):
            refused.add(Right.CHALLENGE_GRADE)
    return refused


def _may(session: Session, visit: Visit, right: Right, case: Case, audits: Sequence[Audit]) -> bool:
    """Whether the right extends to the case, or to its newest audit."""
    if right is Right.CHALLENGE_GRADE:
        return stored.is_in_sight(session, case, visit.sight(right))
    if right is Right.LOG_AUDIT and Reach.ROUNDS in visit.reaches(right):
        return True
    in_round = bool(audits) and visit.audits_in(right, audits[0].round)
    if visit.covers(right, case.team_id) or in_round:
        return True
    to_audit_in = stored_draws.rounds_to_audit_in(session, case.id, visit.actor.person_id)
    if right is Right.LOG_AUDIT:
        return bool(visit.reaches(right) and to_audit_in)
    return right in OF_ITS_AUDITOR and bool(audits) and audits[0].round_id in to_audit_in


def _newest_findings(audits: Sequence[Audit], found: Sequence[Finding]) -> Sequence[Finding]:
    for audit in audits:
        if of_it := [finding for finding in found if finding.audit_id == audit.id]:
            return of_it
    return ()


def mine(session: Session, visit: Visit, page: int = 0) -> CaseList:
    """The open cases whose worker the person is, and those of the teams they lead, by reference."""
    people.require(session, visit, Right.SEE_CASE)
    if visit.actor.person_id is None:
        return CaseList([], first=1, total=0)
    whose = Whose(visit.actor.person_id, visit.actor.team_ids)
    total = stored.count_open_of(session, whose, visit.today)
    page = paging.there(page, total)
    rows = stored.open_of(session, whose, visit.today, offset=page * PAGE, limit=PAGE)
    return CaseList(rows, first=page * PAGE + 1, total=total)


def _not_found(session: Session, visit: Visit, typed: str) -> str:
    reference = references.read(typed)
    near = (
        stored.in_sight(
            session, references.neighbours(reference), visit.sight(Right.SEE_CASE), MOST_SUGGESTIONS
        )
        if reference
        else []
    )
    if near:
        return f"There is no case of that reference that you may see. Did you mean {' or '.join(near)}?"
    return (
        "There is no case of that reference that you may see. A reference has five letters and digits, "
        "such as K7Q2M; the case system's number works too."
    )
