"""The register of figures: what each is called, how it is counted, and which list is behind it.

Nothing is counted here by a rule of its own: each figure is taken from where messages, pages and documents
take it, so that all of them agree.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from sqlalchemy.orm import Session

from bot import coverage, paging, plan
from bot.errors import NotFound
from bot.follow_ups import Due
from bot.paging import PAGE
from bot.plan import Plan
from bot.reports import definitions as defined
from bot.reports import digest, figures, impact
from bot.reports.definitions import Definition
from bot.reports.digest import Digest, Whose
from bot.reports.figures import Graded, GradesTable, Years
from bot.reports.impact import Differences
from bot.rules.grades import WORST_TO_BEST
from bot.visit import Visit
from storage import actions as stored_actions
from storage import audits as stored_audits
from storage import figures as stored
from storage.coverage import Covered
from storage.figures import Actions, Audits, Within
from storage.models import Action, Audit, Team
from storage.words import Grade, Impact

WORD = "figures"


@dataclass(frozen=True)
class Count:
    """A number; where it is some of a whole, `of` how many."""

    number: int
    of: int | None = None


@dataclass(frozen=True)
class Behind:
    """A list, by the word that opens it and those that narrow it."""

    list: str
    words: str = ""


@dataclass(frozen=True)
class Reckoned:
    """The record on one day, for one visit: of a team, or of the whole service. Each part is read once."""

    session: Session
    visit: Visit
    team: Team | None

    @cached_property
    def digest(self) -> Digest:
        return digest.digest(self.session, self.visit.today, self.visit.terms, self.team)

    @cached_property
    def last_week(self) -> Within:
        """Of what is counted by days, those of last week."""
        return Within(self.visit.today, self._team_id, self.digest.since, self.digest.until)

    @cached_property
    def open(self) -> int:
        return stored.count_actions(self.session, Actions.OPEN, self.last_week)

    @cached_property
    def follow_ups(self) -> Sequence[Due]:
        terms = self.visit.terms
        return digest.follow_ups_waiting(self.session, self.visit.today, terms, self._team_id)

    @property
    def this_year(self) -> Years:
        return Years(self.visit.today.year, self.visit.today.year)

    @cached_property
    def grades(self) -> GradesTable:
        return figures.grades(self.session, self.visit, None, self.this_year)

    @cached_property
    def covered(self) -> Sequence[Covered]:
        return coverage.covered(self.session, self.visit)

    @cached_property
    def plan(self) -> Plan:
        return plan.read(self.session, self.visit)

    @cached_property
    def differences(self) -> Differences:
        return impact.differences(self.session, self.visit)

    @property
    def _team_id(self) -> int | None:
        return self.team.id if self.team else None

    @property
    def whose(self) -> str:
        """The words that narrow a list to the same."""
        return self.team.name if self.team else "all"


@dataclass(frozen=True)
class Figure:
    """One figure. `for_teams`: it is counted of a team, too, else of the whole service alone.

    `title` is what it is called beside others, where the definition's name is that of several. What is behind
    it are `actions`, `audits`, by their ids, or another list: `behind`.
    """

    key: str
    definition: Definition
    count: Callable[[Reckoned], Count]
    title: str = ""
    for_teams: bool = True
    actions: Callable[[Reckoned], Sequence[int]] | None = None
    audits: Callable[[Reckoned], Sequence[int]] | None = None
    behind: Callable[[Reckoned], Behind] | None = None

    @property
    def name(self) -> str:
        return self.title or self.definition.name

    def list_of(self, reckoned: Reckoned) -> Behind | None:
        """The list behind it, if it has one."""
        if self.behind:
            return self.behind(reckoned)
        return Behind("behind", f"{self.key} {reckoned.whose}") if self.actions or self.audits else None


@dataclass(frozen=True)
class Shown:
    """A figure with its count and the list behind it, if there is anything in one."""

    figure: Figure
    count: Count
    behind: Behind | None


@dataclass(frozen=True)
class FiguresPage:
    """One page of the figures of a team, or of the whole service: `first` is counted from 1."""

    team: str | None
    today: date
    shown: Sequence[Shown]
    first: int
    total: int


@dataclass(frozen=True)
class BehindPage:
    """One page of what a figure counts. `first` is counted from 1; `unseen`: how many others there are."""

    title: str
    how: str
    actions: Sequence[Action] = ()
    audits: Sequence[Audit] = ()
    first: int = 1
    total: int = 0
    unseen: int = 0


def page(session: Session, visit: Visit, whose: Whose, number: int = 0) -> FiguresPage:
    """The figures of today. Raises NotAllowed, NotFound or NotUnderstood as the digest does."""
    team = digest.chosen(session, visit, whose, WORD)
    reckoned = Reckoned(session, visit, team)
    there = [figure for figure in FIGURES if team is None or figure.for_teams]
    number = paging.there(number, len(there))
    shown = [_shown(figure, reckoned) for figure in there[number * PAGE : (number + 1) * PAGE]]
    return FiguresPage(
        team.name if team else None, visit.today, shown, first=number * PAGE + 1, total=len(there)
    )


def behind(session: Session, visit: Visit, key: str, whose: Whose, number: int = 0) -> BehindPage:
    """What a figure of today counts. Raises NotFound, and as `page` does."""
    figure = next((one for one in FIGURES if one.key == key and (one.actions or one.audits)), None)
    if figure is None:
        raise NotFound("There is no such figure any more. `/g2o figures` shows them all.")
    reckoned = Reckoned(session, visit, digest.chosen(session, visit, whose, WORD))
    of = f", {reckoned.team.name}" if reckoned.team else ""
    begins = BehindPage(f"{figure.name}{of}", figure.definition.how)
    if figure.actions:
        return _paged(session, begins, figure.actions(reckoned), number, are_audits=False)
    return _paged(session, begins, figure.audits(reckoned) if figure.audits else (), number, are_audits=True)


def graded(session: Session, visit: Visit, wanted: Graded, title: str, number: int = 0) -> BehindPage:
    """The audits behind a count of grades, those that the person may see. Raises NotAllowed."""
    seen = figures.behind(session, visit, wanted)
    unseen = len(figures.behind(session, visit, wanted, is_all=True)) - len(seen)
    begins = BehindPage(title, defined.GRADES.how, unseen=unseen)
    return _paged(session, begins, seen, number, are_audits=True)


def _paged(
    session: Session, begins: BehindPage, ids: Sequence[int], number: int, *, are_audits: bool
) -> BehindPage:
    number = paging.there(number, len(ids))
    shown = ids[number * PAGE : (number + 1) * PAGE]
    return replace(
        begins,
        audits=stored_audits.of_ids(session, shown) if are_audits else (),
        actions=() if are_audits else stored_actions.of_ids(session, shown),
        first=number * PAGE + 1,
        total=len(ids),
    )


def _shown(figure: Figure, reckoned: Reckoned) -> Shown:
    count = figure.count(reckoned)
    return Shown(figure, count, figure.list_of(reckoned) if count.number or count.of else None)


def _actions(which: Actions) -> Callable[[Reckoned], Sequence[int]]:
    return lambda reckoned: stored.actions_behind(reckoned.session, which, reckoned.last_week)


def _audits(which: Audits) -> Callable[[Reckoned], Sequence[int]]:
    return lambda reckoned: stored.audits_behind(reckoned.session, which, reckoned.last_week)


def _list(name: str) -> Callable[[Reckoned], Behind]:
    return lambda reckoned: Behind(name, reckoned.whose)


def _queue(name: str, key: str) -> Callable[[Reckoned], Behind]:
    """The list of what waits, where something can be done about it; it cannot be narrowed to a team."""
    return lambda reckoned: Behind("behind", f"{key} {reckoned.whose}") if reckoned.team else Behind(name)


def _due(reckoned: Reckoned) -> Behind:
    found = reckoned.digest
    return Behind("due", f"{reckoned.whose} from {found.today} to {found.sunday}")


def _grade(grade: Grade) -> Figure:
    column = WORST_TO_BEST.index(grade)

    def count(reckoned: Reckoned) -> Count:
        rows = reckoned.grades.rows
        return Count(sum(row.counts[column] for row in rows), sum(sum(row.counts) for row in rows))

    return Figure(
        grade.value,
        defined.GRADES,
        count,
        f"{grade.label}, this year",
        for_teams=False,
        audits=lambda reckoned: figures.behind(
            reckoned.session, reckoned.visit, Graded({grade}, years=reckoned.this_year)
        ),
    )


def _changed(reckoned: Reckoned) -> Count:
    found = reckoned.grades.moderation
    return Count(found.raised + found.lowered, found.unchanged + found.raised + found.lowered)


def _late_follow_ups(reckoned: Reckoned) -> Sequence[int]:
    return [due.audit.id for due in reckoned.follow_ups if due.by < reckoned.visit.today]


def _due_follow_ups(reckoned: Reckoned) -> Sequence[int]:
    today, sunday = reckoned.visit.today, reckoned.digest.sunday
    return [due.audit.id for due in reckoned.follow_ups if today <= due.by <= sunday]


def _covered(reckoned: Reckoned) -> Count:
    return Count(sum(one.audited for one in reckoned.covered), sum(one.cases for one in reckoned.covered))


def _helped(reckoned: Reckoned) -> Count:
    by_impact = dict(zip(Impact, reckoned.differences.counts, strict=True))
    return Count(by_impact[Impact.YES] + by_impact[Impact.PARTLY], reckoned.differences.total)


FIGURES: Sequence[Figure] = (
    Figure("open", defined.OPEN, lambda of: Count(of.open), "Open actions", behind=_list("open")),
    Figure(
        "late", defined.LATE, lambda of: Count(of.digest.late), "Late actions", actions=_actions(Actions.LATE)
    ),
    Figure(
        "overdue",
        defined.OVERDUE,
        lambda of: Count(of.digest.late_now),
        "Overdue actions",
        behind=_list("overdue"),
    ),
    Figure("due", defined.DUE, lambda of: Count(of.digest.due), "Actions due this week", behind=_due),
    Figure(
        "unchecked",
        defined.UNCHECKED,
        lambda of: Count(of.digest.unchecked),
        "Actions waiting for a check",
        actions=_actions(Actions.UNCHECKED),
        behind=_queue("check", "unchecked"),
    ),
    Figure(
        "done",
        defined.DONE,
        lambda of: Count(of.digest.done),
        "Actions done last week",
        actions=_actions(Actions.DONE),
    ),
    Figure(
        "checked",
        defined.CHECKED,
        lambda of: Count(of.digest.checked),
        "Actions checked last week",
        actions=_actions(Actions.CHECKED),
    ),
    Figure(
        "helped",
        defined.DIFFERENCE,
        lambda of: Count(of.digest.made_a_difference),
        "Made a difference, as was said last week",
        actions=_actions(Actions.HELPED),
    ),
    Figure(
        "carried_out",
        defined.CARRIED_OUT,
        lambda of: Count(of.digest.audits),
        "Audits carried out last week",
        audits=_audits(Audits.CARRIED_OUT),
    ),
    Figure(
        "good_or_better",
        defined.GOOD_OR_BETTER,
        lambda of: Count(of.digest.good_or_better, of.digest.graded),
        "Good or better, of last week's audits that are moderated",
        audits=_audits(Audits.GOOD_OR_BETTER),
    ),
    Figure(
        "awaiting",
        defined.AWAITING,
        lambda of: Count(of.digest.unmoderated),
        "Audits awaiting moderation",
        audits=_audits(Audits.UNMODERATED),
        behind=_queue("moderate", "awaiting"),
    ),
    Figure(
        "follow_ups_late",
        defined.FOLLOW_UPS,
        lambda of: Count(of.digest.follow_ups_late),
        "Follow-up audits that are late",
        audits=_late_follow_ups,
    ),
    Figure(
        "follow_ups_due",
        defined.FOLLOW_UPS,
        lambda of: Count(of.digest.follow_ups_due),
        "Follow-up audits due this week",
        audits=_due_follow_ups,
    ),
    *(_grade(grade) for grade in WORST_TO_BEST),
    Figure(
        "changed",
        defined.MODERATION,
        _changed,
        "Grades changed by moderation, this year",
        for_teams=False,
        audits=lambda of: figures.behind(
            of.session, of.visit, Graded(WORST_TO_BEST, years=of.this_year, is_changed=True)
        ),
    ),
    Figure(
        "covered",
        defined.COVERAGE,
        _covered,
        "Open cases audited in the last twelve months",
        for_teams=False,
        behind=lambda _: Behind("not_audited"),
    ),
    Figure(
        "rounds",
        defined.ROUNDS,
        lambda of: Count(sum(entry.audits for entry in of.digest.rounds)),
        "Audits in the rounds that run",
        for_teams=False,
        behind=lambda _: Behind("rounds"),
    ),
    Figure(
        "plan",
        defined.PLAN,
        lambda of: Count(of.plan.open, len(of.plan.lines)),
        "Open lines of the plan",
        for_teams=False,
        behind=lambda _: Behind("plan", "open"),
    ),
    Figure(
        "again",
        defined.AGAIN,
        lambda of: Count(of.plan.again),
        "Found again",
        for_teams=False,
        behind=lambda _: Behind("plan", "open"),
    ),
    Figure("difference", defined.DIFFERENCE, _helped, "Made a difference, of all answered", for_teams=False),
)
