"""The improvement plan: its lines in order, a page of those that are asked for, and its themes."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from bot import paging, people
from bot.lines import Line, Subject, named, read_lines, read_subjects
from bot.paging import PAGE
from bot.rules import periods
from bot.rules.rights import Right
from bot.visit import Visit
from storage import plan as stored
from storage.models import Action
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
    def themes(self) -> Sequence[str]:
        """The themes that lines have, in order."""
        return list(dict.fromkeys(line.theme for line in self.lines if line.theme))

    @property
    def open(self) -> int:
        """How many lines have something to do."""
        return sum(line.is_open for line in self.lines)

    @property
    def again(self) -> int:
        """How many were found again and not dealt with since."""
        return sum(line.is_again for line in self.lines)


@dataclass(frozen=True)
class PlanPage:
    """One page of the plan: `first` is its first line's position, counted from 1.

    `counts`, `again` and `late` are of all lines that are asked for; `again` counts those found again and not
    dealt with since, `late` their actions. `left`: how many of all are still to be reviewed in this quarter.
    `actions`: what was agreed for the recommendations shown, by their ids.
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
    actions: Mapping[int, Sequence[Action]] = field(default_factory=dict)
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


def page(session: Session, visit: Visit, plan: Plan, wanted: Wanted, number: int = 0) -> PlanPage:
    """A page of the lines that are asked for: those with something to do first."""
    lines = sorted((line for line in plan.lines if _is_wanted(line, wanted)), key=lambda one: not one.is_open)
    number = paging.there(number, len(lines))
    begins = number * PAGE
    shown = lines[begins : begins + PAGE]
    quarter = periods.quarter_of(plan.today)
    return PlanPage(
        wanted,
        shown,
        first=begins + 1,
        total=len(lines),
        counts=Counter(line.stands.position for line in lines),
        again=sum(line.is_again for line in lines),
        late=sum(line.tally.late for line in lines),
        left=sum(line.is_left(quarter) for line in plan.lines),
        themes=plan.themes,
        actions=agreed(session, shown),
        may_review=bool(visit.reaches(Right.REVIEW_PLAN)),
    )


def agreed(session: Session, lines: Iterable[Line]) -> Mapping[int, Sequence[Action]]:
    """What was agreed for those of the lines that are recommendations, by the ids of these."""
    actions: dict[int, list[Action]] = defaultdict(list)
    asked = [line.asked.recommendation.id for line in lines if line.asked]
    for action in stored.service_actions(session, asked):
        actions[action.recommendation_id or 0].append(action)
    return actions


def common_themes(session: Session, visit: Visit, cohort: Cohort | None = None) -> Sequence[ThemeCount]:
    """How often each theme was found, the most often found first; of one cohort without recommendations.

    Raises NotAllowed.
    """
    people.require(session, visit, Right.SEE_PLAN)
    by_theme: dict[str, list[Subject]] = defaultdict(list)
    for subject in read_subjects(session, visit):
        if subject.theme and cohort in (None, subject.cohort):
            by_theme[named(subject.theme)].append(subject)
    found = [_theme_count(subjects) for subjects in by_theme.values()]
    return sorted(found, key=lambda one: (-one.audits - one.activities, -one.recommendations, one.theme))


def _theme_count(subjects: Sequence[Subject]) -> ThemeCount:
    """An audit is of one cohort, so none is counted in two lines."""
    areas = [subject.areas for subject in subjects if subject.areas]
    return ThemeCount(
        subjects[0].theme or "",
        sum(one.audits for one in areas),
        sum(one.activities for one in areas),
        len(subjects) - len(areas),
    )


def _is_wanted(line: Line, wanted: Wanted) -> bool:
    return (
        (wanted.theme is None or named(line.theme) == named(wanted.theme))
        and (wanted.cohort is None or line.cohort is wanted.cohort)
        and (line.is_open or not wanted.is_open)
        and not (wanted.areas_only and line.asked)
    )
