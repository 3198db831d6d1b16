"""What changed in a span of days: counts of each kind, of what somebody may see."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from bot import people
from bot.rules import dates, hours
from bot.rules.rights import Right
from bot.visit import Visit
from storage import changes as stored
from storage.changes import Span


@dataclass(frozen=True)
class Changes:
    """How many audits were recorded; and how many actions were agreed, done and checked.

    The latter are None for whoever may not know what becomes of an audit.
    """

    first: date
    last: date
    audits: int
    agreed: int | None = None
    done: int | None = None
    checked: int | None = None
    everything: bool = False


def changes(session: Session, visit: Visit, first: date, last: date) -> Changes:
    """The counts from the first to the last day, both included. Raises NotAllowed."""
    people.require(session, visit, Right.SEE_CASE)
    zone = visit.terms.zone
    begins = datetime.combine(first, time(0), zone)
    ends = datetime.combine(last + timedelta(days=1), time(0), zone)
    span = Span(first, last, begins, ends)
    sight = visit.sight(Right.SEE_CASE)
    audits = stored.audits_recorded(session, sight, span)
    if not visit.reaches(Right.SEE_ACTIONS):
        return Changes(first, last, audits)
    of_actions = visit.sight(Right.SEE_ACTIONS)
    return Changes(
        first,
        last,
        audits,
        agreed=stored.actions_agreed(session, of_actions, span),
        done=stored.actions_done(session, of_actions, span),
        checked=stored.actions_checked(session, of_actions, span),
        everything=sight.everything,
    )


def days(span: str, today: date) -> tuple[date, date]:
    """The first and the last day of one of the SPANS; weeks begin on Monday."""
    monday, month = hours.week_of(today), today.replace(day=1)
    return {
        "today": (today, today),
        "week": (monday, today),
        "last week": (monday - timedelta(days=7), monday - timedelta(days=1)),
        "month": (month, today),
        "last month": (dates.months_later(month, -1), month - timedelta(days=1)),
    }[span]


SPANS = ("today", "week", "last week", "month", "last month")
