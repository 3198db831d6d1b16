"""The programme of a year: what is planned beside the audits of cases, and what came of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from bot import paging, people, record
from bot.errors import Refusal
from bot.paging import PAGE
from bot.rules import dates
from bot.rules import programme as rules
from bot.rules.rights import Right
from bot.visit import Visit
from storage import programme as stored
from storage.digest import RoundCount
from storage.models import Activity
from storage.programme import Counted

# For so long an activity that nobody marked as done is told of.
MONTHS_BACK = 12


@dataclass(frozen=True)
class Entry:
    """Something on the programme: an activity with what it found and recommended, or a round of audits."""

    kind: str
    activity: Activity | None = None
    counted: Counted = field(default_factory=Counted)
    round: RoundCount | None = None

    @property
    def month(self) -> date | None:
        """The first day of the month that it is planned for; None for what goes on all year."""
        if self.round is not None:
            return self.round.round.starts_on.replace(day=1)
        return self.activity.month if self.activity else None


@dataclass(frozen=True)
class Programme:
    """All of a year's programme by kind and month, or of one kind; `first` of the page is counted from 1.

    `years` are the others that have a programme, the latest first.
    """

    year: int
    kind: str | None
    entries: Sequence[Entry]
    first: int
    may_change: bool
    years: Sequence[int] = ()

    @property
    def shown(self) -> Sequence[Entry]:
        """The entries of the page."""
        return self.entries[self.first - 1 :][:PAGE]


def of_year(session: Session, visit: Visit, year: int, kind: str | None = None, page: int = 0) -> Programme:
    """One page of a year's programme. Raises NotAllowed."""
    people.require(session, visit, Right.SEE_PROGRAMME)
    entries = [entry for entry in _entries(session, year) if kind in (None, entry.kind)]
    entries.sort(key=_in_order)
    return Programme(
        year=year,
        kind=kind,
        entries=entries,
        first=paging.there(page, len(entries)) * PAGE + 1,
        may_change=bool(visit.reaches(Right.CHANGE_PROGRAMME)),
        years=[other for other in stored.years(session) if other != year],
    )


@dataclass(frozen=True)
class ThisMonth:
    """What is planned for the month and not done yet, and how much is past its month and not marked as done.

    `year` is the programme year in which the oldest of these is.
    """

    month: date
    planned: Sequence[Activity]
    past: int
    year: int


def outlook(session: Session, visit: Visit) -> ThisMonth:
    """What is on, and what of the last twelve months is still to be marked. Raises NotAllowed."""
    people.require(session, visit, Right.SEE_PROGRAMME)
    month = visit.today.replace(day=1)
    year = rules.year_of(month)
    undone = stored.undone(session, dates.months_later(month, -MONTHS_BACK), month, year_before=year - 1)
    planned = [activity for activity in undone if activity.month == month]
    oldest = min((activity.year for activity in undone if activity.month != month), default=year)
    return ThisMonth(month, planned, past=len(undone) - len(planned), year=oldest)


def mark_carried_out(session: Session, visit: Visit, year: int) -> int:
    """Marks all of a past year that nobody marked as done, on days that are not known; gives how many.

    Raises NotAllowed, or Refusal while the year runs.
    """
    people.require(session, visit, Right.CHANGE_PROGRAMME)
    if not rules.is_over(year, visit.today):
        raise Refusal(
            f"The programme year {rules.in_words(year)} is not over. "
            "Please record each activity as it is done."
        )
    unmarked = [activity for activity in stored.of_year(session, year) if not activity.is_done]
    for activity in unmarked:
        with record.change(session, visit, "activity recorded", activity):
            activity.done_undated = True
    return len(unmarked)


def _entries(session: Session, year: int) -> Iterator[Entry]:
    span = rules.span(year)
    for counted in stored.rounds(session, span.first, span.last):
        yield Entry(rules.CASE_AUDIT, round=counted)
    activities = stored.of_year(session, year)
    found = stored.counted(session, {activity.id for activity in activities})
    for activity in activities:
        yield Entry(activity.kind, activity, found[activity.id])


def _in_order(entry: Entry) -> tuple[tuple[int, str], date]:
    return rules.place(entry.kind), entry.month or date.max


def kinds(session: Session) -> Sequence[str]:
    """Every kind of activity that there may be: those of the trade, then the council's own."""
    return [*rules.KINDS, *(kind for kind in stored.kinds(session) if kind not in rules.KINDS)]
