"""Endings: an action is agreed not to be done, or no longer applies, and somebody other approves it.

What ended so is looked at again on a day, and then opened again, or its ending is approved anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from bot import actions, free_text, notices, people, record
from bot.errors import NotAllowed, Refusal
from bot.rules import lifecycle
from bot.rules.lifecycle import Move
from bot.rules.rights import Right
from bot.visit import Visit
from storage import endings as stored
from storage.models import Action, Ending
from storage.words import Told


@dataclass(frozen=True)
class Approval:
    """How an action ends undone, why, and when it is looked at again."""

    way: Move
    why: str
    review_on: date | None = None


def end(session: Session, visit: Visit, action_id: int, approval: Approval) -> Ending:
    """Ends the action undone, and keeps who approved it. Its owner is told. Raises as `approve` does."""
    ending = approve(session, visit, action_id, approval)
    notices.tell(session, visit, Told.ENDED, ending.action.owner, action=ending.action, note=ending.why)
    return ending


def approve(session: Session, visit: Visit, action_id: int, approval: Approval) -> Ending:
    """The same where the owner is told otherwise, as after a meeting.

    What was agreed not to be done needs the day on which it is looked at again: closing a case is an easy
    way to lose an action. Raises NotAllowed, NotFound, PersonalDetails, Refusal or Conflict.
    """
    action = to_end(session, visit, action_id)
    if approval.way not in lifecycle.ENDINGS:
        raise Refusal("Please choose how it ends.", field="way")
    why = free_text.accept(approval.why, "The reason", field="why")
    review_on = approval.review_on
    if review_on is not None:
        review_on = actions.coming(visit, review_on, field="review")
    elif approval.way is Move.AGREE_NOT_TO_DO:
        raise Refusal("Please choose when this is looked at again.", field="review")
    ending = Ending(
        action_id=action.id,
        approved_by_id=visit.actor.person_id,
        approved_on=visit.today,
        why=why,
        review_on=review_on,
    )
    ending.action = action
    record.add(session, visit, "ending approved", ending)
    with record.change(session, visit, "action ended", action):
        action.status = actions.after(session, action, approval.way)
        action.picked_on = action.disowned_on = None
    return ending


def to_end(session: Session, visit: Visit, action_id: int) -> Action:
    """The action, if it is still to be done or looked at again, somebody else's, and theirs to end."""
    action = actions.show(session, visit, action_id)
    right = Right.END_ACTION
    people.require(session, visit, right, within=actions.covers(visit, right, action))
    if not is_to_look_at_again(visit, stored.of(session, action)):
        actions.require_unfinished(session, action)
    if is_own(visit, action):
        raise NotAllowed(
            f"Nobody approves for themselves that an action ends, so {action.name} waits for somebody else.",
            people.helpers(session, visit),
        )
    return action


def may_end(visit: Visit, action: Action, ending: Ending | None) -> bool:
    """Whether the person would not be refused; `ending` is how it ended already."""
    return (
        (lifecycle.is_unfinished(action.status) or is_to_look_at_again(visit, ending))
        and actions.covers(visit, Right.END_ACTION, action)
        and not is_own(visit, action)
    )


def is_own(visit: Visit, action: Action) -> bool:
    return action.owner_id == visit.actor.person_id


def is_to_look_at_again(visit: Visit, ending: Ending | None) -> bool:
    return ending is not None and ending.review_on is not None and ending.review_on <= visit.today


def waiting(session: Session, visit: Visit, limit: int) -> tuple[Sequence[Ending], int]:
    """The endings that the person may look at again, the longest waiting first, and how many there are."""
    # Of one's own cases one sees how actions ended; to approve it is for those who lead.
    sight = replace(visit.sight(Right.END_ACTION), person_id=None)
    return stored.to_look_at_again(session, sight, visit.today, limit, without=visit.actor.person_id)
