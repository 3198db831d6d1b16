"""One line of the improvement plan: back to where it came from, and forward to what became of it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from bot import actions, people
from bot.lines import Line, named, read_line
from bot.rules.rights import Right
from bot.visit import Visit
from storage import actions as stored_actions
from storage import audits as stored_audits
from storage import checks as stored_checks
from storage import people as stored_people
from storage import plan as stored
from storage import tallies
from storage.models import Action, Activity, Audit, Finding, Person, Review
from storage.plan import Area
from storage.words import Impact


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
    sources: Sequence[Source] = ()
    round_audits: Sequence[Audit] = ()
    unseen: int = 0
    actions: Sequence[Action] = ()
    unseen_actions: int = 0
    own_actions: frozenset[int] = frozenset()
    impacts: Mapping[int, Impact] = field(default_factory=dict)
    reviews: Sequence[Review] = ()
    reviewers: Mapping[int, Person] = field(default_factory=dict)
    cases: int = 0
    audited_again: int = 0
    found_again_in: int = 0
    may_review: bool = False


def line_page(session: Session, visit: Visit, key: str) -> LinePage:
    """One line from where it came from to what became of it. Raises NotAllowed or NotFound."""
    people.require(session, visit, Right.SEE_PLAN)
    line = read_line(session, visit, key)
    areas = stored.areas_of(session, named(line.theme), line.cohort) if line.areas else ()
    behind = stored_audits.of_ids(session, _audits_behind(session, line, areas))
    seen = {audit.id: audit for audit in behind if _sees(visit, audit)}
    everything = _actions(session, line)
    shown = [action for action in everything if line.asked or _sees_action(visit, action)]
    reviews = stored.reviews(session, [review.review_id for review in line.reviews])
    cases, audited_again, found_again_in = _audited_again(session, areas)
    return LinePage(
        line,
        sources=_sources(areas, seen),
        round_audits=[*seen.values()] if line.asked else (),
        unseen=len(behind) - len(seen),
        actions=shown,
        unseen_actions=len(everything) - len(shown),
        own_actions=frozenset(action.id for action in shown if _sees_action(visit, action)),
        impacts=_impacts(session, shown),
        reviews=reviews,
        reviewers=stored_people.of_ids(session, {one.made_by_id for one in reviews if one.made_by_id}),
        cases=cases,
        audited_again=audited_again,
        found_again_in=found_again_in,
        may_review=bool(visit.reaches(Right.REVIEW_PLAN)),
    )


def _audits_behind(session: Session, line: Line, areas: Sequence[Area]) -> Collection[int]:
    """The audits that found it; of a recommendation those of its round."""
    if line.asked is None:
        return {area.audit_id for area in areas if area.audit_id is not None}
    round_id = line.asked.recommendation.round_id
    return stored.audit_ids_of_round(session, round_id) if round_id is not None else ()


def _actions(session: Session, line: Line) -> Sequence[Action]:
    if line.asked:
        return stored_actions.of_recommendation(session, line.asked.recommendation.id)
    return stored_actions.of_ids(session, tallies.actions_of_areas(session, named(line.theme), line.cohort))


def _sees(visit: Visit, audit: Audit) -> bool:
    return visit.covers(Right.SEE_CASE, audit.case.team_id) or audit.case.worker_id == visit.actor.person_id


def _sees_action(visit: Visit, action: Action) -> bool:
    is_own = action.owner_id == visit.actor.person_id
    return is_own or actions.covers(visit, Right.SEE_ACTIONS, action)


def _sources(areas: Sequence[Area], seen: Mapping[int, Audit]) -> Sequence[Source]:
    """The last found first."""
    shown = [
        Source(area.finding, seen.get(area.audit_id or 0), area.activity)
        for area in sorted(areas, key=lambda area: (area.found_on, area.finding.id), reverse=True)
    ]
    return [source for source in shown if source.audit or source.activity]


def _audited_again(session: Session, areas: Sequence[Area]) -> tuple[int, int, int]:
    """The cases, how many of these were audited since, and in how many of those it was found again."""
    days: dict[int, list[date]] = defaultdict(list)
    for area in areas:
        if area.case_id is not None and area.audited_on is not None:
            days[area.case_id].append(area.audited_on)
    newest = stored.audited_since(session, days)
    again = [case_id for case_id, found in days.items() if newest[case_id] > min(found)]
    return len(days), len(again), sum(len(set(days[case_id])) > 1 for case_id in again)


def _impacts(session: Session, shown: Sequence[Action]) -> Mapping[int, Impact]:
    checks = stored_checks.latest_of(session, {action.id for action in shown})
    return {number: check.impact for number, check in checks.items() if check.impact}
