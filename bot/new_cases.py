"""Cases that are made in passing, as an audit of one is logged that no import has brought yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import SystemRandom

from sqlalchemy.orm import Session

from bot import cases, people, record
from bot.errors import NotFound, Refusal
from bot.rules import references
from bot.rules.rights import Reach, Right
from bot.visit import Visit
from storage import cases as stored
from storage import people as stored_people
from storage.models import Case, Team
from storage.words import Cohort


@dataclass(frozen=True)
class NewCase:
    """A case that the bot may not know yet, by the case system's number."""

    system_number: str
    cohort: Cohort
    team_id: int | None = None


def may_make(visit: Visit) -> bool:
    """Whether the person may add cases: those who audit for an outside organisation may not."""
    return bool(visit.reaches(Right.LOG_AUDIT) & {Reach.TEAM, Reach.ALL})


def teams(session: Session, visit: Visit) -> Sequence[Team]:
    """The teams that a new case may be of, by name."""
    there = stored_people.teams_with_cases(session)
    return [team for team in there if visit.covers(Right.LOG_AUDIT, team.id)]


def make(session: Session, visit: Visit, new: NewCase) -> tuple[Case, bool]:
    """The case of that number, and whether it is new. Raises NotAllowed, NotFound or Refusal."""
    people.require(session, visit, Right.LOG_AUDIT, within=may_make(visit))
    if not references.is_system_number(new.system_number):
        raise Refusal(
            "Please write the number that the case system gives the case, such as 10432. Never a name.",
            field="number",
        )
    number = references.system_number(new.system_number)
    there = cases.known(session, number)
    if there is not None:
        return _in_sight(session, visit, there), False
    team = stored_people.team(session, new.team_id)
    if not visit.covers(Right.LOG_AUDIT, team.id if team else None):
        raise Refusal("Please choose the team that the case is with, one that you lead.", field="team")
    case = Case(
        reference=new_reference(session),
        system_number=number,
        cohort=new.cohort,
        team_id=team.id if team else None,
    )
    case.team, case.worker = team, None
    record.add(session, visit, "case added", case)
    return case, True


def _in_sight(session: Session, visit: Visit, case: Case) -> Case:
    if not cases.is_seen(session, visit, case):
        raise NotFound(
            "The case of that number is known already, and it is none that you may see. "
            "Please ask the quality team to log this audit.",
            field="number",
        )
    return case


def new_reference(session: Session) -> str:
    """One that no case has, as its reference or as its number in the case system."""
    while True:
        reference = references.make(SystemRandom().choice)
        named = stored.bare_by_reference(session, reference)
        numbered = stored.bare_by_system_number(session, reference)
        if named is None and numbered is None:
            return reference
