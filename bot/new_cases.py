"""Cases that are made in passing, as an audit of one is logged that no import has brought yet."""

from dataclasses import dataclass
from random import SystemRandom

from sqlalchemy.orm import Session

from bot import cases, people, record
from bot.errors import Refusal
from bot.rules import references
from bot.rules.rights import Right
from bot.visit import Visit
from storage import cases as stored
from storage import people as stored_people
from storage.models import Case
from storage.words import Cohort


@dataclass(frozen=True)
class NewCase:
    """A case that the bot may not know yet, by the case system's number."""

    system_number: str
    cohort: Cohort | None


def make(session: Session, visit: Visit, new: NewCase) -> tuple[Case, bool]:
    """The case of that number, and whether it is new: then it is of the person's own team.

    Raises NotAllowed, NotFound or Refusal.
    """
    within = visit.covers(Right.LOG_AUDIT, visit.actor.team_id)
    people.require(session, visit, Right.LOG_AUDIT, within=within)
    if not references.is_system_number(new.system_number):
        raise Refusal(
            "Please write the number that the case system gives the case, such as 10432. Never a name.",
            field="number",
        )
    number = references.system_number(new.system_number)
    if cases.known(session, number) is not None:
        return cases.find(session, visit, number, field="number"), False
    if new.cohort is None:
        raise Refusal("Please choose the cohort of the new case.", field="cohort")
    case = Case(
        reference=new_reference(session),
        system_number=number,
        cohort=new.cohort,
        team_id=visit.actor.team_id,
    )
    case.team, case.worker = stored_people.team(session, visit.actor.team_id), None
    record.add(session, visit, "case added", case)
    return case, True


def new_reference(session: Session) -> str:
    """One that no case has, as its reference or as its number in the case system."""
    while True:
        reference = references.make(SystemRandom().choice)
        named = stored.bare_by_reference(session, reference)
        numbered = stored.bare_by_system_number(session, reference)
        if named is None and numbered is None:
            return reference
