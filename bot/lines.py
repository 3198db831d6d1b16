"""The lines of the improvement plan: recommendations to the service, and areas put together.

Areas of one theme and cohort are one line, so that the plan stays readable however many audits there are.
A line is called by what it began with: "R3" is the recommendation of that id, "F17" the first of its areas.
What it is about is read apart from how far it has come: the review needs only to know what is left.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from sqlalchemy.orm import Session

from bot.errors import NotFound
from bot.rules import progress
from bot.rules.periods import Period
from bot.rules.progress import SETTLED, Again, Said, Steps
from bot.visit import Visit
from storage import plan as stored
from storage import tallies
from storage.plan import Areas, Asked, Place, Reviewed
from storage.tallies import Tally, When
from storage.words import Cohort, Impact

# A theme that says nothing of what it is about is never said to be found again.
NO_THEMES = frozenset({"", "other"})
NO_ACTIONS = Tally()


@dataclass(frozen=True)
class Subject:
    """What a line is about: a recommendation (`asked`), or the areas of one theme and cohort (`areas`).

    `seen_on` is when it was last found; of a recommendation, when its theme was. `cohort` is None for the
    whole service.
    """

    key: str
    theme: str | None
    found_on: date
    seen_on: date | None = None
    cohort: Cohort | None = None
    asked: Asked | None = None
    areas: Areas | None = None
    reviews: tuple[Reviewed, ...] = ()

    @property
    def said(self) -> Sequence[Said]:
        """What the reviews said, the first first."""
        return [Said(review.position, review.made_on) for review in self.reviews]

    def is_left(self, quarter: Period) -> bool:
        """Whether the quarter's review has still to look at it."""
        return progress.is_to_review(self.said, self.seen_on) and not self.review_of(quarter)

    @property
    def impact(self) -> Impact | None:
        """Whether it made a difference, as the last review that says so found it."""
        return next((review.impact for review in reversed(self.reviews) if review.impact), None)

    @property
    def evidence(self) -> str | None:
        """Where to look, as the last review that says so found it."""
        return next((review.evidence for review in reversed(self.reviews) if review.evidence), None)

    def review_of(self, quarter: Period) -> Reviewed | None:
        return next((one for one in self.reviews if one.quarter == quarter.first), None)


@dataclass(frozen=True)
class Line(Subject):
    """A line of the plan: a subject with how far it has come.

    `tally` counts its actions as they are today. `again`: it was found again after it was said to be dealt
    with.
    """

    tally: Tally = NO_ACTIONS
    stands: Said = progress.NOTHING_YET
    again: Again | None = None

    @property
    def is_open(self) -> bool:
        return progress.is_open(self.stands, self.again)

    @property
    def is_again(self) -> bool:
        """Whether it was found again and not dealt with since."""
        return self.again is not None and self.is_open


SomeSubject = TypeVar("SomeSubject", bound=Subject)


def named(theme: str | None) -> str:
    """A theme as lines are put together by it, however it is capitalised."""
    return (theme or "").lower()


def read_subjects(session: Session, visit: Visit, name: str | None = None) -> Sequence[Subject]:
    """What lines are about, all or of one theme: by theme, what was recommended first, then by cohort."""
    found, asked = stored.areas(session, name), stored.for_the_service(session, name)
    reviews: dict[int | Place, list[Reviewed]] = defaultdict(list)
    for one in stored.reviewed(session, name):
        reviews[one.recommendation_id or Place(one.name, one.cohort)].append(one)
    seen_on: dict[str, date] = {}
    for areas in found:
        if areas.name not in NO_THEMES:
            seen_on[areas.name] = max(areas.days.last, seen_on.get(areas.name, date.min))
    subjects = [
        *(_recommended(one, visit, seen_on, reviews[one.recommendation.id]) for one in asked),
        *(_found(areas, reviews[Place(areas.name, areas.cohort)]) for areas in found),
    ]
    return sorted(subjects, key=_order)


def read_subject(session: Session, visit: Visit, key: str) -> Subject:
    """What one line is about; any of its findings stands for it, so that older buttons still find it.

    Raises NotFound.
    """
    name, is_it = _called(session, key)
    return _only(read_subjects(session, visit, name), is_it)


def read_lines(session: Session, visit: Visit, name: str | None = None) -> Sequence[Line]:
    """All lines, or those of one theme, as they stand today."""
    subjects = read_subjects(session, visit, name)
    counted = counts(session, visit, visit.today, name)
    return list(_mark_again([_line(subject, counted(subject), visit.today) for subject in subjects]))


def read_line(session: Session, visit: Visit, key: str) -> Line:
    """One line as it stands today. Raises NotFound."""
    name, is_it = _called(session, key)
    return _only(read_lines(session, visit, name), is_it)


def counts(session: Session, visit: Visit, day: date, name: str | None = None) -> Callable[[Subject], Tally]:
    """The actions of all lines, or those of one theme, as they were at the end of a day."""
    ends_at = datetime.combine(day + timedelta(days=1), time.min, visit.terms.zone)
    when = When(day, ends_at, visit.today)
    of_areas = tallies.of_areas(session, when, name)
    of_recommendations = tallies.of_recommendations(session, when, name)

    def of(subject: Subject) -> Tally:
        if subject.asked:
            return of_recommendations.get(subject.asked.recommendation.id, NO_ACTIONS)
        return of_areas.get((named(subject.theme), subject.cohort), NO_ACTIONS)

    return of


def stood(subject: Subject, tally: Tally, day: date) -> Said:
    """How a line stood at the end of the day whose tally it is."""
    steps = Steps(tally.done, tally.left, tally.started, tally.last_done_on)
    # What was found is dealt with only when there is an action for each case and activity.
    areas = subject.areas
    is_complete = areas is None or tally.covered == areas.cases + areas.activities
    return progress.stands(subject.said, steps, day, is_complete=is_complete)


def _recommended(
    asked: Asked, visit: Visit, seen_on: dict[str, date], reviews: Sequence[Reviewed]
) -> Subject:
    made = asked.recommendation
    return Subject(
        f"R{made.id}",
        made.theme,
        found_on=_asked_on(asked, visit),
        seen_on=seen_on.get(named(made.theme)),
        asked=asked,
        reviews=tuple(reviews),
    )


def _asked_on(asked: Asked, visit: Visit) -> date:
    """What came with an import is as old as the round or activity that it came from."""
    made_on = asked.recommendation.made_at.astimezone(visit.terms.zone).date()
    if asked.activity and asked.activity.done_on:
        return min(asked.activity.done_on, made_on)
    return min(asked.round.ends_on or made_on, made_on) if asked.round else made_on


def _found(areas: Areas, reviews: Sequence[Reviewed]) -> Subject:
    return Subject(
        f"F{areas.finding_id}",
        areas.theme,
        found_on=areas.days.first,
        seen_on=areas.days.last,
        cohort=areas.cohort,
        areas=areas,
        reviews=tuple(reviews),
    )


def _order(subject: Subject) -> tuple[bool, str, bool, int, int]:
    """By theme, those without one last; recommendations first; the service before its cohorts."""
    cohort = list(Cohort).index(subject.cohort) + 1 if subject.cohort else 0
    return not subject.theme, named(subject.theme), subject.asked is None, cohort, int(subject.key[1:])


def _called(session: Session, key: str) -> tuple[str, Callable[[Subject], bool]]:
    """The theme of the line that is called so, and which of that theme's lines it is. Raises NotFound."""
    kind, number = key[:1], int(key[1:]) if key[1:].isdecimal() else 0
    if kind == "R":
        name = stored.theme_asked_for(session, number)
        if name is not None:
            return name, lambda subject: subject.key == key
    place = stored.place_of(session, number) if kind == "F" else None
    if place is None:
        raise _gone()
    return place.name, lambda subject: subject.areas is not None and subject.cohort is place.cohort


def _only(subjects: Sequence[SomeSubject], is_it: Callable[[Subject], bool]) -> SomeSubject:
    found = next(filter(is_it, subjects), None)
    if found is None:
        raise _gone()
    return found


def _gone() -> NotFound:
    return NotFound("That line is no longer on the plan. `/g2o plan` shows the plan as it is now.")


def _line(subject: Subject, tally: Tally, today: date) -> Line:
    return Line(**vars(subject), tally=tally, stands=stood(subject, tally, today))


def _mark_again(lines: Sequence[Line]) -> Iterable[Line]:
    """The same lines, marked where they come again.

    A recommendation to the service holds for every cohort: what is found of its theme after it was dealt with
    is found again, and so is the theme of one that was asked for before.
    """
    dealt_with = {line.key: _dealt_with(line) for line in lines}
    asked: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        if line.asked and named(line.theme) not in NO_THEMES:
            asked[named(line.theme)].append(line.key)
    for line in lines:
        before = [key for key in asked[named(line.theme)] if key != line.key]
        elsewhere = [day for key in before for day in dealt_with[key]]
        yield replace(
            line,
            again=progress.newest(
                progress.again(dealt_with[line.key], line.seen_on),
                progress.again(elsewhere, line.found_on if line.asked else line.seen_on),
            ),
        )


def _dealt_with(line: Line) -> Sequence[date]:
    """On which days it was said to be actioned or embedded."""
    reviewed = [one.made_on for one in line.reviews if one.position in SETTLED]
    shown = [line.stands.on] if line.stands.on and line.stands.position in SETTLED else []
    return [*reviewed, *shown]
