"""The draw of a round's cases, kept: nobody twice in a year, the other half next time, and October 2018."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot import draws, people, rounds, samples
from bot.draws import ALL, HALF, Size, Wanted
from bot.errors import Conflict, NotAllowed, NotFound, Refusal
from bot.rules import references
from bot.samples import Sample
from bot.settings import Terms
from bot.visit import Visit
from handlers.blocks import draws as blocks
from handlers.blocks.actions import Listing
from storage import draws as stored
from storage import people as stored_people
from storage import rounds as stored_rounds
from storage.database import Database
from storage.models import Case, Round
from storage.words import Basis, Cohort, Door
from tests.conftest import NOW, TODAY
from tests.council import GRACE, Council, case_of, on
from tests.verbs.steps import journal_of, logged
from tests.verbs.test_rounds import OCTOBER

NOT_AUDITED_THEN = {Cohort.CHILD_IN_NEED: 15, Cohort.CHILD_PROTECTION: 8, Cohort.CHILD_IN_CARE: 8}
MORE = {Cohort.CARE_LEAVER: 4, Cohort.CHILD_IN_NEED: 5}


def put_cases(session: Session, team: str, many: dict[Cohort, int]) -> None:
    """Open cases of the team; their references say which they are."""
    there = stored_people.team_by_name(session, team)
    assert there is not None
    names = (f"2{first}{second}C3" for first in references.ALPHABET for second in references.ALPHABET)
    session.add_all(
        Case(reference=next(names), cohort=cohort, team_id=there.id, opened_on=date(2018, 1, 8))
        for cohort, count in many.items()
        for _ in range(count)
    )
    session.flush()


def a_round(session: Session, name: str = "March 2025") -> Round:
    there = stored_rounds.by_name(session, name)
    assert there is not None
    return there


def drawn(session: Session, visit: Visit, round_: Round, size: Size = ALL, **values: Any) -> Sample:
    return draws.draw(session, visit, Wanted(round_.id, size, values.pop("seed", "483920"), **values))


def names(session: Session, sample: Sample) -> set[str]:
    """The references of all that was drawn, on every page."""
    picks = stored.all_of(session, sample.draw.id)
    return {pick.case.reference for pick in picks if not pick.is_later and pick.swapped_on is None}


def spring(session: Session, council: Council) -> Round:
    """A round of the year after, of half of the cases."""
    plan = replace(OCTOBER, name="Spring", starts_on=date(2025, 9, 1), ends_on=date(2025, 9, 30))
    return rounds.plan(session, council.quality, plan)


def test_a_draw_is_kept_with_the_reason_for_each_case(session: Session, council: Council) -> None:
    sample = drawn(session, council.quality, a_round(session), first=Cohort.CARE_LEAVER)
    reasons = {pick.case.reference: pick.why for pick in sample.picks}
    assert reasons == {
        "K7Q2M": "Care leavers first",
        "M4T9X": "1 of 1 Children in need in Children and Families",
        "P3W6D": "1 of 1 Early Help in Early Help",
    }
    assert (sample.total, sample.there, sample.missing) == (3, 3, 0)
    assert journal_of(session) == [("cases drawn", "draws"), *[("case drawn", "picks")] * 3]


@pytest.mark.parametrize("role", ["manager", "auditor", "practitioner", "administrator"])
def test_the_draw_is_for_quality_and_leaders(session: Session, council: Council, role: str) -> None:
    with pytest.raises(NotAllowed):
        drawn(session, getattr(council, role), a_round(session))


def test_the_same_seed_draws_the_same_cases(session: Session, council: Council) -> None:
    put_cases(session, "Early Help", {Cohort.EARLY_HELP: 20})
    samples = []
    for seed in ("1", "1", "2"):
        sample = drawn(session, council.quality, a_round(session), Size(number=8), seed=seed)
        samples.append(names(session, sample))
        draws.take_back(session, council.quality, sample.draw.id)
    assert samples[0] == samples[1] != samples[2]


@pytest.mark.parametrize(("size", "many"), [(Size(number=4), 4), (Size(percent=25), 3), (HALF, 6), (ALL, 12)])
def test_a_number_a_share_half_or_all(session: Session, council: Council, size: Size, many: int) -> None:
    put_cases(session, "Children and Families", MORE)
    assert drawn(session, council.quality, a_round(session), size).total == many


def test_nobody_is_drawn_who_was_audited_or_drawn_in_the_twelve_months_before(
    session: Session, council: Council
) -> None:
    logged(session, council.quality, "K7Q2M", audited_on=date(2024, 3, 15))
    logged(session, council.quality, "M4T9X", audited_on=date(2024, 3, 14))
    assert names(session, drawn(session, council.quality, a_round(session))) == {"M4T9X", "P3W6D"}
    with pytest.raises(Refusal, match="No case is left to draw"):
        drawn(session, council.quality, spring(session, council))


def test_where_too_few_are_left_it_says_how_many_are_missing(session: Session, council: Council) -> None:
    logged(session, council.quality, "K7Q2M")
    sample = drawn(session, council.quality, a_round(session), Size(number=3))
    assert (sample.total, sample.missing) == (2, 1)
    assert "1 fewer than asked for" in blocks.sample(Listing("draw"), sample).text


def test_closed_cases_are_drawn_where_they_are_wanted_and_were_closed_of_late(
    session: Session, council: Council
) -> None:
    closed = (("M4T9X", date(2025, 3, 10)), ("P3W6D", date(2023, 3, 10)))
    for reference, day in closed:
        case_of(session, reference).closed_on = day
    session.flush()
    sample = drawn(session, council.quality, a_round(session), with_closed=True)
    assert names(session, sample) == {"K7Q2M", "M4T9X"}
    draws.take_back(session, council.quality, sample.draw.id)
    assert names(session, drawn(session, council.quality, a_round(session))) == {"K7Q2M"}


def test_the_other_half_is_what_the_next_draw_takes_first(session: Session, council: Council) -> None:
    put_cases(session, "Children and Families", MORE)
    now = drawn(session, council.quality, a_round(session), HALF)
    kept = {pick.case.reference for pick in stored.all_of(session, now.draw.id) if pick.is_later}
    assert (len(kept), now.later) == (6, 6)
    then = on(council.quality, date(2025, 9, 1))
    next_one = drawn(session, then, spring(session, council), HALF)
    assert names(session, next_one) == kept
    assert {pick.why for pick in next_one.picks} == {"Kept for this round by an earlier draw"}


def test_of_the_other_half_those_audited_meanwhile_are_not_drawn(session: Session, council: Council) -> None:
    put_cases(session, "Children and Families", MORE)
    now = drawn(session, council.quality, a_round(session), HALF)
    kept = [pick.case.reference for pick in stored.all_of(session, now.draw.id) if pick.is_later]
    logged(session, council.quality, kept[0])
    then = on(council.quality, date(2025, 9, 1))
    assert names(session, drawn(session, then, spring(session, council), HALF)) == set(kept[1:])


def test_what_a_draw_kept_plays_no_part_in_a_round_chosen_by_risk(session: Session, council: Council) -> None:
    put_cases(session, "Children and Families", MORE)
    drawn(session, council.quality, a_round(session), HALF)
    by_risk = replace(OCTOBER, name="By risk", basis=Basis.RISK, starts_on=date(2025, 9, 1), ends_on=None)
    round_ = rounds.plan(session, council.quality, by_risk)
    then = on(council.quality, date(2025, 9, 1))
    sample = drawn(session, then, round_, Size(number=1), first=Cohort.CARE_LEAVER)
    assert sample.picks[0].why.startswith("Care leavers first")


def test_a_round_that_is_over_draws_nothing(session: Session, council: Council) -> None:
    with pytest.raises(Refusal, match="ended on Monday 31 March 2025"):
        drawn(session, on(council.quality, date(2025, 4, 1)), a_round(session))


@pytest.mark.parametrize("size", [Size(number=0), Size(percent=1), Size(number=100_000)])
def test_no_case_at_all_or_too_many_are_refused(session: Session, council: Council, size: Size) -> None:
    with pytest.raises(Refusal) as caught:
        drawn(session, council.quality, a_round(session), size)
    assert caught.value.field == "number"


def test_a_draw_is_undone_as_long_as_nothing_was_used_of_it(session: Session, council: Council) -> None:
    sample = drawn(session, council.quality, a_round(session), HALF)
    draws.take_back(session, council.quality, sample.draw.id)
    with pytest.raises(NotFound):
        samples.of(session, council.quality, sample.draw.id)
    again = drawn(session, council.quality, a_round(session), ALL)
    logged(session, council.auditor, "K7Q2M")
    with pytest.raises(Conflict, match="audited or swapped"):
        draws.take_back(session, council.quality, again.draw.id)


def test_a_manager_sees_the_cases_of_their_teams_and_an_outside_auditor_their_own(
    session: Session, council: Council
) -> None:
    sample = drawn(session, council.quality, a_round(session))

    def seen(visit: Visit) -> set[str]:
        return {pick.case.reference for pick in samples.of(session, visit, sample.draw.id).picks}

    assert seen(council.leader) == {"K7Q2M", "M4T9X", "P3W6D"}
    assert seen(council.manager) == {"K7Q2M", "M4T9X"}
    assert seen(council.auditor) == set()
    sample.picks[0].auditor_id = council.auditor.actor.person_id
    session.flush()
    assert seen(council.auditor) == {sample.picks[0].case.reference}


@pytest.fixture
def demo(db: Database) -> Iterator[Session]:
    """A transaction in the demo's record as it was loaded."""
    with db.begin() as session:
        yield session
        session.rollback()


def test_october_2018_is_planned_and_drawn_as_the_report_tells_of_it(demo: Session, terms: Terms) -> None:
    """31 cases, about half of those open, care leavers first as an inspection was due.

    The example files hold the cases that were audited then; as many were open that were not.
    """
    put_cases(demo, "Children and Families", NOT_AUDITED_THEN)
    grace = Visit(people.recognise(demo, GRACE, terms), Door.FORM, NOW, TODAY, terms)
    visit = on(grace, date(2018, 10, 1))
    round_ = rounds.plan(demo, visit, replace(OCTOBER, name="Autumn 2018"))
    sample = drawn(demo, visit, round_, HALF, first=Cohort.CARE_LEAVER)
    by_cohort = Counter[Cohort]()
    for stratum, many in sample.strata.items():
        by_cohort[stratum.cohort] += many
    assert (sample.total, sample.there, sample.later) == (31, 62, 31)
    assert by_cohort[Cohort.CARE_LEAVER] == 17
    assert all(by_cohort[cohort] for cohort in Cohort)
    said = blocks.sample(Listing("draw", str(sample.draw.id)), sample).text
    for part in (
        "Autumn 2018: 31 cases drawn",
        "31 of 62 open cases, half of them.",
        "Care leavers came first.",
        "• Care leavers: 17 (Children and Families 17)",
        "The other half, 31 cases, is kept.",
    ):
        assert part in said
