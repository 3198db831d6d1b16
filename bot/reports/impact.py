"""Does it work: what became of grades, whether actions made a difference, and how long each step takes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median

from sqlalchemy.orm import Session

from bot import people
from bot.rules import outcomes, shares
from bot.rules.outcomes import Audited, Movement
from bot.rules.rights import Right
from bot.rules.workdays import Calendar
from bot.visit import Visit
from storage import impact as stored
from storage.impact import Life
from storage.words import Impact


@dataclass(frozen=True)
class Differences:
    """How many checked actions made a difference, in the order of `Impact`; and of how many nobody said."""

    counts: tuple[int, ...]
    not_said: int

    @property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def cells(self) -> tuple[str, ...]:
        """Counts with their shares: "12 (60%)", or a bare 0."""
        return shares.cells(self.counts)


@dataclass(frozen=True)
class Span:
    """From one step to the next: the median of the working days, and on how many actions it rests."""

    name: str
    count: int
    days: float | None

    @property
    def is_enough(self) -> bool:
        return outcomes.is_enough(self.count)


@dataclass(frozen=True)
class ImpactReport:
    """All of the service."""

    movement: Movement
    differences: Differences
    spans: tuple[Span, ...]


def report(session: Session, visit: Visit) -> ImpactReport:
    """The figures as they are today. Raises NotAllowed."""
    return ImpactReport(
        movement=movement(session, visit),
        differences=differences(session, visit),
        spans=_spans(visit, stored.lives(session)),
    )


def movement(session: Session, visit: Visit) -> Movement:
    """What became of the grades of cases whose actions were checked. Raises NotAllowed."""
    people.require(session, visit, Right.SEE_IMPACT)
    audits = (
        Audited(
            row.case_id,
            row.audited_on,
            row.grade,
            round_id=row.round_id,
            basis=row.basis,
            comparable_id=row.comparable_id,
            audit_id=row.audit_id,
            first_id=row.first_id,
        )
        for row in stored.audits_of_checked_cases(session)
    )
    return outcomes.movement(audits, stored.days_checked(session))


def differences(session: Session, visit: Visit) -> Differences:
    """Whether checked actions made a difference. Raises NotAllowed."""
    people.require(session, visit, Right.SEE_IMPACT)
    said = stored.differences(session)
    return Differences(tuple(said.get(impact, 0) for impact in Impact), said.get(None, 0))


def _spans(visit: Visit, lives: Iterable[Life]) -> tuple[Span, ...]:
    steps = [_days(visit, life) for life in lives]
    calendar = visit.terms.calendar
    return (
        _span("Audit to agreed", calendar, ((audited, agreed) for audited, agreed, _, _ in steps)),
        _span("Agreed to done", calendar, ((agreed, done) for _, agreed, done, _ in steps)),
        _span("Done to checked", calendar, ((done, checked) for _, _, done, checked in steps)),
    )


def _days(visit: Visit, life: Life) -> tuple[date | None, ...]:
    agreed = life.agreed_at.astimezone(visit.terms.zone).date() if life.agreed_at else None
    return life.audited_on, agreed, life.done_on, life.checked_on


def _span(name: str, calendar: Calendar, pairs: Iterable[tuple[date | None, date | None]]) -> Span:
    days = [calendar.between(start, end) for start, end in pairs if start and end and start <= end]
    return Span(name, len(days), median(days) if days else None)
