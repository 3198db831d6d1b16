"""What changed in a span of days: counts of each kind, of what somebody may see."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from bot import people
from bot.rules import dates, periods
from bot.rules.periods import Period
from bot.rules.rights import Right
from bot.visit import Visit
from storage import changes as stored
from storage import figures
from storage.changes import Span
from storage.figures import Actions, Within


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


def changes(session: Session, visit: Visit, period: Period) -> Changes:
    """The counts of the period. Raises NotAllowed."""
    first, last = period.first, period.last
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
    within = Within(visit.today, first=first, last=last, sight=of_actions)
    return Changes(
        first,
        last,
        audits,
        agreed=stored.actions_agreed(session, of_actions, span),
        done=figures.count_actions(session, Actions.DONE, within),
        checked=figures.count_actions(session, Actions.CHECKED, within),
        everything=sight.everything,
    )


def days(span: str, today: date) -> Period:
    """The days of one of the SPANS; weeks begin on Monday, and nothing lies after today."""
    return SPANS[span](today)


SPANS: Mapping[str, Callable[[date], Period]] = {
    "today": lambda today: periods.days(today, 0),
    "yesterday": lambda today: periods.days(today - timedelta(days=1), 0),
    "week": lambda today: Period(periods.week_of(today).first, today),
    "this week": lambda today: Period(periods.week_of(today).first, today),
    "last week": lambda today: periods.week_of(today - timedelta(days=7)),
    "month": lambda today: Period(today.replace(day=1), today),
    "this month": lambda today: Period(today.replace(day=1), today),
    "last month": lambda today: periods.month_of(dates.months_later(today, -1)),
}
