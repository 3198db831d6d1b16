"""A case of another team, which says what those who try to reach it must never read."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.models import Action, Audit, Case, Finding, Member, Person, Recommendation, Team
from storage.words import Cohort, FindingKind, Grade, Origin, Status
from tests.hostile.scene import START

WORDS = "Sealed words"
REFERENCE, NUMBER = "HXD2D", "990011"


@dataclass(frozen=True)
class Hidden:
    """The ids of what is hidden."""

    audit_id: int
    recommendation_id: int
    action_id: int


def hide(session: Session) -> Hidden:
    """Stores the case, with an audit, what it found and asked for, and an action that is done."""
    team_id = session.scalars(sa.select(Team.id).where(Team.name == "Early Help")).one()
    owner_id = session.scalars(sa.select(Person.id).where(Person.name == "Jude Ellery")).one()
    case = Case(reference=REFERENCE, system_number=NUMBER, cohort=Cohort.EARLY_HELP, team_id=team_id)
    session.add(case)
    session.flush()
    audit = Audit(
        case_id=case.id,
        audited_on=date(2025, 3, 3),
        auditor_name=f"{WORDS} I",
        grade=Grade.INADEQUATE,
        logged_at=START,
    )
    asked = Recommendation(case_id=case.id, text=f"{WORDS} II", origin=Origin.AUDIT, made_at=START)
    session.add_all((audit, asked))
    session.flush()
    action = Action(
        case_id=case.id,
        recommendation_id=asked.id,
        text=f"{WORDS} III",
        owner_id=owner_id,
        first_due_on=date(2025, 3, 10),
        due_on=date(2025, 3, 10),
        status=Status.DONE,
        agreed_at=START,
    )
    session.add_all((action, Finding(audit_id=audit.id, kind=FindingKind.AREA, text=f"{WORDS} IV")))
    session.flush()
    # What a meeting looks at, its members are shown, whosever it is.
    session.execute(sa.delete(Member))
    return Hidden(audit.id, asked.id, action.id)
