"""The improvement plan: its lines in order, a page of those that are asked for, and its themes."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from bot import paging, people
from bot.errors import NotFound
from bot.lines import Line, named, read_lines
from bot.paging import PAGE
from bot.rules import periods
from bot.rules.periods import Period
from bot.rules.rights import Right
from bot.visit import Visit
from storage.words import Cohort, Position


@dataclass(frozen=True)
class Wanted:
    """Which lines are asked for; without any of these all are."""

    theme: str | None = None
    cohort: Cohort | None = None
    is_open: bool = False
    areas_only: bool = False


@dataclass(frozen=True)
class Plan:
    """All lines, by theme: what was recommended first, then what was found, by cohort."""

    lines: Sequence[Line]
    today: date

    @property
    def quarter(self) -> Period:
        return periods.quarter_of(self.today)

    @property
    def themes(self) -> Sequence[str]:
        """The themes that lines have, in order."""
        return list(dict.fromkeys(line.theme for line in self.lines if line.theme))

    @property
    def left(self) -> Sequence[Line]:
        """Those that this quarter's review has still to look at."""
        return [line for line in self.lines if line.is_to_review and not line.review_of(self.quarter)]

    def line(self, key: str) -> Line:
        """Raises NotFound."""
        found = next((line for line in self.lines if line.is_called(key)), None)
        if found is None:
            raise NotFound("That line is no longer on the plan. `/g2o plan` shows the plan as it is now.")
        return found

    def next_after(self, key: str) -> Line | None:
        """The first after that line, or of all, that this quarter's review has still to look at."""
        place = next((number for number, line in enumerate(self.lines) if line.is_called(key)), -1)
        left = {line.key for line in self.left}
        return next((line for line in self.lines[place + 1 :] if line.key in left), None)


@dataclass(frozen=True)
class PlanPage:
    """One page of the plan: `first` is its first line's position, counted from 1.

    `counts`, `again` and `late` are of all lines that are asked for; `left` of all that are still to be
    reviewed in this quarter. `late` counts actions.
    """

    wanted: Wanted
    lines: Sequence[Line]
    first: int
    total: int
    counts: Mapping[Position, int]
    again: int
    late: int
    left: int
    themes: Sequence[str]
    may_review: bool = False


@dataclass(frozen=True)
class ThemeCount:
    """How many audits and activities found the theme, and how many recommendations to the service have it."""

    theme: str
    audits: int
    activities: int
    recommendations: int


def read(session: Session, visit: Visit) -> Plan:
    """The whole plan. Raises NotAllowed."""
    people.require(session, visit, Right.SEE_PLAN)
    return Plan(read_lines(session, visit), visit.today)


def page(visit: Visit, plan: Plan, wanted: Wanted, number: int = 0) -> PlanPage:
    """A page of the lines that are asked for: those with something to do first."""
    lines = sorted((line for line in plan.lines if _is_wanted(line, wanted)), key=lambda one: not one.is_open)
    number = paging.there(number, len(lines))
    begins = number * PAGE
    return PlanPage(
        wanted,
        lines[begins : begins + PAGE],
        first=begins + 1,
        total=len(lines),
        counts=Counter(line.stands.position for line in lines),
        again=sum(line.again is not None for line in lines),
        late=sum(line.late(plan.today) for line in lines),
        left=len(plan.left),
        themes=plan.themes,
        may_review=bool(visit.reaches(Right.REVIEW_PLAN)),
    )


def common_themes(plan: Plan, cohort: Cohort | None = None) -> Sequence[ThemeCount]:
    """How often each theme was found, the most often found first; of one cohort without recommendations."""
    audits: dict[str, set[int]] = defaultdict(set)
    activities: dict[str, set[int]] = defaultdict(set)
    asked: Counter[str] = Counter()
    for line in plan.lines:
        if line.theme and cohort in (None, line.cohort):
            audits[line.theme] |= line.audit_ids
            activities[line.theme] |= line.activity_ids
            asked[line.theme] += line.asked is not None
    found = [ThemeCount(one, len(audits[one]), len(activities[one]), asked[one]) for one in audits]
    return sorted(found, key=lambda one: (-one.audits - one.activities, -one.recommendations, one.theme))


def _is_wanted(line: Line, wanted: Wanted) -> bool:
    return (
        (wanted.theme is None or named(line.theme) == named(wanted.theme))
        and (wanted.cohort is None or line.cohort is wanted.cohort)
        and (line.is_open or not wanted.is_open)
        and not (wanted.areas_only and line.asked)
    )
