"""Checks: somebody else looks whether what is done is done, and later whether it made a difference."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from bot import actions, free_text, notices, paging, people, record
from bot.errors import Conflict, NotAllowed
from bot.paging import PAGE
from bot.rules import lifecycle
from bot.rules.lifecycle import Move
from bot.rules.rights import Right
from bot.visit import Visit
from storage import actions as stored_actions
from storage import checks as stored
from storage.models import Action, Check
from storage.words import Impact, Status, Told


@dataclass(frozen=True)
class ToCheck:
    """One page of what is done and not checked: `first` is its first entry's position, counted from 1."""

    actions: Sequence[Action]
    first: int
    total: int


def check(session: Session, visit: Visit, action_id: int, *, is_done: bool, note: str = "") -> Check:
    """Says that it is done indeed, or that it is not yet, which opens it again. The owner is told.

    Raises NotAllowed, NotFound, PersonalDetails, or Conflict where nobody says that it is done.
    """
    action = to_check(session, visit, action_id)
    said = free_text.accept_any(note, "The note", field="note")
    made = Check(
        action_id=action.id,
        checked_by_id=visit.actor.person_id,
        checked_on=visit.today,
        is_done=is_done,
        note=said,
    )
    record.add(session, visit, "check made", made)
    with record.change(session, visit, "action checked" if is_done else "action not yet done", action):
        if is_done:
            action.status = actions.after(session, action, Move.CHECK)
        else:
            actions.take_up_again(session, visit, action)
    told = Told.CHECKED if is_done else Told.NOT_YET_DONE
    notices.tell(session, visit, told, action.owner, action=action, note=made.note)
    return made


def to_check(session: Session, visit: Visit, action_id: int) -> Action:
    """The action, if it is said to be done, by somebody else, and the person may check it."""
    action = actions.show(session, visit, action_id)
    right = Right.CHECK_ACTION
    people.require(session, visit, right, within=actions.covers(visit, right, action))
    if lifecycle.is_unfinished(action.status):
        raise Conflict(f"{action.name} is not marked as done, so there is nothing to check yet.")
    if action.status is not Status.DONE:
        raise Conflict(actions.as_it_stands(session, action))
    if is_own(visit, action):
        raise NotAllowed(
            f"Nobody checks their own work, so {action.name} waits for somebody else.",
            people.helpers(session, visit),
        )
    return action


def is_own(visit: Visit, action: Action) -> bool:
    """Whether the person owns it, or was the one to say that it is done."""
    me = visit.actor.person_id
    return me is not None and me in (action.owner_id, action.done_by_id)


def waiting(session: Session, visit: Visit, page: int = 0) -> ToCheck:
    """What is done and not checked, and the person may check; the first done first."""
    people.require(session, visit, Right.CHECK_ACTION)
    # Of one's own cases one sees what is done; to check it is for those who lead.
    sight = replace(visit.sight(Right.CHECK_ACTION), person_id=None)
    me = visit.actor.person_id
    total = stored_actions.count_unchecked(session, sight, me)
    page = paging.there(page, total)
    rows = stored_actions.unchecked(session, sight, me, offset=page * PAGE, limit=PAGE)
    return ToCheck(rows, first=page * PAGE + 1, total=total)


def say_impact(session: Session, visit: Visit, action_id: int, impact: Impact) -> Check:
    """Whether it made a difference, on its newest check; it may be said anew later.

    By the owner, their manager or quality. Raises NotAllowed, NotFound, or Conflict before it is checked.
    """
    action = actions.to_change(session, visit, action_id, Right.COMPLETE_ACTION)
    latest = stored.latest(session, action.id)
    if action.status is not Status.CHECKED or latest is None:
        raise Conflict(
            f"{action.name} is not checked yet. Whether it made a difference can be said after that."
        )
    with record.change(session, visit, "impact said", latest):
        latest.impact = impact
        latest.impact_on, latest.impact_by_id = visit.today, visit.actor.person_id
    return latest
