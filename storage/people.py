"""Queries for people and their teams."""

from collections.abc import Collection, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from storage.models import ALWAYS, UNFINISHED_SQL, Action, Person, Post, Team
from storage.words import Role


def by_slack_id(session: Session, slack_id: str) -> Person | None:
    """The person with their team and the posts they hold."""
    return session.scalar(_WHOLE.where(Person.slack_id == slack_id))


def get(session: Session, person_id: int) -> Person | None:
    """The person with their team and the posts they hold."""
    return session.scalar(_WHOLE.where(Person.id == person_id))


def of_ids(session: Session, person_ids: Collection[int]) -> dict[int, Person]:
    """These people, by id."""
    return {person.id: person for person in session.scalars(_WHOLE.where(Person.id.in_(person_ids)))}


def by_name(session: Session, name: str) -> Sequence[Person]:
    """Everybody of that name, however it is capitalised."""
    return session.scalars(_WHOLE.where(sa.func.lower(Person.name) == name.lower())).all()


def everybody(session: Session) -> Sequence[Person]:
    """All people, with their teams and the posts that they hold."""
    return session.scalars(_WHOLE.order_by(Person.name, Person.id)).all()


def names(session: Session, *, owners_too: bool = False) -> Sequence[str]:
    """The names of all active people, in order; `owners_too`: and of leavers who own what is to be done."""
    is_owner = sa.exists().where(Action.owner_id == Person.id, sa.text(f"actions.{UNFINISHED_SQL}"))
    here = sa.or_(Person.active, is_owner) if owners_too else Person.active
    return session.scalars(sa.select(Person.name).where(here).order_by(Person.name)).all()


def active(session: Session) -> Sequence[Person]:
    """Everybody who is here, by name, with their teams and the posts they hold."""
    return session.scalars(_WHOLE.where(Person.active).order_by(Person.name, Person.id)).all()


def active_in_role(session: Session, role: Role, limit: int | None = 3) -> Sequence[Person]:
    """Some of the people in a role, by name; administrators include those who are it beside another role.

    Without a limit: all of them.
    """
    in_role = Person.role == role
    if role is Role.ADMINISTRATOR:
        in_role = sa.or_(in_role, Person.administrator)
    return session.scalars(
        sa.select(Person).where(in_role, Person.active).order_by(Person.name).limit(limit)
    ).all()


def manager_of(session: Session, team_id: int) -> Person | None:
    """The team's manager, if one is set and still here."""
    return session.scalar(
        sa.select(Person)
        .join(Post, Post.person_id == Person.id)
        .where(Post.team_id == team_id, Post.post == "manager", Person.active)
    )


def managers_in(session: Session, team_id: int) -> Sequence[Person]:
    """The managers who belong to the team, by name."""
    return session.scalars(
        _WHOLE.where(Person.team_id == team_id, Person.role == Role.MANAGER, Person.active).order_by(
            Person.name, Person.id
        )
    ).all()


def teams(session: Session) -> Sequence[Team]:
    """Every team, by name."""
    return session.scalars(sa.select(Team).order_by(Team.name)).all()


def teams_with_cases(session: Session) -> Sequence[Team]:
    """The council's own teams, by name: an outside organisation is kept as the team of its auditors."""
    is_outside = sa.exists().where(Person.team_id == Team.id, Person.role == Role.AUDITOR)
    return session.scalars(sa.select(Team).where(~is_outside).order_by(Team.name)).all()


def team(session: Session, team_id: int | None) -> Team | None:
    """The team, if there is one of that id."""
    return session.get(Team, team_id) if team_id is not None else None


def team_by_name(session: Session, name: str) -> Team | None:
    """The team of that name, however it is capitalised."""
    return session.scalar(sa.select(Team).where(sa.func.lower(Team.name) == name.lower()))


def posts_of_team(session: Session, team_id: int) -> dict[str, Post]:
    """Who leads the team, by post."""
    return {post.post: post for post in session.scalars(sa.select(Post).where(Post.team_id == team_id))}


def cannot_be_reached(session: Session, person_id: int, since: date) -> None:
    """Slack knows no such user any more: their letters go to whoever stands in."""
    session.execute(sa.update(Person).where(Person.id == person_id).values(unreachable_since=since))


def can_be_reached_again(session: Session, person_id: int) -> None:
    """Their account in Slack is well again."""
    session.execute(sa.update(Person).where(Person.id == person_id).values(unreachable_since=None))


def home_shown_on(session: Session, slack_id: str) -> date | None:
    """When their Home was last drawn, as far as it stands there still."""
    return session.scalar(sa.select(Person.home_shown_on).where(Person.slack_id == slack_id))


def note_home_shown(session: Session, slack_id: str, day: date) -> None:
    """Their Home was drawn that day: what it says stays in Slack."""
    session.execute(sa.update(Person).where(Person.slack_id == slack_id).values(home_shown_on=day))


def homes_shown_before(session: Session, day: date, limit: int) -> Sequence[str]:
    """The Slack user ids of some whose Home was last drawn before the day."""
    query = sa.select(Person.slack_id).where(Person.home_shown_on < day).order_by(Person.home_shown_on)
    return [slack_id for slack_id in session.scalars(query.limit(limit)) if slack_id]


def note_home_cleared(session: Session, slack_id: str) -> None:
    """Nothing stands in their Home any more."""
    session.execute(sa.update(Person).where(Person.slack_id == slack_id).values(home_shown_on=None))


def let_homes_be_cleared(session: Session) -> None:
    """Whatever stands in Homes is to go now."""
    session.execute(sa.update(Person).where(Person.home_shown_on.is_not(None)).values(home_shown_on=ALWAYS))


_WHOLE = sa.select(Person).options(selectinload(Person.team), selectinload(Person.posts))
