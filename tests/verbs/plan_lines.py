"""Lines of the improvement plan for the tests: what was found, asked for and agreed, and how it reads."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from bot import board as packs
from bot import findings, plan, reviews
from bot.board import Pack
from bot.findings import NewFinding
from bot.lines import Line, read_line
from bot.reviews import NewReview
from bot.rules import periods
from bot.visit import Visit
from storage.models import Action, Audit, Recommendation
from storage.words import FindingKind, Origin, Position, Status
from tests.council import HELEN, person_id
from tests.verbs.steps import logged

FEBRUARY, TODAY, SUMMER = date(2025, 2, 3), date(2025, 3, 14), date(2025, 7, 14)
ACTIONED, EMBEDDED, STARTED = Position.ACTIONED, Position.EMBEDDED, Position.IN_PROGRESS


def found(
    session: Session,
    visit: Visit,
    case: str = "K7Q2M",
    *,
    theme: str | None = "Supervision",
    day: date = FEBRUARY,
    text: str = "Notes are late.",
) -> Audit:
    """An audit of that day that found an area for development."""
    audit = logged(session, visit, case, audited_on=day)
    findings.attach(session, visit, audit, [NewFinding(FindingKind.AREA, text, theme)])
    return audit


def asked(session: Session, visit: Visit, theme: str = "Supervision", **values: Any) -> Recommendation:
    """A recommendation to the service."""
    made = Recommendation(
        text="Rewrite the policy.", theme=theme, origin=Origin.AUDIT, made_at=visit.at, **values
    )
    session.add(made)
    session.flush()
    return made


def agreed(session: Session, visit: Visit, for_: Recommendation, **values: Any) -> Action:
    """An action of Helen's for it."""
    fields = {"status": Status.OPEN, "first_due_on": TODAY, "due_on": TODAY, "text": "Write it.", **values}
    fields.setdefault("owner_id", person_id(session, HELEN))
    action = Action(recommendation_id=for_.id, agreed_at=visit.at, **fields)
    session.add(action)
    session.flush()
    return action


def lines(session: Session, visit: Visit) -> list[Line]:
    return list(plan.read(session, visit).lines)


def only(session: Session, visit: Visit) -> Line:
    (line,) = lines(session, visit)
    return line


def review(session: Session, visit: Visit, line: Line, position: Position, **values: Any) -> Line:
    there = reviews.sheet(session, visit, line.key).there
    new = NewReview(line.key, there.version if there else 0, position, **values)
    return read_line(session, visit, reviews.review(session, visit, new).key)


def board(session: Session, visit: Visit) -> Pack:
    return packs.board(session, visit, periods.quarter_of(visit.today))
