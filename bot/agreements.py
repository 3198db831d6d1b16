"""Agreements: an action with an owner and a date, for a recommendation or for a case."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from bot import actions, cases, free_text, notices, people, record
from bot.errors import Conflict, NotFound, Refusal
from bot.rules.rights import Right
from bot.visit import Visit
from storage import actions as stored
from storage import recommendations as stored_recommendations
from storage.audits import Source
from storage.models import Action, Case, Recommendation
from storage.words import Status, Told


@dataclass(frozen=True)
class Agreement:
    """An action to agree for a recommendation. `owner` is a Slack user id or a name.

    `owner_field` is the field of a form that says who it is.
    """

    recommendation_id: int
    text: str
    owner: str
    due_on: date | None = None
    owner_field: str = "owner"


@dataclass(frozen=True)
class ForCase:
    """An action to agree for a case, whatever was recommended. `case` is a reference or the case's number."""

    case: str
    text: str
    owner: str
    due_on: date | None = None
    owner_field: str = "owner"


def agree(session: Session, visit: Visit, agreement: Agreement) -> Action:
    """Agrees an action. Without a date it is due by the case's grade: Inadequate cases sooner.

    Raises NotAllowed, NotFound, PersonalDetails or Refusal.
    """
    recommendation = require_to_agree(session, visit, agreement.recommendation_id)
    if agreement.due_on is None and recommendation.case_id is None:
        raise Refusal("Please give the date that the meeting set for this recommendation.", field="due")
    return _agree(session, visit, agreement, recommendation, recommendation.case)


def agree_for_case(session: Session, visit: Visit, agreement: ForCase) -> Action:
    """Agrees an action that follows from no recommendation, as from a supervision. Otherwise as `agree`."""
    case = cases.find(session, visit, agreement.case, field="case")
    people.require(session, visit, Right.AGREE_ACTION, within=visit.covers(Right.AGREE_ACTION, case.team_id))
    return _agree(session, visit, agreement, None, case)


def _agree(
    session: Session,
    visit: Visit,
    agreement: Agreement | ForCase,
    recommendation: Recommendation | None,
    case: Case | None,
) -> Action:
    text = free_text.accept(agreement.text, "The action", field="action")
    owner = actions.find_owner(session, agreement.owner, field=agreement.owner_field)
    recommendation_id, case_id = recommendation.id if recommendation else None, case.id if case else None
    if stored.same(session, text, recommendation_id, case_id):
        raise Conflict("That action is already agreed.", field="action")
    source = (recommendation.audit_id if recommendation else None, case_id)
    due_on = _due_on(session, visit, source, agreement.due_on)
    action = Action(
        recommendation_id=recommendation_id,
        case_id=case_id,
        text=text,
        owner_id=owner.id,
        first_due_on=due_on,
        due_on=due_on,
        status=Status.OPEN,
        agreed_by_id=visit.actor.person_id,
        agreed_at=visit.at,
    )
    action.case, action.owner, action.recommendation = case, owner, recommendation
    record.add(session, visit, "action agreed", action)
    notices.tell(session, visit, Told.AGREED, owner, action=action)
    return action


def require_to_agree_any(session: Session, visit: Visit) -> None:
    """Raises NotAllowed for people who agree no actions, before they fill in a form."""
    people.require(session, visit, Right.AGREE_ACTION)


def require_to_agree(session: Session, visit: Visit, recommendation_id: int) -> Recommendation:
    """The recommendation, if the person may agree actions for it. Raises NotAllowed or NotFound."""
    recommendation = stored_recommendations.get(session, recommendation_id)
    if recommendation is None:
        raise NotFound("That recommendation is no longer there; nothing was agreed.")
    team_id = recommendation.case.team_id if recommendation.case else None
    people.require(session, visit, Right.AGREE_ACTION, within=visit.covers(Right.AGREE_ACTION, team_id))
    return recommendation


def _due_on(session: Session, visit: Visit, source: Source, due_on: date | None) -> date:
    if due_on is not None:
        return actions.coming(visit, due_on, field="due")
    return actions.usually_due(session, visit, source)
