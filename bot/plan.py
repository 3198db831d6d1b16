"""The improvement plan: every recommendation to the service and every area for development, as a line each.

Areas are put together by theme and cohort, so that the plan stays readable however many audits there are.
A line is called by what it began with: "R3" is the recommendation of that id, "F17" the first of its areas.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from bot import actions, free_text, paging, people, record
from bot.errors import Conflict, NotFound
from bot.paging import PAGE
from bot.rules import periods, progress
from bot.rules.periods import Period
from bot.rules.progress import SETTLED, Again, Said, Step
from bot.rules.rights import Right
from bot.visit import Visit
from storage import actions as stored_actions
from storage import audits as stored_audits
from storage import checks as stored_checks
from storage import people as stored_people
from storage import plan as stored
from storage.models import Action, Activity, Audit, Finding, Person, Review
from storage.plan import Area, Asked
from storage.words import Cohort, Impact, Position

# A theme that says nothing of what it is about is never said to be found again.
NO_THEMES = frozenset({"", "other"})
LONGEST_POINTER = 300
# Of what was found, whoever reviews a line reads the last few.
MOST_SHOWN = 3


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


@dataclass(frozen=True)
class Source:
    """An area in the words in which it was found; with its audit or activity."""

    finding: Finding
    audit: Audit | None = None
    activity: Activity | None = None


@dataclass(frozen=True)
class LinePage:
    """A line with where it came from and what became of it, as one person may see it.

    `round_audits` are the audits behind a recommendation. `unseen` and `unseen_actions`: how many audits and
    actions of other teams there are beside those shown. `own_actions`: those that the person may open.
    `impacts`: whether its actions made a difference, by their ids. `audited_again`: how many of its `cases`
    were audited since; `found_again_in`: in how many of these the theme was found once more.
    """

    line: Line
    quarter: Period
    sources: Sequence[Source] = ()
    round_audits: Sequence[Audit] = ()
    unseen: int = 0
    actions: Sequence[Action] = ()
    unseen_actions: int = 0
    own_actions: frozenset[int] = frozenset()
    impacts: Mapping[int, Impact] = field(default_factory=dict)
    reviewers: Mapping[int, Person] = field(default_factory=dict)
    cases: int = 0
    audited_again: int = 0
    found_again_in: int = 0
    may_review: bool = False


@dataclass(frozen=True)
class NewReview:
    """What a review says of a line. `version` is that of the quarter's review as the form showed it, or 0."""

    key: str
    version: int
    position: Position
    note: str = ""
    evidence: str = ""
    impact: Impact | None = None


@dataclass(frozen=True)
class Pack:
    """For the board: what changed in the quarter, and how the plan stands today."""

    quarter: Period
    total: int
    counts: Mapping[Position, int]
    reviewed: int
    actioned: Sequence[Line]
    embedded: Sequence[Line]
    new: Sequence[Line]
    again: Sequence[Line]
    waiting: Sequence[Line]
    late: Sequence[Line]
    late_actions: int


def read(session: Session, visit: Visit) -> Plan:
    """The whole plan. Raises NotAllowed."""
    people.require(session, visit, Right.SEE_PLAN)
    lines = _mark_again(_Lines(session, visit).all())
    return Plan(sorted(lines, key=_order), visit.today)


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


def line_page(session: Session, visit: Visit, key: str) -> LinePage:
    """One line from where it came from to what became of it. Raises NotAllowed or NotFound."""
    return page_of(session, visit, read(session, visit), key)


def page_of(session: Session, visit: Visit, plan: Plan, key: str) -> LinePage:
    """The same out of a plan that was read just now. Raises NotFound."""
    line = plan.line(key)
    audits = {audit.id: audit for audit in stored_audits.of_ids(session, _audits_behind(session, line))}
    seen = {number: audit for number, audit in audits.items() if _sees(visit, audit)}
    everything = stored_actions.of_ids(session, {action.id for action in line.actions})
    shown = [action for action in everything if line.asked or _sees_action(visit, action)]
    reviewers = {review.made_by_id for review in line.reviews if review.made_by_id}
    cases, audited_again, found_again_in = _audited_again(session, line)
    return LinePage(
        line,
        plan.quarter,
        sources=_sources(session, line, seen),
        round_audits=[*seen.values()] if line.asked else (),
        unseen=len(audits) - len(seen),
        actions=shown,
        unseen_actions=len(everything) - len(shown),
        own_actions=frozenset(action.id for action in shown if _sees_action(visit, action)),
        impacts=_impacts(session, shown),
        reviewers=stored_people.of_ids(session, reviewers),
        cases=cases,
        audited_again=audited_again,
        found_again_in=found_again_in,
        may_review=bool(visit.reaches(Right.REVIEW_PLAN)),
    )


def newest_found(session: Session, line: Line) -> Sequence[Finding]:
    """What was found last, for whoever reviews the line: they see every case."""
    newest = sorted(line.areas, key=lambda area: (area.found_on, area.finding_id), reverse=True)[:MOST_SHOWN]
    found = stored.findings(session, {area.finding_id for area in newest})
    return [found[area.finding_id] for area in newest]


def to_review(session: Session, visit: Visit) -> Plan:
    """The plan, for those who review it. Raises NotAllowed."""
    people.require(session, visit, Right.REVIEW_PLAN)
    return read(session, visit)


def review(session: Session, visit: Visit, new: NewReview) -> Plan:
    """Notes what this quarter's review found of a line; said again in the same quarter it changes that.

    Gives the plan as it is then. Raises NotAllowed, NotFound, PersonalDetails, Refusal, or Conflict where
    somebody else has reviewed the line meanwhile.
    """
    plan = to_review(session, visit)
    line = plan.line(new.key)
    there = line.review_of(plan.quarter)
    if (there.version if there else 0) != new.version:
        raise Conflict(
            "Somebody reviewed this line while your form was open, so yours was not stored. It now says: "
            f"{line.stands.position.label.lower()}. Please open it again.",
            field="position",
        )
    note = free_text.accept_any(new.note, "The note", field="note")
    evidence = free_text.accept_any(new.evidence, "Where to look", field="evidence", longest=LONGEST_POINTER)
    if there is None:
        made = Review(
            recommendation_id=line.asked.recommendation.id if line.asked else None,
            finding_id=None if line.asked else line.areas[0].finding_id,
            quarter=plan.quarter.first,
            position=new.position,
            note=note,
            evidence=evidence,
            impact=new.impact,
            made_on=visit.today,
            made_by_id=visit.actor.person_id,
        )
        record.add(session, visit, "line reviewed", made)
    else:
        with record.change(session, visit, "review changed", there):
            there.position, there.impact = new.position, new.impact
            there.note, there.evidence = note, evidence
            there.made_on, there.made_by_id = visit.today, visit.actor.person_id
    return read(session, visit)


def board(plan: Plan, quarter: Period) -> Pack:
    """What changed in the quarter, or up to today where it is not over; and how the plan stands today."""
    lines = plan.lines
    until = min(quarter.last, plan.today)
    before = {line.key: line.stood(quarter.first - timedelta(days=1)).position for line in lines}
    after = {line.key: line.stood(until).position for line in lines}

    def became(line: Line, position: Position, not_from: Collection[Position]) -> bool:
        return after[line.key] is position and before[line.key] not in not_from

    return Pack(
        quarter=Period(quarter.first, until),
        total=len(lines),
        counts=Counter(line.stands.position for line in lines),
        reviewed=sum(line.review_of(quarter) is not None for line in lines),
        actioned=[line for line in lines if became(line, Position.ACTIONED, SETTLED)],
        embedded=[line for line in lines if became(line, Position.EMBEDDED, {Position.EMBEDDED})],
        new=[line for line in lines if quarter.first <= line.found_on <= until],
        again=[line for line in lines if line.again and quarter.first <= line.again.found_on <= until],
        waiting=[one for one in lines if progress.is_waiting_long(one.stands, one.found_on, plan.today)],
        late=[line for line in lines if line.late(plan.today)],
        late_actions=sum(line.late(plan.today) for line in lines),
    )


class _Lines:
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
            for_case[_named(_theme_of(action)), action.case_id].append(action)
        for action in service:
            source = action.recommendation.activity_id if action.recommendation else None
            for_activity[_named(_theme_of(action)), source].append(action)
        lines: dict[tuple[str, Cohort | None], list[Area]] = defaultdict(list)
        for area in stored.areas(self._session):
            lines[_named(area.theme), area.cohort].append(area)
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


def _mark_again(lines: Sequence[Line]) -> Iterable[Line]:
    """The same lines, marked where they come again.

    A recommendation to the service holds for every cohort: what is found of its theme after it was dealt with
    is found again, and so is the theme of one that was asked for before.
    """
    by_theme: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        by_theme[_named(line.theme)].append(line)
    for line in lines:
        alike = by_theme[_named(line.theme)]
        if _named(line.theme) in NO_THEMES:
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


def _is_wanted(line: Line, wanted: Wanted) -> bool:
    return (
        (wanted.theme is None or _named(line.theme) == _named(wanted.theme))
        and (wanted.cohort is None or line.cohort is wanted.cohort)
        and (line.is_open or not wanted.is_open)
        and not (wanted.areas_only and line.asked)
    )


def _order(line: Line) -> tuple[bool, str, bool, int, int]:
    """By theme, those without one last; recommendations first; the service before its cohorts."""
    cohort = list(Cohort).index(line.cohort) + 1 if line.cohort else 0
    return not line.theme, _named(line.theme), line.asked is None, cohort, int(line.key[1:])


def _named(theme: str | None) -> str:
    return (theme or "").casefold()


def _theme_of(action: Action) -> str | None:
    return action.recommendation.theme if action.recommendation else None


def _audits_behind(session: Session, line: Line) -> Collection[int]:
    """The audits that found it; of a recommendation those of its round."""
    if line.asked is None:
        return line.audit_ids
    round_id = line.asked.recommendation.round_id
    return stored.audit_ids_of_round(session, round_id) if round_id is not None else ()


def _sees(visit: Visit, audit: Audit) -> bool:
    return visit.covers(Right.SEE_CASE, audit.case.team_id) or audit.case.worker_id == visit.actor.person_id


def _sees_action(visit: Visit, action: Action) -> bool:
    is_own = action.owner_id == visit.actor.person_id
    return is_own or actions.covers(visit, Right.SEE_ACTIONS, action)


def _sources(session: Session, line: Line, seen: Mapping[int, Audit]) -> Sequence[Source]:
    """The last found first."""
    found = stored.findings(session, {area.finding_id for area in line.areas})
    activities = stored.activities(session, line.activity_ids)
    shown = [
        Source(found[area.finding_id], seen.get(area.audit_id or 0), activities.get(area.activity_id or 0))
        for area in sorted(line.areas, key=lambda area: (area.found_on, area.finding_id), reverse=True)
    ]
    return [source for source in shown if source.audit or source.activity]


def _audited_again(session: Session, line: Line) -> tuple[int, int, int]:
    """Its cases, how many of these were audited since, and in how many of those it was found again."""
    days: dict[int, list[date]] = defaultdict(list)
    for area in line.areas:
        if area.case_id is not None and area.audited_on is not None:
            days[area.case_id].append(area.audited_on)
    newest = stored.audited_since(session, days)
    again = [case_id for case_id, found in days.items() if newest[case_id] > min(found)]
    return len(days), len(again), sum(len(set(days[case_id])) > 1 for case_id in again)


def _impacts(session: Session, shown: Sequence[Action]) -> Mapping[int, Impact]:
    checks = stored_checks.latest_of(session, {action.id for action in shown})
    return {number: check.impact for number, check in checks.items() if check.impact}
