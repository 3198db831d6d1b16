"""What a row's cells refer to: the person, team, case or round that is known already."""

from sqlalchemy.orm import Session

from bot import cases, people
from bot.errors import Refusal
from bot.intake import cells
from storage import people as stored_people
from storage import rounds as stored_rounds
from storage.models import Case, Person, Round, Team


def person(session: Session, column: str, written: str) -> Person:
    """The person of a Slack user id or a name. Raises Refusal where there is none, or more than one."""
    try:
        return people.find(session, written)
    except Refusal as refusal:
        raise Refusal(f"{column}: {refusal.message}") from None


def team(session: Session, column: str, name: str) -> Team:
    """The team of that name. Raises Refusal."""
    found = stored_people.team_by_name(session, name)
    if found is None:
        known = ", ".join(people.team_names(session)) or "none yet"
        raise Refusal(f"{column}: there is no team of that name. The teams are: {known}.")
    return found


def case(session: Session, column: str, written: str) -> Case:
    """The case of a reference or of the case system's number. Raises Refusal."""
    found = cases.known(session, cells.number(written))
    if found is None:
        raise Refusal(
            f"{column}: there is no case of that reference or system number. Please import the cases first."
        )
    return found


def round_(session: Session, column: str, name: str) -> Round:
    """The round of that name. Raises Refusal."""
    found = stored_rounds.by_name(session, name)
    if found is None:
        raise Refusal(f"{column}: there is no round of that name. Please import the rounds first.")
    return found
