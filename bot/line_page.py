"""One line of the improvement plan: back to where it came from, and forward to what became of it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from bot import actions, plan
from bot.lines import Line
from bot.plan import Plan
from bot.rules.periods import Period
from bot.rules.rights import Right
from bot.visit import Visit
from storage import actions as stored_actions
from storage import audits as stored_audits
from storage import checks as stored_checks
from storage import people as stored_people
from storage import plan as stored
from storage.models import Action, Activity, Audit, Finding, Person
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


def line_page(session: Session, visit: Visit, key: str) -> LinePage:
    """One line from where it came from to what became of it. Raises NotAllowed or NotFound."""
    return page_of(session, visit, plan.read(session, visit), key)


def page_of(session: Session, visit: Visit, whole: Plan, key: str) -> LinePage:
    """The same out of a plan that was read just now. Raises NotFound."""
    line = whole.line(key)
    audits = {audit.id: audit for audit in stored_audits.of_ids(session, _audits_behind(session, line))}
    seen = {number: audit for number, audit in audits.items() if _sees(visit, audit)}
    everything = stored_actions.of_ids(session, {action.id for action in line.actions})
    shown = [action for action in everything if line.asked or _sees_action(visit, action)]
    reviewers = {review.made_by_id for review in line.reviews if review.made_by_id}
    cases, audited_again, found_again_in = _audited_again(session, line)
    return LinePage(
        line,
        whole.quarter,
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
