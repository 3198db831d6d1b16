"""Coverage: which open cases were audited of late, how far the rounds have come, and what is left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from bot import paging, people, rounds
from bot.cases import CaseList
from bot.paging import PAGE
from bot.rules import dates
from bot.rules.rights import Reach, Right
from bot.visit import Visit
from storage import coverage as stored
from storage import rounds as stored_rounds
from storage.coverage import AuditorCount, Covered, Left, ToAudit
from storage.rounds import Progress
from storage.sight import Sight
from storage.words import Cohort

COVERED_MONTHS = 12
NOT_YOURS = (
    "Which cases are not audited yet is for managers and the quality team. What you are to audit is in "
    "`/g2o coverage me`."
)


@dataclass(frozen=True)
class Coverage:
    """What was audited and what is left.

    `strata` is None for those who see their own work alone; `auditors` are then themselves. `to_do` is how
    many cases the person is to audit.
    """

    strata: Sequence[Covered] | None
    rounds: Sequence[Progress]
    auditors: Sequence[AuditorCount]
    to_do: int


@dataclass(frozen=True)
class ToDo:
    """One page of what somebody is to audit: `first` is counted from 1."""

    cases: Sequence[ToAudit]
    first: int
    total: int


def of(session: Session, visit: Visit) -> Coverage:
    """How much is covered, of what the person may see. Raises NotAllowed."""
    people.require(session, visit, Right.SEE_COVERAGE)
    running = stored_rounds.running(session, rounds.only_of(visit), visit.today)
    # How much each auditor has done is for those who plan the rounds.
    alone = None if Reach.ALL in visit.reaches(Right.SEE_COVERAGE) else visit.actor.person_id
    return Coverage(
        strata=covered(session, visit) if _sees_cases(visit) else None,
        rounds=running,
        auditors=stored.by_auditor(session, {one.round.id for one in running}, alone),
        to_do=to_do(session, visit).total,
    )


def left(session: Session, visit: Visit, cohort: Cohort | None = None, page: int = 0) -> CaseList:
    """The open cases in the person's teams, or all, that were not audited in the last twelve months.

    With a cohort, those of it. Raises NotAllowed.
    """
    people.require(session, visit, Right.SEE_COVERAGE, within=_sees_cases(visit), outside=NOT_YOURS)
    which = Left(_sight(visit), visit.today, since(visit), cohort)
    total = stored.count_not_audited(session, which)
    page = paging.there(page, total)
    rows = stored.not_audited(session, which, offset=page * PAGE, limit=PAGE)
    return CaseList(rows, first=page * PAGE + 1, total=total)


def to_do(session: Session, visit: Visit, page: int = 0, limit: int = PAGE) -> ToDo:
    """The cases that the person is to audit in rounds that are not over. Raises NotAllowed."""
    people.require(session, visit, Right.SEE_COVERAGE)
    me = visit.actor.person_id
    if me is None:
        return ToDo([], first=1, total=0)
    total = stored.count_to_audit(session, me, visit.today)
    page = paging.there(page, total)
    rows = stored.to_audit(session, me, visit.today, offset=page * PAGE, limit=limit)
    return ToDo(rows, first=page * PAGE + 1, total=total)


def since(visit: Visit) -> date:
    """From which day on an audit covers its case today."""
    return dates.months_later(visit.today, -COVERED_MONTHS)


def covered(session: Session, visit: Visit) -> Sequence[Covered]:
    """The open cases in the person's teams, or all, by cohort and team, and how many were audited of late."""
    return stored.covered(session, _sight(visit), visit.today, since(visit))


def _sees_cases(visit: Visit) -> bool:
    return bool(visit.reaches(Right.SEE_COVERAGE) & {Reach.TEAM, Reach.ALL})


def _sight(visit: Visit) -> Sight:
    reaches = visit.reaches(Right.SEE_COVERAGE)
    return Sight(
        everything=Reach.ALL in reaches,
        team_ids=visit.actor.team_ids if Reach.TEAM in reaches else frozenset(),
    )
