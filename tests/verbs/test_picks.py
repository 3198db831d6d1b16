"""A sample shared out between auditors, a case of it swapped, and what whoever is to audit one may do."""

from collections import Counter
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot import cases, coverage, home, picks, samples
from bot.draws import ALL, HALF
from bot.errors import Conflict, NotAllowed, NotFound, PersonalDetails, Refusal
from bot.picks import Shared
from bot.samples import Sample
from storage import draws as stored
from storage.models import Pick, Round
from storage.words import Basis, Cohort
from tests.council import Council
from tests.verbs.steps import journal_of, logged, recommended
from tests.verbs.test_draws import a_round, drawn, put_cases

MANY = {Cohort.CARE_LEAVER: 6, Cohort.CHILD_IN_NEED: 5}
CLOSED = "The case was closed on Monday."


@pytest.fixture
def sample(session: Session, council: Council) -> Sample:
    """All 14 cases, for Aidhour's round."""
    put_cases(session, "Children and Families", MANY)
    return drawn(session, council.quality, a_round(session), ALL)


@pytest.fixture
def in_house(session: Session, council: Council) -> Sample:
    """The three cases of the council, for a round of its own."""
    round_ = Round(name="In-house", basis=Basis.ALL, starts_on=council.quality.today)
    session.add(round_)
    session.flush()
    return drawn(session, council.quality, round_, ALL)


def share(session: Session, council: Council, sample: Sample, *chosen: Any, names: Any = ()) -> Shared:
    ids = [visit.actor.person_id or 0 for visit in chosen]
    return picks.share_out(session, council.quality, sample.draw.id, ids, names)


def pick_of(session: Session, sample: Sample, reference: str) -> Pick:
    return next(one for one in stored.all_of(session, sample.draw.id) if one.case.reference == reference)


def test_three_auditors_have_as_many_cases_each_as_can_be(
    session: Session, council: Council, sample: Sample
) -> None:
    shared = share(session, council, sample, council.auditor, names=["Edwin Sallow", "Marta Pellow"])
    assert sorted(shared.by_auditor.values()) == [4, 5, 5]
    assert list(shared.by_auditor) == ["Alana Brook", "Edwin Sallow", "Marta Pellow"]
    given = Counter(pick.auditor_name for pick in stored.all_of(session, sample.draw.id))
    assert given == Counter(shared.by_auditor)
    assert journal_of(session)[-1] == ("case shared out", "picks")


def test_sharing_out_once_more_gives_the_same_cases_to_the_same(
    session: Session, council: Council, sample: Sample
) -> None:
    names = ["Edwin Sallow", "Marta Pellow"]
    share(session, council, sample, council.auditor, names=names)
    before = len(journal_of(session))
    share(session, council, sample, council.auditor, names=names)
    assert len(journal_of(session)) == before


def test_nobody_audits_a_case_of_their_own_team(session: Session, council: Council, in_house: Sample) -> None:
    shared = share(session, council, in_house, council.manager, council.other_manager)
    assert shared.by_auditor == {"Priya Shah": 1, "Omara Finch": 2}
    assert pick_of(session, in_house, "P3W6D").auditor_name == "Priya Shah"


def test_what_nobody_may_audit_is_left_and_said(session: Session, council: Council, in_house: Sample) -> None:
    shared = share(session, council, in_house, council.manager)
    assert (shared.by_auditor, shared.left) == ({"Priya Shah": 1}, 2)


def test_what_is_audited_already_stays_with_whoever_has_it(
    session: Session, council: Council, sample: Sample
) -> None:
    share(session, council, sample, council.auditor)
    logged(session, council.auditor, "K7Q2M")
    share(session, council, sample, names=["Edwin Sallow"])
    assert pick_of(session, sample, "K7Q2M").auditor_name == "Alana Brook"
    assert pick_of(session, sample, "M4T9X").auditor_name == "Edwin Sallow"


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ([], "one to three"),
        (["A. One", "B. Two", "C. Three", "D. Four"], "one to three"),
        (["Tomas Reid"], "does not audit in this round"),
        (["20218"], "in letters"),
    ],
)
def test_whom_it_cannot_be_shared_out_to_is_said(
    session: Session, council: Council, sample: Sample, names: list[str], words: str
) -> None:
    with pytest.raises(Refusal, match=words) as caught:
        share(session, council, sample, names=names)
    assert caught.value.field == "names"


def test_in_the_round_of_an_organisation_its_own_people_audit(
    session: Session, council: Council, sample: Sample
) -> None:
    with pytest.raises(Refusal, match="choose again"):
        share(session, council, sample, council.manager)


def test_the_next_of_the_same_cohort_and_team_takes_the_place_of_a_case(
    session: Session, council: Council
) -> None:
    put_cases(session, "Children and Families", MANY)
    sample = drawn(session, council.quality, a_round(session), HALF)
    share(session, council, sample, council.auditor)
    out = next(pick for pick in sample.picks if pick.case.cohort is Cohort.CARE_LEAVER)
    swapped = picks.swap(session, council.quality, out.id, CLOSED)
    assert swapped.taken is not None
    taken = swapped.taken
    assert (taken.case.cohort, taken.case.team_id) == (out.case.cohort, out.case.team_id)
    assert (taken.in_place_of_id, taken.auditor_name, taken.is_later) == (out.id, "Alana Brook", False)
    assert (out.swapped_why, out.swapped_on) == (CLOSED, council.quality.today)
    assert taken.why == f"In the place of {out.case.reference}"
    shown = samples.of(session, council.quality, sample.draw.id)
    assert (shown.total, shown.later, shown.swapped, shown.missing) == (7, 6, 1, 0)


def test_where_no_case_is_left_to_take_the_place_none_does(
    session: Session, council: Council, sample: Sample
) -> None:
    out = pick_of(session, sample, "K7Q2M")
    assert picks.swap(session, council.quality, out.id, CLOSED).taken is None
    assert samples.of(session, council.quality, sample.draw.id).total == 13
    with pytest.raises(Conflict, match="was swapped on Friday 14 March 2025 already"):
        picks.swap(session, council.quality, out.id, CLOSED)


def test_a_case_that_was_audited_stays_in_the_sample(
    session: Session, council: Council, sample: Sample
) -> None:
    logged(session, council.auditor, "K7Q2M")
    with pytest.raises(Conflict, match="has been audited in this round"):
        picks.swap(session, council.quality, pick_of(session, sample, "K7Q2M").id, CLOSED)


def test_the_reason_for_a_swap_is_read_for_personal_details(
    session: Session, council: Council, sample: Sample
) -> None:
    with pytest.raises(PersonalDetails) as caught:
        picks.swap(session, council.quality, sample.picks[0].id, "Ring 01234 567890")
    assert caught.value.field == "why"


@pytest.mark.parametrize("role", ["manager", "auditor", "practitioner"])
def test_sharing_out_and_swapping_are_for_those_who_plan(
    session: Session, council: Council, sample: Sample, role: str
) -> None:
    visit = getattr(council, role)
    with pytest.raises(NotAllowed):
        picks.share_out(session, visit, sample.draw.id, [], ["A. Auditor"])
    with pytest.raises(NotAllowed):
        picks.swap(session, visit, sample.picks[0].id, CLOSED)


def test_a_manager_sees_and_audits_the_case_of_another_team_that_is_theirs_to_audit(
    session: Session, council: Council, in_house: Sample
) -> None:
    with pytest.raises(NotFound):
        logged(session, council.manager, "P3W6D")
    share(session, council, in_house, council.manager)
    assert cases.page(session, council.manager, "P3W6D").case.reference == "P3W6D"
    audit = logged(session, council.manager, "P3W6D")
    assert audit.round is not None
    assert audit.round.name == "In-house"
    recommended(session, council.manager, audit)


def test_a_round_that_drew_the_case_goes_before_a_later_one(
    session: Session, council: Council, in_house: Sample
) -> None:
    session.add(Round(name="Later", basis=Basis.ALL, starts_on=council.quality.today))
    session.flush()
    audit = logged(session, council.quality, "K7Q2M")
    assert audit.round_id == in_house.round.id


def test_what_is_to_audit_waits_in_home_until_it_is_logged(
    session: Session, council: Council, sample: Sample
) -> None:
    share(session, council, sample, council.auditor)
    shown = home.of(session, council.auditor).to_audit
    assert shown is not None
    assert (len(shown.shown), shown.total) == (4, 14)
    logged(session, council.auditor, shown.shown[0].pick.case.reference)
    assert coverage.to_do(session, council.auditor).total == 13
    assert home.of(session, council.manager).to_audit is None
