"""Samples: what was drawn for a round, and how it is shown to whom."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from bot import paging, people, rounds
from bot.errors import NotFound
from bot.paging import PAGE
from bot.rules.rights import Reach, Right
from bot.rules.sampling import Stratum
from bot.visit import Visit
from storage import draws as stored
from storage.models import Case, Draw, Pick, Round
from storage.sight import Sight
from storage.words import Cohort


@dataclass(frozen=True)
class Sample:
    """What was drawn: one page of the cases that the person may see, `first` is counted from 1.

    `strata` counts these cases, `later` those that are kept for the next round, `swapped` those that another
    one has taken the place of; `audited` has ids of picks. `missing`: how many more were asked for than there
    were. `there` is how many cases it was drawn from, as far as that is known: just after the draw.
    """

    draw: Draw
    round: Round
    picks: Sequence[Pick]
    first: int
    total: int
    strata: Mapping[Stratum, int]
    later: int = 0
    swapped: int = 0
    missing: int = 0
    there: int | None = None
    audited: frozenset[int] = field(default_factory=frozenset)
    may_plan: bool = False
    is_whole: bool = True


def of(session: Session, visit: Visit, draw_id: int, page: int = 0) -> Sample:
    """What was drawn, as far as it is the person's to see. Raises NotAllowed or NotFound."""
    people.require(session, visit, Right.SEE_COVERAGE)
    made = known(session, draw_id)
    sight = _sight(visit)
    seen = stored.of_draw(session, made.id, sight)
    standing = [pick for pick in seen if pick.swapped_on is None and not pick.is_later]
    page = paging.there(page, len(standing))
    first_drawn = [pick for pick in seen if not pick.is_later and pick.in_place_of_id is None]
    return Sample(
        draw=made,
        round=rounds.known(session, made.round_id),
        picks=standing[page * PAGE : (page + 1) * PAGE],
        first=page * PAGE + 1,
        total=len(standing),
        strata=dict(sorted(Counter(stratum_of(pick.case) for pick in standing).items(), key=_by_cohort)),
        later=sum(pick.is_later for pick in seen),
        swapped=sum(pick.swapped_on is not None for pick in seen),
        missing=max(0, made.size - len(first_drawn)) if sight.everything else 0,
        audited=frozenset(stored.audited(session, made.id)),
        may_plan=bool(visit.reaches(Right.PLAN_ROUNDS)),
        is_whole=sight.everything,
    )


def newest(session: Session, visit: Visit, round_id: int) -> Sample:
    """The newest draw of the round. Raises NotAllowed, or NotFound where nothing was drawn."""
    people.require(session, visit, Right.SEE_COVERAGE)
    made = stored.newest_of(session, round_id)
    if made is None:
        raise NotFound("No cases have been drawn for that round.")
    return of(session, visit, made.id)


def to_plan_with(session: Session, visit: Visit, draw_id: int) -> Draw:
    """The draw, if the person may share it out, swap cases of it or undo it."""
    people.require(session, visit, Right.PLAN_ROUNDS)
    return known(session, draw_id)


def known(session: Session, draw_id: int) -> Draw:
    """The draw of that id. Raises NotFound."""
    made = stored.get(session, draw_id)
    if made is None:
        raise NotFound("That draw is no longer there; it was probably undone.")
    return made


def _sight(visit: Visit) -> Sight:
    """All that was drawn, or what is of the person's teams, and what they are to audit themselves."""
    reaches = visit.reaches(Right.SEE_COVERAGE)
    return Sight(
        everything=Reach.ALL in reaches,
        team_ids=visit.actor.team_ids if Reach.TEAM in reaches else frozenset(),
        person_id=visit.actor.person_id,
    )


def stratum_of(case: Case) -> Stratum:
    return Stratum(case.cohort, case.team.name if case.team else "")


_COHORTS = list(Cohort)


def _by_cohort(entry: tuple[Stratum, int]) -> tuple[int, str]:
    """The cohorts in their own order, which ends with care leavers."""
    return _COHORTS.index(entry[0].cohort), entry[0].team
