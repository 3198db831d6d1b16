"""One action as somebody sees it: where it stands, and what they may do about it."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot import actions, checks, endings, extensions
from bot.errors import Refusal
from bot.rules import lifecycle
from bot.rules.rights import Right
from bot.visit import Visit
from storage import checks as stored_checks
from storage import endings as stored_endings
from storage import extensions as stored_extensions
from storage.models import Action, Check, Ending, Extension
from storage.words import Status


@dataclass(frozen=True)
class Standing:
    """An action, the request that waits for an answer, its newest check, and what the person may do.

    `is_own`: they own it. `may_change`: mark it as done, pick a day, ask for more time. `may_give`: say
    whose it is. `may_check`, `may_decide`, `may_end`: somebody else's work, request, action. `ending`: how it
    ended undone.
    """

    action: Action
    request: Extension | None = None
    check: Check | None = None
    is_own: bool = False
    may_change: bool = False
    may_give: bool = False
    may_check: bool = False
    may_decide: bool = False
    may_end: bool = False
    ending: Ending | None = None


def of(session: Session, visit: Visit, action_id: int) -> Standing:
    """Raises NotAllowed or NotFound."""
    action = actions.show(session, visit, action_id)
    is_open = lifecycle.is_unfinished(action.status)
    request = stored_extensions.waiting(session, action.id) if is_open else None
    ending = stored_endings.of(session, action)
    is_own = action.owner_id == visit.actor.person_id
    return Standing(
        action=action,
        request=request,
        check=stored_checks.latest(session, action.id),
        is_own=is_own,
        may_change=actions.acts_as_owner(session, visit, action)
        or actions.covers(visit, Right.COMPLETE_ACTION, action),
        may_give=is_open and actions.covers(visit, Right.AGREE_ACTION, action),
        may_check=action.status is Status.DONE and _may_check(visit, action),
        may_decide=request is not None and _may_decide(session, visit, request),
        may_end=endings.may_end(visit, action, ending),
        ending=ending,
    )


def _may_check(visit: Visit, action: Action) -> bool:
    return actions.covers(visit, Right.CHECK_ACTION, action) and not checks.is_own(visit, action)


def _may_decide(session: Session, visit: Visit, request: Extension) -> bool:
    try:
        extensions.to_decide(session, visit, request.id)
    except Refusal:
        return False
    return True
