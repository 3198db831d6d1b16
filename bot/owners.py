"""Whose an action is, and when they mean to do it: picking a day, "not mine", giving it to somebody."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from bot import actions, free_text, notices, people, recipients, record
from bot.errors import Conflict, Refusal
from bot.rules import dates
from bot.rules.rights import Right
from bot.visit import Visit
from storage import people as stored_people
from storage.models import Action, Person
from storage.words import Told


def pick_day(session: Session, visit: Visit, action_id: int, day: date) -> Action:
    """Notes when the owner will do it; the due date and what their manager is told of stay as they are.

    An owner who picks a day has taken the action on. Raises NotAllowed, NotFound, Refusal or Conflict.
    """
    action = actions.to_be_done(session, visit, action_id)
    day = actions.coming(visit, day, field="day")
    with record.change(session, visit, "day picked", action):
        action.picked_on = day
        if action.owner_id == visit.actor.person_id:
            action.disowned_on = None
    return action


def to_disown(session: Session, visit: Visit, action_id: int) -> Action:
    """The action, if the person owns it and has not said yet that it is not theirs."""
    action = actions.to_be_done(session, visit, action_id)
    if action.owner_id != visit.actor.person_id:
        raise Refusal(
            f"{action.name} is {action.owner.name}'s, and only they can say that it is not theirs. "
            "You can give it to somebody else."
        )
    if action.disowned_on is not None:
        raise Conflict(
            f"You said on {dates.in_words(action.disowned_on)} that {action.name} is not yours. "
            "Nobody has answered yet, so nothing was changed."
        )
    return action


def disown(session: Session, visit: Visit, action_id: int, note: str = "") -> Action:
    """The owner says that it is not theirs; whoever agreed it is told, and decides whose it is."""
    action = to_disown(session, visit, action_id)
    said = free_text.accept_any(note, "The note", field="note")
    with record.change(session, visit, "action disowned", action):
        action.disowned_on = visit.today
        action.picked_on = None
    told = who_decides(session, visit, action)
    notices.tell(session, visit, Told.NOT_MINE, told, action=action, note=said)
    return action


def who_decides(session: Session, visit: Visit, action: Action) -> Person | None:
    """Who is told when an owner says that it is not theirs."""
    return next((person for person in _deciders(session, visit, action) if person), None)


def keep(session: Session, visit: Visit, action_id: int) -> Action:
    """Whoever may agree actions says that it is the owner's after all. The owner is told."""
    action = to_give(session, visit, action_id)
    if action.disowned_on is None:
        raise Conflict(f"{action.name} already stands as {action.owner.name}'s. Nothing was changed.")
    with record.change(session, visit, "action kept", action):
        action.disowned_on = None
    notices.tell(session, visit, Told.AGREED, action.owner, action=action)
    return action


def to_give(session: Session, visit: Visit, action_id: int) -> Action:
    """The action, if it is still to be done and the person may say whose it is."""
    action = actions.show(session, visit, action_id)
    right = Right.AGREE_ACTION
    people.require(session, visit, right, within=actions.covers(visit, right, action))
    actions.require_unfinished(session, action)
    return action


def give(session: Session, visit: Visit, action_id: int, owner: str) -> Action:
    """Gives it to somebody, by Slack user id or name; its dates stay. Both owners are told."""
    action, before = hand_over(session, visit, action_id, owner)
    notices.tell(session, visit, Told.AGREED, action.owner, action=action)
    notices.tell(session, visit, Told.GIVEN_AWAY, before, action=action)
    return action


def hand_over(session: Session, visit: Visit, action_id: int, owner: str) -> tuple[Action, Person]:
    """The same where they are told otherwise, as after a meeting; gives whose it was, too."""
    action = to_give(session, visit, action_id)
    new, before = actions.find_owner(session, owner), action.owner
    if new.id == action.owner_id:
        raise Conflict(f"{action.name} is {new.name}'s already. Please choose somebody else.", field="owner")
    with record.change(session, visit, "action given", action):
        action.owner_id, action.owner = new.id, new
        action.disowned_on = action.picked_on = None
    return action, before


def _deciders(session: Session, visit: Visit, action: Action) -> Iterator[Person | None]:
    agreed_by = stored_people.get(session, action.agreed_by_id) if action.agreed_by_id else None
    yield agreed_by if agreed_by and agreed_by.active and agreed_by.id != action.owner_id else None
    yield recipients.manager_of(session, action.owner)
    yield recipients.in_quality(session, visit.today, but=frozenset({action.owner_id}))
