"""What the people of the year did, kept beside the bot: the test writes it down as it goes.

Nothing here is asked of the bot but which cases it drew and what numbers it gave. How a line of the plan
is put together is said here a second time and as plainly as possible.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum, auto

import holidays

from storage.words import Basis, Cohort, Grade, Impact, Position, Status

DAY = timedelta(days=1)
HOLIDAYS = holidays.country_holidays("GB", subdiv="ENG", years=(2025, 2026))
SETTLED = (Position.ACTIONED, Position.EMBEDDED)
SINGLE_AUDITS = "Single audits"


class Fate(Enum):
    """What the story has in store for a recommendation."""

    MAKES_A_DIFFERENCE = auto()
    HELPS_IN_PART = auto()
    IS_NOT_DONE_AT_FIRST = auto()
    IS_NEVER_CHECKED = auto()
    NO_LONGER_APPLIES = auto()
    NEEDS_MORE_TIME = auto()
    IS_LATE = auto()
    IS_NOT_THEIRS = auto()
    IS_NOT_TO_BE_DONE = auto()
    STAYS_OPEN = auto()


@dataclass(eq=False)
class Audit:
    """`basis` is None for a single audit."""

    case: str
    cohort: Cohort
    on: date
    grade: Grade
    auditor: str
    round: str = SINGLE_AUDITS
    basis: Basis | None = None
    moderated: Grade | None = None
    follows: "Audit | None" = None


@dataclass(eq=False)
class Activity:
    """Something of the programme beside the audits of cases."""

    kind: str
    theme: str
    on: date


@dataclass(eq=False)
class Area:
    """An area for development, as somebody found it."""

    theme: str
    text: str
    source: Audit | Activity

    @property
    def cohort(self) -> Cohort | None:
        return self.source.cohort if isinstance(self.source, Audit) else None


@dataclass(eq=False)
class Action:
    """`ended`: why it was ended undone, and until when that stands."""

    number: int
    text: str
    owner: str
    agreed_on: date
    first_due_on: date
    due_on: date
    fate: Fate
    status: Status = Status.OPEN
    done_on: date | None = None
    checked_on: date | None = None
    impact: Impact | None = None
    more_time: int = 0
    ended: tuple[str, date | None] | None = None

    @property
    def name(self) -> str:
        return f"A{self.number}"

    @property
    def is_to_do(self) -> bool:
        return self.status in (Status.OPEN, Status.STARTED)

    @property
    def is_over(self) -> bool:
        """Nobody has anything left to do about it."""
        return self.status in (Status.CHECKED, Status.NOT_DOING, Status.NO_LONGER_APPLIES)


@dataclass(eq=False)
class Recommendation:
    """`number` is that of a recommendation to the service."""

    theme: str
    text: str
    source: Audit | Activity
    fate: Fate
    number: int | None = None
    actions: list[Action] = field(default_factory=list)

    @property
    def case(self) -> str | None:
        return self.source.case if isinstance(self.source, Audit) else None


@dataclass(eq=False)
class Line:
    """A line of the plan: a recommendation to the service, or the areas of one theme and cohort."""

    title: str
    theme: str
    recommendation: Recommendation | None = None
    areas: Sequence[Area] = ()
    actions: Sequence[Action] = ()

    @property
    def found_on(self) -> Sequence[date]:
        if self.recommendation:
            return [self.recommendation.source.on]
        return [area.source.on for area in self.areas]

    @property
    def audits(self) -> Sequence[Audit]:
        return [area.source for area in self.areas if isinstance(area.source, Audit)]

    @property
    def cases(self) -> set[str]:
        return {audit.case for audit in self.audits}


@dataclass(frozen=True)
class Review:
    """What a quarterly review found of a line."""

    quarter: str
    on: date
    position: Position
    note: str


@dataclass(frozen=True)
class Decided:
    """What a meeting decided on an action or a recommendation, in the words of the minutes.

    `was_to_do`: the action was. `owner`: whose it is since; empty for a recommendation.
    """

    about: str
    words: str
    was_to_do: bool = False
    owner: str = ""


@dataclass(eq=False)
class Meeting:
    """`items`: how many of each section were before it; `pack`: how many its pack had."""

    on: date
    members: Sequence[str]
    items: Counter[str] = field(default_factory=Counter)
    pack: Counter[str] = field(default_factory=Counter)
    decided: list[Decided] = field(default_factory=list)


@dataclass
class Ledger:
    """Everything that was done in the year."""

    cases: dict[str, Cohort]
    audits: list[Audit] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    recommendations: list[Recommendation] = field(default_factory=list)
    reviews: dict[str, list[Review]] = field(default_factory=dict)
    meetings: list[Meeting] = field(default_factory=list)
    drawn: dict[str, list[str]] = field(default_factory=dict)

    @property
    def actions(self) -> Sequence[Action]:
        return [action for made in self.recommendations for action in made.actions]

    def action(self, name: str) -> Action:
        return next(action for action in self.actions if action.name == name)

    def of_fate(self, fate: Fate) -> Action:
        """The newest action with that in store."""
        return [action for action in self.actions if action.fate is fate][-1]

    def audits_of(self, case: str) -> Sequence[Audit]:
        """The oldest first."""
        return sorted((audit for audit in self.audits if audit.case == case), key=lambda audit: audit.on)

    @property
    def lines(self) -> Sequence[Line]:
        return [*self._asked(), *self._found()]

    def line(self, title: str) -> Line:
        return next(line for line in self.lines if line.title == title)

    def position(self, line: Line) -> Position:
        """As the last review found it."""
        return self.reviews[line.title][-1].position

    def is_embedded(self, line: Line) -> bool:
        """Said to be embedded in practice, and not found since."""
        said = self.reviews.get(line.title)
        if not said or said[-1].position is not Position.EMBEDDED:
            return False
        found_again = self.found_again(line)
        return found_again is None or found_again <= said[-1].on

    def found_again(self, line: Line) -> date | None:
        """When it was last found after a review had it as dealt with, or had what the service was asked."""
        alike = [other for other in self.lines if other.theme == line.theme]
        in_areas = [day for other in alike if not other.recommendation for day in other.found_on]
        asked = [other for other in alike if other.recommendation and other.title != line.title]
        own = self._after(in_areas if line.recommendation else line.found_on, self._dealt_with(line))
        of_asked = [day for other in asked for day in self._dealt_with(other)]
        return max([*own, *self._after(line.found_on, of_asked)], default=None)

    @staticmethod
    def _after(found: Sequence[date], dealt_with: Sequence[date]) -> Sequence[date]:
        return [day for day in found if any(day > said for said in dealt_with)]

    def _dealt_with(self, line: Line) -> Sequence[date]:
        return [said.on for said in self.reviews.get(line.title, ()) if said.position in SETTLED]

    def _asked(self) -> Iterator[Line]:
        for made in self.recommendations:
            if made.number:
                title = f"Recommendation {made.number}: {made.theme}"
                yield Line(title, made.theme, made, actions=made.actions)

    def _found(self) -> Iterator[Line]:
        for theme, cohort in dict.fromkeys((area.theme, area.cohort) for area in self.areas):
            areas = [area for area in self.areas if (area.theme, area.cohort) == (theme, cohort)]
            cases = {area.source.case for area in areas if isinstance(area.source, Audit)}
            activities = {area.source for area in areas if isinstance(area.source, Activity)}
            acted = [
                made
                for made in self.recommendations
                if made.theme == theme and (made.case in cases or made.source in activities)
            ]
            title = f"Area: {theme}, {cohort.plural if cohort else 'the service'}"
            yield Line(
                title, theme, areas=areas, actions=[action for made in acted for action in made.actions]
            )


def in_words(day: date) -> str:
    """ "Friday 14 March 2025"."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def works(day: date) -> bool:
    return day.weekday() < 5 and day not in HOLIDAYS


def working_days_from(day: date, count: int) -> date:
    """So many working days later; a negative count goes back."""
    step = DAY if count > 0 else -DAY
    for _ in range(abs(count)):
        day += step
        while not works(day):
            day += step
    return day
