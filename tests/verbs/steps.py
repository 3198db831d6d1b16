"""What many of these tests begin with: an audit logged, a recommendation made, an action agreed."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import agreements, audits, moderation, recommendations
from bot.agreements import Agreement
from bot.audits import LogAudit
from bot.corrections import Amendment
from bot.moderation import Moderation
from bot.recommendations import NewRecommendation
from bot.visit import Visit
from storage.models import Action, Audit, JournalEntry, Notice, Person, Recommendation
from storage.words import Grade
from tests.council import TOMAS


def logged(session: Session, visit: Visit, case: str = "K7Q2M", **values: Any) -> Audit:
    """An audit of the case, Good unless it is said otherwise."""
    return audits.log(session, visit, LogAudit(case, values.pop("grade", Grade.GOOD), **values)).audit


def recommended(session: Session, visit: Visit, audit: Audit, text: str = "Visit weekly.") -> Recommendation:
    return recommendations.add(session, visit, audit.id, NewRecommendation(text)).recommendation


def agreed(session: Session, visit: Visit, case: str = "K7Q2M", **values: Any) -> Action:
    """An action of Tomas's for a recommendation of a new audit of the case."""
    audit = logged(session, visit, case, grade=values.pop("grade", Grade.GOOD))
    values = {"text": "Ring the school.", "owner": TOMAS, **values}
    return agreements.agree(session, visit, Agreement(recommended(session, visit, audit).id, **values))


def moderated(session: Session, visit: Visit, audit: Audit, grade: Grade) -> Audit:
    """The audit with that moderated grade, and a reason for it."""
    return moderation.moderate(session, visit, Moderation(audit.id, audit.version, grade, "The plan is old."))


def amendment(audit: Audit, **values: Any) -> Amendment:
    """The form of the audit as it opened, with some of it changed."""
    fields: dict[str, Any] = {
        "audit_id": audit.id,
        "version": audit.version,
        "grade": audit.grade,
        "audited_on": audit.audited_on,
        "auditor": audit.auditor_name,
        "sources": audit.sources,
    }
    return Amendment(**fields | values)


def journal_of(session: Session) -> list[tuple[str, str]]:
    """What the journal tells so far: each event and the table it was about."""
    rows = session.execute(sa.select(JournalEntry.event, JournalEntry.subject).order_by(JournalEntry.number))
    return [(row.event, row.subject) for row in rows]


def told(session: Session) -> list[tuple[str, str, str | None]]:
    """Who is to be told of what in their next letter, and in which words, in the order it came about."""
    rows = session.execute(
        sa.select(Notice.told, Person.name, Notice.note)
        .join(Person, Person.id == Notice.person_id)
        .order_by(Notice.id)
    )
    return [(row.told.value, row.name, row.note) for row in rows]
