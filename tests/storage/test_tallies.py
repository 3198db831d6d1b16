"""Tallies: what the database counts of a line's actions is what one counts by reading them, on any day."""

import random
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from storage import plan, tallies
from storage.models import Action, Activity, Audit, Finding, Recommendation
from storage.tallies import Tally, When
from storage.words import ENDED, Cohort, FindingKind, Grade, Origin, Status
from tests.council import TOMAS, case_of, person_id
from tests.storage.test_queries import plans, read_whole

FIRST, TODAY = date(2025, 1, 1), date(2025, 3, 14)
THEMES = (None, "Éclat", "ÉCLAT", "Visits")
FINISHED = (Status.DONE, Status.CHECKED)


def when(day: date) -> When:
    return When(day, datetime.combine(day + timedelta(days=1), time.min, UTC), TODAY)


def fill(session: Session, chance: random.Random) -> None:
    """Findings of cases and activities, and what was asked for and agreed, at random."""

    def day() -> date:
        return FIRST + timedelta(days=chance.randrange(90))

    case_ids = [case_of(session, reference).id for reference in ("K7Q2M", "M4T9X", "P3W6D")]
    activities = [Activity(year=2024, kind="Dip sample", month=FIRST), Activity(year=2024, kind="Survey")]
    audits = [
        Audit(
            case_id=chance.choice(case_ids),
            audited_on=day(),
            auditor_name=f"Auditor {number}",
            grade=Grade.GOOD,
            logged_at=datetime.combine(TODAY, time(), UTC),
        )
        for number in range(6)
    ]
    session.add_all([*activities, *audits])
    session.flush()
    for _ in range(15):
        audit = chance.choice([None, *audits])
        activity_id = None if audit else chance.choice(activities).id
        kind, theme = chance.choice(list(FindingKind)), chance.choice(THEMES)
        audit_id = audit.id if audit else None
        session.add(Finding(audit_id=audit_id, activity_id=activity_id, kind=kind, theme=theme, text="Late."))
    for _ in range(12):
        case_id = chance.choice([None, *case_ids])
        activity_id = None if case_id else chance.choice([None, *(activity.id for activity in activities)])
        asked = Recommendation(
            case_id=case_id,
            activity_id=activity_id,
            theme=chance.choice(THEMES),
            text="Visit.",
            origin=Origin.AUDIT,
            made_at=datetime.combine(day(), time(), UTC),
        )
        session.add(asked)
        session.flush()
        session.add_all(_action(session, chance, asked, day(), day()) for _ in range(chance.randrange(4)))
    session.flush()


def _action(session: Session, chance: random.Random, for_: Recommendation, due: date, done: date) -> Action:
    status = chance.choice(list(Status))
    return Action(
        recommendation_id=for_.id,
        case_id=for_.case_id,
        text="Visit.",
        owner_id=person_id(session, TOMAS),
        first_due_on=due,
        due_on=due + timedelta(days=chance.choice([0, 30])),
        status=status,
        agreed_at=datetime.combine(FIRST, time(), UTC) + timedelta(hours=chance.randrange(2000)),
        done_on=chance.choice([done, None]) if status in FINISHED else None,
    )


def counted(actions: Iterable[Action], day: date, sources: int) -> Tally:
    """The tally by reading every action."""
    actions = list(actions)
    begun = [one for one in actions if min(one.agreed_at.date(), one.done_on or date.max) <= day]
    done = [one for one in begun if one.status in FINISHED and (one.done_on or one.due_on) <= day]
    left = [one for one in begun if one not in done and one.status not in ENDED]
    unfinished = [one for one in actions if one.status in (Status.OPEN, Status.STARTED)]
    return Tally(
        actions=len(actions),
        unfinished=len(unfinished),
        late=sum(one.first_due_on < TODAY for one in unfinished),
        done=len(done),
        last_done_on=max((one.done_on or one.due_on for one in done), default=None),
        left=len(left),
        started=sum(one.status is Status.STARTED for one in left),
        covered=sources,
    )


def agreed(session: Session) -> Sequence[Action]:
    return session.scalars(sa.select(Action).options(joinedload(Action.recommendation))).all()


def asked_for(action: Action) -> tuple[str, int | None, int | None]:
    asked = action.recommendation
    assert asked is not None
    return (asked.theme or "").lower(), asked.case_id, asked.activity_id


@pytest.mark.parametrize("day", [FIRST, date(2025, 2, 10), TODAY])
@pytest.mark.parametrize("seed", range(4))
def test_of_areas_the_database_counts_what_one_counts_by_reading(
    session: Session, seed: int, day: date
) -> None:
    fill(session, random.Random(seed))  # noqa: S311 - it is the same each time
    everything = [(asked_for(action), action) for action in agreed(session)]
    by_query = tallies.of_areas(session, when(day))
    for line in plan.areas(session):
        areas = plan.areas_of(session, line.name, line.cohort)
        sources = {(one.case_id, one.activity.id if one.activity else None) for one in areas}
        found = [
            (where, action)
            for (theme, *where), action in everything
            if theme == line.name and tuple(where) in sources and (where[0] is None or line.name)
        ]
        covered = len({tuple(where) for where, _ in found})
        expected = counted((action for _, action in found), day, covered)
        assert by_query.get((line.name, line.cohort), Tally()) == expected
        ids = tallies.actions_of_areas(session, line.name, line.cohort)
        assert sorted(ids) == sorted(action.id for _, action in found)
        assert (
            tallies.of_areas(session, when(day), line.name).get((line.name, line.cohort), Tally()) == expected
        )


@pytest.mark.parametrize("day", [FIRST, date(2025, 2, 10), TODAY])
@pytest.mark.parametrize("seed", range(4))
def test_of_recommendations_the_database_counts_what_one_counts_by_reading(
    session: Session, seed: int, day: date
) -> None:
    fill(session, random.Random(seed))  # noqa: S311 - it is the same each time
    for_the_service = [action for action in agreed(session) if action.case_id is None]
    by_query = tallies.of_recommendations(session, when(day))
    assert by_query.keys() == {action.recommendation_id for action in for_the_service}
    for number, tally in by_query.items():
        own = (action for action in for_the_service if action.recommendation_id == number)
        assert tally == counted(own, day, 0)


@pytest.mark.parametrize("name", [None, "visits"])
def test_actions_are_looked_for_from_the_findings_on(session: Session, name: str | None) -> None:
    with plans(session) as lines:
        tallies.of_areas(session, when(TODAY), name)
        tallies.of_recommendations(session, when(TODAY), name)
        tallies.actions_of_areas(session, "visits", Cohort.CARE_LEAVER)
    assert not [line for line in read_whole(lines) if re.search(r"\b(actions|recommendations|audits)$", line)]
    assert any("ix_actions_recommendation_id" in line for line in lines)
