"""What waits for one person: how much there is to check, to moderate and to decide."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot import actions, checks, extensions, moderation
from bot.actions import Asked
from bot.rules.rights import Right
from bot.visit import Visit


@dataclass(frozen=True)
class Waiting:
    """How many of each; None of what is not for them."""

    to_check: int | None
    to_moderate: int | None
    requests: int | None
    own: int | None


def waiting(session: Session, visit: Visit) -> Waiting:
    """The numbers of the lists that the person may see."""

    def may(right: Right) -> bool:
        return bool(visit.reaches(right))

    return Waiting(
        to_check=checks.waiting(session, visit).total if may(Right.CHECK_ACTION) else None,
        to_moderate=moderation.waiting(session, visit).total if may(Right.MODERATE_AUDIT) else None,
        requests=extensions.waiting(session, visit).total if may(Right.DECIDE_EXTENSION) else None,
        own=actions.unfinished(session, visit, Asked(mine=True)).total if may(Right.SEE_ACTIONS) else None,
    )
