"""The closing rate: of what was due in a quarter, how much was done, and whether in time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from bot.rules import periods
from bot.rules.periods import Period
from bot.visit import Visit
from storage import closing as stored
from storage.closing import Closed

QUARTERS = 4


@dataclass(frozen=True)
class Quarter:
    """The actions that were first due in it."""

    period: Period
    closed: Closed

    @property
    def name(self) -> str:
        return periods.quarter_in_words(self.period)


def last_quarters(session: Session, visit: Visit, many: int = QUARTERS) -> Sequence[Quarter]:
    """The quarters before this one that had actions due, the earliest first."""
    spans: list[Period] = []
    quarter = periods.quarter_of(visit.today)
    for _ in range(many):
        quarter = periods.quarter_of(quarter.first - timedelta(days=1))
        spans.insert(0, quarter)
    found = stored.closed(session, [(span.first, span.last) for span in spans])
    return [Quarter(span, closed) for span, closed in zip(spans, found, strict=True) if closed.total]
