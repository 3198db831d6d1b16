"""Recommendations: a change asked for, with the first action for it where one is agreed at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from bot import agreements, free_text, people, record
from bot.errors import NotFound
from bot.rules.rights import Right
from bot.visit import Visit
from storage import actions as stored_actions
from storage import audits as stored_audits
from storage import draws as stored_draws
from storage import recommendations as stored
from storage import rounds as stored_rounds
from storage.models import Action, Activity, Audit, Recommendation
from storage.words import Origin


@dataclass(frozen=True)
class FirstAction:
    """Who does what by when. Without text it is the recommendation's; without a date it follows the grade.

    `owner` is a Slack user id or a name, `owner_field` the field of a form that said so.
    """

    owner: str
    text: str = ""
    due_on: date | None = None
    owner_field: str = "owner"


@dataclass(frozen=True)
class NewRecommendation:
    """What was recommended, and the first action for it; `position` as that of a finding.

    `origin` is said of a recommendation to the service alone: of a case's it is the audit.
    """

    text: str
    action: FirstAction | None = None
    theme: str | None = None
    position: int = 0
    origin: Origin = Origin.AUDIT


@dataclass(frozen=True)
class Added:
    """The recommendation and its first action; `already` where the recommendation stood there."""

    recommendation: Recommendation
    action: Action | None
    already: bool = False


def add(session: Session, visit: Visit, audit_id: int, new: NewRecommendation) -> Added:
    """Records what an audit recommends. Raises NotAllowed, NotFound, PersonalDetails or Refusal."""
    return attach(session, visit, require_to_add(session, visit, audit_id), new)


def require_to_add(session: Session, visit: Visit, audit_id: int) -> Audit:
    """The audit, if the person may add to it. Raises NotAllowed or NotFound."""
    audit = stored_audits.get(session, audit_id)
    if audit is None:
        raise NotFound("That audit is no longer there; it was probably undone. Nothing was added.")
    right = Right.ADD_RECOMMENDATION
    within = visit.covers(right, audit.case.team_id) or visit.audits_in(right, audit.round)
    if not within:
        mine = stored_draws.rounds_to_audit_in(session, audit.case_id, visit.actor.person_id)
        within = audit.round_id in mine
    people.require(session, visit, right, within=within)
    return audit


def attach(session: Session, visit: Visit, audit: Audit, new: NewRecommendation) -> Added:
    """Adds to an audit whose rights were checked; the same words a second time are not added again."""
    there = stored.of_audit(session, audit.id)
    values = {"case_id": audit.case_id, "round_id": audit.round_id, "audit_id": audit.id}
    return _attach(session, visit, new, there, Recommendation(case=audit.case, **values))


def require_for_service(session: Session, visit: Visit) -> None:
    """Raises NotAllowed for who may not recommend to the service: it is a line of the improvement plan."""
    people.require(session, visit, Right.RECOMMEND_TO_SERVICE)


def add_for_service(session: Session, visit: Visit, new: NewRecommendation, round_id: int | None) -> Added:
    """Recommends to the service, out of a round where one is given; the same words are not added again.

    Raises NotAllowed, NotFound, PersonalDetails or Refusal.
    """
    require_for_service(session, visit)
    if round_id is not None and stored_rounds.get(session, round_id) is None:
        raise NotFound("That round is no longer there, so nothing was added.")
    there = stored.for_service(session, round_id)
    values = {"round_id": round_id, "number": _next_number(session)}
    return _attach(session, visit, new, there, Recommendation(case=None, **values))


def attach_to_service(session: Session, visit: Visit, activity: Activity, new: NewRecommendation) -> Added:
    """Recommends to the service what an activity does whose rights were checked; otherwise as `attach`.

    It gets the next number.
    """
    there = stored.of_activity(session, activity.id)
    values = {"activity_id": activity.id, "number": _next_number(session)}
    return _attach(session, visit, new, there, Recommendation(case=None, **values))


def _attach(
    session: Session,
    visit: Visit,
    new: NewRecommendation,
    there: Sequence[Recommendation],
    recommendation: Recommendation,
) -> Added:
    text = free_text.accept(new.text, "The recommendation", field="recommendation")
    free_text.refuse_other_themes(new.theme, field="theme")
    same = next((entry for entry in there if entry.text == text), None)
    if same is None:
        recommendation.text, recommendation.theme, recommendation.origin = text, new.theme, new.origin
        recommendation.made_by_id, recommendation.made_at = visit.actor.person_id, visit.at
        record.add(session, visit, "recommendation added", recommendation)
    wanted = same or recommendation
    action = _agree_first(session, visit, wanted, new.action) if new.action else None
    return Added(wanted, action, already=same is not None)


def _next_number(session: Session) -> str:
    """One more than the highest; imported ones that are no plain numbers, such as "R4", are passed over."""
    return str(max((int(number) for number in stored.numbers(session) if number.isdecimal()), default=0) + 1)


def _agree_first(
    session: Session, visit: Visit, recommendation: Recommendation, first: FirstAction
) -> Action:
    text = free_text.accept(first.text or recommendation.text, "The action", field="action")
    there = stored_actions.same(session, text, recommendation.id, recommendation.case_id)
    if there is not None:
        return there
    agreement = agreements.Agreement(recommendation.id, text, first.owner, first.due_on, first.owner_field)
    return agreements.agree(session, visit, agreement)
