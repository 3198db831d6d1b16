"""The draw: which cases a round audits, and why each."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from random import SystemRandom

from sqlalchemy.orm import Session

from bot import free_text, record, rounds, samples
from bot.errors import Conflict, Refusal
from bot.rules import dates, sampling
from bot.rules.sampling import Candidate, Stratum
from bot.samples import Sample
from bot.visit import Visit
from storage import draws as stored
from storage.draws import Drawable
from storage.models import Draw, Pick, Round
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


_OFFERED = re.compile(r"[0-9]{6}")

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


def new_seed() -> str:
    """Six figures that nobody has chosen."""
    return f"{SystemRandom().randrange(10**6):06}"


def draw(session: Session, visit: Visit, wanted: Wanted) -> Sample:
    """Draws cases for a round. Nobody is drawn who was audited or drawn in the twelve months before.

    Raises NotAllowed, NotFound, PersonalDetails or Refusal.
    """
    round_ = to_draw_for(session, visit, wanted.round_id)
    # Six figures are what the bot itself offers, and no case's.
    seed = (
        wanted.seed
        if _OFFERED.fullmatch(wanted.seed)
        else free_text.accept(wanted.seed, "The seed", field="seed", longest=LONGEST_SEED)
    )
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
    return replace(samples.of(session, visit, made.id), there=len(there))


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


def take_back(session: Session, visit: Visit, draw_id: int) -> Round:
    """Undoes a draw of which nothing was used yet. Raises NotAllowed, NotFound or Conflict."""
    made = samples.to_plan_with(session, visit, draw_id)
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


def candidate(case: Drawable) -> Candidate:
    return Candidate(case.reference, Stratum(case.cohort, case.team))
