"""What nobody may do to the list of people: take its last administrator away, or widen their own rights.

Every way of changing somebody passes here: Slack, the command line, and files.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from bot.errors import Contact, Helpers, NotAllowed, Refusal
from bot.rules import rights
from bot.rules.rights import Reach, Right
from bot.visit import Visit
from storage import staff as stored
from storage.models import Person
from storage.words import Role

# These an administrator has anyway.
_OF_ADMINISTRATORS = frozenset({Right.SET_PEOPLE_UP, Right.NOTE_LEAVE})
_WIDTH = {Reach.NONE: 0, Reach.OWN: 1, Reach.ROUNDS: 2, Reach.TEAM: 2, Reach.ALL: 3}
# Of their team depends what these see.
_OF_A_TEAM = frozenset({Role.MANAGER, Role.AUDITOR})


class LastAdministrator(Refusal):
    """Nobody would be left who can set people up."""

    def __init__(self, person: Person) -> None:
        super().__init__(
            f"{person.name} is the last administrator who is in Slack, so nothing was changed. Please make "
            "somebody else an administrator first.",
            field="administrator",
        )


@dataclass(frozen=True)
class _Standing:
    """What decides on somebody's rights, by the names of the record."""

    role: Role | None = None
    administrator: bool = False
    team_id: int | None = None
    active: bool = True
    slack_id: str | None = None

    @classmethod
    def of(cls, person: Person) -> "_Standing":
        return cls(person.role, person.administrator, person.team_id, person.active, person.slack_id)

    def after(self, values: Mapping[str, Any]) -> "_Standing":
        return _Standing(**{name: values.get(name, held) for name, held in vars(self).items()})

    @property
    def roles(self) -> frozenset[Role]:
        """Those that count: whoever has left has none."""
        held = {self.role} if self.role and self.active else set()
        return frozenset(held | ({Role.ADMINISTRATOR} if self.active and self.administrator else set()))

    @property
    def is_administrator(self) -> bool:
        return Role.ADMINISTRATOR in self.roles and self.slack_id is not None


def require(session: Session, visit: Visit, there: Person | None, values: Mapping[str, object]) -> bool:
    """Raises Refusal or NotAllowed where nobody may store that; True where one widens one's own rights.

    `there` is who is changed, or None for somebody new.
    """
    before = _Standing.of(there) if there else _Standing()
    after = before.after(values)
    if there is not None and before.is_administrator and not after.is_administrator:
        _keep_an_administrator(session, there)
    if there is not None and there.id == visit.actor.person_id:
        is_wider = _is_wider(before, after)
    else:
        # Somebody else's record with one's own account would be one's own, too.
        own_account = visit.actor.slack_id
        is_wider = (
            after.slack_id is not None and after.slack_id == own_account and _is_wider(_Standing(), after)
        )
    if not is_wider:
        return False
    require_nobody_else(session, visit)
    return True


def require_nobody_else(session: Session, visit: Visit) -> None:
    """Raises NotAllowed where another administrator can give what one would give oneself."""
    others = [one for one in stored.administrators(session) if one.id != visit.actor.person_id]
    if others:
        contacts = tuple(Contact(one.name, one.slack_id) for one in others[:3])
        raise NotAllowed(
            "That would give yourself sight of cases, which nobody does for themselves, so nothing was "
            "changed.",
            Helpers("another administrator", contacts),
        )


def _keep_an_administrator(session: Session, there: Person) -> None:
    if all(one.id == there.id for one in stored.administrators(session)):
        raise LastAdministrator(there)


def _is_wider(before: _Standing, after: _Standing) -> bool:
    """Whether what somebody sees of the cases grows."""
    moves = after.team_id not in (None, before.team_id) and bool(after.roles & _OF_A_TEAM)
    return moves or any(
        _width(after.roles, right) > _width(before.roles, right)
        for right in Right
        if right not in _OF_ADMINISTRATORS
    )


def _width(roles: Collection[Role], right: Right) -> int:
    return max((_WIDTH[reach] for reach in rights.reaches(roles, right)), default=0)
