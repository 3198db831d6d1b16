"""Recommendations: a change asked for, with the first action for it where one is agreed at once."""

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
from storage.models import Action, Audit, Recommendation
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
    """What was recommended, and the first action for it; `position` as that of a finding."""

    text: str
    action: FirstAction | None = None
    theme: str | None = None
    position: int = 0


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
    text = free_text.accept(new.text, "The recommendation", field="recommendation")
    free_text.refuse_other_themes(new.theme, field="theme")
    for there in stored.of_audit(session, audit.id):
        if there.text == text:
            action = _agree_first(session, visit, there, new.action) if new.action else None
            return Added(there, action, already=True)
    recommendation = Recommendation(
        case_id=audit.case_id,
        round_id=audit.round_id,
        audit_id=audit.id,
        text=text,
        theme=new.theme,
        origin=Origin.AUDIT,
        made_by_id=visit.actor.person_id,
        made_at=visit.at,
    )
    recommendation.case = audit.case
    record.add(session, visit, "recommendation added", recommendation)
    action = _agree_first(session, visit, recommendation, new.action) if new.action else None
    return Added(recommendation, action)


def _agree_first(
    session: Session, visit: Visit, recommendation: Recommendation, first: FirstAction
) -> Action:
    text = free_text.accept(first.text or recommendation.text, "The action", field="action")
    there = stored_actions.same(session, text, recommendation.id, recommendation.case_id)
    if there is not None:
        return there
    agreement = agreements.Agreement(recommendation.id, text, first.owner, first.due_on, first.owner_field)
    return agreements.agree(session, visit, agreement)
