"""Who is told: the people above an owner, and who gets a letter in the place of somebody who cannot."""

from collections.abc import Callable, Mapping
from datetime import date

from sqlalchemy.orm import Session

from bot.rules.ladder import Audience
from storage import leave, people
from storage.models import Person
from storage.words import Role


def manager_of(session: Session, owner: Person) -> Person | None:
    """The manager whom the owner answers to; for a manager, their service manager."""
    return _above(session, owner, "manager") or _above(session, owner, "service_manager")


def service_manager_of(session: Session, owner: Person) -> Person | None:
    """The service manager of the owner's team, where that is somebody else."""
    return _above(session, owner, "service_manager")


def in_quality(session: Session, day: date, *, but: frozenset[int] = frozenset()) -> Person | None:
    """Somebody in the quality team who is here on the day, or who will be back."""
    team = [
        person
        for person in people.active_in_role(session, Role.QUALITY, limit=50)
        if person.id not in but and can_read(person)
    ]
    return next((person for person in team if leave.on(session, person.id, day) is None), None) or next(
        iter(team), None
    )


def administrator(session: Session, *, but: int | None) -> Person | None:
    """An administrator who reads Slack, other than the one person."""
    known = people.active_in_role(session, Role.ADMINISTRATOR, limit=50)
    return next((person for person in known if person.id != but and can_read(person)), None)


def receiver(
    session: Session, person: Person, day: date, *, but: frozenset[int] = frozenset()
) -> Person | None:
    """Who gets the person's letter: they themselves, else who covers, else their manager, else quality.

    Nobody of `but` stands in for them. None where there is nobody at all who reads Slack.
    """
    away = leave.on(session, person.id, day)
    if can_read(person) and away is None:
        return person
    not_these = but | {person.id}
    cover_id = (away.cover_id if away else None) or person.cover_id
    others = (people.get(session, cover_id) if cover_id else None, manager_of(session, person))
    for other in others:
        if (
            other is not None
            and other.id not in not_these
            and can_read(other)
            and leave.on(session, other.id, day) is None
        ):
            return other
    # With nobody else to turn to, what waits for somebody who will be back is better than nothing.
    return in_quality(session, day, but=not_these) or (person if can_read(person) else None)


def can_read(person: Person) -> bool:
    """Whether a letter in Slack reaches them."""
    return person.active and person.slack_id is not None and person.unreachable_since is None


def manager_of_team(session: Session, team_id: int | None, *, but: frozenset[int]) -> Person | None:
    """The team's manager, other than these."""
    return _in_post(session, team_id, "manager", but)


def _above(session: Session, owner: Person, post: str) -> Person | None:
    return _in_post(session, owner.team_id, post, frozenset({owner.id}))


def _in_post(session: Session, team_id: int | None, post: str, but: frozenset[int]) -> Person | None:
    if team_id is None:
        return None
    held = people.posts_of_team(session, team_id).get(post)
    candidates = [people.get(session, held.person_id)] if held else []
    if not candidates and post == "manager":
        candidates.extend(people.managers_in(session, team_id))
    return next((person for person in candidates if person and person.active and person.id not in but), None)


ABOVE: Mapping[Audience, Callable[[Session, Person], Person | None]] = {
    Audience.MANAGER: manager_of,
    Audience.SERVICE_MANAGER: service_manager_of,
}
