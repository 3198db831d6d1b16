"""Holds: what is held on a case stays, for a complaint, a court case or an inquiry, until it is released.

The letters in Slack that told of it stay there meanwhile, too, and the files that were made of it.
"""

from sqlalchemy.orm import Session

from bot import cases, free_text, held, people, record
from bot.errors import Conflict, Refusal
from bot.rules.rights import Right
from bot.visit import Visit
from storage import holds as stored
from storage.models import Case, Hold

HELD, RELEASED = "case put on hold", "case released"


def to_hold(session: Session, visit: Visit, typed: str) -> Case:
    """The case, where the person may put it on hold and it is on none. Raises as `hold` does."""
    people.require(session, visit, Right.HOLD_CASE)
    case = cases.find(session, visit, typed)
    there = stored.of_case(session, case.id)
    if there is not None:
        raise Conflict(f"{held.told(case, there, visit)} Nothing was changed.")
    return case


def hold(session: Session, visit: Visit, typed: str, because: str) -> Case:
    """Puts the case on hold. Raises NotAllowed, NotFound, Conflict, Refusal or PersonalDetails."""
    case = to_hold(session, visit, typed)
    new = Hold(
        case_id=case.id,
        because=free_text.accept(because, "The reason", field="because"),
        held_by_id=visit.actor.person_id,
        held_at=visit.at,
    )
    record.add(session, visit, HELD, new)
    return case


def release(session: Session, visit: Visit, typed: str) -> Case:
    """Ends the hold that the case is on. Raises NotAllowed, NotFound, or Refusal where it is on none."""
    people.require(session, visit, Right.HOLD_CASE)
    case = cases.find(session, visit, typed)
    there = stored.of_case(session, case.id)
    if there is None:
        raise Refusal(f"Case {case.reference} is not on hold, so nothing was changed.")
    with record.change(session, visit, RELEASED, there):
        there.released_at = visit.at
        there.released_by_id = visit.actor.person_id
    return case
