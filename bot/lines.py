"""The lines of the improvement plan: recommendations to the service, and areas put together.

Areas of one theme and cohort are one line, so that the plan stays readable however many audits there are.
A line is called by what it began with: "R3" is the recommendation of that id, "F17" the first of its areas.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from bot.rules import progress
from bot.rules.periods import Period
from bot.rules.progress import SETTLED, Again, Said, Step
from bot.visit import Visit
from storage import plan as stored
from storage.models import Action, Review
from storage.plan import Area, Asked
from storage.words import Cohort, Impact

# A theme that says nothing of what it is about is never said to be found again.
NO_THEMES = frozenset({"", "other"})


@dataclass(frozen=True)
class Line:
    """One line of the plan: a recommendation (`asked`), or the areas of one theme and cohort.

    `cohort` is None for the whole service. `is_complete`: there is an action for all that was found. `again`:
    it was found again after it was said to be dealt with.
    """

    key: str
    theme: str | None
    found_on: date
    cohort: Cohort | None = None
    asked: Asked | None = None
    areas: tuple[Area, ...] = ()
    actions: tuple[Action, ...] = ()
    steps: tuple[Step, ...] = ()
    reviews: tuple[Review, ...] = ()
    is_complete: bool = True
    stands: Said = progress.NOTHING_YET
    again: Again | None = None

    def stood(self, day: date) -> Said:
        """How it stood at the end of that day."""
        said = [Said(review.position, review.made_on) for review in self.reviews]
        return progress.stands(said, self.steps, day, is_complete=self.is_complete)

    @property
    def last_found_on(self) -> date:
        return max((area.found_on for area in self.areas), default=self.found_on)

    @property
    def audit_ids(self) -> frozenset[int]:
        return frozenset(area.audit_id for area in self.areas if area.audit_id is not None)

    @property
    def activity_ids(self) -> frozenset[int]:
        return frozenset(area.activity_id for area in self.areas if area.activity_id is not None)

    @property
    def is_open(self) -> bool:
        return progress.is_open(self.stands, self.again)

    @property
    def is_to_review(self) -> bool:
        return progress.is_to_review(self.stands, self.again)

    @property
    def impact(self) -> Impact | None:
        """Whether it made a difference, as the last review that says so found it."""
        return next((review.impact for review in reversed(self.reviews) if review.impact), None)

    @property
    def evidence(self) -> str | None:
        """Where to look, as the last review that says so found it."""
        return next((review.evidence for review in reversed(self.reviews) if review.evidence), None)

    def late(self, today: date) -> int:
        """How many of its actions are past their date."""
        return sum(step.is_late(today) for step in self.steps)

    def review_of(self, quarter: Period) -> Review | None:
        return next((one for one in self.reviews if one.quarter == quarter.first), None)

    def is_called(self, key: str) -> bool:
        """Any of its findings stands for it: buttons that are older than a finding still find it."""
        return key == self.key or any(key == f"F{area.finding_id}" for area in self.areas)


class _Reading:
    """Everything that is found and recommended, put into lines."""

    def __init__(self, session: Session, visit: Visit) -> None:
        self._session, self._visit = session, visit
        self._of_recommendations: dict[int, list[Review]] = defaultdict(list)
        self._of_findings: dict[int, list[Review]] = defaultdict(list)
        for one in stored.reviews(session):
            if one.recommendation_id is not None:
                self._of_recommendations[one.recommendation_id].append(one)
            elif one.finding_id is not None:
                self._of_findings[one.finding_id].append(one)

    def all(self) -> Sequence[Line]:
        service = stored.service_actions(self._session)
        return [*self._recommended(service), *self._found(service)]

    def _recommended(self, service: Sequence[Action]) -> Iterable[Line]:
        by_recommendation: dict[int | None, list[Action]] = defaultdict(list)
        for action in service:
            by_recommendation[action.recommendation_id].append(action)
        for asked in stored.for_the_service(self._session):
            made = asked.recommendation
            yield self._line(
                f"R{made.id}",
                made.theme,
                found_on=self._asked_on(asked),
                asked=asked,
                actions=by_recommendation[made.id],
                reviews=self._of_recommendations[made.id],
            )

    def _found(self, service: Sequence[Action]) -> Iterable[Line]:
        for_case: dict[tuple[str, int | None], list[Action]] = defaultdict(list)
        for_activity: dict[tuple[str, int | None], list[Action]] = defaultdict(list)
        for action in stored.themed_actions(self._session):
            for_case[named(_theme_of(action)), action.case_id].append(action)
        for action in service:
            source = action.recommendation.activity_id if action.recommendation else None
            for_activity[named(_theme_of(action)), source].append(action)
        lines: dict[tuple[str, Cohort | None], list[Area]] = defaultdict(list)
        for area in stored.areas(self._session):
            lines[named(area.theme), area.cohort].append(area)
        for (theme, cohort), areas in lines.items():
            cases = dict.fromkeys(area.case_id for area in areas if area.case_id is not None)
            activities = dict.fromkeys(area.activity_id for area in areas if area.case_id is None)
            acted = [for_case[theme, one] for one in cases] + [for_activity[theme, one] for one in activities]
            reviews = [one for area in areas for one in self._of_findings[area.finding_id]]
            yield self._line(
                f"F{areas[0].finding_id}",
                areas[0].theme,
                found_on=min(area.found_on for area in areas),
                cohort=cohort,
                areas=areas,
                actions=[action for those in acted for action in those],
                reviews=sorted(reviews, key=lambda one: (one.quarter, one.id)),
                is_complete=bool(acted) and all(acted),
            )

    def _line(
        self,
        key: str,
        theme: str | None,
        *,
        found_on: date,
        actions: Sequence[Action],
        reviews: Sequence[Review],
        cohort: Cohort | None = None,
        asked: Asked | None = None,
        areas: Sequence[Area] = (),
        is_complete: bool = True,
    ) -> Line:
        steps = tuple(self._step(action) for action in actions)
        said = [Said(one.position, one.made_on) for one in reviews]
        return Line(
            key,
            theme,
            found_on,
            cohort=cohort,
            asked=asked,
            areas=tuple(areas),
            actions=tuple(actions),
            steps=steps,
            reviews=tuple(reviews),
            is_complete=is_complete,
            stands=progress.stands(said, steps, self._visit.today, is_complete=is_complete),
        )

    def _step(self, action: Action) -> Step:
        agreed_on = action.agreed_at.astimezone(self._visit.terms.zone).date()
        return Step(action.status, agreed_on, action.first_due_on, action.due_on, action.done_on)

    def _asked_on(self, asked: Asked) -> date:
        """What came with an import is as old as the round or activity that it came from."""
        made_on = asked.recommendation.made_at.astimezone(self._visit.terms.zone).date()
        if asked.activity and asked.activity.done_on:
            return min(asked.activity.done_on, made_on)
        return min(asked.round.ends_on or made_on, made_on) if asked.round else made_on


def read_lines(session: Session, visit: Visit) -> Sequence[Line]:
    """All of them, by theme: what was recommended first, then what was found, by cohort."""
    return sorted(_mark_again(_Reading(session, visit).all()), key=_order)


def _mark_again(lines: Sequence[Line]) -> Iterable[Line]:
    """The same lines, marked where they come again.

    A recommendation to the service holds for every cohort: what is found of its theme after it was dealt with
    is found again, and so is the theme of one that was asked for before.
    """
    by_theme: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        by_theme[named(line.theme)].append(line)
    for line in lines:
        alike = by_theme[named(line.theme)]
        if named(line.theme) in NO_THEMES:
            alike = [line]
        asked_before = [other for other in alike if other.asked and other is not line]
        found = [area.found_on for other in alike for area in other.areas]
        own = found if line.asked else [area.found_on for area in line.areas]
        elsewhere = [day for other in asked_before for day in _dealt_with(other)]
        yield replace(
            line,
            again=progress.newest(
                progress.again(_dealt_with(line), own),
                progress.again(elsewhere, [line.found_on] if line.asked else own),
            ),
        )


def _dealt_with(line: Line) -> Sequence[date]:
    """On which days it was said to be actioned or embedded."""
    reviewed = [one.made_on for one in line.reviews if one.position in SETTLED]
    shown = [line.stands.on] if line.stands.on and line.stands.position in SETTLED else []
    return [*reviewed, *shown]


def _order(line: Line) -> tuple[bool, str, bool, int, int]:
    """By theme, those without one last; recommendations first; the service before its cohorts."""
    cohort = list(Cohort).index(line.cohort) + 1 if line.cohort else 0
    return not line.theme, named(line.theme), line.asked is None, cohort, int(line.key[1:])


def named(theme: str | None) -> str:
    return (theme or "").casefold()


def _theme_of(action: Action) -> str | None:
    return action.recommendation.theme if action.recommendation else None
