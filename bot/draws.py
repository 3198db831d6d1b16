"""The draw: which cases a round audits, and why each."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import SystemRandom

from sqlalchemy.orm import Session

from bot import free_text, paging, people, record, rounds
from bot.errors import Conflict, NotFound, Refusal
from bot.paging import PAGE
from bot.rules import dates, sampling
from bot.rules.rights import Reach, Right
from bot.rules.sampling import Candidate, Stratum
from bot.visit import Visit
from storage import draws as stored
from storage.draws import Drawable
from storage.models import Case, Draw, Pick, Round
from storage.sight import Sight
from storage.words import Basis, Cohort

REST_MONTHS = 12
LONGEST_SEED = 40
MOST_CASES = 99_999


@dataclass(frozen=True)
class Size:
    """How many of the cases that there are: a number, or a share in percent.

    `keeps_the_rest`: what is not drawn is what the next draw takes first.
    """

    number: int | None = None
    percent: int = 100
    keeps_the_rest: bool = False

    def of(self, cases: int) -> int:
        return self.number if self.number is not None else (cases * self.percent + 50) // 100


HALF = Size(percent=50, keeps_the_rest=True)
ALL = Size()


@dataclass(frozen=True)
class Wanted:
    """What is to be drawn, for which round."""

    round_id: int
    size: Size
    seed: str
    first: Cohort | None = None
    with_closed: bool = False


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


def new_seed() -> str:
    """Six figures that nobody has chosen."""
    return f"{SystemRandom().randrange(10**6):06}"


def draw(session: Session, visit: Visit, wanted: Wanted) -> Sample:
    """Draws cases for a round. Nobody is drawn who was audited or drawn in the twelve months before.

    Raises NotAllowed, NotFound, PersonalDetails or Refusal.
    """
    round_ = to_draw_for(session, visit, wanted.round_id)
    seed = free_text.accept(wanted.seed, "The seed", field="seed", longest=LONGEST_SEED)
    there = drawable(session, visit, with_closed=wanted.with_closed)
    size = wanted.size.of(len(there))
    if not 0 < size <= MOST_CASES:
        raise Refusal(
            "That would be no case at all. Please write how many, such as 31 or 20%.", field="number"
        )
    free = {case.reference: case for case in there if not case.is_recent}
    if not free:
        raise Refusal(
            f"No case is left to draw: each of the {len(there):,} was audited or drawn in the last twelve "
            "months.",
            field="many",
        )
    tiers = _tiers(free.values(), wanted.first, keeps_promises=round_.basis is Basis.HALF)
    drawn = sampling.draw(tiers, size, seed)
    made = Draw(
        round_id=round_.id,
        seed=seed,
        size=size,
        first=wanted.first,
        with_closed=wanted.with_closed,
        drawn_on=visit.today,
        drawn_by_id=visit.actor.person_id,
    )
    record.add(session, visit, "cases drawn", made)
    for tier, cases, why in zip(tiers, drawn, _reasons(wanted.first), strict=True):
        for case, reason in _because(tier, cases, why):
            _pick(session, visit, made, free.pop(case.reference), reason)
    if wanted.size.keeps_the_rest:
        for case in sampling.in_order([candidate(one) for one in free.values()], seed):
            _pick(
                session,
                visit,
                made,
                free[case.reference],
                "The other half, for the next round",
                is_later=True,
            )
    return replace(of(session, visit, made.id), there=len(there))


def to_draw_for(session: Session, visit: Visit, round_id: int) -> Round:
    """The round, if the person may draw cases for it and it is not over."""
    round_ = rounds.to_change(session, visit, round_id)
    if round_.ends_on is not None and round_.ends_on < visit.today:
        raise Refusal(
            f"That round ended on {dates.in_words(round_.ends_on)}. Please plan a new one: `/g2o rounds`.",
            field="round",
        )
    return round_


def drawn_already(session: Session, round_: Round) -> int:
    """How many cases were drawn for the round before."""
    return stored.count_of_round(session, round_.id)


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


def take_back(session: Session, visit: Visit, draw_id: int) -> Round:
    """Undoes a draw of which nothing was used yet. Raises NotAllowed, NotFound or Conflict."""
    made = to_plan_with(session, visit, draw_id)
    picks = stored.all_of(session, made.id)
    if stored.audited(session, made.id) or any(pick.swapped_on for pick in picks):
        raise Conflict(
            "Cases of this draw have been audited or swapped, so it was not undone. You can still swap cases."
        )
    for pick in picks:
        record.remove(session, visit, "case no longer drawn", pick)
    round_ = rounds.known(session, made.round_id)
    record.remove(session, visit, "draw undone", made)
    return round_


def to_plan_with(session: Session, visit: Visit, draw_id: int) -> Draw:
    """The draw, if the person may share it out, swap cases of it or undo it."""
    people.require(session, visit, Right.PLAN_ROUNDS)
    return known(session, draw_id)


def drawable(session: Session, visit: Visit, *, with_closed: bool) -> Sequence[Drawable]:
    """The cases that may be drawn, and those that were audited or drawn in the last twelve months."""
    # Whoever was audited a year ago to the day may be audited again.
    since = dates.months_later(visit.today, -REST_MONTHS) + timedelta(days=1)
    return stored.drawable(session, visit.today, since, with_closed=with_closed)


def _tiers(
    cases: Collection[Drawable], first: Cohort | None, *, keeps_promises: bool
) -> tuple[list[Candidate], list[Candidate], list[Candidate]]:
    """What an earlier draw kept for this one, then the chosen cohort, then all others."""
    promised: list[Drawable] = []
    others: list[Drawable] = []
    for one in cases:
        (promised if one.is_promised and keeps_promises else others).append(one)
    return (
        [candidate(one) for one in promised],
        [candidate(one) for one in others if one.cohort is first],
        [candidate(one) for one in others if one.cohort is not first],
    )


def _reasons(first: Cohort | None) -> tuple[str, str, str]:
    return "Kept for this round by an earlier draw", f"{first.plural} first" if first else "", ""


def _because(
    tier: Collection[Candidate], drawn: Sequence[Candidate], why: str
) -> Iterator[tuple[Candidate, str]]:
    """Each case with the sentence why it was drawn."""
    there, taken = (Counter(case.stratum for case in cases) for cases in (tier, drawn))
    for case in drawn:
        many = taken[case.stratum], there[case.stratum]
        share = f"{many[0]:,} of {many[1]:,} {in_words(case.stratum)}"
        is_all = len(drawn) == len(tier)
        yield case, why if why and is_all else f"{why}: {share}" if why else share


def in_words(stratum: Stratum) -> str:
    """ "Children in need in Children and Families"."""
    return f"{stratum.cohort.plural} in {stratum.team}" if stratum.team else stratum.cohort.plural


def _pick(
    session: Session, visit: Visit, made: Draw, case: Drawable, why: str, *, is_later: bool = False
) -> None:
    event = "case kept for the next round" if is_later else "case drawn"
    record.add(session, visit, event, Pick(draw_id=made.id, case_id=case.case_id, why=why, is_later=is_later))


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


def candidate(case: Drawable) -> Candidate:
    return Candidate(case.reference, Stratum(case.cohort, case.team))


def stratum_of(case: Case) -> Stratum:
    return Stratum(case.cohort, case.team.name if case.team else "")


_COHORTS = list(Cohort)


def _by_cohort(entry: tuple[Stratum, int]) -> tuple[int, str]:
    """The cohorts in their own order, which ends with care leavers."""
    return _COHORTS.index(entry[0].cohort), entry[0].team
